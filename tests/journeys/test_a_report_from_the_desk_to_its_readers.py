"""The whole way, in a real Chromium: a press secretary writes and publishes, visitors read, look and call."""

import re

import pytest
from playwright.sync_api import expect

from photos.models import Rendition
from tests import factories, queue
from tests.browser import choose, press, refused_requests, wait_until
from tests.photos.images import camera_jpeg

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long and quiet evening"
WORDS = {
    "ru": {
        "title": "Постоянный совет рассмотрел два документа",
        "standfirst": "Заседание прошло под председательством представителя Кыргызской Республики.",
        "body": "Совет согласовал оба документа.",
        "captions": ["Заседание Совета.", "Места делегаций."],
        "alts": ["Делегаты за круглым столом.", "Таблички и микрофон на столе."],
        "credit": "Пресс-служба ОДКБ",
        "terms": "Бесплатно с указанием источника",
    },
    "en": {
        "title": "Permanent Council reviews two documents",
        "standfirst": "The representative of the Kyrgyz Republic was in the chair.",
        "body": "The Council agreed both documents.",
        "captions": ["The Council in session.", "Seats of the delegations."],
        "alts": ["Delegates at a round table.", "Name plates and a microphone on the table."],
        "credit": "CSTO Press Office",
        "terms": "Free of charge with the credit",
    },
}


@pytest.fixture
def newsroom():
    """What stands before the report is written: a section, the meeting, the contact, twenty older reports."""
    factories.contact()
    state = factories.state()
    chair = factories.person()
    factories.term(chair, factories.office(state=state))
    factories.meeting(chair=chair, chair_state=state)
    for language in ("ru", "en"):
        for _ in range(21):
            factories.published(language, shown_on="2019-01-15")
    for user in (factories.press_secretary(), factories.administrator()):
        user.set_password(PASSWORD)
        user.save()


def log_in(page, address, name):
    page.goto(address)
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")


def write(page):
    choose(page, "section", "Permanent Council")
    page.locator("[data-fact=shown_on] > summary").click()
    page.fill("#id_shown_on", "2018-11-27")
    page.locator("[data-fact=meeting] > summary").click()
    page.select_option("#id_meeting", index=1)
    page.keyboard.press("Escape")
    page.set_input_files(
        "#id_new_photos",
        [
            {"name": name, "mimeType": "image/jpeg", "buffer": camera_jpeg(size=(1300 + number, 900))}
            for number, name in enumerate(["ZVF_2142.JPG", "ZVF_2150.JPG"])
        ],
    )
    expect(page.get_by_text("Uploaded: 2 of 2")).to_be_visible()
    for language, words in WORDS.items():
        page.locator(f"[data-tab={language}]").click()
        page.fill(f"#id_{language}-title", words["title"])
        page.fill(f"#id_{language}-standfirst", words["standfirst"])
        page.locator(f"#text-{language} .ProseMirror[contenteditable=true]").first.click()
        page.keyboard.type(words["body"])
        for number in range(2):
            page.fill(f"#id_{language}-photos-{number}-caption", words["captions"][number])
            page.fill(f"#id_{language}-photos-{number}-alt", words["alts"][number])
            page.fill(f"#id_{language}-photos-{number}-credit", words["credit"])
            page.fill(f"#id_{language}-photos-{number}-usage_terms", words["terms"])


def test_a_press_secretary_publishes_a_report_and_visitors_read_it_in_both_languages(newsroom, live_server, new_page):
    desk = new_page(locale="en-GB")
    log_in(desk, f"{live_server.url}/desk/", "press-secretary")
    desk.locator(".bar__new summary").click()
    desk.locator(".bar__new").get_by_role("link", name="Article", exact=True).click()
    write(desk)
    with desk.expect_navigation():  # the list says so before it is saved
        desk.locator(".workbar button[value=save]:visible").first.click()
    expect(desk.get_by_text("Nothing is missing").first).to_be_visible()
    press(desk, "submit")
    expect(desk.get_by_text("In review since").first).to_be_visible()

    second = new_page(locale="en-GB")
    log_in(second, desk.url, "administrator")
    press(second, "approve")
    expect(second.get_by_text("Approved on").first).to_be_visible()

    visitor = new_page(locale="en-GB")
    foreign = refused_requests(visitor, live_server.url)
    visitor.goto(f"{live_server.url}/en/news/?page=2")
    assert WORDS["en"]["title"] not in visitor.content()

    desk.reload()
    press(desk, "publish")
    expect(desk.get_by_role("heading", name="Publish", exact=True)).to_be_visible()
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_text(re.compile("On the site since .+ Moscow time"))).to_have_count(2)
    queue.work()
    assert Rendition.objects.filter(kind=Rendition.Kind.DOWNLOAD).count() == 2

    for language, words in WORDS.items():
        read(visitor, live_server.url, language, words)
    assert foreign == []


def read(page, server, language, words):
    """Find the report at the end of the list, read it, look at its photos, see whom to call, and go back."""
    page.goto(f"{server}/{language}/news/?page=2")
    page.get_by_role("link", name=words["title"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["title"])
    assert page.locator("html").get_attribute("lang") == language
    for text in (words["standfirst"], words["body"], *words["captions"]):
        expect(page.get_by_text(text).first).to_be_visible()
    for alt in words["alts"]:
        picture = page.get_by_role("img", name=alt).first
        picture.scroll_into_view_if_needed()
        wait_until(page, "image => image.complete && image.naturalWidth > 0", picture.element_handle())
    assert "ZVF_2142.JPG" in page.content()
    signature = page.locator(".signature")
    expect(signature.get_by_role("link", name="+7495-795-27-10")).to_have_attribute("href", "tel:+74957952710")
    other = next(word for word in WORDS if word != language)
    assert (
        page.locator(f"link[hreflang={other}]")
        .get_attribute("href")
        .endswith(page.locator(f".langs a[hreflang={other}]").get_attribute("href"))
    )
    article = page.url
    for back in page.locator(".backlinks a").all():
        back.click()
        expect(page).to_have_url(re.compile(r"\?page=2#article-\d+$"))
        expect(page.get_by_role("link", name=words["title"])).to_be_in_viewport()
        page.goto(article)
