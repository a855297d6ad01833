"""A Word document becomes a draft, with its pictures in the library; a bad one is refused with a sentence."""

import contextlib
import datetime
import io
import pathlib
import random
import struct
import zipfile
from concurrent.futures import ThreadPoolExecutor

import docx
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from docx.oxml.ns import qn

from desk.word import writing_out
from news import access
from news.models import Article, Edition
from news.word import document, package
from photos.models import Photo
from publishing import clock, timeline
from publishing.timeline import Verb
from tests import factories
from tests.desk.screens import messages_of, signed_in
from tests.desk.word import documents

pytestmark = pytest.mark.django_db

ADDRESS = "/desk/news/article/from-word/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def drop(content, *, name="report.docx", user=None, address=ADDRESS, **fields):
    """Send a document as the form does; return the page that is shown in the end."""
    client = signed_in(user or factories.press_secretary())
    factories.section()
    file = SimpleUploadedFile(name, content, content_type=WORD)
    return client.post(address, {"file": file, **fields}, follow=True)


def refusal_of(response):
    assert response.status_code == 400, response.status_code
    return " ".join(response.context["form"].errors["file"])


def stored_files():
    return [str(path) for path in pathlib.Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def read(paper, **options):
    return document.read(io.BytesIO(documents.saved(paper)), "report.docx", **options)


# --- What becomes of a document --------------------------------------------------------------------------------------


def test_a_report_with_two_pictures_becomes_a_draft():
    response = drop(documents.saved(documents.report(documents.jpegs(2))), genre="report")
    draft = Edition.objects.get()
    first, second = draft.photos.select_related("photo")
    assert (draft.title, draft.standfirst, draft.language) == (documents.TITLE, documents.STANDFIRST, "ru")
    assert draft.body == (
        "<h2>О проекте</h2>"
        "<p>Заседание вёл <strong>представитель Кыргызстана</strong>, как и <em>в прошлый раз</em></p>"
        "<ul><li>первый вопрос</li><li>второй вопрос</li></ul>"
        "<h3>Подробности</h3>"
        "<blockquote><p>Мы работаем дальше.</p></blockquote>"
        "<table><tbody><tr><td><p>Год</p></td><td><p>Сумма</p></td></tr>"
        "<tr><td><p>2018</p></td><td><p>100</p></td></tr></tbody></table>"
        f'<figure data-photo="{first.photo_id}"></figure><figure data-photo="{second.photo_id}"></figure>'
        "<p>Конец сообщения.</p>"
    )
    assert [use.caption for use in (first, second)] == ["Участники заседания 1", "Участники заседания 2"]
    assert first.photo.file_name == "report-1.jpg"
    assert first.photo.caption == {"ru": "Участники заседания 1"}
    assert response.redirect_chain[-1][0].startswith(f"/desk/news/article/{draft.article_id}/change/")
    told, looked_at = messages_of(response)
    assert "Russian: title, standfirst, text of" in told
    assert "photographs: 2" in told
    assert "The first paragraph became the standfirst" in looked_at
    assert timeline.of(draft).get().verb == Verb.CREATED


def test_the_language_the_section_and_the_genre_can_be_chosen():
    section = factories.section("statements", "Statements", "Заявления")
    drop(documents.saved(documents.report()), language="en", section=section.pk, genre="statement")
    draft = Edition.objects.get()
    assert (draft.language, draft.section, draft.genre) == ("en", section, "statement")


def test_without_a_choice_the_section_is_the_one_written_in_last():
    section = factories.section("statements", "Statements", "Заявления")
    factories.edition("en", section=section, by=factories.press_secretary())
    drop(documents.saved(documents.report(language="en")))
    assert Edition.objects.latest("pk").section == section
    assert Edition.objects.latest("pk").language == "ru"  # most of its letters are Cyrillic


def test_a_picture_that_the_library_has_is_recognised():
    content = factories.jpeg()
    drop(documents.saved(documents.report([content, content])))
    drop(documents.saved(documents.report([content])))
    assert Photo.objects.count() == 1
    assert [edition.photos.get().photo for edition in Edition.objects.all()] == [Photo.objects.get()] * 2


def test_what_a_picture_shows_is_taken_over_unless_a_machine_wrote_it():
    paper = documents.report()
    alts = ["Delegates at a table.", "A group of people Description automatically generated", "IMG_0001.jpg"]
    for alt, content in zip(alts, documents.jpegs(3)):
        documents.add_picture(paper, content, alt=alt)
    assert [picture.alt for picture in read(paper).pictures] == ["Delegates at a table.", "", ""]


def test_a_picture_in_the_middle_of_a_sentence_does_not_part_it():
    paper = documents.report()
    paragraph = paper.add_paragraph("Before ")
    paragraph.add_run().add_picture(io.BytesIO(factories.jpeg(200, 200)))
    paragraph.add_run("and after.")
    assert read(paper).body.endswith('<p>Before and after.</p><figure data-photo="1"></figure>')


def test_an_interview_has_its_questions_in_bold():
    paper = docx.Document()
    paper.add_heading("Интервью", level=0)
    paper.add_paragraph("Заместитель Генерального секретаря ответил на вопросы журнала о бюджете.")
    for question, answer in [("Когда заседание?", "Во вторник."), ("А бюджет?", "Принят.")]:
        paper.add_paragraph().add_run(question).bold = True
        paper.add_paragraph(answer)
    drop(documents.saved(paper), genre="interview")
    turns = Edition.objects.get().turns.all()
    assert [(turn.question, turn.answer) for turn in turns] == [
        ("Когда заседание?", "<p>Во вторник.</p>"),
        ("А бюджет?", "<p>Принят.</p>"),
    ]
    assert "<strong>Когда заседание?</strong>" in read(paper).body  # nothing is guessed in other genres


def test_a_short_first_line_is_the_title_and_the_headings_move_up():
    paper = docx.Document()
    paper.add_paragraph("The Council met in Moscow")
    paper.add_paragraph("The Permanent Council of the CSTO met in Moscow on 27 November 2018 to speak of the budget.")
    paper.add_heading("Budget", level=2)
    paper.add_paragraph("It grows.")
    story = read(paper)
    assert (story.title, story.language) == ("The Council met in Moscow", "en")
    assert story.standfirst.startswith("The Permanent Council")
    assert story.body == "<h2>Budget</h2><p>It grows.</p>"
    assert any("its first line became the title" in remark for remark in story.remarks)


def test_links_lose_what_counts_their_readers_and_those_to_the_authors_disk_are_told():
    paper = documents.report()
    for address in [
        "https://example.org/a?id=5&utm_source=mail&fbclid=x",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fb&data=05%7C01",
        "file:///C:/Users/Ivan/secret.docx",
        "javascript:alert(1)",
    ]:
        relation = paper.part.relate_to(
            address, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
        )
        documents.insert(paper, f'<w:hyperlink r:id="{relation}"><w:r><w:t>link</w:t></w:r></w:hyperlink>')
    story = read(paper)
    assert story.body.count("<a ") == 2
    assert 'href="https://example.org/a?id=5"' in story.body
    assert 'href="https://example.org/b"' in story.body
    assert "Left out: links to files that only the author has: 2." in story.remarks


# --- What is left out ------------------------------------------------------------------------------------------------


def test_tracked_insertions_are_taken_over_deletions_and_hidden_words_are_not_and_all_is_told():
    paper = documents.report()
    documents.insert(
        paper,
        '<w:r><w:t xml:space="preserve">It was </w:t></w:r>'
        '<w:del w:id="1" w:author="x"><w:r><w:delText>secret</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="x"><w:r><w:t>decided</w:t></w:r></w:ins>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:commentReference w:id="4"/></w:r>'
        "<w:r><w:object><o/></w:object></w:r>".replace("<o/>", "<w:t>OLE</w:t>"),
    )
    paper.sections[0].header.paragraphs[0].text = "For internal use"
    story = read(paper)
    assert "<p>It was decided</p>" in story.body
    assert not [word for word in ("secret", "hidden", "OLE", "internal") if word in story.body]
    for sentence in [
        "Tracked insertions taken over: 1.",
        "Left out: passages deleted under tracking: 1.",
        "Left out: hidden passages: 1.",
        "Left out: footnotes and endnotes: 1.",
        "Left out: comments: 1.",
        "Left out: embedded objects: 1.",
        "Left out: the headers and footers of the pages.",
    ]:
        assert sentence in story.remarks


def test_words_in_a_field_are_words_and_words_that_nothing_can_read_are_told():
    paper = documents.report()
    field = '<w:fldSimple w:instr=" REF term "><w:r><w:t>{}</w:t></w:r></w:fldSimple>'
    documents.insert(paper, field.format("in a field") + "<w:r><w:t> and after</w:t></w:r>")
    assert "<p>in a field and after</p>" in read(paper).body
    assert not [remark for remark in read(paper).remarks if "Compare" in remark]
    documents.insert(paper, "<w:unknown><w:r><w:t>nobody knows</w:t></w:r></w:unknown>")
    assert "Some words could not be taken over. Compare the text with the document." in read(paper).remarks


def test_a_picture_that_lies_elsewhere_is_never_fetched():
    paper = documents.report(documents.jpegs(1))
    blip = next(paper.element.iter(qn("a:blip")))
    relation = paper.part.relate_to(
        "http://127.0.0.1:9/picture.png",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        is_external=True,
    )
    del blip.attrib[qn("r:embed")]
    blip.set(qn("r:link"), relation)
    story = read(paper)
    assert story.pictures == []
    assert "Left out: pictures that lie elsewhere and are only named by their address: 1." in story.remarks


def test_macros_are_left_out_and_told():
    content = documents.with_parts(documents.saved(documents.report()), {"word/vbaProject.bin": b"Sub AutoOpen()"})
    response = drop(content, name="report.docm")
    assert Edition.objects.get().title == documents.TITLE
    assert "Nothing of them was run" in messages_of(response)[1]


def test_a_picture_of_a_kind_the_library_does_not_take_is_told_and_the_text_comes_all_the_same():
    content = documents.saved(documents.report(documents.jpegs(1)))
    response = drop(documents.with_parts(content, {"word/media/image1.jpg": b"\x01\x00\x00\x00 an EMF"}))
    assert Edition.objects.get().photos.count() == 0
    assert "<figure" not in Edition.objects.get().body
    assert "Left out: a picture. “report-1.jpg” is not a photo" in messages_of(response)[1]


# --- Into what is there ----------------------------------------------------------------------------------------------


def address_into(article, language):
    return f"{ADDRESS}?article={article.pk}&language={language}"


def test_it_becomes_the_other_language_of_an_article_with_the_articles_facts_and_photos():
    english = factories.edition("en", genre="statement")
    factories.show(factories.photo(), english)
    page = signed_in(factories.writer()).get(address_into(english.article, "ru"))
    assert "in one more language: Russian" in page.content.decode()
    drop(documents.saved(documents.report(documents.jpegs(1))), address=address_into(english.article, "ru"), seen="0.0")
    russian = Edition.objects.get(language="ru")
    assert (russian.article, russian.genre, russian.shown_on) == (english.article, "statement", english.shown_on)
    assert [use.caption for use in russian.photos.all()] == ["Заседание Совета.", "Участники заседания 1"]


def test_it_replaces_an_open_draft_and_keeps_its_photos_and_the_earlier_version():
    draft = factories.edition("ru", title="Раньше")
    photo = factories.photo()
    factories.show(photo, draft)
    drop(documents.saved(documents.report()), address=address_into(draft.article, "ru"), seen=f"{draft.pk}.1")
    draft.refresh_from_db()
    assert (draft.title, draft.version, draft.photos.get().photo) == (documents.TITLE, 2, photo)
    assert [version.snapshot["title"] for version in draft.saved_versions.all()] == ["Раньше", documents.TITLE]


def test_it_does_not_replace_what_somebody_saved_meanwhile():
    draft = factories.edition("ru", title="Раньше")
    content = documents.saved(documents.report(documents.jpegs(1)))
    response = drop(content, address=address_into(draft.article, "ru"), seen=f"{draft.pk}.0")
    assert "A colleague changed this text" in refusal_of(response)
    draft.refresh_from_db()
    assert (draft.title, Photo.objects.count(), stored_files()) == ("Раньше", 0, [])


def test_it_opens_the_next_edition_of_a_live_text_and_visitors_keep_theirs():
    live = factories.published("ru", title="Раньше")
    drop(
        documents.saved(documents.report()), address=address_into(live.article, "ru"), seen=f"{live.pk}.{live.version}"
    )
    assert live.article.editions.get(number=2).title == documents.TITLE
    assert Edition.objects.public().get().title == "Раньше"


def test_a_scheduled_text_stays_on_the_schedule_and_the_document_becomes_the_next_draft():
    edition = factories.publish(factories.edition("ru"), at=clock.now() + datetime.timedelta(hours=1))
    seen = f"{edition.pk}.{edition.version}"
    drop(documents.saved(documents.report()), address=address_into(edition.article, "ru"), seen=seen)
    assert edition.article.editions.get(number=2).title == documents.TITLE
    assert Edition.objects.scheduled().get() == edition


def test_an_article_limited_to_others_is_not_there():
    draft = factories.edition("ru")
    access.limit(draft.article, [factories.writer()], by=factories.writer())
    assert drop(b"", address=address_into(draft.article, "ru")).status_code == 404
    assert drop(b"", address=address_into(draft.article, "xx"), user=factories.writer()).status_code == 404
    assert drop(b"", address=f"{ADDRESS}?article=99999999999999999999&language=ru").status_code == 404


def test_a_translator_brings_a_text_into_an_article_but_no_new_one_and_no_pictures():
    english = factories.edition("en")
    content = documents.saved(documents.report(documents.jpegs(1)))
    assert drop(content, user=factories.translator()).status_code == 403
    into = address_into(english.article, "ru")
    response = drop(content, user=factories.translator(), address=into, seen="0.0")
    assert "the photographs, which your role does not add" in messages_of(response)[1]
    assert (Edition.objects.filter(language="ru").count(), Photo.objects.count()) == (1, 0)


def exported(draft):
    photo = factories.photo()
    factories.show(photo, draft)
    draft.body = f'<p>Before.</p><figure data-photo="{photo.pk}"></figure><p>After.</p>'
    draft.save()
    return writing_out.document(draft), draft.body, photo


def test_photographs_that_our_own_document_names_come_back_to_their_places():
    draft = factories.edition("ru")
    content, body, photo = exported(draft)
    drop(content, address=address_into(draft.article, "ru"), seen=f"{draft.pk}.{draft.version}")
    draft.refresh_from_db()
    assert (draft.body, Photo.objects.get()) == (body, photo)
    drop(content)
    again = Edition.objects.latest("pk")
    assert (again.body, again.photos.get().photo) == (body, photo)


def test_a_photograph_that_another_newsroom_means_is_told_and_not_mistaken_for_ours():
    content, _body, photo = exported(factories.edition("ru"))
    Photo.objects.filter(pk=photo.pk).update(file_name="OTHER.JPG")
    response = drop(content)
    assert Edition.objects.latest("pk").body == "<p>Before.</p><p>After.</p>"
    assert "because the library does not have it: [" in messages_of(response)[1]


# --- Bad input -------------------------------------------------------------------------------------------------------


def bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", b" " * 200_000_000)
    return made.getvalue()


def many_entries():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for number in range(3000):
            target.writestr(f"word/{number}.xml", b"")
    return made.getvalue()


def small_report():
    return documents.saved(documents.report())


def with_document(xml):
    return documents.with_parts(small_report(), {"word/document.xml": xml})


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    b'<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x;&b;'
    b"</w:t></w:r></w:p></w:body></w:document>"
)
DEEP = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    + b"<w:sdt>" * 20_000
    + b"</w:sdt>" * 20_000
    + b"</w:body></w:document>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD = {
    "nothing": (lambda: b"", "is empty: 0 bytes arrived"),
    "a picture": (factories.jpeg, "is not a Word document"),
    "another zip": (
        lambda: documents.with_parts(documents.saved(documents.report()), {}, ["word/document.xml"]),
        "is not",
    ),
    "an old document": (lambda: OLE + b"\0" * 600, "of the old kind (.doc)"),
    "a locked document": (lambda: OLE + b"\0" * 600 + package.ENCRYPTED + b"\0" * 600, "locked with a password"),
    "a bomb": (bomb, "would unpack to far more than any document holds"),
    "many entries": (many_entries, "would unpack to far more than any document holds"),
    "too large": (lambda: b"PK" + bytes(100_000_000), "is larger than 80 MB"),
    "half of it": (lambda: small_report()[:20_000], "the file is damaged"),
    "broken XML": (lambda: with_document(b"<w:document><w:body>"), "the file is damaged"),
    "entities": (lambda: with_document(ENTITIES), "the file is damaged"),
    "a deep well": (lambda: with_document(DEEP), "the file is damaged"),
    "no words": (lambda: with_document(ENTITIES.partition(b"]>")[2].replace(b"&x;&b;", b"")), "holds no text"),
    "too much text": (lambda: with_document(bytes(random.Random(1).randbytes(11_000_000))), "too much text"),
}


