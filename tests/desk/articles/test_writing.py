"""A writer at the article screen: what is typed is kept, and lands in the language it was typed in."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from news.models import Article, Edition
from publishing import clock, timeline
from tests import factories
from tests.desk.screens import NEW, Page, address_of, errors_of, messages_of, send, signed_in

pytestmark = pytest.mark.django_db


def facts():
    return {"section": str(factories.section().pk), "shown_on": "27.11.2018", "signed_by": "nobody"}


def in_three_hours():
    return clock.now() + datetime.timedelta(hours=3)


def in_both_languages():
    russian = factories.edition("ru", title="Русский заголовок")
    return russian, factories.edition("en", article=russian.article, title="An English title")


def test_an_article_is_written_in_two_languages_at_once():
    response = send(
        signed_in(factories.writer()),
        NEW,
        **facts(),
        ru_title="Заседание Постоянного совета",
        ru_body="<p>Текст по-русски.</p>",
        en_title="Meeting of the Permanent Council",
        en_standfirst="What happened.",
    )
    editions = {edition.language: edition for edition in Article.objects.get().editions.all()}
    assert editions["ru"].title == "Заседание Постоянного совета"
    assert editions["ru"].body == "<p>Текст по-русски.</p>"
    assert editions["en"].title == "Meeting of the Permanent Council"
    assert editions["en"].shown_on == editions["ru"].shown_on == factories.THE_DAY
    assert messages_of(response)[0].startswith("Saved at")


def test_a_language_left_empty_gets_no_edition():
    send(signed_in(factories.writer()), NEW, **facts(), en_title="Only in English")
    assert [edition.language for edition in Edition.objects.all()] == ["en"]


def test_nothing_at_all_is_not_an_article():
    response = send(signed_in(factories.writer()), NEW, **facts())
    assert errors_of(response) == ["Write the title in at least one language."]
    assert not Article.objects.exists()


def test_saving_what_nobody_touched_changes_nothing():
    edition = factories.published(
        "en",
        standfirst="Two lines\nof a standfirst.",
        body="<p>A text</p><ul><li>with a list</li></ul>",
        signed_by="wording",
        signature="Press Office\n+7495-795-27-10",
    )
    response = send(signed_in(factories.writer()), address_of(edition.article))
    assert messages_of(response) == ["No changes."]
    assert Edition.objects.count() == 1


def test_changing_a_live_text_opens_the_next_edition_and_visitors_keep_theirs():
    live = factories.published("en", title="As it is")
    russian = factories.published("ru", article=live.article)
    send(signed_in(factories.writer()), address_of(live.article), en_title="As it will be")
    live.refresh_from_db()
    draft = live.article.editions.get(live_from=None)
    assert (live.title, live.is_public()) == ("As it is", True)
    assert (draft.title, draft.language, draft.number, draft.change) == ("As it will be", "en", 2, "minor")
    assert list(live.article.editions.filter(language="ru")) == [russian]


def test_a_shared_fact_reaches_every_language():
    russian, english = in_both_languages()
    send(signed_in(factories.writer()), address_of(russian.article), genre="comment")
    for edition in (russian, english):
        edition.refresh_from_db()
        assert edition.genre == "comment"


def test_a_correction_says_what_it_corrects():
    live = factories.published("en")
    client = signed_in(factories.writer())
    send(client, address_of(live.article), en_change="correction", en_change_note="The date was wrong.")
    draft = live.article.editions.get(live_from=None)
    assert (draft.change, draft.change_note) == ("correction", "The date was wrong.")
    assert draft.problems() == []


def test_an_interview_has_questions_in_order():
    client = signed_in(factories.writer())
    send(
        client,
        NEW,
        **facts() | {"genre": "interview"},
        en_title="An interview",
        **{
            "en-turns-0-question": "Why?",
            "en-turns-0-answer": "<p>Because.</p>",
            "en-turns-1-question": "When?",
            "en-turns-1-answer": "<p>Now.</p>",
        },
    )
    edition = Edition.objects.get()
    assert [(turn.question, turn.answer) for turn in edition.turns.all()] == [
        ("Why?", "<p>Because.</p>"),
        ("When?", "<p>Now.</p>"),
    ]
    send(client, address_of(edition.article), **{"en-turns-0-DELETE": "on"})
    assert [turn.question for turn in edition.turns.all()] == ["When?"]


def test_a_scheduled_text_cannot_be_changed_and_the_screen_says_why():
    edition = factories.edition("en", title="It waits")
    factories.publish(edition, at=in_three_hours())
    client = signed_in(factories.press_secretary())
    page = Page(client.get(address_of(edition.article)))
    assert "en-title" not in page.fields
    assert "Unschedule it, or write the next edition" in page.text
    assert {"reschedule:en", "unschedule:en"} <= set(page.buttons)
    send(client, address_of(edition.article), en_title="Changed all the same")
    edition.refresh_from_db()
    assert edition.title == "It waits"


def test_a_stale_text_is_refused_and_what_was_typed_stays():
    edition = factories.edition("en", title="In the beginning")
    first, second = signed_in(factories.writer()), signed_in(factories.press_secretary())
    address = address_of(edition.article)
    opened = Page(first.get(address))
    send(second, address, en_title="The press secretary was faster")
    refused = send(first, address, opened=opened, en_title="The writer was slower")
    edition.refresh_from_db()
    assert edition.title == "The press secretary was faster"
    page = Page(refused)
    assert page.fields["en-title"] == "The writer was slower"
    assert "press-secretary saved this text" in page.text
    assert "The press secretary was faster" in page.text

    again = send(first, address, opened=page)
    assert "press-secretary saved this text" in again.content.decode(), "it is refused until it was read"
    send(first, address, opened=page, **{"en-overwrite": f"{edition.pk}.{edition.version}"})
    edition.refresh_from_db()
    assert edition.title == "The writer was slower"


def test_two_people_may_write_in_two_languages():
    russian, english = in_both_languages()
    address = address_of(russian.article)
    first, second = signed_in(factories.writer()), signed_in(factories.translator())
    opened = Page(first.get(address))
    send(second, address, en_title="Translated meanwhile")
    response = send(first, address, opened=opened, ru_title="Переписано тем временем")
    assert messages_of(response)[0].startswith("Saved")
    russian.refresh_from_db()
    english.refresh_from_db()
    assert (russian.title, english.title) == ("Переписано тем временем", "Translated meanwhile")


def test_a_text_that_was_scheduled_meanwhile_is_not_lost():
    edition = factories.edition("en")
    client = signed_in(factories.writer())
    opened = Page(client.get(address_of(edition.article)))
    factories.publish(edition, at=in_three_hours())
    page = Page(send(client, address_of(edition.article), opened=opened, en_title="Typed too late"))
    assert page.fields["en-title"] == "Typed too late"
    assert "The text is scheduled now" in page.text


BAD_INPUT = [
    ("en-title", "A" * 1000, "at most 300 characters"),
    ("en-slug", "!!!", "Enter a valid “slug”"),
    ("shown_on", "30.02.2018", "Enter a valid date."),
    ("section", "", "Choose a section."),
    ("en-standfirst", "A" * 1001, "at most 1000 characters"),
    ("en-turns-0-question", "A question without its answer", "This field is required."),
    ("en-attachments-0-label", "A file that is not there", "Choose the file."),
]


@pytest.mark.parametrize(("field", "value", "sentence"), BAD_INPUT)
def test_bad_input_is_named_and_kept(field, value, sentence):
    typed = {**facts(), "en_title": "A title", "en_body": "<p>All that was typed.</p>", field: value}
    if field == "en-title":
        del typed["en_title"]
    response = send(signed_in(factories.writer()), NEW, **typed)
    page = Page(response)
    assert any(sentence in error for error in errors_of(response)), errors_of(response)
    assert page.fields.get(field, "") == value  # no section is pressed
    assert page.fields["en-body"] == "<p>All that was typed.</p>"
    assert not Article.objects.exists()
    assert [target for target, _name, _error in response.context["form"].faults if target not in page.ids] == []


def test_a_file_sent_with_a_faulty_form_need_not_be_sent_again():
    client = signed_in(factories.writer())
    agenda = SimpleUploadedFile("Agenda.pdf", b"%PDF-1.4 agenda", "application/pdf")
    refused = send(
        client,
        NEW,
        **facts() | {"shown_on": "30.02.2018"},
        en_title="With a file",
        **{"en-attachments-0-label": "Agenda of the meeting", "en-attachments-0-file": agenda},
    )
    send(client, NEW, opened=Page(refused), shown_on="28.02.2018")
    attachment = Edition.objects.get().attachments.get()
    assert (attachment.label, attachment.file_name, attachment.size) == ("Agenda of the meeting", "Agenda.pdf", 15)
    assert attachment.file.read() == b"%PDF-1.4 agenda"


def test_a_file_that_a_computer_would_run_is_refused():
    page = SimpleUploadedFile("page.html", b"<script>alert(1)</script>", "text/html")
    response = send(
        signed_in(factories.writer()),
        NEW,
        **facts(),
        en_title="With a file",
        **{"en-attachments-0-label": "A page", "en-attachments-0-file": page},
    )
    assert any("not a kind of file we publish" in error for error in errors_of(response))


def test_attachments_go_on_into_the_next_edition():
    client = signed_in(factories.press_secretary())
    agenda = SimpleUploadedFile("Agenda.pdf", b"%PDF-1.4", "application/pdf")
    draft = factories.edition("en")
    address = address_of(draft.article)
    send(client, address, **{"en-attachments-0-label": "Agenda", "en-attachments-0-file": agenda})
    factories.publish(draft)
    send(client, address, en_title="The next edition")
    following = draft.article.editions.get(live_from=None)
    assert following.attachments.get().key == draft.attachments.get().key
    send(client, address, **{"en-attachments-0-DELETE": "on"})
    assert not following.attachments.exists()
    assert draft.attachments.exists()


def test_a_translator_writes_texts_but_leaves_the_shared_facts():
    edition = factories.edition("ru")
    client = signed_in(factories.translator())
    send(client, address_of(edition.article), genre="comment", en_title="Translated")
    assert edition.article.editions.get(language="en").title == "Translated"
    assert edition.article.editions.get(language="en").genre == "report"
    assert client.get(NEW).status_code == 403


def test_what_is_done_stands_in_the_history():
    client = signed_in(factories.writer())
    edition = factories.edition("en")
    send(client, address_of(edition.article), en_title="Edited")
    assert [entry.verb for entry in timeline.of(edition)] == ["edited", "created"]
    history = client.get(f"/desk/news/article/{edition.article_id}/history/").content.decode()
    assert "edited" in history
    assert f"/desk/news/article/editions/{edition.pk}/preview/" in history


def test_html_from_a_form_is_cleaned():
    send(
        signed_in(factories.writer()),
        NEW,
        **facts(),
        en_title="Clean",
        en_body='<p onclick="x()">A<script>b</script></p>',
    )
    assert Edition.objects.get().body == "<p>A</p>"


def test_only_a_draft_that_was_never_public_can_be_deleted():
    draft, live = factories.edition("en"), factories.published("en")
    client = signed_in(factories.press_secretary())
    for edition, status in [(draft, 302), (live, 403)]:
        response = client.post(f"/desk/news/article/{edition.article_id}/delete/", {"post": "yes"})
        assert response.status_code == status
    assert list(Article.objects.all()) == [live.article]
