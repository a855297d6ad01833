"""The photo archive and the pages of its photos, as a visitor meets them."""

import datetime
import re
from html import unescape
from itertools import pairwise

import pytest
from django.utils import timezone

from council.models import MeetingPhoto, PersonShown, Portrait
from news.models import EditionPhoto
from photos.models import Album, AlbumPhoto, Photo, Rendition
from photos.views import PHOTOS_PER_PAGE
from publishing import actions, clock
from tests import factories
from tests.browser import wait_until
from tests.html import squeezed
from tests.linked_data import of_type, problems

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

LANGUAGES = pytest.mark.parametrize("language", ["ru", "en"])


@pytest.fixture(params=[True, False], ids=["both-nets", "views-alone"])
def nets(request, settings):
    """Run a test with the database's own net under the views and without it: either must be enough."""
    if not request.param:
        settings.MIDDLEWARE = [
            middleware for middleware in settings.MIDDLEWARE if not middleware.endswith("VisitorRoleMiddleware")
        ]


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return squeezed(response.content.decode()).split("<main")[1].split("</main>")[0]


def moment(text):
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


def released(name="ZVF_2142.JPG", taken_at="2018-11-27 11:04", rendered=False, **facts):
    """Return a photo that is public on its own; without a description it was released long ago."""
    alt = facts.pop("alt", None)
    photo = factories.photo(name, rendered, taken_at=taken_at and moment(taken_at), **facts)
    factories.publish(photo)
    if alt is not None:
        photo.alt = alt
        photo.save()
    return photo


def album(*photos, public=True, at=None, **facts):
    """Return an album of `photos` in this order."""
    words = {"title": {"en": "A day in Moscow", "ru": "День в Москве"}, "held_on": factories.THE_DAY}
    made = Album.objects.create(**{**words, **facts})
    for position, one in enumerate(photos):
        AlbumPhoto.objects.create(album=made, photo=one, position=position)
    if public:
        factories.publish(made, at=at)
    return made


def in_order(text, *parts):
    places = [text.index(part) for part in parts]
    return places == sorted(places)


# --- The archive ---------------------------------------------------------------------------------------------------


@LANGUAGES
def test_the_newest_photo_stands_first_and_one_without_a_time_where_it_was_uploaded(client, language):
    for name, taken_at in [("B.JPG", "2018-11-27 11:04"), ("C.JPG", None), ("A.JPG", "2019-01-01 09:00")]:
        photo = released(name, taken_at)
        Photo.objects.filter(pk=photo.pk).update(uploaded_at=moment("2018-12-24 10:00"))
    text = page(client, f"/{language}/photos/")
    assert in_order(text, "A.JPG", "C.JPG", "B.JPG")
    assert "C.JPG" in page(client, f"/{language}/photos/?year=2018")
    assert "27.11.2018" in text


def test_a_photo_shown_by_something_public_is_in_the_archive(nets, client):
    draft = factories.edition()
    in_article, in_meeting = factories.photo("ARTICLE.JPG"), factories.photo("MEETING.JPG")
    factories.show(in_article, draft)
    meeting = factories.meeting(public=False)
    MeetingPhoto.objects.create(meeting=meeting, photo=in_meeting)
    hidden = page(client, "/en/photos/")
    assert "ARTICLE.JPG" not in hidden
    assert "MEETING.JPG" not in hidden
    for thing in [draft, meeting]:
        factories.publish(thing)
    shown = page(client, "/en/photos/")
    assert "ARTICLE.JPG" in shown
    assert "MEETING.JPG" in shown


