"""Conditional responses for programs that poll: what has not changed is answered with 304."""

import hashlib

from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from page_cache import lifetimes


def answer(request, response, changed=None, lifetime=lifetimes.PROGRAM):
    """Return `response` with its validators, or a 304 for a client that has the same already.

    `changed` is the instant of the last change. If the client sends an ETag, only that is compared.
    """
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    modified = changed and int(changed.timestamp())
    response.headers["ETag"] = etag
    if modified:
        response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = lifetime
    response.headers["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, last_modified=modified, response=response)
