"""The PDF of a sheet, typeset by typst: A4, tagged for screen readers (PDF/UA-1), made for every request."""

import io
import json
import pathlib
import re
import tempfile

import segno
import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from publishing import direction

TEMPLATE = pathlib.Path(__file__).with_name("sheet.typ")

PICTURE_MM, PICTURE_PPI = 160, 200

# Very long words would run off the page; typst breaks addresses itself.
ENDLESS = re.compile(r"(?<!\S)(?!https?://)\S{41,}")
PART = re.compile(r".{40}(?=.)")
BREAK = "\u200b"


def pdf(sheet):
    """Return the PDF as bytes.

    The fonts are those in typst, so that every machine makes the same file. If they lack characters of a text, PDF/UA-1
    is impossible; then the fonts of the machine are used, too, and the file does not claim that standard.
    """
    with tempfile.TemporaryDirectory(prefix="newsroom-paper-") as folder:
        place = pathlib.Path(folder)
        missing = _lay_out(sheet, place)
        content = {
            **sheet.data,
            "heading": sheet.data["title"],
            "sides": _sides(sheet.data),
            "practice": _practice(sheet),
        }
        data = json.dumps(_prepared(content, missing), ensure_ascii=False)
        try:
            return _compiled(place, data, sheet.at, ignore_system_fonts=True, pdf_standards=["ua-1"])
        except typst.TypstError:
            return _compiled(place, data, sheet.at)


def picture(svg):
    """Return the PNG of a drawing, as wide as a sheet's text, for documents that cannot hold SVG."""
    page = f"#set page(width: {PICTURE_MM}mm, height: auto, margin: 0mm)\n" + '#image("drawing.svg", width: 100%)'
    with tempfile.TemporaryDirectory(prefix="newsroom-paper-") as folder:
        place = pathlib.Path(folder)
        (place / "drawing.svg").write_text(svg, encoding="utf-8")
        (place / "picture.typ").write_text(page, encoding="utf-8")
        return typst.compile(
            str(place / "picture.typ"), root=str(place), format="png", ppi=PICTURE_PPI, ignore_system_fonts=True
        )


def _practice(sheet):
    """Return what stands on every page of a practice newsroom's PDF; "" in a real one."""
    with translation.override(sheet.data["lang"]):
        return gettext("Practice site: nothing here is real.") if settings.IS_PRACTICE else ""


def _sides(data):
    """Return the direction of writing of the title and the standfirst."""
    return {name: direction.of_words(data[name], data["dir"]) for name in ("title", "standfirst")}


def _lay_out(sheet, place):
    """Put the files that the template needs into the folder; return the numbers of the pictures that are missing."""
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


def _prepared(value, missing, key=""):
    """Return the data with places to break endless words, except in addresses, and without the missing pictures."""
    if isinstance(value, dict):
        return {name: _prepared(inner, missing, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_prepared(element, missing, key) for element in value]
    if isinstance(value, str) and key not in ("a", "address", "alt", "code", "kind", "lang", "svg", "title"):
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