@LANGUAGES
def test_an_unpublished_photo_shows_nowhere(nets, client, language):
    first, last = released("A.JPG", "2018-11-27 11:00"), released("C.JPG", "2018-11-27 13:00")
    hidden = factories.photo("HIDDEN.JPG", taken_at=moment("2018-11-27 12:00"))
    lonely = factories.photo("LONELY.JPG", taken_at=moment("2015-11-27 12:00"))
    addresses = ["photos/", "photos/?year=2018", f"photos/{first.pk}/", f"photos/{last.pk}/"]
    for address in addresses:
        text = page(client, f"/{language}/{address}")
        assert "HIDDEN.JPG" not in text
        assert "2015" not in text
    for photo in [hidden, lonely]:
        assert client.get(f"/{language}/photos/{photo.pk}/").status_code == 404
    factories.publish(hidden)
    assert all("HIDDEN.JPG" in page(client, f"/{language}/{address}") for address in addresses)
    assert client.get(f"/{language}/photos/{hidden.pk}/").status_code == 200


def test_a_year_is_the_year_in_moscow(client):
    released("NEW_YEAR.JPG", "2019-01-01 01:30")
    released("OLD_YEAR.JPG", "2018-12-31 23:30")
    text = page(client, "/en/photos/?year=2019")
    assert "NEW_YEAR.JPG" in text
    assert "OLD_YEAR.JPG" not in text


def test_the_archive_is_cut_into_pages_that_keep_the_year(client, monkeypatch):
    monkeypatch.setattr("photos.views.PHOTOS_PER_PAGE", 2)
    for hour in range(10, 15):
        released(f"AT_{hour}.JPG", f"2018-11-27 {hour}:00")
    first = page(client, "/en/photos/?year=2018")
    assert in_order(first, "More than 2 photographs", "AT_14.JPG", "AT_13.JPG")
    assert "AT_12.JPG" not in first
    second = page(client, f"/en/photos/{further(first)}")
    assert in_order(second, "AT_12.JPG", "AT_11.JPG")
    assert further(second).startswith("?year=2018&after=2018-11-27T08%3A00%3A00_")
    assert "AT_10.JPG" in page(client, f"/en/photos/{further(second)}")


def further(text, way="next"):
    """Return the address of the link of that kind."""
    return unescape(re.search(rf'href="([^"]*)" rel="{way}"', text)[1])


@pytest.mark.parametrize(
    "query",
    [
        *[f"after={wrong}" for wrong in ["1", "_", "_x", "x_1", "2018-11-27_", "2018-13-01_1", "_" + "9" * 5000]],
        *[f"{way}=9999-12-31T23:59:59_1" for way in ["after", "before"]],
        "after=1990-01-01_1",
        "before=2018-11-27",
        *[f"year={wrong}" for wrong in ["0", "1", "2017", "9999", "10000", "x", "999999999999999999999", "2018.0"]],
        "year=2018&after=2018-01-01_1",
    ],
)
def test_a_page_or_year_that_is_not_there_is_not_found(client, query):
    released()
    assert client.get("/en/photos/?year=2018").status_code == 200
    assert client.get(f"/en/photos/?{query}").status_code == 404


def test_an_empty_archive_is_a_page_too(client):
    assert "No photographs have been published yet." in page(client, "/en/photos/")


# --- A photo -------------------------------------------------------------------------------------------------------


@LANGUAGES
def test_a_photo_carries_its_words_its_rights_and_its_file_name(client, language):
    photo = released(
        creator="V. Z.",
        copyright="© CSTO",
        usage_terms=dict.fromkeys(("en", "ru"), "Free of charge with the credit."),
        rendered=True,
    )
    text = page(client, f"/{language}/photos/{photo.pk}/")
    for words in [photo.caption[language], photo.credit[language], photo.alt[language], "ZVF_2142.JPG", "11:04"]:
        assert words in text
    for words in ["V. Z.", "© CSTO", "Free of charge with the credit.", "1200 × 800"]:
        assert words in text
    assert {"en": "27 November 2018", "ru": "27 ноября 2018"}[language] in text


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ({"headline": "At the table", "caption": "The Council met."}, "At the table"),
        (
            {"caption": "Mr A. B. Shvedov at the table. Moscow, 27 November."},
            "Mr A. B. Shvedov at the table",
        ),
        ({"caption": "word " * 60}, ("word " * 60)[:119] + "…"),
        ({}, "ZVF_2142.JPG"),
    ],
)
def test_a_photo_is_called_by_its_words_and_by_its_file_only_without_them(client, words, title):
    photo = released(**{"caption": {}, "headline": {}} | {field: {"en": text} for field, text in words.items()}, alt={})
    older = released("ZVF_2143.JPG", taken_at="2018-11-26 10:00", caption={"en": "The day before."})
    text = page(client, f"/en/photos/{photo.pk}/")
    assert f"Photograph</span>{title}</h1>" in text
    assert "<strong>The day before</strong>" in text
    assert f"<strong>{title}</strong>" in page(client, f"/en/photos/{older.pk}/")


