"""The photo archive: found by words, people, events and days; captioned by keys; alike ones chosen once."""

import datetime
import io

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from playwright.sync_api import expect

from council import albums
from council.models import PersonShown
from desk.photos import finding
from news import access
from news.models import Edition
from photos import library, stacks
from photos.metadata import Rights
from photos.models import Album, AlbumPhoto, KeptBoth, Photo, PutAside
from publishing import actions
from tests import factories
from tests.browser import WCAG, faults
from tests.desk.screens import NEW, Page, address_of, messages_of, send, signed_in
from tests.desk.test_in_a_browser import LOOKS
from tests.photos.images import camera_jpeg, encoded, picture

pytestmark = pytest.mark.django_db

ARCHIVE = "/desk/photos/photo/"
ALIKE = "/desk/photos/photo/alike/"


def found(client=None, **query):
    """Return the file names that the archive shows, in its order, those in stacks too."""
    page = (client or signed_in(factories.writer())).get(ARCHIVE, query)
    return [photo.file_name for group in page.context["groups"] for card in group.cards for photo in card.photos]


def burst(number):
    """Return photos that look nearly the same, as shots of one moment do."""
    return [
        library.add(io.BytesIO(encoded(picture((1200 + n, 800)), quality=90)), f"ZVF_{n}.JPG", by=factories.writer())
        for n in range(1, number + 1)
    ]


def album_with(*photos):
    album = Album.objects.create(title={"en": "Budget talks", "ru": "Переговоры о бюджете"}, held_on=factories.THE_DAY)
    for place, photo in enumerate(photos):
        AlbumPhoto.objects.create(album=album, photo=photo, position=place)
    return album


# Finding


@pytest.mark.parametrize(
    "words",
    ["2142", "zvf_21", "session of the council", "заседанию", "Delegat", "mambetseitov", "Мамбетсеитов", "переговоры"],
)
def test_a_photograph_is_found_by_file_name_caption_person_and_event_in_any_language(words, monkeypatch):
    wanted = factories.photo("ZVF_2142.JPG")
    PersonShown.objects.create(photo=wanted, person=factories.person())
    album_with(wanted)
    factories.photo("IMG_0007.JPG", caption={"en": "A flag."}, alt={})
    assert found(q=words) == ["ZVF_2142.JPG"]
    monkeypatch.setattr("desk.photos.finding.MAX_FEW", 0)  # every word is a frequent one
    assert found(q=words) == ["ZVF_2142.JPG"]
    everything = Photo.objects.all()
    assert list(finding.with_words(everything, finding.words_of(words), are_many=True)) == [wanted]


@pytest.mark.parametrize("words", ["council session", "council zvf", "council xylophone"])
@pytest.mark.parametrize("most", [0, 2000])
def test_frequent_words_are_counted_as_rare_ones_are(words, most, monkeypatch):
    for number in range(3):
        factories.photo(f"ZVF_{number}.JPG")
    factories.photo("ZVF_7.JPG", caption={"en": "A flag."}, alt={})
    monkeypatch.setattr("desk.photos.finding.MAX_FEW", most)
    for limit in (2, 2000):
        monkeypatch.setattr("desk.photos.finding.MAX_COUNT", limit)
        number = 0 if "xylophone" in words else min(limit, 3)
        search = finding.Search(QueryDict(urlencode({"q": words})), user=factories.press_secretary())
        assert (search.count, len(search.photos[:limit])) == (number, number), limit


def test_cards_are_not_asked_one_by_one_what_is_kept_beside_them():
    desk = signed_in(factories.press_secretary())

    def count_queries():
        desk.get("/desk/photos/photo/")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/desk/photos/photo/")
        return len(queries)

    for year in (2001, 2002):
        album_with(factories.photo(f"{year}.JPG", taken_at=datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)))
    before = count_queries()
    for year in range(2003, 2010):
        album_with(factories.photo(f"{year}.JPG", taken_at=datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)))
    assert count_queries() == before


def test_all_words_must_be_found_and_the_newest_come_first():
    for name, year in (("OLD.JPG", 2017), ("NEW.JPG", 2018)):
        factories.photo(name, taken_at=datetime.datetime(year, 11, 27, 9, tzinfo=datetime.UTC))
    assert found(q="council session") == ["NEW.JPG", "OLD.JPG"]
    assert found(q="council nutria") == []
    assert found(since="2018-11-27", until="2018-11-27") == ["NEW.JPG"]
    assert found(until="2018-11-26") == ["OLD.JPG"]


