"""Free space of the disks that the newsroom writes to, as far as this machine can see."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection

# Without that role, current_setting() is an error.
DATA_FOLDER = "SELECT CASE WHEN pg_has_role('pg_read_all_settings', 'USAGE') THEN current_setting('data_directory') END"


def free():
    """Return {name: (free bytes, total bytes)} for uploads, and for the database if it is on this machine."""
    return {name: _free(place) for name, place in {**uploads(), **database()}.items()}


def low(found):
    """Return how many of the disks in `found` are nearly full."""
    return sum(left * 100 < whole * settings.DISK_LOW_PERCENT for left, whole in found.values())


def uploads():
    """Return {"media": folder}, or {} if uploads are in a bucket."""
    return {"media": Path(settings.MEDIA_ROOT)} if isinstance(storages["default"], FileSystemStorage) else {}


def database():
    """Return {"database": folder}, or {} if it is elsewhere or its folder cannot be read."""
    with connection.cursor() as cursor:
        cursor.execute(DATA_FOLDER)
        (folder,) = cursor.fetchone()
    return {"database": Path(folder)} if folder and Path(folder).is_dir() else {}


def _free(place):
    while not place.exists():  # before the first upload
        place = place.parent
    usage = shutil.disk_usage(place)
    return usage.free, usage.total
