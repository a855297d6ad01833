"""Photographs put into a text on the desk: in a real Chromium, by mouse and by keyboard alone."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from publishing import clock
from tests import factories
from tests.browser import faults
from tests.desk.screens import Page, address_of, send, signed_in

FRAMES = """async () => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame)
}"""
TEXT = "<p>First paragraph.</p><p>Second paragraph.</p>"


def article(*names, **facts):
    """Return a draft with photographs of these names, and the photographs."""
    draft = factories.edition(**{"body": TEXT, **facts})
    photos = [factories.photo(name, rendered=True) for name in names]
    for position, photo in enumerate(photos):
        factories.show(photo, draft, position)
    return draft, photos


def placed(photo):
    return f'<figure data-photo="{photo.pk}"></figure>'


@pytest.mark.django_db
def test_a_photograph_taken_away_under_a_text_that_shows_it_is_told_and_the_draft_is_saved():
    draft, [photo] = article("ZVF_2142.JPG")
    client = signed_in(factories.press_secretary())
    send(client, address_of(draft.article), en_body=TEXT + placed(photo), **{"photos-0-remove": "on"})
    draft.refresh_from_db()
    assert draft.body == TEXT + placed(photo)
    assert not draft.photos.exists()
    refused = send(client, address_of(draft.article), action="publish:en")
    sentence = "The text shows ZVF_2142.JPG, which is not among the article's photographs."
    page = refused.content.decode()
    assert sentence in unescape(page)
    assert "#id_en-body" in page


@pytest.mark.django_db
def test_a_scheduled_text_shows_words_in_the_place_of_its_photographs():
    draft, [photo] = article("ZVF_2142.JPG")
    draft.body += placed(photo)
    draft.save()
    factories.publish(draft, at=clock.now() + timedelta(days=365))
    page = signed_in(factories.press_secretary()).get(address_of(draft.article)).content.decode()
    assert "[ZVF_2142.JPG] The Council in session." in page


@pytest.mark.django_db
def test_a_new_language_that_has_a_photograph_in_its_text_and_no_word_yet_is_kept():
    draft, [photo] = article("ZVF_2142.JPG")
    send(signed_in(factories.press_secretary()), address_of(draft.article), ru_body=placed(photo))
    assert draft.article.editions.get(language="ru").body == placed(photo)


@pytest.mark.django_db
def test_who_comes_second_reads_of_the_photographs_the_first_put_into_the_text():
    draft, [photo] = article("ZVF_2142.JPG")
    client, address = signed_in(factories.press_secretary()), address_of(draft.article)
    opened = Page(client.get(address))
    send(client, address, en_body=TEXT + placed(photo))
    told = send(client, address, opened=opened, en_body="<p>Another text.</p>")
    assert "[ZVF_2142.JPG] The Council in session." in told.content.decode()


# --- In a browser ----------------------------------------------------------------------------------------------------


def browser(test):
    return pytest.mark.browser(pytest.mark.django_db(transaction=True)(test))


def writing(desk, draft, **look):
    """Return the page of the article of `draft`, with its English text in front."""
    page = desk(address_of(draft.article), **look)
    page.locator("[data-tab=en]").click()
    return page


def editor(page):
    return page.locator("#text-en .ProseMirror[contenteditable=true]").first


def button(page):
    return page.locator("#text-en .prose-menubar").first.get_by_role("button", name="Photograph")


def hand_on_the_keys(page):
    """Return a function that presses a key and lets the editor see it, which it does a few frames later."""

    def press(key):
        page.evaluate(FRAMES)
        page.keyboard.press(key)
        page.evaluate(FRAMES)

    return press


def save(page):
    with page.expect_navigation():
        page.locator(".workbar__do > button[value=save]").click()


def body(draft):
    draft.refresh_from_db()
    return draft.body


@browser
def test_a_photograph_is_put_into_the_text_with_the_button_and_seen_on_the_page(desk, live_server):
    draft, [_first, second] = article("ZVF_1.JPG", "ZVF_2.JPG")
    page = writing(desk, draft)
    editor(page).locator("p").first.click()
    button(page).click()
    page.get_by_role("dialog").get_by_role("button", name="ZVF_2.JPG").click()
    page.keyboard.type("Then: ")
    figure = editor(page).locator("figure")
    assert figure.inner_text().split("\n") == ["ZVF_2.JPG", "The Council in session."]
    assert figure.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    save(page)
    assert body(draft) == f"<p>First paragraph.</p>{placed(second)}<p>Then: Second paragraph.</p>"

    page.goto(live_server.url + reverse("admin:news_article_preview", args=[draft.pk]))
    seen = page.locator(".prose figure", has_text="ZVF_2.JPG")
    seen.scroll_into_view_if_needed()
    assert seen.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    factories.publish(draft)
    page.goto(live_server.url + draft.get_absolute_url())
    seen = page.locator(".prose figure", has_text="ZVF_2.JPG")
    assert seen.get_by_role("link", name="Download full size").count() == 1
    assert page.locator("figure", has_text="ZVF_2.JPG").count() == 1
    assert page.said == []


@browser
def test_a_photograph_is_put_moved_and_removed_by_keyboard_alone(desk):
    draft, [_first, second] = article("ZVF_1.JPG", "ZVF_2.JPG")
    page = writing(desk, draft)
    press = hand_on_the_keys(page)
    button(page).focus()
    press("Enter")
    page.get_by_role("dialog").wait_for()
    press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert editor(page).evaluate("element => element === document.activeElement")
    press("Control+End")
    button(page).focus()
    press("Enter")
    press("ArrowRight")
    press("Enter")
    page.keyboard.type("Third paragraph.")
    save(page)
    assert body(draft) == f"{TEXT}{placed(second)}<p>Third paragraph.</p>"

    editor(page).focus()
    press("Control+End")
    press("Home")
    press("ArrowUp")
    press("Alt+ArrowUp")
    press("Alt+ArrowUp")
    save(page)
    assert body(draft) == f"{placed(second)}{TEXT}<p>Third paragraph.</p>"

    editor(page).focus()
    press("Control+Home")
    press("ArrowUp")
    press("Delete")
    save(page)
    assert body(draft) == f"{TEXT}<p>Third paragraph.</p>"
    assert page.said == []


@browser
def test_a_text_of_one_photograph_is_not_taken_for_an_empty_one(desk):
    draft, [photo] = article("ZVF_1.JPG", body="")
    page = writing(desk, draft)
    editor(page).click()
    button(page).click()
    page.get_by_role("dialog").get_by_role("button", name="ZVF_1.JPG").click()
    page.keyboard.press("Backspace")  # the empty paragraph after it
    save(page)
    assert body(draft) == placed(photo)


@browser
def test_the_editor_follows_the_tray(desk):
    draft, [photo] = article("ZVF_1.JPG")
    draft.body += placed(photo)
    draft.save()
    page = writing(desk, draft)
    figure = editor(page).locator("figure")
    page.locator(".shots__open:visible summary").click()
    page.fill("#id_en-photos-0-caption", "The signing.")
    assert "The signing." in figure.inner_text()
    page.check("[name=photos-0-remove]")
    assert "not among the article's photographs" in figure.inner_text()
    button(page).click()
    page.get_by_role("dialog").get_by_text("This article has no photographs yet.").wait_for()
    page.keyboard.press("Escape")
    page.uncheck("[name=photos-0-remove]")
    assert "The signing." in figure.inner_text()
    save(page)
    assert body(draft) == TEXT + placed(photo)
    assert page.said == []


@browser
def test_looking_at_a_text_with_a_photograph_and_saving_it_opens_no_new_edition(desk):
    draft, [photo] = article("ZVF_1.JPG")
    draft.body += placed(photo)
    draft.save()
    factories.publish(draft)
    page = writing(desk, draft)
    editor(page).locator("figure").wait_for()
    save(page)
    assert page.locator(".messagelist").inner_text() == "No changes."


# The events of a hand that drags, without its pauses: on a busy machine they can come too late for each other.
DRAG = """([moved, target]) => {
  const data = new DataTransfer()
  const fire = (element, type, place) => {
    const box = element.getBoundingClientRect()
    const at = place === "end" ? [box.right - 5, box.bottom - 2] : [box.left + 5, box.top + 5]
    const where = { clientX: at[0], clientY: at[1], dataTransfer: data, bubbles: true, cancelable: true }
    element.dispatchEvent(new DragEvent(type, where))
  }
  fire(moved, "dragstart", "start")
  fire(target, "dragover", "end")
  fire(target, "drop", "end")
  fire(moved, "dragend", "start")
}"""


@browser
def test_a_photograph_is_cut_and_pasted_and_dragged(desk):
    draft, [photo] = article("ZVF_1.JPG")
    draft.body += placed(photo)
    draft.save()
    page = writing(desk, draft)
    press = hand_on_the_keys(page)
    editor(page).locator("figure").click()
    press("Control+x")
    press("Control+Home")
    press("Control+v")
    save(page)
    assert body(draft) == placed(photo) + TEXT

    page.locator("[data-tab=en]").click()
    moved, last = editor(page).locator("figure"), editor(page).locator("p").last
    page.evaluate(DRAG, [moved.element_handle(), last.element_handle()])
    save(page)
    assert body(draft) == TEXT + placed(photo)
    assert page.said == []


@pytest.mark.parametrize("look", [{"width": 1280}, {"width": 390, "color_scheme": "dark", "language": "ru"}])
@browser
def test_axe_finds_nothing_in_a_text_with_photographs_nor_in_the_choice(desk, look):
    draft, [photo, _other] = article("ZVF_1.JPG", "ZVF_2.JPG")
    draft.body += placed(photo) + '<figure data-photo="987654321"></figure>'
    draft.save()
    page = writing(desk, draft, **look)
    editor(page).locator("figure").first.click()
    assert faults(page) == {}
    page.locator("#text-en .prose-menubar [data-name=photoInText]").click()
    page.get_by_role("dialog").wait_for()
    assert faults(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
