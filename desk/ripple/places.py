"""Where a text can say something: one declaration for each kind of record, which fields it has, who may change them,
and how. Nothing is written round the services of a kind: a correction is a correction, with its checks.
"""

import contextlib
import dataclasses
import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from council.models import Meeting
from desk.base import wording
from desk.ripple.context import Surroundings
from desk.ripple.edits import Edit, apart
from desk.ripple.facts import Said, Subject, Verdict
from desk.ripple.markup import Words
from identity import rights
from news import access, drafts
from news.models import Attachment, Edition, EditionPhoto, Turn
from photos.models import Album, Photo
from press import approved_lines
from press.models import Advisory, ApprovedLine
from publishing import actions, amendments, clock, dates, roles, timeline
from publishing.actions import NotAllowed, Refused
from publishing.amendments import Kind as Change
from publishing.localized import Texts, in_language
from publishing.prepared import attach_prefetched
from publishing.timeline import Verb

CORRECTED = "corrected"
SENT = "sent"  # a public text whose correction waits for somebody who may publish


@dataclasses.dataclass
class Text:
    """One text of a record: `part` is the row that holds it (the record itself, a caption), `field` its name there.

    `language` is that of the words; of a field with several languages it says which. A `day` is a date field, which
    says its value in words.
    """

    part: Any
    place: str  # which part it is, in words that stay the same in the next edition: “photo 12”
    field: str
    label: str
    language: str
    words: Words
    is_quotation: bool = False
    day: datetime.date | None = None
    is_localized: bool = False

    def write(self, edits: list[Edit]) -> None:
        """Put the text with these edits into its field; nothing is saved."""
        words = self.words.changed(edits)
        if self.is_localized:
            setattr(self.part, self.field, {**getattr(self.part, self.field), self.language: words})
        else:
            setattr(self.part, self.field, words)


def _localized(record, fields, *, place="", is_html=False):
    """Yield the Texts of fields with several languages."""
    for field in fields:
        label = capfirst(record._meta.get_field(field).verbose_name)
        for language, words in (getattr(record, field) or {}).items():
            if words:
                yield Text(
                    record, place, field, label, language, Words(words, is_html=is_html), is_localized=True
                )  # fmt: skip


def _plain(record, fields, language, *, place="", label="", is_html=False, is_quotation=False):
    for field in fields:
        if words := getattr(record, field):
            name = label or capfirst(record._meta.get_field(field).verbose_name)
            yield Text(record, place, field, name, language, Words(words, is_html=is_html), is_quotation)


def _day(record, field):
    day = getattr(record, field)
    label = capfirst(record._meta.get_field(field).verbose_name)
    yield Text(record, "", field, label, "", Words(dates.in_words(day), is_html=False), day=day)


class Kind:
    """A kind of record whose texts may say an old fact."""

    model: type[Any]
    name: str  # in addresses and in what is remembered
    in_index: tuple[str, ...] = ()  # its kinds in the index of the search; none: the table itself is asked

    def belonging(self, subject: Subject) -> Iterable[int]:
        """Return the numbers of the records that belong to the subject, whatever they say."""
        return []

    def read(self, numbers: Iterable[int], user: Any) -> QuerySet:
        """Return these records, of those that are, or may become, public and that `user` may read; None reads all."""
        records, opts = self.model.objects.filter(pk__in=list(numbers)), self.model._meta
        is_readable = user is None or rights.may(user, f"{opts.app_label}.view_{opts.model_name}")
        return records if is_readable else records.none()

    def read_many(self, numbers: Iterable[int], user: Any) -> list[Any]:
        """Return the same, with all that texts() asks of each."""
        return list(self.read(numbers, user))

    def label(self, record: Any) -> str:
        return capfirst(self.model._meta.verbose_name)

    def texts(self, record: Any, *, belongs: bool) -> Iterator[Text]:
        raise NotImplementedError

    def written_on(self, record: Any) -> datetime.date:
        return clock.today()

    def of_meeting(self, record: Any) -> int | None:
        return None

    def title(self, record: Any, language: str) -> str:
        return str(record)

    def states(self, records: list[Any]) -> dict[int, str]:
        """Return {number of a record: its state}."""
        now = clock.now()
        return {record.pk: self.state(record, now) for record in records}

    def state(self, record: Any, at: datetime.datetime | None = None) -> str:
        """Return “draft”, “scheduled” or “public”, at the instant `at`; now, if none is given."""
        state = record.state(at)
        return {record.State.LIVE: "public", record.State.SCHEDULED: "scheduled"}.get(state, "draft")

    def may_change(self, user: Any, record: Any) -> bool:
        return roles.may_change(user, record)

    def address(self, record: Any) -> str:
        opts = self.model._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])

    def remembered(self, record: Any, text: Text) -> str:
        """Return the name of a place that stays the same while its text does."""
        return f"{self.name} {record.pk} {text.language} {text.place} {text.field}"[:80]

    def correct(self, record: Any, mend: "Mend", *, by: Any, note: Texts) -> str:
        """Change what is ticked, in a transaction that is open; return CORRECTED or SENT.

        `mend` changes the fields of the texts of a record and returns the rows to save.
        """
        with _amended(record, self.state(record) == "public", by=by, note=note):
            for part in mend(record):
                _full_clean(part)
                part.save()
        return CORRECTED


