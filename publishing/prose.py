"""Clean HTML (publishing.html) read into blocks: paragraphs, lists, tables, photographs.

PDF, plain text, Word, wires and the comparison of editions are all made from what `read` returns, so tables, nested
lists and superscripts are parsed in one place.
"""

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator

import lxml.html

from publishing import numbers

INLINE = {"a", "b", "strong", "i", "em", "u", "s", "sub", "sup", "span", "code", "br"}
HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}

MAX_SPAN = 100  # columns or rows that one cell may cover; browsers have a limit, too
MAX_GRID_CELLS = 200_000  # beyond this a table is read as if nothing in it were merged

RAISED = str.maketrans("0123456789+-−=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ")
LOWERED = str.maketrans("0123456789+-−=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")
IN_UNICODE = {"sup": RAISED, "sub": LOWERED}
IN_BRACKETS = {"sup": "^({})", "sub": "_({})"}


@dataclasses.dataclass(frozen=True)
class Run:
    """Words with the same formatting; `position` is "sup" (raised), "sub" (lowered) or nothing."""

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""
    position: str = ""

    @property
    def plain(self) -> str:
        """The words without formatting: a raised 2 is ², and where Unicode has no such letter, ^(th)."""
        return self.text if not self.position else in_position(self.text, self.position)


@dataclasses.dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]

    @property
    def plain(self) -> str:
        return "".join(run.plain for run in self.runs)


@dataclasses.dataclass(frozen=True)
class Heading(Paragraph):
    """A heading; `level` is 2 to 4, as in its tag."""

    level: int = 2


@dataclasses.dataclass(frozen=True)
class Quote:
    blocks: tuple["Block", ...]


@dataclasses.dataclass(frozen=True)
class List:
    """A list; `kind` is "bullet" or how an ordered one counts: 1, a, A, i or I. Each item is a tuple of blocks."""

    kind: str
    items: tuple[tuple["Block", ...], ...]
    start: int = 1

    @property
    def is_ordered(self) -> bool:
        return self.kind != "bullet"

    def marks(self) -> list[str]:
        """Return the mark before each item of an ordered list: “1.”, “b.”, “iv.”"""
        return [f"{item_number(number, self.kind)}." for number in range(self.start, self.start + len(self.items))]


@dataclasses.dataclass(frozen=True)
class Cell:
    """A cell at a place in the grid of its table; it spans `columns` and `rows`."""

    row: int
    column: int
    columns: int
    rows: int
    is_header: bool
    blocks: tuple["Block", ...]

    @property
    def plain(self) -> str:
        return plain_lines(self.blocks)


@dataclasses.dataclass(frozen=True)
class Table:
    """A table: the cells that begin in each row, and how many columns there are."""

    rows: tuple[tuple[Cell, ...], ...]
    width: int

    @property
    def header_rows(self) -> int:
        """How many rows at the top are header rows: only header cells, none reaching further down."""
        count = next((number for number, row in enumerate(self.rows) if not _names_columns(row)), 0)
        reaching = [cell.row for row in self.rows[:count] for cell in row if cell.row + cell.rows > count]
        return min(reaching, default=count)

    def grid(self) -> list[list[str]]:
        """Return the plain words of each row, column by column; a merged cell has its words in the first place only."""
        return [self._line(row) for row in self.rows]

    def _line(self, row):
        line = [""] * self.width
        for cell in row:
            line[cell.column] = cell.plain
        return line


def _names_columns(row):
    return bool(row) and all(cell.is_header for cell in row)


@dataclasses.dataclass(frozen=True)
class Photo:
    """The place of a photograph in the text."""

    number: int


@dataclasses.dataclass(frozen=True)
class Rule:
    """A line across, between two parts of the text."""


Block = Paragraph | Quote | List | Table | Photo | Rule


