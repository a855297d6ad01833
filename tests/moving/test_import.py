"""An old site with the faults of a real one, from the folder to the release and back."""

import datetime
import html
import io
import json
import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from alerts import following
from moving import batches, books, evidence
from moving.models import Batch, SourceFile, SourcePage
from news import drafts
from news.models import Article, Edition, EditionPhoto
from photos import library
from photos.models import Photo, PutAside
from publishing import clock
from publishing.actions import NotAllowed, Refused
from syndication import feeds, sitemaps
from tests import factories
from tests.moving import old_site

pytestmark = pytest.mark.django_db
Outcome = SourcePage.Outcome


def said(text):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "\n", text)).split())


def page_of(article):
    return SourcePage.objects.get(name=article.name)


def test_every_page_is_taken_waits_or_is_left_out_and_the_last_line_says_so(site, imported):
    sums = books.sums(imported.source.pages)
    assert sums.found == len(site.articles) + len(site.lists) + len(site.copies)
    assert sums.taken + sums.waiting + sums.left_out == sums.found
    assert imported.said.splitlines()[-1] == sums.sentence
    assert re.fullmatch(r"\d+ pages: \d+ taken, \d+ waiting, \d+ left out", sums.sentence)
    assert sums.taken > 0
    assert sums.waiting > 0
    left = {page.name: page.reasons for page in imported.pages.filter(outcome=Outcome.LEFT_OUT)}
    assert left == {name: ["list"] for name in site.lists} | {name: ["copy"] for name in site.copies}


def test_what_is_taken_says_what_the_old_page_said(site, imported):
    taken = 0
    for article in site.articles:
        page = page_of(article)
        if page.outcome != Outcome.TAKEN:
            continue
        taken += 1
        edition = page.edition
        assert (edition.title, edition.language, edition.shown_on) == (article.title, article.language, article.date)
        assert said(edition.body) == " ".join(article.paragraphs)
        assert edition.signature == article.signed
        assert [use.photo.file_name for use in edition.photos.all()] == [
            one.rsplit("/", 1)[1] for one in article.pictures
        ]
        assert edition.imported_on == clock.today()
        assert edition.live_from is None
        assert (page.words_lost, page.images_found, page.images_taken) == (
            0,
            len(article.pictures),
            len(article.pictures),
        )
    assert taken == Edition.objects.count()


def test_what_the_old_page_does_not_say_waits(site, imported):
    for article in site.articles:
        page = page_of(article)
        if not article.is_dated:
            assert page.outcome == Outcome.WAITING
            assert "no date" in page.reasons
        if "other language" in article.faults:
            assert page.outcome == Outcome.WAITING
            assert "language" in page.reasons
        if article.is_dated and "other language" not in article.faults:
            assert page.outcome == Outcome.TAKEN, page.reasons


def test_the_two_languages_of_a_page_are_one_article(site, imported):
    pairs = {}
    for article in site.articles:
        page = page_of(article)
        if page.edition:
            pairs.setdefault(article.number, set()).add(page.edition.article_id)
    assert all(len(numbers) == 1 for numbers in pairs.values())
    assert len(pairs) == len({number for numbers in pairs.values() for number in numbers}) == Article.objects.count()
    assert Edition.objects.count() > Article.objects.count()


def test_a_photograph_of_two_pages_is_one_photo(site, imported):
    shown = {path for article in site.articles if page_of(article).edition for path in article.pictures}
    assert Photo.objects.count() == SourceFile.objects.exclude(photo=None).count() == len(shown)
    assert EditionPhoto.objects.count() > len(shown)


def test_the_bytes_of_every_page_are_kept(site, imported):
    for page in imported.pages.all():
        assert evidence.read(page.sha256) == (site.folder / page.name).read_bytes()


def test_what_is_said_is_in_one_language(site, imported, capsys):
    with override("ru"):  # as a command runs where Russian is the first language
        call_command("import_site", str(site.folder), profile="csto-old", section="news")
    assert capsys.readouterr().out == imported.said


def test_run_twice_it_changes_nothing(site, imported, capsys):
    before = _everything()
    call_command("import_site", str(site.folder), profile="csto-old", section="news")
    assert capsys.readouterr().out == imported.said
    assert _everything() == before


