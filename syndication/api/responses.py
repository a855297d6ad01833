"""Responses of the API: validators, lifetimes, the rate limit, and access from other sites."""

import functools
import hashlib
import time

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from page_cache import lifetimes
from publishing import limits
from publishing.languages import language_codes
from syndication.api.problems import ApiError

READING = "GET, HEAD, OPTIONS"
WINDOW_SECONDS = 60
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": READING,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Access-Control-Max-Age": "86400",
    "X-Content-Type-Options": "nosniff",
}
JSON, PROBLEM = "application/json", "application/problem+json"


def endpoint(view):
    """Decorate a view that returns the result of `encoded`; an ApiError it raises becomes a problem+json."""

    @csrf_exempt  # so that a POST gets 405 with a sentence
    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        if request.method == "OPTIONS":
            return _open_to_all(HttpResponse(status=204, headers={"Allow": READING}))
        try:
            _require_reading(request)
            _require_patience(request)
            content, languages = view(request, *args, **kwargs)
        except ApiError as refused:
            return _open_to_all(_refusal(refused))
        return _open_to_all(_validated(request, content, languages))

    return answer


def encoded(thing, *languages):
    """Return a Struct, dict or list as (bytes, codes of its languages; all of the site's if none is given)."""
    return msgspec.json.encode(thing, enc_hook=_as_text), languages or tuple(language_codes())


def _as_text(words):
    """Return Django's safe and lazy strings as plain ones, for JSON."""
    return str.__str__(str(words))


def _require_reading(request):
    if request.method not in ("GET", "HEAD"):
        sentence = f"{request.method[:20]} is not possible: everything here is to be read. Use GET, HEAD or OPTIONS."
        raise ApiError(405, sentence, {"Allow": READING})


def _require_patience(request):
    times = settings.API_TIMES_A_MINUTE
    if not limits.allows(request, "api", times=times, seconds=WINDOW_SECONDS):
        wait = WINDOW_SECONDS - int(time.time()) % WINDOW_SECONDS
        sentence = (
            f"You have asked more than {times} times within {WINDOW_SECONDS} seconds, "
            "so nothing is answered for a while. "
            f"Ask again in {wait} seconds. To keep up with everything, follow /wires/changes instead of asking for all."
        )
        raise ApiError(429, sentence, {"Retry-After": str(wait)})


def _validated(request, content, languages):
    """Return the response, or 304 if the client has it already."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": lifetimes.ALWAYS_REVALIDATED, "Content-Language": ", ".join(languages)}
    response = HttpResponse(content, content_type=JSON, headers=headers)
    return get_conditional_response(request, etag=etag, response=response)


def _refusal(refused):
    headers = {"Cache-Control": lifetimes.NOT_KEPT, "Content-Language": "en", **refused.headers}
    content = msgspec.json.encode(refused.problem)
    return HttpResponse(content, status=refused.status, content_type=PROBLEM, headers=headers)


def _open_to_all(response):
    """Let pages of other sites read the response: it is public, and no cookie is used here."""
    for name, value in OPEN.items():
        response.headers[name] = value
    return response
