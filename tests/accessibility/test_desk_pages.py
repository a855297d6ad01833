"""axe-core finds nothing on any page of the desk, forms included, wide by day and narrow by night."""

import pytest
from playwright.sync_api import Error

from tests import factories
from tests.authenticity import signing
from tests.browser import faults_of_every_look
from tests.desk import walking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a page consists of, without its words. Two pages that agree in this are the same to axe, and one is looked at.
MAKE = """() => [...new Set([...document.body.querySelectorAll('*')].map(element => {
  const told = ['class', 'role', 'type', 'hidden', 'open', 'required'].map(name => element.getAttribute(name));
  return [element.tagName, element.labels?.length, ...told].join(' ').replace(/\\d+/g, '0');
}))].sort().join('\\n')"""


def test_no_page_of_the_desk_has_a_fault(desk, live_server, settings):
    settings.SIGNING_KEY = signing.secret(signing.KEY)
    walking.fill()
    page, seen, found = desk("/desk/all/", person=factories.administrator()), set(), {}
    for address in addresses():
        if is_page(page, live_server.url + address) and (make := page.evaluate(MAKE)) not in seen:
            seen.add(make)
            if faults := faults_of_every_look(page):
                found[address] = faults
    assert len(seen) > 40
    assert not found, "\n".join(f"{address}: {faults}" for address, faults in found.items())


def addresses():
    return [address for address, name in walking.addresses().items() if name != "desk:logout"]


def is_page(page, url):
    """Open the address, and tell whether what came is a whole page, not a file, a part or a refusal."""
    try:
        answer = page.goto(url)
    except Error:  # a file, which Chromium saves
        return False
    return answer.ok and "html" in answer.header_value("content-type") and bool(page.title())
