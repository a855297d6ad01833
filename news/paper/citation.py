"""References to an article or a meeting in a few styles, each a line or two to be copied.

All name the press office, the title, the date, the address and, of an article, the edition, as the text may be
corrected later.
"""

import dataclasses
import re

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from identity.current import current as identity
from news import serial_numbers
from news.paper.sheets import cleaned
from news.templatetags.articles import machine_day
from publishing import dates
from publishing.addresses import absolute_url

SENTENCE_ENDS = (".", "!", "?", "…")


@dataclasses.dataclass(frozen=True)
class Form:
    """A reference in one style; `key` is part of its id in the page."""

    key: str
    name: str
    text: str
    language: str = ""  # of the text, where it is not that of the page


@dataclasses.dataclass(frozen=True)
class Source:
    """The article or meeting that is referred to."""

    key: str  # the key in BibTeX: “un-12-2”
    title: str
    date: str  # in words
    machine_date: str
    year: int
    address: str
    edition: str = ""
    number: str = ""  # of the text: “PR (2026) 62”


def of_article(edition, today):
    """Return the Forms for a public edition that is read `today`, in the active language."""
    return _forms(
        Source(
            key=f"{identity().code}-{edition.article_id}-{edition.language}-{edition.number}",
            title=edition.title,
            date=dates.in_words(edition.shown_on, edition.shown_precision),
            machine_date=machine_day(edition),
            year=edition.shown_on.year,
            address=absolute_url(edition.get_absolute_url()),
            edition=_("Edition %(number)s") % {"number": edition.number},
            number=serial_numbers.printed(edition),
        ),
        today,
    )


def of_meeting(meeting, today):
    """Return the Forms for a public meeting that is read `today`, in the active language."""
    return _forms(
        Source(
            key=f"{identity().code}-meeting-{meeting.pk}",
            title=meeting.name,
            date=dates.in_words(meeting.held_on),
            machine_date=meeting.held_on.isoformat(),
            year=meeting.held_on.year,
            address=absolute_url(meeting.get_absolute_url()),
        ),
        today,
    )


def _forms(source, today):
    source = dataclasses.replace(source, title=" ".join(cleaned(source.title).split()))
    forms = [Form("reference", _("Reference"), _reference(source, today))]
    if get_language() == "ru":
        forms.append(Form("gost", "ГОСТ Р 7.0.100–2018", _gost(source, today)))
    else:
        forms.append(Form("apa", "APA", _apa(source)))
    return [
        *forms,
        Form("wikipedia", _("Wikipedia"), _wikipedia(source, today)),
        Form("bibtex", "BibTeX", _bibtex(source, today)),
    ]


def _reference(source, today):
    """Return “UN Press Office. PR (2018) 62. Title. 27 November 2018. Edition 2. https://… (accessed 2 May 2026).”"""
    parts = [identity().office, source.number, source.title, source.date, source.edition]
    accessed = _("accessed %(date)s") % {"date": dates.in_words(today)}
    return f"{' '.join(_sentence(part) for part in parts if part)} {source.address} ({accessed})."


def _gost(source, today):
    details = "".join(f"{detail}. – " for detail in (source.date, source.number, source.edition) if detail)
    return (
        f"{_sentence(source.title)} – Текст : электронный // {identity().office} : [сайт]. – "
        f"{details}URL: {source.address} (дата обращения: {format_date(today, 'd.m.Y')})."
    )


def _apa(source):
    with override("en"):
        office = identity().office
    details = ", ".join(filter(None, [source.number, source.edition]))
    edition = f" ({details})" if details else ""
    return f"{office}. ({_apa_date(source)}). {source.title}{edition} [Press release]. {source.address}"


def _apa_date(source):
    """Return “2018, November 27”, as far as the date is known."""
    day, month, year = (source.date.split(" ") + [""] * 3)[:3] if source.machine_date.count("-") == 2 else ("", "", "")
    if year:
        return f"{year}, {month} {day}"
    return ", ".join(reversed(source.date.split(" ")))


def _wikipedia(source, today):
    language = "lang" if get_language() == "ru" else "language"
    fields = {
        "url": source.address,
        "title": _safe_in_template(source.title),
        "publisher": identity().office,
        "date": source.machine_date,
        **({"id": _safe_in_template(source.number)} if source.number else {}),
        "access-date": today.isoformat(),
        language: get_language(),
    }
    return "{{cite web " + " ".join(f"|{name}={value}" for name, value in fields.items()) + "}}"


# Characters that would end the template, or begin a link or mark-up within it.
IN_TEMPLATE = {ord(mark): f"&#{ord(mark)};" for mark in "|{}[]<>"}


def _safe_in_template(text):
    return text.translate(IN_TEMPLATE)


# Characters that BibTeX takes for commands.
IN_BIBTEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "{}$&#%_"},
}


def _bibtex(source, today):
    entry = {
        "author": "{" + identity().office + "}",
        "title": "{" + _safe_in_bibtex(source.title) + "}",
        "date": source.machine_date,
        "year": str(source.year),
        "url": source.address,
        "urldate": today.isoformat(),
        "number": _safe_in_bibtex(source.number),
        "note": source.edition,
    }
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in entry.items() if value)
    return f"@online{{{source.key},\n{fields}\n}}"


def _safe_in_bibtex(text):
    return re.sub(r"[\\~^{}$&#%_]", lambda match: IN_BIBTEX[match[0]], text)


def _sentence(text):
    return text if text.endswith(SENTENCE_ENDS) else f"{text}."
