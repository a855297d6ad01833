"""The week ahead: what is on in the next seven days, and what has changed since yesterday, as the record has it."""

import datetime

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from council.models import Meeting
from identity.models import Identity
from news.models import Edition
from news.week import entries
from press.models import Advisory
from publishing import actions, amendments, clock
from publishing.visitors import as_visitor
from tests import factories
from tests.html import squeezed
from tests.press.test_advisories import advisory as of_factory
from tests.press.test_advisories import contact

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 11, 30)
ONE_DAY = datetime.timedelta(days=1)
LONG_AGO = datetime.datetime(2026, 11, 20, 9, tzinfo=datetime.UTC)


def morning(day):
    return datetime.datetime.combine(day, datetime.time(6), datetime.UTC)  # nine in Moscow


def day_of(number):
    return MONDAY + number * ONE_DAY


def advisory(day, at=LONG_AGO, **facts):
    """Publish an advisory at the instant `at`, years before the tests are run or after."""
    facts.setdefault("requests_until", morning(day) - ONE_DAY)
    with clock.moved_to(at):
        return of_factory(held_on=day, **facts)


def meeting(day, at=LONG_AGO, **facts):
    with clock.moved_to(at):
        return factories.meeting(held_on=day, bodies=[factories.body()], **facts)


def change(thing, at, **facts):
    """Change something public as the desk does, with a note for readers."""
    with clock.moved_to(at):
        note = {"en": "The hour is another.", "ru": "Изменено время."}
        with amendments.amending(by=factories.press_secretary(), kind=amendments.Kind.UPDATE, note=note):
            for name, value in facts.items():
                setattr(thing, name, value)
            thing.save()


def shown(at=None, language="en"):
    """Return {name: entry} of what a visitor is shown at the instant `at` (default: Monday morning)."""
    with clock.moved_to(at or morning(MONDAY)), as_visitor(), override(language):
        return {entry.name: entry for day in entries.ahead().days for entry in day.entries}


def read(client, path="/en/press/week/", at=None):
    with clock.moved_to(at or morning(MONDAY)):
        return client.get(path)


def test_a_week_has_public_meetings_and_advisories_of_seven_days_and_nothing_of_the_desk(client):
    press = contact()
    advisory(day_of(0), title={"en": "Briefing today", "ru": "Брифинг"}, contact=press)
    advisory(day_of(6), title={"en": "Sunday walk", "ru": "Прогулка"}, contact=press)
    advisory(day_of(7), title={"en": "Next Monday", "ru": "Через неделю"}, contact=press)
    advisory(day_of(-1), title={"en": "Last Sunday", "ru": "Вчера"}, contact=press)
    advisory(day_of(2), title={"en": "A secret draft", "ru": "Черновик"}, contact=press, public=False)
    council = meeting(day_of(1), starts_at=datetime.time(11), place={"en": "Moscow", "ru": "Москва"})
    factories.edition(title="Planned report", planned_for=morning(day_of(1)), meeting=council)
    announced = factories.edition(title="Council meets", genre=Edition.Genre.ANNOUNCEMENT, meeting=council)
    factories.edition(title="An announcement in a drawer", genre=Edition.Genre.ANNOUNCEMENT, meeting=council)
    with clock.moved_to(LONG_AGO):
        factories.publish(announced)
    with clock.moved_to(morning(MONDAY)), as_visitor(), override("en"):
        week = entries.ahead()
    assert [(day.date, [entry.name for entry in day.entries]) for day in week.days if day.entries] == [
        (day_of(0), ["Briefing today"]),
        (day_of(1), [council.name]),
        (day_of(6), ["Sunday walk"]),
    ]
    assert [text.title for text in shown()[council.name].announced] == ["Council meets"]
    page = squeezed(read(client).content.decode())
    for words in (
        "Briefing today",
        "Sunday walk",
        "Council meets",
        "11:00",
        "Tuesday, 1 December 2026",
        "Requests until",
    ):
        assert words in page
    for words in ("Next Monday", "Last Sunday", "secret", "Planned report", "drawer", "since yesterday."):
        assert words not in page
    russian = squeezed(read(client, "/ru/press/week/").content.decode())
    assert "Брифинг" in russian
    assert "Прогулка" in russian
    # In a language in which nothing is written, it stands in the nearest one.
    assert "Брифинг" in shown(language="kk")


