"""What readers were promised for an instant that has come: is it there, has it files, has the world been told?"""

import datetime
import functools

from django.apps import apps
from django.db.models import Exists, F, OuterRef

from alerts.models import Cursor, Notice
from photos.models import Photo, PhotoUse, Rendition
from publishing import clock
from publishing.models import Boundary, Change, Publishable
from publishing.questions import AnyOf, Given, Question
from publishing.visitors import as_visitor

SOON = datetime.timedelta(hours=1)
LOOKED_BACK = datetime.timedelta(days=1)
TELLING = datetime.timedelta(minutes=10)  # after which whoever follows the news should have been written to
MOST = 20  # of one kind


def broken():
    """Return the things that should have become public in the last day, and that visitors do not see."""
    since = clock.now() - LOOKED_BACK
    due = [item for model in _publishable() for item in _opened(model).ask(since=since)]
    with as_visitor():
        seen = {(model, number) for model in {type(item) for item in due} for number in _seen_of(model, due)}
    return [item for item in due if (type(item), item.pk) not in seen]


def _publishable():
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


@functools.cache
def _opened(model):
    def opened():
        since = model.objects.public().filter(live_from__gt=Given("since"))
        return since.order_by("-live_from").only("live_from")[:MOST]

    return Question(opened)


def _seen_of(model, due):
    wanted = [item.pk for item in due if type(item) is model]
    return [number for (number,) in _seen(model).ask(numbers=wanted)]


@functools.cache
def _seen(model):
    return Question(lambda: model.objects.public().filter(AnyOf(F("pk"), Given("numbers"))).values_list("pk"))


_WITHOUT_FILES = Question(
    lambda: Photo.objects.filter(~Exists(Rendition.objects.filter(photo=OuterRef("pk")))).order_by().values_list("pk")
)


def photos_without_files():
    """Return the photos without files that something shows now, or will within the hour."""
    # Asked first and alone: nearly all photos have their files, and the rest of the question is a long one.
    without_files = [number for (number,) in _WITHOUT_FILES.ask()]
    if not without_files:
        return Photo.objects.none()
    now = clock.now()
    return Photo.objects.filter(pk__in=without_files).filter(shown(now) | shown(now + SOON))


def shown(at):
    """Return the condition that a photo is public at the instant `at`, by itself or where it is used."""
    condition = Exists(Photo.objects.public(at).filter(pk=OuterRef("pk")))
    for kind in PhotoUse.kinds():
        condition |= Exists(kind.shown(at).filter(photo=OuterRef("pk")))
    return condition


_FOLLOWED = Question(lambda: Cursor.objects.values_list("sequence")[:1])
_NOT_ENTERED = Question(lambda: _first(Boundary.objects.filter(at__lt=Given("late")), "at"))
_NOT_FOLLOWED = Question(
    lambda: _first(Change.objects.filter(sequence__gt=Given("followed"), recorded_at__lt=Given("late")), "recorded_at")
)
_NOT_SENT = Question(lambda: _first(Notice.objects.filter(letter=None, due_at__lt=Given("late")), "due_at"))


def _first(rows, column):
    return rows.order_by(column).values_list(column)[:MOST]


def untold():
    """Return (how many things happened of which nobody was told in time, since when), (0, None) if all is well.

    Of three kinds: instants that passed and were not entered among the changes, changes that the alerts have not
    looked at, and alerts that are due and in no letter.
    """
    late = clock.now() - TELLING
    found = [*_NOT_ENTERED.ask(late=late), *_NOT_SENT.ask(late=late)]
    for (followed,) in _FOLLOWED.ask():  # there is none before the alerts have run once
        found += _NOT_FOLLOWED.ask(late=late, followed=followed)
    return len(found), min((since for (since,) in found), default=None)
