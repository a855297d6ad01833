"""Who is on duty now, and the rota that the desk fills in week by week.

Times are on the office's clock. The database refuses overlapping shifts.
"""

import contextlib
import dataclasses
import datetime
import hashlib
import itertools

from django.db import IntegrityError, connection, transaction
from django.db.models import BooleanField, DateTimeField, ExpressionWrapper, Q, Value
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from press.models import Contact, Shift
from publishing import clock, dates, timeline
from publishing.actions import NotAllowed, Refused, Stale
from publishing.prepared import PreparedQuery
from publishing.timeline import Verb
from publishing.transactions import retried

ONE_WEEK = datetime.timedelta(days=7)
MAX_DUTY = datetime.timedelta(days=8)


# --- Now -----------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Duty:
    """Who is on duty, and who comes next; each is a Shift or None."""

    shift: Shift | None = None
    next: Shift | None = None


def now(at=None):
    """Return the Duty at the instant `at`; now, if none is given."""
    coming = list(_coming(Value(at, DateTimeField()))) if at else _COMING.fetch()
    if coming and coming[0].has_begun:
        return Duty(coming[0], coming[1] if len(coming) > 1 else None)
    return Duty(None, coming[0] if coming else None)


def _coming(at):
    """Return the shift at `at` and the one that follows it, or the two that follow."""
    # Every page needs this, so it is a single query. Visitors may not read the note.
    shifts = Shift.objects.filter(_serving(at), ends__gt=at).defer("note").order_by("starts").select_related("contact")
    shifts = shifts.annotate(has_begun=ExpressionWrapper(Q(starts__lte=at), BooleanField()))
    return shifts.prefetch_related("contact__phones")[:2]


def _serving(at):
    """Keep the shifts whose contact has not left by the day of the instant `at`."""
    return Q(contact__until__isnull=True) | Q(contact__until__gte=TruncDate(at))


_COMING = PreparedQuery(lambda: _coming(clock.SiteNow()))


def contact_now():
    """Return the Contact on duty now, without phones; None if nobody is. Every page of the desk asks this."""
    return next((shift.contact for shift in _SHIFT_NOW.fetch()), None)


_SHIFT_NOW = PreparedQuery(
    lambda: (
        Shift.objects.filter(_serving(clock.SiteNow()), starts__lte=clock.SiteNow(), ends__gt=clock.SiteNow())
        .only("contact__name")
        .select_related("contact")
    )
)


def next_change(at=None):
    """Return the next instant at which a shift begins or ends, or None: cached pages expire then."""
    at = at or clock.now()
    moments = [
        *Shift.objects.filter(starts__gt=at).order_by("starts").values_list("starts", flat=True)[:1],
        *Shift.objects.filter(ends__gt=at).order_by("ends").values_list("ends", flat=True)[:1],
    ]
    return min(moments, default=None)


# --- The rota ------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Row:
    """A shift as entered in the form; `shift` is the existing one, or None."""

    contact: Contact | None  # None removes the shift
    starts: datetime.datetime
    ends: datetime.datetime
    note: str = ""
    shift: Shift | None = None


def monday_of(date):
    return date - datetime.timedelta(days=date.weekday())


def span(monday):
    """Return the first instant of a week on the office's clock, and the first of the next."""
    return tuple(
        timezone.make_aware(datetime.datetime.combine(day, datetime.time.min)) for day in (monday, monday + ONE_WEEK)
    )


def beginning_in(monday):
    """Return the shifts that begin in a week."""
    first, last = span(monday)
    return list(Shift.objects.filter(starts__gte=first, starts__lt=last).select_related("contact"))


def reaching_into(monday):
    """Return the shifts that began before a week and end in it or later."""
    first, _last = span(monday)
    return list(Shift.objects.filter(starts__lt=first, ends__gt=first).select_related("contact"))


def seen(monday):
    """Return a digest of the rota of a week, which changes when somebody edits it."""
    rows = [(shift.pk, shift.contact_id, shift.starts, shift.ends, shift.note) for shift in beginning_in(monday)]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:20]


def gaps(starts, ends):
    """Return [(from, until)] between two instants in which nobody is on duty."""
    found, at = [], starts
    for shift in Shift.objects.filter(ends__gt=starts, starts__lt=ends).order_by("starts"):
        if shift.starts > at:
            found.append((at, shift.starts))
        at = max(at, shift.ends)
    return [*found, (at, ends)] if at < ends else found


