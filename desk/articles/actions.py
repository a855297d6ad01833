"""What can be done with an article: what each action does, to which edition, and who may do it.

Which of them is the primary button of the screen, and which stand in its menu, says desk.articles.next_step.
"""

import collections.abc
import dataclasses

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.articles.exit_form import ExitForm
from desk.articles.publish_form import PublishForm, PutBackForm, ScheduleForm
from desk.base import wording
from desk.base.action_forms import ConfirmForm, DiscardForm, NoteForm, ReviewNoteForm
from desk.base.moment_field import MomentForm
from news import drafts
from news.models import Edition
from publishing import actions, clock, holds
from publishing.checks import blocking
from publishing.transactions import retried

Stage = Edition.Stage


@dataclasses.dataclass(frozen=True)
class Action:
    """One thing to do with an article in some languages.

    `target` returns the edition of a LanguageStatus that `by` can do it to now, None where it would fail. `run` is
    called with that edition, `by`, and the values of the form `asks`, which is filled in first if there is one.
    Saving the text beside the button may make the action impossible: `pressed_for` still returns the edition then, and
    the refusal says why. Where a language may have several such editions, `each` returns all, one button for each.
    """

    name: str
    right: str
    label: str
    done: str
    target: collections.abc.Callable
    run: collections.abc.Callable
    asks: type[forms.Form] | None = None
    hint: str = ""
    pressed_for: collections.abc.Callable | None = None
    each: collections.abc.Callable | None = None


def _draft(*stages):
    return lambda status, by: status.draft if status.draft and status.draft.stage in (stages or Stage.values) else None


def _to_submit(status, by):
    draft = status.draft
    if draft is None or draft.stage == Stage.REVIEW or status.is_approved:
        return None
    return draft


def _to_recall(status, by):
    return status.draft if status.draft and status.draft.stage == Stage.REVIEW and is_own(status.draft, by) else None


def _to_approve(status, by):
    draft = status.draft
    if draft is None or draft.stage != Stage.REVIEW or is_own(draft, by):
        return None
    return None if blocking(status.problems) else draft


def _to_send_back(status, by):
    """An own text is withdrawn from review instead."""
    draft = status.draft
    if draft is None or draft.stage == Stage.DRAFT or (draft.stage == Stage.REVIEW and is_own(draft, by)):
        return None
    return draft


def _to_publish(status, by):
    """A draft after a scheduled edition cannot come before it."""
    return None if status.schedules else _to_schedule(status, by)


def _to_schedule(status, by):
    return status.draft if status.draft and not status.draft.objection(by) else None


def _to_put_back(status, by):
    ended = status.ended
    if ended is None or status.draft or status.schedules or status.live or ended.objection(by):
        return None
    return ended


def _to_approve_afterwards(status, by):
    for edition in (status.live, *status.schedules):
        if edition and edition.is_unreviewed and not actions.objection_to_approving(edition, by):
            return edition
    return None


def _to_reschedule(status, by):
    return next(iter(_all_to_reschedule(status, by)), None)


def _all_to_reschedule(status, by):
    """What is in a release is moved with the release."""
    return [edition for edition in status.schedules if not holds.sentence(edition)]


def _to_bring_forward(status, by):
    return status.scheduled if status.scheduled in _all_to_unschedule(status, by) else None


def _to_unschedule(status, by):
    return next(iter(_all_to_unschedule(status, by)), None)


def _all_to_unschedule(status, by):
    """There can be one draft of a text: while one is open, no scheduled edition can become another."""
    return [] if status.draft else _all_to_reschedule(status, by)


def _waiting(status, by):
    return status.newest_scheduled if status.is_waiting else None


def _live(status, by):
    return status.live


def _beside_others(status, by):
    """A draft that is all there is of an article is deleted with the article."""
    return status.draft if status.draft and not status.is_all_there_is else None


def is_own(draft, by):
    """Return whether `by` changed the draft last, so that somebody else has to approve it."""
    return draft.edited_by_id == by.pk


