"""Attached files are found by their text, and no file can keep the others from being read."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from docx import Document as Docx
from pypdf import PdfWriter

from council.models import DocumentFile
from news.models import Attachment
from search import files, jobs
from search.models import FileText
from tests import factories
from tests.search.asking import articles, found

pytestmark = pytest.mark.django_db


def pdf(words):
    """Return a PDF of one page with `words` in Latin letters."""
    content = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )


def docx(*paragraphs):
    document = Docx()
    for words in paragraphs:
        document.add_paragraph(words)
    table = document.add_table(1, 2)
    table.cell(0, 1).text = "Квокка"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return file.getvalue()


def locked():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def attach(edition, name, data):
    attachment = Attachment(edition=edition, label="A file", file_name=name, size=len(data))
    attachment.file.save(name, ContentFile(data))
    return attachment


def test_an_article_is_found_by_the_text_of_its_files():
    edition = factories.edition()
    attach(edition, "agenda.pdf", pdf("The capybara agenda"))
    attach(edition, "список.docx", docx("Участники: Вомбатов, Кенгуров"))
    attach(edition, "notes.txt", "Заметки о сумчатых: валлаби".encode("cp1251"))
    attach(edition, "film.mp4", b"capybara")
    factories.publish(edition)
    assert articles("capybara") == set()
    jobs.read_files(timestamp=0)
    for word in ("capybara", "Кенгурова", "квокка", "валлаби", "agenda.pdf"):
        assert articles(word) == {edition.article_id}, word
    assert sorted(FileText.objects.values_list("state", flat=True)) == ["read", "read", "read", "unreadable"]


def test_files_of_a_draft_are_read_before_it_is_public_and_found_when_it_is():
    edition = factories.edition()
    attach(edition, "agenda.pdf", pdf("The capybara agenda"))
    files.read_waiting()
    assert articles("capybara") == set()
    factories.publish(edition)
    assert articles("capybara") == {edition.article_id}
    assert files.read_waiting() == 0


def test_a_document_is_found_by_its_files_in_their_language(put_together_in_public):
    paper = factories.document()
    data = docx("О капибарах")
    file = DocumentFile(document=paper, language="ru", file_name="text.docx", size=len(data), sha256="0" * 64)
    file.file.save("text.docx", ContentFile(data))
    files.read_waiting()
    assert found("капибара", "ru") == {("document", paper.pk)}
    assert found("капибара", "en") == set()


HOSTILE = {
    "broken.pdf": b"%PDF-1.4 and nothing else",
    "empty.pdf": b"",
    "locked.pdf": locked(),
    "bomb.docx": bomb(),
    "no.docx": b"PK\x03\x04 no archive",
    "nul.txt": b"a\0b capybara",
}


def test_hostile_files_are_left_and_the_others_are_read():
    edition = factories.edition()
    for name, data in HOSTILE.items():
        attach(edition, name, data)
    attach(edition, "gone.pdf", b"%PDF").file.storage.delete(edition.attachments.last().file.name)
    attach(edition, "agenda.pdf", pdf("The wombat agenda"))
    factories.publish(edition)
    for _ in range(files.MAX_TRIES):
        files.read_waiting()
    assert articles("wombat") == articles("capybara") == {edition.article_id}
    assert not FileText.objects.filter(state=FileText.State.WAITING).exists()


def test_a_text_longer_than_the_index_holds_is_searched_by_its_beginning():
    edition = factories.edition()
    attach(edition, "long.txt", ("Capybara " + "слово и другое слово " * 40_000 + " wombat").encode())
    factories.publish(edition)
    files.read_waiting()
    assert FileText.objects.get().was_cut
    assert articles("capybara") == {edition.article_id}
    assert articles("wombat") == set()
