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


def test_five_megabytes_do_not_hang(desk):
    edition = factories.edition("en", body="")
    page = desk(address_of(edition.article))
    page.set_default_timeout(60_000)
    show(page, "en")
    editor(page).click()
    word = (CLIPBOARD / "word.html").read_text()
    words = "Слово и ещё <b style='mso-bidi-font-weight:normal'>одно</b> слово в длинном абзаце.&nbsp; " * 20
    paragraph = f"<p class=MsoNormal style='text-align:justify;mso-list:none'>{words}<o:p></o:p></p>"
    html = word.replace("<!--StartFragment-->", paragraph * (5_000_000 // len(paragraph.encode())))
    timed = f"""(given) => {{
      const start = performance.now(), paste = {PASTE}
      paste(given)
      return (performance.now() - start) / 1000
    }}"""
    seconds = page.evaluate(timed, [editor(page).element_handle(), html])
    assert seconds < 30  # about one on an idle machine
    assert editor(page).evaluate("element => element.textContent.split('длинном абзаце').length") > 10_000
    page.goto("about:blank")  # so that nothing of it is being saved any more
