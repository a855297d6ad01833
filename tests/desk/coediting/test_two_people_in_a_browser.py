"""Two people, one text, in a real Chromium; a session that ends, a line that breaks."""

import contextlib

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from desk.models import UnsavedCopy
from news.models import Edition
from tests import factories
from tests.browser import choose, come_back, faults, leave
from tests.desk.screens import NEW, address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IN_THIS_BROWSER = "Object.keys(localStorage).filter((key) => key.startsWith('desk-unsaved:'))"
PASSWORD = "a long enough secret"


@pytest.fixture
def window(new_page, live_server):
    """A function that opens a page of the desk for a person, each in a browser of their own."""
    pages = []

    def open_window(person, address, language="en", **look):
        client = Client()
        client.force_login(person)
        page = new_page(**look)
        page.said = []
        page.on("pageerror", lambda error: page.said.append(str(error)))
        cookies = {
            settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
            settings.LANGUAGE_COOKIE_NAME: language,
        }
        page.context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        page.goto(live_server.url + address)
        pages.append(page)
        return page

    yield open_window
    for page in pages:
        page.context.set_offline(False)
        if not page.is_closed():
            # A page whose session has ended asks again and again for its log-in, and may never rest.
            with contextlib.suppress(PlaywrightTimeout):
                page.wait_for_load_state("networkidle", timeout=5_000)
            leave(page)


def anna():
    person = factories.user("Writer", "anna")
    person.first_name, person.last_name = "Anna", "Petrova"
    person.set_password(PASSWORD)
    person.save()
    return person


def show(page, language="en"):
    page.locator(f"[data-tab={language}]").click()


def wait_until_kept(page):
    page.locator("[data-kept]", has_text="Kept at").wait_for()


def save(page):
    with page.expect_navigation():
        page.locator(".workbar__do > button[value=save]").click()


def test_two_people_in_one_text_see_each_other_and_both_texts_survive(window):
    edition = factories.edition("en", title="A title", body="<p>One.</p><p>Two.</p>")
    first = window(anna(), address_of(edition.article))
    second = window(factories.press_secretary(), address_of(edition.article))
    second.get_by_text("Anna Petrova has this article open").wait_for()
    for page in (first, second):
        show(page)
    told = first.get_attribute("form[data-presence]", "data-presence")
    with first.expect_response(lambda answer: told in answer.url):
        first.fill("#id_en-title", "Anna's title")
    first.get_by_text("press-secretary has this article open").wait_for()
    come_back(second)
    second.get_by_text("Anna Petrova is writing here").wait_for()

    second.fill("#id_en-standfirst", "The standfirst of the press secretary.")
    save(first)
    come_back(second)
    second.get_by_text("saved by Anna Petrova").wait_for()
    with second.expect_navigation():
        second.get_by_role("button", name="Show what changed").click()
    second.get_by_role("heading", name="Two versions of one text").wait_for()
    assert second.locator(".versions ins").all_inner_texts()[0] == "Anna's"
    with second.expect_navigation():
        second.get_by_role("button", name="Take both and save").click()
    edition.refresh_from_db()
    assert (edition.title, edition.standfirst) == ("Anna's title", "The standfirst of the press secretary.")
    assert first.said == second.said == []


def test_a_conflict_is_settled_with_the_keyboard_on_a_narrow_screen(window):
    edition = factories.edition("en", title="A title")
    page = window(factories.press_secretary(), address_of(edition.article), width=390)
    show(page)
    page.fill("#id_en-title", "My title")
    edition.title, edition.version = "Their title", 2
    other = window(anna(), address_of(edition.article))
    show(other)
    other.fill("#id_en-title", "Their title")
    save(other)
    save(page)
    choice = page.get_by_role("radio", name="What I write here:")
    choice.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("Our title")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    with page.expect_navigation():
        page.get_by_role("button", name="Save with these choices").click()
    edition.refresh_from_db()
    assert edition.title == "Our title"


def test_a_session_that_ends_while_somebody_types_costs_no_word(window):
    edition = factories.edition("en", title="A title")
    page = window(anna(), address_of(edition.article))
    show(page)
    Session.objects.all().delete()
    page.fill("#id_en-title", "Typed after the session had ended")
    page.get_by_text("Your session has ended. What you type is kept in this browser.").wait_for()
    page.locator(".workbar__do > button[value=save]").click()
    dialog = page.get_by_role("dialog", name="Log in again")
    dialog.get_by_label("Password").fill("not the password")
    dialog.get_by_role("button", name="Log in").click()
    dialog.get_by_role("alert").wait_for()
    dialog.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        dialog.get_by_role("button", name="Log in").click()
    page.locator(".messagelist", has_text="Saved at").wait_for()
    edition.refresh_from_db()
    assert edition.title == "Typed after the session had ended"
    assert edition.edited_by == anna()


