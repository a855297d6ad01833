"""An old site read into a batch: every page of the source becomes a row, and the row says what is to become of it.

It can be stopped at any instant and started again: what is a row stays, the rest follows. A second run of a source that
has not changed changes nothing.
"""

import contextlib
import datetime
import hashlib
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.html import strip_tags

from moving import addressing, decoding, evidence, meetings, people, reading, records, sources
from moving.furniture import Furniture
from moving.models import Batch, Source, SourcePage
from moving.profiles import Profile
from publishing import clock

MAX_DOCUMENT = 100_000_000  # bytes
PAGES_IN_A_TRANSACTION = 50  # that are read and stored together
Outcome = SourcePage.Outcome
Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, and of how much


def no_progress(what: str, done: int, total: int) -> None:
    """Say nothing."""


def read_source(place: str, profile: Profile, *, by: User, kind: str = "", progress: Progress = no_progress) -> Batch:
    """Read a source into its batch and return it. Raises SourceRefused; nothing but moving's own rows is written."""
    kind = kind or sources.kind_of(place)
    opened = sources.open_source(kind, place, profile)
    source, _new = Source.objects.get_or_create(kind=kind, place=place)
    new, changed = _compare(opened, source, progress)
    batch = _batch(source, profile, by, is_needed=bool(new or changed))
    _enter(source, batch, new, changed)
    if batch.stage == Batch.Stage.READING:
        run = _Run(opened, batch, profile, progress)
        with contextlib.closing(run.furniture):
            run.survey()
            run.read()
        _join(source, profile)
        batch.stage = Batch.Stage.READ
        batch.save(update_fields=["stage"])
    return batch


def _compare(opened, source, progress):
    """Return ((name, address, size) of pages that have no row, numbers of the rows whose page has changed since)."""
    known = {name: rest for name, *rest in source.pages.values_list("name", "pk", "sha256", "outcome")}
    new, changed = [], []
    for done, entry in enumerate(opened.pages(), 1):
        if entry.name not in known:
            new.append((entry.name, entry.address, entry.size))
        else:
            number, digest, outcome = known[entry.name]
            if outcome != Outcome.UNREAD and evidence.sha256(entry.read()) != digest:
                changed.append(number)
        progress("list", done, 0)
    return new, changed + _with_files_found(opened, source)


def _with_files_found(opened, source):
    """Return the numbers of pages that wait for a photograph or document alone that the source has by now."""
    waiting = source.pages.filter(outcome=Outcome.WAITING, edition__isnull=True)
    rows = waiting.values_list("pk", "reasons", "reading__missing_photos__value", "reading__missing_documents__value")
    return [
        number
        for number, reasons, photos, documents in rows
        if {"photo missing", "document missing"} & set(reasons)
        and all(_is_picture(opened.file(address)) for address in photos or [])
        and all(_is_document(opened.file(address)) for address in documents or [])
    ]


def _batch(source, profile, by, *, is_needed):
    """Return the last batch, or a new one if that is over and something is to be read."""
    last = source.batches.order_by("-id").first()
    over = (Batch.Stage.RELEASED, Batch.Stage.TAKEN_BACK)
    if last is None or last.stage == Batch.Stage.TAKEN_BACK or (is_needed and last.stage in over):
        return Batch.objects.create(source=source, profile=profile.as_dict(), by=by)
    if last.profile != profile.as_dict():
        last.profile = profile.as_dict()
        last.save(update_fields=["profile"])
    return last


def _enter(source, batch, new, changed):
    with transaction.atomic():
        for some in _batched(new, 500):
            rows = [
                SourcePage(source=source, batch=batch, name=name, address=old, size=size) for name, old, size in some
            ]
            SourcePage.objects.bulk_create(rows)
        source.pages.filter(pk__in=changed).update(outcome=Outcome.UNREAD, batch=batch)
        taken_back = source.pages.filter(batch__stage=Batch.Stage.TAKEN_BACK, edition__isnull=True)
        taken_back.exclude(batch=batch).update(batch=batch)
        if batch.pages.filter(outcome=Outcome.UNREAD).exists():
            batch.stage = Batch.Stage.READING
            batch.save(update_fields=["stage"])


def _batched(things: Iterable, number: int) -> Iterator[list]:
    things = iter(things)
    while chunk := list(itertools.islice(things, number)):
        yield chunk


