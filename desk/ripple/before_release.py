"""What a text that is about to go out still says of facts that were changed: asked before every publication."""

import datetime

from django.utils.translation import gettext as _

from desk.models import ChangedFact, LeftAsItIs
from desk.ripple.facts import SUBJECTS, Subject, subject_of
from desk.ripple.places import KINDS, Place, in_record
from desk.ripple.screen import address, headline
from news.models import Edition
from publishing import clock

ASKED = datetime.timedelta(
    days=90
)  # for so long every text is asked about a change, and longer those that belong to it
MAX_RECORDS = 20  # changed records, the latest first


def remarks(edition: Edition) -> list[tuple[str, str]]:
    """Return (sentence, address) for each changed record that `edition` still says otherwise."""
    recent = ChangedFact.objects.filter(at__gt=clock.now() - ASKED).order_by("-at")
    keys = list(dict.fromkeys(recent.values_list("subject_kind", "subject_id")[: MAX_RECORDS * 4]))[:MAX_RECORDS]
    if edition.meeting_id and ("council.meeting", edition.meeting_id) not in keys:
        keys.append(("council.meeting", edition.meeting_id))
    found = []
    for kind, number in keys:
        subject = subject_of(kind, number) if kind in SUBJECTS else None
        if subject and (places := _places(edition, subject)):
            found.append((f"{headline(subject, len(places))}: {subject.record}", address(kind, number)))
    return found


def points(edition: Edition) -> list[tuple[str, str]]:
    """Return (name of a field, sentence) for each thing that `edition`, as it is written, says of its own meeting and
    that was changed."""
    subject = subject_of("council.meeting", edition.meeting_id) if edition.meeting_id else None
    if subject is None:
        return []
    now = _("The record already says: %(after)s.") % {"after": ", ".join(fact.after for fact in subject.facts)}
    fields = dict.fromkeys(place.text.field for place in _places(edition, subject) if place.text.part is edition)
    return [(field, f"{headline(subject, 1)}. {now}") for field in fields]


def _places(edition: Edition, subject: Subject) -> list[Place]:
    """Return the open Places in the texts of one edition."""
    belongs = subject.kind == "council.meeting" and edition.meeting_id == subject.record.pk
    found = [
        place for place in in_record(KINDS["article"], edition, subject, belongs=belongs) if not place.because
    ]  # fmt: skip
    if not found:
        return []
    left = set(
        LeftAsItIs.objects.filter(subject_kind=subject.kind, subject_id=subject.record.pk).values_list(
            "place", "saying"
        )
    )
    return [place for place in found if (place.remembered, place.saying) not in left]