def read(html: str | None, address: str = "") -> tuple[Block, ...]:
    """Return the blocks of clean `html` as a tuple; with an `address`, links become absolute as seen from there."""
    root = lxml.html.fragment_fromstring(html or "", create_parent="div")
    if address:
        root.make_links_absolute(address)
    return tuple(_blocks(root))


def plain_lines(blocks: Iterable[Block]) -> str:
    """Return the words of `blocks`, a line for each paragraph; for a cell or the search index."""
    return "\n".join(paragraph.plain for paragraph in paragraphs(blocks))


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Yield every paragraph and heading within `blocks`, however deep it lies."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Quote):
            yield from paragraphs(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield from paragraphs(item)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)


def with_addresses(runs: Iterable[Run], form: str = "{words} ({address})") -> str:
    """Return the plain words of `runs`, each link followed by its address unless the words are the address."""
    written = ""
    for address, linked in itertools.groupby(runs, key=lambda run: run.address):
        words = "".join(run.plain for run in linked)
        says_more = address and words.strip() and not _says(words, address)
        written += form.format(words=words, address=address) if says_more else words
    return written


def _says(words, address):
    scheme, _colon, rest = address.partition(":")
    if scheme == "tel":
        return re.sub(r"[^0-9]", "", words) == re.sub(r"[^0-9]", "", rest)
    return address in words or (scheme == "mailto" and rest == words.strip())


def in_position(text: str, position: str) -> str:
    """Return raised or lowered words in Unicode's own letters, else in brackets: ², ^(th), ₂, _(max)."""
    return in_unicode(text, position) or IN_BRACKETS[position].format(text)


def in_unicode(text: str, position: str) -> str:
    """Return raised or lowered words in Unicode's own letters, '' where it lacks one."""
    written = text.translate(IN_UNICODE[position])
    lacks = any(before == after and not before.isspace() for before, after in zip(text, written))
    return "" if lacks else written


def item_number(number: int, kind: str) -> str:
    """Return the number of a list item in the kind of its list: 2 is 2, b, B, ii or II."""
    if kind in ("i", "I"):
        words = _roman(number)
    elif kind in ("a", "A"):
        words = _letters(number)
    else:
        return str(number)
    return words.upper() if kind.isupper() else words


def _roman(number):
    if not 0 < number < 4000:
        return str(number)
    words = ""
    for value, sign in ROMAN:
        words += sign * (number // value)
        number %= value
    return words


ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
]  # fmt: skip


def _letters(number):
    if number < 1:
        return str(number)
    words = ""
    while number:
        number, rest = divmod(number - 1, 26)
        words = chr(ord("a") + rest) + words
    return words


# --- Reading ---------------------------------------------------------------------------------------------------------


def _blocks(element):
    """Yield the blocks within `element`; words outside any paragraph become one."""
    runs = _words(element.text, {})
    for child in element:
        if not isinstance(child.tag, str):
            pass  # a comment; the text after it is read below
        elif child.tag in INLINE:
            runs += _runs(child, {})
        else:
            yield from _paragraph(runs)
            runs = []
            yield from _inner_blocks(child)
        runs += _words(child.tail, {})
    yield from _paragraph(runs)


def _inner_blocks(element):
    tag = element.tag
    if tag in HEADINGS:
        yield from _paragraph(_runs(element, {}), Heading, level=HEADINGS[tag])
    elif tag in ("ul", "ol"):
        items = tuple(tuple(_blocks(item)) for item in element.iterchildren("li"))
        if items:
            yield List(_list_kind(element), items, numbers.parse(element.get("start"), 1))
    elif tag == "blockquote":
        blocks = tuple(_blocks(element))
        if blocks:
            yield Quote(blocks)
    elif tag == "table":
        table = _table(element)
        if table.width:
            yield table
    elif tag == "figure":
        if number := numbers.parse(element.get("data-photo"), 0):
            yield Photo(number)
    elif tag == "hr":
        yield Rule()
    else:
        yield from _blocks(element)


