"""The photo desk: a card of photographs described at once, what files say confirmed, rights asked for in time."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from council.models import PersonShown
from desk.photos import captions
from news.models import EditionPhoto
from photos import library
from photos.metadata import Rights
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions
from publishing.models import Amendment
from tests import factories
from tests.browser import WCAG, faults
from tests.desk.screens import Page, address_of, answer, messages_of, send, signed_in
from tests.desk.test_in_a_browser import LOOKS
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
        assert photo.rights_problems() == []
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
    given = re.search(r'name="photo-\d+-given" value="([^"]*)"', answer.json()["words"])[1].replace("&quot;", '"')
    photo = by_name("ZVF_1.JPG")
    own = library.add(io.BytesIO(factories.jpeg()), "ZVF_2.JPG", by=factories.writer(), caption={"en": "Its own."})
    sent = {
        "photos": [photo.pk, own.pk],
        "caption_en": "Budget talks.",
        f"photo-{photo.pk}-caption_en": "Buget talks.",
        f"photo-{photo.pk}-given": given,
        f"photo-{own.pk}-caption_en": "Its own.",
        **{f"photo-{other.pk}-seen": captions.words_seen(other) for other in (photo, own)},
    }
    client.post(ADD, sent)
    assert by_name("ZVF_1.JPG").caption == {"en": "Budget talks."}
    assert by_name("ZVF_2.JPG").caption == {"en": "Its own."}


def test_a_name_nobody_has_is_refused_and_nothing_typed_is_lost():
    factories.person(), factories.person()
    client = signed_in(factories.writer())
    page = take_in(client, "ZVF_1.JPG", people="Nobody Known", caption_en="Kept.")
    assert "There is no person called “Nobody Known”." in page.content.decode()
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
    assert "In the archive already, nearly the same" in page.content.decode()
    assert screen(original) in page.content.decode()
    alike = by_name("ZVF_1-small.JPG")
    assert "Nearly the same picture" in client.get(screen(original)).content.decode()
    save(client, page)
    assert Photo.objects.count() == 2
    save(client, page, **{f"photo-{alike.pk}-alike": str(original.pk)})
    assert list(Photo.objects.all()) == [original]


def test_look_alikes_that_are_both_wanted_are_not_shown_again():
    client = signed_in(factories.writer())
    first, second, third = (
        library.add(io.BytesIO(encoded(picture(size), quality=90)), f"ZVF_{size[0]}.JPG", by=factories.writer())
        for size in [(1200, 800), (900, 600), (600, 400)]
    )
    page = client.get(f"{ADD}?photos={second.pk}")
    assert "In the archive already, nearly the same" in page.content.decode()
    save(client, page, **{f"photo-{second.pk}-alike": "both"})
    assert "nearly the same" not in client.get(f"{ADD}?photos={second.pk}").content.decode()
    assert library.look_alikes(first) == [third]
    response = save_photo(client, third, _keep_both=str(first.pk))
    assert any("Both are kept" in sentence for sentence in messages_of(response))
    assert [library.look_alikes(photo) for photo in (first, second, third)] == [[], [third], [second]]
    library.keep_both(first, third, first, by=factories.press_secretary())  # twice is no fault
    library.delete(second, by=factories.press_secretary())
    assert library.look_alikes(third) == []


def test_the_same_picture_in_the_library_takes_the_place_of_the_new_one_in_the_album():
    album = Album.objects.create(title={"en": "Budget talks", "ru": "Переговоры"}, held_on=factories.THE_DAY)
    client = signed_in(factories.press_secretary())
    data = [encoded(picture((1200, 800)), quality=95), encoded(picture((900, 600)), quality=80)]
    original = library.add(io.BytesIO(data[0]), "ZVF_1.JPG", by=factories.writer())
    page = client.post(ADD, {"files": [upload("ZVF_1-small.JPG", data[1])]}, follow=True)
    alike = by_name("ZVF_1-small.JPG")
    save(client, page, album=album.pk, **{f"photo-{alike.pk}-alike": str(original.pk)})
    assert [use.photo for use in album.photo_uses.all()] == [original]


# Credit, terms and place of one photo among many


def test_one_photo_has_other_rights_and_another_place_than_the_rest():
    client = signed_in(factories.writer())
    page = take_in(client, "ZVF_1.JPG", "ZVF_2.JPG", **RIGHTS, place_en="Moscow")
    first = by_name("ZVF_1.JPG")
    own = {"credit_en": "TASS", "usage_terms_en": "Once only", "place_en": "Airport"}
    save(client, page, **{f"photo-{first.pk}-{name}": value for name, value in own.items()})
    first, second = by_name("ZVF_1.JPG"), by_name("ZVF_2.JPG")
    assert (first.credit["en"], first.usage_terms["en"], first.place["en"]) == ("TASS", "Once only", "Airport")
    assert first.credit["ru"] == "Пресс-служба"
    assert (second.credit["en"], second.usage_terms["en"], second.place["en"]) == (
        "Press Office",
        "Free of charge with the credit",
        "Moscow",
    )


def test_what_is_common_stands_in_the_empty_fields_of_each_photo_and_follows_a_correction():
    client = signed_in(factories.writer())
    answer = client.post(
        reverse("admin:photos_photo_upload"), {"file": upload("ZVF_1.JPG"), "credit_en": "Pres Office", **PLACE}
    )
    html = answer.json()["words"]
    photo = by_name("ZVF_1.JPG")
    assert 'placeholder="Pres Office"' in html
    assert 'value="Pres Office"' not in html
    given = re.search(r'name="photo-\d+-given" value="([^"]*)"', html)[1].replace("&quot;", '"')
    seen = re.search(r'name="photo-\d+-seen" value="([^"]*)"', html)[1]
    sent = {"photos": [photo.pk], f"photo-{photo.pk}-given": given, f"photo-{photo.pk}-seen": seen}
    client.post(ADD, {**sent, "credit_en": "Press Office"})
    assert by_name("ZVF_1.JPG").credit == {"en": "Press Office"}
    assert by_name("ZVF_1.JPG").place == {"en": "Moscow"}


PLACE = {"place_en": "Moscow"}


def test_a_field_that_is_emptied_empties_the_words():
    client = signed_in(factories.writer())
    photo = factories.photo(place={"en": "Moscow"})
    save(client, client.get(f"{ADD}?photos={photo.pk}"), **{f"photo-{photo.pk}-place_en": ""})
    assert Photo.objects.get().place == {}


def test_words_that_somebody_else_saved_meanwhile_are_not_written_over():
    client = signed_in(factories.writer())
    photo = factories.photo()
    page = client.get(f"{ADD}?photos={photo.pk}")
    photo.caption = {"en": "Their caption.", "ru": "Их подпись."}
    library.words_changed(photo, by=factories.press_secretary())
    refused = save(client, page, **{f"photo-{photo.pk}-caption_en": "My caption."})
    assert (
        "A colleague changed the caption of ZVF_2142.JPG while you were working: Their caption."
        in refused.content.decode()
    )
    assert Photo.objects.get().caption["en"] == "Their caption."
    assert Page(refused, form="batch").fields[f"photo-{photo.pk}-caption_en"] == "My caption."
    save(client, refused)
    assert Photo.objects.get().caption["en"] == "My caption."


def test_words_of_a_public_photo_are_changed_with_a_record():
    client = signed_in(factories.press_secretary())
    photo, person = factories.publish(factories.photo()), factories.person()
    page = client.get(f"{ADD}?photos={photo.pk}")
    save(client, page, **{f"photo-{photo.pk}-caption_en": "Delegates.", f"photo-{photo.pk}-people": str(person)})
    amendment = Amendment.objects.get()
    assert (amendment.kind, amendment.actor) == ("minor", factories.press_secretary())
    assert {row.table_name for row in amendment.rows.all()} == {"photos_photo", "council_personshown"}


def test_a_photo_is_released_on_its_own_only_with_a_description_in_every_language():
    photo = factories.photo(alt={"ru": "Делегаты за столом."})
    client = signed_in(factories.press_secretary())
    response = save_photo(client, photo, _publish="1")
    assert not Photo.objects.public().exists()
    page = response.content.decode()
    assert "Describe ZVF_2142.JPG for people who cannot see it, in this language too: English." in page
    assert 'href="#id_alt_1"' in page
    assert 'id="id_alt_1"' in page
    save_photo(client, photo, _publish="1", alt_en="Delegates at a table.")
    assert Photo.objects.public().get() == photo


def test_the_file_of_a_public_photo_is_replaced_with_a_word_to_readers():
    photo = factories.publish(factories.photo())
    client = signed_in(factories.press_secretary())
    address = reverse("admin:photos_photo_replace", args=[photo.pk])
    sent = {"note": "Retouched horizon", "change_kind": "correction", "change_note_en": "The horizon was straightened."}
    refused = client.post(address, {**sent, "file": upload("ZVF_2142.JPG")})
    assert "Write the note in every language." in refused.content.decode()
    sent["change_note_ru"] = "Выпрямлен горизонт."
    client.post(address, {**sent, "file": upload("ZVF_2142.JPG")})
    assert Amendment.objects.get().note["ru"] == "Выпрямлен горизонт."
    assert photo.earlier_originals.get().note == "Retouched horizon"


def test_a_public_album_takes_no_photo_without_rights():
    album = Album.objects.create(title={"en": "Budget talks", "ru": "Переговоры"}, held_on=factories.THE_DAY)
    factories.publish(album)
    client = signed_in(factories.press_secretary())
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


def test_whoever_uploads_an_animation_is_told_that_its_first_picture_is_shown():
    frames = [picture((90, 60)), picture((90, 60), "L").convert("RGB")]
    moving = encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    client = signed_in(factories.writer())
    page = client.post(ADD, {"files": [upload("waving.webp", moving)]}, follow=True)
    told = "The file holds 2 pictures, as an animation or a scan does. Only the first one is shown."
    assert f"waving.webp: {told}" in messages_of(page)
    assert told in client.get(screen(by_name("waving.webp"))).content.decode()
    row = client.post(reverse("admin:news_article_row"), {"photo": by_name("waving.webp").pk}).json()["html"]
    assert told in row


# What the file says


@pytest.mark.parametrize("confirm", ["page", "photo"])
def test_words_read_from_the_file_are_marked_until_somebody_confirms_them(confirm):
    photo = library.add(io.BytesIO(camera_jpeg()), "ZVF_2142.JPG", by=factories.writer())
    client = signed_in(factories.writer())
    assert "Read from the file" in client.get(screen(photo)).content.decode()
    batch = client.get(f"{ADD}?photos={photo.pk}")
    assert "Read from the file" in batch.content.decode()
    assert "Photographer: CSTO Press Office" in batch.content.decode()
    if confirm == "page":
        save(client, batch, confirm=str(photo.pk))
    else:
        save_photo(client, photo, _confirm="1")
    photo.refresh_from_db()
    assert (photo.confirmed_by, photo.creator) == (factories.writer(), "CSTO Press Office")
    assert photo.caption == {"en": "The Council at work"}
    assert "Read from the file" not in client.get(screen(photo)).content.decode()


def test_what_is_written_beside_words_of_the_file_confirms_itself_and_nothing_else():
    photo = library.add(io.BytesIO(camera_jpeg()), "ZVF_2142.JPG", by=factories.writer())
    client = signed_in(factories.writer())
    batch = client.get(f"{ADD}?photos={photo.pk}")
    save(client, batch, **{f"photo-{photo.pk}-caption_en": "A round table.", "creator": "Somebody else"})
    photo.refresh_from_db()
    assert (photo.caption, photo.creator, photo.credit) == ({"en": "A round table."}, "", {})
    assert set(photo.unconfirmed) == {"creator", "credit", "copyright"}


def test_saving_the_page_of_an_upload_untouched_confirms_nothing():
    factories.person()
    file = camera_jpeg(rights=Rights(caption="Talks", place="Moscow, Tverskaya 7", persons=("Aman Mambetseitov",)))
    photo = library.add(io.BytesIO(file), "ZVF_2142.JPG", by=factories.writer())
    client = signed_in(factories.writer())
    batch = client.get(f"{ADD}?photos={photo.pk}")
    assert "Aman Mambetseitov" in batch.content.decode()
    assert Page(batch, form="batch").fields[f"photo-{photo.pk}-people"] == ""
    save(client, batch)
    photo.refresh_from_db()
    assert (photo.caption, photo.place, list(photo.people.all())) == ({}, {}, [])
    assert set(photo.unconfirmed) == {"caption", "place", "persons_named"}


def test_an_article_offers_the_words_of_the_file_and_takes_none_by_itself():
    rights = Rights(caption="A man in the street", credit="Agency", alt="A street")
    photo = library.add(io.BytesIO(camera_jpeg(rights=rights)), "ZVF_2142.JPG", by=factories.writer())
    client = signed_in(factories.writer())
    row = client.post(reverse("admin:news_article_row"), {"photo": photo.pk}).json()["html"]
    for words in ("A man in the street", "A street"):
        assert f"<span data-words>{words}</span>" in row
    assert "The file says: “Agency”." in row
    assert "Agency" not in re.findall(r'value="([^"]*)"', row)


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
    assert "Add a credit for ZVF_1.JPG." in refused.content.decode()
    page = Page(client.get(address_of(edition.article)))
    for target in ("id_en-photos-0-credit", "id_en-photos-1-usage_terms"):
        assert f"{address_of(edition.article)}#{target}" in Page(refused).links
        assert target in page.ids
    typed = {f"en-photos-{n}-{field}": RIGHTS[f"{field}_en"] for n in (0, 1) for field in ("credit", "usage_terms")}
    send(client, address_of(edition.article), "submit:en", opened=page, **typed)
    send(client, address_of(edition.article), "approve:en")
    published = answer(client, send(client, address_of(edition.article), "publish:en"))
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
    assert messages_of(page) == ["Saved in the photo archive too: ZVF_2142.JPG."]
    assert edition.article.editions.count() == 1


def test_a_caption_typed_in_an_article_becomes_that_of_the_photograph_where_somebody_says_so():
    edition = factories.edition("en")
    factories.show(factories.photo(), edition)
    typed = {"en-photos-0-caption": "The chair.", "en-photos-0-alt": "A man at a table."}
    send(signed_in(factories.writer()), address_of(edition.article), **typed)
    assert Photo.objects.get().caption["en"] == "The Council in session."
    page = send(signed_in(factories.writer()), address_of(edition.article), **{"en-photos-0-for-archive": "on"})
    photo = Photo.objects.get()
    assert (photo.caption["en"], photo.alt["en"]) == ("The chair.", "A man at a table.")
    assert photo.caption["ru"] == "Заседание Совета."
    assert "Saved in the photo archive too: ZVF_2142.JPG." in messages_of(page)


def test_a_caption_of_a_public_photograph_is_not_changed_from_an_article_by_who_may_not_change_it():
    edition = factories.edition("en")
    photo = factories.publish(factories.photo())
    factories.show(photo, edition)
    typed = {"en-photos-0-caption": "The chair.", "en-photos-0-for-archive": "on"}
    send(signed_in(factories.writer()), address_of(edition.article), **typed)
    assert Photo.objects.get().caption["en"] == "The Council in session."


@pytest.mark.parametrize("missing", ["credit", "usage_terms"])
def test_neither_a_photo_nor_an_album_nor_a_meeting_goes_public_without_rights(missing):
    photo = factories.photo(**{missing: {}})
    album = Album.objects.create(title={"en": "Budget talks"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    meeting = factories.meeting(public=False)
    meeting.photo_uses.create(photo=photo)
    for item in (photo, album, meeting):
        with pytest.raises(actions.NotReady, match="ZVF_2142"):
            factories.publish(item)
    setattr(photo, missing, {"en": "Press Office"})
    photo.save()
    for item in (photo, album, meeting):
        factories.publish(item)


def test_the_rights_in_a_public_photo_cannot_be_emptied():
    photo = factories.photo()
    factories.publish(photo)
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
    save_photo(client, photo, people=str(person))
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


@pytest.mark.django_db(transaction=True)  # what a test's own transaction would hide
def test_a_photo_that_nothing_uses_is_deleted_after_a_question():
    photo, client = factories.photo("UNUSED.JPG"), signed_in(factories.press_secretary())
    address = f"/desk/photos/photo/{photo.pk}/delete/"
    assert "UNUSED.JPG" in client.get(address).content.decode()
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Photo.objects.filter(pk=photo.pk).exists()


def test_a_picture_that_the_storage_has_lost_is_not_found():
    photo, client = factories.photo(rendered=True), signed_in(factories.press_secretary())
    rendition = photo.renditions.first()
    addresses = [
        reverse("admin:photo-file", args=[photo.pk]),
        reverse("admin:photo-rendition", args=[photo.key, rendition.name]),
    ]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    default_storage.delete(library.preview_path(photo))
    rendition.file.delete(save=False)
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_a_photo_whose_small_picture_was_lost_can_be_replaced():
    photo, client = factories.photo(), signed_in(factories.press_secretary())
    default_storage.delete(library.preview_path(photo))
    sent = {"file": upload("BETTER.JPG"), "note": "The old one was damaged."}
    client.post(reverse("admin:photos_photo_replace", args=[photo.pk]), sent)
    assert client.get(reverse("admin:photo-file", args=[photo.pk])).status_code == 200


def test_an_album_is_ordered_published_and_withdrawn():
    album = Album.objects.create(title={"en": "Budget talks", "ru": "Переговоры"}, held_on=factories.THE_DAY)
    first, second = factories.photo("ZVF_1.JPG"), factories.photo("ZVF_2.JPG")
    AlbumPhoto.objects.create(album=album, photo=first, position=2)
    AlbumPhoto.objects.create(album=album, photo=second, position=1)
    client = signed_in(factories.press_secretary())
    address = f"/desk/photos/album/{album.pk}/change/"
    fields = Page(client.get(address), form="album_form").fields
    moved = {"photo_uses-0-position": "5", "photo_uses-1-position": "3", "_publish": "1"}
    asked = Page(client.post(address, {**fields, **moved}, follow=True), form="publish")
    assert [use.photo for use in album.photo_uses.all()] == [first, second]
    client.post(f"/desk/photos/album/{album.pk}/publish/", {**asked.fields, "without_review": "Nobody else is in."})
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
    expect(page.locator("[data-status]")).to_have_text("Uploaded: 6 of 6")
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
    expect(page.locator("[data-status]")).to_have_text("Uploaded: 1 of 1")


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
    expect(page.locator("[data-status]")).to_have_text("Uploaded: 1 of 1")
    page.locator(".words__row.is-now").get_by_label("Add a person").fill("Aman Mambetseitov")
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
    page.get_by_text("Focal point and crops").click()
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
        assert (address, faults(page, WCAG)) == (address, {})


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_one_photo_among_many_has_other_rights_by_keyboard_alone(desk):
    first, second = (library.add(io.BytesIO(factories.jpeg()), f"ZVF_{n}.JPG", by=factories.writer()) for n in (1, 2))
    page = desk(f"{ADD}?photos={first.pk}-{second.pk}")
    page.get_by_text("For all these photographs").click()
    page.locator("[name=credit_en]").fill("Press Office")
    page.get_by_role("link", name="Caption of ZVF_2.JPG").click()
    row = page.locator(f'.words__row[data-row="{second.pk}"]')
    expect(row).to_be_visible()
    own = row.locator(f'[name="photo-{second.pk}-credit_en"]')
    assert own.get_attribute("placeholder") == "Press Office"
    expect(own).not_to_be_visible()
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(own).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(own).to_be_focused()
    page.keyboard.type("TASS")
    with page.expect_navigation():
        page.locator(".submit-row").get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("2 photographs are in the photo archive.")).to_be_visible()
    assert (by_name("ZVF_1.JPG").credit["en"], by_name("ZVF_2.JPG").credit["en"]) == ("Press Office", "TASS")
    assert page.said == []


def album_of(*names):
    """Return an album with new photographs of these names, in this order."""
    album = Album.objects.create(title={"en": "Session", "ru": "Заседание"}, held_on=factories.THE_DAY)
    for position, name in enumerate(names):
        AlbumPhoto.objects.create(album=album, photo=factories.photo(name), position=position)
    return album


def names_in(album):
    return [use.photo.file_name for use in album.photo_uses.all()]


def test_without_scripts_photographs_are_ticked_moved_and_taken_out():
    album, more = album_of("ZVF_1.JPG", "ZVF_2.JPG"), [factories.photo(f"ZVF_{n}.JPG") for n in (3, 4)]
    client = signed_in(factories.press_secretary())
    address = f"/desk/photos/album/{album.pk}/change/"

    def sent(**changes):
        page = Page(client.get(address), form="album_form")
        client.post(address, {**page.fields, **changes})
        return names_in(album)

    there = album.photo_uses.first().photo
    ticked = [more[1].pk, more[0].pk, there.pk]  # what the album has already comes no second time
    assert sent(library=ticked) == ["ZVF_1.JPG", "ZVF_2.JPG", "ZVF_4.JPG", "ZVF_3.JPG"]
    assert sent(_move="photo_uses:3:up") == ["ZVF_1.JPG", "ZVF_2.JPG", "ZVF_3.JPG", "ZVF_4.JPG"]
    assert sent(**{"photo_uses-0-DELETE": "on"}) == ["ZVF_2.JPG", "ZVF_3.JPG", "ZVF_4.JPG"]


def test_a_public_album_refuses_a_ticked_photograph_without_rights_and_keeps_it_in_the_form():
    album, bare = album_of("ZVF_1.JPG"), factories.photo("BARE.JPG", credit={})
    factories.publish(album)
    client = signed_in(factories.press_secretary())
    address = f"/desk/photos/album/{album.pk}/change/"
    answer = client.post(address, {**Page(client.get(address), form="album_form").fields, "library": bare.pk})
    page = Page(answer, form="album_form")
    assert (names_in(album), page.fields["photo_uses-1-photo"]) == (["ZVF_1.JPG"], str(bare.pk))
    assert "BARE.JPG" in answer.content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_album_is_put_in_order_by_keys_and_by_pulling_and_filled_from_the_library(desk):
    album = album_of("ZVF_1.JPG", "ZVF_2.JPG", "ZVF_3.JPG")
    factories.photo("ZVF_4.JPG")
    page = desk(f"/desk/photos/album/{album.pk}/change/")
    group = page.locator("#photo_uses-group")
    pictures, grips = group.locator("[data-row] > a.file, [data-row] > .file"), group.locator("[data-grip]")
    grips.nth(1).focus()
    page.keyboard.press("ArrowUp")
    expect(group.get_by_text("Move “ZVF_2.JPG”: 1", exact=True)).to_be_attached()
    expect(grips.nth(0)).to_be_focused()
    expect(pictures).to_have_text(["ZVF_2.JPG", "ZVF_1.JPG", "ZVF_3.JPG"])
    grips.nth(0).hover()
    page.mouse.down()
    box = group.locator("[data-row]").nth(2).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    expect(pictures).to_have_text(["ZVF_1.JPG", "ZVF_3.JPG", "ZVF_2.JPG"])
    page.get_by_text("From the archive", exact=True).click()
    page.get_by_role("checkbox", name="ZVF_4.JPG").check()
    page.get_by_role("button", name="Add the ticked ones").click()
    expect(pictures).to_have_text(["ZVF_1.JPG", "ZVF_3.JPG", "ZVF_2.JPG", "ZVF_4.JPG"])
    page.get_by_role("button", name="Move “ZVF_4.JPG”").focus()
    page.keyboard.press("Home")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert names_in(album) == ["ZVF_4.JPG", "ZVF_1.JPG", "ZVF_3.JPG", "ZVF_2.JPG"]
    assert page.said == []
