"""What a text is about: part of its edition, seen as far as it is, and what readers find by it."""

import json

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils.translation import override

from news import about, comparison, drafts, restoring, snapshots, topics
from news.models import Subject, Topic
from publishing import actions
from publishing.actions import Refused
from publishing.visitors import as_visitor
from tests import factories

pytestmark = pytest.mark.django_db


def make_topic(slug="peacekeeping", en="Peacekeeping", ru="Миротворчество", **facts):
    return Topic.objects.create(slug=slug, name={"en": en, "ru": ru}, **facts)


def draft_about(*keys, language="en", **facts):
    draft = factories.edition(language, **facts)
    drafts.set_parts(draft, subjects=keys)
    drafts.save_changes(draft, by=factories.writer())
    return draft


def published_about(*keys, **facts):
    return factories.publish(draft_about(*keys, **facts))


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def of_topic(topic):
    with override("en"):
        return topic.get_absolute_url()


@pytest.fixture
def everything():
    """Return one public thing of every kind, and the short names of all."""
    person, state, office = factories.person(), factories.state(), factories.office()
    factories.term(person, office)
    meeting = factories.meeting()
    earlier = factories.published(title="What was said before")
    topic = make_topic()
    keys = [f"topic:{topic.pk}", f"person:{person.pk}", f"state:{state.pk}", f"meeting:{meeting.pk}"]
    return [*keys, f"answers:{earlier.article_id}"]


def test_the_article_names_all_it_is_about_without_a_further_question(client, everything):
    meeting = everything[3]
    without, with_topic, with_meeting = factories.published(), published_about(everything[0]), published_about(meeting)
    edition = published_about(*everything)
    asked, text = {}, ""
    for about_what in (without, without, with_topic, with_meeting, edition):
        with override("en"):
            address = about_what.get_absolute_url()
        with connection.execute_wrapper(counted := Counted()):
            text = page(client, address)
        asked[about_what.pk] = counted.number
    assert asked[with_topic.pk] == asked[without.pk]
    assert asked[edition.pk] == asked[with_meeting.pk]
    line = text[text.index('class="about') :]
    for words in ("Peacekeeping", "Aman Mambetseitov", "Kyrgyz Republic", "Answers", "What was said before"):
        assert words in line


class Counted:
    number = 0

    def __call__(self, execute, *args):
        self.number += 1
        return execute(*args)


def test_it_is_part_of_the_edition(everything):
    edition = published_about(*everything)
    assert about.keys_of(edition) == everything
    # The next edition begins with it, a difference says what changed, an earlier state comes back, review sees it.
    draft = drafts.open_next(edition, by=factories.writer())
    assert about.keys_of(draft) == everything
    before = snapshots.of(draft)
    drafts.set_parts(draft, subjects=everything[:1])
    assert drafts.save_changes(draft, by=factories.writer())
    with override("en"):
        [fact] = comparison.of(before, snapshots.of(draft)).facts
    assert fact.label == "about"
    assert fact.after == "Topic: Peacekeeping"
    assert "Aman Mambetseitov" in fact.before
    restored = restoring.restore(
        edition.article, before, by=factories.press_secretary(), name="before", over_draft=True
    )
    assert about.keys_of(restored.draft) == everything
    assert not restored.left_out
    factories.approve(restored.draft)
    restored.draft.refresh_from_db()
    assert restored.draft.stage == "approved"
    assert restored.draft.approved_digest == restored.draft.digest()
    # Approvals from before there were subjects hold on.
    assert snapshots.digest({"title": "x", "subjects": []}) == snapshots.digest({"title": "x"})


def test_what_is_published_never_changes(everything):
    edition = published_about(*everything)
    statements = [
        "UPDATE news_subject SET relation = 'follows' WHERE relation = 'answers'",
        "UPDATE news_subject SET topic_id = NULL, state_id = 1 WHERE topic_id IS NOT NULL",
        "UPDATE news_subject SET shown_on = '2001-01-01'",
        "DELETE FROM news_subject",
        f"INSERT INTO news_subject (edition_id, position, relation, topic_id) VALUES ({edition.pk}, 9, 'about', "
        f"{make_topic('other').pk})",
    ]
    for statement in statements:
        with pytest.raises(IntegrityError), connection.cursor() as cursor, transaction.atomic():
            cursor.execute(statement)
    assert about.keys_of(edition) == everything


