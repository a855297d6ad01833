"""How texts say a day, and how they say another one instead.

“22 декабря”, “во вторник, 22 декабря 2026 года”, “22.12.2026”, “22-го”; “22 December”, “Tuesday, December 22, 2026”,
“the 22nd”; in other languages the names of months that Django knows. Only what differs is changed: the day, the month,
the year, the weekday with its preposition and its case.
"""

import datetime
import re
from collections.abc import Iterable
from functools import cache

from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.translation import override

from desk.ripple.edits import Edit, Saying, apart, before

MONTHS_IN_TEXT = {
    "ru": ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
           "декабря"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"],
    "be": ["студзеня", "лютага", "сакавіка", "красавіка", "мая", "чэрвеня", "ліпеня", "жніўня", "верасня",
           "кастрычніка", "лістапада", "снежня"],
}  # fmt: skip
SHORT_MONTHS = {
    "ru": ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "be": ["студ", "лют", "сак", "крас", "мая", "чэрв", "ліп", "жн", "вер", "кастр", "ліст", "снеж"],
}
LONGER_SHORT = {"фев": "февр", "сен": "сент", "ноя": "нояб", "Sep": "Sept"}

# The weekdays from Monday on, a line for each case of Russian; the last line is short for all cases.
WEEKDAYS = {
    "ru": [
        ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
        ["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"],
        ["понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья"],
        ["понедельнику", "вторнику", "среде", "четвергу", "пятнице", "субботе", "воскресенью"],
        ["понедельником", "вторником", "средой", "четвергом", "пятницей", "субботой", "воскресеньем"],
        ["пн", "вт", "ср", "чт", "пт", "сб", "вс"],
    ],
    "en": [
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ],
}
ACCUSATIVE = 1
# The preposition before a weekday: “в среду”, but “во вторник”; with the weekdays that take the longer form.
PREPOSITIONS = {"в": ("во", {1}), "к": ("ко", {1}), "с": ("со", {1, 2})}

_GAP = r"[ \u00a0\u202f]+"
_SPACE = r"[ \u00a0\u202f]*"
_DASH = r"[-\u2010-\u2015]"
_RANGE_BEFORE = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:-?(?:го|е))?[ \u00a0\u202f]*(?:{_DASH}|\bи\b|\bпо\b|\band\b|\bto\b)[ \u00a0\u202f]*$"
)
_RANGE_AFTER = re.compile(rf"[ \u00a0\u202f]*{_DASH}[ \u00a0\u202f]*\d")
_UNITS = (
    r"[ \u00a0\u202f]*(?:%|[$€₽£]|°|руб|коп|долл|евро|драм|тенге|сом|млн|млрд|тыс|процент|пункт|кг|км|м\b|тонн|раз|"
    r"балл|гект|USD|EUR|RUB|AMD|percent|per cent|million|billion|dollar|euro|roub|ruble|km|kg|tonne|ton\b|point|times)"
)
_NUMBER_BEFORE = re.compile(r"[№#$€][ \u00a0]?$")
_DATE_BEFORE = re.compile(
    r"(?:^|[(\n]|[|·•—–][ \u00a0]"
    r"|\b(?:на|до|с|со|от|к|по|за|дата|date|on|of|until|till|from|by|since|for)[: \u00a0\u202f]+)$",
    re.IGNORECASE,
)
AROUND = 120  # letters before and after a day in which all of it stands: weekday, month, year, a run of days
NEAR = datetime.timedelta(days=45)  # a day without its month is of a text from about that time


def find(text: str, language: str, old: datetime.date, new: datetime.date, written_on: datetime.date) -> list[Saying]:
    """Return where `text` says the day `old`, each with the edits that make it say `new`.

    A day without a year is the one nearest to `written_on`, the date of the text.
    """
    if not _figures_of(old.day).search(text):
        return []
    found = [
        *_in_words(text, language, old, new, written_on),
        *_in_figures(text, language, old, new, written_on),
        *_by_day_alone(text, language, old, new, written_on),
    ]
    return apart(found)


@cache
def _figures_of(day):
    return re.compile(rf"(?<!\d)0?{day}(?!\d)")


