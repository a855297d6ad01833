"""Papers: their numbers, their route, their files, and who signed them."""

import datetime
import hashlib
import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pypdf import PdfWriter

from council import numbering
from council.models import (
    Appendix,
    Bearing,
    Consideration,
    DocumentFile,
    InterpretativeStatement,
    NumberGiven,
    Signatory,
)
from publishing import actions
from publishing.visitors import as_visitor
from tests import factories
from tests.desk.screens import Page, signed_in

DAY = datetime.date
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]


def decision(public=True, en="A decision", **facts):
    known = {"kind": "decision", "body": factories.body(), "dated": factories.THE_DAY, "is_numbered": True}
    return factories.document(public=public, en=en, **{**known, **facts})


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


# --- Numbers -------------------------------------------------------------------------------------------------------


def test_numbers_are_given_at_the_release_and_in_its_order():
    first, second = decision(public=False), decision(public=False)
    assert (first.number, second.number) == (None, None)
    factories.publish(second)
    factories.publish(first)
    assert (second.number, first.number) == (1, 2)
    assert second.number_in_words == "No. 1 of 2018"


def test_each_body_kind_and_year_counts_for_itself():
    ministers = factories.body("ministers", "Ministers", "Министры")
    numbers = [
        decision().number,
        decision(dated=DAY(2019, 1, 1)).number,
        decision(body=ministers).number,
        decision().number,
    ]
    assert numbers == [1, 1, 1, 2]


def test_a_number_is_not_given_twice_even_after_a_withdrawal():
    withdrawn = decision()
    actions.withdraw(withdrawn, by=factories.press_secretary(), reason="An error.")
    assert decision().number == 2
    factories.publish(withdrawn)
    assert withdrawn.number == 1


def test_a_number_in_use_is_refused_with_the_name_of_its_holder():
    decision(en="The first")
    second = decision(public=False, is_numbered=False, number=1)
    with pytest.raises(actions.NotReady, match="Number 1 of 2018 was given to “The first”"):
        factories.publish(second)
    assert not second.is_public()


@pytest.mark.parametrize("attempt", [lambda given: given.delete(), lambda given: given.update(number=7)])
def test_the_database_takes_no_number_back(attempt):
    decision()
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        attempt(NumberGiven.objects.all())


def test_missing_numbers_are_reported():
    decision(is_numbered=False, number=2)
    decision(is_numbered=False, number=5)
    [(body, kind, year, missing)] = numbering.gaps(NumberGiven.objects.all())
    assert (body.slug, kind, year, missing) == ("permanent-council", "decision", 2018, [1, 3, 4])
    page = signed_in(factories.press_secretary()).get("/desk/council/document/numbers/").content.decode()
    assert "1, 3, 4" in page


# --- Pages ---------------------------------------------------------------------------------------------------------


def test_the_route_of_a_paper_runs_over_all_public_meetings(client):
    paper = factories.document()
    second = factories.meeting(held_on=DAY(2018, 11, 27))
    first = factories.meeting(held_on=DAY(2018, 5, 22))
    hidden = factories.meeting(held_on=DAY(2018, 9, 1), public=False)
    for meeting, verb in [(second, "agreed"), (second, "sent_on"), (first, "reviewed"), (hidden, "finalized")]:
        Consideration.objects.create(
            meeting=meeting,
            document=paper,
            verb=verb,
            recipient={"en": "the ministers", "ru": "министрам"} if verb == "sent_on" else {},
            position=verb == "sent_on",
        )
    text = text_of(client, paper.get_absolute_url())
    route = text[text.index("Passage of the document") :]
    assert route.index("22.05.2018 Reviewed") < route.index("27.11.2018 Agreed")
    assert "Referred – the ministers" in route
    assert "Finalized" not in route
    assert paper.get_absolute_url() in client.get(second.get_absolute_url()).content.decode()


