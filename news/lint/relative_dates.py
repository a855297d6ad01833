"""Dates that are true only on the day of publication: “yesterday”, “April 19, this year”, «19 апреля текущего года».

An article is read for years. Quotations are left alone: they have a date of their own.
"""

import datetime
import functools
import re

from django.utils.translation import gettext as _

from news.lint import calendar
from news.lint.finding import propose, with_case_of

NAME = "relative-date"
SPACE = r"[\s\u00a0]"


def find(texts):
    if texts.edition.genre == texts.edition.Genre.INTERVIEW:
        passages = [passage for passage in texts.passages if not passage.field.startswith("turns")]
    else:
        passages = texts.passages
    lowered, taken = [(passage, passage.text.lower()) for passage in passages], {}
    for pattern, words, proposal in _patterns(texts.language):
        for passage in [passage for passage, text in lowered if any(word in text for word in words)]:
            for match in pattern.finditer(passage.text):
                start, end = match.span()
                overlaps = any(first < end and start < last for first, last in taken.get(passage, []))
                if overlaps or passage.is_quoted(start):
                    continue
                taken.setdefault(passage, []).append((start, end))
                yield propose(NAME, passage, start, end, _sentence(), _proposed(proposal, match, texts))


def _sentence():
    return _("In a year nobody will know which date this is. Give the day, the month or the year.")


def _proposed(proposal, match, texts):
    new = proposal(match, texts) if proposal else None
    return new and with_case_of(match[0], new)


def _on_day(distance):
    def proposal(match, texts):
        if texts.precision != "day":
            return None
        day = calendar.written(texts.shown_on + datetime.timedelta(days=distance), texts.language)
        return f"on {day}" if texts.language == "en" else day

    return proposal


def _in_year(distance, form):
    """Propose `form` with the year filled in: “in {}”, «{} года»."""
    return lambda match, texts: form.format(texts.shown_on.year + distance)


def _date_in_this_year(match, texts):
    parts = calendar.parts(match)
    month = calendar.month_number(parts["month"], texts.language)
    day = calendar.date(texts.shown_on.year, month, int(parts["day"]))
    if day is None:
        return None
    if texts.language == "en" and match.groupdict().get("month2"):
        return f"{calendar.MONTHS['en'][month - 1]} {day.day}, {day.year}"
    return calendar.written(day, texts.language)


def _in_month(distance, of=False):
    def proposal(match, texts):
        if texts.precision == "year":
            return None
        number = texts.shown_on.year * 12 + texts.shown_on.month - 1 + distance
        year, month = divmod(number, 12)
        if texts.language == "en":
            return f"{'of' if of else 'in'} {calendar.MONTHS['en'][month]} {year}"
        return f"{calendar.MONTHS['ru'][month]} {year} года" if of else f"в {calendar.IN_MONTH[month]} {year} года"

    return proposal


def _weekday(direction):
    """Propose the nearest such weekday before (-1) or after (1) the article's date."""

    def proposal(match, texts):
        if texts.precision != "day":
            return None
        number, is_russian = _number(match["weekday"]), texts.language == "ru"
        distance = (number - texts.shown_on.weekday()) * direction % 7 or 7
        day = texts.shown_on + datetime.timedelta(days=direction * distance)
        return calendar.written(day, "ru") if is_russian else f"on {calendar.written(day, 'en')}"

    return proposal


def _number(name):
    if name.capitalize() in calendar.ENGLISH_WEEKDAYS:
        return calendar.ENGLISH_WEEKDAYS.index(name.capitalize())
    return next(number for number, forms in enumerate(calendar.RUSSIAN_WEEKDAYS) if name.lower() in forms)


