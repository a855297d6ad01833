"""A reader takes the reference of an article away, with script and without, and prints the page."""

import pytest
from django.conf import settings

from tests import factories
from tests.browser import leave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_reader_copies_a_reference_and_prints_the_page(new_page, live_server):
    factories.contact()
    address = factories.published(title="Council meets").get_absolute_url()
    reference = f"CSTO Press Office. Council meets. 27 November 2018. Edition 1. {settings.SITE_URL}{address} (accessed"

    plain = new_page(java_script_enabled=False)
    plain.goto(live_server.url + address)
    plain.get_by_text("Cite", exact=True).last.click()
    assert plain.get_by_role("textbox", name="Reference").input_value().startswith(reference)
    assert plain.get_by_role("button", name="Copy Reference").count() == 0
    leave(plain)

    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + address)
    page.locator(".acts summary").click()
    page.get_by_role("link", name="Cite").click()
    button = page.get_by_role("button", name="Copy Reference")
    button.click()  # the link has opened what it leads to
    page.get_by_role("button", name="Copied Reference").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith(reference)
    button.wait_for()  # and says again what it does

    page.emulate_media(media="print")
    assert page.get_by_text(f"{settings.SITE_URL}{address}", exact=False).last.is_visible()
    for gone in (page.get_by_role("link", name="PDF"), page.locator("details.cite"), page.locator(".masthead__tools")):
        assert not gone.is_visible()
    leave(page)