class _Run:
    def __init__(self, opened, batch, profile, progress) -> None:
        self.opened, self.profile, self.progress = opened, profile, progress
        self.batch, self.source = batch, batch.source
        self.furniture = Furniture()
        self.total = self.source.pages.count()
        self.known = set()
        self.today = clock.today()
        self.names = people.Names()
        self.record = meetings.Record()

    def survey(self):
        """Read every page once, also those known already: only all of them show what the site repeats."""
        for number, entry in enumerate(self.opened.pages(), 1):
            if entry.address:
                self.known.add(addressing.identity(entry.address, self.profile.noise))
            if entry.facts is None and entry.size <= reading.MAX_BYTES:
                page = self._parsed(entry, entry.read())
                if page is not None:
                    self.furniture.add(page.blocks, page.heading(), page.window_title)
            self.progress("survey", number, self.total)

    def read(self):
        unread = set(self.source.pages.filter(outcome=Outcome.UNREAD).values_list("name", flat=True))
        done = self.total - len(unread)
        wanted = (entry for entry in self.opened.pages() if entry.name in unread)
        for chunk in _batched(wanted, PAGES_IN_A_TRANSACTION):
            rows = {page.name: page for page in self.source.pages.filter(name__in=[entry.name for entry in chunk])}
            pages = [self._read(entry, rows.pop(entry.name)) for entry in chunk]
            with transaction.atomic():
                for page in pages:
                    page.save()
                meetings.note(pages)
            done += len(pages)
            self.progress("read", done, self.total)

    def _parsed(self, entry, data):
        """Return the parsed page, None for what is none."""
        if _kind_of_file(data):
            return None
        try:
            return reading.Page(decoding.decode(data, entry.charset), entry.address, self.profile)
        except (ValueError, AssertionError, RecursionError):  # lxml of what is no HTML at all
            return None

    def _read(self, entry, page):
        data = entry.read()
        before = dict(page.reading) if page.edition_id else None
        page.sha256, page.size, page.address = evidence.sha256(data), len(data), entry.address
        page.reasons, page.outcome = [], Outcome.TAKEN
        found = self._reading(entry, data, page)
        if not found.left_out and (meeting := self.record.meeting_in(found, today=self.today)):
            found.fields["meeting"] = meeting
        page.reading = found.as_json()
        page.title = (found.value("title") or "")[:300]
        page.language = found.value("language") or ""
        date = found.value("date")
        page.shown_on = datetime.date.fromisoformat(date["date"]) if date else None
        page.words, page.words_lost = found.words, found.words_lost
        self._look_for_files(found, page)
        if found.left_out:
            page.outcome, page.reasons = Outcome.LEFT_OUT, [found.left_out]
        elif found.waits:
            page.outcome, page.reasons = Outcome.WAITING, list(dict.fromkeys(found.waits))
        if before is not None:
            _mark_changed(page, before)
        return page

    def _reading(self, entry, data, page):
        if entry.facts is not None:
            return records.read(entry, self.profile, today=self.today)
        if len(data) > reading.MAX_BYTES:
            return reading.Reading(waits=["too large"])
        if _kind_of_file(data):
            return reading.Reading(left_out="document")
        if not data.strip():
            return reading.Reading(left_out="empty")
        parsed = self._parsed(entry, data)
        if parsed is None:
            return reading.Reading(waits=["unreadable"])
        page.encoding = parsed.decoded.encoding
        found = reading.read(parsed, self.furniture, known=self.known, today=self.today)
        if found.value("body"):
            named = self.names.of(strip_tags(found.value("body")), found.value("language") or "")
            for kind, numbers in named.items():
                found.fields[kind] = reading.Field(numbers, "record", reading.LIKELY if numbers else reading.MISSING)
        return found

    def _look_for_files(self, found, page):
        photos = found.value("photos") or []
        page.images_found = len(photos)
        missing = [photo["address"] for photo in photos if not _is_picture(self.opened.file(photo["address"]))]
        page.images_taken = page.images_found - len(missing)
        if missing and not found.left_out:
            found.waits.append("photo missing")
            found.fields["missing_photos"] = reading.Field(missing, "source", reading.SURE)
        documents = [document["address"] for document in found.value("attachments") or []]
        missing = [address for address in documents if not _is_document(self.opened.file(address))]
        if missing and not found.left_out:
            found.waits.append("document missing")
            found.fields["missing_documents"] = reading.Field(missing, "source", reading.SURE)


_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"RIFF")


def _is_picture(data: bytes | None) -> bool:
    """Tell by its first bytes whether this may be a photograph; the library looks at the rest."""
    return bool(data) and (data.startswith(_PICTURES) or data[4:8] == b"ftyp")


def _is_document(data: bytes | None) -> bool:
    """Tell whether this may be a document: not a page that says that it is not there, and no larger than we take."""
    return bool(data) and len(data) <= MAX_DOCUMENT and data.lstrip()[:1] != b"<"


def _kind_of_file(data: bytes) -> str:
    """Return what a page really is, if it is a document or a picture; else ''."""
    for beginning, kind in (
        (b"%PDF", "PDF"),
        (b"PK\x03\x04", "ZIP"),
        (b"\xd0\xcf\x11\xe0", "Office"),
        (b"GIF8", "GIF"),
    ):
        if data.startswith(beginning):
            return kind
    return "picture" if _is_picture(data) else ""


def _mark_changed(page, before):
    """Let a page wait whose article exists already; a second import must not write over what was imported."""
    old = {name: field.get("value") for name, field in before.items() if isinstance(field, dict)}
    new = {name: field.get("value") for name, field in page.reading.items() if isinstance(field, dict)}
    differing = [
        name
        for name in ("title", "date", "standfirst", "body", "photos", "signature")
        if old.get(name) != new.get(name)
    ]
    if differing:
        page.reading["_before"] = {name: old.get(name) for name in differing}
        page.outcome, page.reasons = Outcome.WAITING, ["changed"]
    else:
        page.outcome, page.reasons = Outcome.TAKEN, []  # other furniture around the same article


