"""Files in answers, and answers that are used again."""

import datetime

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mailing import sending
from mailing.models import Letter
from news.models import Edition
from press import enquiries, erasing, reuse
from press.models import ApprovedLine, Enquiry, EnquiryFile
from publishing import clock
from tests import factories
from tests.desk.screens import messages_of, signed_in
from tests.press.enquiring import enquiry

PDF = b"%PDF-1.7 statement"


@pytest.fixture(autouse=True)
def _contact(db):
    return factories.contact()


def address(asking):
    return reverse("admin:press_enquiry_change", args=[asking.pk])


def stored():
    return [name for name in erasing._files()]


def answer(client, asking, *files, text="Yes.", action="answer"):
    values = {"action": action, "text": text, "seen": asking.version, "files": list(files)}
    return client.post(address(asking), values, follow=True)


@pytest.mark.django_db(transaction=True)
def test_files_go_with_the_letter_stay_private_and_are_erased_with_the_enquiry():
    asking, client = enquiry(), signed_in(factories.press_secretary())
    answer(client, asking, SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.txt", b"words"))
    sending.send_waiting()
    (sent,) = [message for message in mail.outbox if "Answer" in message.subject]
    assert [(name, content) for name, content, _kind in sent.attachments] == [("a.pdf", PDF), ("b.txt", "words")]
    first = EnquiryFile.objects.first()
    where = reverse("admin:press_enquiry_answer_file", args=[asking.pk, first.pk])
    assert "attachment" in client.get(where).headers["Content-Disposition"]
    other = enquiry(email="b@newsroom.example")
    assert client.get(where.replace(f"/{asking.pk}/", f"/{other.pk}/", 1)).status_code == 404
    assert client.get(f"/media/{first.file}").status_code == 404
    assert len(stored()) == 2
    assert erasing.sweep(clock.now() + datetime.timedelta(days=3)) == []
    erasing.erase(asking.pk)
    assert (stored(), EnquiryFile.objects.count()) == ([], 0)
    assert Letter.objects.get(key__contains="answer").files == []
    assert client.get(where).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_refused_file_or_answer_sends_nothing_and_leaves_nothing_in_the_storage():
    asking, client = enquiry(), signed_in(factories.press_secretary())
    program = answer(client, asking, SimpleUploadedFile("a.pdf", b"MZ"), text="Kept words")
    assert "is not what its name says" in program.content.decode()
    assert "Kept words" in program.content.decode()
    many = answer(client, asking, *[SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(6)])
    assert "Not more than 5 files" in many.content.decode()
    spoken = answer(client, asking, SimpleUploadedFile("a.pdf", PDF), action="said")
    assert messages_of(spoken)[-2].startswith("Files go with an email, not with a call.")
    assert messages_of(spoken)[-1] == "The files have to be chosen again."
    Enquiry.objects.filter(pk=asking.pk).update(version=7)
    assert "A colleague answered" in messages_of(answer(client, asking, SimpleUploadedFile("a.pdf", PDF)))[-2]
    assert stored() == []
    assert not Letter.objects.filter(key__contains="answer").exists()


@pytest.mark.django_db
def test_an_answer_becomes_an_approved_line_or_a_draft_statement_without_who_asked():
    by, asking = factories.press_secretary(), enquiry(name="Anna Reporter")
    factories.section()
    sent = enquiries.answer(asking, "Dear Anna! The session is open.\n\nTexts follow. Example Daily may come.", by=by)
    client = signed_in(by)
    again = reverse("admin:press_enquiry_use_again", args=[asking.pk, sent.pk, "line"])
    told = messages_of(client.post(again, follow=True))
    assert told[-1].startswith("Sentences that named the journalist")
    line = ApprovedLine.objects.get()
    assert (line.title, line.text["en"]) == ("The session is open", "The session is open.\n\nTexts follow.")
    assert (line.written_by, line.is_approved) == (by, False)
    client.post(again.replace("/line/", "/statement/"))
    draft = Edition.objects.get()
    assert (draft.title, draft.genre, draft.stage) == ("The session is open", "statement", "draft")
    assert draft.body == "<p>The session is open.</p><p>Texts follow.</p>"
    for refused in (client.get(again), client.post(again.replace("/line/", "/other/"))):
        assert refused.status_code == 403
    assert signed_in(factories.user("Translator")).post(again).status_code == 403
    greeting = enquiries.answer(asking, "Thank you, Anna.", by=by)
    empty = client.post(reverse("admin:press_enquiry_use_again", args=[asking.pk, greeting.pk, "line"]), follow=True)
    assert messages_of(empty)[-1].startswith("Nothing is left of this answer")


def test_names_are_found_in_any_case():
    asking = Enquiry(name="Анна Иванова", outlet="Пример-ТВ", email="a@b.example", phone="+7 495 000")
    for naming in ("Анне Ивановой ответили.", "Для Пример-ТВ.", "Пишите на A@b.example.", "Тел. +7 495 000."):
        assert reuse.without_asker(f"Сессия открыта. {naming}", asking) == ("Сессия открыта.", True), naming
    assert reuse.without_asker("Сессия открыта.", asking) == ("Сессия открыта.", False)
    assert reuse.without_asker("Any text.", Enquiry()) == ("Any text.", False)
