"""A feed that was saved: Atom, RSS or JSON. It holds recent texts only, often shortened."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
from django.utils.translation import gettext as _

from moving.evidence import sha256
from moving.profiles import Profile
from moving.sources import Entry, SourceRefused

MAX_BYTES = 100_000_000


class Feed:
    def __init__(self, place: str, profile: Profile) -> None:
        self.profile = profile
        path = Path(place)
        if path.stat().st_size > MAX_BYTES:
            raise SourceRefused(_("“%(place)s” is too large for a feed.") % {"place": place})
        data = path.read_bytes()
        self.entries = list(_of_json(data) if data.lstrip()[:1] == b"{" else _of_xml(data, place))

    def pages(self) -> Iterator[Entry]:
        for name, address, facts in self.entries:
            data = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
            yield Entry(name, address, len(data), lambda data=data: data, "utf-8", lambda facts=facts: facts)

    def file(self, address: str) -> None:
        """A feed has no files."""
        return None


def _of_json(data):
    try:
        feed = json.loads(data)
    except ValueError as error:
        raise SourceRefused(_("The feed is damaged: %(error)s") % {"error": error}) from error
    language = feed.get("language", "")
    for item in feed.get("items", []):
        facts = {
            "title": item.get("title", ""),
            "html": item.get("content_html", ""),
            "text": item.get("content_text", ""),
            "standfirst": item.get("summary", ""),
            "date": item.get("date_published", ""),
            "language": item.get("language", language),
            "section": next(iter(item.get("tags", [])), ""),
            "photos": [item["image"]] if item.get("image") else [],
        }
        yield _named(item.get("id"), item.get("url", ""), facts)


def _of_xml(data, place):
    # The bytes, not an address: feedparser would fetch one.
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=True)
    if feed.bozo and not feed.entries:
        raise SourceRefused(_("“%(place)s” is no feed, or damaged.") % {"place": place})
    for item in feed.entries:
        content = item.get("content") or []
        facts: dict[str, Any] = {
            "title": item.get("title", ""),
            "html": content[0].value if content else item.get("summary", ""),
            "standfirst": item.get("summary", "") if content else "",
            "date": _date(item.get("published_parsed") or item.get("updated_parsed")),
            "language": (content[0].get("language") if content else "") or feed.feed.get("language") or "",
            "section": next((tag.term for tag in item.get("tags", []) if tag.get("term")), ""),
            "photos": [one.href for one in item.get("enclosures", []) if one.get("type", "").startswith("image/")],
        }
        yield _named(item.get("id"), item.get("link", ""), facts)


def _named(identifier, address, facts):
    name = identifier or address or sha256(json.dumps(facts, sort_keys=True).encode())
    return str(name)[:2000], address, facts


def _date(moment):
    return f"{moment.tm_year:04d}-{moment.tm_mon:02d}-{moment.tm_mday:02d}" if moment else ""


def open_source(place: str, profile: Profile) -> Feed:
    return Feed(place, profile)
