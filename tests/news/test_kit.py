"""The press kit as a journalist opens it."""

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import date, timedelta

import docx
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from council.models import MeetingPhoto
from news import drafts
from news.kits import stories
from news.kits.content import Names
from news.models import Attachment, Edition, Turn
from photos.models import Rendition
from publishing import actions, clock, prose
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

BODY = """<h2>What was <em>agreed</em></h2><p>The <strong>members</strong> met &amp; spoke:<br>see
<a href="/en/council/">the record</a>.</p><ol><li><p>one</p><ul><li>within</li></ul></li><li>two</li></ol>
<p>Between.</p><ol><li>anew</li></ol><blockquote><p>Said.</p></blockquote>
<table><tr><th>State</th><th>Year</th></tr><tr><td>KG</td><td>2018</td></tr></table>"""


def address_of(edition):
    with translation.override(edition.language):
        return f"{edition.get_absolute_url()}press-kit.zip"


def kit_of(client, edition):
    return download(client, address_of(edition))


def download(client, address):
    """Return the kit at an address as an opened ZIP."""
    response = client.get(address)
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(response.getvalue()))


def publish(draft):
    factories.publish(draft)
    return draft


def report(photos=(), language="en", attachment=None, **facts):
    """Return a public edition with photos and perhaps an attachment, given as (name, bytes)."""
    draft = factories.edition(language, **facts)
    for position, photo in enumerate(photos):
        factories.show(photo, draft, position)
    if attachment:
        name, data = attachment
        made = Attachment(edition=draft, label="Agenda", file_name=name, size=len(data))
        made.file.save(name, ContentFile(data))
    return publish(draft)


def in_both_languages(photos=(), **facts):
    english = report(photos, title="Report <in> English", body=BODY, **facts)
    russian = report(photos, "ru", title="Сообщение", article=english.article, standfirst="Кто и что.", **facts)
    return english, russian


def captions(kit):
    return list(csv.DictReader(io.StringIO(kit.read("captions.csv").decode("utf-8-sig"))))


# --- What is in it ----------------------------------------------------------------------------------------------------


def test_the_article_leads_to_its_kit(client):
    edition = factories.published()
    assert f'href="{address_of(edition)}"' in client.get(edition.get_absolute_url()).content.decode()


@pytest.mark.usefixtures("storage")
def test_it_holds_every_public_text_and_photo_in_order(client):
    photo = factories.photo(rendered=True)
    english, russian = in_both_languages([photo])
    kit = kit_of(client, english)
    assert kit.testzip() is None
    assert kit.namelist() == [
        "README.txt",
        *(f"texts/ru/{russian.address_part}.{kind}" for kind in ("txt", "html", "docx")),
        *(f"texts/en/{english.address_part}.{kind}" for kind in ("txt", "html", "docx")),
        "captions.csv",
        "contacts-ru.txt",
        "contacts-en.txt",
        "usage-terms.txt",
        "photos/full-size/ZVF_2142.JPG",
        "photos/screen-size/ZVF_2142.JPG",
        "SHA256SUMS",
    ]
    assert all(name in kit.read("README.txt").decode() for name in kit.namelist()[1:])


