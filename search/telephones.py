"""A telephone number as people write it: “+7495-795-27-10”, “8 (495) 795-27-10”, “7952710” are one and the same.

Texts hold a number as somebody typed it, in groups of figures of any length, so what is typed into the search box is
asked for in all groupings that are in use.
"""

import re

# Seven figures of a subscriber, or ten with the area, with the country or Russia's trunk 8 before them.
PATTERN = (
    r"(?<![\w+])(?:\+? ?7|8)?[ -]{0,2}\(?(?P<area>\d{3})\)?[ -]{0,2}(?P<local>\d{3}[ -]?\d{2}[ -]?\d{2})(?!\w)(?!-\d)"
    r"|(?<![\w+])(?P<alone>\d{3}-?\d{2}-?\d{2})(?!\w)(?!-\d)"
)
_NUMBER = re.compile(PATTERN)
AREAS = ("495", "499")  # of Moscow, where the press office is: for a number that is asked for without its area
PREFIXES = ("", "7", "8")
LOCAL_FIGURES = 7


def in_text(text: str) -> list[str]:
    """Return the figures of each telephone number in what was typed."""
    return [figures(match) for match in _NUMBER.finditer(text)]


def figures(match: re.Match[str]) -> str:
    """Return what a match of PATTERN names: the seven figures of a subscriber, or ten with the area."""
    area, local = match["area"] or "", match["local"] or match["alone"]
    return area + re.sub(r"\D", "", local)


def is_same(number: str, asked: str) -> bool:
    """Tell whether the printed `number` is the one of these figures."""
    return re.sub(r"\D", "", number).endswith(asked)


def spellings(asked: str) -> list[tuple[str, ...]]:
    """Return the ways in which texts may hold the number, each as groups of figures side by side.

    A country or a trunk that stands by itself before them is no part of what must be found.
    """
    area, local = asked[:-LOCAL_FIGURES], asked[-LOCAL_FIGURES:]
    groups = [(local[:3], local[3:5], local[5:]), (local[:3], local[3:]), (local,)]
    if not area:
        glued = [(prefix + code + local,) for code in AREAS for prefix in PREFIXES]
        return [*groups, *glued]
    apart = [(prefix + area, *group) for prefix in PREFIXES for group in groups]
    return [*apart, *((prefix + area + local,) for prefix in PREFIXES)]
