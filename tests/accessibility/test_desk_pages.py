"""axe-core finds nothing on any page of the desk, forms included, wide by day and narrow by night, for each role."""

import pytest
from playwright.sync_api import Error

from publishing import roles
from tests import factories
from tests.accessibility.makes import make_of
from tests.accessibility.promises import promised
from tests.authenticity import signing
from tests.browser import faults_of_every_look, with_axe
from tests.desk import walking
from tests.desk.screens import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROLES = [roles.ADMINISTRATOR, roles.PRESS_SECRETARY, roles.WRITER, roles.TRANSLATOR]


@promised("desk")
def test_no_page_of_the_desk_has_a_fault(desk, live_server, settings):
    settings.SIGNING_KEY = signing.secret(signing.KEY)
    walking.fill()
    seen, found, numbers = set(), {}, {}
    for role in ROLES:
        person = factories.user(role)
        client, page, numbers[role] = signed_in(person), with_axe(desk("/desk/all/", person=person)), 0
        for address in addresses():
            make = make_of_page(client, address)
            if make <= seen:
                continue
            seen |= make
            numbers[role] += 1
            if is_page(page, live_server.url + address) and (faults := faults_of_every_look(page)):
                found[role, address] = faults
    assert numbers[roles.ADMINISTRATOR] > 40
    assert numbers[roles.WRITER] > 5
    assert not found, "\n".join(f"{where}: {faults}" for where, faults in found.items())


def addresses():
    return [address for address, name in walking.addresses().items() if name != "desk:logout"]


def make_of_page(client, address):
    """Return what the page at `address` is made of.

    One that brings nothing new is not opened in the browser, whichever role those before it were made for.
    """
    answer = client.get(address)
    if answer.streaming or answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
        return set()
    return make_of(answer.content)


def is_page(page, url):
    """Open the address, and tell whether what came is a page, not a file that Chromium saves."""
    try:
        return page.goto(url).ok and bool(page.title())
    except Error:
        return False
