"""A save on top of somebody else's: three versions are shown, and what only one of the two changed is never lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from desk.coediting import three_way
from desk.coediting.merging import merge
from news import drafts, snapshots
from news.models import Edition
from publishing import actions
from tests import factories
from tests.desk.screens import Page, address_of, answer, errors_of, send, signed_in
from tests.html import squeezed

# --- Lists -----------------------------------------------------------------------------------------------------------

PARAGRAPHS = st.lists(st.integers(0, 9), max_size=9)


def joined(chunks, side):
    return [item for chunk in chunks for item in getattr(chunk, side)]


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_each_of_the_three_versions_can_be_read_in_the_chunks(base, mine, theirs):
    chunks = merge(base, mine, theirs)
    assert joined(chunks, "base") == base
    assert joined(chunks, "mine") == mine
    assert joined(chunks, "theirs") == theirs


@given(PARAGRAPHS, PARAGRAPHS)
def test_what_only_one_changed_is_taken_over_whole(base, changed):
    for mine, theirs in [(base, changed), (changed, base), (changed, changed)]:
        assert joined(merge(base, mine, theirs), "merged") == changed


@given(st.lists(st.integers(), unique=True, max_size=12), st.data())
def test_no_paragraph_is_lost_that_only_one_changed(base, data):
    """Each paragraph is kept, rewritten or dropped by each, and each adds some of their own."""
    mine, theirs = (_rewritten(base, data, letter) for letter in "mt")
    chunks = merge(base, mine, theirs)
    offered = [
        item for chunk in chunks for item in ([*chunk.mine, *chunk.theirs] if chunk.is_conflict else chunk.merged)
    ]
    for side in (mine, theirs):
        assert [item for item in side if item not in base and item not in offered] == []
    untouched = [item for item in base if item in mine and item in theirs]
    assert [item for item in untouched if item not in offered] == []
    for chunk in chunks:
        if chunk.is_conflict:
            assert chunk.mine != chunk.base, "who changed nothing here has nothing to choose"
            assert chunk.theirs != chunk.base


def _rewritten(base, data, letter):
    out = []
    for item in base:
        fate = data.draw(st.sampled_from(["keep", "keep", "keep", "rewrite", "drop", "add before"]))
        if fate == "add before":
            out.append(f"{letter}+{item}")
        if fate in ("keep", "add before"):
            out.append(item)
        if fate == "rewrite":
            out.append(f"{letter}{item}")
    return out


def test_neighbours_changed_by_two_are_no_conflict():
    chunks = merge(["a", "b"], ["A", "b"], ["a", "B"])
    assert joined(chunks, "merged") == ["A", "B"]


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        ("", []),
        ("<p>a &amp; b</p>\n<ul><li>c</li></ul>", ["<p>a &amp; b</p>", "<ul><li>c</li></ul>"]),
        ("bare <p>a</p> tail", ["<p>bare</p>", "<p>a</p>", "<p>tail</p>"]),
        ('<figure data-photo="3"></figure><hr>', ['<figure data-photo="3"></figure>', "<hr>"]),
    ],
)
def test_a_text_falls_into_its_paragraphs(html, parts):
    assert three_way.paragraphs(html) == parts


# --- The screen ------------------------------------------------------------------------------------------------------


class Two:
    """A writer who has the screen open, and the press secretary, who saves first."""

    def __init__(self, edition, **theirs):
        self.edition = edition
        self.address = address_of(edition.article)
        self.writer, self.secretary = signed_in(factories.writer()), signed_in(factories.press_secretary())
        self.opened = Page(self.writer.get(self.address))
        send(self.secretary, self.address, **theirs)

    def saves(self, **mine):
        """Return the page that refuses the writer's save."""
        refused = send(self.writer, self.address, opened=self.opened, **mine)
        assert "press-secretary saved this text" in refused.content.decode(), errors_of(refused)
        return Page(refused)

    def takes_both(self, page, **choices):
        response = send(self.writer, self.address, action="merge", opened=page, **choices)
        self.edition.refresh_from_db()
        return response


pytestmark = pytest.mark.django_db


def test_changes_of_different_fields_are_taken_together_with_one_click():
    two = Two(factories.edition("en", title="A title", standfirst="A standfirst."), en_title="Their title")
    page = two.saves(en_standfirst="My standfirst.")
    assert "Take both and save" in page.text
    assert "<ins>Their</ins>" in squeezed(page.text)
    two.takes_both(page)
    assert (two.edition.title, two.edition.standfirst) == ("Their title", "My standfirst.")
    assert two.edition.edited_by == factories.writer()
    assert [saved.snapshot["title"] for saved in two.edition.saved_versions.all()] == [
        "A title",
        "Their title",
        "Their title",
    ]


