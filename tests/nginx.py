"""nginx as deploy/nginx.conf says, without TLS, in front of a server on loopback."""

import contextlib
import dataclasses
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from csto_site.places import BASE
from tests.nodes import free_port

IS_HERE = bool(shutil.which("nginx"))


@dataclasses.dataclass(frozen=True)
class Nginx:
    """Where it answers: `address` in the place of https, `plain` in that of http."""

    address: str
    plain: str


@contextlib.contextmanager
def in_front_of(address: str) -> Iterator[Nginx]:
    """Run nginx in front of the server at `address` for the length of the block."""
    port, plain = free_port(), free_port()
    written = (BASE / "deploy" / "nginx.conf").read_text()
    written = re.sub(r" +(ssl_.*|listen \[.*)\n", "", written)
    for before, after in [
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("unix:/run/newsroom/site.sock", address.removeprefix("http://")),
    ]:
        assert before in written, before
        written = written.replace(before, after)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        file = Path(folder, "nginx.conf")
        file.write_text(
            f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log crit;\n"
            f"events {{ worker_connections 4096; }}\nhttp {{ access_log off;\n{written}\n}}\n"
        )
        process = subprocess.Popen(["nginx", "-p", folder, "-c", str(file), "-e", f"{folder}/log"])
        try:
            _wait_for(port)
            yield Nginx(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{plain}")
        finally:
            process.terminate()
            process.wait()


def _wait_for(port, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer.")
