"""What differs in an old page that has changed since it was taken over, marked as in any text of the desk."""

import dataclasses

from desk.articles import difference
from moving import decisions
from news.models import Edition, Section
from publishing import html


@dataclasses.dataclass(frozen=True)
class Changed:
    """`marked` is the desk.articles.difference.Difference of what the page said before and says now.

    `photos_added` and `photos_removed` are names of files. `may_take` tells whether the article can get the new words
    with a key, `is_public` whether readers see it; an article that was edited here is changed by hand.
    """

    marked: difference.Difference
    photos_added: list
    photos_removed: list
    may_take: bool
    is_public: bool


def of(page):
    """Return the Changed of a page that has an article, None if it was not noted what has changed."""
    before = page.reading.get("_before")
    if not before or page.edition is None:
        return None
    now = {name: field.get("value") for name, field in page.reading.items() if isinstance(field, dict)}
    then = {**now, **before}
    section = Section.objects.filter(slug=now.get("section") or "").first() or page.edition.section
    photos_before, photos_now = _names(then), _names(now)
    return Changed(
        difference.between(_snapshot(page, then, section), _snapshot(page, now, section)),
        [name for address, name in photos_now.items() if address not in photos_before],
        [name for address, name in photos_before.items() if address not in photos_now],
        decisions.can_renew(page),
        page.edition.is_public(),
    )


def _snapshot(page, read, section):
    """Return what was read of a page as a snapshot of an edition (news/snapshots.py)."""
    date = read.get("date") or {"date": page.edition.shown_on.isoformat(), "precision": page.edition.shown_precision}
    return {
        "language": page.language or page.edition.language,
        "section_id": section.pk,
        "genre": page.edition.genre,
        "shown_on": date["date"],
        "shown_precision": date["precision"],
        "meeting_id": None,
        "title": read.get("title") or "",
        "slug": "",
        "standfirst": read.get("standfirst") or "",
        "body": html.clean(read.get("body") or ""),
        "signed_by": Edition.SignedBy.WORDING,
        "signature": read.get("signature") or "",
        "change": Edition.Change.FIRST,
        "change_note": "",
        "photos": [],
        "turns": [],
        "attachments": [],
    }


def _names(read):
    """Return {address: name} of the photographs of a page."""
    return {picture["address"]: picture.get("file_name") or picture["address"] for picture in read.get("photos") or []}
