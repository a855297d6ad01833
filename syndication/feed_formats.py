"""A page of a feed as Atom (RFC 4287, with the tombstones of RFC 6721), RSS 2.0, and JSON Feed 1.1.

RSS and JSON Feed have no tombstones: there an announced removal becomes an entry with the same identifier, so that
programs replace the text with the reason.
"""

import json

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, rfc3339_date
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from identity.current import current as identity
from news.kits.stories import printable
from publishing.addresses import absolute_url

MEDIA = "http://search.yahoo.com/mrss/"


# --- Atom ------------------------------------------------------------------------------------------------------------


class _Atom(Atom1Feed):
    def root_attributes(self):
        return super().root_attributes() | {"xmlns:at": "http://purl.org/atompub/tombstones/1.0", "xmlns:media": MEDIA}

    def latest_post_date(self):
        return self.feed["updated"]

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["next"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next"]})
        for departure in self.feed["departures"]:
            _bury(handler, departure)

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item["entry"]
        for language, address in entry.languages.items():
            if language != entry.language:
                handler.addQuickElement("link", "", {"rel": "alternate", "hreflang": language, "href": address})
        handler.addQuickElement("content", entry.html, {"type": "html"})
        _add_media(handler, entry)


def _bury(handler, departure):
    handler.startElement("at:deleted-entry", {"ref": departure.id, "when": rfc3339_date(departure.at)})
    if departure.is_announced:
        handler.addQuickElement("link", "", {"rel": "alternate", "href": departure.url})
        handler.addQuickElement("at:comment", departure.reason, {"xml:lang": departure.language})
    handler.endElement("at:deleted-entry")


def as_atom(page):
    feed = _begun(page, _Atom, "atom", feed_guid=page.feed.id, departures=page.departures)
    for entry in page.entries:
        feed.add_item(**_facts(entry), enclosures=[_enclosure(file) for file in entry.files])
    return feed.writeString("utf-8").encode()


# --- RSS -------------------------------------------------------------------------------------------------------------


class _Rss(Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:media": MEDIA,
        }

    def latest_post_date(self):
        return self.feed["updated"]

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["next"]:
            handler.addQuickElement("atom:link", "", {"rel": "next", "href": self.feed["next"]})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item.get("entry")
        if entry:
            handler.addQuickElement("atom:updated", rfc3339_date(entry.updated))
            handler.addQuickElement("content:encoded", entry.html)
            _add_media(handler, entry)


def as_rss(page):
    feed = _begun(page, _Rss, "rss")
    for departure in page.notices:
        feed.add_item(
            title=departure.headline,
            link=departure.url,
            description=_words_of(departure),
            unique_id=departure.id,
            unique_id_is_permalink=False,
            pubdate=departure.at,
        )
    for entry in page.entries:
        # Programs read at most one enclosure of an item; the text links to all files.
        first = [_enclosure(file) for file in entry.files[:1]]
        feed.add_item(**_facts(entry), unique_id_is_permalink=False, enclosures=first)
    return feed.writeString("utf-8").encode()


# --- Both ------------------------------------------------------------------------------------------------------------


def _begun(page, form, format, **more):
    of = page.feed
    with override(of.language):
        return form(
            title=printable(of.title),
            link=absolute_url(of.page),
            description=printable(_description(of)),
            language=of.language,
            author_name=identity().office,
            feed_url=absolute_url(of.address(format)),
            updated=page.updated,
            next=page.next and absolute_url(of.address(format, page.next)),
            **more,
        )


def _description(of):
    told = {"organization": identity().name_of, "name": of.name}
    return _("News of %(organization)s from its press office: %(name)s") % told


def _facts(entry):
    return {
        "entry": entry,
        "title": entry.title,
        "link": entry.url,
        "description": escape(entry.summary),  # Django writes it into an element that holds HTML
        "unique_id": entry.id,
        "pubdate": entry.published,
        "updateddate": entry.updated,
        "categories": entry.tags,
    }


def _enclosure(file):
    return Enclosure(file.url, str(file.size), file.type)


def _add_media(handler, entry):
    for picture in entry.pictures:
        made = picture.file
        size = {"width": str(made.width), "height": str(made.height), "fileSize": str(made.size)}
        handler.startElement(
            "media:content", {"url": picture.url, "medium": "image", "type": made.content_type, **size}
        )
        if picture.caption:
            handler.addQuickElement("media:title", picture.caption, {"type": "plain"})
        if picture.alt:
            handler.addQuickElement("media:description", picture.alt, {"type": "plain"})
        if picture.credit:
            handler.addQuickElement("media:credit", picture.credit)
        if picture.usage_terms:
            handler.addQuickElement("media:copyright", picture.usage_terms)
        handler.endElement("media:content")


def _words_of(departure):
    return format_html('<p>{}</p><p><a href="{}">{}</a></p>', departure.reason, departure.url, departure.url)


# --- JSON Feed -------------------------------------------------------------------------------------------------------


def as_json(page):
    """Return the page as JSON Feed 1.1; our extensions are under `_newsroom`."""
    of = page.feed
    with override(of.language):
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": of.title,
            "home_page_url": absolute_url(of.page),
            "feed_url": absolute_url(of.address("json")),
            "description": _description(of),
            "language": of.language,
            "authors": [{"name": identity().office, "url": absolute_url("/")}],
            "items": [*map(_notice, page.notices), *map(_item, page.entries)],
            "_newsroom": {
                "id": of.id,
                "deleted": [
                    {"id": departure.id, "date_deleted": rfc3339_date(departure.at)} for departure in page.departures
                ],
            },
        }
        if page.next:
            document["next_url"] = absolute_url(of.address("json", page.next))
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _item(entry):
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html or escape(entry.title),
        "image": entry.cover and entry.cover.url,
        "date_published": rfc3339_date(entry.published),
        "date_modified": rfc3339_date(entry.updated),
        "language": entry.language,
        "tags": entry.tags,
        "attachments": [*map(_attached_picture, entry.pictures), *map(_attached_file, entry.files)],
        "_newsroom": _beyond(entry),
    }
    return {name: value for name, value in item.items() if value}


