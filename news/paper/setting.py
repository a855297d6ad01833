"""The PDF of a sheet, set by typst: A4, tagged for readers who hear it (PDF/UA-1), made anew for every request."""

import io
import json
import pathlib
import re
import tempfile

import segno
import typst

from publishing import direction

TEMPLATE = pathlib.Path(__file__).with_name("sheet.typ")

# Words without a place to break them would run off the page; addresses are broken by typst itself.
ENDLESS = re.compile(r"(?<!\S)(?!https?://)\S{41,}")
PART = re.compile(r".{40}(?=.)")
BREAK = "\u200b"


def pdf(sheet):
    """Return the PDF as bytes.

    The fonts are typst's own, so that every machine makes the same file. Where a text has characters that they lack,
    the machine's fonts are asked too, and the file does not claim the standard that forbids what may stay unseen.
    """
    with tempfile.TemporaryDirectory(prefix="newsroom-paper-") as folder:
        place = pathlib.Path(folder)
        missing = _lay_out(sheet, place)
        said = {**sheet.data, "heading": sheet.data["title"], "sides": _sides(sheet.data)}
        data = json.dumps(_ready(said, missing), ensure_ascii=False)
        try:
            return _compiled(place, data, sheet.at, ignore_system_fonts=True, pdf_standards=["ua-1"])
        except typst.TypstError:
            return _compiled(place, data, sheet.at)


def _sides(data):
    """Return from which side the title and the standfirst are written."""
    return {name: direction.of_words(data[name], data["dir"]) for name in ("title", "standfirst")}


def _lay_out(sheet, place):
    """Put beside the template what it takes from files; return the numbers of the pictures that are not to be read."""
    (place / "sheet.typ").write_bytes(TEMPLATE.read_bytes())
    (place / "code.svg").write_bytes(_code(sheet.data["address"]))
    missing = set()
    for number, rendition in enumerate(sheet.pictures, start=1):
        try:
            with rendition.file.open("rb") as file:
                (place / f"{number}.jpg").write_bytes(file.read())
        except OSError:
            missing.add(number)
    return missing


def _code(address):
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, dark="#13202f")
    return out.getvalue()


def _ready(value, missing, key=""):
    """Return the data with places to break endless words, except in addresses, and without the missing pictures."""
    if isinstance(value, dict):
        return {name: _ready(it, missing, name) for name, it in value.items()}
    if isinstance(value, list):
        return [_ready(element, missing, key) for element in value]
    if isinstance(value, str) and key not in ("a", "address", "alt", "code", "kind", "lang", "title"):
        return ENDLESS.sub(lambda word: PART.sub(rf"\g<0>{BREAK}", word[0]), value)
    return 0 if key == "picture" and value in missing else value


def _compiled(place, data, at, **how):
    return typst.compile(
        str(place / "sheet.typ"),
        root=str(place),
        format="pdf",
        sys_inputs={"sheet": data},
        timestamp=int(at.timestamp()),
        **how,
    )
