"""The menus arranged in a real Chromium: by mouse on a wide screen, by a finger's width and keys on a telephone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from pages.models import Menu
from tests import factories
from tests.browser import faults_of_every_look, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREEN = reverse("admin:pages_menu_changelist")
MAIN = "[aria-labelledby=menu-main]"


def words(page):
    return page.locator(f"{MAIN} [data-row] input[type=hidden]").evaluate_all("all => all.map(it => it.value)")


def drag(page, word, onto):
    """Drag the row of one word of the first menu onto that of another, with the mouse at the grip."""
    rows = page.locator(f"{MAIN} [data-row]")
    row = rows.filter(has=page.locator(f"input[value='{word}']"))
    row.evaluate("row => row.scrollIntoView({ block: 'center', behavior: 'instant' })")
    grip = row.locator("[data-grip]").bounding_box()
    target = rows.filter(has=page.locator(f"input[value='{onto}']")).bounding_box()
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(grip["x"] + grip["width"] / 2, target["y"] + target["height"] / 2, steps=12)
    page.mouse.up()


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def test_two_people_arrange_the_menu_by_mouse_and_by_keys_and_the_second_loses_nothing(desk, live_server, new_page):
    about = factories.publish(factories.page("about", title="About us"))
    word = f"page:{about.article_id}"
    wide = desk(SCREEN)
    narrow = desk(SCREEN, width=390, person=factories.administrator(), color_scheme="dark")
    before = words(wide)
    assert before[:5] == ["news", "council", "representatives", "photos", "press"]
    # One, wide: ticks the page and drags it to the top with the mouse.
    wide.locator(f"{MAIN} input[type=checkbox][value='{word}']").check()
    for onto in [*reversed(before[: before.index(word)])]:
        drag(wide, word, onto)
    assert words(wide)[:2] == [word, "news"]
    # The other, narrow, by keyboard alone: takes “Press centre” to the front, and out again “Photo archive”.
    narrow.locator(f"{MAIN} [data-row]").filter(has=narrow.locator("input[value=press]")).locator("[data-grip]").focus()
    narrow.keyboard.press("Home")
    assert words(narrow)[:2] == ["press", "news"]
    narrow.keyboard.press("ArrowDown")
    assert words(narrow)[:2] == ["news", "press"]
    narrow.keyboard.press("ArrowUp")
    narrow.locator(f"{MAIN} input[type=checkbox][value=photos]").focus()
    narrow.keyboard.press("Space")
    assert not too_wide(narrow)
    save(wide)
    assert Menu.objects.get(name="main").entries == [word, "news", "council", "representatives", "photos", "press"]
    narrow.get_by_role("button", name="Save", exact=True).focus()
    with narrow.expect_navigation():
        narrow.keyboard.press("Enter")
    expect(narrow.get_by_role("alert")).to_contain_text("A colleague changed the menus")
    assert Menu.objects.get(name="main").entries[0] == word
    assert words(narrow)[:4] == ["press", "news", "council", "representatives"]
    assert not narrow.locator(f"{MAIN} input[type=checkbox][value=photos]").is_checked()
    assert not faults_of_every_look(narrow)
    # By mouse on the narrow screen, too; then sent once more, knowing what the colleague did.
    narrow.set_viewport_size({"width": 390, "height": 900})
    drag(narrow, "news", "council")
    assert words(narrow)[:3] == ["press", "council", "news"]
    save(narrow)
    expect(narrow.locator(".messagelist")).to_contain_text("The menus are saved.")
    assert Menu.objects.get(name="main").entries == ["press", "council", "news", "representatives"]
    visitor = new_page(java_script_enabled=False)
    visitor.goto(f"{live_server.url}/en/")
    assert visitor.locator("nav[aria-label='Main menu'] a").evaluate_all("all => all.map(it => it.pathname)")[:4] == [
        "/en/press/", "/en/council/", "/en/news/", "/en/council/representatives/",
    ]  # fmt: skip
    wide.reload()
    assert words(wide)[:2] == ["press", "council"]
    assert wide.said == narrow.said == []
