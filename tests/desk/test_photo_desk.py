"""The photo desk: a card of photographs described at once, what files say confirmed, rights asked for in time."""

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from council.models import PersonShown
from news.models import EditionPhoto
from photos import library
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions
from tests import factories
from tests.desk.screens import Page, address_of, messages_of, send, signed_in
from tests.desk.test_in_a_browser import LOOKS, WCAG
from tests.photos.images import camera_jpeg, encoded, picture

pytestmark = pytest.mark.django_db

ADD = "/desk/photos/photo/add/"
RIGHTS = {
    "credit_ru": "Пресс-служба",
    "credit_en": "Press Office",
    "usage_terms_ru": "Бесплатно с указанием источника",
    "usage_terms_en": "Free of charge with the credit",
}


def upload(name, content=None):
    return SimpleUploadedFile(name, content or factories.jpeg(), "image/jpeg")


def take_in(client, *names, **common):
    """Send files with the form of the upload page; return the page that follows."""
    return client.post(ADD, {"files": [upload(name) for name in names], **common}, follow=True)


def save(client, page, **changes):
    sent = {**Page(page, form="batch").fields, **changes}
    sent["photos"] = re.findall(r'name="photos" value="(\d+)"', page.content.decode())
    return client.post(ADD, sent, follow=True)


def by_name(name):
    return Photo.objects.get(file_name=name)


def screen(photo):
    return f"/desk/photos/photo/{photo.pk}/change/"


def save_photo(client, photo, **changes):
    fields = Page(client.get(screen(photo)), form="photo_form").fields
    return client.post(screen(photo), {**fields, **changes}, follow=True)


# A card of photographs


def test_a_card_comes_in_with_common_words_people_and_an_event():
    first, second = factories.person(), factories.person(en="Viktor Vasilyev", ru="Виктор Васильев")
    page = take_in(
        signed_in(factories.writer()),
        "ZVF_1.JPG",
        "ZVF_2.JPG",
        **RIGHTS,
        caption_en="Budget talks.",
        place_en="Moscow",
        people="viktor vasilyev\r\nАман Мамбетсеитов",
        album_title_en="Budget talks",
        held_on="2018-11-27",
    )
    assert "ZVF_1.JPG" in page.content.decode()
    for photo in Photo.objects.all():
        assert photo.caption == {"en": "Budget talks."}
        assert photo.usage_terms["en"] == "Free of charge with the credit"
        assert [shown.person for shown in photo.people.all()] == [second, first]
        assert photo.problems() == []
    album = Album.objects.get()
    assert (album.title, album.held_on) == ({"en": "Budget talks"}, factories.THE_DAY)
    assert [use.photo.file_name for use in album.photo_uses.all()] == ["ZVF_1.JPG", "ZVF_2.JPG"]


def test_words_are_written_over_for_one_photo_and_the_common_ones_set_afterwards_for_the_rest():
    client = signed_in(factories.writer())
    page = take_in(client, "ZVF_1.JPG", "ZVF_2.JPG", caption_en="Budget talks.")
    first = by_name("ZVF_1.JPG")
    page = save(client, page, **{f"photo-{first.pk}-caption_en": "The chair opens the talks."}, **RIGHTS)
    assert by_name("ZVF_1.JPG").caption["en"] == "The chair opens the talks."
    assert by_name("ZVF_2.JPG").caption["en"] == "Budget talks."
    assert by_name("ZVF_2.JPG").credit["ru"] == "Пресс-служба"
    assert "2 photographs are in the library." in messages_of(page)


def test_a_slip_in_the_common_words_is_mended_where_they_were_given():
    client = signed_in(factories.writer())
    address = reverse("admin:photos_photo_upload")
    answer = client.post(address, {"file": upload("ZVF_1.JPG"), "caption_en": "Buget talks."})
    given = re.search(r'name="photo-\d+-given" value="([^"]*)"', answer.json()["html"])[1].replace("&quot;", '"')
    photo = by_name("ZVF_1.JPG")
    own = library.add(io.BytesIO(factories.jpeg()), "ZVF_2.JPG", by=factories.writer(), caption={"en": "Its own."})
    sent = {
        "photos": [photo.pk, own.pk],
        "caption_en": "Budget talks.",
        f"photo-{photo.pk}-caption_en": "Buget talks.",
        f"photo-{photo.pk}-given": given,
        f"photo-{own.pk}-caption_en": "Its own.",
    }
    client.post(ADD, sent)
    assert by_name("ZVF_1.JPG").caption == {"en": "Budget talks."}
    assert by_name("ZVF_2.JPG").caption == {"en": "Its own."}


