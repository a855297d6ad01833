"""What has changed since a consumer last asked: the present state of every article touched, by a cursor.

Behind it are the numbered changes (publishing.changes), whose numbers rise in the order of commits and to which
openings and endings by time belong. A consumer that puts in its store what a page says, and only then keeps the page's
cursor, has at the end what is public: whenever it crashed, and whatever it read twice.
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
    """How far a consumer has read: everything up to this article of what the change `sequence` touched.

    One change may touch thousands of articles, as that of somebody's name does, so a page may end in the midst of it.
    """

    sequence: int = 0
    article: int = 0
    language: str = ""

    @classmethod
    def of(cls, cursor):
        """Return the Place that `cursor` names, the beginning for ''; cursors.Altered if it never was given."""
        return cls(*cursors.read(PURPOSE, cursor)) if cursor else cls()

    @classmethod
    def after(cls, sequence):
        """Return the Place behind all that this change touched."""
        return cls(sequence + 1)

    @property
    def cursor(self):
        return cursors.write(PURPOSE, self.sequence, self.article, self.language)


@dataclasses.dataclass(frozen=True)
class Page:
    """The items of a page, where to go on from, and whether there is more by now."""

    items: list
    next: Place
    more: bool


def page(after, limit=ON_A_PAGE):
    """Return the Page behind the Place `after`, of at most `limit` items, each of another article or language.

    It may hold nothing and yet have more behind it, where the changes touched no article.
    """
    changes.catch_up()
    numbers = _numbers(after, limit)
    if not numbers:
        return Page([], after, False)
    last = numbers[:limit][-1]
    touched = _touched(after, last, limit)
    if len(touched) > limit:
        touched = touched[:limit]
        end, more = touched[-1], True
    else:
        end, more = Place.after(last), len(numbers) > limit
    keys = {Key(it.article, it.language): it for it in touched}
    # Asked after the changes were, so an item is never older than the change that it answers.
    found = ninjs.items(keys)
    return Page([found[key] for key in sorted(keys, key=keys.get)], end, more)


def latest():
    """Return the Place behind everything that has happened."""
    return Place.after(changes.latest())


def _numbers(after, limit):
    """Return the numbers of the next changes: one more than `limit`, if there are so many."""
    coming = Change.objects.filter(sequence__gte=after.sequence).order_by("sequence")
    return list(coming.values_list("sequence", flat=True)[: limit + 1])


def _touched(after, last, limit):
    """Return the Places of what was touched behind `after` up to the change `last`: at most one more than `limit`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT sequence, article, language FROM syndication_articles_touched(%s, %s)
            WHERE (sequence, article, language) > (%s, %s, %s) ORDER BY sequence, article, language LIMIT %s
            """,
            [after.sequence, last, after.sequence, after.article, after.language, limit + 1],
        )
        return [Place(*row) for row in cursor.fetchall()]