def test_photographs_of_a_person_an_event_and_a_meeting():
    first, second, third = (factories.photo(f"ZVF_{n}.JPG") for n in (1, 2, 3))
    person, meeting = factories.person(), factories.meeting()
    PersonShown.objects.create(photo=first, person=person)
    album = album_with(second)
    albums.put_in(meeting, [third], by=factories.writer())
    assert found(person=person.pk) == ["ZVF_1.JPG"]
    assert found(album=album.pk) == ["ZVF_2.JPG"]
    assert found(meeting=meeting.pk) == ["ZVF_3.JPG"]


def test_unused_incomplete_and_unconfirmed_ones_are_found():
    used, bare = factories.photo("USED.JPG"), factories.photo("BARE.JPG", credit={}, caption={}, alt={"en": "A table."})
    factories.show(used, factories.edition("en"))
    library.add(io.BytesIO(camera_jpeg()), "CAMERA.JPG", by=factories.writer())
    assert found(show="unused") == ["BARE.JPG", "CAMERA.JPG"]
    assert found(show="ready") == ["USED.JPG"]
    assert found(show="camera") == ["CAMERA.JPG"]
    assert found(without="credit") == ["BARE.JPG", "CAMERA.JPG"]
    assert found(without="alt-ru") == ["BARE.JPG", "CAMERA.JPG"]
    assert found(without="caption", show="unused") == ["BARE.JPG", "CAMERA.JPG"]
    assert bare.pk


def test_a_value_that_makes_no_sense_counts_as_none():
    factories.photo("ZVF_1.JPG")
    nonsense = {"person": "x", "album": "9" * 30, "since": "yesterday", "show": "all", "without": "wit", "page": "-7"}
    assert found(**nonsense, q="'&|!:*\\") == ["ZVF_1.JPG"]
    assert found(meeting="0", photos="x-1") == ["ZVF_1.JPG"]


def test_what_the_camera_wrote_is_found_on_the_desk_and_by_no_visitor(client):
    rights = Rights(caption="A nutria in the garden")
    library.add(io.BytesIO(camera_jpeg(rights=rights)), "CAMERA.JPG", by=factories.writer())
    factories.publish(factories.photo("PUBLIC.JPG"))
    assert found(q="nutria") == ["CAMERA.JPG"]
    assert "CAMERA.JPG" not in client.get("/en/photos/", {"q": "nutria"}).content.decode()


def test_photographs_of_a_limited_article_are_neither_found_nor_counted():
    edition = factories.edition("en")
    factories.show(factories.photo("SECRET.JPG"), edition)
    shared = factories.photo("SHARED.JPG")
    factories.show(shared, edition, 1)
    factories.show(shared, factories.edition("en", title="Another"))
    access.limit(edition.article, [factories.writer()], by=factories.writer())
    secretary = signed_in(factories.press_secretary())
    assert found(secretary, q="council") == ["SHARED.JPG"]
    page = secretary.get(ARCHIVE)
    assert page.context["groups"][0].cards[0].uses == 1
    assert page.context["search"].count == 1


def test_the_number_of_queries_does_not_grow_with_the_photographs(django_assert_max_num_queries):
    client = signed_in(factories.press_secretary())
    for n in range(6):
        factories.photo(f"ZVF_{n}.JPG")
    client.get(ARCHIVE)
    with django_assert_max_num_queries(30):
        client.get(ARCHIVE, {"q": "council"})


def test_a_translator_finds_and_changes_nothing():
    photo = factories.photo()
    client = signed_in(factories.translator())
    page = client.get(ARCHIVE).content.decode()
    assert "ZVF_2142.JPG" in page
    assert 'type="checkbox"' not in page
    assert client.post(ARCHIVE, {"photos": photo.pk}).status_code == 403
    assert client.get(reverse("admin:photos_photo_captions"), {"photos": photo.pk}).status_code == 403
    assert client.post(ALIKE, {"photos": photo.pk, "action": "all"}).status_code == 403


# Captions