@pytest.mark.parametrize(("make", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing_behind(make, sentence):
    response = drop(make())
    assert sentence in refusal_of(response)
    assert "“report.docx”" in refusal_of(response)
    assert (Article.objects.count(), Photo.objects.count(), stored_files()) == (0, 0, [])


def test_three_hundred_pictures_are_too_many():
    paper = documents.report()
    content = factories.jpeg(20, 20)
    for _ in range(300):
        documents.add_picture(paper, content)
    response = drop(documents.saved(paper))
    assert "holds more than 60 pictures" in refusal_of(response)
    assert (Article.objects.count(), Photo.objects.count()) == (0, 0)


def test_a_size_that_lies_unpacks_no_more_than_it_says():
    content = bytearray(bomb())
    entry = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, entry + 24, 1000)  # the size in the list of entries
    assert "the file is damaged" in refusal_of(drop(bytes(content)))


@pytest.mark.django_db(transaction=True)
def test_when_the_draft_cannot_be_written_the_photos_do_not_stay():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE news_edition ADD CONSTRAINT no_more CHECK (title <> %s)", [documents.TITLE])
    try:
        with pytest.raises(Exception, match="no_more"):
            drop(documents.saved(documents.report(documents.jpegs(2))))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE news_edition DROP CONSTRAINT no_more")
    assert (Photo.objects.count(), stored_files()) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_two_documents_with_the_same_pictures_at_once_do_not_block_each_other():
    pictures = documents.jpegs(6)
    contents = [documents.saved(documents.report(order)) for order in (pictures, pictures[::-1])]

    def send(content):
        try:
            return drop(content).status_code
        finally:
            connection.close()

    factories.section()
    factories.press_secretary()
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, contents)) == [200, 200]
    assert (Photo.objects.count(), Edition.objects.count()) == (6, 2)


