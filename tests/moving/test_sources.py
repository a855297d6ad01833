"""The same articles through every door: WARC, WordPress, feeds, Word, tables, our own archive."""

import io
import json

import docx
import pytest
from django.core.management import CommandError, call_command
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from backups import archive
from backups.progress import Progress
from moving import books, sources
from moving.models import Source, SourcePage
from news.models import Edition
from photos.models import Photo
from publishing import actions
from tests import factories
from tests.moving import old_site

pytestmark = pytest.mark.django_db
Outcome = SourcePage.Outcome
TEXT = "The council met and agreed the draft statement on cooperation at the border."


def brought_in(place, **options):
    """Import a source and return {name of a page: the page}."""
    call_command("import_site", str(place), section="news", **options)
    call_command("verify_import")
    return {page.name: page for page in SourcePage.objects.select_related("edition")}


def test_a_warc_is_read_with_its_photographs(administrator, tmp_path):
    made = old_site.articles(10, seed=4, pictures=1)
    for article in made:
        article.is_dated, article.faults = True, set()
    path = tmp_path / "old.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for article in made:
            _answer(
                writer, article.address, "text/html; charset=" + article.encoding, old_site.page(article, made[:5], [])
            )
            for picture in article.pictures:
                _answer(writer, f"http://odkb-csto.org{picture}", "image/jpeg", old_site.picture(picture))
        _answer(writer, "http://odkb-csto.org/gone/", "text/html", b"gone", status="404 Not Found")
    pages = brought_in(path, profile="csto-old")
    assert Source.objects.get().kind == Source.Kind.WARC
    assert len(pages) == len(made)
    for article in made:
        page = pages[article.address]
        assert page.outcome == Outcome.TAKEN, page.reasons
        assert (page.edition.title, page.edition.shown_on) == (article.title, article.date)
        assert page.edition.photos.count() == len(article.pictures)


def _answer(writer, address, kind, data, status="200 OK"):
    headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(address, "response", payload=io.BytesIO(data), http_headers=headers))


WXR = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"><channel><title>Old</title>
<item><title>A meeting &amp; a statement</title>
 <link>https://old.example.org/2018/11/a-meeting/</link>
 <content:encoded><![CDATA[<!-- wp:paragraph -->TEXT

[caption id="a"]<img src="https://old.example.org/wp-content/uploads/2018/11/ZVF_1.jpg">The hall[/caption]

Second <b>paragraph</b>.[gallery ids="1,2"]<script>bad()</script>]]></content:encoded>
 <excerpt:encoded><![CDATA[The standfirst.]]></excerpt:encoded><wp:post_id>7</wp:post_id>
 <wp:post_date>2018-11-27 10:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
 <category domain="category" nicename="news">News</category></item>
<item><title>Never public</title><link>https://old.example.org/?p=8</link><content:encoded>x</content:encoded>
 <wp:post_id>8</wp:post_id><wp:post_date>0000-00-00 00:00:00</wp:post_date><wp:status>draft</wp:status>
 <wp:post_type>post</wp:post_type></item>
<item><title>&secret;</title><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type></item>
</channel></rss>""".replace("-->TEXT", f"-->{TEXT}")


def test_a_wordpress_export_brings_posts_with_their_uploads(administrator, tmp_path):
    (tmp_path / "export.xml").write_text(WXR)
    uploads = tmp_path / "wp-content" / "uploads" / "2018" / "11"
    uploads.mkdir(parents=True)
    (uploads / "ZVF_1.jpg").write_bytes(old_site.picture("one"))
    pages = brought_in(tmp_path / "export.xml")
    assert {page.name: (page.outcome, page.reasons) for page in pages.values()} == {
        "post 7": (Outcome.TAKEN, []),
        "post 8": (Outcome.LEFT_OUT, ["unpublished"]),
    }
    edition = pages["post 7"].edition
    assert (edition.title, edition.standfirst) == ("A meeting & a statement", "The standfirst.")
    assert str(edition.shown_on) == "2018-11-27"
    photo = edition.photos.get()
    assert edition.body == (
        f'<p>{TEXT}</p><figure data-photo="{photo.photo_id}"></figure><p>Second <strong>paragraph</strong>.</p>'
    )
    assert photo.caption == "The hall"


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Old</title>
<entry><id>urn:1</id><title>A meeting</title><link href="https://old.example.org/1"/>
<published>2018-11-27T10:00:00+03:00</published>
<content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>"""
RSS = f"""<rss version="2.0"><channel><title>Old</title><language>en</language><item><guid>urn:1</guid>
<title>A meeting</title><link>https://old.example.org/1</link><pubDate>Tue, 27 Nov 2018 10:00:00 +0300</pubDate>
<description>&lt;p&gt;{TEXT}&lt;/p&gt;</description></item></channel></rss>"""
JSON_FEED = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "Old", "language": "en",
    "items": [{"id": "urn:1", "url": "https://old.example.org/1", "title": "A meeting",
               "content_html": f"<p>{TEXT}</p>", "date_published": "2018-11-27T10:00:00+03:00"}],
})  # fmt: skip
TABLE = json.dumps([{"id": "urn:1", "title": "A meeting", "text": TEXT, "date": "2018-11-27", "language": "en"}])
CSV = f"id;title;text;date;language\nurn:1;A meeting;{TEXT};27.11.2018;en\n"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("feed.xml", ATOM, "feed"),
        ("feed.xml", RSS, "feed"),
        ("feed.json", JSON_FEED, "feed"),
        ("table.json", TABLE, "table"),
        ("table.csv", CSV, "table"),
    ],
)
def test_feeds_and_tables_say_outright_what_is_what(administrator, tmp_path, name, content, kind):
    (tmp_path / name).write_text(content)
    pages = brought_in(tmp_path / name)
    assert Source.objects.get().kind == kind
    page = pages["urn:1"]
    assert page.outcome == Outcome.TAKEN, page.reasons
    assert (page.edition.title, page.edition.body, page.edition.language) == ("A meeting", f"<p>{TEXT}</p>", "en")
    assert str(page.edition.shown_on) == "2018-11-27"
    assert page.reading["title"]["origin"] == "record"


