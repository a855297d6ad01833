"""No press of a button is ever lost: in a real Chromium, with a server at which nobody listens for a while."""

import pytest
from playwright.sync_api import expect

from council.models import Meeting
from desk.models import SentForm
from news.models import Edition, Section
from photos.models import Photo
from press.models import Contact, Enquiry
from tests import factories
from tests.browser import faults_of_every_look
from tests.desk.screens import NEW, address_of
from tests.line import Line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAITS = "No connection: kept here, sent as soon as it is back."
SAYS_SO = "was sent, once."


@pytest.fixture
def line(live_server):
    line = Line(live_server.thread.port)
    yield line
    line.cut()


@pytest.fixture
def on_line(desk, line):
    """A function that opens a page of the desk over the line."""

    def open_page(address):
        page = desk("/desk/account/")
        page.goto(line.url + address)
        page.wait_for_load_state("networkidle")
        return page

    return open_page


def away(page, line, seconds, press):
    """Press something while nobody listens, for `seconds`, and wait for the page that says that it was sent."""
    line.cut()
    press()
    expect(page.locator("[data-sending]")).to_contain_text(WAITS)
    page.wait_for_timeout(seconds * 1000)
    expect(page.locator("[data-sending]")).to_contain_text(WAITS)
    line.mend()
    expect(page.locator("[data-sending]")).to_contain_text(SAYS_SO, timeout=15_000)


def button(page, name):
    return page.locator("main").get_by_role("button", name=name, exact=True).locator("visible=true").first


def press_later(found):
    return lambda: found.click(no_wait_after=True)


# --- Every kind of button ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [1, 20])
def test_an_article_that_is_saved_while_the_line_is_away(on_line, line, seconds):
    draft = factories.edition(title="Before")
    page = on_line(address_of(draft.article))
    page.locator("[data-tab=en]").click()
    page.locator("#id_en-title").fill("While the line was away")
    away(page, line, seconds, press_later(button(page, "Save")))
    draft.refresh_from_db()
    assert draft.title == "While the line was away"
    assert Edition.objects.count() == 1


def test_a_new_article_is_made_once(on_line, line):
    factories.section()
    page = on_line(NEW)
    page.evaluate("document.querySelector('#id_section input').checked = true")
    page.locator("#id_en-title, #id_ru-title").locator("visible=true").first.fill("Quokkas")
    away(page, line, 1, press_later(page.locator(".workbar__do button[name=action]:visible").first))
    assert Edition.objects.get().title == "Quokkas"


def test_sending_for_review_approving_and_publishing(on_line, line):
    draft = factories.edition(title="Quokkas")
    page = on_line(address_of(draft.article))
    away(page, line, 1, press_later(page.locator(".go:visible [data-item=submit]")))
    draft.refresh_from_db()
    assert draft.stage == Edition.Stage.REVIEW
    Edition.objects.filter(pk=draft.pk).update(edited_by=factories.writer())
    page.goto(line.url + address_of(draft.article))
    away(page, line, 1, press_later(page.locator(".go:visible [data-item=approve]")))
    draft.refresh_from_db()
    assert draft.stage == Edition.Stage.APPROVED
    page.goto(f"{line.url}/desk/news/article/{draft.article_id}/do/publish/?languages=en")
    away(page, line, 1, press_later(page.locator("main form[method=post] button[type=submit], main .btn").last))
    draft.refresh_from_db()
    assert draft.live_from


def test_a_contact_a_meeting_an_enquiry_and_a_withdrawal(on_line, line):
    contact, meeting = factories.contact(), factories.meeting()
    page = on_line(f"/desk/press/contact/{contact.pk}/change/")
    page.locator("[name=email]").fill("new@example.org")
    away(page, line, 1, press_later(page.locator("main [name=_save], main .btn[type=submit]").first))
    assert Contact.objects.get().email == "new@example.org"
    enquiry = Enquiry.objects.create(year=2018, serial=1, token="t", question="When?", language="en")
    page.goto(f"{line.url}/desk/press/enquiry/{enquiry.pk}/change/")
    away(page, line, 1, press_later(page.locator("button[value=take]").first))
    enquiry.refresh_from_db()
    assert enquiry.assigned_to == factories.press_secretary()
    page.goto(f"{line.url}/desk/council/meeting/{meeting.pk}/withdraw/")
    page.locator("[name=reason]").fill("Wrong day.")
    away(page, line, 1, press_later(page.locator("main form[method=post] button, main [type=submit]").last))
    assert not Meeting.objects.public().exists()


