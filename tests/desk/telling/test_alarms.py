"""Alarms are told once while they last, to administrators and whoever else wants to hear of them."""

import datetime

import pytest
from django.db import connection

from desk.telling import alarms
from publishing import clock, roles
from tests.desk.telling.people import choose, person, text, told
from tests.press.enquiring import HOUR, enquiry

pytestmark = pytest.mark.django_db

WORK = "Alarm: Photographs and emails are not being processed. Tell an administrator."


@pytest.fixture(autouse=True)
def _no_worker():
    run("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    person("boris", roles.PRESS_SECRETARY)
    person("dmitri", roles.ADMINISTRATOR)
    person("anna")


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def a_living_worker():
    run("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def test_administrators_are_told_once_while_it_lasts():
    for minutes in range(3):
        with clock.moved_to(clock.now() + datetime.timedelta(minutes=minutes)):
            alarms.tell()
    assert told() == {"dmitri": [WORK]}
    assert "/desk/" in text("dmitri")


def test_a_secretary_hears_of_them_who_wants_to_and_a_writer_never():
    choose(person("boris", roles.PRESS_SECRETARY), alarm=True)
    choose(person("anna"), alarm=True)
    choose(person("dmitri", roles.ADMINISTRATOR), alarm=False)
    alarms.tell()
    assert told() == {"boris": [WORK]}


def test_what_comes_and_goes_is_told_again_only_after_an_hour_without_it():
    now = clock.now()
    for minutes, lasts, expected in [(0, True, 1), (10, False, 1), (20, True, 1), (30, False, 1), (100, True, 2)]:
        run("TRUNCATE procrastinate_workers CASCADE")
        if not lasts:
            a_living_worker()
        with clock.moved_to(now + datetime.timedelta(minutes=minutes)):
            alarms.tell()
        assert sum(subject.startswith(WORK) for subject in told()["dmitri"]) == expected, minutes


def test_the_deadline_of_an_enquiry_is_no_alarm_because_it_is_told_for_itself():
    a_living_worker()
    enquiry(deadline=clock.now() + HOUR / 4)
    choose(person("boris", roles.PRESS_SECRETARY), alarm=True)
    before = told()
    alarms.tell()
    assert told() == before
