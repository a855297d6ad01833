"""The programming interface: what it gives, to whom it says no, and how."""

import datetime
import itertools
import json

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from council.models import (
    AgendaItem,
    Appendix,
    Consideration,
    DocumentFile,
    MeetingPaper,
    MergedPerson,
    Participation,
    PersonShown,
    Signatory,
)
from news.models import Withdrawal
from publishing import actions, clock
from syndication.api import openapi
from syndication.api.resources import RESOURCES
from tests import factories
from tests.syndication.newsroom import amending, corrected, illustrated, rendered, rich_edition, rich_meeting, withdraw

pytestmark = pytest.mark.django_db

API = "/api/v1"
SITE = "http://127.0.0.1:8000"
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def get(client):
    """A function that asks for an address below /api/v1 and returns what it says; `wants` is the status."""

    def ask(path, wants=200, **query):
        response = client.get(f"{API}{path}", {"language": "en", **query} if wants == 200 else query)
        assert response.status_code == wants, response.content
        return response.json()

    return ask


def ids_of(page):
    return [item["id"] for item in page["items"]]


def whole_list(get, path, **query):
    """Follow the cursors of a list to its end."""
    found, cursor = [], {}
    while True:
        page = get(path, **query, **cursor)
        found += page["items"]
        if page["cursor"] is None:
            return found
        cursor = {"after": page["cursor"]}


# --- Articles ---------------------------------------------------------------------------------------------------------


def test_articles_are_listed_in_one_language_the_newest_first(get):
    old = factories.published(shown_on=datetime.date(2017, 1, 1))
    new = factories.published(shown_on=datetime.date(2018, 1, 1))
    factories.published("ru")
    factories.edition()
    page = get("/articles")
    assert ids_of(page) == [new.article_id, old.article_id]
    assert (page["cursor"], page["next"]) == (None, None)
    item = page["items"][0]
    assert item["title"] == new.title
    assert item["address"] == f"{SITE}{API}/articles/{new.article_id}?language=en"
    assert item["page"].startswith(f"{SITE}/en/news/{new.article_id}-")
    assert (item["genre"], item["shown_on"], item["edition"]) == ("report", "2018-01-01", 1)
    assert item["section"] == {"slug": "permanent-council", "name": "Permanent Council"}


def test_one_article_has_its_text_photographs_files_and_notes(get):
    edition = corrected(factories.publish(rich_edition(meeting=rich_meeting())))
    item = get(f"/articles/{edition.article_id}")
    assert item["edition"] == 2
    assert [(note["kind"], note["text"]) for note in item["notes"]] == [("correction", "The name was wrong.")]
    assert [photo["alt"] for photo in item["photos"]] == ["Delegates at a round table."] * 2
    assert item["photos"][0]["file"]["url"].startswith(f"{SITE}/photos/")
    assert item["files"][0]["type"] == "application/pdf"
    assert "Soon." in item["body_text"]
    assert "<p>Soon.</p>" in item["body_html"]
    assert item["meeting"]["name"].startswith("Joint meeting of ")


def test_an_article_is_in_its_own_languages_alone(get):
    edition = factories.published("ru")
    assert get(f"/articles/{edition.article_id}", language="ru")["language"] == "ru"
    problem = get(f"/articles/{edition.article_id}", wants=404, language="en")
    assert problem["title"] == "Not Found"
    assert get(f"/articles/{edition.article_id}", language="ru")["address"] == (
        f"{SITE}{API}/articles/{edition.article_id}"
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"section": "security"}, {"section"}),
        ({"section": "nowhere"}, set()),
        ({"genre": "statement"}, {"genre"}),
        ({"year": "2017"}, {"year"}),
        ({"year": "2018", "genre": "report"}, {"section", "meeting"}),
    ],
)
def test_articles_are_narrowed(get, query, expected):
    made = {
        "section": factories.published(section=factories.section("security", "Security", "Безопасность")),
        "genre": factories.published(genre="statement"),
        "year": factories.published(shown_on=datetime.date(2017, 12, 31)),
        "meeting": factories.published(meeting=factories.meeting()),
    }
    assert set(ids_of(get("/articles", **query))) == {made[name].article_id for name in expected}


