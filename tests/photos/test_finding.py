"""The filters of the archive: what they offer, what they keep, and what does not exist."""

import datetime
import re
from urllib.parse import quote

import pytest
from django.utils import timezone

from council.models import MeetingPhoto, PersonShown
from photos.models import Album, AlbumPhoto
from publishing import amendments, clock
from publishing.models import AmendedRow
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

MOSCOW = {"en": "Moscow", "ru": "Москва"}
YEREVAN = {"en": "Yerevan", "ru": "Ереван"}


@pytest.fixture(params=[True, False], ids=["both-nets", "views-alone"])
def nets(request, settings):
    """Run a test with the database's own net under the views and without it: either must be enough."""
    if not request.param:
        settings.MIDDLEWARE = [
            middleware for middleware in settings.MIDDLEWARE if not middleware.endswith("VisitorRoleMiddleware")
        ]


def photo(name, day="2018-11-27", public=True, **facts):
    taken_at = timezone.make_aware(datetime.datetime.fromisoformat(f"{day} 11:00"))
    made = factories.photo(name, taken_at=taken_at, **facts)
    if public:
        factories.publish(made)
    return made


def album(*photos, en="Album", public=True, at=None, **facts):
    made = Album.objects.create(title={"en": en, "ru": en}, **{"held_on": factories.THE_DAY, "place": MOSCOW, **facts})
    for position, one in enumerate(photos):
        AlbumPhoto.objects.create(album=made, photo=one, position=position)
    if public:
        factories.publish(made, at=at)
    return made


def representative(state, en="Aman Mambetseitov", **limits):
    """Return a person who represents `state`, since 2018 if nothing else is said."""
    person = factories.person(en, en)
    factories.term(person, factories.office(state=state), **limits)
    return person


def show(person, photo, position=0):
    return PersonShown.objects.create(person=person, photo=photo, position=position)


def page(client, query="", language="en"):
    response = client.get(f"/{language}/photos/{query}")
    assert response.status_code == 200, query
    return response.content.decode().split("<main")[1].split("</main>")[0]


def names(client, query="", language="en"):
    """Return the file names on the contact sheet, in order."""
    return re.findall(r'<span class="file">(.*?)</span>', page(client, query, language))


def offered(client, name, language="en"):
    """Return the values that the form offers for a filter; an empty list if it has no such filter."""
    select = re.search(rf'<select id="filter-{name}".*?</select>', page(client, language=language), re.DOTALL)
    return re.findall(r'<option value="([^"]+)"', select.group()) if select else []


# --- One filter at a time ------------------------------------------------------------------------------------------


def test_photos_are_found_by_the_person_in_them(nets, client):
    person, other = representative(factories.state()), representative(factories.state(), "Somebody Else")
    show(person, photo("A.JPG"))
    show(person, photo("HIDDEN.JPG", public=False), 0)
    show(other, photo("HIDDEN_TOO.JPG", public=False), 0)
    photo("B.JPG")
    assert offered(client, "person") == [str(person.pk)]
    assert names(client, f"?person={person.pk}") == ["A.JPG"]
    assert client.get(f"/en/photos/?person={other.pk}").status_code == 404


def test_the_page_of_a_person_shows_their_newest_photos_and_leads_to_all(nets, client):
    person = representative(factories.state())
    assert "Photographs</h2>" not in client.get(person.get_absolute_url(), follow=True).content.decode()
    for number in range(1, 6):
        show(person, photo(f"N_{number}.JPG", f"2018-11-0{number}"))
    show(person, photo("HIDDEN.JPG", public=False))
    text = client.get(person.get_absolute_url(), follow=True).content.decode()
    assert re.findall(r'<span class="file">(.*?)</span>', text) == [f"N_{number}.JPG" for number in (5, 4, 3, 2)]
    assert f'href="/en/photos/?person={person.pk}"' in text


def test_somebody_whom_visitors_do_not_know_yet_is_not_offered(nets, client):
    person = factories.person()
    term = factories.term(person, factories.office(), public=False)
    show(person, photo("A.JPG"))
    assert offered(client, "person") == []
    assert client.get(f"/en/photos/?person={person.pk}").status_code == 404
    factories.publish(term)
    assert offered(client, "person") == [str(person.pk)]