ACTIONS = [
    Action(
        "submit", "submit", gettext_lazy("Send for review"), gettext_lazy("Sent for review: %(languages)s."),
        _to_submit, actions.submit,
    ),
    Action(
        "submit-with-note", "submit", gettext_lazy("Send for review with a note…"),
        gettext_lazy("Sent for review: %(languages)s."), _to_submit, actions.submit, asks=ReviewNoteForm,
    ),
    Action(
        "recall", "submit", gettext_lazy("Withdraw from review"), gettext_lazy("Withdrawn from review: %(languages)s."),
        _to_recall, actions.recall,
    ),
    Action(
        "approve", "approve", gettext_lazy("Approve"), gettext_lazy("Approved: %(languages)s."),
        _to_approve, actions.approve, pressed_for=_draft(Stage.REVIEW),
    ),
    Action(
        "send-back", "approve", gettext_lazy("Send back…"), gettext_lazy("Sent back: %(languages)s."),
        _to_send_back, actions.send_back, asks=NoteForm,
    ),
    Action(
        "publish", "publish", gettext_lazy("Publish now…"), gettext_lazy("Published: %(languages)s."),
        _to_publish, actions.publish, asks=PublishForm,
    ),
    Action(
        "schedule", "publish", gettext_lazy("Schedule…"), gettext_lazy("Scheduled: %(languages)s."),
        _to_schedule, actions.publish, asks=ScheduleForm,
    ),
    Action(
        "put-back", "publish", gettext_lazy("Put back on the site…"), gettext_lazy("On the site again: %(languages)s."),
        _to_put_back, drafts.put_back, asks=PutBackForm,
    ),
    Action(
        "reschedule", "publish", gettext_lazy("Change the time…"), gettext_lazy("Rescheduled: %(languages)s."),
        _to_reschedule, actions.reschedule, asks=MomentForm, each=_all_to_reschedule,
    ),
    Action(
        "bring-forward", "publish", gettext_lazy("Publish now…"), gettext_lazy("Published: %(languages)s."),
        _to_bring_forward, actions.bring_forward, asks=ConfirmForm,
    ),
    Action(
        "unschedule", "publish", gettext_lazy("Unschedule"),
        gettext_lazy("Unscheduled: %(languages)s."), _to_unschedule, actions.unschedule,
        each=_all_to_unschedule,
    ),
    Action(
        "write-next", "submit", gettext_lazy("Write the next edition"),
        gettext_lazy("The next edition can be written: %(languages)s."), _waiting, drafts.open_next,
    ),
    Action(
        "approve-afterwards", "approve", gettext_lazy("Approve afterwards"), gettext_lazy("Approved: %(languages)s."),
        _to_approve_afterwards, actions.approve_afterwards,
    ),
    Action(
        "discard", "submit", gettext_lazy("Discard draft…"), gettext_lazy("Draft discarded: %(languages)s."),
        _beside_others, drafts.discard, asks=DiscardForm,
    ),
    Action(
        "withdraw", "withdraw", gettext_lazy("Withdraw…"), gettext_lazy("Withdrawn: %(languages)s."),
        _live, actions.withdraw, asks=ExitForm,
        hint=gettext_lazy("Asks for a reason. The page will say that the article was withdrawn"),
    ),
]  # fmt: skip
BY_NAME = {action.name: action for action in ACTIONS}
# Actions on a draft, refused if it is not the version that the user has seen.
DRAFT_ACTIONS = ["submit", "submit-with-note", "recall", "approve", "send-back", "schedule", "publish", "discard"]
ALL_LANGUAGES = "all"
NO_VERSION = 0  # no text has this version


def label(action, languages):
    """Return the label of a button with its languages: “Schedule: Russian and English…”."""
    return with_what(action.label, wording.language_names(languages))


def with_what(words, what):
    """Return a label with what it is for, before the dots that say that a question follows."""
    words = str(words)
    named = _("%(action)s: %(languages)s") % {"action": words.rstrip("…"), "languages": what}
    return f"{named}…" if words.endswith("…") else named


def read(value):
    """Return (Action, languages) for the value of a button, languages None for all; (None, None) for another value."""
    name, _colon, languages = value.partition(":")
    if name not in BY_NAME:
        return None, None
    return BY_NAME[name], None if languages == ALL_LANGUAGES else languages.split(",")


def targets(action, statuses, languages, by):
    """Return the editions that `by` is to do `action` to: in `languages`, as a button names them, or in all."""
    found = []
    for status in statuses:
        for name in [status.language] if languages is None else languages:
            language, _dot, number = name.partition(".")
            if language == status.language:
                of_language = action.pressed_for or action.target
                found.append(_of_number(action, status, number, by) if number else of_language(status, by))
    return [edition for edition in found if edition]


def _of_number(action, status, number, by):
    editions = action.each(status, by) if action.each else []
    return next((edition for edition in editions if str(edition.number) == number), None)


@retried
def run(action, editions, *, by, seen=None, **answers):
    """Do `action` to all `editions`, or to none if one is refused.

    `seen` is {number of an edition: the version that the user has seen}; None where no page showed it.
    """
    for edition in editions:
        if seen is not None and action.name in DRAFT_ACTIONS:
            answers["seen"] = seen.get(edition.pk, NO_VERSION)
        action.run(edition, by=by, **answers)


def first_answers(editions):
    """Return the initial values of the form before an action: the moment that was set already."""
    moments = [edition.live_from or edition.planned_for for edition in editions]
    upcoming = [moment for moment in moments if moment and moment > clock.now()]
    return {"at": upcoming[0]} if upcoming else {}


def success(action, editions):
    return action.done % {"languages": wording.language_names([edition.language for edition in editions])}
