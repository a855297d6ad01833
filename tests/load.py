"""Visitors, so many at once: each asks again as soon as it has an answer, and what became of each request is kept."""

import collections
import dataclasses
import http.client
import itertools
import threading
import time

from tests.nodes import ask


@dataclasses.dataclass
class Request:
    seconds: float
    path: str
    status: int  # 0 where the connection was lost


class Load:
    """A context in which visitors ask `address` for `paths` in turn; `requests` are what they asked."""

    def __init__(self, address, paths, visitors=8, pause=0.002):
        self.address, self.pause = address, pause
        self.requests = []
        self._paths = itertools.cycle(paths)
        self._stop = threading.Event()
        self._visitors = [threading.Thread(target=self._visit) for _number in range(visitors)]

    def __enter__(self):
        for visitor in self._visitors:
            visitor.start()
        return self

    def __exit__(self, *error):
        self._stop.set()
        for visitor in self._visitors:
            visitor.join()

    def _visit(self):
        while not self._stop.is_set():
            path, began = next(self._paths), time.monotonic()
            try:
                status = ask(self.address, path, timeout=20).status
            except (OSError, http.client.HTTPException):
                status = 0
            self.requests.append(Request(time.monotonic() - began, path, status))
            self._stop.wait(self.pause)

    @property
    def failed(self):
        return [request for request in list(self.requests) if request.status != 200]

    def wait_for(self, number, seconds=30):
        """Wait until so many more requests have been answered."""
        wanted, end = len(self.requests) + number, time.monotonic() + seconds
        while len(self.requests) < wanted and time.monotonic() < end:
            time.sleep(0.01)

    def summary(self):
        """Return in a few words what happened."""
        statuses = collections.Counter(request.status for request in self.requests)
        slowest = max((request.seconds for request in self.requests), default=0)
        answers = ", ".join(f"{count} × {status or 'lost'}" for status, count in sorted(statuses.items()))
        return f"{answers}; slowest {slowest * 1000:.0f} ms"
