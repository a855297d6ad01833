"""The article screen in a real Chromium: writing first, and everything beside it follows."""

import gzip
import re
import time
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from news.models import Edition
from tests import factories
from tests.browser import choose, faults_of_every_look, wait_until
from tests.desk.screens import NEW, address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE_FROM_TOP = 240  # pixels
FINGER = 44  # pixels
LATE = 1  # seconds
MAX_SCRIPTS = 250 * 1024  # bytes on the line, the editor included
DROP = """(files) => {
  const data = new DataTransfer()
  for (const { name, bytes, type } of files) data.items.add(new File([new Uint8Array(bytes)], name, { type }))
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }))
}"""


def points(page):
    return page.locator("[data-checklist] .points a")


def names(page):
    return page.locator("[data-tray] [data-list] .shots__name .file").all_inner_texts()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_title_stands_in_the_first_screen(desk, width, height):
    edition = factories.edition("en", meeting=factories.meeting())
    for address in (NEW, address_of(edition.article)):
        page = desk(address, width=width)
        page.set_viewport_size({"width": width, "height": height})
        title = page.locator(".in--title:visible")
        assert title.bounding_box()["y"] <= TITLE_FROM_TOP


def test_the_list_follows_what_is_typed_and_each_point_leads_to_its_field(desk):
    factories.contact()
    section = factories.section()
    page = desk(NEW)
    page.locator("[data-tab=en]").click()
    page.fill("#id_en-title", "A title")
    expect(page.locator("[data-tab=en] [data-missing]")).to_have_text("no standfirst")
    expect(points(page).filter(has_text="Write the title.")).to_have_count(0)
    points(page).filter(has_text="Write the standfirst").click()
    expect(page.locator("#id_en-standfirst")).to_be_focused()
    page.keyboard.type("Who did what.")
    points(page).filter(has_text="Choose a section.").click()
    expect(page.locator("[name=section]").first).to_be_focused()
    page.keyboard.press("Escape")
    choose(page, "section", str(section))
    expect(page.locator("[data-fact=section] summary")).to_contain_text(str(section))
    points(page).filter(has_text="Write the text.").click()
    page.keyboard.type("It happened.")
    expect(page.locator("[data-points-some]").locator("visible=true")).to_have_count(0)
    expect(page.get_by_text("Nothing is missing")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("img", name="Nothing is missing")).to_be_visible()
    assert page.said == []


def test_without_a_section_the_press_opens_the_choice_and_sends_nothing(desk):
    factories.section()
    page = desk(NEW)
    page.fill("#id_ru-title", "Заголовок")
    page.locator(".workbar button[value=save]:visible").first.click()
    expect(page.locator("[name=section]").first).to_be_focused()
    assert not Edition.objects.exists()


def test_photographs_are_put_in_order_with_the_mouse_and_by_keyboard(desk):
    edition = factories.edition("en")
    for place, name in enumerate(["ZVF_1.JPG", "ZVF_2.JPG", "ZVF_3.JPG"]):
        factories.show(factories.photo(name), edition, place)
    page = desk(address_of(edition.article))
    last = page.get_by_role("button", name="Move ZVF_3.JPG")
    last.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("ZVF_3.JPG: place 1 of 3")).to_be_visible()
    expect(last).to_be_focused()
    grip = page.get_by_role("button", name="Move ZVF_1.JPG").bounding_box()
    first = page.locator("[data-tray] [data-row]").first.bounding_box()
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, first["y"] + first["height"] / 2, steps=8)
    page.mouse.up()
    assert names(page) == ["ZVF_1.JPG", "ZVF_3.JPG", "ZVF_2.JPG"]
    with page.expect_navigation():
        page.locator(".workbar button[value=save]:visible").first.click()
    assert [use.photo.file_name for use in edition.photos.select_related("photo")] == names(page)
    assert page.said == []


def drag_by_finger(page, start, end, steps=8):
    """Touch the page at `start`, go to `end` and let go, as a browser hears it from a telephone."""
    telephone = page.context.new_cdp_session(page)
    points = [
        (start[0] + (end[0] - start[0]) * n / steps, start[1] + (end[1] - start[1]) * n / steps)
        for n in range(steps + 1)
    ]
    for number, (x, y) in enumerate(points):
        kind = "touchMove" if number else "touchStart"
        telephone.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    telephone.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_photographs_are_put_in_order_with_a_finger_and_a_finger_beside_the_grip_scrolls(desk):
    edition = factories.edition("en")
    for place, name in enumerate(["ZVF_1.JPG", "ZVF_2.JPG", "ZVF_3.JPG"]):
        factories.show(factories.photo(name), edition, place)
    page = desk(address_of(edition.article), width=390, height=844, has_touch=True, is_mobile=True)
    tray = page.locator("[data-tray]")
    tray.evaluate("tray => scrollTo({ top: tray.offsetTop - 120, behavior: 'instant' })")
    grip = page.get_by_role("button", name="Move ZVF_1.JPG")
    size = grip.bounding_box()
    assert min(size["width"], size["height"]) >= FINGER
    before = page.evaluate("scrollY")
    x, y = middle(grip)
    drag_by_finger(page, (x, y), (x, middle(tray.locator("[data-row]").nth(1))[1]))
    assert names(page) == ["ZVF_2.JPG", "ZVF_1.JPG", "ZVF_3.JPG"]
    expect(page.get_by_text("ZVF_1.JPG: place 2 of 3")).to_be_visible()
    assert page.evaluate("scrollY") == before
    x, y = middle(tray.locator("[data-row] img").nth(1))
    drag_by_finger(page, (x, y), (x, y - 200))
    wait_until(page, f"scrollY > {before}")
    assert names(page) == ["ZVF_2.JPG", "ZVF_1.JPG", "ZVF_3.JPG"]
    with page.expect_navigation():
        page.locator(".workbar button[value=save]:visible").first.click()
    assert [use.photo.file_name for use in edition.photos.select_related("photo")] == [
        "ZVF_2.JPG",
        "ZVF_1.JPG",
        "ZVF_3.JPG",
    ]
    assert page.said == []


