"""The public archive: everything that visitors may see, in plain files that another newsroom can load.

It is read with a visitor's rights in the database, so it cannot contain anything unpublished.
"""

import contextlib
import csv
import itertools
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction

from backups import BackupRefused, stored
from backups.progress import Progress
from council import popolo
from council.models import Term
from moving import addresses, reports
from moving.models import OldAddress
from news.models import Edition
from news.models.subjects import TARGETS
from publishing import clock, visitors
from publishing.visitors import as_visitor, with_past_editions, with_standing_pages
from syndication import ninjs

FORMAT = 1
FACTS, SUMS, README = "archive.json", "SHA256SUMS", "README.txt"
RECORDS, FILES, ARTICLES, POPOLO = "records", "files", "articles", "popolo.json"
IMPORTS, REDIRECTS = "imports.jsonl", "redirects.csv"
UNFINISHED = ".unfinished"
RANGE = ("live_from", "live_until")
BATCH_SIZE = 100  # articles

# Every table of which visitors may read rows; a table comes after those it refers to.
TABLES = [
    "council_state", "council_statename", "council_body", "council_bodyname", "council_office", "council_person",
    "council_personname", "council_mergedperson", "council_rank", "council_term", "council_chairmanship",
    "council_membership", "council_statusclaim",
    "photos_photo", "photos_rendition", "photos_album", "photos_albumphoto", "council_personshown", "council_portrait",
    "council_document", "council_appendix", "council_documentfile", "council_bearing",
    "council_interpretativestatement", "council_signatory",
    "council_meeting", "council_meeting_bodies", "council_participation", "council_agendaitem",
    "council_consideration", "council_meetingpaper", "council_meetingalbum", "council_meetingphoto",
    "council_datechange", "council_withdrawnentry", "council_entrychange",
    "press_contact", "press_phone", "press_opening", "press_specialday", "press_advisory",
    "press_advisorydatechange",
    "news_section", "news_topic", "news_formertopicaddress", "news_article",
    "pages_page", "pages_formeraddress", "pages_menu", "news_edition", "news_editionphoto",
    "news_numbering", "news_serialnumber", "news_turn", "news_attachment", "news_subject", "news_quote",
    "news_withdrawal", "news_tombstone",
    "moving_oldaddress",
    "publishing_amendment",
]  # fmt: skip

LEFT_OUT = {
    "publishing_change": "the numbers of changes are those of one installation, whose readers hold them",
    "search_found": "the database makes it of the rest",
    "search_known_name": "the database makes it of the rest",
    "search_withdrawn": "the database makes it of the rest",
    "news_frontpage": "what stood on top of the home page is over with its hour",
    "news_frontplace": "as above",
    "news_banner": "as above",
    "news_stoppedphoto": "only what is not stopped is in the archive",
    "press_shift": "who answers on which day is over with the day",
    "press_enquirysettings": "how one press office works",
    "identity_identity": "whose newsroom it is; the next one has an identity of its own",
    "publishing_language": "in which languages one press office writes; the texts name theirs",
    "authenticity_entry": "the log of signatures has an address of its own, and is of the keys of one installation",
    "authenticity_seal": "as above",
    "authenticity_statement": "as above",
    "authenticity_issuedfile": "as above",
}

# Internal columns that visitors' pages read but never print.
INTERNAL = {
    "news_article": {"created_at", "ends_at", "has_stale", "languages", "read_again_on", "shown_on"},
    "news_edition": {
        "approved_digest", "edited_at", "planned_for", "set_aside_at", "signed_by", "stage", "unreviewed_reason",
        "version",
    },
    "news_quote": {"created_at"},
    "news_withdrawal": {"emergency"},
    "photos_photo": {
        "confirmed_at", "licence_ends_at", "original", "persons_named", "pictures", "rendered_at", "sha256", "size",
        "uploaded_at",
    },
}  # fmt: skip

# Tables whose rows name one thing of several kinds.
ONE_OF = {"news_subject": [f"{target}_id" for target in TARGETS]}

# The columns with names of files.
FILE_OF = {"photos_rendition": "file", "news_attachment": "file", "council_documentfile": "file"}

