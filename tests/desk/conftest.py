"""What the tests of the desk in a browser start from."""

import pytest
from django.conf import settings
from django.test import Client

from tests import factories
from tests.browser import leave
from tests.storage import _bucket_of_its_own, _s3_server, storage  # noqa: F401

# What Chromium says, or not, of a page that is opened at one of its places and has a field to begin in.
REMARK = "Autofocus processing was blocked"


@pytest.fixture
def desk(new_page, live_server):
    """A function that opens a page of the desk for the press secretary, or for `person`.

    `page.said` is what the console said.
    """
    pages = []

    def open_desk(address, language="en", person=None, **look):
        client = Client()
        client.force_login(person or factories.press_secretary())
        page = new_page(**look)
        page.said = []
        page.on("console", lambda message: None if REMARK in message.text else page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        cookies = {
            settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
            settings.LANGUAGE_COOKIE_NAME: language,
        }
        page.context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        page.goto(live_server.url + address)
        pages.append(page)
        return page

    yield open_desk
    for page in pages:
        if page.is_closed():
            continue
        page.wait_for_load_state("networkidle")
        leave(page)
