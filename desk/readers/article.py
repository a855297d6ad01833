"""The screen of one text: how often it was read, when, and where its corrections fell."""

import datetime

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from desk.base.wording import language_name
from desk.readers import titles
from desk.readers.chart import chart
from news.models import Edition
from publishing import clock, dates
from readership import sums

MAX_BARS = 62
STEPS = (1, 7, 28, 364)  # days of one bar
FIRST_HOURS = 48


def page(request, site, number):
    editions = list(
        Edition.objects.filter(article=number, live_from__isnull=False, live_from__lte=clock.SiteNow())
        .order_by("live_from")
        .only("article", "number", "language", "change", "live_from", "title")
    )
    if not editions:
        raise Http404("It was never public.")
    named = titles.of_articles([number])[number]
    rows = sums.pages_of_article(number)
    languages = {code: readers for code, readers in sums.by_language(rows).items() if sum(readers)}
    context = {
        **site.each_context(request),
        "title": named.title,
        "lang": named.language if named.language != get_language() else "",
        "article": number,
        "since": sums.counted_since(editions[0].live_from),
        "total": sums.in_all(rows),
        "days": _chart_of_days(editions, sums.by_day(rows)),
        "hours": _chart_of_first_hours(editions, sums.by_hour(rows)),
        "languages": [(language_name(code), readers) for code, readers in languages.items()],
        "forms": sums.by_form(sums.of_article(number)),
    }
    return TemplateResponse(request, "desk/readers/article.html", context)


def _chart_of_days(editions, days):
    """Return the Chart from the first day to today, a bar for as many days as fit."""
    first, today = _day(editions[0]), clock.today()
    whole = (today - first).days + 1
    step = next((step for step in STEPS if whole <= step * MAX_BARS), STEPS[-1])
    columns = []
    for begins in (first + datetime.timedelta(days=number) for number in range(0, whole, step)):
        ends = min(begins + datetime.timedelta(days=step - 1), today)
        within = [readers for day, readers in days.items() if begins <= day <= ends]
        words = dates.in_words(begins) if step == 1 else f"{dates.in_figures(begins)}–{dates.in_figures(ends)}"
        marks = [_mark(edition) for edition in editions if begins <= _day(edition) <= ends and _is_told(edition)]
        columns.append((words, f"{begins.day}.{begins.month:02}", _together(within), marks))
    return chart("days", _("Since it became public"), "", columns)


def _chart_of_first_hours(editions, hours):
    """Return the Chart of the first two days by hour, None if these hours are not known any more."""
    if not hours:
        return None
    began = _hour(editions[0].live_from)
    columns = []
    for number in range(FIRST_HOURS):
        begins = began + datetime.timedelta(hours=number)
        readers = hours.get((begins.date(), begins.hour), sums.NOBODY)
        marks = [_mark(edition) for edition in editions if _hour(edition.live_from) == begins and _is_told(edition)]
        columns.append((f"{dates.in_figures(begins.date())}, {begins.hour}:00", f"{begins.hour}:00", readers, marks))
    if not any(readers.people for _words, _label, readers, _marks in columns):
        return None
    return chart("hours", _("The first two days by hour"), "", columns)


def _day(edition):
    return timezone.localdate(edition.live_from)


def _hour(instant):
    """Return the full hour at the press office, without its zone: an hour that the clock repeats is one."""
    return timezone.localtime(instant).replace(minute=0, second=0, microsecond=0, tzinfo=None)


def _is_told(edition):
    """Tell whether readers were told that the text was changed."""
    return edition.change not in (Edition.Change.FIRST, Edition.Change.MINOR)


def _mark(edition):
    words = {"change": edition.get_change_display(), "language": language_name(edition.language)}
    return _("%(change)s (%(language)s)") % words


def _together(readers):
    return sums.Readers(sum(each.people for each in readers), sum(each.programs for each in readers))
