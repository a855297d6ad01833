"""Signs the numbered changes: after an edition became public or ended, never before.

Every change of an edition gets one entry, in the order of the changes; a constraint refuses a second one. So this may
run twice, even at the same time. Editions that were public before the log existed are signed by the first run.
"""

import dataclasses
import functools
import hashlib
import operator
import re
import unicodedata
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q

from authenticity import keys, log, statements, verifier
from authenticity.models import Entry, IssuedFile, Seal, Statement
from news.models import Edition
from photos import likeness
from photos.models import Photo, Rendition
from publishing import changes, record
from publishing.models import Change
from publishing.visitors import as_visitor

BATCH_SIZE = 50
KINDS = ("news.edition", "pages.page")  # of numbered changes: editions of articles, and of standing pages
What = Entry.What


def seal(until: Callable[[], bool] = lambda: False) -> int:
    """Sign what has become public or ended and is not signed yet; return how many entries were added.

    Raises keys.NotReady if there is no key, or if it is not the one that signs now.
    """
    keys.signing_key()  # or nothing is begun
    changes.catch_up()
    number = 0
    while not until():
        with transaction.atomic():
            log.lock()
            some = list(_waiting()[:BATCH_SIZE])
            for change in some:
                _enter(change)
        if not some:
            break
        number += len(some)
    return number + _seal_photos(until)


def _waiting():
    """Return the changes of editions without an entry, in their order: of each kind all after the last one entered."""
    waiting = functools.reduce(operator.or_, (Q(subject_kind=kind, sequence__gt=_last_entered(kind)) for kind in KINDS))
    # An edition may have been unscheduled or moved just before its instant.
    appeared = Edition.objects.filter(pk=OuterRef("subject_id"), live_from__lte=OuterRef("at"))
    of_editions = Change.objects.filter(waiting, what__in=[Change.What.OPENED, Change.What.CLOSED])
    return of_editions.filter(Exists(appeared)).order_by("sequence")


def _last_entered(kind):
    """Return the number of the last change of this kind that has an entry. Pages were not signed from the first on."""
    entered = Entry.objects.filter(change__in=Change.objects.filter(subject_kind=kind).values("sequence"))
    return entered.aggregate(last=Max("change"))["last"] or 0


def _enter(change):
    edition = Edition.objects.select_related("section").get(pk=change.subject_id)
    sha256 = _sealed(edition).sha256
    log.append(_what(change, edition), change=change.sequence, sha256=sha256, since=log.instant(change.at))


def _what(change, edition):
    if change.what == Change.What.OPENED:
        return What.ISSUED
    return What.REPLACED if edition.rivals().filter(live_from=change.at).exists() else What.WITHDRAWN


def _sealed(edition):
    """Return the Seal of an edition, made at the first call and never changed."""
    known = Seal.objects.filter(edition=edition).first()
    if known:
        return known
    said = statements.of(edition)
    text, sha256 = statements.written(said)
    made = Seal.objects.create(edition=edition, sha256=sha256)
    Statement.objects.create(
        seal=made,
        text=text,
        photos=[photo["photo"] for photo in said["photos"]],
        files=[attachment["sha256"] for attachment in said["attachments"] if attachment["sha256"]],
    )
    _keep_fingerprints(edition, said["text"])
    return made


# --- The record of who did what --------------------------------------------------------------------------------------


def sign_record() -> int:
    """Sign the hash of the sealed record of who did what, if something was sealed since; return how many entries.

    The hash tells readers nothing. To the newsroom it shows whether the record was rewritten since.
    """
    with transaction.atomic():
        log.lock()
        head = record_head()
        if not head or head in signed_heads():
            return 0
        number, sha256 = head.split(":")
        log.append(What.RECORD, record=int(number), sha256=sha256)
    return 1


def record_head() -> str:
    """Return the present head of the record, computed from the last one that was signed; '' before the first."""
    return record.head(after=next(reversed(signed_heads()), ""))


def signed_heads() -> dict[str, int]:
    """Return {head of the record: number of the entry that signs it}."""
    signed = Entry.objects.filter(what=What.RECORD, record__isnull=False).order_by("number")
    return {f"{last}:{sha256}": number for last, sha256, number in signed.values_list("record", "sha256", "number")}


# --- Photographs -----------------------------------------------------------------------------------------------------


def _seal_photos(until):
    """Log the SHA-256 of the public files of public photos, one entry for each photo and each rendering."""
    number = 0
    for photo in _photos_waiting():
        if until():
            break
        number += _seal_photo(photo)
    return number


