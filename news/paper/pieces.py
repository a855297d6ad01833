"""The pieces of a sheet, as plain data, and how the text of an article becomes them.

kind        its other keys
heading     level, from 2: the title is the first; runs
paragraph   runs; also question
quote       blocks: pieces
list        count: "bullet" or 1, a, A, i, I; start, items: lists of pieces
table       rows of cells, width: how many columns, head: how many rows on top name them
figure      picture (its position from 1, 0 without a file), alt, caption, credit, file
gallery     figures
rule

A run has t, the words, and perhaps b (bold), i (italic), q (quiet), p (sup or sub) and a (the address it links to). A
cell has x and y, its place in the table; across and down, how many columns and rows it spans; th, whether it is a
header; and blocks, its pieces. A piece with another direction of writing than the sheet has dir, ltr or rtl.
"""

from publishing import direction, prose

MAX_COLUMNS = 16  # of a table on a page in landscape; a wider one becomes a list with a line for each row
LINKED = ("http://", "https://", "mailto:", "tel:")


def run(words, *, bold=False, italic=False, quiet=False, address="", position=""):
    address = address if address.startswith(LINKED) else ""
    look = {"b": bold, "i": italic, "q": quiet, "p": position, "a": address}
    return {"t": str(words)} | {key: value for key, value in look.items() if value}


def heading(words, level=2):
    return {"kind": "heading", "level": level, "runs": [run(words)]}


def paragraph(runs):
    return {"kind": "paragraph", "runs": runs}


def question(words):
    return {"kind": "question", "runs": [run(words)]}


def bullets(lines, *, ordered=False):
    """Return a list whose items are one paragraph each; `lines` are lists of runs."""
    return {
        "kind": "list",
        "count": "1" if ordered else "bullet",
        "start": 1,
        "items": [[paragraph(line)] for line in lines],
    }


def table(rows):
    """Return a table of plain words, rows of one length; the first one names the columns."""
    cells = [
        [_cell(x, y, [paragraph([run(words)])], is_header=y == 0) for x, words in enumerate(row)]
        for y, row in enumerate(rows)
    ]
    return {"kind": "table", "width": len(rows[0]), "head": 1, "rows": cells}


def _cell(x, y, blocks, *, across=1, down=1, is_header=False):
    return {"x": x, "y": y, "across": across, "down": down, "th": is_header, "blocks": blocks}


def of_html(html, address, figure_of, side=direction.LTR):
    """Return the pieces of clean HTML on a sheet with the direction of writing `side`.

    `figure_of` returns the figure of a photo's id, or None.
    """
    return _Reader(figure_of, side).pieces(prose.read(html, address))


class _Reader:
    """Turns blocks into pieces and keeps the level of the last heading."""

    def __init__(self, figure_of, side):
        self.figure_of, self.side, self.level = figure_of, side, 1

    def pieces(self, blocks):
        pieces = []
        for block in blocks:
            if piece := self.piece(block):
                side = direction.of_words(prose.plain_lines([block]), self.side)
                pieces.append(piece | {"dir": side} if side != self.side else piece)
        return pieces

    def piece(self, block):
        match block:
            case prose.Heading():
                # Screen readers need every level of headings: none may be skipped.
                self.level = min(block.level, self.level + 1)
                return {"kind": "heading", "level": self.level, "runs": _runs(block)}
            case prose.Quote():
                return {"kind": "quote", "blocks": self.pieces(block.blocks)}
            case prose.List():
                items = [self.pieces(item) for item in block.items]
                return {"kind": "list", "count": block.kind, "start": block.start, "items": items}
            case prose.Table():
                return self.table(block)
            case prose.Photo():
                return self.figure_of(block.number)
            case prose.Rule():
                return {"kind": "rule"}
            case _:
                return paragraph(_runs(block))

    def table(self, block):
        if block.width > MAX_COLUMNS:
            rows = [" | ".join(" ".join(words.split()) for words in row) for row in block.grid() if any(row)]
            return bullets([[run(row)] for row in rows]) if rows else None
        cells = [
            [
                _cell(
                    cell.column,
                    cell.row,
                    self.pieces(cell.blocks),
                    across=cell.columns,
                    down=cell.rows,
                    is_header=cell.is_header,
                )
                for cell in row
            ]
            for row in block.rows
        ]
        return {"kind": "table", "width": block.width, "head": block.header_rows, "rows": cells}


def _runs(block):
    return [_run(words) for words in block.runs]


def _run(of):
    """Return a run; superscripts use Unicode's own characters if possible, so that they can be copied."""
    own = of.position and prose.in_unicode(of.text, of.position)
    position = "" if own else of.position
    return run(own or of.text, bold=of.bold, italic=of.italic, position=position, address=of.address)