def test_a_dry_run_imports_nothing_and_says_the_same(site, administrator, capsys):
    call_command("import_site", str(site.folder), profile="csto-old", section="news", dry_run=True)
    dry = capsys.readouterr().out.splitlines()[-1]
    assert (Article.objects.count(), Photo.objects.count()) == (0, 0)
    assert Batch.objects.get().stage == Batch.Stage.READ
    call_command("verify_import")
    call_command("import_site", str(site.folder), profile="csto-old", section="news")
    assert capsys.readouterr().out.splitlines()[-1] == dry
    assert Edition.objects.count() == books.sums(SourcePage.objects.all()).taken


def test_the_books_balance_until_somebody_tears_out_a_page(site, imported):
    out = io.StringIO()
    call_command("verify_import", stdout=out)
    assert "The books balance." in out.getvalue()
    assert books.sums(imported.pages).sentence in out.getvalue()
    page = imported.pages.filter(outcome=Outcome.TAKEN).first()
    faults = {
        "taken, and there is no article": lambda: imported.pages.filter(pk=page.pk).update(edition=None),
        "not read yet": lambda: imported.pages.filter(pk=page.pk).update(outcome=Outcome.UNREAD),
        "not in the books": lambda: page.delete(),
    }
    for sentence, tear in faults.items():
        tear()
        with pytest.raises(CommandError, match="do not balance"):
            call_command("verify_import", stdout=out)
        assert sentence in out.getvalue()


def test_evidence_that_is_not_as_it_was_is_found(imported):
    page = imported.pages.first()
    (settings.MEDIA_ROOT / evidence.path(page.sha256)).write_bytes(b"something else")
    assert list(books.faults(imported.source)) == [f"The bytes of {page.name} are not kept, or not as they were."]


# --- As history ------------------------------------------------------------------------------------------------------


def test_all_is_public_at_one_instant_without_a_review_and_is_no_news(site, imported):
    number = batches.release(imported, by=factories.press_secretary())
    editions = list(Edition.objects.public())
    assert number == len(editions) == Edition.objects.count()
    assert len({edition.live_from for edition in editions}) == 1
    imported.refresh_from_db()
    assert imported.stage == Batch.Stage.RELEASED
    assert feeds.page(feeds.of_news("en")).entries == []
    assert sitemaps.latest_news() == []
    assert all(following.is_backdated(edition, clock.now()) for edition in editions)
    assert not Edition.objects.exclude(unreviewed_reason="").exists()


def test_a_page_of_yesterday_is_history_too(client, administrator, tmp_path):
    yesterday = timezone.localdate(clock.now()) - datetime.timedelta(days=1)
    made = old_site.articles(8, seed=3, pictures=0)
    for article in made:
        article.date, article.is_dated, article.faults = yesterday, True, set()
    old_site.write(tmp_path / "site", made)
    call_command("import_site", str(tmp_path / "site"), profile="csto-old", section="news")
    batches.release(Batch.objects.get(), by=factories.press_secretary())
    assert sitemaps.latest_news() == []
    assert feeds.page(feeds.of_news("en")).entries == []
    edition = Edition.objects.public().filter(language="en").first()
    assert following.is_backdated(edition, clock.now())
    page = re.sub(r"\s+", " ", client.get(edition.get_absolute_url()).content.decode())
    assert "Taken over from the former site on <time" in page
    assert edition.title in client.get("/en/news/").content.decode()


def test_it_is_in_no_head_of_a_wire_and_says_there_that_it_is_no_news(client, imported):
    batches.release(imported, by=factories.press_secretary())
    fresh = factories.published("ru")
    heads = [client.get(f"/wires/news/{language}").json() for language in ("ru", "en")]
    assert [[item["title"] for item in head.get("associations", [])] for head in heads] == [[fresh.title], []]
    # A machine that follows every change has it, because it is public: with its own day, and with a word on it.
    edition = Edition.objects.public().filter(imported_on__isnull=False, language="en").first()
    item = client.get(f"/wires/articles/{edition.article_id}/en").json()
    assert item["contentCreated"].startswith(edition.shown_on.isoformat())
    assert item["edNote"].startswith("Not news: published on ")
    changes = client.get("/wires/changes").json()
    told = [item for item in changes["items"] if item.get("pubStatus") == "usable"]
    assert [item["title"] for item in told if "contentCreated" not in item] == [fresh.title]
    assert "contentCreated" not in client.get(f"/wires/articles/{fresh.article_id}/ru").json()


def test_once_it_was_edited_it_needs_a_review_like_any_text(imported):
    edition = Edition.objects.first()
    edition.title = "Another title"
    drafts.save_changes(edition, by=factories.writer())
    with pytest.raises(Refused):
        batches.release(imported, by=factories.press_secretary())
    assert not Edition.objects.public().exists()


