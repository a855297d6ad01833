"""Which addresses of an old site mean the same page, for comparing pages with each other.

The redirects keep every address byte for byte (moving/addresses.py); this is coarser, and only for finding a page by a
link: scheme, www and an index file differ between links to one page. A hyphen at the end, case and the query differ
between pages, and stay.
"""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from moving import spelling

_INDEX = re.compile(r"/index\.(html?|php)$", re.I)


def identity(address: str, noise: Iterable[str] = ()) -> str:
    """Return what addresses of one page have in common, without the parameters named in `noise`."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    path = quote(unquote(_INDEX.sub("/", parts.path or "/")), safe="/:@!$&'()*+,;=~-._")
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in noise]
    return f"//{spelling.host_of(parts.netloc)}{path}" + (f"?{urlencode(query)}" if query else "")


def file_name(host: str) -> str:
    """Return a name of a folder for a host."""
    return re.sub(r"[^a-z0-9.-]", "_", host.lower()).lstrip(".") or "host"