@pytest.mark.usefixtures("storage")
def test_the_sums_are_right(client):
    kit = kit_of(client, in_both_languages([factories.photo(rendered=True)])[0])
    sums = dict(reversed(line.split("  ", 1)) for line in kit.read("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(kit.read(name)).hexdigest() for name in kit.namelist() if name != "SHA256SUMS"}


def test_plain_text_keeps_the_order_of_the_page(client):
    edition, _russian = in_both_languages()
    text = kit_of(client, edition).read(f"texts/en/{edition.address_part}.txt").decode()
    assert text.startswith(f"Report <in> English\n\n27 November 2018\n\n{edition.standfirst}\n\nWhat was agreed\n\n")
    assert "met & spoke:\nsee the record (http://127.0.0.1:8000/en/council/).\n\n1. one\n  • within\n2. two\n" in text
    assert "\n\n1. anew\n\n> Said.\n\nState | Year\nKG | 2018\n" in text


def test_the_page_needs_no_other_file_and_escapes_what_is_no_html(client):
    edition, _russian = in_both_languages()
    page = kit_of(client, edition).read(f"texts/en/{edition.address_part}.html").decode()
    assert '<html lang="en">' in page
    assert "<title>Report &lt;in&gt; English</title>" in page
    assert '<a href="http://127.0.0.1:8000/en/council/">' in page
    assert not re.search(r"<script|<link rel=.stylesheet|<img", page)


def test_word_opens_it_with_headings_lists_quotes_and_tables(client):
    edition, _russian = in_both_languages()
    paper = docx.Document(io.BytesIO(kit_of(client, edition).read(f"texts/en/{edition.address_part}.docx")))
    shown = [(paragraph.style.name, paragraph.text) for paragraph in paper.paragraphs]
    assert shown[0] == ("Title", "Report <in> English")
    for expected in [
        ("Heading 1", "What was agreed"),
        ("Normal", "The members met & spoke:\nsee the record."),
        ("List Number", "one"),
        ("List Bullet 2", "within"),
        ("Quote", "Said."),
    ]:
        assert expected in shown
    assert [[cell.text for cell in row.cells] for row in paper.tables[0].rows] == [["State", "Year"], ["KG", "2018"]]
    numbered = {
        paragraph.text: paragraph._p.pPr.numPr.numId.val
        for paragraph in paper.paragraphs
        if paragraph.style.name == "List Number"
    }
    assert numbered["one"] == numbered["two"] != numbered["anew"]
    links = [link.address for paragraph in paper.paragraphs for link in paragraph.hyperlinks]
    assert "http://127.0.0.1:8000/en/council/" in links


def test_a_correction_and_an_interview_stand_in_all_three_forms(client):
    draft = factories.edition(genre=Edition.Genre.INTERVIEW, body="")
    Turn.objects.create(edition=draft, question="Why now?", answer="<p>Because <em>now</em>.</p>")
    first = publish(draft)
    following = drafts.open_next(first, by=factories.press_secretary())
    following.change, following.change_note = Edition.Change.CORRECTION, "The date was wrong."
    following.save()
    publish(following)
    kit, name = kit_of(client, following), f"texts/en/{following.address_part}"
    text, page = kit.read(f"{name}.txt").decode(), kit.read(f"{name}.html").decode()
    paper = docx.Document(io.BytesIO(kit.read(f"{name}.docx")))
    shown = [paragraph.text for paragraph in paper.paragraphs]
    assert text.startswith("Correction, ")
    assert shown[0].startswith("Correction, ")
    assert shown[0].endswith("The date was wrong.")
    assert page.index("The date was wrong.") < page.index("<h1>")
    assert "— Why now?\n\nBecause now." in text
    assert {"Why now?", "Because now."} <= set(shown)
    assert "<dt>Why now?</dt>" in page


def test_captions_stand_in_every_language_and_start_no_formula(client):
    photo = factories.photo(
        rendered=True, creator="=HYPERLINK(1)", copyright="© CSTO", place={"ru": "Москва"}, taken_offset=360
    )
    kit = kit_of(client, in_both_languages([photo])[0])
    assert kit.read("captions.csv").startswith(b"\xef\xbb\xbffile,language,caption,description,credit,photographer")
    russian, english = captions(kit)
    assert (russian["language"], russian["caption"], russian["place"]) == ("ru", "Заседание Совета.", "Москва")
    assert (english["language"], english["caption"], english["place"]) == ("en", "The Council in session.", "")
    assert (english["file"], english["credit"], english["copyright"]) == ("ZVF_2142.JPG", "Press Office", "© CSTO")
    assert english["description"] == "Delegates at a round table."
    assert english["photographer"] == "'=HYPERLINK(1)"


def test_it_says_whom_to_call_and_on_which_terms(client):
    factories.contact()
    terms = {"en": "Free for news.", "ru": "Свободно для новостей."}
    photo = factories.photo(rendered=True, usage_terms=terms)
    signed = {"signed_by": Edition.SignedBy.WORDING, "signature": "Duty officer\n+7495-000-00-00"}
    kit = kit_of(client, in_both_languages([photo], **signed)[0])
    assert "Vladimir Zaynetdinov" in kit.read("contacts-en.txt").decode()
    assert "Duty officer\n+7495-000-00-00" in kit.read("contacts-en.txt").decode()
    assert "Владимир Зайнетдинов" in kit.read("contacts-ru.txt").decode()
    said = kit.read("usage-terms.txt").decode()
    assert "Free for news." in said
    assert "Свободно для новостей." in said
    assert "ZVF_2142.JPG: Press Office" in said


@pytest.mark.usefixtures("storage")
@pytest.mark.skipif(not shutil.which("exiftool"), reason="there is no exiftool on this machine")
def test_another_program_reads_the_credit_in_both_sizes(client, tmp_path):
    kit = kit_of(client, in_both_languages([factories.photo(rendered=True)])[0])
    kit.extractall(tmp_path)
    for size in ("full-size", "screen-size"):
        file = tmp_path / "photos" / size / "ZVF_2142.JPG"
        read = subprocess.run(["exiftool", "-j", "-Credit", file], capture_output=True, check=True, timeout=60)
        assert json.loads(read.stdout)[0]["Credit"] in ("Press Office", "Пресс-служба")


def test_a_photo_is_not_packed_again_and_a_text_is(client):
    kit = kit_of(client, in_both_languages([factories.photo(rendered=True)])[0])
    assert kit.getinfo("photos/full-size/ZVF_2142.JPG").compress_type == zipfile.ZIP_STORED
    assert kit.getinfo("README.txt").compress_type == zipfile.ZIP_DEFLATED


def test_programs_that_read_from_the_front_find_sizes_and_checksums(client):
    kit = kit_of(client, report([factories.photo(rendered=True)]))
    told_afterwards = 0x08
    assert not [member.filename for member in kit.infolist() if member.flag_bits & told_afterwards]


def test_large_members_and_large_kits_take_the_long_form(client, monkeypatch):
    edition = report(attachment=("film.mp4", bytes(300_000)))
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 200_000)
    kit = kit_of(client, edition)
    assert kit.testzip() is None
    assert kit.getinfo("attachments/en/film.mp4").extract_version == zipfile.ZIP64_VERSION
    assert "SHA256SUMS" in kit.namelist()


def test_two_photos_of_one_name_both_arrive(client):
    photos = [factories.photo(rendered=True), factories.photo("zvf_2142.jpg", rendered=True)]
    names = kit_of(client, report(photos)).namelist()
    assert {"photos/full-size/ZVF_2142.JPG", "photos/full-size/zvf_2142-2.jpg"} <= set(names)


def test_names_are_safe_and_never_given_twice():
    names = Names()
    for given, expected in [
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\A.JPG", "A.JPG"),
        ("a.jpg", "a-2.jpg"),
        ("A-2.jpg", "A-2-2.jpg"),
        ("..", "file"),
        ("Заявление: итог?.pdf", "Заявление итог.pdf"),
    ]:
        assert names.free(given) == expected


def test_a_photo_that_is_not_ready_is_named_and_left_out(client):
    quick, bare = factories.photo("QUICK.JPG"), factories.without_files(factories.photo("BARE.JPG"))
    kit = kit_of(client, report([quick, bare]))
    # Of the first there is a small file already; the full size of both is the worker's.
    assert [name.rpartition("/")[2] for name in kit.namelist() if name.startswith("photos/")] == ["QUICK.JPG"]
    assert not [name for name in kit.namelist() if name.startswith("photos/full-size/")]
    assert "Not ready yet" in kit.read("README.txt").decode()
    assert captions(kit)


@pytest.mark.usefixtures("storage")
def test_a_file_lost_on_the_way_is_named_and_the_rest_arrives(client):
    photos = [factories.photo(rendered=True), factories.photo("B.JPG", rendered=True)]
    edition = report(photos)
    lost = photos[0].renditions.get(kind=Rendition.Kind.DOWNLOAD)
    lost.file.storage.delete(lost.file.name)
    kit = kit_of(client, edition)
    assert kit.testzip() is None
    assert "photos/full-size/ZVF_2142.JPG\n" in kit.read("MISSING.txt").decode()
    assert "photos/full-size/ZVF_2142.JPG" not in kit.namelist()
    assert "photos/full-size/B.JPG" in kit.namelist()
    assert "MISSING.txt" in kit.read("SHA256SUMS").decode()


# --- Only what is public ----------------------------------------------------------------------------------------------


def test_a_draft_and_an_embargo_have_no_kit(client):
    lift = clock.now() + timedelta(hours=1)
    draft, coming = factories.edition(title="Draft"), factories.published(title="Coming", at=lift)
    for edition in (draft, coming):
        assert client.get(address_of(edition)).status_code == 404
    with clock.moved_to(lift):
        assert client.get(address_of(coming)).status_code == 200


def test_other_languages_that_are_not_public_stay_out(client):
    photo = factories.photo(rendered=True)
    english = report()
    hidden = factories.edition("ru", title="Тайна", article=english.article)
    factories.show(photo, hidden)
    kit = kit_of(client, english)
    assert not [name for name in kit.namelist() if name.startswith(("texts/ru", "photos/"))]
    assert not any("Тайна".encode() in kit.read(name) for name in kit.namelist())


def test_what_is_withdrawn_is_out_at_once(client):
    english, russian = in_both_languages(attachment=("agenda.pdf", b"%PDF agenda"))
    before = client.get(address_of(english))
    assert "attachments/ru/agenda.pdf" in kit_of(client, english).namelist()
    actions.withdraw(russian, by=factories.press_secretary(), reason="A mistake.")
    after = client.get(address_of(english), headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    names = zipfile.ZipFile(io.BytesIO(after.getvalue())).namelist()
    assert not [name for name in names if "/ru/" in name]
    assert "attachments/en/agenda.pdf" in names
    assert client.get(address_of(russian)).status_code == 404


def test_a_photo_the_next_edition_leaves_out_is_out_at_once(client):
    first = report([factories.photo(rendered=True)])
    following = drafts.open_next(first, by=factories.press_secretary())
    following.photos.all().delete()
    following.change = Edition.Change.MINOR
    following.save()
    assert "photos/full-size/ZVF_2142.JPG" in kit_of(client, first).namelist()
    publish(following)
    assert "photos/full-size/ZVF_2142.JPG" not in kit_of(client, following).namelist()


def test_an_article_under_its_old_words_leads_to_the_right_ones(client):
    edition = factories.published(title="Right words")
    response = client.get(f"/en/news/{edition.article_id}-wrong/press-kit.zip")
    assert (response.status_code, response["Location"]) == (301, address_of(edition))
    assert client.get("/en/news/999999-wrong/press-kit.zip").status_code == 404


# --- Meetings ---------------------------------------------------------------------------------------------------------


def test_a_meetings_kit_holds_its_articles_and_its_photos(client):
    meeting = factories.meeting()
    english, russian = in_both_languages([factories.photo(rendered=True)], meeting=meeting)
    other = report(meeting=meeting, title="Another")
    MeetingPhoto.objects.create(meeting=meeting, photo=factories.photo("TABLE.JPG", rendered=True))
    address = f"/en/news/meetings/{meeting.pk}/press-kit.zip"
    assert f'href="{address}"' in client.get(meeting.get_absolute_url()).content.decode()
    response = client.get(address)
    kit = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    assert 'filename="meeting-2018-11-27-press-kit.zip"' in response["Content-Disposition"]
    assert {
        f"texts/en/{english.address_part}.txt",
        f"texts/ru/{russian.address_part}.txt",
        f"texts/en/{other.address_part}.txt",
        "photos/full-size/ZVF_2142.JPG",
        "photos/full-size/TABLE.JPG",
    } <= set(kit.namelist())


def test_a_meeting_without_articles_has_a_kit_of_its_photos(client):
    meeting = factories.meeting()
    MeetingPhoto.objects.create(meeting=meeting, photo=factories.photo(rendered=True))
    kit = download(client, f"/en/news/meetings/{meeting.pk}/press-kit.zip")
    assert "photos/full-size/ZVF_2142.JPG" in kit.namelist()


def test_a_meeting_that_is_not_public_has_no_kit(client):
    meeting = factories.meeting(public=False)
    report(meeting=meeting)
    assert client.get(f"/en/news/meetings/{meeting.pk}/press-kit.zip").status_code == 404


# --- How it is sent ---------------------------------------------------------------------------------------------------


def test_while_it_is_sent_nothing_is_asked_of_the_database(client, django_assert_num_queries):
    meeting = factories.meeting()
    english, _russian = in_both_languages(
        [factories.photo(rendered=True)], meeting=meeting, attachment=("agenda.pdf", b"%PDF agenda")
    )
    for address in (address_of(english), f"/en/news/meetings/{meeting.pk}/press-kit.zip"):
        response = client.get(address)
        assert response.streaming
        with django_assert_num_queries(0):
            sent = b"".join(response)
        assert zipfile.ZipFile(io.BytesIO(sent)).testzip() is None


@pytest.mark.django_db(transaction=True)
def test_a_slow_reader_keeps_no_connection_to_the_database(client):
    response = client.get(address_of(factories.published()))
    assert connection.connection is not None
    parts = iter(response)
    next(parts)
    assert connection.connection is None
    assert b"SHA256SUMS" in b"".join(parts)


def test_more_photos_are_no_more_questions(client):
    def questions(edition):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address_of(edition)).status_code == 200
        return len(asked)

    few = report([factories.photo(rendered=True)])
    many = report([factories.photo(f"{number}.JPG", rendered=True) for number in range(4)])
    questions(few)  # the first request of all asks for more
    assert questions(few) == questions(many)


def test_the_first_bytes_come_before_any_photo_is_opened(client):
    photo = factories.photo(rendered=True)
    response = client.get(address_of(report([photo])))
    parts = iter(response)
    assert b"README.txt" in next(parts)
    assert len(next(parts)) < 10_000


@pytest.mark.usefixtures("storage")
def test_the_same_version_is_the_same_bytes(client):
    english, russian = in_both_languages([factories.photo(rendered=True)])
    first, second, in_russian = (client.get(address_of(edition)) for edition in (english, english, russian))
    sent = first.getvalue()
    assert sent == second.getvalue() == in_russian.getvalue()
    assert first["ETag"] == second["ETag"] == in_russian["ETag"]
    assert client.get(address_of(english), headers={"if-none-match": first["ETag"]}).status_code == 304


def test_no_clock_shows_in_the_bytes(client):
    english, russian = in_both_languages([factories.photo(rendered=True)])
    kit = kit_of(client, english)
    newest = timezone.localtime(russian.live_from).replace(microsecond=0)
    for member in kit.infolist():
        assert 0 <= newest.second - member.date_time[5] <= 1  # a ZIP counts every other second
        assert member.date_time[:5] == newest.timetuple()[:5]
    written = kit.read(f"texts/en/{english.address_part}.docx")
    assert {part.date_time[0] for part in zipfile.ZipFile(io.BytesIO(written)).infolist()} == {1980}
    properties = docx.Document(io.BytesIO(written)).core_properties
    assert properties.created == properties.modified == english.live_from.replace(microsecond=0)


def test_new_words_of_a_photo_and_a_new_contact_make_another_version(client):
    photo = factories.photo(rendered=True)
    edition = report([photo])
    seen = [client.get(address_of(edition))["ETag"]]
    photo.copyright = "© Somebody else"
    photo.save()
    seen.append(client.get(address_of(edition))["ETag"])
    factories.contact(since=date(2012, 1, 1))
    seen.append(client.get(address_of(edition))["ETag"])
    assert len(set(seen)) == 3


def test_a_head_is_answered_without_a_zip(client):
    edition = report([factories.photo(rendered=True)], title="Words")
    response = client.head(address_of(edition))
    assert response.status_code == 200
    assert response.getvalue() == b""
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="words-press-kit.zip"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Content-Length" not in response
    assert client.post(address_of(edition)).status_code == 405


# --- Texts out of the ordinary ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("loose words", "loose words"),
        ("<p>one</p><!-- hidden --> two", "one\n\ntwo"),
        ('<ol start="4"><li>four</li><li></li></ol>', "4. four\n5. "),
        ("<ol><li><h3>head</h3></li><li>second</li></ol>", "1. head\n2. second"),
        ("<hr>", "* * *"),
        ('<p><a href="mailto:a@b.c">a@b.c</a></p>', "a@b.c"),
        ("<table></table>", ""),
    ],
)
def test_html_becomes_plain_text(html, text):
    assert stories.plain(prose.read(html)) == text


def test_strange_letters_and_lists_break_no_document(client):
    body = "<ol><li><h3>head</h3></li><li>second</li></ol><table></table><p>a\x0bb\x02c \U0001f4f7</p>"
    edition = report(body=body, title="Bell\x07", standfirst="x\x1by")
    kit = kit_of(client, edition)
    paper = docx.Document(io.BytesIO(kit.read(f"texts/en/{edition.address_part}.docx")))
    assert paper.paragraphs[0].text == "Bell"


def test_a_photo_in_the_text_is_named_there(client):
    photo = factories.photo(rendered=True)
    edition = report([photo])
    body = f'<p>Before.</p><figure data-photo="{photo.pk}"></figure><figure data-photo="999999"></figure><p>After.</p>'
    edition.body = body
    text = stories.of(edition, {photo.pk: ("ZVF_2142.JPG", "In session.")}).as_text()
    assert "Before.\n\n[Photograph: ZVF_2142.JPG] In session.\n\nAfter." in text
