"""The actions on an enquiry: received, assigned, answered, closed. Only this code changes its state.

Each action is one transaction and writes one entry in the timeline. The entry never repeats what the journalist told
us, because the timeline is kept for ever.
"""

import hashlib
import secrets

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from identity import rights
from identity.actions import keep_on
from press import approved_lines, enquiry_files, letters
from press.models import Enquiry, EnquiryAnswer, EnquiryFile, EnquiryNote
from publishing import clock, timeline
from publishing.actions import NotAllowed, Refused, Stale
from publishing.timeline import Verb
from publishing.transactions import retried

State = Enquiry.State


# --- From the journalist -------------------------------------------------------------------------------------------


def receive(values, *, language, form="", about=None):
    """Store the cleaned `values` of an EnquiryForm, and confirm it by email in `language`.

    The same form sent twice is one enquiry.
    """
    sent_key = _sent_key(form, values)
    file, name = "", ""
    if values.get("attachment"):
        name = values["attachment"].kept_name
        file = enquiry_files.keep(values["attachment"], name)
    try:
        with transaction.atomic():
            keep_on("enquiries")
            year, serial = next_number()
            enquiry = Enquiry.objects.create(
                year=year,
                serial=serial,
                token=secrets.token_urlsafe(24),
                sent_key=sent_key,
                **{field: values[field] for field in ("name", "outlet", "email", "phone", "topic", "question")},
                language=values["answer_language"],
                deadline=values.get("deadline"),
                zone=values.get("deadline_zone") or Enquiry._meta.get_field("zone").default,
                article_id=about,
                file=file,
                file_name=name,
                file_size=values["attachment"].size if file else 0,
            )
            letters.confirm(enquiry, language)
    except IntegrityError:
        enquiry_files.forget(file)
        earlier = Enquiry.objects.filter(sent_key=sent_key).first()
        if earlier is None:
            raise
        return earlier
    except BaseException:
        enquiry_files.forget(file)
        raise
    enquiry.refresh_from_db()
    return enquiry


def _sent_key(form, values):
    said = [form, *(str(values.get(name) or "") for name in ("name", "outlet", "email", "phone", "topic", "question"))]
    said.append(str(values.get("deadline") or ""))
    return hashlib.sha256("\0".join(said).encode()).hexdigest() if form else None


def next_number():
    """Return (year, serial) of the next enquiry; the row of the year stays locked until the transaction ends."""
    year = timezone.localdate(clock.now()).year
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO press_enquirynumber AS n (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last",
            [year],
        )
        return year, cursor.fetchone()[0]


# --- On the desk ---------------------------------------------------------------------------------------------------
# `seen` is the version of the enquiry that the user has seen: an answer raises the version, a note does not.


@retried
def assign(enquiry, to, *, by):
    """Assign the enquiry to `to`; None removes the assignment."""
    lock(enquiry)
    require(by, "answer" if to != by else "change")
    _require_open(enquiry)
    enquiry.assigned_to = to
    enquiry.state = State.WORKING if to else State.RECEIVED
    enquiry.save(update_fields=["assigned_to", "state"])
    note = "" if to == by else letters.person(to) if to else _("Nobody")
    timeline.record(enquiry, Verb.ASSIGNED, by=by, note=note)


@retried
def note(enquiry, text, *, by):
    """Add a note for colleagues; the journalist never sees it."""
    lock(enquiry)
    require(by, "change")
    require_kept(enquiry)
    if not text.strip():
        raise Refused(_("Write the note."))
    EnquiryNote.objects.create(enquiry=enquiry, text=text.strip(), by=by)
    timeline.record(enquiry, Verb.EDITED, by=by, note=_("Note added"))


