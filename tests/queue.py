"""The worker of the job queue: run inside a test until nothing is left to do, or as a process that can be killed."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, connections
from procrastinate.contrib.django import app

from csto_site.places import BASE


def work():
    """Work off all jobs, in a thread of its own as the worker brings its own event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_work).result()


def _work():
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    finally:
        connections.close_all()


class WorkerProcess:
    """The worker as `script/server` runs it, on the database and the storage of the test."""

    def __init__(self, folder):
        self.log = folder / "worker.log"
        database = connection.settings_dict
        user, password, host, name = (quote(database[part], safe="") for part in ("USER", "PASSWORD", "HOST", "NAME"))
        own = {
            "DATABASE_URL": f"postgres://{user}:{password}@{host}:{database['PORT'] or 5432}/{name}",
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "1"],
                cwd=BASE,
                env={**os.environ, **own},
                stdout=log,
                stderr=log,
            )

    def until(self, is_so, seconds=120):
        """Return when `is_so()` is true, and fail if the process ends before or takes too long."""
        end = time.monotonic() + seconds
        while not is_so():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.02)
                pytest.fail(f"The worker ended: {self.log.read_text()[-2000:]}")
            if time.monotonic() > end:
                pytest.fail(f"The worker takes too long: {self.log.read_text()[-2000:]}")

    def kill(self):
        """Let the process end as the kernel ends it: at once, in the middle of whatever it does."""
        self.process.send_signal(signal.SIGKILL)
        assert self.process.wait(timeout=10) == -signal.SIGKILL


@contextlib.contextmanager
def worker_process(folder):
    worker = WorkerProcess(folder)
    try:
        yield worker
    finally:
        if worker.process.poll() is None:
            worker.process.terminate()
            worker.process.wait(timeout=30)


def a_minute_later():
    """Let the silence of a killed worker be noticed at once: its last word was a minute ago, and so was the upkeep."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")
        cursor.execute("DELETE FROM procrastinate_periodic_defers")