def test_papers_are_narrowed_by_kind_body_year_and_status(client):
    held = decision(in_force_on=DAY(2018, 12, 1), en="It holds")
    ended = decision(in_force_on=DAY(2001, 1, 1), ended_on=DAY(2002, 1, 1), dated=DAY(2001, 1, 1), en="It ended")
    draft = factories.document(en="Under way")
    Consideration.objects.create(meeting=factories.meeting(), document=draft, verb="reviewed")

    def found(query):
        page = client.get("/en/council/documents/" + query).content.decode()
        return {document.pk for document in (held, ended, draft) if document.get_absolute_url() in page}

    everything = {held.pk, ended.pk, draft.pk}
    assert found("") == everything
    assert found("?kind=decision") == {held.pk, ended.pk}
    assert found("?year=2001") == {ended.pk}
    assert found("?body=permanent-council&kind=decision&year=2018") == {held.pk}
    assert found("?status=in-force") == {held.pk}
    assert found("?status=ended") == {ended.pk}
    assert found("?status=under-way") == {draft.pk}
    for query in ["?kind=nonsense", "?year=1", "?status=x", "?after=0", "?after=_0", "?body=%00"]:
        assert client.get("/en/council/documents/" + query).status_code == 404


def test_signatories_and_those_who_joined_later_are_told_apart(client):
    paper = factories.document(en="Joint statement")
    Signatory.objects.create(document=paper, state=factories.state(), signed_on=DAY(2018, 11, 27))
    serbia = {"en": "Republic of Serbia", "ru": "Республика Сербия"}
    Signatory.objects.create(document=paper, name=serbia, joined_later=True, signed_on=DAY(2019, 4, 1))
    text = text_of(client, paper.get_absolute_url())
    assert "Kyrgyz Republic 27 November 2018" in text
    assert "Republic of Serbia joined on 1 April 2019" in text


def test_papers_lead_to_each_other_both_ways_while_both_are_public(client):
    charter, amendment, hidden = factories.document(en="Charter"), factories.document(en="Amendment"), None
    hidden = factories.document(en="Hidden repeal", public=False)
    Bearing.objects.create(document=amendment, kind="amends", earlier=charter)
    Bearing.objects.create(document=hidden, kind="repeals", earlier=charter)
    assert "Amendment It amends this document." in text_of(client, charter.get_absolute_url())
    assert "Charter This document amends it." in text_of(client, amendment.get_absolute_url())
    assert "Hidden" not in text_of(client, charter.get_absolute_url())
    with as_visitor():
        assert Bearing.objects.count() == 1


def test_a_paper_that_is_not_public_is_nowhere(client):
    paper = factories.document(public=False)
    assert client.get(f"/en/council/documents/{paper.pk}/").status_code == 404
    assert "Draft statement" not in client.get("/en/council/documents/").content.decode()


# --- What states said of a paper, and the papers beside it ----------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_statement_stands_on_the_papers_page_under_its_state(client, language):
    paper = factories.document()
    said = {"en": "We read article 3 narrowly.", "ru": "Статью 3 мы понимаем узко."}
    state = factories.state()
    InterpretativeStatement.objects.create(document=paper, state=state, dated=DAY(2018, 11, 27), text=said)
    hidden = factories.document(public=False)
    InterpretativeStatement.objects.create(document=hidden, state=state, text=said)
    text = text_of(client, f"/{language}/council/documents/{paper.pk}/")
    date = {"en": "27 November 2018", "ru": "27 ноября 2018"}[language]
    assert re.search(f"{state.name[language]} {date}.* {said[language]}", text)
    with as_visitor():
        assert InterpretativeStatement.objects.count() == 1


