"""The parts of the newsroom that an office can switch off, and all that belongs to each: the one place that says so.

Switched off is hidden, never deleted. Addresses are refused by identity.gate, rows are hidden from visitors by the
policies that `policies_as_sql` makes, rights on the desk are taken by identity.rights; templates ask
`identity.has.council`.
"""

import dataclasses
import fnmatch
from collections.abc import Iterable
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclasses.dataclass(frozen=True)
class Part:
    """What belongs to a part: models as “app.model” or “app.*”, names of addresses with *, what programs call it."""

    name: str
    title: str | Promise
    vanishes: str | Promise  # the sentence before the switch
    models: tuple[str, ...]
    addresses: tuple[str, ...]
    resources: tuple[str, ...] = ()  # of the API
    parameters: tuple[str, ...] = ()  # by which lists of other resources are narrowed
    kinds: tuple[str, ...] = ()  # of the search


PARTS = (
    Part(
        "council",
        _("Council"),
        _(
            "Switched off, these go: meetings, documents, bodies, states and people, with their pages, calendars, "
            "feeds and places in the search. Texts and photographs stay; what they say of meetings and people is not "
            "shown."
        ),
        models=("council.*",),
        addresses=("council:*", "news:meeting-*", "feeds:person", "feeds:state", "feeds:meeting"),
        resources=("meetings", "documents", "people"),
        parameters=("meeting", "person", "state", "body"),
        kinds=("meeting", "document", "person"),
    ),
    Part(
        "accreditation",
        _("Accreditation"),
        _(
            "Switched off, these go: media advisories with their pages and calendars. Nobody can ask for a place; "
            "those who have asked find no page and get no reminders."
        ),
        models=("press.advisory", "press.advisorydatechange", "press.accreditationrequest"),
        addresses=("press:advisor*", "press:ask-accreditation", "press:accreditation"),
    ),
    Part(
        "week",
        _("The week ahead"),
        _(
            "Switched off, this goes: the page with the meetings and events of the next seven days, its PDF and its "
            "calendar. The meetings and the media advisories have their own pages as before."
        ),
        models=(),
        addresses=("week:*",),
    ),
    Part(
        "enquiries",
        _("Enquiries"),
        _(
            "Switched off, these go: the form for questions of journalists, the pages of questions already asked, "
            "the queue and the approved lines on the desk. Nobody is reminded of a deadline. Personal data is still "
            "deleted in time."
        ),
        models=(
            "press.enquiry", "press.enquirynumber", "press.enquirynote", "press.enquiryanswer",
            "press.enquiryfile", "press.enquirysettings", "press.approvedline",
        ),
        addresses=("press:enquiry*",),
    ),
    Part(
        "alerts",
        _("Email alerts"),
        _(
            "Switched off, this goes: the subscription by email. Subscribers are kept; of what is published meanwhile "
            "they get nothing, also later. The links at the end of earlier emails do not open."
        ),
        models=("alerts.*",),
        addresses=("alerts:*",),
    ),
    Part(
        "signing",
        _("Signatures"),
        _(
            "Switched off, these go: the page “Check a text”, the links to it below texts, the public keys and the "
            "log. Texts are signed as before, so that nothing is missing when the part is switched on again."
        ),
        models=("authenticity.*",),
        addresses=("authenticity:*", "seals:*"),
    ),
)  # fmt: skip
NAMES = [part.name for part in PARTS]


class Has(NamedTuple):
    """Which parts there are; templates read it, and it is a key of what they keep."""

    council: bool = True
    accreditation: bool = True
    week: bool = True
    enquiries: bool = True
    alerts: bool = True
    signing: bool = True

    @classmethod
    def without(cls, switched_off: Iterable[str]) -> "Has":
        return cls(**dict.fromkeys(set(switched_off) & set(NAMES), False))

    @property
    def off(self) -> list[Part]:
        return [part for part in PARTS if not getattr(self, part.name)]

    def answers(self, address: str, resource: str = "") -> bool:
        """Tell whether an address called so, “council:meeting”, is there; of the API, with the name of a resource."""
        return (part := of_address(address, resource)) is None or getattr(self, part)

    def knows(self, model: str) -> bool:
        """Tell whether records of a model, “council.meeting”, are there."""
        return (part := _of_model(model)) is None or getattr(self, part)

    def finds(self, kind: str) -> bool:
        """Tell whether the search has things of this kind."""
        return not any(kind in part.kinds for part in self.off)


def _of_model(model):
    return _OF_MODEL.get(model) or _OF_MODEL.get(f"{model.partition('.')[0]}.*")


def of_address(address: str, resource: str = "") -> str | None:
    """Return the name of the part that an address belongs to, None for what is always there."""
    if address.startswith("desk:"):
        return next((name for start, name in _ON_THE_DESK if address.startswith(start)), None)
    if address in ("api:list", "api:one"):
        return _OF_RESOURCE.get(resource)
    for pattern, name in _OF_ADDRESS:
        if fnmatch.fnmatchcase(address, pattern):
            return name
    return None


_OF_MODEL = {model: part.name for part in PARTS for model in part.models}
_OF_RESOURCE = {resource: part.name for part in PARTS for resource in part.resources}
_OF_ADDRESS = [(pattern, part.name) for part in PARTS for pattern in part.addresses]
# “desk:council_meeting_change”: Django's admin names its addresses so.
_ON_THE_DESK = [
    (f"desk:{model.rstrip('*').replace('.', '_')}" + ("" if model.endswith("*") else "_"), part.name)
    for part in PARTS
    for model in part.models
]


# --- In the database -------------------------------------------------------------------------------------------------


HIDDEN = """
CREATE POLICY visitors_see_parts_that_are_on ON {table} AS RESTRICTIVE FOR SELECT TO {role}
    USING (NOT EXISTS (SELECT FROM identity_identity WHERE '{part}' = ANY (switched_off)));
"""


def policies_as_sql() -> str:
    """Return the policies that hide the rows of parts that are switched off from visitors."""
    return "".join(
        HIDDEN.format(table=table, role=settings.VISITOR_ROLE, part=part.name)
        for part in PARTS
        for table in sorted(_tables(part))
    ).strip()


def kinds_as_sql() -> str:
    """Return the kinds of the search as rows of VALUES: part, kind."""
    return ", ".join(f"('{part.name}', '{kind}')" for part in PARTS for kind in part.kinds)


def _tables(part):
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and _of_model(model._meta.label_lower) == part.name:
            yield model._meta.db_table