def test_a_state_is_found_by_its_people_on_the_day_of_the_photo(nets, client):
    kyrgyzstan, armenia = factories.state(), factories.state("AM", "Republic of Armenia", "Республика Армения")
    person = representative(kyrgyzstan, end=datetime.date(2018, 12, 31))
    factories.term(person, factories.office(state=armenia), start=datetime.date(2020, 1, 1))
    factories.term(person, factories.office(state=armenia), public=False)
    for name, day in [("KG.JPG", "2018-11-27"), ("BETWEEN.JPG", "2019-06-01"), ("AM.JPG", "2020-11-27")]:
        show(person, photo(name, day))
    assert offered(client, "state") == ["KG", "AM"]  # in the order of their names
    assert names(client, "?state=KG") == ["KG.JPG"]
    assert names(client, "?state=AM") == ["AM.JPG"]


def test_a_photo_whose_time_is_corrected_is_one_of_the_office_of_that_day(nets, client):
    person = representative(factories.state(), end=datetime.date(2018, 12, 31))
    taken = photo("A.JPG", "2019-06-01")
    show(person, taken)
    assert offered(client, "state") == []
    with amendments.amending(by=factories.press_secretary()):
        taken.taken_at -= datetime.timedelta(days=200)
        taken.save()
    assert offered(client, "state") == ["KG"]
    assert names(client, "?state=KG") == ["A.JPG"]
    recorded = AmendedRow.objects.order_by("pk").values_list("table_name", flat=True)
    assert list(recorded) == ["council_personshown", "photos_photo"]  # that somebody is shown, and the other time


def test_a_state_is_found_by_the_public_meetings_it_chaired(nets, client):
    state = factories.state()
    for name, public in [("SHOWN.JPG", True), ("HIDDEN.JPG", False)]:
        meeting = factories.meeting(chair_state=state, public=public)
        MeetingPhoto.objects.create(meeting=meeting, photo=photo(name))
    assert offered(client, "state") == ["KG"]
    assert names(client, "?state=KG") == ["SHOWN.JPG"]


def test_an_album_is_an_event_to_filter_by_once_it_is_public(nets, client):
    taken, lift = photo("A.JPG"), clock.now() + datetime.timedelta(hours=1)
    photo("B.JPG")
    made = album(taken, at=lift)
    for at, status in [(lift - datetime.timedelta(seconds=1), 404), (lift, 200)]:
        with clock.moved_to(at):
            assert client.get(f"/en/photos/?album={made.pk}").status_code == status
            assert offered(client, "album") == ([str(made.pk)] if status == 200 else [])
    with clock.moved_to(lift):
        assert names(client, f"?album={made.pk}") == ["A.JPG"]


def test_of_many_events_the_newest_are_offered_and_any_may_be_asked_for(client, monkeypatch):
    monkeypatch.setattr("photos.finding.MAX_EVENTS", 1)
    older = album(photo("A.JPG"), held_on=datetime.date(2017, 11, 27))
    newer = album(photo("B.JPG"))
    assert offered(client, "album") == [str(newer.pk)]
    assert names(client, f"?album={older.pk}") == ["A.JPG"]


def test_a_place_is_found_by_its_name_in_any_language(client):
    photo("A.JPG", place=MOSCOW)
    photo("B.JPG", "2018-11-26", place=YEREVAN)
    assert offered(client, "place") == ["Moscow", "Yerevan"]
    assert offered(client, "place", language="ru") == ["Ереван", "Москва"]
    for language in ["en", "ru"]:
        for name in MOSCOW.values():
            assert names(client, f"?place={quote(name)}", language) == ["A.JPG"]
    assert 'value="Moscow" selected' in page(client, f"?place={quote('Москва')}")


def test_photos_are_found_by_photographer_and_by_year(client):
    photo("A.JPG", creator="V. Z.")
    photo("B.JPG", "2019-11-27", creator="A. & B. <C>")
    assert offered(client, "photographer") == ["A. &amp; B. &lt;C&gt;", "V. Z."]
    assert names(client, f"?photographer={quote('A. & B. <C>')}") == ["B.JPG"]
    assert offered(client, "year") == ["2019", "2018"]
    assert names(client, "?year=2018") == ["A.JPG"]


@pytest.mark.parametrize(
    ("width", "height", "orientation"),
    [
        (6000, 4000, "landscape"),
        (4000, 6000, "portrait"),
        (4000, 4000, "square"),
        (4000, 3990, "square"),
        (4000, 3700, "landscape"),
    ],
)
def test_photos_are_found_by_their_orientation(client, width, height, orientation):
    photo("A.JPG", width=width, height=height)
    assert offered(client, "orientation") == [orientation]
    assert names(client, f"?orientation={orientation}") == ["A.JPG"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("zvf_2142", True),
        ("2142", True),
        (" council  2142 ", True),
        ("session", True),
        ("Заседание", False),  # the caption of another language
        ("100%", False),
        ("ZVF%", False),
        ("' OR 1=1", False),
    ],
)
def test_words_are_looked_for_in_the_file_name_and_the_caption(client, words, found):
    photo("ZVF_2142.JPG")
    assert names(client, f"?q={quote(words)}") == (["ZVF_2142.JPG"] if found else [])


