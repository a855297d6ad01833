"""How far the newsroom's preparation has come, in words: “libraries 41 of 96”.

On a screen a line is written over itself; in a log only its end is written. The waiting page shows the same words
(csto_site/waiting_page.py). Standard library alone: script/setup uses it before there is any other.
"""

import contextlib
import os
import sys
import time

from csto_site.places import VAR

NOW = VAR / "progress.txt"  # the line that is being written


class Line:
    """One line, such as `Line("libraries")`: tell() while it goes on, end() when it is done."""

    def __init__(self, name, stream=None):
        self.name, self.stream = name, stream or sys.stdout
        self._began, self._told = time.monotonic(), ""
        self._say("")

    def tell(self, done, of):
        self._say(f"{done} of {of}")

    def end(self, said=""):
        """Write the last words, and how long it took."""
        seconds = time.monotonic() - self._began
        self._write(f"{said or self._told or 'done'}, {seconds:.1f} s", "\n")

    def _say(self, told):
        self._told = told
        if self.stream.isatty():
            self._write(told, "")
        with contextlib.suppress(OSError):  # what is shown beside must stop nothing
            VAR.mkdir(exist_ok=True)
            written = NOW.with_suffix(f".{os.getpid()}")
            written.write_text(f"{self.name} {told}".strip())
            written.replace(NOW)

    def _write(self, words, ending):
        clear = "\r\x1b[K" if self.stream.isatty() else ""
        self.stream.write(f"{clear}  {self.name:<13} {words}{ending}")
        self.stream.flush()
