"""Whoever upgrades a newsroom of the release ends with what a new one has, and goes on where they were."""

import difflib
import gzip
import io
import re

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from authenticity import log
from news.models import Edition
from publishing import record, sql_files
from publishing.models import SealedEntry
from publishing.visitors import as_visitor
from tests import factories
from tests.backups.place import another_place
from tests.desk.screens import signed_in
from tests.upgrade.make import BACKUP, RELEASE, TITLE, dumped

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def upgraded(tmp_path):
    """The newsroom of the release in a database of its own, migrated by the code that is tested."""
    with another_place(tmp_path):
        restore(gzip.decompress(RELEASE.read_bytes()))
        call_command("migrate", verbosity=0)
        yield


def restore(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql_files.read("publishing/sql/visitors_role.sql"))
    parameters = {name: value for name, value in connection.get_connection_params().items() if name in ADDRESS}
    with psycopg.connect(**parameters) as plain:  # what a dump sets for itself ends with this connection
        plain.execute(sql)


ADDRESS = ["host", "port", "user", "password", "dbname"]


def layout(folder):
    """Return the schema as SQL. PostgreSQL words some constraints otherwise once they were restored: so all are."""
    sql = dumped(folder, "--schema-only")
    with another_place(folder):
        restore(sql)
        return dumped(folder, "--schema-only").splitlines()


@pytest.fixture
def new(transactional_db, tmp_path):
    """The layout of a new newsroom."""
    return layout(tmp_path)


def test_an_upgraded_newsroom_is_laid_out_like_a_new_one(new, upgraded, tmp_path):
    differs = "\n".join(difflib.unified_diff(new, layout(tmp_path), "a new newsroom", "an upgraded one", lineterm=""))
    assert not differs, differs
    with connection.cursor() as cursor:
        cursor.execute("SELECT path, text FROM publishing_sqlfile")
        assert dict(cursor.fetchall()) == sql_files.read_all()


def test_in_an_upgraded_newsroom_everything_that_was_public_is_read_and_work_goes_on(upgraded):
    client = Client()
    with as_visitor():
        public = list(Edition.objects.public())
        others = [
            thing
            for label in ("council.Meeting", "council.Document", "council.Person", "photos.Album", "press.Advisory")
            for thing in apps.get_model(label).objects.all()
        ]
    assert len(public) > 2
    assert {type(thing).__name__ for thing in others} == {"Meeting", "Document", "Person", "Album", "Advisory"}
    for edition in public:
        with translation.override(edition.language):
            assert edition.title in client.get(edition.get_absolute_url()).content.decode()
    addresses = {thing.get_absolute_url() for thing in others}
    addresses |= {"/ru/", "/en/", "/en/news/", "/en/photos/", "/en/press/", f"/en/search/?q={public[0].title}"}
    for address in addresses:
        assert client.get(address).status_code == 200, address

    desk = signed_in(factories.press_secretary())
    for screen in [reverse("admin:index"), reverse("admin:news_article_changelist")]:
        assert desk.get(screen).status_code == 200, screen
    following = factories.published(title="The next day").get_absolute_url()
    assert following in client.get("/en/search/?q=next+day").content.decode()


def test_what_was_sealed_and_signed_before_the_upgrade_is_proved_after_it(upgraded):
    last = SealedEntry.objects.last()
    head, signed = f"{last.sequence}:{last.hash}", log.check()
    assert signed
    factories.published()
    assert record.waiting()
    record.seal()
    told = io.StringIO()
    call_command("verify_record", head=[head], stdout=told)
    assert f"{SealedEntry.objects.count()} sealed entries are as they were written." in told.getvalue()
    assert SealedEntry.objects.last().sequence > last.sequence
    assert log.check() == signed


def test_a_backup_of_the_release_is_restored_migrated_and_read_and_backed_up_again(tmp_path, transactional_db):
    with another_place(tmp_path):
        call_command("restore", BACKUP, stdout=io.StringIO())
        call_command("migrate", verbosity=0)
        (report,) = Edition.objects.public()
        assert report.title == TITLE
        with translation.override(report.language):
            page = Client().get(report.get_absolute_url()).content.decode()
        assert TITLE in page
        pictures = set(re.findall(r'src="(/[^"]*photos/[^"]+)"', page))
        assert pictures
        for address in pictures:
            assert Client().get(address).status_code == 200, address
        assert signed_in(factories.press_secretary()).get(reverse("admin:news_article_changelist")).status_code == 200
        told = io.StringIO()
        call_command("backup", str(tmp_path / "backups"), stdout=told)
        assert "is whole" in told.getvalue()
