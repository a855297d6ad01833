"""Released together: everything of a release becomes public in one transaction at one instant, or nothing does.

The things themselves are made public by publishing.actions, one by one, while the clock stands still. Rows are locked
in one order, the release first and then its things by kind and number, so that two releases that share a thing wait
for each other and never for ever.
"""

import contextlib
import dataclasses
import hashlib
import itertools
import json

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, transaction
from django.db.models import Max, Q
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected

from council import calendar
from council.models import Document, Meeting, Term
from news import access
from news.models import Article, Edition, Release, ReleaseItem
from photos.models import Album, Photo
from publishing import actions, clock, dates, holds, roles, timeline
from publishing.actions import NotAllowed, NotReady, Refused, Stale
from publishing.checks import blocking
from publishing.models import Publishable, Reviewable
from publishing.timeline import Verb

State = Publishable.State

# In the order in which they are locked, published and shown.
KINDS = [Edition, Meeting, Document, Album, Photo, Term]
# The states of an edition that never becomes public again.
OVER = [State.ENDED, State.SET_ASIDE]


@dataclasses.dataclass(frozen=True)
class Gap:
    """One thing to mend before a release: what it is about (None: the release itself), where, and a sentence.

    `field` is the name of a form field of `item`, empty where it is the item as a whole.
    """

    item: Publishable | None
    field: str
    sentence: str
    blocks: bool = True


# --- What is in a release ------------------------------------------------------------------------------------------


def things(release):
    """Return what is in `release`, in the fixed order; what was deleted meanwhile is left out."""
    found = []
    for model in KINDS:
        found += model._base_manager.filter(pk__in=_numbers(release, model)).order_by("pk")
    return found


