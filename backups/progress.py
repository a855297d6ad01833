"""What whoever waits at the terminal sees."""

import sys

WIDTH = 40


class Progress:
    """Sentences, and a bar that fills with the octets done; only the sentences where nobody watches."""

    def __init__(self, out=None):
        self.out = out or sys.stderr
        self.total = self.done = 0

    def begin(self, what, total=0):
        """Begin a new step of `total` octets; 0, if nobody knows how many."""
        self.total, self.done = total, 0
        self.out.write(f"{what} …" + (f" {megabytes(total)}" if total else "") + "\n")

    def step(self, octets):
        """Tell that so many more octets are done."""
        before, self.done = self.done, self.done + octets
        if not self.total or not self.out.isatty() or self.done * 100 // self.total == before * 100 // self.total:
            return
        filled = WIDTH * self.done // self.total
        end = "\n" if self.done >= self.total else ""
        self.out.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {megabytes(self.done)}{end}")
        self.out.flush()


def megabytes(octets):
    return f"{octets / 1e6:,.1f} MB"