def test_captions_of_what_is_chosen_are_saved_without_scripts():
    client = signed_in(factories.writer())
    one, other = factories.photo("ZVF_1.JPG"), factories.photo("ZVF_2.JPG")
    address = f"{ARCHIVE}?q=council&photos={one.pk}&photos={other.pk}"
    fields = Page(client.get(address), form="words").fields
    sent = {**fields, "photos": [one.pk, other.pk], f"photo-{other.pk}-caption_en": "The chair."}
    page = client.post(address, sent, follow=True)
    assert "Saved: 2 photographs." in messages_of(page)
    assert page.redirect_chain[0][0] == address
    one.refresh_from_db(), other.refresh_from_db()
    assert (one.caption["en"], other.caption["en"]) == ("The Council in session.", "The chair.")


def test_a_caption_that_somebody_else_has_written_meanwhile_is_told_and_the_typed_one_kept():
    client = signed_in(factories.writer())
    photo = factories.photo()
    sent = Page(client.get(f"{ARCHIVE}?photos={photo.pk}"), form="words").fields
    photo.caption = {"en": "Theirs.", "ru": "Их."}
    library.words_changed(photo, by=factories.press_secretary())
    sent[f"photo-{photo.pk}-caption_en"] = "Mine."
    refused = client.post(f"{ARCHIVE}?photos={photo.pk}", sent)
    assert "A colleague changed" in refused.content.decode()
    assert Page(refused, form="words").fields[f"photo-{photo.pk}-caption_en"] == "Mine."
    answer = client.post(ARCHIVE, sent, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["rows"][0]["is_saved"] is False


def test_a_caption_that_is_sent_twice_is_saved_once():
    client = signed_in(factories.writer())
    photo = factories.photo()
    sent = Page(client.get(f"{ARCHIVE}?photos={photo.pk}"), form="words").fields
    sent[f"photo-{photo.pk}-caption_en"] = "The chair."
    for _ in range(2):
        answer = client.post(ARCHIVE, sent, headers={"accept": "application/json"})
        assert answer.status_code == 200, answer.content
    assert Photo.objects.get().caption["en"] == "The chair."


def test_the_camera_is_believed_only_when_somebody_says_so():
    photo = library.add(io.BytesIO(camera_jpeg()), "ZVF_2142.JPG", by=factories.writer())
    client = signed_in(factories.writer())
    page = client.get(f"{ARCHIVE}?photos={photo.pk}")
    fields = Page(page, form="words").fields
    assert "The Council at work" in page.content.decode()
    assert fields[f"photo-{photo.pk}-caption_en"] == ""
    client.post(f"{ARCHIVE}?photos={photo.pk}", fields)
    assert Photo.objects.get().caption == {}
    client.post(f"{ARCHIVE}?photos={photo.pk}", {**fields, "confirm": photo.pk})
    confirmed = Photo.objects.get()
    assert (confirmed.caption, confirmed.confirmed_by) == ({"en": "The Council at work"}, factories.writer())


# Alike


def test_a_burst_is_one_stack_until_all_of_it_is_kept():
    photos = burst(4)
    assert [len(stack) for stack in stacks.stacked(photos, stacks.kept_beside_each_other(photos))] == [4]
    client = signed_in(factories.writer())
    assert client.get(ARCHIVE).context["groups"][0].alike == 4
    numbers = "-".join(str(photo.pk) for photo in photos)
    page = client.post(ALIKE, {"photos": numbers, "action": "all", "back": f"{ARCHIVE}?q=zvf"}, follow=True)
    assert "4 photographs are kept." in messages_of(page)
    assert page.redirect_chain == [(f"{ARCHIVE}?q=zvf", 302)]
    assert [len(stack) for stack in stacks.stacked(photos, stacks.kept_beside_each_other(photos))] == [1, 1, 1, 1]
    assert KeptBoth.objects.count() == 6


def test_of_a_burst_one_is_kept_and_the_others_leave_the_grid_and_the_unseen_album():
    photos = burst(3)
    album = album_with(*photos)
    client = signed_in(factories.writer())
    numbers = "-".join(str(photo.pk) for photo in photos)
    assert client.get(ALIKE, {"photos": numbers}).status_code == 200
    page = client.post(ALIKE, {"photos": numbers, "keep": photos[1].pk}, follow=True)
    assert any(message.startswith("2 photographs are put aside.") for message in messages_of(page))
    assert found() == ["ZVF_2.JPG"]
    assert sorted(found(show="aside")) == ["ZVF_1.JPG", "ZVF_3.JPG"]
    assert [use.photo.file_name for use in album.photo_uses.all()] == ["ZVF_2.JPG"]
    client.post(f"{ARCHIVE}?show=aside", {"bring-back": photos[0].pk})
    assert sorted(found()) == ["ZVF_1.JPG", "ZVF_2.JPG"]
    assert client.post(ALIKE, {"photos": numbers, "back": "//evil.example/"}).url.startswith("/desk/")


def test_what_visitors_see_or_a_text_shows_is_not_put_aside():
    photos = burst(3)
    edition = factories.edition("en")
    photos[0].caption = photos[0].alt = {"en": "A table."}
    factories.show(photos[0], edition)
    numbers = "-".join(str(photo.pk) for photo in photos)
    client = signed_in(factories.writer())
    client.post(ALIKE, {"photos": numbers, "keep": photos[1].pk})
    assert set(PutAside.objects.values_list("photo", flat=True)) == {photos[2].pk}
    with pytest.raises(actions.Refused, match=r"ZVF_1\.JPG"):
        library.choose_among([photos[1]], [photos[0]], by=factories.writer())


def test_whoever_uploads_again_what_was_put_aside_finds_it_in_the_grid():
    data = encoded(picture((1200, 800)), quality=90)
    photo = library.add(io.BytesIO(data), "ZVF_1.JPG", by=factories.writer())
    library.choose_among([], [photo], by=factories.writer())
    assert found() == []
    library.add(io.BytesIO(data), "AGAIN.JPG", by=factories.writer())
    assert found() == ["ZVF_1.JPG"]


# The next step


def test_a_report_begins_with_the_photographs_that_were_chosen_or_those_of_an_album():
    first, second, third = (factories.photo(f"ZVF_{n}.JPG") for n in (1, 2, 3))
    album = album_with(third, first)
    client = signed_in(factories.writer())
    fields = Page(client.get(f"{NEW}?photos={second.pk}-{first.pk}")).fields
    assert [fields[f"photos-{n}-photo"] for n in (0, 1)] == [str(second.pk), str(first.pk)]
    page = Page(client.get(f"{NEW}?album={album.pk}"))
    assert [page.fields[f"photos-{n}-photo"] for n in (0, 1)] == [str(third.pk), str(first.pk)]
    send(client, NEW, opened=page, section=str(factories.section().pk), signed_by="nobody", en_title="Talks")
    edition = Edition.objects.get()
    assert [use.photo.file_name for use in edition.photos.all()] == ["ZVF_3.JPG", "ZVF_1.JPG"]


def test_an_album_goes_into_a_draft_that_is_there_and_is_saved_with_it():
    edition = factories.edition("en")
    factories.show(factories.photo("ZVF_1.JPG"), edition)
    album = album_with(factories.photo("ZVF_2.JPG"), Photo.objects.get(file_name="ZVF_1.JPG"))
    client = signed_in(factories.writer())
    address = address_of(edition.article)
    page = Page(client.get(f"{address}?album={album.pk}"))
    assert [use.photo.file_name for use in edition.photos.all()] == ["ZVF_1.JPG"]
    send(client, address, opened=page)
    assert [use.photo.file_name for use in edition.photos.all()] == ["ZVF_1.JPG", "ZVF_2.JPG"]


def test_photographs_of_a_limited_article_come_into_no_report_of_others():
    edition = factories.edition("en")
    secret = factories.photo("SECRET.JPG")
    factories.show(secret, edition)
    access.limit(edition.article, [factories.writer()], by=factories.writer())
    page = signed_in(factories.press_secretary()).get(f"{NEW}?photos={secret.pk}").content.decode()
    assert "SECRET.JPG" not in page


def test_after_an_upload_the_next_steps_are_offered():
    client = signed_in(factories.writer())
    sent = {"photos": [], "album_title_en": "Budget talks", "files": [io.BytesIO(factories.jpeg())]}
    sent["files"][0].name = "ZVF_1.JPG"
    page = client.post("/desk/photos/photo/add/", sent, follow=True).content.decode()
    photo, album = Photo.objects.get(), Album.objects.get()
    assert f'href="{NEW}?photos={photo.pk}"' in page
    assert f'href="/desk/photos/album/{album.pk}/change/"' in page
    fields = Page(client.get(f"/desk/photos/photo/add/?photos={photo.pk}"), form="batch").fields
    answer = client.post("/desk/photos/photo/add/", {**fields, "action": "report"})
    assert answer.url == f"{NEW}?photos={photo.pk}"


# In a browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_three_photographs_get_their_captions_without_the_mouse(desk):
    photos = [factories.photo(f"ZVF_{n}.JPG", caption={}) for n in (1, 2, 3)]
    page = desk(ARCHIVE)
    names = [photo.file_name for photo in reversed(photos)]
    page.get_by_role("checkbox", name=f"Select {names[0]}").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="Captions: 3")).to_be_visible()
    page.keyboard.press("Enter")
    for photo in reversed(photos):
        expect(page.locator(".words__row.is-now")).to_have_attribute("data-photo", str(photo.pk))
        expect(page.locator(".words__row.is-now textarea").first).to_be_focused()
        page.keyboard.type(f"Подпись {photo.pk}")
        page.keyboard.press("Control+Enter")
    expect(page.locator("[data-said]")).to_have_text("Saved. That was the last one.")
    for photo in Photo.objects.all():
        assert photo.caption == {"ru": f"Подпись {photo.pk}"}
    assert page.said == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_caption_typed_without_a_line_is_sent_when_it_is_back_and_kept_until_then(desk):
    photo = factories.photo(caption={})
    page = desk(f"{ARCHIVE}?photos={photo.pk}")
    page.route("**/desk/photos/photo/", lambda route: route.abort())
    page.fill(f"[name=photo-{photo.pk}-caption_en]", "The chair opens the talks.")
    page.get_by_role("button", name="Save", exact=True).locator("visible=true").last.click()
    expect(page.locator("[data-said]")).to_contain_text("kept in this browser")
    page.unroute("**/desk/photos/photo/")
    expect(page.locator("[data-said]")).to_contain_text("Saved", timeout=15_000)
    assert Photo.objects.get().caption["en"] == "The chair opens the talks."


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_was_typed_and_not_saved_is_there_when_the_page_is_opened_again(desk):
    photo = factories.photo(caption={})
    page = desk(f"{ARCHIVE}?photos={photo.pk}")
    page.fill(f"[name=photo-{photo.pk}-caption_en]", "Half a sent")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator(f"[name=photo-{photo.pk}-caption_en]")).to_have_value("Half a sent")
    expect(page.locator("[data-said]")).to_contain_text("What you typed before is here again")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_grid_follows_what_is_typed_and_keeps_what_was_chosen(desk):
    first, second = factories.photo("ZVF_1.JPG"), factories.photo("IMG_2.JPG", caption={"en": "A flag."})
    page = desk(ARCHIVE)
    page.get_by_role("checkbox", name="Select IMG_2.JPG").check()
    page.get_by_role("searchbox", name="Words, file name").fill("zvf")
    expect(page.get_by_role("checkbox", name="Select IMG_2.JPG")).to_have_count(0)
    page.get_by_role("checkbox", name="Select ZVF_1.JPG").check()
    page.get_by_role("button", name="Write a report with these").click()
    expect(page.locator(f"input[name$='-photo'][value='{first.pk}']")).to_be_attached()
    expect(page.locator(f"input[name$='-photo'][value='{second.pk}']")).to_be_attached()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_of_twelve_alike_three_are_kept_by_keys(desk):
    photos = burst(12)
    page = desk(f"{ALIKE}?photos={'-'.join(str(photo.pk) for photo in photos)}")
    expect(page.locator("[data-shot]:visible")).to_have_count(2)
    for key in ("o", "ArrowRight", "k", "ArrowRight", "k"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Keep 3, put 9 aside").click()
    expect(page.get_by_text("9 photographs are put aside.")).to_be_visible()
    assert PutAside.objects.count() == 9


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_sixty_photographs_are_captioned_on_one_screen(desk):
    photos = [factories.photo(f"ZVF_{n}.JPG") for n in range(60)]
    page = desk(f"/desk/photos/photo/add/?photos={'-'.join(str(photo.pk) for photo in photos)}")
    expect(page.locator(".words__row:visible")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollHeight") < 2 * page.viewport_size["height"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_archive(desk, look):
    photos = burst(3)
    factories.photo("ZVF_9.JPG", taken_at=timezone.now())
    numbers = "-".join(str(photo.pk) for photo in photos)
    for address in (ARCHIVE, f"{ARCHIVE}?photos={numbers}", f"{ARCHIVE}?q=nothing", f"{ALIKE}?photos={numbers}"):
        page = desk(address, **look)
        expect(page.get_by_role("heading", level=1)).to_be_attached()
        assert page.said == []
        assert (address, faults(page, WCAG)) == (address, {})
