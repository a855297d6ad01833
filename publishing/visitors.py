"""A second safeguard besides `public()`: visitors' requests run as a database role that sees public rows only.

The role is made in publishing/sql/visitors_role.sql; what it may read stands in APP/sql/visitors.sql.
"""

import contextlib
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase


@contextlib.contextmanager
def as_visitor() -> Iterator[None]:
    """Give the database connection a visitor's rights for the length of the block."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {settings.VISITOR_ROLE}")
    try:
        yield
    finally:
        _undo("RESET ROLE")


@contextlib.contextmanager
def with_past_editions() -> Iterator[None]:
    """Let a visitor's connection see the past editions of what is public, for the length of the block.

    Queries inside must name the editions they want. Do not list current articles or make feeds in here.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('newsroom.history', 'on', false)")
    try:
        yield
    finally:
        _undo("SELECT set_config('newsroom.history', '', false)")


@contextlib.contextmanager
def with_newsroom_rights() -> Iterator[None]:
    """Give a visitor's connection the newsroom's own rights, for the length of the block, to store what a visitor sent.

    Nothing that is read inside may appear in the response.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        _undo(f"SET ROLE {connection.ops.quote_name(before)}")


def _undo(sql):
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    except Exception:
        # We do not know which rights the connection has now, so it must not return to the pool. Inside a failed
        # transaction the rollback resets them; everywhere else we close the connection.
        if not connection.in_atomic_block and connection.connection is not None:
            connection.connection.close()


class VisitorRoleMiddleware:
    """Run every request outside settings.STAFF_PREFIXES with a visitor's rights, whoever sends it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(settings.STAFF_PREFIXES):
            return self.get_response(request)
        with as_visitor():
            return self.get_response(request)