def test_the_page_of_a_batch_of_photographs(on_line, line):
    photo = factories.photo(caption={"en": "", "ru": ""})
    page = on_line(f"/desk/photos/photo/add/?photos={photo.pk}")
    away(page, line, 1, press_later(page.locator("#batch button[name=action][value=save]").last))
    assert Photo.objects.count() == 1


# --- Once -------------------------------------------------------------------------------------------------------------


def add_section(page, slug="quokkas"):
    for field in page.locator("input[name^=name]").all():
        field.fill("Quokkas")
    page.locator("[name=slug]").fill(slug)


def test_if_only_the_answer_is_lost_it_is_not_done_a_second_time(on_line, line):
    page = on_line("/desk/news/section/add/")
    add_section(page)
    line.loses_answers = True
    page.locator("[name=_save]").click(no_wait_after=True)
    expect(page.locator("[data-sending]")).to_contain_text(WAITS)
    line.loses_answers = False
    expect(page.locator("[data-sending]")).to_contain_text(SAYS_SO, timeout=15_000)
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    assert Section.objects.filter(slug="quokkas").count() == 1


def test_a_second_press_does_nothing_and_a_slow_server_is_said_to_be_slow(on_line, line):
    page = on_line("/desk/news/section/add/")
    add_section(page)
    held = []
    page.route("**/section/add/", lambda route: held.append(route))
    for _ in range(3):
        page.locator("[name=_save]").click(no_wait_after=True)
    expect(page.locator("[data-sending]")).to_contain_text("The server is slow")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    assert Section.objects.count() == 1
    assert SentForm.objects.count() == 1


def test_a_page_with_faults_is_shown_as_ever(on_line, line):
    page = on_line("/desk/news/section/add/")
    add_section(page, slug="")
    away(page, line, 1, press_later(page.locator("[name=_save]")))
    expect(page.locator("main")).to_contain_text("This field is required")
    assert page.locator("input[name^=name]").first.input_value() == "Quokkas"
    page.locator("[name=slug]").fill("mended")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    assert Section.objects.get().slug == "mended"


# --- What one sees ----------------------------------------------------------------------------------------------------


def test_closing_the_window_warns_and_one_may_go_on_writing_instead(on_line, line):
    page = on_line("/desk/news/section/add/")
    add_section(page)
    line.cut()
    page.locator("[name=_save]").click(no_wait_after=True)
    expect(page.locator("[data-sending]")).to_contain_text(WAITS)
    assert faults_of_every_look(page) == {}
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Do not send, go on writing").click()
    expect(page.locator("[data-sending] .strip")).to_be_hidden()
    expect(page.locator("[name=_save]")).to_be_focused()
    line.mend()
    page.wait_for_timeout(2000)
    assert not Section.objects.exists()
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")


def test_a_session_that_ended_meanwhile_asks_to_log_in_and_then_goes_on(on_line, line):
    page = on_line("/desk/news/section/add/")
    add_section(page)
    kept = page.context.cookies()
    line.cut()
    page.locator("[name=_save]").click(no_wait_after=True)
    expect(page.locator("[data-sending]")).to_contain_text(WAITS)
    page.context.clear_cookies()
    line.mend()
    expect(page.locator("[data-sending]")).to_contain_text("You are logged out", timeout=15_000)
    expect(page.get_by_role("link", name="Log in in a new window")).to_be_visible()
    page.context.add_cookies(kept)
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    assert Section.objects.count() == 1
