"""The archive one can leave with: all that is public and nothing else, and another newsroom says the same."""

import csv
import datetime
import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client

from backups import archive, programs
from council.models import Participation
from moving import addresses
from moving.addresses import Target
from moving.models import Batch, Source, SourcePage
from news import drafts
from news.models import Attachment
from pages import actions as tree
from pages import menus
from pages.models import Page
from photos.models import Photo
from publishing import actions, amendments, clock
from search import refreshing
from tests import factories
from tests.backups.conftest import run
from tests.backups.place import migrated

pytestmark = pytest.mark.django_db(transaction=True)

SOON = datetime.timedelta(days=3)


@pytest.fixture
def published(transactional_db):
    """A public record with something of everything, and what is prepared behind it."""
    secretary = factories.press_secretary()
    holder = factories.person()
    factories.term(holder, factories.office(state=factories.state()), rank={"en": "Ambassador", "ru": "Посол"})
    meeting = factories.meeting()
    with amendments.amending(by=secretary, kind="correction", note={"en": "It was in Minsk.", "ru": "Было в Минске."}):
        meeting.place = {"en": "Minsk", "ru": "Минск"}
        meeting.save()
        Participation.objects.create(meeting=meeting, person=holder, role="participant", position=0)
    factories.document()
    factories.contact()

    photo = factories.photo(rendered=True)
    report = factories.edition(title="The Council has met", meeting=meeting)
    factories.show(photo, report)
    paper = Attachment(edition=report, label="The agenda", file_name="agenda.pdf", size=14)
    paper.file.save("agenda.pdf", ContentFile(b"%PDF-1.4 paper"), save=False)
    paper.save()
    factories.publish(report)
    corrected = drafts.open_next(report, by=factories.writer())
    corrected.change, corrected.change_note, corrected.title = (
        "correction",
        "The place.",
        "The Council has met in Minsk",
    )
    corrected.save()
    factories.publish(corrected)

    mistaken = factories.published(title="A report that was wrong")
    actions.withdraw(mistaken, by=secretary, reason="It was about another meeting.")

    returned = factories.published(title="A report that came back")
    actions.withdraw(returned, by=secretary, reason="The date was wrong.")
    factories.publish(factories.correction(returned))

    draft = factories.edition(title="CANARY of a draft")
    embargoed = factories.published(title="CANARY of an embargo", at=clock.now() + SOON)
    _moved_in(report, photo, paper, mistaken, hidden=[draft, embargoed])
    following = drafts.open_next(corrected, by=factories.writer())
    following.title = "CANARY of the next edition"
    following.save()
    factories.publish(following, at=clock.now() + SOON)
    factories.photo("CANARY.JPG")
    _standing_pages()
    return corrected


def _standing_pages():
    """A page with a past and a menu that has it, below one that nobody has seen; and a page that is to come."""
    hidden = Page.objects.get(article=factories.page("about", title="CANARY of a page").article_id)
    below = factories.publish(factories.page("history", hidden, title="How it began"))
    factories.publish(factories.correction(below, body="<p>The Council began in 1992.</p>"))
    page = Page.objects.get(article=below.article_id)
    tree.move(page, parent=hidden, slug="beginnings", after=None, by=factories.press_secretary())
    menus.arrange({"main": ["news", f"page:{below.article_id}"]}, by=factories.press_secretary())
    factories.publish(factories.page("terms", title="CANARY of a page to come"), at=clock.now() + SOON)


def _moved_in(report, photo, paper, mistaken, hidden):
    """Let old addresses lead to these, and a batch say what became of the pages there."""
    old = "https://www.odkb-csto.org"
    pairs = [("/news/a%20B-/?ID=1", report), ("/upload/ZVF_2142.JPG", photo), ("/upload/agenda.pdf", paper)]
    pairs += [("/news/wrong/", mistaken), *((f"/CANARY/{edition.pk}/", edition) for edition in hidden)]
    addresses.lead_many([(old + path, Target.of(thing)) for path, thing in pairs])
    addresses.gone(f"{old}/list/")
    source = Source.objects.create(kind="folder", place="/CANARY/of/a/server")
    released = Batch.objects.create(
        source=source, stage="released", released_at=clock.now(), by=factories.press_secretary()
    )
    unreleased = Batch.objects.create(source=source, stage="drafted", by=factories.press_secretary())
    for batch, edition, name in [
        (released, report, "report"), (released, hidden[0], "CANARY"), (unreleased, hidden[1], "CANARY 2"),
    ]:  # fmt: skip
        SourcePage.objects.create(
            source=source, batch=batch, name=name, address=f"{old}/{name}", sha256="5" * 64, outcome="taken",
            title=edition.title, language="en", words=100, words_lost=3, images_found=1, images_taken=1,
            article_number=edition.article_id, edition=edition,
        )  # fmt: skip
    SourcePage.objects.create(
        source=source, batch=released, name="list", address=f"{old}/list/", outcome="left out", reasons=["list"],
        title="CANARY of a list",
    )  # fmt: skip


