"""An open article screen follows what colleagues do: its words about the state always, its text until one types."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from news import drafts
from news.models import Edition
from publishing import actions, clock
from tests import factories
from tests.browser import come_back, faults_of_every_look, wait_until
from tests.desk.screens import address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEAT = 15_000  # milliseconds: the page asks every ten seconds
SAME_PAGE = "window.isSamePage"


def opened(desk, article):
    page = desk(address_of(article))
    page.locator("[data-tab=en]").click()
    expect(page.locator("#text-en .ProseMirror").first).to_be_visible()
    page.evaluate(f"{SAME_PAGE} = true")
    return page


def save_as_a_colleague(edition, **words):
    edition = Edition.objects.get(pk=edition.pk)
    for name, value in words.items():
        setattr(edition, name, value)
    drafts.save_changes(edition, by=factories.writer())


def panel(page):
    return page.locator("section:has(#panel-en)")


def test_what_a_colleague_saves_is_shown_while_nothing_is_typed_and_can_be_worked_with(desk):
    edition = factories.edition("en", title="A title", body="<p>One.</p>")
    factories.show(factories.photo("ZVF_1.JPG"), edition, 0)
    page = opened(desk, edition.article)
    page.locator("#id_en-standfirst").evaluate("(field) => { field.focus(); field.setSelectionRange(2, 4) }")
    factories.show(factories.photo("ZVF_2.JPG"), edition, 1)
    save_as_a_colleague(edition, title="Their title", body="<p>Two.</p>")
    expect(page.locator("#id_en-title")).to_have_value("Their title", timeout=BEAT)
    expect(page.locator("#text-en .ProseMirror").first).to_have_text("Two.")
    expect(page.locator("[data-told]")).to_contain_text("saved by writer")
    expect(page.locator("[data-saved-meanwhile]")).to_be_hidden()
    expect(page.locator("#text-ru")).to_be_hidden()
    expect(page.locator("#id_en-standfirst")).to_be_focused()
    assert page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]") == [2, 4]
    page.get_by_role("button", name="Move ZVF_2.JPG").press("Home")
    expect(page.get_by_text("ZVF_2.JPG: place 1 of 2")).to_be_visible()
    page.locator("#text-en .ProseMirror").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" Three.")
    assert page.evaluate(SAME_PAGE)
    with page.expect_navigation():
        page.locator(".workbar button[value=save]:visible").first.click()
    page.locator(".messagelist", has_text="Saved at").wait_for()
    edition.refresh_from_db()
    assert (edition.title, edition.body) == ("Their title", "<p>Two. Three.</p>")
    assert [use.photo.file_name for use in edition.photos.select_related("photo")] == ["ZVF_2.JPG", "ZVF_1.JPG"]
    assert page.said == []


def test_the_caret_stays_in_the_text_while_it_is_renewed(desk):
    edition = factories.edition("en", body="<p>One two.</p>")
    page = opened(desk, edition.article)
    page.locator("#text-en .ProseMirror").first.click()
    page.keyboard.press("Control+Home")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    wait_until(page, "document.activeElement.editor?.state.selection.from === 5")
    save_as_a_colleague(edition, title="Their title")
    come_back(page)
    expect(page.locator("#id_en-title")).to_have_value("Their title", timeout=BEAT)
    expect(page.locator("#text-en .ProseMirror").first).to_be_focused()
    page.keyboard.type("and ")
    expect(page.locator("#text-en .ProseMirror").first).to_have_text("One and two.")
    assert page.said == []


def test_with_the_first_key_the_text_stays_and_the_words_about_it_go_on_changing(desk):
    edition = factories.edition("en", title="A title")
    page = opened(desk, edition.article)
    page.fill("#id_en-title", "Typed here")
    page.locator("[data-kept]", has_text="Kept at").wait_for()
    save_as_a_colleague(edition, title="Their title")
    come_back(page)
    page.get_by_text("saved by writer").wait_for()
    actions.submit(Edition.objects.get(), by=factories.writer())
    come_back(page)
    expect(panel(page)).to_contain_text("In review since", timeout=BEAT)
    assert page.input_value("#id_en-title") == "Typed here"
    actions.approve(Edition.objects.get(), by=factories.administrator())
    come_back(page)
    expect(panel(page)).to_contain_text("Approved on", timeout=BEAT)
    assert page.input_value("#id_en-title") == "Typed here"
    actions.publish(Edition.objects.get(), by=factories.administrator(), at=clock.now() + datetime.timedelta(days=1))
    come_back(page)
    expect(panel(page)).to_contain_text("Goes live in", timeout=BEAT)
    expect(page.locator("#text-en").get_by_text("This text was scheduled while you were writing.")).to_be_visible()
    assert page.input_value("#id_en-title") == "Typed here"
    assert page.evaluate(SAME_PAGE)
    assert page.said == []


def test_an_open_menu_of_a_fact_is_not_taken_from_under_the_finger(desk):
    edition = factories.edition("en", title="A title")
    page = opened(desk, edition.article)
    page.locator("[data-fact=section] > summary").click()
    save_as_a_colleague(edition, title="Their title")
    actions.submit(Edition.objects.get(), by=factories.writer())
    come_back(page)
    expect(page.locator(".st--review")).to_be_visible(timeout=BEAT)
    expect(page.locator("[data-fact=section]")).to_have_attribute("open", "")
    assert page.input_value("#id_en-title") == "A title"
    page.keyboard.press("Escape")
    expect(page.locator("#id_en-title")).to_have_value("Their title")
    assert page.said == []


def test_at_the_hour_of_its_schedule_a_text_can_be_changed_again(desk):
    edition = factories.published("en", at=clock.now() + datetime.timedelta(seconds=8))
    page = desk(address_of(edition.article))
    page.locator("[data-tab=en]").click()
    page.evaluate(f"{SAME_PAGE} = true")
    expect(page.locator("#text-en .locked")).to_be_visible()
    page.locator("#id_en-title").press("End", timeout=BEAT)
    page.keyboard.type("!")
    expect(page.locator(".go:visible .go__main")).to_have_text("Publish correction…")
    expect(panel(page)).to_contain_text("On the site since")
    assert page.evaluate(SAME_PAGE)
    assert page.said == []


def test_beside_typed_words_a_text_whose_hour_has_come_says_how_it_opens(desk):
    edition = factories.published("en", at=clock.now() + datetime.timedelta(seconds=8))
    factories.edition("ru", article=edition.article)
    page = desk(address_of(edition.article))
    page.locator("[data-tab=ru]").click()
    page.fill("#id_ru-title", "Набрано")
    page.locator("[data-tab=en]").click()
    expect(page.locator("#text-en").get_by_text("You can change this text again")).to_be_visible(timeout=BEAT)
    with page.expect_navigation():
        page.locator(".workbar button[value=save]:visible").first.click()
    page.locator("[data-tab=en]").click()
    expect(page.locator("#id_en-title")).to_be_editable()
    assert Edition.objects.get(language="ru").title == "Набрано"


# --- Other pages about the text --------------------------------------------------------------------------------------


def test_a_review_says_when_the_text_was_approved_meanwhile_and_offers_no_verdict_any_more(desk):
    edition = factories.edition("en")
    actions.submit(edition, by=factories.writer())
    page = desk(reverse("admin:news_article_review", args=[edition.article_id]))
    page.locator("a[href='#send-back']").click()
    page.locator("[name=note]").fill("Typed")
    actions.approve(Edition.objects.get(), by=factories.administrator())
    expect(page.locator("[data-follows]")).to_contain_text("Now: Approved", timeout=BEAT)
    expect(page.locator(".verdict")).to_be_hidden()
    expect(page.get_by_role("link", name="Open the text")).to_be_visible()
    assert page.input_value("[name=note]") == "Typed"
    assert faults_of_every_look(page) == {}
    assert page.said == []


def test_a_confirmation_says_at_the_hour_of_the_schedule_that_the_text_is_out(desk):
    edition = factories.published("en", at=clock.now() + datetime.timedelta(seconds=8))
    page = desk(reverse("admin:news_article_act", args=[edition.article_id, "reschedule"]))
    expect(page.locator("[data-acts]")).to_be_visible()
    expect(page.locator("[data-follows]")).to_contain_text("Now: On the site since", timeout=BEAT)


def test_what_changes_in_the_other_language_takes_no_button_away(desk):
    edition = factories.approve(factories.edition("en"))
    russian = factories.edition("ru", article=edition.article)
    page = desk(f"/desk/news/article/{edition.article_id}/do/publish/?languages=en")
    actions.submit(russian, by=factories.writer())
    come_back(page)
    expect(page.locator("[data-follows]")).to_be_visible(timeout=BEAT)
    expect(page.locator("[data-acts]")).to_be_visible()
