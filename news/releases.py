"""Releases: everything in a release becomes public in one transaction at one instant, or nothing does.

publishing.actions publishes the things one by one, while the clock stands still. Rows are locked in one order, the
release first and then its things by kind and number, so that two releases with a thing in common do not deadlock.
"""

import contextlib
import dataclasses
import hashlib
import itertools
import json

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from council import calendar
from council.models import Document, Meeting, Term
from news import access
from news.models import Article, Edition, Release, ReleaseItem
from photos.models import Album, Photo
from publishing import actions, clock, dates, holds, roles, timeline
from publishing.actions import NotAllowed, NotReady, Refused, Stale
from publishing.checks import blocking
from publishing.cldr import language_in_words
from publishing.languages import principal_codes
from publishing.models import Publishable, Reviewable
from publishing.timeline import Verb
from publishing.transactions import retried

State = Publishable.State

# The models, in the order in which their rows are locked, published and shown.
KINDS = [Edition, Meeting, Document, Album, Photo, Term]
# The states of an edition that never becomes public again.
OVER = [State.ENDED, State.SET_ASIDE]


@dataclasses.dataclass(frozen=True)
class Gap:
    """One thing to fix before a release: which item (None: the release itself), which field, and a sentence.

    `field` is the name of a form field of `item`, or empty.
    """

    item: Publishable | None
    field: str
    sentence: str
    blocks: bool = True


# --- What is in a release ------------------------------------------------------------------------------------------


def things(release):
    """Return the things in `release`, in the fixed order, without those that were deleted meanwhile."""
    things = []
    for model in KINDS:
        things += model._base_manager.filter(pk__in=_numbers(release, model)).order_by("pk")
    return things


def opening(release, at=None):
    """Return those things of `release` that are still to be published at the instant `at`, by default now."""
    at = at or clock.now()
    return [thing for thing in things(release) if _is_closed(thing, at)]


def of(thing):
    """Return the releases that `thing` is in, the latest first."""
    return Release.objects.filter(pk__in=_entries(thing).values("release"))


def holding(thing):
    """Return the scheduled release that holds `thing` on its schedule, or None."""
    return of(thing).filter(opens_at__gt=clock.SiteNow()).first()


def holding_any(things):
    """Return the scheduled releases that hold one of the queryset `things`, in the order of their numbers."""
    held = ReleaseItem.objects.filter(subject_type=_type(things.model), subject_id__in=things.values("pk"))
    return Release.objects.filter(opens_at__gt=clock.SiteNow(), items__in=held).distinct().order_by("pk")


def in_preparation_for(things):
    """Return the latest release that holds one of `things` and has not opened yet; None without any."""
    entries = ReleaseItem.objects.none()
    for thing in things:
        entries |= _entries(thing)
    waiting = Q(opens_at__isnull=True) | Q(opens_at__gt=clock.SiteNow())
    return Release.objects.filter(waiting, items__in=entries).distinct().order_by("-pk").first()


@holds.reason
def held_by_release(thing):
    """Return why a thing in a scheduled release cannot be unscheduled alone, or ''."""
    release = holding(thing)
    if release is None:
        return ""
    return _(
        "It is part of the package “%(name)s” and cannot be moved alone. Reschedule or unschedule the whole package."
    ) % {"name": release}


def unpublished_of(meeting, user):
    """Return everything about `meeting` that is not public yet and that `user` may read, as a list of things."""
    editions = access.readable_by(user, not_yet_public(Edition.objects))
    articles = editions.filter(meeting=meeting).values("article")
    editions = list(editions.filter(article__in=articles))
    shown = Photo.objects.filter(
        Q(news_editionphoto_set__edition__in=editions) | Q(council_meetingphoto_set__meeting=meeting)
    )
    its_own = Q(of_meeting__meeting=meeting)
    albums = not_yet_public(Album.objects).filter(Q(photo_uses__photo__in=shown) | its_own).distinct()
    documents = not_yet_public(Document.objects).filter(considerations__meeting=meeting).distinct()
    return [*editions, *not_yet_public(Meeting.objects).filter(pk=meeting.pk), *documents, *albums]


def may_read(user, thing):
    """Tell whether `user` may read a thing of a release; only articles, and photos in them, may be limited."""
    return not isinstance(thing, (Edition, Photo)) or access.may_read(user, thing)


def not_yet_public(things):
    """Keep what is not public yet, scheduled or not."""
    return things.unpublished() | things.scheduled()