# --- Together ------------------------------------------------------------------------------------------------------


def test_filters_work_together_and_each_can_be_taken_back(client):
    for name, day, creator in [
        ("A.JPG", "2018-11-27", "V. Z."),
        ("B.JPG", "2018-11-26", "X. Y."),
        ("C.JPG", "2019-11-27", "V. Z."),
    ]:
        photo(name, day, creator=creator)
    query = "?photographer=V.+Z.&year=2018&q=JPG"
    assert names(client, query) == ["A.JPG"]
    text = page(client, query)
    assert "1 photograph" in text
    for rest in ["?year=2018&amp;q=JPG", "?photographer=V.+Z.&amp;q=JPG", "?photographer=V.+Z.&amp;year=2018"]:
        assert f'href="/en/photos/{rest}"' in text
    assert names(client, "?photographer=V.+Z.&q=JPG") == ["C.JPG", "A.JPG"]


def test_pages_keep_the_filters_and_a_filter_taken_back_starts_at_the_first(client, monkeypatch):
    monkeypatch.setattr("photos.views.PHOTOS_PER_PAGE", 1)
    for day in ["2018-11-27", "2018-11-28"]:
        photo("A.JPG", day)
    text = page(client, "?year=2018&q=a&after=2018-11-27T12:00:00_1")
    assert "?year=2018&amp;q=a&amp;before=2018-11-27T08%3A00%3A00_" in text
    assert 'href="/en/photos/?q=a"' in text


def test_a_combination_without_photos_says_so_and_leads_back_to_all(client):
    photo("A.JPG", creator="V. Z.")
    photo("B.JPG", "2019-11-27", creator="X. Y.")
    text = page(client, "?photographer=V.+Z.&year=2019")
    assert "No photograph fits all of these choices." in text
    assert '<a href="/en/photos/">Show all photographs</a>' in text


def test_a_form_with_empty_fields_leads_to_the_tidy_address(client):
    photo("A.JPG")
    response = client.get("/en/photos/?person=&year=2018&place=&q=")
    assert (response.status_code, response["Location"]) == (302, "/en/photos/?year=2018")
    assert client.get("/en/photos/?year=&q=")["Location"] == "/en/photos/"


@pytest.mark.parametrize(
    "query",
    [
        *(f"{name}=x" for name in ["person", "state", "album", "place", "photographer", "year", "orientation"]),
        *(f"{name}=%00" for name in ["person", "place", "photographer", "orientation", "q"]),
        "state=kg",
        "person=0",
        "album=99999999999999999999",
        "place=%ED%A0%80",
        f"q={'x' * 101}",
    ],
)
def test_what_no_public_photo_has_does_not_exist(client, query):
    photo("A.JPG", place=MOSCOW, creator="V. Z.")
    assert client.get(f"/en/photos/?{query}").status_code == 404


def test_a_filter_without_choices_is_left_out_and_nothing_comes_from_hidden_photos(nets, client):
    photo("A.JPG")
    photo("HIDDEN.JPG", "2015-11-27", public=False, place=YEREVAN, creator="X. Y.", width=4000, height=6000)
    text = page(client)
    for hidden in ["2015", "Yerevan", "X. Y.", 'value="portrait"', "filter-place", "filter-album", "filter-person"]:
        assert hidden not in text
    assert client.get("/en/photos/?year=2015").status_code == 404


def test_the_filters_ask_the_database_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    factories.contact()
    state = factories.state()
    for number in range(6):
        taken = photo(f"N_{number}.JPG", f"201{number}-11-27", place=MOSCOW, creator=f"No. {number}", caption={})
        person = representative(state, f"Person {number}", start=datetime.date(2000, 1, 1))
        show(person, taken)
        made = album(taken, en=f"Album {number}")
        MeetingPhoto.objects.create(meeting=factories.meeting(chair_state=state), photo=taken)
    query = f"?person={person.pk}&state=KG&album={made.pk}&place=Moscow&photographer=No.+5&year=2015&q=N"
    with django_assert_max_num_queries(18):
        assert names(client, query) == ["N_5.JPG"]
