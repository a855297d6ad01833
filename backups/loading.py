"""Loading a public archive into an empty newsroom, which then has the same public pages."""

import json
import uuid
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from backups import BackupRefused, archive, stored
from backups.progress import Progress
from backups.restoring import nothing_left_behind, refuse_a_storage_that_is_not_empty
from moving import reports
from photos import rendering
from publishing import amendments

LOADER = "archive"  # the user who is named in timelines; nobody can log in as this
PARTS_OF_EDITIONS = ("news_editionphoto", "news_turn", "news_attachment", "news_subject")


def load(folder: Path, progress: Progress) -> int:
    """Load the archive in `folder`, all of it or nothing; return the number of rows."""
    if damaged := archive.damage(folder):
        raise BackupRefused(f"Altered or missing in the archive: {', '.join(damaged)}. Nothing was loaded.")
    rows = {table: archive.records(folder, table) for table in archive.TABLES}
    _refuse_another_version(rows)
    _make_room_above_pages(rows)
    _refuse_what_is_not_empty()
    with nothing_left_behind(), transaction.atomic():
        progress.begin("Loading files")
        originals = _put_files(folder / archive.FILES, rows)
        progress.begin("Loading records")
        by = _loader()
        _insert_all(rows, _filled(by, originals), by=by)
        reports.load(archive.imports(folder), by=by)
    return sum(map(len, rows.values()))


def _refuse_another_version(rows):
    for table, some in rows.items():
        if some and some[0].keys() != set(archive.columns(table)):
            other = ", ".join(sorted(some[0].keys() ^ set(archive.columns(table))))
            raise BackupRefused(
                f"The archive is of another version of the newsroom: {table} differs in {other}. "
                "Load it with that version, and bring the newsroom up to date afterwards."
            )


def _refuse_what_is_not_empty():
    for table in archive.TABLES:
        if _asked(f"SELECT EXISTS (SELECT FROM {table})"):  # noqa: S608 names of our own, values as parameters
            raise BackupRefused(
                f"The newsroom is not empty: {table} has rows. An archive is loaded into an empty newsroom only. "
                "Name a new database in DATABASE_URL, run “script/manage migrate”, and start again."
            )
    refuse_a_storage_that_is_not_empty()


def _make_room_above_pages(rows):
    """Add the places of pages that stand above public ones and never were public themselves.

    Their paths are in the addresses of those below; nothing is known of their texts.
    """
    articles, pages = rows["news_article"], rows["pages_page"]
    by_path = {page["path"]: page for page in pages}
    for page in sorted(pages, key=lambda page: page["path"]):
        below, path = page, page["path"].rpartition("/")[0]
        while path and below["parent_id"] is None:
            if path not in by_path:
                article = next(row for row in articles if row["id"] == page["article_id"])
                articles.append(article | {"id": max(row["id"] for row in articles) + 1})
                slug, number = path.rpartition("/")[2], max(row["id"] for row in pages) + 1
                place = {"id": number, "article_id": articles[-1]["id"], "parent_id": None, "slug": slug, "path": path}
                by_path[path] = page | place
                pages.append(by_path[path])
            below["parent_id"] = by_path[path]["id"]
            below, path = by_path[path], path.rpartition("/")[0]


