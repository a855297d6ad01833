"""Take the pictures that docs/screens/pictures.py lists, from the demo newsroom in Chromium: `script/screens`.

`script/screens --all FOLDER` takes every page there is in every look instead (docs/screens/everything.py).

A database of its own is filled with the demo, and its clock stands still, so that pictures change only when the pages
do.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import contextlib
import datetime
import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for pictures")
os.environ.setdefault("TEST_DATABASE_NAME", "screens")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone
from PIL import Image
from playwright.sync_api import sync_playwright

from csto_site import database
from csto_site.places import BASE
from demo import log_ins
from docs.screens import everything
from docs.screens.pictures import PICTURES
from publishing import clock
from tests.browser import CHROMIUM, FLAGS
from tests.page_cache.processes import database_url, server

NOW = datetime.datetime.fromisoformat("2026-11-26T11:20:00+03:00")
PORT = 8765  # always the same, because some pages print it
SIGNING_KEY = "A" * 43  # 32 bytes of nothing, for these pictures alone
QUALITY = 82  # of WebP


def main():
    asked = arguments()
    if CHROMIUM is None:
        sys.exit("There is no Chromium on this machine; the variable CHROMIUM names one.")
    with (
        database.available(),
        tempfile.TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=folder, SIGNING_KEY=SIGNING_KEY),
        demo_newsroom(Path(folder)),
        serving(folder) as address,
    ):
        said = take_everything(asked, address) if asked.all else take_pictures(asked.names, address)
    sys.exit("\n".join(said))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="take these alone; with --all, addresses with a NAME")
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="take every page in every look into a folder")
    parser.add_argument("--look", default="", help="with --all, in these looks alone: 390, dark, 1280-light-en …")
    return parser.parse_args()


def take_pictures(names, address):
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    # Sessions are made before Playwright's loop, in which Django would open a second connection to the database.
    sessions = {picture.user: session_of(picture.user) for picture in wanted if picture.user}
    with chromium() as browser:
        for picture in wanted:
            size = take(picture, browser, address, sessions.get(picture.user))
            print(f"{picture.name} … {size // 1024} KB", flush=True)
    return []


def take_everything(asked, address):
    """Return what the console said, and what was asked for in vain."""
    found = {
        screen: user
        for screen, user in everything.screens().items()
        if not asked.names or any(name in screen for name in asked.names)
    }
    sessions = {user: session_of(user) for user in set(found.values()) if user}
    looks = [look for look in everything.LOOKS if asked.look in str(look)]
    print(f"{len(found)} pages in {len(looks)} looks …", flush=True)
    with chromium() as browser:
        return everything.take(browser, address, sessions, found, looks, asked.all)


@contextlib.contextmanager
def chromium():
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@contextlib.contextmanager
def demo_newsroom(folder):
    """Have a database with the demo in it, whose clock stands still, for the length of the block."""
    databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    try:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} SET newsroom.now = '{NOW.isoformat()}'")
        connection.close()
        connection.close_pool()  # its connections have begun before
        log_ins.FILE = folder / "log-ins.json"
        with mock.patch.object(timezone, "now", clock.now):  # by which Django dates what is saved
            call_command("demo", verbosity=0)
        yield
    finally:
        teardown_databases(databases, verbosity=0)


@contextlib.contextmanager
def serving(folder):
    """Run the worker, and the site as soon as all photographs have their files; yield the site's address."""
    own = {
        "DATABASE_URL": database_url(),
        "MEDIA_ROOT": folder,
        "EMAIL_URL": f"file://{folder}/mail",
        "SIGNING_KEY": SIGNING_KEY,
        "SECOND_FACTOR": "0",
        "LOG_LEVEL": "WARNING",
    }
    worker = [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "2"]
    with subprocess.Popen(worker, cwd=BASE, env=os.environ | own) as working:
        try:
            wait_for_jobs(working)
            call_command("seal", verbosity=0)
            with server(port=PORT, **own) as address:
                yield address
        finally:
            working.terminate()


def wait_for_jobs(worker):
    with connection.cursor() as cursor:
        waiting = True
        while waiting and worker.poll() is None:
            time.sleep(1)
            cursor.execute("SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))")
            (waiting,) = cursor.fetchone()


def take(picture, browser, address, session):
    """Take one picture, and return the size of its file in bytes."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        locale=picture.language,
        timezone_id=settings.TIME_ZONE,
        color_scheme=picture.scheme,
        reduced_motion="reduce",
    )
    if session:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    answer = page.goto(address + picture.address, wait_until="networkidle")
    if not answer.ok:
        sys.exit(f"{picture.name}: {picture.address} was answered by {answer.status}")
    if picture.pressed:
        page.locator(picture.pressed).first.click()
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))
    context.close()
    shot.save(picture.file, quality=QUALITY, method=6)
    return picture.file.stat().st_size


def session_of(user):
    client = Client()
    client.force_login(get_user_model().objects.get(username=user))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main()