def test_articles_about_a_meeting_are_found_while_the_meeting_is_public(get):
    meeting = factories.meeting()
    edition = factories.published(meeting=meeting)
    assert ids_of(get("/articles", meeting=meeting.pk)) == [edition.article_id]
    actions.withdraw(meeting, by=factories.press_secretary(), reason="Entered twice.")
    assert ids_of(get("/articles", meeting=meeting.pk)) == []
    assert get(f"/articles/{edition.article_id}")["meeting"] is None


def test_an_article_is_there_until_the_second_of_its_withdrawal(get):
    edition = factories.published()
    end = clock.now() + datetime.timedelta(hours=1)
    with clock.moved_to(end):
        withdraw(edition)
    for at, listed in [(end - SECOND, [edition.article_id]), (end, []), (end + SECOND, [])]:
        with clock.moved_to(at):
            assert ids_of(get("/articles")) == listed
            address = f"/articles/{edition.article_id}"
            assert "Sent <too> early" in str(get(address, 410, language="en")) if not listed else get(address)


def test_an_article_appears_at_the_second_of_its_release(get):
    lift = clock.now() + datetime.timedelta(hours=1)
    edition = factories.published(at=lift)
    for at, listed in [(lift - SECOND, []), (lift, [edition.article_id])]:
        with clock.moved_to(at):
            assert ids_of(get("/articles")) == listed


def test_what_vanished_is_answered_as_what_never_was(client):
    edition = factories.published()
    withdraw(edition, Withdrawal.Kind.VANISHED)
    vanished, never = (client.get(f"{API}/articles/{number}?language=en") for number in (edition.article_id, 999999))
    assert vanished.status_code == never.status_code == 404
    assert vanished.content == never.content


# --- The rest ---------------------------------------------------------------------------------------------------------


def test_sections(get):
    factories.section()
    factories.section("security", "Security", "Безопасность")
    assert [section["slug"] for section in get("/sections")["items"]] == ["permanent-council", "security"]
    assert get("/sections/security")["articles"] == f"{SITE}{API}/articles?language=en&section=security"


def test_photographs_are_there_while_something_public_shows_them(get):
    person, meeting = factories.person(), factories.meeting()
    factories.term(person, factories.office())
    photo, hidden = rendered(factories.photo(place={"en": "Moscow"})), rendered(factories.photo())
    PersonShown.objects.create(photo=photo, person=person)
    edition = factories.publish(illustrated(photo, meeting=meeting))
    factories.publish(illustrated(rendered(factories.photo())))
    assert len(ids_of(get("/photos"))) == 2
    assert ids_of(get("/photos", article=edition.article_id)) == [photo.pk]
    assert ids_of(get("/photos", person=person.pk)) == [photo.pk]
    assert ids_of(get("/photos", meeting=meeting.pk)) == []
    item = get(f"/photos/{photo.pk}")
    assert (item["credit"], item["place"], item["people"][0]["name"]) == ("Press Office", "Moscow", "Aman Mambetseitov")
    assert {file["kind"] for file in item["files"]} == {"jpeg", "avif"}
    get(f"/photos/{hidden.pk}", wants=404)


def test_meetings_with_their_agenda_people_and_papers(get):
    meeting, paper, hidden = rich_meeting(), factories.document(), factories.document(public=False)
    draft = factories.document()
    with amending():
        for document in (paper, hidden):
            Consideration.objects.create(meeting=meeting, document=document, verb="adopted")
        for document in (draft, hidden):
            MeetingPaper.objects.create(meeting=meeting, document=document)
    factories.meeting(public=False)
    assert ids_of(get("/meetings")) == [meeting.pk]
    assert ids_of(get("/meetings", body="ministers", year="2018", state="kg")) == [meeting.pk]
    assert ids_of(get("/meetings", year="2017")) == ids_of(get("/meetings", state="AM")) == []
    item = get(f"/meetings/{meeting.pk}")
    assert item["agenda"] == ["The budget"]
    assert [document["document"]["id"] for document in item["documents"]] == [paper.pk]
    assert [document["id"] for document in item["prepared"]] == [draft.pk]
    assert [(participant["person"] or participant["state"])["name"] for participant in item["participants"]] == [
        "Viktor Vasilyev",
        "Republic of Armenia",
    ]


