"""The outbox: emails are stored in the transaction of the change they are about, and sent afterwards.

    letters.post(key="enquiry 17 received", to=address, subject=subject, text=text, html=html)

An email exists if and only if its change was committed, and once for its key, however often the code runs. Then
mailing.sending delivers it to the mail server. docs/mail.md lists all emails.
"""

import contextlib
import re

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from mailing import addresses
from mailing.models import Letter
from publishing import clock, visitors
from publishing.languages import first_code
from publishing.transactions import retried

HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
# Headers that the sender sets.
OURS = {"to", "cc", "bcc", "from", "sender", "subject", "date", "message-id", "reply-to", "return-path", "mime-version"}
OURS |= {"content-type", "content-transfer-encoding"}
NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
MAX_LINE_CHARACTERS = 900
MAX_TEXT_CHARACTERS = 500_000
BATCH_SIZE = 500
# The fields of an erased letter.
EMPTY = {"to": "", "subject": "", "text": "", "html": "", "headers": {}, "files": [], "reply_to": "", "answer": ""}
EMPTY |= {"erased_at": clock.SiteNow()}


class LetterRefused(ValueError):
    """An invalid letter; the message says why."""


def post(**letter):
    """Put an email into the outbox and return it, or return the existing one with its key.

    key         what the letter is for, in a few words and numbers that never come again; lists and logs show it, so it
                holds no secret and no address
    to          one e-mail address
    subject     one line
    text        what it says
    html        the same for programs that show it; optional
    headers     further headers, {name: value}; {"Auto-Submitted": "no"} for what a person has written
    files       what goes with it: [{"file": its name in the storage, "name": what the recipient sees}]; whoever
                stored a file deletes it
    reply_to    where answers go, if not to the sender
    language    whose name the press office has in it; the active language, if none is given
    once        when a worker dies in the middle of sending: True never sends it again, False does (mailing.sending)
    rank        0 for a letter to one person, 1 for one of many, which wait until the others have gone
    about_account
                True: administrators alone see it, and it is emptied as soon as it was sent

    Raise LetterRefused for invalid values, above all for a line break in a header, which would allow injecting headers.
    """
    post_all([letter])
    return Letter.objects.get(key=letter["key"])


def post_all(wanted):
    """Put emails into the outbox, except those whose keys exist already. Return how many were new.

    `wanted` may be a generator: it is consumed in batches.
    """
    new, chunk = 0, []
    for facts in wanted:
        chunk.append(_letter(**facts))
        if len(chunk) == BATCH_SIZE:
            new += _put(chunk)
            chunk = []
    if chunk:
        new += _put(chunk)
    if new:
        transaction.on_commit(wake, robust=True)
    return new


def forget(*, to="", about=""):
    """Erase content and recipient of emails to the address `to`, or with keys that begin with `about`.

    Unsent ones will not be sent. Return how many there were.
    """
    chosen = Q(pk__in=[])
    if to:
        chosen |= Q(address_digest=addresses.digest(to))
    if about:
        chosen |= Q(key__startswith=about)
    letters = Letter.objects.filter(chosen)
    letters.filter(state=Letter.State.WAITING).update(state=Letter.State.DROPPED, settled_at=clock.SiteNow())
    return erase(letters)


@retried
def take_back(letters):
    """Delete those of `letters` that have not been sent; return how many.

    A letter that is being sent at the moment is not deleted.
    """
    waiting = letters.filter(state=Letter.State.WAITING).order_by("pk").select_for_update()
    held = [letter.pk for letter in waiting.only("pk")]
    Letter.objects.filter(pk__in=held).delete()
    return len(held)


def erase(letters):
    """Erase everything personal in `letters`, whatever their state."""
    return letters.filter(erased_at__isnull=True).update(**EMPTY)


def message_id(key):
    """Return the Message-ID for `key`: always the same, so that mail programs recognize an email sent twice.

    Nobody can guess it, so a bounce that names it really answers our email.
    """
    digest = salted_hmac("mailing.letters", key, algorithm="sha256").hexdigest()[:40]
    return f"<{digest}@{settings.MAIL_FROM.rsplit('@', 1)[-1]}>"


def _letter(
    *,
    key,
    to,
    subject,
    text,
    html="",
    headers=None,
    files=(),
    reply_to="",
    language="",
    once=False,
    rank=0,
    about_account=False,
):
    if not key or len(key) > 200:
        raise LetterRefused("A letter needs a key of at most 200 letters.")
    return Letter(
        key=key,
        message_id=message_id(key),
        address_digest=addresses.digest(_address(to)),
        to=_address(to),
        subject=_line(subject, "subject"),
        text=_text(text),
        html=_text(html),
        headers={_name(name): _line(value, name) for name, value in (headers or {}).items()},
        files=[{"file": file["file"], "name": _line(file["name"], "name of a file")} for file in files],
        reply_to=_address(reply_to) if reply_to else "",
        language=language or get_language() or first_code(),
        once=once,
        rank=rank,
        about_account=about_account,
    )


def _address(address):
    try:
        return addresses.normal(_line(address, "address"))
    except ValueError as wrong:
        raise LetterRefused(str(wrong)) from None


def _line(value, name):
    value = str(value)
    if NOT_IN_A_LINE.search(value):
        raise LetterRefused(f"The {name} of a letter is one line.")
    if len(value) > MAX_LINE_CHARACTERS:
        raise LetterRefused(f"The {name} of a letter is too long.")
    return value


def _name(name):
    if not HEADER.fullmatch(name) or name.lower() in OURS:
        raise LetterRefused(f"A letter cannot have a header {name!r} of its own.")
    return name


def _text(text):
    text = str(text).replace("\x00", "")
    if len(text) > MAX_TEXT_CHARACTERS:
        raise LetterRefused("A letter is too long.")
    return text


def _put(chunk):
    keys = [letter.key for letter in chunk]
    before = Letter.objects.filter(key__in=keys).count()
    Letter.objects.bulk_create(chunk, ignore_conflicts=True)
    return Letter.objects.filter(key__in=keys).count() - before


def wake():
    """Make a worker send the outbox now, instead of within a minute."""
    with contextlib.suppress(AlreadyEnqueued):
        visitors.with_newsroom_rights(app.configure_task("mailing.jobs.send", queue="mail", queueing_lock="mail").defer)
