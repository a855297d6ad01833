"""The first minute: from a clean clone to a first page with every photograph on it, and the second start after it.

    .venv/bin/python -m benchmarks.first_minute [--commit main] [--cache FOLDER] [--film FOLDER] [--port 8110]

Clones the repository at `--commit` (what is committed, not what is only saved) into a temporary folder and runs
`script/server` there, with caches of packages that are empty, or with those of `--cache`, which is filled for the next
time. It prints when each line of the server came, when the address first answered, and when the home page was there
with all its photographs, each of them fetched. Beside the clock stand the seconds that all its processes together have
used of the processors, PostgreSQL's among them: where others use the machine too, those are what may be compared. With
`--film`, Chromium has the address open from the first second, and a picture is taken every five seconds. Other
conditions are the caller's: `taskset -c 0` for one core, a control group for less memory.
"""

import argparse
import contextlib
import ctypes
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

from csto_site.places import BASE
from tests.browser import CHROMIUM, FLAGS

GIVE_UP_SECONDS = 300
PICTURE_EVERY_SECONDS, LAST_PICTURE_SECONDS = 5, 60
SECOND_STARTS = 3
PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
FILE = re.compile(r'(?:src|srcset)="([^"]*/photos/[^"]*)"')


def main():
    asked = arguments()
    keep_orphans()
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "newsroom"
        subprocess.run(["git", "clone", "--quiet", BASE, clone], check=True)
        subprocess.run(["git", "-C", clone, "checkout", "--quiet", asked.commit], check=True)
        print(f"{os.cpu_count()} processors, of them usable {len(os.sched_getaffinity(0))}; load {load()}")
        environ = environment(asked.cache or f"{folder}/cache", asked.port)
        with film(asked.film, asked.port) as camera, server(clone, environ, told=True) as began:
            camera.begin(began)
            first_page(asked.port, began)
            camera.wait()
        starts = [second_start(clone, environ, asked.port) for _ in range(SECOND_STARTS)]
        clock, processor = (statistics.median(values) for values in zip(*starts, strict=True))
        print(f"the second start: {clock:.2f} s, of processors {processor:.2f} s; medians of {SECOND_STARTS}")
        print(f"load {load()}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--commit", default="HEAD")
    parser.add_argument("--cache", help="a folder with caches of packages, instead of empty ones")
    parser.add_argument("--film", type=Path, help="a folder for pictures of Chromium, one every five seconds")
    parser.add_argument("--port", type=int, default=8110)
    return parser.parse_args()


def load():
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def environment(cache, port):
    # Without what this process was told for itself: whoever clones has none of it. A Python that may not keep what it
    # has compiled (PYTHONDONTWRITEBYTECODE) would take two seconds longer at each start.
    told = {"PIP_NO_CACHE_DIR", "VIRTUAL_ENV", "SECRET_KEY", "HTTPS"}
    inherited = {name: value for name, value in os.environ.items() if name not in told and name[:6] != "PYTHON"}
    own = {"XDG_CACHE_HOME": cache, "PIP_CACHE_DIR": f"{cache}/pip", "UV_CACHE_DIR": f"{cache}/uv", "PORT": str(port)}
    return inherited | own


# --- The server ------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def server(clone, environ, *, told=False):
    """Run script/server for the length of the block; return the instant at which it was started."""
    began = Instant()
    process = subprocess.Popen(
        ["script/server"], cwd=clone, env=environ, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    reader = threading.Thread(target=lambda: [tell(began, line) if told else None for line in process.stdout])
    reader.start()
    try:
        yield began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
        reader.join(10)


def tell(began, line):
    print(f"{began.clock():7.1f} s {began.processor():7.1f} s  {line.rstrip()}", flush=True)


def first_page(port, began):
    address, has_answered = f"http://127.0.0.1:{port}/ru/", False
    while began.clock() < GIVE_UP_SECONDS:
        status, page = fetched(address)
        if status and not has_answered:
            tell(began, f"the address answers ({status})")
            has_answered = True
        if status == 200:
            files = pictures(page.decode())
            missing = [name for name in files if fetched(f"http://127.0.0.1:{port}{name}")[0] != 200]
            if files and not missing and b"fig__pending" not in page:
                tell(began, f"THE FIRST PAGE, with all its {len(files)} files of photographs")
                return
        time.sleep(0.1)
    sys.exit(f"There was no such page within {GIVE_UP_SECONDS} s.")


def pictures(page):
    return {part.split()[0] for match in FILE.finditer(page) for part in match[1].split(", ")}


def fetched(address):
    """Return (status, content); status is 0 where nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, b""
    except OSError:
        return 0, b""


def second_start(clone, environ, port):
    with server(clone, environ) as began:
        while fetched(f"http://127.0.0.1:{port}/ru/")[0] != 200:
            time.sleep(0.01)
        return began.clock(), began.processor()


# --- The clock and the processors ------------------------------------------------------------------------------------


class Instant:
    """When something began: how many seconds ago by the clock, and how many of processors our children used since."""

    def __init__(self):
        self._at, self._used = time.monotonic(), used_by_children()

    def clock(self):
        return time.monotonic() - self._at

    def processor(self):
        return used_by_children() - self._used


def keep_orphans():
    """Have every process that descends from us stay below us: PostgreSQL leaves whoever has started it (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def used_by_children():
    """Return the processor seconds of all our descendants, those that have ended among them."""
    ended = os.times()
    seconds = ended.children_user + ended.children_system
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            seconds += sum(process.cpu_times()[:4])  # its own, and of its children that have ended
    return seconds


# --- The film --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def film(folder, port):
    camera = Camera(folder, port) if folder and CHROMIUM else NoCamera()
    yield camera
    camera.wait()


class NoCamera:
    def begin(self, began):
        pass

    def wait(self):
        pass


class Camera:
    """Takes the pictures in a thread of its own, for Playwright stays in the one that has started it."""

    def __init__(self, folder, port):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder, self.port = folder, port
        self.thread = None

    def begin(self, began):
        self.thread = threading.Thread(target=self._shoot, args=[began])
        self.thread.start()

    def _shoot(self, began):
        from playwright.sync_api import Error, sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            for second in range(0, LAST_PICTURE_SECONDS + 1, PICTURE_EVERY_SECONDS):
                time.sleep(max(0, second - began.clock()))
                with contextlib.suppress(Error):  # the address does not answer: the page says so itself
                    if page.url in ("about:blank", "chrome-error://chromewebdata/"):
                        page.goto(f"http://127.0.0.1:{self.port}/ru/", wait_until="commit", timeout=3000)
                with contextlib.suppress(Error):
                    page.screenshot(path=self.folder / f"{second:02d}.png")
            browser.close()

    def wait(self):
        if self.thread:
            self.thread.join()


if __name__ == "__main__":
    main()
