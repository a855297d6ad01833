"""What differs between two snapshots of an edition (news.snapshots): word by word, photo by photo, fact by fact."""

import dataclasses
import difflib
import functools
import re

import lxml.html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from council.models import Meeting
from news import about
from news.models import Edition, Section
from publishing import dates, prose
from publishing.cldr import language_in_words
from publishing.languages import language_name

WORDS = re.compile(r"\w+(?:[-’'.]\w+)*|\s+|[^\w\s]")
SAME, ADDED, REMOVED = "same", "added", "removed"
MIN_SIMILARITY = 0.4  # two paragraphs with fewer words in common count as removed and added, not as changed
MAX_PAIRS = 2500  # with more pairs of paragraphs, only those near each other are compared


@dataclasses.dataclass(frozen=True)
class Look:
    """How words look: strong, emphasised, and the address they link to."""

    bold: bool = False
    italic: bool = False
    address: str = ""


@dataclasses.dataclass(frozen=True)
class Word:
    text: str
    look: Look = Look()


@dataclasses.dataclass(frozen=True)
class Piece:
    """Consecutive words with one formatting and one `change`: same, added or removed."""

    change: str
    text: str
    look: Look = Look()


@dataclasses.dataclass(frozen=True)
class Block:
    """A paragraph of some kind: paragraph, heading-2 to -4, bullet, number, quote, row, question, photo or rule.

    A row's cells are divided by a word “|”; a photo's only word is its number.
    """

    kind: str
    words: tuple = ()

    @property
    def text(self):
        return "".join(word.text for word in self.words)


@dataclasses.dataclass(frozen=True)
class BlockChange:
    """A paragraph that is the same, added, removed, or changed within (then `pieces` differ)."""

    change: str
    kind: str
    pieces: tuple


@dataclasses.dataclass(frozen=True)
class Fact:
    """One line beside the text, before and after, in words."""

    label: str
    before: str
    after: str


@dataclasses.dataclass(frozen=True)
class PhotoChange:
    """A photo that is the same, added or removed; `moved` is (place before, place after) or None.

    `captions` and `alts` are Pieces; `facts` are changes of its credit and usage terms.
    """

    change: str
    photo: int
    moved: tuple | None
    captions: tuple
    alts: tuple
    facts: tuple
    file_changed: bool

    @property
    def is_changed(self):
        return bool(
            self.change != SAME
            or self.moved
            or self.facts
            or self.file_changed
            or differ(self.captions)
            or differ(self.alts)
        )


@dataclasses.dataclass(frozen=True)
class AttachmentChange:
    change: str
    key: str
    file_name: str
    moved: tuple | None
    labels: tuple

    @property
    def is_changed(self):
        return bool(self.change != SAME or self.moved or differ(self.labels))


@dataclasses.dataclass(frozen=True)
class Comparison:
    """All differences, with the unchanged words around them: title and standfirst are Pieces, the text BlockChanges.

    `change` is a Fact about the kind of change. It does not count as a difference.
    """

    language: str
    title: tuple
    standfirst: tuple
    text: tuple
    signature: tuple
    note: tuple
    change: Fact | None
    facts: tuple
    photos: tuple
    attachments: tuple

    @property
    def is_empty(self):
        pieces = (self.title, self.standfirst, self.signature, self.note)
        return not (
            any(map(differ, pieces))
            or self.facts
            or self.photos_changed
            or self.attachments_changed
            or any(block.change != SAME for block in self.text)
        )

    @property
    def text_differs(self):
        return any(map(differ, (self.title, self.standfirst))) or any(block.change != SAME for block in self.text)

    @property
    def signature_differs(self):
        return differ(self.signature)

    @property
    def note_differs(self):
        return differ(self.note)

    @property
    def photos_changed(self):
        return [photo for photo in self.photos if photo.is_changed]

    @property
    def attachments_changed(self):
        return [attachment for attachment in self.attachments if attachment.is_changed]


def of(old, new):
    """Return the Comparison of two snapshots."""
    return Comparison(
        language=new["language"],
        title=words(old["title"], new["title"]),
        standfirst=words(old["standfirst"], new["standfirst"]),
        text=blocks(_text_of(old), _text_of(new)),
        signature=words(old["signature"], new["signature"]),
        note=words(old["change_note"], new["change_note"]),
        change=_change(old, new),
        facts=tuple(_facts(old, new)),
        photos=tuple(_photos(old["photos"], new["photos"])),
        attachments=tuple(_attachments(old["attachments"], new["attachments"])),
    )


def differ(pieces):
    """Tell whether anything was added or removed."""
    return any(piece.change != SAME for piece in pieces)


# --- Words -----------------------------------------------------------------------------------------------------------


def words(old, new):
    """Return the Pieces of two plain texts; without the removed ones they read `new`, without the added ones `old`."""
    return _pieces(_split(old), _split(new))


def _split(text, look=Look()):
    return [Word(match, look) for match in WORDS.findall(text)]


