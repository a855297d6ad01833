"""What differs between two snapshots, and that nothing is lost in telling it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news import comparison, drafts, snapshots
from news.comparison import ADDED, REMOVED, SAME, Look, blocks, html_blocks, words
from news.models import Attachment, Turn
from news.templatetags.comparisons import marked
from tests import factories

# Few words, many of them alike, so that texts share much and differ everywhere.
WORD = st.sampled_from(
    ["Council", "council", "met", "in", "Moscow", "Совет", "27", "«", "»", ",", ".", "non-party", "  "]
)
LINE = st.lists(WORD, max_size=12).map(" ".join)
PARAGRAPH = st.tuples(
    st.sampled_from(["p", "h2", "h3", "blockquote", "li"]), LINE, st.sampled_from(["", "strong", "em", "a"])
)
NEXT = {"li": "<ul><li>{}</li></ul>", "blockquote": "<blockquote><p>{}</p></blockquote>"}
LOOKS = {
    "": "{}",
    "strong": "<strong>{}</strong>",
    "em": "<em>{}</em>",
    "a": '<a href="https://example.org/{0}">{0}</a>',
}


def html(paragraphs):
    pieces = []
    for tag, line, look in paragraphs:
        pieces.append(NEXT.get(tag, f"<{tag}>{{}}</{tag}>").format(LOOKS[look].format(line)))
    return "".join(pieces)


HTML = st.lists(PARAGRAPH, max_size=8).map(html)


def applied(pieces, dropped):
    """Return the text that is left when what fared as `dropped` is left out."""
    return "".join(piece.text for piece in pieces if piece.change != dropped)


@given(LINE, LINE)
def test_the_additions_applied_to_the_old_words_give_the_new(old, new):
    pieces = words(old, new)
    assert applied(pieces, REMOVED) == new
    assert applied(pieces, ADDED) == old
    assert (pieces == () and not old) or comparison.differ(pieces) == (old != new)


def of_blocks(changes, dropped):
    """Return (kind, text with its looks) of the paragraphs that are left without what fared as `dropped`."""
    left = []
    for change in changes:
        pieces = [(piece.text, piece.look) for piece in change.pieces if piece.change != dropped]
        if change.change != dropped:
            left.append((change.kind, joined(pieces)))
    return left


def joined(pieces):
    """Return every letter with its look, however the words were cut."""
    return [(letter, look) for text, look in pieces for letter in text]


def written(html):
    return [(block.kind, joined((word.text, word.look) for word in block.words)) for block in html_blocks(html)]


@settings(deadline=None)
@given(HTML, HTML)
def test_the_additions_applied_to_the_old_text_give_the_new(old, new):
    changes = blocks(html_blocks(old), html_blocks(new))
    assert of_blocks(changes, REMOVED) == written(new)
    assert of_blocks(changes, ADDED) == written(old)
    assert any(change.change != SAME for change in changes) == (html_blocks(old) != html_blocks(new))


@given(st.lists(st.integers(1, 9), unique=True), st.lists(st.integers(1, 9), unique=True))
def test_what_is_told_of_an_order_gives_the_new_order(old, new):
    told = list(comparison._order(old, new))
    assert [thing for change, thing, _moved in told if change != REMOVED] == new
    assert {thing for change, thing, _moved in told if change == ADDED} == set(new) - set(old)
    assert {thing for change, thing, _moved in told if change == REMOVED} == set(old) - set(new)
    stayed = [thing for change, thing, moved in told if change == SAME and moved is None]
    assert stayed == [thing for thing in old if thing in stayed], "what was not moved keeps its order"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Nine came.", "Seven came.", "<del>Nine</del><ins>Seven</ins> came."),
        ("One two three.", "Four five three.", "<del>One two</del><ins>Four five</ins> three."),
        ("On 27.11.2018", "On 28.11.2018", "On <del>27.11.2018</del><ins>28.11.2018</ins>"),
        ("Moscow.", "Moscow, today.", "Moscow<del>.</del><ins>, today.</ins>"),
        ("a < b", "a < c", "a &lt; <del>b</del><ins>c</ins>"),
        ("same", "same", "same"),
    ],
)
def test_words_are_marked_as_readers_would_mark_them(old, new, shown):
    assert marked(words(old, new)) in (shown, shown.replace("<del>.</del><ins>, today.</ins>", "<ins>, today</ins>."))


def changes_of(old, new):
    return [(block.change, block.kind) for block in blocks(html_blocks(old), html_blocks(new))]


def test_a_paragraph_that_was_changed_is_shown_as_one():
    old = "<p>The Council met in Moscow on Tuesday.</p><p>It was short.</p>"
    new = "<p>An added paragraph stands here.</p><p>The Council met in Minsk on Tuesday.</p><p>It was short.</p>"
    assert changes_of(old, new) == [("added", "paragraph"), ("changed", "paragraph"), ("same", "paragraph")]


def test_another_kind_of_paragraph_is_another_paragraph():
    assert changes_of("<p>About the Council</p>", "<h2>About the Council</h2>") == [
        ("removed", "paragraph"),
        ("added", "heading-2"),
    ]


def test_lists_quotes_tables_photographs_and_rules_are_read():
    kinds = [
        block.kind
        for block in html_blocks(
            "<p>One</p><ul><li><p>Two</p></li></ul><ol><li>Three</li></ol><blockquote><p>Four</p></blockquote>"
            "<table><tbody><tr><td><p>Five</p></td><td>Six</td></tr></tbody></table>"
            '<figure data-photo="7"></figure><hr>'
        )
    ]
    assert kinds == ["paragraph", "bullet", "number", "quote", "row", "photo", "rule"]


def test_the_cells_of_a_row_are_told_apart():
    (row,) = html_blocks("<table><tr><td>Five</td><td>Six</td></tr></table>")
    assert row.text == "Five | Six"


def test_a_link_is_known_by_its_address():
    old, new = '<p>See <a href="https://a.example/">it</a></p>', '<p>See <a href="https://b.example/">it</a></p>'
    (change,) = blocks(html_blocks(old), html_blocks(new))
    assert [(piece.change, piece.look.address) for piece in change.pieces] == [
        (SAME, ""),
        (REMOVED, "https://a.example/"),
        (ADDED, "https://b.example/"),
    ]


def test_emphasis_is_a_change_of_its_words():
    (change,) = blocks(html_blocks("<p>Very good</p>"), html_blocks("<p>Very <strong>good</strong></p>"))
    assert [(piece.change, piece.text, piece.look) for piece in change.pieces] == [
        (SAME, "Very ", Look()),
        (REMOVED, "good", Look()),
        (ADDED, "good", Look(bold=True)),
    ]


def test_three_hundred_paragraphs_rewritten_are_compared_without_a_wait():
    old, new = (
        html_blocks("".join(f"<p>{f'{word} ' * 40} number {number}.</p>" for number in range(300)))
        for word in ("word", "other")
    )
    begun = time.process_time()
    blocks(old, new)
    assert time.process_time() - begun < 5


# --- Snapshots of real editions ---------------------------------------------------------------------------------------


def two():
    """Return a public edition with parts of every kind, the draft after it, and four photos of which it shows three."""
    first = factories.edition(body="<p>Words.</p>")
    photos = [factories.photo(f"ZVF_{number}.JPG") for number in range(4)]
    for place, photo in enumerate(photos[:3]):
        factories.show(photo, first, place)
    Turn.objects.create(edition=first, question="When?", answer="<p>Soon.</p>")
    for name, label in [("a.pdf", "The agenda"), ("b.pdf", "The list of speakers")]:
        Attachment.objects.create(edition=first, label=label, file=name, file_name=name, size=1, key=name)
    factories.publish(first)
    draft = drafts.open_next(first, by=factories.writer())
    return first, draft, photos


@pytest.mark.django_db
def test_a_copy_differs_in_nothing():
    first, draft, _photos = two()
    draft.change = first.change
    assert comparison.of(snapshots.of(first), snapshots.of(draft)).is_empty


@pytest.mark.django_db
def test_photographs_added_removed_moved_and_their_words():
    first, draft, photos = two()
    shown = [photos[2], photos[0], photos[3]]
    words_of = {photos[0].pk: {"caption": "Another caption.", "alt": "Delegates at a round table."}}
    drafts.set_parts(draft, photos=[{"photo": notice, **words_of.get(notice.pk, {})} for notice in shown])
    found = comparison.of(snapshots.of(first), snapshots.of(draft))
    by_photo = {photo.photo: photo for photo in found.photos_changed}
    assert by_photo[photos[3].pk].change == ADDED
    assert by_photo[photos[1].pk].change == REMOVED
    assert [photo.photo for photo in found.photos] == [photos[2].pk, photos[0].pk, photos[3].pk, photos[1].pk]
    moved = [change for change in (by_photo.get(photos[0].pk), by_photo.get(photos[2].pk)) if change and change.moved]
    assert len(moved) == 1
    assert applied(by_photo[photos[0].pk].captions, REMOVED) == "Another caption."
    assert not comparison.differ(by_photo[photos[0].pk].alts)


@pytest.mark.django_db
def test_attachments_turns_and_facts():
    first, draft, _photos = two()
    kept = first.attachments.last()
    drafts.set_parts(
        draft,
        turns=[{"question": "When and where?", "answer": "<p>Soon.</p>"}],
        attachments=[
            {"label": "The paper", "key": kept.key, "file": kept.file, "file_name": kept.file_name, "size": 1},
        ],
    )
    draft.shown_on, draft.genre = "2018-11-28", "interview"
    draft.meeting = factories.meeting()
    draft.signature = "Somebody"
    found = comparison.of(snapshots.of(first), snapshots.of(draft))
    assert [(change.change, change.file_name) for change in found.attachments_changed] == [
        ("same", "b.pdf"),
        ("removed", "a.pdf"),
    ]
    assert ("changed", "question") in [(change.change, change.kind) for change in found.text]
    assert [(str(fact.label), fact.before, fact.after) for fact in found.facts] == [
        ("date", "27 November 2018", "28 November 2018"),
        ("genre", "Report", "Interview"),
        ("meeting", "–", "Meeting of the Permanent Council, 27 November 2018"),
    ]
    assert found.signature_differs
    assert (found.change.before, found.change.after) == ("First publication", "Minor edit")


@pytest.mark.django_db
def test_what_the_library_says_of_a_photograph_counts_too():
    draft, photo = factories.edition(), factories.photo()
    factories.show(photo, draft)
    before = snapshots.of(draft)
    photo.credit, photo.sha256 = {"en": "Agency"}, "0" * 64
    photo.save()
    (changed,) = comparison.of(before, snapshots.of(draft)).photos_changed
    assert [(fact.before, fact.after) for fact in changed.facts] == [("Press Office", "Agency")]
    assert changed.file_changed
