"""The enquiry form: a number at once, one letter, and nothing lost whatever is sent."""

import datetime
import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from mailing.models import Letter
from press import enquiry_files, spam_protection
from press.models import Enquiry, EnquirySettings
from publishing import clock
from publishing.visitors import as_visitor
from tests import factories
from tests.press.enquiring import ASKER, HOUR, QUESTION, on_the_clock, opened, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _contact():
    factories.contact()


def errors(response):
    return [sentence for _id, sentence in response.context["form"].faults] + list(
        response.context["form"].non_field_errors()
    )


def zipped(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


# --- What goes well ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_enquiry_gets_a_number_a_page_and_one_letter(client, language):
    response = send(client, language=language)
    enquiry = Enquiry.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/press/enquiry/{enquiry.token}/"
    assert enquiry.number == f"{clock.today().year}-0001"
    assert len(enquiry.token) >= 32
    for field, value in ASKER.items():
        if field in ("name", "outlet", "email", "phone", "topic", "question"):
            assert getattr(enquiry, field) == value
    letter = Letter.objects.get()
    assert (letter.to, letter.reply_to, letter.language) == (ASKER["email"], "odkb-pressa@gov.ru", language)
    assert enquiry.number in letter.subject
    assert f"http://127.0.0.1:8000/{language}/press/enquiry/{enquiry.token}/" in letter.text
    page = client.get(response["Location"]).content.decode()
    assert enquiry.number in page
    assert QUESTION in page


def test_the_letter_repeats_nothing_that_was_typed(client):
    send(client, name="BUY PILLS http://pills.example/", outlet="CHEAP", question="http://pills.example/")
    letter = Letter.objects.get()
    for words in ("PILLS", "CHEAP", "pills.example"):
        assert words not in letter.text + letter.html + letter.subject


def test_the_numbers_of_a_year_follow_each_other(client):
    for _ in range(3):
        send(client, email=f"a{_}@newsroom.example")
    assert sorted(Enquiry.objects.values_list("serial", flat=True)) == [1, 2, 3]


def test_an_article_hands_its_number_to_the_form(client):
    edition = factories.published(title="The Council has met")
    page = client.get(edition.get_absolute_url()).content.decode()
    assert f'href="/en/press/enquiry/?about={edition.article_id}"' in page
    hidden = opened(client, about=edition.article_id)
    assert hidden["about"] == str(edition.article_id)
    location = send(client, hidden)["Location"]
    assert Enquiry.objects.get().article_id == edition.article_id
    assert "The Council has met" in client.get(location).content.decode()


@pytest.mark.parametrize("about", ["", "0", "-1", "9" * 30, "²", "1 OR 1=1", "x", "\x00"])
def test_a_release_that_is_not_there_is_no_obstacle(client, about):
    hidden = opened(client, about=about)
    assert hidden["about"] == ""
    assert send(client, hidden | {"about": about.replace("\x00", "%00")}).status_code == 302
    assert Enquiry.objects.get().article_id is None


def test_an_embargoed_release_is_not_betrayed_by_the_form(client):
    edition = factories.published(title="Secret until noon", at=clock.now() + HOUR)
    page = client.get("/en/press/enquiry/", {"about": edition.article_id}).content.decode()
    assert "Secret until noon" not in page


def test_a_deadline_is_counted_on_the_askers_clock(client):
    deadline = (clock.now() + datetime.timedelta(days=2)).replace(second=0, microsecond=0)
    location = send(client, **on_the_clock(deadline, "Asia/Almaty"))["Location"]
    enquiry = Enquiry.objects.get()
    assert (enquiry.deadline, enquiry.zone) == (deadline, "Asia/Almaty")
    page = client.get(location).content.decode()
    assert " Moscow; " in page
    assert " Astana" in page


def test_the_form_tells_how_long_the_data_is_kept(client):
    assert "180 days after the enquiry is closed" in client.get("/en/press/enquiry/").content.decode()
    EnquirySettings.objects.update_or_create(pk=1, defaults={"days": 30})
    assert "30 days after the enquiry is closed" in client.get("/en/press/enquiry/").content.decode()


# --- The asker's page ----------------------------------------------------------------------------------------------


def test_the_askers_page_is_for_nobody_else(client):
    location = send(client)["Location"]
    response = client.get(location)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    page = response.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "og:url" not in page
    for token in ("x", "0" * 32, location.split("/")[-2][:-1], location.split("/")[-2].swapcase(), "%00"):
        assert client.get(f"/en/press/enquiry/{token}/").status_code == 404


def test_visitors_are_granted_nothing_of_enquiries_but_one_row_for_its_token(client):
    send(client)
    token = Enquiry.objects.get().token
    tables = ["enquiry", "enquiryanswer", "enquirynote", "enquirynumber", "approvedline", "enquiryanswer_lines"]
    with as_visitor(), connection.cursor() as cursor:
        for table in tables:
            for sql in (f"SELECT count(*) FROM press_{table}", f"DELETE FROM press_{table}"):
                with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                    cursor.execute(sql)
        cursor.execute("SELECT count(*) FROM press_enquiry_by_token(%s)", [token])
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM press_enquiry_by_token('')")
        assert cursor.fetchone() == (0,)
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            cursor.execute("UPDATE press_enquirysettings SET days = 1")


# --- What goes wrong -----------------------------------------------------------------------------------------------


def test_errors_are_summed_up_on_top_with_links_and_nothing_typed_is_lost(client):
    response = send(client, name="", email="d.reporter.newsroom.example", question="  ", outlet="Example <Daily>")
    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: Enquiry" in page
    assert errors(response) == [
        "Write your question",
        "Enter your name",
        "Enter an email address like name@newsroom.example",
    ]
    places = [page.index(f' id="{target}"') for target, _sentence in response.context["form"].faults]
    assert places == sorted(places), "they stand in the order of the fields"
    for name in ("name", "email", "question"):
        assert f'href="#id_{name}"' in page
        assert re.search(rf'id="id_{name}_error"', page)
        tag = re.search(rf'<(?:input|textarea)[^>]* id="id_{name}"[^>]*>', page).group()
        assert 'aria-invalid="true"' in tag
        assert f"id_{name}_error" in tag
    assert 'value="d.reporter.newsroom.example"' in page
    assert 'value="Example &lt;Daily&gt;"' in page
    assert not Enquiry.objects.exists()
    assert not Letter.objects.exists()


HOSTILE = {
    "a line break in the name": ({"name": "Anna\r\nBcc: all@example.org"}, 200),
    "a line break in the address": ({"email": "a@b.example\r\nBcc: all@example.org"}, 200),
    "two addresses": ({"email": "a@b.example, c@d.example"}, 200),
    "a name in the address": ({"email": "Anna <a@b.example>"}, 200),
    "an address of 300 letters": ({"email": "a" * 300 + "@b.example"}, 200),
    "a domain that has no Latin form": ({"email": "a@" + "ы" * 63 + ".рф"}, 200),
    "NUL": ({"name": "An\x00na"}, 200),
    "NUL in the question": ({"question": "a\x00b"}, 302),
    "only NUL": ({"name": "\x00"}, 200),
    "letters that turn the writing": ({"name": "\u202eannA", "question": "\u2066x\u2069"}, 302),
    "only invisible letters": ({"name": "\u200b\u200e", "question": "\u202e"}, 200),
    "a question of 10,000 letters": ({"question": "ы" * 10_000}, 200),
    "a name of 10,000 letters": ({"name": "x" * 10_000}, 200),
    "mark-up": ({"name": "<script>alert(1)</script>", "question": "<img src=x onerror=alert(1)>"}, 302),
    "a template": ({"name": "{{ 7|add:7 }}", "question": "{% load x %}"}, 302),
    "an unknown subject": ({"topic": "x"}, 200),
    "an unknown language": ({"answer_language": "xx"}, 200),
    "an unknown zone": (
        {"deadline_zone": "Mars/Olympus"},
        200,
    ),
    "no zone": ({"deadline_zone": ""}, 302),
    "a date alone": ({"deadline_date": "2027-01-01"}, 200),
    "a time alone": ({"deadline_time": "10:00"}, 200),
    "a date that is none": ({"deadline_date": "2026-02-31", "deadline_time": "10:00"}, 200),
    "the past": ({"deadline_date": "2018-11-27", "deadline_time": "10:00"}, 200),
    "the end of calendars": ({"deadline_date": "9999-12-31", "deadline_time": "23:59", "deadline_zone": "UTC"}, 200),
    "the beginning of calendars": ({"deadline_date": "0001-01-01", "deadline_time": "00:00"}, 200),
    "a stamp of ours altered": ({"opened": "eyJhdCI6IjEifQ:x"}, 403),
    "no stamp": ({"opened": ""}, 403),
    "the field nobody sees": ({"website": "http://example.org"}, 403),
    "a lone surrogate": ({"name": "\udc80Anna".encode("utf-8", "surrogatepass").decode("latin-1")}, 200),
}


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_input_is_taken_or_refused_with_everything_kept(client, typed):
    values, status = HOSTILE[typed]
    response = send(client, **values)
    assert response.status_code == status
    if status == 302:
        enquiry = Enquiry.objects.get()
        assert not re.search(r"[\r\n\x00\u202e]", enquiry.name)
        assert Letter.objects.get().to == ASKER["email"]
        page = client.get(response["Location"]).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    else:
        assert errors(response)
        assert "Everything you typed is still here." in response.content.decode()
        assert not Enquiry.objects.exists()
        assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("when", "zone", "words"),
    [
        ("2027-03-28 02:30", "Europe/Brussels", "does not exist in Brussels"),
        ("2026-11-01 01:30", "America/New_York", "exists twice in New York"),
    ],
)
def test_a_deadline_that_clocks_skip_or_show_twice_is_refused_with_the_reason(client, when, zone, words):
    hidden = opened(client)
    date, time = when.split()
    with clock.moved_to(datetime.datetime(2026, 10, 20, tzinfo=datetime.UTC)):
        hidden = opened(client)
        response = send(client, hidden, deadline_date=date, deadline_time=time, deadline_zone=zone)
    assert [error for error in errors(response) if words in error]


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"--x\r\nbroken", b"a=" + b"x" * 100])
def test_a_broken_request_is_no_server_error(client, body):
    for kind in ("multipart/form-data; boundary=x", "application/json", "text/plain; charset=nonsense", ""):
        response = client.generic("POST", "/en/press/enquiry/", body, content_type=kind)
        assert response.status_code < 500


