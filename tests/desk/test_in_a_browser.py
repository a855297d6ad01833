"""The desk in a real Chromium: the editor, its rules for browsers, photographs dropped on the page, and axe."""

import pytest
from playwright.sync_api import expect

from news.models import Edition
from photos.models import Photo
from publishing import actions
from tests import factories
from tests.browser import choose, faults, rules_for
from tests.desk.screens import NEW, address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTED_FROM_WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {color: red}</style></head><body>
<p class="MsoNormal" style="text-align:justify"><b>Совет</b> рассмотрел:<o:p></o:p></p>
<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1">
<!--[if !supportLists]--><span>·   </span><!--[endif]-->первый проект</p>
<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1">
<!--[if !supportLists]--><span>·   </span><!--[endif]-->второй проект</p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p></body></html>"""

PASTE = """([editor, html]) => {
  const data = new DataTransfer()
  data.setData("text/html", html)
  editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def show(page, language):
    page.locator(f"[data-tab={language}]").click()


def editor(page, language="en"):
    return page.locator(f"#text-{language} .ProseMirror[contenteditable=true]").first


def save(page):
    with page.expect_navigation():
        page.locator(".workbar__do > button[value=save]").click()


def test_the_editor_works_under_the_policy_without_a_word_on_the_console(desk):
    section = factories.section()
    page = desk(NEW)
    choose(page, "section", str(section))
    show(page, "en")
    page.fill("#id_en-title", "Typed in a browser")
    editor(page).click()
    page.keyboard.type("Привет, «мир» — and on it goes")
    save(page)
    assert Edition.objects.get().body == "<p>Привет, «мир» — and on it goes</p>"
    assert page.said == []


def test_a_text_pasted_from_word_comes_in_clean(desk):
    edition = factories.edition("en", body="")
    page = desk(address_of(edition.article))
    show(page, "en")
    editor(page).click()
    page.evaluate(PASTE, [editor(page).element_handle(), PASTED_FROM_WORD])
    save(page)
    edition.refresh_from_db()
    assert edition.body == (
        "<p><strong>Совет</strong> рассмотрел:</p><ul><li><p>первый проект</p></li><li><p>второй проект</p></li></ul>"
    )
    assert page.said == []


def test_looking_at_a_live_text_and_saving_it_opens_no_new_edition(desk):
    edition = factories.published("en", body="<p>A text</p><ul><li>with a list</li></ul><p></p>")
    page = desk(address_of(edition.article))
    editor(page).wait_for(state="attached")
    save(page)
    assert page.locator(".messagelist").inner_text() == "No changes."


UNCOVERED = """(bar) => [...Array(40).keys()].every((step) => {
  scrollTo({ top: 30 * step, behavior: "instant" })
  return [...bar.querySelectorAll("button, summary")].filter((one) => one.checkVisibility()).every((one) => {
    const { x, y, width, height } = one.getBoundingClientRect()
    return one.closest(".menu__panel") || bar.contains(document.elementFromPoint(x + width / 2, y + height / 2))
  })
})"""


def test_the_buttons_of_the_editor_do_not_cover_those_that_save(desk):
    edition = factories.edition("en", body="<p>Words.</p>" * 40)
    page = desk(address_of(edition.article))
    show(page, "en")
    page.locator("#text-en .prose-menubar").first.wait_for()
    assert page.locator(".workbar").evaluate(UNCOVERED)


def test_photos_chosen_together_go_up_at_once_and_the_bad_one_says_why(desk):
    edition = factories.edition("en")
    page = desk(address_of(edition.article))
    files = [
        {"name": f"ZVF_{number}.JPG", "mimeType": "image/jpeg", "buffer": content}
        for number, content in [(1, factories.jpeg()), (2, b"no picture"), (3, factories.jpeg())]
    ]
    page.set_input_files("#id_new_photos", files)
    page.get_by_text("“ZVF_2.JPG” is not a photo.").wait_for()
    page.get_by_role("status").filter(has_text="Uploaded: 2 of 3").wait_for()
    page.get_by_role("button", name="Move ZVF_3.JPG").press("ArrowUp")
    show(page, "en")
    third = page.locator("[data-row]").filter(has_text="ZVF_3.JPG")  # its number depends on which file arrived first
    third.locator("[name^=en-photos-][name$=-alt]").fill("The third photograph.")
    save(page)
    uses = edition.photos.select_related("photo")
    assert [(use.photo.file_name, use.alt) for use in uses] == [
        ("ZVF_3.JPG", "The third photograph."),
        ("ZVF_1.JPG", ""),
    ]


def test_a_card_dropped_on_the_library_goes_up_with_its_credit(desk):
    page = desk("/desk/photos/photo/add/")
    page.fill("[name=credit_en]", "Photo: Press Office")
    names = ["ZVF_1.JPG", "ZVF_2.JPG"]
    page.set_input_files(
        "#id_files", [{"name": name, "mimeType": "image/jpeg", "buffer": factories.jpeg()} for name in names]
    )
    page.get_by_role("status").filter(has_text="Uploaded: 2 of 2").wait_for()
    for name in names:
        expect(page.locator(".phc").get_by_role("link", name=name, exact=True)).to_have_count(1)
    assert [photo.credit for photo in Photo.objects.all()] == [{"en": "Photo: Press Office"}] * 2
    assert page.said == []


def test_a_question_can_be_added_and_its_answer_is_written_in_the_editor(desk):
    edition = factories.edition("en", genre="interview")
    page = desk(address_of(edition.article))
    show(page, "en")
    page.locator("#text-en").get_by_role("button", name="Add a question").click()
    page.locator("#id_en-turns [name$=-question]").fill("Why?")
    page.locator("#id_en-turns .ProseMirror[contenteditable=true]").click()
    page.keyboard.type("Because.")
    save(page)
    assert [(turn.question, turn.answer) for turn in edition.turns.all()] == [("Why?", "<p>Because.</p>")]


def test_a_link_to_what_is_missing_leads_into_the_right_language(desk):
    factories.contact()
    russian = factories.edition("ru")
    factories.edition("en", article=russian.article, standfirst="", body="")
    page = desk(address_of(russian.article))
    assert not page.locator("#id_en-standfirst").is_visible()
    page.locator("a[href='#id_en-standfirst']").click()
    assert page.evaluate("document.activeElement.id") == "id_en-standfirst"
    page.locator("a[href='#id_en-body']").click()
    assert editor(page).evaluate("element => element === document.activeElement")


ADDRESSES = [
    "/desk/",
    "/desk/news/article/",
    NEW,
    "/desk/photos/photo/add/",
    "/desk/council/meeting/add/",
    "article",
    "act",
    "history",
]
LOOKS = [
    pytest.param({"width": 1280}, id="wide"),
    pytest.param({"width": 390, "color_scheme": "dark", "language": "ru"}, id="narrow, at night, in Russian"),
]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_on_the_desk(desk, address, look):
    edition = factories.edition("en", genre="interview", standfirst="")
    factories.show(factories.photo(), edition)
    actions.submit(factories.edition("ru"), by=factories.writer())  # which the navigation counts
    named = {
        "article": address_of(edition.article),
        "act": f"/desk/news/article/{edition.article_id}/do/schedule/?languages=en",
        "history": f"/desk/news/article/{edition.article_id}/history/",
    }
    page = desk(named.get(address, address), **look)
    page.wait_for_load_state("networkidle")
    assert page.said == []
    assert faults(page, rules_for(page)) == {}
