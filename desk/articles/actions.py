"""The buttons of the article screen: what each does, to which edition, and who may press it."""

import collections.abc
import dataclasses

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.articles.exit_form import ExitForm
from desk.base import standing
from desk.base.action_forms import DiscardForm, MomentWithoutReviewForm, NoteForm, WithoutReviewForm
from desk.base.moment_field import MomentForm
from news import drafts
from news.models import Edition
from publishing import actions, clock, roles

Stage = Edition.Stage


@dataclasses.dataclass(frozen=True)
class Action:
    """One thing to do with an article in some languages.

    `target` finds the edition it is offered for in a Standing, None where it cannot be done. `run` is called with that
    edition, `by` and the values of `asks`, the form to be filled in first, if there is one. Where saving the text that
    stands beside the button may void the offer, `pressed_for` finds the edition all the same, and the refusal says why.
    Where a language may have several such editions, `each` finds them all, and each has a button of its own.
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
    return lambda it: it.draft if it.draft and it.draft.stage in (stages or Stage.values) else None


def _approved(it):
    return it.draft if it.is_approved else None


def _not_approved(it):
    return None if it.is_approved else it.draft


def _unreviewed(it):
    return next((edition for edition in (it.live, *it.schedules) if edition and edition.is_unreviewed), None)


def _scheduled(it):
    return it.scheduled


def _schedules(it):
    return it.schedules


def _waiting(it):
    return it.newest_scheduled if it.is_waiting else None


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
        lambda it: it.live, actions.withdraw, asks=ExitForm, look="danger",
    ),
]  # fmt: skip
BY_NAME = {action.name: action for action in ACTIONS}
# These concern the text in the form, so they stand below it, for all languages at once.
OF_TEXT = ["submit", "approve", "schedule", "publish", "schedule-unreviewed", "publish-unreviewed"]
# These are done to a draft, as whoever does them has read it.
OF_WHAT_WAS_READ = [*OF_TEXT, "send-back", "discard"]
ALL = "all"
NO_VERSION = 0  # no text has this version


@dataclasses.dataclass
class Button:
    """A button as the form sends it: `value` is “publish:ru,en”, or “publish:all” for all that is written.

    “unschedule:ru.3” is for the third edition in Russian, where there are several to choose from.
    """

    label: str
    value: str
    look: str


def buttons_of_text(standings, user):
    """Return the buttons below the text; each names the languages it is for."""
    is_new = not any(it.draft for it in standings) and not all(it.is_waiting for it in standings)
    return [
        button
        for action in _allowed(user, OF_TEXT)
        for button in [_button_for_all(action, standings, is_new)]
        if button
    ]


def _button_for_all(action, standings, is_new):
    languages = [it.language for it in standings if action.target(it)]
    if languages:
        return _button(action, languages)
    if is_new and action.target is not _approved and action.name != "approve":
        return Button(action.label, f"{action.name}:{ALL}", action.look)
    return None


def buttons_of_language(it, standings, user):
    """Return the buttons beside one language: those of its own, and those below the text if they take in others."""
    found = []
    for action in _allowed(user, BY_NAME):
        others = [other for other in standings if other is not it and action.target(other)]
        if action.name == "discard" and not _is_beside_others(it, standings):
            continue
        if action.target(it) and (others or action.name not in OF_TEXT):
            found.extend(_buttons_for(action, it))
    return found


def _is_beside_others(it, standings):
    """Whether the article has more than the draft in this language."""
    return bool(it.schedules or it.live or it.ended) or any(other.edition for other in standings if other is not it)


def _buttons_for(action, it):
    editions = action.each(it) if action.each else []
    if len(editions) < 2:
        return [Button(action.label, f"{action.name}:{it.language}", action.look)]
    return [
        Button(_label_with(action, _("edition %(number)s") % {"number": edition.number}), value, action.look)
        for edition in editions
        for value in [f"{action.name}:{it.language}.{edition.number}"]
    ]


def _allowed(user, names):
    return [BY_NAME[name] for name in names if roles.may(user, BY_NAME[name].right)]


def _button(action, languages):
    return Button(label(action, languages), f"{action.name}:{','.join(languages)}", action.look)


def label(action, languages):
    """Return the words of a button with the languages it is for: “Schedule: Russian and English…”."""
    return _label_with(action, standing.names(languages))


def _label_with(action, what):
    words = str(action.label)
    named = _("%(action)s: %(languages)s") % {"action": words.rstrip("…"), "languages": what}
    return f"{named}…" if words.endswith("…") else named


def read(value):
    """Return (Action, languages) for the value of a button, languages None for all; (None, None) for another value."""
    name, _colon, languages = value.partition(":")
    if name not in BY_NAME:
        return None, None
    return BY_NAME[name], None if languages == ALL else languages.split(",")


def targets(action, standings, languages):
    """Return the editions that `action` is to be done to: in `languages`, as a button names them, or in all."""
    found = []
    for it in standings:
        for name in [it.language] if languages is None else languages:
            language, _dot, number = name.partition(".")
            if language == it.language:
                found.append(_of_number(action, it, number) if number else (action.pressed_for or action.target)(it))
    return [edition for edition in found if edition]


def _of_number(action, it, number):
    editions = action.each(it) if action.each else []
    return next((edition for edition in editions if str(edition.number) == number), None)


@transaction.atomic
def run(action, editions, *, by, seen=None, **answers):
    """Do `action` to all `editions`, or to none if one is refused.

    `seen` is {number of an edition: the version its reader has seen}; None where there was no page to read.
    """
    for edition in editions:
        if seen is not None and action.name in OF_WHAT_WAS_READ:
            answers["seen"] = seen.get(edition.pk, NO_VERSION)
        action.run(edition, by=by, **answers)


def first_answers(editions):
    """Return what the questions before an action begin with: the moment that was set already."""
    moments = [edition.live_from or edition.planned_for for edition in editions]
    upcoming = [moment for moment in moments if moment and moment > clock.now()]
    return {"at": upcoming[0]} if upcoming else {}


def success(action, editions):
    return action.done % {"languages": standing.names([edition.language for edition in editions])}
