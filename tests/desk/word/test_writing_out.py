"""A draft leaves as a Word document, for those who sign on paper, and finds its way back."""

import io

import docx
import pytest
from django.core.files.storage import default_storage
from docx.oxml.ns import qn

from desk.word import writing_out
from news import access
from news.word import document
from photos import library
from tests import factories
from tests.desk.screens import address_of, signed_in

pytestmark = pytest.mark.django_db

BODY = (
    '<h2>О проекте</h2><p>Заседание <a href="https://example.org/">вёл</a> <strong>он</strong>.</p>'
    "<ul><li>раз</li></ul>"
)


def opened(edition, **options):
    return docx.Document(io.BytesIO(writing_out.document(edition, **options)))


def words_of(paper):
    return [paragraph.text for paragraph in paper.paragraphs if paragraph.text]


def test_every_page_says_that_it_is_a_draft_and_is_numbered():
    paper = opened(factories.edition("en", body=BODY))
    section = paper.sections[0]
    assert section.header.paragraphs[0].text == "DRAFT – not for publication"
    fields = [field.get(qn("w:instr")) for field in section.footer.paragraphs[0]._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_it_says_where_the_text_stands_and_has_room_for_signatures():
    edition = factories.edition("en", signed_by="wording", signature="Press Office")
    words = words_of(opened(edition))
    assert words[0] == "Draft. Edition 1, version 1"
    assert "writer" in words[1]
    assert words[2:5] == [edition.title, "27 November 2018", edition.standfirst]
    assert [line.partition(":")[0] for line in words[-2:]] == ["Agreed", "Signed"]
    assert not [line for line in words if "/news/" in line]  # an address that does not work yet


def test_a_public_text_is_no_draft_and_names_its_address():
    edition = factories.published("en")
    paper = opened(edition)
    assert paper.sections[0].header.paragraphs[0].text == "Copy of a published text"
    assert any(edition.get_absolute_url() in line for line in words_of(paper))


def test_the_photographs_stand_at_the_end_with_their_captions_unless_nobody_wants_them():
    edition = factories.edition("ru")
    factories.show(factories.photo(), edition)
    with_pictures, without = opened(edition), opened(edition, with_photographs=False)
    assert len(with_pictures.inline_shapes) == 1
    assert "1. ZVF_2142.JPG. Заседание Совета." in words_of(with_pictures)
    assert len(without.inline_shapes) == 0
    assert "1. ZVF_2142.JPG. Заседание Совета." not in words_of(without)


def test_a_preview_that_is_lost_leaves_the_caption():
    edition = factories.edition("ru")
    photo = factories.photo()
    factories.show(photo, edition)
    default_storage.delete(library.preview_path(photo))
    assert "1. ZVF_2142.JPG. Заседание Совета." in words_of(opened(edition))


def test_what_comes_back_from_paper_is_the_text_and_nothing_that_we_wrote_around_it():
    texts = {"title": "Бюджет принят", "standfirst": "Постоянный совет принял бюджет на следующий год.", "body": BODY}
    edition = factories.edition("ru", signed_by="wording", signature="Пресс-служба", **texts)
    factories.show(factories.photo(), edition)
    story = document.read(io.BytesIO(writing_out.document(edition, with_photographs=False)), "back.docx")
    assert (story.title, story.standfirst, story.language) == (edition.title, edition.standfirst, "ru")
    assert story.body.replace(' rel="noopener noreferrer"', "") == BODY


def test_it_is_a_button_on_the_article_screen_for_each_language_that_has_a_text():
    draft = factories.edition("ru")
    client = signed_in(factories.writer())
    address = f"/desk/news/article/editions/{draft.pk}/word/"
    page = client.get(address_of(draft.article)).content.decode()
    assert page.count("/word/") == 1
    assert address in page
    response = client.get(address)
    assert response.headers["Content-Type"] == writing_out.KIND
    assert f"{draft.address_part}-ru-1-v1.docx" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    docx.Document(io.BytesIO(response.content))


def test_a_text_limited_to_others_does_not_leave():
    draft = factories.edition("ru")
    access.limit(draft.article, [factories.writer()], by=factories.writer())
    address = f"/desk/news/article/editions/{draft.pk}/word/"
    assert signed_in(factories.press_secretary()).get(address).status_code == 404
    assert signed_in(factories.writer()).get(address).status_code == 200
