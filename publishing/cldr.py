"""What CLDR, the Unicode Consortium's collection, knows of a language: Babel reads it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language

if TYPE_CHECKING:
    from babel import Locale


@functools.cache
def locale_of(code: str) -> Locale | None:
    """Return Babel's Locale of a language, or of the one without the region; None if CLDR knows neither."""
    from babel import Locale, UnknownLocaleError  # 50 milliseconds, for those pages alone that need it

    for known in (code, code.partition("-")[0]):
        try:
            return Locale.parse(known, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def language_in_words(code: str) -> str:
    """Return the name of a language in the active one, as within a sentence: “Russian”, in Russian “русский”."""
    named, reader = locale_of(code), locale_of(get_language() or "en") or locale_of("en")
    return (named and named.get_display_name(reader)) or LANG_INFO.get(code, {}).get("name", code)
