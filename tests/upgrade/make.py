"""Make release.sql.gz and backup/ anew, with the code of a release that goes out and never with what comes after it:

    script/manage shell -c "from tests.upgrade import make; make.make()"

The first holds what the tests of leaks plant, something of every kind in every state, as plain SQL. The second is a
backup as an operator has it, of a small newsroom with a photograph.
"""

import datetime
import gzip
import shutil
import tempfile
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from authenticity import sealing
from backups import making, programs
from backups.progress import Progress
from publishing import clock, record
from tests import factories
from tests.backups.place import another_place
from tests.leaks import world

RELEASE = Path(__file__).with_name("release.sql.gz")
BACKUP = Path(__file__).with_name("backup")
TITLE = "The Council has met in Moscow"
EMBARGO = datetime.timedelta(days=20)


def make():
    with tempfile.TemporaryDirectory() as folder, another_place(Path(folder)):
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            planted = world.World(lift=clock.now() + EMBARGO)
            world.plant_what_is_seen(planted)
            world.plant_what_is_hidden(planted)
        sealing.seal()
        record.seal()
        RELEASE.write_bytes(gzip.compress(dumped(Path(folder), "--rows-per-insert=100").encode(), mtime=0))
    back_up()


def back_up():
    with tempfile.TemporaryDirectory() as folder, another_place(Path(folder)):
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            report = factories.edition(title=TITLE)
            factories.show(factories.photo(), report)
            factories.publish(report)
            factories.edition(title="A draft")
        record.seal()
        made, *_ = making.make(Path(folder) / "backups", Progress())
        shutil.rmtree(BACKUP, ignore_errors=True)
        shutil.copytree(made, BACKUP)


def dumped(folder, *options):
    """Return the database as plain SQL, without what pg_dump says to psql alone."""
    path = folder / "dumped.sql"
    programs.run("pg_dump", "--no-owner", *options, "--file", path)
    return "".join(line for line in path.read_text().splitlines(keepends=True) if not line.startswith("\\"))
