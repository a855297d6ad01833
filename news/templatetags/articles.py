"""Filters and tags for the templates of articles."""

import datetime
import functools
import re

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import ngettext

from news import figures
from photos.showing import jpegs
from publishing import dates
from publishing.dates import Precision

register = template.Library()

PRECISELY = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
ONE_DAY = datetime.timedelta(days=1)

# In a line of a signature: an e-mail address, or something that may be a telephone number.
REACHABLE = re.compile(
    r"""(?P<email> [A-Za-z0-9._%+-]+ @ [A-Za-z0-9-]+ (?: \.[A-Za-z0-9-]+ )+ )
    | (?P<phone> \+?\d [\d\s()–-]{6,} \d )""",
    re.VERBOSE,
)
KIND_AFTER_NUMBER = re.compile(r"(?<=\d\d-\d\d)-(?=[^\W\d])")  # “+7495-621-33-23-tel/fax”, as older signatures have it
DIGITS = range(10, 16)  # of a telephone number with its area code, up to E.164's maximum; so not of "2018-2020"


@register.filter
def published_time(edition):
    """Return the time of the first publication, in the press office's time zone, if it was on the displayed date."""
    if edition.first_published_at is None or edition.shown_precision != Precision.DAY:
        return None
    instant = timezone.localtime(edition.first_published_at)
    return instant if instant.date() == edition.shown_on else None


@register.filter
def published_apart(edition):
    """Return the day of the first publication, if it is more than a day away from the displayed date; else None."""
    if edition.first_published_at is None:
        return None
    day, shown = timezone.localdate(edition.first_published_at), edition.shown_on
    if day == shown:
        return None
    first, last, _precision = dates.read(shown.strftime(PRECISELY[edition.shown_precision]))
    return None if first - ONE_DAY <= day <= last + ONE_DAY else day


@register.filter
def machine_date(edition):
    """Return the displayed date for <time datetime>, with the time of publication if that is printed too."""
    instant = published_time(edition)
    return instant.isoformat(timespec="minutes") if instant else machine_day(edition)


@register.filter
def machine_day(edition):
    """Return the displayed date for <time datetime>, as precisely as it is known."""
    return edition.shown_on.strftime(PRECISELY[edition.shown_precision])


@register.filter
def photographs(number):
    """Return “3 photographs”."""
    return ngettext("%(number)s photograph", "%(number)s photographs", number) % {"number": number}


@register.filter
def signature_lines(text):
    """Return the lines of a signature, escaped, with telephones and e-mail addresses as links."""
    return [_with_links(line.strip()) for line in text.splitlines() if line.strip()]


@register.filter
def large_jpeg(photo):
    """Return the widest JPEG made for pages, or None while there is none."""
    return next(iter(jpegs(photo)), None)


@register.filter
def photos_in_words(text, uses):
    """Return the HTML of a text with words in the place of its photographs."""
    return figures.plain(text, uses)


@register.simple_tag(takes_context=True)
def archive_year(context, year, number, months):
    """Print a year of the archive; the HTML is cached by its numbers."""
    here = context["listing"]
    return _archive_year(
        year.get_absolute_url(),
        year,
        number,
        months,
        is_open=year.year == context["open_year"],
        here=here.month if here.year == year.year else None,
    )


@functools.lru_cache(maxsize=2000)
def _archive_year(address, year, number, months, is_open, here):
    months = [(year.narrowed(month=month), how_many) for month, how_many in months]
    shown = {"address": address, "year": year.year, "number": number, "months": months}
    return render_to_string("news/_archive_year.html", shown | {"is_open": is_open, "here": here})


def _with_links(line):
    pieces, end = [], 0
    line = KIND_AFTER_NUMBER.sub(", ", line)
    for match in REACHABLE.finditer(line):
        pieces += [(line[end : match.start()],), (_link(match),)]
        end = match.end()
    return format_html_join("", "{}", [*pieces, (line[end:],)])


def _link(match):
    if match["email"]:
        return format_html('<a href="mailto:{0}">{0}</a>', match["email"])
    digits = re.sub(r"\D", "", match["phone"])
    if len(digits) not in DIGITS:
        return match["phone"]
    plus = "+" if match["phone"].startswith("+") else ""
    return format_html('<a href="tel:{}{}">{}</a>', plus, digits, match["phone"])
