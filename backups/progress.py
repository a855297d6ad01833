"""Progress messages for the terminal."""

import sys
from typing import TextIO

BAR_WIDTH = 40


class Progress:
    """Writes sentences and, on a terminal, a progress bar by bytes."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stderr
        self.total = self.done = 0

    def begin(self, what: str, total: int = 0) -> None:
        """Begin a new step of `total` bytes; 0 if unknown."""
        self.total, self.done = total, 0
        self.out.write(f"{what} …" + (f" {megabytes(total)}" if total else "") + "\n")

    def step(self, data: int) -> None:
        """Add so many bytes to the bar."""
        before, self.done = self.done, self.done + data
        if not self.total or not self.out.isatty() or self.done * 100 // self.total == before * 100 // self.total:
            return
        filled = BAR_WIDTH * self.done // self.total
        end = "\n" if self.done >= self.total else ""
        self.out.write(f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {megabytes(self.done)}{end}")
        self.out.flush()


def megabytes(data: int) -> str:
    return f"{data / 1e6:,.1f} MB"
