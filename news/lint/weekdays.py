"""A weekday beside a date on which another weekday fell."""

import functools
import re

from django.utils.translation import gettext as _

from news.lint import calendar
from news.lint.finding import propose
from publishing import dates

NAME = "weekday"
ACCUSATIVE = 1  # among the cases of calendar.RUSSIAN_WEEKDAYS


def find(texts):
    pattern = _pattern(texts.language)
    for passage in texts.passages if pattern else []:
        if not _any_name(texts.language).search(passage.text):
            continue
        for match in pattern.finditer(passage.text):
            parts = calendar.parts(match)
            day = _day(parts, texts)
            number, case = _number_and_case(parts["weekday"], texts.language)
            if day and day.weekday() != number:
                yield _finding(passage, match, day, case, texts.language)


def _finding(passage, match, day, case, language):
    start, end = match.span("weekday" if match["weekday"] else "weekday2")
    new = _name(day.weekday(), case, language)
    if language == "ru":
        preposition = re.search(r"\b(во?|со?)[\s\u00a0]$", passage.text[:start], re.I)
        if preposition:
            start = preposition.start()
            case = ACCUSATIVE if preposition[1][0] in "вВ" else case
            new = f"{_preposition(preposition[1], day.weekday())} {_name(day.weekday(), case, language)}"
    written = passage.text[start:end]
    new = new.capitalize() if written[0].isupper() and language == "ru" else new
    words = {"date": dates.in_words(day), "weekday": dates.weekday_name(day.weekday())}
    sentence = _("%(date)s was a %(weekday)s.") % words
    return propose(NAME, passage, start, end, sentence, new)


def _day(parts, texts):
    month = calendar.month_number(parts["month"], texts.language)
    if "year" in parts:
        return calendar.date(int(parts["year"]), month, int(parts["day"]))
    return calendar.nearest_year(month, int(parts["day"]), texts.shown_on) if texts.precision == "day" else None


def _number_and_case(written, language):
    """Return (number of the weekday, number of its case)."""
    if language == "en":
        return calendar.ENGLISH_WEEKDAYS.index(written.capitalize()), 0
    written = written.lower()
    return next(
        (number, forms.index(written)) for number, forms in enumerate(calendar.RUSSIAN_WEEKDAYS) if written in forms
    )


def _name(number, case, language):
    return calendar.RUSSIAN_WEEKDAYS[number][case] if language == "ru" else calendar.ENGLISH_WEEKDAYS[number]


def _preposition(written, number):
    """Russian says «во вторник» and «со среды», but «в среду» and «с пятницы»."""
    letter = written[0]
    is_long = (letter.lower() == "в" and number == 1) or (letter.lower() == "с" and number == 2)
    return f"{letter}о" if is_long else letter


def _forms(language):
    """Return the names of the weekdays in all cases, the longest first."""
    if language != "ru":
        return calendar.ENGLISH_WEEKDAYS
    return sorted({form for forms in calendar.RUSSIAN_WEEKDAYS for form in forms}, key=len, reverse=True)


@functools.cache
def _any_name(language):
    """Return the pattern of a weekday's name alone: most passages have none, and need not be searched for dates."""
    return re.compile("|".join(_forms(language)), calendar.flags(language))


@functools.cache
def _pattern(language):
    if language not in calendar.DATE:
        return None
    names = "|".join(_forms(language))
    year = r"(?:,?[\s\u00a0](?P<year>\d{4})\b)?"
    date = rf"(?:{calendar.DATE_IN_FIGURES}|{calendar.DATE[language]}{year})"
    # A weekday may come before the date, or after it behind a comma or in brackets.
    return re.compile(
        rf"(?:(?<!\w)(?P<weekday>{names}),?[\s\u00a0]\(?{date}"
        rf"|{_renamed(date)}(?:[\s\u00a0](?:года|г\.))?"
        rf"(?:,[\s\u00a0](?:во?[\s\u00a0])?|[\s\u00a0]?\()(?P<weekday2>{names})(?![\w’']))",
        calendar.flags(language),
    )


def _renamed(pattern):
    """Rename the groups for the second date of the pattern: a group's name may occur only once."""
    return re.sub(r"\?P<(\w+)>", r"?P<after_\1>", pattern)