def test_changes_of_different_paragraphs_are_taken_together():
    body = "<p>One.</p><p>Two.</p><p>Three.</p>"
    two = Two(factories.edition("en", body=body), en_body="<p>One, by them.</p><p>Two.</p><p>Three.</p>")
    two.takes_both(two.saves(en_body="<p>One.</p><p>Two.</p><p>Three, by me.</p><p>Four.</p>"))
    assert two.edition.body == "<p>One, by them.</p><p>Two.</p><p>Three, by me.</p><p>Four.</p>"


CHOICES = [
    ({"en-choice-body-1": "mine"}, "<p>One.</p><p>Two, by me.</p>"),
    ({"en-choice-body-1": "theirs"}, "<p>One.</p><p>Two, by them.</p>"),
    (
        {"en-choice-body-1": "own", "en-own-body-1": "Two, by <both>.\r\nThree."},
        "<p>One.</p><p>Two, by &lt;both&gt;.</p><p>Three.</p>",
    ),
]


@pytest.mark.parametrize(("choice", "body"), CHOICES)
def test_where_both_changed_the_same_paragraph_the_writer_chooses(choice, body):
    two = Two(factories.edition("en", body="<p>One.</p><p>Two.</p>"), en_body="<p>One.</p><p>Two, by them.</p>")
    page = two.saves(en_body="<p>One.</p><p>Two, by me.</p>")
    assert "Save with these choices" in page.text
    undecided = two.takes_both(page)
    assert any("Choose what to keep in each place" in error for error in errors_of(undecided))
    assert two.edition.body == "<p>One.</p><p>Two, by them.</p>"
    two.takes_both(Page(undecided), **choice)
    assert two.edition.body == body


def test_what_both_added_at_one_place_can_stand_one_after_the_other():
    two = Two(factories.edition("en", body="<p>One.</p>"), en_body="<p>One.</p><p>Theirs.</p>")
    two.takes_both(two.saves(en_body="<p>One.</p><p>Mine.</p>"), **{"en-choice-body-1": "both"})
    assert two.edition.body == "<p>One.</p><p>Theirs.</p><p>Mine.</p>"


def test_the_same_title_changed_by_both_is_chosen():
    two = Two(factories.edition("en", title="A title"), en_title="Their title")
    page = two.saves(en_title="My title")
    two.takes_both(page, **{"en-choice-title-0": "own", "en-own-title-0": "Our title"})
    assert two.edition.title == "Our title"


def test_the_result_is_saved_only_on_top_of_the_version_that_was_shown():
    two = Two(factories.edition("en", title="A title"), en_title="Their title")
    page = two.saves(en_standfirst="My standfirst.")
    send(two.secretary, two.address, en_title="Their second title")
    refused = two.takes_both(page)
    assert two.edition.title == "Their second title"
    assert "press-secretary saved this text" in refused.content.decode()
    two.takes_both(Page(refused))
    assert (two.edition.title, two.edition.standfirst) == ("Their second title", "My standfirst.")


def test_a_fact_they_changed_survives_a_title_i_changed():
    edition = factories.edition("en", genre="report")
    factories.edition("ru", article=edition.article, title="Заголовок")
    two = Two(edition, genre="comment", ru_standfirst="Их лид.")
    two.takes_both(two.saves(en_title="My title"))
    russian = edition.article.editions.get(language="ru")
    assert (two.edition.title, two.edition.genre) == ("My title", "comment")
    assert (russian.standfirst, russian.genre) == ("Их лид.", "comment")


def test_a_fact_both_changed_is_chosen():
    two = Two(factories.edition("en", genre="report"), genre="comment")
    two.takes_both(two.saves(genre="statement"), **{"shared-choice-genre-0": "theirs"})
    assert two.edition.genre == "comment"


def with_photos(number):
    edition = factories.edition("en")
    photos = [factories.photo(f"ZVF_{place}.JPG") for place in range(number)]
    for place, photo in enumerate(photos):
        factories.show(photo, edition, place)
    # As it stands with its photos is where both start from.
    edition.saved_versions.update(snapshot=snapshots.of(edition), digest=edition.digest())
    return edition, photos


def order(edition):
    return [use.photo.file_name for use in edition.photos.select_related("photo")]


def test_their_order_of_photos_and_my_caption_come_together():
    edition, _photos = with_photos(3)
    two = Two(edition, **{"photos-2-order": "0"})
    page = two.saves(**{"en-photos-0-caption": "My caption."})
    two.takes_both(page)
    assert order(two.edition) == ["ZVF_2.JPG", "ZVF_0.JPG", "ZVF_1.JPG"]
    assert two.edition.photos.get(photo__file_name="ZVF_0.JPG").caption == "My caption."


