"""Links without an address, and links that no reader can open: to the desk, or to a computer of the office."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from news.lint.finding import Finding

NAME = "link"


def find(texts):
    for passage in texts.passages:
        for link in passage.links:
            sentence = _fault(link, passage.text[link.start : link.end])
            if sentence:
                yield Finding(NAME, passage, link.start, link.end, sentence)


def _fault(link, words):
    if not link.address.strip("# "):
        return _("This link has no address. Give it one, or make it plain text.")
    if not words.strip():
        address = {"address": link.address}
        return _("The link to %(address)s has no text to click. Write some, or remove the link.") % address
    return unreachable(link.address)


def unreachable(address):
    """Return why no reader can open this `address`, "" if they can."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return _("This address cannot be read: %(address)s") % {"address": address}
    if parts.path.startswith(settings.DESK_PREFIX) and host in ("", *_own_hosts()):
        return _("This link leads to the desk, where readers cannot go.")
    if parts.scheme == "file" or _is_local(host):
        return _("This link leads to an office computer, not to the internet: %(address)s") % {"address": address}
    return ""


def _own_hosts():
    return {urlsplit(settings.SITE_URL).hostname, *settings.ALLOWED_HOSTS}


def _is_local(host):
    if not host:
        return False
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        last = host.rsplit(".", 1)[-1]
        return "." not in host or last in ("local", "localhost", "internal", "lan", "home", "test", "corp")
