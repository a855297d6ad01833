"""ninjs items: valid by the IPTC's own schema, and true."""

import datetime
import json
import pathlib

import jsonschema
import pytest
import referencing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from council.models import PersonShown
from news import drafts, emergency
from news.models import Edition, Withdrawal
from photos import renditions
from publishing import clock, visitors
from publishing.request_memory import read_once
from syndication import ninjs
from syndication.ninjs import Key
from tests import factories
from tests.syndication.newsroom import amending, corrected, rich_edition, rich_meeting, withdraw

pytestmark = pytest.mark.django_db

SCHEMA = json.loads((pathlib.Path(__file__).parent / "schemas" / "ninjs-schema_3.1.json").read_text())
# The schema refers to GeoJSON's, which lies elsewhere; we have no geometry, so nothing may stand there.
NOTHING = referencing.Resource.from_contents({"$schema": SCHEMA["$schema"], "not": {}})
REGISTRY = referencing.Registry().with_resource("https://geojson.org/schema/GeoJSON.json", NOTHING)
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, registry=REGISTRY, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def assert_valid(item):
    errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in VALIDATOR.iter_errors(item)]
    assert errors == []
    json.dumps(item)


def item_of(edition):
    """Return the item as a visitor gets it."""
    key = Key(edition.article_id, edition.language)
    with visitors.as_visitor():
        return ninjs.items([key])[key]


# --- Valid ------------------------------------------------------------------------------------------------------------


def test_the_schema_refuses_what_is_no_ninjs():
    for wrong in [{}, {"uri": "tag:a,2026:b", "signal": "correction"}, {"uri": "tag:a,2026:b", "pubStatus": "gone"}]:
        assert not VALIDATOR.is_valid(wrong)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("genre", Edition.Genre.values)
def test_articles_of_every_genre_and_language_are_valid(genre, language):
    edition = factories.publish(rich_edition(language, genre=genre))
    item = item_of(edition)
    assert_valid(item)
    assert item["genres"][0]["literal"] == genre
    assert item["language"] == language


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_article_with_everything_is_valid(language):
    edition = factories.publish(rich_edition(language, meeting=rich_meeting()))
    assert_valid(item_of(edition))


@pytest.mark.parametrize("change", Edition.KINDS_WITH_NOTE)
def test_corrections_of_every_kind_are_valid_and_say_what_was_changed(change):
    edition = corrected(factories.published(), change)
    item = item_of(edition)
    assert_valid(item)
    assert item["version"] == "2"
    assert item["edNote"].endswith(": The name was wrong.")
    assert {"role": change, "contentType": "text/plain", "value": "The name was wrong."} in item["descriptions"]
    assert item["firstCreated"] < item["versionCreated"] or item["firstCreated"] == item["versionCreated"]


@pytest.mark.parametrize("kind", Withdrawal.Kind.values)
def test_ends_of_every_kind_are_valid(kind):
    edition, successor = factories.published(), factories.published()
    withdraw(edition, kind, **({"successor": successor.article} if kind == "superseded" else {}))
    assert_valid(item_of(edition))


def test_collections_are_valid():
    editions = [factories.published(), factories.published("ru")]
    withdraw(editions[0])
    keys = [Key(edition.article_id, edition.language) for edition in editions]
    assert_valid(ninjs.collection("tag:example.org,2026:all", "All", ninjs.items(keys).values()))


# --- True -------------------------------------------------------------------------------------------------------------


def test_an_item_says_who_published_what_when():
    edition = factories.published(title="Council met", standfirst="In Moscow.", body="<p>Words.</p><p>More words.</p>")
    item = item_of(edition)
    assert item["uri"].startswith("tag:")
    assert item["uri"].endswith(f":articles/{edition.article_id}/en")
    assert (item["pubStatus"], item["version"]) == ("usable", "1")
    assert item["versionCreated"] == edition.live_from.isoformat(timespec="seconds")
    assert item["headlines"][0]["value"] == "Council met"
    assert item["descriptions"][0] == {"role": "summary", "contentType": "text/plain", "value": "In Moscow."}
    html, text = item["bodies"]
    assert (text["value"], text["wordCount"]) == ("Words.\n\nMore words.", 3)
    assert html["value"] == "<p>Words.</p><p>More words.</p>"
    assert "embargoedUntil" not in item
    addresses = [altid["value"] for altid in item["altIds"] if altid["role"] == "address"]
    assert addresses == [f"http://127.0.0.1:8000/en/news/{edition.article_id}-council-met/"]


def test_photographs_bring_their_public_files_and_their_rights(client):
    item = item_of(factories.publish(rich_edition(files=renditions.make)))
    first, second = (association for association in item["associations"] if association.get("type") == "picture")
    assert (first["rel"], second["rel"]) == ("cover", "photo")
    assert first["usageTerms"] == "Free of charge with the credit"
    assert first["copyrightNotice"] == "© CSTO 2018"
    assert first["by"] == "V. Photographer"
    assert first["rightsInfo"] == {"linkedRights": "https://example.org/licence"}
    assert first["infoSources"] == [{"name": "Press Office", "role": "credit"}]
    for rendition in first["renditions"]:
        response = client.get(rendition["href"].removeprefix("http://127.0.0.1:8000"))
        content = b"".join(response.streaming_content)
        assert response["Content-Type"] == rendition["contentType"]
        assert len(content) == rendition["sizeInBytes"]
    assert {rendition["name"] for rendition in first["renditions"]} >= {
        "full",
        "jpeg-whole-960",
        "avif-3x2-640",
        "jpeg-social-1200",
    }


