"""The site in a separate process, started as an operator starts it."""

import contextlib
import http.client
import os
import signal
import subprocess
import time

from csto_site import server
from csto_site.places import BASE


class SiteProcess:
    """A site that is configured only by its environment."""

    def __init__(self, port, code=BASE, log=None, **environ):
        self.port, self.code, self.log = port, code, log
        # An operator does not set DJANGO_SETTINGS_MODULE.
        inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        own = {"GRANIAN_HOST": "127.0.0.1", "GRANIAN_PORT": str(port), "GRANIAN_WORKERS_KILL_TIMEOUT": "10"}
        self.environ = server.LIMITS | inherited | own | environ
        self.process = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self.process = subprocess.Popen(
            server.COMMAND, cwd=self.code, env=self.environ, stdout=self.log, stderr=self.log, start_new_session=True
        )
        return self

    def wait(self, path="/en/", seconds=60):
        """Wait until the site answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.status_of(path) < 500:
                    return self
            time.sleep(0.05)
        raise AssertionError(f"The site at {self.address} does not answer.")

    def status_of(self, path):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path)
            return connection.getresponse().status

    def kill(self):
        """Kill the process and its children at once, like a power cut."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
