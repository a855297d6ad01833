"""A document of Word is dropped on the desk, shown to somebody outside, and their remark comes back."""

import pytest
from playwright.sync_api import expect

from desk.models import PreviewComment, PreviewLink
from desk.previews import links
from news.models import Edition
from photos import renditions
from tests import factories
from tests.browser import faults, wait_until
from tests.desk.word import documents

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DROP = """([area, name, bytes]) => {
  const data = new DataTransfer()
  data.items.add(new File([new Uint8Array(bytes)], name))
  for (const type of ["dragover", "drop"]) {
    area.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }))
  }
}"""


def test_a_document_becomes_a_draft_and_a_reader_outside_writes_a_remark_that_comes_back(
    desk, new_page, live_server, settings
):
    settings.SITE_URL = live_server.url
    factories.section()
    factories.contact()
    page = desk("/desk/")
    content = documents.saved(documents.report(documents.jpegs(2)))
    with page.expect_navigation():
        area = page.locator("[data-word-drop]").element_handle()
        page.evaluate(DROP, [area, "report.docx", list(content)])
    expect(page.get_by_role("heading", level=1)).to_have_text(documents.TITLE)
    expect(page.locator(".messagelist")).to_contain_text("photographs: 2")
    draft = Edition.objects.get()
    for use in draft.photos.select_related("photo"):
        renditions.make(use.photo)

    page.get_by_role("link", name="External reviewers…").click()
    page.fill("#id_recipient", "Anna Ivanova")
    page.fill("#id_email", "anna@example.org")
    page.get_by_role("button", name="Create a link").click()
    address = page.get_by_label("Link for Anna Ivanova").input_value()
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
    assert page.said == []
    assert faults(page) == {}  # from here on the console tells what axe itself does to the page

    reader = new_page(width=390, locale="ru-RU")
    said = []
    reader.on("console", lambda message: said.append(message.text))
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text(documents.TITLE)
    expect(reader.locator(".watermark text").last).to_have_text("Anna Ivanova")
    expect(reader.locator("article figure img")).to_have_count(2)
    for picture in reader.locator("article figure img").all():  # they are fetched when they come into view
        picture.scroll_into_view_if_needed()
        wait_until(reader, "(it) => it.complete && it.naturalWidth > 0", picture.element_handle())
    assert said == []
    assert faults(reader) == {}
    reader.fill("#id_quoted", "второй вопрос")
    reader.fill("#id_text", "Вопросов было три.")
    reader.locator(".outside form button").click()
    expect(reader.locator(".outside__said")).to_contain_text("Вопросов было три.")

    page.goto(f"{live_server.url}/desk/")
    page.get_by_role("link", name="Вопросов было три.").click()
    expect(page.locator("#outside")).to_be_visible()
    remark = page.locator("[data-outside] .remarks li")
    expect(remark).to_contain_text("второй вопрос")
    remark.get_by_role("button", name="Done").click()
    expect(remark).to_have_count(0)
    assert PreviewComment.objects.get().resolved_by == factories.press_secretary()

    page.goto(f"{live_server.url}/desk/news/article/editions/{draft.pk}/previews/")
    expect(page.locator(".previews")).to_contain_text("Opened")
    page.get_by_role("button", name="Revoke the link: Anna Ivanova").click()
    expect(page.locator(".messagelist")).to_contain_text("can no longer open it")
    reader.reload()
    expect(reader.locator("main h1")).to_be_visible()
    assert documents.TITLE not in reader.content()
    assert faults(reader) == {}


@pytest.mark.parametrize("look", [{"width": 1280}, {"width": 390, "color_scheme": "dark", "language": "ru"}])
def test_axe_finds_nothing_on_the_new_pages(desk, new_page, live_server, look):
    factories.contact()
    edition = factories.edition("en", body="<p>Text</p>" * 30)
    factories.show(factories.photo(rendered=True), edition)
    link = PreviewLink.objects.create(
        edition=edition,
        recipient="Anna Ivanova",
        email="anna@example.org",
        version=2,  # so that the page says the text has changed
        created_by=factories.writer(),
        expires_at="2100-01-01T00:00Z",
    )
    PreviewComment.objects.create(link=link, version=1, quoted="Text", text="Wrong.")
    found = {}
    into = f"?article={edition.article_id}&language=en"
    for address in [
        "/desk/news/article/from-word/",
        f"/desk/news/article/from-word/{into}",
        f"/desk/news/article/editions/{edition.pk}/previews/?new={link.pk}",
    ]:
        found[address] = faults(desk(address, **look))
    outside = new_page(**{name: value for name, value in look.items() if name != "language"})
    for address in [f"/preview/{links.token(link)}/", "/preview/none/"]:
        outside.goto(live_server.url + address)
        found[address] = faults(outside)
    assert not any(found.values()), found
