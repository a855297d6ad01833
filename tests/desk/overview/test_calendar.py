"""The calendar: a plan is no promise, and looks like none."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from news import access, plans, releases
from news.models import Release
from publishing import actions, clock, timeline
from tests import factories
from tests.desk.screens import signed_in
from tests.html import squeezed
from tests.press.test_advisories import advisory

pytestmark = pytest.mark.django_db

NOON = timezone.make_aware(datetime.datetime(2026, 12, 10, 12))


def month(client, address="/desk/calendar/?month=2026-12"):
    return squeezed(client.get(address).content.decode())


def at(date, time):
    return {"planned_for_0": date, "planned_for_1": time, "planned_for_2": "Europe/Moscow"}


def entries(page):
    """Return [(look, words before the title)] of the entries in the grid."""
    grid = page.split('<ol class="days', 1)[1]
    return re.findall(r'class="entry entry--(\w+)"><span class="entry__what">([^<]*)</span>', grid)


@pytest.fixture(autouse=True)
def _december():
    with clock.moved_to(timezone.make_aware(datetime.datetime(2026, 12, 9, 9))):
        yield


def test_planned_scheduled_and_published_differ_in_look_and_words():
    plans.plan(factories.edition(title="Meant"), by=factories.writer(), at=NOON)
    factories.publish(factories.edition(title="Promised"), at=NOON + datetime.timedelta(hours=1))
    factories.published(title="Out")
    factories.meeting(held_on=datetime.date(2026, 12, 10))
    assert entries(month(signed_in(factories.press_secretary()))) == [
        ("published", "09:00 Published EN"),
        ("meeting", "Meeting"),
        ("planned", "12:00 Planned EN"),
        ("scheduled", "13:00 Scheduled EN"),
    ]


def test_languages_that_go_out_together_are_one_entry():
    english = factories.edition("en", title="Meant")
    russian = factories.edition("ru", article=english.article, title="Задумано")
    for draft in (english, russian):
        plans.plan(draft, by=factories.writer(), at=NOON)
    assert entries(month(signed_in(factories.writer()))) == [("planned", "12:00 Planned EN, RU")]


def test_a_plan_is_moved_by_a_form_and_taken_back():
    draft = factories.edition()
    client = signed_in(factories.writer())
    address = reverse("admin:calendar-plan", args=[draft.article_id])
    client.post(address, at("2026-12-10", "12:00"))
    draft.refresh_from_db()
    assert draft.planned_for == NOON
    assert address in month(client)
    client.post(address, at("", ""))
    draft.refresh_from_db()
    assert draft.planned_for is None
    assert timeline.of(draft).first().note == "No longer planned"


def test_a_plan_publishes_nothing_and_ends_no_approval(client):
    draft = factories.approve(factories.edition())
    plans.plan(draft, by=factories.writer(), at=NOON)
    draft.refresh_from_db()
    assert draft.is_approved
    with clock.moved_to(NOON + datetime.timedelta(days=1)):
        assert client.get(draft.get_absolute_url()).status_code == 404


def test_what_is_scheduled_has_no_plan():
    scheduled = factories.published(at=NOON)
    with pytest.raises(actions.Refused, match="Only a draft can be planned"):
        plans.plan(scheduled, by=factories.writer(), at=NOON)
    response = signed_in(factories.writer()).post(
        reverse("admin:calendar-plan", args=[scheduled.article_id]),
        at("2026-12-10", "12:00"),
    )
    assert "Only a draft can be planned" in squeezed(response.content.decode())


def test_a_translator_plans_nothing():
    address = reverse("admin:calendar-plan", args=[factories.edition().article_id])
    assert signed_in(factories.translator()).get(address).status_code == 403


def test_a_plan_of_a_limited_article_is_not_told():
    draft = factories.edition(title="Hush")
    plans.plan(draft, by=factories.writer(), at=NOON)
    access.limit(draft.article, [factories.writer()], by=factories.writer())
    assert "Hush" not in month(signed_in(factories.press_secretary()))
    assert "Hush" in month(signed_in(factories.writer()))


def test_the_week_and_the_month_lead_to_each_other():
    client = signed_in(factories.writer())
    page = month(client)
    assert "December 2026" in page
    assert "?week=2026-12-09" in page
    assert "?month=2026-11" in page
    assert "?month=2027-01" in page
    week = month(client, "/desk/calendar/?week=2026-12-09")
    assert week.count('class="day__date"') == 7
    assert "?week=2026-12-06" in week


@pytest.mark.parametrize("wrong", ["?month=2026-13", "?week=yesterday", "?month=", "?month=99999-01"])
def test_a_month_there_is_not_is_not_found(wrong):
    assert signed_in(factories.writer()).get(f"/desk/calendar/{wrong}").status_code == 404


def test_a_busy_day_says_how_many_more_there_are():
    for _ in range(10):
        factories.published()
    page = month(signed_in(factories.writer()))
    assert len(entries(page)) == 8
    assert "and 2 more" in page


def test_the_queries_do_not_grow_with_the_entries(django_assert_max_num_queries):
    client = signed_in(factories.writer())
    for _ in range(5):
        factories.published()
    month(client)
    with django_assert_max_num_queries(20):
        month(client)


def test_the_week_moves_what_may_be_moved_by_a_form_that_says_what_it_does():
    secretary = factories.press_secretary()
    plan = factories.edition(title="Meant")
    plans.plan(plan, by=factories.writer(), at=NOON)
    scheduled = factories.publish(factories.edition(title="Promised"), at=NOON)
    packed = factories.approve(factories.edition(title="Packed"))
    package = releases.start("Council", by=secretary, languages=Release.Languages.FOLLOWS)
    releases.add(package, packed, by=secretary)
    releases.release(package, at=NOON, by=secretary)
    briefing = advisory(held_on=NOON.date(), title={"en": "Briefing", "ru": "Брифинг"})
    night = {"starts_at": datetime.time(20), "zone": "America/New_York", "contact": briefing.contact}
    advisory(public=False, held_on=NOON.date(), title={"en": "Night", "ru": "Ночь"}, **night)
    advisory(held_on=datetime.date(2026, 12, 8), title={"en": "Held", "ru": "Было"}, contact=briefing.contact)
    client = signed_in(secretary)
    page = month(client, "/desk/calendar/?week=2026-12-10")
    ways = {
        "Meant": f"/desk/calendar/plan/{plan.article_id}/?to=",
        "Promised": f"/desk/news/article/{scheduled.article_id}/do/reschedule/?languages=en&amp;to=",
        "Briefing": f"/desk/press/advisory/{briefing.pk}/change/?to=",
    }
    cards = {
        card[1]: card[0]
        for card in re.findall(r'<li([^>]*) class="entry entry--\w+">.*?<a href="[^"]*">(.*?)</a>', page)
    }
    assert {name: cards[name] for name in ways} == {name: f' data-move="{way}"' for name, way in ways.items()}
    assert cards["Packed"] == cards["Held"] == ""
    assert "20:00 Media advisory" not in page
    friday = page.split('data-day="2026-12-11"')[1].split("data-day=")[0]
    assert "04:00 Media advisory: not public" in friday
    # Nothing changes by going there; each form has the new day at the old hour, and says what it does.
    for name, way in ways.items():
        form = client.get(way.replace("&amp;", "&") + "2026-12-12").content.decode()
        assert 'value="2026-12-12"' in form, name
    assert "The date is set to 12 December 2026 here. Nothing is changed until you save." in squeezed(form)
    assert client.get(ways["Briefing"] + "yesterday").status_code == 200
    before = [plan.planned_for, scheduled.live_from, briefing.held_on]
    for thing in (plan, scheduled, briefing):
        thing.refresh_from_db()
    assert [plan.planned_for, scheduled.live_from, briefing.held_on] == before
    assert "data-move" not in month(signed_in(factories.translator()), "/desk/calendar/?week=2026-12-10")