def test_a_name_nobody_has_is_refused_and_nothing_typed_is_lost():
    factories.person(), factories.person()
    client = signed_in(factories.writer())
    page = take_in(client, "ZVF_1.JPG", people="Nobody Known", caption_en="Kept.")
    assert "The record knows nobody called “Nobody Known”." in page.content.decode()
    assert Page(page, form="batch").fields["caption_en"] == "Kept."
    photo = by_name("ZVF_1.JPG")
    page = save(client, page, people="", **{f"photo-{photo.pk}-people": "Aman Mambetseitov"})
    assert "Several people are called" in page.content.decode()
    someone = factories.person(en="Viktor Vasilyev")
    save(client, page, **{f"photo-{photo.pk}-people": "Viktor Vasilyev"})
    assert [shown.person for shown in photo.people.all()] == [someone]


def test_a_copy_is_told_and_a_look_alike_shown_for_a_decision():
    client = signed_in(factories.press_secretary())
    data = encoded(picture((1200, 800)), quality=95)
    original = library.add(io.BytesIO(data), "ZVF_1.JPG", by=factories.writer())
    page = client.post(ADD, {"files": [upload("COPY.JPG", data)]}, follow=True)
    assert "In the library already: ZVF_1.JPG." in messages_of(page)
    smaller = upload("ZVF_1-small.JPG", encoded(picture((900, 600)), quality=80))
    page = client.post(ADD, {"files": [smaller]}, follow=True)
    assert "It looks like a photograph that is there already" in page.content.decode()
    assert screen(original) in page.content.decode()
    alike = by_name("ZVF_1-small.JPG")
    assert "Nearly the same picture" in client.get(screen(original)).content.decode()
    save(client, page, **{f"photo-{alike.pk}-drop": ""})
    assert Photo.objects.count() == 2
    save(client, page, **{f"photo-{alike.pk}-drop": "on"})
    assert list(Photo.objects.all()) == [original]


def test_a_public_album_takes_no_photo_without_rights():
    album = Album.objects.create(title={"en": "Budget talks", "ru": "Переговоры"}, held_on=factories.THE_DAY)
    actions.publish(album, by=factories.press_secretary())
    client = signed_in(factories.writer())
    page = take_in(client, "ZVF_1.JPG", album=album.pk)
    assert any("Not yet in the album" in sentence for sentence in messages_of(page))
    assert not album.photo_uses.exists()
    save(client, page, **RIGHTS)
    assert album.photo_uses.get().photo == by_name("ZVF_1.JPG")


def test_only_who_may_write_uploads():
    client = signed_in(factories.translator())
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, {"files": [upload("ZVF_1.JPG")]}).status_code == 403
    assert client.post(reverse("admin:photos_photo_upload"), {"file": upload("ZVF_1.JPG")}).status_code == 403


def test_what_only_a_script_could_send_is_no_fault_of_the_server():
    photo = factories.photo()
    client = signed_in(factories.writer())
    for given in ("[]", "{", '{"caption": 7, "people": {}}', '"x"'):
        sent = {"photos": [str(photo.pk), "x", "9" * 15], f"photo-{photo.pk}-given": given, "caption_en": "Talks."}
        assert client.post(ADD, sent).status_code in (200, 302)
    edition = factories.edition("en")
    factories.show(factories.photo(usage_terms={}), edition)
    send(client, address_of(edition.article), **{"en-photos-0-usage_terms": "Free\0 of\r\ncharge"})
    assert Photo.objects.first().usage_terms == {"en": "Free of charge"}


# What the file says


