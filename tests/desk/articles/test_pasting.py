"""What is pasted into the editor from word processors comes in clean, in a real Chromium."""

import pathlib
import re

import pytest

from tests import factories
from tests.desk.screens import address_of
from tests.desk.test_in_a_browser import PASTE, editor, save, show

# What three word processors put on the clipboard for the same report, as they write it.
CLIPBOARD = pathlib.Path(__file__).parent / "clipboard"

# What all three must become.
REPORT = (
    "<h2>О проекте</h2>"
    "<p><strong>Совет</strong> рассмотрел <em>проект</em> бюджета и "
    '<a href="https://odkb-csto.org/doc?id=5">документ</a>, свой файл.</p>'
    "<ul><li><p>первый вопрос</p><ul><li><p>его часть</p></li></ul></li><li><p>второй вопрос</p></li></ul>"
    "<p>Порядок:</p>"
    '<ol data-type="decimal" start="3"><li><p>третий</p></li></ol>'
    "<table><tbody><tr><td><p>Год</p></td><td><p><strong>Сумма</strong></p></td></tr>"
    "<tr><td><p>2018</p></td><td><p></p></td></tr></tbody></table>"
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pasted(desk):
    """A function that pastes HTML into an empty draft, saves it, and returns the text that was saved."""

    def paste(html):
        edition = factories.edition("en", body="")
        page = desk(address_of(edition.article))
        show(page, "en")
        editor(page).click()
        page.evaluate(PASTE, [editor(page).element_handle(), html])
        paste.told = page.locator("#text-en .prose-lost").first.inner_text()
        save(page)
        edition.refresh_from_db()
        assert page.said == []
        return edition.body

    return paste


@pytest.mark.parametrize("program", ["word", "google", "libreoffice"])
def test_the_same_report_comes_in_the_same_from_three_word_processors(pasted, program):
    body = pasted((CLIPBOARD / f"{program}.html").read_text())
    assert re.sub(r' (colspan|rowspan)="1"', "", body) == REPORT


def test_what_the_editor_copied_itself_comes_back_untouched(pasted):
    own = '<h3 data-pm-slice="1 1 []">Подробности</h3><p>и <strong>слова</strong></p>'
    assert pasted(own) == "<h3>Подробности</h3><p>и <strong>слова</strong></p>"


def test_nothing_invisible_survives(pasted):
    html = "<p>Со\u00adвет\u200b\ufeff<span style='display:none'>тайна</span><!-- note --></p><script>alert(1)</script>"
    assert pasted(html) == "<p>Совет</p>"


def test_what_a_paste_cannot_keep_is_told_below_the_editor(pasted):
    body = pasted(
        "<p>One <img src='https://example.org/a.jpg' alt=''><img src='https://example.org/b.jpg'> two</p>"
        "<iframe src='https://example.org/'></iframe><p>It is <s>not</s> so.</p>"
        "<img src='https://example.org/seen.gif' width='1' height='1'>"
    )
    assert body == "<p>One two</p><p>It is not so.</p>"
    assert pasted.told == (
        "Left out of what was pasted: images: 2; videos and other embedded things: 1. Add photographs from the library."
        " Struck-out passages became plain text. Look whether they are to stay."
    )


def test_nothing_is_told_where_nothing_is_lost(pasted):
    pasted("<p>Only words</p>")
    assert pasted.told == ""


def test_raised_figures_quotations_telephones_and_letters_of_lists_are_kept(pasted):
    body = pasted(
        "<p>1540<sup>2</sup>, 10<span style='vertical-align:super'>6</span>, H<sub>2</sub>O, <q>said</q>, "
        "<a href='tel:+74957952710'>795-27-10</a></p>"
        "<ol style='list-style-type: lower-alpha'><li><p>one</p></li></ol>"
    )
    body = body.replace(' rel="noopener noreferrer"', "")
    assert body == (
        "<p>1540<sup>2</sup>, 10<sup>6</sup>, H<sub>2</sub>O, “said”, "
        '<a href="tel:+74957952710">795-27-10</a></p><ol data-type="lower-alpha" type="a"><li><p>one</p></li></ol>'
    )


LETTERED = (
    '<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><!--[if !supportLists]--><span>{}</span>'
    "<!--[endif]-->{}</p>"
)


def test_word_s_lettered_lists_keep_their_letters(pasted):
    assert pasted(LETTERED.format("b)", "two") + LETTERED.format("c)", "three")) == (
        '<ol data-type="lower-alpha" start="2" type="a"><li><p>two</p></li><li><p>three</p></li></ol>'
    )
    assert pasted(LETTERED.format("а)", "один") + LETTERED.format("б)", "два")) == "<p>а) один</p><p>б) два</p>"
    assert "Lists lettered in Cyrillic became paragraphs" in pasted.told


def test_five_megabytes_do_not_hang(desk):
    edition = factories.edition("en", body="")
    page = desk(address_of(edition.article))
    page.set_default_timeout(60_000)
    show(page, "en")
    editor(page).click()
    word = (CLIPBOARD / "word.html").read_text()
    words = "Слово и ещё <b style='mso-bidi-font-weight:normal'>одно</b> слово в длинном абзаце.&nbsp; " * 20
    paragraph = f"<p class=MsoNormal style='text-align:justify;mso-list:none'>{words}<o:p></o:p></p>"
    timed = f"""([element, word, paragraph, times]) => {{
      const html = word.replace("<!--StartFragment-->", () => paragraph.repeat(times))
      const start = performance.now(), paste = {PASTE}
      paste([element, html])
      return (performance.now() - start) / 1000
    }}"""
    times = 5_000_000 // len(paragraph.encode())
    seconds = page.evaluate(timed, [editor(page).element_handle(), word, paragraph, times])
    assert seconds < 30  # about one on an idle machine
    assert editor(page).evaluate("element => element.textContent.split('длинном абзаце').length") > 10_000
    page.goto("about:blank")  # so that nothing of it is being saved any more
