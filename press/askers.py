"""Who asks: outlets that have asked before, and the earlier enquiries of an outlet or a person."""

import re

from django.db.models import Count, Max, Q
from django.db.models.functions import Lower

from press.models import Enquiry

MAX_OUTLETS = 200  # offered while one types
MAX_EARLIER = 8
MIN_DIGITS = 5  # of a telephone, to be told from another


def outlets():
    """Return the names of outlets that have asked before, in their latest spelling, the most frequent first."""
    known = (
        Enquiry.objects.exclude(outlet="")
        .annotate(folded=Lower("outlet"))
        .values("folded")
        .annotate(times=Count("pk"), last=Max("pk"))
        .order_by("-times", "folded")
    )
    latest = [row["last"] for row in known[:MAX_OUTLETS]]
    spelled = dict(Enquiry.objects.filter(pk__in=latest).values_list("pk", "outlet"))
    return [spelled[enquiry] for enquiry in latest]


def earlier(*, outlet="", name="", email="", phone="", besides=None):
    """Return the newest enquiries of the same outlet, or of the same person, except the one numbered `besides`.

    The same person is who has the email address or the telephone; a name alone counts within the outlet only, where
    the outlet decides anyway, or where no outlet is known.
    """
    same = Q(pk__in=[])
    if outlet:
        same |= Q(outlet__iexact=outlet)
    if email:
        same |= Q(email__iexact=email)
    if name and not outlet:
        same |= Q(name__iexact=name)
    found = Enquiry.objects.filter(same | Q(pk__in=_with_phone(phone)), erased_at__isnull=True).exclude(pk=besides)
    return list(found.select_related("assigned_to").order_by("-received_at", "-pk")[:MAX_EARLIER])


def _with_phone(phone):
    """Return the numbers of the enquiries whose telephone has the same digits, however it is written."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) < MIN_DIGITS:
        return []
    known = Enquiry.objects.exclude(phone="").values_list("pk", "phone")
    return [pk for pk, other in known if re.sub(r"\D", "", other) == digits]
