"""What tests of the sealed record do to it, and the command that finds out."""

import contextlib
import io

from django.core.management import CommandError, call_command
from django.db import connection


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@contextlib.contextmanager
def all_guards_off():
    """What the administrator of the database server can do: no trigger says a word."""
    run("SET session_replication_role = replica")
    yield
    run("RESET session_replication_role")


def verify(*heads):
    """Return what the command says: its sentences, and that of its refusal."""
    told = io.StringIO()
    try:
        call_command("verify_record", head=list(heads), stdout=told)
    except CommandError as refusal:
        return f"{told.getvalue()}{refusal}"
    return told.getvalue()
