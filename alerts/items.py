"""The part of an email about one event, with only what visitors can read when it is written.

All queries run with a visitor's rights. About a withdrawn article an email says what its page says: the reason, and the
title if it is still shown there. About a vanished article it says only that the text must not be used: this reveals
nothing new to those who have it, and agencies must know it.
"""

import dataclasses
import datetime

from django.utils.translation import override

from alerts.models import Event
from news import history
from news.kits.stories import printable
from news.models import Edition, Withdrawal
from publishing import direction
from publishing.addresses import absolute_url
from publishing.visitors import as_visitor
from publishing.visitors import with_past_editions as looking_back


@dataclasses.dataclass(frozen=True)
class Item:
    """One event in words. `title` and `url` are empty if they are not public."""

    event: Event
    title: str = ""
    standfirst: str = ""
    url: str = ""
    label: str = ""  # “Correction”
    note: str = ""  # the note on the change, or the reason
    unofficial: dict | None = None  # Edition.unofficial_note
    called_off: str = ""  # “Cancelled”, if the meeting that it is about was
    successor: "Item | None" = None
    section: str = ""
    genre: str = ""
    shown_on: datetime.date | None = None
    edition: Edition | None = None

    @property
    def language(self):
        return self.event.language

    @property
    def direction(self):
        return direction.of_language(self.language)

    @property
    def is_exit(self):
        return self.event.kind == Event.Kind.EXIT


def of(events):
    """Return {id of the event: Item}, without events about which nothing is public now."""
    found = {}
    for event in events:
        with as_visitor(), override(event.language):
            item = _exit(event) if event.kind == Event.Kind.EXIT else _news(event)
        if item:
            found[event.pk] = item
    return found


def _news(event):
    edition = _public(event.article_id, event.language)
    if edition is None:
        return None
    change = edition
    if event.kind in (Event.Kind.CORRECTION, Event.Kind.UPDATE):
        with looking_back():
            change = Edition.objects.filter(pk=event.edition_id).first() or edition
    told = change.change in Edition.KINDS_WITH_NOTE
    return Item(
        event,
        title=printable(edition.title),
        standfirst=printable(edition.standfirst),
        url=absolute_url(edition.get_absolute_url()),
        label=str(change.get_change_display()) if told else "",
        note=printable(change.change_note) if told else "",
        unofficial=edition.unofficial_note,
        called_off=edition.called_off,
        section=str(edition.section),
        genre=str(edition.get_genre_display()),
        shown_on=edition.shown_on,
        edition=edition,
    )


def _exit(event):
    if _public(event.article_id, event.language):
        return None
    withdrawal = Withdrawal.objects.filter(pk=event.withdrawal_id).first()
    if withdrawal is None:  # it vanished: row security hides that from visitors, and so from here
        return Item(event)
    reason = printable(withdrawal.reason)
    if withdrawal.kind == Withdrawal.Kind.WITHDRAWN and (past := history.of(event.article_id, event.language)):
        return Item(event, title=printable(past.newest.title), url=absolute_url(past.address), note=reason)
    if withdrawal.kind == Withdrawal.Kind.SUPERSEDED and (after := _public(withdrawal.successor_id, event.language)):
        follows = Item(event, title=printable(after.title), url=absolute_url(after.get_absolute_url()))
        return Item(event, note=reason, successor=follows)
    return Item(event, note=reason)


def _public(article, language):
    public = Edition.objects.public().filter(article=article, language=language)
    return public.select_related("section").with_course().first()
