"""What a page tells machines in schema.org's words: blocks of JSON-LD in the page, and the nodes that all pages share.

A block says only what the page itself shows its readers, so whatever makes one is given what the view has already
fetched. Applications add their own nodes in their modules of this name.
"""

import functools

import msgspec
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.addresses import address

CONTEXT = "https://schema.org"

# Inside <script> only these could end it or begin a comment; JSON reads them all the same. The two line separators
# are for readers that take JSON for JavaScript.
ESCAPES = {it: f"\\u{ord(it):04X}" for it in "<>&\u2028\u2029"}


def once_for_each_language(function):
    """Let a function without arguments, which says what is the same on every page, be called once for each language."""
    called = functools.cache(lambda language: function())
    return functools.wraps(function)(lambda: called(get_language()))


def block(node):
    """Return the data block of a node (a dict, or None for nothing), ready to stand in a page."""
    if not node:
        return ""
    return format_html('<script type="application/ld+json">{}</script>', text({"@context": CONTEXT, **node}))


def text(node):
    """Return the JSON of a node, safe between <script> tags."""
    said = msgspec.json.encode(node).decode()
    for character, escape in ESCAPES.items():  # str.translate() would look at every letter
        said = said.replace(character, escape)
    return mark_safe(said)  # noqa: S308 escaped for a script element above


def known(**facts):
    """Return the facts without those that are not known; `type_` and `id_` are the node's own keywords."""
    names = {"type_": "@type", "id_": "@id"}
    return {names.get(name, name): value for name, value in facts.items() if value}


def whole(path):
    """Return the whole address of a path of this site; an address that is whole already stays as it is."""
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"


@once_for_each_language
def organization():
    """Return the node of the Organization, under the name by which others refer to it."""
    return known(
        type_="Organization",
        id_=whole("/#organization"),
        name=_("Collective Security Treaty Organization"),
        alternateName=_("CSTO"),
        url=whole(address("home")),
    )


def breadcrumbs(crumbs, here):
    """Return the node of the way to a page; `crumbs` are those of _crumbs.html, `here` the page's own path."""
    if not crumbs:
        return None
    steps = [(_("Press Office"), address("home")), *crumbs]
    return known(
        type_="BreadcrumbList",
        itemListElement=[
            known(type_="ListItem", position=number, name=str(title), item=whole(address or here))
            for number, (title, address) in enumerate(steps, start=1)
        ],
    )
