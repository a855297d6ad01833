"""A real Chromium for the tests that need one."""

import os
import shutil
import time

from django.db import connection

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None
)
# The sandbox needs rights that containers and root do not have; the rest keeps Chromium from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# For axe: it would fetch every style sheet once more, by addresses below the page's own, and be at that still when the
# test is over and the database is emptied. Nor is it asked to describe all that is well.
WITHOUT_PRELOAD = {"preload": False, "resultTypes": ["violations"]}


def leave(page):
    """Have `page` send nothing more, and wait until the server has answered: the database is emptied next.

    A heartbeat that is still being answered and the emptying would wait for each other.
    """
    page.goto("about:blank")
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.05)


def refused_requests(page, server):
    """Collect what a page asks of other hosts than `server`, in a list that fills while the test goes on."""
    foreign = []
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(server) else None)
    return foreign
