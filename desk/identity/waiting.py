"""What waits in each part of the newsroom, for whoever is about to switch it off."""

from django.utils.translation import ngettext

from alerts.models import Subscriber
from council.models import Document, Meeting, Term
from press.models import AccreditationRequest, Advisory, Enquiry
from publishing import clock


def sentences(part):
    """Return the sentences about what is open in the part called `part` now; none for what can be hidden at once."""
    return [sentence % {"number": number} for number, sentence in _FOUND.get(part, list)() if number]


def _council():
    now = clock.now()
    scheduled = sum(kind.objects.filter(live_from__gt=now).count() for kind in (Meeting, Document, Term))
    coming = Meeting.objects.public().as_planned().filter(held_on__gte=clock.today()).count()
    return [
        (
            coming,
            ngettext(
                "%(number)d announced meeting is still to come; its page goes.",
                "%(number)d announced meetings are still to come; their pages go.",
                coming,
            ),
        ),
        (
            scheduled,
            ngettext(
                "%(number)d record is scheduled; at its time nobody will see it.",
                "%(number)d records are scheduled; at their time nobody will see them.",
                scheduled,
            ),
        ),
    ]


def _accreditation():
    coming = Advisory.objects.public().coming()
    states = AccreditationRequest.State
    asked = AccreditationRequest.objects.filter(advisory__in=coming, state__in=[states.RECEIVED, states.APPROVED])
    events, people = coming.count(), asked.count()
    scheduled = Advisory.objects.filter(live_from__gt=clock.now()).count()
    return [
        (
            events,
            ngettext(
                "%(number)d announced event is still to come; its page goes.",
                "%(number)d announced events are still to come; their pages go.",
                events,
            ),
        ),
        (
            people,
            ngettext(
                "%(number)d journalist has asked for a place at them and hears nothing more: write first.",
                "%(number)d journalists have asked for a place at them and hear nothing more: write first.",
                people,
            ),
        ),
        (
            scheduled,
            ngettext(
                "%(number)d advisory is scheduled; at its time nobody will see it.",
                "%(number)d advisories are scheduled; at their time nobody will see them.",
                scheduled,
            ),
        ),
    ]


def _enquiries():
    number = Enquiry.objects.open().count()
    return [
        (
            number,
            ngettext(
                "%(number)d enquiry is not answered yet; nobody will find it on the desk: answer first.",
                "%(number)d enquiries are not answered yet; nobody will find them on the desk: answer first.",
                number,
            ),
        )
    ]


def _alerts():
    number = Subscriber.objects.filter(confirmed_at__isnull=False).count()
    return [
        (
            number,
            ngettext(
                "%(number)d subscriber gets no emails any more, and is not told why.",
                "%(number)d subscribers get no emails any more, and are not told why.",
                number,
            ),
        )
    ]


_FOUND = {"council": _council, "accreditation": _accreditation, "enquiries": _enquiries, "alerts": _alerts}
