"""The week ahead as a sheet of paper, set like every sheet of the press office (news/paper/)."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from news.paper import sheets
from news.paper.pieces import bullets, heading, paragraph, run
from publishing import clock, dates, moments
from publishing.addresses import absolute_url
from publishing.localized import in_language


def sheet(week):
    """Return the sheets.Sheet of an entries.Week, in the active language."""
    data = {
        **sheets.frame(absolute_url(reverse("week:page")), get_language()),
        "kicker": "",
        "title": week.title,
        "dateline": _("Meetings and events of the next seven days"),
        "edition": "",
        "notes": [],
        "standfirst": "",
        "facts": [],
        "signature": [],
        "blocks": list(_blocks(week)),
    }
    return sheets.Sheet(name=f"week-{week.first}", at=clock.now(), data=sheets.cleaned(data))


def _blocks(week):
    if week.is_empty:
        yield paragraph([run(nothing())])
    for day in week.days:
        if day.entries:
            yield heading(f"{capfirst(dates.weekday_name(day.date.weekday()))}, {dates.in_words(day.date)}")
            yield bullets([list(_line(entry)) for entry in day.entries])


def nothing():
    """Return the sentence of a week in which nothing is on."""
    return _("Nothing is announced for these days.")


def _line(entry):
    yield run(entry.name, bold=True, address=absolute_url(entry.address))
    if entry.standing:
        yield run("\n" + ". ".join(filter(None, [entry.standing, entry.because])), bold=True)
    when = f"{entry.hours} ({entry.local})" if entry.local else entry.hours
    if told := ". ".join(filter(None, [when, in_language(entry.place)])):
        yield run(f"\n{told}")
    for mark in entry.marks:
        yield run(f"\n{mark}")
    for note in entry.notes:
        yield run(f"\n{note.text}", quiet=True)
    if entry.requests_until:
        words = _("Requests until %(moment)s, %(clock)s") % moments.told(entry.requests_until)
        yield run(f"\n{words}", quiet=True)
    for text in entry.announced:
        yield run(f"\n{text.title}", quiet=True, address=absolute_url(text.get_absolute_url()))
