"""The whole way, in a real Chromium: no writer lets out the own text; it is approved, scheduled abroad, and read."""

import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Edition
from publishing import clock
from tests import factories
from tests.browser import faults, press
from tests.desk.screens import address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Permanent Council reviews two documents"


def opened_for(user, new_page, server, address, **look):
    """Open a page of the desk as `user`."""
    client = Client()
    client.force_login(user)
    page = new_page(**look)
    cookies = {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.LANGUAGE_COOKIE_NAME: "en",
    }
    page.context.add_cookies([{"name": k, "value": v, "url": server} for k, v in cookies.items()])
    page.goto(server + address)
    return page


def choose(page, instant, zone):
    """Fill in a moment as the clocks of `zone` show it."""
    shown = timezone.localtime(instant, datetime.UTC) if zone == "UTC" else timezone.localtime(instant)
    page.get_by_label("Date").fill(shown.strftime("%Y-%m-%d"))
    page.get_by_label("Time", exact=True).fill(shown.strftime("%H:%M"))
    page.get_by_label("On the clocks of").select_option(zone)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_text_is_reviewed_scheduled_in_another_zone_moved_and_read(live_server, new_page, width):
    draft = factories.edition("en", title=TITLE)
    address = address_of(draft.article)

    writer = opened_for(factories.writer(), new_page, live_server.url, address, width=width)
    press(writer, "submit")
    expect(writer.get_by_text("In review since").first).to_be_visible()
    for name in ("approve", "publish", "schedule"):
        expect(writer.locator(f"[data-item={name}]")).to_have_count(0)

    secretary = opened_for(factories.press_secretary(), new_page, live_server.url, address, width=width)
    press(secretary, "approve")
    expect(secretary.get_by_text("Approved on").first).to_contain_text("press-secretary")
    assert faults(secretary) == {}

    with secretary.expect_navigation():
        press(secretary, "schedule")
    told = secretary.locator("[data-moment]")
    secretary.get_by_label("Date").fill("2027-03-28")
    secretary.get_by_label("Time", exact=True).fill("02:30")
    secretary.get_by_label("On the clocks of").select_option("Europe/Brussels")
    expect(told).to_contain_text("This time does not exist there")
    with secretary.expect_navigation():
        secretary.get_by_role("button", name="Schedule", exact=True).click()
    expect(secretary.get_by_text("does not exist in Brussels").first).to_be_visible()

    opens = (clock.now() + datetime.timedelta(days=2, hours=5)).replace(second=0, microsecond=0)
    choose(secretary, opens, "UTC")
    expect(told).to_contain_text(timezone.localtime(opens).strftime("%H:%M"))
    expect(told).to_contain_text(timezone.localtime(opens, datetime.UTC).strftime("%H:%M"))
    expect(told.locator("[data-left]")).to_contain_text("2 day")
    assert faults(secretary) == {}
    secretary.get_by_role("button", name="Schedule", exact=True).click()
    expect(secretary.get_by_text("Goes live in").first).to_contain_text(opens.strftime("(%H:%M UTC)"))
    assert Edition.objects.get().live_from == opens

    with secretary.expect_navigation():
        press(secretary, "reschedule")
    sooner = opens - datetime.timedelta(days=1)
    choose(secretary, sooner, "Europe/Moscow")
    secretary.get_by_role("button", name="Change the time: English").click()
    expect(secretary.get_by_text("Rescheduled: English.")).to_be_visible()
    assert Edition.objects.get().live_from == sooner

    visitor = new_page(width=width)
    visitor.goto(f"{live_server.url}/en/news/")
    assert TITLE not in visitor.content()
    let_the_clock_pass(sooner)
    visitor.goto(f"{live_server.url}/en/news/")
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)


def let_the_clock_pass(instant):
    """Bring the moment here instead of waiting for it: the schedule is moved to the past, as time alone would do it."""
    passed = clock.now() - datetime.timedelta(seconds=1)
    assert instant > passed
    Edition.objects.update(live_from=passed, first_published_at=passed)