def test_a_late_token_loses_nothing_and_the_next_press_succeeds():
    client = Client(enforce_csrf_checks=True)
    hidden = opened(client)
    client.cookies.clear()
    response = send(client, hidden, question="A long question that took an hour.")
    page = response.content.decode()
    assert response.status_code == 403
    assert "The page was open for too long" in page
    assert "A long question that took an hour." in page
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    again = send(client, hidden, question="A long question that took an hour.", csrfmiddlewaretoken=token)
    assert again.status_code == 302


def test_who_is_faster_than_people_is_asked_once_more(client):
    hidden = opened(client)
    response = send(client, hidden, later=1)
    assert response.status_code == 403
    assert "our spam protection was triggered" in response.content.decode()
    assert response.context["form"].data["opened"] == hidden["opened"], "the watch is not set back"
    assert send(client, hidden, later=4).status_code == 302


def test_the_same_form_sent_twice_is_one_enquiry_and_another_question_is_another(client):
    hidden = opened(client)
    first, second = send(client, hidden), send(client, hidden)
    assert first["Location"] == second["Location"]
    assert Letter.objects.count() == Enquiry.objects.count() == 1
    third = send(client, hidden, question="And what about the budget?")
    assert third["Location"] != first["Location"]
    assert Letter.objects.count() == Enquiry.objects.count() == 2


