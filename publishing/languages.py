"""The languages in which the office writes its texts, in the order in which it names them.

An administrator switches them on and off on the desk (publishing/switching_languages.py). They are read once for a
request, and once for a generation of pages in memory; whoever asks without a request, as a job, gets what was read at
most a second ago.

Not the languages of the interface, which are those with a catalogue in locale/: settings.LANGUAGES.
"""

import dataclasses
import re
import time
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db import DatabaseError
from django.utils.text import capfirst
from django.utils.translation import get_language, trans_real

from page_cache import gate
from publishing import direction, request_memory
from publishing.prepared import PreparedSQL

MAX_CODE = 10  # characters; longer codes would not fit into the tables
CODE = "^[a-z]{2,3}(-[a-z0-9]{2,8})*$"  # of BCP 47, as it stands in addresses
OUTSIDE_SECONDS = 1.0  # for which what was read is good where there is no request

_PREFIX = re.compile(f"/({CODE[1:-1]})/")

_ROWS = PreparedSQL(
    lambda: "SELECT code, is_on, is_principal, falls_back_to FROM publishing_language ORDER BY position, code"
)


@dataclasses.dataclass(frozen=True)
class WrittenLanguage:
    """A language of texts: its code as in addresses (“ru”), and what the office decided for it.

    Texts that fields ask for must be written in the principal ones. A word that is missing is taken from the language
    `falls_back_to`, a code, and so on; '' for the principal ones.
    """

    code: str
    is_on: bool = True
    is_principal: bool = True
    falls_back_to: str = ""

    @property
    def name(self) -> str:
        """Its name in itself: “Русский”."""
        return language_name(self.code)

    @property
    def direction(self) -> str:
        """“ltr” or “rtl”."""
        return direction.of_language(self.code)


class Office:
    """What was read at one time: all languages, with those that are switched off."""

    def __init__(self, languages: Iterable[WrittenLanguage]) -> None:
        self.languages = tuple(languages)
        self.written = tuple(language for language in self.languages if language.is_on)
        self._chains: dict[str, tuple[str, ...]] = {}

    def chain(self, code: str) -> tuple[str, ...]:
        """Return the codes in which a word is looked for, `code` first, every language once."""
        if code not in self._chains:
            following = {language.code: language.falls_back_to for language in self.languages}
            found, after = [code], following.get(code, "")
            while after and after not in found:
                found.append(after)
                after = following.get(after, "")
            principal_first = sorted(self.languages, key=lambda language: not language.is_principal)
            self._chains[code] = tuple(dict.fromkeys([*found, *(language.code for language in principal_first)]))
        return self._chains[code]


def known_codes() -> list[str]:
    """Return the codes of all languages that can be switched on: those that Django knows by name."""
    return sorted(code for code, facts in LANG_INFO.items() if "name_local" in facts and len(code) <= MAX_CODE)


def language_name(code: str) -> str:
    """Return the name of a language in itself, else its code."""
    return capfirst(LANG_INFO.get(code, {}).get("name_local", code))


def all_languages() -> tuple[WrittenLanguage, ...]:
    """Return the languages of the office, with those that are switched off."""
    return _office().languages


def written_languages() -> tuple[WrittenLanguage, ...]:
    """Return the languages of the office, the first first."""
    return _office().written


def language_codes() -> list[str]:
    return [language.code for language in written_languages()]


def language_names() -> dict[str, str]:
    """Return {code: name in itself}."""
    return {code: language_name(code) for code in language_codes()}


def language_choices() -> list[tuple[str, str]]:
    """Return [(code, name in itself)], for fields that let choose one."""
    return list(language_names().items())


def principal_languages() -> list[WrittenLanguage]:
    """Return the languages in which required fields must be written."""
    return [language for language in written_languages() if language.is_principal]


def principal_codes() -> list[str]:
    return [language.code for language in principal_languages()]


def in_order_for(code: str | None = None) -> tuple[str, ...]:
    """Return the codes in which a word is looked for: `code`, the active one by default, then along its chain."""
    return _office().chain(code or get_language() or settings.LANGUAGE_CODE)


def language_of_path(path: str) -> str:
    """Return the language that a path names, as in /kk/news/, one that is switched off, too; '' if it names none.

    The database is only asked about a language of which nothing is known yet.
    """
    found = _PREFIX.match(path)
    code = found[1] if found else ""
    if code in dict(settings.LANGUAGES) or any(language.code == code for language in _last_read().languages):
        return code
    if code in LANG_INFO and any(language.code == code for language in all_languages()):
        return code
    return ""


def last_known_codes() -> list[str]:
    """Return what language_codes() returned last in this process; asks nobody."""
    return [language.code for language in _last_read().written]


def last_known_principal_codes() -> list[str]:
    """Return what principal_codes() returned last in this process; asks nobody."""
    return [language.code for language in _last_read().written if language.is_principal]


def first_code() -> str:
    """Return the language in which the site speaks to whoever has chosen none; asks nobody."""
    return last_known_codes()[0]


def interface_codes() -> list[str]:
    """Return the codes of the languages that the desk speaks."""
    return [code for code, _name in settings.LANGUAGES]


def interface_code() -> str:
    """Return the language in which the desk speaks to whoever has chosen none; asks nobody.

    It is the first in which the office writes and the interface speaks, else the first of these in the chain.
    """
    order = [*last_known_codes(), *last_known_order_for(first_code())]
    return next(code for code in order if code in interface_codes())


def last_known_order_for(code: str | None = None) -> tuple[str, ...]:
    """Return what in_order_for() returned last in this process; asks nobody."""
    return _last_read().chain(code or get_language() or settings.LANGUAGE_CODE)


def let_words_follow(code: str) -> None:
    """Have words of the interface that are missing in `code` come from the first of its languages in the chain.

    Of itself Django takes them from settings.LANGUAGE_CODE.
    """
    if code in interface_codes():
        return
    following = next(each for each in last_known_order_for(code) if each in interface_codes())
    words: Any = trans_real.translation(code)  # its fallback is not in the types of Django
    instead = trans_real.translation(following)
    if words._fallback is not instead:
        words._fallback = instead


def forget() -> None:
    """Have whoever asks next in this process read them again; called by what changes them."""
    request_memory.forget("languages")
    _read()


def of_the_settings() -> Office:
    """Return the languages of the interface as those of texts, as before anybody has chosen."""
    return Office(WrittenLanguage(code) for code, _name in settings.LANGUAGES)


_last: Office | None = None  # as this process has read them last
_good_until = 0.0


def _last_read():
    return _last or of_the_settings()


def _office():
    if request_memory.is_open():
        return request_memory.kept("languages", _read)
    return _read() if time.monotonic() >= _good_until else _last_read()


def _read():
    global _last, _good_until
    try:
        rows = _ROWS.fetch()
    except DatabaseError:
        if request_memory.is_open():
            raise  # a page without the database is none, and shall not wait for it twice
        return _last_read()  # of commands that need no database, or run before the table is there
    before = _last
    _last = Office(WrittenLanguage(*row) for row in rows) if rows else of_the_settings()
    if before is None or before.languages != _last.languages:
        gate.forget_page()  # it speaks the required languages
        for language in _last.languages:
            let_words_follow(language.code)
    _good_until = max(_good_until, time.monotonic() + OUTSIDE_SECONDS)
    return _last
