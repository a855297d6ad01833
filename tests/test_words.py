"""The interface keeps to the words that docs/words.md has chosen, and to Russian typography."""

import re

import polib
import pytest

from csto_site.places import BASE

GLOSSARY = (BASE / "docs" / "words.md").read_text().split("## What the interface calls things")[1]
ROW = re.compile(r"^\| (?!Russian|-)(?P<russian>[^|]+) \| (?P<english>[^|]+) \| (?P<ruled_out>[^|]+) \|$", re.MULTILINE)
RULED_OUT = sorted(
    word for row in ROW.finditer(GLOSSARY) if row["ruled_out"] != "–" for word in row["ruled_out"].split(", ")
)
PAGES_WITHOUT_CATALOGUE = ["400.html", "403.html", "404.html", "500.html"]


def russian():
    """Return {msgid: everything that it becomes in Russian}, with the error pages, which hold their own words."""
    catalogue = polib.pofile(str(BASE / "locale" / "ru" / "LC_MESSAGES" / "django.po"))
    said = {
        f"{entry.msgctxt or ''}|{entry.msgid}": " ¶ ".join([entry.msgstr, *entry.msgstr_plural.values()])
        for entry in catalogue
    }
    return said | {name: (BASE / "templates" / name).read_text() for name in PAGES_WITHOUT_CATALOGUE}


def pattern(word):
    any_ending = re.escape(word).replace(re.escape("*"), r"\w*")
    return re.compile(rf"(?<!\w){any_ending}(?!\w)", re.IGNORECASE)


def test_the_glossary_rules_something_out():
    assert {"рабоч* стол*", "байт в байт", "(мск)"} <= set(RULED_OUT)
    assert pattern("рабоч* стол*").search("На рабочем столе")
    assert not pattern("стать*").search("Предоставьте материал")


@pytest.mark.parametrize("word", RULED_OUT)
def test_no_sentence_says_what_the_glossary_rules_out(word):
    assert [key for key, said in russian().items() if pattern(word).search(said)] == []


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(r" —", id="a dash that may begin a line"),
        pytest.param(r"(?<!\)s) – [^\W\d_]", id="a short dash in a sentence"),
        pytest.param(r"№ ", id="a number that may leave its sign"),
        pytest.param(r"\d МБ|[sd] МБ", id="megabytes that may begin a line"),
        pytest.param(r"\d (?:января|ноября|декабря)", id="a month that may leave its day"),
    ],
)
def test_lines_of_russian_break_where_a_printer_would_break_them(fault):
    catalogue = {key: said for key, said in russian().items() if "|" in key}
    assert [key for key, said in catalogue.items() if re.search(fault, said)] == []
