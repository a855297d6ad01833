"""A process that does one action after another, each in a child that dies at a chosen step of it.

    python -m tests.publishing.killed DATABASE < orders > answers

An order is a line of JSON: {"action", "edition", "by", "at", "step", "dies", "answers"}; the answer is “died” or
“done”. A step is what lies before one statement that writes, before the commit, or after it. “dies” is “process”,
which is killed as by a power cut, or “database”, whose end of the connection is.
"""

import datetime
import importlib
import itertools
import json
import os
import signal
import sys

import django
from django.conf import settings

ACTIONS = ["publish", "unschedule", "reschedule", "withdraw"]


def main(name):
    django.setup()
    database = settings.DATABASES["default"]
    database["NAME"] = name
    database["OPTIONS"].pop("pool")  # its threads would not outlive a fork
    for module in ("publishing.actions", "tests.clocks"):
        importlib.import_module(module)  # before the first fork, so that no child has to load it
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            carry_out(order)
        _pid, status = os.waitpid(child, 0)
        print("done" if status == 0 else "died", flush=True)


def carry_out(order):
    """Do what is ordered, dying at the step; the process ends here in any case."""
    from django.contrib.auth.models import User

    from news.models import Edition
    from publishing import actions
    from tests import clocks

    by, edition = User.objects.get(pk=order["by"]), Edition.objects.get(pk=order["edition"])
    answers = dict(order["answers"])
    if "at" in answers:
        answers["at"] = datetime.datetime.fromisoformat(answers["at"])
    try:
        with clocks.moved_to(datetime.datetime.fromisoformat(order["now"])), dying(order["step"], order["dies"]):
            getattr(actions, order["action"])(edition, by=by, **answers)
    except django.db.OperationalError:
        os._exit(1)
    os._exit(0)


def dying(step, dies):
    """Return a context in which the chosen step is the last one."""
    from django.db import connection

    end = {"process": kill_this_process, "database": kill_this_connection}[dies]
    steps = itertools.count(1)

    def before(execute, sql, params, many, context):
        writes = sql.startswith("SELECT search_") or not sql.startswith("SELECT")
        if writes and next(steps) == step:
            end(connection)
        return execute(sql, params, many, context)

    commit = connection._commit

    def committing():
        if next(steps) == step:
            end(connection)
        commit()
        if next(steps) == step:
            end(connection)

    connection._commit = committing
    return connection.execute_wrapper(before)


def kill_this_process(connection):
    os.kill(os.getpid(), signal.SIGKILL)


def kill_this_connection(connection):
    import psycopg

    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])


if __name__ == "__main__":
    main(sys.argv[1])
