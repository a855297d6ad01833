"""What the desk has the worker do with a source: a dry run, or the import as drafts; paused, gone on with, stopped.

What is read and how is the same as on the command line (moving/runs.py, moving/batches.py). A worker that is killed
begins the job again, and it goes on where it was.
"""

import dataclasses
import math
import time

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from moving import batches, jobs, places, profiles, runs
from moving.models import Batch, Import, Source, SourcePage
from moving.profiles import ProfileRefused
from moving.sources import SourceRefused
from publishing import roles
from publishing.actions import NotAllowed, Refused

State = Import.State
OPEN = [State.WAITING, State.RUNNING, State.PAUSED]
LOOK_SECONDS = 1.0  # between two looks at what somebody wants meanwhile
SILENT_SECONDS = 60  # after which nobody seems to be at it
MIN_DONE = 0.02  # of a step, before anything is said of how long it takes


class _InterruptedError(Exception):
    """Somebody wants it paused or stopped."""


def begin(place: str, goal: str, profile_name: str, section: str, *, by: User) -> Import:
    """Have the worker begin with the source called `place`. Raises Refused, ProfileRefused and SourceRefused."""
    _require(by)
    path = places.path_of(place)
    profile = profiles.load_known(profile_name) if profile_name else profiles.Profile()
    if section:
        profile = dataclasses.replace(profile, section=section)
    if goal == Import.Goal.DRAFTS and not _is_read(path):
        raise Refused(_("This source has not been read yet. Begin with the dry run."))
    try:
        with transaction.atomic():
            begun = Import.objects.create(
                place=place,
                goal=goal,
                profile_name=profile_name,
                profile=profile.as_dict(),
                language=get_language() or settings.LANGUAGE_CODE,
                by=by,
            )
            _defer(begun)
    except IntegrityError as error:
        raise Refused(_("Somebody has begun with this source already. Stop that first.")) from error
    return begun


def pause(number: int, *, by: User) -> None:
    """Have an import paused as soon as the page at hand is done. Raises Refused."""
    _wish(number, State.PAUSED, [State.WAITING, State.RUNNING], by)


def stop(number: int, *, by: User) -> None:
    """End an import as soon as the page at hand is done; what was read stays in the books. Raises Refused."""
    _wish(number, State.STOPPED, OPEN, by)


def go_on(number: int, *, by: User) -> None:
    """Have a paused import, or one that broke off, go on where it was. Raises Refused."""
    _require(by)
    try:
        with transaction.atomic():
            found = Import.objects.select_for_update().get(pk=number)
            if found.state not in (State.PAUSED, State.BROKEN_OFF):
                raise Refused(_("It is not paused any more."))
            found.state, found.wish, found.refusal, found.ended_at = State.WAITING, "", "", None
            found.save(update_fields=["state", "wish", "refusal", "ended_at"])
            _defer(found)
    except IntegrityError as error:
        raise Refused(_("Somebody has begun with this source already. Stop that first.")) from error


def _wish(number, state, possible, by):
    _require(by)
    with transaction.atomic():
        found = Import.objects.select_for_update().get(pk=number)
        if found.state not in possible:
            raise Refused(_("It is over already."))
        if found.state == State.RUNNING and not is_silent(found):
            found.wish = state
            found.save(update_fields=["wish"])
        else:  # nobody is at it
            _ended(found, state)


def _defer(found):
    jobs.carry_out.defer(number=found.pk)


def _require(by):
    if not (roles.is_administrator(by) and by.has_perm("moving.add_import")):
        raise NotAllowed(_("Only administrators move in from an old site."))


def _is_read(path):
    batch = Batch.objects.filter(source__place=str(path)).order_by("-id").first()
    return batch is not None and batch.stage != Batch.Stage.READING


# --- What the worker does --------------------------------------------------------------------------------------------


def carry_out(number: int) -> None:
    """Do what an import says, to its end or until somebody interrupts it. May be called again after a crash."""
    found = Import.objects.filter(pk=number, state__in=[State.WAITING, State.RUNNING]).select_related("by").first()
    if found is None:
        return  # stopped meanwhile, or done by the job that was thought dead
    with override(found.language):
        try:
            following = _Following(found)
            following("list", 0, 0)
            profile = profiles.Profile.from_dict(found.profile)
            found.batch = runs.read_source(str(places.path_of(found.place)), profile, by=found.by, progress=following)
            found.save(update_fields=["batch"])
            if found.goal == Import.Goal.DRAFTS:
                batches.draft(found.batch, by=found.by, progress=following)
        except _InterruptedError as interruption:
            _ended(found, str(interruption))
        except (ProfileRefused, SourceRefused, Refused) as refusal:
            _ended(found, State.BROKEN_OFF, str(refusal))
        except OSError as fault:
            sentence = _("The server could not read or write: %(error)s. When that is mended, go on.")
            _ended(found, State.BROKEN_OFF, sentence % {"error": fault})
            raise
        except Exception:
            _ended(
                found,
                State.BROKEN_OFF,
                _("It broke off for a reason that is not known. The log of the worker names it; tell the operator."),
            )
            raise
        else:
            with transaction.atomic():
                if Import.objects.select_for_update().get(pk=number).state == State.RUNNING:  # not stopped meanwhile
                    _ended(found, State.DONE)


def _ended(found, state, refusal=""):
    found.state, found.wish, found.refusal = state, "", refusal
    found.ended_at = None if state == State.PAUSED else timezone.now()
    found.save(update_fields=["state", "wish", "refusal", "ended_at"])


class _Following:
    """Writes down how far an import has come, and looks whether somebody wants it interrupted."""

    def __init__(self, found: Import) -> None:
        self.found, self.looked_at = found, 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if what == self.found.step and now - self.looked_at < LOOK_SECONDS:
            return
        moment = timezone.now()
        if what != self.found.step or not self.looked_at:
            self.found.step, self.found.step_at = what, moment
        self.looked_at = now
        told = {"step": what, "step_at": self.found.step_at, "done": done, "total": total, "seen_at": moment}
        going = Import.objects.filter(pk=self.found.pk, state__in=[State.WAITING, State.RUNNING], wish="")
        if not going.update(state=State.RUNNING, **told):
            self.found.refresh_from_db()
            raise _InterruptedError(self.found.wish or self.found.state)
        self.found.state = State.RUNNING


# --- How far it is ---------------------------------------------------------------------------------------------------


def is_silent(found: Import) -> bool:
    """Tell whether the worker should be at an import, and has not been seen at it for a while."""
    since = found.seen_at or found.begun_at
    is_long_ago = (timezone.now() - since).total_seconds() > SILENT_SECONDS
    return found.state in (State.WAITING, State.RUNNING) and is_long_ago


def minutes_left(found: Import) -> int | None:
    """Return how many minutes the step at hand takes from now on, None as long as nobody can know."""
    if found.state != State.RUNNING or found.seen_at is None or found.step_at is None:
        return None
    if not found.total or found.done < found.total * MIN_DONE:
        return None
    seconds = (found.seen_at - found.step_at).total_seconds()
    return math.ceil(seconds / found.done * (found.total - found.done) / 60)


def pages_of(found: Import) -> QuerySet[SourcePage]:
    """Return all pages of the source of an import."""
    try:
        path = str(places.path_of(found.place))
    except SourceRefused:
        return SourcePage.objects.filter(batch=found.batch) if found.batch else SourcePage.objects.none()
    return SourcePage.objects.filter(source__in=Source.objects.filter(place=path))