def test_a_photo_of_which_the_camera_says_no_time_bears_the_day_of_its_upload(client):
    with clock.moved_to(moment("2038-11-28 10:00")):
        photo = released(taken_at=None)
        Photo.objects.filter(pk=photo.pk).update(uploaded_at=moment("2038-11-27 10:00"))
        assert "27.11.2038" in page(client, "/en/photos/")
        text = page(client, f"/en/photos/{photo.pk}/")
    assert "<dt>Uploaded</dt><dd>27 November 2038</dd>" in text


def test_every_size_can_be_downloaded_under_its_name(client):
    photo = released(rendered=True)
    text = page(client, f"/en/photos/{photo.pk}/")
    files = photo.renditions.filter(kind__in=["download", "jpeg"], crop="")
    assert len(files) > 1
    for file in files:
        assert f'href="{file.get_absolute_url()}" download="{file.name}"' in text
        assert f"{file.width} × {file.height}" in text
    assert in_order(text, f'download="{photo.download.name}"', "full size", 'download="ZVF_2142-640.jpg"')


def test_a_photo_without_any_file_offers_none(client):
    photo = released(rendered=False)
    assert "Download" in page(client, f"/en/photos/{photo.pk}/")
    factories.without_files(photo)
    assert "Download" not in page(client, f"/en/photos/{photo.pk}/")


def test_words_missing_in_a_language_come_from_its_articles_never_from_another_language(nets, client):
    photo = released(caption={"en": "In English."}, alt={"en": "A table."})
    text = page(client, f"/ru/photos/{photo.pk}/")
    assert "In English" not in text
    draft = factories.edition("ru")
    EditionPhoto.objects.create(edition=draft, photo=photo, caption="По-русски.", alt="Стол.")
    assert "По-русски" not in page(client, f"/ru/photos/{photo.pk}/")
    factories.publish(draft)
    for address in [f"/ru/photos/{photo.pk}/", "/ru/photos/"]:
        assert "По-русски" in page(client, address)
    assert "In English" in page(client, f"/en/photos/{photo.pk}/")


@LANGUAGES
def test_a_photo_names_the_public_places_that_show_it(nets, client, language):
    photo = released()
    titles = {"en": "An article", "ru": "Статья"}
    for code, title in titles.items():
        edition = factories.edition(code, title=title)
        factories.show(photo, edition)
        factories.publish(edition)
    draft = factories.edition(language, title="Still a draft")
    factories.show(photo, draft)
    meeting, hidden = factories.meeting(), factories.meeting(public=False)
    for one in [meeting, hidden]:
        MeetingPhoto.objects.create(meeting=one, photo=photo)
    person = factories.person()
    factories.term(person, factories.office())
    Portrait.objects.create(person=person, photo=photo)
    text = page(client, f"/{language}/photos/{photo.pk}/")
    assert titles.pop(language) in text
    assert f"/{language}/council/meetings/{meeting.pk}/" in text
    assert person.name[language] in text
    for absent in [*titles.values(), "Still a draft", f"/council/meetings/{hidden.pk}/"]:
        assert absent not in text