def opening(release, at=None):
    """Return those things of `release` that are not public yet, nor were, at the instant `at` (now, if not given)."""
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
    """Say that a thing in a scheduled release does not leave its schedule alone."""
    release = holding(thing)
    if release is None:
        return ""
    return _(
        "It is part of the release “%(name)s”, and what is released together stays together. "
        "Reschedule the release, or take it off the schedule."
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
    """Tell whether `user` may read a thing of a release; only articles, and photos with them, are limited to some."""
    return not isinstance(thing, (Edition, Photo)) or access.may_read(user, thing)


def not_yet_public(things):
    """Keep of a queryset of things what visitors are still to see, scheduled or not."""
    return things.unpublished() | things.scheduled()


def _is_closed(thing, at):
    # Asked of its own range: a photo may be seen already because something else shows it.
    state = Publishable.state(thing, at)
    return state in (State.UNPUBLISHED, State.SCHEDULED) or (
        state == State.ENDED and not isinstance(thing, Reviewable)  # a record may come back
    )


def _numbers(release, model):
    return release.items.filter(subject_type=_type(model)).values("subject_id")


def _entries(thing):
    return ReleaseItem.objects.filter(subject_type=_type(type(thing)), subject_id=thing.pk)


def _type(model):
    return ContentType.objects.get_for_model(model)


# --- Putting one together ------------------------------------------------------------------------------------------


def start(name, *, by, languages=Release.Languages.ALL, note=""):
    """Return a new, empty release."""
    _require(by, "write")
    with transaction.atomic():
        release = Release.objects.create(name=name, languages=languages, note=note, created_by=by)
        timeline.record(release, Verb.CREATED, by=by)
    return release


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


def add(release, *added, by):
    """Put things into `release`; those that are in it already stay, those whose time is over are refused."""
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


def remove(release, *removed, by):
    """Take things out of `release`."""
    with _locked(release):
        _require(by, "write")
        _require_no_moment(release)
        for thing in removed:
            _entries(thing).filter(release=release).delete()
        _record_list(release, _("Taken out: %(names)s"), removed, by=by)


def _record_list(release, words, subjects, *, by):
    """Write the change of a list into the history of the release, and into that of each text and photo.

    What may be limited to some people, today or later, is only counted in the history of the release, which everybody
    reads and nobody can change; its own history names the release.
    """
    limitable = [subject for subject in subjects if isinstance(subject, (Edition, Photo))]
    names = [str(subject) for subject in subjects if subject not in limitable] + _counted(limitable)
    timeline.record(release, Verb.EDITED, by=by, note=words % {"names": ", ".join(names)})
    for subject in limitable:
        told = _("In the release “%(name)s”: %(change)s")
        change = words % {"names": subject}
        timeline.record(subject, Verb.EDITED, by=by, note=told % {"name": release, "change": change})


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
    """Return every Gap of `release` at once, in the order of its things; reviews are told apart, by unreviewed()."""
    at = at or clock.now()
    waiting = opening(release)
    gaps = [] if waiting else [Gap(None, "", _("Nothing in this release is still to be published."))]
    if release.items.count() > len(things(release)):
        gaps.append(Gap(None, "", _("Something that was in this release has been deleted."), blocks=False))
    for thing in waiting:
        gaps += _gaps_of(thing, release, by)
    told = [thing for thing in waiting if by is None or may_read(by, thing)]
    return [*gaps, *_missing_languages(release, told, at)]


def unreviewed(release):
    """Return the editions of `release` that nobody has approved as they stand."""
    return [thing for thing in opening(release) if isinstance(thing, Reviewable) and not thing.is_approved]


def _gaps_of(thing, release, by):
    if thing.live_from and thing.live_from != release.opens_at and thing.state() == State.SCHEDULED:
        yield Gap(thing, "", _scheduled_on_its_own(thing))
    if by and thing.objection(by):
        yield Gap(thing, "", thing.objection(by))
    if by and not may_read(by, thing):
        yield Gap(thing, "", _("Only those who may read this text can release it."))
        return  # and are told the rest
    for problem in thing.problems():
        yield Gap(thing, problem.field, problem.sentence, problem.blocks)


def _scheduled_on_its_own(thing):
    other, told = holding(thing), {"moment": dates.moment_in_words(thing.live_from)}
    if other:
        return _("It is scheduled already, with the release “%(name)s” for %(moment)s.") % {"name": other, **told}
    return _("It is scheduled on its own for %(moment)s. Take it off the schedule first.") % told


def _missing_languages(release, waiting, at):
    """Yield a Gap for each language that an article of the release will still lack when it opens."""
    editions = [thing for thing in waiting if isinstance(thing, Edition)]
    for article, group in itertools.groupby(sorted(editions, key=_by_article), key=_by_article):
        group = list(group)
        present = {edition.language for edition in group}
        present |= set(Edition.objects.public(at).filter(article=article).values_list("language", flat=True))
        for code, _name in settings.LANGUAGES:
            if code not in present:
                yield Gap(group[0], "", *_without_language(release, group[0], code))


def _by_article(edition):
    return edition.article_id


def _without_language(release, edition, code):
    told = {"language": get_language_info(code)["name_translated"], "title": edition}
    if release.languages == Release.Languages.ALL:
        return _("The release demands all languages, and “%(title)s” lacks one: %(language)s.") % told, True
    return _("Readers of “%(title)s” will be told that a language follows: %(language)s.") % told, False


# --- Its moment ----------------------------------------------------------------------------------------------------


def fingerprint(release):
    """Return a short name for all that a person has seen who confirms a release; any change gives another."""
    seen = [release.languages, str(release.opens_at)]
    seen += [
        [thing._meta.label, thing.pk, getattr(thing, "version", 0), str(thing.live_from)] for thing in things(release)
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:20]


def release(release, *, by, at=None, without_review="", seen=None):
    """Make everything in `release` public, now or at the instant `at`.

    `without_review` is the reason for texts that nobody has approved; `seen` is the fingerprint() of what was
    confirmed. Raises Refused for any one thing, and then nothing is public.
    """
    with _locked(release, seen):
        _require(by, "publish")
        _require_no_moment(release)
        _require_ready(release, by, at, without_review)
        with clock.standing_still() as now:
            waiting = opening(release)
            calendar.will_change(_meetings_told_of(waiting, at or now), at or now)
            for thing in waiting:
                _open(thing, release, by=by, at=at, without_review=without_review)
            _set_moment(release, at or now)
            verb = Verb.SCHEDULED if at else Verb.PUBLISHED
            timeline.record(release, verb, by=by, takes_effect=release.opens_at)


def reschedule(release, *, by, at, seen=None):
    """Move everything in a scheduled `release` to the instant `at`."""
    with _locked(release, seen):
        _require(by, "publish")
        waiting = _require_scheduled(release)
        _forget_changes(waiting, release)
        _set_moment(release, None)  # while they move, nothing holds the things
        with clock.standing_still():
            calendar.will_change(_meetings_told_of(waiting, at), at)
            for thing in waiting:
                with _named(thing, by):
                    actions.reschedule(thing, by=by, at=at)
            _set_moment(release, at)
            timeline.record(release, Verb.RESCHEDULED, by=by, takes_effect=at)


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
def let_go(things, *, by):
    """Take off the schedule every release that holds one of the queryset `things`, which have to end; return them."""
    freed = []
    for release in holding_any(things):
        _hold(release)
        if release.state() == State.SCHEDULED:  # nobody else was faster
            freed.append(release)
            note = _("With the release “%(name)s”, of which something was withdrawn.") % {"name": release}
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


def _meetings_told_of(waiting, at):
    """Return the meetings that visitors know at the instant `at` without this, and whose reports are among `waiting`.

    Their entries in calendars change then, for they lead to the reports. That of a meeting which opens itself appears.
    """
    editions = [it.pk for it in waiting if isinstance(it, Edition)]
    opening_too = [it.pk for it in waiting if isinstance(it, Meeting)]
    return list(Meeting.objects.public(at).filter(editions__in=editions).exclude(pk__in=opening_too).distinct())


def _forget_changes(waiting, release):
    calendar.will_not_change(_meetings_told_of(waiting, release.opens_at), release.opens_at)


def _promise_translation(edition, promised):
    """Have readers told that languages follow; it is the release's word, so no approval depends on it."""
    edition.translation_follows = promised
    edition.save(update_fields=["translation_follows"])


def _take_promise_back(thing):
    # Asked anew: what was set aside stays as it is.
    if isinstance(thing, Edition) and Edition.objects.unpublished().filter(pk=thing.pk).exists():
        Edition.objects.filter(pk=thing.pk, translation_follows=True).update(translation_follows=False)


def _set_moment(release, instant):
    release.opens_at = instant
    release.save(update_fields=["opens_at"])


@contextlib.contextmanager
def _locked(release, seen=None):
    """Run the block in a transaction that holds the release and its things, and has found them as they were `seen`."""
    try:
        with transaction.atomic():
            _hold(release)
            if seen is not None and seen != fingerprint(release):
                raise Stale(_("Something in the release has changed meanwhile. Look at it again, then confirm."))
            yield
    except OperationalError as error:
        # Against other actions on single things, which lock them in an order of their own.
        if isinstance(error.__cause__, DeadlockDetected):
            raise Refused(
                _("Somebody else is acting on the same things just now. Nothing was done; try again.")
            ) from error
        raise


def _hold(release):
    """Hold the rows of a release and its things; of an article all editions, for they give way."""
    release.refresh_from_db(from_queryset=Release.objects.select_for_update(of=("self",)))
    for model in KINDS:
        rows = model._base_manager.filter(pk__in=_numbers(release, model))
        if model is Edition:
            Article.objects.filter(pk__in=rows.values("article")).hold()
        else:
            list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


@contextlib.contextmanager
def _named(thing, by):
    """Say in a refusal which of the things it is about, if `by` may read it."""
    try:
        yield
    except NotAllowed:
        raise
    except Refused as refusal:
        told = {
            "kind": thing._meta.verbose_name.capitalize(),
            "name": thing if may_read(by, thing) else "…",
            "sentence": refusal,
        }
        raise Refused(_("%(kind)s “%(name)s”: %(sentence)s") % told) from refusal


def _require(user, right):
    if not roles.may(user, right):
        raise NotAllowed(_("Your role does not include this action. Ask the press secretary."))


def _require_no_moment(release):
    if release.state() == State.SCHEDULED:
        raise Refused(_("The release is scheduled. Take it off the schedule to change it."))
    if release.opens_at:
        raise Refused(_("The release has taken place and stays as it was. Make a new one."))


def _require_scheduled(release):
    """Return what waits in a scheduled release, or refuse."""
    if release.state() != State.SCHEDULED:
        raise Refused(_("Only something scheduled can be taken off the schedule."))
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
            _("Nobody has approved these texts as they stand: %(titles)s.")
            % {"titles": ", ".join(f"{edition} ({edition.language})" for edition in waiting)}
        )