def test_a_person_in_a_photograph_is_named_if_visitors_know_the_person():
    draft = rich_edition()
    photo = draft.photos.first().photo
    known, unknown = factories.person(), factories.person("Nobody Known", "Никто")
    factories.term(known, factories.office())
    for position, person in enumerate([unknown, known]):
        PersonShown.objects.create(photo=photo, person=person, position=position)
    item = item_of(factories.publish(draft))
    assert [person["name"] for person in item["associations"][0]["people"]] == ["Aman Mambetseitov"]


def test_an_item_names_the_meeting_its_people_bodies_and_places_in_its_language():
    meeting = rich_meeting()
    item = item_of(factories.published("ru", meeting=meeting))
    assert item["located"] == "Москва"
    assert item["events"][0]["uri"].endswith(f":meetings/{meeting.pk}")
    assert [(person["name"], person["rel"]) for person in item["people"]] == [
        ("Аман Мамбетсеитов", "chair"),
        ("Виктор Васильев", "participant"),
    ]
    assert [organisation["name"] for organisation in item["organisations"]][1:] == [
        "Постоянный совет",
        "Совет министров",
    ]
    assert [place.get("literal") for place in item["places"]] == [None, "KG", "RU", "AM"]


def test_a_meeting_that_is_not_public_is_not_spoken_of():
    item = item_of(factories.published(meeting=factories.meeting(public=False)))
    assert "events" not in item
    assert "located" not in item


def test_an_item_leads_to_the_same_article_in_other_languages():
    english = factories.published()
    draft = drafts.start("ru", by=factories.writer(), article=english.article, section=english.section,
                         shown_on=english.shown_on, title="Отчёт", standfirst="Что было.", body="<p>Текст.</p>",
                         signed_by="nobody")  # fmt: skip
    russian = factories.publish(draft)
    (association,) = item_of(english)["associations"]
    assert (association["rel"], association["language"]) == ("translation", "ru")
    assert association["uri"] == Key(russian.article_id, "ru").uri


def test_an_embargoed_text_is_withheld_until_its_second():
    lifts = timezone.now() + datetime.timedelta(hours=1)
    edition = factories.published(at=lifts)
    (item,) = ninjs.of([edition])
    assert_valid(item)
    assert item["pubStatus"] == "withheld"
    assert datetime.datetime.fromisoformat(item["embargoedUntil"]) == lifts.replace(microsecond=0)
    with clock.moved_to(lifts):
        (item,) = ninjs.of([edition])
    assert item["pubStatus"] == "usable"
    assert "embargoedUntil" not in item


def test_a_withdrawn_article_is_cancelled_with_the_reason():
    edition = factories.published(title="Secret words")
    withdraw(edition)
    item = item_of(edition)
    assert item["pubStatus"] == "canceled"
    assert item["edNote"] == "Withdrawn: Sent <too> early"
    assert item["descriptions"][0]["role"] == "withdrawn"
    assert "Secret words" not in json.dumps(item)


def test_a_superseded_article_names_its_successor():
    edition, successor = factories.published(), factories.published()
    withdraw(edition, Withdrawal.Kind.SUPERSEDED, successor=successor.article)
    names = {altid["role"]: altid["value"] for altid in item_of(edition)["altIds"]}
    assert names["successor"] == Key(successor.article_id, "en").uri


def test_of_what_vanished_nothing_is_said_but_its_name():
    edition = factories.published()
    withdraw(edition, Withdrawal.Kind.VANISHED)
    assert item_of(edition) == {"uri": Key(edition.article_id, "en").uri, "pubStatus": "canceled"}


def test_a_stopped_photograph_is_in_no_item():
    edition = factories.publish(rich_edition())
    photo = edition.photos.first().photo
    emergency.stop_photo(photo, by=factories.press_secretary(), reason="A child is in it.")
    item = item_of(edition)
    assert_valid(item)
    assert photo.key not in json.dumps(item)


def test_items_cost_the_same_number_of_questions_however_many_they_are():
    meeting = rich_meeting()
    first, *others = [factories.publish(rich_edition(meeting=meeting)) for _ in range(3)]
    withdraw(others[0])
    numbers = []
    for editions in ([first], [first, *others]):
        keys = [Key(edition.article_id, edition.language) for edition in editions]
        with read_once(), CaptureQueriesContext(connection) as asked:
            ninjs.items(keys)
        numbers.append(len(asked))
    assert numbers[1] <= numbers[0] + 1  # how those left that have left
    assert numbers[0] < 30


def test_photo_words_changed_in_public_are_in_the_next_item():
    edition = factories.publish(rich_edition())
    photo = edition.photos.first().photo
    with amending():
        photo.copyright = "© Another"
        photo.save()
    assert item_of(edition)["associations"][0]["copyrightNotice"] == "© Another"
