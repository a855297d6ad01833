"""What editors do to things that can be public. No other code sets `live_from`, `live_until` or `stage`.

Buttons, commands and importers call the same functions. Each is one transaction, begun anew if PostgreSQL ends it for
the sake of another, and leaves one timeline entry on the item. If an action is not possible, it raises Refused with a
sentence for the editor and changes nothing.
"""

import contextlib
import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from publishing import clock, holds, moments, roles, timeline
from publishing.checks import Problem, blocking
from publishing.languages import language_name
from publishing.models import Publishable, PublishableQuerySet, Reviewable
from publishing.timeline import Verb
from publishing.transactions import retried


class Refused(Exception):
    """An action that cannot be done, with a sentence that says why and what to do."""


class NotAllowed(Refused, PermissionDenied):
    """The person's role does not include the action."""


class NotApproved(Refused):
    """Nobody has approved the text as it is now, and no reason was given to publish it without a review."""


class Stale(Refused):
    """Somebody else changed the item since the person who acts has read it."""


class NotReady(Refused):
    """Something is missing; `problems` says what."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(str(problem.sentence) for problem in problems))
        self.problems = problems


# `seen` is the version of the item that the person has read; None where nobody has read one, as in a command.


@retried
def submit(item: Reviewable, *, by: User, note: str = "", seen: int | None = None) -> None:
    """Send a draft for review, also one whose approval no longer holds: its text is not what was approved.

    The `note` is for whoever reviews it.
    """
    with _locked(item, seen):
        _require(by, "submit")
        if not (isinstance(item, Reviewable) and item.stage == Reviewable.Stage.APPROVED and not item.is_approved):
            _require_stage(item, Reviewable.Stage.DRAFT)
        _require_unpublished(item)
        _move(item, Reviewable.Stage.REVIEW)
        timeline.record(item, Verb.SUBMITTED, by=by, note=note.strip())


@retried
def recall(item: Reviewable, *, by: User, seen: int | None = None) -> None:
    """Withdraw from review what `by` changed last, to go on writing; an approver sends it back with a note instead."""
    with _locked(item, seen):
        _require(by, "submit")
        _require_stage(item, Reviewable.Stage.REVIEW)
        if by.pk != item.edited_by_id:
            raise NotAllowed(_("Only whoever changed this text last withdraws it from review. Send it back instead."))
        _move(item, Reviewable.Stage.DRAFT)
        timeline.record(item, Verb.RETURNED, by=by, note=_("Withdrawn from review by its writer"))


@retried
def send_back(item: Reviewable, *, by: User, note: str, seen: int | None = None) -> None:
    """Return what is in review, or approved, to its writer, with a note."""
    with _locked(item, seen):
        _require(by, "approve")
        _require_stage(item, Reviewable.Stage.REVIEW, Reviewable.Stage.APPROVED)
        _require_note(note)
        _move(item, Reviewable.Stage.DRAFT)
        timeline.record(item, Verb.RETURNED, by=by, note=note)


@retried
def approve(item: Reviewable, *, by: User, seen: int | None = None) -> None:
    """Approve what is in review; nobody is mailed. Whoever changed it last may not: a second person has to read it."""
    with _locked(item, seen):
        _require(by, "approve")
        _require_stage(item, Reviewable.Stage.REVIEW)
        _require_other_than(by, item.edited_by_id, _("You changed this text last, so a colleague must approve it."))
        _require_ready(item)
        _move(item, Reviewable.Stage.APPROVED)
        timeline.record(item, Verb.APPROVED, by=by)


@retried
def approve_afterwards(item: Reviewable, *, by: User) -> None:
    """Approve what was published without a review. Neither its last writer nor its publisher may do so."""
    with _locked(item):
        _require(by, "approve")
        if not item.is_unreviewed or item.live_from is None:
            raise Refused(_("Only what was published without a review is approved afterwards."))
        objection = objection_to_approving(item, by)
        if objection:
            raise NotAllowed(objection)
        _move(item, Reviewable.Stage.APPROVED)
        timeline.record(item, Verb.APPROVED, by=by, note=_("After the publication"))


def objection_to_approving(item: Reviewable, by: User) -> str:
    """Return why `by` in particular may not approve the published or scheduled `item` afterwards, or ''."""
    openings = timeline.of(item).filter(verb__in=[Verb.PUBLISHED, Verb.SCHEDULED])
    publisher = openings.values_list("actor", flat=True).first()
    if by.pk in (item.edited_by_id, publisher):
        return _("You wrote or published this, so a colleague must approve it.")
    return ""


def publish(
    item: Publishable,
    *,
    by: User,
    at: datetime.datetime | None = None,
    without_review: str = "",
    seen: int | None = None,
) -> None:
    """Make public now, or at the instant `at`; a rival that is public then ends at the same instant.

    Rivals become public in their order: an item that would come before an earlier one or after a later one is refused.
    An item that nobody has approved needs the reason `without_review`, which is kept on it. A record, which has no
    review, has it in its timeline, if one is given: the desk asks for it.
    """
    rival_was_public = item.rivals().public().exists()  # as the person sees it, before waiting for the lock on the rows
    _publish(item, rival_was_public, by=by, at=at, without_review=without_review, seen=seen)


@retried
def _publish(item, rival_was_public, *, by, at, without_review, seen):
    with _locked(item, seen):
        _require(by, "publish")
        _require_not_just_withdrawn(item, rival_was_public)
        _require_unpublished(item)
        _require_language(item)
        _require_no_objection(item, by)
        _require_ready(item)
        _require_approved(item, without_review)
        opens = _opening(at)
        closes = _closing(item, opens)
        rival = item.rivals().public(opens).first()
        if rival:
            _close_for(rival, opens, by=by)
        item.before_publishing(opens)
        _open(item, opens, closes)
        verb = Verb.PUBLISHED if at is None else Verb.SCHEDULED
        timeline.record(item, verb, by=by, takes_effect=opens, note=_note_on_review(item, without_review))


@retried
def unschedule(item: Publishable, *, by: User) -> None:
    """Take an item off the schedule. What it was to replace stays public until the next scheduled rival, if any."""
    with _locked(item):
        _require(by, "publish")
        _require_scheduled(item)
        _require_not_held(item)
        _require_no_other_draft(item)
        _take_off(item, by=by)


@retried
def bring_forward(item: Publishable, *, by: User) -> None:
    """Publish a scheduled item now, on the approval or for the reason that it was scheduled with."""
    item.hold()
    item.refresh_from_db()
    reason = item.unreviewed_reason if isinstance(item, Reviewable) else ""
    unschedule(item, by=by)
    publish(item, by=by, without_review=reason)


@retried
def reschedule(item: Publishable, *, by: User, at: datetime.datetime) -> None:
    """Move a scheduled item to the instant `at`, and with it the end of what it replaces."""
    with _locked(item):
        _require(by, "publish")
        _require_scheduled(item)
        _require_not_held(item)
        opens, before = _opening(at), item.live_from
        closes = _closing(item, opens)
        replaced = item.rivals().filter(live_until=before).first()
        # The ranges of rivals may not overlap, not even within this transaction: shorten first, then lengthen.
        if replaced and opens < before:
            _close_for(replaced, opens, by=by)
        _open(item, opens, closes)
        if replaced and opens > before:
            _close_for(replaced, opens, by=by)
        timeline.record(item, Verb.RESCHEDULED, by=by, takes_effect=opens, note=_from_moment(before))


@retried
def renew_end(item: Publishable, *, by: User) -> None:
    """Have something public or scheduled end at its chosen end, which was changed; earlier if something replaces it."""
    with _locked(item):
        _require(by, "publish")
        if item.state() not in (item.State.LIVE, item.State.SCHEDULED):
            raise Refused(_("It has ended meanwhile."))
        closes = _closing(item, item.live_from)
        if closes == item.live_until:
            return
        item.live_until = closes
        item.save(update_fields=["live_until"])
        chosen = item.chosen_end
        note = _("No end any more")
        if chosen is not None:
            note = _("Public until %(moment)s %(clock)s") % moments.told(chosen)
        timeline.record(item, Verb.RESCHEDULED, by=by, takes_effect=item.live_from, note=note)


@retried
def withdraw(item: Publishable, *, by: User, reason: str, **how: Any) -> None:
    """End now what is public, and whatever was scheduled to follow it; `how` goes to item.after_withdrawing().

    Scheduled rivals lose their range, and so does everything in a release with one of them.
    """
    _require(by, "withdraw")
    _require_note(reason)
    holds.free(item.rivals(), item.hold, by=by)
    with clock.standing_still() as instant:
        item.refresh_from_db()
        if not item.is_public():
            raise Refused(_("Only something public can be withdrawn."))
        end_what_waits(item.rivals(), by=by, reason=reason)
        item.live_until = instant
        item.save(update_fields=["live_until"])
        item.after_withdrawing(instant, reason, by=by, **how)
        timeline.record(item, Verb.WITHDRAWN, by=by, note=reason)


def end_what_waits(items: PublishableQuerySet, *, by: User, reason: str) -> None:
    """Make sure that none of the queryset `items`, which are locked and in no release, becomes public by itself.

    Scheduled items are unscheduled. Approved drafts go back to their writers: whoever approved them did not know of
    the withdrawal.
    """
    take_off(items, by=by, note=_("With the withdrawal: %(reason)s") % {"reason": reason})
    if issubclass(items.model, Reviewable):
        note = _("The article was withdrawn: %(reason)s") % {"reason": reason}
        for draft in items.unpublished().filter(stage=Reviewable.Stage.APPROVED):
            _move(draft, Reviewable.Stage.DRAFT)
            timeline.record(draft, Verb.RETURNED, by=by, note=note)


def take_off(items: PublishableQuerySet, *, by: User, note: str = "") -> None:
    """Take the scheduled ones of the queryset `items`, whose rows are locked, off the schedule without any check.

    For withdrawals and takedowns, which nothing may hinder. An editor who changes a plan calls unschedule().
    """
    for item in items.scheduled().order_by("-live_from", "-pk"):
        _take_off(item, by=by, note=note)


def _take_off(item, *, by, note=""):
    """Remove the range of a scheduled item; what it was to replace stays public until the next rival, if any."""
    opens, closes = item.live_from, item.live_until
    _remove_range(item)
    replaced = item.rivals().filter(live_until=opens).first()
    if replaced:
        _move_end(replaced, closes, by=by)
    item.after_unscheduling()
    if item.state() == item.State.SET_ASIDE:
        kept = _("It was never public. A draft is open beside it, so it stays here for the desk alone.")
        note = f"{note}\n{kept}".strip()
    timeline.record(item, Verb.UNSCHEDULED, by=by, takes_effect=opens, note=note)


def _remove_range(item):
    """Remove the range of an item that was never public, and its reason for going out without a review."""
    changed = ["live_from", "live_until", *item.give_way(clock.now())]
    item.live_from = item.live_until = None
    if isinstance(item, Reviewable):
        item.unreviewed_reason = ""
        changed.append("unreviewed_reason")
    item.save(update_fields=changed)


def _close_for(rival, instant, *, by):
    rival.live_until = instant
    rival.save(update_fields=["live_until"])
    timeline.record(rival, Verb.REPLACED, by=by, takes_effect=instant)


def _move_end(rival, instant, *, by):
    """Let `rival` stay public until `instant`, when the next one opens; for good, if that is None."""
    if instant:
        _close_for(rival, instant, by=by)
    else:
        rival.live_until = None
        rival.save(update_fields=["live_until"])


def _open(item, opens, closes):
    """Set the range. Everything else follows from these two columns: docs/publishing.md goes through it."""
    item.live_from, item.live_until = opens, closes
    # In this transaction, by triggers: the search index (search/sql/5_follow.sql), the numbers of the archive
    # (news/sql/archive.sql) and the numbered change to come (publishing/sql/changes.sql).
    # At the commit: NOTIFY (page_cache/triggers.py), at which every process drops its cached pages.
    # Within a minute after `opens`: the worker signs (authenticity/jobs.py) and writes letters (alerts/jobs.py).
    item.save(update_fields=["live_from", "live_until"])
    item.after_publishing(opens)


def _closing(item, opens):
    """Return when the item has to end if it opens at `opens`: at its chosen end, or when a rival follows; or None."""
    chosen = item.chosen_end
    if chosen is not None and chosen <= opens:
        sentence = _("It would end on %(moment)s %(clock)s, before it begins. Choose a later end.")
        raise Refused(sentence % moments.told(chosen))
    return min(filter(None, [_place_among_rivals(item, opens), chosen]), default=None)


def _place_among_rivals(item, opens):
    """Return when the item has to end if it opens at `opens`: when the rival after it begins, or None.

    Raises Refused if the rivals would no longer be in their order.
    """
    before = item.rivals_before().filter(live_from__gte=opens).order_by("live_from").last()
    if before:
        sentence = _(
            "“%(title)s”, which comes before this, is scheduled for %(moment)s %(clock)s. Choose a later time."
        )
        raise Refused(sentence % {"title": before, **moments.told(before.live_from)})
    after = item.rivals_after().filter(live_from__isnull=False).order_by("live_from").first()
    if after is None:
        return None
    if after.live_from <= clock.now():
        raise Refused(_("A newer one has been published already. Take over from this what is still needed."))
    if after.live_from <= opens:
        sentence = _(
            "“%(title)s”, which comes after this, is scheduled for %(moment)s %(clock)s. Choose an earlier time."
        )
        raise Refused(sentence % {"title": after, **moments.told(after.live_from)})
    return after.live_from


def _from_moment(instant):
    return _("Before: %(moment)s %(clock)s") % moments.told(instant)


def _note_on_review(item, reason):
    """Return what the timeline says of a missing review: the reason kept on the item, of a record the one given."""
    if isinstance(item, Reviewable):
        reason = item.unreviewed_reason if item.is_unreviewed else ""
    return _("Without review: %(reason)s") % {"reason": reason.strip()} if reason.strip() else ""


@contextlib.contextmanager
def _locked(item, seen=None):
    """Run the block in a transaction that locks the item and its rivals; raise Stale if the version is not `seen`."""
    with transaction.atomic():
        item.hold()
        item.refresh_from_db()
        if seen is not None and seen != item.version:
            raise Stale(_("A colleague changed this while you were working. Read it again, then repeat your action."))
        yield


def _opening(at):
    now = clock.now()
    if at is None:
        return now
    if at <= now:
        raise Refused(_("This time has passed. Choose a later one, or publish now."))
    return at


def _move(item, stage):
    item.stage = stage
    item.approved_digest = item.digest() if stage == Reviewable.Stage.APPROVED else ""
    item.save(update_fields=["stage", "approved_digest"])


def _require(user, right):
    if not roles.may(user, right):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))


def _require_stage(item, *stages):
    if not isinstance(item, Reviewable):
        raise Refused(_("This kind of record is published without a review."))
    _require_unpublished(item)
    if item.stage not in stages:
        raise Refused(_("This cannot be done while the text is “%(stage)s”.") % {"stage": item.get_stage_display()})


def _require_unpublished(item):
    """Refuse an item that has a range; only a record without editions may be published again after its end."""
    if item.state() == item.State.SET_ASIDE:
        raise Refused(_("This edition was unscheduled and is kept as it is. Publish the next one."))
    comes_back = not isinstance(item, Reviewable) and item.state() == item.State.ENDED
    if item.live_from is not None and not comes_back:
        raise Refused(_("This has already been published or scheduled."))


def _require_not_just_withdrawn(item, rival_was_public):
    if rival_was_public and not item.rivals().public().exists():
        raise Stale(_("Somebody has just withdrawn this. Read why, then decide whether it is to be published again."))


def _require_scheduled(item):
    if item.state() != item.State.SCHEDULED:
        raise Refused(_("Only something scheduled can be moved or unscheduled."))


def _require_no_other_draft(item):
    draft = item.rivals().unpublished().first()
    if draft:
        sentence = _(
            "There can be one draft of a text at a time, and edition %(number)d, “%(title)s”, is one already. "
            "Publish, schedule or discard that first, or reschedule this."
        )
        raise Refused(sentence % {"number": draft.number, "title": draft})


def _require_no_objection(item, by):
    objection = item.objection(by)
    if objection:
        raise NotAllowed(objection)


def _require_not_held(item):
    sentence = holds.sentence(item)
    if sentence:
        raise Refused(sentence)


def _require_language(item):
    """Refuse a text in a language that is switched off, and keep it from being so until the transaction ends."""
    code = getattr(item, "language", "")
    if not code:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM publishing_language WHERE code = %s AND is_on FOR SHARE", [code])
        is_on = bool(cursor.rowcount)
    if not is_on:
        raise Refused(
            _("%(language)s is switched off. An administrator switches it on under Settings, “Languages of texts”.")
            % {"language": language_name(code)}
        )


def _require_ready(item):
    problems = blocking(item.problems())
    if problems:
        raise NotReady(problems)


def _require_other_than(user, author_id, sentence):
    if user.pk == author_id:
        raise NotAllowed(sentence)


def _require_approved(item, without_review):
    """Refuse an item that nobody has approved as it is now, unless there is a reason, which is kept on the item."""
    if not isinstance(item, Reviewable) or not item.needs_review:
        return
    is_approved = item.is_approved
    if not is_approved and not without_review.strip():
        raise NotApproved(
            _("This text has not been approved. Send it for review, or publish it without one for a reason.")
        )
    item.unreviewed_reason = "" if is_approved else without_review.strip()
    if not is_approved:
        _move(item, Reviewable.Stage.DRAFT)
    item.save(update_fields=["unreviewed_reason"])


def _require_note(note):
    if not note.strip():
        raise Refused(_("Give a reason; it is kept in the history."))
