"""Numbers of documents: unique within kind, body and year, given on publication, and never given twice."""

from django.db import connection
from django.db.models import Max


def holder(document):
    """Return the document to which the number of `document` was given, or None."""
    if not document.number:
        return None
    given = _given(document).filter(number=document.number).select_related("document").first()
    return given and given.document


def register(document):
    """Give `document` its number if it is to have one; call it in the transaction that publishes it.

    A document that is published again after a withdrawal keeps its number.
    """
    if not (document.is_numbered or document.number) or hasattr(document, "number_given"):
        return
    with connection.cursor() as cursor:
        # If two become public at once, the second waits here and takes the next number.
        place = f"council.number {document.kind} {document.body_id} {document.dated.year}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [place])
    if not document.number:
        document.number = (_given(document).aggregate(last=Max("number"))["last"] or 0) + 1
        document.save(update_fields=["number"])
    _numbers(document).create(
        document=document,
        kind=document.kind,
        body=document.body,
        year=document.dated.year,
        number=document.number,
    )


def gaps(given):
    """Return [(body, kind in words, year, [missing numbers])] of a queryset of NumberGiven, without complete series."""
    series = {}
    for row in given.select_related("body").order_by("body", "kind", "year", "number"):
        series.setdefault((row.body, row.get_kind_display(), row.year), []).append(row.number)
    missing = [(*key, sorted(set(range(1, max(numbers) + 1)) - set(numbers))) for key, numbers in series.items()]
    return [row for row in missing if row[-1]]


def _numbers(document):
    return type(document)._meta.get_field("number_given").related_model.objects


def _given(document):
    return _numbers(document).filter(kind=document.kind, body=document.body_id, year=document.dated.year)
