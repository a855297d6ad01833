"""The pieces a sheet consists of, as plain data, and how the text of an article becomes them.

kind        what else there is
heading     level, from 2: the title is the first; runs
paragraph   runs; also quote and question
list        ordered, start, items: lists of pieces
table       rows of plain text, all of one length; head: whether the first one names the columns
figure      picture (its position from 1, 0 without a file), alt, caption, credit, file
gallery     figures
rule

A run is t, the words, and perhaps b (bold), i (italic), q (quiet) and a (the address it leads to).
"""

import re

from news.kits import stories
from publishing.html import PHOTO

DEEPEST = 5  # level of a list, beyond which it only gets narrower
MOST_LETTERS = 150_000
MOST_COLUMNS, MOST_ROWS = 8, 300
LINKED = ("http://", "https://", "mailto:")

TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
NAMED_COLUMNS = re.compile(r"<table\b[^>]*>\s*(?:<(?:thead|tbody|colgroup|col)\b[^>]*>\s*)*<tr\b[^>]*>\s*<th\b")


def run(words, *, bold=False, italic=False, quiet=False, address=""):
    address = address if address.startswith(LINKED) else ""
    said = {"t": str(words), "b": bold, "i": italic, "q": quiet, "a": address}
    return {key: value for key, value in said.items() if value}


def heading(words, level=2):
    return {"kind": "heading", "level": level, "runs": [run(words)]}


def paragraph(runs):
    return {"kind": "paragraph", "runs": runs}


def question(words):
    return {"kind": "question", "runs": [run(words)]}


def bullets(lines, *, ordered=False):
    """Return a list whose items are one paragraph each; `lines` are lists of runs."""
    return {"kind": "list", "ordered": ordered, "start": 1, "items": [[paragraph(it)] for it in lines]}


def of_html(html, address, figure_of):
    """Return the pieces of a text that was cleaned before; `figure_of` gives the figure of a photo's id, or None."""
    found = []
    for position, part in enumerate(PHOTO.split(html)):
        if position % 2:
            found.append(figure_of(int(part)))
        else:
            found += _of_words(part, address)
    return [it for it in found if it]


def _of_words(html, address):
    """Return the pieces of a text without photographs."""
    text = stories.self_contained(html, address, {})
    named = [bool(NAMED_COLUMNS.match(it)) for it in TABLE.findall(text)]
    return _nested(stories.blocks(text), iter(named))


def _nested(blocks, named):
    """Return pieces with lists within lists, of paragraphs that only know how deep they lie."""
    found, open_lists = [], []  # of the latter pairs: level, the list
    level = 1
    for block in blocks:
        if block.kind in ("bullet", "number"):
            _add_item(block, found, open_lists)
        elif block.kind == "paragraph" and block.level and open_lists:
            while len(open_lists) > 1 and open_lists[-1][0] > block.level:
                open_lists.pop()
            open_lists[-1][1]["items"][-1].append(paragraph(_runs(block)))
        else:
            open_lists = []
            if block.kind == "heading":
                # A reader who hears the page misses a level that is left out.
                level = min(block.level + 1, level + 1)
            found.append(_piece(block, level, named))
    return found


def _add_item(block, found, open_lists):
    """Put an item into the list it belongs to, which may begin with it."""
    level, ordered = min(block.level, DEEPEST), block.kind == "number"
    while open_lists and open_lists[-1][0] > level:
        open_lists.pop()
    if open_lists and open_lists[-1][0] == level and (block.opens or open_lists[-1][1]["ordered"] != ordered):
        open_lists.pop()
    if not open_lists or open_lists[-1][0] < level:
        begun = {"kind": "list", "ordered": ordered, "start": block.number or 1, "items": []}
        (open_lists[-1][1]["items"][-1] if open_lists else found).append(begun)
        open_lists.append((level, begun))
    open_lists[-1][1]["items"].append([paragraph(_runs(block))])


def _piece(block, level, named):
    if block.kind == "table":
        return _table(block.rows, next(named, False))
    if block.kind == "rule":
        return {"kind": "rule"}
    if block.kind == "heading":
        return {"kind": "heading", "level": level, "runs": _runs(block)}
    kind = block.kind if block.kind in ("quote", "question") else "paragraph"
    return {"kind": kind, "runs": _runs(block)}


def _table(rows, named):
    """Return a table whose rows are of one length; one that is too wide for paper as lines of words."""
    columns = max(map(len, rows), default=0)
    if not columns or columns > MOST_COLUMNS or len(rows) > MOST_ROWS:
        lines = [[run(" | ".join(cell.replace("\n", " ") for cell in row))] for row in rows[:MOST_ROWS]]
        return bullets(lines)
    filled = [[*row, *[""] * (columns - len(row))] for row in rows]
    return {"kind": "table", "head": named and len(rows) > 1, "rows": filled}


def _runs(block):
    return [run(it.text, bold=it.bold, italic=it.italic, address=it.address) for it in block.runs]


def bounded(blocks, words, address):
    """Return the pieces as far as paper goes, with the way to the rest where something was left out."""
    kept, letters = [], 0
    for block in blocks:
        letters += _letters(block)
        if letters > MOST_LETTERS:
            return [*kept, *_part(block, MOST_LETTERS), paragraph([run(words, bold=True, address=address)])]
        kept.append(block)
    return kept


def _part(block, most):
    """Return the beginning of a paragraph that is too long by itself; of anything else nothing."""
    if block["kind"] not in ("paragraph", "quote") or _letters(block) <= most:
        return []
    return [{"kind": block["kind"], "runs": [run("".join(it.get("t", "") for it in block["runs"])[:most] + "…")]}]


def _letters(value):
    """Return how much there is to be laid out: letters, and something for every piece."""
    if isinstance(value, dict):
        return 10 + sum(_letters(it) for key, it in value.items() if key not in ("a", "kind"))
    if isinstance(value, list):
        return sum(map(_letters, value))
    return len(value) if isinstance(value, str) else 0
