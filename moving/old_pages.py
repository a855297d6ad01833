"""The old page as it was, made harmless: words and structure, without anything that runs, is fetched or leads away."""

import re

import nh3

from moving import decoding, evidence, runs, sources
from moving.models import SourcePage

MAX_BYTES = 2_000_000  # of a page that is shown
MAX_SHOWN = 300_000  # characters of it

# Elements without a single attribute: no script, style, address, picture or form of the old site is left.
TAGS = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "b", "strong", "i", "em", "u", "s", "sup", "sub",
}  # fmt: skip
GONE_WITH_CONTENT = {
    "script", "style", "noscript", "template", "title", "head", "iframe", "object", "embed", "svg", "math", "select",
    "textarea", "audio", "video", "canvas", "button",
}  # fmt: skip
_PICTURE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))[^>]*>", re.IGNORECASE)
_EMPTY = re.compile(r"<(p|div|li|ul|td|tr|h[1-6])>\s*</\1>")

_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=GONE_WITH_CONTENT,
    attributes={},
    generic_attribute_prefixes=set(),
    strip_comments=True,
)


def bytes_of(page: SourcePage) -> bytes | None:
    """Return the bytes of an old page, as they were read: kept as evidence, or still in the source."""
    if data := evidence.read(page.sha256):
        return data
    try:
        opened, _profile = runs.opened_again(page.batch)
        data = opened.file(page.address) if page.address else None
    except (sources.SourceRefused, OSError):
        return None
    return data if data is not None and evidence.sha256(data) == page.sha256 else None


def harmless(data: bytes, charset: str = "") -> str:
    """Return the HTML of an old page with nothing in it but words and structure; a picture is its file's name."""
    text = decoding.decode(data[:MAX_BYTES], charset).text
    text = _PICTURE.sub(lambda match: f"<p>[{_file_name(match[1] or match[2] or match[3] or '')}]</p>", text)
    cleaned = _cleaner.clean(text)
    for _round in range(5):  # layout is made of nested empty boxes
        cleaned = _EMPTY.sub("", cleaned)
    return _cleaner.clean(cleaned[:MAX_SHOWN])  # cut anywhere, and closed again


def _file_name(address):
    return re.sub(r"[<>&\[\]\"']", "", address.partition("?")[0].rsplit("/", 1)[-1])[:120]
