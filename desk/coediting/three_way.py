"""A three-way merge of a text, field by field: the version you started from, yours, and the one saved meanwhile.

What only one of you changed is applied; where both changed the same, you choose. In a sent form, `en-onto` is the saved
version that was shown, `en-choice-body-0` is mine, theirs, both or own, the last with its text in `en-own-body-0`.
"""

import dataclasses
import datetime
import re
from collections.abc import Callable

import lxml.html
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from desk.base.fields import tidy
from desk.coediting.merging import Chunk, merge
from news import about, comparison, snapshots
from news.models import Edition, SavedVersion
from photos.models import Photo
from publishing import numbers

SHARED = "shared"
WORDS = ("caption", "alt", "decorative")
# {name of a fact in the form: its name in a snapshot}.
FACTS = {
    "section": "section_id", "genre": "genre", "shown_on": "shown_on", "shown_precision": "shown_precision",
    "meeting": "meeting_id", "signed_by": "signed_by",
}  # fmt: skip
ABSENT = object()
NUMBER = re.compile(r'data-photo="([0-9]{1,18})"')


@dataclasses.dataclass
class Version:
    """A text in the shape that a form and a snapshot share.

    `subjects` are short names of what the text is about.

    `texts` and `facts` are {field: value}, `words` {number of a photo: {caption, alt, decorative}}, `photos` numbers,
    `body` its paragraphs as HTML, `turns` (question, answer), `attachments` (label, key).
    """

    texts: dict = dataclasses.field(default_factory=dict)
    facts: dict = dataclasses.field(default_factory=dict)
    body: list = dataclasses.field(default_factory=list)
    turns: list = dataclasses.field(default_factory=list)
    attachments: list = dataclasses.field(default_factory=list)
    photos: list = dataclasses.field(default_factory=list)
    words: dict = dataclasses.field(default_factory=dict)
    subjects: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Conflict:
    """A conflict for the page: the names of its controls, and the three versions as text and Pieces."""

    name: str
    own_name: str
    base: str
    mine: tuple
    theirs: tuple
    choices: list
    chosen: str
    own: str


@dataclasses.dataclass
class Field:
    """A field as Chunks of its items, only one where it is no list; `show` returns an item in words."""

    name: str
    label: str
    chunks: list
    show: Callable = str
    kind: str = "line"  # or prose, list, choice

    @property
    def is_changed(self):
        return any(chunk.mine != chunk.base or chunk.theirs != chunk.base for chunk in self.chunks)

    @property
    def conflicts(self):
        return [(number, chunk) for number, chunk in enumerate(self.chunks) if chunk.is_conflict]

    def in_words(self, items):
        return "\n".join(filter(None, map(self.show, items)))

    def pieces(self, side):
        """Return the Pieces of each chunk that only this side changed."""
        changed = [chunk for chunk in self.chunks if not chunk.is_conflict and getattr(chunk, side) != chunk.base]
        return [comparison.words(self.in_words(chunk.base), self.in_words(getattr(chunk, side))) for chunk in changed]

    def offered(self, chunk):
        """Return the choices for a conflict."""
        may_be_both = self.kind in ("prose", "list") and (not chunk.base or self.name in ("photos", "subjects"))
        may_be_own = self.kind in ("line", "prose")
        return ["mine", "theirs", *(["both"] if may_be_both else []), *(["own"] if may_be_own else [])]

    def chosen(self, chunk, choice, own):
        """Return the items of a choice, None if it is not one of those offered."""
        if choice not in self.offered(chunk):
            return None
        if choice == "both":
            return [*chunk.theirs, *(item for item in chunk.mine if item not in chunk.theirs)]
        if choice == "own":
            return [own] if self.kind == "line" else _paragraphs_of(own)
        return chunk.mine if choice == "mine" else chunk.theirs


def _paragraphs_of(text):
    return [f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip()]


