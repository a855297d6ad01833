"""Numbers of papers: unique within kind, body and year, given when a paper becomes public, and never given twice."""

from django.db import connection
from django.db.models import Max


def holder(document):
    """Return the document that has the number written on `document`, or None."""
    if not document.number:
        return None
    given = _given(document).filter(number=document.number).select_related("document").first()
    return given and given.document


def register(document):
    """Give `document` its number if it is to have one; to be called in the transaction that makes it public.

    One that comes back after a withdrawal keeps the number it had.
    """
    if not (document.is_numbered or document.number) or hasattr(document, "number_given"):
        return
    with connection.cursor() as cursor:
        # Of two that become public at once the second waits, and takes the next number.
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
    for it in given.select_related("body").order_by("body", "kind", "year", "number"):
        series.setdefault((it.body, it.get_kind_display(), it.year), []).append(it.number)
    missing = [(*key, sorted(set(range(1, max(numbers) + 1)) - set(numbers))) for key, numbers in series.items()]
    return [row for row in missing if row[-1]]


def _numbers(document):
    return type(document)._meta.get_field("number_given").related_model.objects


def _given(document):
    return _numbers(document).filter(kind=document.kind, body=document.body_id, year=document.dated.year)