def test_what_has_changed_since_yesterday_is_said_as_the_record_has_it(client):
    press, yesterday = contact(), morning(day_of(-1))
    facts = {"contact": press, "starts_at": datetime.time(15)}
    later = advisory(day_of(2), title={"en": "Later", "ru": "Позже"}, **facts)
    other_day = advisory(day_of(1), title={"en": "Another day", "ru": "Иной день"}, **facts)
    away = advisory(day_of(3), title={"en": "Away", "ru": "Прочь"}, **facts)
    off = advisory(day_of(3), title={"en": "Off", "ru": "Нет"}, **facts)
    back = advisory(day_of(4), title={"en": "There and back", "ru": "Туда и обратно"}, **facts)
    earlier = advisory(day_of(4), title={"en": "Moved long ago", "ru": "Давно"}, **facts)
    council = meeting(day_of(1), starts_at=datetime.time(11))
    advisory(day_of(5), at=yesterday, title={"en": "Fresh", "ru": "Новое"}, **facts)
    change(earlier, LONG_AGO + ONE_DAY, held_on=day_of(5))
    change(later, yesterday, starts_at=datetime.time(16, 30))
    change(other_day, yesterday, held_on=day_of(4), starts_at=datetime.time(10))
    change(away, morning(MONDAY), held_on=day_of(20))
    change(off, morning(MONDAY), cancelled_because={"en": "The guest is ill.", "ru": "Гость болен."})
    for hour in (18, 15):
        change(back, yesterday, starts_at=datetime.time(hour))
    change(council, yesterday, course=Meeting.Course.POSTPONED, reason={"en": "Fog.", "ru": "Туман."})
    found = shown(morning(MONDAY) + datetime.timedelta(minutes=1))
    assert {name: (entry.standing, entry.changes) for name, entry in found.items()} == {
        "Later": ("", ["15:00 → 16:30"]),
        "Another day": ("Moved from 1 December 2026", ["1 December 2026, 15:00 → 4 December 2026, 10:00"]),
        "Away": ("Moved to 20 December 2026", ["3 December 2026, 15:00 → 20 December 2026, 15:00"]),
        "Off": ("Cancelled", ["3 December 2026, 15:00 → cancelled"]),
        "There and back": ("", []),
        "Moved long ago": ("Moved from 4 December 2026", []),
        council.name: (
            "Postponed, the new date is not known",
            ["1 December 2026, 11:00 → postponed, the new date is not known"],
        ),
        "Fresh": ("", []),
    }
    assert [name for name, entry in found.items() if entry.is_new] == ["Fresh"]
    assert found["Off"].because == "The guest is ill."
    assert found[council.name].because == "Fog."
    page = squeezed(read(client).content.decode())
    for words in ("Changed since yesterday: 15:00 → 16:30", "New since yesterday", "The hour is another.", "Moved to"):
        assert words in page
    # On Wednesday none of it is news any more, and what went to another week is not on the page.
    wednesday = shown(morning(day_of(2)))
    assert not any(entry.is_new or entry.is_changed for entry in wednesday.values())
    assert "Away" not in wednesday


def test_hours_are_the_office_s_over_midnight_and_over_a_change_of_the_clocks():
    press = contact()
    night = {"starts_at": datetime.time(23), "ends_at": datetime.time(1)}
    advisory(day_of(-1), title={"en": "Long night", "ru": "Ночь"}, contact=press, **night)
    advisory(
        day_of(0), title={"en": "New York evening", "ru": "Вечер"}, contact=press, zone="America/New_York", **night
    )
    meeting(day_of(3))
    found = shown()
    assert found["Long night"].day == MONDAY
    assert found["Long night"].hours == "29 November 2026, 23:00–01:00"
    abroad = found["New York evening"]
    assert (abroad.day, abroad.hours, abroad.local) == (
        day_of(1), "07:00–09:00", "30 November 2026, 23:00, New York",
    )  # fmt: skip
    assert next(entry for entry in found.values() if entry.is_meeting).hours == ""
    # In New York the clocks go back on 1 November, in Moscow never: the same hour there is another one here.
    for day, hours in [(datetime.date(2026, 10, 30), "18:00"), (datetime.date(2026, 11, 2), "19:00")]:
        facts = {"contact": press, "zone": "America/New_York", "starts_at": datetime.time(11)}
        advisory(day, at=LONG_AGO - 40 * ONE_DAY, title={"en": f"Noon {hours}", "ru": "Полдень"}, **facts)
    clocks = shown(morning(datetime.date(2026, 10, 29)))
    assert {name: entry.hours for name, entry in clocks.items()} == {"Noon 18:00": "18:00", "Noon 19:00": "19:00"}


