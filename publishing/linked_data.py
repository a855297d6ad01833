"""Structured data for search engines: JSON-LD blocks in schema.org's vocabulary, and the nodes that all pages share.

A block says only what the page itself shows, so its functions take what the view has already fetched. Each application
has its own nodes in a module of this name.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from publishing.addresses import absolute_url, cached_reverse

Node = dict[str, Any]

CONTEXT = "https://schema.org"

# Inside <script> only these could end the element or begin a comment; JSON parsers read the escapes as the characters.
# The two line separators are for parsers that take JSON for JavaScript.
ESCAPES = {character: f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def block(node: Node | None) -> str:
    """Return the <script> element of a node (a dict, or None for nothing)."""
    if not node:
        return ""
    return format_html('<script type="application/ld+json">{}</script>', json_text({"@context": CONTEXT, **node}))


def json_text(node: Node) -> SafeString:
    """Return the JSON of a node, safe between <script> tags."""
    encoded = msgspec.json.encode(node).decode()
    for character, escape in ESCAPES.items():  # much faster than str.translate()
        encoded = encoded.replace(character, escape)
    return mark_safe(encoded)  # noqa: S308 escaped for a script element above


def make_node(**facts: Any) -> Node:
    """Return a node of these facts without the empty ones; `type_` and `id_` become @type and @id."""
    names = {"type_": "@type", "id_": "@id"}
    return {names.get(name, name): value for name, value in facts.items() if value}


def breadcrumbs(crumbs: Sequence[tuple[str, str]] | None, here: str) -> Node | None:
    """Return the node of a page's breadcrumbs; `crumbs` are those of _crumbs.html, `here` the page's own path."""
    if not crumbs:
        return None
    steps = [(_("Press Office"), cached_reverse("home")), *crumbs]
    return make_node(
        type_="BreadcrumbList",
        itemListElement=[
            make_node(type_="ListItem", position=number, name=str(title), item=absolute_url(address or here))
            for number, (title, address) in enumerate(steps, start=1)
        ],
    )