def test_magnified_four_times_nothing_is_pushed_aside_and_the_bars_scroll_away(desk):
    edition = factories.edition("en", title="Համագործակցություն" * 16)
    factories.show(factories.photo("ZVF_1.JPG"), edition, 0)
    page = desk(address_of(edition.article), width=320, height=256, language="ru")
    expect(page.locator("[data-tray] [data-grip]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.evaluate("scrollTo(0, 600)")
    assert page.locator(".workbar").bounding_box()["y"] < 0


def test_files_dropped_anywhere_find_their_place_and_propose_their_names(desk):
    edition = factories.edition("en")
    page = desk(address_of(edition.article))
    pdf = {"name": "Agenda_of_the_meeting.pdf", "type": "application/pdf", "bytes": list(b"%PDF-1.4")}
    picture = {"name": "ZVF_1.JPG", "type": "image/jpeg", "bytes": list(factories.jpeg())}
    page.evaluate(DROP, [pdf, picture])
    label = page.locator("[data-files]:visible [name$=-label]")
    expect(label).to_have_value("Agenda of the meeting")
    expect(page.locator("[data-tray] [data-row]")).to_have_count(1)
    with page.expect_navigation():
        page.locator(".workbar button[value=save]:visible").first.click()
    assert [(file.label, file.file_name) for file in edition.attachments.all()] == [
        ("Agenda of the meeting", "Agenda_of_the_meeting.pdf")
    ]
    assert page.said == []


def test_an_article_opens_in_its_original_language_and_comes_back_to_the_one_in_hand(desk):
    russian = factories.edition("ru")
    english = factories.edition("en", article=russian.article)
    russian.article.original_language = "en"
    russian.article.save()
    page = desk(address_of(russian.article))
    expect(page.locator("[data-tab=en]")).to_have_attribute("aria-current", "true")
    page.locator("[data-tab=ru]").click()
    page.fill("#id_ru-title", "Новый заголовок")
    with page.expect_navigation():
        page.locator(".workbar button[value=save]:visible").first.click()
    expect(page.locator("[data-tab=ru]")).to_have_attribute("aria-current", "true")
    page.reload()
    expect(page.locator("[data-tab=en]")).to_have_attribute("aria-current", "true")
    assert english.article_id == russian.article_id


def test_the_tools_of_the_text_are_few_stay_in_sight_and_speak_russian(desk):
    edition = factories.edition("ru", body="<p>Слова.</p>" * 60)
    page = desk(address_of(edition.article), language="ru")
    tools = page.locator("#text-ru .tools").first
    expect(tools.locator("> button")).to_have_count(7)
    words = tools.evaluate(
        "bar => [...bar.querySelectorAll('button, summary')].map((one) => one.title + one.textContent + one.ariaLabel)"
    )
    foreign = [word for word in words if any("a" <= letter <= "z" for letter in word.replace("HTML", "").lower())]
    assert [word for word in foreign if "null" not in word] == []
    page.evaluate("scrollTo({ top: 900, behavior: 'instant' })")
    bar, at = page.locator(".workbar").bounding_box(), tools.bounding_box()
    assert at["y"] == pytest.approx(bar["y"] + bar["height"], abs=2)


def test_two_languages_stand_side_by_side_and_axe_finds_nothing(desk):
    edition = factories.edition("en", standfirst="")
    factories.edition("ru", article=edition.article)
    factories.show(factories.photo(), edition)
    page = desk(address_of(edition.article))
    expect(page.locator(".tools:visible")).to_have_count(1)
    page.get_by_role("button", name="Side by side").click()
    boxes = [page.locator(f"#text-{code}").bounding_box() for code in ("ru", "en")]
    assert boxes[0]["x"] < boxes[1]["x"]
    page.locator("[data-fact=section] > summary").click()
    assert faults_of_every_look(page) == {}


def test_its_scripts_with_the_editor_are_soon_there(desk):
    page = desk("/desk/")
    scripts = {}
    page.on("response", lambda answer: scripts.update({answer.url: answer}) if is_script(answer) else None)
    page.goto(page.url.removesuffix("/desk/") + address_of(factories.edition("en").article))
    expect(page.locator(".ProseMirror:visible").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    sizes = {url: len(gzip.compress(answer.body())) for url, answer in scripts.items()}
    assert any("editor" in url for url in sizes)
    assert sum(sizes.values()) < MAX_SCRIPTS, sizes


def test_the_text_has_a_name_when_the_script_that_names_it_comes_late(desk):
    article = factories.edition("en").article
    factories.edition("ru", article=article)
    page = desk("/desk/")
    page.route("**/desk-editor*.js", late)
    for address in (address_of(article), reverse("admin:news_article_translate", args=[article.pk, "ru"])):
        page.goto(page.url.removesuffix(urlsplit(page.url).path) + address)
        text = page.locator(".ProseMirror[contenteditable=true]:visible").first
        expect(text).to_have_attribute("aria-label", re.compile(r"\w"))
        expect(page.locator(".tools:visible").first).to_be_visible()


def late(route):
    time.sleep(LATE)
    route.continue_()


def is_script(answer):
    return answer.request.resource_type == "script"
