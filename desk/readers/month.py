"""The screen “Readers”: what was read in a month, by whom, in which language, and what was sought in vain."""

import calendar
import dataclasses
import datetime
import re

from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.base.wording import language_name
from desk.readers import titles
from desk.readers.chart import chart
from moving import asked
from publishing import clock, dates
from publishing.dates import Precision
from publishing.languages import first_code
from readership import sums
from readership.folding import HOURS_KEPT_DAYS
from readership.models import About

MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")
TEXTS_SHOWN = 10
WORDS_SHOWN = 10
SITES_SHOWN = 10
ADDRESSES_SHOWN = 10
HOURS = 24


@dataclasses.dataclass(frozen=True)
class Text:
    """A text that was read, as a row. Its bar is as wide as it was read, in per cent of the text that was read most."""

    number: int
    title: str
    lang: str
    languages: str
    people: int
    width: float  # of its bar
    width_first: float  # of the part of it that was read in the office's first language


def page(request, site):
    first = _month(request.GET.get("month", ""))
    last = _end(first)
    today = clock.today()
    rows = sums.pages(first, last)
    days = sums.by_day(rows)
    known = sums.first_day()
    context = {
        **site.each_context(request),
        "title": capfirst(dates.in_words(first, Precision.MONTH)),
        "total": sums.in_all(rows),
        "compared": _compared(first, known),
        "earlier": _before(first) if known and known < first else None,
        "later": last + datetime.timedelta(days=1) if last < today else None,
        "days": _chart_of_days(first, min(last, today), days),
        "hours": _chart_of_hours(sums.by_hour_of_day(rows)),
        "hours_kept": HOURS_KEPT_DAYS,
        "texts": _texts(rows),
        "first_language": language_name(first_code()),
        "languages": _languages(rows),
        "forms": sums.by_form(sums.between(first, last)),
        "elsewhere": _elsewhere(rows),
        "links": sums.links(sums.taken_up(first, last), SITES_SHOWN),
        "fetched": sums.fetched(sums.taken_up(first, last), SITES_SHOWN),
        "unfound": sums.unfound(first, last, WORDS_SHOWN),
        "in_vain": asked.most()[:ADDRESSES_SHOWN] if last >= today else [],
    }
    return TemplateResponse(request, "desk/readers/month.html", context)


def _month(asked_for):
    """Return the first day of the month that is asked for, “2018-11”; of this one for anything else."""
    today = clock.today()
    found = MONTH.fullmatch(asked_for)
    return min(datetime.date(int(found[1]), int(found[2]), 1), today.replace(day=1)) if found else today.replace(day=1)


def _end(first):
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _before(first):
    return (first - datetime.timedelta(days=1)).replace(day=1)


def _compared(first, known):
    """Return how much more or less was read than in the whole month before, in words; '' if that is not to be said."""
    before = _before(first)
    if known is None or known > before or clock.today() <= _end(first):
        return ""
    now, then = sums.in_all(sums.pages(first, _end(first))).people, sums.in_all(sums.pages(before, _end(before))).people
    if not then:
        return ""
    change, month = round(100 * (now - then) / then), dates.month_name(before.month)
    if change > 0:
        return _("%(change)d %% more than in the month before (%(month)s).") % {"change": change, "month": month}
    if change < 0:
        return _("%(change)d %% less than in the month before (%(month)s).") % {"change": -change, "month": month}
    return _("As many as in the month before (%(month)s).") % {"month": month}


def _chart_of_days(first, last, days):
    dates_shown = [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]
    columns = [(dates.in_words(day), str(day.day), days.get(day, sums.NOBODY), ()) for day in dates_shown]
    most = max(dates_shown, key=lambda day: days.get(day, sums.NOBODY).people)
    read = days.get(most, sums.NOBODY).people
    told = _("Most on %(day)s: %(number)d.") % {"day": dates.in_words(most), "number": read} if read else ""
    return chart("days", _("By day"), told, columns)


def _chart_of_hours(hours):
    """Return the Chart of the hours of a day, None where no hour is known any more."""
    if not hours:
        return None
    columns = [(f"{hour}:00", str(hour), hours.get(hour, sums.NOBODY), ()) for hour in range(HOURS)]
    most = max(hours, key=lambda hour: hours[hour].people)
    told = _("Most from %(hour)d:00 on.") % {"hour": most} if hours[most].people else ""
    return chart("hours", _("By hour of the day"), told, columns)


def _texts(rows):
    found = sums.most_read_articles(rows, TEXTS_SHOWN)
    named = titles.of_articles([number for number, _languages in found])
    most = max((_people(languages) for _number, languages in found), default=0)
    return [
        Text(
            number=number,
            title=named[number].title,
            lang=named[number].language,
            languages=", ".join(
                language_name(code) for code in sorted(languages, key=lambda it: -languages[it].people)
            ),
            people=_people(languages),
            width=round(100 * _people(languages) / most, 1),
            width_first=round(100 * languages.get(first_code(), sums.NOBODY).people / most, 1),
        )
        for number, languages in found
    ]


def _people(languages):
    return sum(readers.people for readers in languages.values())


def _languages(rows):
    """Return [(name, per cent)] of what people read, the most read first."""
    found = {code: readers.people for code, readers in sums.by_language(rows).items() if readers.people}
    total = sum(found.values())
    ordered = sorted(found.items(), key=lambda it: -it[1])
    return [(language_name(code), round(100 * people / total)) for code, people in ordered]


def _elsewhere(rows):
    """Return [(words, Readers)] of pages that are no texts, the most read first."""
    found = sums.by_kind_of_record(rows)
    named = [(About(about).label, readers) for about, readers in found.items() if about != About.ARTICLE]
    return sorted(named, key=lambda it: -it[1].people)
