"""A press while another is under way waits and is sent after it, or is refused with a sentence; nothing is lost."""

import pytest
from playwright.sync_api import expect

from news.models import Article, Edition, Section
from press.models import Enquiry
from tests import factories
from tests.browser import faults_of_every_look, leave
from tests.desk.screens import NEW, address_of
from tests.desk.sending.test_in_a_browser import SAYS_SO, WAITS, line, on_line  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Slow:
    """A server that seems slow: what the page posts to `address` is held back until it is let go."""

    def __init__(self, page, address):
        self.held, self.is_over = [], False
        page.route(f"**{address}", self._take)

    def _take(self, route):
        if self.is_over or route.request.method != "POST":
            route.continue_()
        else:
            self.held.append(route)

    def let_go(self):
        self.is_over = True
        for route in self.held:
            route.continue_()


def bar_button(page, name):
    return page.locator(f".workbar__do [aria-label='{name}']:visible, .go:visible [data-item='{name}']").first


def save(page):
    """Press what saves: “Keep as draft” while there is only a title."""
    bar_button(page, "Save").or_(bar_button(page, "keep")).first.click(no_wait_after=True)


def shown(page):
    return page.locator("[data-sending]")


def test_another_button_waits_visibly_and_is_sent_after_the_first(on_line):  # noqa: F811
    draft = factories.edition("en", title="Before")
    address = address_of(draft.article)
    page = on_line(address)
    slow = Slow(page, address)
    page.locator("[data-tab=en]").click()
    page.locator("#id_en-title").fill("After")
    bar_button(page, "Save").click()
    for _ in range(2):
        bar_button(page, "submit").click()
    expect(shown(page)).to_contain_text("“Send for review” waits and is sent after “Save”.")
    assert faults_of_every_look(page) == {}
    assert len(slow.held) == 1
    slow.let_go()
    expect(page.locator(".st--review")).to_be_visible()
    expect(page.locator(".messagelist")).to_contain_text("Sent for review: English.")
    edition = Edition.objects.get()
    assert (edition.title, edition.stage) == ("After", Edition.Stage.REVIEW)
    assert page.said == []


def test_both_wait_for_the_line_and_what_was_typed_between_them_is_part_of_the_second(on_line, line):  # noqa: F811
    draft = factories.edition("en", title="Before")
    page = on_line(address_of(draft.article))
    page.locator("[data-tab=en]").click()
    line.cut()
    page.locator("#id_en-title").fill("Typed before the first press")
    bar_button(page, "Save").click(no_wait_after=True)
    expect(shown(page)).to_contain_text(WAITS)
    page.locator("#id_en-title").fill("Typed before the second")
    main = page.locator(".go:visible .go__main")
    expect(main).to_have_text("Send when connected")
    main.click(no_wait_after=True)
    expect(shown(page)).to_contain_text("“Send for review” waits and is sent after “Save”.")
    line.mend()
    expect(page.locator(".st--review")).to_be_visible()
    expect(shown(page)).to_contain_text(SAYS_SO)
    edition = Edition.objects.get()
    assert (edition.title, edition.stage) == ("Typed before the second", Edition.Stage.REVIEW)


def test_a_new_article_that_is_saved_twice_in_turn_is_one_article(on_line, line):  # noqa: F811
    factories.section()
    page = on_line(NEW)
    page.evaluate("document.querySelector('#id_section input').checked = true")
    page.locator("[data-tab=en]").click()
    page.locator("#id_en-title").fill("Quokkas")
    line.cut()
    page.locator(".go:visible .go__main").click(no_wait_after=True)
    expect(shown(page)).to_contain_text(WAITS)
    page.locator("#id_en-standfirst").fill("They were seen again on Tuesday.")
    expect(page.locator(".go:visible [data-item=submit]")).to_be_visible()
    bar_button(page, "Save").click(no_wait_after=True)
    expect(shown(page)).to_contain_text("“Save” waits and is sent after “Keep as draft”.")
    line.mend()
    expect(shown(page)).to_contain_text(SAYS_SO)
    page.wait_for_url("**/change/")
    assert Article.objects.count() == 1
    assert Edition.objects.get().standfirst == "They were seen again on Tuesday."


@pytest.mark.parametrize("is_new", [False, True])
def test_what_is_typed_after_the_press_comes_back_as_unsaved_work(on_line, line, is_new):  # noqa: F811
    factories.section()
    page = on_line(NEW if is_new else address_of(factories.edition("en", title="Before").article))
    page.evaluate("document.querySelector('#id_section input').checked = true")
    page.locator("[data-tab=en]").click()
    line.cut()
    page.locator("#id_en-title").fill("Pressed")
    save(page)
    expect(shown(page)).to_contain_text(WAITS)
    page.locator("#id_en-title").fill("Typed later")
    line.mend()
    expect(page.locator(".strip", has_text="This is your unsaved work")).to_be_visible()
    expect(page.locator("#id_en-title")).to_have_value("Typed later")
    assert Edition.objects.get().title == "Pressed"
    save(page)
    expect(page.locator(".strip", has_text="This is your unsaved work")).to_be_hidden()
    expect(page.locator(".messagelist")).to_contain_text("Saved at")
    assert Edition.objects.get().title == "Typed later"
    assert Article.objects.count() == 1
    assert page.said == [said for said in page.said if "Failed to load" in said]