def test_documents_with_their_route_and_signatories(get):
    meeting = factories.meeting()
    paper = factories.document(
        public=False, kind="agreement", body=factories.body(), dated=datetime.date(2018, 11, 1), dated_precision="month"
    )
    Signatory.objects.create(document=paper, state=factories.state())
    factories.publish(paper)
    with amending():
        Consideration.objects.create(meeting=meeting, document=paper, verb="adopted")
    factories.document(dated=datetime.date(2017, 1, 1))
    for query in [{"kind": "agreement"}, {"year": "2018"}, {"body": "permanent-council"}, {"meeting": meeting.pk}]:
        assert ids_of(get("/documents", **query)) == [paper.pk]
    assert ids_of(get("/documents", state="kg")) == [paper.pk]
    item = get(f"/documents/{paper.pk}")
    assert item["dated"] == "2018-11"
    assert (item["route"][0]["verb"], item["route"][0]["meeting"]["id"]) == ("adopted", meeting.pk)
    assert item["signatories"][0]["state"]["code"] == "KG"


def test_a_document_tells_of_its_files_and_those_of_its_appendices(get):
    paper = factories.document(public=False)
    appendix = Appendix.objects.create(document=paper, number=1, title={"en": "The budget", "ru": "Бюджет"})
    for name, facts in [("statement.pdf", {}), ("budget.pdf", {"appendix": appendix})]:
        made = DocumentFile(document=paper, language="en", file_name=name, size=8, **facts)
        made.file.save(name, ContentFile(b"%PDF-1.7"))
    factories.publish(paper)
    files = get(f"/documents/{paper.pk}")["files"]
    assert [(file["label"], file["type"]) for file in files] == [
        ("statement.pdf", "application/pdf"),
        ("The budget", "application/pdf"),
    ]


def test_people_in_office_on_a_day(get):
    office = factories.office(state=factories.state())
    before, now = factories.person("Before Him", "До Него"), factories.person()
    factories.term(before, office, datetime.date(2015, 1, 1), datetime.date(2017, 12, 31))
    factories.term(now, office, datetime.date(2018, 1, 1))
    factories.term(factories.person("Not Known", "Не известен"), factories.office(), public=False)
    assert ids_of(get("/people")) == ids_of(get("/people", on="2018-01-01")) == [now.pk]
    assert ids_of(get("/people", on="2017-12-31", state="KG", office="representative")) == [before.pk]
    item = get(f"/people/{before.pk}", on="2016-01-01")
    assert (item["name"], item["names"]) == ("Before Him", {"en": "Before Him", "ru": "До Него"})
    assert item["offices"] == item["career"]
    assert (item["career"][0]["start"], item["career"][0]["end"]) == ("2015-01-01", "2017-12-31")
    assert get(f"/people/{before.pk}")["offices"] == []


def test_a_person_who_turned_out_to_be_another_is_told_of(get):
    person = factories.person()
    factories.term(person, factories.office())
    MergedPerson.objects.create(number=4711, into=person)
    assert f"number {person.pk}" in get("/people/4711", wants=404)["detail"]


def test_contacts_in_office_today(get):
    contact = factories.contact()
    factories.contact(until=datetime.date(2015, 1, 1), en="Earlier", ru="Раньше")
    item = get("/contacts")["items"][0]
    assert ids_of(get("/contacts")) == [contact.pk]
    assert item["phones"][0] == {"kind": "phone", "number": "+7495-795-27-10", "href": "tel:+74957952710"}
    assert get(f"/contacts/{contact.pk}", language="ru")["name"] == "Владимир Зайнетдинов"


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_pages_stay_put_whatever_is_published_meanwhile(get):
    days = [datetime.date(2018, 1, day) for day in (5, 4, 4, 4, 3)]
    editions = [factories.published(shown_on=day) for day in days]
    expected = [editions[index].article_id for index in (0, 3, 2, 1, 4)]
    first = get("/articles", limit=2)
    factories.published(shown_on=datetime.date(2019, 1, 1))
    second = get("/articles", limit=2, after=first["cursor"])
    third = get("/articles", limit=2, after=second["cursor"])
    assert ids_of(first) + ids_of(second) + ids_of(third) == expected
    assert third["cursor"] is None


