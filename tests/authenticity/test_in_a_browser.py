"""The page “Check a text” as people use it: by keyboard, on paper and at night, wide and narrow."""

import pytest

from tests import factories
from tests.authenticity.signing import sealed
from tests.browser import faults, leave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("look", [{"width": 1280}, {"width": 390, "color_scheme": "dark"}])
def test_a_forged_sentence_is_found_out_by_keyboard(live_server, new_page, look):
    factories.contact()
    edition = factories.published("ru", title="Совет рассмотрел заявления", body="<p>Шесть государств из шести.</p>")
    sealed()
    page, found = new_page(**look), {}

    page.goto(f"{live_server.url}/ru/verify/")
    found["form"] = faults(page)
    page.locator("textarea").fill("Совет рассмотрел заявления. Что произошло? Пять государств из шести.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#verdict").wait_for()
    found["answer"] = faults(page)
    page.goto(f"{live_server.url}/ru/news/{edition.article_id}/")
    page.locator(f"a[href='/ru/verify/{edition.article_id}/1/']").click()
    page.locator("dl.kv").wait_for()
    found["record"] = faults(page)
    leave(page)
    assert not any(found.values()), found