def test_photos_lead_to_their_neighbours_in_the_archive(client):
    names = ["A.JPG", "B.JPG", "C.JPG", "D.JPG", "E.JPG"]
    times = ["2018-11-27 10:00", "2018-11-27 11:00", "2018-11-27 11:00", None, None]
    photos = {name: released(name, taken_at) for name, taken_at in zip(names, times)}
    archive = ["E.JPG", "D.JPG", "C.JPG", "B.JPG", "A.JPG"]  # those without a time were uploaded just now
    assert in_order(page(client, "/en/photos/"), *archive)
    for newer, older in pairwise(archive):
        assert f'href="/en/photos/{photos[older].pk}/" rel="prev"' in page(client, f"/en/photos/{photos[newer].pk}/")
        assert f'href="/en/photos/{photos[newer].pk}/" rel="next"' in page(client, f"/en/photos/{photos[older].pk}/")
    assert 'rel="next"' not in page(client, f"/en/photos/{photos[archive[0]].pk}/")
    assert 'rel="prev"' not in page(client, f"/en/photos/{photos[archive[-1]].pk}/")


def test_a_photo_opens_and_closes_with_what_shows_it(nets, client):
    photo, lift = factories.photo(), clock.now() + datetime.timedelta(hours=1)
    draft = factories.edition()
    factories.show(photo, draft)
    factories.publish(draft, at=lift)
    for at, status in [(lift - datetime.timedelta(seconds=1), 404), (lift, 200)]:
        with clock.moved_to(at):
            assert client.get(f"/en/photos/{photo.pk}/").status_code == status


@pytest.mark.parametrize("number", ["0", "1", "999999999999999999999"])
def test_a_number_without_a_photo_is_not_found(client, number):
    assert not Photo.objects.filter(pk=1).exists()
    assert client.get(f"/en/photos/{number}/").status_code == 404


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (180, "27 November 2018, 11:04 (UTC+3)"),
        (0, "27 November 2018, 08:04 (UTC)"),
        (-210, "27 November 2018, 04:34 (UTC−3:30)"),
        (345, "27 November 2018, 13:49 (UTC+5:45)"),
        (None, "27 November 2018, 11:04 Moscow time"),
    ],
)
def test_a_photo_was_taken_at_the_hour_of_its_place(client, offset, words):
    photo = released(taken_offset=offset)
    text = page(client, f"/en/photos/{photo.pk}/")
    assert words in text
    hours = re.search(r'<time datetime="([^"]+)">27 November 2018, ', text).group(1)
    assert datetime.datetime.fromisoformat(hours) == photo.taken_at


@LANGUAGES
def test_a_photo_says_all_that_it_carries_in_the_language_of_the_page(client, language):
    photo = released(
        headline={"en": "At the table", "ru": "За столом"},
        extended_description={"en": "Six flags.", "ru": "Шесть флагов."},
        place={"en": "Moscow", "ru": "Москва"},
        keywords=["council", "flags"],
        rights_url="https://example.org/licence?a=1&b=2",
        creator="V. & Z.",
    )
    text = page(client, f"/{language}/photos/{photo.pk}/")
    for words in [photo.headline, photo.extended_description, photo.place]:
        assert words[language] in text
        assert words[{"en": "ru", "ru": "en"}[language]] not in text
    for words in ["council, flags", 'href="https://example.org/licence?a=1&amp;b=2" rel="license"']:
        assert words in text
    for address in re.findall(r'href="(/\w\w/photos/\?[^"]+)"', text):
        assert client.get(address).status_code == 200