def _windows(text, day):
    """Yield (start, end) of what stands around each number that can be the day; no saying of a day is longer."""
    start = end = 0
    for match in _figures_of(day).finditer(text):
        if match.start() - AROUND > end:
            if end:
                yield start, end
            start = max(0, match.start() - AROUND)
        end = min(len(text), match.end() + AROUND)
    if end:
        yield start, end


def word_queries(old: datetime.date, languages: Iterable[str]) -> list[tuple[str, ...]]:
    """Return groups of neighbouring words, one of which stands in every text that says the day with its month.

    They are the words as the index of the search has them: without points and hyphens.
    """
    day, two, month, year = str(old.day), f"{old.day:02}", f"{old.month:02}", str(old.year)
    days = dict.fromkeys((day, two))
    groups = [group for each in days for group in ((each, month, year), (each, month, year[2:]), (each, month))]
    groups.append((year, month, two))
    for name in month_names(old.month, tuple(languages)):
        for each in days:
            groups += [(each, name), (name, each)]
        groups += [(f"{day}{ending}", name) for ending in ("st", "nd", "rd", "th")]
        groups += [(name, f"{day}{ending}") for ending in ("st", "nd", "rd", "th")]
        groups += [
            (day, "го", name),
            (day, "е", name),
            (f"{day}го", name),
            (f"{day}{_ordinal_ending(old.day)}", "of", name),
        ]
    return list(dict.fromkeys(groups))


