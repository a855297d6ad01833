"""The history of the Treaty and the Organization as the record tells it: dated entries, each leading to its source.

Nothing is written for this page: it gathers the papers that made the Organization what it is, who joined and left by
whose account, who led it, and who was in the chair.
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
    """Something that happened on `day`, known as precisely as `precision` says."""

    day: datetime.date
    precision: str
    words: str
    address: str = ""
    source: str = ""
    look: str = ""  # the class of its mark

    @property
    def date_in_words(self):
        return dates.in_words(self.day, self.precision)


def entries(until):
    """Return all entries up to the day `until`, the earliest first."""
    found = [*_papers(), *_claims(), *_leaders(), *_chairmanships()]
    return sorted((it for it in found if it.day <= until), key=lambda it: it.day)


def _papers():
    for it in Document.objects.public().filter(kind__in=FOUNDING_KINDS, dated__isnull=False):
        yield Entry(it.dated, it.dated_precision, str(it), it.get_absolute_url(), it.source, "paper")
        if it.in_force_on and it.in_force_on != it.dated:
            words = _("In force: %(document)s") % {"document": it}
            yield Entry(it.in_force_on, it.in_force_precision, words, it.get_absolute_url(), it.source, "paper")


def _claims():
    for it in StatusClaim.objects.select_related("state"):
        told = {
            "state": in_language(it.state.name),
            "status": it.get_status_display(),
            "who": it.get_claimed_by_display(),
        }
        words = _("%(state)s: %(status)s, says %(who)s") % told
        yield Entry(it.start, it.start_precision, words, it.state.get_absolute_url(), it.source, "state")


def _leaders():
    terms = Term.objects.public().filter(office__kind=Office.Kind.SECRETARY_GENERAL, start__isnull=False)
    for it in terms.select_related("person", "office"):
        words = _("%(name)s becomes %(office)s") % {"name": it.person, "office": it.title()}
        yield Entry(it.start, it.start_precision, words, it.person.get_absolute_url(), look="person")


def _chairmanships():
    for it in Chairmanship.objects.select_related("state"):
        words = _("%(state)s takes the chair") % {"state": in_language(it.state.name)}
        yield Entry(it.start, it.start_precision, words, it.state.get_absolute_url(), look="state")
