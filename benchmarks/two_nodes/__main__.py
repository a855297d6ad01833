"""Starts two nodes, PostgreSQL, an S3-compatible store and Varnish on this machine, and shows that promises are kept.

    script/two-nodes [--keep] [--without-varnish]

The nodes run the code as it is, differ in nothing but their ports, and know each other only through the database. What
is started is ended again, unless --keep leaves it running. Its files lie in var/two_nodes.
"""

import argparse
import logging
import os
import signal
import subprocess
import sys
import time

from benchmarks.two_nodes import varnish
from csto_site.places import BASE, VAR
from tests.nodes import Node
from tests.postgres import Postgres

FOLDER = VAR / "two_nodes"
PORTS = {"postgres": 8420, "s3": 8421, "a": 8422, "b": 8423, "varnish": 8424}
DATABASE, BUCKET = "newsroom", "newsroom"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="leave everything running afterwards")
    parser.add_argument("--without-varnish", action="store_true", help="only what the nodes promise without a cache")
    wanted = parser.parse_args()
    if not wanted.without_varnish and not varnish.program():
        sys.exit("Varnish is missing: apt-get install varnish (Debian's 7.1), or say --without-varnish.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    installation = Installation(with_varnish=not wanted.without_varnish)
    try:
        installation.start()
        from benchmarks.two_nodes import promises  # now that there is a database

        succeeded = promises.keep(installation)
        if wanted.keep:
            nodes = f"{installation.a.address} and {installation.b.address}"
            print(f"\nLeft running: {installation.front}/en/, the nodes {nodes}. Ctrl+C ends it.")
            signal.pause()
    except KeyboardInterrupt:
        succeeded = False
    finally:
        installation.stop()
    sys.exit(0 if succeeded else 1)


class Installation:
    """Two nodes `a` and `b`, and what they share."""

    def __init__(self, *, with_varnish, folder=FOLDER, ports=PORTS):
        self.folder, self.ports = folder, ports
        self.postgres = Postgres(folder / "postgres", ports["postgres"])
        self.store = None
        environ = self._environ()
        self._logs = []
        folder.mkdir(parents=True, exist_ok=True)
        self.a = Node(ports["a"], log=self._log("a"), **environ)
        self.b = Node(ports["b"], log=self._log("b"), **environ)
        self.varnish = varnish.Varnish(folder / "varnish", ports["varnish"], [self.a, self.b]) if with_varnish else None

    @property
    def front(self):
        """The address that visitors use."""
        return self.varnish.address if self.varnish else self.a.address

    def start(self):
        began = time.monotonic()
        self.postgres.remove()  # what an earlier run has left
        self.postgres.make()
        self.postgres.start()
        self.postgres.execute(f"CREATE DATABASE {DATABASE}")
        self._start_store()
        os.environ.update(self._environ() | {"DJANGO_SETTINGS_MODULE": "csto_site.settings"})
        self.manage("migrate", "--verbosity", "0")
        if not (VAR / "static" / "staticfiles.json").exists():
            self.manage("collectstatic", "--no-input", "--verbosity", "0")
        import django

        django.setup()
        for node in (self.a, self.b):
            node.start()
        for node in (self.a, self.b):
            node.wait()
        if self.varnish:
            self.varnish.start()
        print(f"Everything runs after {time.monotonic() - began:.0f} s.")

    def stop(self):
        if self.varnish:
            self.varnish.stop()
        for node in (self.a, self.b):
            node.stop()
        if self.store:
            self.store.stop()
        self.postgres.stop("immediate")
        for log in self._logs:
            log.close()

    def manage(self, *arguments, code=BASE):
        """Run a command of manage.py on this database, with the `code` of one release or another."""
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=code, env=os.environ, check=True)

    def _environ(self):
        """Return what an operator sets: the same for every node."""
        return {
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "DATABASE_URL": self.postgres.url(DATABASE),
            "HTTPS": "0",
            "LOG_LEVEL": "WARNING",
            "RATE_LIMITS": "0",
            "S3_ACCESS_KEY": "key",
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": f"http://127.0.0.1:{self.ports['s3']}",
            "S3_REGION": "us-east-1",
            "S3_SECRET_KEY": "of the rehearsal",
            "SECRET_KEY": "of the rehearsal",
        }

    def _start_store(self):
        import boto3
        from moto.server import ThreadedMotoServer

        environ = self._environ()
        self.store = ThreadedMotoServer(ip_address="127.0.0.1", port=self.ports["s3"], verbose=False)
        logging.getLogger("werkzeug").setLevel(logging.WARNING)  # it tells of every request
        self.store.start()
        boto3.client(
            "s3", endpoint_url=environ["S3_ENDPOINT_URL"], region_name=environ["S3_REGION"],
            aws_access_key_id=environ["S3_ACCESS_KEY"], aws_secret_access_key=environ["S3_SECRET_KEY"],
        ).create_bucket(Bucket=BUCKET)  # fmt: skip

    def _log(self, name):
        self._logs.append((self.folder / f"{name}.log").open("wb"))
        return self._logs[-1]


if __name__ == "__main__":
    main()
