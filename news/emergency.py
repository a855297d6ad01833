"""Emergency takedown: what it would remove from the site, and doing it."""

import dataclasses

from django.utils.translation import gettext as _

from news import releases
from news.models import Article, Edition, KitDelivery, StoppedPhoto, Withdrawal, exits
from photos import uses
from photos.models import Photo
from publishing import actions, clock, holds, roles, timeline
from publishing.actions import NotAllowed, Refused
from publishing.timeline import Verb
from publishing.transactions import retried

KINDS = [Withdrawal.Kind.GONE, Withdrawal.Kind.VANISHED]


@dataclasses.dataclass(frozen=True)
class PhotoReach:
    """A photo of an article.

    `others` is what else shows it to visitors ([photos.uses.Use]), `is_released` whether it is public by itself.
    """

    photo: Photo
    others: list
    is_released: bool

    @property
    def is_only_here(self):
        return not (self.others or self.is_released)

    @property
    def in_articles(self):
        """Whether another article shows it, which would lose the picture, too."""
        return any(isinstance(use.object, Edition) for use in self.others)


@dataclasses.dataclass(frozen=True)
class Reach:
    """Everything that visitors can still get of an article, in all languages."""

    live: list  # editions
    withdrawn: list  # editions that can still be read, with the reason above
    gone: list  # editions whose address gives the reason and nothing else
    scheduled: list
    releases: list  # scheduled ones with an edition of this article: they will be unscheduled
    earlier: int  # number of past editions that can be opened
    photos: list
    attachments: list

    @property
    def is_empty(self):
        return not (self.live or self.withdrawn or self.scheduled)


def reach_of(article):
    """Return the Reach of `article`."""
    editions = list(article.editions.order_by("language", "number").prefetch_related("photos__photo", "attachments"))
    by_state = {state: [edition for edition in editions if edition.state() == state] for state in Edition.State}
    live, past = by_state[Edition.State.LIVE], by_state[Edition.State.ENDED]
    withdrawn = _left_by(Withdrawal.Kind.WITHDRAWN, past, live)
    standing = {edition.language for edition in (*live, *withdrawn)}
    return Reach(
        live=live,
        withdrawn=withdrawn,
        gone=_left_by(Withdrawal.Kind.GONE, past, live),
        scheduled=by_state[Edition.State.SCHEDULED],
        releases=list(releases.holding_any(article.editions.all())),
        earlier=sum(edition.language in standing and edition not in withdrawn for edition in past),
        photos=_photos(article, live),
        attachments=[attachment for edition in live for attachment in edition.attachments.all()],
    )


def recipients(*articles):
    """Return the KitDeliveries of these articles, the latest first."""
    return KitDelivery.objects.filter(article__in=articles).select_related("article")


@retried
def take_down(article, *, by, reason, kind, photos=()):
    """Remove all of `article` from the site at once, and stop `photos`, which something else shows as well.

    Raises Refused only if there is nothing to remove. Scheduled editions are unscheduled, whatever release or newer
    draft there is; drafts stay.
    """
    _require(by, reason)
    if kind not in KINDS:
        raise Refused(_("Choose what visitors will see at this address."))
    freed = holds.free(article.editions.all(), Article.objects.filter(pk=article.pk).hold, by=by)
    with clock.standing_still():
        reach = reach_of(article)
        closed = [*reach.withdrawn, *(reach.gone if kind == Withdrawal.Kind.VANISHED else [])]
        if not (reach.live or reach.scheduled or closed or freed or photos):
            raise Refused(_("Nothing of this article is public."))
        actions.end_what_waits(article.editions.all(), by=by, reason=reason)
        for edition in reach.live:
            actions.withdraw(edition, by=by, reason=reason, kind=kind, emergency=True)
        for edition in closed:
            _deepen(edition, by=by, reason=reason, kind=kind)
        for photo in photos:
            stop_photo(photo, by=by, reason=reason)


@retried
def stop_photo(photo, *, by, reason):
    """Hide a photo from all visitors, whatever shows it: articles keep their text and lose the picture."""
    _require(by, reason)
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    if photo.news_stoppedphoto_set.filter(lifted_at__isnull=True).exists():
        return
    StoppedPhoto.objects.create(photo=photo, by=by, reason=reason)
    timeline.record(photo, Verb.WITHDRAWN, by=by, note=reason)


@retried
def lift_stop(photo, *, by):
    """Show a stopped photo again wherever it is used."""
    _require(by, "lifted")
    stops = photo.news_stoppedphoto_set.filter(lifted_at__isnull=True)
    if not stops.update(lifted_at=clock.now(), lifted_by=by):
        raise Refused(_("This photograph is not hidden."))
    timeline.record(photo, Verb.PUBLISHED, by=by, note=_("The photograph is no longer hidden."))


def _require(by, reason):
    if not roles.may(by, "withdraw"):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    if not reason.strip():
        raise Refused(_("Give a reason; it is kept in the history."))


def _deepen(edition, *, by, reason, kind):
    """Close an edition that an earlier withdrawal had left readable."""
    instant = clock.now()
    exits.record_withdrawal(edition, instant, reason, by=by, kind=kind, emergency=True)
    exits.leave_tombstones(edition, instant, kind)
    timeline.record(edition, Verb.WITHDRAWN, by=by, note=reason)


def _left_by(kind, past, live):
    """Return the last edition of each language that has no public one and was withdrawn in this way."""
    last = {edition.language: edition for edition in past}.values()
    replaced = {edition.language for edition in live}
    return [edition for edition in last if edition.language not in replaced and _exit_of(edition) == kind]


def _exit_of(edition):
    exit = Withdrawal.objects.last_of(edition.article_id, edition.language)
    return exit and exit.kind


def _photos(article, live):
    found = {use.photo_id: use.photo for edition in live for use in edition.photos.all()}
    return [
        PhotoReach(photo, _uses_elsewhere(photo, article), photo.state() == photo.State.LIVE)
        for photo in found.values()
    ]


def _uses_elsewhere(photo, article):
    return [use for use in uses.uses_of(photo) if use.address and getattr(use.object, "article_id", None) != article.pk]
