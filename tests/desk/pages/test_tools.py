"""What the desk does with a text it does with that of a standing page: preview, Word, translation."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from desk.word import reading_in
from news.models import Edition
from tests import factories
from tests.desk.previews.test_previews import outside, path_of, share
from tests.desk.screens import Page as Screen
from tests.desk.screens import signed_in
from tests.desk.word import documents
from tests.desk.word.test_reading_in import WORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms():
    return factories.page("terms", title="Terms of use", body="<p>Name the source.</p>")


def test_a_page_is_previewed_on_the_desk_and_by_a_reader_outside_as_the_page_that_it_will_be(terms):
    desk = signed_in(factories.press_secretary())
    seen = desk.get(reverse("admin:news_article_preview", args=[terms.pk])).text
    shared = outside().get(path_of(share(terms))).text
    for text in (seen, shared):
        assert "<h1>Terms of use</h1>" in text
        assert "Name the source." in text
        assert "As of " in text
        assert "Check this text" not in text


def test_a_page_goes_out_as_word_and_comes_back_as_its_next_draft(terms):
    secretary, section = factories.press_secretary(), factories.section()
    desk = signed_in(secretary)
    live = factories.publish(terms)
    paper = docx.Document(io.BytesIO(desk.get(reverse("admin:news_article_word", args=[live.pk])).content))
    assert "Name the source." in [paragraph.text for paragraph in paper.paragraphs]
    for paragraph in paper.paragraphs:
        if paragraph.text == "Name the source.":
            paragraph.runs[0].text = "Name the source and its date."
    into = reverse("admin:news_article_from_word") + f"?article={live.article_id}&language=en"
    file = SimpleUploadedFile("terms.docx", documents.saved(paper), content_type=WORD)
    desk.post(into, {"file": file, "seen": f"{live.pk}.{live.version}"}, follow=True)
    draft = Edition.objects.get(article=live.article_id, number=2)
    assert draft.body == "<p>Name the source and its date.</p>"
    assert (draft.is_page, draft.section, draft.signed_by) == (True, None, "nobody")
    # Whoever has just written a page is still offered a section for the next report.
    assert Edition.objects.filter(created_by=secretary).latest("pk").section is None
    assert reading_in.usual_section(secretary) == section


def test_a_page_is_translated_beside_its_original_and_published_at_the_same_address(terms, client):
    live = factories.publish(terms)
    beside = reverse("admin:news_article_translate", args=[live.article_id, "ru"])
    desk = signed_in(factories.translator())
    opened = Screen(desk.get(beside), form=None)
    typed = {"ru-title": "Условия использования", "ru-body": "<p>Укажите источник.</p>", "action": "save"}
    sent = {name: value for name, value in (opened.fields | typed).items() if value is not None}
    assert desk.post(beside, sent).status_code == 302
    russian = Edition.objects.get(article=live.article_id, language="ru")
    assert (russian.is_page, russian.section) == (True, None)
    factories.publish(russian)
    assert "<h1>Условия использования</h1>" in client.get("/ru/terms/").text