def test_people_stand_from_left_to_right_with_the_title_of_the_day(nets, client):
    photo, day = released(), datetime.date(2018, 11, 27)
    left, right, stranger = (factories.person(name, name) for name in ["Left", "Right", "Stranger"])
    representing = factories.office(en="Representative")
    factories.term(left, representing, end=day)
    factories.term(left, factories.office(kind="other", en="Adviser"), end=day)
    factories.term(right, factories.office(en="Deputy"), start=day + datetime.timedelta(days=1))
    factories.term(right, factories.office(en="Not told yet"), public=False)
    factories.term(stranger, factories.office(), public=False)
    for position, person in enumerate([left, stranger, right]):
        PersonShown.objects.create(photo=photo, person=person, position=position)
    text = page(client, f"/en/photos/{photo.pk}/")
    assert in_order(text, "Left</a>, Representative", "Right</a></li>")
    for absent in ["Adviser", "Deputy", "Not told yet", "Stranger"]:
        assert absent not in text


def test_machines_read_whom_to_credit_and_under_which_licence(client):
    photo = released(
        rendered=True, creator="V. Z.", copyright="© </script><!-- & CSTO", rights_url="https://example.org/licence"
    )
    html = squeezed(client.get(f"/en/photos/{photo.pk}/").content.decode())
    told = of_type(html, "ImageObject")
    assert problems(told) == []
    assert told["contentUrl"].endswith(photo.download.get_absolute_url())
    assert (told["width"], told["height"]) == (1200, 800)
    assert told["creator"] == {"@type": "Person", "name": "V. Z."}
    assert told["creditText"] == "Press Office"
    assert told["copyrightNotice"] == "© </script><!-- & CSTO"
    assert told["license"] == "https://example.org/licence"
    assert told["acquireLicensePage"].endswith("/en/press/#terms")
    assert "keywords" not in told


def test_a_shared_photo_appears_in_the_shape_of_shared_pages(client):
    photo = released(rendered=True)
    photo.renditions.filter(crop="social").delete()
    whole = photo.renditions.filter(kind="jpeg", crop="").order_by("width").last()
    address = f"/en/photos/{photo.pk}/"
    assert f'property="og:image" content="http://127.0.0.1:8000{whole.get_absolute_url()}"' in (
        squeezed(client.get(address).content.decode())
    )
    Rendition.objects.create(photo=photo, kind="jpeg", crop="social", width=1200, height=628, size=1, file="x.jpg")
    html = squeezed(client.get(address).content.decode())
    assert "ZVF_2142-social-1200.jpg" in html
    assert 'property="og:image:height" content="628"' in html


# --- Albums --------------------------------------------------------------------------------------------------------


@LANGUAGES
def test_an_album_shows_its_photos_in_its_order_with_captions(nets, client, language):
    names = ["C.JPG", "A.JPG", "B.JPG"]
    photos = [factories.photo(name, caption={"en": f"In {name}", "ru": f"На {name}"}) for name in names]
    made = album(*photos, place={"en": "Moscow", "ru": "Москва"}, description={"en": "One day.", "ru": "Один день."})
    text = page(client, f"/{language}/photos/albums/{made.pk}/")
    assert in_order(text, *[photo.caption[language] for photo in photos])
    for words in [made.title, made.place, made.description]:
        assert words[language] in text
    assert f'href="/{language}/photos/{photos[0].pk}/?album={made.pk}"' in text
    listed = page(client, f"/{language}/photos/albums/")
    assert in_order(listed, f"/{language}/photos/albums/{made.pk}/", made.title[language])
    assert re.search(r"\b3\b", listed)
    assert "photos/albums/" in page(client, f"/{language}/photos/")


