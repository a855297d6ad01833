"""A deadline as it is said on the telephone: “today 17:00”, “завтра к 10”, “in 2 hours”, “27.11 16:30”.

Words of Russian and English are understood, whatever the language of the desk. All times are on the office's clock.
"""

import datetime
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import moments

END_OF_DAY = datetime.time(18)  # of work, for a day without an hour
MAX_AHEAD = datetime.timedelta(days=366)
MAX_CHARACTERS = 60
ONE_DAY = datetime.timedelta(days=1)

NONE = {"", "no", "none", "not urgent", "нет", "не срочно", "несрочно", "без срока"}
FILLERS = re.compile(r"\b(?:by|at|on|until|till|before|the|к|ко|до|в|во|на)\b|,")
DAYS = {"today": 0, "tonight": 0, "сегодня": 0, "tomorrow": 1, "завтра": 1, "послезавтра": 2}
AFTER_TOMORROW = "day after tomorrow"
WEEKDAYS = [
    r"mon(?:day)?|пн|понедельник\w*", r"tue(?:s|sday)?|вт|вторник\w*", r"wed(?:nesday)?|ср|сред[ауыеу]",
    r"thu(?:rs|rsday)?|чт|четверг\w*", r"fri(?:day)?|пт|пятниц[ауые]", r"sat(?:urday)?|сб|суббот[ауые]",
    r"sun(?:day)?|вс|воскресень[еяю]",
]  # fmt: skip
MONTHS = [
    "january|января", "february|февраля", "march|марта", "april|апреля", "may|мая", "june|июня", "july|июля",
    "august|августа", "september|сентября", "october|октября", "november|ноября", "december|декабря",
]  # fmt: skip
MINUTES = {r"min(?:ute)?s?|мин(?:ут[ауы]?)?": 1, r"h(?:our)?s?|ч(?:ас(?:а|ов)?)?": 60, r"days?|дн(?:я|ей)|день": 1440}
SPAN = re.compile(rf"(?:in|через) (?:(an?|\d{{1,3}}) ?)?({'|'.join(MINUTES)}|half an hour|полчаса)")
HALF_AN_HOUR = {"half an hour", "полчаса"}
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm|h|ч|часов|час|часа|утра|вечера|дня)?")
NAMED_HOURS = {"noon": 12, "midday": 12, "полдень": 12, "утром": 10, "morning": 10, "вечером": 19, "evening": 19}
AFTERNOON = {"pm", "вечера", "дня"}
FIGURES = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?\b")
NAMED_DATE = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?|({'|'.join(MONTHS)}) (\d{{1,2}})")


class NotUnderstood(ValueError):
    """Words that are no deadline, or one that has passed, with a sentence that says what to write."""


def read(words: str, now: datetime.datetime) -> datetime.datetime | None:
    """Return the instant that `words` name, None if they say that there is no deadline.

    An hour without a day is the next one that the clock shows; a day without an hour ends with the working day. Raises
    NotUnderstood.
    """
    said = " ".join(words.casefold().replace("ё", "е").split())
    if said in NONE:
        return None
    if len(said) > MAX_CHARACTERS:
        raise _not_understood()
    if span := SPAN.fullmatch(said):
        return _within_a_year(now.replace(second=0, microsecond=0) + _span(span), now)
    rest = " ".join(FILLERS.sub(" ", said.replace(AFTER_TOMORROW, "послезавтра")).split())
    today = timezone.localtime(now).date()
    day, rest = _day(rest, today)
    time = _time(rest) if rest else END_OF_DAY
    if time is None:
        raise _not_understood()
    instant = _at(day or today, time)
    if day is None and instant <= now:
        instant = _at(today + ONE_DAY, time)
    return _within_a_year(instant, now)


def _span(found):
    number, unit = found.groups()
    if unit in HALF_AN_HOUR:
        return datetime.timedelta(minutes=30)
    each = next(minutes for pattern, minutes in MINUTES.items() if re.fullmatch(pattern, unit))
    return datetime.timedelta(minutes=each * (int(number) if number and number.isdigit() else 1))


def _day(said, today):
    """Return (the day that `said` names or None, what is left of it)."""
    for word, ahead in DAYS.items():
        if word in said.split():
            return today + ahead * ONE_DAY, " ".join(part for part in said.split() if part != word)
    for number, pattern in enumerate(WEEKDAYS):
        if found := re.search(rf"\b(?:{pattern})\b", said):
            return today + ((number - today.weekday()) % 7) * ONE_DAY, _without(said, found)
    if found := NAMED_DATE.search(said):
        first, month, year, other_month, last = found.groups()
        number = next(n for n, names in enumerate(MONTHS, 1) if (month or other_month) in names.split("|"))
        return _date(first or last, number, year, today), _without(said, found)
    if (found := FIGURES.search(said)) and 1 <= int(found[2]) <= 12:
        return _date(found[1], int(found[2]), found[3], today), _without(said, found)
    return None, said


def _without(said, found):
    return " ".join((said[: found.start()] + " " + said[found.end() :]).split())


def _date(day, month, year, today):
    """Return a date; without a year the next such day."""
    try:
        if year:
            return datetime.date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
        coming = datetime.date(today.year, month, int(day))
        return coming if coming >= today else coming.replace(year=today.year + 1)
    except ValueError:
        raise NotUnderstood(_("There is no such date. Check the day and the month.")) from None


def _time(said):
    if said in NAMED_HOURS:
        return datetime.time(NAMED_HOURS[said])
    found = CLOCK.fullmatch(said)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    hour += 12 if found[3] in AFTERNOON and hour < 12 else 0
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


def _at(day, time):
    try:
        return moments.at(day, time, moments.OURS)
    except moments.NoSuchMoment as refusal:
        raise NotUnderstood(str(refusal)) from None


def _within_a_year(instant, now):
    if instant <= now:
        raise NotUnderstood(_("This time has passed. Check the day and the time."))
    if instant > now + MAX_AHEAD:
        raise NotUnderstood(_("That is more than a year away. Check the date."))
    return instant


def _not_understood():
    return NotUnderstood(_("Write the deadline as “today 17:00”, “tomorrow 10:00”, “in 2 hours” or “27.11 16:30”."))
