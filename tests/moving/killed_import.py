"""A process that imports an old site in children, each killed before a chosen statement that writes.

    python -m tests.moving.killed_import DATABASE MEDIA_ROOT SOURCE < steps > answers

A step is a number on a line, 0 for a child that lives; the answer is “died” or “done”.
"""

import contextlib
import os
import sys

import django
from django.conf import settings

from tests.publishing.killed import dying


def main(name, media, source):
    django.setup()
    database = settings.DATABASES["default"]
    database["NAME"] = name
    database["OPTIONS"].pop("pool")  # its threads would not outlive a fork
    settings.MEDIA_ROOT = media
    from django.core.management import call_command

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
            with dying(int(line), "process") if int(line) else contextlib.nullcontext():
                call_command("import_site", source, profile="csto-old", section="news")
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        print("done" if status == 0 else "died" if os.WIFSIGNALED(status) else "failed", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
