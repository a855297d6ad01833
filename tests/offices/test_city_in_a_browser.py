"""The city council in a real Chromium: its pages to axe and in its own colours, and a report that goes out."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from press.models import Advisory
from tests.alerts.readers import deliver, reader
from tests.browser import choose, faults_of_what_is_new, in_every_look, press, with_axe
from tests.offices import city, first
from tests.smtp import words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("restored")]

# The colours that anything on a page is painted with, as #rrggbb.
COLOURS = """() => {
  const found = new Set()
  const hex = rgb => "#" + rgb.map(part => Number(part).toString(16).padStart(2, "0")).join("")
  for (const it of document.querySelectorAll("*")) {
    const look = getComputedStyle(it)
    for (const name of ["color", "backgroundColor", "borderTopColor", "borderBottomColor", "fill", "stroke",
                        "outlineColor", "backgroundImage"])
      for (const [, ...rgb] of look[name].matchAll(/rgba?\\((\\d+), (\\d+), (\\d+)/g)) found.add(hex(rgb))
  }
  return [...found]
}"""


def colours_of(page):
    """Return the colours of the page by day and by night."""
    return {colour for _look in in_every_look(page) for colour in page.evaluate(COLOURS)}


@pytest.fixture
def site(live_server, settings):
    settings.SITE_URL = live_server.url
    city.found()
    return live_server.url


def test_every_kind_of_page_is_in_its_own_colours_and_axe_finds_nothing(site, new_page):
    values = city.filled()
    of = {key[0]: number for key, number in values.items() if key[1:] == ("id",)}
    article = of["news:detail"]
    kinds = {
        "home": [], "news:list": [], "news:section": ["news"], "news:archive-year": [2018],
        "news:detail": [article, values["slug"]], "news:edition": [article, values["slug"], 1],
        "news:corrections": [], "photos:list": [], "photos:detail": [of["photos:detail"]], "photos:albums": [],
        "photos:album": [of["photos:album"]], "press:centre": [], "press:enquiry": [], "press:advisories": [],
        "press:advisory": [Advisory.objects.get().pk], "press:ask-accreditation": [Advisory.objects.get().pk],
        "search:results": [], "feeds:index": [], "follow:follow": [], "alerts:subscribe": [],
        "authenticity:verify": [], "pages:page": ["about"],
    }  # fmt: skip
    page, found, seen, colours = with_axe(new_page()), {}, set(), set()
    for language in ("en", "hy"):
        for name, arguments in kinds.items():
            with override(language):
                page.goto(site + reverse(name, args=arguments))
            found[language, name] = faults_of_what_is_new(page, seen) | dict.fromkeys(first.words_in(page.content()))
            if language == "en":
                colours |= colours_of(page)
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert "#7a1f3d" in colours
    assert first.words_in(" ".join(colours)) == []


def test_a_report_goes_from_the_desk_to_its_readers_and_into_a_letter(site, new_page, mail_server):
    reader("anna@paper.example")
    page = new_page(locale="en-GB")
    page.goto(f"{site}/desk/")
    page.fill("#id_username", city.ACCOUNT["username"])
    page.fill("#id_password", city.PASSWORD)
    page.keyboard.press("Enter")
    page.locator("main a[href='/desk/news/article/add/']").first.click()
    choose(page, "section", "News")
    expect(page.locator("[data-tab=ru]")).to_have_count(0)
    page.locator("[data-tab=en]").click()
    page.fill("#id_en-title", "The bridge is open")
    page.fill("#id_en-standfirst", "Four lanes cross the river.")
    page.locator("#text-en .ProseMirror[contenteditable=true]").first.click()
    page.keyboard.type("The mayor cut the ribbon.")
    press(page, "publish")
    expect(page.locator("#act .go__main")).to_be_visible()
    if page.locator("[name=without_review]").count():
        page.fill("[name=without_review]", "There is nobody else yet.")
    page.locator("#act .go__main").click()
    expect(page.locator("#act")).to_have_count(0)
    assert first.words_in(page.content()) == []

    visitor = new_page(width=390)
    visitor.goto(site)
    expect(visitor).to_have_url(re.compile("/en/$"))
    visitor.get_by_role("link", name="The bridge is open").first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("The bridge is open")
    assert first.words_in(visitor.content()) == []

    deliver()
    [letter] = mail_server.to("anna@paper.example")
    assert "Lorasar Press Office" in letter["From"]
    for kind in ("plain", "html"):
        assert "The bridge is open" in words(letter, kind)
        assert first.words_in(f"{letter['From']} {words(letter, kind)}") == []
    assert User.objects.filter(username="nare").exists()
