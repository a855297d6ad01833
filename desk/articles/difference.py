"""What differs between two states of a text, as its readers would see it: what is the same is counted, not shown."""

import dataclasses
import itertools

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news import comparison, snapshots
from news.comparison import SAME

# Of a text that is shown for the first time: enough to know it again. The rest is one press away.
BLOCKS_SHOWN = 4


@dataclasses.dataclass(frozen=True)
class Line:
    """A paragraph with its `pieces`, or, without a kind, a sentence on what is left out."""

    kind: str = ""
    pieces: tuple = ()
    sentence: str = ""


@dataclasses.dataclass(frozen=True)
class Difference:
    """`found` is the news.comparison.Comparison; `is_first` tells that there was nothing to compare with.

    `lines` are the paragraphs below the title, `changes` the number of places that differ.
    """

    found: comparison.Comparison
    is_first: bool
    lines: list
    changes: int


def since(old, edition):
    """Return the Difference of an edition to the snapshot `old`, None if there is none."""
    new = snapshots.of(edition)
    if old is not None:
        return between(old, new)
    found = comparison.of(new, new)
    return Difference(found, True, _beginning(found), 0)


def between(old, new):
    """Return the Difference of two snapshots."""
    found = comparison.of(old, new)
    return Difference(found, False, list(_folded(found)), _number_of_changes(found))


def whole(edition):
    """Return all paragraphs of an edition as Lines, without marks."""
    text = snapshots.of(edition)
    found = comparison.of(text, text)
    return [Line("standfirst", found.standfirst), *(Line(block.kind, block.pieces) for block in found.text)]


def _beginning(found):
    lines = [Line("standfirst", found.standfirst)]
    lines += [Line(block.kind, block.pieces) for block in found.text[:BLOCKS_SHOWN]]
    rest = len(found.text) - BLOCKS_SHOWN
    if rest > 0:
        lines.append(Line(sentence=ngettext("and %d more paragraph", "and %d more paragraphs", rest) % rest))
    return lines


def _folded(found):
    blocks = [("standfirst", found.standfirst, comparison.differ(found.standfirst))]
    blocks += [(block.kind, block.pieces, block.change != SAME) for block in found.text]
    if found.signature_differs:
        blocks.append(("signature", found.signature, True))
    for is_changed, run in itertools.groupby(blocks, key=lambda block: block[2]):
        if is_changed:
            yield from (Line(kind, pieces) for kind, pieces, _changed in run)
        else:
            yield Line(sentence=_unchanged([kind for kind, pieces, _changed in run if pieces]))


def _unchanged(kinds):
    paragraphs = len(kinds) - ("standfirst" in kinds)
    words = ngettext("%d paragraph unchanged", "%d paragraphs unchanged", paragraphs) % paragraphs
    if "standfirst" not in kinds:
        return words
    return _("standfirst and %(rest)s") % {"rest": words} if paragraphs else _("standfirst unchanged")


def _number_of_changes(found):
    places = [comparison.differ(found.title), comparison.differ(found.standfirst), found.signature_differs]
    blocks = [block.change != SAME for block in found.text]
    return sum([*places, *blocks]) + len(found.facts) + len(found.photos_changed) + len(found.attachments_changed)
