"""What readers were promised for an instant that has come: is it there, has it files, has the world been told?"""

import datetime
import functools

from django.apps import apps
from django.db.models import Exists, F, OuterRef

from alerts.models import Cursor, Notice
from photos.models import Photo, PhotoUse, Rendition
from publishing import clock
from publishing.models import Boundary, Change, Publishable
from publishing.prepared import AnyOf, Param, PreparedQuery
from publishing.visitors import as_visitor

ONE_HOUR = datetime.timedelta(hours=1)
LOOK_BACK = datetime.timedelta(days=1)
MAX_ALERT_DELAY = datetime.timedelta(minutes=10)  # after which whoever follows the news should have been written to
MAX_OF_A_KIND = 20  # of one kind


def broken():
    """Return the things that should have become public in the last day, and that visitors do not see."""
    since = clock.now() - LOOK_BACK
    due = [item for model in _publishable() for item in _opened(model).fetch(since=since)]
    with as_visitor():
        seen = {(model, number) for model in {type(item) for item in due} for number in _seen_of(model, due)}
    return [item for item in due if (type(item), item.pk) not in seen]


def _publishable():
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


@functools.cache
def _opened(model):
    def opened():
        since = model.objects.public().filter(live_from__gt=Param("since"))
        return since.order_by("-live_from").only("live_from")[:MAX_OF_A_KIND]

    return PreparedQuery(opened)


def _seen_of(model, due):
    wanted = [item.pk for item in due if type(item) is model]
    return [number for (number,) in _seen(model).fetch(numbers=wanted)]


@functools.cache
def _seen(model):
    return PreparedQuery(lambda: model.objects.public().filter(AnyOf(F("pk"), Param("numbers"))).values_list("pk"))


_WITHOUT_FILES = PreparedQuery(
    lambda: Photo.objects.filter(~Exists(Rendition.objects.filter(photo=OuterRef("pk")))).order_by().values_list("pk")
)


def photos_without_files():
    """Return the photos without files that something shows now, or will within the hour."""
    # Asked first and alone: nearly all photos have their files, and the rest of the question is a long one.
    without_files = [number for (number,) in _WITHOUT_FILES.fetch()]
    if not without_files:
        return Photo.objects.none()
    now = clock.now()
    return Photo.objects.filter(pk__in=without_files).filter(shown(now) | shown(now + ONE_HOUR))


def shown(at):
    """Return the condition that a photo is public at the instant `at`, by itself or where it is used."""
    condition = Exists(Photo.objects.public(at).filter(pk=OuterRef("pk")))
    for kind in PhotoUse.kinds():
        condition |= Exists(kind.shown(at).filter(photo=OuterRef("pk")))
    return condition


_FOLLOWED = PreparedQuery(lambda: Cursor.objects.values_list("sequence")[:1])
_NOT_ENTERED = PreparedQuery(lambda: _first(Boundary.objects.filter(at__lt=Param("late")), "at"))
_NOT_FOLLOWED = PreparedQuery(
    lambda: _first(Change.objects.filter(sequence__gt=Param("followed"), recorded_at__lt=Param("late")), "recorded_at")
)
_NOT_SENT = PreparedQuery(lambda: _first(Notice.objects.filter(letter=None, due_at__lt=Param("late")), "due_at"))


def _first(rows, column):
    return rows.order_by(column).values_list(column)[:MAX_OF_A_KIND]


def untold():
    """Return (how many things happened of which nobody was told in time, since when), (0, None) if all is well.

    Of three kinds: instants that passed and were not entered among the changes, changes that the alerts have not
    looked at, and alerts that are due and in no letter.
    """
    late = clock.now() - MAX_ALERT_DELAY
    found = [*_NOT_ENTERED.fetch(late=late), *_NOT_SENT.fetch(late=late)]
    for (followed,) in _FOLLOWED.fetch():  # there is none before the alerts have run once
        found += _NOT_FOLLOWED.fetch(late=late, followed=followed)
    return len(found), min((since for (since,) in found), default=None)
