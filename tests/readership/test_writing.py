"""What processes have counted becomes sums: of all of them, by hour and day of the press office."""

import datetime
import re

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from publishing import clock
from readership import folding, writing
from readership.counts import Counts, Thing
from readership.models import Reading, Unfound
from readership.writing import Writer
from tests import factories
from tests.page_cache.processes import node

BROWSER = {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": "Mozilla/5.0 (X11)"}
PROGRAM = {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": "curl/8.0"}
ARTICLE = Thing("page", "article", 7, "en")


def at(said):
    return timezone.make_aware(datetime.datetime.fromisoformat(said))


def writer_of(*counted, since=None):
    """Return a Writer of a process of its own, which has counted each (thing, request)."""
    writer = Writer(Counts())
    for thing, asked in counted:
        writer.source.count(thing, asked)
    writer._since = since or writer._since
    return writer


def rows(**wanted):
    return {
        (str(row.day), row.hour, row.kind, row.number, row.is_program): row.times
        for row in Reading.objects.filter(**wanted)
    }


@pytest.mark.django_db
def test_processes_add_up_by_hour_and_day_of_the_press_office():
    late = at("2026-12-31T23:59:30")  # 20:59 in UTC
    writer_of((ARTICLE, BROWSER), (ARTICLE, PROGRAM), since=late).write_down()
    other = writer_of((ARTICLE, BROWSER), (ARTICLE, BROWSER), since=late)
    other.write_down()
    other.write_down()  # there is nothing left
    other.source.count(ARTICLE, BROWSER)
    other._since = late + datetime.timedelta(seconds=31)
    other.write_down()
    assert rows() == {
        ("2026-12-31", 23, "page", 7, False): 3,
        ("2026-12-31", 23, "page", 7, True): 1,
        ("2027-01-01", 0, "page", 7, False): 1,
    }
    assert writing.seconds_to_wait(late) == pytest.approx(30.05)
    assert writing.seconds_to_wait(at("2026-12-31T12:00:00.1")) == writing.WRITE_SECONDS == 60


@pytest.mark.django_db
def test_an_hour_that_the_clock_repeats_holds_what_both_have(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        for hour in (0, 1):  # in UTC: half past two, twice
            since = datetime.datetime(2026, 10, 25, hour, 30, tzinfo=datetime.UTC)
            writer_of((ARTICLE, BROWSER), since=timezone.localtime(since)).write_down()
    assert rows() == {("2026-10-25", 2, "page", 7, False): 2}


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_written_waits_and_what_is_too_much_is_dropped_and_told(monkeypatch):
    monkeypatch.setattr(writing, "MAX_WAITING", 2)
    writer = writer_of((ARTICLE, BROWSER), (ARTICLE, BROWSER), since=at("2026-12-01T10:00"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE readership_reading RENAME TO readership_away")
    try:
        with pytest.raises(DatabaseError):
            writer.write_down()
        for number in (7, 8, 9):
            writer.source.count(ARTICLE._replace(number=number), BROWSER)
        writer._since = at("2026-12-01T10:01")
        with pytest.raises(DatabaseError):
            writer.write_down()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE readership_away RENAME TO readership_reading")
    writer.write_down()
    writer.write_down()
    assert rows() == {("2026-12-01", 10, "page", 7, False): 3, ("2026-12-01", 10, "page", 8, False): 1}
    assert writer.dropped == 1


@pytest.mark.django_db
def test_words_are_written_when_they_were_asked_three_times_on_a_day():
    def search(words, times):
        for _time in range(times):
            writer.source.count(Thing("page", "search", 0, "ru", words), BROWSER)

    def found():
        return {row.words: row.times for row in Unfound.objects.all()}

    writer = writer_of(since=at("2026-12-01T10:00"))
    search("редкое", 2), search("частое", 3)
    writer.write_down()
    assert found() == {"частое": 3}
    writer._since = at("2026-12-01T11:00")
    search("редкое", 1), search("частое", 2)
    writer.write_down()
    assert found() == {"частое": 5, "редкое": 3}
    writer._since = at("2026-12-02T10:00")  # and on the next day they begin anew
    search("редкое", 2)
    writer.write_down()
    assert found() == {"частое": 5, "редкое": 3}
    assert sum(rows().values()) == 10


@pytest.mark.django_db
def test_hours_become_days_after_some_weeks_and_no_reading_is_lost():
    today = clock.today()
    old, young = (today - datetime.timedelta(days=folding.HOURS_KEPT_DAYS + back) for back in (1, 0))
    for day in (old, young):
        for hour in (9, 10):
            writer_of((ARTICLE, BROWSER), (ARTICLE, PROGRAM), since=at(f"{day}T{hour:02}:00")).write_down()
    Unfound.objects.create(day=today - datetime.timedelta(days=91), language="en", words="old", times=3)
    Unfound.objects.create(day=today, language="en", words="new", times=3)
    for _time in range(2):
        folding.fold()
        assert rows(day=old) == {(str(old), None, "page", 7, False): 2, (str(old), None, "page", 7, True): 2}
        assert len(rows(day=young)) == 4
    writer_of((ARTICLE, BROWSER), since=at(f"{old}T11:00")).write_down()  # of a process that could not write for long
    folding.fold()
    assert rows(day=old, is_program=False) == {(str(old), None, "page", 7, False): 3}
    assert [row.words for row in Unfound.objects.all()] == ["new"]


@pytest.mark.django_db(transaction=True)
def test_two_nodes_add_up_and_one_that_is_killed_loses_only_what_it_had_not_written():
    edition = factories.published(title="The Council met")
    page = edition.get_absolute_url()
    one, other = node().start(), node().start()
    try:
        for server in (one, other):
            server.wait("/healthz")
        for server, times in ((one, 4), (other, 3)):
            for _time in range(times):
                assert server.get(page, User_Agent="Mozilla/5.0 (X11)").status == 200
        one.get(page, User_Agent="curl/8.0")
        one.stop()
        assert sorted(rows(about="article").values()) == [1, 4]
        metrics = other.get("/metrics").text
        assert re.search(r"newsroom_readings_dropped_total\{.*\} 0\.0", metrics)
        other.kill()
        assert sorted(rows(about="article").values()) == [1, 4]
        other.start().wait("/healthz")
        for _time in range(2):
            other.get(page, User_Agent="Mozilla/5.0 (X11)")
        other.stop()
        assert sorted(rows(about="article").values()) in ([1, 6], [1, 2, 4])  # the hour may have changed
    finally:
        one.stop(), other.stop()
