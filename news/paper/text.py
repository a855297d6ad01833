"""A sheet as plain text: lines of at most 76 columns, as a terminal or a telex shows them."""

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


def _piece(it, indent):
    kind = it["kind"]
    if kind == "heading":
        return _underlined(_said(it["runs"]), "-")
    if kind in ("paragraph", "question"):
        return _wrapped(_said(it["runs"]), indent)
    if kind == "quote":
        return "\n\n".join(_pieces(it["blocks"], indent + "> "))
    if kind == "list":
        return _list(it, indent)
    if kind == "table":
        return "\n".join(_wrapped(" | ".join(row), indent) for row in _grid(it))
    if kind == "figure":
        return _figure(it, indent)
    if kind == "gallery":
        return "\n\n".join(_figure(one, indent) for one in it["figures"])
    return indent + "* * *"


def _list(it, indent):
    items = []
    for number, parts in enumerate(it["items"], start=it["start"]):
        mark = "* " if it["count"] == "bullet" else f"{prose.item_number(number, it['count'])}. "
        deeper = indent + " " * len(mark)
        lines = "\n".join(_pieces(parts, deeper))
        items.append(indent + mark + lines.removeprefix(deeper))
    return "\n".join(items)


def _grid(table):
    """Return the words of each row, column by column; what a merged cell covers besides is empty."""
    for row in table["rows"]:
        words = [""] * table["width"]
        for cell in row:
            words[cell["x"]] = " ".join(" ".join(_pieces(cell["blocks"])).split())
        if any(words):
            yield words


def _figure(it, indent):
    words = " ".join(filter(None, [f"[{_('Photograph')}: {it['file']}]", it["caption"] or it["alt"], it["credit"]]))
    return _wrapped(words, indent)


def _said(runs):
    """Return the words with the addresses they lead to, each where it is met."""
    told = [prose.Run(run["t"], address=run.get("a", ""), position=run.get("p", "")) for run in runs]
    return prose.with_addresses(told, "{words} <{address}>")


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
    """Return how many columns a terminal needs: none for what combines, two for what is wide."""
    wide = sum(1 for character in line if unicodedata.east_asian_width(character) in "WF")
    return len(line) + wide - sum(1 for character in line if unicodedata.combining(character))
