"""Approved lines for answers: one person writes them, another approves them, and their uses are counted."""

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from identity import rights
from press.models import ApprovedLine
from publishing import clock, timeline
from publishing.actions import NotAllowed, Refused, Stale
from publishing.timeline import Verb
from publishing.transactions import retried


@retried
def save(line, *, by, is_new=False):
    """Save a line; a changed line has to be approved again."""
    line.written_by, line.written_at = by, clock.now()
    line.approved_by = line.approved_at = None
    line.version = 1 if is_new else line.version + 1
    line.save()
    timeline.record(line, Verb.CREATED if is_new else Verb.EDITED, by=by)


@retried
def approve(line, *, by, seen=None):
    """Approve a line as it is; its writer may not."""
    line = ApprovedLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if not (by.is_active and rights.may(by, "press.approve_approvedline")):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    if seen is not None and seen != line.version:
        raise Stale(_("A colleague changed this while you were working. Read it again, then repeat your action."))
    if line.is_approved:
        raise Refused(_("The line is already approved."))
    if line.written_by_id == by.pk:
        raise NotAllowed(_("You wrote this line, so a colleague must approve it."))
    line.approved_by, line.approved_at = by, clock.now()
    line.save(update_fields=["approved_by", "approved_at"])
    timeline.record(line, Verb.APPROVED, by=by)
    return line


def counted(lines=None):
    """Return lines with `times`, how often each was sent, and `last_used`."""
    lines = ApprovedLine.objects.all() if lines is None else lines
    return lines.annotate(times=Count("answers"), last_used=Max("answers__at"))


def approved(language):
    """Return the approved lines that have a text in `language`, with how often each was sent."""
    lines = counted(ApprovedLine.objects.filter(approved_at__isnull=False)).select_related("approved_by")
    return [line for line in lines if line.text.get(language)]


def standing_in(text, used, language):
    """Return those of the lines `used` that are approved and still contained in `text`."""
    said = _plain(text)
    known = ApprovedLine.objects.filter(pk__in=used, approved_at__isnull=False)
    return [line for line in known if line.text.get(language) and _plain(line.text[language]) in said]


def _plain(text):
    return " ".join(text.split())