def _is_closed(thing, at):
    # By its own range: a photo may be visible already because something else shows it.
    state = Publishable.state(thing, at)
    return state in (State.UNPUBLISHED, State.SCHEDULED) or (
        state == State.ENDED and not isinstance(thing, Reviewable)  # a record may be published again
    )


def _numbers(release, model):
    return release.items.filter(subject_type=_type(model)).values("subject_id")


def _entries(thing):
    return ReleaseItem.objects.filter(subject_type=_type(type(thing)), subject_id=thing.pk)


def _type(model):
    return ContentType.objects.get_for_model(model)


# --- Putting one together ------------------------------------------------------------------------------------------


@retried
def start(name, *, by, languages=Release.Languages.ALL, note=""):
    """Return a new, empty release."""
    _require(by, "write")
    release = Release.objects.create(name=name, languages=languages, note=note, created_by=by)
    timeline.record(release, Verb.CREATED, by=by)
    return release


@retried
def change(release, *, by, **facts):
    """Change name, note or the rule for languages; the rule is refused once the release has a moment."""
    with _locked(release):
        _require(by, "write")
        if facts.get("languages", release.languages) != release.languages:
            _require_no_moment(release)
        for field, value in facts.items():
            setattr(release, field, value)
        release.save(update_fields=list(facts))
        timeline.record(release, Verb.EDITED, by=by)


@retried
def add(release, *added, by):
    """Put things into `release` and return the new ones; raises Refused for editions that are over."""
    with _locked(release):
        _require(by, "write")
        _require_no_moment(release)
        over = [thing for thing in added if isinstance(thing, Reviewable) and thing.state() in OVER]
        if over:
            raise Refused(_("“%(name)s” is over. Open its next edition and add that one.") % {"name": over[0]})
        place = release.items.aggregate(last=Max("position"))["last"] or 0
        new = [thing for thing in added if not _entries(thing).filter(release=release).exists()]
        for thing in new:
            place += 1
            release.items.create(subject_type=_type(type(thing)), subject_id=thing.pk, position=place)
        if new:
            _record_list(release, _("Added: %(names)s"), new, by=by)
    return new


@retried
def remove(release, *removed, by):
    """Take things out of `release`."""
    with _locked(release):
        _require(by, "write")
        _require_no_moment(release)
        for thing in removed:
            _entries(thing).filter(release=release).delete()
        _record_list(release, _("Removed: %(names)s"), removed, by=by)


def _record_list(release, words, subjects, *, by):
    """Record the change of the list in the timeline of the release, and in that of each text and photo.

    Everybody may read the release's timeline, and nobody can change it. So texts and photos, which may be limited to
    some people now or later, are only counted there; their own timelines name the release.
    """
    limitable = [subject for subject in subjects if isinstance(subject, (Edition, Photo))]
    names = [str(subject) for subject in subjects if subject not in limitable] + _counted(limitable)
    timeline.record(release, Verb.EDITED, by=by, note=words % {"names": ", ".join(names)})
    for subject in limitable:
        note = _("In the package “%(name)s”: %(change)s")
        change = words % {"names": subject}
        timeline.record(subject, Verb.EDITED, by=by, note=note % {"name": release, "change": change})


def _counted(limitable):
    texts = sum(isinstance(subject, Edition) for subject in limitable)
    photos = len(limitable) - texts
    counts = [
        texts and ngettext("%d text", "%d texts", texts) % texts,
        photos and ngettext("%d photograph", "%d photographs", photos) % photos,
    ]
    return [count for count in counts if count]


# --- What is missing -----------------------------------------------------------------------------------------------


def problems(release, *, by=None, at=None):
    """Return all Gaps of `release`, in the order of its things. Missing approvals are not among them: unreviewed()."""
    at = at or clock.now()
    waiting = opening(release)
    gaps = [] if waiting else [Gap(None, "", _("Nothing in this package is still to be published."))]
    if release.items.count() > len(things(release)):
        gaps.append(Gap(None, "", _("Something that was in this package has been deleted."), blocks=False))
    for thing in waiting:
        gaps += _gaps_of(thing, release, by)
    readable = [thing for thing in waiting if by is None or may_read(by, thing)]
    return [*gaps, *_missing_languages(release, readable, at)]


def unreviewed(release):
    """Return the editions of `release` that nobody has approved as they are now."""
    return [thing for thing in opening(release) if isinstance(thing, Reviewable) and not thing.is_approved]


