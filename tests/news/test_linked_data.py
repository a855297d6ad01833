"""What pages tell machines, read by a strict reader: tests.linked_data."""

import copy
import datetime
import json

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from council.models import Consideration, Participation, Portrait
from identity.current import current
from news import emergency
from news.models import Turn
from photos.models import Album, AlbumPhoto
from publishing import clock
from tests import factories
from tests.linked_data import blocks, of_type, problems
from tests.news.test_corrections import corrected

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

HOUR = datetime.timedelta(hours=1)
EVIL = "</script><script>alert(1)</script><!-- & \u2028 ]]>"


def address_of(thing, language="en"):
    with override(language):
        return thing.get_absolute_url()


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def data(client, thing, kind, language="en"):
    """Return the node of that type on the page of a thing, which breaks no rule."""
    node = of_type(page_of(client, address_of(thing, language)), kind)
    assert problems(node) == []
    return node


# --- Every kind of page ----------------------------------------------------------------------------------------------


@pytest.fixture
def newsroom():
    """A newsroom in which every part of a data block has something to say; returns the addresses of its pages."""
    factories.contact()
    state, chair = factories.state(), factories.person()
    factories.term(chair, factories.office(state=state), rank={"en": "Ambassador", "ru": "Посол"})
    chair.other_names.create(text="A. Mambetseitov")
    portrait = factories.photo("PORTRAIT.JPG", rendered=True)
    Portrait.objects.create(person=chair, photo=portrait)
    meeting = factories.meeting(public=False, chair=chair, chair_state=state, starts_at=datetime.time(10))
    Participation.objects.create(meeting=meeting, person=chair, state=state)
    document = factories.document()
    Consideration.objects.create(meeting=meeting, document=document, verb="reviewed")
    photo = factories.photo("ZVF_2142.JPG", rendered=True, creator="V. Z.", copyright="© CSTO", keywords=["council"])
    meeting.photo_uses.create(photo=photo)
    factories.publish(meeting)
    album = Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    factories.publish(album)
    editions = {}
    for language in ("ru", "en"):
        article = editions["ru"].article if editions else None
        draft = factories.edition(language, article=article, meeting=meeting, genre="interview")
        factories.show(photo, draft)
        Turn.objects.create(edition=draft, question="When?", answer="<p>Soon.</p>")
        editions[language] = corrected(factories.publish(draft))
    return {
        language: _addresses(language, editions[language], meeting, document, chair, state, photo, portrait, album)
        for language in ("ru", "en")
    }


def _addresses(language, edition, *things):
    with override(language):
        return [
            reverse("home"),
            reverse("news:list"),
            reverse("news:section", args=["permanent-council"]),
            reverse("news:archive-month", args=[2018, 11]),
            reverse("news:corrections"),
            edition.get_absolute_url(),
            reverse("council:meetings"),
            reverse("council:meetings-year", args=[2018]),
            reverse("council:history"),
            reverse("council:documents"),
            reverse("council:representatives"),
            *(thing.get_absolute_url() for thing in things),
            reverse("photos:list"),
            reverse("photos:albums"),
            reverse("press:centre"),
        ]


def test_every_block_of_every_page_is_what_search_engines_take(newsroom, client):
    kinds = set()
    for language, addresses in newsroom.items():
        for address in addresses:
            for node in blocks(page_of(client, address)):
                assert problems(node) == [], (address, node)
                kinds.add(node["@type"])
                assert node.get("inLanguage", language) == language
    assert kinds == {"BreadcrumbList", "Event", "ImageObject", "NewsArticle", "Organization", "Person", "WebSite"}


def test_nothing_but_the_home_page_lacks_its_breadcrumbs(newsroom, client):
    for address in newsroom["en"]:
        kinds = [block["@type"] for block in blocks(page_of(client, address))]
        assert ("BreadcrumbList" in kinds) == (address != "/en/"), address


# --- An article ------------------------------------------------------------------------------------------------------


def test_an_article_names_the_press_office_with_its_logo_and_whom_to_call(client):
    contact = factories.contact()
    type(contact).objects.update(languages=["ru", "en"])
    edition = factories.published(title="Council meets", standfirst="Who and where.")
    told = data(client, edition, "NewsArticle")
    assert (told["headline"], told["description"], told["inLanguage"]) == ("Council meets", "Who and where.", "en")
    assert told["dateCreated"] == "2018-11-27"
    assert told["datePublished"].endswith("+03:00")
    assert datetime.datetime.fromisoformat(told["datePublished"]) == edition.first_published_at.replace(microsecond=0)
    assert told["author"]["name"] == told["publisher"]["name"] == "CSTO Press Office"
    [contact] = told["publisher"]["contactPoint"]
    assert contact["telephone"] == ["+74957952710", "+74956213323"]
    assert contact["faxNumber"] == "+74956213323"
    assert contact["availableLanguage"] == ["ru", "en"]
    assert told["publisher"]["logo"]["url"] == f"{settings.SITE_URL}{current().logo}"
    assert told["isPartOf"]["name"] == told["articleSection"] == "Permanent Council"


