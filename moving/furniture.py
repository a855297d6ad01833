"""What stands on many pages of a site is furniture: menus, lists of other news, footers. Pages are compared to find it.

The survey reads every page once and counts its blocks. It keeps eight bytes for each different block of the site.
"""

from collections import Counter
from collections.abc import Iterable

from moving.blocks import Block

ON_MANY = 3  # pages on which a block stands before it is taken for furniture
PICTURES_ON_MANY = 8  # a photograph stands in both languages, in a report and in a summary of the year
MIN_PAGES = 5  # with fewer pages there is nothing to compare
LEAD_LETTERS = 40


class Furniture:
    """The blocks that a site repeats, and whose article a repeated paragraph is."""

    def __init__(self) -> None:
        self.pages = 0
        self.seen: set[int] = set()
        self.count: Counter[int] = Counter()
        self.owners: dict[int, frozenset[int]] = {}  # {hash of a title or beginning: the titles it stands under}
        self.title_parts: Counter[str] = Counter()

    def add(self, blocks: Iterable[Block], heading: Block | None, title: str) -> None:
        """Count one page; `heading` is the block of its title, `title` what the browser's window would show."""
        blocks = list(blocks)
        hashes = frozenset(block.hash for block in blocks)
        if hash(hashes) in self.seen:
            return  # the same page at another address makes nothing furniture
        self.seen.add(hash(hashes))
        self.pages += 1
        self.count.update(hashes)
        self.title_parts.update(set(parts_of_title(title)[1:]))
        if heading is not None:
            place = blocks.index(heading)
            for block in [heading, *blocks[place + 1 : place + 4]]:
                if block is heading or len(block.text) >= LEAD_LETTERS:
                    self.owners[block.hash] = self.owners.get(block.hash, frozenset()) | {heading.hash}

    @property
    def can_compare(self) -> bool:
        return self.pages >= MIN_PAGES

    def is_repeated(self, block: Block, heading: Block | None) -> bool:
        """Tell whether many pages have this. The beginning of an article stands in lists as well, and is its own."""
        many = ON_MANY if block.text else max(ON_MANY, min(self.pages // 2, PICTURES_ON_MANY))
        if not self.can_compare or self.count[block.hash] < many:
            return False
        owners = self.owners.get(block.hash, frozenset())
        return heading is None or heading.hash not in owners or len(owners) >= ON_MANY

    def belongs_elsewhere(self, block: Block, heading: Block | None) -> bool:
        """Tell whether this is the title or the beginning of another page's article, and not of this one's."""
        owners = self.owners.get(block.hash)
        return bool(owners) and heading is not None and heading.hash not in owners


def parts_of_title(title: str) -> list[str]:
    """Return “Meeting | News” as its parts; the first is never empty."""
    for sign in (" | ", " :: ", " — ", " – ", " - ", " » "):
        if sign in title:
            return [part.strip() for part in title.split(sign) if part.strip()] or [title.strip()]
    return [title.strip()]
