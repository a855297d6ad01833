"""Every word of the interface is there in every language, and what is compiled is what was translated."""

import re

import polib
import pytest
from django.conf import settings

from csto_site.places import BASE

LANGUAGES = list(dict(settings.LANGUAGES))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def catalogue(language):
    return polib.pofile(str(BASE / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_missing_or_doubtful(language):
    unfinished = [*catalogue(language).untranslated_entries(), *catalogue(language).fuzzy_entries()]
    assert [entry.msgid for entry in unfinished] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_what_is_filled_in(language):
    for entry in catalogue(language):
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert set(PLACEHOLDER.findall(text)) <= wanted, entry.msgid
        if not entry.msgid_plural:
            assert set(PLACEHOLDER.findall(entry.msgstr)) == wanted, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_translated_one(language):
    source = catalogue(language)
    compiled = polib.mofile(str(BASE / "locale" / language / "LC_MESSAGES" / "django.mo"))

    def words(entries):
        return {(entry.msgctxt, entry.msgid): (entry.msgstr, *entry.msgstr_plural.values()) for entry in entries}

    assert words(compiled) == words(source.translated_entries())


def test_both_languages_have_the_same_strings():
    first, *others = [{(entry.msgctxt, entry.msgid) for entry in catalogue(language)} for language in LANGUAGES]
    assert all(other == first for other in others)
