"""The documents name what is there."""

import re

import pytest
from django.db import connection

from csto_site.places import BASE
from docs.screens.pictures import FOLDER, HANDBOOK, PICTURES

# CHANGELOG.md speaks of the past.
DOCUMENTS = [
    BASE / "README.md",
    BASE / "CONTRIBUTING.md",
    BASE / "deploy" / "environment.md",
    *sorted(BASE.glob("docs/**/*.md")),
]
PATH = re.compile(r"`([a-z_]+(?:/[\w.-]+)+/?)`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
MADE_WHEN_RUNNING = "var/"
PICTURE = re.compile(r"screens/([\w-]+\.\w+)")
MAX_BYTES_OF_ALL_PICTURES = 3_000_000


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(BASE)))
def test_every_file_that_a_document_names_is_there(document):
    text = document.read_text()
    named = {BASE / name for name in PATH.findall(text) if not name.startswith(MADE_WHEN_RUNNING)}
    linked = {document.parent / name for name in LINK.findall(text)}
    assert not [str(path) for path in named | linked if not path.exists()]


def test_every_picture_of_a_document_is_taken_by_the_script_and_no_other():
    named = {name for document in DOCUMENTS for name in PICTURE.findall(document.read_text())} - {"pictures.py"}
    there = {path for folder in (FOLDER, HANDBOOK) for path in folder.glob("*.webp")}
    assert named == {picture.file.name for picture in PICTURES}
    assert there == {picture.file for picture in PICTURES}
    assert sum(picture.file.stat().st_size for picture in PICTURES) < MAX_BYTES_OF_ALL_PICTURES


# What runs after a row of an edition was changed, if the change may be one of its range.
SET_OFF = """
    SELECT DISTINCT proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE tgrelid = 'news_edition'::regclass AND NOT tgisinternal AND tgtype & 16 > 0 AND tgtype & 2 = 0
        AND (tgattr = '' OR (
            SELECT attnum FROM pg_attribute WHERE attrelid = tgrelid AND attname = 'live_from'
        ) = ANY (tgattr::int2[]))
"""


@pytest.mark.django_db
def test_the_page_on_publishing_names_everything_that_a_publication_sets_off_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute(SET_OFF)
        functions = {name for (name,) in cursor.fetchall()}
    named = set(re.findall(r"`(\w+)`", (BASE / "docs" / "publishing.md").read_text()))
    assert len(functions) > 5
    assert functions <= named