def _list_kind(element):
    if element.tag == "ul":
        return "bullet"
    kind = element.get("type") or ""
    return kind if kind in ("a", "A", "i", "I") else "1"


def _paragraph(runs, kind=Paragraph, **more):
    """Yield the paragraph of `runs`, without blanks at its ends; nothing if there are no words."""
    if not "".join(run.text for run in runs).strip():
        return
    while not runs[0].text.strip():
        runs = runs[1:]
    while not runs[-1].text.strip():
        runs = runs[:-1]
    runs[0] = dataclasses.replace(runs[0], text=runs[0].text.lstrip(" \n"))
    runs[-1] = dataclasses.replace(runs[-1], text=runs[-1].text.rstrip(" \n"))
    yield kind(tuple(runs), **more)


FORMATS = {
    "b": {"bold": True},
    "strong": {"bold": True},
    "i": {"italic": True},
    "em": {"italic": True},
    "sup": {"position": "sup"},
    "sub": {"position": "sub"},
}


def _runs(element, look):
    """Return the Runs of `element`, formatted by `look` (fields of Run) and by its own tag."""
    if element.tag == "br":
        return [Run("\n", **{**look, "position": ""})]
    look = {**look, **FORMATS.get(element.tag, {})}
    if element.tag == "a" and element.get("href"):
        look["address"] = element.get("href")
    runs = _words(element.text, look)
    for child in element:
        runs += _runs(child, look) if isinstance(child.tag, str) else []
        runs += _words(child.tail, look)
    return runs


def _words(text, look):
    """Return the text as at most one Run; blanks and line ends become one blank, as in a browser."""
    return [Run(re.sub(r"[ \t\r\n]+", " ", text), **look)] if text else []


# --- Tables ----------------------------------------------------------------------------------------------------------


def _table(element):
    """Return the Table with every cell where a browser puts it."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _rows(element)]
    spans = [[_spans(cell) for cell in row] for row in rows]
    placed = _placed(spans)
    # A column in which no cell begins has no width: leave it out.
    begun = sorted({column for row in placed for column in row})
    if len(begun) * len(rows) > MAX_GRID_CELLS:
        spans = [[(1, 1)] * len(row) for row in rows]
        placed = [list(range(len(row))) for row in rows]
        begun = list(range(max(map(len, rows), default=0)))
    place = {column: position for position, column in enumerate(begun)}
    return Table(
        tuple(
            tuple(
                Cell(
                    number,
                    place[column],
                    sum(1 for covered in range(column, column + columns) if covered in place),
                    min(height, len(rows) - number),
                    cell.tag == "th",
                    tuple(_blocks(cell)),
                )
                for cell, column, (columns, height) in zip(row, placed[number], spans[number])
            )
            for number, row in enumerate(rows)
        ),
        len(begun),
    )


def _rows(element):
    """Return the rows of a table, not those of a table within it."""
    return element.xpath("tr | thead/tr | tbody/tr | tfoot/tr")


def _spans(cell):
    """Return how many columns and rows a cell spans; a rowspan of 0 means all that follow."""
    height = numbers.parse(cell.get("rowspan"), 1)
    return min(max(numbers.parse(cell.get("colspan"), 1), 1), MAX_SPAN), min(height, MAX_SPAN) or MAX_SPAN


def _placed(spans):
    """Return the column in which each cell of each row begins: the first one that no cell above still covers."""
    placed, covered_until = [], []  # covered_until: for each column the first row in which it is free again
    for number, row in enumerate(spans):
        columns, column = [], 0
        for width, height in row:
            while column < len(covered_until) and covered_until[column] > number:
                column += 1
            columns.append(column)
            covered_until += [0] * (column + width - len(covered_until))
            for position in range(column, column + width):
                covered_until[position] = max(covered_until[position], number + height)
            column += width
        placed.append(columns)
    return placed