Mend = Callable[[Any], list[Any]]


def _full_clean(part):
    """Ask the checks of the record itself, of which forms ask too."""
    try:
        part.clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None


@contextlib.contextmanager
def _amended(record, is_public, *, by, note):
    """The block in which a record without editions is changed: an amendment with a note if visitors see it."""
    if not roles.may_change(by, record):
        raise NotAllowed(roles.refusal_sentence())
    change = {"kind": Change.CORRECTION, "note": note} if is_public else {"kind": None}
    with amendments.amending(by=by, **change) as act:
        yield
        if record not in act:
            timeline.record(record, Verb.EDITED, by=by)


def _readable(user, things):
    return things if user is None else access.readable_by(user, things)


class Articles(Kind):
    """The editions of articles and standing pages: open drafts, what is scheduled, and what is public."""

    model = Edition
    name = "article"
    in_index = ("article", "page")

    def belonging(self, subject):
        if subject.kind != "council.meeting":
            return []
        return Edition.objects.filter(meeting=subject.record.pk).values_list("pk", flat=True)

    def read(self, numbers, user):
        editions = Edition.objects.not_set_aside().filter(pk__in=list(numbers))
        not_over = Q(live_until__isnull=True) | Q(live_until__gt=clock.now())
        return _readable(user, editions.filter(not_over))

    def read_many(self, numbers, user):
        editions = super().read_many(numbers, user)
        for relation, model in (("photos", EditionPhoto), ("turns", Turn), ("attachments", Attachment)):
            parts = model.objects.filter(edition__in=[edition.pk for edition in editions])
            if model is EditionPhoto:
                parts = parts.select_related("photo")
            attach_prefetched(editions, relation, parts, "edition")
        return editions

    def label(self, record):
        return _("Page") if record.is_page else record.get_genre_display()

    def texts(self, record, *, belongs):
        language = record.language
        yield from _plain(record, ["title", "standfirst"], language)
        yield from _plain(record, ["body"], language, is_html=True)
        if record.signed_by == Edition.SignedBy.WORDING:
            yield from _plain(record, ["signature"], language)
        for use in record.photos.all():
            place = f"photo {use.photo_id}"
            told = _("caption, %(file)s") % {"file": use.photo.file_name}
            yield from _plain(use, ["caption"], language, place=place, label=told)
            told = _("description, %(file)s") % {"file": use.photo.file_name}
            yield from _plain(use, ["alt"], language, place=place, label=told)
        for number, turn in enumerate(record.turns.all()):
            yield from _plain(turn, ["question"], language, place=f"turn {number}")
            yield from _plain(turn, ["answer"], language, place=f"turn {number}", is_html=True, is_quotation=True)
        for number, attachment in enumerate(record.attachments.all()):
            yield from _plain(attachment, ["label"], language, place=f"file {number}")
        if belongs and record.genre == Edition.Genre.REPORT and self.state(record) != "public":
            yield from _day(record, "shown_on")

    def written_on(self, record):
        return record.shown_on

    def of_meeting(self, record):
        return record.meeting_id

    def title(self, record, language):
        return record.title

    def may_change(self, user, record):
        may_write = roles.may(user, "write") or (
            roles.may(user, "translate") and record.language != record.article.original_language
        )
        return may_write and (record.live_from is None or roles.may(user, "publish") or self.state(record) == "public")

    def address(self, record):
        return f"{reverse('admin:news_article_change', args=[record.article_id])}#{record.language}"

    def remembered(self, record, text):
        return f"{self.name} {record.article_id} {text.language} {text.place} {text.field}"[:80]

    def correct(self, record, mend, *, by, note):
        state = self.state(record)
        if state == "draft":
            self._save(record, mend, by=by)
            return CORRECTED
        if state == "scheduled":
            opens, reason = record.live_from, record.unreviewed_reason or _reason()
            actions.unschedule(record, by=by)
            record.refresh_from_db()
            self._save(record, mend, by=by)
            actions.publish(record, by=by, at=opens, without_review=reason)
            return CORRECTED
        if record.rivals().unpublished().exists():
            sentence = _("A draft of the next edition is open. Put it right there, and publish it with a note.")
            raise Refused(sentence)
        if record.rivals().scheduled().exists():
            raise Refused(_("Another edition is scheduled to replace this one. Put that right; this one ends with it."))
        draft = drafts.open_next(record, by=by)
        draft.change = Edition.Change.CORRECTION
        draft.change_note = in_language(note, record.language)
        self._save(draft, mend, by=by)
        if not roles.may(by, "publish"):
            actions.submit(draft, by=by, note=draft.change_note)
            return SENT
        actions.publish(draft, by=by, without_review=_reason())
        return CORRECTED

    def _save(self, draft, mend, *, by):
        for part in mend(draft):
            if part is not draft:
                part.save()
        drafts.save_changes(draft, by=by)


