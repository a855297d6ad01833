"""How texts say an hour, and another one instead: “10:30”, “в 10.30”, “10 часов 30 минут”, “2:30 p.m.”."""

import datetime
import re

from desk.ripple.edits import Edit, Saying, apart, before

_GAP = r"[ \u00a0\u202f]*"
_HALF = r"(?P<half_gap>[ \u00a0\u202f]*)(?P<half>[ap]\.?m\b\.?)"
_POINT_BEFORE = re.compile(r"\b(?:в|с|до|к|на|около|at|from|until|till|by|since)[ \u00a0\u202f]+$", re.IGNORECASE)
_UNITS = re.compile(r"[ \u00a0\u202f]*(?:%|[$€₽]|руб|долл|млн|млрд|тыс|процент|км|кг|percent|million|billion|km|kg)")


def find(text: str, language: str, old: datetime.time, new: datetime.time) -> list[Saying]:
    """Return where `text` says the hour `old`, each with the edits that make it say `new`."""
    return apart([*_by_halves(text, old, new), *_by_the_clock(text, old, new), *_in_words(text, old, new)])


def _by_the_clock(text, old, new):
    pattern = rf"(?<![\w.:,/-])(?P<hour>0?{old.hour})(?P<sign>[:.])(?P<minute>{old.minute:02})(?![\w:])(?!\.\d)"
    for match in re.finditer(pattern, text):
        if re.match(_HALF, text[match.end() :], re.IGNORECASE):
            continue  # by halves of the day, if at all
        after = text[match.end() :]
        if match["sign"] == "." and (_UNITS.match(after) or not _POINT_BEFORE.search(before(text, match.start()))):
            continue
        yield Saying(*match.span(), tuple(_clock_edits(match, new.hour, new.minute)), is_unsure=match["sign"] == ".")


def _clock_edits(match, hour, minute):
    said = match["hour"]
    written = f"{hour:02}" if said.startswith("0") or hour > 9 or len(said) == 2 else str(hour)
    if written != said:
        yield Edit(*match.span("hour"), written)
    if match["minute"] != f"{minute:02}":
        yield Edit(*match.span("minute"), f"{minute:02}")


def _by_halves(text, old, new):
    """Yield “2:30 p.m.”, and “2 p.m.” for a full hour."""
    minutes = rf"(?P<sign>[:.])(?P<minute>{old.minute:02})"
    pattern = rf"(?<![\w.:,/-])(?P<hour>0?{_of_twelve(old)})(?:{minutes}){'?' if not old.minute else ''}{_HALF}"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        half = match["half"]
        if half[0].lower() != _half(old):
            continue
        edits = [Edit(*match.span("hour"), str(_of_twelve(new)))]
        if match["minute"] is not None:
            edits.append(Edit(*match.span("minute"), f"{new.minute:02}"))
        elif new.minute:
            edits.append(Edit(match.end("hour"), match.end("hour"), f":{new.minute:02}"))
        if _half(new) != _half(old):
            letter = _half(new).upper() if half[0].isupper() else _half(new)
            edits.append(Edit(match.start("half"), match.start("half") + 1, letter))
        yield Saying(*match.span(), tuple(edits))


def _in_words(text, old, new):
    """Yield “10 часов 30 минут” and “10 ч. 30 мин.”; for a full hour “10 часов”."""
    minutes = rf"(?:{_GAP}(?P<minute>0?{old.minute}){_GAP}(?:минут\w*|мин\b\.?))" + ("" if old.minute else "?")
    pattern = rf"(?<![\w.:,/-])(?P<hour>0?{old.hour}){_GAP}(?P<unit>час\w*|ч\b\.?){minutes}"
    for match in re.finditer(pattern, text):
        if match["minute"] is None and re.match(rf"{_GAP}\d+{_GAP}мин", text[match.end() :]):
            continue
        edits = [Edit(*match.span("hour"), str(new.hour))]
        if match["unit"].startswith("час") and _hours_form(old.hour) != _hours_form(new.hour):
            edits.append(Edit(*match.span("unit"), _hours_form(new.hour)))
        if match["minute"] is not None:
            edits.append(Edit(*match.span("minute"), f"{new.minute:02}"))
        elif new.minute:
            edits.append(Edit(match.end(), match.end(), f" {new.minute} мин."))
        is_unsure = match["minute"] is None  # “10 часов” may be how long something took
        yield Saying(*match.span(), tuple(edits), is_unsure=is_unsure)


def _hours_form(hour):
    """Return the word after a number of hours, in the accusative: “в 10 часов”, “в 2 часа”, “в 21 час”."""
    if hour % 10 == 1 and hour != 11:
        return "час"
    return "часа" if hour % 10 in (2, 3, 4) and hour not in (12, 13, 14) else "часов"


def _of_twelve(hour):
    return hour.hour % 12 or 12


def _half(hour):
    return "p" if hour.hour >= 12 else "a"
