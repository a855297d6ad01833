"""Send the outbox to the mail server.

A worker claims a batch of letters, marks each as “sending” before it hands it over, and as “sent” after the server has
accepted it. If a worker is killed in between, nobody can know whether the letter went out. The rule for such letters:

- with `once` (news to many subscribers) a letter is better lost than sent twice: it is marked as in doubt, the desk
sees it, and only a person sends it again;
- any other letter (a confirmation, an answer, a correction, a withdrawal) is better sent twice than lost: it is sent
again with the same Message-ID, by which mail programs recognize it.

The same rule holds if the connection breaks after the message was handed over and before the server has answered. If
it breaks earlier, the letter was not sent and simply waits for its next turn.
"""

import logging
import mimetypes
import re
import smtplib
import uuid
from datetime import timedelta
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import translation

from identity.current import current as identity
from mailing import addresses, letters, redaction
from mailing.models import Letter
from publishing import clock
from publishing.request_memory import read_once

log = logging.getLogger(__name__)

BATCH_SIZE = 50
LEASE_TIME = timedelta(minutes=10)  # then another worker may take over a batch
IN_DOUBT_AFTER = timedelta(minutes=10)  # then the worker that was sending a letter counts as dead
RETRY_DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440)]
MAX_BROKEN_CONNECTIONS = 3  # in a row, before sending stops for this run

# Status codes for an address that does not exist (RFC 3463), and SMTP codes of servers without them.
NO_SUCH_ADDRESS = re.compile(r"\b5\.(1\.\d{1,3}|2\.1|4\.4)\b")
ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
NO_SUCH_ADDRESS_CODES = {550, 551, 553}
SMTP_TOO_BIG = 552

BEGIN = """
UPDATE mailing_letter SET
    state = CASE WHEN id = %(next)s THEN 'sending' ELSE 'sent' END,
    begun_at = CASE WHEN id = %(next)s THEN site_now() ELSE begun_at END,
    settled_at = CASE WHEN id = %(next)s THEN NULL ELSE site_now() END,
    claimed_until = CASE WHEN id = %(next)s THEN claimed_until END
WHERE claimed_by = %(me)s AND (id = %(next)s AND state = 'waiting' OR id = %(taken)s AND state = 'sending')
RETURNING id
"""

_preparations = []


def send_waiting(until=lambda: False):
    """Send due letters until none is left, `until()` is true or the server takes no more; return how many were sent."""
    settle_doubts()
    delivery = _Delivery()
    try:
        while not until() and (batch := delivery.claim()):
            with read_once():
                for letter in batch:
                    if until():
                        break
                    delivery.send(letter)
            delivery.finish()
    except _ServerDown as reason:
        log.warning("The mail server takes no letters now: %s", reason)
    finally:
        delivery.end()
    return delivery.sent


def before_batch(function):
    """Register `function` to be called before each batch, outside of any transaction.

    It may take letters back. While it fails, letters to many wait, but not those to one person.
    """
    _preparations.append(function)
    return function


def settle_doubts():
    """Apply the rule above to the letters of dead workers."""
    old = Letter.objects.filter(state=Letter.State.SENDING, begun_at__lt=clock.now() - IN_DOUBT_AFTER)
    old.filter(once=True).update(state=Letter.State.DOUBT, settled_at=clock.SiteNow())
    old.filter(once=False).update(state=Letter.State.WAITING, claimed_until=None)


def again(letter):
    """Send `letter` again on a person's order; return False if its content was erased."""
    settled = [Letter.State.FAILED, Letter.State.DOUBT]
    fresh = Letter.objects.filter(pk=letter.pk, state__in=settled, erased_at__isnull=True)
    return bool(
        fresh.update(
            state=Letter.State.WAITING, due_at=clock.SiteNow(), tries=0, claimed_until=None, settled_at=None, answer=""
        )
    )


def message(letter):
    """Return the EmailMessage of `letter`."""
    with translation.override(letter.language):
        sender = formataddr((identity().office, settings.MAIL_FROM))
    made = mail.EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.MAIL_BOUNCES or settings.MAIL_FROM,  # the envelope sender; readers see the header below
        [letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "From": sender,
            "Message-ID": letter.message_id,
            "Date": format_datetime(letter.posted_at),
            "Auto-Submitted": "auto-generated",
            **letter.headers,
        },
    )
    if letter.html:
        made.attach_alternative(letter.html, "text/html")
    for file in letter.files:
        with default_storage.open(file["file"]) as stored:
            made.attach(file["name"], stored.read(), mimetypes.guess_type(file["name"])[0])
    return made


class _ServerDown(Exception):
    """The mail server accepts no mail at all, whatever the letter."""


