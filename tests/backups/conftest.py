import io
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from publishing import record
from tests import factories
from tests.backups.place import another_place
from tests.storage import _bucket_of_its_own, _s3_server, storage  # noqa: F401


@pytest.fixture
def newsroom(transactional_db):
    """A newsroom with something of everything: what is public, a draft, a photograph, a paper, a record."""
    report = factories.edition(title="The Council has met in Moscow")
    photo = factories.photo()
    factories.show(photo, report)
    factories.publish(report)
    factories.edition(title="A secret draft")
    factories.meeting()
    default_storage.save("attachments/abc/paper.pdf", ContentFile(b"%PDF-1.4 a paper"))
    record.seal()
    return report


@pytest.fixture
def elsewhere(tmp_path):
    """A context in which the newsroom lives in another, empty place."""
    return lambda: another_place(tmp_path)


@pytest.fixture
def backups(tmp_path):
    return tmp_path / "backups"


def run(command, *arguments, **options):
    """Return all that a command says, and its refusal."""
    told = io.StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=told, **options)
    except CommandError as refusal:
        return f"{told.getvalue()}{refusal}"
    return told.getvalue()


def backed_up(root, *arguments):
    """Make a backup and return its folder."""
    told = run("backup", root, *arguments)
    assert "is whole" in told, told
    return type(root)(re.match(r"(\S+) is whole", told)[1])
