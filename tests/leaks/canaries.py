"""Words that stand nowhere but where they were planted, and the finding of them in whatever form they come out.

Every word begins with a mark and ends in four letters of its own. There is a mark for each script, and other ones for
what visitors may see. So it is enough to look for the marks, and each find says which text of which thing it is.
"""

import base64
import gzip
import html
import io
import itertools
import json
import re
import urllib.parse
import zipfile

import brotli
from django.conf import settings
from django.db import models
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from publishing import slugs
from publishing.html import CleanHTMLField
from publishing.localized import LocalizedText

MARKS = {"en": "zqxvkj", "ru": "ъжщфыю"}
OPEN_MARKS = {"en": "wqjzxv", "ru": "ьщжыфэ"}
LETTERS = {"en": "bcdfghklmnprstvw", "ru": "бвгджзклмнпрстфх"}
WORDS = re.compile(
    "|".join(f"(?:{MARKS[language]}|{OPEN_MARKS[language]})[{letters}]{{4}}" for language, letters in LETTERS.items()),
    re.IGNORECASE,
)

# What is no text for people, or has a form of its own.
NOT_WORDS = {"key", "sha256", "zone", "token", "language", "source_language", "file_name", "digest", "approved_digest"}


class Canaries:
    """The words that were planted: `canaries[word]` is (what was planted, which text of it)."""

    def __init__(self, open=()):
        """Words of the plants `open` are no secret."""
        self.open = open
        self._places = {}
        self._numbers = itertools.count()

    def word(self, plant, place, language="en"):
        """Return a new word for the text `place` of `plant`."""
        number, letters = next(self._numbers), LETTERS[language]
        marks = OPEN_MARKS if plant in self.open else MARKS
        word = marks[language] + "".join(letters[number >> shift & 15] for shift in (12, 8, 4, 0))
        self._places[word] = plant, place
        return word

    def in_all_languages(self, plant, place):
        return {code: self.word(plant, place, code if code in MARKS else "en") for code, _ in settings.LANGUAGES}

    def fill(self, model, plant, language="en", **facts):
        """Return `facts` with a word in every other text of `model` that people write."""
        for field in model._meta.concrete_fields:
            if field.name not in facts and (value := self._words_for(field, plant, language)):
                facts[field.name] = value
        return facts

    def _words_for(self, field, plant, language):
        place = f"{field.model._meta.label}.{field.name}"
        if isinstance(field, LocalizedText):
            return self.in_all_languages(plant, place)
        if field.choices or field.name in NOT_WORDS or field.unique:
            return None
        if isinstance(field, models.URLField):
            return f"https://example.org/{self.word(plant, place)}"
        if isinstance(field, models.EmailField):
            return f"{self.word(plant, place)}@example.org"
        if field.get_internal_type() == "ArrayField":
            return [self.word(plant, place)] if isinstance(field.base_field, models.CharField) else None
        if isinstance(field, CleanHTMLField):
            return f"<p>{self.word(plant, place, language)}</p>"
        if isinstance(field, models.SlugField):
            return self.word(plant, place)
        return self.word(plant, place, language) if isinstance(field, models.CharField | models.TextField) else None

    def __getitem__(self, word):
        return self._places[word.lower()]

    def __len__(self):
        return len(self._places)

    def of(self, *plants):
        """Return {word: place} of what was planted in `plants`."""
        return {word: place for word, (plant, place) in self._places.items() if plant in plants}

    def found_in(self, data):
        """Return the planted words that stand in `bytes` as they are."""
        return {word.lower() for word in WORDS.findall(data.decode(errors="replace"))} & self._places.keys()


# --- Other forms of the marks ----------------------------------------------------------------------------------------


def _in_base64(data):
    """Return the middle of `bytes` in base64, as it comes out at each of the three places that it may begin at."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + data)
        yield coded[-(-before * 8 // 6) : (before + len(data)) * 8 // 6]


def _forms():
    for mark in MARKS.values():
        data = mark.encode()
        yield from _in_base64(data)
        yield data.hex().encode()
        yield mark.encode("utf-16-le")
        for shape in ("&#{};", "&#x{:x};", "\\u{:04x}", "\\x{:02x}", "%u{:04x}"):
            yield "".join(shape.format(ord(letter)) for letter in mark).encode()
        yield mark[::-1].encode()
    cyrillic = MARKS["ru"]
    yield urllib.parse.quote(cyrillic).lower().encode()
    yield json.dumps(cyrillic).strip('"').encode()
    yield slugs.from_title(cyrillic).encode()
    yield html.escape(cyrillic).encode("cp1251")


FORMS = sorted(set(_forms()))


def disguised_in(data):
    """Return the forms of the marks that stand in `bytes`: coded, escaped, transliterated, backwards."""
    data = data.lower()
    return [form for form in FORMS if form.lower() in data]


# --- What an answer is made of ---------------------------------------------------------------------------------------


def unpacked(data, coding="", depth=3):
    """Yield `bytes` and all that is in them: compressed, in archives, in the text of a PDF."""
    if coding in ("gzip", "br"):
        data = gzip.decompress(data) if coding == "gzip" else brotli.decompress(data)
    yield data
    if data.startswith(b"PK\x03\x04") and depth:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "\n".join(archive.namelist()).encode()
            for name in archive.namelist():
                yield from unpacked(archive.read(name), depth=depth - 1)
    elif data.startswith(b"%PDF"):
        yield _printed(data)


def _printed(data):
    """Return the words of a PDF and of what it says about itself; one that was parted at the end of a line is whole."""
    try:
        pdf = PdfReader(io.BytesIO(data))
        pages = "\n".join(page.extract_text() for page in pdf.pages)
        about = "\n".join(str(value) for value in (pdf.metadata or {}).values())
    except PyPdfError:
        return b""
    return re.sub(r"[\u00ad\u2010-]\n?", "", f"{pages}\n{about}").encode()
