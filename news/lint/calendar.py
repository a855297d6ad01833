"""Days, months and weekdays as they are written in each language."""

import datetime
import re

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
}
IN_MONTH = "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре".split()

# Each weekday in the cases texts need, Monday first: who?, whom?, of whom?, to whom?, by whom?, about whom?
RUSSIAN_WEEKDAYS = [
    ["понедельник", "понедельник", "понедельника", "понедельнику", "понедельником", "понедельнике"],
    ["вторник", "вторник", "вторника", "вторнику", "вторником", "вторнике"],
    ["среда", "среду", "среды", "среде", "средой", "среде"],
    ["четверг", "четверг", "четверга", "четвергу", "четвергом", "четверге"],
    ["пятница", "пятницу", "пятницы", "пятнице", "пятницей", "пятнице"],
    ["суббота", "субботу", "субботы", "субботе", "субботой", "субботе"],
    ["воскресенье", "воскресенье", "воскресенья", "воскресенью", "воскресеньем", "воскресенье"],
]
ENGLISH_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_NAMES = {language: "|".join(names) for language, names in MONTHS.items()}
# The groups: day, month and perhaps year.
DATE = {
    "en": (
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\u00a0](?:of[\s\u00a0])?(?P<month>{_NAMES['en']})"
        rf"|(?P<month2>{_NAMES['en']})[\s\u00a0](?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))"
    ),
    "ru": rf"(?P<day>\d{{1,2}})[\s\u00a0](?P<month>{_NAMES['ru']})",
}
DATE_IN_FIGURES = r"(?P<day3>\d{1,2})\.(?P<month3>\d{1,2})\.(?P<year3>\d{4})"


def parts(match):
    """Return {day, month, year} of a match of DATE or DATE_IN_FIGURES, as text; the year may be missing."""
    return {re.sub(r"^after_|\d$", "", name): value for name, value in match.groupdict().items() if value}


def month_number(name, language):
    if name.isdecimal():
        return int(name)
    return [month.lower() for month in MONTHS[language]].index(name.lower()) + 1


def date(year, month, day):
    """Return the date, None if the calendar has no such day."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def nearest_year(month, day, to):
    """Return the date of that day which lies nearest to the date `to`, None if there is none."""
    candidates = [date(year, month, day) for year in (to.year - 1, to.year, to.year + 1)]
    return min(filter(None, candidates), key=lambda candidate: abs((candidate - to).days), default=None)


def written(day, language):
    """Return “27 November 2018” or «27 ноября 2018 года»."""
    name = MONTHS[language][day.month - 1]
    return f"{day.day} {name} {day.year} года" if language == "ru" else f"{day.day} {name} {day.year}"


def flags(language):
    return re.IGNORECASE if language == "ru" else 0
