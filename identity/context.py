"""The identity in every template that is rendered for a request."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from identity.current import current


def identity(request: HttpRequest) -> dict[str, SimpleLazyObject]:
    """Return the context; the identity is read only when a template uses it."""
    return {"identity": SimpleLazyObject(current)}