def _reason():
    return _("Only a fact was corrected that the record has already.")


class Photos(Kind):
    model = Photo
    name = "photo"
    in_index = ("photo",)

    def belonging(self, subject):
        if subject.kind != "council.meeting":
            return []
        meeting = subject.record.pk
        ways = [
            {"photos_albumphoto_set__album__of_meeting__meeting": meeting},
            {"council_meetingphoto_set__meeting": meeting},
            {"news_editionphoto_set__edition__meeting": meeting},
        ]
        return {number for way in ways for number in Photo.objects.filter(**way).values_list("pk", flat=True)}

    def read(self, numbers, user):
        return _readable(user, super().read(numbers, user))

    def label(self, record):
        return _("Photograph")

    def texts(self, record, *, belongs):
        place = ["place"] if belongs else []
        yield from _localized(record, ["caption", "alt", "headline", "extended_description", *place])

    def title(self, record, language):
        return record.file_name

    def written_on(self, record):
        return timezone.localdate(record.taken_at or record.uploaded_at)

    def states(self, records):
        public = set(
            Photo.objects.public().filter(pk__in=[record.pk for record in records]).values_list("pk", flat=True)
        )
        return {record.pk: "public" if record.pk in public else "draft" for record in records}

    def state(self, record, at=None):
        return "public" if Photo.objects.public().filter(pk=record.pk).exists() else "draft"


class Albums(Kind):
    model = Album
    name = "album"

    def belonging(self, subject):
        if subject.kind != "council.meeting":
            return []
        return Album.objects.filter(of_meeting__meeting=subject.record.pk).values_list("pk", flat=True)

    def texts(self, record, *, belongs):
        yield from _localized(record, ["title", "description", *(["place"] if belongs else [])])
        if belongs:
            yield from _day(record, "held_on")

    def written_on(self, record):
        return record.held_on


class Advisories(Kind):
    model = Advisory
    name = "advisory"

    def belonging(self, subject):
        if subject.kind != "council.meeting":
            return []
        return Advisory.objects.filter(meeting=subject.record.pk).values_list("pk", flat=True)

    def texts(self, record, *, belongs):
        yield from _localized(record, ["title", "text", "access", "pool", *(["place"] if belongs else [])])
        if belongs:
            yield from _day(record, "held_on")

    def written_on(self, record):
        return record.held_on

    def of_meeting(self, record):
        return record.meeting_id


class Meetings(Kind):
    model = Meeting
    name = "meeting"
    in_index = ("meeting",)

    def belonging(self, subject):
        return [subject.record.pk] if subject.kind == "council.meeting" else []

    def read(self, numbers, user):
        return super().read(numbers, user).prefetch_related("bodies", "agenda")

    def texts(self, record, *, belongs):
        yield from _localized(record, ["summary", "reason"])
        for number, item in enumerate(record.agenda.all(), start=1):
            for text in _localized(item, ["text"], place=f"agenda {number}"):
                text.label = _("agenda, item %(number)d") % {"number": number}
                yield text

    def written_on(self, record):
        return record.held_on

    def of_meeting(self, record):
        return record.pk


class Lines(Kind):
    """Approved lines: a changed one waits for its approval anew."""

    model = ApprovedLine
    name = "line"

    def texts(self, record, *, belongs):
        yield from _localized(record, ["text"])

    def written_on(self, record):
        return timezone.localdate(record.written_at)

    def state(self, record, at=None):
        return "draft"

    def may_change(self, user, record):
        return rights.may(user, "press.change_approvedline")

    def correct(self, record, mend, *, by, note):
        if not self.may_change(by, record):
            raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
        mend(record)
        approved_lines.save(record, by=by)
        return CORRECTED


KINDS = {kind.name: kind for kind in (Articles(), Photos(), Albums(), Advisories(), Meetings(), Lines())}


@dataclasses.dataclass(frozen=True)
class Piece:
    """A stretch of an excerpt: as it is (mark ''), taken out (“del”) or put in (“ins”)."""

    words: str
    mark: str = ""


