"""When things happened in the demo: instants on the press office's clock, and limits as precise as a row says."""

import datetime

from django.utils import timezone

from publishing import dates

OPENING = datetime.date(2018, 1, 1)  # when the demo's archive begins
MORNING, EVENING = datetime.time(10, 0), datetime.time(17, 40)


def moment(day, time):
    return timezone.make_aware(datetime.datetime.combine(day, time))


def limits(row):
    """Return start, end and seen of a row, with their precision, as the models hold them."""
    found = {}
    if "seen" in row:
        found["seen"], _last, found["start_precision"] = dates.read(row["seen"])
    if "start" in row:
        found["start"], _last, found["start_precision"] = dates.read(row["start"])
    if "end" in row:
        _first, found["end"], found["end_precision"] = dates.read(row["end"])
    return found