def test_only_who_may_publish_releases(imported):
    with pytest.raises(NotAllowed):
        batches.release(imported, by=factories.writer())


# --- Taken back ------------------------------------------------------------------------------------------------------


def test_drafts_are_taken_back_without_a_trace_in_the_library(site, imported):
    batches.take_back(imported, by=factories.administrator())
    assert (Article.objects.count(), Edition.objects.count(), Photo.objects.count()) == (0, 0, 0)
    call_command("import_site", str(site.folder), profile="csto-old", section="news")
    assert Edition.objects.count() == books.sums(imported.source.pages).taken > 0
    assert imported.source.batches.count() == 2
    call_command("verify_import")


def test_what_is_public_is_withdrawn_for_a_reason(client, imported):
    batches.release(imported, by=factories.press_secretary())
    with pytest.raises(Refused):
        batches.take_back(imported, by=factories.press_secretary())
    address = Edition.objects.filter(language="en").first().get_absolute_url()
    batches.take_back(imported, by=factories.press_secretary(), reason="The import was wrong.")
    assert not Edition.objects.public().exists()
    answer = client.get(address)
    assert answer.status_code == 410
    assert "The import was wrong." in answer.content.decode()


def test_photographs_of_what_was_public_leave_the_library_unless_something_else_shows_them(site, imported, client):
    batches.release(imported, by=factories.press_secretary())
    kept, *others = Photo.objects.order_by("pk")
    EditionPhoto.objects.create(edition=factories.edition(), photo=kept)
    seen = others[0]
    address = seen.get_absolute_url()
    assert client.get(address).status_code == 200
    batches.take_back(imported, by=factories.press_secretary(), reason="The import was wrong.")
    assert set(PutAside.objects.values_list("photo", flat=True)) == {photo.pk for photo in others}
    assert client.get(address).status_code in (404, 410)
    assert not Photo.objects.public().exists()
    # They are offered again once the site is read again.
    call_command("import_site", str(site.folder), profile="csto-old", section="news")
    assert not PutAside.objects.exists()
    assert Photo.objects.count() == len(others) + 1


def test_a_photograph_that_is_used_while_its_batch_is_taken_back_stays(imported, monkeypatch):
    """What a colleague has used after it was looked at is refused by the library, and the batch is taken back."""
    photo = Photo.objects.first()
    monkeypatch.setattr(library, "is_needed", lambda photo: False)
    EditionPhoto.objects.create(edition=factories.edition(), photo=photo)
    batches.take_back(imported, by=factories.administrator())
    assert list(Photo.objects.all()) == [photo]
    assert SourceFile.objects.filter(photo=photo).exists()
    imported.refresh_from_db()
    assert imported.stage == Batch.Stage.TAKEN_BACK


def test_a_batch_of_which_a_text_was_edited_is_not_taken_back(imported):
    edition = Edition.objects.first()
    edition.title = "Another title"
    drafts.save_changes(edition, by=factories.writer())
    with pytest.raises(Refused, match="Another title"):
        batches.take_back(imported, by=factories.administrator())
    assert Edition.objects.count() == books.sums(imported.pages).taken


# --- Pages that change, and interruptions ----------------------------------------------------------------------------


def test_a_page_that_has_changed_waits_with_its_difference(site, imported, tmp_path):
    folder = tmp_path / "site"
    shutil.copytree(site.folder, folder)
    imported.source.place = str(folder)
    imported.source.save()
    article = next(
        one
        for one in site.articles
        if page_of(one).edition and one.encoding == "utf-8" and not one.faults & {"wrong encoding"}
    )
    path = folder / article.name
    path.write_bytes(path.read_bytes().replace(article.paragraphs[-1].encode(), "Изменено совсем иначе.".encode()))
    body = page_of(article).edition.body
    call_command("import_site", str(folder), profile="csto-old", section="news")
    page = page_of(article)
    assert (page.outcome, page.reasons) == (Outcome.WAITING, ["changed"])
    assert article.paragraphs[-1] in said(page.reading["_before"]["body"])
    assert "Изменено совсем иначе." in page.reading["body"]["value"]
    assert page.edition.body == body


