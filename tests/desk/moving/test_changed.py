"""An old page that has changed: before and after side by side, the new words taken or ours kept with one key."""

import re
import shutil

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from moving import batches, books
from moving.models import Batch, SourcePage
from news import drafts
from news.models import Edition
from publishing import actions
from tests import factories
from tests.browser import faults
from tests.desk.moving.test_queue import address, staff
from tests.moving import old_site
from tests.moving.test_import import page_of

pytestmark = pytest.mark.django_db
NEW = "Изменено совсем иначе."


@pytest.fixture
def folder(site, imported, tmp_path):
    """The folder of the imported site, copied so that it may change."""
    copied = tmp_path / "site"
    shutil.copytree(site.folder, copied)
    imported.source.place = str(copied)
    imported.source.save()
    return copied


def change(site, folder, number=1):
    """Change the last paragraph of some imported pages on the old site, read it again and return the pages."""
    alike = [one for one in site.articles if page_of(one).edition and one.encoding == "utf-8"]
    articles = [one for one in alike if not one.faults & {"wrong encoding"}][:number]
    for article in articles:
        path = folder / article.name
        words = f"{NEW} {article.name}"  # the same words on three pages would be furniture
        path.write_bytes(path.read_bytes().replace(article.paragraphs[-1].encode(), words.encode()))
    read_again(folder)
    pages = [page_of(article) for article in articles]
    assert [page.reasons for page in pages] == [["changed"]] * number
    return pages


def read_again(folder):
    call_command("import_site", str(folder), profile="csto-old", section="news")


def decide(page, do):
    return staff().post(address(page.batch, "changed"), {"page": page.pk, "do": do})


def test_what_was_added_and_removed_is_marked(site, folder):
    page = change(site, folder)[0]
    shown = staff().get(address(page.batch, "changed")).content.decode()
    assert NEW in re.sub(r"</?\w+[^>]*>", "", shown)
    assert re.search(r"<ins>[^<]*Изменено", shown)
    assert "<del>" in shown
    assert "unchanged" in shown  # what is the same is counted
    assert 'value="renew"' in shown
    assert 'value="keep"' in shown
    assert 'name="other_date"' not in shown


def test_the_new_words_are_in_the_draft_after_the_next_run(site, folder):
    page = change(site, folder)[0]
    before = page.edition
    decide(page, "renew")
    page.refresh_from_db()
    assert page.outcome == "taken"
    read_again(folder)
    page.refresh_from_db()
    assert NEW in page.edition.body
    assert (page.edition.article_id, page.edition.number, page.edition.version) == (before.article_id, 1, 1)
    assert not page.edition.needs_review
    assert not Edition.objects.filter(pk=before.pk).exists()
    assert list(books.faults(page.source)) == []
    assert Edition.objects.count() == books.sums(SourcePage.objects.all()).taken
    body = page.edition.body
    read_again(folder)
    page.refresh_from_db()
    assert page.edition.body == body


def test_ours_is_kept(site, folder):
    page = change(site, folder)[0]
    body = page.edition.body
    decide(page, "keep")
    read_again(folder)
    page.refresh_from_db()
    assert (page.outcome, page.edition.body) == ("taken", body)


def test_the_decision_is_undone_until_it_is_carried_out(site, folder):
    page = change(site, folder)[0]
    before = SourcePage.objects.filter(pk=page.pk).values().get()
    decide(page, "renew")
    decide(page, "undo")
    assert SourcePage.objects.filter(pk=page.pk).values().get() == before
    decide(page, "renew")
    read_again(folder)
    assert decide(page, "undo").status_code == 200  # the refusal is shown
    page.refresh_from_db()
    assert page.outcome == "taken"


def test_what_was_edited_here_is_never_written_over(site, folder):
    page, other = change(site, folder, 2)
    edit(page.edition)
    shown = staff().get(f"{address(page.batch, 'changed')}?page={page.pk}").content.decode()
    assert 'value="renew"' not in shown
    assert "was edited here" in shown
    assert decide(page, "renew").status_code == 200
    page.refresh_from_db()
    assert page.outcome == "waiting"
    # Edited after the decision, before it is carried out.
    decide(other, "renew")
    edit(other.edition)
    read_again(folder)
    other.refresh_from_db()
    assert (other.outcome, other.reasons, other.edition.title) == ("waiting", ["changed"], "Another title")
    assert NEW not in other.edition.body


def edit(edition):
    edition.title = "Another title"
    drafts.save_changes(edition, by=factories.writer())


def test_of_a_public_text_the_next_edition_is_drafted_for_a_review(site, imported, folder):
    batches.release(imported, by=factories.press_secretary())
    page = change(site, folder)[0]
    assert page.batch != imported
    decide(page, "renew")
    read_again(folder)
    page.refresh_from_db()
    assert page.edition.is_public()
    assert NEW not in page.edition.body
    following = page.edition.rivals().get()
    assert NEW in following.body
    assert following.is_draft
    with pytest.raises(actions.NotApproved):
        actions.publish(following, by=factories.press_secretary())


def test_one_decision_for_all_pages_with_the_same_change(site, folder):
    pages = change(site, folder, 4)
    shown = staff().get(decide(pages[0], "renew")["Location"]).content.decode()
    number = int(re.search(r"Take the new text of (\d+) page", shown)[1])
    assert number >= 1
    staff().post(address(pages[0].batch, "changed"), {"page": pages[0].pk, "do": "alike"})
    read_again(folder)
    assert Edition.objects.filter(body__contains=NEW).count() == number + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1280, "light"), ("ru", 390, "dark")])
def test_one_key_takes_the_new_words_and_one_keeps_ours(desk, language, width, scheme, tmp_path):
    factories.section("news", "News", "Новости")
    person = factories.administrator()
    person.is_superuser = True
    person.save()
    made = old_site.write(tmp_path / "site", old_site.articles(12, seed=7, pictures=0))
    read_again(tmp_path / "site")
    pages = sorted(change(made, tmp_path / "site", 3), key=lambda page: page.pk)
    screen = desk(address(Batch.objects.get(), "changed"), language, width=width, color_scheme=scheme)
    assert faults(screen) == {}
    for key, following in (("Enter", 1), ("k", 2), ("Enter", None)):
        screen.keyboard.press(key)
        if following:
            expect(screen.locator("input[name=page]").first).to_have_value(str(pages[following].pk))
    screen.wait_for_url("**/change/")
    found = {page.pk: page.reading for page in SourcePage.objects.all()}
    assert [found[page.pk].get("_renew") for page in pages] == [True, None, True]
    assert screen.said == []
