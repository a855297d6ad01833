"""Errors of the API as problem+json (RFC 9457): one sentence says what is wrong, why, and what to do.

The sentences are always in English: programmers read them in logs.
"""

import http
from typing import Annotated

import msgspec
from django.urls import reverse

from publishing.addresses import absolute_url


class Problem(msgspec.Struct, kw_only=True):
    """Why there is no answer."""

    type: Annotated[str, msgspec.Meta(description="Where the kinds of problems are told of.")]
    title: Annotated[str, msgspec.Meta(description="The name of the HTTP status.")]
    status: Annotated[int, msgspec.Meta(description="The HTTP status once more.", ge=400, le=599)]
    detail: Annotated[str, msgspec.Meta(description="What is wrong, and what to do about it.")]


class ApiError(Exception):
    """A request that is answered with a Problem and these `headers`."""

    def __init__(self, status, detail, headers=None):
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers or {}

    @property
    def problem(self):
        return Problem(
            type=absolute_url(reverse("api:documentation")) + "#problems",
            title=http.HTTPStatus(self.status).phrase,
            status=self.status,
            detail=self.detail,
        )


def wrong(detail):
    """Return the ApiError for an invalid request."""
    return ApiError(400, detail)


def missing(what):
    """Return the ApiError for an address without anything public."""
    return ApiError(404, f"There is no {what} here that is public now. Look it up in the list it came from.")