@retried
def set_week(monday, rows, *, by, seen_before=None):
    """Set the rota of a week to `rows`, all or nothing; every changed shift gets an entry in the timeline."""
    _require(by)
    with _rota():
        if seen_before is not None and seen_before != seen(monday):
            raise Stale(_("A colleague changed this week while you were working. Compare, then save again."))
        _require_in_order(rows)
        # Shifts may swap their times: the constraint is checked at the end of the transaction.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS press_shift_one_at_a_time DEFERRED")
        for row in rows:
            _set(row, by)


@retried
def copy_week(monday, *, by):
    """Copy the shifts of the previous week, a week later by local time; return (number added, number left out).

    A shift that would overlap an existing one is left out.
    """
    _require(by)
    added = left = 0
    with _rota():
        for shift in beginning_in(monday - ONE_WEEK):
            starts, ends = _later(shift.starts), _later(shift.ends)
            if Shift.objects.filter(starts__lt=ends, ends__gt=starts).exists() or not _serves(shift.contact, starts):
                left += 1
            else:
                _set(Row(shift.contact, starts, ends, shift.note), by)
                added += 1
    return added, left


def _require(by):
    if not by.has_perm("press.change_shift"):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))


@contextlib.contextmanager
def _rota():
    """Run the block in a transaction that locks the rota; an overlap is refused with a sentence."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE press_shift IN SHARE ROW EXCLUSIVE MODE")
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS press_shift_one_at_a_time IMMEDIATE")
    except IntegrityError as fault:
        if "press_shift_one_at_a_time" not in str(fault):
            raise
        raise Refused(_("Two people would be on duty at the same time. Look at the days beside this week.")) from None


def _require_in_order(rows):
    """Refuse rows that end before they begin, last too long or overlap, naming them."""
    wanted = sorted((row for row in rows if row.contact), key=lambda row: row.starts)
    for row in wanted:
        if not row.starts < row.ends <= row.starts + MAX_DUTY:
            raise Refused(_("A duty ends after it begins and lasts a week at most: %(row)s") % {"row": _told(row)})
    for earlier, later in itertools.pairwise(wanted):
        if later.starts < earlier.ends:
            told = {"earlier": _told(earlier), "later": _told(later)}
            raise Refused(_("Two people would be on duty at the same time: %(earlier)s; %(later)s") % told)


def _set(row, by):
    before = row.shift
    if row.contact is None:
        if before:
            _record(before.contact, _("Removed from duty: %(when)s") % {"when": _when(before)}, by)
            before.delete()
        return
    shift = before or Shift()
    is_same = before and (before.contact_id, before.starts, before.ends, before.note) == (
        row.contact.pk,
        row.starts,
        row.ends,
        row.note,
    )
    if is_same:
        return
    if before and before.contact_id != row.contact.pk:
        _record(before.contact, _("Removed from duty: %(when)s") % {"when": _when(before)}, by)
    shift.contact, shift.starts, shift.ends, shift.note = row.contact, row.starts, row.ends, row.note
    shift.save()
    _record(row.contact, _("On duty: %(when)s") % {"when": _when(shift)}, by)


def _record(contact, note, by):
    timeline.record(contact, Verb.EDITED, by=by, note=note)


def _when(shift):
    return f"{dates.moment_in_words(shift.starts)} – {dates.moment_in_words(shift.ends)}"


def _told(row):
    return f"{row.contact}, {_when(row)}"


def _later(moment):
    """Return the same time on the office's clock a week later."""
    return timezone.make_aware(timezone.localtime(moment).replace(tzinfo=None) + ONE_WEEK)


def _serves(contact, moment):
    return Contact.objects.in_office(timezone.localdate(moment)).filter(pk=contact.pk).exists()


def copied(added, left):
    """Return the sentence that tells what copy_week did."""
    sentence = ngettext("%(number)d shift was copied.", "%(number)d shifts were copied.", added) % {"number": added}
    if left:
        more = _("Not copied, the time is taken: %(number)d.") % {"number": left}
        sentence = f"{sentence} {more}"
    return sentence
