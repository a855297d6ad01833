"""Selectors found from what somebody points at: “this is the title” on up to three pages of a site.

Of all selectors that describe the element, by its id, its classes, its place in other elements, the one is taken that
finds exactly this on the pages where it was pointed at, and one sensible thing on the others. What nothing describes on
all pages is said, and not guessed: pointing at it on one more page adds a selector.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator

from lxml.html import HtmlElement

from moving import blocks, printed_dates, reading
from moving.furniture import Furniture
from moving.reading import Page
from publishing import numbers

FIELDS = ["title", "date", "body", "standfirst", "cut"]
MANY = ["cut"]  # fields that are several things on a page
MAX_DATE = 120  # letters of an element that holds the date
LEAST_BODY = 5  # words of a text
MAX_CANDIDATES = 400
_NAME = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_DAYS = ["%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y"]
_TIMES = ["", " %H:%M", " %H:%M:%S", ", %H:%M", " | %H:%M"]
DATE_FORMATS = [*(day + time for day in _DAYS for time in _TIMES), "%H:%M, %d.%m.%Y", "%H:%M %d.%m.%Y"]

Point = tuple[int, str]  # the number of the page, and the path of the element in it


@dataclasses.dataclass(frozen=True)
class Found:
    """What was found for one field: its selectors, and of each page whether they find one sensible thing there.

    `pages` holds "found", "missing", "several", "wrong" (something else than was pointed at) or "senseless".
    """

    selectors: list[str]
    pages: list[str]

    @property
    def is_sure(self) -> bool:
        return all(state == "found" for state in self.pages)


class Sheet:
    """A page that is pointed at, with the numbers of the blocks that each of its elements holds, or lies in."""

    def __init__(self, page: Page) -> None:
        self.page = page
        holding: defaultdict[HtmlElement, set[int]] = defaultdict(set)
        for number, block in enumerate(page.blocks):
            for element in (*block.element.iterancestors(), *block.element.iter()):
                holding[element].add(number)
        # lxml knows an element only as long as somebody holds it.
        self._held = {element: frozenset(numbers) for element, numbers in holding.items()}

    def held(self, element: HtmlElement) -> frozenset[int]:
        return self._held.get(element, frozenset())


# --- Elements and their paths ----------------------------------------------------------------------------------------


def path_of(element: HtmlElement) -> str:
    """Return where `element` stands in the body of its page: “0.3.1”, the same whenever the page is parsed."""
    steps = []
    parent = element.getparent()
    while element.tag != "body" and parent is not None:
        steps.append(str(parent.index(element)))
        element, parent = parent, parent.getparent()
    return ".".join(reversed(steps))


def element_at(sheet: Sheet, path: str) -> HtmlElement | None:
    """Return the element at a path, None if there is none."""
    element = sheet.page.root.find("body")
    for step in path.split(".") if path else []:
        number = numbers.parse(step)
        if element is None or number is None or number >= len(element):
            return None
        element = element[number]
    return element if element is not None and isinstance(element.tag, str) else None


def text_container(sheet: Sheet, element: HtmlElement, common: Furniture) -> HtmlElement:
    """Return the innermost element around `element` with most of the words that only this page has."""
    heading = sheet.page.heading()
    own = [block for block in sheet.page.blocks if block.words and not common.is_repeated(block, heading)]
    own = [block for block in own if not common.belongs_elsewhere(block, heading)]
    total = sum(block.words for block in own)
    for around in element.iterancestors():
        inside = set(around.iter())
        if sum(block.words for block in own if block.element in inside) >= total * reading.MOST_WORDS:
            return around if around.tag != "html" else element
    return element


def wider(sheet: Sheet, element: HtmlElement) -> HtmlElement:
    """Return the next element around `element` that holds more; itself if it is all of the page."""
    before = sheet.held(element)
    for around in element.iterancestors():
        if around.tag == "html":
            break
        if sheet.held(around) != before:
            return around
    return element


def narrower(sheet: Sheet, element: HtmlElement) -> HtmlElement:
    """Return the element in `element` that holds less, and most of its words; itself if there is none."""
    before = sheet.held(element)
    inside = [child for child in element.iter() if child is not element and isinstance(child.tag, str)]
    smaller = [child for child in inside if sheet.held(child) and sheet.held(child) != before]
    return max(smaller, key=lambda child: len(blocks.words_of(child)), default=element)


# --- Selectors -------------------------------------------------------------------------------------------------------


def find(field: str, sheets: list[Sheet], points: list[Point], kept_free: list[frozenset[int]]) -> Found:
    """Return the selectors of a field from what was pointed at; `kept_free` are blocks of each page not to be cut."""
    marked = [(number, element_at(sheets[number], path)) for number, path in points if number < len(sheets)]
    known = [(number, element) for number, element in marked if element is not None]
    if field in MANY:
        return _several(sheets, known, kept_free)
    wanted = {number: sheets[number].held(element) for number, element in known}
    left, selectors = dict(wanted), []
    while left:
        best = _best(field, sheets, wanted, left, known)
        if best is None:
            break
        selectors.append(best)
        done = {number for number in left if _first(sheets[number], best) == wanted[number]}
        left = {number: held for number, held in left.items() if number not in done}
    return Found(selectors, state(field, sheets, selectors, wanted))


def _best(field, sheets, wanted, left, known):
    """Return the selector that is right on most pages of `left` and wrong on none that was pointed at."""
    best, most = None, (0, False, 0)
    for number, element in known:
        if number not in left:
            continue
        for selector in _candidates(sheets[number], element):
            first = [_first(sheet, selector) for sheet in sheets]
            if any(first[place] and first[place] != held for place, held in wanted.items()):
                continue
            right = sum(first[place] == held for place, held in left.items())
            states = state(field, sheets, [selector], wanted)
            # A name lasts, unless it is that of one page alone; a place may be something else's on the next page.
            alike = states.count("found")
            value = (right, _is_called(selector) and alike >= min(2, len(sheets)), alike)
            if right and value > most and "several" not in [states[place] for place in left]:
                best, most = selector, value
    return best


def state(field: str, sheets: list[Sheet], selectors: list[str], wanted: dict[int, frozenset[int]]) -> list[str]:
    """Return for each page what the selectors find there, as Found.pages says it."""
    texts = [_text(sheet, selectors) for sheet in sheets]
    return [_state(field, sheet, selectors, wanted.get(number), texts) for number, sheet in enumerate(sheets)]


def _state(field, sheet, selectors, wanted, texts):
    for selector in selectors:
        matches = _matches(sheet, selector)
        if not matches:
            continue
        if wanted is not None and matches[0] != wanted:
            return "wrong"
        if len(set(matches)) > 1 and any(not other <= matches[0] for other in matches):
            return "several"
        return "found" if _is_sensible(field, _text(sheet, [selector]), texts) else "senseless"
    return "missing"


def _is_sensible(field, text, texts):
    match field:
        case "title":
            # What stands on every page is the name of the site.
            return 0 < len(text) <= reading.MAX_TITLE and (len(texts) < 2 or len(set(texts)) > 1)
        case "date":
            return 0 < len(text) <= MAX_DATE
        case "body":
            return len(text.split()) >= LEAST_BODY
    return bool(text)


def _several(sheets, known, kept_free):
    """Return the selectors of what is to be cut: one for each thing, that finds this and nothing that is kept."""
    selectors, states = [], ["found"] * len(sheets)
    for number, element in known:
        wanted = sheets[number].held(element)
        best, most = None, 0
        for selector in _candidates(sheets[number], element):
            found = [frozenset().union(*_matches(sheet, selector)) for sheet in sheets]
            if found[number] != wanted or any(one & free for one, free in zip(found, kept_free, strict=True)):
                continue
            if (on := sum(bool(one) for one in found)) > most:
                best, most = selector, on
        if best is None:
            states[number] = "wrong"
        elif best not in selectors:
            selectors.append(best)
    return Found(selectors, states)


def _matches(sheet, selector):
    """Return for each element that a selector finds which blocks it holds; what holds none is left out."""
    found = [sheet.held(element) for element in reading.selected(sheet.page, selector)]
    return [held for held in found if held]


def _first(sheet, selector):
    return next(iter(_matches(sheet, selector)), frozenset())


def _text(sheet, selectors):
    element = sheet.page.chosen(selectors)
    return blocks.words_of(element) if element is not None else ""


def _candidates(sheet: Sheet, element: HtmlElement) -> Iterator[str]:
    """Yield selectors of an element, and of others that hold the same blocks: the most lasting first, each once."""
    same = _same(sheet, element)
    every = [
        *(simple for one in same for simple in _named(one)),
        *(simple for one in same if (simple := _bare(one))),
        *(f"{outer} {simple}" for one in same for outer in _outer(one) for simple in [*_named(one), one.tag]),
        *(placed for one in same for placed in _placed(one)),
    ]
    yield from list(dict.fromkeys(every))[:MAX_CANDIDATES]


def _same(sheet, element):
    """Return `element` and those around and in it that hold the same blocks."""
    wanted = sheet.held(element)
    around = [one for one in element.iterancestors() if one.tag not in ("html", "body") and sheet.held(one) == wanted]
    inside = [one for one in element.iter() if isinstance(one.tag, str) and one is not element]
    whole = blocks.words_of(element)
    return [
        element,
        *around,
        *(one for one in inside[:20] if blocks.words_of(one) == whole and sheet.held(one) == wanted),
    ]


def _named(element):
    """Yield selectors by what the element is called: its id, its role for machines, its classes."""
    identity = element.get("id") or ""
    if _NAME.fullmatch(identity):
        yield f"#{identity}"
    if _NAME.fullmatch(element.get("itemprop") or ""):
        yield f'[itemprop="{element.get("itemprop")}"]'
    classes = [name for name in (element.get("class") or "").split() if _NAME.fullmatch(name)]
    for name in classes:
        yield f"{element.tag}.{name}"
    if len(classes) > 1:
        yield f"{element.tag}." + ".".join(classes)


def _bare(element):
    return element.tag if element.tag in ("h1", "article", "main", "time") else ""


def _is_called(selector):
    """Tell whether a selector goes by names alone, and by no place among others."""
    return " > " not in selector


def _outer(element):
    return [simple for parent in element.iterancestors() if parent.tag not in ("html",) for simple in _named(parent)]


def _placed(element):
    """Yield selectors by the place of the element in the nearest elements with a name, last in the whole body."""
    steps = []
    while element is not None and element.tag not in ("html", "body"):
        like = [one for one in element.getparent() if one.tag == element.tag]
        steps.insert(0, f"{element.tag}:nth-of-type({like.index(element) + 1})" if len(like) > 1 else element.tag)
        element = element.getparent()
        for name in _named(element) if element is not None else ():
            yield " > ".join([name, *steps])
    if steps:
        yield " > ".join(["body", *steps])


# --- Dates -----------------------------------------------------------------------------------------------------------


def date_formats(texts: list[str]) -> list[str]:
    """Return the formats of strptime in which all `texts` are dates; where there are several, a person has to know."""
    if not texts:
        return []
    return [form for form in DATE_FORMATS if all(printed_dates.of_format(text, [form]) for text in texts)]
