"""What the public pages say before a change of a term of office and after it, shown while somebody types."""

import dataclasses
import datetime

from django.utils.translation import gettext as _

from council.models import Term
from publishing import clock


@dataclasses.dataclass
class Change:
    """What one public page says before and after; `new` is '' where it stays as it is."""

    page: str
    before: tuple[str, str] = ("", "")
    after: tuple[str, str] = ("", "")
    note: str = ""


@dataclasses.dataclass
class Changes:
    """The pages, and the day from which they say it; without a day they say it as soon as it is saved."""

    pages: list[Change]
    day: datetime.date | None = None
    is_later: bool = False


def of_term(term, typed):
    """Return the Changes that the form of a term makes: `term` as visitors see it, or None, and as it is `typed`."""
    nothing = (_("no information"), "")
    own = Change(
        _("Page of %(name)s") % {"name": typed.person},
        (term.title(), term.period) if term else nothing,
        (typed.title(), typed.period),
    )
    today = clock.today()
    holders = Term.objects.public().holding(today).filter(office=typed.office).select_related("person")
    others = [holder for holder in holders if holder.pk != typed.pk]
    before = next(iter(holders), None)
    after = typed if holds(typed, today) else next(iter(others), None)
    office = Change(str(typed.office), _in_office(before) or nothing, _in_office(after) or nothing)
    return Changes([own, office])


def holds(term, day):
    """Return whether somebody certainly holds the office of `term` on `day`."""
    return bool(term.start) and term.start <= day and (term.end is None or day <= term.end)


def _in_office(term):
    return term and (str(term.person), term.period)