def _beyond(entry):
    if entry.edition is None:
        return {}
    return {
        "edition": entry.edition.number,
        "first_public_at": rfc3339_date(entry.first_public_at),
        "notes": [
            {"kind": note["label"], "text": note["text"], "date": note["at"] and rfc3339_date(note["at"])}
            for note in entry.notes
        ],
        "photographs": [
            {
                "url": picture.url,
                "page": picture.page,
                "width": picture.file.width,
                "height": picture.file.height,
                "caption": picture.caption,
                "description": picture.alt,
                "credit": picture.credit,
                "usage_terms": picture.usage_terms,
            }
            for picture in entry.pictures
        ],
        "languages": entry.languages,
    }


def _attached_picture(picture):
    title = " ".join(filter(None, [picture.caption, picture.credit]))
    found = {
        "url": picture.url,
        "mime_type": picture.file.content_type,
        "size_in_bytes": picture.file.size,
        "title": title,
    }
    return {name: value for name, value in found.items() if value}


def _attached_file(file):
    return {"url": file.url, "mime_type": file.type, "size_in_bytes": file.size, "title": file.label}


def _notice(departure):
    return {
        "id": departure.id,
        "url": departure.url,
        "title": departure.headline,
        "content_html": _words_of(departure),
        "date_modified": rfc3339_date(departure.at),
        "language": departure.language,
        "_newsroom": {"departure": departure.kind},
    }


WRITERS = {
    "atom": (as_atom, "application/atom+xml; charset=utf-8"),
    "rss": (as_rss, "application/rss+xml; charset=utf-8"),
    "json": (as_json, "application/feed+json; charset=utf-8"),
}
