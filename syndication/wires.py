"""Changes since a cursor: the present state of every changed article.

They come from the numbered changes (publishing.changes), whose numbers rise in the order of commits and which include
scheduled beginnings and ends. A consumer that stores the items of a page first, and then its cursor, ends up with
exactly what is public, whenever it crashed and whatever it read twice.
"""

import dataclasses

from django.db import connection

from publishing import changes
from publishing.models import Change
from syndication import cursors, ninjs
from syndication.ninjs import Key

PURPOSE = "wires"
ON_A_PAGE, AT_MOST = 50, 200


@dataclasses.dataclass(frozen=True, order=True)
class Place:
    """A position of a consumer: up to this article among those that the change `sequence` touched.

    One change may touch thousands of articles, such as a change of a person's name, so a page may end within it.
    """

    sequence: int = 0
    article: int = 0
    language: str = ""

    @classmethod
    def of(cls, cursor):
        """Return the Place of a cursor, the beginning for ""; cursors.Altered if it is invalid."""
        return cls(*cursors.read(PURPOSE, cursor)) if cursor else cls()

    @classmethod
    def after(cls, sequence):
        """Return the Place after everything that this change touched."""
        return cls(sequence + 1)

    @property
    def cursor(self):
        return cursors.write(PURPOSE, self.sequence, self.article, self.language)


@dataclasses.dataclass(frozen=True)
class WirePage:
    """The items of a page, the Place to continue from, and whether there is more."""

    items: list
    next: Place
    more: bool


def page(after, limit=ON_A_PAGE):
    """Return the WirePage after the Place `after`, with at most `limit` items, each of another article or language.

    It may be empty although more follows, if the changes touched no article.
    """
    changes.catch_up()
    numbers = _numbers(after, limit)
    if not numbers:
        return WirePage([], after, False)
    last = numbers[:limit][-1]
    touched = _touched(after, last, limit)
    if len(touched) > limit:
        touched = touched[:limit]
        end, more = touched[-1], True
    else:
        end, more = Place.after(last), len(numbers) > limit
    keys = {Key(place.article, place.language): place for place in touched}
    # Queried after the changes, so an item is never older than its change.
    found = ninjs.items(keys)
    return WirePage([found[key] for key in sorted(keys, key=keys.get)], end, more)


def latest():
    """Return the Place after the latest change."""
    return Place.after(changes.latest())


def _numbers(after, limit):
    """Return the numbers of the next changes, at most one more than `limit`."""
    coming = Change.objects.filter(sequence__gte=after.sequence).order_by("sequence")
    return list(coming.values_list("sequence", flat=True)[: limit + 1])


def _touched(after, last, limit):
    """Return the Places of what was touched after `after` up to the change `last`, at most one more than `limit`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT sequence, article, language FROM syndication_articles_touched(%s, %s)
            WHERE (sequence, article, language) > (%s, %s, %s) ORDER BY sequence, article, language LIMIT %s
            """,
            [after.sequence, last, after.sequence, after.article, after.language, limit + 1],
        )
        return [Place(*row) for row in cursor.fetchall()]