def test_somebody_else_who_logs_in_there_is_told_before_anything_is_saved(window):
    factories.press_secretary().set_password(PASSWORD)
    boris = factories.press_secretary()
    boris.set_password(PASSWORD)
    boris.save()
    edition = factories.edition("en", title="A title")
    page = window(anna(), address_of(edition.article))
    show(page)
    page.fill("#id_en-title", "Anna's words")
    Session.objects.all().delete()
    page.locator(".workbar__do > button[value=save]").click()
    dialog = page.get_by_role("dialog", name="Log in again")
    dialog.get_by_label("Username").fill("press-secretary")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Log in").click()
    page.get_by_text("You are now logged in as press-secretary.").wait_for()
    edition.refresh_from_db()
    assert edition.title == "A title"
    save(page)
    edition.refresh_from_db()
    assert (edition.title, edition.edited_by) == ("Anna's words", boris)


def test_a_dead_line_and_a_closed_window_lose_nothing(window, live_server):
    edition = factories.edition("en", title="A title")
    page = window(anna(), address_of(edition.article))
    show(page)
    context = page.context
    context.set_offline(True)
    page.fill("#id_en-title", "Typed without a connection")
    page.get_by_text("No connection: kept in this browser").wait_for()
    page.locator(".workbar__do > button[value=save]").click()
    page.get_by_text("No connection: kept here, sent as soon as it is back.").wait_for()
    # What is sent on leaving is lost as well; Chromium would keep it until there is a connection again.
    page.evaluate("navigator.sendBeacon = () => false")
    page.close()
    assert not UnsavedCopy.objects.exclude(values={}).exists()

    context.set_offline(False)
    again = context.new_page()
    again.goto(live_server.url + address_of(edition.article))
    again.get_by_text("You have unsaved work in this browser").wait_for()
    with again.expect_navigation():
        again.get_by_role("link", name="Restore").click()
    show(again)
    assert again.input_value("#id_en-title") == "Typed without a connection"
    save(again)
    edition.refresh_from_db()
    assert edition.title == "Typed without a connection"
    again.wait_for_load_state("networkidle")
    assert again.evaluate(IN_THIS_BROWSER) == []
    assert not again.get_by_text("You have unsaved work").is_visible()
    again.close()


def test_a_window_closed_without_saving_is_offered_when_it_is_opened_again(window, live_server):
    section = factories.section()
    page = window(anna(), NEW)
    choose(page, "section", str(section))
    show(page)
    page.locator("#text-en .ProseMirror[contenteditable=true]").first.click()
    page.keyboard.type("Typed into the editor.")
    wait_until_kept(page)
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(live_server.url + NEW)
    again.get_by_text("You have unsaved work from").wait_for()
    with again.expect_navigation():
        again.get_by_role("link", name="Restore").click()
    show(again)
    again.fill("#id_en-title", "And a title")
    save(again)
    assert Edition.objects.get().body == "<p>Typed into the editor.</p>"
    again.close()


def test_logging_out_leaves_nothing_in_the_browser_and_all_on_the_server(window):
    edition = factories.edition("en", title="A title")
    page = window(anna(), address_of(edition.article))
    show(page)
    page.fill("#id_en-title", "Typed before logging out")
    page.get_by_label("Your account").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Log out").click()
    assert page.evaluate(IN_THIS_BROWSER) == []
    assert UnsavedCopy.objects.get().values["en-title"] == ["Typed before logging out"]


def test_a_token_that_was_renewed_in_another_window_does_not_matter(window, live_server):
    edition = factories.edition("en", title="A title")
    page = window(anna(), address_of(edition.article))
    show(page)
    other = page.context.new_page()
    other.goto(live_server.url + "/desk/login/?next=/desk/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    other.goto(live_server.url + "/desk/login/?next=/desk/")
    other.fill("#id_username", "anna")
    other.fill("#id_password", PASSWORD)
    with other.expect_navigation():
        other.locator("#login-form [type=submit]").click()
    page.fill("#id_en-title", "Saved with a new token")
    save(page)
    edition.refresh_from_db()
    assert edition.title == "Saved with a new token"
    other.close()


LOOKS = [
    pytest.param({"width": 1280}, id="wide"),
    pytest.param({"width": 390, "color_scheme": "dark", "language": "ru"}, id="narrow, at night, in Russian"),
]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("screen", ["versions", "unsaved", "log-in"])
def test_axe_finds_nothing(window, screen, look):
    edition = factories.edition("en", title="A title", body="<p>One.</p>")
    page = window(anna(), address_of(edition.article), **look)
    show(page)
    if screen == "versions":
        other = window(factories.press_secretary(), address_of(edition.article))
        show(other)
        other.fill("#id_en-title", "Their title")
        other.fill("#id_en-standfirst", "Their standfirst.")
        save(other)
        page.fill("#id_en-title", "My title")
        save(page)
        page.locator(".conflict").wait_for()
    if screen == "unsaved":
        page.fill("#id_en-title", "Not saved")
        page.locator("[data-kept]:not(:empty)").wait_for()
        page.reload()
        page.locator("[data-copy]").wait_for()
    if screen == "log-in":
        Session.objects.all().delete()
        page.locator(".workbar__do > button[value=save]").click()
        page.get_by_role("dialog").wait_for()
    assert faults(page) == {}
