"""The log-in in a real Chromium: with an authenticator app, with a passkey, while writing; and axe on its pages."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from news.models import Edition
from tests import factories
from tests.accounts.people import PASSWORD, code, code_of, give_app, person
from tests.browser import faults, leave
from tests.desk.conftest import REMARK
from tests.desk.screens import address_of

pytestmark = [
    pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("second_factor"),
]  # fmt: skip

LOOKS = [
    pytest.param({"width": 1280, "language": "en"}, id="wide"),
    pytest.param({"width": 390, "color_scheme": "dark", "language": "ru"}, id="narrow, at night, in Russian"),
]


@pytest.fixture
def open_page(new_page, live_server):
    """A function that opens an address in a browser that is not logged in; `page.said` is what the console said."""
    pages = []

    def opened(address, language="en", **look):
        page = new_page(**look)
        page.said = []
        page.on("console", lambda message: None if REMARK in message.text else page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
        page.goto(live_server.url + address)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        leave(page)


def give_password(page):
    page.fill("#id_username", "anna")
    page.fill("#id_password", PASSWORD)
    with page.expect_navigation():
        page.locator("#login-form [type=submit]").click()


def log_out(page, live_server):
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto(live_server.url + "/desk/calendar/")


def with_a_passkey_device(page):
    """Give the browser a fingerprint reader that always recognizes its owner."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def test_a_press_secretary_sets_up_an_app_keeps_the_codes_and_logs_in_with_it(open_page, live_server):
    anna = person()
    page = open_page("/desk/calendar/")
    give_password(page)
    page.get_by_role("link", name="Set up an authenticator app").click()
    expect(page.get_by_role("img", name="QR code for the authenticator app").locator("path").last).to_be_visible()
    page.fill("#id_code", code_of(page.locator("code.key").inner_text()))
    page.keyboard.press("Enter")
    page.get_by_role("link", name="continue").wait_for()
    assert page.locator(".recovery-codes code").count() == 10
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.get_by_role("link", name="continue").click()
    page.wait_for_url(live_server.url + "/desk/calendar/")
    log_out(page, live_server)
    give_password(page)
    page.fill("#id_code", code(anna, later=1))
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + "/desk/calendar/")
    assert page.said == []


def test_a_passkey_opens_the_desk_alone_and_after_the_password(open_page, live_server):
    person()
    page = open_page("/desk/calendar/")
    devtools, device = with_a_passkey_device(page)
    give_password(page)
    page.get_by_role("link", name="Add a passkey").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("link", name="continue").click()
    page.wait_for_url(live_server.url + "/desk/calendar/")
    log_out(page, live_server)
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url(live_server.url + "/desk/calendar/")
    log_out(page, live_server)
    give_password(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(live_server.url + "/desk/calendar/")
    assert page.said == []
    log_out(page, live_server)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="Log in with a passkey").click()
    page.get_by_text("It was cancelled, or took too long.").wait_for()
    assert page.url.endswith("/desk/login/?next=/desk/calendar/")


def test_whoever_is_thrown_out_while_writing_logs_in_with_the_code_in_place(open_page):
    anna = give_app(person())
    edition = factories.edition("en", title="As it was")
    page = open_page(address_of(edition.article))
    give_password(page)
    used = code(anna)
    page.fill("#id_code", used)
    page.keyboard.press("Enter")
    page.locator("[data-tab=en]").click()
    page.fill("#id_en-title", "Typed before the session ended")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator(".workbar__do > button[value=save]").click()
    page.fill("#log-in-password", PASSWORD)
    page.keyboard.press("Enter")
    page.fill("#log-in-code", used)
    page.keyboard.press("Enter")
    page.get_by_text("has already been used").wait_for()
    page.fill("#log-in-code", code(anna, later=1))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Edition.objects.get().title == "Typed before the session ended"


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(open_page, live_server, look):
    anna = give_app(person())
    page = open_page("/desk/account/", **look)
    assert faults(page) == {}
    give_password(page)
    assert faults(page) == {}
    page.fill("#id_code", code(anna))
    page.keyboard.press("Enter")
    page.locator("#sessions").wait_for()
    assert faults(page) == {}
    for address in ("passkeys/add/", "password/"):
        page.goto(f"{live_server.url}/desk/account/{address}")
        assert faults(page) == {}
