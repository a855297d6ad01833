"""The one primary button of the article screen and its small menu, by the state of the text and who looks at it.

TABLE is the whole rule. A cell names what comes next; what would fail now (actions.Action.target) is left out, and a
sentence stands in its place.
"""

import dataclasses
import enum

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from desk.articles import actions as article_actions
from desk.base import wording
from news.models import Edition
from news.pages import address_of
from publishing import clock, holds, roles, timeline
from publishing.checks import blocking
from publishing.timeline import Verb

Stage = Edition.Stage


class Standing(enum.StrEnum):
    """Where the text stands in one language, for whoever looks at it."""

    EMPTY = "empty"
    TITLE = "title only"
    DRAFT = "draft"
    OWN_REVIEW = "in review, own last edit"
    REVIEW = "in review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    LIVE = "on the site"
    CHANGED = "on the site, changed"
    WITHDRAWN = "withdrawn"


@dataclasses.dataclass(frozen=True)
class Cell:
    """Names of actions, or of LINKS and SENTENCES: the button, what stands beside it, and what is in the menu."""

    main: str
    beside: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()


ENDINGS = ("withdraw", "emergency")
FOR_REVIEW = ("submit", "submit-with-note")
TABLE = {
    # Standing: (who may write, who may publish)
    Standing.EMPTY: (Cell("keep"), Cell("keep")),
    Standing.TITLE: (Cell("keep", menu=("discard",)), Cell("keep", menu=("discard", "emergency"))),
    Standing.DRAFT: (
        Cell("submit", menu=("submit-with-note", "discard")),
        Cell("submit", menu=("submit-with-note", "schedule", "publish", "discard", "emergency")),
    ),
    Standing.OWN_REVIEW: (
        Cell("recall", menu=("discard",)),
        Cell("recall", menu=("schedule", "publish", "discard", *ENDINGS)),
    ),
    Standing.REVIEW: (
        Cell("review", menu=("discard",)),
        Cell("approve", beside=("send-back",), menu=("review", "schedule", "publish", "discard", *ENDINGS)),
    ),
    Standing.APPROVED: (
        Cell("approved-by", menu=("discard",)),
        Cell("publish", menu=("schedule", "send-back", "discard", *ENDINGS)),
    ),
    Standing.SCHEDULED: (
        Cell("goes-out", menu=("write-next",)),
        Cell("reschedule", menu=("bring-forward", "unschedule", "write-next", "approve-afterwards", *ENDINGS)),
    ),
    Standing.LIVE: (Cell("visit"), Cell("visit", menu=("approve-afterwards", *ENDINGS))),
    Standing.CHANGED: (
        Cell("submit", menu=("submit-with-note", "visit", "discard")),
        Cell("publish", menu=(*FOR_REVIEW, "schedule", "visit", "approve-afterwards", "discard", *ENDINGS)),
    ),
    Standing.WITHDRAWN: (Cell("record"), Cell("put-back", menu=("record", "emergency"))),
}
# Of languages that stand differently, whose button is the one: the first of these.
ORDER = (
    [
        Standing.CHANGED, Standing.DRAFT, Standing.OWN_REVIEW, Standing.REVIEW, Standing.TITLE, Standing.APPROVED,
        Standing.SCHEDULED, Standing.LIVE, Standing.WITHDRAWN, Standing.EMPTY,
    ],
    [
        Standing.REVIEW, Standing.APPROVED, Standing.CHANGED, Standing.DRAFT, Standing.OWN_REVIEW, Standing.TITLE,
        Standing.SCHEDULED, Standing.LIVE, Standing.WITHDRAWN, Standing.EMPTY,
    ],
)  # fmt: skip
# What is typed and not saved yet is submitted, published or scheduled by one press, which saves it first.
OF_TYPED_TEXT = [*FOR_REVIEW, "publish", "schedule"]
MENU_ORDER = [
    *FOR_REVIEW, "review", "schedule", "publish", "bring-forward", "reschedule", "unschedule", "approve",
    "approve-afterwards", "send-back", "recall", "write-next", "put-back", "visit", "record", "discard", *ENDINGS,
]  # fmt: skip
DANGEROUS = ["discard", "emergency"]
ICONS = {
    "submit": "send", "submit-with-note": "send", "review": "eye", "schedule": "plan", "publish": "out",
    "bring-forward": "out", "reschedule": "plan", "unschedule": "cross", "approve": "check",
    "approve-afterwards": "check", "send-back": "undo", "recall": "undo", "write-next": "text", "put-back": "undo",
    "visit": "out", "record": "record", "discard": "cross", "withdraw": "undo", "emergency": "siren", "keep": "text",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Item:
    """A button, sent with the form as `value`, or a link to `href`."""

    name: str
    label: str
    value: str = ""
    href: str = ""
    hint: str = ""

    @property
    def is_dangerous(self):
        return self.name in DANGEROUS

    @property
    def icon(self):
        """The name of a symbol of templates/admin/_symbols.html."""
        return ICONS[self.name]


@dataclasses.dataclass
class Offer:
    """What stands at the end of the work bar: `main` is None where nothing is to be done, and `sentence` says why."""

    standing: Standing
    main: Item | None = None
    sentence: str = ""
    beside: list[Item] = dataclasses.field(default_factory=list)
    menu: list[Item] = dataclasses.field(default_factory=list)


def standing_of(status, by):
    draft = status.draft
    if draft is None:
        if status.schedules:
            return Standing.SCHEDULED
        if status.live:
            return Standing.LIVE
        return Standing.WITHDRAWN if status.ended else Standing.EMPTY
    if draft.stage == Stage.REVIEW:
        return Standing.OWN_REVIEW if article_actions.is_own(draft, by) else Standing.REVIEW
    if status.is_approved:
        return Standing.APPROVED
    if status.live:
        return Standing.CHANGED
    return Standing.DRAFT if _has_text(draft) else Standing.TITLE


def _has_text(draft):
    return bool(draft.standfirst.strip() or strip_tags(draft.body).strip() or draft.turns.all())


def of(article, statuses, by):
    """Return the Offer for an article as it is saved; `article` is None for a new one."""
    column = column_of(by)
    standings = {status.language: standing_of(status, by) for status in statuses}
    first = min(standings.values(), key=ORDER[column].index)
    said = _Saying(article, statuses, by)
    offer = Offer(first)
    of_first = [status for status in statuses if standings[status.language] == first]
    cell = TABLE[first][column]
    offer.main = said.main(cell.main, of_first)
    offer.beside = said.items(cell.beside, of_first)
    offer.sentence = said.sentence(first, offer, of_first)
    shown = [offer.main, *offer.beside]
    wanted = {}
    for status in statuses:
        row = TABLE[standings[status.language]][column]
        for name in (row.main, *row.beside, *row.menu):
            wanted.setdefault(name, []).append(status)
    for name in MENU_ORDER:
        offer.menu += [item for item in said.items([name], wanted.get(name, [])) if item not in shown]
    return offer


def once_typed(offer, article, statuses, by, standing):
    """Return the Offer that takes the place of `offer` when a text is typed into and then stands as `standing`.

    It is made beforehand, so that the button changes with the first key; CHANGED is for a text on the site.
    """
    said = _Saying(article, statuses, by)
    cell = TABLE[standing][column_of(by)]
    typed = [item for name in (cell.main, *cell.menu) for item in said.typed(name, standing)]
    stays = [item for item in offer.menu if item.name in ("visit", "record", *ENDINGS)]
    return Offer(standing, main=typed[0], menu=[*typed[1:], *stays])


def becomes(status):
    """Return the Standing of a language once its text is typed into; None where it cannot be."""
    if status.is_waiting:
        return None
    return Standing.CHANGED if status.live else Standing.DRAFT


def column_of(by):
    """Return the column of TABLE: 0 for writers and translators, 1 for those who may publish."""
    return int(roles.may(by, "publish"))


class _Saying:
    """The words of the items for one article and person."""

    def __init__(self, article, statuses, by):
        self.article, self.statuses, self.by = article, statuses, by
        self.written = [status for status in statuses if status.edition]

    def main(self, name, statuses):
        """What has a plan, or follows a scheduled edition, is scheduled instead of published."""
        if name == "publish" and self._planned_for(statuses):
            name = "schedule"
        names = ["publish", "schedule"] if name == "publish" else [name]
        return next(iter(self.items(names, statuses)), None)

    def items(self, names, statuses):
        found = []
        for name in names:
            if name in article_actions.BY_NAME:
                found += self._buttons(article_actions.BY_NAME[name], statuses)
            elif name in LINKS:
                found += LINKS[name](self, statuses)
        return found

    def typed(self, name, standing):
        if name not in OF_TYPED_TEXT or (name not in FOR_REVIEW and not self._may_go_out(name)):
            return
        action = article_actions.BY_NAME[name]
        if roles.may(self.by, action.right):
            label = CORRECTION.get(name, action.label) if standing == Standing.CHANGED else action.label
            value = f"{name}:{article_actions.ALL_LANGUAGES}"
            yield Item(name, str(label), value, hint=WITHOUT_REVIEW if name not in FOR_REVIEW else "")

    def _may_go_out(self, name):
        is_last = name == "schedule" or not any(status.schedules for status in self.statuses)
        return is_last and not any(status.ended and status.ended.objection(self.by) for status in self.statuses)

    def _buttons(self, action, statuses):
        if not roles.may(self.by, action.right):
            return []
        able = [status for status in statuses if action.target(status, self.by)]
        if action.each and any(len(action.each(status, self.by)) > 1 for status in able):
            return [item for status in able for item in self._one_by_one(action, status)]
        if action.name == "discard":  # of two drafts that are all there is, one has to stay
            return [self._button(action, [status]) for status in able]
        return [self._button(action, able)] if able else []

    def _button(self, action, able):
        words = self._words(action, able)
        if len(able) < len(self.written):
            words = article_actions.with_what(words, wording.language_names([status.language for status in able]))
        value = f"{action.name}:{','.join(status.language for status in able)}"
        return Item(action.name, str(words), value, hint=self._hint(action, able))

    def _one_by_one(self, action, status):
        editions = action.each(status, self.by)
        names = [article_actions.with_what(action.label, self._edition(status, edition)) for edition in editions]
        return [
            Item(action.name, name, f"{action.name}:{status.language}.{edition.number}")
            for name, edition in zip(names, editions, strict=True)
        ]

    def _edition(self, status, edition):
        number = _("edition %(number)s") % {"number": edition.number}
        return number if len(self.written) == 1 else f"{status.name}, {number}"

    def _words(self, action, able):
        if action.name == "schedule" and (at := self._planned_for(able)):
            return _("Schedule for %(moment)s…") % {"moment": short_moment(at)}
        if all(status.live for status in able):
            return CORRECTION.get(action.name, action.label)
        return action.label

    def _planned_for(self, able):
        planned = {status.draft.planned_for for status in able}
        at = planned.pop()
        return at if not planned and at and at > clock.now() else None

    def _hint(self, action, able):
        if action.name in ("publish", "schedule") and not all(status.is_approved for status in able):
            return WITHOUT_REVIEW
        return action.hint

    def sentence(self, standing, offer, statuses):
        """Return why there is no button, or who can do what the person who looks cannot."""
        edition = statuses[0].edition
        if standing == Standing.OWN_REVIEW:
            return _("You changed it last. It can be approved by: %(names)s.") % {
                "names": names_of_approvers(self.article, but=self.by)
            }
        if standing == Standing.APPROVED and offer.main is None:
            return _("Approved by %(who)s") % {"who": _approver(edition)}
        if standing == Standing.SCHEDULED and offer.main is None:
            moment = {"moment": short_moment(statuses[0].scheduled.live_from)}
            return holds.sentence(statuses[0].scheduled) if column_of(self.by) else _("Goes out on %(moment)s") % moment
        if standing == Standing.REVIEW and offer.main is None:
            number = sum(len(blocking(status.problems)) for status in statuses)
            words = ngettext("%d point is missing before approval", "%d points are missing before approval", number)
            return words % number
        if standing == Standing.WITHDRAWN and offer.main is None:
            return edition.objection(self.by)
        return ""


def names_of_approvers(article, *, but):
    """Return the names of those who may approve a text of `article` that the person `but` has changed last."""
    users = (
        get_user_model()
        .objects.with_perm(
            "publishing.approve", include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
        )
        .exclude(pk=but.pk)
    )
    readers = article.readers.all()
    if readers:
        users = users.filter(pk__in=[reader.pk for reader in readers])
    names = [wording.person_name(user) for user in users.order_by("last_name", "username")]
    return ", ".join(names) or _("nobody yet")


def _approver(edition):
    entry = timeline.of(edition).filter(verb=Verb.APPROVED).first()
    return wording.person_name(entry.actor) if entry else ""


def short_moment(instant):
    """Return “17:40” for today, “3 December, 17:40” for another day, at the press office's clocks."""
    local = timezone.localtime(instant)
    if local.date() == clock.today():
        return wording.clock_time(instant)
    return f"{date_format(local, 'j E')}, {wording.clock_time(instant)}"


WITHOUT_REVIEW = gettext_lazy("Asks why without a review")
CORRECTION = {
    "submit": gettext_lazy("Send the correction for review"),
    "submit-with-note": gettext_lazy("Send the correction for review with a note…"),
    "publish": gettext_lazy("Publish correction…"),
    "schedule": gettext_lazy("Schedule the correction…"),
}


def _visit(said, statuses):
    """The page in the language of whoever looks comes first, and needs no name."""
    live = sorted((status for status in statuses if status.live), key=lambda status: status.language != get_language())
    words = _("Open on the site")
    labels = [words, *(article_actions.with_what(words, status.name) for status in live[1:])]
    return [Item("visit", label, href=address_of(status.live)) for label, status in zip(labels, live, strict=False)]


def _keep(said, statuses):
    return [Item("keep", _("Keep as draft"), "save")]


def _review(said, statuses):
    if not statuses:
        return []
    return [Item("review", _("Open the review"), href=reverse("admin:news_article_review", args=[said.article.pk]))]


def _record(said, statuses):
    if not statuses:
        return []
    return [Item("record", _("Open the record"), href=reverse("admin:news_article_history", args=[said.article.pk]))]


def _emergency(said, statuses):
    """It takes away what visitors see or will see, and what is left of it at its address."""
    if not any(status.live or status.ended or status.scheduled for status in statuses):
        return []
    label = _("Emergency takedown…")
    return [Item("emergency", label, href=reverse("admin:news_article_emergency", args=[said.article.pk]))]


LINKS = {"keep": _keep, "visit": _visit, "review": _review, "record": _record, "emergency": _emergency}
