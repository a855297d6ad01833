"""The tasks of a first day, from the page Today, with their presses counted: none takes more than before this desk.

What is typed is not counted, nor is Tab. The table is in docs/desk.md; twelve photographs are in test_a_memory_card.py,
a meeting and a new representative in tests/desk/council/test_records_in_a_browser.py.
"""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Article, Edition
from press.models import Enquiry, Phone
from publishing import actions, clock
from search import refreshing
from tests import factories
from tests.browser import choose, press
from tests.desk.screens import address_of
from tests.line import Line
from tests.photos.images import camera_jpeg
from tests.presses import choose_option, counted, follow, presses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = "/desk/"
PASSWORD = "a long and quiet evening"


@pytest.fixture
def today(desk):
    """A function that opens the page Today in a window that counts."""
    return lambda: counted(desk(TODAY))


def open_from_the_list(page, article):
    """Two presses."""
    follow(page, "news_article_changelist")
    follow(page, "news_article_change", article.pk)


def find(page, words):
    """Open what the desk finds first, by keyboard alone."""
    page.keyboard.press("Control+k")
    expect(page.locator("#find input")).to_be_focused()
    page.keyboard.type(words)
    expect(page.get_by_role("option").first).to_contain_text(words)
    page.keyboard.press("Enter")


def confirm(page, reason="It is being quoted."):
    """Say why without a review where that is asked for, and press the button; the cursor stands in the field."""
    expect(page.locator("#act .go__main")).to_be_visible()
    if page.locator("[name=without_review]").count():
        expect(page.locator("[name=without_review]")).to_be_focused()
        page.keyboard.type(reason)
    page.locator("#act .go__main").click()
    expect(page.locator("#act")).to_have_count(0)


def write(page, text, language):
    """One press: into the text."""
    page.locator(f"#text-{language} .ProseMirror[contenteditable=true]").first.click()
    page.keyboard.type(text)


def test_logging_in_takes_one(new_page, live_server):
    secretary = factories.press_secretary()
    secretary.set_password(PASSWORD)
    secretary.save()
    page = new_page()
    page.goto(live_server.url + TODAY)
    counted(page)
    page.fill("#id_username", secretary.username)
    page.fill("#id_password", PASSWORD)
    page.locator("#login-form [type=submit]").click()
    expect(page.locator(".bar__new")).to_be_visible()
    assert presses(page) <= 1


def test_a_report_in_two_languages_with_two_photographs_takes_eleven_where_it_took_nineteen(today):
    section = factories.section()
    page = today()
    page.locator(".bar__new summary").click()
    follow(page, "news_article_add")
    choose(page, "section", str(section))
    with page.expect_file_chooser() as chosen:
        page.locator("label[for=id_new_photos]").click()
    files = [{"name": name, "mimeType": "image/jpeg"} for name in ("ZVF_2142.JPG", "ZVF_2150.JPG")]
    chosen.value.set_files(
        [file | {"buffer": camera_jpeg(size=(1300 + number, 900))} for number, file in enumerate(files)]
    )
    expect(page.locator("[data-tray] [data-row]")).to_have_count(2)
    for language, words in (("ru", "Совет согласовал два документа"), ("en", "The Council agreed two documents")):
        if page.locator(f"[data-tab={language}]").get_attribute("aria-current") != "true":
            page.locator(f"[data-tab={language}]").click()
        page.fill(f"#id_{language}-title", words)
        page.fill(f"#id_{language}-standfirst", f"{words}.")
        write(page, f"{words}.", language)
        for number in range(2):
            for field in ("caption", "alt", "credit", "usage_terms"):
                page.fill(f"#id_{language}-photos-{number}-{field}", f"{words}, {number}")
    press(page, "publish")
    confirm(page)
    assert Edition.objects.public().count() == 2
    assert Article.objects.get().editions.first().photos.count() == 2
    assert presses(page) <= 11


def test_a_correction_takes_nine_where_it_took_ten(today):
    edition = factories.published("en", body="<p>Nine delegates.</p>")
    page = today()
    open_from_the_list(page, edition.article)
    page.locator("[data-tab=en]").click()
    write(page, "Seven. ", "en")
    choose_option(page, "#id_en-change", "correction")
    page.fill("#id_en-change_note", "Seven, not nine.")
    press(page, "publish")
    confirm(page)
    assert Edition.objects.public().get().number == 2
    assert presses(page) <= 9


def test_a_schedule_takes_five_where_it_took_seven(today):
    edition = factories.approve(factories.edition("en"))
    page = today()
    open_from_the_list(page, edition.article)
    press(page, "schedule")
    at = timezone.localtime(clock.now() + datetime.timedelta(days=2))
    page.fill(".moment-date", at.strftime("%Y-%m-%d"))
    page.fill(".moment-time", "10:30")
    confirm(page)
    expect(page.locator(".st--planned").first).to_be_visible()
    assert presses(page) <= 5


def test_one_language_of_two_goes_out_with_three_from_its_screen(desk):
    russian = factories.approve(factories.edition("ru"))
    factories.approve(factories.edition("en", article=russian.article))
    page = counted(desk(address_of(russian.article)))
    press(page, "publish")
    page.locator("[name=languages][value=en]").uncheck()
    confirm(page)
    assert Edition.objects.public().get() == russian
    assert presses(page) <= 3


def test_a_new_telephone_takes_four_as_before(today):
    contact = factories.contact()
    page = today()
    follow(page, "settings")
    follow(page, "press_contact_changelist")
    follow(page, "press_contact_change", contact.pk)
    page.locator("[name$=-number]").first.fill("+7495-000-00-00")
    page.locator("[name=_save]:visible").first.click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert Phone.objects.filter(number="+7495-000-00-00").exists()
    assert presses(page) <= 4


