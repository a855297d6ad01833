"""A real Chromium for the tests that need one."""

import os
import shutil

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
# test is over and the database is emptied.
WITHOUT_PRELOAD = {"preload": False}


def refused_requests(page, server):
    """Collect what a page asks of other hosts than `server`, in a list that fills while the test goes on."""
    foreign = []
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(server) else None)
    return foreign
