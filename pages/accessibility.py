"""What the tests check of accessibility, declared once: the tests run by it, and the statement for readers says it.

tests/accessibility/checks.py has a function for each word that names a check of every page; a test of the others is
marked with the word. tests/accessibility/test_statement.py compares both with what stands here.
"""

import dataclasses

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from identity.colours import TEXT_CONTRAST
from publishing.html import clean

STANDARD = "WCAG 2.2"
LEVEL = "AA"
# axe's own words for that standard and the levels and versions that it includes, and for its advice besides.
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
AXE_ADVICE = "best-practice"
NARROW, WIDE = 390, 1280  # pixels: a telephone, a desktop
LOOKS = ((NARROW, "dark"), (WIDE, "light"))  # between them both widths and both colour schemes
ZOOMS = ((NARROW, 200), (WIDE, 400))  # width of the window, per cent


@dataclasses.dataclass(frozen=True)
class Check:
    """A fact of the statement; `of_every_page` if the walk through all public pages makes it of each."""

    sentence: str | Promise
    of_every_page: bool = False


CHECKS = {
    "axe": Check(
        gettext_lazy(
            "the program axe finds no fault on a page of any kind, by its rules for %(standard)s, level %(level)s, and"
            " by what it advises besides, by day and by night;"
        ),
        of_every_page=True,
    ),
    "widths": Check(
        gettext_lazy(
            "no page is wider than its window, neither at %(narrow)s nor at %(wide)s pixels, nor enlarged to"
            " %(narrow_zoom)s %% on a telephone and to %(wide_zoom)s %% on a large screen;"
        ),
        of_every_page=True,
    ),
    "keyboard": Check(
        gettext_lazy(
            "the Tab key alone leads to every link, field and button of a page, and one sees each time where one is;"
        ),
        of_every_page=True,
    ),
    "scripts": Check(
        gettext_lazy(
            "without scripts a page has the same headings, each of its links leads somewhere, and each button works;"
        ),
        of_every_page=True,
    ),
    "colours": Check(
        gettext_lazy(
            "a colour of the letterhead in which words would stand out from their ground by less than %(contrast)s : 1"
            " is refused;"
        )
    ),
    "descriptions": Check(
        gettext_lazy(
            "a text that is written here goes out only when each of its photographs is described for those who cannot"
            " see it, or is said to be mere decoration;"
        )
    ),
    "desk": Check(gettext_lazy("the screens on which the staff write are checked by axe as well.")),
}


def facts():
    """Return what is checked as sentences in the active language."""
    numbers = {
        "standard": STANDARD,
        "level": LEVEL,
        "narrow": NARROW,
        "wide": WIDE,
        "narrow_zoom": dict(ZOOMS)[NARROW],
        "wide_zoom": dict(ZOOMS)[WIDE],
        "contrast": number_format(TEXT_CONTRAST),
    }
    return [str(check.sentence) % numbers for check in CHECKS.values()]


def statement(language):
    """Return the text of an accessibility statement in `language`, as clean HTML; an office may write on from there."""
    with override(language):
        context = {"standard": STANDARD, "level": LEVEL, "facts": facts()}
        return clean(render_to_string("pages/accessibility_statement.html", context))