def test_the_columns_of_a_table_are_named_by_a_profile(administrator, tmp_path):
    profile = tmp_path / "ours.toml"
    profile.write_text('[columns]\n"Заголовок" = "title"\n"Текст" = "text"\n"Дата" = "date"\n')
    russian = "Совет согласовал проект заявления о сотрудничестве."
    (tmp_path / "old.csv").write_text(
        f"Заголовок,Текст,Дата\nЗаседание,{russian},27 ноября 2018 года\n", encoding="cp1251"
    )
    (page,) = brought_in(tmp_path / "old.csv", profile=str(profile)).values()
    assert (page.edition.title, page.edition.language, page.edition.body) == ("Заседание", "ru", f"<p>{russian}</p>")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="There are: a, b"):
        call_command("import_site", str(tmp_path / "other.csv"))


def test_a_folder_of_word_documents_is_read_as_the_desk_reads_them(administrator, tmp_path):
    folder = tmp_path / "words"
    folder.mkdir()
    written = docx.Document()
    written.add_paragraph("A meeting of the council", style="Title")
    written.add_paragraph(TEXT)
    written.add_picture(io.BytesIO(old_site.picture("in a document")))
    written.save(folder / "27.11.2018 report.docx")
    written.add_paragraph("A further paragraph, of this document alone.")
    written.save(folder / "undated.docx")
    (folder / "secret.docx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    )
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
    pages = brought_in(folder)
    assert {name: page.reasons for name, page in pages.items()} == {
        "27.11.2018 report.docx": [],
        "undated.docx": ["no date"],
        "secret.docx": ["encrypted"],
        "broken.docx": pages["broken.docx"].reasons,
    }
    assert pages["broken.docx"].reasons[0] == "unreadable"
    edition = pages["27.11.2018 report.docx"].edition
    assert edition.title == "A meeting of the council"
    assert TEXT in edition.body
    assert edition.photos.count() == Photo.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_our_own_archive_is_a_source_like_any_other(administrator, tmp_path):
    photo = factories.photo(rendered=True)
    edition = factories.edition("en", title="A meeting", body=f"<p>{TEXT}</p>")
    factories.show(photo, edition)
    factories.publish(edition)
    russian = factories.edition(
        "ru", article=edition.article, title="Заседание", body="<p>Совет согласовал проект заявления.</p>"
    )
    factories.publish(russian)
    archive.write(tmp_path / "archive", Progress(io.StringIO()))
    actions.withdraw(edition, by=factories.press_secretary(), reason="Only for this test.")
    pages = brought_in(tmp_path / "archive")
    assert Source.objects.get().kind == Source.Kind.ARCHIVE
    english, other = pages[f"{edition.article_id}.en"].edition, pages[f"{edition.article_id}.ru"].edition
    assert (english.title, other.title) == ("A meeting", "Заседание")
    assert english.article_id == other.article_id != edition.article_id
    assert (english.shown_on, english.photos.get().caption) == (edition.shown_on, "The Council in session.")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.warc", b"no WARC at all", "cannot be read as a WARC"),
        ("x.json", b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "damaged"),
        ("x.bin", b"\x00\x01", "It is not known what"),
    ],
)
def test_a_source_that_is_none_gets_a_sentence(administrator, tmp_path, name, content, sentence):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_site", str(tmp_path / name))


def test_a_large_export_is_read_piece_by_piece(administrator, tmp_path):
    import tracemalloc

    item = WXR[WXR.index("<item>") : WXR.index("</item>") + 7]
    with (tmp_path / "large.xml").open("w") as file:
        file.write(WXR[: WXR.index("<item>")])
        for number in range(4000):
            file.write(item.replace("<wp:post_id>7<", f"<wp:post_id>{number}<").replace("Second", "Second " * 500))
        file.write("</channel></rss>")
    opened = sources.open_source("wordpress", str(tmp_path / "large.xml"), sources.Profile())
    tracemalloc.start()
    assert sum(1 for _entry in opened.pages()) == 4000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "large.xml").stat().st_size > 15_000_000
    assert peak < 5_000_000


def test_books_of_two_sources_are_apart(administrator, tmp_path):
    (tmp_path / "feed.xml").write_text(ATOM)
    (tmp_path / "table.json").write_text(TABLE.replace("A meeting", "Another"))
    brought_in(tmp_path / "feed.xml")
    brought_in(tmp_path / "table.json")
    assert [books.sums(source.pages.all()).found for source in Source.objects.all()] == [1, 1]
    assert Edition.objects.count() == 2