@dataclasses.dataclass
class MergeBlock:
    """The fields of one language, or those that all languages share; `data` is the form as it was sent."""

    prefix: str
    name: str
    fields: list
    data: dict
    block: object = None

    @property
    def changes(self):
        """What the page shows: (field, what only they changed, what only you changed, conflicts)."""
        return [
            (
                field,
                field.pieces("theirs"),
                field.pieces("mine"),
                [self._place(field, *conflict) for conflict in field.conflicts],
            )
            for field in self.fields
            if field.is_changed
        ]

    @property
    def has_conflicts(self):
        return any(field.conflicts for field in self.fields)

    def _place(self, field, number, chunk):
        name, own_name = self._names(field, number)
        base, mine, theirs = map(field.in_words, (chunk.base, chunk.mine, chunk.theirs))
        return Conflict(
            name,
            own_name,
            base,
            comparison.words(base, mine),
            comparison.words(base, theirs),
            field.offered(chunk),
            self.data.get(name, ""),
            self.data.get(own_name, mine),
        )

    def _names(self, field, number):
        return f"{self.prefix}-choice-{field.name}-{number}", f"{self.prefix}-own-{field.name}-{number}"

    def _chosen(self, field, number, chunk):
        name, own_name = self._names(field, number)
        return field.chosen(chunk, self.data.get(name), self.data.get(own_name, ""))

    @property
    def is_decided(self):
        """Whether a choice was made for every conflict."""
        return all(self._chosen(field, *conflict) is not None for field in self.fields for conflict in field.conflicts)

    def merged(self):
        """Return {name of a field: merged items}; call it only if `is_decided`."""
        return {
            field.name: [
                item
                for number, chunk in enumerate(field.chunks)
                for item in (self._chosen(field, number, chunk) if chunk.is_conflict else chunk.merged)
            ]
            for field in self.fields
        }


def of(form):
    """Return the MergeBlocks of a valid ArticleForm: the shared fields, and each stale block; none if no block is."""
    stale = [block for block in form.blocks if block.stale]
    if not stale:
        return []
    versions = [_versions(form, block) for block in stale]
    names = _file_names(versions)
    parts = [_part_of_block(form, block, *three, names) for block, three in zip(stale, versions)]
    return [_shared(form, *versions[0], names), *parts]


def _versions(form, block):
    """Return base, mine and theirs of a block; without a known base every difference is a conflict."""
    return _base(form, block), of_form(form, block), of_edition(block)


def _base(form, block):
    number, _dot, version = block.seen.rpartition(".")[0].partition(".")
    wanted = {"edition": numbers.parse(number), "version": numbers.parse(version)}
    saved = SavedVersion.objects.filter(**wanted, edition__article=form.article).first()
    if saved is None:
        return Version()
    return _of_snapshot(saved.snapshot, block, is_next=block.edition is None or saved.edition_id != block.edition.pk)


def of_edition(block):
    """Return what is saved now."""
    if block.edition is None:
        return Version(texts=dict.fromkeys(block.texts.fields, ""))
    is_next = block.edition != block.status.draft
    return _of_snapshot(snapshots.of(block.edition), block, is_next=is_next)


def _of_snapshot(snapshot, block, *, is_next):
    """`is_next`: the form is for the edition after this one, whose kind of change is not chosen yet."""
    if is_next:
        snapshot = snapshot | {"change": Edition.Change.MINOR, "change_note": ""}
    fields = block.texts.fields
    return Version(
        # A snapshot has no word of an unofficial translation where the text is none.
        texts={name: fields[name].to_python(snapshot.get(name, "")) for name in fields if name != "body"},
        facts={name: snapshot[key] for name, key in FACTS.items()},
        body=paragraphs(snapshot["body"]),
        turns=[(turn["question"], turn["answer"]) for turn in snapshot["turns"]],
        attachments=[(attachment["label"], attachment["key"]) for attachment in snapshot["attachments"]],
        photos=[photo["photo"] for photo in snapshot["photos"]],
        words={photo["photo"]: {name: _word(photo[name]) for name in WORDS} for photo in snapshot["photos"]},
        subjects=snapshot.get("subjects", []),
    )


def _word(value):
    return tidy(value) if isinstance(value, str) else value


def of_form(form, block):
    """Return what the form holds."""
    facts = form.facts.cleaned_data
    return Version(
        texts={name: block.texts.cleaned_data[name] for name in block.texts.fields if name != "body"},
        facts={name: _plain_value(facts[name]) for name in FACTS},
        body=paragraphs(block.texts.cleaned_data["body"]),
        turns=[tuple(turn) for turn in block.written_turns()],
        attachments=[tuple(attachment) for attachment in block.written_attachments()],
        photos=form.tray.photo_ids,
        words={row.photo.pk: {name: words.cleaned_data[name] for name in WORDS} for row, words in block.rows},
        subjects=facts["subjects"],
    )


def _plain_value(value):
    if isinstance(value, datetime.date):
        return value.isoformat()
    return getattr(value, "pk", value)


def paragraphs(html):
    """Return the paragraphs, lists, tables and photos of clean HTML, each as HTML of its own."""
    root = lxml.html.fragment_fromstring(html or "", create_parent="div")
    found = [_bare(root.text)]
    for element in root:
        tail, element.tail = element.tail, None
        found += [lxml.html.tostring(element, encoding="unicode"), _bare(tail)]
    return list(filter(None, found))


