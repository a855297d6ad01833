"""What texts are about, wherever it leads: pages of things, feeds, the search, alerts, wires, the API, sitemaps."""

import json
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from alerts import topics as followed
from council.models import Document
from news import drafts, topics
from news.models import Topic
from photos.models import Album
from publishing import actions
from search.queries import Query
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def things():
    """Return one public thing of every kind that a text can be about."""
    person, state = factories.person(), factories.state()
    factories.term(person, factories.office(state=state))
    album = Album.objects.create(title={"en": "Album", "ru": "Альбом"}, held_on=factories.THE_DAY)
    factories.publish(album)
    topic = Topic.objects.create(
        slug="peacekeeping", name={"en": "Peacekeeping", "ru": "Миротворчество"}, media_topic="medtop:20000638"
    )
    return {
        "topic": topic,
        "person": person,
        "state": state,
        "meeting": factories.meeting(),
        "document": factories.document(en="A protocol of cooperation", kind=Document.Kind.DECISION),
        "album": album,
        "follows": factories.published(title="What was said before").article,
    }


@pytest.fixture
def edition(things):
    draft = factories.edition(title="All about everything", section=factories.section("summits", "Summits", "Саммиты"))
    drafts.set_parts(draft, subjects=[f"{kind}:{thing.pk}" for kind, thing in things.items()])
    drafts.save_changes(draft, by=factories.writer())
    return draft


def read(client, name, *args, query="", language="en"):
    with override(language):
        answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def places(things):
    """Return (name, arguments, query) of all places that show a text because of what it is about."""
    person, meeting, state = things["person"], things["meeting"], things["state"].code.lower()
    return [
        ("council:person", (person.pk, person.slug), ""),
        ("council:state", (state,), ""),
        ("council:document", (things["document"].pk,), ""),
        ("council:meeting", (meeting.pk,), ""),
        ("topics:topic", ("peacekeeping",), ""),
        ("feeds:topic", ("peacekeeping", "atom"), ""),
        ("feeds:person", (person.pk, "rss"), ""),
        ("feeds:state", (state, "json"), ""),
        ("feeds:meeting", (meeting.pk, "atom"), ""),
        ("search:results", (), "?topic=peacekeeping"),
        ("search:results", (), f"?person={person.pk}&kind=article"),
        ("search:results", (), f"?meeting={meeting.pk}&kind=article"),
        ("search:results", (), "?state=KG&kind=article"),
        ("api:list", ("articles",), "?language=en&topic=peacekeeping"),
        ("api:list", ("articles",), f"?language=en&meeting={meeting.pk}"),
    ]


def test_every_place_shows_the_text_while_it_is_public_and_no_longer(client, things, edition):
    shown = places(things)
    seen_early = [place for place in shown if place[1] != ("peacekeeping",) and place[1][:1] != ("peacekeeping",)]
    for name, args, query in seen_early:
        assert edition.title not in read(client, name, *args, query=query), name
    factories.publish(edition)
    for name, args, query in shown:
        assert edition.title in read(client, name, *args, query=query), (name, query)
    with override("en"):
        sitemap = client.get("/sitemaps/pages-0.xml")
    assert "/en/topics/peacekeeping/" in sitemap.content.decode()
    assert "Peacekeeping" in read(client, "feeds:index")
    assert "feeds/topics/peacekeeping.atom" in read(client, "topics:topic", "peacekeeping")
    assert "Peacekeeping" in read(client, "follow:follow", query="?topic=peacekeeping")
    # A joined topic and its feed are the other's; so is what follows its old address.
    other = Topic.objects.create(slug="peace", name={"en": "Peace", "ru": "Мир"})
    topics.join(things["topic"], other, by=factories.press_secretary())
    factories.refreshing.refresh_some()
    for name, args in (("topics:topic", ["peacekeeping"]), ("feeds:topic", ["peacekeeping", "atom"])):
        with override("en"):
            assert client.get(reverse(name, args=args)).status_code == 301
    for slug in ("peace", "peacekeeping"):
        assert edition.title in read(client, "search:results", query=f"?topic={slug}")
        assert followed._holds(Query("en", topic=(slug,)), edition)
    actions.withdraw(edition, by=factories.press_secretary(), reason="An error")
    factories.refreshing.refresh_some()
    for name, args, query in seen_early:
        # A feed says that an entry was removed, but no longer what it said.
        assert edition.standfirst not in read(client, name, *args, query=query), name
    assert client.get("/en/topics/peace/").status_code == 404


def test_alerts_follow_a_topic_and_a_further_meeting(things, edition):
    factories.publish(edition)
    for asked in ({"topic": ("peacekeeping",)}, {"meeting": (str(things["meeting"].pk),)}, {"state": ("KG",)}):
        assert followed._holds(Query("en", **asked), edition)
    assert not followed._holds(Query("en", topic=("else",)), edition)
    with override("en"):
        assert followed.in_words(Query("en", topic=("peacekeeping",))).startswith("Peacekeeping")


def test_machines_are_told(client, things, edition):
    factories.publish(edition)
    item = json.loads(read(client, "wires:article", edition.article_id, "en"))
    uris = {one["uri"] for one in item["subjects"]}
    assert "http://cv.iptc.org/newscodes/mediatopic/20000638" in uris
    assert "Aman Mambetseitov" in {one["name"] for one in item["people"]}
    assert "KG" in {one.get("literal") for one in item["places"]}
    assert len(item["events"]) == 1
    assert [one["name"] for one in item["associations"] if one["rel"] == "follows"] == ["What was said before"]
    told = json.loads(read(client, "api:one", "articles", edition.article_id, query="?language=en"))
    assert [subject["kind"] for subject in told["subjects"]] == list(things)
    with override("en"):
        page = client.get(edition.get_absolute_url()).content.decode()
    [node] = [
        json.loads(found)
        for found in re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.S)
        if '"NewsArticle"' in found
    ]
    node = next(one for one in node.get("@graph", [node]) if one.get("headline") == edition.title)
    assert {"Peacekeeping", "Album"} <= {one["name"] for one in node["about"]}
    assert {one["name"] for one in node["mentions"]} == {"Aman Mambetseitov", "Kyrgyz Republic"}
    assert [one["name"] for one in node["citation"]] == ["What was said before"]
