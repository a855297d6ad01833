"""Changes of what is public and has no editions: meetings, documents, terms, people, photographs, albums.

The database refuses such a change unless the connection has said who makes it, what kind it is and what readers are
told, and then writes the record itself, whatever path the change came by:

    with amendments.amending(by=user, kind=Kind.CORRECTION, note={"ru": "…", "en": "…"}):
        meeting.save()

Things that nobody sees are changed in the block as everywhere else, and leave no record.
"""

import contextlib
import dataclasses
import datetime
import itertools
import json
import uuid
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import roles
from publishing.actions import NotAllowed, Refused
from publishing.localized import LocalizedText, in_language
from publishing.models import AmendedRow, Amendment, TimelineEntry

Kind = Amendment.Kind

# What the database answers where nobody has said who changes something public, and how.
NOT_RECORDED = "23P90"


class NoteMissing(Refused):
    """A change that readers are told of, without the words for them."""


@dataclasses.dataclass(frozen=True)
class Act:
    """What is changed together; `thing in act` tells whether the act has changed something visitors see of it."""

    number: uuid.UUID

    def __contains__(self, thing):
        return self.amendments.filter(subject_kind=thing._meta.label_lower, subject_id=thing.pk).exists()

    @property
    def amendments(self):
        return Amendment.objects.filter(act=self.number)


@contextlib.contextmanager
def amending(*, by, kind=Kind.MINOR, note=None):
    """Let the block change public things, in one transaction, and leave an entry in the timeline of each.

    `note` is {language: text}; every kind but MINOR needs one in all languages of the site, or NoteMissing is raised.
    Inside another such block the outer one's kind and note hold; with the kind None, for what nobody was to see when
    it was looked at, whatever turns out to be public is refused there as well. The block is given the Act.
    Raises NotAllowed, and changes nothing, where publishing.roles does not let `by` change what visitors see.
    """
    with transaction.atomic():
        outer = _named()
        if outer:
            yield Act(uuid.UUID(json.loads(outer)["act"]))
            return
        act = Act(uuid.uuid4())
        kind = kind and str(Kind(kind))
        _name({"act": str(act.number), "actor": by.pk, "kind": kind, "note": _complete(kind, note)})
        yield act
        _name(None)
        _require_rights(act, by)
        _tell(act, by=by)


def missing_languages(kind, note):
    """Return the codes of the languages in which a change of this `kind` still needs a note."""
    return (
        []
        if kind in (None, Kind.MINOR)
        else [code for code in dict(settings.LANGUAGES) if not note.get(code, "").strip()]
    )


def is_refusal(fault):
    """Tell whether a database error means that something public was to be changed without a record."""
    return getattr(fault.__cause__, "sqlstate", None) == NOT_RECORDED


@dataclasses.dataclass(frozen=True)
class Note:
    """What readers are told of one change; `address` is the page of the thing, '' if it has none."""

    kind: str
    label: str
    text: str
    at: datetime.datetime
    subject: Any
    title: str
    address: str


def notes_of(*things, language=None):
    """Return the Notes on these things (of one model), the newest first, in `language` or the active one."""
    if not things:
        return []
    told = _told().filter(subject_kind=things[0]._meta.label_lower, subject_id__in=[thing.pk for thing in things])
    known = {thing.pk: thing for thing in things}
    return [_note(line, known[line["subject_id"]], language) for line in told]


def latest_first(*several):
    """Return the Notes of several lists as one."""
    return sorted(itertools.chain(*several), key=lambda note: note.at, reverse=True)


def public_notes(language, limit=200):
    """Return the newest Notes on all that is public now, in `language`, for the page of corrections."""
    lines = list(_told()[:limit])
    public = {kind: _public(kind, lines) for kind in {line["subject_kind"] for line in lines}}
    found = [(line, public[line["subject_kind"]].get(line["subject_id"])) for line in lines]
    with override(language):
        return [_note(line, thing, language) for line, thing in found if thing]


def _told():
    # Columns that visitors may read, and no other.
    return Amendment.objects.exclude(kind=Kind.MINOR).values("subject_kind", "subject_id", "kind", "note", "at")


def _public(kind, lines):
    numbers = [line["subject_id"] for line in lines if line["subject_kind"] == kind]
    return apps.get_model(kind).objects.public().in_bulk(numbers)


def _note(line, thing, language):
    address = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""
    label = Kind(line["kind"]).label
    return Note(line["kind"], label, in_language(line["note"], language), line["at"], thing, str(thing), address)


def _complete(kind, note):
    note = {code: text.strip() for code, text in (note or {}).items() if text.strip()}
    if missing := missing_languages(kind, note):
        names = ", ".join(dict(settings.LANGUAGES)[code] for code in missing)
        raise NoteMissing(
            _("Readers are told of this change. Write the public note in: %(languages)s.") % {"languages": names}
        )
    return note


def _require_rights(act, by):
    """Refuse the act if `by` may not change one of the things that visitors see: whatever path the change came by."""
    for amendment in act.amendments.prefetch_related("rows"):
        model = apps.get_model(amendment.subject_kind)
        may = roles.fields_of(by, model, is_public=True)
        if may < max(_fields_changed(row) for row in amendment.rows.all()):
            raise NotAllowed(roles.refusal_sentence())


def _fields_changed(row: AmendedRow):
    """Return which of roles.Fields a change of one row needs."""
    model = next(it for it in apps.get_models(include_auto_created=True) if it._meta.db_table == row.table_name)
    columns = {field.column: field for field in model._meta.concrete_fields}
    fills_gaps = bool(row.before and row.after) and all(
        isinstance(columns[name], LocalizedText) and _keeps(before or {}, row.after[name] or {})
        for name, before in row.before.items()
    )
    return roles.Fields.MISSING_WORDS if fills_gaps else roles.Fields.ALL


def _keeps(before, after):
    """Tell whether all words that were there stand as they stood."""
    is_words = isinstance(before, dict) and isinstance(after, dict)
    return is_words and all(after.get(code) == text for code, text in before.items() if text)


def _tell(act, *, by):
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            subject_type=ContentType.objects.get_for_model(apps.get_model(amendment.subject_kind)),
            subject_id=amendment.subject_id,
            verb=TimelineEntry.Verb.AMENDED,
            actor=by,
            note=": ".join(filter(None, [str(amendment.get_kind_display()), in_language(amendment.note)])),
        )
        for amendment in act.amendments.order_by("pk")
    )


def _named():
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('newsroom.amending', true), '')")
        return cursor.fetchone()[0]


def _name(change):
    """Say what is done until the transaction ends; a savepoint that is rolled back takes it back as well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('newsroom.amending', %s, true)", [json.dumps(change) if change else ""])
