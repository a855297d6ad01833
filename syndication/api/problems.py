"""What is wrong with a request, as problem+json (RFC 9457): in one sentence what, why, and where it is mended.

The sentences are in English whatever language is asked for: they are read in logs, by the people who write programs.
"""

import http
from typing import Annotated

import msgspec
from django.conf import settings
from django.urls import reverse


class Problem(msgspec.Struct, kw_only=True):
    """Why there is no answer."""

    type: Annotated[str, msgspec.Meta(description="Where the kinds of problems are told of.")]
    title: Annotated[str, msgspec.Meta(description="The name of the HTTP status.")]
    status: Annotated[int, msgspec.Meta(description="The HTTP status once more.", ge=400, le=599)]
    detail: Annotated[str, msgspec.Meta(description="What is wrong, and what to do about it.")]


class Refused(Exception):
    """A request that gets a Problem instead of an answer; `headers` go with it."""

    def __init__(self, status, detail, headers=None):
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers or {}

    @property
    def problem(self):
        return Problem(
            type=settings.SITE_URL + reverse("api:documentation") + "#problems",
            title=http.HTTPStatus(self.status).phrase,
            status=self.status,
            detail=self.detail,
        )


def wrong(detail):
    """Return the Refused of a request that is wrong in itself."""
    return Refused(400, detail)


def missing(what):
    """Return the Refused of an address at which there is nothing that the public may see."""
    return Refused(404, f"There is no {what} here that is public now. Look it up in the list it came from.")