def test_a_withdrawal_takes_five_as_before(today):
    edition = factories.published("en")
    page = today()
    open_from_the_list(page, edition.article)
    press(page, "withdraw")
    page.fill("#id_reason", "The wrong day.")
    page.locator("#act button").first.click()
    expect(page.locator(".st--withdrawn").first).to_be_visible()
    assert presses(page) <= 5


def test_what_was_withdrawn_returns_with_two_from_its_screen(desk):
    edition = factories.published("en")
    actions.withdraw(edition, by=factories.administrator(), reason="The wrong day.")
    page = counted(desk(address_of(edition.article)))
    press(page, "put-back")
    confirm(page)
    expect(page.locator(".st--live").first).to_be_visible()
    assert presses(page) <= 2


def test_an_enquiry_takes_two_where_it_took_three(today):
    asked = Enquiry.objects.create(
        year=2018, serial=1, token="t", question="When?", language="en", name="Anna", email="anna@paper.example",
        deadline=clock.now(),
    )  # fmt: skip
    page = today()
    follow(page, "press_enquiry_change", asked.pk)
    page.fill("#answer textarea", "On Tuesday.")
    page.locator("button[value=answer]").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert presses(page) <= 2


def test_a_pdf_attached_to_a_text_on_the_site_takes_six_where_it_took_twelve(today):
    edition = factories.published("en")
    page = today()
    open_from_the_list(page, edition.article)
    page.locator("[data-tab=en]").click()
    with page.expect_file_chooser() as chosen:
        page.locator("[data-add-file]:visible label").click()
    chosen.value.set_files({"name": "Plan_of_action.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
    expect(page.locator("[data-files]:visible [name$=-label]")).to_have_value("Plan of action")
    page.fill("#id_en-change_note", "The plan is attached.")
    press(page, "publish")
    confirm(page)
    assert Edition.objects.public().get().attachments.get().file_name == "Plan_of_action.pdf"
    assert presses(page) <= 6


def test_what_was_in_2018_is_found_with_two_where_it_took_three(today):
    edition = factories.published("en", title="Fifteen hundred and forty", body="<p>Mambetseitov spoke.</p>")
    factories.published("en", body="<p>Mambetseitov spoke.</p>", shown_on="2019-01-15")
    refreshing.refresh()
    page = today()
    page.locator(".bar__find input").click()
    expect(page.locator("#find input")).to_be_focused()
    page.keyboard.type("2018 Mambetseitov")
    page.get_by_role("option").filter(has_text=edition.title).first.click()
    expect(page.locator("#id_en-title")).to_have_value(edition.title)
    assert presses(page) <= 2


def test_an_earlier_text_is_restored_with_four_as_before(today):
    first = factories.published("en", title="The Quokka talks")
    factories.publish(factories.correction(first, title="The Quokka accord"))
    refreshing.refresh()
    page = today()
    find(page, "Quokka accord")
    page.locator(".workbar__do > .menu > summary").click()
    follow(page, "news_article_history", first.article_id)
    page.locator("a[href*='/restore/']").last.click()
    page.locator("#restore button").first.click()
    expect(page.locator("#id_en-title")).to_have_value(first.title)
    assert presses(page) <= 4


def test_the_second_of_two_writers_keeps_both_texts_with_three(desk):
    edition = factories.edition("en", title="A title", by=factories.writer())
    address = address_of(edition.article)
    first, second = desk(address, person=factories.writer()), counted(desk(address))
    for page in (first, second):
        page.locator("[data-tab=en]").click()
    first.fill("#id_en-title", "Another title")
    second.fill("#id_en-standfirst", "Another standfirst.")
    with first.expect_navigation():
        first.locator(".workbar__do > button[value=save]").click()
    second.locator(".workbar__do > button[value=save]").click()
    second.locator("[name=action][value=merge]").click()
    expect(second.locator(".messagelist")).to_be_visible()
    edition.refresh_from_db()
    assert (edition.title, edition.standfirst) == ("Another title", "Another standfirst.")
    assert presses(second) <= 3


def test_the_last_of_twelve_photographs_becomes_the_first_with_one_press_where_it_took_eleven(desk):
    edition = factories.edition("en")
    for number in range(12):
        factories.show(factories.photo(f"ZVF_{number}.JPG"), edition, number)
    page = counted(desk(address_of(edition.article), height=2400))
    rows = page.locator("[data-tray] [data-row]")
    grip, top = rows.last.locator("[data-grip]").bounding_box(), rows.first.bounding_box()
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(top["x"] + 20, top["y"] + top["height"] / 2, steps=40)
    page.mouse.up()
    expect(rows.first).to_contain_text("ZVF_11.JPG")
    assert presses(page) <= 1


def test_a_press_while_the_line_is_away_is_enough(desk, live_server):
    line = Line(live_server.thread.port)
    edition = factories.edition("en", title="Before")
    page = desk("/desk/account/")
    page.goto(line.url + address_of(edition.article))
    page.wait_for_load_state("networkidle")
    counted(page)
    page.fill("#id_en-title", "While the line was away")
    line.cut()
    page.locator(".workbar__do > button[value=save]").click(no_wait_after=True)
    expect(page.locator("[data-sending] .strip")).to_be_visible()
    line.mend()
    expect(page.locator(".messagelist")).to_be_visible()
    edition.refresh_from_db()
    assert edition.title == "While the line was away"
    assert presses(page) <= 1
    line.cut()
