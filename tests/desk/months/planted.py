"""A November 2018 that was counted by hand, with what happened one second outside of it."""

import datetime
import zoneinfo

from news.models import Edition
from press import accreditation, enquiries
from publishing import actions, clock
from tests import factories
from tests.press.enquiring import enquiry
from tests.press.test_advisories import advisory, request_for

MOSCOW = zoneinfo.ZoneInfo("Europe/Moscow")
NIGHT = (23, 59, 59)

# What count() is to find, by name. See plant() for each.
NOVEMBER = {
    "texts": 4,
    "by_section": {"permanent-council": 3, "press-office": 1},
    "by_genre": {"report": 3, "announcement": 1},
    "by_language": {"en": 3, "ru": 3},
    "missing": {"ru": 2, "en": 1},
    "reports": 2,
    "report_seconds": 9000,  # between an hour and a half, and three and a half
    "notes": {"correction": 2},
    "correction_seconds": 133_200,  # between two hours and three days
    "withdrawals": 1,
    "photos": 2,
    "photos_undescribed": 1,
    "enquiries": 4,
    "enquiries_due": 2,
    "enquiries_in_time": 1,
    "answer_seconds": 7200,  # between an hour and three
    "accreditation": 3,
    "accredited": 1,
    "declined": 1,
    "alerts": 0,
    "emails_sent": 0,
    "emails_rejected": 0,
    "emails_returned": 0,
    "links": {},
    "fetched": {},
    "cuttings": {},
    "cuttings_by_day": [],
}


def at(month, day, hour=12, minute=0, second=0, year=2018):
    """Have the clock show a time in Moscow, for the length of a block."""
    return clock.moved_to(datetime.datetime(year, month, day, hour, minute, second, tzinfo=MOSCOW))


def publish(*moment, language="en", translated=None, year=2018, **facts):
    """Make a text public at a moment in Moscow; `translated` is the one that it is a version of."""
    with at(*moment, year=year):
        if translated:
            facts |= {"article": translated.article, "section": translated.section, "genre": translated.genre}
        return factories.publish(factories.edition(language, **facts))


def plant():
    """Make October, November and the first of December 2018, and one text a year before."""
    _texts()
    _enquiries()
    _accreditation()


def _texts():
    publish(11, 30, *NIGHT, year=2017)
    publish(12, 1, 0, year=2017)
    earlier = publish(10, 31, *NIGHT, genre="comment")
    office = factories.section("press-office", "Press office", "Пресс-служба")
    with at(11, 1, 0):
        described, undescribed = factories.photo(), factories.photo("2.JPG", alt={"en": "A hall."})
        first = factories.edition(section=office)
        factories.show(undescribed, first)
        factories.publish(first)
    with at(11, 1, 2):
        factories.publish(factories.correction(first))
    publish(11, 2, language="ru", translated=earlier)
    with at(11, 5):
        taken_over = factories.edition()
        Edition.objects.filter(pk=taken_over.pk).update(imported_on=datetime.date(2018, 11, 5))
        taken_over.refresh_from_db()
        factories.publish(taken_over)
        factories.publish(factories.page())
    with at(11, 27, 9):
        on_time = {"starts_at": datetime.time(10), "ends_at": datetime.time(12)}
        sitting = factories.meeting(held_on=datetime.date(2018, 11, 27), **on_time)
        next_sitting = factories.meeting(held_on=datetime.date(2018, 11, 28), starts_at=datetime.time(9))
    with at(11, 27, 13, 30):
        report = factories.edition(meeting=sitting)
        factories.show(described, report)
        factories.show(undescribed, report, 1)
        factories.publish(report)
    publish(11, 27, 14, language="ru", translated=report, meeting=sitting)
    short = publish(11, 28, 12, 30, language="ru", meeting=next_sitting)
    with at(11, 30):
        actions.withdraw(short, by=factories.press_secretary(), reason="It was sent too early.")
    with at(11, 30, 13, 30):
        factories.publish(factories.correction(report))
    last = publish(11, 30, *NIGHT, genre="announcement")
    publish(12, 1, 0, language="ru", translated=last)
    publish(12, 1, 0)
    with at(12, 1, 0):
        factories.publish(factories.correction(last))


def _enquiries():
    secretary = factories.press_secretary()
    noon = datetime.datetime(2018, 11, 10, 12, tzinfo=MOSCOW)
    for hour in (11, 13):
        with at(11, 10, 10):
            asked = enquiry(deadline=noon)
        with at(11, 10, hour):
            enquiries.answer(asked, "Yes.", by=secretary)
    with at(11, 5):
        enquiries.close(enquiry(), by=secretary, reason="It was an advertisement.")
    with at(11, 30, 23):
        enquiry(deadline=noon + datetime.timedelta(days=21))


def _accreditation():
    secretary = factories.press_secretary()
    with at(11, 20):
        event = advisory()
        accreditation.approve(request_for(event), by=secretary)
        accreditation.refuse(request_for(event, email="b@paper.example"), by=secretary, reason="The hall is full.")
        request_for(event, email="c@paper.example")
