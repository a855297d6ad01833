"""The signed links in emails: whoever has one counts as the owner of the address.

A link names the row and its random nonce, so erasing the row makes its links invalid.
"""

from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from alerts.models import Subscriber
from publishing.addresses import absolute_url

_managing = signing.Signer(salt="alerts.links.managing")
_confirming = signing.Signer(salt="alerts.links.confirming")


class BadLink(Exception):
    """A link that we did not sign."""


def token(subscriber):
    return _managing.sign(f"{subscriber.pk}.{subscriber.nonce}")


def confirmation_token(subscriber):
    return _confirming.sign(f"{subscriber.pk}.{subscriber.nonce}")


def owner(token):
    """Return the Subscriber of a link to the preferences, None if erased; BadLink if the link is not ours."""
    return _owner(_managing, token)


def owner_confirming(token):
    """Return the same for a link to confirm."""
    return _owner(_confirming, token)


def address(name, language, *args):
    """Return the absolute address of one of our pages."""
    with override(language):
        return absolute_url(reverse(f"alerts:{name}", args=args))


def _owner(signer, token):
    try:
        number, nonce = signer.unsign(token).split(".", 1)
    except signing.BadSignature:
        raise BadLink(token) from None
    return Subscriber.objects.filter(pk=number, nonce=nonce).first()
