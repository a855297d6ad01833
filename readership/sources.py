"""Who took something up: the site that a reader came from, and the program that fetched a wire or a press kit.

Of `Referer` only the host is read, of `User-Agent` only the name of the program. Both are typed by whoever asks, so
what does not look like a host or a name is left out.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings

from readership.programs import BROWSER

MAX_KNOWN = 2000  # spellings in the memory of a process, of referrers and of names each
MAX_READ = 300  # characters of a header that are read and kept
MAX_HOST_LENGTH = 100  # characters
MAX_NAME_LENGTH = 40  # characters

# At least two labels, the last one without digits: neither addresses in figures nor names of one's own network.
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})")
# The beginning of a program's name, or what stands in the brackets behind “compatible;”.
NAME = re.compile(r"[A-Za-z][A-Za-z0-9._+-]*(?: [A-Za-z][A-Za-z0-9._+-]*){0,3}")
COMPATIBLE = re.compile(r"compatible; *([^/;)]+)")
# The word of a program that names itself behind what browsers say: “… Safari/537.36 TassReader/2.0”.
LAST_WORD = re.compile(r"([A-Za-z][A-Za-z0-9._-]*)/[^ ]*(?: *\(\+?https?:[^)]*\))?$")

_hosts: dict[str, str] = {}  # {Referer: its host, "" for none that counts}
_names: dict[str | None, str] = {}  # {User-Agent: the program's name, "" for none}
_own: list[tuple[str, ...]] = []


def begins_here(referrer: str) -> bool:
    """Tell at once whether somebody came from a page of this site."""
    return referrer.startswith(_own_beginnings())


def host_of(referrer: str) -> str:
    """Return the host of another site, in small letters; "" if there is none, or it is ours."""
    return _remembered(_hosts, referrer, _host)


def name_of(agent: str | None) -> str:
    """Return the name of a program without its version, "" if it says none."""
    return _remembered(_names, agent, _name)


def _remembered(known, said, read):
    found = known.get(said)
    if found is None:
        found = read((said or "")[:MAX_READ])
        if len(said or "") <= MAX_READ:
            if len(known) >= MAX_KNOWN:
                known.clear()  # somebody invents them
            known[said] = found
    return found


def _host(referrer):
    try:
        parts = urlsplit(referrer)
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return ""
    is_one = parts.scheme in ("http", "https") and len(host) <= MAX_HOST_LENGTH and HOST.fullmatch(host)
    return host if is_one and host not in _own_hosts() else ""


def _name(agent):
    if BROWSER.match(agent):
        found = COMPATIBLE.search(agent) or LAST_WORD.search(agent)
        said = found[1] if found else ""
    else:
        said = agent.partition("/")[0].partition("(")[0]
    said = said.strip()
    return said if len(said) <= MAX_NAME_LENGTH and NAME.fullmatch(said) else ""


def _own_beginnings():
    if not _own:
        names = {name for name in settings.PAGE_CACHE_HOSTS if name}
        _own.append(tuple(f"{scheme}://{name}/" for scheme in ("https", "http") for name in names))
    return _own[0]


def _own_hosts():
    own = (urlsplit(f"//{name}").hostname for name in settings.PAGE_CACHE_HOSTS)
    return {(host or "").removeprefix("www.") for host in own}
