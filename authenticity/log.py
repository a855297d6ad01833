"""The log: one transaction at a time appends to it; each entry is signed and chained to the one before."""

import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from authenticity import keys, verifier
from authenticity.keys import Key
from authenticity.models import Entry
from publishing import clock

VERSION = 1
OF_THE_LINE = {"v", "entry", "previous", "at", "key", "signature"}
What = Entry.What


def lock() -> None:
    """Let no other transaction append to the log until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('authenticity_log'))")


def last() -> Entry | None:
    return Entry.objects.order_by("-number").first()


def append(
    what: str, *, change: int | None = None, record: int | None = None, signer: Key | None = None, **facts: Any
) -> Entry:
    """Append an entry and return it; raises keys.NotReady if our key is not the one that signs now.

    Of an entry of the log, `change` and `record` are known to the newsroom alone; `facts` are signed and public.
    """
    with transaction.atomic():
        lock()
        return _append(what, signer or _signer(), facts, change=change, record=record)


def rotate(new: Key, *, lost: bool = False) -> Entry:
    """Let the Key `new` sign from now on. The old key signs the announcement, or the new one if the old one is lost."""
    with transaction.atomic():
        lock()
        if new.kid in keys.by_name():
            raise keys.NotReady(_("This key stands in the log already. Make a new one."))
        return _append(What.KEY, new if lost else _signer(), {"jwk": new.jwk})


def revoke(kid: str, since: datetime.datetime) -> Entry:
    """Make signatures of the key `kid` invalid from the instant `since` on; sign again what it signed after that."""
    with transaction.atomic():
        lock()
        signer = _signer()
        if kid not in keys.by_name():
            raise keys.NotReady(_("No key of the log is called %(name)s.") % {"name": kid})
        if kid == signer.kid:
            raise keys.NotReady(_("This key signs now. Announce another one first, then revoke this one."))
        entry = _append(What.REVOKED, signer, {"kid": kid, "since": instant(since)})
        signed = Entry.objects.filter(key=kid, at__gte=since).exclude(what__in=[What.KEY, What.REVOKED])
        for before in signed.order_by("number"):
            facts = {name: value for name, value in before.content.items() if name not in OF_THE_LINE | {"what"}}
            _append(before.what, signer, {**facts, "again": before.number})
        return entry


def check() -> int:
    """Raise verifier.Fault if any entry was altered; return how many there are."""
    entries = []
    for entry in Entry.objects.order_by("number").iterator():
        content = entry.content
        if verifier.canonical(content).decode() != entry.line or entry.digest != verifier.sha256(entry.line.encode()):
            raise verifier.Fault(f"The log was altered: entry {entry.number} is not written as entries are.")
        entries.append(content)
    known = keys.by_name()
    verifier.check_log(entries, known, lambda entry: keys.check_signature(entry, known))
    return len(entries)


def instant(moment: datetime.datetime) -> str:
    """Return “2026-11-25T14:00:00.000000Z”: always the same length, so that the texts sort by time."""
    return moment.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _signer():
    """Return our own Key if it is the one that signs now; the first key is announced here."""
    own = keys.signing_key()
    known = keys.published()
    if not known:
        _append(What.KEY, own, {"jwk": own.jwk})
    elif known[-1]["kid"] != own.kid:
        raise keys.NotReady(
            _("SIGNING_KEY is not the key that the log announced last (%(name)s). Set that one, or announce yours.")
            % {"name": known[-1]["kid"]}
        )
    return own


def _append(what, signer, facts, **private):
    before = last()
    at = max(filter(None, [clock.now(), before and before.at]))  # whatever the clock does, the log goes on
    body = {
        "v": VERSION,
        "entry": before.number + 1 if before else 1,
        "previous": before.digest if before else None,
        "at": instant(at),
        "key": signer.kid,
        "what": str(what),
        **facts,
    }
    line = verifier.canonical({**body, "signature": signer.sign(verifier.canonical(body))})
    return Entry.objects.create(
        number=body["entry"],
        what=what,
        at=at,
        sha256=facts.get("sha256", ""),
        files=facts.get("files", []),
        key=signer.kid,
        line=line.decode(),
        digest=verifier.sha256(line),
        **private,
    )
