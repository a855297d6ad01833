"""The buttons of the article screen: what each does, to which edition, and who may press it."""

import collections.abc
import dataclasses

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.articles.exit_form import ExitForm
from desk.base import wording
from desk.base.action_forms import DiscardForm, MomentWithoutReviewForm, NoteForm, WithoutReviewForm
from desk.base.moment_field import MomentForm
from news import drafts
from news.models import Edition
from publishing import actions, clock, roles
from publishing.transactions import retried

Stage = Edition.Stage


@dataclasses.dataclass(frozen=True)
class Action:
    """One thing to do with an article in some languages.

    `target` returns the edition of a LanguageStatus that the action is offered for, None where it cannot be done. `run`
    is called with that edition, `by`, and the values of the form `asks`, which is filled in first if there is one.
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
    look: str = "quiet"
    pressed_for: collections.abc.Callable | None = None
    each: collections.abc.Callable | None = None


def _draft(*stages):
    return lambda status: status.draft if status.draft and status.draft.stage in (stages or Stage.values) else None


def _approved(status):
    return status.draft if status.is_approved else None


def _not_approved(status):
    return None if status.is_approved else status.draft


def _unreviewed(status):
    return next((edition for edition in (status.live, *status.schedules) if edition and edition.is_unreviewed), None)


def _scheduled(status):
    return status.scheduled


def _schedules(status):
    return status.schedules


def _waiting(status):
    return status.newest_scheduled if status.is_waiting else None


ACTIONS = [
    Action(
        "submit", "submit", gettext_lazy("Send for review"), gettext_lazy("Sent for review: %(languages)s."),
        _draft(Stage.DRAFT), actions.submit,
    ),
    Action(
        "approve", "approve", gettext_lazy("Approve"), gettext_lazy("Approved: %(languages)s."),
        _draft(Stage.REVIEW), actions.approve,
    ),
    Action(
        "send-back", "approve", gettext_lazy("Send back…"), gettext_lazy("Sent back: %(languages)s."),
        _draft(Stage.REVIEW, Stage.APPROVED), actions.send_back, asks=NoteForm,
    ),
    Action(
        "schedule", "publish", gettext_lazy("Schedule…"), gettext_lazy("Scheduled: %(languages)s."),
        _approved, actions.publish, asks=MomentForm, pressed_for=_draft(),
    ),
    Action(
        "publish", "publish", gettext_lazy("Publish now"), gettext_lazy("Published: %(languages)s."),
        _approved, actions.publish, look="main", pressed_for=_draft(),
    ),
    Action(
        "schedule-unreviewed", "publish", gettext_lazy("Schedule without review…"),
        gettext_lazy("Scheduled: %(languages)s."), _not_approved, actions.publish, asks=MomentWithoutReviewForm,
    ),
    Action(
        "publish-unreviewed", "publish", gettext_lazy("Publish without review…"),
        gettext_lazy("Published: %(languages)s."), _not_approved, actions.publish, asks=WithoutReviewForm,
    ),
    Action(
        "approve-afterwards", "approve", gettext_lazy("Approve afterwards"), gettext_lazy("Approved: %(languages)s."),
        _unreviewed, actions.approve_afterwards,
    ),
    Action(
        "reschedule", "publish", gettext_lazy("Reschedule…"), gettext_lazy("Rescheduled: %(languages)s."),
        _scheduled, actions.reschedule, asks=MomentForm, each=_schedules,
    ),
    Action(
        "unschedule", "publish", gettext_lazy("Take off the schedule"),
        gettext_lazy("Taken off the schedule: %(languages)s."), _scheduled, actions.unschedule, each=_schedules,
    ),
    Action(
        "write-next", "submit", gettext_lazy("Write the next edition"),
        gettext_lazy("The next edition can be written: %(languages)s."), _waiting, drafts.open_next,
    ),
    Action(
        "discard", "submit", gettext_lazy("Discard draft…"), gettext_lazy("Draft discarded: %(languages)s."),
        _draft(), drafts.discard, asks=DiscardForm, look="danger",
    ),
    Action(
        "withdraw", "withdraw", gettext_lazy("Withdraw…"), gettext_lazy("Withdrawn: %(languages)s."),
        lambda status: status.live, actions.withdraw, asks=ExitForm, look="danger",
    ),
]  # fmt: skip
BY_NAME = {action.name: action for action in ACTIONS}
# Actions on the text in the form; their buttons stand below it and are for all languages.
TEXT_ACTIONS = ["submit", "approve", "schedule", "publish", "schedule-unreviewed", "publish-unreviewed"]
# Actions on a draft, refused if it is not the version that the user has seen.
DRAFT_ACTIONS = [*TEXT_ACTIONS, "send-back", "discard"]
ALL_LANGUAGES = "all"
NO_VERSION = 0  # no text has this version


@dataclasses.dataclass
class Button:
    """A button as the form sends it: `value` is “publish:ru,en”, or “publish:all” for all that is written.

    “unschedule:ru.3” is for the third edition in Russian, where there are several to choose from.
    """

    label: str
    value: str
    look: str


def buttons_of_text(statuses, user):
    """Return the buttons below the text; each names the languages it is for."""
    is_new = not any(status.draft for status in statuses) and not all(status.is_waiting for status in statuses)
    return [
        button
        for action in _allowed(user, TEXT_ACTIONS)
        for button in [_button_for_all(action, statuses, is_new)]
        if button
    ]


def _button_for_all(action, statuses, is_new):
    languages = [status.language for status in statuses if action.target(status)]
    if languages:
        return _button(action, languages)
    if is_new and action.target is not _approved and action.name != "approve":
        return Button(action.label, f"{action.name}:{ALL_LANGUAGES}", action.look)
    return None


def buttons_of_language(status, statuses, user):
    """Return the buttons beside one language: those of its own, and those below the text if they take in others."""
    found = []
    for action in _allowed(user, BY_NAME):
        others = [other for other in statuses if other is not status and action.target(other)]
        if action.name == "discard" and not _is_beside_others(status, statuses):
            continue
        if action.target(status) and (others or action.name not in TEXT_ACTIONS):
            found.extend(_buttons_for(action, status))
    return found


def _is_beside_others(status, statuses):
    """Whether the article has more than the draft in this language."""
    return bool(status.schedules or status.live or status.ended) or any(
        other.edition for other in statuses if other is not status
    )


def _buttons_for(action, status):
    editions = action.each(status) if action.each else []
    if len(editions) < 2:
        return [Button(action.label, f"{action.name}:{status.language}", action.look)]
    return [
        Button(_label_with(action, _("edition %(number)s") % {"number": edition.number}), value, action.look)
        for edition in editions
        for value in [f"{action.name}:{status.language}.{edition.number}"]
    ]


def _allowed(user, names):
    return [BY_NAME[name] for name in names if roles.may(user, BY_NAME[name].right)]


def _button(action, languages):
    return Button(label(action, languages), f"{action.name}:{','.join(languages)}", action.look)


def label(action, languages):
    """Return the label of a button with its languages: “Schedule: Russian and English…”."""
    return _label_with(action, wording.language_names(languages))


def _label_with(action, what):
    words = str(action.label)
    named = _("%(action)s: %(languages)s") % {"action": words.rstrip("…"), "languages": what}
    return f"{named}…" if words.endswith("…") else named


def read(value):
    """Return (Action, languages) for the value of a button, languages None for all; (None, None) for another value."""
    name, _colon, languages = value.partition(":")
    if name not in BY_NAME:
        return None, None
    return BY_NAME[name], None if languages == ALL_LANGUAGES else languages.split(",")


def targets(action, statuses, languages):
    """Return the editions that `action` is to be done to: in `languages`, as a button names them, or in all."""
    found = []
    for status in statuses:
        for name in [status.language] if languages is None else languages:
            language, _dot, number = name.partition(".")
            if language == status.language:
                found.append(
                    _of_number(action, status, number) if number else (action.pressed_for or action.target)(status)
                )
    return [edition for edition in found if edition]


def _of_number(action, status, number):
    editions = action.each(status) if action.each else []
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