@pytest.mark.django_db(transaction=True)
def test_killed_before_any_of_its_statements_it_goes_on_without_a_double(site, tmp_path):
    factories.section("news", "News", "Новости")
    person = factories.administrator()
    person.is_superuser = True
    person.save()
    command = [
        sys.executable, "-m", "tests.moving.killed_import", connection.settings_dict["NAME"], str(settings.MEDIA_ROOT),
        str(site.folder),
    ]  # fmt: skip
    steps, deaths = [1, 2, 3, 4, 5, 7, 11, 30, 75, 180, 400, 500], 0
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE
    ) as process:
        for step in [*steps, 0]:
            process.stdin.write(f"{step}\n")
            process.stdin.flush()
            answer = process.stdout.readline().strip()
            assert answer in ("died", "done")
            deaths += answer == "died"
        process.stdin.close()
    assert answer == "done"
    assert deaths >= 8
    sums = books.sums(SourcePage.objects.all())
    assert Edition.objects.count() == sums.taken > 0
    assert Edition.objects.values("article", "language").distinct().count() == sums.taken
    assert Photo.objects.count() == SourceFile.objects.exclude(photo=None).count()
    assert Article.objects.filter(editions__isnull=True).count() == 0
    call_command("verify_import")


# --- Bad input -------------------------------------------------------------------------------------------------------


def site_with_pictures(folder):
    """Write a site without other faults; return an article with a photograph, and the path of that."""
    made = old_site.articles(8, seed=3, pictures=1)
    for article in made:
        article.is_dated, article.faults = True, set()
    old_site.write(folder, made)
    article = next(one for one in made if one.pictures)
    return article, folder / f"odkb-csto.org{article.pictures[0]}"


def test_a_photograph_that_is_a_page_lets_its_page_wait(administrator, tmp_path):
    article, path = site_with_pictures(tmp_path / "site")
    path.write_bytes(b"<html><title>404</title>Not found</html>")
    call_command("import_site", str(tmp_path / "site"), profile="csto-old", section="news")
    page = page_of(article)
    assert (page.outcome, page.reasons, page.edition) == (Outcome.WAITING, ["photo missing"], None)
    path.write_bytes(b"\xff\xd8\xff and no picture")
    call_command("import_site", str(tmp_path / "site"), profile="csto-old", section="news")
    page.refresh_from_db()
    assert (page.outcome, page.reasons, page.edition) == (Outcome.WAITING, ["photo missing"], None)
    assert "ZVF_" in page.reading["_refusal"]


def test_a_photograph_that_is_found_later_ends_the_waiting(administrator, tmp_path):
    article, path = site_with_pictures(tmp_path / "site")
    photograph = path.read_bytes()
    path.unlink()
    call_command("import_site", str(tmp_path / "site"), profile="csto-old", section="news")
    assert page_of(article).reasons == ["photo missing"]
    path.write_bytes(photograph)
    call_command("import_site", str(tmp_path / "site"), profile="csto-old", section="news")
    assert page_of(article).edition.photos.count() == len(article.pictures)


def test_strange_files_end_with_a_reason_each(administrator, tmp_path):
    made = old_site.articles(8, seed=3, pictures=0)
    old_site.write(tmp_path / "site", made)
    strange = {
        "a.html": (b"%PDF-1.7 and more", "document"),
        "b.html": (b"", "empty"),
        "c.html": (b"\x00\x01\x02\x03" * 100, None),
        "d.html": (b"<html>" + b"<div>" * 100_000 + b"deep", None),
        "e.html": (b"<p>" + b"long words " * 800_000, "too large"),
        "f.html": (b"<frameset><frame src=a.html></frameset>", "frames"),
        "g.html": (b"<table><tr><td>" + b"<b><i></b>" * 5000, None),
    }
    for name, (data, _reason) in strange.items():
        (tmp_path / "site" / "odkb-csto.org" / name).write_bytes(data)
    call_command("import_site", str(tmp_path / "site"), profile="csto-old", section="news")
    for name, (_data, reason) in strange.items():
        page = SourcePage.objects.get(name=f"odkb-csto.org/{name}")
        assert page.outcome in (Outcome.WAITING, Outcome.LEFT_OUT)
        assert page.reasons == [reason] or (reason is None and page.reasons)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["/no/such/place"], "There is nothing at"),
        (["SITE", "--profile", "no-such"], "csto-old"),
        (["SITE", "--section", "no-such"], "There is no section"),
        (["SITE", "--by", "nobody"], "Nobody is called"),
    ],
)
def test_a_mistake_on_the_command_line_gets_a_sentence(site, administrator, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_site", *[str(site.folder) if one == "SITE" else one for one in arguments])
    assert not Batch.objects.exists()


def _everything():
    """Return every row that an import writes."""
    found = {}
    for model in (Batch, SourcePage, SourceFile, Article, Edition, EditionPhoto, Photo):
        found[model.__name__] = json.dumps(list(model.objects.order_by("pk").values()), default=str, sort_keys=True)
    return found
