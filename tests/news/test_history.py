"""Earlier editions: who may look back, what is shown, and that nothing shows one by accident."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation

from news import drafts
from news.models import Attachment, Edition, EditionPhoto, SavedVersion, Turn
from photos.models import Photo
from publishing import actions, clock
from publishing.visitors import as_visitor, with_past_editions
from tests import factories
from tests.html import squeezed

pytestmark = pytest.mark.django_db


def next_of(edition, note="The name was wrong.", change="correction", parts=None, **facts):
    """Publish the next edition with a note; `parts` replaces photos, turns and attachments."""
    draft = drafts.open_next(edition, by=factories.writer())
    for field, value in {"change": change, "change_note": note, **facts}.items():
        setattr(draft, field, value)
    if parts is not None:
        drafts.set_parts(draft, **parts)
    drafts.save_changes(draft, by=factories.writer())
    return factories.publish(draft)


def address_of(edition, *numbers):
    """Return the address of an article, of one of its editions, or of the comparison of two."""
    with translation.override(edition.language):
        own = edition.get_absolute_url()
    return own + "".join(["editions/", *(f"{number}/" for number in numbers)]) if numbers else own


def page_at(client, *address):
    response = client.get(address_of(*address))
    assert response.status_code == 200
    return squeezed(response.content.decode())


# --- The page of an earlier edition -----------------------------------------------------------------------------------


def test_an_earlier_edition_stays_readable_with_a_banner(client):
    first = factories.published(title="Council meets", body="<p>Nine delegates came.</p>")
    second = next_of(first, "There were seven delegates.", body="<p>Seven delegates came.</p>")
    page = page_at(client, second, 1)
    assert "Nine delegates came." in page
    assert "Seven delegates came." not in page
    assert "Edition 1, not the current one." in page
    assert "It stood here from" in page
    assert "Edition 2 came after it: Correction." in page
    assert "There were seven delegates." in page
    assert f'<a href="{address_of(second)}">The current text</a>' in page
    assert f'href="{address_of(second, 1, 2)}"' in page


def test_the_current_edition_has_an_address_for_good_too(client):
    first = factories.published()
    second = next_of(first)
    page = page_at(client, second, 2)
    assert "Edition 2, the current one." in page
    assert second.standfirst in page


def test_earlier_editions_are_not_found_in_place_of_the_article(client):
    second = next_of(factories.published())
    for numbers in [(1,), (1, 2)]:
        page = page_at(client, second, *numbers)
        assert '<meta name="robots" content="noindex">' in page
        assert re.search(rf'<link rel="canonical" href="[^"]*{address_of(second)}">', page)


def test_an_edition_keeps_its_number_when_the_address_changes(client):
    first = factories.published(title="Old words")
    second = next_of(first, title="New words")
    response = client.get(address_of(first, 1))
    assert (response.status_code, response["Location"]) == (301, address_of(second, 1))
    response = client.get(address_of(first, 1, 2))
    assert (response.status_code, response["Location"]) == (301, address_of(second, 1, 2))


@pytest.mark.parametrize("numbers", [(3,), (0,), (99999999999999999999,), (2, 1), (1, 1), (1, 3)])
def test_there_are_no_other_editions(client, numbers):
    second = next_of(factories.published())
    assert client.get(address_of(second, *numbers)).status_code == 404


def test_the_article_lists_its_editions_once_there_are_two(client):
    first = factories.published()
    assert "Editions of this text" not in page_at(client, first)
    second = next_of(first)
    page = page_at(client, second)
    assert "Editions of this text" in page
    assert f'href="{address_of(second, 1)}"' in page
    assert f'href="{address_of(second, 1, 2)}"' in page


def test_a_minor_change_is_quiet_but_its_edition_is_there(client):
    first = factories.published(body="<p>With a mistkae.</p>")
    second = next_of(first, note="", change="minor", body="<p>Without.</p>")
    assert "mistkae" in page_at(client, second, 1)
    assert "notice--correction" not in page_at(client, second)


def test_drafts_and_scheduled_editions_are_no_part_of_the_past(client):
    second = next_of(factories.published())
    third = drafts.open_next(second, by=factories.writer())
    third.title = "Not yet for anybody"
    drafts.save_changes(third, by=factories.writer())
    assert client.get(address_of(second, 3)).status_code == 404
    factories.publish(third, at=clock.now() + timedelta(hours=1))
    assert client.get(address_of(second, 3)).status_code == 404
    assert client.get(address_of(second, 2, 3)).status_code == 404
    assert "Not yet" not in page_at(client, second, 1)


def test_a_withdrawn_article_keeps_its_history(client):
    second = next_of(factories.published(body="<p>The first words.</p>"))
    actions.withdraw(second, by=factories.press_secretary(), reason="All of it was wrong.")
    page = page_at(client, second, 1)
    assert "The first words." in page
    assert "Why the article was withdrawn" in page
    assert "the last one before the article was withdrawn" in page_at(client, second, 2)


def test_the_past_is_that_of_the_language(client):
    russian = factories.published("ru")
    next_of(russian)
    english = factories.published("en", article=russian.article)
    assert client.get(address_of(russian, 1)).status_code == 200
    assert client.get(address_of(english, 2)).status_code == 404
    lonely = factories.published("ru")
    assert client.get(f"/en/news/{lonely.article_id}-x/editions/1/").status_code == 404


# --- Photographs and files of the past --------------------------------------------------------------------------------


def with_photos(*photos, in_text=None):
    body = f'<p>Words.</p><figure data-photo="{in_text.pk}"></figure>' if in_text else "<p>Words.</p>"
    draft = factories.edition(body=body)
    for position, photo in enumerate(photos):
        factories.show(photo, draft, position)
    return draft


def test_a_photograph_that_is_no_longer_public_leaves_its_name_and_caption(client):
    kept, dropped, in_text = (factories.photo(f"ZVF_{number}.JPG", rendered=True) for number in (1, 2, 3))
    dropped.caption = {"en": "Somebody who should not be here."}
    first = factories.publish(with_photos(kept, dropped, in_text, in_text=in_text))
    second = next_of(first, parts={"photos": [{"photo": kept, "decorative": True}]}, body="<p>Words.</p>")
    page = page_at(client, second, 1)
    assert kept.key in page
    assert "ZVF_2.JPG" in page
    assert "ZVF_3.JPG" in page
    assert page.count("The photograph is no longer shown.") == 2
    assert dropped.key not in page
    assert in_text.key not in page
    assert client.get(dropped.renditions.first().get_absolute_url()).status_code == 404


def test_a_file_that_is_no_longer_offered_leaves_its_name(client):
    draft = factories.edition()
    papers = []
    for name, label in [("kept.pdf", "The agenda"), ("dropped.pdf", "The list of speakers")]:
        paper = Attachment(edition=draft, label=label, file_name=name, size=8)
        paper.file.save(name, ContentFile(b"%PDF-1.7"))
        papers.append(paper)
    first = factories.publish(draft)
    fields = ("label", "key", "file", "file_name", "size")
    kept = {field: getattr(papers[0], field) for field in fields}
    second = next_of(first, parts={"attachments": [kept]})
    page = page_at(client, second, 1)
    assert f'href="{papers[0].get_absolute_url()}"' in page
    assert papers[1].key not in page
    assert "dropped.pdf" in page
    assert client.get(papers[1].get_absolute_url()).status_code == 404


# --- The comparison ---------------------------------------------------------------------------------------------------


def test_the_comparison_marks_words_facts_photographs_and_files(client):
    first_photo, second_photo = (factories.photo(f"ZVF_{number}.JPG") for number in (1, 2))
    draft = with_photos(first_photo)
    draft.title, draft.body = "Nine delegates meet", '<p>See <a href="https://example.org/old">the text</a>.</p>'
    drafts.save_changes(draft, by=factories.writer())
    first = factories.publish(draft)
    second = next_of(
        first,
        "There were seven.",
        title="Seven delegates meet",
        body='<p>See <a href="https://example.org/new">the text</a>.</p>',
        shown_on="2018-11-28",
        parts={"photos": [{"photo": second_photo, "caption": "Another hall.", "alt": "A hall."}]},
    )
    page = page_at(client, second, 1, 2)
    assert "<del>Nine</del><ins>Seven</ins> delegates meet" in page
    assert "https://example.org/old" in page
    assert "https://example.org/new" in page
    assert "<del>27 November 2018</del> <ins>28 November 2018</ins>" in page
    assert "<ins>Another hall.</ins>" in page
    assert "ZVF_1.JPG" in page
    assert "ZVF_2.JPG" in page
    assert "There were seven." in page


def test_two_equal_editions_say_so(client):
    second = next_of(factories.published(), note="", change="minor")
    assert "Nothing differs between the two." in page_at(client, second, 1, 2)


# --- The net under it -------------------------------------------------------------------------------------------------


def test_without_the_word_a_visitor_sees_the_present_alone():
    first = factories.edition()
    factories.show(factories.photo(rendered=True), first)
    Turn.objects.create(edition=first, question="When?", answer="<p>Soon.</p>")
    factories.publish(first)
    second = next_of(first, parts={})
    with as_visitor():
        assert list(Edition.objects.all()) == [second]
        assert not EditionPhoto.objects.exists()
        assert not Turn.objects.exists()
        assert not Photo.objects.exists()
        with with_past_editions():
            assert set(Edition.objects.all()) == {first, second}
            assert Turn.objects.exists()
        assert list(Edition.objects.all()) == [second]


def test_even_a_list_that_runs_inside_shows_the_present():
    first = factories.published()
    second = next_of(first)
    with as_visitor(), with_past_editions():
        assert list(Edition.objects.public()) == [second]


def test_the_word_is_taken_back_after_an_error():
    next_of(factories.published())
    with as_visitor():
        with pytest.raises(ZeroDivisionError), with_past_editions():
            raise ZeroDivisionError
        assert Edition.objects.count() == 1


def test_the_word_opens_no_draft_and_nothing_under_embargo():
    draft = factories.edition()
    factories.published(at=clock.now() + timedelta(hours=1))
    with as_visitor(), with_past_editions():
        assert not Edition.objects.exists()
    with clock.moved_to(clock.now() - timedelta(days=1)), as_visitor(), with_past_editions():
        assert not Edition.objects.exists()
    assert draft.live_from is None


@pytest.mark.parametrize("kind", ["gone", "vanished", "superseded"])
def test_the_word_opens_nothing_of_what_was_taken_away(kind):
    successor = factories.published()
    edition = next_of(factories.published())
    how = {"successor": successor.article} if kind == "superseded" else {}
    actions.withdraw(edition, by=factories.press_secretary(), reason="Away.", kind=kind, **how)
    with as_visitor(), with_past_editions():
        assert list(Edition.objects.all()) == [successor]


def test_a_visitor_reads_no_saved_version():
    next_of(factories.published())
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), as_visitor(), with_past_editions():
        SavedVersion.objects.count()


# --- A public byte never changes without a record ---------------------------------------------------------------------


def everything():
    """A public edition with a part of every kind."""
    draft = factories.edition()
    factories.show(factories.photo(), draft)
    Turn.objects.create(edition=draft, question="When?", answer="<p>Soon.</p>")
    Attachment.objects.create(edition=draft, label="Agenda", file="x", file_name="x.pdf", size=1)
    return factories.publish(draft)


PARTS = [EditionPhoto, Turn, Attachment]


def test_no_object_saves_over_what_is_public():
    edition = everything()
    edition.title = "Other"
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        edition.save()
    for model in PARTS:
        part = model.objects.get()
        part.position = 7
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            part.save()
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            part.delete()
        part.pk = None
        part._state.adding = True
        part.position = 8
        with pytest.raises(IntegrityError, match=r"never changed|once"), transaction.atomic():
            part.save()


def test_no_query_updates_or_deletes_what_is_public():
    everything()
    for model in [Edition, *PARTS]:
        with pytest.raises(IntegrityError, match="never"), transaction.atomic():
            model.objects.all().delete()
    for model in PARTS:
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            model.objects.update(position=9)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Edition.objects.update(body="<p>Other.</p>")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE news_edition SET body = 'x'",
        "UPDATE news_edition SET change_note = 'x'",
        "UPDATE news_edition SET article_id = article_id + 1",
        "UPDATE news_edition SET live_from = live_from - interval '1 day'",
        "UPDATE news_edition SET first_published_at = first_published_at - interval '1 day'",
        "UPDATE news_editionphoto SET caption = 'x'",
        "UPDATE news_turn SET answer = 'x'",
        "UPDATE news_attachment SET file = 'x'",
        "DELETE FROM news_edition",
        "DELETE FROM news_turn",
        "INSERT INTO news_turn (edition_id, question, answer, position) SELECT id, 'x', 'x', 1 FROM news_edition",
        "UPDATE news_turn SET edition_id = (SELECT id FROM news_edition WHERE live_from IS NULL)",
    ],
)
def test_no_statement_changes_what_is_public(sql):
    everything()
    factories.edition()
    with pytest.raises(IntegrityError, match="never"), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.parametrize(
    "table",
    [
        "news_edition",
        "news_editionphoto",
        "news_turn",
        "news_attachment",
        "news_subject",
        "news_article",
        "news_savedversion",
    ],
)
def test_no_table_of_it_is_emptied(table):
    everything()
    with pytest.raises(IntegrityError, match=r"emptied away|only ever added to"), transaction.atomic():
        connection.cursor().execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")


def test_what_has_ended_does_not_come_back_by_itself():
    edition = factories.published()
    actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong.")
    for until in (None, clock.now() + timedelta(days=1)):
        with pytest.raises(IntegrityError, match="past of an edition"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(live_until=until)


def test_a_correction_without_a_note_is_refused_by_the_database_too():
    draft = drafts.open_next(factories.published(), by=factories.writer())
    Edition.objects.filter(pk=draft.pk).update(change="correction", change_note=" \n ")
    first = Edition.objects.public().get()
    Edition.objects.filter(pk=first.pk).update(live_until=clock.now())
    with pytest.raises(IntegrityError, match="change_has_note"), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(live_from=clock.now())


def test_the_desk_cannot_delete_what_was_public(admin_client):
    edition = everything()
    article = edition.article
    response = admin_client.post(reverse("admin:news_article_delete", args=[article.pk]), {"post": "yes"})
    assert response.status_code == 403
    assert Edition.objects.get() == edition


def test_the_desk_saves_a_change_of_a_public_text_into_the_next_edition():
    edition = everything()
    draft = drafts.open_next(edition, by=factories.writer())
    draft.title = "Other"
    drafts.save_changes(draft, by=factories.writer())
    assert Edition.objects.public().get().title == edition.title
