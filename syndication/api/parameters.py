"""Query parameters, read strictly: an unknown, repeated or misspelt one is an error, not ignored."""

import dataclasses
import datetime
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from syndication.api.problems import wrong

MAX_CHARACTERS = 300
FIRST_YEAR, LAST_YEAR = 1990, 2100
MAX_ID = 10**12


@dataclasses.dataclass(frozen=True)
class Parameter:
    """A query parameter: a text of a `pattern`, one of `choices`, a whole number in `range`, or a day.

    `choices` and `default` may be functions that return them.
    """

    name: str
    description: Any
    pattern: str = ""
    choices: tuple | Callable[[], list] = ()
    range: tuple = ()
    is_day: bool = False
    default: Any = None

    @property
    def schema(self):
        """The parameter as a JSON Schema."""
        if self.is_day:
            return {"type": "string", "format": "date"}
        if self.range:
            described = {"type": "integer", "minimum": self.range[0], "maximum": self.range[1]}
        elif self.choices:
            described = {"type": "string", "enum": self.offered}
        else:
            described = {"type": "string", "minLength": 1, "maxLength": MAX_CHARACTERS}
            described |= {"pattern": f"^(?:{self.pattern})$"} if self.pattern else {}
        return described | ({"default": self.usual} if self.default is not None else {})

    @property
    def usual(self):
        """The value of whoever says none."""
        return self.default() if callable(self.default) else self.default

    @property
    def offered(self):
        return list(self.choices() if callable(self.choices) else self.choices)

    def value(self, text):
        """Return the value of `text`; ApiError if it has none."""
        if self.is_day:
            return _day(self.name, text)
        if self.range:
            return self._number(text)
        if self.choices:
            if text not in self.offered:
                raise self._wrong(text, f"Choose one of: {', '.join(self.offered)}.")
            return text
        if not text or len(text) > MAX_CHARACTERS or (self.pattern and not re.fullmatch(self.pattern, text, re.ASCII)):
            raise self._wrong(text, f"Write it as told at {self.name} in the documentation, or leave it out.")
        return text

    def _number(self, text):
        lowest, highest = self.range
        # int() alone would accept “ 1_0” and digits of other scripts.
        number = int(text) if re.fullmatch(r"-?[0-9]{1,18}", text, re.ASCII) else None
        if number is None or not lowest <= number <= highest:
            raise self._wrong(text, f"Write a whole number from {lowest} to {highest}.")
        return number

    def _wrong(self, text, advice):
        return wrong(f"“{_shown(text)}” cannot be the value of “{self.name}”. {advice}")


def read(request, known):
    """Return {name: value} of the `known` parameters, with their defaults; ApiError if any is wrong."""
    by_name = {parameter.name: parameter for parameter in known}
    for name, texts in request.GET.lists():
        if name not in by_name:
            names = f"It knows: {', '.join(sorted(by_name))}." if by_name else "It knows none."
            raise wrong(f"This address knows no parameter “{_shown(name)}”. {names}")
        if len(texts) > 1:
            raise wrong(f"“{name}” stands in the address {len(texts)} times. Write it once.")
    return {
        name: parameter.value(request.GET[name]) if name in request.GET else parameter.usual
        for name, parameter in by_name.items()
    }


def limit(usual, most):
    return Parameter("limit", _LIMIT, range=(1, most), default=usual)


_LIMIT = gettext_lazy("How many at most.")


def _day(name, text):
    # fromisoformat() alone would accept “20181127” and “2018-W48-2”.
    try:
        day = datetime.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else None
    except ValueError:
        day = None
    if day is None:
        raise wrong(f"“{_shown(text)}” in “{name}” is no day. Write it as 2018-11-27.")
    return day


def _shown(text):
    """Return a text from the address, shortened for a sentence."""
    printable = "".join(character if character.isprintable() else "�" for character in text[:60])
    return printable + ("…" if len(text) > 60 else "")
