"""What readers were promised for an instant that has come: is it there, has it files, has the world been told?"""

import datetime

from django.apps import apps
from django.db.models import Exists, Min, OuterRef

from alerts.models import Cursor, Notice
from photos.models import Photo, PhotoUse
from publishing import clock
from publishing.models import Boundary, Change, Publishable
from publishing.visitors import as_visitor

SOON = datetime.timedelta(hours=1)
LOOKED_BACK = datetime.timedelta(days=1)
TELLING = datetime.timedelta(minutes=10)  # after which whoever follows the news should have been written to
MOST = 20  # of one kind


def broken():
    """Return the things that should have become public in the last day, and that visitors do not see."""
    since = clock.now() - LOOKED_BACK
    due = [item for model in _publishable() for item in _opened(model, since)]
    with as_visitor():
        seen = {(model, number) for model in {type(item) for item in due} for number in _seen(model, due)}
    return [item for item in due if (type(item), item.pk) not in seen]


def _publishable():
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def _opened(model, since):
    return model.objects.public().filter(live_from__gt=since).order_by("-live_from").only("live_from")[:MOST]


def _seen(model, due):
    wanted = [item.pk for item in due if type(item) is model]
    return model.objects.public().filter(pk__in=wanted).values_list("pk", flat=True)


def photos_without_files():
    """Return the photos without files that something shows now, or will within the hour."""
    # Asked first and alone: nearly all photos have their files, and the rest of the question is a long one.
    without_files = list(Photo.objects.filter(renditions__isnull=True).values_list("pk", flat=True))
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


def untold():
    """Return (how many things happened of which nobody was told in time, since when), (0, None) if all is well.

    Of three kinds: instants that passed and were not entered among the changes, changes that the alerts have not
    looked at, and alerts that are due and in no letter.
    """
    late = clock.now() - TELLING
    followed = Cursor.objects.values_list("sequence", flat=True).first()
    questions = [
        (Boundary.objects.filter(at__lt=late), "at"),
        (Change.objects.filter(sequence__gt=followed or 0, recorded_at__lt=late), "recorded_at"),
        (Notice.objects.filter(letter=None, due_at__lt=late), "due_at"),
    ]
    if followed is None:
        del questions[1]  # the alerts have never run yet
    found = [(rows[:MOST].count(), rows.aggregate(since=Min(column))["since"]) for rows, column in questions]
    return sum(number for number, _since in found), min(filter(None, (since for _n, since in found)), default=None)