def _photos_waiting():
    known = IssuedFile.objects.filter(rendition=OuterRef("pk"))
    waiting = set(Rendition.objects.filter(~Exists(known)).order_by().values_list("photo", flat=True))
    # With a visitor's rights, so that files of hidden photos do not get into the log.
    with as_visitor():
        return sorted(Photo.objects.public().filter(pk__in=waiting).values_list("pk", flat=True)) if waiting else []


def _seal_photo(number):
    files = {
        rendition.pk: (rendition, statements.digest(rendition.file))
        for rendition in Rendition.objects.filter(photo=number)
    }
    with transaction.atomic():
        log.lock()
        still = set(Rendition.objects.filter(photo=number).values_list("pk", flat=True))
        known = set(IssuedFile.objects.filter(photo=number).values_list("rendition", flat=True))
        # Files that were replaced meanwhile or cannot be read wait for the next run.
        new = [(rendition, sha256) for pk, (rendition, sha256) in files.items() if sha256 and pk in still - known]
        if not new:
            return 0
        entry = log.append(What.PHOTO, files=sorted({sha256 for _it, sha256 in new}))
        IssuedFile.objects.bulk_create(
            IssuedFile(
                photo_id=number,
                rendition=rendition.pk,
                sha256=sha256,
                width=rendition.width,
                height=rendition.height,
                entry=entry,
            )
            for rendition, sha256 in new
        )
    return 1


def removed_photo_like(looks: int) -> Entry | None:
    """Return the entry that signed the most alike of all published photographs, visible or not; None without one.

    `looks` is a hash of photos.likeness. Ask only after none that visitors may see was found.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT authenticity_removed_photo_like(%s, %s)", [looks, likeness.MAX_DISTANCE])
        return Entry.objects.filter(number=cursor.fetchone()[0]).first()


# --- Fingerprints: for finding the texts from which a passage may come ------------------------------------------------

TOGETHER, WINDOW = 5, 4  # words in a fingerprint; of so many neighbours one is kept (winnowing, Schleimer 2003)


def fingerprints(text: str) -> list[int]:
    """Return hashes of sequences of five words."""
    bare = [word.lower() for word in verifier.words(text) if word[0].isalnum()]
    return [_number(bare[place : place + TOGETHER]) for place in range(len(bare) - TOGETHER + 1)]


def _number(words):
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "big", signed=True)


def _keep_fingerprints(edition, text):
    numbers = fingerprints(text)
    kept = {min(numbers[place : place + WINDOW]) for place in range(max(1, len(numbers) - WINDOW + 1)) if numbers}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO authenticity_fingerprint SELECT unnest(%s::bigint[]), %s ON CONFLICT DO NOTHING",
            [list(kept), edition.pk],
        )


def alike(text: str, most: int = 30) -> list[int]:
    """Return the numbers of editions that share sequences of words with `text`, the most similar first.

    There may be editions among them that visitors may not see: query them with a visitor's rights.
    """
    with connection.cursor() as cursor:
        asked = list(set(fingerprints(text)))
        cursor.execute("SELECT * FROM authenticity_similar_editions(%s::bigint[], %s)", [asked, most])
        return [number for (number,) in cursor.fetchall()]


@dataclasses.dataclass(frozen=True)
class Ended:
    """An edition that has ended and shares words with the visitor's text.

    `is_part`: it contains that text, apart from punctuation. The text has `shared` of its `kept` fingerprints.
    """

    article: int
    language: str
    is_part: bool
    shared: int
    kept: int


LETTERS = "0-9A-Za-zÀ-ɏͰ-֏؀-ۿ"  # as in the function of the database


def bare_words(text: str) -> str:
    """Return the words separated by one blank, with a blank at both ends, too."""
    plain = unicodedata.normalize("NFC", text).translate(str.maketrans("ёЁ", "еЕ"))
    return f" {re.sub(f'[^{LETTERS}]+', ' ', plain).strip()} "


def ended(text: str) -> list[Ended]:
    """Return an Ended for each edition that shares sequences of words with `text`; hidden ones too, as in alike()."""
    with connection.cursor() as cursor:
        asked = list(set(fingerprints(text)))
        cursor.execute("SELECT * FROM authenticity_ended_editions(%s::bigint[], %s)", [asked, bare_words(text)])
        return [Ended(*row) for row in cursor.fetchall()]
