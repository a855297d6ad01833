"""Permanent global identifiers: `tag:` URIs by RFC 4151.

They contain no host, scheme or title, so that a move to another domain, a switch to HTTPS or a better title does not
send anybody the same news twice. They begin with the identity's feed authority, which must never change once feeds
are read.
"""

from django.conf import settings
from django.core.checks import Error

from identity.current import current as identity
from identity.models import AUTHORITY

ARTICLES, FEEDS, PHOTOS, MEETINGS = "articles", "feeds", "photos", "meetings"


def tag_uri(kind, id, language=""):
    """Return the URI of a thing: `kind` is ARTICLES or another plural, `language` is "" if it has none."""
    return tag("/".join(filter(None, [kind, str(id), language])))


def tag(name):
    """Return the URI for `name`, which is unique within the newsroom."""
    return f"tag:{identity().authority}:{name}"


def check_authority(app_configs, **kwargs):
    """Refuse to start with an invalid authority in the settings."""
    if AUTHORITY.fullmatch(settings.FEED_AUTHORITY):
        return []
    hint = "Write a host that the organization owns, a comma and a year in which it did: example.org,2026."
    return [Error(f"FEED_AUTHORITY is no tagging entity: {settings.FEED_AUTHORITY!r}.", hint=hint, id="syndication.E1")]
