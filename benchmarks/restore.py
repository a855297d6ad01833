"""How long a backup and a restore take, step by step.

    .venv/bin/python -m benchmarks.restore [--articles 10000] [--megabytes 4]

A database of its own is filled with articles in two languages as benchmarks.feeds does, the index of the search over
them, and for every tenth a photograph: an original of so many megabytes, which no program can compress, and seven
public files that have a quarter of that together. It is backed up, backed up once more, and restored into another,
empty database and folder on the same disk. The seconds are also told for 10,000 articles and their 1,000 photographs.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import io
import os
import tempfile
import time
import warnings
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_restore")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

from backups import making, restoring
from backups.progress import Progress
from benchmarks import feeds
from csto_site import database
from photos.models import Photo, Rendition
from tests.backups.place import another_place


class Timed(Progress):
    """Knows how long every step took."""

    def __init__(self):
        super().__init__(io.StringIO())
        self.steps = []

    def begin(self, what, total=0):
        self.steps.append((what, time.perf_counter()))

    def end(self):
        """Return [(step, seconds)]."""
        ends = [began for _, began in self.steps[1:]] + [time.perf_counter()]
        return [(what, end - began) for (what, began), end in zip(self.steps, ends)]


def main():
    wanted = arguments()
    warnings.filterwarnings("ignore", "No directory at", UserWarning)
    with (
        database.available(),
        tempfile.TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=f"{folder}/media"),
    ):
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        try:
            fill(wanted)
            report(wanted, Path(folder))
        finally:
            teardown_databases(databases, verbosity=0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--megabytes", type=float, default=4)
    return parser.parse_args()


def fill(wanted):
    feeds.fill(wanted.articles)
    call_command("rebuild_search", verbosity=0, stdout=io.StringIO())
    size = int(wanted.megabytes * 1e6)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for photo in Photo.objects.all():
            name = default_storage.save(f"originals/{photo.key}/{photo.file_name}", ContentFile(os.urandom(size)))
            default_storage.save(f"previews/{photo.key}.jpg", ContentFile(os.urandom(10_000)))
            cursor.execute("UPDATE photos_photo SET original = %s WHERE id = %s", [name, photo.pk])
            for rendition in Rendition.objects.filter(photo=photo):
                name = default_storage.save(
                    f"renditions/{photo.key}/{rendition.pk}", ContentFile(os.urandom(size // 28))
                )
                cursor.execute("UPDATE photos_rendition SET file = %s WHERE id = %s", [name, rendition.pk])
        cursor.execute("RESET session_replication_role")
    print(f"{feeds.sizes()} of {wanted.megabytes} MB", flush=True)


def report(wanted, folder):
    for title in ("A backup", "A second backup, nothing new"):
        timed = Timed()
        made, kept, _, _ = making.make(folder / "backups", timed)
        print_steps(title, timed, wanted)
    print(f"It has {kept.rows:,} rows, {len(kept.files):,} files, {kept.bytes / 1e6:,.0f} MB.")
    with another_place(folder):
        timed = Timed()
        kept, lost = restoring.check(made, timed)
        restoring.restore(made, kept, lost, timed)
        print_steps("A restore", timed, wanted)


def print_steps(title, timed, wanted):
    steps = timed.end()
    scale = 10_000 / wanted.articles
    total = sum(seconds for _, seconds in steps)
    print(f"{title}: {total:.1f} s; {total * scale:.0f} s for 10,000 articles and 1,000 photographs")
    for what, seconds in steps:
        print(f"  {what:26} {seconds:7.1f} s {seconds * scale:8.1f} s")


if __name__ == "__main__":
    main()
