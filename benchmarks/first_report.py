"""From a clean clone to one's own organization's first published report: minutes and presses, with no file edited.

    .venv/bin/python -m benchmarks.first_report [--commit HEAD] [--port 8130] [--language en]

Clones the repository at `--commit` into a temporary folder, runs `script/server --no-demo` there as the README says,
takes the link that it prints, and goes through the five steps and the first report in Chromium, as
tests/journeys/first_report.py does it. It prints the seconds of each stretch by the clock, the presses, the letters
typed, and what a person takes for them by the Keystroke-Level Model (Card, Moran and Newell 1983): 0.28 s for a letter
of an average typist, 1.1 s to point, 0.2 s to press, 1.35 s to think before each press and each field. In the end it
asks Git whether a file of the clone was edited.
"""
# ruff: noqa: E402 - Django is set up before what the tests share can be imported

import argparse
import os
import re
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")

import django

django.setup()

from playwright.sync_api import sync_playwright

from csto_site.places import BASE
from tests.browser import BROWSER_TIMEOUT, CHROMIUM, FLAGS
from tests.desk.first_steps import ACCOUNT, CONTACT, NAMES
from tests.journeys import first_report
from tests.presses import counted, presses

LINK = re.compile(r"https?://\S+/desk/welcome/#\S+")
GIVE_UP_SECONDS = 600
LETTER, POINT, PRESS, THINK = 0.28, 1.1, 0.2, 1.35  # seconds
FIELDS = len(NAMES) + len(CONTACT) + len(ACCOUNT) + 5  # those of the mark and of the report
GOAL_MINUTES = 15


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "newsroom"
        began = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", BASE, clone], check=True)
        subprocess.run(["git", "-C", clone, "checkout", "--quiet", asked.commit], check=True)
        server = Server(clone, asked.port)
        try:
            link = server.link()
            ready = time.monotonic()
            number, public = walk(link, asked.language)
        finally:
            server.stop()
        edited = subprocess.run(
            ["git", "-C", clone, "status", "--porcelain"], check=True, capture_output=True, text=True
        ).stdout.strip()
    tell(began, ready, public, number, edited)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--commit", default="HEAD")
    parser.add_argument("--port", type=int, default=8130)
    parser.add_argument("--language", default="en", choices=["en", "ru"])
    return parser.parse_args()


class Server:
    """script/server --no-demo in the clone, and what it prints."""

    def __init__(self, clone, port):
        told = {
            "VIRTUAL_ENV",
            "DJANGO_SETTINGS_MODULE",
            "SECRET_KEY",
            "HTTPS",
            "DATABASE_URL",
            "TEST_DATABASE_NAME",
        }  # whoever clones has none of it
        environ = {name: value for name, value in os.environ.items() if name not in told and name[:6] != "PYTHON"}
        self.lines = []
        self.process = subprocess.Popen(
            ["script/server", "--no-demo"], cwd=clone, env=environ | {"PORT": str(port)}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout))
        self.reader.start()

    def link(self):
        """Return the link to the first run, as soon as it is printed and answered."""
        end = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            if found := LINK.search("".join(self.lines)):
                address = found[0]
                try:
                    if urllib.request.urlopen(address, timeout=10).status == 200:
                        return address
                except OSError:
                    pass
            time.sleep(0.2)
        raise SystemExit("No link came:\n" + "".join(self.lines[-20:]))

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(60)
        self.reader.join(10)


def walk(link, language):
    """Return (presses, the instant at which a visitor could read the report)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(locale=language, viewport={"width": 1280, "height": 900})
        page.set_default_timeout(BROWSER_TIMEOUT * 2)
        page.goto(link)
        counted(page)
        first_report.set_up(page, language)
        first_report.publish_a_report(page, language)
        number = presses(page)
        page.goto(f"{link.split('/desk')[0]}/{language}/")
        if first_report.TITLE not in page.content():
            raise SystemExit("The report is not on the home page.")
        browser.close()
        return number, time.monotonic()


def tell(began, ready, public, number, edited):
    letters = first_report.letters_typed()
    by_hand = letters * LETTER + number * (POINT + PRESS + THINK) + FIELDS * THINK
    minutes = (ready - began + by_hand + public - ready) / 60
    print(f"from the clone to the link         {ready - began:6.0f} s of the machine")
    print(f"from the link to the report        {public - ready:6.0f} s of the machine, pages and browser together")
    print(f"a person besides, by the model     {by_hand:6.0f} s: {number} presses, {FIELDS} fields, {letters} letters")
    print(f"in all                             {minutes:6.1f} min; the goal is under {GOAL_MINUTES}")
    print(f"files edited                       {edited or 'none'}")


if __name__ == "__main__":
    main()