def pages(report):
    """Return what a visitor is told at some addresses."""
    article, photo = report.get_absolute_url(), Photo.objects.earliest("pk")
    asked = [
        "/en/", "/en/news/", article, f"{article}editions/1/", f"{article}editions/1/2/", "/en/news/corrections/",
        photo.get_absolute_url(), "/en/search/?q=Council", "/en/press/", report.meeting.get_absolute_url(),
        *(rendition.get_absolute_url() for rendition in photo.renditions.all()),
        report.attachments.get().get_absolute_url(),
        "/en/about/beginnings/", f"/en/pages/{(page := Page.objects.get(slug='beginnings')).article_id}/editions/1/",
        f"/en/pages/{page.article_id}/editions/1/2/",
    ]  # fmt: skip
    old = {
        path: Client().get(path) for path in ["/upload/ZVF_2142.JPG", "/upload/agenda.pdf", "/news/wrong/", "/list/"]
    }
    assert [answer.status_code for answer in old.values()] == [301, 301, 301, 410]
    assert Client().get("/en/about/history/")["Location"] == "/en/about/beginnings/"
    assert Client().get("/en/about/").status_code == 404
    asked += [answer["Location"] for answer in old.values() if answer.status_code == 301]
    answers = {address: Client().get(address) for address in asked}
    return {
        address: (answer.status_code, b"".join(answer) if answer.streaming else answer.content)
        for address, answer in answers.items()
    }


def test_a_newsroom_loaded_from_the_archive_says_the_same(published, tmp_path, elsewhere):
    assert "editions" in run("write_archive", tmp_path / "archive")
    before = pages(published)
    assert {status for status, _ in before.values()} == {200}
    empty = migrated(tmp_path)
    with elsewhere():
        programs.run("pg_restore", empty)
        told = run("load_archive", tmp_path / "archive")
        assert "rows of the archive are loaded" in told
        refreshing.refresh()  # as the worker does within a minute
        after = pages(published)
        assert [address for address in before if after[address] != before[address]] == []
        assert "are as they came" in run("verify_photos")
        run("write_archive", tmp_path / "again")
        assert SourcePage.objects.get(outcome="taken").edition.title == "The Council has met in Minsk"

        factories.published(title="The next day")  # work goes on with numbers of its own
    first, again = (dict(archive.sums(tmp_path / name)) for name in ("archive", "again"))
    differing = {name for name in first.keys() | again.keys() if first.get(name) != again.get(name)}
    assert differing == {archive.FACTS, archive.README}  # which tell the instant
    assert sum("files/renditions/" in name for name in first) == Photo.objects.earliest("pk").renditions.count()


def test_nothing_unpublished_is_in_it(published, tmp_path):
    run("write_archive", tmp_path / "archive")
    data = b"".join(path.read_bytes() for path in (tmp_path / "archive").rglob("*") if path.is_file())
    assert b"The Council has met in Minsk" in data
    assert b"The Council has met" in data  # the edition that readers can look back to
    assert b"A report that was wrong" in data  # as it stands under the reason
    assert b"CANARY" not in data
    soon = (clock.now() + SOON).strftime("%Y-%m-%d")
    assert soon.encode() not in data
    photo = Photo.objects.earliest("pk")
    with photo.original.open() as original:
        assert original.read() not in data
    for name in ["press-secretary", "writer", photo.original.name, photo.sha256]:
        assert name.encode() not in data


def test_old_addresses_and_import_reports_are_in_it(published, tmp_path):
    run("write_archive", tmp_path / "archive")
    with (tmp_path / "archive" / archive.REDIRECTS).open(encoding="utf-8", newline="") as file:
        rows = {row["address"]: (row["host"], row["status"], row["leads to"]) for row in csv.DictReader(file)}
    assert rows["/news/a%20B-/?ID=1"] == ("odkb-csto.org", "301", f"{settings.SITE_URL}{published.get_absolute_url()}")
    assert rows["/list/"] == ("odkb-csto.org", "410", "")
    assert len(rows) == 5
    taken, left_out = archive.imports(tmp_path / "archive")
    assert (taken["address"], taken["words"], taken["words_lost"]) == ("https://www.odkb-csto.org/report", 100, 3)
    assert taken["article_number"] == published.article_id
    assert (left_out["outcome"], left_out["reasons"], left_out["title"]) == ("left out", ["list"], "")


def test_every_table_that_visitors_may_read_is_in_it_or_left_out_for_a_reason():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND has_any_column_privilege('newsroom_visitor', oid, 'SELECT')"
        )
        readable = {name for (name,) in cursor.fetchall()}
    missing = readable - set(archive.TABLES) - archive.LEFT_OUT.keys()
    assert not missing, f"Say in backups/archive.py whether {', '.join(missing)} is in the public archive."
    assert not set(archive.TABLES) & archive.LEFT_OUT.keys()


def test_what_is_no_whole_archive_is_refused(transactional_db, tmp_path):
    factories.published()
    folder = tmp_path / "archive"
    assert "is no archive" in run("load_archive", tmp_path)
    run("write_archive", folder)
    assert "exists already" in run("write_archive", folder)
    assert "The newsroom is not empty" in run("load_archive", folder)

    section = folder / "records/news_section.jsonl"
    section.write_text(section.read_text().replace("Permanent Council", "Temporary Council"))
    assert "Altered or missing in the archive: records/news_section.jsonl" in run("load_archive", folder)

    section.write_text(re.sub('"slug"', '"address"', section.read_text()))
    sums = "".join(f"{sha256}  {name}\n" for name, sha256 in archive.sums(folder))
    (folder / "SHA256SUMS").write_text(sums)
    assert "of another version of the newsroom: news_section differs in address, slug" in run("load_archive", folder)