def _pieces(old, new):
    """Return the Pieces of two lists of Words; a single blank between two changes is part of the change."""
    changed = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changed.append((old[a:b], new[c:d], True))
        else:
            changed.append((old[a:b], new[c:d], False))
    for place in range(1, len(changed) - 1):
        removed, added, is_same = changed[place]
        if is_same and not "".join(word.text for word in removed).strip():
            changed[place] = (removed, added, False)
    pieces, waiting = [], ([], [])
    for removed, added, is_same in [*changed, ([], [], True)]:
        if not is_same:
            waiting[0].extend(removed)
            waiting[1].extend(added)
            continue
        pieces += [*_alike(REMOVED, waiting[0]), *_alike(ADDED, waiting[1]), *_alike(SAME, added)]
        waiting = ([], [])
    return tuple(pieces)


def _alike(change, words):
    """Yield the words as Pieces, a new one wherever the formatting changes."""
    run, look = "", Look()
    for word in words:
        if run and word.look != look:
            yield Piece(change, run, look)
            run = ""
        run, look = run + word.text, word.look
    if run:
        yield Piece(change, run, look)


# --- Paragraphs ------------------------------------------------------------------------------------------------------


def blocks(old, new):
    """Return the BlockChanges of two lists of Blocks."""
    changes = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes += [_whole(SAME, block) for block in new[c:d]]
        else:
            changes += _rewritten(old[a:b], new[c:d])
    return tuple(changes)


def _whole(change, block):
    return BlockChange(change, block.kind, tuple(_alike(change, block.words)))


def _rewritten(old, new):
    """Pair the paragraphs that are alike, in order; the others were removed or added."""
    pair = _most_alike(old, new)
    if pair is None:
        return [*(_whole(REMOVED, block) for block in old), *(_whole(ADDED, block) for block in new)]
    a, b = pair
    changed = BlockChange("changed", new[b].kind, _pieces(old[a].words, new[b].words))
    return [*_rewritten(old[:a], new[:b]), changed, *_rewritten(old[a + 1 :], new[b + 1 :])]


def _most_alike(old, new):
    """Return the places of the two most similar paragraphs of one kind, None if no two are similar."""
    best, place = MIN_SIMILARITY, None
    near = len(old) * len(new) > MAX_PAIRS
    for b, block in enumerate(new):
        if block.kind in ("photo", "rule"):
            continue
        matcher = difflib.SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(_bare(block))
        for a, other in enumerate(old):
            if other.kind != block.kind or (near and abs(a - b) > 5):
                continue
            matcher.set_seq1(_bare(other))
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                best, place = matcher.ratio(), (a, b)
    return place


@functools.lru_cache(4096)
def _bare(block):
    """The words of a paragraph without the blanks between them."""
    return tuple(word for word in block.words if word.text.strip())


def _text_of(snapshot):
    """Return the text and the interview of a snapshot as a list of Blocks."""
    found = html_blocks(snapshot["body"])
    for turn in snapshot["turns"]:
        found += [Block("question", tuple(_split(turn["question"]))), *html_blocks(turn["answer"])]
    return found


def html_blocks(html):
    """Return the paragraphs of clean HTML as a list of Blocks.

    They are not read by publishing.prose, because signed statements are made from them and must not change by a letter
    (authenticity/statements.py).
    """
    return list(_inner(lxml.html.fragment_fromstring(html or "", create_parent="div"), "paragraph"))


def _inner(element, kind):
    """Yield the Blocks within `element`; words outside any paragraph become one of this `kind`."""
    run = _text(element.text, Look())
    for child in element:
        if isinstance(child.tag, str) and child.tag in prose.INLINE:
            run += _run(child, Look())
        elif isinstance(child.tag, str):
            yield from _block(run, kind)
            run = []
            yield from _of_tag(child, kind)
        run += _text(child.tail, Look())
    yield from _block(run, kind)


def _of_tag(element, kind):
    tag = element.tag
    if tag == "figure":
        yield Block("photo", (Word(element.get("data-photo", "")),))
    elif tag == "hr":
        yield Block("rule")
    elif tag == "tr":
        cells = [[word for block in _inner(cell, "row") for word in block.words] for cell in element]
        divided = [word for cell in cells for word in (*cell, Word(" "), Word("|"), Word(" "))]
        yield from _block(divided[:-3], "row")
    elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        yield from _inner(element, f"heading-{min(max(int(tag[1]), 2), 4)}")
    else:
        kinds = {"ul": "bullet", "ol": "number", "blockquote": "quote"}
        yield from _inner(element, kinds.get(tag, kind))


def _block(run, kind):
    """Yield the Block of these words without the blanks around it, nothing if there are no words."""
    while run and not run[0].text.strip():
        run = run[1:]
    while run and not run[-1].text.strip():
        run = run[:-1]
    if run:
        yield Block(kind, tuple(run))


