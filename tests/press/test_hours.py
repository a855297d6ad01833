"""Opening hours as data: open now, and until when, on whose clock."""

import datetime

import pytest

from press import hours
from press.models import Contact, Opening, SpecialDay
from publishing import clock, moments
from tests import factories
from tests.written import switch_on

pytestmark = pytest.mark.django_db

TIME = datetime.time
DAY = datetime.date
MONDAY, FRIDAY, SATURDAY = DAY(2026, 11, 23), DAY(2026, 11, 27), DAY(2026, 11, 28)


@pytest.fixture
def contact():
    made = factories.contact()
    Opening.objects.create(contact=made, first_day=0, last_day=4, opens=TIME(9), closes=TIME(18))
    return made


def hours_in_words(contact, day, time, zone=moments.OURS):
    contact = Contact.objects.prefetch_related("openings").get(pk=contact.pk)
    return str(hours.of_all([contact], moments.first_at(day, time, zone)).get(contact.pk))


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        (MONDAY, TIME(8, 59), "Closed now, opens today at 09:00 Moscow, 06:00 UTC"),
        (MONDAY, TIME(9), "Open now until 18:00 Moscow, 15:00 UTC"),
        (MONDAY, TIME(17, 59), "Open now until 18:00 Moscow, 15:00 UTC"),
        (MONDAY, TIME(18), "Closed now, opens on 24 November 2026 (Tuesday) at 09:00 Moscow, 06:00 UTC"),
        (FRIDAY, TIME(18), "Closed now, opens on 30 November 2026 (Monday) at 09:00 Moscow, 06:00 UTC"),
        (SATURDAY, TIME(12), "Closed now, opens on 30 November 2026 (Monday) at 09:00 Moscow, 06:00 UTC"),
    ],
)
def test_a_contact_is_open_in_its_hours_and_says_when_that_changes(contact, day, time, words):
    assert hours_in_words(contact, day, time) == words


def test_a_holiday_closes_all_and_a_day_of_ones_own_goes_before_it(contact):
    SpecialDay.objects.create(first_day=MONDAY, last_day=DAY(2026, 11, 24), name={"en": "Holiday"})
    assert "25 November 2026 (Wednesday)" in hours_in_words(contact, MONDAY, TIME(12))
    SpecialDay.objects.create(first_day=MONDAY, last_day=MONDAY, opens=TIME(10), closes=TIME(14), contact=contact)
    assert hours_in_words(contact, MONDAY, TIME(12)) == "Open now until 14:00 Moscow, 11:00 UTC"
    SpecialDay.objects.create(first_day=SATURDAY, last_day=SATURDAY, opens=TIME(10), closes=TIME(14))
    assert "Open now" in hours_in_words(contact, SATURDAY, TIME(12))
    SpecialDay.objects.create(first_day=SATURDAY, last_day=SATURDAY, contact=contact)
    assert "Closed now" in hours_in_words(contact, SATURDAY, TIME(12)), "this contact does not work on it"


def test_hours_that_touch_at_midnight_are_one(contact):
    Opening.objects.all().delete()
    Opening.objects.create(contact=contact, first_day=0, last_day=0, opens=TIME(20), closes=TIME(0))
    Opening.objects.create(contact=contact, first_day=1, last_day=1, opens=TIME(0), closes=TIME(6))
    assert (
        hours_in_words(contact, MONDAY, TIME(22))
        == "Open now until 24 November 2026 (Tuesday), 06:00 Moscow, 03:00 UTC"
    )
    Opening.objects.all().delete()
    Opening.objects.create(contact=contact, first_day=0, last_day=6, opens=TIME(0), closes=TIME(0))
    assert hours_in_words(contact, MONDAY, TIME(22)) == "Open 24 hours"


def test_the_hours_follow_the_clocks_of_their_zone_when_these_are_put_forward(contact):
    Contact.objects.update(zone="Europe/Brussels")
    before, after = DAY(2027, 3, 26), DAY(2027, 3, 29)  # in between, Brussels puts its clocks forward
    assert hours_in_words(contact, before, TIME(10), "Europe/Brussels") == "Open now until 18:00 Brussels, 17:00 UTC"
    assert hours_in_words(contact, after, TIME(10), "Europe/Brussels") == "Open now until 18:00 Brussels, 16:00 UTC"


def test_without_hours_on_record_nothing_is_claimed(contact):
    Opening.objects.all().delete()
    assert hours_in_words(contact, MONDAY, TIME(12)) == "None"
    SpecialDay.objects.create(first_day=MONDAY, last_day=MONDAY, opens=TIME(9), closes=TIME(18))
    assert hours_in_words(contact, MONDAY, TIME(12)) == "None"


def test_the_press_centre_says_it_with_the_languages_in_the_readers_own(client, contact):
    switch_on("hy")
    Contact.objects.update(languages=["ru", "en", "hy"])
    with clock.moved_to(moments.first_at(MONDAY, TIME(12), moments.OURS)):
        english, russian, armenian = (client.get(f"/{code}/press/").content.decode() for code in ("en", "ru", "hy"))
    assert "Open now until 18:00 Moscow, 15:00 UTC" in english
    assert "Languages: Russian, English, Armenian" in english
    assert "русский, английский, армянский" in russian
    assert "ռուսերեն, անգլերեն, հայերեն" in armenian
