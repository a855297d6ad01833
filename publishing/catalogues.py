"""The words of the site in further languages: catalogues in locale/ beside those of the interface.

A catalogue of a language in settings.LANGUAGES has every word, the desk's too. One of a further language has those of
the public pages and letters; what it has not comes along the chain of the language (publishing/languages.py). It needs
no code: a file in locale/CODE/LC_MESSAGES is found, and works once its language is switched on.
"""

import functools
import hashlib
from pathlib import Path

import polib
from django.conf import settings


def is_of_the_interface(code: str) -> bool:
    """Tell whether the desk speaks this language, which has all words."""
    return code in dict(settings.LANGUAGES)


def further_codes() -> list[str]:
    """Return the codes of the languages that have a catalogue and are not of the interface, by the alphabet."""
    found = (path.parent.parent.name for path in _folder().glob("*/LC_MESSAGES/django.po"))
    return sorted(code for code in found if not is_of_the_interface(code))


def source(code: str) -> Path:
    """Return the path of the catalogue as translators write it."""
    return _folder() / code / "LC_MESSAGES" / "django.po"


def words(code: str) -> list[polib.POEntry]:
    """Return what is translated into a further language, in the order of the catalogue."""
    return _read(code)[1]


def digest(code: str) -> str:
    """Return the SHA-256 of what is translated, in hexadecimal: the same while no word is another one."""
    return _read(code)[0]


@functools.cache  # the files change only with the program
def _read(code):
    entries = polib.pofile(str(source(code))).translated_entries()
    said = [(entry.msgctxt, entry.msgid, entry.msgstr, sorted(entry.msgstr_plural.items())) for entry in entries]
    return hashlib.sha256(repr(said).encode()).hexdigest(), entries


def _folder():
    return Path(settings.LOCALE_PATHS[0])
