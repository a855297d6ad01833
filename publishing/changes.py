"""Numbered changes: what became public, ended or was amended, so that a reader can come back and miss nothing.

Nothing has to run at the second of an embargo: whoever asks for changes first numbers those whose instant has come.
Only one transaction at a time may do so, and the others wait until it has ended. So numbers rise in the order of
commits, and a reader need only keep the last number it has seen.
"""

from django.db import connection
from django.db.models import QuerySet

from publishing.models import Change
from publishing.visitors import with_newsroom_rights


def since(sequence: int, limit: int | None = None) -> QuerySet[Change] | list[Change]:
    """Return the changes numbered above `sequence`, the lowest first: a queryset; with `limit`, a list of so many."""
    catch_up()
    changes = Change.objects.filter(sequence__gt=sequence).order_by("sequence")
    return changes if limit is None else list(changes[:limit])


def latest() -> int:
    """Return the highest number so far, 0 before the first change."""
    catch_up()
    return Change.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def catch_up() -> None:
    """Number every change whose instant has come; do nothing in a rehearsal, where the clock is moved.

    A visitor's page then goes on as of a later instant, at which everything that was numbered has happened.
    """
    if _ask("publishing_changes_are_due"):
        with_newsroom_rights(_ask, "publishing_sequence_changes")


def _ask(function):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}()")
        return cursor.fetchone()[0]