# --- Pages that belong together --------------------------------------------------------------------------------------


def _join(source, profile):
    """Join copies and twins, and let wait what is not certain; done anew for all pages that are not imported yet."""
    with transaction.atomic():
        _join_what_leads_on(source, profile)
        _join_copies(source)
        _join_twins(source, profile)


def _join_what_leads_on(source, profile):
    """Note of pages that name another address as theirs, or lead there, which page that is.

    A page that only says that it repeats another is a copy if that one is an article: many a site says so of all its
    pages and names the first one.
    """
    leading = source.pages.filter(outcome=Outcome.LEFT_OUT, same_as__isnull=True).exclude(reading___leads_to="")
    wanted = {
        number: (addressing.identity(address, profile.noise), reasons)
        for number, address, reasons in leading.values_list("pk", "reading___leads_to", "reasons")
        if address
    }
    if not wanted:
        return
    known = {
        addressing.identity(address, profile.noise): (number, outcome)
        for number, address, outcome in source.pages.exclude(address="").values_list("pk", "address", "outcome")
    }
    for number, (identity, reasons) in wanted.items():
        other, outcome = known.get(identity, (None, Outcome.LEFT_OUT))
        if reasons == ["copy"] and outcome == Outcome.LEFT_OUT:
            source.pages.filter(pk=number).update(outcome=Outcome.WAITING, reasons=["copy unsure"])
        elif other not in (None, number):
            source.pages.filter(pk=number).update(same_as=other)


def _join_copies(source):
    """Leave out the same text at a second address, and let pages of one title and date wait that say something else."""
    read = source.pages.filter(edition__isnull=True, decided_by__isnull=True)
    read = read.filter(outcome__in=[Outcome.TAKEN, Outcome.WAITING])
    # Of a page at two addresses that without a query is the page, the other its copy.
    first_of: dict[bytes, int] = {}
    same_day = defaultdict(list)
    has_query = ExpressionWrapper(Q(address__contains="?"), output_field=BooleanField())
    for number, language, title, day, text in _texts(read.annotate(has_query=has_query).order_by("has_query", "pk")):
        key = _digest(f"{language}\n{title}\n{text}") if text else None
        if key in first_of:
            read.filter(pk=number).update(same_as=first_of[key], outcome=Outcome.LEFT_OUT, reasons=["copy"])
            continue
        if key:
            first_of[key] = number
            if title and day:
                same_day[_digest(f"{language}\n{title}\n{day}")].append(number)
    for alike in same_day.values():
        if len(alike) > 1:
            _wait(alike, "same title and date")


def _digest(text):
    """Return 16 bytes by which the same text is known: those of all pages are held at once."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _texts(pages):
    """Yield (number, language, title, date, words) of pages, a few at a time: they are long."""
    rows = pages.values_list("pk", "language", "title", "shown_on", "reading__body__value")
    for number, language, title, day, body in rows.iterator(chunk_size=100):
        yield number, language, title, day, " ".join(strip_tags(body or "").split())


def _join_twins(source, profile):
    """Join pages that are one article in two languages: what the pages say of each other, or their paths."""
    pages = source.pages.filter(outcome__in=[Outcome.TAKEN, Outcome.WAITING])
    by_address = defaultdict(list)
    for number, address, language in pages.exclude(address="").values_list("pk", "address", "language"):
        by_address[addressing.identity(address, profile.noise)].append((number, language))
    unsure = []
    rows = pages.exclude(address="").values_list("pk", "language", "twin", "reading___twins")
    for number, mine, twin, stated in rows.iterator(chunk_size=500):
        others = [
            (other, language)
            for address in stated or []
            for other, language in by_address.get(address, [])
            if other != number and language != mine
        ]
        languages = defaultdict(set)
        for other, language in others:
            languages[language].add(other)
        if any(len(numbers) > 1 for numbers in languages.values()):
            unsure.append(number)
        elif others and twin != others[0][0]:
            source.pages.filter(pk=number).update(twin=others[0][0])
    _wait(unsure, "twin unsure")


def _wait(numbers, reason):
    """Let pages wait for a further reason, but for those that somebody has decided."""
    for page in SourcePage.objects.filter(pk__in=numbers, decided_by__isnull=True).only("outcome", "reasons"):
        if reason not in page.reasons:
            page.outcome, page.reasons = Outcome.WAITING, [*page.reasons, reason]
            page.save(update_fields=["outcome", "reasons"])


def opened_again(batch: Batch) -> tuple[Any, Profile]:
    """Return (the opened source, the profile) of a batch; raises SourceRefused if the source is gone."""
    profile = Profile.from_dict(batch.profile)
    return sources.open_source(batch.source.kind, batch.source.place, profile), profile