def test_next_is_an_address_that_keeps_the_query(get, client):
    section = factories.section()
    for _ in range(3):
        factories.published(section=section)
    page = get("/articles", section=section.slug, limit=1, fields="id,title")
    follow = client.get(page["next"].removeprefix(SITE)).json()
    assert list(follow["items"][0]) == ["id", "title"]
    assert follow["items"][0]["id"] < page["items"][0]["id"]


@pytest.mark.parametrize("name", list(RESOURCES))
def test_every_list_has_pages_of_which_none_repeats_or_loses_anything(get, name):
    populate(4)
    whole = get(f"/{name}")["items"]
    assert len(whole) >= 2
    assert whole_list(get, f"/{name}", limit=1) == whole


@pytest.mark.parametrize(
    "mangle",
    [
        lambda text: text[:-1],
        lambda text: text.swapcase(),
        lambda text: "1",
        lambda text: "\x00",
        lambda text: "A" * 200,
    ],
)
def test_a_cursor_that_was_changed_is_refused_in_a_sentence(get, mangle):
    factories.published(), factories.published()
    cursor = get("/articles", limit=1)["cursor"]
    problem = get("/articles", 400, after=mangle(cursor), language="en")
    assert "after" in problem["detail"]


def test_a_cursor_of_another_list_is_refused(get):
    populate(2)
    cursor = get("/photos", limit=1)["cursor"]
    get("/documents", 400, after=cursor)


# --- Fields -----------------------------------------------------------------------------------------------------------


def test_only_the_fields_asked_for_are_given(get):
    edition = factories.published()
    assert get("/articles", fields="title,id")["items"] == [{"id": edition.article_id, "title": edition.title}]
    assert get(f"/articles/{edition.article_id}", fields="body_text") == {
        "body_text": edition.body.replace("<p>", "").replace("</p>", "")
    }


@pytest.mark.parametrize("fields", ["", "nothing", "id,", "id title", "id,,title", "body_html"])
def test_fields_that_are_not_there_are_told_of(get, fields):
    assert "fields" in get("/articles", 400, fields=fields)["detail"]


# --- Wrong questions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/articles", "language=fr"),
        ("/articles", "language="),
        ("/articles", "limit=0"),
        ("/articles", "limit=101"),
        ("/articles", "limit=1_0"),
        ("/articles", "limit=٣"),
        ("/articles", "limit=1&limit=2"),
        ("/articles", "lang=en"),
        ("/articles", "year=1e3"),
        ("/articles", "year=99999999999999999999"),
        ("/articles", "section=%00"),
        ("/articles", "section=a%20b"),
        ("/articles", f"section={'a' * 10_000}"),
        ("/articles", "genre=poem"),
        ("/articles", "meeting=-1"),
        ("/people", "on=20181127"),
        ("/people", "on=2018-02-30"),
        ("/people", "on=yesterday"),
        ("/documents", "state=%E2%80%AE"),
        ("/contacts", "on=2018-01-01"),
        ("/openapi.json", "x=1"),
    ],
)
def test_a_wrong_query_is_a_problem_in_a_sentence(client, path, query):
    response = client.get(f"{API}{path}?{query}")
    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert problem["status"] == 400
    assert problem["title"] == "Bad Request"
    assert problem["detail"].endswith(".")
    assert problem["type"] == f"{SITE}{API}/#problems"
    assert len(problem["detail"]) < 1200