def _bare(text):
    return f"<p>{escape(text.strip())}</p>" if text and text.strip() else ""


# --- From versions to fields -----------------------------------------------------------------------------------------


def _part_of_block(form, block, base, mine, theirs, names):
    three = (base, mine, theirs)
    labels = {name: field.label for name, field in block.texts.fields.items()}
    fields = [
        _single(
            name,
            labels[name],
            three,
            lambda version, name=name: version.texts.get(name, ABSENT),
            _show_choice(block.texts, name),
        )
        for name in mine.texts
    ]
    captions = {**mine.words, **theirs.words}

    def in_plain(html):
        return _in_plain(html, names, captions)

    def turn_in_words(turn):
        return f"{turn[0]}\n{in_plain(turn[1])}"

    fields.insert(3, _list("body", labels["body"], three, "prose", in_plain, _looks))
    fields.append(_list("turns", _("Questions and answers of an interview"), three, "list", turn_in_words, _turn_looks))
    fields.append(_list("attachments", _("Files for readers"), three, "list", lambda pair: pair[0]))
    fields += [
        _single(f"{name}-{photo}", f"{label}: {names.get(photo, '')}", three, _word_of(photo, name), _show_word)
        for photo in mine.words
        if photo in theirs.words
        for name, label in _word_labels().items()
    ]
    return MergeBlock(block.language, block.status.name, fields, form.data, block)


def _word_labels():
    return {"caption": _("Caption"), "alt": _("Description"), "decorative": _("Decorative")}


def _word_of(photo, name):
    return lambda version: version.words.get(photo, {}).get(name, ABSENT)


def _show_word(value):
    return {True: _("Yes"), False: _("No")}.get(value, str(value))


def _shared(form, base, mine, theirs, names):
    three = (base, mine, theirs)
    fields = [
        _single(
            name,
            form.facts.fields[name].label,
            three,
            lambda version, name=name: version.facts.get(name, ABSENT),
            _show_fact(form, name),
        )
        for name in FACTS
    ]
    for field in fields:
        field.kind = "choice"
    label = form.facts.fields["subjects"].label
    subjects = _list("subjects", label, three, "list", lambda key: about.in_words([key]))
    return MergeBlock(SHARED, _("What all languages share"), [*fields, subjects, _photos(three, names)], form.data)


def _photos(three, names):
    field = _list("photos", _("Photographs"), three, "list", lambda photo: names.get(photo, ""))
    out = [photo for chunk in field.chunks for photo in chunk.merged or []]
    if len(set(out)) < len(out):  # both moved the same photo, to different places
        field.chunks = [Chunk(*(version.photos for version in three), None)]
    return field


def _single(name, label, three, value, show=str):
    """A field of one value; where there is no base, whatever differs is a conflict."""
    base, mine, theirs = ([] if value(version) is ABSENT else [value(version)] for version in three)
    kind = "choice" if name == "change" or isinstance(value(three[1]), bool) else "line"
    return Field(name, label, merge(base, mine, theirs), show, kind)


def _list(name, label, three, kind, show, key=lambda item: item):
    chunks = merge(*(getattr(version, name) for version in three), key=key)
    return Field(name, label, chunks, show, kind)


def _looks(html):
    """Return the key by which two paragraphs count as the same, however the editor writes their mark-up."""
    return tuple(comparison.html_blocks(html))


def _turn_looks(turn):
    return turn[0], _looks(turn[1])


def _in_plain(html, names, captions):
    """Return the words of a paragraph, or of the photo that stands in its place: “[ZVF_2142.JPG] What it shows.”"""
    photo = NUMBER.search(html)
    if photo:
        number = int(photo[1])
        return f"[{names.get(number, '')}] {captions.get(number, {}).get('caption', '')}".strip()
    return "\n".join(block.text for block in comparison.html_blocks(html))


def _show_choice(form, name):
    is_choice = name in ("change", "unofficial_from")
    return lambda value: str(dict(form.fields[name].choices).get(value, value)) if is_choice else str(value)


def _show_fact(form, name):
    def show(value):
        field = form.facts.fields[name]
        if name == "shown_on":
            return date_format(datetime.date.fromisoformat(value), "DATE_FORMAT")
        if hasattr(field, "queryset"):
            return str(field.queryset.filter(pk=value).first() or "")
        return str(dict(field.choices).get(value, value))

    return show


def _file_names(versions):
    numbers = {photo for three in versions for version in three for photo in version.photos}
    return dict(Photo.objects.filter(pk__in=numbers).values_list("pk", "file_name"))
