"""The history of the Treaty and the Organization from the record: dated entries, each with its source.

Nothing is written for this page. It collects the founding documents, who joined and left (and who says so), who led
the Organization, and who chaired it.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from council.models import Chairmanship, Document, Office, StatusClaim, Term
from publishing import dates
from publishing.localized import in_language

FOUNDING_KINDS = [Document.Kind.AGREEMENT, Document.Kind.PROTOCOL, Document.Kind.DECISION]


@dataclass(frozen=True)
class Entry:
    """Something that happened on `day`, which is known to the `precision`."""

    day: datetime.date
    precision: str
    words: str
    address: str = ""
    source: str = ""
    look: str = ""  # the CSS class of its icon

    @property
    def date_in_words(self):
        return dates.in_words(self.day, self.precision)


def entries(until):
    """Return all entries up to the day `until`, the earliest first."""
    everything = [*_documents(), *_claims(), *_leaders(), *_chairmanships()]
    return sorted((entry for entry in everything if entry.day <= until), key=lambda entry: entry.day)


def _documents():
    for document in Document.objects.public().filter(kind__in=FOUNDING_KINDS, dated__isnull=False):
        reference = {"address": document.get_absolute_url(), "source": document.source, "look": "paper"}
        yield Entry(document.dated, document.dated_precision, str(document), **reference)
        if document.in_force_on and document.in_force_on != document.dated:
            words = _("In force: %(document)s") % {"document": document}
            yield Entry(document.in_force_on, document.in_force_precision, words, **reference)


def _claims():
    for claim in StatusClaim.objects.select_related("state"):
        names = {
            "state": in_language(claim.state.name),
            "status": claim.get_status_display(),
            "who": claim.get_claimed_by_display(),
        }
        words = _("%(state)s: %(status)s, according to %(who)s") % names
        yield Entry(claim.start, claim.start_precision, words, claim.state.get_absolute_url(), claim.source, "state")


def _leaders():
    terms = Term.objects.public().filter(office__kind=Office.Kind.SECRETARY_GENERAL, start__isnull=False)
    for term in terms.select_related("person", "office"):
        words = _("%(name)s becomes %(office)s") % {"name": term.person, "office": term.title()}
        yield Entry(term.start, term.start_precision, words, term.person.get_absolute_url(), look="person")


def _chairmanships():
    for chairmanship in Chairmanship.objects.select_related("state"):
        state = chairmanship.state
        words = _("Chairmanship: %(state)s") % {"state": in_language(state.name)}
        yield Entry(chairmanship.start, chairmanship.start_precision, words, state.get_absolute_url(), look="state")