def test_a_flood_from_one_place_meets_a_sentence_and_no_mail(client):
    for number in range(spam_protection.BY_CLIENT):
        assert send(client, email=f"a{number}@newsroom.example").status_code == 302
    before = Enquiry.objects.count()
    for number in range(20):
        response = send(client, email=f"b{number}@newsroom.example", question="Still here?")
    assert response.status_code == 429
    page = response.content.decode()
    assert "Please wait an hour, or call the press office." in page
    assert "Still here?" in page
    assert Enquiry.objects.count() == Letter.objects.count() == before


def test_a_flood_to_one_address_from_many_places_stops_too(client):
    for number in range(spam_protection.BY_ADDRESS + 3):
        hidden = opened(client)
        with clock.moved_to(clock.now() + datetime.timedelta(seconds=5)):
            values = {**ASKER, **hidden, "email": "Victim@Example.org" if number % 2 else "victim@example.org"}
            client.post("/en/press/enquiry/", values, REMOTE_ADDR=f"192.0.2.{number}")
    assert Letter.objects.count() == spam_protection.BY_ADDRESS


def test_all_together_stop_at_what_a_desk_can_read(client, monkeypatch):
    monkeypatch.setattr(spam_protection, "BY_ALL", 2)
    answers = []
    for number in range(4):
        hidden = opened(client)
        with clock.moved_to(clock.now() + datetime.timedelta(seconds=5)):
            values = {**ASKER, **hidden, "email": f"a{number}@newsroom.example"}
            answers.append(client.post("/en/press/enquiry/", values, REMOTE_ADDR=f"192.0.2.{number}").status_code)
    assert answers == [302, 302, 429, 429]


