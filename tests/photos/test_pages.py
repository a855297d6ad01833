"""The photo archive and the pages of its photos, as a visitor meets them."""

import datetime
from itertools import pairwise

import pytest
from django.utils import timezone

from council.models import MeetingPhoto, Portrait
from news.models import EditionPhoto
from photos.models import Photo
from photos.views import ON_A_PAGE
from publishing import actions, clock
from tests import factories

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("language", ["ru", "en"])


@pytest.fixture(params=[True, False], ids=["both-nets", "views-alone"])
def nets(request, settings):
    """Run a test with the database's own net under the views and without it: either must be enough."""
    if not request.param:
        settings.MIDDLEWARE = [it for it in settings.MIDDLEWARE if not it.endswith("VisitorRoleMiddleware")]


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode().split("<main")[1].split("</main>")[0]


def moment(text):
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


def released(name="ZVF_2142.JPG", taken_at="2018-11-27 11:04", rendered=False, **facts):
    """Return a photo that is public on its own."""
    photo = factories.photo(name, rendered, taken_at=taken_at and moment(taken_at), **facts)
    actions.publish(photo, by=factories.press_secretary())
    return photo


def in_order(text, *parts):
    places = [text.index(part) for part in parts]
    return places == sorted(places)


# --- The archive ---------------------------------------------------------------------------------------------------


@LANGUAGES
def test_the_newest_photo_stands_first_and_one_without_a_time_last(client, language):
    for name, taken_at in [("B.JPG", "2018-11-27 11:04"), ("C.JPG", None), ("A.JPG", "2019-01-01 09:00")]:
        released(name, taken_at)
    text = page(client, f"/{language}/photos/")
    assert in_order(text, "A.JPG", "B.JPG", "C.JPG")
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
        actions.publish(thing, by=factories.press_secretary())
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
    actions.publish(hidden, by=factories.press_secretary())
    assert all("HIDDEN.JPG" in page(client, f"/{language}/{address}") for address in addresses)
    assert client.get(f"/{language}/photos/{hidden.pk}/").status_code == 200


def test_a_year_is_the_year_in_moscow(client):
    released("NEW_YEAR.JPG", "2019-01-01 01:30")
    released("OLD_YEAR.JPG", "2018-12-31 23:30")
    text = page(client, "/en/photos/?year=2019")
    assert "NEW_YEAR.JPG" in text
    assert "OLD_YEAR.JPG" not in text


def test_the_archive_is_cut_into_pages_that_keep_the_year(client, monkeypatch):
    monkeypatch.setattr("photos.views.ON_A_PAGE", 2)
    for hour in range(10, 15):
        released(f"AT_{hour}.JPG", f"2018-11-27 {hour}:00")
    first, last = page(client, "/en/photos/?year=2018"), page(client, "/en/photos/?year=2018&page=3")
    assert in_order(first, "5 photographs of 2018", "AT_14.JPG", "AT_13.JPG", "?year=2018&amp;page=2")
    assert "AT_12.JPG" not in first
    assert "AT_10.JPG" in last


@pytest.mark.parametrize(
    "query",
    [
        *[f"page={wrong}" for wrong in ["0", "-1", "2", "x", "999999999999999999999", "9" * 5000]],
        *[f"year={wrong}" for wrong in ["0", "1", "2017", "9999", "10000", "x", "999999999999999999999", "2018.0"]],
        "year=2018&page=2",
    ],
)
def test_a_page_or_year_that_is_not_there_is_not_found(client, query):
    released()
    assert client.get("/en/photos/?page=1").status_code == 200
    assert client.get("/en/photos/?year=2018&page=1").status_code == 200
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


def test_every_size_can_be_downloaded_under_its_name(client):
    photo = released(rendered=True)
    text = page(client, f"/en/photos/{photo.pk}/")
    files = photo.renditions.exclude(kind="avif")
    assert len(files) > 1
    for file in files:
        assert f'href="{file.get_absolute_url()}" download="{file.name}"' in text
        assert f"{file.width} × {file.height}" in text
    assert in_order(text, f'download="{photo.download.name}"', "full size", 'download="ZVF_2142-640.jpg"')


def test_a_photo_whose_files_are_not_made_yet_says_so(client):
    photo = released(rendered=False)
    assert "The files are being prepared" in page(client, f"/en/photos/{photo.pk}/")


def test_words_missing_in_a_language_come_from_its_articles_never_from_another_language(nets, client):
    photo = released(caption={"en": "In English."}, alt={"en": "A table."})
    text = page(client, f"/ru/photos/{photo.pk}/")
    assert "In English." not in text
    draft = factories.edition("ru")
    EditionPhoto.objects.create(edition=draft, photo=photo, caption="По-русски.", alt="Стол.")
    assert "По-русски." not in page(client, f"/ru/photos/{photo.pk}/")
    actions.publish(draft, by=factories.press_secretary())
    for address in [f"/ru/photos/{photo.pk}/", "/ru/photos/"]:
        assert "По-русски." in page(client, address)
    assert "In English." in page(client, f"/en/photos/{photo.pk}/")


@LANGUAGES
def test_a_photo_names_the_public_places_that_show_it(nets, client, language):
    photo = released()
    titles = {"en": "An article", "ru": "Статья"}
    for code, title in titles.items():
        edition = factories.edition(code, title=title)
        factories.show(photo, edition)
        actions.publish(edition, by=factories.press_secretary())
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
    archive = ["C.JPG", "B.JPG", "A.JPG", "E.JPG", "D.JPG"]
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
    actions.publish(draft, by=factories.press_secretary(), at=lift)
    for at, status in [(lift - datetime.timedelta(seconds=1), 404), (lift, 200)]:
        with clock.moved_to(at):
            assert client.get(f"/en/photos/{photo.pk}/").status_code == status


@pytest.mark.parametrize("number", ["0", "1", "999999999999999999999"])
def test_a_number_without_a_photo_is_not_found(client, number):
    assert not Photo.objects.filter(pk=1).exists()
    assert client.get(f"/en/photos/{number}/").status_code == 404


# --- What it costs -------------------------------------------------------------------------------------------------


def test_the_pages_ask_the_database_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    factories.contact()
    for number in range(6):
        photo = released(f"N_{number}.JPG", rendered=number < 2, caption={}, alt={})
        edition = factories.edition()
        EditionPhoto.objects.create(edition=edition, photo=photo, caption="Words.", alt="Words.")
        actions.publish(edition, by=factories.press_secretary())
        MeetingPhoto.objects.create(meeting=factories.meeting(), photo=photo)
    with django_assert_max_num_queries(15):
        page(client, "/en/photos/?year=2018")
    with django_assert_max_num_queries(25):
        page(client, f"/en/photos/{photo.pk}/")
    assert ON_A_PAGE == 24
