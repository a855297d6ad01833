"""Scheduled publications: are they public, do their photos have renditions, were feeds and alerts updated?"""

import datetime
import functools

from django.apps import apps
from django.db.models import Exists, OuterRef

from alerts.models import Cursor, Notice
from identity.current import current as identity
from photos.models import Photo, Rendition
from publishing import clock
from publishing.models import Boundary, Change, Publishable
from publishing.prepared import Param, PreparedQuery
from publishing.visitors import as_visitor

ONE_HOUR = datetime.timedelta(hours=1)
LOOK_BACK = datetime.timedelta(days=1)
MAX_ALERT_DELAY = datetime.timedelta(minutes=10)  # between an event and its emails
MAX_OF_A_KIND = 20


def broken():
    """Return the things that should have become public in the last day, and did not."""
    since = clock.now() - LOOK_BACK
    due = [item for model in _publishable() for item in _opened(model).fetch(since=since)]
    with as_visitor():
        seen = {(model, number) for model in {type(item) for item in due} for number in _seen(model, due)}
    return [item for item in due if (type(item), item.pk) not in seen]


def _publishable():
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


@functools.cache
def _opened(model):
    def opened():
        recent = model.objects.public().filter(live_from__gt=Param("since"))
        return recent.order_by("-live_from").only("live_from")[:MAX_OF_A_KIND]

    return PreparedQuery(opened)


def _seen(model, due):
    numbers = [item.pk for item in due if type(item) is model]
    return model.objects.public().filter(pk__in=numbers).values_list("pk", flat=True)


def photos_without_files():
    """Return the photos without renditions that are shown now, or will be within the hour."""
    # This query comes first and alone: nearly all photos have their files, and the next one is long.
    without_files = Photo.objects.filter(~Exists(Rendition.objects.filter(photo=OuterRef("pk"))))
    without_files = list(without_files.order_by().values_list("pk", flat=True))
    if not without_files:
        return Photo.objects.none()
    now = clock.now()
    photos = Photo.objects.filter(pk__in=without_files)
    return photos.public(now) | photos.public(now + ONE_HOUR)


def unannounced():
    """Return (number of events that were not announced in time, since when); (0, None) if all is well.

    There are three kinds: scheduled instants that passed without a numbered change, changes that the alerts have not
    processed, and due notices without an email.
    """
    late = clock.now() - MAX_ALERT_DELAY
    not_entered = Boundary.objects.filter(at__lt=late)
    not_sent = Notice.objects.filter(letter=None, due_at__lt=late) if identity().has.alerts else Notice.objects.none()
    found = [*_first(not_entered, "at"), *_first(not_sent, "due_at")]
    for cursor in Cursor.objects.all()[:1]:  # no row before the alerts have run once
        not_followed = Change.objects.filter(sequence__gt=cursor.sequence, recorded_at__lt=late)
        found += _first(not_followed, "recorded_at")
    return len(found), min(found, default=None)


def _first(rows, column):
    return rows.order_by(column).values_list(column, flat=True)[:MAX_OF_A_KIND]
