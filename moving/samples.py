"""Sample pages of a source, on which a profile is made: three to point at, ten to see what it reads, more to compare.

They are kept with the profile, so that it can be mended when the source is gone.
"""

import dataclasses
import datetime
import itertools
import re
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from moving import addressing, decoding, places, reading, sources
from moving.furniture import Furniture
from moving.models import SamplePage, SavedProfile
from moving.profiles import Profile
from moving.reading import Page, Reading
from moving.sources import Entry, SourceRefused
from moving.sources.folder import NO_HOST
from publishing.languages import language_codes

POINTED_AT, SHOWN, KEPT = 3, 10, 36  # pages; the rest is there to be compared with
MOST_LISTED = 20_000  # entries of a source, from which they are chosen
MOST_TRIED = 2  # times as many pages are looked at as are kept
MAX_BYTES = 1_000_000  # of a page
LEAST_WORDS = 15  # of one paragraph of an article
_CYRILLIC, _LATIN = re.compile("[А-Яа-яЁё]"), re.compile("[A-Za-z]")


@dataclasses.dataclass(frozen=True)
class Preview:
    """What a profile reads on one sample page."""

    name: str
    address: str
    reading: Reading


def take(profile: SavedProfile, place: str, *, by: User) -> None:
    """Choose sample pages of the source called `place`, and keep them with `profile`. Raises SourceRefused.

    Hosts that the profile does not name are added, each with the language of most of its letters.
    """
    known = Profile.from_dict(profile.values)
    path = str(places.path_of(place))
    opened = sources.open_source(sources.kind_of(path), path, known)
    chosen = _chosen(list(itertools.islice(opened.pages(), MOST_LISTED)), known)
    if len(chosen) < POINTED_AT:
        raise SourceRefused(
            _("“%(place)s” has fewer than three pages with a text, so there is nothing to point at.") % {"place": place}
        )
    with transaction.atomic():
        profile.sample.all().delete()
        SamplePage.objects.bulk_create(
            SamplePage(
                profile=profile,
                position=position,
                name=entry.name[:2000],
                address=entry.address[:2000],
                charset=entry.charset[:40],
                data=entry.read(),
            )
            for position, entry in enumerate(chosen)
        )
        hosts = _hosts(list(profile.sample.all()), known)
        profile.values = {**profile.values, **({"hosts": hosts} if hosts else {})}
        profile.place, profile.points, profile.by = place, {}, by
        profile.save()


def swap(profile: SavedProfile, position: int) -> None:
    """Put another page in the place of one that is pointed at; the page goes to the end of those that are kept."""
    with transaction.atomic():
        pages = list(profile.sample.select_for_update().order_by("position"))
        if not 0 <= position < min(POINTED_AT, len(pages)) or len(pages) <= POINTED_AT:
            return
        old, new = pages[position], pages[POINTED_AT]
        rest = [*pages[POINTED_AT + 1 :], old]
        for place, page in enumerate([*pages[:position], new, *pages[position + 1 : POINTED_AT], *rest]):
            page.position = place + 1000  # none has two at any moment
        SamplePage.objects.bulk_update(pages, ["position"])
        for page in pages:
            page.position -= 1000
        SamplePage.objects.bulk_update(pages, ["position"])
        left = {field: [one for one in points if one[0] != position] for field, points in profile.points.items()}
        profile.points = {field: points for field, points in left.items() if points}
        profile.save(update_fields=["points"])


def _chosen(entries: list[Entry], profile):
    """Return entries of pages that look like articles, from all over the source."""
    if entries and all(entry.facts is not None for entry in entries):
        raise SourceRefused(
            _("The entries of this source say themselves what is title, date and text. It needs no profile.")
        )
    wanted = KEPT * MOST_TRIED
    step = max(1, len(entries) // wanted)
    chosen = []
    for entry in entries[::step][: 2 * wanted]:
        if len(chosen) < wanted and entry.facts is None and entry.size <= MAX_BYTES and _is_article(entry, profile):
            chosen.append(entry)
    return chosen[:: max(1, len(chosen) // KEPT)][:KEPT]


def _is_article(entry, profile):
    parts = urlsplit(entry.address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    data = entry.read()
    if len(data) > MAX_BYTES or any(re.search(pattern, path) for pattern in profile.lists):
        return False
    page = _parsed(data, entry.charset, entry.address, profile)
    return page is not None and any(block.words >= LEAST_WORDS and not block.is_link for block in page.blocks)


def _parsed(data, charset, address, profile):
    """Return the parsed page, None for what is none."""
    try:
        return Page(decoding.decode(data, charset), address, profile)
    except (ValueError, AssertionError, RecursionError):  # lxml of what is no HTML at all
        return None


def parsed(page: SamplePage, profile: Profile) -> Page:
    """Return a sample page, parsed anew: a reading changes it."""
    found = _parsed(bytes(page.data), page.charset, page.address, profile)
    if found is None:
        raise ValueError(page.name)
    return found


def _hosts(pages, profile):
    """Return {host: language} for all hosts of the pages that the profile does not name yet, after its own."""
    hosts = dict(profile.hosts)
    letters: dict[str, list[int]] = {}
    for page in pages:
        host = urlsplit(page.address).netloc.lower()
        if host and host != NO_HOST:
            text = " ".join(block.text for block in parsed(page, profile).blocks)
            counts = letters.setdefault(host, [0, 0])
            counts[0] += len(_CYRILLIC.findall(text))
            counts[1] += len(_LATIN.findall(text))
    for host, (cyrillic, latin) in letters.items():
        language = "ru" if cyrillic > latin else "en"
        if host not in hosts and language in language_codes():
            hosts[host] = language
    return hosts


def furniture(pages: list[SamplePage], profile: Profile) -> Furniture:
    """Return what the sample pages have in common."""
    found = Furniture()
    for page in pages:
        one = parsed(page, profile)
        found.add(one.blocks, one.heading(), one.window_title)
    return found


def previews(pages: list[SamplePage], profile: Profile, common: Furniture, today: datetime.date) -> list[Preview]:
    """Return what `profile` reads on the pages after the three that are pointed at."""
    known = {addressing.identity(page.address, profile.noise) for page in pages if page.address}
    return [
        Preview(page.name, page.address, reading.read(parsed(page, profile), common, known=known, today=today))
        for page in pages[POINTED_AT : POINTED_AT + SHOWN]
    ]
