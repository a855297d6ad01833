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
MAIL = re.compile(r"\S+@\S+")
PAGES_WITHOUT_CATALOGUE = ["400.html", "403.html", "404.html", "500.html"]


def russian():
    """Return {msgid: everything that it becomes in Russian, but addresses of mail}, with the error pages' own words."""
    catalogue = polib.pofile(str(BASE / "locale" / "ru" / "LC_MESSAGES" / "django.po"))
    said = {
        f"{entry.msgctxt or ''}|{entry.msgid}": MAIL.sub("", " ¶ ".join([entry.msgstr, *entry.msgstr_plural.values()]))
        for entry in catalogue
    }
    return said | {name: (BASE / "templates" / name).read_text() for name in PAGES_WITHOUT_CATALOGUE}


def english():
    """Return every English sentence of the interface; addresses of mail are none."""
    catalogue = polib.pofile(str(BASE / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    return {MAIL.sub("", f"{entry.msgid} ¶ {entry.msgid_plural}") for entry in catalogue}


def pattern(word):
    any_ending = re.escape(word).replace(re.escape("*"), r"\w*")
    return re.compile(rf"(?<!\w){any_ending}(?!\w)", re.IGNORECASE)


def test_the_glossary_rules_something_out():
    assert {"рабоч* стол*", "байт в байт", "(мск)"} <= set(RULED_OUT)
    assert pattern("рабоч* стол*").search("На рабочем столе")
    assert not pattern("стать*").search("Предоставьте материал")
    assert any(pattern("email*").search(said) for said in english())


@pytest.mark.parametrize("word", RULED_OUT)
def test_no_sentence_says_what_the_glossary_rules_out(word):
    assert [key for key, said in russian().items() if pattern(word).search(said)] == []
    assert [said for said in english() if pattern(word).search(said)] == []


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


# --- Latin letters in Russian ----------------------------------------------------------------------------------------

NAMES = """
    API Atom AVIF BMP CSV Ctrl Enter Esc Feed GIF HEIC HTML HTTPS IPTC ISO JPEG JSON Media OR PDF PgBouncer Photoshop
    PIN PNG QR RAW RSS SVG TIFF TOML URL UTC UTF WARC WebP Word WordPress XML XXI ZIP doc docx http https KG
    SHA K localhost Topics
    axe Tab
""".split()
EXAMPLES = [  # of what is typed in Latin letters
    "ZVF_2142.JPG", "press-office", "name@example.org", "name@newsroom.example", "“the General Assembly”",
    "connect_query", "docs/operations.md", "«columns»", "my-old-site", "#12365c", "example.org,2026",
    "буквы: un", "peacekeeping", "medtop:20000638", "cv.iptc.org", "«medtop:»", "SITE_URL", "viewBox",
    "«script/manage welcome»", "«script/server --no-demo»", "«the»", "terms-of-use", "/ru/press/",
    "newsroom_demo",
]  # fmt: skip
# For whoever writes programs: the interfaces for machines, what verifies a signature, the list of a press kit.
FOR_PROGRAMMERS = ("authenticity/", "templates/authenticity/", "templates/syndication/", "templates/news/kit/")
PLACEHOLDER = re.compile(r"%{1,2}(?:\(\w+\))?[sd]|{\w*}|<[^>]*>|https?://\S+|\bslug\b")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def latin_in(text):
    for example in EXAMPLES:
        text = text.replace(example, " ")
    return [word for word in LATIN.findall(PLACEHOLDER.sub(" ", text)) if word not in NAMES]


def test_no_english_stands_in_a_russian_sentence():
    catalogue = polib.pofile(str(BASE / "locale" / "ru" / "LC_MESSAGES" / "django.po"))
    assert latin_in("Оригинал read-only, 2 файла PDF: %(name)s") == ["read", "only"]
    found = {
        entry.msgid: words
        for entry in catalogue
        if not all(file.startswith(FOR_PROGRAMMERS) for file, _line in entry.occurrences)
        if (words := latin_in(" ".join([entry.msgstr, *entry.msgstr_plural.values()])))
    }
    assert found == {}


TAGS = re.compile(
    r"{% comment %}.*?{% endcomment %}|{#.*?#}|{% blocktranslate.*?{% endblocktranslate %}"
    r"|{% block (?:bodyclass|flush) %}.*?{% endblock %}|{[%{].*?[%}]}",
    re.DOTALL,
)
MARKUP = re.compile(r"<!--.*?-->|<(?P<tag>script|style|code|pre|kbd)\b.*?</(?P=tag)>|<[^>]*>|&\w+;", re.DOTALL)


def test_no_word_of_a_page_is_written_past_the_catalogue():
    pages = [page for page in (BASE / "templates").rglob("*.html") if "authenticity" not in page.parts]
    assert len(pages) > 200
    found = {
        str(page): words
        for page in pages
        if page.name not in (*PAGES_WITHOUT_CATALOGUE, "busy.html", "base_error.html")
        if (words := latin_in(MARKUP.sub(" ", TAGS.sub(" ", page.read_text()))))
    }
    assert found == {}
