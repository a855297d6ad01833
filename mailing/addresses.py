"""E-mail addresses: how one is compared with another, and which of them are written to no more.

A person who complains is never written to again; an address that sends letters back is given up after a few. Both are
kept without the address itself: a digest with the site's secret key answers whether an address is closed, and nothing
else. A new secret key forgets them.
"""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

from mailing import redaction
from mailing.models import Address, Letter
from publishing import clock

MAX_BOUNCES = 3  # letters that came back for good before an address is given up
MAX_CHARACTERS = 254  # what SMTP can carry


def normal(address):
    """Return `address` as it is compared: without spaces around it, in small letters, a domain of any script in Latin.

    Servers may tell large from small letters before the @; none of those in use does, and readers do not. A
    ValueError says that this is not one e-mail address.
    """
    address = address.strip()
    try:
        validate_email(address)
        user, domain = address.rsplit("@", 1)
        address = f"{user}@{punycode(domain)}".lower()
    except (ValidationError, UnicodeError):
        raise ValueError("This is not an e-mail address.") from None
    if len(address) > MAX_CHARACTERS:
        raise ValueError("This e-mail address is too long.")
    return address


def digest(address):
    """Return what `address` is known by when it is not kept itself."""
    return salted_hmac("mailing.addresses", normal(address), algorithm="sha256").hexdigest()


def is_closed(address):
    """Tell whether nothing may be sent to `address` any more."""
    return closed([digest(address)]).exists()


def closed(digests):
    return Address.objects.filter(digest__in=digests, closed_at__isnull=False)


def came_back(letter, said):
    """Keep that `letter` came back for good; the same letter counts once, however often this is told."""
    fresh = Letter.objects.filter(pk=letter.pk, bounced_at__isnull=True).update(bounced_at=clock.SiteNow())
    if fresh:
        _count(letter.address_digest, "bounces", said)
        enough = Address.objects.filter(digest=letter.address_digest, bounces__gte=MAX_BOUNCES, closed_at__isnull=True)
        enough.update(closed_at=clock.SiteNow(), closed_for=Address.Closed.BOUNCES)


def complained(address_digest, said=""):
    """Keep that the reader at an address called a letter unwanted: nothing more is sent there."""
    _count(address_digest, "complaints", said)
    close(address_digest, Address.Closed.COMPLAINT)


def close(address_digest, reason):
    Address.objects.get_or_create(digest=address_digest)
    Address.objects.filter(digest=address_digest, closed_at__isnull=True).update(
        closed_at=clock.SiteNow(), closed_for=reason
    )


def reopen(address):
    """Let an address be written to again: its owner has asked for it, or its mail server works again."""
    Address.objects.filter(digest=digest(address)).delete()


def _count(address_digest, what, said):
    Address.objects.get_or_create(digest=address_digest)
    Address.objects.filter(digest=address_digest).update(
        **{what: F(what) + 1}, said=redaction.without_addresses(said)[:1000]
    )