@pytest.mark.parametrize("is_new", [False, True])
def test_what_was_typed_after_a_press_that_was_never_answered_is_offered_again(on_line, line, is_new):  # noqa: F811
    factories.section()
    page = on_line(NEW if is_new else address_of(factories.edition("en", title="Before").article))
    page.evaluate("document.querySelector('#id_section input').checked = true")
    page.locator("[data-tab=en]").click()
    page.locator("#id_en-title").fill("Pressed")
    line.loses_answers = True
    save(page)
    expect(shown(page)).to_contain_text(WAITS)
    line.cut()
    assert Edition.objects.get().title == "Pressed"
    page.locator("#id_en-title").fill("The last words")
    page.evaluate("navigator.sendBeacon = () => false")
    page.close(run_before_unload=False)
    line.loses_answers = False
    line.mend()
    again = page.context.new_page()
    again.goto(line.url + address_of(Article.objects.get()))
    again.get_by_text("You have unsaved work in this browser").wait_for()
    with again.expect_navigation():
        again.get_by_role("link", name="Restore").click()
    again.locator("[data-tab=en]").click()
    expect(again.locator("#id_en-title")).to_have_value("The last words")
    with again.expect_navigation():
        save(again)
    again.locator(".messagelist", has_text="Saved at").wait_for()
    assert Edition.objects.get().title == "The last words"
    again.wait_for_load_state("networkidle")
    assert not again.get_by_text("You have unsaved work").is_visible()
    assert again.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('desk-unsaved:'))") == []
    leave(again)


def test_if_the_first_is_refused_the_second_is_not_sent_and_that_is_said(on_line):  # noqa: F811
    draft = factories.edition("en", title="Before")
    address = address_of(draft.article)
    page = on_line(address)
    slow = Slow(page, address)
    page.locator("[data-tab=en]").click()
    page.locator("#id_en-title").fill("x" * 400)
    bar_button(page, "Save").click()
    bar_button(page, "submit").click()
    expect(shown(page)).to_contain_text("waits")
    slow.let_go()
    expect(shown(page)).to_contain_text("Not sent, because what was pressed before it was refused: “Send for review”.")
    expect(page.locator("#id_en-title")).to_have_value("x" * 400)
    assert Edition.objects.get().stage == Edition.Stage.DRAFT


def test_elsewhere_another_button_is_refused_with_a_sentence(on_line):  # noqa: F811
    enquiry = Enquiry.objects.create(year=2018, serial=1, token="t", question="When?", language="en")
    address = f"/desk/press/enquiry/{enquiry.pk}/change/"
    page = on_line(address)
    slow = Slow(page, address)
    page.get_by_role("button", name="Take this enquiry").click(no_wait_after=True)
    page.get_by_role("button", name="Save note").click(no_wait_after=True)
    expect(shown(page)).to_contain_text(
        "“Take this enquiry” is under way. “Save note” was not sent: press it again when the page has changed."
    )
    slow.let_go()
    expect(page.get_by_role("button", name="Take this enquiry")).to_be_hidden()
    enquiry.refresh_from_db()
    assert enquiry.assigned_to == factories.press_secretary()


def test_a_record_can_be_typed_into_while_its_press_waits_and_what_was_typed_stands_in_the_next_page(on_line, line):  # noqa: F811
    section = factories.section()
    page = on_line(f"/desk/news/section/{section.pk}/change/")
    page.locator("#id_name_0").fill("Нажато")
    line.cut()
    page.locator(".go__main").click(no_wait_after=True)
    expect(shown(page)).to_contain_text(WAITS)
    page.locator("#id_name_1").fill("Typed later")
    line.mend()
    expect(shown(page)).to_contain_text("What you typed after the press is in the form again.")
    expect(page.locator("#id_name_1")).to_have_value("Typed later")
    section.refresh_from_db()
    assert section.name["ru"] == "Нажато"
    assert section.name["en"] != "Typed later"
    with page.expect_navigation():
        page.locator(".go__main").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    section.refresh_from_db()
    assert section.name == {"ru": "Нажато", "en": "Typed later"}
    expect(shown(page).locator(".strip")).to_be_hidden()


def test_a_new_record_takes_over_what_was_typed_after_its_press(on_line, line):  # noqa: F811
    page = on_line("/desk/news/section/add/")
    for field, words in (("#id_name_0", "Сумчатые"), ("#id_name_1", "Marsupials"), ("[name=slug]", "marsupials")):
        page.locator(field).fill(words)
    line.cut()
    page.locator(".go__main").click(no_wait_after=True)
    expect(shown(page)).to_contain_text(WAITS)
    page.locator("#id_name_1").fill("Quokkas")
    line.mend()
    page.wait_for_url("**/change/")
    expect(page.locator("#id_name_1")).to_have_value("Quokkas")
    with page.expect_navigation():
        page.locator(".go__main").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert Section.objects.get(slug="marsupials").name["en"] == "Quokkas"
