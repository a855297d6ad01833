"""What stands on many pages of a site is furniture: menus, lists of other news, footers. Pages are compared to find it.

The survey reads every page once and counts its blocks, in a file that SQLite keeps for the time of the run: memory does
not grow with the site.
"""

import errno
import sqlite3
from collections.abc import Iterable

from moving.blocks import Block

ON_MANY = 3  # pages on which a block stands before it is taken for furniture
PICTURES_ON_MANY = 8  # a photograph stands in both languages, in a report and in a summary of the year
MIN_PAGES = 5  # with fewer pages there is nothing to compare
LEAD_LETTERS = 40

TABLES = """
    CREATE TABLE seen (page INTEGER PRIMARY KEY);
    CREATE TABLE counted (block INTEGER PRIMARY KEY, pages INTEGER NOT NULL);
    CREATE TABLE owners (block INTEGER, title INTEGER, PRIMARY KEY (block, title)) WITHOUT ROWID;
    CREATE TABLE parts (part TEXT PRIMARY KEY, pages INTEGER NOT NULL) WITHOUT ROWID;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
"""
COUNT = "INSERT INTO counted VALUES (?, 1) ON CONFLICT DO UPDATE SET pages = pages + 1"
COUNT_PART = "INSERT INTO parts VALUES (?, 1) ON CONFLICT DO UPDATE SET pages = pages + 1"


class Furniture:
    """The blocks that a site repeats, and whose article a repeated paragraph is."""

    def __init__(self) -> None:
        self.pages = 0
        # Without a name it is a file of SQLite's own, which is gone with the connection.
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.executescript(TABLES)
        self._kept.execute("BEGIN")

    def close(self) -> None:
        """Forget everything."""
        self._kept.close()

    def add(self, blocks: Iterable[Block], heading: Block | None, title: str) -> None:
        """Count one page; `heading` is the block of its title, `title` what the browser's window would show.

        Raises OSError if there is no room for it.
        """
        try:
            self._add(list(blocks), heading, title)
        except sqlite3.OperationalError as fault:
            raise OSError(errno.ENOSPC, f"{fault} (for temporary files)") from fault

    def _add(self, blocks, heading, title):
        hashes = frozenset(block.hash for block in blocks)
        new = self._kept.execute("INSERT OR IGNORE INTO seen VALUES (?)", [hash(hashes)]).rowcount
        if not new:
            return  # the same page at another address makes nothing furniture
        self.pages += 1
        self._kept.executemany(COUNT, [(block,) for block in hashes])
        self._kept.executemany(COUNT_PART, [(part,) for part in set(parts_of_title(title)[1:])])
        if heading is not None:
            place = blocks.index(heading)
            owned = [
                (block.hash, heading.hash)
                for block in [heading, *blocks[place + 1 : place + 4]]
                if block is heading or len(block.text) >= LEAD_LETTERS
            ]
            self._kept.executemany("INSERT OR IGNORE INTO owners VALUES (?, ?)", owned)

    @property
    def can_compare(self) -> bool:
        return self.pages >= MIN_PAGES

    def is_repeated(self, block: Block, heading: Block | None) -> bool:
        """Tell whether many pages have this. The beginning of an article stands in lists as well, and is its own."""
        many = ON_MANY if block.text else max(ON_MANY, min(self.pages // 2, PICTURES_ON_MANY))
        if not self.can_compare or self._number("SELECT pages FROM counted WHERE block = ?", block.hash) < many:
            return False
        owners = self._owners(block)
        return heading is None or heading.hash not in owners or len(owners) >= ON_MANY

    def belongs_elsewhere(self, block: Block, heading: Block | None) -> bool:
        """Tell whether this is the title or the beginning of another page's article, and not of this one's."""
        if heading is None:
            return False
        owners = self._owners(block)
        return bool(owners) and heading.hash not in owners

    def is_of_all(self, part: str) -> bool:
        """Tell whether this is a part of many pages' titles, as the name of the site is."""
        return self._number("SELECT pages FROM parts WHERE part = ?", part) >= ON_MANY

    def _owners(self, block):
        """Return the titles, as hashes, of the articles of which this is the title or the beginning."""
        return {title for (title,) in self._kept.execute("SELECT title FROM owners WHERE block = ?", [block.hash])}

    def _number(self, query, key):
        row = self._kept.execute(query, [key]).fetchone()
        return row[0] if row else 0


def parts_of_title(title: str) -> list[str]:
    """Return “Meeting | News” as its parts; the first is never empty."""
    for sign in (" | ", " :: ", " — ", " – ", " - ", " » "):
        if sign in title:
            return [part.strip() for part in title.split(sign) if part.strip()] or [title.strip()]
    return [title.strip()]
