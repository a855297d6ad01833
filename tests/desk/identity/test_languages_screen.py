"""The page “Languages of texts”: an administrator switches one on, finds its pages, and switches it off again."""

import pytest

from publishing import catalogues, timeline
from publishing.languages import language_codes
from publishing.models import Language
from tests import factories
from tests.browser import faults_of_every_look
from tests.desk.screens import signed_in
from tests.written import switch_on

pytestmark = pytest.mark.django_db

PAGE = "/desk/publishing/language/"


@pytest.fixture
def administrator():
    return signed_in(factories.administrator())


def typed(*codes, **more):
    """Return the form as a browser sends it, with these languages in their order."""
    sent = {"code": list(codes), "ru-required": "on", "en-required": "on", "further": ""}
    for place, code in enumerate(codes, 1):
        sent |= {f"{code}-place": place, f"{code}-after": ""}
    return sent | more


def test_an_administrator_finds_it_among_the_settings_and_nobody_else_does(administrator):
    assert PAGE in administrator.get("/desk/settings/").text
    for person in (factories.press_secretary(), factories.writer(), factories.translator()):
        client = signed_in(person)
        assert PAGE not in client.get("/desk/all/", follow=True).text
        assert client.get(PAGE).status_code == client.post(PAGE, {"on": "kk"}).status_code == 403
    assert language_codes() == ["ru", "en"]


def test_a_language_is_chosen_by_its_name_switched_on_and_its_pages_are_there(administrator, client):
    assert '<option value="kk">Kazakh (kk)</option>' in administrator.get(PAGE).text
    answer = administrator.post(PAGE, typed("ru", "en", on="", further="kk"), follow=True)
    assert "Қазақ is switched on. Its pages stand at /kk/." in answer.text
    assert '<option value="kk">Kazakh (kk)</option>' not in answer.text
    assert client.get("/kk/").status_code == 200
    assert timeline.of(Language.objects.get(code="kk")).get().actor == factories.administrator()


def test_order_required_languages_and_missing_words_are_saved_together(administrator):
    switch_on("kk")
    sent = typed("ru", "en", "kk", **{"kk-place": 1, "ru-place": 2, "en-place": 3, "kk-after": "en", "save": "1"})
    del sent["en-required"]
    assert "Saved." in administrator.post(PAGE, sent, follow=True).text
    assert language_codes() == ["kk", "ru", "en"]
    assert list(Language.objects.values_list("code", "is_principal", "falls_back_to")) == [
        ("kk", False, "en"), ("ru", True, ""), ("en", False, ""),
    ]  # fmt: skip


def test_a_refusal_says_why_saves_nothing_and_keeps_what_was_typed(administrator):
    switch_on("kk", "ky")
    sent = typed("ru", "en", "kk", "ky", **{"kk-after": "ky", "ky-after": "kk", "kk-place": 7, "save": "1"})
    page = administrator.post(PAGE, sent).text
    assert "Missing words would be looked for in a circle" in page
    assert 'name="kk-place" value="7"' in page
    assert Language.objects.get(code="kk").falls_back_to == "ru"


def test_what_was_arranged_is_saved_with_a_press_on_switch_off(administrator):
    switch_on("kk", "ky")
    sent = typed("ru", "en", "kk", "ky", **{"ky-after": "en", "off": "kk"})
    page = administrator.post(PAGE, sent, follow=True).text
    assert "Қазақ is switched off. Its addresses lead to the original." in page
    assert language_codes() == ["ru", "en", "ky"]
    assert Language.objects.get(code="ky").falls_back_to == "en"
    assert "Switch on: Kazakh" in page


def test_switched_off_while_a_text_is_scheduled_is_refused_and_names_it(administrator):
    from datetime import timedelta

    from publishing import clock

    switch_on("kk")
    factories.published("kk", at=clock.now() + timedelta(hours=1), title="Отырыс туралы")
    page = administrator.post(PAGE, typed("ru", "en", "kk", off="kk")).text
    assert "Scheduled in Қазақ: “Отырыс туралы”." in page
    assert "kk" in language_codes()


@pytest.mark.parametrize(
    "sent",
    [
        {"on": "", "further": ""},
        {"on": "xx"},
        {"off": "nothing"},
        {"code": ["zz"], "save": "1"},
        {},
    ],
)
def test_whatever_is_sent_gets_a_sentence(administrator, sent):
    answer = administrator.post(PAGE, sent)
    assert answer.status_code in (200, 302)
    assert language_codes() == ["ru", "en"]


@pytest.fixture
def two_languages(transactional_db):
    """For tests with real transactions: the rows outlive them, so they are made as before."""
    yield
    Language.objects.exclude(code__in=["ru", "en"]).delete()
    Language.objects.update(is_on=True, is_principal=True, falls_back_to="")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("two_languages")
class TestInABrowser:
    def test_kazakh_is_switched_on_by_keyboard_and_axe_finds_nothing(self, desk):
        page = desk(PAGE, person=factories.administrator(), width=390)
        page.focus("#further")
        page.keyboard.type("Kazakh")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.get_by_text("Қазақ is switched on.").wait_for()
        assert language_codes_now() == ["ru", "en", "kk"]
        assert page.said == []
        assert not faults_of_every_look(page)


def language_codes_now():
    return list(Language.objects.filter(is_on=True).values_list("code", flat=True))


def test_whoever_has_read_the_words_of_the_site_says_so_until_one_changes(administrator, monkeypatch):
    switch_on("kk")
    page = f"{PAGE}kk/words/"
    assert "not yet read by a native speaker" in administrator.get(PAGE).text
    shown = administrator.get(page)
    entries = catalogues.words("kk")
    assert shown.text.count('<dd lang="kk"') >= len(entries) > 1000
    answer = administrator.post(page, {"digest": shown.context["digest"]}, follow=True)
    assert "Recorded: you have read these words." in answer.text
    assert "not yet read by a native speaker" not in administrator.get(PAGE).text
    assert timeline.of(Language.objects.get(code="kk")).first().note == "Words of the site read by a native speaker"
    monkeypatch.setattr(catalogues, "digest", lambda code: "of other words")
    assert "not yet read by a native speaker" in administrator.get(PAGE).text
    assert "The words have changed" in administrator.post(page, {"digest": shown.context["digest"]}).text


def test_only_administrators_read_them_and_only_where_there_is_a_catalogue(administrator):
    switch_on("kk", "de")
    assert administrator.get(f"{PAGE}de/words/").status_code == 404
    assert administrator.get(f"{PAGE}ru/words/").status_code == 404
    assert "The site’s own words are not translated." in administrator.get(PAGE).text
    assert signed_in(factories.press_secretary()).get(f"{PAGE}kk/words/").status_code == 403
