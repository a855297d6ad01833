"""Answers that a program asks for again and again: what has not changed is not sent a second time."""

import hashlib

from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from page_cache import lifetimes


def answer(request, response, changed=None, lifetime=lifetimes.PROGRAM):
    """Return `response` with its validators, or in its place a 304 for whoever has the same already.

    `changed` is the instant of the last change. A copy known by its ETag is compared by that alone.
    """
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    modified = changed and int(changed.timestamp())
    response.headers["ETag"] = etag
    if modified:
        response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = lifetime
    response.headers["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, last_modified=modified, response=response)
