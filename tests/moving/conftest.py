import pytest
from django.core.management import call_command

from moving.models import Batch
from tests import factories
from tests.moving import old_site


@pytest.fixture
def section(db):
    return factories.section("news", "News", "Новости")


@pytest.fixture
def administrator(db, section):
    person = factories.administrator()
    person.is_superuser = True
    person.save()
    return person


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """An old site of thirty articles in a folder, and what its articles said."""
    folder = tmp_path_factory.mktemp("old") / "site"
    made = old_site.articles(30, seed=7, pictures=1)
    found = old_site.write(folder, made)
    found.folder = folder
    return found


@pytest.fixture
def imported(site, administrator, capsys):
    """The batch of the old site, imported as drafts by the command."""
    call_command("import_site", str(site.folder), profile="csto-old", section="news")
    batch = Batch.objects.get()
    batch.said = capsys.readouterr().out
    return batch