@dataclasses.dataclass(frozen=True)
class Place:
    """A saying in a text of a record, with what is offered instead."""

    tick: str  # names it in the form
    kind: Kind
    record: Any
    text: Text
    fact: str
    edits: tuple[Edit, ...]
    day: datetime.date | None  # of a date field: its new value
    is_ticked: bool
    may_change: bool
    because: str  # why it is left alone on purpose, '' if it is not
    pieces: tuple[Piece, ...]
    saying: str  # the digest of the sentence
    state: str = ""  # “draft”, “scheduled” or “public”; filled in by desk.ripple.finding

    @property
    def where(self) -> str:
        """“Russian, title”."""
        language = wording.language_name(self.text.language) if self.text.language else ""
        label = self.text.label[:1].lower() + self.text.label[1:]
        return f"{language}, {label}" if language else capfirst(label)

    @property
    def label(self) -> str:
        return self.kind.label(self.record)

    @property
    def name(self) -> str:
        return self.kind.title(self.record, self.text.language)

    @property
    def address(self) -> str:
        return self.kind.address(self.record)

    @property
    def lang(self) -> str:
        return self.text.language

    @property
    def remembered(self) -> str:
        return self.kind.remembered(self.record, self.text)

    @property
    def by_hand(self) -> bool:
        """Whether only a person can word it."""
        return not self.edits and self.day is None


def in_record(kind: Kind, record: Any, subject: Subject, *, belongs: bool, user: Any = None) -> list[Place]:
    """Return the Places of one record that say an old fact of `subject`."""
    found: list[Place] = []
    written_on = kind.written_on(record)
    may_change: bool | None = None
    for text in kind.texts(record, belongs=belongs):
        hits = list(_in_text(kind, record, text, subject, belongs, written_on))
        if hits and may_change is None:
            may_change = user is None or kind.may_change(user, record)
        counted: dict[str, int] = {}
        for fact, edits, verdict, pieces, sentence, day in hits:
            digest = hashlib.sha256(sentence.encode()).hexdigest()
            counted[digest] = counted.get(digest, 0) + 1
            # The number of the record stands first; the rest is the same in the next edition.
            named = (kind.name, record.pk, text.place, text.field, text.language, fact, digest[:16], counted[digest])
            tick = ":".join(map(str, named))
            found.append(
                Place(
                    tick, kind, record, text, fact, edits, day, verdict.is_sure and bool(edits or day),
                    bool(may_change), verdict.because, pieces, digest,
                )
            )  # fmt: skip
    return found


def _in_text(kind, record, text, subject, belongs, written_on):
    if text.day is not None:
        yield from _in_day(text, subject)
        return
    around, judged = None, []
    title = kind.title(record, text.language)
    said = Said(text.language, written_on, belongs, kind.of_meeting(record), title, text.is_quotation)
    for fact in subject.facts:
        for saying in fact.sayings(text.words.text, text.language, written_on):
            around = around or Surroundings(text.words.text, text.words.quoted)
            if verdict := subject.verdict(fact, saying, around, said):
                judged.append((saying, fact, verdict))
    whole = set(map(id, apart([saying for saying, _fact, _verdict in judged])))  # “Армения” in “Республика Армения”
    for saying, fact, verdict in judged:
        if id(saying) in whole:
            start, end = around.sentence(saying.start)
            pieces = _pieces(text.words.text, start, end, saying)
            yield fact.name, saying.edits, verdict, pieces, around.text[start:end].strip(), None


def _in_day(text, subject):
    for fact in subject.facts:
        if fact.name == "held_on" and text.day in fact.olds:
            words = text.words.text
            pieces = (Piece(words, "del"), Piece(" "), Piece(dates.in_words(fact.new), "ins"))
            yield fact.name, (), Verdict(), pieces, words, fact.new


MARGIN = 90  # letters shown before and after
JOINED = 3  # of what is changed side by side, the letters between belong to the change


def _pieces(words, start, end, saying):
    """Return the sentence, or as much of it as is read at a glance, with what is taken out and put in."""
    first, last = max(start, saying.start - MARGIN), min(end, saying.end + MARGIN)
    pieces = [Piece(("… " if first > start else "") + words[first : saying.start].lstrip())]
    at = saying.start
    edits = sorted(saying.edits, key=lambda each: each.start)
    if not edits:
        pieces.append(Piece(words[at : saying.end], "del"))
        at = saying.end
    while edits:
        run = [edits.pop(0)]
        while edits and edits[0].start - run[-1].end <= JOINED:
            run.append(edits.pop(0))
        pieces.append(Piece(words[at : run[0].start]))
        old = words[run[0].start : run[-1].end]
        new = "".join(
            edit.new + words[edit.end : following.start if following else edit.end]
            for edit, following in zip(run, [*run[1:], None])
        )
        pieces += [Piece(old, "del"), Piece(" " if old else ""), Piece(new, "ins")]
        at = run[-1].end
    pieces.append(Piece(words[at:last].rstrip() + (" …" if last < end else "")))
    return tuple(piece for piece in pieces if piece.words)
