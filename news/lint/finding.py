"""What a rule found: words, where they stand, why they may be wrong, and what could stand there."""

import dataclasses
import functools
import hashlib
import re

from news.lint.texts import Passage

CONTEXT_CHARACTERS = 32


@dataclasses.dataclass(frozen=True)
class Finding:
    """One remark. `edits` are the proposal: (start, end, new text), places in the passage; none without a proposal."""

    rule: str
    passage: Passage
    start: int
    end: int
    sentence: str
    edits: tuple = ()

    @property
    def field(self):
        return self.passage.field

    @property
    def words(self):
        return self.passage.text[self.start : self.end]

    @property
    def before(self):
        return self.passage.text[max(0, self.start - CONTEXT_CHARACTERS) : self.start]

    @property
    def after(self):
        return self.passage.text[self.end : self.end + CONTEXT_CHARACTERS]

    @property
    def replacement(self):
        """The words as they would be after the edits; None without a proposal."""
        if not self.edits:
            return None
        words = self.words
        for start, end, new in sorted(self.edits, reverse=True):
            words = words[: start - self.start] + new + words[end - self.start :]
        return words

    @functools.cached_property
    def digest(self):
        """The SHA-256, in hexadecimal, of the words and those around them, wherever in the article they are moved."""
        kind = re.sub(r"\d+", "", self.field)
        return hashlib.sha256("\0".join([kind, self.before, self.words, self.after]).encode()).hexdigest()


def replacing(rule, passage, start, end, sentence, new):
    """Return a Finding that proposes `new` for its words; None proposes nothing."""
    edits = () if new is None else ((start, end, new),)
    return Finding(rule, passage, start, end, sentence, edits)


def like(pattern, text):
    """Return `text` with a capital first letter if `pattern` begins with one."""
    return text[:1].upper() + text[1:] if pattern[:1].isupper() else text