def _gaps_of(thing, release, by):
    if thing.live_from and thing.live_from != release.opens_at and thing.state() == State.SCHEDULED:
        yield Gap(thing, "", _scheduled_on_its_own(thing))
    if by and thing.objection(by):
        yield Gap(thing, "", thing.objection(by))
    if by and not may_read(by, thing):
        yield Gap(thing, "", _("Only those who may read this text can publish it."))
        return  # the other problems would give its content away
    for problem in thing.problems():
        yield Gap(thing, problem.field, problem.sentence, problem.blocks)


def _scheduled_on_its_own(thing):
    other, moment = holding(thing), {"moment": dates.moment_in_words(thing.live_from)}
    if other:
        return _("It is scheduled already, with the package “%(name)s” for %(moment)s.") % {"name": other, **moment}
    return _("It is scheduled separately for %(moment)s. Unschedule it first.") % moment


def _missing_languages(release, waiting, at):
    """Yield a Gap for each language that an article of the release will still lack when it opens."""
    editions = [thing for thing in waiting if isinstance(thing, Edition)]
    for article, group in itertools.groupby(sorted(editions, key=_by_article), key=_by_article):
        group = list(group)
        present = {edition.language for edition in group}
        present |= set(Edition.objects.public(at).filter(article=article).values_list("language", flat=True))
        for code in principal_codes():
            if code not in present:
                yield Gap(group[0], "", *_without_language(release, group[0], code))


def _by_article(edition):
    return edition.article_id


def _without_language(release, edition, code):
    words = {"language": language_in_words(code), "title": edition}
    if release.languages == Release.Languages.ALL:
        return _("The package demands all languages, and “%(title)s” lacks one: %(language)s.") % words, True
    return _("Readers of “%(title)s” will be told that a language follows: %(language)s.") % words, False


# --- Its moment ----------------------------------------------------------------------------------------------------


def fingerprint(release):
    """Return a digest of what a person sees who confirms a release; it changes when anything of that changes."""
    seen = [release.languages, str(release.opens_at)]
    seen += [
        [thing._meta.label, thing.pk, getattr(thing, "version", 0), str(thing.live_from)] for thing in things(release)
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:20]


@retried
def release(release, *, by, at=None, without_review="", seen=None):
    """Make everything in `release` public, now or at the instant `at`.

    `without_review` is the reason for texts that nobody has approved; `seen` is the fingerprint() of what was
    confirmed. If one thing cannot be published, raises Refused, and nothing is public.
    """
    with _locked(release, seen):
        _require(by, "publish")
        _require_no_moment(release)
        _require_ready(release, by, at, without_review)
        with clock.standing_still() as now:
            waiting = opening(release)
            calendar.will_change(_reported_meetings(waiting, at or now), at or now)
            for thing in waiting:
                _open(thing, release, by=by, at=at, without_review=without_review)
            _set_moment(release, at or now)
            verb = Verb.SCHEDULED if at else Verb.PUBLISHED
            timeline.record(release, verb, by=by, takes_effect=release.opens_at)


@retried
def reschedule(release, *, by, at, seen=None):
    """Move everything in a scheduled `release` to the instant `at`."""
    with _locked(release, seen):
        _require(by, "publish")
        waiting = _require_scheduled(release)
        _forget_changes(waiting, release)
        _set_moment(release, None)  # otherwise the release holds its things, and they could not be moved
        with clock.standing_still():
            calendar.will_change(_reported_meetings(waiting, at), at)
            for thing in waiting:
                with _named(thing, by):
                    actions.reschedule(thing, by=by, at=at)
            _set_moment(release, at)
            timeline.record(release, Verb.RESCHEDULED, by=by, takes_effect=at)


@retried
def unschedule(release, *, by, seen=None):
    """Take everything in a scheduled `release` off the schedule."""
    with _locked(release, seen):
        _require(by, "publish")
        waiting = _require_scheduled(release)
        _forget_changes(waiting, release)
        _set_moment(release, None)
        with clock.standing_still():
            for thing in waiting:
                with _named(thing, by):
                    actions.unschedule(thing, by=by)
                _take_promise_back(thing)
            timeline.record(release, Verb.UNSCHEDULED, by=by)


