"""A three-way merge of lists: paragraphs of a text, photos, questions and answers.

A change by one person is applied; where both changed the same items differently, somebody has to choose.
"""

import dataclasses
import difflib


@dataclasses.dataclass(frozen=True)
class Chunk:
    """Consecutive items: before, of each person, and merged; `merged` is None where both changed them."""

    base: list
    mine: list
    theirs: list
    merged: list | None

    @property
    def is_conflict(self):
        return self.merged is None


@dataclasses.dataclass(frozen=True)
class Edit:
    """Items `start` to `end` of the base replaced by `items`; an insertion where both are equal."""

    start: int
    end: int
    items: tuple
    is_mine: bool

    def touches(self, other):
        """Return whether two edits concern the same items, or insert at the same place."""
        if self.start == self.end == other.start == other.end:
            return True
        return self.start < other.end and other.start < self.end


def merge(base, mine, theirs, key=lambda item: item):
    """Return the Chunks of three lists, in order; items are the same where `key` of them is equal."""
    edits = [*_edits(base, mine, key, True), *_edits(base, theirs, key, False)]
    chunks, place = [], 0
    for group in _groups(sorted(edits, key=lambda edit: (edit.start, edit.end))):
        start, end = group[0].start, max(edit.end for edit in group)
        if place < start:
            chunks.append(_untouched(base[place:start]))
        chunks.append(_chunk(base, start, end, group, key))
        place = end
    if place < len(base):
        chunks.append(_untouched(base[place:]))
    return chunks


def _edits(base, changed, key, is_mine):
    matcher = difflib.SequenceMatcher(None, list(map(key, base)), list(map(key, changed)), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        if b - a == d - c:  # as many as before: each item was changed by itself
            for step in range(b - a):
                yield Edit(a + step, a + step + 1, (changed[c + step],), is_mine)
        else:
            yield Edit(a, b, tuple(changed[c:d]), is_mine)


def _groups(edits):
    """Yield lists of edits that touch one another."""
    group = []
    for edit in edits:
        if group and not any(edit.touches(other) for other in group):
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _untouched(items):
    return Chunk(items, items, items, items)


def _chunk(base, start, end, group, key):
    mine = _after(base, start, end, [edit for edit in group if edit.is_mine])
    theirs = _after(base, start, end, [edit for edit in group if not edit.is_mine])
    sides = {edit.is_mine for edit in group}
    if sides == {True} or list(map(key, mine)) == list(map(key, theirs)):
        return Chunk(base[start:end], mine, theirs, mine)
    return Chunk(base[start:end], mine, theirs, None if len(sides) == 2 else theirs)


def _after(base, start, end, edits):
    """Return the items `start` to `end` of the base as one person's edits leave them."""
    items, place = [], start
    for edit in edits:
        items += [*base[place : edit.start], *edit.items]
        place = edit.end
    return items + base[place:end]