def test_a_row_names_one_thing(everything):
    draft = draft_about()
    for wrong in (
        {},
        {"topic_id": 1, "state_id": 1},
        {"text_id": draft.article_id},
        {"state_id": 1, "relation": "follows"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Subject.objects.create(edition=draft, **wrong)


def test_visitors_see_it_as_far_as_the_edition_and_the_thing(client):
    topic, person = make_topic(), factories.person()  # nobody has heard of either
    draft = draft_about(f"topic:{topic.pk}", f"person:{person.pk}", title="Not yet")
    with as_visitor():
        assert not Topic.objects.exists()
        assert not Subject.objects.exists()
    assert client.get(of_topic(topic)).status_code == 404
    assert "Peacekeeping" not in page(client, "/en/topics/")
    factories.publish(draft)
    assert "Not yet" in page(client, of_topic(topic))
    assert "Peacekeeping" in page(client, "/en/topics/")
    with override("en"):
        address = draft.get_absolute_url()
    assert "Aman" not in page(client, address)[page(client, address).index('class="about') :]
    actions.withdraw(draft, by=factories.press_secretary(), reason="An error")
    with as_visitor():
        assert not Topic.objects.exists()
        assert not Subject.objects.exists()
    assert client.get(of_topic(topic)).status_code == 404


def test_a_topic_lists_the_newest_edition_of_each_text_once_and_turns_pages(client, monkeypatch):
    monkeypatch.setattr("news.topic_views.TEXTS_PER_PAGE", 2)
    topic = make_topic()
    editions = [published_about(f"topic:{topic.pk}", title=f"Text {number}") for number in range(5)]
    changed = factories.correction(editions[0], title="Text 0 corrected")
    factories.publish(changed)
    left = factories.correction(editions[4], title="Text 4 is about something else")
    drafts.set_parts(left, subjects=[])
    drafts.save_changes(left, by=factories.writer())
    factories.publish(left)
    found, address = [], of_topic(topic)
    while address:
        answer = client.get(address)
        found += [edition.title for day in answer.context["days"] for edition in day]
        after = answer.context["part"].after
        address = after and f"{of_topic(topic)}?after={after}"
    assert found == ["Text 3", "Text 2", "Text 1", "Text 0 corrected"]


def test_related_texts_share_what_it_is_about_and_else_the_section(client):
    topic, state = make_topic(), factories.state()
    other = factories.section("summits", "Summits", "Саммиты")
    keys = [f"topic:{topic.pk}", f"state:{state.pk}"]
    near = published_about(*keys, title="Shares both", section=other)
    published_about(keys[0], title="Shares one", section=other)
    factories.published(title="Shares the section")
    alone, text = published_about(f"topic:{make_topic('alone').pk}"), published_about(*keys)

    def links(edition):
        with override("en"):
            answer = client.get(edition.get_absolute_url())
        return answer.context["is_related"], [link.title for link in answer.context["more"]]

    assert links(text) == (True, ["Shares one", "Shares both"])
    is_related, titles = links(alone)
    assert not is_related
    assert "Shares the section" in titles
    # An earlier text that is named stands in the line, not here.
    follows = published_about(*keys, f"follows:{near.article_id}")
    assert "Shares both" not in links(follows)[1]


# --- Topics ----------------------------------------------------------------------------------------------------------


def test_joined_topics_are_one_list_and_both_addresses_lead_there(client):
    one, other = make_topic(), make_topic("peace", "Peace", "Мир")
    published_about(f"topic:{one.pk}", title="Of one")
    published_about(f"topic:{other.pk}", title="Of the other")
    both = published_about(f"topic:{one.pk}", f"topic:{other.pk}", title="Of both")
    waiting = draft_about(f"topic:{one.pk}", title="Not yet")
    factories.approve(waiting)
    topics.join(one, other, by=factories.press_secretary())
    answer = client.get(of_topic(one))
    assert (answer.status_code, answer["Location"]) == (301, of_topic(other))
    listed = [edition.title for day in client.get(of_topic(other)).context["days"] for edition in day]
    assert listed == ["Of both", "Of the other", "Of one"]
    # Editions say what they said, and what was approved still is.
    assert about.keys_of(both) == [f"topic:{one.pk}", f"topic:{other.pk}"]
    waiting.refresh_from_db()
    assert waiting.approved_digest == waiting.digest()
    factories.publish(waiting)
    assert "Not yet" in page(client, of_topic(other))
    with override("en"):
        text = page(client, both.get_absolute_url())
    line = text[text.index('class="about') :]
    assert line.count(of_topic(other)) == 1
    assert of_topic(one) not in line
    # Somebody else was faster, or a topic is joined with itself.
    for into in (other, one):
        with pytest.raises(Refused):
            topics.join(one, into, by=factories.press_secretary())
    # A chain ends at the last.
    third = make_topic("third")
    topics.join(other, third, by=factories.press_secretary())
    assert client.get(of_topic(one))["Location"] == of_topic(third)
    published_about(f"topic:{one.pk}", title="Named by an old page")
    assert "Named by an old page" in page(client, of_topic(third))


def test_a_renamed_topic_keeps_its_address(client):
    topic, secretary = make_topic(), factories.press_secretary()
    published_about(f"topic:{topic.pk}")
    client.force_login(secretary)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    address = reverse("admin:news_topic_change", args=[topic.pk])
    seen = client.get(address).context["seen"]
    sent = {"name_en": "Peacekeepers", "name_ru": "Миротворцы", "slug": "peacekeepers", "seen": seen}
    assert client.post(address, sent).status_code == 302
    old = client.get("/en/topics/peacekeeping/")
    assert (old.status_code, old["Location"]) == (301, "/en/topics/peacekeepers/")
    assert "Peacekeepers" in page(client, "/en/topics/peacekeepers/")
    # Nobody else gets the old address, and who opened the form before is told.
    assert topics.address_is_taken("peacekeeping")
    assert not topics.address_is_taken("peacekeeping", topic)
    late = client.post(address, sent | {"slug": "late"})
    assert late.status_code == 200
    assert "meanwhile" in late.content.decode()
    # Back again: the old one is its own.
    sent |= {"slug": "peacekeeping", "seen": client.get(address).context["seen"]}
    client.post(address, sent)
    assert client.get("/en/topics/peacekeepers/")["Location"] == "/en/topics/peacekeeping/"
    wrong = client.post(address, sent | {"media_topic": "peace", "seen": client.get(address).context["seen"]})
    assert "eight digits" in wrong.content.decode()


def test_the_form_of_joining(client):
    one, other = make_topic(), make_topic("peace", "Peace", "Мир")
    published_about(f"topic:{one.pk}")
    address = reverse("admin:news_topic_join", args=[one.pk])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(factories.writer())
    assert client.post(address, {"into": other.pk}).status_code == 403
    client.force_login(factories.press_secretary())
    assert "1 text on “Peacekeeping” moves" in page(client, address)
    assert client.post(address, {"into": other.pk}).status_code == 302
    again = client.post(address, {"into": other.pk})
    assert "was joined with" in again.content.decode()
    assert "Its texts are listed under" in page(client, reverse("admin:news_topic_change", args=[one.pk]))


def test_lists_go_along_an_index():
    topic = make_topic()
    published_about(f"topic:{topic.pk}")
    listed = about.listed_under(topic, "en").order_by("-shown_on", "-article_id")[:20]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    plan = json.loads(listed.explain(format="json"))
    assert "news_subject_listed" in json.dumps(plan)
    assert "Sort" not in json.dumps(plan)