def test_a_picture_of_an_article_says_whom_to_credit_and_under_which_licence(client):
    draft = factories.edition()
    photo = factories.photo(
        rendered=True, creator="V. Z.", copyright="© CSTO", rights_url="https://example.org/licence"
    )
    factories.show(photo, draft)
    [image] = data(client, factories.publish(draft), "NewsArticle")["image"]
    assert image["caption"] == "The Council in session."
    assert (image["creditText"], image["copyrightNotice"]) == ("Press Office", "© CSTO")
    assert image["creator"] == {"@type": "Person", "name": "V. Z."}
    assert image["license"] == "https://example.org/licence"
    assert image["acquireLicensePage"].endswith("/en/press/#terms")
    assert image["contentUrl"] == settings.SITE_URL + photo.download.get_absolute_url()
    assert "originals" not in json.dumps(image)


@pytest.mark.parametrize(
    ("creator", "kind"),
    [
        ("V. Z.", "Person"),
        ("Vladimir Zaynetdinov", "Person"),
        ("Владимир Зайнетдинов", "Person"),
        ("Пресс-служба ОДКБ", "Organization"),
        ("CSTO Press Office", "Organization"),
        ("TASS", "Organization"),
        ("РИА Новости", "Organization"),
        ("Ministry of Defence", "Organization"),
        ("zvf", None),
    ],
)
def test_who_took_a_photograph_is_a_person_only_if_the_name_says_so(client, creator, kind):
    draft = factories.edition()
    factories.show(factories.photo(rendered=True, creator=creator), draft)
    [image] = data(client, factories.publish(draft), "NewsArticle")["image"]
    assert image.get("creator") == (kind and {"@type": kind, "name": creator})
    assert image["creditText"] == "Press Office", "whom to credit is said in any case"


def test_only_what_readers_are_told_of_makes_a_new_date_and_a_correction(client):
    first = factories.published()
    published = data(client, first, "NewsArticle")["dateModified"]
    with clock.moved_to(clock.now() + HOUR):
        second = corrected(first, "", "minor")
        told = data(client, second, "NewsArticle")
        assert (told["dateModified"], "correction" in told) == (published, False)
    with clock.moved_to(clock.now() + 2 * HOUR):
        third = corrected(second, "There were seven.")
        told = data(client, third, "NewsArticle")
        [correction] = told["correction"]
        assert correction["text"] == "There were seven."
        assert correction["datePublished"] == told["dateModified"] > published
        assert told["version"] == 3


def test_translations_are_named_as_far_as_they_are_public(client):
    russian = factories.published("ru", title="Заседание Совета")
    english = factories.edition("en", title="Council meets", article=russian.article)
    factories.publish(english, at=clock.now() + HOUR)
    assert "workTranslation" not in data(client, russian, "NewsArticle", "ru")
    assert "Council meets" not in page_of(client, address_of(russian, "ru"))
    with clock.moved_to(clock.now() + 2 * HOUR):
        [translation] = data(client, russian, "NewsArticle", "ru")["workTranslation"]
        assert translation["url"] == settings.SITE_URL + address_of(english)
        assert (translation["name"], translation["inLanguage"]) == ("Council meets", "en")
        original = data(client, english, "NewsArticle")["translationOfWork"]
        assert original["url"] == settings.SITE_URL + address_of(russian, "ru")


def test_the_meeting_is_named_when_it_is_public_and_not_before(client):
    meeting = factories.meeting(public=False, place={"en": "A secret place", "ru": "Тайное место"})
    edition = factories.published(meeting=meeting)
    assert "about" not in data(client, edition, "NewsArticle")
    factories.publish(meeting)
    [about] = data(client, edition, "NewsArticle")["about"]
    assert (about["@type"], about["location"]["name"]) == ("Event", "A secret place")


def test_a_photo_that_was_stopped_is_not_among_the_pictures(client):
    draft = factories.edition()
    stopped, other = factories.photo("STOPPED.JPG", rendered=True), factories.photo("OTHER.JPG", rendered=True)
    factories.show(stopped, draft, 0)
    factories.show(other, draft, 1)
    edition = factories.publish(draft)
    emergency.stop_photo(stopped, by=factories.press_secretary(), reason="The face of a child.")
    page = page_of(client, address_of(edition))
    assert [image["name"] for image in of_type(page, "NewsArticle")["image"]] == ["OTHER.JPG"]
    assert "STOPPED" not in page


