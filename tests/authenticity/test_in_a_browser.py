"""The page “Check a text” as people use it: by keyboard, on paper and at night, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import factories
from tests.authenticity.signing import sealed
from tests.browser import WITHOUT_PRELOAD, leave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("look", [{"width": 1280}, {"width": 390, "color_scheme": "dark"}])
def test_a_forged_sentence_is_found_out_by_keyboard(live_server, new_page, look):
    factories.contact()
    edition = factories.published("ru", title="Совет рассмотрел заявления", body="<p>Шесть государств из шести.</p>")
    sealed()
    page, axe, found = new_page(**look), Axe(), {}

    def look_at(name):
        for violation in axe.run(page, options=WITHOUT_PRELOAD).response["violations"]:
            found[f"{name}: {violation['id']}"] = violation["nodes"][0]["html"][:200]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px wider than the window"

    page.goto(f"{live_server.url}/ru/verify/")
    look_at("form")
    page.locator("textarea").fill("Совет рассмотрел заявления. Что произошло? Пять государств из шести.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#verdict").wait_for()
    look_at("answer")
    page.goto(f"{live_server.url}/ru/news/{edition.article_id}/")
    page.locator(f"a[href='/ru/verify/{edition.article_id}/1/']").click()
    page.locator("dl.kv").wait_for()
    look_at("record")
    leave(page)
    assert not found, found
