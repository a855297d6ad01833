"""How an old address is written: byte for byte as it was sent, and as all its equal spellings are.

The server hands on the path decoded (PEP 3333), so “%2F” and “/” look alike in it. A proxy in front tells the path as
it was sent in X-Original-URI (deploy/nginx.conf, deploy/Caddyfile), other servers in REQUEST_URI or RAW_URI. It is
believed only if it decodes to the path that the server has seen: nobody reaches another address by it.
"""

import re
from urllib.parse import quote, unquote_to_bytes, urlsplit

from django.http import HttpRequest
from django.utils.encoding import repercent_broken_unicode

MAX_LENGTH = 2000  # characters of an address
RAW_NAMES = ("REQUEST_URI", "RAW_URI", "HTTP_X_ORIGINAL_URI")  # in the environment of a request
PLAIN = "/:@!$&'()*+,;=-._~"  # what stands in a path as it is
WITHIN_ADDRESSES = PLAIN + "%?#[]"  # what a link may hold and a browser sends as it is

# What newsletters and social networks add to any address that is passed on.
TRACKING = re.compile(r"(?:utm_[a-z]+|fbclid|gclid|yclid|ysclid|_openstat|igshid|mc_[ce]id)=[^&]*", re.IGNORECASE)


class NotAnAddress(ValueError):
    """What is no address of a page: “mailto:…”, a path without a host."""


def split(url: str) -> tuple[str, str]:
    """Return (host, address) of an absolute address, as in a link: nothing is decoded, case and hyphens stay.

    The host is in lower case, without “www.” and port. A character that no request can hold is encoded as browsers do.
    Raises NotAnAddress.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        hostname = parts.hostname
    except ValueError as fault:  # “http://[::1”
        raise NotAnAddress(url) from fault
    if parts.scheme not in ("http", "https") or not hostname:
        raise NotAnAddress(url)
    # Not parts.path: urlsplit() drops tabs and line breaks, and an empty query.
    after_host = re.sub(r"^[^:]+://[^/?#]*", "", url).partition("#")[0]
    address = quote(after_host if after_host.startswith("/") else f"/{after_host}", safe=WITHIN_ADDRESSES)
    return host_of(hostname), address


def host_of(named: str) -> str:
    """Return a host, as in a Host header, in lower case without “www.” and port."""
    return re.sub(r":\d*$", "", named.strip().lower()).removeprefix("www.").rstrip(".")


def as_sent(request: HttpRequest) -> str:
    """Return path and query of a request as they came over the wire; what is not ASCII is encoded."""
    query = request.META.get("QUERY_STRING", "")
    for name in RAW_NAMES:
        path, mark, raw_query = _without_host(request.META.get(name, "")).partition("?")
        path = quote(path, safe=WITHIN_ADDRESSES, encoding="latin-1", errors="replace")
        if path and _seen(path) == request.path_info and raw_query == query:
            return path + mark + _ascii(query)
    path = quote(request.path_info, safe=PLAIN + "%")
    if _seen(path) != request.path_info:  # there was a percent sign in it, encoded
        path = quote(request.path_info, safe=PLAIN)
    return path + (f"?{_ascii(query)}" if query else "")


def plain(address: str) -> str:
    """Return the one spelling that all spellings share which the server decodes alike; the query stays as it is."""
    path, _mark, query = address.partition("?")
    return quote(_seen(path), safe=PLAIN) + (f"?{query}" if query else "")


def _seen(path):
    """Return a path as Django sees it: decoded, but for bytes that are no UTF-8."""
    return repercent_broken_unicode(unquote_to_bytes(path)).decode()


def without_tracking(address: str) -> str:
    """Return `address` without the parts of its query that only say where a visitor came from."""
    path, _mark, query = address.partition("?")
    kept = [part for part in query.split("&") if part and not TRACKING.fullmatch(part)]
    return f"{path}?{'&'.join(kept)}" if kept else path


def _without_host(target):
    """Return the path and query of a request's target, which may be a whole address (RFC 9112, 3.2.2)."""
    return re.sub(r"^https?://[^/?]*", "", target, flags=re.IGNORECASE)


def _ascii(query):
    return quote(query, safe=WITHIN_ADDRESSES + '"<>\\^`{|}', encoding="latin-1", errors="replace")
