"""axe-core finds nothing on any page of the desk, forms included, wide by day and narrow by night, for each role."""

import re

import pytest
from lxml import html
from playwright.sync_api import Error

from publishing import roles
from tests import factories
from tests.authenticity import signing
from tests.browser import faults_of_every_look
from tests.desk import walking
from tests.desk.screens import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROLES = [roles.ADMINISTRATOR, roles.PRESS_SECRETARY, roles.WRITER, roles.TRANSLATOR]
ATTRIBUTES = ["class", "role", "type", "hidden", "open", "required", "disabled"]


def test_no_page_of_the_desk_has_a_fault(desk, live_server, settings):
    settings.SIGNING_KEY = signing.secret(signing.KEY)
    walking.fill()
    seen, found, numbers = set(), {}, {}
    for role in ROLES:
        person = factories.user(role)
        client, page, before = signed_in(person), desk("/desk/all/", person=person), len(seen)
        for address in addresses():
            make = make_of(client, address)
            if make is None or make in seen:
                continue
            seen.add(make)
            if is_page(page, live_server.url + address) and (faults := faults_of_every_look(page)):
                found[role, address] = faults
        numbers[role] = len(seen) - before
    assert numbers[roles.ADMINISTRATOR] > 40
    assert numbers[roles.WRITER] > 5
    assert not found, "\n".join(f"{where}: {faults}" for where, faults in found.items())


def addresses():
    return [address for address, name in walking.addresses().items() if name != "desk:logout"]


def make_of(client, address):
    """Return what a page consists of, without its words; None for what is no whole page.

    Two pages that agree in this are the same to axe: one is opened in the browser, whichever role it was made for.
    """
    answer = client.get(address)
    if answer.streaming or answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
        return None
    page = html.fromstring(answer.content)
    labelled = {label.get("for") for label in page.iter("label")}
    if page.tag != "html" or page.find("body") is None:
        return None
    told = {
        (element.tag, element.get("id") in labelled, *(element.get(name) for name in ATTRIBUTES))
        for element in page.body.iter("*")
    }
    return "\n".join(sorted({re.sub(r"\d+", "0", " ".join(map(str, one))) for one in told}))


def is_page(page, url):
    """Open the address, and tell whether what came is a page, not a file that Chromium saves."""
    try:
        return page.goto(url).ok and bool(page.title())
    except Error:
        return False
