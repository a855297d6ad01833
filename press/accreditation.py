"""Accreditation requests: received, approved, refused, withdrawn, and the emails about that.

Each action is one transaction. Emails go through the outbox; their keys name their content, so none is sent twice.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _

from identity.actions import keep_on
from mailing import layout, letters, unconfirmed
from press.models import AccreditationRequest, Advisory, days_kept
from publishing import clock, roles, timeline
from publishing.actions import Refused
from publishing.languages import interface_code
from publishing.timeline import Verb
from publishing.transactions import retried

State = AccreditationRequest.State

PERSONAL = ["name", "outlet", "country", "email", "phone", "press_card", "equipment", "reason"]
REMINDER_BEFORE = timedelta(hours=24)


@retried
def receive(advisory, *, language, **facts):
    """Store a request and confirm it by email. Return the AccreditationRequest."""
    keep_on("accreditation")
    advisory = Advisory.objects.select_for_update().get(pk=advisory.pk)
    if not advisory.is_public() or not advisory.takes_requests():
        raise Refused(_("Requests are no longer taken."))
    last = advisory.requests.aggregate(last=Max("number"))["last"] or 0
    asked = AccreditationRequest.objects.create(
        advisory=advisory, number=last + 1, language=language, told_sequence=advisory.sequence, **facts
    )
    _write(asked, "received")
    return asked


@retried
def approve(asked, *, by):
    """Approve the request, and tell the journalist."""
    asked = _locked(asked, by)
    if asked.state == State.APPROVED:
        return asked
    return _decide(asked, State.APPROVED, "", Verb.APPROVED, by)


@retried
def refuse(asked, *, by, reason):
    """Refuse the request, and tell the journalist why."""
    if not reason.strip():
        raise Refused(_("Give a reason. The journalist will see it."))
    asked = _locked(asked, by)
    if asked.state == State.REFUSED and asked.reason == reason:
        return asked
    return _decide(asked, State.REFUSED, reason, Verb.REFUSED, by)


def _locked(asked, by):
    """Lock the request and return it as it is now; Refused if it can no longer be decided."""
    if not roles.may(by, "publish"):
        raise Refused(_("You do not have permission to decide this. Ask the press secretary."))
    asked = AccreditationRequest.objects.select_for_update().select_related("advisory").get(pk=asked.pk)
    if asked.state == State.WITHDRAWN:
        raise Refused(_("The journalist has withdrawn this request."))
    if asked.erased_at:
        raise Refused(_("The personal data of this request has been deleted."))
    return asked


def _decide(asked, state, reason, verb, by):
    asked.state, asked.reason, asked.decided_by, asked.decided_at = state, reason, by, clock.now()
    asked.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    timeline.record(asked, verb, by=by, note=reason)
    _write(asked, state, f"at {asked.decided_at.isoformat()}")
    return asked


@retried
def withdraw(asked):
    """Withdraw a request for its journalist; doing it again changes nothing."""
    asked = AccreditationRequest.objects.select_for_update().get(pk=asked.pk)
    asked.state = State.WITHDRAWN
    asked.save(update_fields=["state"])
    return asked


# --- Emails without anybody pressing a button ------------------------------------------------------------------------


def tell_of_changes():
    """Tell everybody with an open or approved request that the event has changed since the last email."""
    changed = AccreditationRequest.objects.filter(
        state__in=[State.RECEIVED, State.APPROVED],
        erased_at__isnull=True,
        advisory__in=Advisory.objects.public(),
        advisory__held_on__gte=clock.today(),
        told_sequence__lt=F("advisory__sequence"),
    )
    for key in changed.values_list("pk", flat=True):
        with transaction.atomic():
            asked = changed.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
            if asked:
                _write(asked, "cancelled" if asked.advisory.is_cancelled else "changed", asked.advisory.sequence)
                asked.told_sequence = asked.advisory.sequence
                asked.save(update_fields=["told_sequence"])


def remind():
    """Remind approved journalists a day before, and the press office of undecided requests shortly before the end."""
    now = clock.now()
    for advisory in Advisory.objects.public().coming().select_related("contact"):
        if advisory.begins - REMINDER_BEFORE <= now < advisory.begins and not advisory.is_cancelled:
            for asked in advisory.requests.filter(state=State.APPROVED, erased_at__isnull=True):
                _write(asked, "reminder")
    for advisory in pressing(now):
        if advisory.contact.email:
            _write_to_the_desk(advisory)


def pressing(now):
    """Return the advisories with undecided requests less than a day before the deadline for requests or the event.

    Each has `waiting`, the number of these requests.
    """
    waiting = Count("requests", filter=Q(requests__state=State.RECEIVED))
    coming = Advisory.objects.public().coming().select_related("contact").annotate(waiting=waiting)
    return [
        advisory
        for advisory in coming.filter(waiting__gt=0)
        if min(advisory.requests_until, advisory.begins) - REMINDER_BEFORE <= now < advisory.begins
        and not advisory.is_cancelled
    ]


def erase_old():
    """Erase the personal data of past events, after the time that administrators have set."""
    return erase(clock.today() - timedelta(days=days_kept()))


@retried
def erase(before):
    """Erase the personal data of requests for events before the day `before`; numbers and states stay."""
    old = AccreditationRequest.objects.filter(advisory__held_on__lt=before, erased_at__isnull=True)
    for asked in old.select_for_update():
        letters.forget(about=f"accreditation {asked.pk} ")
    return old.update(**dict.fromkeys(PERSONAL, ""), erased_at=clock.now())


def _write(asked, what, mark=""):
    """Send an email to the journalist; it repeats nothing that was typed until a person has read the request."""
    context = {
        "asked": unconfirmed.known(asked, "printed_number", "token", "reason"),
        "advisory": asked.advisory,
        "name": unconfirmed.name(asked.name) if asked.decided_at else "",
    }
    subject, text, html = layout.render(f"press/mail/accreditation_{what}", context, asked.language)
    letters.post(
        key=f"accreditation {asked.pk} {what} {mark}".strip(),
        to=asked.email,
        subject=subject,
        text=text,
        html=html,
        reply_to=asked.advisory.contact.email,
        language=asked.language,
    )


def _write_to_the_desk(advisory):
    language = interface_code()
    told = {"advisory": advisory, "waiting": advisory.waiting}
    subject, text, html = layout.render("press/mail/accreditation_waiting", told, language)
    letters.post(
        key=f"advisory {advisory.pk} has requests waiting",
        to=advisory.contact.email,
        subject=subject,
        text=text,
        html=html,
        language=language,
    )