@pytest.mark.parametrize(
    "path", ["/nothing", "/articles/", "/articles/0", "/articles/x", "/articles/1/2", f"/articles/{'9' * 30}", "/%00"]
)
def test_an_address_that_does_not_exist_is_a_problem_too(client, path):
    response = client.get(f"{API}{path}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["/api/v1/articles", "/api/v1/articles/1", "/wires/changes"])
def test_nothing_can_be_written(method, path):
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"


def test_too_many_questions_are_refused_for_a_while(client, settings):
    settings.API_TIMES_A_MINUTE = 3
    answers = list(itertools.islice((client.get(f"{API}/sections") for _ in itertools.count()), 8))
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "more than 3 times" in refused.json()["detail"]
    other = client.get(f"{API}/sections", REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


# --- How it is answered -----------------------------------------------------------------------------------------------


def test_an_unchanged_answer_is_not_sent_again(client):
    edition = factories.published()
    address = f"{API}/articles/{edition.article_id}?language=en"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    corrected(edition)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_head_says_what_get_would_say(client):
    factories.published()
    head, get = client.head(f"{API}/articles"), client.get(f"{API}/articles")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])
    assert head["Content-Length"] == str(len(get.content))


def test_pages_of_other_sites_may_ask(client):
    response = client.options(f"{API}/articles", headers={"Origin": "https://example.org"})
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert client.get(f"{API}/articles/1")["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


def test_the_language_of_the_browser_changes_nothing(client):
    populate(1)
    russian, english = (client.get(f"{API}/sections", headers={"Accept-Language": name}) for name in ("ru", "en"))
    assert russian.content == english.content
    assert russian["Content-Language"] == english["Content-Language"] == "ru"
    told = client.get(f"{API}/sections?language=en", headers={"Accept-Language": "ru"})
    assert told["Content-Language"] == "en"


@pytest.mark.parametrize("name", list(RESOURCES))
def test_the_number_of_questions_is_constant(get, name):
    populate(2)
    get(f"/{name}")
    numbers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            found = get(f"/{name}")["items"]
        numbers.append(len(asked))
        populate(3)
    assert len(get(f"/{name}")["items"]) > len(found) or name == "sections"
    assert numbers[0] == numbers[1] < 30


# --- Told -------------------------------------------------------------------------------------------------------------


def test_the_openapi_document_tells_of_everything(client):
    document = client.get(f"{API}/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {f"/{resource}" for resource in RESOURCES} | {
        f"/{resource}/{{key}}" for resource in RESOURCES
    }
    article = document["components"]["schemas"]["Article"]
    assert "body_html" in article["properties"]
    references = [part.split('"')[0] for part in json.dumps(document).split('"$ref": "')[1:]]
    for reference in references:
        place = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


@pytest.mark.parametrize(("language", "word"), [("en", "For programs"), ("ru", None)])
def test_the_page_for_people_tells_the_same(client, language, word):
    response = client.get(f"{API}/?language={language}")
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in page
    for name, resource in RESOURCES.items():
        assert f"/{name}</a>" in page
        assert all(f"<code>{parameter.name}</code>" in page for parameter in resource.filters)
    assert f"{SITE}{API}/openapi.json" in page
    assert word is None or word in page
    assert "<script" not in page.replace('<script type="module"', "").replace('<script type="application/ld+json"', "")


def test_a_parameter_that_is_known_is_told_of():
    document = json.loads(openapi.document())
    for name, resource in RESOURCES.items():
        told = {parameter["name"] for parameter in document["paths"][f"/{name}"]["get"]["parameters"]}
        assert told == {parameter.name for parameter in openapi.parameters_of_list(resource)}


# --- The newsroom of these tests --------------------------------------------------------------------------------------


def populate(number):
    """Publish `number` of everything, each bound to the others."""
    state, section = factories.state(), factories.section()
    factories.section(f"section-{number}", f"Section {number}", f"Раздел {number}")
    office = factories.office(state=state, single_holder=False)
    for _ in range(number):
        person = factories.person()
        factories.term(person, office)
        paper = factories.document(body=factories.body(), dated=factories.THE_DAY)
        meeting = factories.meeting(public=False, chair=person, chair_state=state)
        Participation.objects.create(meeting=meeting, person=person, state=state)
        AgendaItem.objects.create(meeting=meeting, text={"en": "The budget"})
        Consideration.objects.create(meeting=meeting, document=paper, verb="adopted")
        factories.publish(meeting)
        photo = rendered(factories.photo())
        PersonShown.objects.create(photo=photo, person=person)
        factories.publish(illustrated(photo, section=section, meeting=meeting))
        factories.contact()