def _run(element, look):
    if element.tag == "br":
        return [Word("\n", look)]
    if element.tag in ("sup", "sub"):
        return _split(prose.in_position(element.text_content(), element.tag), look)
    if element.tag in ("b", "strong"):
        look = dataclasses.replace(look, bold=True)
    elif element.tag in ("i", "em"):
        look = dataclasses.replace(look, italic=True)
    elif element.tag == "a":
        look = dataclasses.replace(look, address=element.get("href") or "")
    found = _text(element.text, look)
    for child in element:
        found += _run(child, look) if isinstance(child.tag, str) else []
        found += _text(child.tail, look)
    return found


def _text(text, look):
    """Return the Words of a text; blanks and line ends count as one blank, as in a browser."""
    return _split(re.sub(r"[ \t\r\n]+", " ", text or ""), look)


# --- Photos and attachments ------------------------------------------------------------------------------------------


def _photos(old, new):
    before, after = ({photo["photo"]: photo for photo in photos} for photos in (old, new))
    for change, photo, moved in _order([use["photo"] for use in old], [use["photo"] for use in new]):
        was, now = before.get(photo, {}), after.get(photo, {})
        stayed = change == SAME
        facts = [
            Fact(label, was.get(field, ""), now.get(field, ""))
            for field, label in (("credit", _("credit")), ("usage_terms", _("usage terms")))
            if stayed and was.get(field, "") != now.get(field, "")
        ]
        yield PhotoChange(
            change,
            photo,
            moved,
            words(was.get("caption", ""), now.get("caption", "")),
            words(was.get("alt", ""), now.get("alt", "")),
            tuple(facts),
            stayed and was["sha256"] != now["sha256"],
        )


def _attachments(old, new):
    before, after = ({attachment["key"]: attachment for attachment in attachments} for attachments in (old, new))
    old_keys, new_keys = ([attachment["key"] for attachment in attachments] for attachments in (old, new))
    for change, key, moved in _order(old_keys, new_keys):
        was, now = before.get(key, {}), after.get(key, {})
        labels = words(was.get("label", ""), now.get("label", ""))
        yield AttachmentChange(change, key, (now or was)["file_name"], moved, labels)


def _order(old, new):
    """Yield (change, thing, moved) of all things in the new order, the removed ones last.

    As few as possible count as moved; places are counted from 1.
    """
    kept = [thing for thing in old if thing in set(new)]
    stayed = [thing for thing in new if thing in set(old)]
    matcher = difflib.SequenceMatcher(None, kept, stayed, autojunk=False)
    in_place = {thing for block in matcher.get_matching_blocks() for thing in kept[block.a : block.a + block.size]}
    removed = [thing for thing in old if thing not in set(new)]
    for place, thing in enumerate(new, 1):
        if thing not in set(old):
            yield ADDED, thing, None
            continue
        before = old.index(thing) + 1
        yield SAME, thing, None if thing in in_place else (before, place)
    for thing in removed:
        yield REMOVED, thing, None


# --- Facts -----------------------------------------------------------------------------------------------------------


def _facts(old, new):
    """Yield a Fact for each field beside the text that differs."""
    for label, in_words in FACTS:
        before, after = in_words(old), in_words(new)
        if before != after:
            yield Fact(label, before, after)
    before, after = (snapshot.get("subjects", []) for snapshot in (old, new))  # older snapshots have none
    if before != after:
        yield Fact(pgettext("text", "about"), about.in_words(before), about.in_words(after))


def _change(old, new):
    before, after = (str(Edition.Change(snapshot["change"]).label) for snapshot in (old, new))
    return Fact(_("kind of change"), before, after) if before != after else None


def _section(snapshot):
    section = Section.objects.filter(pk=snapshot["section_id"]).first()
    return str(section) if section else "–"


def _meeting(snapshot):
    meeting = snapshot["meeting_id"] and Meeting.objects.filter(pk=snapshot["meeting_id"]).first()
    return str(meeting) if meeting else "–"


def _date(snapshot):
    day, _last, _precision = dates.read(snapshot["shown_on"])
    return dates.in_words(day, snapshot["shown_precision"])


def _original(snapshot):
    code = snapshot.get("unofficial_from")
    return language_name(code) if code else "–"


FACTS = [
    (_("date"), _date),
    (_("section"), _section),
    (_("genre"), lambda snapshot: str(Edition.Genre(snapshot["genre"]).label)),
    (_("meeting"), _meeting),
    (_("address"), lambda snapshot: snapshot["slug"] or "–"),
    (_("unofficial translation"), _original),
    (_("language"), lambda snapshot: capfirst(language_in_words(snapshot["language"]))),
]


def link_changes(comparison):
    """Return [(words, address, change)] of the links that were added or removed, in the order of the text."""
    return [
        (piece.text, piece.look.address, piece.change)
        for block in comparison.text
        for piece in block.pieces
        if piece.look.address and piece.change != SAME
    ]