TOLD = """\
The public archive of {site}, as visitors could see it at {at} (UTC).

records/TABLE.jsonl   Every public row, one a line, as JSON: all editions of all articles that readers can look back
                      to, standing pages and menus, photographs with their words, meetings, papers, people, offices
                      and terms, states, press contacts, and the notes on changes. What a column means is said in the
                      models of the same name.
                      Instants are UTC; texts in several languages are {{language: text}}. What a row names and is
                      not public is left out, and so is a beginning or end that is to come.
files/                The files, under the names that the column “file” has: renditions of photographs, attachments,
                      papers of meetings.
articles/             What is public now, an article and language a file, in ninjs 3.1 (iptc.org/standards/ninjs).
redirects.csv         Where each address of earlier sites leads, byte for byte: host, address, status (301 or 410), the
                      address of today. So the next system can keep them.
imports.jsonl         What became of each page of earlier sites, a page a line: its SHA-256, whether it was taken or why
                      it was left out, how many of its words stand in the article, its photographs and links.
popolo.json           Persons, posts and memberships, in the shape of Popolo (popoloproject.com).
archive.json          What this is, when it was made, how many rows of what there are, which files are missing.
SHA256SUMS            The SHA-256 of every file; “sha256sum -c SHA256SUMS” compares.

“manage.py load_archive FOLDER” loads it into an empty newsroom. There the original of a photograph is its public file
of full size. Not loaded, because not public: drafts, reviews, the names of who wrote, originals as the camera wrote
them, the timeline, subscribers and enquiries.
"""


def write(folder: Path | str, progress: Progress) -> tuple[dict[str, int], list[str]]:
    """Write the archive into the new `folder`; return the number of rows of each table, and the missing files."""
    folder = Path(folder)
    if folder.exists():
        raise BackupRefused(f"{folder} exists already. Name a new folder.")
    begun = folder.with_name(folder.name + UNFINISHED)
    shutil.rmtree(begun, ignore_errors=True)
    for part in (RECORDS, FILES, ARTICLES):
        (begun / part).mkdir(parents=True)
    with _as_visitors_see_it() as instant:
        progress.begin("Writing records")
        rows = _write_records(begun)
        missing = _copy_files(begun, progress)
        progress.begin("Writing articles")
        _write_articles(begun)
        _write_redirects(begun / REDIRECTS)
        _write_imports(begun)
        terms = Term.objects.public().order_by("pk").with_ranks().select_related("office__state")
        _write(begun / POPOLO, _json(popolo.record(terms, lambda path: f"{settings.SITE_URL}{path}")))
    at = instant.isoformat(timespec="seconds")
    facts = {"format": FORMAT, "site": settings.SITE_URL, "at": at, "rows": rows, "missing": missing}
    _write(begun / FACTS, _json(facts))
    _write(begun / README, TOLD.format(site=settings.SITE_URL, at=at))
    _write(begun / SUMS, "".join(f"{sha256}  {name}\n" for name, sha256 in sums(begun)))
    begun.rename(folder)
    return rows, missing


