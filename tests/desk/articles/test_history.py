"""The history on the desk: comparing any two states of a text, and having an old one back."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from news import drafts, restoring, snapshots
from news.models import Attachment, Edition, SavedVersion, Turn, Withdrawal
from publishing import timeline
from publishing.actions import NotAllowed, Refused
from publishing.timeline import Verb
from tests import factories
from tests.desk.screens import Page, messages_of, signed_in

pytestmark = pytest.mark.django_db


def saved(draft, by=None, **changes):
    """Save `draft` with changed fields, as another version of it."""
    for field, value in changes.items():
        setattr(draft, field, value)
    drafts.save_changes(draft, by=by or factories.writer())
    return draft


def with_everything():
    """A public edition with a meeting, two photographs, a question and a file."""
    draft = factories.edition(title="The first title", body="<p>First words.</p>", meeting=factories.meeting())
    for position, name in enumerate(["ZVF_1.JPG", "ZVF_2.JPG"]):
        factories.show(factories.photo(name), draft, position)
    Turn.objects.create(edition=draft, question="When?", answer="<p>Soon.</p>")
    paper = Attachment(edition=draft, label="Agenda", file_name="agenda.pdf", size=8)
    paper.file.save("agenda.pdf", ContentFile(b"%PDF-1.7"))
    drafts.save_changes(draft, by=factories.writer())
    return factories.publish(draft)


def changed_after(edition):
    """Publish the next edition with other words and without any parts."""
    draft = drafts.open_next(edition, by=factories.writer())
    drafts.set_parts(draft)
    saved(draft, title="Another title", body="<p>Other words.</p>", meeting=None)
    return factories.publish(draft)


def restore(edition, **options):
    snapshot = snapshots.of(edition)
    return restoring.restore(edition.article, snapshot, by=factories.writer(), name="the first", **options)


# --- Comparing --------------------------------------------------------------------------------------------------------


def test_the_history_offers_every_edition_and_every_saved_version():
    draft = saved(saved(factories.edition(title="One"), title="Two"), title="Three")
    page = signed_in(factories.writer()).get(reverse("admin:news_article_history", args=[draft.article_id]))
    text = page.content.decode()
    versions = {version.version: version.pk for version in SavedVersion.objects.all()}
    for name in (f"e{draft.pk}", f"v{versions[1]}", f"v{versions[2]}"):
        assert text.count(f'value="{name}"') == 2
    assert f'value="v{versions[3]}"' not in text, "the last version is the edition itself"
    assert Page(page, form="compare").fields == {"old": f"v{versions[2]}", "new": f"e{draft.pk}"}


def test_any_two_states_are_compared():
    draft = saved(saved(factories.edition(title="One word"), title="Two words"), title="Three words")
    client = signed_in(factories.writer())
    first = SavedVersion.objects.get(version=1)
    address = reverse("admin:news_article_compare", args=[draft.article_id])
    page = client.get(address, {"old": f"v{first.pk}", "new": f"e{draft.pk}"}).content.decode()
    assert "<del>One</del><del> word</del>" in page or "<del>One word</del><ins>Three words</ins>" in page
    other = client.get(address, {"old": f"e{draft.pk}", "new": f"v{first.pk}"}).content.decode()
    assert "<del>Three words</del><ins>One word</ins>" in other


def test_two_languages_are_compared_too():
    english = factories.edition("en", title="A title")
    russian = factories.edition("ru", article=english.article, title="Заголовок")
    page = signed_in(factories.writer()).get(
        reverse("admin:news_article_compare", args=[english.article_id]),
        {"old": f"e{english.pk}", "new": f"e{russian.pk}"},
    )
    assert "<del>A title</del><ins>Заголовок</ins>" in page.content.decode()
    assert "<del>English</del> <ins>Russian</ins>" in page.content.decode()


@pytest.mark.parametrize("name", ["", "e0", "v0", "x1", "e", "e99999999999999999999", "v1; DROP TABLE"])
def test_there_are_no_other_states(name):
    edition, other = factories.edition(), factories.edition()
    client = signed_in(factories.writer())
    address = reverse("admin:news_article_compare", args=[edition.article_id])
    assert client.get(address, {"old": f"e{edition.pk}", "new": name}).status_code == 404
    assert client.get(address, {"old": f"e{edition.pk}", "new": f"e{other.pk}"}).status_code == 404


# --- Restoring --------------------------------------------------------------------------------------------------------


def test_an_old_edition_comes_back_as_a_draft_with_all_that_was_in_it():
    first = with_everything()
    second = changed_after(first)
    done = restore(first)
    draft = done.draft
    assert (draft.number, draft.live_from, draft.stage, done.left_out) == (3, None, "draft", [])
    assert Edition.objects.public().get() == second
    before, after = snapshots.of(first), snapshots.of(draft)
    for snapshot in (before, after):
        for field in ("change", "change_note"):
            del snapshot[field]
    assert before == after
    assert timeline.of(draft).first().verb == Verb.RESTORED
    assert timeline.of(draft).first().note == "the first"


def test_a_saved_version_comes_back_through_the_desk():
    draft = saved(factories.edition(title="Better before"), title="Worse now")
    first = SavedVersion.objects.get(version=1)
    client = signed_in(factories.writer())
    address = f"{reverse('admin:news_article_restore', args=[draft.article_id])}?state=v{first.pk}"
    assert "Better before" in client.get(address).content.decode()
    refused = client.post(address, follow=True)
    draft.refresh_from_db()
    assert draft.title == "Worse now"
    assert "A draft is open" in messages_of(refused)[0]
    done = client.post(address, {"over_draft": "1"}, follow=True)
    draft.refresh_from_db()
    assert draft.title == "Better before"
    assert messages_of(done) == ["Restored as a draft. Nothing is published yet."]
    assert set(SavedVersion.objects.filter(edition=draft).values_list("snapshot__title", flat=True)) == {
        "Better before",
        "Worse now",
    }


def test_what_was_written_over_comes_back_in_its_turn():
    draft = saved(factories.edition(title="One"), title="Two")
    one, two = SavedVersion.objects.order_by("version")
    for version, title in [(one, "One"), (two, "Two")]:
        restoring.restore(draft.article, version.snapshot, by=factories.writer(), name="x", over_draft=True)
        draft.refresh_from_db()
        assert draft.title == title
    assert SavedVersion.objects.count() == 4


def test_a_restored_text_is_to_be_read_again():
    draft = factories.approve(saved(factories.edition(title="One"), title="Two"))
    restore_one = SavedVersion.objects.get(version=1).snapshot
    restoring.restore(draft.article, restore_one, by=factories.writer(), name="x", over_draft=True)
    draft.refresh_from_db()
    assert draft.stage == "draft"
    assert not draft.is_approved


def test_what_no_longer_exists_is_named_and_left_out():
    draft = factories.edition(body="<p>Words.</p>")
    kept, lost = factories.photo("KEPT.JPG"), factories.photo("LOST.JPG")
    for position, photo in enumerate((kept, lost)):
        factories.show(photo, draft, position)
    draft.body = f'<p>Words.</p><figure data-photo="{lost.pk}"></figure>'
    draft.meeting = factories.meeting(public=False)
    paper = Attachment(edition=draft, label="Agenda", file_name="agenda.pdf", size=8)
    paper.file.save("agenda.pdf", ContentFile(b"%PDF-1.7"))
    drafts.save_changes(draft, by=factories.writer())
    old = SavedVersion.objects.latest("version")
    meeting, number = draft.meeting, lost.pk
    drafts.set_parts(draft)
    saved(draft, title="Later", body="<p>Words.</p>", meeting=None)
    lost.delete()
    gone = meeting.pk
    meeting.delete()
    default_storage.delete(paper.file.name)
    client = signed_in(factories.writer())
    address = f"{reverse('admin:news_article_restore', args=[draft.article_id])}?state=v{old.pk}"
    asked = client.get(address).content.decode()
    response = client.post(address, {"over_draft": "1"}, follow=True)
    draft.refresh_from_db()
    for name in (f"photograph number {number}", f"meeting number {gone}", "agenda.pdf"):
        assert name in asked
        assert name in messages_of(response)[1]
        assert name in timeline.of(draft).first().note
    assert [use.photo for use in draft.photos.all()] == [kept]
    assert draft.body == "<p>Words.</p>"
    assert (draft.meeting, draft.attachments.count()) == (None, 0)


def test_restoring_what_stands_there_already_changes_nothing():
    draft = factories.edition()
    with pytest.raises(Refused, match="is already the same"):
        restore(draft, over_draft=True)
    assert SavedVersion.objects.count() == 1
    assert timeline.of(draft).count() == 1


def test_restoring_needs_the_right_to_write():
    first = with_everything()
    changed_after(first)
    reader = factories.writer()
    reader.groups.clear()
    reader = type(reader).objects.get(pk=reader.pk)
    with pytest.raises(NotAllowed):
        restoring.restore(first.article, snapshots.of(first), by=reader, name="x")
    assert signed_in(reader).get(f"/desk/news/article/{first.article_id}/restore/?state=e{first.pk}").status_code == 403


# --- Taking away ------------------------------------------------------------------------------------------------------


def act(edition, **sent):
    address = reverse("admin:news_article_act", args=[edition.article_id, "withdraw"]) + "?languages=en"
    return signed_in(factories.press_secretary()).post(address, sent, follow=True)


def test_the_desk_offers_the_four_ways_with_what_visitors_meet():
    edition = factories.published()
    address = reverse("admin:news_article_act", args=[edition.article_id, "withdraw"]) + "?languages=en"
    page = signed_in(factories.press_secretary()).get(address).content.decode()
    for kind in Withdrawal.Kind.values:
        assert f'value="{kind}"' in page
    assert "the address answers as if the article had never existed" in page


@pytest.mark.parametrize("kind", ["withdrawn", "gone", "vanished"])
def test_the_desk_takes_away_in_the_way_that_was_chosen(kind):
    edition = factories.published()
    act(edition, kind=kind, reason="Because.")
    assert Withdrawal.objects.get().kind == kind


@pytest.mark.parametrize("named", ["{id}", "/en/news/{id}-x/", "https://press.example/ru/news/{id}-slovo/", " {id} "])
def test_a_successor_is_named_by_number_or_address(named):
    old, new = factories.published(), factories.published()
    act(old, kind="superseded", successor=named.format(id=new.article_id), reason="A fuller text.")
    assert Withdrawal.objects.get().successor == new.article


@pytest.mark.parametrize(
    ("named", "sentence"),
    [("", "Say which article"), ("0", "There is no article"), ("x", "There is no article"), ("{own}", "its own place")],
)
def test_a_successor_that_is_none_is_refused(named, sentence):
    edition = factories.published()
    page = act(edition, kind="superseded", successor=named.format(own=edition.article_id), reason="Because.")
    assert sentence in page.content.decode()
    edition.refresh_from_db()
    assert edition.is_public()


def test_the_article_screen_says_how_it_left():
    old, new = factories.published(), factories.published(title="A fuller text")
    act(old, kind="superseded", successor=str(new.article_id), reason="There is more now.")
    screen = signed_in(factories.writer()).get(reverse("admin:news_article_change", args=[old.article_id]))
    assert "by “A fuller text”: There is more now." in screen.content.decode()
