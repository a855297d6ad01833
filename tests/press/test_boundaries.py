"""The pages in memory are made anew when duty, hours or the time to ask turn, without anybody doing anything."""

import datetime

import pytest

from press import boundaries
from press.models import Opening, Shift
from publishing import clock
from tests import factories
from tests.press.test_advisories import advisory

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def test_nothing_is_on_record():
    assert boundaries.next_change(clock.now()) is None


def test_the_nearest_change_comes_first():
    now = datetime.datetime(2026, 11, 25, 9, 30, tzinfo=datetime.UTC)
    contact = factories.contact()
    Opening.objects.create(contact=contact, opens=datetime.time(9), closes=datetime.time(18))
    # 18:00 in Moscow is 15:00 UTC.
    assert boundaries.next_change(now) == datetime.datetime(2026, 11, 25, 15, tzinfo=datetime.UTC)
    Shift.objects.create(contact=contact, starts=now + HOUR, ends=now + 2 * HOUR)
    assert boundaries.next_change(now) == now + HOUR
    assert boundaries.next_change(now + HOUR) == now + 2 * HOUR


def test_the_end_of_the_time_to_ask_is_a_change():
    event = advisory()
    assert boundaries.next_change(clock.now()) == event.requests_until