def damage(folder: Path | str) -> list[str]:
    """Return the names of files that differ from SHA256SUMS; raises BackupRefused if this is no archive."""
    try:
        lines = (Path(folder) / SUMS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise BackupRefused(f"{folder} is no archive: there is no {SUMS} in it.") from None
    said = {name: sha256 for sha256, name in (line.split("  ", 1) for line in lines)}
    there = dict(sums(folder))
    return sorted(name for name in said.keys() | there.keys() if said.get(name) != there.get(name))


def records(folder: Path | str, table: str) -> list[dict[str, Any]]:
    """Return the rows of `table` in an archive."""
    with (Path(folder) / RECORDS / f"{table}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def columns(table: str) -> list[str]:
    """Return the columns of `table` that are in the archive: those visitors may read, without INTERNAL ones."""
    aimless = {column for column, (target, _) in _references(table).items() if target not in TABLES}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND has_column_privilege(%s, attrelid, attnum, 'SELECT') ORDER BY attnum",
            [table, settings.VISITOR_ROLE],
        )
        return [name for (name,) in cursor if name not in INTERNAL.get(table, ()) and name not in aimless]


@contextlib.contextmanager
def _as_visitors_see_it():
    """Run the block with a visitor's rights at one instant, which is yielded."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL timezone TO 'UTC'")
        instant = clock.now()
        with clock.moved_to(instant), as_visitor():
            yield instant


def _write_records(folder):
    """Write a file for each table and return {table: rows}."""
    known, counted = {}, {}
    for table in TABLES:
        references, one_of = _references(table), ONE_OF.get(table, ())
        kept = [row for row in _rows(table) if _names_only_what_is_there(row, references, known, one_of)]
        known[table] = {row.get("id", row.get("number")) for row in kept}
        # Again for rows that name others of their own table, as a page the one above it.
        kept = [row for row in kept if _names_only_what_is_there(row, references, known, one_of)]
        counted[table] = len(kept)
        lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in kept)
        _write(folder / RECORDS / f"{table}.jsonl", "".join(lines))
    return counted


def _rows(table):
    names = columns(table)
    asked = ", ".join(map(_expression, names))
    order = "id" if "id" in names else names[0]
    with with_past_editions(), with_standing_pages(), connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM (SELECT {asked} FROM {table}) t ORDER BY t.{order}")  # noqa: S608 names of our own, values as parameters
        return [json.loads(text) for (text,) in cursor]


def _expression(column):
    """Return the SQL expression of a column; an end in the future becomes null, because it reveals plans."""
    name = connection.ops.quote_name(column)
    return f"CASE WHEN {name} <= site_now() THEN {name} END AS {name}" if column in RANGE else name


def _names_only_what_is_there(row, references, known, one_of=()):
    """Remove references to rows that visitors may not see; tell whether the row is still useful without them.

    Of the columns `one_of` it has to keep one.
    """
    for column, (target, is_needed) in references.items():
        if row.get(column) is not None and row[column] not in known.get(target, {row[column]}):
            if is_needed:
                return False
            row[column] = None
    return not one_of or any(row[column] is not None for column in one_of)


def _references(table):
    """Return {column: (table it refers to, whether it is required)}."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.attname, t.relname, a.attnotnull FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " JOIN pg_class t ON t.oid = c.confrelid WHERE c.contype = 'f' AND c.conrelid = %s::regclass",
            [table],
        )
        return {column: (target, is_needed) for column, target, is_needed in cursor}


def _copy_files(folder, progress):
    """Copy the files that belong to the records; return the names of missing ones."""
    names = [row[column] for table, column in FILE_OF.items() for row in records(folder, table)]
    progress.begin("Copying files")
    missing = []
    for name in names:
        target = folder / FILES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with default_storage.open(name) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy, stored.CHUNK_BYTES)
        except FileNotFoundError:
            target.unlink(missing_ok=True)
            missing.append(name)
    return missing


def _write_articles(folder):
    editions = Edition.objects.public().order_by("article_id", "language").iterator(chunk_size=BATCH_SIZE)
    while some := list(itertools.islice(editions, BATCH_SIZE)):
        for edition, item in zip(some, ninjs.of(some)):
            _write(folder / ARTICLES / f"{edition.article_id}.{edition.language}.json", _json(item))


def _write_redirects(path):
    """Write where old addresses lead, for servers that know no newsroom."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["host", "address", "status", "leads to"])
        for row in OldAddress.objects.order_by("host", "address").iterator(chunk_size=BATCH_SIZE):
            target = addresses.target_of(row)
            leads_to = addresses.path_of(target)
            if leads_to or row.kind == OldAddress.Kind.GONE:
                status = 301 if leads_to else 410
                writer.writerow([row.host, row.address, status, f"{settings.SITE_URL}{leads_to}" if leads_to else ""])


def _write_imports(folder):
    """Write the reports of what was brought over, as far as it is public; they are read with the newsroom's rights."""
    public = {(row["article_id"], row["language"]) for row in records(folder, "news_edition")}
    rows = visitors.with_newsroom_rights(lambda: list(reports.rows(public)))
    _write(folder / IMPORTS, "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows))


def imports(folder: Path | str) -> list[dict[str, Any]]:
    """Return the lines of the import reports in an archive; none in one that was made before there were any."""
    path = Path(folder) / IMPORTS
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _json(document):
    return json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"


def _write(path, text):
    path.write_text(text, encoding="utf-8")


def sums(folder: Path | str) -> Iterator[tuple[str, str]]:
    """Yield (name, SHA-256) of every file in an archive except SHA256SUMS."""
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and path.name != SUMS:
            with path.open("rb") as file:
                yield path.relative_to(folder).as_posix(), stored.digest(file)[1]