def mutated(content, chance):
    """Return `content` with some bytes changed, lost or doubled."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        place, length = chance.randrange(len(data)), chance.randint(1, 200)
        change = chance.randrange(3)
        if change == 0:
            data[place] = chance.randrange(256)
        elif change == 1:
            del data[place : place + length]
        else:
            data[place:place] = data[place : place + length]
    return bytes(data)


def small_parts():
    """Return the parts of a small document, to be changed before they are packed."""
    paper = documents.report([factories.jpeg(40, 40)])
    for style in list(paper.styles.element):
        if style.tag == qn("w:style") and style.get(qn("w:styleId")) not in ("Title", "Heading1", "Caption", "Normal"):
            paper.styles.element.remove(style)
    content = documents.saved(paper)
    names = ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"]
    names += ["word/_rels/document.xml.rels", "word/media/image1.jpg"]
    return {name: documents.part(content, name) for name in names}


def test_three_hundred_damaged_documents_are_read_or_refused():
    seed = random.randrange(10**6)
    chance, parts, read_well = random.Random(seed), small_parts(), 0
    whole = documents.with_parts(_empty_zip(), parts)
    for number in range(300):
        if number % 3 == 0:  # what a bad line does
            content = mutated(whole, chance)
        else:  # what a bad program, or a bad person, does
            name = chance.choice(list(parts))
            content = documents.with_parts(_empty_zip(), {**parts, name: mutated(parts[name], chance)})
        with contextlib.suppress(package.WordRefused):
            story = document.read(io.BytesIO(content), "damaged.docx", is_interview=number % 2)
            read_well += bool(story.title or story.body or story.turns or story.pictures)
    assert 0 < read_well < 300, f"seed {seed}"


def _empty_zip():
    made = io.BytesIO()
    zipfile.ZipFile(made, "w").close()
    return made.getvalue()


def test_the_page_says_what_is_taken_and_works_without_scripts():
    factories.section()
    page = signed_in(factories.writer()).get(ADDRESS).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert "Macros are never run, nothing is fetched." in page
    assert "Choose a file" not in page
    assert "This field is required" in " ".join(
        signed_in(factories.writer()).post(ADDRESS, {}).context["form"].errors["file"]
    )


def test_the_way_in_is_on_the_desks_home_and_in_the_menu_new_for_those_who_write():
    factories.section()
    for role, is_offered in [(factories.writer(), True), (factories.translator(), False)]:
        client = signed_in(role)
        assert (f'action="{ADDRESS}"' in client.get("/desk/").content.decode()) == is_offered
        assert (f'href="{ADDRESS}"' in client.get("/desk/news/article/").content.decode()) == is_offered
