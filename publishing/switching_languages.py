"""Switching languages of texts on and off, each one transaction with an entry in the timeline.

Who schedules or publishes a text holds the row of its language (publishing/actions.py), and who switches it off locks
it, so nothing can be scheduled in a language that is just going.
"""

import contextlib
from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from publishing import catalogues, languages, roles, timeline
from publishing.actions import NotAllowed, Refused
from publishing.models import Language, Publishable
from publishing.timeline import Verb
from publishing.transactions import retried

MAX_NAMED = 5  # texts in a refusal
LOCK = 0x1A2960A6E  # of whoever changes the languages


@retried
def switch_on(code: str, *, by: User) -> Language:
    """Let the office write in the language `code` from now on; raises Refused for one that is unknown or on already."""
    row = _known(code)
    with _changing(by):
        found = Language.objects.filter(code=row.code).first()
        if found is None:
            last = Language.objects.aggregate(last=models.Max("position"))["last"] or 0
            row.position = last + 1
        elif found.is_on:
            raise Refused(_("%(language)s (%(code)s) is switched on already.") % _told(found))
        else:
            row = found
            row.is_on = True
        row.falls_back_to = row.falls_back_to or _usual_fallback(row.code)
        row.save()
        timeline.record(row, Verb.EDITED, by=by, note=_("Switched on"))
    languages.forget()
    return row


@retried
def begin_with(codes: Iterable[str]) -> None:
    """Let an empty newsroom write in these languages and no other, all of them required, the first first.

    Nobody has done it whom the timeline could name: the first run calls this before there is an administrator.
    Raises Refused for a language that is unknown.
    """
    wanted = [_known(code).code for code in codes]
    with _holding():
        rows = {row.code: row for row in Language.objects.all()}
        others = sorted(rows.keys() - set(wanted), key=lambda code: (code != "en", code))
        for position, code in enumerate([*wanted, *others]):
            row = rows.get(code) or Language(code=code)
            row.position, row.falls_back_to = position, ""
            row.is_on = row.is_principal = code in wanted
            row.save()
    languages.forget()


@retried
def switch_off(code: str, *, by: User) -> None:
    """Let nothing be written in `code` any more; what is public in it is no longer shown, and nothing is deleted.

    Raises Refused for a principal language, and while a text is scheduled in it.
    """
    with _changing(by):
        row = Language.objects.filter(code=code, is_on=True).first()
        if row is None:
            raise Refused(_("This language is not switched on."))
        if row.is_principal:
            raise Refused(_("%(language)s is required in all fields. Take that away first.") % _told(row))
        waiting = _scheduled_in(row.code)
        if waiting:
            named = "; ".join(f"“{item}”" for item in waiting[:MAX_NAMED])
            more = _(" and others") if len(waiting) > MAX_NAMED else ""
            raise Refused(
                _("Scheduled in %(language)s: %(texts)s. Unschedule what is to wait, or let it go out first.")
                % {"language": languages.language_name(row.code), "texts": named + more}
            )
        row.is_on = False
        row.save()
        timeline.record(row, Verb.EDITED, by=by, note=_("Switched off"))
    languages.forget()


@retried
def arrange(wanted: Iterable[tuple[str, bool, str]], *, by: User) -> list[str]:
    """Set the order, which languages are principal, and where missing words come from: [(code, principal, from)].

    Returns the codes of those that differ now. Raises Refused if none is principal, if a chain comes back to its
    beginning, or if a language takes its words from one that is not there.
    """
    wanted = list(wanted)
    with _changing(by):
        rows = {row.code: row for row in Language.objects.all()}
        unknown = [code for code, _principal, after in wanted if code not in rows or (after and after not in rows)]
        if unknown:
            raise Refused(_("The languages have changed since you opened this page. Look at them and try again."))
        before = {code: (row.position, row.is_principal, row.falls_back_to) for code, row in rows.items()}
        rest = [row for row in rows.values() if row.code not in dict.fromkeys(code for code, *_more in wanted)]
        for position, (code, is_principal, after) in enumerate(wanted):
            row = rows[code]
            row.position, row.is_principal, row.falls_back_to = position, is_principal and row.is_on, after
        for position, row in enumerate(rest, len(wanted)):
            row.position = position
        if not any(row.is_principal for row in rows.values()):
            raise Refused(_("At least one language must be required."))
        _refuse_loops(rows)
        changed = [
            code for code, row in rows.items() if before[code] != (row.position, row.is_principal, row.falls_back_to)
        ]
        for code in changed:
            row = rows[code]
            row.save()
            timeline.record(row, Verb.EDITED, by=by, note=_arranged(row))
    languages.forget()
    return changed


@retried
def sign_off_words(code: str, digest: str, *, by: User) -> None:
    """Record that `by`, who speaks the language, has read the site's words in it: those with this digest.

    Raises Refused if the words are other ones now, or are read already.
    """
    with _changing(by):
        row = Language.objects.get(code=code)
        if digest != catalogues.digest(code):
            raise Refused(_("The words have changed since you opened this page. Read them again, then confirm."))
        if row.words_read == digest:
            raise Refused(_("Somebody has confirmed these words already."))
        row.words_read = digest
        row.save()
        timeline.record(row, Verb.EDITED, by=by, note=_("Words of the site read by a native speaker"))


@contextlib.contextmanager
def _changing(by):
    """Run the block in a transaction that holds all languages, if `by` may change them."""
    if not by.has_perm("publishing.change_language"):
        raise NotAllowed(roles.refusal_sentence())
    with _holding():
        yield


@contextlib.contextmanager
def _holding():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])  # a row that is to be added cannot be held
        list(Language.objects.select_for_update().values_list("pk"))
        yield


def _known(code):
    code = code.strip().replace("_", "-").lower()
    if code not in languages.known_codes():
        raise Refused(
            _("“%(code)s” is not a language that is known here. Choose one from the list.") % {"code": code[:20]}
        )
    return Language(code=code)


def _told(row):
    return {"language": languages.language_name(row.code), "code": row.code}


def _usual_fallback(code):
    first = Language.objects.filter(is_on=True, is_principal=True).exclude(code=code).first()
    return first.code if first else ""


def _scheduled_in(code):
    """Return everything that is scheduled in a language, of every kind that has one."""
    found = []
    for model in apps.get_models():
        if issubclass(model, Publishable) and _has_language(model):
            found += model.objects.scheduled().filter(language=code).order_by("live_from")[: MAX_NAMED + 1]
    return found


def _has_language(model):
    try:
        model._meta.get_field("language")
    except FieldDoesNotExist:
        return False
    return True


def _refuse_loops(rows):
    for code in rows:
        passed = [code]
        while after := rows[passed[-1]].falls_back_to:
            if after in passed:
                names = " → ".join(languages.language_name(each) for each in [*passed, after])
                raise Refused(_("Missing words would be looked for in a circle: %(names)s.") % {"names": names})
            passed.append(after)


def _arranged(row):
    after = languages.language_name(row.falls_back_to) if row.falls_back_to else "–"
    return _("Place %(place)d; required: %(required)s; missing words from: %(after)s") % {
        "place": row.position + 1,
        "required": _("yes") if row.is_principal else _("no"),
        "after": after,
    }
