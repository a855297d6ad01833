"""A sheet as plain text, in lines of at most 76 columns."""

import textwrap
import unicodedata

from django.utils.translation import gettext as _

from publishing import prose

LINE_WIDTH = 76


def plain(sheet):
    """Return the text of a sheet; the active language is that of the sheet."""
    data = sheet.data
    office = f"{data['head']['organization']} – {data['head']['role']}"
    parts = [
        f"{office}\n{'=' * LINE_WIDTH}",
        *[
            _wrapped(f"{note['label']}{', ' if note['moment'] else ''}{note['moment']}. {note['text']}")
            for note in data["notes"]
        ],
        _underlined(data["title"], "="),
        _wrapped("\n".join(filter(None, [data["kicker"], data["dateline"]]))),
        _wrapped(data["standfirst"]),
        "\n".join(_wrapped(f"{name}: {value}", hanging="  ") for name, value in data["facts"]),
        *_pieces(data["blocks"]),
        _wrapped("\n".join(data["signature"])),
        "-" * LINE_WIDTH,
        _wrapped("\n".join([data["words"]["contact"], *data["contact"]])) if data["contact"] else "",
        "\n".join(filter(None, [data["address"], data["edition"], data["printed"]])),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _pieces(pieces, indent=""):
    return [text for text in (_piece(piece, indent) for piece in pieces) if text]


def _piece(piece, indent):
    kind = piece["kind"]
    if kind == "heading":
        return _underlined(_words(piece["runs"]), "-")
    if kind in ("paragraph", "question"):
        return _wrapped(_words(piece["runs"]), indent)
    if kind == "quote":
        return "\n\n".join(_pieces(piece["blocks"], indent + "> "))
    if kind == "list":
        return _list(piece, indent)
    if kind == "table":
        return "\n".join(_wrapped(" | ".join(row), indent) for row in _grid(piece))
    if kind == "figure":
        return _figure(piece, indent)
    if kind == "gallery":
        return "\n\n".join(_figure(figure, indent) for figure in piece["figures"])
    return indent + "* * *"


def _list(piece, indent):
    items = []
    for number, parts in enumerate(piece["items"], start=piece["start"]):
        mark = "* " if piece["count"] == "bullet" else f"{prose.item_number(number, piece['count'])}. "
        deeper = indent + " " * len(mark)
        lines = "\n".join(_pieces(parts, deeper))
        items.append(indent + mark + lines.removeprefix(deeper))
    return "\n".join(items)


def _grid(table):
    """Return the words of each row, column by column; a merged cell has its words in the first place only."""
    for row in table["rows"]:
        words = [""] * table["width"]
        for cell in row:
            words[cell["x"]] = " ".join(" ".join(_pieces(cell["blocks"])).split())
        if any(words):
            yield words


def _figure(figure, indent):
    words = " ".join(
        filter(None, [f"[{_('Photograph')}: {figure['file']}]", figure["caption"] or figure["alt"], figure["credit"]])
    )
    return _wrapped(words, indent)


def _words(runs):
    """Return the words of `runs`, each link followed by its address."""
    prose_runs = [prose.Run(run["t"], address=run.get("a", ""), position=run.get("p", "")) for run in runs]
    return prose.with_addresses(prose_runs, "{words} <{address}>")


def _wrapped(text, indent="", following=None, hanging=""):
    """Return the text in lines; an address is never broken."""
    following = (indent if following is None else following) + hanging
    shape = {"initial_indent": indent, "subsequent_indent": following}
    whole = {"break_long_words": False, "break_on_hyphens": False}
    return "\n".join(textwrap.fill(line, LINE_WIDTH, **shape, **whole) for line in text.split("\n"))


def _underlined(title, mark):
    lines = _wrapped(" ".join(title.split()))
    return f"{lines}\n{mark * max(map(_columns, lines.splitlines()), default=0)}"


def _columns(line):
    """Return how many columns a terminal needs: none for combining characters, two for wide ones."""
    wide = sum(1 for character in line if unicodedata.east_asian_width(character) in "WF")
    return len(line) + wide - sum(1 for character in line if unicodedata.combining(character))
