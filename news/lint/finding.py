"""What a rule found: which words, where, why they may be wrong, and what to write instead."""

import dataclasses
import functools
import hashlib
import re

from news.lint.texts import Passage

CONTEXT_CHARACTERS = 32


@dataclasses.dataclass(frozen=True)
class Finding:
    """One remark. `edits` are the proposal: (start, end, new text) with places in the passage; empty without one."""

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
        """The words after the edits; None without a proposal."""
        if not self.edits:
            return None
        words = self.words
        for start, end, new in sorted(self.edits, reverse=True):
            words = words[: start - self.start] + new + words[end - self.start :]
        return words

    @functools.cached_property
    def digest(self):
        """The SHA-256, in hexadecimal, of the words and those around them; it stays when the passage is moved."""
        kind = re.sub(r"\d+", "", self.field)
        return hashlib.sha256("\0".join([kind, self.before, self.words, self.after]).encode()).hexdigest()


def propose(rule, passage, start, end, sentence, new):
    """Return a Finding that proposes to replace its words by `new`; if that is None, without a proposal."""
    edits = () if new is None else ((start, end, new),)
    return Finding(rule, passage, start, end, sentence, edits)


def with_case_of(pattern, text):
    """Return `text` with a capital first letter if `pattern` begins with one."""
    return text[:1].upper() + text[1:] if pattern[:1].isupper() else text