# --- Files ---------------------------------------------------------------------------------------------------------

GOOD = {
    "letter.pdf": b"%PDF-1.7\n" + b"x" * 100,
    "письмо.docx": zipped("[Content_Types].xml", "word/document.xml"),
    "notes.odt": zipped("mimetype", "content.xml"),
    "photo.JPG": b"\xff\xd8\xff\xe0" + b"x" * 100,
    "shot.png": b"\x89PNG\r\n\x1a\n" + b"x" * 100,
    "old.rtf": b"{\\rtf1 x}",
    "words.txt": "Вопросы".encode(),
}
BAD = {
    "setup.exe": b"MZ" + b"x" * 100,
    "everything.zip": zipped("a"),
    "letter.pdf.exe": b"%PDF-1.7",
    "letter.pdf": b"MZ" + b"x" * 100,
    "archive.docx": zipped("a.exe"),
    "macros.docx": zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "macros.odt": zipped("mimetype", "Basic/Standard/Module1.xml"),
    "broken.docx": b"PK\x03\x04" + b"x" * 100,
    "program.txt": b"\x7fELF" + b"x" * 100,
    "script.txt": b"#!/bin/sh\nrm -rf /",
    "binary.txt": b"a\x00b",
    "page.html": b"<script>",
    "picture.svg": b"<svg onload='x'/>",
    "no-ending": b"%PDF-1.7",
    ".pdf": b"x",
    "empty.pdf": b"",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_of_a_known_kind_is_kept_where_no_address_leads(client, name):
    assert send(client, attachment=SimpleUploadedFile(name, GOOD[name])).status_code == 302
    enquiry = Enquiry.objects.get()
    assert enquiry.file_name == name
    assert enquiry.file.startswith("enquiries/")
    for address in (f"/{enquiry.file}", f"/media/{enquiry.file}", f"/photos/{enquiry.file}", f"/static/{enquiry.file}"):
        assert client.get(address).status_code == 404
    assert client.get(f"/desk/press/enquiry/{enquiry.pk}/file/").status_code == 302, "the log-in"


@pytest.mark.parametrize("name", BAD)
def test_programs_archives_and_disguises_are_refused_with_a_sentence(client, name, settings):
    response = send(client, attachment=SimpleUploadedFile(name, BAD[name]))
    assert response.status_code == 200
    [sentence] = errors(response)
    assert sentence
    assert "Choose it again" in response.content.decode()
    assert not Enquiry.objects.exists()
    assert not list(settings.MEDIA_ROOT.glob("enquiries/**/*"))


def test_a_file_that_is_too_big_is_refused_without_keeping_it_all(client, monkeypatch):
    monkeypatch.setattr(enquiry_files, "MAX_BYTES", 200_000)
    response = send(client, attachment=SimpleUploadedFile("big.pdf", b"%PDF-" + b"x" * 5_000_000))
    assert "is larger than" in errors(response)[0]
    assert response.context["form"].files["attachment"].size < 400_000
    assert QUESTION in response.content.decode()


def test_a_name_with_folders_stays_a_name(client):
    send(client, attachment=SimpleUploadedFile("x.pdf", b"%PDF-", content_type="text/html"))
    enquiry = Enquiry.objects.get()
    assert enquiry.file_name == "x.pdf"
    assert ".." not in enquiry.file


# --- The page ------------------------------------------------------------------------------------------------------


def test_the_form_asks_the_database_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    edition = factories.published()
    with django_assert_max_num_queries(15):
        client.get("/en/press/enquiry/", {"about": edition.article_id})


def test_the_form_is_never_kept_by_a_cache(client):
    response = client.get("/en/press/enquiry/")
    assert "no-store" in response["Cache-Control"]
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)("/en/press/enquiry/").status_code == 405
