"""Changes of public things that have no editions: meetings, documents, terms, people, photographs, albums.

A trigger refuses such a change unless the transaction has declared who makes it, what kind it is and what readers are
told. It then writes the record itself, so no code can forget to:

    with amendments.amending(by=user, kind=Kind.CORRECTION, note={"ru": "…", "en": "…"}):
        meeting.save()

Things that are not public can be changed in the block as anywhere else, and leave no record.
"""

import contextlib
import dataclasses
import datetime
import json
import uuid
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import roles
from publishing.actions import NotAllowed, Refused
from publishing.languages import language_names, principal_codes
from publishing.localized import LocalizedText, Texts, in_language
from publishing.models import AmendedRow, Amendment, TimelineEntry
from publishing.prepared import AnyOf, Param, PreparedQuery

Kind = Amendment.Kind

# The SQLSTATE of the trigger that refuses an undeclared change of something public.
NOT_DECLARED = "23P90"


class NoteMissing(Refused):
    """A change of a kind that readers are told of, without a note for them."""


@dataclasses.dataclass(frozen=True)
class Act:
    """What is changed together; `thing in act` tells whether something public of the thing was changed."""

    number: uuid.UUID

    def __contains__(self, thing: models.Model) -> bool:
        return self.amendments.filter(subject_kind=thing._meta.label_lower, subject_id=thing.pk).exists()

    @property
    def amendments(self) -> models.QuerySet[Amendment]:
        return Amendment.objects.filter(act=self.number)


@contextlib.contextmanager
def amending(*, by: User, kind: str | None = Kind.MINOR, note: Texts | None = None) -> Iterator[Act]:
    """Let the block change public things, in one transaction, and leave an entry in the timeline of each.

    `note` is {language: text}; every kind but MINOR needs one in all languages of the site, or NoteMissing is raised.
    The kind None is for records that were not public when the form was opened: if one is by now, the change is refused.
    Inside another such block the outer one's kind and note count. The block gets the Act.
    Raises NotAllowed, and changes nothing, where publishing.roles does not let `by` change what visitors see.
    """
    with transaction.atomic():
        outer = _declared()
        if outer:
            yield Act(uuid.UUID(json.loads(outer)["act"]))
            return
        act = Act(uuid.uuid4())
        kind = kind and str(Kind(kind))
        _declare({"act": str(act.number), "actor": by.pk, "kind": kind, "note": _checked_note(kind, note)})
        yield act
        _declare(None)
        _require_rights(act, by)
        _add_to_timelines(act, by=by)


def missing_languages(kind: str | None, note: Texts) -> list[str]:
    """Return the codes of the languages in which a change of this `kind` still needs a note."""
    if kind in (None, Kind.MINOR):
        return []
    return [code for code in principal_codes() if not note.get(code, "").strip()]


def is_refusal(fault: Exception) -> bool:
    """Tell whether a database error means that something public was changed outside amending()."""
    return getattr(fault.__cause__, "sqlstate", None) == NOT_DECLARED


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


def notes_of(*things: models.Model, language: str | None = None) -> list[Note]:
    """Return the Notes on these things, the newest first, in `language` or the active one; one query for all."""
    by_key = {(thing._meta.label_lower, thing.pk): thing for thing in things}
    if not by_key:
        return []
    kinds, numbers = (list(set(part)) for part in zip(*by_key))
    rows = _OF_THINGS.fetch(kinds=kinds, things=numbers)
    told = [(row, by_key.get((row["subject_kind"], row["subject_id"]))) for row in rows]
    return [_note(row, thing, language) for row, thing in told if thing]


def public_notes(language: str, limit: int = 200) -> list[Note]:
    """Return the newest Notes on all that is public now, in `language`, for the page of corrections."""
    rows = list(_rows_with_notes()[:limit])
    public = {kind: _public(kind, rows) for kind in {row["subject_kind"] for row in rows}}
    things = [(row, public[row["subject_kind"]].get(row["subject_id"])) for row in rows]
    with override(language):
        return [_note(row, thing, language) for row, thing in things if thing]


def _rows_with_notes():
    # Only the columns that visitors may read.
    return Amendment.objects.exclude(kind=Kind.MINOR).values("subject_kind", "subject_id", "kind", "note", "at")


_OF_THINGS = PreparedQuery(
    lambda: _rows_with_notes().filter(AnyOf(F("subject_id"), Param("things")), AnyOf(F("subject_kind"), Param("kinds")))
)


def _public(kind, rows):
    numbers = [row["subject_id"] for row in rows if row["subject_kind"] == kind]
    return apps.get_model(kind).objects.public().in_bulk(numbers)


def _note(row, thing, language):
    address = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""
    label = Kind(row["kind"]).label
    return Note(row["kind"], label, in_language(row["note"], language), row["at"], thing, str(thing), address)


def _checked_note(kind, note):
    """Return `note` without empty texts; raise NoteMissing where a change of this `kind` needs more."""
    note = {code: text.strip() for code, text in (note or {}).items() if text.strip()}
    if missing := missing_languages(kind, note):
        names = ", ".join(language_names()[code] for code in missing)
        raise NoteMissing(
            _("Readers are told about this change. Write the editor's note in: %(languages)s.") % {"languages": names}
        )
    return note


def _require_rights(act, by):
    """Raise NotAllowed if `by` may not change one of the public things that were changed."""
    for amendment in act.amendments.prefetch_related("rows"):
        model = apps.get_model(amendment.subject_kind)
        may = roles.fields_of(by, model, is_public=True)
        if may < max(_fields_changed(row) for row in amendment.rows.all()):
            raise NotAllowed(roles.refusal_sentence())


def _fields_changed(row: AmendedRow) -> roles.Fields:
    """Return which of roles.Fields a user needs for the change of one row."""
    models = apps.get_models(include_auto_created=True)
    model = next(model for model in models if model._meta.db_table == row.table_name)
    columns = {field.column: field for field in model._meta.concrete_fields}
    before, after = row.before or {}, row.after or {}
    fills_gaps = bool(before and after) and all(
        isinstance(columns[name], LocalizedText) and _keeps(words or {}, after[name] or {})
        for name, words in before.items()
    )
    return roles.Fields.MISSING_WORDS if fills_gaps else roles.Fields.ALL


def _keeps(before, after):
    """Tell whether all texts of `before` are unchanged in `after`."""
    is_words = isinstance(before, dict) and isinstance(after, dict)
    return is_words and all(after.get(code) == text for code, text in before.items() if text)


def _add_to_timelines(act, *, by):
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


def _declared():
    """Return what the transaction has declared, as JSON; empty outside amending()."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('newsroom.amending', true), '')")
        return cursor.fetchone()[0]


def _declare(change):
    """Tell the triggers what is done, until the end of the transaction or the rollback of the savepoint."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('newsroom.amending', %s, true)", [json.dumps(change) if change else ""])
