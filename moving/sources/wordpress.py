"""A WordPress export (WXR): one XML file with all posts and pages, read piece by piece however large it is."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from lxml import etree

from moving.profiles import Profile
from moving.sources import Entry, SourceRefused

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_EXCERPT = re.compile(r"\{http://wordpress\.org/export/[\d.]+/excerpt/\}encoded")
_KINDS = ("post", "page")
# [caption id="attachment_6" width="300"]<img …> The words of a picture[/caption] and other calls of WordPress
_CAPTION = re.compile(r"\[caption[^\]]*\]\s*(<a[^>]*>\s*<img[^>]*>\s*</a>|<img[^>]*>)\s*(.*?)\[/caption\]", re.S)
_SHORT_CODE = re.compile(r"\[/?[a-z][\w-]*[^\]<>]*\]")
_BLOCK_COMMENT = re.compile(r"<!--.*?-->", re.S)


class WordPress:
    """The posts and pages of an export. Its pictures are no part of it: `files` is a folder of uploads beside it."""

    def __init__(self, place: str, profile: Profile) -> None:
        self.path, self.profile = Path(place), profile
        self.uploads = self.path.parent

    def pages(self) -> Iterator[Entry]:
        for item in self._items():
            facts = _facts(item)
            if facts is None:
                continue
            name = f"post {_text(item, 'post_id')}"
            data = etree.tostring(item, encoding="utf-8", with_tail=False)
            address = (item.findtext("link") or "").strip()
            yield Entry(name, address, len(data), lambda data=data: data, "utf-8", lambda facts=facts: facts)

    def _items(self):
        """Yield every <item>, and forget it afterwards; entities and DTDs are not followed."""
        try:
            with self.path.open("rb") as file:
                found = etree.iterparse(
                    file,
                    tag="item",
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                    huge_tree=True,
                    recover=True,
                )
                for _event, item in found:
                    yield item
                    item.clear()
                    while item.getprevious() is not None:
                        del item.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise SourceRefused(
                _("“%(place)s” is damaged: %(error)s. Export it again.") % {"place": self.path, "error": error}
            ) from error

    def file(self, address: str) -> bytes | None:
        """Return an upload that lies beside the export: wp-content/uploads/2018/11/ZVF_2142.jpg."""
        match = re.search(r"wp-content/uploads/(.+)$", address.partition("?")[0])
        for name in (f"wp-content/uploads/{match[1]}", f"uploads/{match[1]}") if match else ():
            path = (self.uploads / name).resolve()
            if path.is_relative_to(self.uploads.resolve()) and path.is_file():
                return path.read_bytes()
        return None


def _facts(item) -> dict[str, Any] | None:
    """Return what a post says of itself; None for what is no text: an attachment, a menu, a revision."""
    if _text(item, "post_type") not in _KINDS:
        return None
    facts: dict[str, Any] = {
        "title": item.findtext("title") or "",
        "html": _as_html(item.findtext(_CONTENT) or ""),
        "date": _date(_text(item, "post_date")),
        "section": next(
            (one.get("nicename") for one in item.findall("category") if one.get("domain") == "category"), ""
        ),
        "standfirst": next((child.text or "" for child in item if _EXCERPT.fullmatch(str(child.tag))), ""),
        "language": next(
            (one.get("nicename") for one in item.findall("category") if one.get("domain") == "language"), ""
        ),
    }
    if _text(item, "status") != "publish":
        facts["left_out"] = "unpublished"
    return facts


def _text(item, name):
    """Return a text of WordPress's own namespace, whose version differs."""
    for child in item:
        if isinstance(child.tag, str) and child.tag.endswith("}" + name) and "wordpress.org/export" in child.tag:
            return (child.text or "").strip()
    return ""


def _date(text):
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S").date().isoformat()
    except ValueError:
        return ""  # 0000-00-00 00:00:00: a draft


def _as_html(content: str) -> str:
    """Return a post as HTML: its blank lines are paragraphs; its short codes call programs that are not there."""
    content = _BLOCK_COMMENT.sub("", content)
    content = _CAPTION.sub(lambda match: _with_title(match[1], match[2]), content)
    content = _SHORT_CODE.sub("", content)
    if re.search(r"<p[\s>]", content):
        return content
    parts = [part.strip() for part in re.split(r"\n\s*\n", content.replace("\r", ""))]
    return "".join(part if _is_block(part) else f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part)


def _with_title(image, caption):
    words = escape(re.sub(r"<[^>]+>", "", caption).strip())
    return re.sub(r"<img ", f'<img title="{words}" ', image, count=1) if words else image


def _is_block(part):
    return bool(re.match(r"<(h[1-6]|ul|ol|table|blockquote|div|figure|hr)\b", part))


def open_source(place: str, profile: Profile) -> WordPress:
    return WordPress(place, profile)
