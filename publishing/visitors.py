"""A second safeguard besides `public()`: visitors' requests run as a database role that sees public rows only.

The role is made in publishing/sql/visitors_role.sql; what it may read stands in APP/sql/visitors.sql. A page is one
transaction, so it shows the newsroom as of one instant: docs/decisions/0043-a-page-is-one-transaction.md.
"""

import contextlib
import datetime
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from page_cache.listener import GENERATION, Generation
from publishing import clock, replica
from publishing.reading import Reading
from publishing.transactions import parameter, retried

# Prepared queries keep the plan that fits any value. PostgreSQL would plan some of them anew each time, because it
# takes planning for cheaper than it is where a query meets many policies.
PLANNED_ONCE = "set_config('plan_cache_mode', 'force_generic_plan', true)"
AT_ONE_INSTANT = f"""
    SELECT set_config('role', '{settings.VISITOR_ROLE}', true), set_config('newsroom.now', site_now()::text, true),
        {PLANNED_ONCE}
"""
# At a replica, whose own clock nobody has to trust.
AT_THE_DATABASES_INSTANT = f"""
    SELECT set_config('role', '{settings.VISITOR_ROLE}', true), set_config('newsroom.now', '%s', true), {PLANNED_ONCE}
"""
IN_A_REHEARSAL = f"""
    SELECT set_config('role', '{settings.VISITOR_ROLE}', true), set_config('newsroom.now', '%s', true),
        set_config('newsroom.rehearsal', 'on', true), {PLANNED_ONCE}
"""

T = TypeVar("T")


@contextlib.contextmanager
def as_visitor(rehearsed_at: datetime.datetime | None = None) -> Iterator[None]:
    """Read with a visitor's rights for the length of the block, all of it as of one instant.

    Inside a transaction that is already open, only the rights change. `rehearsed_at` is the instant of a rehearsal.
    """
    if Reading.current():
        yield
    elif not connection.in_atomic_block:
        with Reading(IN_A_REHEARSAL % rehearsed_at.isoformat() if rehearsed_at else AT_ONE_INSTANT).going_on():
            yield
    else:
        with contextlib.ExitStack() as stack:
            if rehearsed_at:
                stack.enter_context(clock.moved_to(rehearsed_at))
                stack.enter_context(clock.rehearsed())
            stack.enter_context(parameter("role", settings.VISITOR_ROLE))
            yield


@contextlib.contextmanager
def with_past_editions() -> Iterator[None]:
    """Let a visitor see the past editions of what is public, for the length of the block.

    Queries inside must name the editions they want. Do not list current articles or make feeds in here.
    """
    if Reading.current() or connection.in_atomic_block:
        with parameter("newsroom.history", "on"):
            yield
    else:
        yield  # it is the newsroom itself that asks, which sees them always


@contextlib.contextmanager
def with_standing_pages() -> Iterator[None]:
    """Let a visitor see the editions of standing pages, for the length of the block.

    Queries inside must name the pages they want. Do not list news, make feeds or render templates in here.
    """
    if Reading.current() or connection.in_atomic_block:
        with parameter("newsroom.pages", "on"):
            yield
    else:
        yield  # it is the newsroom itself that asks, which sees them always


def with_newsroom_rights(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Call `function(*args, **kwargs)` with the newsroom's own rights, to store what a visitor sent; return its result.

    It is a transaction of its own, beside that of the visitor's page, and begun anew like every verb
    (publishing/transactions.py). Nothing that is read by it may appear in the response. A view's own atomic() would be
    torn in two by it, so it is refused there: TransactionManagementError.
    """
    if reading := Reading.current():
        if connection.savepoint_ids:
            raise transaction.TransactionManagementError("with_newsroom_rights() does not stand in a page's atomic().")
        with reading.interrupted():
            return retried(function)(*args, **kwargs)
    if connection.in_atomic_block:
        with parameter("role", "none"):
            return function(*args, **kwargs)
    return retried(function)(*args, **kwargs)


class VisitorRoleMiddleware:
    """Run every request outside settings.STAFF_PREFIXES with a visitor's rights, whoever sends it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(settings.STAFF_PREFIXES):
            return self.get_response(request)
        generation = request.META.get(GENERATION)  # of a page that will be kept; a rehearsal has none
        if generation and replica.may_be_asked(generation) and (made := self._from_replica(request, generation)):
            return made
        rehearsal = getattr(request, "rehearsal", None)
        with as_visitor(rehearsal and rehearsal.at):
            return self.get_response(request)

    def _from_replica(self, request: HttpRequest, generation: Generation) -> HttpResponseBase | None:
        preamble = AT_THE_DATABASES_INSTANT % generation.certain_now().isoformat()
        return replica.read(generation, preamble, lambda: self.get_response(request))