class _Delivery:
    """One run of a worker: its connection and the letters it has claimed."""

    def __init__(self):
        self.me = uuid.uuid4()
        self.server = None
        self.breaks = 0
        self.sent = 0
        self.taken = None  # the letter that the server has just accepted

    def claim(self):
        """Claim the next due letters that no other worker has claimed."""
        most = _highest_rank()
        now = clock.now()
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
        due = Letter.objects.filter(free, state=Letter.State.WAITING, due_at__lte=now, rank__lte=most)
        due = due.order_by("rank", "due_at", "id")
        with transaction.atomic():
            batch = list(due.select_for_update(skip_locked=True)[:BATCH_SIZE])
            mine = Letter.objects.filter(pk__in=[letter.pk for letter in batch])
            mine.update(claimed_by=self.me, claimed_until=now + LEASE_TIME)
            closed = addresses.closed([letter.address_digest for letter in batch]).values("digest")
            mine.filter(address_digest__in=closed).update(state=Letter.State.DROPPED, settled_at=now)
            letters.erase(mine.filter(state=Letter.State.DROPPED, about_account=True))
        return batch

    def send(self, letter):
        """Send one letter and record the result."""
        self.connect()
        if not self._begin(letter):
            return
        try:
            self.server.send_messages([message(letter)])
        except smtplib.SMTPRecipientsRefused as refused:
            self._refused(letter, *next(iter(refused.recipients.values())), of_address=True)
        except smtplib.SMTPDataError as refused:
            self._refused(letter, refused.smtp_code, refused.smtp_error)
        except smtplib.SMTPResponseException as refused:
            self._refused(letter, refused.smtp_code if refused.smtp_code == SMTP_TOO_BIG else 400, refused.smtp_error)
            if refused.smtp_code != SMTP_TOO_BIG:
                raise _ServerDown(_words(refused.smtp_error)) from None
        except (smtplib.SMTPException, OSError) as broken:
            self._broken(letter, broken)
        except Exception as wrong:
            log.exception("The letter “%s” cannot be sent", letter.key)
            self._settle(letter, Letter.State.FAILED, repr(wrong))
        else:
            self.taken = letter
            self.sent += 1
            self.breaks = 0
            if letter.about_account:
                self.finish()

    def finish(self):
        """Mark the last letter as sent, unless that was done when the next one began."""
        if self.taken:
            self._settle(self.taken, Letter.State.SENT, **(letters.EMPTY if self.taken.about_account else {}))
            self.taken = None

    def connect(self):
        if self.server is None:
            server = mail.get_connection()
            try:
                server.open()
            except (smtplib.SMTPException, OSError) as reason:
                raise _ServerDown(reason) from None
            self.server = server

    def end(self):
        """Release claimed letters that were not begun, and close the connection."""
        self.finish()
        mine = Letter.objects.filter(claimed_by=self.me, state=Letter.State.WAITING)
        mine.update(claimed_until=None)
        self._hang_up()

    def _begin(self, letter):
        """Mark the letter as being sent, unless it has been taken over, dropped or erased meanwhile.

        The same statement marks the previous one as sent, so that each letter costs only one transaction.
        """
        taken, self.taken = self.taken, None
        with connection.cursor() as cursor:
            cursor.execute(BEGIN, {"me": self.me, "next": letter.pk, "taken": taken and taken.pk})
            return (letter.pk,) in cursor.fetchall()

    def _settle(self, letter, state, answer="", **further):
        mine = Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING, claimed_by=self.me)
        settled = None if state == Letter.State.WAITING else clock.SiteNow()
        said = redaction.without_addresses(answer)[:1000]
        mine.update(**{"state": state, "answer": said, "settled_at": settled, "claimed_until": None, **further})

    def _refused(self, letter, code, said, of_address=False):
        """Record a refusal: permanent, or to be retried."""
        said = f"{code} {_words(said)}"
        if code >= 500:
            self._settle(letter, Letter.State.FAILED, said)
            if of_address and _is_no_such_address(code, said):
                addresses.came_back(letter, said)
        elif letter.tries >= len(RETRY_DELAYS):
            self._settle(letter, Letter.State.FAILED, said)
        else:
            later = clock.now() + RETRY_DELAYS[letter.tries]
            self._settle(letter, Letter.State.WAITING, said, due_at=later, tries=F("tries") + 1)

    def _broken(self, letter, reason):
        """The connection broke: apply the rule if the message was handed over, else retry later."""
        in_doubt = getattr(self.server, "in_doubt", False)
        if in_doubt and letter.once:
            self._settle(letter, Letter.State.DOUBT, str(reason))
        elif in_doubt:
            self._refused(letter, 400, str(reason))
        else:
            self._settle(letter, Letter.State.WAITING, str(reason))
        self._hang_up()
        self.breaks += 1
        if self.breaks >= MAX_BROKEN_CONNECTIONS:
            raise _ServerDown(reason)

    def _hang_up(self):
        server, self.server = self.server, None
        if server is not None:
            try:
                server.close()
            except (smtplib.SMTPException, OSError) as reason:
                log.info("The mail server hung up first: %s", reason)


def _highest_rank():
    try:
        for prepare in _preparations:
            prepare()
    except Exception:
        log.exception("What must come before a letter to many has failed")
        return 0
    return 1


def _is_no_such_address(code, said):
    if ENHANCED.search(said):
        return bool(NO_SUCH_ADDRESS.search(said))
    return code in NO_SUCH_ADDRESS_CODES


def _words(said):
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