def test_words_read_from_the_file_are_marked_until_somebody_confirms_them():
    photo = library.add(io.BytesIO(camera_jpeg()), "ZVF_2142.JPG", by=factories.writer())
    client = signed_in(factories.writer())
    for confirm in ("page", "photo", "edit"):
        Photo.objects.update(confirmed_at=None)
        assert "Read from the file" in client.get(screen(photo)).content.decode()
        batch = client.get(f"{ADD}?photos={photo.pk}")
        assert "Read from the file" in batch.content.decode()
        if confirm == "page":
            save(client, batch, confirm=str(photo.pk))
        elif confirm == "photo":
            save_photo(client, photo, _confirm="1")
        else:
            save(client, batch, **{f"photo-{photo.pk}-alt_en": "A round table."})
        photo.refresh_from_db()
        assert photo.confirmed_at is not None, confirm
        assert photo.confirmed_by == factories.writer()
        assert "Read from the file" not in client.get(screen(photo)).content.decode()


def test_saving_the_page_of_an_upload_untouched_confirms_nothing():
    photo = library.add(io.BytesIO(camera_jpeg()), "ZVF_2142.JPG", by=factories.writer())
    client = signed_in(factories.writer())
    save(client, client.get(f"{ADD}?photos={photo.pk}"))
    photo.refresh_from_db()
    assert photo.confirmed_at is None


# Rights


def test_two_fresh_photos_are_published_without_leaving_the_article():
    client = signed_in(factories.press_secretary())
    edition = factories.edition("en")
    photos = [
        library.add(io.BytesIO(factories.jpeg()), f"ZVF_{number}.JPG", by=factories.press_secretary())
        for number in (1, 2)
    ]
    for position, photo in enumerate(photos):
        EditionPhoto.objects.create(edition=edition, photo=photo, position=position, alt="A round table.")
    refused = send(client, address_of(edition.article), "publish:en")
    assert "Write whom ZVF_1.JPG is to be credited to." in refused.content.decode()
    page = Page(refused)
    for target in ("id_en-photos-0-credit", "id_en-photos-1-usage_terms"):
        assert any(link.endswith(f"#{target}") for link in page.links)
        assert target in page.ids
    typed = {f"en-photos-{n}-{field}": RIGHTS[f"{field}_en"] for n in (0, 1) for field in ("credit", "usage_terms")}
    published = send(client, address_of(edition.article), "publish:en", opened=page, **typed)
    edition.refresh_from_db()
    assert edition.is_public(), messages_of(published)
    assert by_name("ZVF_2.JPG").usage_terms == {"en": "Free of charge with the credit"}


def test_rights_typed_in_an_article_do_not_touch_those_the_library_has():
    edition = factories.edition("en")
    factories.show(factories.photo(usage_terms={}), edition)
    page = send(signed_in(factories.writer()), address_of(edition.article), **{"en-photos-0-usage_terms": "Free."})
    photo = Photo.objects.get()
    assert photo.usage_terms == {"en": "Free."}
    assert photo.credit["en"] == "Press Office"
    assert messages_of(page) == ["Saved in the photo library: the rights in ZVF_2142.JPG."]
    assert edition.article.editions.count() == 1


