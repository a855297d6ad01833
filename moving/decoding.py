"""The letters of an old page: which encoding its bytes are in, whatever the page says of itself.

Pages in windows-1251 and KOI8-R often declare another encoding or none. What is valid UTF-8 with letters beyond ASCII
is UTF-8: no other looks like it by chance. Between the others Russian itself decides: the common small letters of
one encoding are rare capitals or no letters in the others.
"""

import codecs
import dataclasses
import re

CYRILLIC = ("windows-1251", "koi8-r", "cp866", "iso-8859-5", "mac-cyrillic")
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})|<\?xml[^>]{0,100}encoding=["']([\w-]+)""", re.I
)
LETTERS_TO_TELL = 20
_COMMON = frozenset("оеаинтсрвлкмдпуяы")
_RARE = frozenset("ЪЬЫЩЦЭъ")
_WORD = re.compile(r"[А-Яа-яЁё]{2,}")
# UTF-8 that somebody has decoded as Latin-1 or windows-1252 and encoded once more.
_TWICE = re.compile("[ÐÑ][\x80-\xbf\u0152-\u2122]")


@dataclasses.dataclass(frozen=True)
class Decoded:
    """The text of a page, the name of the encoding, and whether that is certain."""

    text: str
    encoding: str
    is_sure: bool = True


def decode(data: bytes, header: str = "") -> Decoded:
    """Return the text of `data`; `header` is the encoding that the server named, '' if none."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(name, "replace"), name)
    declared = _known(header) or _known(_declaration(data))
    if data.isascii():
        return Decoded(data.decode("ascii"), declared or "ascii")
    try:
        return _mended(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _of_one_byte(data, declared)


def _declaration(data):
    found = _DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii") if found else ""


def _known(name):
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""


def _mended(text):
    """Return the text, put right if it was encoded twice."""
    if len(_TWICE.findall(text)) < 5:
        return Decoded(text, "utf-8")
    for wrong in ("cp1252", "latin-1"):
        try:
            return Decoded(text.encode(wrong).decode("utf-8"), f"utf-8 as {wrong}", is_sure=False)
        except UnicodeError:
            continue
    return Decoded(text, "utf-8", is_sure=False)


def _of_one_byte(data, declared):
    """Return the text in the encoding in which it looks most like Russian; else in the declared one."""
    scores = {name: _russian(data.decode(name, "replace")) for name in CYRILLIC}
    best = max(scores, key=scores.__getitem__)
    # A few letters beyond ASCII say little against what the page says of itself.
    enough = declared in ("", "utf-8") or sum(byte > 127 for byte in data) >= LETTERS_TO_TELL
    if scores[best] > 0.5 and enough:
        # A few stray bytes of another encoding, as after copying, are no reason to doubt the rest.
        return Decoded(data.decode(best, "replace"), best)
    name = declared if declared and declared != "utf-8" else "utf-8" if _mostly_utf8(data) else "cp1252"
    return Decoded(data.decode(name, "replace"), name, is_sure=bool(declared) and declared == name)


def _mostly_utf8(data):
    text = data.decode("utf-8", "replace")
    return text.count("\ufffd") * 20 < sum(not letter.isascii() for letter in text)


def _russian(text):
    """Return how much the letters beyond ASCII look like Russian, from 0 to 1."""
    beyond = sum(not letter.isascii() and letter not in "«»„“”–—№\xa0…" for letter in text)
    if not beyond:
        return 0
    good = 0
    for word in _WORD.findall(text):
        common = sum(letter in _COMMON for letter in word.lower())
        shape = word[1:].islower() or word.isupper()
        bad = sum(letter in _RARE for letter in word[:1])
        good += len(word) if shape and not bad and common * 3 >= len(word) else 0
    return good / beyond
