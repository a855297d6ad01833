"""The emergency button: what it would take from the site, and the taking."""

import dataclasses

from django.db import transaction
from django.utils.translation import gettext as _

from news import releases
from news.models import Edition, KitDelivery, StoppedPhoto, Withdrawal, exits
from photos import uses
from photos.models import Photo
from publishing import actions, clock, roles, timeline
from publishing.actions import NotAllowed, Refused
from publishing.timeline import Verb

KINDS = [Withdrawal.Kind.GONE, Withdrawal.Kind.VANISHED]


@dataclasses.dataclass(frozen=True)
class PhotoReach:
    """A photo of an article, and what else shows it to visitors: [photos.uses.Use], own release or not."""

    photo: Photo
    others: list
    is_released: bool

    @property
    def is_only_here(self):
        return not (self.others or self.is_released)

    @property
    def in_articles(self):
        """Whether another article shows it; to stop it would change that article too."""
        return any(isinstance(use.object, Edition) for use in self.others)


@dataclasses.dataclass(frozen=True)
class Reach:
    """All that visitors can still get of an article, in all languages."""

    live: list  # editions
    withdrawn: list  # editions whose page stays below its reason
    scheduled: list
    earlier: int  # editions of the past that can be opened
    photos: list
    attachments: list

    @property
    def is_empty(self):
        return not (self.live or self.withdrawn or self.scheduled)


def reach_of(article):
    """Return the Reach of `article`."""
    editions = list(article.editions.order_by("language", "number").prefetch_related("photos__photo", "attachments"))
    by_state = {state: [it for it in editions if it.state() == state] for state in Edition.State}
    live, past = by_state[Edition.State.LIVE], by_state[Edition.State.ENDED]
    withdrawn = [edition for edition in _last_of_each_language(past) if _stays(edition, live)]
    standing = {it.language for it in (*live, *withdrawn)}
    return Reach(
        live=live,
        withdrawn=withdrawn,
        scheduled=by_state[Edition.State.SCHEDULED],
        earlier=sum(edition.language in standing and edition not in withdrawn for edition in past),
        photos=_photos(article, live),
        attachments=[it for edition in live for it in edition.attachments.all()],
    )


def recipients(*articles):
    """Return the KitDeliveries of these articles, the last first."""
    return KitDelivery.objects.filter(article__in=articles).select_related("article")


@transaction.atomic
def end(article, *, by, reason, kind, photos=()):
    """Take all of `article` from the site at once, and stop those of its `photos` that something else shows."""
    _require(by, reason)
    if kind not in KINDS:
        raise Refused(_("Choose what visitors meet at the address."))
    releases.let_go(article.editions.all(), by=by)  # before its rows are held: a release holds its own first
    list(
        article.editions.order_by("pk").select_for_update(of=("self",)).values_list("pk")
    )  # nobody publishes meanwhile
    reach = reach_of(article)
    if reach.is_empty:
        raise Refused(_("Nothing of this article is public."))
    for edition in reach.scheduled:
        actions.unschedule(edition, by=by)
    for edition in Edition.objects.filter(pk__in=[it.pk for it in reach.live]):
        actions.withdraw(edition, by=by, reason=reason, kind=kind, emergency=True)
    for edition in reach.withdrawn:
        _deepen(edition, by=by, reason=reason, kind=kind)
    for photo in photos:
        stop(photo, by=by, reason=reason)


@transaction.atomic
def stop(photo, *, by, reason):
    """Take a photo from all visitors, whatever shows it: articles keep their text and lose the picture."""
    _require(by, reason)
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    if photo.news_stoppedphoto_set.filter(lifted_at__isnull=True).exists():
        return
    StoppedPhoto.objects.create(photo=photo, by=by, reason=reason)
    timeline.record(photo, Verb.WITHDRAWN, by=by, note=reason)


@transaction.atomic
def lift(photo, *, by):
    """Let a stopped photo be seen again wherever it is shown."""
    _require(by, "lifted")
    stops = photo.news_stoppedphoto_set.filter(lifted_at__isnull=True)
    if not stops.update(lifted_at=clock.now(), lifted_by=by):
        raise Refused(_("This photograph is not stopped."))
    timeline.record(photo, Verb.PUBLISHED, by=by, note=_("The emergency stop was lifted."))


def _require(by, reason):
    if not roles.may(by, "withdraw"):
        raise NotAllowed(_("Your role does not include this action. Ask the press secretary."))
    if not reason.strip():
        raise Refused(_("Give a reason; it is kept in the history."))


def _deepen(edition, *, by, reason, kind):
    """Close what a withdrawal had left readable."""
    instant = clock.now()
    exits.record(edition, instant, reason, by=by, kind=kind, emergency=True)
    exits.bury(edition, instant, kind)
    timeline.record(edition, Verb.WITHDRAWN, by=by, note=reason)


def _last_of_each_language(past):
    return list({edition.language: edition for edition in past}.values())


def _stays(edition, live):
    """Whether visitors still read an ended edition below the reason of its withdrawal."""
    exit = Withdrawal.objects.last_of(edition.article_id, edition.language)
    replaced = any(it.language == edition.language for it in live)
    return not replaced and exit is not None and exit.kind == Withdrawal.Kind.WITHDRAWN


def _photos(article, live):
    found = {use.photo_id: use.photo for edition in live for use in edition.photos.all()}
    return [
        PhotoReach(photo, _uses_elsewhere(photo, article), photo.state() == photo.State.LIVE)
        for photo in found.values()
    ]


def _uses_elsewhere(photo, article):
    return [use for use in uses.where(photo) if use.address and getattr(use.object, "article_id", None) != article.pk]
