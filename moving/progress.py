"""How far an import has come, for a terminal."""

import sys
import time
from typing import TextIO

BAR_WIDTH = 30
SECONDS_BETWEEN = 0.2

WORDS = {
    "list": "Listing the pages",
    "survey": "Comparing the pages",
    "read": "Reading",
    "evidence": "Keeping the evidence",
    "draft": "Importing as drafts",
    "release": "Releasing",
    "take back": "Taking back",
    "fetch": "Fetching",
}


class Bar:
    """Draws one line that grows on a terminal; elsewhere it writes a line when a step begins."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stderr
        self.what, self.drawn_at, self.begun_at = "", 0.0, 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if what != self.what:
            self.end()
            self.what, self.begun_at, self.drawn_at = what, now, 0.0
            if not self.out.isatty():
                self.out.write(f"{WORDS[what]} …\n")
        if self.out.isatty() and (now - self.drawn_at >= SECONDS_BETWEEN or done == total):
            self.drawn_at = now
            self.out.write(f"\r{self._line(done, total, now)}\x1b[K")
            self.out.flush()

    def _line(self, done, total, now):
        if not total:
            return f"{WORDS[self.what]}: {done}"
        filled = BAR_WIDTH * done // total
        left = (now - self.begun_at) / done * (total - done) if done else 0
        return f"{WORDS[self.what]} [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done} of {total}, {left:.0f} s left"

    def end(self) -> None:
        """Go to the next line."""
        if self.what and self.out.isatty():
            self.out.write("\n")
        self.what = ""