def test_the_paper_and_the_calendar_have_the_same_and_a_part_switched_off_has_neither(client):
    press = contact()
    moved = advisory(day_of(2), title={"en": "Briefing", "ru": "Брифинг"}, contact=press)
    advisory(day_of(9), title={"en": "Later one", "ru": "Позже"}, contact=press)
    meeting(day_of(1), starts_at=datetime.time(11))
    change(moved, morning(day_of(-1)), starts_at=datetime.time(16, 30))
    paper = read(client, "/en/press/week/week.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert paper["Content-Disposition"] == 'inline; filename="week-2026-11-30.pdf"'
    with clock.moved_to(morning(MONDAY)):
        assert client.get("/en/press/week/week.pdf", headers={"if-none-match": paper["ETag"]}).status_code == 304
    events = {
        str(event["summary"]): event
        for event in icalendar.Calendar.from_ical(read(client, "/en/press/week/calendar.ics").content).events
    }
    assert len(events) == 3
    assert events["Briefing"]["SEQUENCE"] == 1
    assert events["Briefing"].decoded("dtstart").strftime("%d.%m.%Y %H:%M") == "02.12.2026 16:30"
    empty = read(client, at=LONG_AGO - 300 * ONE_DAY)
    assert "Nothing is announced for these days." in empty.content.decode()
    assert read(client, "/en/press/week/week.pdf", at=LONG_AGO - 300 * ONE_DAY).status_code == 200
    home = "/en/press/week/"
    assert home in read(client, "/en/").content.decode()
    assert home in read(client, "/en/press/").content.decode()
    Identity.objects.update(switched_off=["council"])
    assert list(shown()) == ["Briefing"]
    Identity.objects.update(switched_off=["week"])
    assert [read(client, home + end).status_code for end in ("", "week.pdf", "calendar.ics")] == [404, 404, 404]
    assert home not in read(client, "/en/").content.decode()


def test_a_withdrawn_advisory_leaves_the_week_and_its_earlier_dates_go_with_it():
    event = advisory(day_of(2), title={"en": "Briefing", "ru": "Брифинг"})
    change(event, morning(day_of(-1)), starts_at=datetime.time(16, 30))
    assert shown()["Briefing"].changes
    with clock.moved_to(morning(MONDAY) - datetime.timedelta(hours=1)):
        actions.withdraw(event, by=factories.press_secretary(), reason="Invited too many.")
    assert shown() == {}
    with clock.moved_to(morning(MONDAY)), as_visitor():
        assert not Advisory.date_changes.rel.related_model.objects.exists()


def test_ten_thousand_past_advisories_cost_the_page_no_question(client):
    event = advisory(day_of(1), title={"en": "Briefing", "ru": "Брифинг"})
    read(client)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            read(client, "/en/press/week/calendar.ics")
            assert "Briefing" in read(client).content.decode()
        return len(asked)

    before = questions()
    past = [
        Advisory(
            title=event.title, place=event.place, access=event.access, contact=event.contact, zone=event.zone,
            held_on=datetime.date(2024, 12, 1) - number % 3000 * ONE_DAY, starts_at=event.starts_at,
            requests_until=LONG_AGO - 900 * ONE_DAY, live_from=LONG_AGO - 900 * ONE_DAY,
        )
        for number in range(10_000)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        Advisory.objects.bulk_create(past, batch_size=2000)
        cursor.execute("ANALYZE press_advisory")
    assert questions() == before
    with clock.moved_to(morning(MONDAY)), as_visitor():
        near = Advisory.objects.public().filter(held_on__range=[day_of(-1), day_of(7)])
        assert "press_advisory_day" in near.explain()