@holds.letting_go
def unschedule_holding(things, *, by):
    """Unschedule every release that holds one of the queryset `things`, which have to end; return these releases."""
    freed = []
    for release in holding_any(things):
        _hold(release)
        if release.state() == State.SCHEDULED:  # nobody else was faster
            freed.append(release)
            note = _("With the package “%(name)s”, of which something was withdrawn.") % {"name": release}
            waiting = _waiting(release)
            _forget_changes(waiting, release)
            _set_moment(release, None)
            with clock.standing_still():
                for model in KINDS:
                    numbers = [thing.pk for thing in waiting if isinstance(thing, model)]
                    actions.take_off(model.objects.filter(pk__in=numbers), by=by, note=note)
                for thing in waiting:
                    _take_promise_back(thing)
                timeline.record(release, Verb.UNSCHEDULED, by=by, note=_("Something in it was withdrawn."))
    return freed


def _open(thing, release, *, by, at, without_review):
    with _named(thing, by):
        if isinstance(thing, Edition):
            _promise_translation(thing, release.languages == Release.Languages.FOLLOWS)
        actions.publish(thing, by=by, at=at, without_review=without_review)


def _reported_meetings(waiting, at):
    """Return the meetings whose reports are among `waiting`, and which are public at `at` already.

    Their calendar entries change then, because they link to the reports. A meeting that is itself among `waiting` gets
    a new entry anyway.
    """
    editions = [thing.pk for thing in waiting if isinstance(thing, Edition)]
    opening_too = [thing.pk for thing in waiting if isinstance(thing, Meeting)]
    return list(Meeting.objects.public(at).filter(editions__in=editions).exclude(pk__in=opening_too).distinct())


def _forget_changes(waiting, release):
    calendar.will_not_change(_reported_meetings(waiting, release.opens_at), release.opens_at)


def _promise_translation(edition, promised):
    """Set whether readers are told that translations follow. The release decides that, so it ends no approval."""
    edition.translation_follows = promised
    edition.save(update_fields=["translation_follows"])


def _take_promise_back(thing):
    # Only if it is a draft again: an edition that was set aside stays as it is.
    if isinstance(thing, Edition) and Edition.objects.unpublished().filter(pk=thing.pk).exists():
        Edition.objects.filter(pk=thing.pk, translation_follows=True).update(translation_follows=False)


def _set_moment(release, instant):
    release.opens_at = instant
    release.save(update_fields=["opens_at"])


@contextlib.contextmanager
def _locked(release, seen=None):
    """Run the block in a transaction that locks the release and its things; raise Stale if they are not as `seen`."""
    with transaction.atomic():
        _hold(release)
        if seen is not None and seen != fingerprint(release):
            raise Stale(_("The package has changed since you opened it. Check it again, then confirm."))
        yield


def _hold(release):
    """Lock the rows of a release and its things; of an article all editions, because publishing changes them, too."""
    release.refresh_from_db(from_queryset=Release.objects.select_for_update(of=("self",)))
    for model in KINDS:
        rows = model._base_manager.filter(pk__in=_numbers(release, model))
        if model is Edition:
            Article.objects.filter(pk__in=rows.values("article")).hold()
        else:
            list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


@contextlib.contextmanager
def _named(thing, by):
    """Add to a refusal which thing it is about, if `by` may read it."""
    try:
        yield
    except NotAllowed:
        raise
    except Refused as refusal:
        words = {
            "kind": thing._meta.verbose_name.capitalize(),
            "name": thing if may_read(by, thing) else "…",
            "sentence": refusal,
        }
        raise Refused(_("%(kind)s “%(name)s”: %(sentence)s") % words) from refusal


def _require(user, right):
    if not roles.may(user, right):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))


def _require_no_moment(release):
    if release.state() == State.SCHEDULED:
        raise Refused(_("The package is scheduled. Unschedule it to change it."))
    if release.opens_at:
        raise Refused(_("The package has been published and cannot change. Create a new one."))


def _require_scheduled(release):
    """Return what is scheduled with a release; raises Refused if that is not scheduled."""
    if release.state() != State.SCHEDULED:
        raise Refused(_("Only something scheduled can be unscheduled."))
    return _waiting(release)


def _waiting(release):
    """Return what is scheduled together with `release`."""
    return [thing for thing in opening(release) if thing.live_from == release.opens_at]


def _require_ready(release, by, at, without_review):
    gaps = blocking(problems(release, by=by, at=at))
    if gaps:
        raise NotReady(gaps)
    waiting = unreviewed(release)
    if waiting and not without_review.strip():
        raise actions.NotApproved(
            _("These texts have not been approved: %(titles)s.")
            % {"titles": ", ".join(f"{edition} ({edition.language})" for edition in waiting)}
        )
