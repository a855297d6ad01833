"""The letters with the plan of the week: on Monday at eight, and on the morning after something has changed in it."""

import datetime

import pytest
from django.test import Client
from django.utils.translation import override

from alerts import jobs, subscribing, topics, weeks
from alerts.models import Subscriber, Topic, WeekAhead
from identity.models import Identity
from mailing.models import Letter
from publishing import actions, clock
from tests import factories
from tests.alerts import readers
from tests.news.test_week import LONG_AGO, advisory, change, contact, day_of, meeting

pytestmark = pytest.mark.django_db


def at(number, hour=8, minute=5):
    """Return an instant on a day of the week, on the clock of the office, which is Moscow's."""
    return datetime.datetime.combine(day_of(number), datetime.time(hour - 3, minute), datetime.UTC)


def reader(address, language="en", asked=LONG_AGO):
    with clock.moved_to(asked):
        return readers.reader(address, WeekAhead(language), language=language)


def compose(when):
    """Do twice what the worker does at an instant; return the letters that are new by then: (to, subject, text)."""
    before = set(Letter.objects.values_list("pk", flat=True))
    with clock.moved_to(when):
        weeks.compose()
        assert weeks.compose() == 0
    found = Letter.objects.exclude(pk__in=before).order_by("to")
    return [(letter.to, letter.subject, " ".join(letter.text.split())) for letter in found]


def test_the_plan_comes_on_monday_and_what_changes_on_the_next_morning_to_those_who_have_it():
    press = contact()
    facts = {"contact": press, "starts_at": datetime.time(15)}
    moved = advisory(day_of(3), title={"en": "Briefing", "ru": "Брифинг"}, **facts)
    gone = advisory(day_of(4), title={"en": "Secret guest", "ru": "Тайный гость"}, **facts)
    advisory(day_of(8), title={"en": "Next week", "ru": "Через неделю"}, **facts)
    meeting(day_of(1), starts_at=datetime.time(11))
    reader("anna@paper.example")
    reader("boris@paper.example", "ru")
    reader("later@paper.example", asked=at(0, 9))
    readers.reader("news@paper.example")
    assert compose(at(0, 7)) == []
    anna, boris = compose(at(0))
    assert anna[:2] == ("anna@paper.example", "The week ahead: 30 November 2026 – 6 December 2026")
    for words in ("15:00 Briefing", "Secret guest", "11:00 Meeting of", "Tuesday, 1 December 2026", "Unsubscribe"):
        assert words in anna[2]
    assert "Next week" not in anna[2]
    assert boris[0] == "boris@paper.example"
    assert "Брифинг" in boris[2]
    assert compose(at(0, 11)) == []
    assert compose(at(1)) == []
    change(moved, at(1, 10), starts_at=datetime.time(16, 30))
    with clock.moved_to(at(1, 11)):
        actions.withdraw(gone, by=factories.press_secretary(), reason="Invited too early.")
    assert compose(at(1, 12)) == []
    told = compose(at(2))
    assert [letter[0] for letter in told] == ["anna@paper.example", "boris@paper.example"]
    assert told[0][1] == "Changes in the week ahead: 2 December 2026"
    for words in (
        "Briefing",
        "15:00 → 16:30",
        "The hour is another.",
        "The entry of 4 December 2026, 15:00 was taken out",
    ):
        assert words in told[0][2]
    assert "Meeting of" not in told[0][2]
    assert "Secret guest" not in told[0][2]
    assert compose(at(3)) == []
    assert [letter[0] for letter in compose(at(7))] == [
        "anna@paper.example", "boris@paper.example", "later@paper.example",
    ]  # fmt: skip


def test_a_week_without_anything_says_so_and_news_of_articles_go_to_nobody_who_wants_the_week_alone():
    reader("anna@paper.example")
    ((to, _subject, text),) = compose(at(0))
    assert to == "anna@paper.example"
    assert "Nothing is announced for these days." in text
    edition = readers.published(title="The Council has met")
    assert topics.of_edition(edition) == []
    Identity.objects.update(switched_off=["week"])
    with clock.moved_to(at(7)):
        jobs.tell_the_week(0)
    assert Letter.objects.count() == 1


def test_the_page_of_the_week_leads_to_a_form_that_asks_for_the_week_and_for_no_rhythm():
    client = Client()
    assert "/en/alerts/?week=1" in client.get("/en/press/week/").content.decode()
    form = client.get("/en/alerts/?week=1").content.decode()
    assert 'name="week" value="1"' in form
    assert "The week ahead, on Monday morning" in form
    assert 'type="radio"' not in form
    assert 'name="section"' not in form
    sent = {"address": "anna@paper.example", "week": "1", "languages": ["en", "ru"], "rhythm": "at_once"}
    assert client.post("/en/alerts/", sent).status_code == 302
    subscriber = Subscriber.objects.get()
    assert set(Topic.objects.values_list("language", "is_week")) == {("en", True), ("ru", True)}
    assert "The week ahead" in Letter.objects.get().text
    subscribing.confirm(subscriber, list(subscriber.subscriptions.values_list("pk", flat=True)), rhythm="daily")
    with override("en"):
        page = client.get(f"/en/alerts/preferences/{readers.links.token(subscriber)}/").content.decode()
    assert page.count("The week ahead –") == 2
    Identity.objects.update(switched_off=["week"])
    assert 'name="week"' not in client.get("/en/alerts/?week=1").content.decode()
