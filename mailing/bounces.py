"""Bounces (RFC 3464) and complaints (RFC 5965) from mail servers.

Anybody can forge such a report. It is accepted only if it quotes the Message-ID of an email of ours, which only the
recipient and the servers in between know; and it counts for the address we sent that email to, whatever address the
report names.
"""

import email
import email.policy
import enum
import re

from mailing import addresses, sending
from mailing.models import Letter

MAX_BYTES = 2 * 1024 * 1024
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
UNSAID = "5.0.0"  # a permanent failure without a reason
MAX_ID_CHARACTERS = 200


class Outcome(enum.Enum):
    BOUNCED = "the letter came back for good"
    DELAYED = "the letter has not arrived, which may pass"
    COMPLAINED = "the reader complained"
    NOT_OURS = "not a report on a letter of ours"


def read(raw):
    """Process the report `raw` (bytes), and return the Outcome; the same report counts once."""
    report = _parsed(raw)
    letter = report and _letter(report)
    if letter is None:
        return Outcome.NOT_OURS
    kind = (report.get_param("report-type") or "").lower()
    if kind == "feedback-report":
        addresses.complained(letter.address_digest, "complaint about a letter")
        return Outcome.COMPLAINED
    said = " ".join(_words_of(report))
    if kind != "delivery-status" or not _is_failure(report):
        return Outcome.DELAYED if kind == "delivery-status" else Outcome.NOT_OURS
    if not _is_for_good(said):
        return Outcome.DELAYED
    addresses.came_back(letter, said)
    return Outcome.BOUNCED


def _parsed(raw):
    if len(raw) > MAX_BYTES:
        return None
    report = email.message_from_bytes(raw, policy=email.policy.compat32)
    return report if report.get_content_type() == "multipart/report" and report.is_multipart() else None


def _letter(report):
    """Return the letter that `report` quotes, or None."""
    for part in report.walk():
        if part.get_content_type() == "text/rfc822-headers":
            quoted = email.message_from_string(_text(part))
        elif part.get_content_type() == "message/rfc822" and part.is_multipart():
            quoted = part.get_payload(0)
        else:
            continue
        name = str(quoted.get("Message-ID", "")).strip()[:MAX_ID_CHARACTERS]
        if name and (letter := Letter.objects.filter(message_id=name).first()):
            return letter
    return None


def _blocks(report):
    """Yield the groups of fields of the machine-readable part."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from part.get_payload()


def _is_failure(report):
    return any(str(block.get("Action", "")).strip().lower() == "failed" for block in _blocks(report))


def _words_of(report):
    for block in _blocks(report):
        for field in ("Status", "Diagnostic-Code"):
            if value := str(block.get(field, "")).strip():
                yield " ".join(value.split())[:500]


def _is_for_good(said):
    statuses = STATUS.findall(said)
    return any(status == UNSAID or sending.NO_SUCH_ADDRESS.search(status) for status in statuses)


def _text(part):
    payload = part.get_payload(decode=True) or b""
    return payload.decode("utf-8", "replace")