def test_no_text_ends_the_block_it_stands_in(client):
    photo = factories.photo(rendered=True, caption={"en": EVIL}, credit={"en": EVIL}, creator=EVIL)
    meeting = factories.meeting(public=False, place={"en": EVIL}, summary={"en": EVIL})
    meeting.photo_uses.create(photo=photo)
    factories.publish(meeting)
    draft = factories.edition(title=EVIL, standfirst=EVIL, meeting=meeting, slug="evil")
    factories.show(photo, draft)
    edition = corrected(factories.publish(draft), EVIL)
    told = data(client, edition, "NewsArticle")
    assert (told["headline"], told["correction"][0]["text"]) == (EVIL, EVIL)
    assert told["image"][0]["caption"] == told["about"][0]["location"]["name"] == EVIL
    assert data(client, meeting, "Event")["description"] == EVIL
    assert data(client, photo, "ImageObject")["creditText"] == EVIL
    for thing in (edition, meeting, photo):
        assert "<script>alert" not in page_of(client, address_of(thing))


def test_what_machines_are_told_of_many_photographs_has_an_end(client):
    draft = factories.edition()
    first = factories.photo("ZVF_0.JPG", rendered=True)
    renditions = list(first.renditions.all())
    for position in range(15):
        photo = factories.without_files(factories.photo(f"ZVF_{position + 1}.JPG"))
        photo.renditions.model.objects.bulk_create(
            [
                photo.renditions.model(
                    photo=photo,
                    kind=rendition.kind,
                    crop=rendition.crop,
                    width=rendition.width,
                    height=rendition.height,
                    size=1,
                    file=rendition.file.name,
                )
                for rendition in renditions
            ]
        )
        factories.show(photo, draft, position)
    assert len(data(client, factories.publish(draft), "NewsArticle")["image"]) == 12


# --- A meeting -------------------------------------------------------------------------------------------------------


def test_a_meeting_is_an_event_on_the_clock_of_its_place(client):
    facts = {"starts_at": datetime.time(10), "ends_at": datetime.time(12, 30), "zone": "Asia/Yerevan"}
    meeting = factories.meeting(held_on=datetime.date(2030, 1, 10), **facts)
    told = data(client, meeting, "Event")
    assert (told["startDate"], told["endDate"]) == ("2030-01-10T10:00:00+04:00", "2030-01-10T12:30:00+04:00")
    assert told["eventStatus"] == "https://schema.org/EventScheduled"
    assert told["location"]["address"] == {"@type": "PostalAddress", "addressLocality": "Moscow"}
    assert told["organizer"]["name"] == "Collective Security Treaty Organization"
    assert "eventAttendanceMode" not in told


