"""What editors do to things that can be public: the only code that sets a range or a stage.

Buttons, commands and importers call the same functions. Each is one transaction and leaves one timeline entry on the
thing it was done to. A refusal raises Refused with a sentence for the editor and changes nothing.
"""

import contextlib

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from publishing import clock, roles, timeline
from publishing.checks import blocking
from publishing.models import Reviewable
from publishing.timeline import Verb


class Refused(Exception):
    """An action that cannot be done, with a sentence that says why and what to do."""


class NotAllowed(Refused, PermissionDenied):
    """The person's role does not include the action."""


class NotReady(Refused):
    """Something is missing; `problems` says what."""

    def __init__(self, problems):
        super().__init__(" ".join(str(problem.sentence) for problem in problems))
        self.problems = problems


def submit(item, *, by):
    """Send a draft for review."""
    with _locked(item):
        _require(by, "submit")
        _require_stage(item, Reviewable.Stage.DRAFT)
        _move(item, Reviewable.Stage.REVIEW)
        timeline.record(item, Verb.SUBMITTED, by=by)


def send_back(item, *, by, note):
    """Return what is in review, or approved, to its writer, with a note."""
    with _locked(item):
        _require(by, "approve")
        _require_stage(item, Reviewable.Stage.REVIEW, Reviewable.Stage.APPROVED)
        _require_note(note)
        _move(item, Reviewable.Stage.DRAFT)
        timeline.record(item, Verb.RETURNED, by=by, note=note)


def approve(item, *, by):
    """Approve what is in review."""
    with _locked(item):
        _require(by, "approve")
        _require_stage(item, Reviewable.Stage.REVIEW)
        _require_ready(item)
        _move(item, Reviewable.Stage.APPROVED)
        timeline.record(item, Verb.APPROVED, by=by)


def publish(item, *, by, at=None):
    """Make public now, or at the instant `at`; a rival that is public then ends at the same instant."""
    with _locked(item):
        _require(by, "publish")
        _require_unpublished(item)
        _require_ready(item)
        opens = _opening(at)
        if item.rivals().scheduled().exists():
            raise Refused(_("Another edition is already scheduled. Take it off the schedule first."))
        rival = item.rivals().public(opens).first()
        if rival:
            return replace(rival, item, by=by, at=at)
        _open(item, opens, by=by, scheduled=at is not None)


def replace(old, new, *, by, at=None):
    """Close the public `old` and open its rival `new` at the same instant: now, or `at`."""
    with _locked(old), _locked(new):
        _require(by, "publish")
        _require_unpublished(new)
        _require_ready(new)
        opens = _opening(at)
        if not old.is_public(opens):
            raise Refused(_("The edition to be replaced is not public at that time."))
        old.live_until = opens
        old.save(update_fields=["live_until"])
        timeline.record(old, Verb.REPLACED, by=by, takes_effect=opens)
        _open(new, opens, by=by, scheduled=at is not None)


def unschedule(item, *, by):
    """Take a scheduled thing off the schedule; what it was to replace stays public."""
    with _locked(item):
        _require(by, "publish")
        if item.state() != item.State.SCHEDULED:
            raise Refused(_("Only something scheduled can be taken off the schedule."))
        opens = item.live_from
        item.live_from = item.live_until = None
        item.save(update_fields=["live_from", "live_until"])
        item.rivals().filter(live_until=opens).update(live_until=None)
        timeline.record(item, Verb.UNSCHEDULED, by=by)


def reschedule(item, *, by, at):
    """Move a scheduled thing to the instant `at`."""
    with transaction.atomic():
        unschedule(item, by=by)
        publish(item, by=by, at=at)


def withdraw(item, *, by, reason):
    """End now what is public, with a reason."""
    with _locked(item):
        _require(by, "withdraw")
        _require_note(reason)
        if not item.is_public():
            raise Refused(_("Only something public can be withdrawn."))
        instant = clock.now()
        item.live_until = instant
        item.save(update_fields=["live_until"])
        item.after_withdrawing(instant, reason)
        timeline.record(item, Verb.WITHDRAWN, by=by, note=reason)


def _open(item, instant, *, by, scheduled):
    item.live_from = instant
    item.live_until = None
    item.save(update_fields=["live_from", "live_until"])
    item.after_publishing(instant)
    verb = Verb.SCHEDULED if scheduled else Verb.PUBLISHED
    timeline.record(item, verb, by=by, takes_effect=instant)


@contextlib.contextmanager
def _locked(item):
    """Run the block in a transaction that holds the item's row and has read it afresh."""
    with transaction.atomic():
        item.refresh_from_db(from_queryset=type(item).objects.select_for_update(of=("self",)))
        yield


def _opening(at):
    now = clock.now()
    if at is None:
        return now
    if at <= now:
        raise Refused(_("That moment has passed. Choose a later one, or publish now."))
    return at


def _move(item, stage):
    item.stage = stage
    item.save(update_fields=["stage"])


def _require(user, right):
    if not roles.may(user, right):
        raise NotAllowed(_("Your role does not include this action. Ask the press secretary."))


def _require_stage(item, *stages):
    if not isinstance(item, Reviewable):
        raise Refused(_("This kind of record is published without a review."))
    _require_unpublished(item)
    if item.stage not in stages:
        raise Refused(_("This cannot be done while the text is “%(stage)s”.") % {"stage": item.get_stage_display()})


def _require_unpublished(item):
    """Refuse what has a range; only a record without editions may come back after its end."""
    comes_back = not isinstance(item, Reviewable) and item.state() == item.State.ENDED
    if item.live_from is not None and not comes_back:
        raise Refused(_("This has already been published or scheduled."))


def _require_ready(item):
    problems = blocking(item.problems())
    if problems:
        raise NotReady(problems)


def _require_note(note):
    if not note.strip():
        raise Refused(_("Give a reason; it is kept in the history."))
