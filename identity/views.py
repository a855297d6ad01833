"""The files that are made from the identity. Their address has its digest in it, so they never change."""

import functools

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from identity import pictures
from identity.current import Current, current
from page_cache import lifetimes

# Whoever opens the drawing itself gets a page in which nothing runs and nothing is loaded.
ALONE = "default-src 'none'; style-src 'none'; sandbox"
SVG, PNG, CSS = "image/svg+xml", "image/png", "text/css; charset=utf-8"

FILES = {
    "style.css": (CSS, lambda identity: identity.style),
    "card.png": (PNG, pictures.card),
    "logo.png": (PNG, pictures.logo),
    "icon.svg": (SVG, pictures.icon),
    "mark.svg": (SVG, lambda identity: pictures.mark(identity, identity.row.colour)),
    "mark-dark.svg": (SVG, lambda identity: pictures.mark(identity, identity.colour_by_night)),
    "mark-night.svg": (SVG, lambda identity: pictures.mark(identity, "#f0f4f8")),
}


def file(request: HttpRequest, digest: str, name: str) -> HttpResponseBase:
    """Answer with a file of the identity as it is; an address of an earlier one leads there."""
    identity = current()
    if name not in FILES or (name.startswith("mark") and not identity.row.mark):
        raise Http404("There is no such file.")
    if digest != identity.digest:
        return redirect("identity:file", identity.digest, name)
    response = HttpResponse(_made(identity, name), content_type=FILES[name][0])
    response.headers["Cache-Control"] = lifetimes.FOR_GOOD
    response.headers["Content-Security-Policy"] = ALONE
    return response


@functools.lru_cache(len(FILES) * 2)
def _made(identity: Current, name: str) -> str | bytes:
    return FILES[name][1](identity)
