"""The second net under `public()`: visitors' requests run as a database role that sees public rows only."""

import contextlib

from django.conf import settings
from django.db import connection


@contextlib.contextmanager
def as_visitor():
    """Give the database connection a visitor's rights for the length of the block."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {settings.VISITOR_ROLE}")
    try:
        yield
    finally:
        _become_staff_again()


def _become_staff_again():
    try:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    except Exception:
        # A connection whose rights are in doubt must not return to the pool as it is. Inside a failed transaction the
        # rollback undoes SET ROLE; everywhere else a closed connection is thrown away.
        if not connection.in_atomic_block and connection.connection is not None:
            connection.connection.close()


class VisitorRoleMiddleware:
    """Run every request outside the desk with a visitor's rights, whoever sends it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(settings.DESK_PREFIX):
            return self.get_response(request)
        with as_visitor():
            return self.get_response(request)