ENGLISH = [
    (rf"\b{calendar.DATE['en']},?{SPACE}(?:of{SPACE})?this{SPACE}year(?![’'])\b", _date_in_this_year),
    (r"\bof this year(?![’'])\b", _in_year(0, "of {}")),
    (r"\bthis year(?![’'])\b", _in_year(0, "in {}")),
    (r"\bof last year(?![’'])\b", _in_year(-1, "of {}")),
    (r"(?<!the )\blast year(?![’'])\b", _in_year(-1, "in {}")),
    (r"(?<!the )\bnext year(?![’'])\b", _in_year(1, "in {}")),
    (r"\bof this month(?![’'])\b", _in_month(0, of=True)),
    (r"\bthis month(?![’'])\b", _in_month(0)),
    (r"(?<!the )\blast month(?![’'])\b", _in_month(-1)),
    (r"(?<!the )\bnext month(?![’'])\b", _in_month(1)),
    (r"\b(?:this|last|next) (?:week|year|month)[’']s\b", None),
    (r"\b(?:this (?:week|morning|afternoon|evening)|(?<!the )(?:last|next) week|tonight)\b", None),
    (r"\blast (?P<weekday>{})\b", _weekday(-1)),
    (r"\bnext (?P<weekday>{})\b", _weekday(1)),
    (r"\bthis (?:{})\b", None),
    (r"\bthe day before yesterday\b", _on_day(-2)),
    (r"\byesterday(?![’'])\b", _on_day(-1)),
    (r"\btoday(?![’'])\b", _on_day(0)),
    (r"\bthe day after tomorrow\b", _on_day(2)),
    (r"\btomorrow(?![’'])\b", _on_day(1)),
]
RUSSIAN = [
    (rf"\b{calendar.DATE['ru']} (?:(?:текущего|этого|сего|нынешнего) года\b|[ст]\.{SPACE}?г\.)", _date_in_this_year),
    (r"\b(?:текущего|этого|нынешнего|сего) года\b", _in_year(0, "{} года")),
    (r"\bв (?:текущем|этом|нынешнем) году\b", _in_year(0, "в {} году")),
    (r"(?<=\d )[ст]\.[\s\u00a0]?г\.", None),
    (r"\b(?:прошлого|минувшего) года\b", _in_year(-1, "{} года")),
    (r"\bв (?:прошлом|минувшем) году\b", _in_year(-1, "в {} году")),
    (r"\b(?:следующего|будущего) года\b", _in_year(1, "{} года")),
    (r"\bв (?:следующем|будущем) году\b", _in_year(1, "в {} году")),
    (r"\b(?:текущего|этого|сего|нынешнего) месяца\b", _in_month(0, of=True)),
    (r"\bв (?:текущем|этом|нынешнем) месяце\b", _in_month(0)),
    (r"\bв (?:прошлом|минувшем) месяце\b", _in_month(-1)),
    (r"\bв (?:следующем|будущем) месяце\b", _in_month(1)),
    (r"\bна (?:этой|текущей|прошлой|минувшей|следующей|будущей) неделе\b", None),
    (r"\bв(?:о)? (?:прошл|минувш)(?:ый|ую|ее) (?P<weekday>{})\b", _weekday(-1)),
    (r"\bв(?:о)? (?:следующ|будущ)(?:ий|ую|ее) (?P<weekday>{})\b", _weekday(1)),
    (r"\bв(?:о)? эт(?:от|у|о) (?:{})\b", None),
    (r"\bпозавчера\b", _on_day(-2)),
    (r"\bвчера\b", _on_day(-1)),
    (r"\bсегодня\b", _on_day(0)),
    (r"\bпослезавтра\b", _on_day(2)),
    (r"\bзавтра\b", _on_day(1)),
]  # fmt: skip


# Every wording contains one of these, in small letters. A passage is only searched for those of which it has a word.
WORDS = {
    "en": ["this", "last", "next", "yesterday", "today", "tomorrow", "tonight"],
    "ru": "год месяц недел вчера завтра сегодня эт прошл минувш следующ будущ г.".split(),
}


@functools.cache
def _patterns(language):
    """Return (pattern, those of WORDS that are in it, proposal), the longest wordings before those they contain."""
    if language == "ru":
        weekdays = "|".join(sorted({form for forms in calendar.RUSSIAN_WEEKDAYS for form in forms}))
        rules = RUSSIAN
    else:
        weekdays = "|".join(calendar.ENGLISH_WEEKDAYS)
        rules = ENGLISH if language == "en" else []
    return [
        (
            re.compile(pattern.replace("{}", weekdays).replace(" ", SPACE), re.IGNORECASE),
            [word for word in WORDS[language] if re.escape(word) in pattern],
            proposal,
        )
        for pattern, proposal in rules
    ]
