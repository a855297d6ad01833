"""Reads the data files of the demo. What a row leaves out is not known, or does not apply."""

import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent / "content"
PHOTOGRAPHS = FOLDER / "photographs"


def read(name):
    """Return what stands in content/NAME.toml: {table: [row]}."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


def pages():
    """Return the rows of content/pages/ in their order, each after the page that it stands `below`.

    A table for each language holds title, standfirst and body (HTML). `as_of` is the day on which it was written.
    """
    return [tomllib.loads(path.read_text()) for path in sorted((FOLDER / "pages").glob("*.toml"))]


def articles():
    """Return the rows of content/articles/, the oldest first.

    Each says in `state` how its story ends: live, corrected, withdrawn, scheduled, review or draft. A table for each
    language holds title, standfirst and body (HTML); an interview has turns instead of a body. A corrected article
    has a table `correction` with the day, a public note and the first text in each language.
    """
    rows = [tomllib.loads(path.read_text()) for path in sorted((FOLDER / "articles").glob("*.toml"))]
    return sorted(rows, key=lambda row: row["shown_on"])
