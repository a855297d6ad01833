"""The outbox: letters are put here within the transaction of what they tell of, and sent afterwards.

    letters.post(key="enquiry 17 received", to=address, subject=subject, text=text, html=html)

A letter exists if and only if what it tells of was committed, and once for its key, however often the code runs. That
it then reaches the mail server is the work of mailing.sending. Which letter goes out when: docs/mail.md.
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

HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
# What the sender settles by himself.
OURS = {"to", "cc", "bcc", "from", "sender", "subject", "date", "message-id", "reply-to", "return-path", "mime-version"}
OURS |= {"content-type", "content-transfer-encoding"}
NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
MAX_LINE_CHARACTERS = 900
MAX_TEXT_CHARACTERS = 500_000
BATCH_SIZE = 500
# What a letter is of which nothing personal is left.
EMPTY = {"to": "", "subject": "", "text": "", "html": "", "headers": {}, "reply_to": "", "answer": ""}
EMPTY |= {"erased_at": clock.SiteNow()}


class Refused(ValueError):
    """A letter that cannot be sent as it is; the text says why."""


def post(**letter):
    """Put a letter into the outbox and return it, or return the one that its key has put there already.

    key         what the letter is for, in a few words and numbers that never come again; lists and logs show it, so it
                holds no secret and no address
    to          one e-mail address
    subject     one line
    text        what it says
    html        the same for programs that show it; optional
    headers     further headers, {name: value}; {"Auto-Submitted": "no"} for what a person has written
    reply_to    where answers go, if not to the sender
    language    whose name the press office has in it; the active language, if none is given
    once        when a worker dies in the middle of sending: True never sends it again, False does (mailing.sending)
    rank        0 for a letter to one person, 1 for one of many, which wait until the others have gone
    about_account
                True: administrators alone see it, and it is emptied as soon as it was sent

    A Refused says what is wrong: above all a line break where a header would let a stranger write his own.
    """
    post_all([letter])
    return Letter.objects.get(key=letter["key"])


def post_all(wanted):
    """Put letters into the outbox; those whose keys are there already are left as they are. Return how many were new.

    `wanted` may be a generator: no more than a few hundred letters are in memory at a time.
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
    """Erase letters to the address `to`, or those whose keys begin with `about`: what they say, and to whom.

    What had not been sent will not be. Return how many letters that were.
    """
    chosen = Q(pk__in=[])
    if to:
        chosen |= Q(address_digest=addresses.digest(to))
    if about:
        chosen |= Q(key__startswith=about)
    letters = Letter.objects.filter(chosen)
    letters.filter(state=Letter.State.WAITING).update(state=Letter.State.DROPPED, settled_at=clock.SiteNow())
    return erase(letters)


def take_back(letters):
    """Delete those of `letters` that have not left yet, as if they had never been written; return how many.

    A letter that is on its way at the moment is let go.
    """
    with transaction.atomic():
        waiting = letters.filter(state=Letter.State.WAITING).order_by("pk").select_for_update()
        held = [letter.pk for letter in waiting.only("pk")]
        Letter.objects.filter(pk__in=held).delete()
    return len(held)


def erase(letters):
    """Empty `letters` of everything personal, whatever became of them."""
    return letters.filter(erased_at__isnull=True).update(**EMPTY)


def message_id(key):
    """Return the Message-ID of the letter with `key`: always the same, so that a letter sent twice is known as one.

    Nobody can guess it, so that a bounce which names it is an answer to our letter.
    """
    digest = salted_hmac("mailing.letters", key, algorithm="sha256").hexdigest()[:40]
    return f"<{digest}@{settings.MAIL_FROM.rsplit('@', 1)[-1]}>"


def _letter(
    *, key, to, subject, text, html="", headers=None, reply_to="", language="", once=False, rank=0, about_account=False
):
    if not key or len(key) > 200:
        raise Refused("A letter needs a key of at most 200 letters.")
    return Letter(
        key=key,
        message_id=message_id(key),
        address_digest=addresses.digest(_address(to)),
        to=_address(to),
        subject=_line(subject, "subject"),
        text=_text(text),
        html=_text(html),
        headers={_name(name): _line(value, name) for name, value in (headers or {}).items()},
        reply_to=_address(reply_to) if reply_to else "",
        language=language or get_language() or settings.LANGUAGE_CODE,
        once=once,
        rank=rank,
        about_account=about_account,
    )


def _address(address):
    try:
        return addresses.normal(_line(address, "address"))
    except ValueError as wrong:
        raise Refused(str(wrong)) from None


def _line(value, name):
    value = str(value)
    if NOT_IN_A_LINE.search(value):
        raise Refused(f"The {name} of a letter is one line.")
    if len(value) > MAX_LINE_CHARACTERS:
        raise Refused(f"The {name} of a letter is too long.")
    return value


def _name(name):
    if not HEADER.fullmatch(name) or name.lower() in OURS:
        raise Refused(f"A letter cannot have a header {name!r} of its own.")
    return name


def _text(text):
    text = str(text).replace("\x00", "")
    if len(text) > MAX_TEXT_CHARACTERS:
        raise Refused("A letter is too long.")
    return text


def _put(chunk):
    keys = [letter.key for letter in chunk]
    before = Letter.objects.filter(key__in=keys).count()
    Letter.objects.bulk_create(chunk, ignore_conflicts=True)
    return Letter.objects.filter(key__in=keys).count() - before


def wake():
    """Have a worker look into the outbox now; without this it does so once a minute."""
    with visitors.with_newsroom_rights(), contextlib.suppress(AlreadyEnqueued):
        app.configure_task("mailing.jobs.send", queue="mail", queueing_lock="mail").defer()
