"""The numbers of published texts, as they are printed and as they are looked for: “PR (2026) 62”.

The database gives them (news/sql/serial_numbers.sql), within a minute of the instant at which a text opens.
"""

import re

from django.db.models import Func, JSONField

from news.models import Numbering, SerialNumber
from news.models.serial_numbers import LETTERS, in_words
from publishing import numbers

# Also as somebody types it: “pr 2026 62”, “PR-2026/62”, “ПР (2026) № 62”.
_TYPED = re.compile(
    rf"(?P<letters>{LETTERS}?)[\s/-]*\(?(?P<year>[0-9]{{4}})\)?[\s/-]*(?:№|No\.?)?\s*(?P<number>[0-9]{{1,9}})",
    re.IGNORECASE,
)


class SerialNumberOf(Func):
    """The letters, year and number of an article in the query of its editions, as printed() takes them, or null.

    Annotate it as `serial`: editions without it cost one query each.
    """

    template = (
        "(SELECT jsonb_build_object('letters', letters, 'year', year, 'number', number) FROM news_serialnumber"
        " JOIN news_numbering ON id = numbering_id WHERE article_id = %(expressions)s)"
    )
    output_field = JSONField()


def printed(edition):
    """Return the number of the text of `edition` as it is printed in its language; "" if it has none."""
    fetch([edition])
    serial = edition.serial
    return in_words(serial["letters"], serial["year"], serial["number"], edition.language) if serial else ""


def fetch(editions):
    """Let printed() ask nothing more about these editions: one query for all that came without their number."""
    without = [edition for edition in editions if not hasattr(edition, "serial")]
    if not without:
        return
    numbered = SerialNumber.objects.filter(article__in={edition.article_id for edition in without})
    found = {
        article: {"letters": letters, "year": year, "number": number}
        for article, letters, year, number in numbered.values_list("article", "numbering__letters", "year", "number")
    }
    for edition in without:
        edition.serial = found.get(edition.article_id)


def article_called(text):
    """Return the id of the article with the number that somebody typed, None if it is not the number of any."""
    typed = _TYPED.fullmatch(text.strip())
    if typed is None:
        return None
    letters = typed["letters"].casefold()
    asked = [
        numbering.pk
        for numbering in Numbering.objects.all()
        if letters in {known.casefold() for known in numbering.letters.values()}
    ]
    year, number = numbers.parse(typed["year"]), numbers.parse(typed["number"])
    found = SerialNumber.objects.filter(numbering__in=asked, year=year, number=number)
    return found.values_list("article", flat=True).first() if asked else None
