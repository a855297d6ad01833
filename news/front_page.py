"""The top of the home page, chosen by hand: what stands there now, what comes, and what editors do to it.

A front page is published, scheduled, moved and taken off the schedule like anything else (publishing.actions). It ends
by itself; then, and wherever one of its articles cannot be read, the home page is made by date.
"""

import dataclasses
import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from identity.current import current as identity
from news import access
from news.models import Article, Banner, FrontPage, FrontPlace
from news.models.front_page import MAX_BELOW
from publishing import actions, clock, timeline
from publishing.actions import NotAllowed, Refused, Stale
from publishing.localized import in_language
from publishing.timeline import Verb
from publishing.transactions import retried


def chosen():
    """Return (the lead's id or None, [ids of the articles below it]) of what stands now, as whoever asks may see it."""
    places = {int(position): article for position, article in identity().along("front")["places"].items()}
    return places.pop(0, None), [places[position] for position in sorted(places)]


@dataclasses.dataclass(frozen=True)
class Shown:
    """A banner as a page prints it: the kind, the words and the link in its language, '' without a link."""

    kind: str
    words: str
    link: str


def banners():
    """Return what stands above every page now, as whoever asks may see it: emergencies first."""
    found = identity().along("front")["banners"]
    shown = (Shown(each["kind"], in_language(each["text"]), in_language(each["link"])) for each in found)
    return [banner for banner in shown if banner.words]


def standing():
    """Return the FrontPage that stands now, None while the home page is made by date."""
    last = FrontPage.objects.filter(live_from__lte=clock.SiteNow()).order_by("-live_from", "-pk").first()
    return last if last and last.is_public() else None


def coming():
    """Return the scheduled FrontPages, the next one first."""
    return FrontPage.objects.scheduled().order_by("live_from", "pk").prefetch_related("places__article__editions")


def banners_until_over():
    """Return the Banners that stand now and those that come, in the order of their beginnings."""
    known = Banner.objects.filter(live_from__isnull=False, live_until__gt=clock.SiteNow())
    return known.order_by("live_from", "pk")


def digest():
    """Return a short name of what stands now and what comes: another one as soon as a colleague has changed it."""
    pages = [standing(), *coming(), *banners_until_over()]
    facts = [(page._meta.label, page.pk, page.live_from, page.live_until) for page in pages if page]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:20]


@retried
def put(articles, *, by, until, at=None, seen=None):
    """Put `articles`, the lead first, on the front page now or at the instant `at`; return the FrontPage.

    It stands until the instant `until`. `seen` is the digest() that `by` has read. Raises Refused.
    """
    with transaction.atomic():
        _require(by)
        _require_seen(seen)
        _check(articles, by)
        page = FrontPage.objects.create(ends_at=until)
        FrontPlace.objects.bulk_create(
            FrontPlace(front_page=page, article=article, position=position) for position, article in enumerate(articles)
        )
        timeline.record(page, Verb.CREATED, by=by, note="\n".join(str(article) for article in articles))
        actions.publish(page, by=by, at=at)
    return page


@retried
def move(item, *, by, at, until):
    """Move a scheduled front page or banner to the instant `at`, until the instant `until`."""
    with transaction.atomic():
        item.hold()
        type(item).objects.filter(pk=item.pk).update(ends_at=until)
        actions.reschedule(item, by=by, at=at)


@retried
def take_off(page, *, by):
    """End the front page that stands now: the home page is made by date again."""
    actions.withdraw(page, by=by, reason=_("Taken off the front page"))


@retried
def put_banner(banner, *, by, until, at=None):
    """Put the new Banner above every page now or at the instant `at`, until the instant `until`."""
    with transaction.atomic():
        _require(by)
        banner.ends_at = until
        banner.save()
        timeline.record(banner, Verb.CREATED, by=by, note="\n".join(filter(None, banner.text.values())))
        actions.publish(banner, by=by, at=at)


@retried
def take_down(banner, *, by):
    """End a banner that stands now."""
    actions.withdraw(banner, by=by, reason=_("Taken down"))


def _check(articles, by):
    if not articles:
        raise Refused(_("Choose at least one article: the first one leads."))
    if len(articles) > MAX_BELOW + 1:
        raise Refused(_("A lead and %(number)s articles below it are the most. Take one out.") % {"number": MAX_BELOW})
    numbers = [article.pk for article in articles]
    if len(set(numbers)) < len(numbers):
        raise Refused(_("An article stands twice in the list. Take it out once."))
    if eligible(by).filter(pk__in=numbers).count() < len(numbers):
        raise Refused(_("An article of the list is not there any more. Take it out, and choose another one."))


def eligible(user):
    """Return the articles that `user` may put on the front page: no standing pages, and none for named people alone.

    Its title is written into the timeline, which all of the desk may read.
    """
    news = Article.objects.filter(editions__is_page=False).distinct()
    return access.readable_by(user, news).exclude(pk__in=access.limited())


def _require(by):
    if not may_arrange(by):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))


def may_arrange(user):
    return user.has_perm("news.change_frontpage")


def _require_seen(seen):
    if seen not in (None, digest()):
        raise Stale(_("A colleague changed the front page while you were working. What you chose is still below."))
