"""Telephone numbers as people write them: “+7495-123-45-67”, “8 (495) 123-45-67” and “1234567” are the same number.

In texts the digits of a number are grouped in various ways, so a typed number is searched for in all usual groupings.
"""

import re

# Seven digits, or ten with the area code, perhaps after the country code 7 or the trunk prefix 8.
PATTERN = (
    r"(?<![\w+])(?:\+? ?7|8)?[ -]{0,2}\(?(?P<area>\d{3})\)?[ -]{0,2}(?P<local>\d{3}[ -]?\d{2}[ -]?\d{2})(?!\w)(?!-\d)"
    r"|(?<![\w+])(?P<alone>\d{3}-?\d{2}-?\d{2})(?!\w)(?!-\d)"
)
_NUMBER = re.compile(PATTERN)
AREAS = ("495", "499")  # the area codes of Moscow, for numbers typed without one
PREFIXES = ("", "7", "8")
LOCAL_FIGURES = 7


def in_text(text: str) -> list[str]:
    """Return the digits of each telephone number in what was typed."""
    return [figures(match) for match in _NUMBER.finditer(text)]


def figures(match: re.Match[str]) -> str:
    """Return the digits of a match of PATTERN: seven, or ten with the area code."""
    area, local = match["area"] or "", match["local"] or match["alone"]
    return area + re.sub(r"\D", "", local)


def is_same(number: str, asked: str) -> bool:
    """Tell whether the printed `number` ends with these digits."""
    return re.sub(r"\D", "", number).endswith(asked)


def spellings(asked: str) -> list[tuple[str, ...]]:
    """Return the groupings in which texts may write the number, each as adjacent groups of digits.

    A country code or prefix that is a group by itself need not be found.
    """
    area, local = asked[:-LOCAL_FIGURES], asked[-LOCAL_FIGURES:]
    groups = [(local[:3], local[3:5], local[5:]), (local[:3], local[3:]), (local,)]
    if not area:
        glued = [(prefix + code + local,) for code in AREAS for prefix in PREFIXES]
        return [*groups, *glued]
    apart = [(prefix + area, *group) for prefix in PREFIXES for group in groups]
    return [*apart, *((prefix + area + local,) for prefix in PREFIXES)]
