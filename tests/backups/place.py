"""Another, empty place: a database and a storage of its own, on the servers of the test."""

import contextlib
import uuid

import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import connection
from django.test import override_settings

from backups import census, programs
from tests import factories
from tests.conftest import KEPT


@contextlib.contextmanager
def another_place(folder):
    """Let the newsroom live in another place for the length of the block: nothing is there at first."""
    name, home = f"test_restored_{uuid.uuid4().hex[:12]}", connection.settings_dict["NAME"]
    _on_server(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        with override_settings(**_empty_storage(folder / name)):
            _move_to(name)
            yield
    finally:
        _move_to(home)
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def migrated(folder):
    """Return a dump of this newsroom as its migrations leave it; to migrate anew takes ten times as long."""
    dump = folder / "migrated.dump"
    with_content = (f"--exclude-table-data={table}" for table in set(census.tables()) - set(KEPT))
    programs.run("pg_dump", "--format=custom", "--no-owner", *with_content, "--file", dump)
    return dump


def everything():
    """Return every row of every table and every byte of every file, read without the help of what is tested."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            rows[table] = cursor.fetchall()
    return rows, {name: default_storage.open(name).read() for name in _names()}


def _names(folder=""):
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in files)
    for subfolder in folders:
        yield from _names(f"{folder}{subfolder}/")


def _empty_storage(folder):
    """Return the settings of a storage where nothing is: a folder, or another bucket."""
    default = settings.STORAGES["default"]
    options = default.get("OPTIONS", {})
    if "bucket_name" not in options:
        return {"MEDIA_ROOT": folder}
    bucket = f"restored-{uuid.uuid4().hex}"
    default_storage.connection.meta.client.create_bucket(Bucket=bucket)
    return {"STORAGES": {**settings.STORAGES, "default": {**default, "OPTIONS": {**options, "bucket_name": bucket}}}}


def _move_to(database):
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = database
    ContentType.objects.clear_cache()
    factories.cast.clear()


def _on_server(sql):
    parameters = {**connection.get_connection_params(), "dbname": "postgres"}
    known = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if name in parameters}
    with psycopg.connect(**known, autocommit=True) as server:
        server.execute(sql)
