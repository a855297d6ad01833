"""What a thing is called in all the world, for good: `tag:` addresses by RFC 4151.

They name no host, no scheme and no title, so that a move to another address, a switch to HTTPS or a better title sends
nobody the same news twice. Their first part is settings.FEED_AUTHORITY, which never changes once a feed was read.
"""

import re

from django.conf import settings
from django.core.checks import Error

# A host or an e-mail address, and a date on which it belonged to whoever names things by it.
_AUTHORITY = re.compile(
    r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?,[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
)

ARTICLES, FEEDS, PHOTOS, MEETINGS = "articles", "feeds", "photos", "meetings"


def tag_uri(kind, id, language=""):
    """Return the name of a thing: `kind` is ARTICLES or another plural, `language` is '' for what has none."""
    return tag("/".join(filter(None, [kind, str(id), language])))


def tag(name):
    """Return the whole name of what the newsroom calls `name` within itself."""
    return f"tag:{settings.FEED_AUTHORITY}:{name}"


def check_authority(app_configs, **kwargs):
    """Refuse to start with an authority by which nothing can be named."""
    if _AUTHORITY.fullmatch(settings.FEED_AUTHORITY):
        return []
    hint = "Write a host that the organization owns, a comma and a year in which it did: example.org,2026."
    return [Error(f"FEED_AUTHORITY is no tagging entity: {settings.FEED_AUTHORITY!r}.", hint=hint, id="syndication.E1")]
