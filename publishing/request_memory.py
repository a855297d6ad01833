"""What is read once for each request: whose newsroom it is, and in which languages it writes.

Pages of one generation share it (page_cache/fragments.py). Whatever does many things without a request, as a job that
writes letters, opens a block read_once().
"""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from page_cache import fragments

T = TypeVar("T")
Answer = Callable[[HttpRequest], HttpResponseBase]

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def of_every_request(get_response: Answer) -> Answer:
    """Middleware: let kept() know for which request it is asked."""

    def middleware(request):
        with read_once(request):
            return get_response(request)

    return middleware


@contextlib.contextmanager
def read_once(request: HttpRequest | None = None) -> Iterator[None]:
    """Have kept() read each thing once in the block, for `request` or for what a job does many times."""
    token = _request.set(request or HttpRequest())
    try:
        yield
    finally:
        _request.reset(token)


def is_open() -> bool:
    """Tell whether there is a request, or a block."""
    return _request.get() is not None


def kept(name: str, read: Callable[[], T]) -> T:
    """Return what `read()` returned for this request, or for another page of its generation; without one, read."""
    request = _request.get()
    if request is None:
        return read()
    found = request.__dict__.setdefault("_request_memory", {})
    if name not in found:
        found[name] = fragments.shared(request, name, read)
    return found[name]


def forget(name: str) -> None:
    """Have the request that changes this read it again."""
    request = _request.get()
    if request is not None:
        request.__dict__.get("_request_memory", {}).pop(name, None)
