"""A call written down: the same queue, the same deadline and the same erasing as an enquiry from the form.

The caller gets no confirmation: who called is only what a colleague has heard.
"""

import secrets

from django.utils.translation import gettext as _

from identity.actions import keep_on
from press import enquiries
from press.models import Enquiry
from publishing import timeline
from publishing.actions import Refused
from publishing.timeline import Verb
from publishing.transactions import retried

# What was heard; the rest of an enquiry is decided on the desk.
HEARD = ("name", "outlet", "email", "phone", "question", "language", "deadline")


@retried
def write_down(heard, *, by, to=None, answer=""):
    """Keep a call as an enquiry and return it.

    heard    {field: value} of HEARD; `deadline` is an instant or None
    to       the user who answers, None for nobody yet
    answer   what was said at once; with it the enquiry counts as answered by telephone
    """
    enquiries.require(by, "change")
    keep_on("enquiries")
    if not heard["question"].strip():
        raise Refused(_("Write what was asked."))
    year, serial = enquiries.next_number()
    enquiry = Enquiry.objects.create(
        year=year,
        serial=serial,
        token=secrets.token_urlsafe(24),
        source=Enquiry.Source.CALL,
        **{name: heard[name] for name in HEARD},
    )
    enquiry.refresh_from_db()
    timeline.record(enquiry, Verb.CREATED, by=by)
    if to:
        enquiries.assign(enquiry, to, by=by)
    if answer.strip():
        enquiries.answer(enquiry, answer, by=by, is_spoken=True)
    return enquiry


@retried
def put_right(enquiry, heard, *, by, seen=None):
    """Correct what was heard in a call; what a journalist has written in the form stays as it came."""
    enquiries.lock(enquiry, seen)
    enquiries.require(by, "change")
    enquiries.require_kept(enquiry)
    if not enquiry.is_call:
        raise Refused(_("The journalist has written this enquiry, so it stays as it came."))
    if not heard["question"].strip():
        raise Refused(_("Write what was asked."))
    changed = [name for name in HEARD if getattr(enquiry, name) != heard[name]]
    if not changed:
        return
    for name in changed:
        setattr(enquiry, name, heard[name])
    if "deadline" in changed:
        enquiry.escalated = 0
        changed.append("escalated")
    enquiries.move(enquiry, *changed)
    timeline.record(enquiry, Verb.EDITED, by=by)
