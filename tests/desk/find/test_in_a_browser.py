"""The dialog of “find anything” in a real Chromium: by keyboard alone, on any page, and never an answer too late."""

import datetime

import pytest
from playwright.sync_api import expect

from news.models import Edition
from search import refreshing
from tests import factories
from tests.browser import faults_of_every_look
from tests.desk.screens import address_of

CONTROL, SHIFT = 2, 8  # modifiers as Chromium's protocol adds them up
TOUCH = 44  # pixels a finger needs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newsroom():
    day = datetime.date(2018, 11, 27)
    factories.meeting(held_on=day, chair=factories.person(), chair_state=factories.state())
    factories.photo(caption={"en": "Quokkas at a table", "ru": ""})
    drafts = [factories.edition(title=f"Quokka {number}", shown_on=day) for number in range(3)]
    factories.published(title="The Quokka accord", shown_on=day)
    refreshing.refresh()
    return drafts


def chosen(page):
    """Return the words of the option that the field names as its active one."""
    return page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.innerText"
    )


def test_from_any_page_by_keyboard_alone_and_back(desk, newsroom):
    page = desk("/desk/council/state/")
    home = page.locator(".bar__home")
    home.focus()
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Find anything")
    expect(field).to_be_focused()
    page.keyboard.type("quokka 1")
    expect(page.get_by_role("option").first).to_contain_text("Quokka 1")
    assert "Quokka 1" in chosen(page)
    page.keyboard.press("Escape")
    expect(page.locator("#find")).to_be_hidden()
    expect(home).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("quokka")
    expect(page.get_by_role("option", name="Quokka 2")).to_be_visible()
    first = chosen(page)
    assert "The Quokka accord" in first  # of one day, the text that was begun last
    page.keyboard.press("ArrowDown")
    assert chosen(page) != first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # from the first to the last
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == first
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address_of(Edition.objects.get(title='The Quokka accord').article)}")
    assert page.said == []


@pytest.mark.parametrize(
    ("code", "key", "modifiers"),
    [("KeyK", "л", CONTROL), ("Slash", ".", 0), ("Backslash", "/", SHIFT)],
    ids=["Ctrl Л", "the key of the slash", "the slash"],
)
def test_on_a_russian_keyboard_the_same_keys_open_it(desk, newsroom, code, key, modifiers):
    page = desk("/desk/", "ru")
    expect(page.locator("#find")).to_be_hidden()
    keys = page.context.new_cdp_session(page)
    keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "code": code, "key": key, "modifiers": modifiers})
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp", "code": code, "key": key, "modifiers": modifiers})
    field = page.get_by_role("combobox", name="Найти что угодно")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("quokka 1")
    expect(page.get_by_role("option").first).to_contain_text("Quokka 1")


def test_a_screen_reader_is_told_what_is_chosen_and_how_many_there_are(desk, newsroom):
    page = desk("/desk/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find anything")
    listbox = page.get_by_role("listbox", name="Found")
    assert page.evaluate("document.activeElement.getAttribute('aria-controls')") == listbox.get_attribute("id")
    page.keyboard.type("quokka")
    texts = listbox.get_by_role("group", name="Texts")
    expect(texts.get_by_role("option")).to_have_count(4)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-activedescendant", page.get_by_role("option").first.get_attribute("id"))
    number = page.get_by_role("option").count()
    expect(page.locator("#find [role=status]")).to_have_text(f"Found: {number}")
    field.fill("xylophone")
    expect(page.locator("#find [role=status]")).to_contain_text("Nothing found")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.get_attribute("aria-activedescendant") is None


def test_on_a_telephone_by_touch(desk, newsroom):
    page = desk("/desk/", width=390, has_touch=True, is_mobile=True)
    page.locator("[data-find]:visible").tap()
    field = page.get_by_role("combobox", name="Find anything")
    expect(field).to_be_focused()
    page.keyboard.type("quokka 2")
    option = page.get_by_role("option", name="Quokka 2")
    expect(option).to_be_visible()
    assert option.bounding_box()["height"] >= TOUCH
    page.locator(".find__close").tap()
    expect(page.locator("#find")).to_be_hidden()
    page.locator("[data-find]:visible").tap()
    page.keyboard.type("quokka 2")
    option.tap()
    page.wait_for_url(f"**{address_of(newsroom[2].article)}")


def test_enter_waits_for_the_answer_to_what_was_typed_last(desk, newsroom):
    page = desk("/desk/")
    page.keyboard.press("Control+k")
    page.keyboard.type("quokka 0")
    page.keyboard.press("Enter")  # before anything can have come
    page.wait_for_url(f"**{address_of(newsroom[0].article)}")


def test_an_answer_that_comes_too_late_is_not_shown(desk, newsroom):
    page = desk("/desk/")
    held = []
    page.route("**/find/answers/?q=quokka", lambda route: held.append(route))
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find anything")
    with page.expect_request("**/find/answers/?q=quokka"):
        page.keyboard.type("quokka")
    field.fill("27.11.2018")
    expect(page.get_by_role("option").first).to_contain_text("Meeting")
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("option").first).to_contain_text("Meeting")


def test_slashes_are_typed_where_one_writes_and_the_field_of_the_bar_opens_the_dialog(desk, newsroom):
    page = desk("/desk/find/")
    page.locator("#find-text").click()
    page.keyboard.type("27/11/2018")
    expect(page.locator("#find")).to_be_hidden()
    page.locator(".bar__find input").click()
    page.keyboard.type("quokka 0")
    expect(page.get_by_role("option")).to_have_count(1)


def test_without_a_connection_it_says_so_and_goes_on_by_itself(desk, newsroom):
    page = desk("/desk/")
    page.context.set_offline(True)
    page.keyboard.press("Control+k")
    page.keyboard.type("quokka 0")
    expect(page.locator(".find__none")).to_contain_text("No connection")
    page.context.set_offline(False)
    expect(page.get_by_role("option")).to_have_count(1)


def test_axe_finds_nothing_at_any_width(desk, newsroom):
    page = desk("/desk/")
    page.keyboard.press("Control+k")
    page.keyboard.type("27.11.2018")
    expect(page.get_by_role("option").first).to_contain_text("Meeting")
    assert faults_of_every_look(page) == {}
    page.goto(page.url + "find/?q=27.11.2018")
    assert faults_of_every_look(page) == {}
