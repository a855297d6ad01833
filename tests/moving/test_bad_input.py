"""What an old site may hold, and no import may fall over: circles, giants, doubles, hostile words, a full disk."""

import errno
import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from moving import batches, books
from moving.models import Batch, SourcePage
from news.models import Edition
from photos.models import Photo
from publishing import clock
from tests import factories
from tests.moving import old_site
from tests.moving.walking import walked

Outcome = SourcePage.Outcome
HOST = "en.odkb-csto.org"
TEXT = "The council met and agreed the draft statement on cooperation at the border, with all in favour of it."


def page(title, date="27.11.2018", text=TEXT, head=""):
    return (
        f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1><p>{date}</p><p>{text}</p></body></html>"
    )


def brought_in(folder, pages):
    """Write `pages`, {name: text or bytes}, beside eight pages without faults, import all; return {name: its row}."""
    made = old_site.articles(8, seed=3, pictures=0)
    for article in made:
        article.is_dated, article.faults = True, set()
    old_site.write(folder, made)
    (folder / HOST).mkdir(parents=True, exist_ok=True)
    for name, content in pages.items():
        (folder / HOST / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    call_command("import_site", str(folder), profile="csto-old", section="news")
    call_command("verify_import")
    return {name: SourcePage.objects.get(name=f"{HOST}/{name}") for name in pages}


@pytest.mark.django_db
def test_pages_that_lead_in_a_circle_are_left_out_once_and_answer_that_they_are_gone(
    administrator, client, settings, tmp_path
):
    settings.ALLOWED_HOSTS = ["*"]
    refresh = "<html><head><meta http-equiv=refresh content='0; url={}'></head><body>Moved</body></html>"
    article = page("A meeting of the council", text=f'{TEXT} <a href="other.html">On</a>')
    other = page("A seminar of experts", text=f'{TEXT[::-1]} <a href="article.html">Back</a>')
    pages = brought_in(tmp_path / "site", {
        "a.html": refresh.format("b.html"), "b.html": refresh.format("c.html"), "c.html": refresh.format("a.html"),
        "self.html": refresh.format("self.html"), "there.html": refresh.format("article.html"),
        "article.html": article, "other.html": other,
    })  # fmt: skip
    assert [pages[f"{name}.html"].reasons for name in ("a", "b", "c", "self", "there")] == [["redirect"]] * 5
    assert [pages[f"{name}.html"].outcome for name in ("article", "other")] == [Outcome.TAKEN] * 2
    assert pages["article.html"].links_rewritten == pages["other.html"].links_rewritten == 1
    batches.release(Batch.objects.get(), by=factories.press_secretary())
    answers = {name: walked(client, f"http://{HOST}/{name}") for name in pages}
    assert answers == {
        **dict.fromkeys(["a.html", "b.html", "c.html", "self.html"], (410, None)),
        **dict.fromkeys(["there.html", "article.html", "other.html"], (301, 200)),
    }


@pytest.mark.django_db
def test_a_page_that_says_it_repeats_another_is_a_copy_only_of_an_article(administrator, tmp_path):
    def says(other, title, text):
        return page(title, text=text, head=f'<link rel=canonical href="/{other}">')

    texts = [f"{TEXT} {number}" for number in range(4)]
    pages = brought_in(tmp_path / "site", {
        "first.html": "<html><head><title>CSTO</title></head><body><p>404 Not found</p></body></html>",
        "whole.html": says("first.html", "A report", texts[0]),
        "print.html": says("whole2.html", "A report 2", texts[1]),
        "whole2.html": page("A report 2", text=texts[1]),
        "a.html": says("b.html", "A visit", texts[2]), "b.html": says("a.html", "A seminar", texts[3]),
    })  # fmt: skip
    found = {name: (row.outcome, row.reasons) for name, row in pages.items()}
    for name in ["whole.html", "a.html", "b.html"]:
        assert found[name] == (Outcome.WAITING, ["copy unsure"]), name
    assert pages["a.html"].reading["title"]["value"] == "A visit"
    assert found["print.html"] == (Outcome.LEFT_OUT, ["copy"])
    assert pages["print.html"].same_as == pages["whole2.html"]


@pytest.mark.django_db
def test_a_page_of_thirty_megabytes_waits_and_is_kept(administrator, tmp_path):
    giant = page("A giant").encode().replace(TEXT.encode(), b"<p>" + b"endless words " * 2_200_000)
    assert len(giant) > 30_000_000
    row = brought_in(tmp_path / "site", {"giant.html": giant})["giant.html"]
    assert (row.outcome, row.reasons, row.size) == (Outcome.WAITING, ["too large"], len(giant))


@pytest.mark.django_db
def test_two_texts_of_one_title_and_date_wait_and_the_same_text_twice_is_one(administrator, tmp_path):
    pages = brought_in(tmp_path / "site", {
        "one.html": page("A statement", text=TEXT), "two.html": page("A statement", text=TEXT[::-1]),
        "same.html": page("A briefing", text=f"{TEXT} Twice."), "again.html": page("A briefing", text=f"{TEXT} Twice."),
        "ahead.html": page("An announcement", date=f"27.11.{clock.today().year + 2}", text=f"{TEXT} Later."),
    })  # fmt: skip
    found = {name: (row.outcome, row.reasons) for name, row in pages.items()}
    assert found["one.html"] == found["two.html"] == (Outcome.WAITING, ["same title and date"])
    assert found["again.html"] == (Outcome.TAKEN, [])
    assert found["same.html"] == (Outcome.LEFT_OUT, ["copy"])
    assert pages["same.html"].same_as == pages["again.html"]
    assert found["ahead.html"] == (Outcome.WAITING, ["date ahead"])
    assert not Edition.objects.filter(title="A statement").exists()


BAD = "<script>bad()</script><img src=x onerror=bad()>\"'>"


@pytest.mark.django_db
@pytest.mark.parametrize("source", ["page", "table"])
def test_hostile_words_are_words_in_every_field_and_on_every_screen(administrator, tmp_path, source):
    escaped = BAD.replace("<", "&lt;").replace(">", "&gt;")
    if source == "page":
        text = (
            f'{TEXT}</p><p onclick="bad()">Second {escaped}<svg onload=bad()></svg><a href="javascript:bad()">x</a></p>'
            f'<div><img src="ZVF_1.jpg" alt="{escaped.replace(chr(34), "&quot;")}" title="Caption {escaped}"></div>'
            f'<p><a href="javascript:bad().pdf">{escaped}</a> <a href="a%3Cscript%3E.pdf">{escaped}</a></p>'
            f"<p>Press secretary {escaped} press@example.org"
        )
        folder = tmp_path / "site" / HOST
        folder.mkdir(parents=True)
        (folder / "ZVF_1.jpg").write_bytes(old_site.picture("one"))
        (folder / "a<script>.pdf").write_bytes(b"%PDF-1.7")
        row = brought_in(tmp_path / "site", {"bad.html": page(f"A meeting {escaped}", text=text)})["bad.html"]
        assert Photo.objects.count() == 1
    else:
        fields = ("title", "standfirst", "signature", "section", "genre")
        facts = {name: f"A meeting {BAD}" for name in fields} | {"section": "news", "genre": BAD}
        facts |= {"id": BAD, "address": f"http://{HOST}/{BAD}", "date": "27.11.2018", "language": "en"}
        facts |= {"html": f"<p>{TEXT}</p><p onclick=bad()>Second {BAD}</p>", "photos": BAD}
        (tmp_path / "table.json").write_text(json.dumps([facts]))
        call_command("import_site", str(tmp_path / "table.json"), section="news")
        row = SourcePage.objects.get()
    if row.outcome == Outcome.WAITING:
        assert source == "table"  # its photograph is not there
    staff = Client(headers={"accept-language": "en"})
    staff.force_login(factories.administrator())
    shown = [f"/desk/moving/batch/{row.batch_id}/change/?show={row.outcome}", "/desk/moving/batch/"]
    if row.edition:
        batches.release(row.batch, by=factories.press_secretary())
        shown += [row.edition.get_absolute_url(), f"/desk/news/article/{row.edition.article_id}/change/"]
        shown += ["/en/news/", "/en/feeds/news.atom", "/desk/moving/oldaddress/?show=all"]
    else:
        shown.append(f"/desk/moving/batch/{row.batch_id}/queue/{row.reasons[0].replace(' ', '%20')}/")
    for address in shown:
        answer = staff.get(address)
        assert answer.status_code == 200, address
        content = answer.content.decode()
        assert "A meeting" in content or address.endswith(("/batch/", ".atom", "show=all", "/news/")), address
        for bad in ["<script>bad", "onerror=bad()>", "<svg onload", 'onclick="bad', "javascript:bad"]:
            assert bad not in content.replace("&lt;img src=x onerror=bad()&gt;", ""), (address, bad)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_breaks_the_import_off_with_a_sentence_and_it_goes_on_later(
    administrator, tmp_path, monkeypatch, fault
):
    from django.core.files.storage import FileSystemStorage

    made = old_site.articles(8, seed=3, pictures=1)
    for article in made:
        article.is_dated, article.faults = True, set()
    old_site.write(tmp_path / "site", made)
    save, written = FileSystemStorage._save, []

    def full(self, name, content):
        written.append(name)
        if len(written) == 12:
            raise OSError(fault, "No space left on device")
        return save(self, name, content)

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", full)
        with pytest.raises(CommandError, match=r"broke off: .*No space left.*goes on from here"):
            call_command("import_site", str(tmp_path / "site"), profile="csto-old", section="news")
    assert len(written) == 12
    call_command("import_site", str(tmp_path / "site"), profile="csto-old", section="news")
    call_command("verify_import")
    assert books.sums(SourcePage.objects.all()).waiting == 0
    assert Edition.objects.count() == len(made)


LARGE = """
import os, resource, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "csto_site.settings"
import django
django.setup()
from moving import sources
opened = sources.open_source("wordpress", sys.argv[1], sources.Profile())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
number = sum(1 for entry in opened.pages() if entry.facts()["title"])
print(number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_an_export_of_200_megabytes_is_read_in_little_memory(tmp_path):
    head = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    )
    body = f"<p>{TEXT}</p>" * 1000
    with (tmp_path / "large.xml").open("w") as file:
        file.write(head)
        for number in range(2000):
            file.write(
                f"<item><title>Post {number}</title><content:encoded><![CDATA[{body}]]></content:encoded>"
                f"<wp:post_id>{number}</wp:post_id><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
            )
        file.write("</channel></rss>")
    assert (tmp_path / "large.xml").stat().st_size > 200_000_000
    command = [sys.executable, "-c", LARGE, str(tmp_path / "large.xml")]
    said = subprocess.run(command, cwd=settings.BASE, check=True, capture_output=True, text=True, timeout=300)
    number, kilobytes = map(int, said.stdout.split())
    assert number == 2000
    assert kilobytes < 40_000
