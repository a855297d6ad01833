"""How quickly an old site is read, imported and released, and in how much memory.

    .venv/bin/python -m benchmarks.moving [PAGES] [--pictures N] [--import]

The site is generated with the faults that were counted on a real one (tests/moving/old_site.py). Seconds are those of
the processor of this process, and those of the clock beside them; memory is the peak of this process. The dry run is
always measured; with --import drafts and the release are, too, which take minutes for thousands of pages.
"""

# ruff: noqa: E402, E501 - Django is set up before its models can be imported; rows of tables are long

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("HTTPS", "0")
django.setup()

from dataclasses import replace

from benchmarks import newsroom
from moving import batches, books, profiles, runs
from tests import factories
from tests.moving import old_site


def measured(what, number, unit, act):
    """Run `act` and print what it took; return its result."""
    processor, clock = time.process_time(), time.monotonic()
    result = act()
    processor, clock = time.process_time() - processor, time.monotonic() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {what} | {number} {unit} | {processor:.1f} s | {clock:.1f} s | {number / clock:.0f} a second | {memory:.0f} MB |",
        flush=True,
    )
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", nargs="?", type=int, default=1000)
    parser.add_argument("--pictures", type=int, default=2, help="of each pair of pages, on average")
    parser.add_argument("--import", dest="imports", action="store_true")
    options = parser.parse_args()
    with newsroom.opened(), tempfile.TemporaryDirectory() as folder:
        site = old_site.write(Path(folder), old_site.articles(options.pages, pictures=options.pictures))
        section = factories.section("news", "News", "Новости")
        profile = replace(profiles.load("csto-old"), section=section.slug)
        by = factories.administrator()
        total = len(site.articles) + len(site.lists) + len(site.copies)
        print("| What | How much | Processor | Clock | Rate | Peak of memory |\n|---|---|---|---|---|---|")
        batch = measured("dry run", total, "pages", lambda: runs.read_source(folder, profile, by=by))
        measured("second run, nothing changed", total, "pages", lambda: runs.read_source(folder, profile, by=by))
        if options.imports:
            taken = books.sums(batch.pages).taken
            measured("drafts with their photographs", taken, "texts", lambda: batches.draft(batch, by=by))
            faults = measured("check of the books", total, "pages", lambda: list(books.faults(batch.source)))
            measured("release", taken, "texts", lambda: batches.release(batch, by=by))
            assert not faults, faults
        print(books.sums(batch.pages).sentence, file=sys.stderr)


if __name__ == "__main__":
    main()
