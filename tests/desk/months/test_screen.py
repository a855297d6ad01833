"""The page, the PDF and the Word file of a month: who gets them, and what they say."""

import io
import re

import docx
import pypdf
import pytest
from lxml import html

from desk.models import MonthReport
from desk.months import keeping
from desk.months.months import Month
from tests import factories
from tests.desk.months import planted
from tests.desk.months.planted import at
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db
NOVEMBER = "/desk/month/2018/11/"


@pytest.fixture
def client():
    return signed_in(factories.press_secretary())


def lines(response):
    """Return {name of a line: its cells, each as one line of words} of the page's table."""
    rows = html.fromstring(response.content.decode()).xpath("//table[thead]//tr[td and th[@scope='row']]")
    words = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
    return {name: cells for name, *cells in words}


def test_each_number_stands_beside_the_month_before_and_the_year_before(client):
    planted.plant()
    with at(12, 1, 0, 35):
        keeping.keep_last()
    with at(12, 1, 9):
        page = client.get(NOVEMBER)
        found = lines(page)
        assert lines(client.get("/desk/month/")) == found, "the last month that is over"
        assert "Counted on 1 December 2018, 00:35 Moscow time" in " ".join(page.content.decode().split())
    assert found["Texts published"] == ["4", "1 +3", "1 +3"]
    assert found["Permanent Council"] == ["3", "1 +2", "1 +2"]
    assert found["Half of the reports were public within"] == ["2 h 30 min", "–", "–"]
    assert found["Half of the corrections were made within"] == ["37 h 0 min", "–", "–"]
    assert found["Of those, answered in time"] == ["1", "0 +1", "0 +1"]
    assert not {"Clarifications", "Emails with alerts sent"} & set(found), "nothing of the kind in any month"
    with at(12, 2):
        planted.publish(11, 29, 12)
        assert lines(client.get(NOVEMBER))["Texts published"] == ["4", "1 +3", "1 +3", "5"], "as counted now, beside it"
        kept = client.post(f"{NOVEMBER}keep/", follow=True)
        assert lines(kept)["Texts published"] == ["5", "1 +4", "1 +4"]
        first = MonthReport.objects.get(by=None)
        assert lines(client.get(f"{NOVEMBER}?kept={first.pk}"))["Texts published"][0] == "4"


def test_the_same_figures_go_out_as_pdf_and_word_in_both_languages(client):
    planted.plant()
    with at(12, 1, 0, 35):
        keeping.keep_last()
        page = html.fromstring(client.get(NOVEMBER).content.decode())
        files = page.xpath("//ul[contains(@class, 'month__files')]//a/@href")
        assert [re.sub("&kept=.*", "", address) for address in files] == [
            f"{NOVEMBER}report.{ending}?in={language}" for language in ("en", "ru") for ending in ("pdf", "docx")
        ]
        pdf, word, russian_pdf, russian_word = [client.get(address) for address in files]
    read = pypdf.PdfReader(io.BytesIO(pdf.content))
    text = "".join(sheet.extract_text() for sheet in read.pages)
    assert read.metadata.title == "November 2018"
    assert "pdfuaid" in str(read.xmp_metadata.rdf_root.toxml()), "it claims the standard of tagged files"
    for words in ("Texts published", "4", "1 (+3)", "2 h 30 min", "How this is counted"):
        assert words in text
    russian = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(russian_pdf.content)).pages)
    assert "Ноябрь 2018" in russian
    assert "Опубликовано материалов" in russian
    document = docx.Document(io.BytesIO(word.content))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["Texts published", "4", "1 (+3)", "1 (+3)"] in rows
    assert ["", "November 2018", "October 2018", "November 2017"] in rows
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == "Texts published, by day. 01.11: 1, 27.11: 1, 28.11: 1, 30.11: 1"
    assert "Ноябрь 2018" in [each.text for each in docx.Document(io.BytesIO(russian_word.content)).paragraphs]


def test_a_month_without_anything_and_one_that_is_not_over_say_so_in_a_sentence(client):
    with at(12, 1, 9):
        empty = client.get(NOVEMBER)
        assert "November 2018: nothing was published, and nothing came in." in " ".join(empty.content.decode().split())
        assert "No report was kept for this month" in empty.content.decode()
        assert not lines(empty)
        pdf = client.get(f"{NOVEMBER}report.pdf")
        assert "nothing came in" in pypdf.PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
        assert client.get(f"{NOVEMBER}report.docx").status_code == 200
        running = client.get("/desk/month/2018/12/")
        assert "Its report is made on 1 January 2019." in " ".join(running.content.decode().split())
        assert NOVEMBER in running.content.decode(), "where the last report is"
        for wrong in ("2018/13/", "0/1/", "9999/12/", "2018/12/report.pdf", "2018/11/report.odt", "2018/11/?kept=1"):
            assert client.get(f"/desk/month/{wrong}").status_code == 404
        assert client.post("/desk/month/2018/12/keep/").status_code == 404
    assert not MonthReport.objects.exists()


def test_only_whoever_may_publish_sees_a_month():
    assert keeping.of(Month(2018, 11)).count() == 0
    for person, status in [
        (factories.writer(), 403), (factories.translator(), 403), (factories.administrator(), 200),
    ]:  # fmt: skip
        client = signed_in(person)
        with at(12, 1, 9):
            assert client.get(NOVEMBER).status_code == status
            assert client.get(f"{NOVEMBER}report.pdf").status_code == status
            assert ("/desk/month/" in client.get("/desk/all/").content.decode()) == (status == 200)
            assert client.post(f"{NOVEMBER}keep/").status_code == {200: 302}.get(status, status)
