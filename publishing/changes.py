"""What became public, ended or changed, numbered in an order that misses nothing.

Nothing has to run at an embargo's second: whoever asks for changes first enters those whose instant has come. One at a
time may do so, and holds the others back until its transaction has ended; hence the numbers rise in the order of
commits, and a reader who keeps the last number it has seen can come back at any time.
"""

from django.db import connection

from publishing.models import Change


def since(sequence, limit=None):
    """Return the changes numbered above `sequence`, the lowest first: a queryset, or a list of at most `limit`."""
    catch_up()
    changes = Change.objects.filter(sequence__gt=sequence).order_by("sequence")
    return changes if limit is None else list(changes[:limit])


def latest():
    """Return the highest number so far, 0 before the first change."""
    catch_up()
    return Change.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def catch_up():
    """Enter every change whose instant has come. In a rehearsal, whose present is not the world's, do nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT publishing_sequence_changes()")
