"""The organization's words stand in data alone: in demo/, which is its newsroom, and in tests/, which expect it.

Two names are no words for readers and stay: the package csto_site, and moving/profiles/csto-old.toml, which says how
the pages of one earlier site are read. Documents speak of whom the newsroom was built for, and benchmarks measure the
demo and its earlier site.
"""

import re

import pytest

from csto_site.places import BASE

WORDS = re.compile(r"csto|одкб|odkb|collective security|коллективной безопасности", re.IGNORECASE)
NO_WORDS = re.compile(r"csto_site|csto-old")
FOLDERS_OF_ITS_OWN = {"demo", "tests", "benchmarks", "docs", "var", "media", ".venv", ".git"}
DOCUMENTS = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md"}
PROFILE = "moving/profiles/csto-old.toml"
TEXTS = {
    ".py", ".html", ".txt", ".css", ".js", ".svg", ".sql", ".toml", ".po", ".typ", ".md", ".env", ".conf", ".service",
    ".timer", ".yml", ".in", ".json", "",
}  # fmt: skip


def texts():
    for folder in sorted(BASE.iterdir()):
        if folder.name in FOLDERS_OF_ITS_OWN | DOCUMENTS or "cache" in folder.name.removeprefix("page_cache"):
            continue
        for path in [folder] if folder.is_file() else folder.rglob("*"):
            name = str(path.relative_to(BASE))
            if path.is_file() and path.suffix in TEXTS and "__pycache__" not in name and name != PROFILE:
                yield name, path


def test_the_organizations_words_stand_nowhere_else():
    found = []
    for name, path in texts():
        for number, line in enumerate(path.read_text(errors="ignore").splitlines(), 1):
            if WORDS.search(NO_WORDS.sub("", line)):
                found.append(f"{name}:{number}: {line.strip()[:100]}")
    assert not found, "These belong to the identity (identity/models.py):\n" + "\n".join(found)


def test_many_texts_are_read():
    names = {name for name, _path in texts()}
    assert len(names) > 700
    assert {"templates/base.html", "locale/ru/LC_MESSAGES/django.po", "static/js/menus.js"} <= names


@pytest.mark.parametrize("line", ["title = 'News of the CSTO'", "«Пресс-служба ОДКБ»", "press@odkb.example"])
def test_a_line_with_the_organizations_words_is_found(line):
    assert WORDS.search(NO_WORDS.sub("", line))
