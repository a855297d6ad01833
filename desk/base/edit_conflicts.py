"""Detect that somebody else has saved a record while its form was open, so that nobody overwrites it.

The form carries a signed note of the values it was opened with: those of the record and of its inline rows. When it is
sent, what differs from the note was changed by somebody else.
"""

import json

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing.languages import language_codes

SALT = "desk.base.edit_conflicts"
# Columns that change without anybody editing them, and the range, which the buttons set.
MECHANICAL = {"live_from", "live_until", "likeness", "rendered_at", "confirmed_at", "confirmed_by_id"}


def note(record, parts):
    """Return the signed note on `record` and the rows of `parts`, a list of (model, its foreign key to the record)."""
    return signing.dumps(_values(record, parts), salt=SALT, compress=True)


def changes_since(text, record, parts):
    """Return sentences on what has changed since the note `text`; None if it is no note on `record`."""
    try:
        before = signing.loads(text or "", salt=SALT)
    except signing.BadSignature:
        return None
    now = _values(record, parts)
    models = {model._meta.label_lower: model for model in [type(record), *(model for model, _key in parts)]}
    if before["of"] != now["of"]:
        return None
    return [
        sentence
        for label, rows in now["rows"].items()
        for sentence in _differences(models[label], before["rows"].get(label, {}), rows, record)
    ]


def _values(record, parts):
    """Return {"of": number, "rows": {model: {number: {column: value}}}}, as JSON knows it."""
    rows = {record._meta.label_lower: _rows(type(record), {"pk": record.pk})}
    for row in rows[record._meta.label_lower].values():
        row.pop("position", None)  # moving another record numbers this one anew
    for model, key in parts:
        rows[model._meta.label_lower] = _rows(model, {key: record.pk})
    return json.loads(json.dumps({"of": record.pk, "rows": rows}, cls=DjangoJSONEncoder))


def _rows(model, which):
    columns = [field.attname for field in model._meta.concrete_fields if field.attname not in MECHANICAL]
    return {row["id"]: row for row in model._base_manager.filter(**which).order_by("pk").values(*columns)}


def _differences(model, before, now, record):
    name = model._meta.verbose_name
    for number in now.keys() - before.keys():
        yield _("%(part)s, added: %(row)s") % {"part": capfirst(name), "row": _named(model, number)}
    for number in before.keys() - now.keys():
        yield _("%(part)s, removed: %(row)s") % {
            "part": capfirst(name),
            "row": _in_short(model, before[number], record),
        }
    for number in sorted(now.keys() & before.keys()):
        where = "" if isinstance(record, model) else f"{capfirst(name)} “{_named(model, number)}”, "
        for field in model._meta.concrete_fields:
            was, becomes = before[number].get(field.attname), now[number].get(field.attname)
            if was != becomes:
                change = {"was": _in_words(field, was), "is": _in_words(field, becomes)}
                yield where + f"{field.verbose_name}: " + _("“%(was)s” has become “%(is)s”") % change


def _named(model, number):
    return str(model._base_manager.filter(pk=number).first() or number)


def _in_short(model, row, record):
    """Return the words for a deleted row of `record`: what else it linked to, or its texts."""
    told = [
        field
        for field in model._meta.concrete_fields
        if row.get(field.attname) and not isinstance(record, field.related_model or ())
    ]
    keys = [entry for entry in told if isinstance(entry, ForeignKey)]
    return ", ".join(_in_words(key, row[key.attname]) for key in (keys or told[1:])[:2])


def _in_words(field, value):
    if value in (None, "", {}, []):
        return "–"
    if isinstance(field, ForeignKey):
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    if isinstance(value, dict):
        return " / ".join(value[code] for code in language_codes() if value.get(code))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(dict(field.flatchoices).get(value, value))