@cache
def month_names(number: int, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of a month, long and short, in these languages, in small letters."""
    names: list[str] = []
    for language in languages:
        if language in MONTHS_IN_TEXT:
            short = SHORT_MONTHS[language][number - 1]
            names += [MONTHS_IN_TEXT[language][number - 1], short, LONGER_SHORT.get(short, short)]
        else:
            names += _django_names(language, number)
    return tuple(dict.fromkeys(name.lower() for name in names))


def _django_names(code, number):
    with override(code):
        names = [str(table[number]) for table in (MONTHS_ALT, MONTHS)]
    if code not in ("ru", "en") and names[0] in MONTHS_IN_TEXT["en"]:
        return []  # Django has no words in this language
    return names


@cache
def _months_as_pattern(language, number):
    """Return a pattern for the month in words, and the word that a text in the language has in its place."""
    if language in MONTHS_IN_TEXT:
        long, short = MONTHS_IN_TEXT[language][number - 1], SHORT_MONTHS[language][number - 1]
        longer = LONGER_SHORT.get(short, short)
        return rf"(?:{long}|(?:{longer}|{short})\b\.?)"
    names = _django_names(language, number)
    stems = {name[: max(4, len(name) - 2)] if len(name) > 4 else name for name in names}
    return (
        "(?:" + "|".join(rf"{re.escape(stem)}\w*" for stem in sorted(stems, key=len, reverse=True)) + ")"
        if stems
        else ""
    )


def _weekday_pattern(language):
    names = {name for line in WEEKDAYS.get(language, []) for name in line}
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True)) or r"(?!)"


@cache
def _patterns(language, day, month):
    """Return the patterns of a day with its month in words: groups day, ending, month, year, before, after."""
    name = _months_as_pattern(language, month)
    if not name:
        return ()
    weekday = _weekday_pattern(language)
    ahead_of_it = (
        rf"(?P<before>(?:\b(?:во?|ко?|со?){_GAP})?\b(?:{weekday})\b\.?)?(?P<between>[,]?{_GAP}(?:the{_GAP})?\(?)?"
    )
    year = rf"(?P<year_gap>,?{_GAP}|/)(?P<year>\d{{4}})(?!\d)"
    after = rf"(?P<joint>,{_GAP}|{_GAP}\()(?P<after>(?:во?{_GAP})?(?:{weekday})\b\.?)"
    years = rf"(?:(?:{year})(?:{_GAP}(?:год[ауе]?|г\b\.?))?)?"
    ahead = r"(?:(?P<year_first>(?<!\d)\d{4})[^\d\n<]{1,12}?)?" if language in ("hy", "kk", "ky") else ""
    ending = r"(?P<ending>-?(?:го|е|ое|ым)\b|st\b|nd\b|rd\b|th\b)?"
    middle = rf"{_GAP}(?:of{_GAP})?|{_DASH}"
    first = (
        rf"{ahead_of_it}(?<![\w.,:/№$€])(?P<day>0?{day}){ending}(?:{middle})(?P<month>{name})(?!\w){years}(?:{after})?"
    )
    day_after = rf"{_GAP}(?:the{_GAP})?(?P<day>0?{day}){ending}(?![\w:])(?!\.\d)"
    second = rf"{ahead_of_it}{ahead}\b(?P<month>{name}){day_after}{years}(?:{after})?"
    joiner = rf"{_SPACE}(?:{_DASH}|\bи\b|\bпо\b|\band\b|\bto\b){_SPACE}"
    more = rf"(?:,{_SPACE}\d{{1,2}})*{joiner}\d{{1,2}}"
    run = rf"(?<![\w.,:/№$€])(?P<day>0?{day})(?:-?(?:го|е))?{more}{_GAP}{name}(?!\w)(?:{_GAP}(?P<year>\d{{4}}))?"
    month_first = () if language in ("ru", "be", "uk") else (second,)
    return tuple((re.compile(each, re.IGNORECASE), each is run) for each in (first, *month_first, run))


def _in_words(text, language, old, new, written_on):
    for pattern, is_run in _patterns(language, old.day, old.month):
        matches = (match for window in _windows(text, old.day) for match in pattern.finditer(text, *window))
        for match in matches:
            parts = match.groupdict()
            year = parts.get("year") or parts.get("year_first")
            if not _is_that_day(old, year, written_on):
                continue
            start, end = match.span()
            if _NUMBER_BEFORE.search(before(text, match.start("day"))):
                continue
            if not parts.get("before") and not is_run:
                start = (
                    match.start("year_first")
                    if parts.get("year_first")
                    else min(match.start("day"), match.start("month"))
                )
            if is_run or _RANGE_BEFORE.search(before(text, start)) or _RANGE_AFTER.match(text[match.end("day") :]):
                yield Saying(match.start("day") if is_run else start, end, (), is_unsure=True)
                continue
            yield Saying(start, end, tuple(_edits_in_words(match, parts, language, old, new)))


def _edits_in_words(match, parts, language, old, new):
    yield from _weekday_edit(match, "before", language, new)
    if new.day != old.day:
        yield Edit(*match.span("day"), str(new.day) if not parts["day"].startswith("0") else f"{new.day:02}")
        ending = parts.get("ending") or ""
        if ending.lower() in ("st", "nd", "rd", "th"):
            yield Edit(*match.span("ending"), _ordinal_ending(new.day))
    if new.month != old.month:
        yield Edit(*match.span("month"), _month_like(parts["month"], language, old, new))
    if new.year != old.year:
        for name in ("year", "year_first"):
            if parts.get(name):
                yield Edit(*match.span(name), str(new.year))
                break
        else:
            last = max(match.end("month"), match.end("day"), match.end("ending") if parts.get("ending") else 0)
            yield Edit(last, last, _year_added(language, new, is_month_first=match.start("month") < match.start("day")))
    yield from _weekday_edit(match, "after", language, new)


def _year_added(language, new, *, is_month_first):
    if language in ("ru", "be"):
        return f"\u00a0{new.year}\u00a0года"
    return f", {new.year}" if is_month_first else f" {new.year}"


def _month_like(said, language, old, new):
    """Return the name of the new month as `said` is written: long or short, with a capital or without."""
    if language in MONTHS_IN_TEXT:
        long = MONTHS_IN_TEXT[language]
        is_long = said.lower() == long[old.month - 1].lower()
        point = "." if said.endswith(".") else ""
        word = long[new.month - 1] if is_long else SHORT_MONTHS[language][new.month - 1] + point
    else:
        word = _django_names(language, new.month)[0]
    return word.capitalize() if said[:1].isupper() else word.lower()


def _weekday_edit(match, name, language, new):
    """Yield the edit of a weekday beside the day: “во вторник” becomes “в среду”, in the same case."""
    said = match.groupdict().get(name)
    if not said:
        return
    words = re.split(_GAP, said)
    preposition, word = (words[0], words[1]) if len(words) == 2 else ("", words[0])
    plain = word.rstrip(".").lower()
    lines = WEEKDAYS[language]
    # After “в” it is the accusative, which some weekdays have in common with the nominative.
    order = (
        [ACCUSATIVE, *range(len(lines))]
        if preposition.lower() in ("в", "во") and language == "ru"
        else range(len(lines))
    )
    line = next(each for each in order if plain in (known.lower() for known in lines[each]))
    becomes = lines[line][new.weekday()]
    becomes = becomes.capitalize() if word[:1].isupper() else becomes.lower()
    becomes += "." if word.endswith(".") else ""
    if preposition:
        becomes = f"{_preposition(preposition, new)}{said[len(preposition) : -len(word)]}{becomes}"
    if becomes != said:
        yield Edit(*match.span(name), becomes)


def _preposition(said, new):
    short = said[0].lower()
    longer, takes_it = PREPOSITIONS[short]
    word = longer if new.weekday() in takes_it else short
    return word.capitalize() if said[0].isupper() else word


def _in_figures(text, language, old, new, written_on):
    """Yield “22.12.2026”, “22/12/26”, “2026-12-22”, and “22.12” where nothing says that it is another number."""
    sign = rf"(?P<sign>[./-]|{_DASH})"
    year = rf"(?P<year>{old.year}|{old.year % 100:02})(?![\w-])(?!\.\d)"
    full = rf"(?<![\w.,:/№$€+-])(?P<day>0?{old.day}){sign}(?P<month>0?{old.month})(?P=sign){year}"
    machine = rf"(?<![\w.-])(?P<year>{old.year})-(?P<month>{old.month:02})-(?P<day>{old.day:02})(?![\w-])"
    for pattern in (full, machine):
        for match in re.finditer(pattern, text):
            yield Saying(*match.span(), tuple(_edits_in_figures(match, new)))
    if not _is_that_day(old, None, written_on):
        return
    short = rf"(?<![\w.,:/№$€+-])(?P<day>{old.day:02})\.(?P<month>{old.month:02})(?![\w])(?!\.\d)(?!,\d)(?!{_UNITS})"
    for match in re.finditer(short, text):
        if _DATE_BEFORE.search(before(text, match.start())):
            edits = list(_edits_in_figures(match, new))
            if new.year != old.year:
                edits.append(Edit(match.end("month"), match.end("month"), f".{new.year}"))
            yield Saying(*match.span(), tuple(edits), is_unsure=True)


def _edits_in_figures(match, new):
    for name, number in (("day", new.day), ("month", new.month), ("year", new.year)):
        said = match.groupdict().get(name)
        if said is None:
            continue
        word = str(number)[-2:] if name == "year" and len(said) == 2 else str(number)
        word = word if name == "year" or len(said) == 1 else word.zfill(2)
        if word != said:
            yield Edit(*match.span(name), word)


def _by_day_alone(text, language, old, new, written_on):
    """Yield “22-го” and “the 22nd”, which mean the day only in a text about it, written about then."""
    if abs(old - written_on) > NEAR:
        return
    if language == "ru":
        follows = rf"(?=[.,;:!?)]|$|{_GAP}(?:в|на|и|под|по|будет)\b|{_GAP}(?:состо|пройд))"
        pattern = rf"(?<![\w.,:/№$-]){old.day}-?го{follows}"
        same, other = f"{new.day}-го", f"{new.day}\u00a0{MONTHS_IN_TEXT['ru'][new.month - 1]}"
    elif language == "en":
        pattern = (
            rf"\bthe{_GAP}{old.day}{_ordinal_ending(old.day)}(?=[.,;:!?)]|$|{_GAP}(?:at|in|and|under|will|is|was)\b)"
        )
        same, other = f"the {new.day}{_ordinal_ending(new.day)}", f"{new.day} {MONTHS_IN_TEXT['en'][new.month - 1]}"
    else:
        return
    is_same_month = (old.year, old.month) == (new.year, new.month)
    for match in re.finditer(pattern, text, re.IGNORECASE):
        edit = Edit(*match.span(), same if is_same_month else other)
        yield Saying(*match.span(), (edit,), needs_link=True, is_unsure=True)


def _ordinal_ending(day):
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _is_that_day(old, year, written_on):
    """Tell whether the day and the month of `old`, with `year` or without one, are `old` in a text of `written_on`."""
    if year:
        return int(year) == old.year
    years = (written_on.year - 1, written_on.year, written_on.year + 1)
    near = min(
        (each for each in map(lambda each: _on(old, each), years) if each), key=lambda each: abs(each - written_on)
    )
    return near.year == old.year


def _on(day, year):
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)
