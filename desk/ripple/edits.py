"""What is to be changed in a text so that it says the new thing: pieces of it, each with its new words."""

import dataclasses

SEEN_BEFORE = 24


@dataclasses.dataclass(frozen=True)
class Edit:
    """The characters from `start` to before `end` become `new`."""

    start: int
    end: int
    new: str


@dataclasses.dataclass(frozen=True)
class Saying:
    """A stretch of a text, from `start` to before `end`, that says the old thing.

    `edits` make it say the new one; there are none where only a person can word it. `needs_link` tells that the words
    are too short to mean the thing by themselves: only in a text that belongs to it they do. `is_unsure` tells that
    they may mean something else.
    """

    start: int
    end: int
    edits: tuple[Edit, ...]
    needs_link: bool = False
    is_unsure: bool = False


def apart(sayings: list[Saying]) -> list[Saying]:
    """Return the sayings in their order in the text; of those that overlap the longest stays."""
    kept: list[Saying] = []
    for saying in sorted(sayings, key=lambda each: (each.start - each.end, each.start)):
        if all(saying.end <= other.start or saying.start >= other.end for other in kept):
            kept.append(saying)
    return sorted(kept, key=lambda each: each.start)


def applied(text: str, edits: list[Edit]) -> str:
    """Return `text` with all `edits` made; they do not overlap."""
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def before(text: str, place: int) -> str:
    """Return the last characters before `place`, for patterns that end there; the text's own beginning matches ^."""
    return text[:place] if place <= SEEN_BEFORE else "…" + text[place - SEEN_BEFORE : place]
