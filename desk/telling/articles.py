"""Whom a review concerns: those who may approve are told that one is asked for, its writers what came of it.

This is read from the timeline, so an action that was undone with its transaction tells nobody, and one that is done
twice tells once. What is no longer so when its turn comes is not told: a text that is not in review any more, one that
was sent again meanwhile. And nobody is told of a text that they may not read at that moment.

What is limited, or goes out at a set moment, is told without its title and without the note, which may quote the text:
a letter lies on servers that are not ours.
"""

import dataclasses
import datetime
import functools

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import telling
from accounts.models import Occasion
from desk.base import wording
from news import access, releases
from news.models import Edition
from publishing import clock, moments, roles
from publishing.localized import in_language
from publishing.models import TimelineEntry
from publishing.timeline import Verb

LOOKED_BACK = datetime.timedelta(days=1)  # if the worker stood still for longer, the desk's first page has it all


@dataclasses.dataclass(frozen=True)
class Kind:
    """How one verb is told: in which stage the text still is, and the words."""

    occasion: Occasion
    stage: Edition.Stage
    subject: str
    sentence: str


KINDS = {
    Verb.SUBMITTED: Kind(
        Occasion.REVIEW, Edition.Stage.REVIEW,
        gettext_lazy("For your review: %(text)s"),
        gettext_lazy("%(who)s asks for a review: %(languages)s."),
    ),
    Verb.RETURNED: Kind(
        Occasion.SENT_BACK, Edition.Stage.DRAFT,
        gettext_lazy("Sent back: %(text)s"),
        gettext_lazy("%(who)s sends it back to be changed: %(languages)s."),
    ),
    Verb.APPROVED: Kind(
        Occasion.APPROVED, Edition.Stage.APPROVED,
        gettext_lazy("Approved: %(text)s"),
        gettext_lazy("%(who)s approves it: %(languages)s."),
    ),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Event:
    """The last action on a text, which still counts, and who had written the text by then."""

    entry: TimelineEntry
    edition: Edition
    writers: frozenset

    def concerns(self, person):
        if person.pk == self.entry.actor_id:
            return False
        if self.entry.verb == Verb.SUBMITTED:
            return roles.may(person, "approve") and person.pk != self.edition.edited_by_id
        return person.pk in self.writers

    @property
    def is_secret(self):
        """Whether words of the text may not stand in a letter."""
        edition = self.edition
        is_timed = edition.state() == edition.State.SCHEDULED or releases.in_preparation_for([edition])
        return bool(is_timed) or access.is_limited(edition.article)


def tell():
    """Tell everybody what is new for them."""
    if events := _events():
        for person in telling.staff():
            telling.tell(person, functools.partial(_items, events))


def _events():
    """Return the Events of the last day, the oldest first."""
    entries = TimelineEntry.objects.filter(
        subject_type=ContentType.objects.get_for_model(Edition),
        verb__in=KINDS,
        at__gt=clock.SiteNow() - LOOKED_BACK,
    )
    latest = {entry.subject_id: entry for entry in entries.select_related("actor").order_by("at", "pk")}
    editions = Edition.objects.select_related("article").in_bulk(latest)
    still_so = [(entry, editions[number]) for number, entry in latest.items() if _counts(entry, editions.get(number))]
    return [Event(entry, edition, _writers(entry, edition)) for entry, edition in still_so]


def _counts(entry, edition):
    if edition is None or edition.stage != KINDS[entry.verb].stage:
        return False
    return entry.verb != Verb.RETURNED or edition.live_from is None


def _writers(entry, edition):
    """Return the numbers of who sent the text for review before `entry`, and of who had saved it last."""
    sent = TimelineEntry.objects.filter(
        subject_type=entry.subject_type_id, subject_id=edition.pk, verb=Verb.SUBMITTED, pk__lt=entry.pk
    )
    saved = edition.saved_versions.filter(at__lte=entry.at)
    sender = sent.order_by("-pk").values_list("actor", flat=True).first()
    return frozenset({sender, saved.order_by("-version").values_list("by", flat=True).first()} - {None})


def _items(events, person):
    """Return what `events` have for `person`: one Item for each article, action and colleague."""
    concerned = [event for event in events if event.concerns(person)]
    if not concerned:
        return []
    editions = Edition.objects.filter(pk__in=[event.edition.pk for event in concerned])
    readable = set(access.readable_by(person, editions).values_list("pk", flat=True))
    together = {}
    for event in concerned:
        if event.edition.pk in readable:
            key = (event.edition.article_id, event.entry.verb, event.entry.actor_id)
            together.setdefault(key, []).append(event)
    return [_item(group) for group in together.values()]


def _item(events):
    entry, article = events[0].entry, events[0].edition.article
    kind, is_secret = KINDS[entry.verb], any(event.is_secret for event in events)
    is_review = kind.occasion == Occasion.REVIEW
    address = reverse(f"admin:news_article_{'review' if is_review else 'change'}", args=[article.pk])
    return telling.Item(
        kind.occasion,
        tuple(f"timeline {event.entry.pk}" for event in events),
        kind.subject % {"text": _number(article) if is_secret else _title(events)},
        address,
        _("Open the review") if is_review else _("Open the article"),
        tuple(_sentences(kind, events, is_secret=is_secret)),
        "" if is_secret else "\n\n".join(dict.fromkeys(event.entry.note for event in events if event.entry.note)),
    )


def _title(events):
    return _("“%(title)s”") % {"title": in_language({event.edition.language: str(event.edition) for event in events})}


def _number(article):
    return _("article %(number)s") % {"number": article.pk}


def _sentences(kind, events, *, is_secret):
    languages = wording.language_names([event.edition.language for event in events])
    yield kind.sentence % {"who": wording.person_name(events[0].entry.actor), "languages": languages}
    planned = events[0].edition.planned_for
    if is_secret:
        yield _("Its title and the note are on the desk alone, because not everybody may read it yet.")
    elif planned and kind.occasion == Occasion.REVIEW:
        yield _("Planned for %(moment)s %(clock)s.") % moments.told(planned)
