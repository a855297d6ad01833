"""Changing the identity: one transaction, with an entry in the timeline that says what was said before."""

from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.http import Http404
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from identity import current, parts
from identity.models import Identity
from publishing import roles, timeline
from publishing.actions import NotAllowed, Refused
from publishing.languages import language_codes
from publishing.timeline import Verb
from publishing.transactions import retried

LOCK = 0x1DE47171  # of whoever changes the identity; the row may not be there yet


class ChangedMeanwhile(Refused):
    """Somebody else has saved since the form was opened."""


@retried
def change(facts: dict[str, Any], *, by: User, seen: str | None = None) -> list[str]:
    """Let `by` set the fields in `facts`; return the names of those that differ.

    `seen` is the digest of the state that `by` has changed. Raises NotAllowed, ValidationError, and ChangedMeanwhile.
    """
    if not by.has_perm("identity.change_identity"):
        raise NotAllowed(roles.refusal_sentence())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    row = Identity.objects.filter(pk=1).first() or current.neutral().row
    if seen not in (None, current.Current(row).digest):
        raise ChangedMeanwhile(_("Somebody else has changed the identity since you opened this page."))
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean(validate_unique=False, validate_constraints=False)
    changed = [name for name in facts if getattr(row, name) != before[name]]
    if changed:
        row.save()
        note = "; ".join(_said(name, before[name], getattr(row, name)) for name in changed)
        timeline.record(row, Verb.EDITED, by=by, note=note)
    current.forget()
    return changed


def keep_on(part: str) -> None:
    """Keep a part of the newsroom from being switched off until this transaction ends; Http404 if it is off.

    Whoever stores what a visitor sends calls this first: nothing is taken in that nobody would find on the desk.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT switched_off FROM identity_identity WHERE id = 1 FOR SHARE")
        for (switched_off,) in cursor.fetchall():
            if part in switched_off:
                raise Http404("This part of the newsroom is switched off.")


def _said(name, before, after):
    label = capfirst(str(Identity._meta.get_field(name).verbose_name))
    return _("%(field)s: %(after)s, before: %(before)s") % {
        "field": label,
        "after": _in_words(after),
        "before": _in_words(before),
    }


def _in_words(value):
    if isinstance(value, dict):
        words = " / ".join(filter(None, (value.get(code) for code in language_codes())))
    elif isinstance(value, list):
        words = ", ".join(str(part.title) for part in parts.PARTS if part.name in value)
    else:
        words = str(value)
    return Truncator(words).chars(120) or "–"
