"""Numbers from outside: in an address, a query parameter, a form field."""

from collections.abc import Iterable
from typing import overload

MAX_DIGITS = 18  # as many as always fit into a bigint


@overload
def parse(text: object, otherwise: int) -> int: ...


@overload
def parse(text: object, otherwise: None = None) -> int | None: ...


def parse(text: object, otherwise: int | None = None) -> int | None:
    """Return the whole number that `text` writes in the digits 0 to 9 alone; for anything else return `otherwise`."""
    text = str(text)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else otherwise


def parse_all(texts: Iterable[object]) -> list[int]:
    """Return the numbers among `texts`, in their order; skip what is no number."""
    return [number for number in map(parse, texts) if number is not None]