def test_a_caption_both_changed_is_chosen():
    edition, [photo] = with_photos(1)
    two = Two(edition, **{"en-photos-0-caption": "Their caption."})
    page = two.saves(**{"en-photos-0-caption": "My caption."})
    two.takes_both(page, **{f"en-choice-caption-{photo.pk}-0": "mine"})
    assert two.edition.photos.get().caption == "My caption."


def test_a_photo_they_removed_and_one_i_moved():
    edition, _photos = with_photos(3)
    two = Two(edition, **{"photos-0-remove": "on"})
    two.takes_both(two.saves(**{"photos-2-order": "2", "photos-1-order": "3"}))
    assert order(two.edition) == ["ZVF_2.JPG", "ZVF_1.JPG"]


def test_an_order_of_photos_both_changed_is_chosen_and_no_photo_stands_twice():
    edition, _photos = with_photos(3)
    two = Two(edition, **{"photos-2-order": "0"})
    page = two.saves(**{"photos-0-order": "9", "photos-2-order": "2"})
    choices = [name for name in page.text.split('"') if name.startswith("shared-choice-photos")]
    two.takes_both(page, **dict.fromkeys(choices, "mine"))
    assert sorted(order(two.edition)) == ["ZVF_0.JPG", "ZVF_1.JPG", "ZVF_2.JPG"]


def test_questions_and_files_of_both_are_kept():
    edition = factories.edition("en", genre="interview")
    agenda = SimpleUploadedFile("Agenda.pdf", b"%PDF-1.4 agenda", "application/pdf")
    their_turn = {"en-turns-0-question": "Why?", "en-turns-0-answer": "<p>Because.</p>"}
    two = Two(edition, **their_turn)
    page = two.saves(**{"en-attachments-0-label": "Agenda", "en-attachments-0-file": agenda})
    two.takes_both(page)
    assert [turn.question for turn in two.edition.turns.all()] == ["Why?"]
    assert [attachment.label for attachment in two.edition.attachments.all()] == ["Agenda"]


def test_the_next_edition_that_somebody_else_began_is_merged_too():
    two = Two(factories.published("en", title="As it is", standfirst="A standfirst."), en_title="Their next title")
    two.takes_both(two.saves(en_standfirst="My standfirst."))
    draft = Edition.objects.get(live_from=None)
    assert (draft.title, draft.standfirst, draft.change) == ("Their next title", "My standfirst.", "minor")
    assert two.edition.title == "As it is"


def test_without_a_known_beginning_all_that_differs_is_for_the_writer_to_choose():
    edition = factories.edition("en", title="A title")
    two = Two(edition, en_title="Their title")
    edition.saved_versions.filter(version=1).delete()
    page = two.saves(en_standfirst="My standfirst.")
    two.takes_both(page)
    assert two.edition.title == "Their title"
    choices = {"en-choice-title-0": "theirs", "en-choice-standfirst-0": "mine"}
    two.takes_both(page, **choices)
    assert (two.edition.title, two.edition.standfirst) == ("Their title", "My standfirst.")


# --- Every other path ------------------------------------------------------------------------------------------------


def test_no_code_saves_a_draft_over_a_version_it_has_not_read():
    draft = factories.edition("en", title="A title")
    theirs, mine = Edition.objects.get(pk=draft.pk), Edition.objects.get(pk=draft.pk)
    theirs.title = "Their title"
    drafts.save_changes(theirs, by=factories.press_secretary())
    mine.standfirst = "My standfirst."
    with pytest.raises(actions.Stale):
        drafts.save_changes(mine, by=factories.writer())
    draft.refresh_from_db()
    assert (draft.title, draft.version) == ("Their title", 2)


def test_restoring_writes_over_no_draft_that_was_changed_since_it_was_shown():
    draft = factories.edition("en", title="A title")
    two = Two(draft, en_title="A second title")
    first = draft.saved_versions.get(version=1)
    address = f"/desk/news/article/{draft.article_id}/restore/?state=v{first.pk}"
    shown = Page(two.writer.get(address), form="restore")
    send(two.secretary, two.address, en_title="A third title")
    two.writer.post(address, {**shown.fields, "over_draft": "1"})
    draft.refresh_from_db()
    assert draft.title == "A third title"
    two.writer.post(address, {**Page(two.writer.get(address), form="restore").fields, "over_draft": "1"})
    draft.refresh_from_db()
    assert draft.title == "A title"


def test_a_text_is_not_published_that_was_changed_after_it_was_read():
    draft = factories.edition("en", title="As it was read")
    factories.approve(draft)
    secretary, address = signed_in(factories.press_secretary()), address_of(draft.article)
    opened = Page(secretary.get(address))
    send(signed_in(factories.writer()), address, en_title="As nobody read it")
    answer(secretary, send(secretary, address, action="publish:en", opened=opened))
    draft.refresh_from_db()
    assert draft.live_from is None
