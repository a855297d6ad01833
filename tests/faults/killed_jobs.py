"""A process that does one job after another, each in a child that is killed before a chosen statement that writes.

    python -m tests.faults.killed_jobs DATABASE MEDIA_ROOT < orders > answers

An order is a line of JSON: {"job", "arguments", "step"}; the answer is “died” or “done”. Without a step it lives.
"""

import contextlib
import json
import os
import sys

import django
from django.conf import settings

from tests.publishing.killed import dying

NAME = "killed jobs"  # of the children's connections, by which the database knows them


def main(name, media):
    django.setup()
    database = settings.DATABASES["default"]
    database["NAME"] = name
    database["OPTIONS"].pop("pool")  # its threads would not outlive a fork
    database["OPTIONS"]["application_name"] = NAME
    settings.MEDIA_ROOT = media
    from procrastinate.contrib.django import app

    app.perform_import_paths()  # so that no child has to load them
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            with dying(order["step"], "process") if order["step"] else contextlib.nullcontext():
                app.tasks[order["job"]].func(**order["arguments"])
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        print("done" if status == 0 else "died" if os.WIFSIGNALED(status) else "failed", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
