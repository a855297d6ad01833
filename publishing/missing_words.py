"""Words that a record has in one language and lacks in another: where they are missing, and how they are filled in.

Filling in never changes words that are there already, in this language or another.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from publishing import actions, amendments, roles, timeline
from publishing.languages import language_codes
from publishing.localized import LocalizedText, Texts
from publishing.timeline import Verb

# Fields that every language needs even where no other has a text yet: the alternative text of a photograph.
WANTED_ANYWAY = {"alt"}


class WrittenMeanwhile(actions.Refused):
    """Somebody else was faster; `gaps` are the places, with the words that stand there now."""

    def __init__(self, gaps: Sequence["Gap"]) -> None:
        super().__init__(_("A colleague filled in some of this while you were working."))
        self.gaps = gaps


@dataclasses.dataclass
class Gap:
    """A field of a record, or of a row that belongs to it, without words in `language`."""

    row: models.Model
    field: LocalizedText
    language: str

    @property
    def name(self) -> str:
        return f"{self.row._meta.model_name}-{self.row.pk}-{self.field.name}"

    @property
    def texts(self) -> Texts:
        return getattr(self.row, self.field.name) or {}

    @property
    def text(self) -> str:
        return self.texts.get(self.language, "")

    @property
    def others(self) -> list[tuple[str, str]]:
        """Return [(code, text)] of the languages that have words."""
        return [(code, self.texts[code]) for code in language_codes() if self.texts.get(code)]

    @property
    def is_open(self) -> bool:
        return not self.text and bool(self.others or self.field.name in WANTED_ANYWAY)

    def fill(self, words: str) -> None:
        setattr(self.row, self.field.name, {**self.texts, self.language: words})


def kinds() -> list[type[models.Model]]:
    """Return the models that visitors see and that hold words in several languages, in their own rows or in child rows.

    Models that visitors never see are left out: lines to take are approved word for word, templates are internal.
    """
    never = roles.Visibility.NEVER
    seen = [apps.get_model(label) for label, kind in roles.KINDS.items() if kind.visibility != never]
    return [model for model in seen if _fields(model) or _parts(model)]


def may_fill(user: User, record: models.Model) -> bool:
    return roles.may_change(user, record, roles.Fields.MISSING_WORDS)


def records_of(model: type[models.Model], *, user: User) -> models.QuerySet:
    """Return the records of `model` in which `user` may fill in what is missing."""
    everything: Any = model._default_manager.all()  # those of which roles asks that have public()
    if roles.fields_of(user, model, is_public=True) >= roles.Fields.MISSING_WORDS:
        return everything
    return roles.changeable_by(user, everything)


def lacking(records: models.QuerySet, language: str) -> models.QuerySet:
    """Keep of a queryset the records that lack words in `language`, or have a row below them that does."""
    missing = _condition(records.model, language)
    for part, key in _parts(records.model):
        missing |= Exists(part._base_manager.filter(_condition(part, language), **{key: OuterRef("pk")}))
    return records.filter(missing)


def gaps(record: models.Model, language: str) -> list[Gap]:
    """Return the open Gaps of `record` and of the rows that belong to it."""
    return [gap for gap in places(record, language) if gap.is_open]


def places(record: models.Model, language: str) -> list[Gap]:
    """Return a Gap for every field of `record` and its rows, whether words stand there or not."""
    rows = [record, *(row for part, key in _parts(type(record)) for row in part._base_manager.filter(**{key: record}))]
    return [Gap(row, field, language) for row in rows for field in _fields(type(row))]


def fill(record: models.Model, language: str, words: Mapping[str, str], *, by: User) -> list[Gap]:
    """Write {name of a Gap: text} into empty fields, all or none, as a minor change made by `by`.

    Return the Gaps that were filled. Raises WrittenMeanwhile if somebody has written other words there meanwhile.
    """
    with amendments.amending(by=by) as act:
        if not may_fill(by, record):
            raise actions.NotAllowed(roles.refusal_sentence())
        record = type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
        wanted = [(gap, words[gap.name]) for gap in places(record, language) if words.get(gap.name)]
        overtaken = [gap for gap, text in wanted if gap.text not in ("", text)]
        if overtaken:
            raise WrittenMeanwhile(overtaken)
        filled = [gap for gap, text in wanted if not gap.text]
        for gap, text in wanted:
            gap.fill(text)
        for row in dict.fromkeys(gap.row for gap in filled):
            row.save(update_fields=[gap.field.name for gap in filled if gap.row is row])
        if filled and record not in act:
            timeline.record(record, Verb.EDITED, by=by)
        return filled


def _fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, LocalizedText)]


def _parts(model):
    """Return (model, foreign key) of the child rows of `model` that have words and are deleted with it."""
    return [
        (relation.related_model, relation.field.name)
        for relation in model._meta.related_objects
        if relation.one_to_many
        and relation.on_delete is models.CASCADE
        and relation.related_model._meta.managed
        and relation.related_model._meta.label_lower not in roles.KINDS
        and _fields(relation.related_model)
    ]


def _condition(model, language):
    missing = Q(pk__in=[])
    for field in _fields(model):
        others = [code for code in language_codes() if code != language]
        has_others = Q(pk__in=[])
        for code in others:
            has_others |= ~_without(field.name, code)
        is_wanted = Q() if field.name in WANTED_ANYWAY else has_others
        missing |= _without(field.name, language) & is_wanted
    return missing


def _without(field, language):
    return Q(**{f"{field}__{language}": ""}) | ~Q(**{f"{field}__has_key": language})