@pytest.mark.parametrize(
    ("format", "mode", "places"),
    [
        ("in_person", "Offline", ["Place"]),
        ("videoconference", "Online", ["VirtualLocation"]),
        ("mixed", "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_how_it_is_attended(client, format, mode, places):
    told = data(client, factories.meeting(format=format), "Event")
    assert told["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    location = told["location"] if isinstance(told["location"], list) else [told["location"]]
    assert [place["@type"] for place in location] == places


@pytest.mark.parametrize(("course", "status"), [("cancelled", "Cancelled"), ("postponed", "Postponed")])
def test_a_meeting_that_does_not_take_place_keeps_its_date_and_says_so(client, course, status):
    meeting = factories.meeting(held_on=datetime.date(2030, 1, 10))
    meeting.course, meeting.reason = course, {"en": "The room is not ready.", "ru": "Зал не готов."}
    meeting.save()
    told = data(client, meeting, "Event")
    assert told["eventStatus"] == f"https://schema.org/Event{status}"
    assert (told["startDate"], told["description"]) == ("2030-01-10", "The room is not ready.")


def test_a_meeting_that_was_moved_says_from_when(client):
    meeting = factories.meeting(held_on=datetime.date(2030, 1, 10), starts_at=datetime.time(10))
    meeting.held_on = datetime.date(2030, 2, 5)
    meeting.save()
    told = data(client, meeting, "Event")
    assert told["eventStatus"] == "https://schema.org/EventRescheduled"
    assert (told["previousStartDate"], told["startDate"]) == ("2030-01-10T10:00:00+03:00", "2030-02-05T10:00:00+03:00")


def test_a_meeting_without_a_place_is_not_called_an_event(client):
    meeting = factories.meeting(place={})
    assert [block["@type"] for block in blocks(page_of(client, address_of(meeting)))] == ["BreadcrumbList"]
    [about] = data(client, factories.published(meeting=meeting), "NewsArticle")["about"]
    assert (about["@type"], about["url"]) == ("Thing", settings.SITE_URL + address_of(meeting))


# --- A person, and the office itself ---------------------------------------------------------------------------------


def test_a_person_has_todays_title_whatever_day_the_page_speaks_of(client):
    person = factories.person()
    past = factories.office(en="Permanent Representative")
    factories.term(person, past, datetime.date(2018, 1, 1), datetime.date(2019, 1, 1))
    factories.term(person, factories.office(kind="deputy", en="Deputy"), datetime.date(2020, 1, 1))
    person.other_names.create(text="A. Mambetseitov")
    for query in ("", "?on=2018-11-27"):
        told = of_type(page_of(client, address_of(person) + query), "Person")
        assert problems(told) == []
        assert told["jobTitle"] == ["Deputy"]
        assert told["alternateName"] == ["Аман Мамбетсеитов", "A. Mambetseitov"]
        dates = {
            role["hasOccupation"]["name"]: (role["startDate"], role.get("endDate")) for role in told["hasOccupation"]
        }
        assert dates == {"Permanent Representative": ("2018-01-01", "2019-01-01"), "Deputy": ("2020-01-01", None)}


def test_a_day_that_cannot_be_read_makes_no_claims(client):
    person = factories.person()
    factories.term(person, factories.office())
    answer = client.get(f"{address_of(person)}?on=yesterday")
    assert "Person" not in [block["@type"] for block in blocks(answer.content.decode())]


def test_the_press_centre_names_everybody_in_office(client):
    factories.contact()
    anna = factories.contact(en="Anna Petrova", ru="Анна Петрова", since=datetime.date(2020, 1, 1))
    anna.openings.create(opens=datetime.time(9), closes=datetime.time(0))
    factories.contact(en="Before Them", ru="Прежний", until=datetime.date(2019, 1, 1))
    told = of_type(page_of(client, "/en/press/"), "Organization")
    assert problems(told) == []
    names = {contact["name"].split(",")[0] for contact in told["contactPoint"]}
    assert names == {"Vladimir Zaynetdinov", "Anna Petrova"}
    [hours] = [contact["hoursAvailable"] for contact in told["contactPoint"] if "hoursAvailable" in contact]
    assert (hours[0]["opens"], hours[0]["closes"], len(hours[0]["dayOfWeek"])) == ("09:00", "23:59", 5)


def test_the_home_page_says_how_the_site_is_searched(client):
    told = of_type(page_of(client, "/en/"), "WebSite")
    assert told["potentialAction"]["target"]["urlTemplate"].endswith("/en/search/?q={search_term_string}")


def test_an_article_asks_the_database_no_more_for_more_photographs(client):
    def queries(number):
        draft = factories.edition()
        for position in range(number):
            factories.show(factories.photo(f"ZVF_{position}.JPG", rendered=True), draft, position)
        address = address_of(factories.publish(draft))
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    assert queries(1) == queries(4)


# --- The reader itself -----------------------------------------------------------------------------------------------

SOUND = {
    "@context": "https://schema.org",
    "@type": "Event",
    "@id": "https://example.org/#event",
    "name": "Meeting",
    "description": "A meeting",
    "url": "https://example.org/",
    "startDate": "2030-01-10T10:00:00+03:00",
    "eventStatus": "https://schema.org/EventScheduled",
    "location": {
        "@type": "Place",
        "name": "Moscow",
        "address": {"@type": "PostalAddress", "addressLocality": "Moscow"},
    },
    "organizer": {"@type": "Organization", "name": "CSTO", "url": "https://example.org/"},
}


@pytest.mark.parametrize(
    "spoiled",
    [
        {"@context": "http://schema.org/x"},
        {"@type": "Meetup"},
        {"name": ""},
        {"name": None},
        {"startDate": "2030-01-10T10:00:00"},
        {"startDate": "10.01.2030"},
        {"eventStatus": "EventScheduled"},
        {"eventStatus": "https://schema.org/EventRescheduled"},
        {"eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode"},
        {"location": {"@type": "Place", "name": "Moscow"}},
        {"location": "Moscow"},
        {"organizer": {"@type": "Place", "name": "Moscow"}},
        {"headline": "An event has none"},
        {"url": "/en/council/"},
        {"image": []},
        {"endDate": "2029-01-01"},
    ],
)
def test_the_strict_reader_finds_what_is_wrong(spoiled):
    assert problems(SOUND) == []
    assert problems(copy.deepcopy(SOUND) | spoiled) != []
