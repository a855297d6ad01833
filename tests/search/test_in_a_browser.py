"""A visitor types a misspelt word, takes what was meant, narrows and arrives: with or without mouse and scripts."""

import re

import pytest
from playwright.sync_api import expect

from search import files, refreshing
from tests import factories
from tests.browser import faults, leave, refused_requests

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def archive():
    factories.contact()
    edition = factories.edition(
        "ru", title="Постоянный совет рассмотрел проекты совместных заявлений",
        body="<p>Заседание прошло в Москве. Проекты касаются нераспространения оружия и мер доверия.</p>",
    )  # fmt: skip
    factories.show(factories.photo(rendered=True), edition)
    factories.publish(edition)
    factories.published("ru", title="Заседание экспертов", section=factories.section("far", "Far", "Даль"))
    factories.published("en", title="Meeting of experts on non-proliferation")
    factories.term(factories.person(), factories.office(state=factories.state()))
    factories.document(en="On a meeting (PC.DEC/1307)", ru="О заседании (PC.DEC/1307)")
    factories.meeting()
    files.read_waiting()
    refreshing.refresh()
    return edition


def test_a_misspelt_word_leads_to_the_report(new_page, live_server, archive):
    page = new_page()
    foreign = refused_requests(page, live_server.url)
    page.goto(f"{live_server.url}/ru/")
    box = page.get_by_role("combobox", name="Search the press office").or_(page.locator("#search-box")).first
    box.fill("заседнаие")
    box.press("Enter")
    page.locator(".nothing__meant a").click()
    expect(page.locator(".resultbar strong")).to_be_visible()
    page.locator('.facet input[name="kind"][value="article"]').check()
    page.locator(".facets button").click()
    expect(page).to_have_url(re.compile("kind=article"))
    page.locator(".result__title a", has_text="Постоянный совет").click()
    expect(page.locator("h1")).to_have_text(archive.title)
    assert foreign == []
    leave(page)


def test_suggestions_are_chosen_with_the_keys(new_page, live_server, archive):
    page = new_page()
    page.goto(f"{live_server.url}/ru/search/")
    field = page.locator("#search-words")
    field.press_sequentially("постоян")
    options = page.locator("#suggestions-1 [role=option]")
    expect(options.first).to_be_visible()
    assert faults(page) == {}
    field.press("Escape")
    expect(options).to_have_count(0)
    field.press_sequentially("ный сов")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "suggestions-1-suggestion-1")
    place = options.first.get_attribute("data-href")
    field.press("Enter")
    page.wait_for_url(f"{live_server.url}{place}")
    leave(page)


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(390, "dark", "ru"), (1280, "light", "en"), (390, "light", "en")]
)
def test_the_pages_can_be_read_and_used_by_everybody(new_page, live_server, archive, width, scheme, language):
    page = new_page(width=width, color_scheme=scheme)
    for address in ["", "?q=заседание", "?q=1307", "?q=xyzzy", "?q=meeting&kind=article&page=9"]:
        page.goto(f"{live_server.url}/{language}/search/{address}")
        assert faults(page) == {}
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    leave(page)


def test_without_scripts_the_search_works_on_a_telephone(new_page, live_server, archive):
    page = new_page(width=390, java_script_enabled=False)
    page.goto(f"{live_server.url}/ru/")
    page.locator(".searchbox__link").click()
    page.locator("#search-words").fill("нераспространение")
    page.locator(".bigsearch button").click()
    expect(page.locator(".result__text mark")).to_have_text("нераспространения")
    leave(page)


# How far what was on the page already has moved, as browsers count it.
SHIFTED = """
new Promise(resolve => {
  const sum = list => list.getEntries().reduce((total, shift) => total + shift.value, 0)
  new PerformanceObserver(list => resolve(sum(list))).observe({type: "layout-shift", buffered: true})
  setTimeout(resolve, 500, 0)
})
"""


def test_on_a_telephone_the_results_stand_still_while_the_page_loads(new_page, live_server, archive):
    page = new_page(width=390)
    page.goto(f"{live_server.url}/ru/search/?q=заседание", wait_until="networkidle")
    expect(page.locator(".facets")).not_to_be_visible()
    assert page.evaluate(SHIFTED) < 0.1  # what is called good; the choices that folded up late were 0.6
    page.locator(".facets__fold summary").click()
    expect(page.locator(".facets button")).to_be_visible()
    leave(page)


def test_on_a_desk_the_choices_are_always_unfolded(new_page, live_server, archive):
    page = new_page()
    page.goto(f"{live_server.url}/ru/search/?q=заседание")
    expect(page.locator(".facets button")).to_be_visible()
    expect(page.locator(".facets__fold summary")).not_to_be_visible()
    leave(page)
