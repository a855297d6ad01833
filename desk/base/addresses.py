"""Addresses of screens that several rooms of the desk link to."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override


def of_rehearsal(at, language="", path=""):
    """Return the address of the rehearsal, filled in with `path`, `language` and the instant `at`."""
    query = {"at": at.isoformat(), "language": language, "path": path}
    return f"{reverse('admin:rehearsal')}?{urlencode({name: value for name, value in query.items() if value})}"


def of_rehearsal_for(edition):
    """Return the address of the rehearsal, filled in for the page of a scheduled edition."""
    with override(edition.language):
        path = edition.get_absolute_url()
    return of_rehearsal(edition.live_from, edition.language, path)


def of_missing_words(record, language):
    """Return the address of the form that fills in what `record` lacks in `language`."""
    return reverse("admin:missing-words-of", args=[record._meta.label_lower, record.pk, language])
