"""A time on a clock somewhere becomes an instant, or a sentence why it cannot."""

import datetime

import pytest
from django.template import Context, Template

from publishing import moments

UTC = datetime.UTC


@pytest.mark.parametrize(
    ("zone", "shown", "instant"),
    [
        ("Europe/Moscow", (2027, 3, 28, 2, 30), (2027, 3, 27, 23, 30)),
        ("Asia/Almaty", (2026, 12, 1, 9, 0), (2026, 12, 1, 4, 0)),
        ("UTC", (2026, 12, 1, 9, 0), (2026, 12, 1, 9, 0)),
        ("Europe/Brussels", (2027, 3, 28, 1, 59), (2027, 3, 28, 0, 59)),
        ("Europe/Brussels", (2027, 3, 28, 3, 0), (2027, 3, 28, 1, 0)),
        ("America/New_York", (2026, 11, 1, 2, 0), (2026, 11, 1, 7, 0)),
    ],
)
def test_a_clock_is_read(zone, shown, instant):
    shown = datetime.datetime(*shown)
    assert moments.at(shown.date(), shown.time(), zone) == datetime.datetime(*instant, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "shown", "reason"),
    [
        ("Europe/Brussels", (2027, 3, 28, 2, 0), "02:00 on 28 March 2027 does not exist in Brussels"),
        ("Europe/Brussels", (2027, 3, 28, 2, 59), "the clocks are put forward"),
        ("America/New_York", (2027, 3, 14, 2, 30), "does not exist in New York"),
        ("Europe/Brussels", (2026, 10, 25, 2, 0), "02:00 on 25 October 2026 exists twice in Brussels"),
        ("Europe/Brussels", (2026, 10, 25, 2, 59), "the clocks are put back"),
        ("America/New_York", (2026, 11, 1, 1, 30), "exists twice in New York"),
        ("America/New_York", (9999, 12, 31, 23, 59), "No calendar here reaches 31 December 9999"),
        ("Asia/Yerevan", (1, 1, 1, 0, 0), "No calendar here reaches"),
    ],
)
def test_a_time_that_no_clock_shows_or_shows_twice_is_refused_with_the_reason(zone, shown, reason):
    shown = datetime.datetime(*shown)
    with pytest.raises(moments.NoSuchMoment) as refused:
        moments.at(shown.date(), shown.time(), zone)
    assert reason in str(refused.value)


def test_our_own_clock_comes_first():
    assert next(iter(moments.ZONES)) == moments.OURS


def test_a_template_prints_days_and_times_on_the_press_offices_clock():
    printed = Template(
        "{% load dates %}{{ moment|figures_of_moment }} {{ hour|clock_time }}|{{ none|figures_of_moment }}"
    )
    moment = datetime.datetime(2018, 11, 26, 22, 30, tzinfo=UTC)  # the 27th in Moscow
    facts = {"moment": moment, "hour": datetime.time(9, 5), "none": None}
    assert printed.render(Context(facts)) == "27.11.2018 09:05|"
