"""What is done with the remarks of news.lint: shown, applied, accepted for a reason.

A remark is identified by its `key`: its rule and the digest of its words and of those around them. `seen` is the
version of the draft that the person has read; if somebody else has saved another since, the action raises Stale.
"""

import contextlib

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from news import drafts
from news.lint import rules, spaces
from news.lint.texts import fields, replaced
from news.models import Remark
from publishing import clock, roles, timeline
from publishing.actions import NotAllowed, Refused, Stale
from publishing.timeline import Verb
from publishing.transactions import retried

Fate = Remark.Fate


def of(edition):
    """Return the Findings in `edition` that nobody has accepted."""
    accepted = set(_kept(edition).filter(fate=Fate.ACCEPTED).values_list("rule", "digest"))
    return [finding for finding in rules.findings(edition) if (finding.rule, finding.digest) not in accepted]


def key(finding):
    return f"{finding.rule}.{finding.digest}"


def record_shown(edition, findings):
    """Record that these were shown, for rates()."""
    known = set(_kept(edition).values_list("rule", "digest")) if findings else set()
    new = [finding for finding in findings if (finding.rule, finding.digest) not in known]
    Remark.objects.bulk_create([_row(edition, finding) for finding in new], ignore_conflicts=True)


@retried
def apply(draft, wanted, *, by, seen=None):
    """Apply the proposal of the remark with the key `wanted` to the draft."""
    with _open(draft, by, seen):
        finding = _found(draft, wanted)
        if not finding.edits:
            raise Refused(_("There is no suggestion for these words. Change them in the text."))
        _write(draft, [finding])
        drafts.save_changes(draft, by=by)
        _settle(draft, finding, Fate.APPLIED, by=by)


@retried
def clean(draft, *, by, seen=None):
    """Take all stray spaces and invisible characters out of the draft; return how many places were fixed."""
    with _open(draft, by, seen):
        findings = [finding for finding in of(draft) if finding.rule == spaces.NAME]
        if findings:
            _write(draft, findings)
            drafts.save_changes(draft, by=by)
        for finding in findings:
            _settle(draft, finding, Fate.APPLIED, by=by)
        return sum(len(finding.edits) for finding in findings)


@retried
def accept(draft, wanted, *, reason, by, seen=None):
    """Keep the words for a `reason`: the remark is not shown again until they change."""
    with _open(draft, by, seen):
        if not reason.strip():
            raise Refused(_("Say why this is right. The remark is then no longer shown."))
        finding = _found(draft, wanted)
        _settle(draft, finding, Fate.ACCEPTED, by=by, reason=reason.strip())
        timeline.record(draft, Verb.ACCEPTED, by=by, note=f"{_short(finding.words)}: {reason.strip()}")


def rates():
    """Return for each rule how many remarks were shown, applied and accepted, and how many are open."""
    counted = {row["rule"]: row for row in Remark.objects.order_by().values("rule").annotate(**_COUNTS)}
    nothing = {"shown": 0, "applied": 0, "accepted": 0}
    rows = [{**nothing, **counted.get(rule, {}), "rule": rule, "label": label} for rule, label in rules.LABELS.items()]
    return [{**row, "open": row["shown"] - row["applied"] - row["accepted"]} for row in rows]


_COUNTS = {
    "shown": Count("pk"),
    "applied": Count("pk", filter=Q(fate=Fate.APPLIED)),
    "accepted": Count("pk", filter=Q(fate=Fate.ACCEPTED)),
}


@contextlib.contextmanager
def _open(draft, by, seen):
    """Run the block in a transaction that locks the draft and has read it again; raise Stale if it is not as `seen`."""
    with transaction.atomic():
        draft.hold()
        draft.refresh_from_db()
        if not (roles.may(by, "write") or roles.may(by, "translate")):
            raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
        if seen is not None and seen != draft.version:
            raise Stale(_("A colleague changed this while you were working. Read it again, then repeat your action."))
        if not draft.is_draft:
            raise Refused(_("This has already been published or scheduled."))
        yield


def _found(draft, wanted):
    finding = next((finding for finding in rules.findings(draft) if key(finding) == wanted), None)
    if finding is None:
        raise Stale(_("These words are no longer in the text. Check the text again."))
    return finding


def _write(draft, findings):
    """Apply the edits of `findings` to the draft and its parts; the caller saves the draft itself."""
    values = {field: value for field, value, _is_html in fields(draft)}
    # From the end of a field to its beginning, because an edit moves the places after it.
    for finding in sorted(findings, key=lambda finding: (finding.passage.block, finding.start), reverse=True):
        values[finding.field] = replaced(finding.passage, values[finding.field], finding.edits)
    for field in {finding.field for finding in findings}:
        owner, name = _owner(draft, field)
        setattr(owner, name, values[field])
        if owner is not draft:
            owner.save(update_fields=[name])


def _owner(draft, field):
    """Return (object, attribute) for a field as the form names it: “photos-2-caption”."""
    if "-" not in field:
        return draft, field
    parts, number, name = field.split("-")
    return getattr(draft, parts).all()[int(number)], name


def _settle(draft, finding, fate, *, by, reason=""):
    row = _row(draft, finding)
    values = {"fate": fate, "by": by, "at": clock.now(), "reason": reason}
    Remark.objects.update_or_create(
        article_id=row.article_id,
        language=row.language,
        rule=row.rule,
        digest=row.digest,
        defaults=values,
        create_defaults={**values, "words": row.words},
    )


def _row(edition, finding):
    return Remark(
        article_id=edition.article_id,
        language=edition.language,
        rule=finding.rule,
        digest=finding.digest,
        words=_short(finding.words),
    )


def _short(words):
    return words if len(words) <= 200 else f"{words[:199]}…"


def _kept(edition):
    return Remark.objects.filter(article=edition.article_id, language=edition.language)