@pytest.mark.parametrize("missing", ["credit", "usage_terms"])
def test_neither_a_photo_nor_an_album_nor_a_meeting_goes_public_without_rights(missing):
    photo = factories.photo(**{missing: {}})
    album = Album.objects.create(title={"en": "Budget talks"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    meeting = factories.meeting(public=False)
    meeting.photo_uses.create(photo=photo)
    for item in (photo, album, meeting):
        with pytest.raises(actions.NotReady, match="ZVF_2142"):
            actions.publish(item, by=factories.press_secretary())
    setattr(photo, missing, {"en": "Press Office"})
    photo.save()
    for item in (photo, album, meeting):
        actions.publish(item, by=factories.press_secretary())


def test_the_rights_in_a_public_photo_cannot_be_emptied():
    photo = factories.photo()
    actions.publish(photo, by=factories.press_secretary())
    client = signed_in(factories.press_secretary())
    refused = save_photo(client, photo, credit_ru="", credit_en="")
    assert "Visitors see this photograph, so this cannot be empty." in refused.content.decode()
    photo.refresh_from_db()
    assert photo.credit["en"] == "Press Office"


# The page of a photo


def test_people_are_named_on_the_page_and_words_suggested_from_them():
    photo = factories.photo()
    person = factories.person()
    client = signed_in(factories.writer())
    save_photo(client, photo, **{"people-0-person": str(person.pk)})
    assert PersonShown.objects.get().person == person
    page = client.get(screen(photo)).content.decode()
    assert "Aman Mambetseitov." in page
    assert 'data-use="caption_ru"' in page


def test_the_centre_of_attention_is_set_by_numbers():
    photo = factories.photo()
    save_photo(signed_in(factories.writer()), photo, focal_left="25", focal_top="80")
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (0.25, 0.8)
    page = signed_in(factories.writer()).get(screen(photo)).content.decode()
    assert 'viewBox="0 0 800 800"' in page


def test_a_file_is_replaced_with_a_reason_and_the_old_one_listed():
    photo = factories.photo()
    client = signed_in(factories.writer())
    address = reverse("admin:photos_photo_replace", args=[photo.pk])
    refused = client.post(address, {"file": upload("BETTER.JPG"), "note": ""})
    assert refused.status_code == 200
    assert not photo.earlier_originals.exists()
    page = client.post(address, {"file": upload("BETTER.JPG"), "note": "Straight horizon"}, follow=True)
    photo.refresh_from_db()
    assert photo.file_name == "BETTER.JPG"
    assert "Straight horizon" in page.content.decode()
    bad = client.post(address, {"file": upload("BAD.JPG", b"no picture"), "note": "A try"})
    assert "“BAD.JPG” is not a photo." in bad.content.decode()


def test_an_album_is_ordered_published_and_withdrawn():
    album = Album.objects.create(title={"en": "Budget talks", "ru": "Переговоры"}, held_on=factories.THE_DAY)
    first, second = factories.photo("ZVF_1.JPG"), factories.photo("ZVF_2.JPG")
    AlbumPhoto.objects.create(album=album, photo=first, position=2)
    AlbumPhoto.objects.create(album=album, photo=second, position=1)
    client = signed_in(factories.press_secretary())
    address = f"/desk/photos/album/{album.pk}/change/"
    fields = Page(client.get(address), form="album_form").fields
    moved = {"photo_uses-0-position": "5", "photo_uses-1-position": "3", "_publish": "1"}
    client.post(address, {**fields, **moved})
    assert [use.photo for use in album.photo_uses.all()] == [first, second]
    assert Photo.objects.public().count() == 2
    client.post(f"/desk/photos/album/{album.pk}/withdraw/", {"reason": "Not ours."})
    assert Photo.objects.public().count() == 0


def test_a_translator_reads_the_pages_of_photos_and_albums():
    photo = library.add(io.BytesIO(camera_jpeg()), "ZVF_2142.JPG", by=factories.writer())
    PersonShown.objects.create(photo=photo, person=factories.person(), position=1)
    album = Album.objects.create(title={"en": "Budget talks", "ru": "Переговоры"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    client = signed_in(factories.translator())
    for address in (screen(photo), f"/desk/photos/album/{album.pk}/change/", "/desk/photos/album/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "focal_left" not in page.content.decode()
    assert client.get(reverse("admin:photos_photo_replace", args=[photo.pk])).status_code == 403


# In a browser


FILES = [{"name": f"ZVF_{n}.JPG", "mimeType": "image/jpeg"} for n in range(1, 7)]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_broken_connection_and_a_stumbling_server_lose_nothing(desk):
    page = desk(ADD)
    troubles = iter(["abort", 503, 502])

    def stumble(route):
        trouble = next(troubles, None)
        if trouble == "abort":
            route.abort()
        elif trouble:
            route.fulfill(status=trouble, body="no")
        else:
            route.continue_()

    page.route("**/photo/upload/", stumble)
    page.set_input_files("#id_files", [{**file, "buffer": factories.jpeg()} for file in FILES])
    expect(page.get_by_role("status")).to_have_text("Uploaded: 6 of 6")
    assert page.locator("[data-list] .file").all_inner_texts() == [file["name"] for file in FILES]
    assert Photo.objects.count() == 6


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_file_that_never_arrives_can_be_tried_again(desk):
    page = desk(ADD)
    page.route("**/photo/upload/", lambda route: route.abort())
    page.set_input_files("#id_files", {**FILES[0], "buffer": factories.jpeg()})
    button = page.get_by_role("button", name="Try again")
    button.wait_for()
    page.unroute("**/photo/upload/")
    button.click()
    expect(page.get_by_role("status")).to_have_text("Uploaded: 1 of 1")


PASTE = """(bytes) => {
  const data = new DataTransfer()
  data.items.add(new File([new Uint8Array(bytes)], "image.jpg", { type: "image/jpeg" }))
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pictures_are_pasted_and_people_named_by_keyboard(desk):
    factories.person()
    page = desk(ADD)
    page.evaluate(PASTE, list(factories.jpeg(300, 200)))
    expect(page.get_by_role("status")).to_have_text("Uploaded: 1 of 1")
    page.locator(".batch__row").get_by_label("Add a person").fill("Aman Mambetseitov")
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.locator(".submit-row").get_by_role("button", name="Save", exact=True).press("Enter")
    assert PersonShown.objects.get().photo == Photo.objects.get()
    assert page.said == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_centre_of_attention_is_set_by_a_click_and_keys_with_the_shapes_beside_it(desk):
    photo = factories.photo()
    PersonShown.objects.create(photo=photo, person=factories.person(), position=1)
    page = desk(screen(photo))
    whole = page.locator("[data-focal-picture]")
    box = whole.bounding_box()
    whole.click(position={"x": box["width"] * 0.1, "y": box["height"] * 0.5})
    page.keyboard.press("ArrowRight")
    square = page.locator("[data-shape='1x1']")
    assert square.get_attribute("viewBox") == "0 0 800 800"
    page.fill("[name=focal_left]", "50")
    assert square.get_attribute("viewBox") == "200 0 800 800"
    page.fill("[name=focal_left]", "11")
    page.locator("[data-use=caption_en]").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (0.11, 0.5)
    assert photo.caption["en"] == "Aman Mambetseitov."
    assert page.said == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_suggested_description_is_taken_over_in_the_article_and_after_the_upload(desk):
    edition = factories.edition("en")
    photo = factories.photo(alt={})
    EditionPhoto.objects.create(edition=edition, photo=photo)
    PersonShown.objects.create(photo=photo, person=factories.person(), position=1)
    for address, field in (
        (address_of(edition.article), "en-photos-0-alt"),
        (f"{ADD}?photos={photo.pk}", f"photo-{photo.pk}-alt_en"),
    ):
        page = desk(address)
        if page.locator("[data-tab=en]").count():
            page.locator("[data-tab=en]").click()
        page.locator(f"[data-use='{field}']").click()
        assert page.locator(f"[name='{field}']").input_value() == "Aman Mambetseitov."


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_the_photo_desk(desk, look):
    photo = library.add(io.BytesIO(camera_jpeg()), "ZVF_2142.JPG", by=factories.writer())
    alike = library.add(io.BytesIO(camera_jpeg(size=(1206, 804))), "ZVF_2143.JPG", by=factories.writer())
    PersonShown.objects.create(photo=photo, person=factories.person(), position=1)
    album = Album.objects.create(title={"en": "Budget talks", "ru": "Переговоры"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    for address in (
        f"{ADD}?photos={photo.pk}-{alike.pk}",
        screen(photo),
        f"/desk/photos/album/{album.pk}/change/",
        reverse("admin:photos_photo_replace", args=[photo.pk]),
    ):
        page = desk(address, **look)
        page.wait_for_load_state("networkidle")
        assert page.said == []
        found = Axe().run(page, options=WCAG).response["violations"]
        told = [f"{it['id']}: {[node['html'] for node in it['nodes']][:3]}" for it in found]
        assert (address, told) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