def test_a_large_album_is_read_page_by_page_whatever_is_added_meanwhile(client):
    made = album(*(factories.photo(f"ZVF_{number}.JPG") for number in range(125)))
    uses = list(made.photo_uses.all())
    photos = [use.photo for use in uses]
    address = f"/en/photos/albums/{made.pk}/"
    first = page(client, address)
    assert [f"ZVF_{number}.JPG" in first for number in (0, 59, 60)] == [True, True, False]
    assert "125 photographs" in first
    assert 'rel="prev"' not in first
    second = page(client, f"{address}?after={photos[59].pk}")
    assert f'href="?after={photos[59].pk}"' in first
    assert [f"ZVF_{number}.JPG" in second for number in (59, 60, 119, 120)] == [False, True, True, False]
    made.photo_uses.filter(pk=uses[3].pk).delete()
    assert [f"ZVF_{number}.JPG" in page(client, f"{address}?after={photos[59].pk}") for number in (59, 60)] == [0, 1]
    last = page(client, f"{address}?after={photos[119].pk}")
    assert ("ZVF_124.JPG" in last, 'rel="next"' in last) == (True, False)
    back = page(client, f"{address}?before={photos[60].pk}")
    assert ("ZVF_0.JPG" in back, "ZVF_59.JPG" in back, 'rel="prev"' in back) == (True, True, False)
    assert f'href="?after={photos[59].pk}"' in back
    for wrong in ("?after=x", "?before=", "?after=99999999", f"?after={factories.photo().pk}", "?after=" + "9" * 40):
        assert client.get(address + wrong).status_code == 404


def test_an_album_under_embargo_shows_nothing_and_then_everything(nets, client):
    photo, lift = factories.photo(taken_at=moment("2018-11-27 11:00")), clock.now() + datetime.timedelta(hours=1)
    made = album(photo, at=lift)
    addresses = [f"albums/{made.pk}/", f"{photo.pk}/", f"{photo.pk}/?album={made.pk}"]
    for at, shown in [(lift - datetime.timedelta(seconds=1), False), (lift, True)]:
        with clock.moved_to(at):
            for address in addresses:
                assert client.get(f"/en/photos/{address}").status_code == (200 if shown else 404)
            assert ("A day in Moscow" in page(client, "/en/photos/albums/")) == shown
            assert ("ZVF_2142.JPG" in page(client, "/en/photos/")) == shown
    with clock.moved_to(lift + datetime.timedelta(hours=1)):
        actions.withdraw(made, by=factories.press_secretary(), reason="Not ours.")
        assert client.get(f"/en/photos/{photo.pk}/").status_code == 404


def test_a_photo_that_is_public_anyway_keeps_silent_about_a_hidden_album(nets, client):
    photo = released()
    hidden, shown = album(photo, public=False, title={"en": "Hidden", "ru": "x"}), album(photo)
    text = page(client, f"/en/photos/{photo.pk}/")
    assert "Hidden" not in text
    assert f'href="/en/photos/albums/{shown.pk}/"' in text
    assert client.get(f"/en/photos/{photo.pk}/?album={hidden.pk}").status_code == 404


def test_photos_lead_to_their_neighbours_in_the_album(client):
    names = ["C.JPG", "A.JPG", "B.JPG"]
    photos = [released(name, f"2018-11-27 1{hour}:00") for hour, name in enumerate(names)]
    made = album(*photos)
    for before, after in pairwise(photos):
        forth = page(client, f"/en/photos/{before.pk}/?album={made.pk}")
        assert f'href="/en/photos/{after.pk}/?album={made.pk}" rel="next"' in forth
        back = page(client, f"/en/photos/{after.pk}/?album={made.pk}")
        assert f'href="/en/photos/{before.pk}/?album={made.pk}" rel="prev"' in back
    assert 'rel="prev"' not in page(client, f"/en/photos/{photos[0].pk}/?album={made.pk}")
    assert 'rel="next"' not in page(client, f"/en/photos/{photos[-1].pk}/?album={made.pk}")


@pytest.mark.parametrize("query", ["x", "0", "-1", "%00", "99999999999999999999"])
def test_a_photo_in_an_album_that_is_not_there_is_not_found(client, query):
    photo = released()
    assert client.get(f"/en/photos/{photo.pk}/?album={query}").status_code == 404


def test_albums_without_photos_and_no_albums_are_pages_too(client):
    assert "No albums have been published yet." in page(client, "/en/photos/albums/")
    made = album()
    for address in ["/en/photos/albums/", f"/en/photos/albums/{made.pk}/"]:
        assert "No photographs yet." in page(client, address)
    for number in ["0", "99999999999999999999"]:
        assert client.get(f"/en/photos/albums/{number}/").status_code == 404