def answer(enquiry, text, *, by, seen=None, used=(), is_spoken=False, uploads=()):
    """Send `text` to the journalist, or keep what was said by telephone.

    used      numbers of the approved lines in it
    uploads   files that go with the letter, each checked and with its `kept_name` (enquiry_files.check)
    """
    if is_spoken and uploads:
        raise Refused(_("Files go with an email, not with a call. Remove them, or send the answer by email."))
    kept = []
    try:
        for upload in uploads:
            kept.append((enquiry_files.keep(upload, upload.kept_name), upload.kept_name, upload.size))
        return _answer(enquiry, text, by=by, seen=seen, used=used, is_spoken=is_spoken, kept=kept)
    except BaseException:
        for file, _name, _size in kept:
            enquiry_files.forget(file)
        raise


@retried
def _answer(enquiry, text, *, by, seen, used, is_spoken, kept):
    lock(enquiry, seen)
    require(by, "answer")
    require_kept(enquiry)
    if enquiry.state == State.CLOSED:
        raise Refused(_("The enquiry is closed. Reopen it to answer."))
    if not text.strip():
        raise Refused(_("Write the answer."))
    if not is_spoken and not enquiry.email:
        raise Refused(_("No email address is known. Answer by telephone, or add the address to the call."))
    made = EnquiryAnswer.objects.create(enquiry=enquiry, text=text.strip(), by=by, is_spoken=is_spoken)
    EnquiryFile.objects.bulk_create(
        EnquiryFile(enquiry=enquiry, answer=made, file=file, file_name=name, file_size=size)
        for file, name, size in kept
    )
    made.lines.set(approved_lines.standing_in(text, used, enquiry.language))
    enquiry.state = State.ANSWERED
    enquiry.answered_at = enquiry.answered_at or clock.now()
    enquiry.assigned_to = enquiry.assigned_to or by
    move(enquiry, "state", "answered_at", "assigned_to")
    if not is_spoken:
        letters.answer(made)
    timeline.record(enquiry, Verb.ANSWERED, by=by, note=_("By telephone") if is_spoken else "")
    return made


@retried
def close(enquiry, *, by, seen=None, reason=""):
    """Close the enquiry; without an answer it needs a reason, for colleagues."""
    lock(enquiry, seen)
    require(by, "answer")
    if enquiry.state == State.CLOSED:
        raise Refused(_("The enquiry is already closed."))
    if enquiry.is_open and not reason.strip():
        raise Refused(
            _("Nobody has answered this enquiry. Say why you are closing it. The journalist will not see this.")
        )
    if reason.strip():
        EnquiryNote.objects.create(enquiry=enquiry, text=reason.strip(), by=by)
    enquiry.state, enquiry.closed_at = State.CLOSED, clock.now()
    move(enquiry, "state", "closed_at")
    timeline.record(enquiry, Verb.CLOSED, by=by)


@retried
def reopen(enquiry, *, by):
    """Reopen a closed enquiry, unless its personal data has been erased."""
    lock(enquiry)
    require(by, "answer")
    require_kept(enquiry)
    if enquiry.state != State.CLOSED:
        raise Refused(_("The enquiry is open."))
    if enquiry.answered_at:
        enquiry.state = State.ANSWERED
    else:
        enquiry.state = State.WORKING if enquiry.assigned_to_id else State.RECEIVED
    enquiry.closed_at = None
    move(enquiry, "state", "closed_at")
    timeline.record(enquiry, Verb.REOPENED, by=by)


def may(user, what):
    """Return whether `user` may “view”, “change” (notes, assigning) or “answer” (answers, closing) enquiries."""
    return user.is_active and rights.may(user, f"press.{what}_enquiry")


def lock(enquiry, seen=None):
    """Lock the enquiry's row and read it anew; raise Stale if its version is not `seen`."""
    Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    enquiry.refresh_from_db()
    if seen is not None and seen != enquiry.version:
        raise Stale(_("A colleague answered or closed this while you were working. What you wrote is still here."))


def move(enquiry, *fields):
    enquiry.version += 1
    enquiry.save(update_fields=["version", *fields])


def require(user, what):
    if not may(user, what):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))


def _require_open(enquiry):
    if not enquiry.is_open:
        raise Refused(_("The enquiry has been answered or closed."))


def require_kept(enquiry):
    if enquiry.erased_at:
        raise Refused(_("The journalist's details have been deleted, so there is nobody to write to."))