def _put_files(folder, rows):
    """Store all files; return {photo: the columns about its original}, which is now the public full-size file."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for table, column in archive.FILE_OF.items():
        for row in rows[table]:
            if row[column] in there:
                with (folder / row[column]).open("rb") as file:
                    default_storage.save(row[column], File(file))
    renditions = rows["photos_rendition"]
    full = {rendition["photo_id"]: rendition["file"] for rendition in renditions if rendition["kind"] == "download"}
    photos = [photo for photo in rows["photos_photo"] if full.get(photo["id"]) in there]
    return {photo["id"]: _original(photo, full[photo["id"]]) for photo in photos}


def _original(photo, public):
    with default_storage.open(public) as file:
        name = default_storage.save(f"originals/{photo['key']}/{photo['file_name']}", file)
        file.seek(0)
        size, sha256 = stored.digest(file)
        file.seek(0)
        default_storage.save(f"previews/{photo['key']}.jpg", ContentFile(rendering.preview(rendering.decoded(file))))
    return {"original": name, "size": size, "sha256": sha256}


def _loader():
    user, is_new = get_user_model().objects.get_or_create(username=LOADER, defaults={"is_active": False})
    if is_new:
        user.set_unusable_password()
        user.save()
    return user


def _filled(by, originals):
    """Return {table: function that returns required columns that the archive does not have, for a row}."""
    now = timezone.now().isoformat()
    return {
        "photos_photo": lambda row: {
            "uploaded_at": now, "uploaded_by_id": by.pk, "rendered_at": now, "persons_named": [],
            **originals.get(row["id"], {"original": "", "size": 0, "sha256": ""}),
        },
        "news_article": lambda row: {
            "created_at": now, "created_by_id": by.pk, "has_stale": False, "languages": [],
        },
        "news_edition": lambda row: {
            "created_by_id": by.pk, "edited_by_id": by.pk, "edited_at": now, "version": 1, "stage": "draft",
            "approved_digest": "", "unreviewed_reason": "",
            "signed_by": "wording" if row["signature"] else "nobody",
        },
        "news_quote": lambda row: {"created_at": now, "created_by_id": by.pk, "confirmed_by_id": by.pk},
        "news_withdrawal": lambda row: {"emergency": False},
        "publishing_amendment": lambda row: {"act": str(uuid.uuid4()), "actor_id": by.pk},
    }  # fmt: skip


def _insert_all(rows, filled, *, by):
    """Insert the rows in the order of references; things are published last, when all their parts are there.

    Parts of always visible records, such as a state's earlier names, are amendments of something public.
    """
    _insert("publishing_amendment", rows["publishing_amendment"], filled)
    _let_numbers_follow("publishing_amendment")  # triggers add some
    with amendments.amending(by=by):
        for table in archive.TABLES:
            if table == "news_edition":
                _insert_editions(rows, filled)
            elif table not in (*PARTS_OF_EDITIONS, "publishing_amendment"):
                _insert(table, rows[table], filled)
        for table in archive.TABLES:
            _open(table, rows[table])
    for table in archive.TABLES:
        _let_numbers_follow(table)


def _insert_editions(rows, filled):
    """Insert and publish one edition after another, each with its parts: an article can have only one draft."""
    parts = {table: {} for table in PARTS_OF_EDITIONS}
    for table, of_edition in parts.items():
        for row in rows[table]:
            of_edition.setdefault(row["edition_id"], []).append(row)
    for edition in sorted(
        rows["news_edition"], key=lambda edition: (edition["article_id"], edition["language"], edition["number"])
    ):
        _insert("news_edition", [edition], filled)
        for table, of_edition in parts.items():
            _insert(table, of_edition.get(edition["id"], []), filled)
        _open("news_edition", [edition])


def _insert(table, rows, filled):
    more = filled.get(table, lambda row: {})
    for row in rows:
        whole = {name: value for name, value in {**row, **more(row)}.items() if name not in archive.RANGE}
        names = ", ".join(map(connection.ops.quote_name, whole))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",  # noqa: S608 names of our own, values as parameters
                [json.dumps(whole)],
            )


def _open(table, rows):
    """Publish the rows that have a range, unless they are public already."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET live_from = %s, live_until = %s WHERE id = %s AND live_from IS NULL",  # noqa: S608 names of our own, values as parameters
            [(row["live_from"], row["live_until"], row["id"]) for row in rows if row.get("live_from")],
        )


def _let_numbers_follow(table):
    """Set the sequence of `table` to its highest id."""
    if "id" in archive.columns(table):
        _asked(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} HAVING max(id) > 0")  # noqa: S608 names of our own, values as parameters


def _asked(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
        return row and row[0]