# --- The viewer ----------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_viewer_is_worked_with_the_keyboard_and_gives_the_focus_back(live_server, new_page):
    photos = [released(name, rendered=True) for name in ["A.JPG", "B.JPG", "C.JPG"]]
    window = new_page()
    window.goto(f"{live_server.url}/en/photos/albums/{album(*photos).pk}/")
    viewer, opener = window.locator("dialog.lightbox"), window.locator("a.gallery__open").first
    opener.focus()
    window.keyboard.press("Enter")
    for key, place, name in [
        ("", "1 of 3", "A.JPG"),
        ("ArrowRight", "2 of 3", "B.JPG"),
        ("ArrowLeft", "1 of 3", "A.JPG"),
        ("ArrowLeft", "3 of 3", "C.JPG"),
        ("Home", "1 of 3", "A.JPG"),
        ("End", "3 of 3", "C.JPG"),
    ]:
        if key:
            window.keyboard.press(key)
        said = viewer.inner_text()
        for words in [place, name, "The Council in session.", "Press Office"]:
            assert words in said
        assert viewer.locator("[data-download] a").get_attribute("download") == name
    assert "C-" in viewer.locator("img").get_attribute("src")
    for _ in range(8):
        window.keyboard.press("Tab")
        assert window.evaluate("document.activeElement.closest('dialog') !== null")
    window.keyboard.press("Escape")
    viewer.wait_for(state="hidden")
    wait_until(window, "document.activeElement.dataset.file === 'C.JPG'")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_viewer_is_worked_with_a_finger(live_server, new_page):
    photos = [released(name, rendered=True) for name in ["A.JPG", "B.JPG"]]
    window = new_page(width=390, has_touch=True)
    window.goto(f"{live_server.url}/en/photos/albums/{album(*photos).pk}/")
    window.locator("a.gallery__open").first.tap()
    place = window.locator("dialog.lightbox [data-place]")
    for start, end, expected in [(300, 60, "2 of 2"), (300, 280, "2 of 2"), (60, 300, "1 of 2")]:
        _swipe(window, start, end)
        assert place.inner_text() == expected


def _swipe(window, start, end):
    fingers = window.context.new_cdp_session(window)
    for kind, points in [
        ("touchStart", [{"x": start, "y": 400}]),
        ("touchMove", [{"x": end, "y": 404}]),
        ("touchEnd", []),
    ]:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_script_a_picture_of_an_album_leads_to_the_page_of_the_photo(live_server, new_page):
    photo = released(rendered=True)
    window = new_page(java_script_enabled=False)
    window.goto(f"{live_server.url}/en/photos/albums/{album(photo).pk}/")
    window.locator("a.gallery__open").click()
    assert f"/en/photos/{photo.pk}/?album=" in window.url


# --- What it costs -------------------------------------------------------------------------------------------------


def test_the_pages_ask_the_database_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    factories.contact()
    for number in range(6):
        photo = released(f"N_{number}.JPG", rendered=number < 2, caption={}, alt={})
        edition = factories.edition()
        EditionPhoto.objects.create(edition=edition, photo=photo, caption="Words.", alt="Words.")
        factories.publish(edition)
        MeetingPhoto.objects.create(meeting=factories.meeting(), photo=photo)
        person = factories.person()
        factories.term(person, factories.office())
        PersonShown.objects.create(photo=photo, person=person)
    made = album(*Photo.objects.all())
    with django_assert_max_num_queries(19):
        page(client, "/en/photos/?year=2018")
    for address in ["/en/photos/albums/", f"/en/photos/albums/{made.pk}/"]:
        with django_assert_max_num_queries(14):
            page(client, address)
    with django_assert_max_num_queries(26):
        page(client, f"/en/photos/{photo.pk}/")
    assert PHOTOS_PER_PAGE == 24
