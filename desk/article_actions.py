"""The buttons of the article screen: what each does, to which edition, and who may press it."""

import collections.abc
import dataclasses

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import standing
from desk.fields import TextField
from news.models import Edition
from publishing import actions, roles

Stage = Edition.Stage


class MomentForm(forms.Form):
    at = forms.SplitDateTimeField(
        label=gettext_lazy("Moscow date and time"),
        widget=AdminSplitDateTime,
        help_text=gettext_lazy(
            "The article appears by itself at that moment. Until then it can be taken off the schedule."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        date, time = self.fields["at"].widget.widgets
        date.attrs["aria-label"], time.attrs["aria-label"] = _("Date"), _("Time")


class ReasonForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Visitors read it in the place of the article; it is kept in the history."),
    )


class NoteForm(forms.Form):
    note = TextField(
        label=gettext_lazy("What is to be changed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the writer; it is kept in the history."),
    )


@dataclasses.dataclass(frozen=True)
class Action:
    """One thing to do with an article in some languages.

    `target` finds the edition it is done to in a Standing, None where it cannot be done. `run` is called with that
    edition, `by` and the values of `asks`, the form to be filled in first, if there is one.
    """

    name: str
    right: str
    label: str
    done: str
    target: collections.abc.Callable
    run: collections.abc.Callable
    asks: type[forms.Form] | None = None
    look: str = "quiet"


def _draft(*stages):
    return lambda it: it.draft if it.draft and it.draft.stage in (stages or Stage.values) else None


def _publish_at(edition, *, by, at):
    actions.publish(edition, by=by, at=at)


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
        _draft(), _publish_at, asks=MomentForm,
    ),
    Action(
        "publish", "publish", gettext_lazy("Publish now"), gettext_lazy("Published: %(languages)s."),
        _draft(), actions.publish, look="main",
    ),
    Action(
        "reschedule", "publish", gettext_lazy("Reschedule…"), gettext_lazy("Rescheduled: %(languages)s."),
        lambda it: it.scheduled, actions.reschedule, asks=MomentForm,
    ),
    Action(
        "unschedule", "publish", gettext_lazy("Take off the schedule"),
        gettext_lazy("Taken off the schedule: %(languages)s."), lambda it: it.scheduled, actions.unschedule,
    ),
    Action(
        "withdraw", "withdraw", gettext_lazy("Withdraw…"), gettext_lazy("Withdrawn: %(languages)s."),
        lambda it: it.live, actions.withdraw, asks=ReasonForm, look="danger",
    ),
]  # fmt: skip
BY_NAME = {action.name: action for action in ACTIONS}
# These concern the text in the form, so they stand below it, for all languages at once.
OF_TEXT = ["submit", "approve", "schedule", "publish"]
ALL = "all"


@dataclasses.dataclass
class Button:
    """A button as the form sends it: `value` is “publish:ru,en”, or “publish:all” for all that is written."""

    label: str
    value: str
    look: str


def buttons_of_text(standings, user):
    """Return the buttons below the text; each names the languages it is for."""
    is_new = not any(it.draft for it in standings) and not all(it.scheduled for it in standings)
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
    if is_new and action.name != "approve":
        return Button(action.label, f"{action.name}:{ALL}", action.look)
    return None


def buttons_of_language(it, standings, user):
    """Return the buttons beside one language: those of its own, and those below the text if they take in others."""
    found = []
    for action in _allowed(user, BY_NAME):
        others = [other for other in standings if other is not it and action.target(other)]
        if action.target(it) and (others or action.name not in OF_TEXT):
            found.append(Button(action.label, f"{action.name}:{it.language}", action.look))
    return found


def _allowed(user, names):
    return [BY_NAME[name] for name in names if roles.may(user, BY_NAME[name].right)]


def _button(action, languages):
    return Button(label(action, languages), f"{action.name}:{','.join(languages)}", action.look)


def label(action, languages):
    """Return the words of a button with the languages it is for: “Schedule: Russian and English…”."""
    words = str(action.label)
    named = _("%(action)s: %(languages)s") % {"action": words.rstrip("…"), "languages": standing.names(languages)}
    return f"{named}…" if words.endswith("…") else named


def read(value):
    """Return (Action, languages) for the value of a button, languages None for all; (None, None) for another value."""
    name, _colon, languages = value.partition(":")
    if name not in BY_NAME:
        return None, None
    return BY_NAME[name], None if languages == ALL else languages.split(",")


def targets(action, standings, languages):
    """Return the editions that `action` is to be done to, in `languages` or in all."""
    wanted = [it for it in standings if languages is None or it.language in languages]
    return [edition for edition in map(action.target, wanted) if edition]


@transaction.atomic
def run(action, editions, *, by, **answers):
    """Do `action` to all `editions`, or to none if one is refused."""
    for edition in editions:
        action.run(edition, by=by, **answers)


def success(action, editions):
    return action.done % {"languages": standing.names([edition.language for edition in editions])}
