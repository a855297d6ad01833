"""E-mail addresses: normalizing them, and closing those that get no more email.

An address is closed after a complaint, or after a few bounces. Only a digest of it is stored, keyed with the site's
secret key, which can only tell whether an address is closed. A new secret key loses the closed addresses.
"""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

from mailing import redaction
from mailing.models import Address, Letter
from publishing import clock

MAX_BOUNCES = 3  # permanent bounces before an address is closed
MAX_CHARACTERS = 254  # the limit of SMTP


def normal(address):
    """Return `address` in normal form: stripped, in lower case, an international domain in ASCII.

    In theory a server may distinguish case before the @, but none in use does, and people do not. Raise ValueError for
    anything but one e-mail address.
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
    """Return the keyed digest of `address`, to be stored in its place."""
    return salted_hmac("mailing.addresses", normal(address), algorithm="sha256").hexdigest()


def is_closed(address):
    """Return whether `address` is closed."""
    return closed([digest(address)]).exists()


def closed(digests):
    return Address.objects.filter(digest__in=digests, closed_at__isnull=False)


def came_back(letter, said):
    """Record a permanent bounce of `letter`; repeated reports of the same letter count once."""
    fresh = Letter.objects.filter(pk=letter.pk, bounced_at__isnull=True).update(bounced_at=clock.SiteNow())
    if fresh:
        _count(letter.address_digest, "bounces", said)
        enough = Address.objects.filter(digest=letter.address_digest, bounces__gte=MAX_BOUNCES, closed_at__isnull=True)
        enough.update(closed_at=clock.SiteNow(), closed_for=Address.Closed.BOUNCES)


def complained(address_digest, said=""):
    """Record a complaint about unwanted email, and close the address."""
    _count(address_digest, "complaints", said)
    close(address_digest, Address.Closed.COMPLAINT)


def close(address_digest, reason):
    Address.objects.get_or_create(digest=address_digest)
    Address.objects.filter(digest=address_digest, closed_at__isnull=True).update(
        closed_at=clock.SiteNow(), closed_for=reason
    )


def reopen(address):
    """Reopen a closed address, because its owner has asked for it or its mail server works again."""
    Address.objects.filter(digest=digest(address)).delete()


def _count(address_digest, what, said):
    Address.objects.get_or_create(digest=address_digest)
    Address.objects.filter(digest=address_digest).update(
        **{what: F(what) + 1}, said=redaction.without_addresses(said)[:1000]
    )
