"""What no form of the desk asks for: a place as a number, a further row by a button, several choices with Ctrl held."""

import lxml.html
import pytest

from tests import factories
from tests.desk import walking
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db

BOXES = "//input[not(@type='hidden')]"
# The place of a photograph in an article is typed where no script runs; with one the box is hidden.
WITHOUT_SCRIPTS = "[not(ancestor::*[@data-place])]"
REFUSED = {
    "a box for a place": f"{BOXES}[contains(@name, 'position') or contains(@name, '-ORDER')]",
    "a number for a place": f"{BOXES}[@type='number' and contains(@name, 'order')]{WITHOUT_SCRIPTS}",
    "a list to choose from with Ctrl": "//select[@multiple][not(contains(@class, 'admin-autocomplete'))]",
    "rows of Django's own": "//*[contains(@class, 'inline-group') or @data-inline-formset]",
    "a head of a column without words": "//th[not(normalize-space()) and not(.//input) and not(@aria-label)]",
}


def test_no_form_asks_for_a_place_a_further_row_or_several_choices_with_ctrl():
    walking.fill()
    client, found, forms = signed_in(factories.administrator()), [], 0
    for address in walking.addresses():
        if "/account/" in address or "logout" in address:
            continue
        answer = client.get(address)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = lxml.html.fromstring(answer.content)
        forms += len(page.xpath("//form"))
        for what, path in REFUSED.items():
            for element in page.xpath(path):
                found.append(f"{address}: {what}: {lxml.html.tostring(element, encoding='unicode')[:160]}")
    assert not found, "\n".join(found)
    assert forms > 300
