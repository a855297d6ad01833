"""From an empty newsroom to its first published report, in the browser alone: the five steps, then the desk.

Presses are counted; what is typed, and Tab, is not. docs/first-run.md has the number.
"""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import expect

from desk.models import FirstRun
from desk.welcome import first_run
from identity.models import Identity
from news.models import Edition
from tests.accounts.test_in_a_browser import with_a_passkey_device
from tests.browser import faults_of_every_look, too_wide
from tests.desk import first_steps
from tests.desk.first_steps import ACCOUNT, NAMES
from tests.journeys.first_report import TITLE, at, fill, go_on, publish_a_report, set_up
from tests.presses import counted, presses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEPS_TYPED = {
    name: {control: value if isinstance(value, list) else [value] for control, value in typed.items()}
    for name, typed in first_steps.STEPS.items()
}
STEPS = ["names", "mark", "contact", "sections", "account"]


@pytest.fixture
def link(live_server):
    """The link of an empty newsroom, at the address of the test's own server."""
    Identity.objects.all().delete()
    return live_server.url + re.sub(r"^https?://[^/]+", "", first_run.new_link())


def speaks(page, language, link):
    """Let the desk speak this language in the browser; it is Russian where nobody has chosen."""
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": link.split("/desk")[0]}
    page.context.add_cookies([cookie])


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "ru")])
def test_from_the_link_to_the_first_report(new_page, link, width, language):
    page = new_page(width=width)
    speaks(page, language, link)
    page.goto(link)
    counted(page)

    def look(step):
        if step in ("names", "mark"):
            assert not faults_of_every_look(page)
        if step in ("names", "account"):
            assert not too_wide(page)

    set_up(page, language, look)
    assert Identity.objects.get().colour == "#1d4d3b"
    publish_a_report(page, language)
    assert Edition.objects.public().get().title == TITLE
    print("presses from the link to the published report:", presses(page))
    assert presses(page) <= 16
    page.goto(f"{link.split('/desk')[0]}/{language}/")
    expect(page.locator("body")).to_contain_text(TITLE)
    expect(page.locator("body")).to_contain_text(NAMES[f"name_{language}"])


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_first_account_has_a_passkey_and_no_password(new_page, link, settings, width, scheme):
    settings.SECOND_FACTOR = True
    page = new_page(width=width, color_scheme=scheme)
    speaks(page, "en", link)
    devtools, device = with_a_passkey_device(page)
    run = FirstRun.objects.get(pk=1)
    run.typed, run.done = STEPS_TYPED, STEPS[:-1]
    run.save()
    page.goto(link)
    page.locator("#content [type=submit]").click()
    at(page, "account")
    fill(page, {name: value for name, value in ACCOUNT.items() if not name.startswith(("password", "email"))})
    key = page.get_by_role("button", name="Open the site with a passkey")
    key.click()  # without an address: nothing is made that would stay on the device
    expect(page.locator("#id_email")).to_be_focused()
    assert not devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    page.fill("#id_email", ACCOUNT["email"])
    assert not faults_of_every_look(page)
    page.set_viewport_size({"width": width, "height": 900})
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    key.click()
    expect(page.get_by_text("It was cancelled, or took too long.")).to_be_visible()
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    key.click()
    page.get_by_role("link", name="continue").wait_for()
    assert page.locator(".recovery-codes code").count() == 10
    page.get_by_role("link", name="continue").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    person = User.objects.get()
    assert not person.has_usable_password()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto(link.split("/desk")[0] + "/desk/calendar/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("**/desk/calendar/")


def test_back_and_a_closed_window_lose_nothing_and_a_second_browser_finds_the_link_used(new_page, link):
    page = new_page()
    page.goto(link)
    page.locator("#content [type=submit]").click()
    at(page, "names")
    page.wait_for_load_state("load")
    page.fill("[name=name_en]", "Council of Ci")
    window = page.context.new_page()
    page.close(run_before_unload=True)  # at once, before the preview has asked for anything
    wait_until_kept(window, "Council of Ci")
    window.goto(link)
    at(window, "names")
    expect(window.locator("[name=name_en]")).to_have_value("Council of Ci")
    fill(window, NAMES)
    go_on(window)
    at(window, "mark")
    window.fill("[name=colour]", "#1d4d")
    window.locator("[name=back]").click()
    at(window, "names")
    window.go_back()
    at(window, "mark")
    expect(window.locator("[name=colour]")).to_have_value("#1d4d")
    other = new_page()
    other.goto(link)
    other.locator("#content [type=submit]").click()
    expect(other.get_by_role("alert")).to_contain_text("script/manage welcome")
    assert not User.objects.exists()


def wait_until_kept(page, words):
    for _again in range(50):
        if words in str(FirstRun.objects.get().typed):
            return
        page.wait_for_timeout(100)
    pytest.fail("what was typed was not kept")
