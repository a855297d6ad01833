"""Varnish with deploy/varnish.vcl, its nodes on loopback ports."""

import itertools
import os
import shutil
import subprocess

from csto_site.places import BASE


def program():
    """Return the path of varnishd, None if it is not on this machine; Debian keeps it from users' paths."""
    return shutil.which("varnishd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Varnish:
    def __init__(self, folder, port, nodes):
        self.folder, self.port, self.nodes = folder, port, nodes
        self.process = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    program(), "-F", "-n", str(self.folder / "run"), "-j", "none",
                    "-a", f"127.0.0.1:{self.port}", "-f", str(self._vcl()), "-s", "malloc,64m", "-p", "default_ttl=0",
                ],
                stdout=log, stderr=log,
            )  # fmt: skip
        return self

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(10)

    def _vcl(self):
        """Return the file that operators get, with the addresses of our nodes in the place of theirs."""
        lines, ports = [], iter(node.port for node in self.nodes)
        for line in (BASE / "deploy" / "varnish.vcl").read_text().splitlines():
            if line.startswith("backend "):
                host, port = line.split('"')[1], line.split('"')[3]
                line = line.replace(f'"{host}"', '"127.0.0.1"').replace(f'"{port}"', f'"{next(ports)}"')
            lines.append(line)
        if list(itertools.islice(ports, 1)):
            raise ValueError("deploy/varnish.vcl has fewer backends than there are nodes.")
        (self.folder / "newsroom.vcl").write_text("\n".join(lines))
        return self.folder / "newsroom.vcl"