def test_the_desk_writes_statements_and_appendices_with_their_files_in_one_go(client):
    paper, state = factories.document(public=False), factories.state()
    response = upload(
        "list.pdf",
        pdf(pages=2),
        paper,
        **{
            "files-0-appendix_number": "2",
            "appendices-TOTAL_FORMS": "2",
            "appendices-0-number": "2",
            "appendices-0-title_en": "The list",
            "appendices-0-title_ru": "Перечень",
            "appendices-1-number": "1",
            "appendices-1-title_en": "The terms",
            "appendices-1-title_ru": "Сроки",
            "statements-TOTAL_FORMS": "1",
            "statements-0-state": state.pk,
            "statements-0-dated_precision": "day",
            "statements-0-text_en": "As we see it.",
            "statements-0-text_ru": "Как мы понимаем.",
        },
    )
    assert 'class="errornote"' not in response.content.decode()
    assert paper.files.get().appendix.title["en"] == "The list"
    assert paper.statements.get().state == state
    factories.publish(paper)
    text = text_of(client, paper.get_absolute_url())
    assert re.search(r"Appendix 1\. The terms Appendix 2\. The list The list PDF, .*2 pages", text)


def test_a_file_of_an_appendix_that_is_not_there_is_refused_with_a_sentence():
    response = upload("list.pdf", pdf(), **{"files-0-appendix_number": "3"})
    assert "There is no appendix 3 above." in unescape(response.content.decode())
    assert not DocumentFile.objects.exists()


def test_no_two_appendices_have_one_number():
    paper, title = factories.document(public=False), {"en": "A", "ru": "А"}
    Appendix.objects.create(document=paper, number=1, title=title)
    for number in (0, 1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appendix.objects.create(document=paper, number=number, title=title)


def test_papers_of_a_body_lead_to_their_neighbours(client):
    body = factories.body()
    first, second, third = (
        factories.document(body=body, en=title, dated=DAY(year, 1, 1))
        for title, year in [("First", 2001), ("Second", 2002), ("Third", 2003)]
    )
    factories.document(body=body, public=False, en="Hidden", dated=DAY(2002, 6, 1))
    factories.document(en="Of another body", dated=DAY(2002, 6, 1))
    page = client.get(second.get_absolute_url()).content.decode()
    assert f'href="{first.get_absolute_url()}" rel="prev"' in page
    assert f'href="{third.get_absolute_url()}" rel="next"' in page
    assert 'rel="next"' not in client.get(third.get_absolute_url()).content.decode()


# --- Files ---------------------------------------------------------------------------------------------------------


def pdf(pages=3, password=None):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 300)
    if password:
        writer.encrypt(password)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def upload(name, content, document=None, **more):
    """Send a file by the form of the desk, with `more` fields; return the response."""
    document = document or factories.document(public=False)
    client = signed_in(factories.press_secretary())
    address = f"/desk/council/document/{document.pk}/change/"
    fields = Page(client.get(address), form="document_form").fields
    row = {"files-TOTAL_FORMS": "1", "files-0-language": "en", "files-0-position": "0", **more}
    sent = {**fields, **row, "files-0-file": SimpleUploadedFile(name, content)}
    return client.post(address, sent, follow=True)


def test_a_file_is_kept_with_its_pages_size_and_sum(client):
    content = pdf(pages=3)
    upload("Заявление.pdf", content)
    file = DocumentFile.objects.get()
    assert (file.pages, file.size, file.file_name) == (3, len(content), "Заявление.pdf")
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert client.get(f"/en{file.get_absolute_url()[3:]}").status_code == 404
    factories.publish(file.document)
    text = text_of(client, file.document.get_absolute_url())
    assert "3 pages" in text
    assert file.sha256 in text
    response = client.get(file.get_absolute_url())
    assert b"".join(response.streaming_content) == content
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"<html>no PDF</html>", "is no PDF, or is damaged"),
        ("a.pdf", b"%PDF-1.7\n" + b"\0" * 500, "is no PDF, or is damaged"),
        ("a.pdf", pdf()[:200], "is no PDF, or is damaged"),
        ("a.pdf", pdf(password="secret"), "locked with a password"),
        ("a.exe", b"MZ", "is no document"),
        ("a.html", b"<script>", "is no document"),
    ],
)
def test_a_file_that_is_no_document_is_refused_with_a_sentence(name, content, sentence):
    response = upload(name, content)
    assert sentence in unescape(response.content.decode())
    assert not DocumentFile.objects.exists()
