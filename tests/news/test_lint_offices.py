"""People and the offices they are named with, on 27 November 2018."""

import datetime

import pytest

from council.models import Office
from news.lint import rules
from tests import factories
from tests.news.lint import remarks_on

pytestmark = pytest.mark.django_db

DAY = datetime.date


@pytest.fixture
def council():
    """Semerikov acts as Secretary General since 2 November 2018, Khachaturov was it before; two representatives."""
    general = factories.office(
        Office.Kind.SECRETARY_GENERAL, en="Secretary General of the CSTO", ru="Генеральный секретарь ОДКБ"
    )
    general.acting_title = {
        "en": "Acting Secretary General of the CSTO",
        "ru": "Исполняющий обязанности Генерального секретаря ОДКБ",
    }
    general.save()
    semerikov = factories.person("Valery Semerikov", "Валерий Семериков")
    factories.term(semerikov, general, DAY(2018, 11, 2), DAY(2019, 12, 31), acting=True)
    khachaturov = factories.person("Yuri Khachaturov", "Юрий Хачатуров")
    factories.term(khachaturov, general, DAY(2017, 5, 2), DAY(2018, 11, 2))
    kyrgyz = factories.state()
    russia = factories.state("RU", en="Russian Federation", ru="Российская Федерация")
    russia.short_name = {"en": "Russia", "ru": "Россия"}
    russia.save()
    of_kyrgyz = factories.office(
        state=kyrgyz,
        en="Permanent and Plenipotentiary Representative of the Kyrgyz Republic",
        ru="Постоянный и Полномочный Представитель Кыргызской Республики",
    )
    factories.office(
        state=russia,
        en="Permanent and Plenipotentiary Representative of the Russian Federation",
        ru="Постоянный и Полномочный Представитель Российской Федерации",
    )
    factories.term(factories.person(), of_kyrgyz, DAY(2018, 1, 1))


WRONG = [
    ("en", "Yuri Khachaturov, Secretary General of the CSTO, took part.", "Secretary General of the CSTO", None),
    ("en", "CSTO Secretary General Yuri Khachaturov took part.", "CSTO Secretary General", None),
    (
        "en",
        "Secretary General Valery Semerikov took part.",
        "Secretary General",
        "Acting Secretary General of the CSTO",
    ),
    (
        "en",
        "Aman Mambetseitov, Permanent Representative of the Russian Federation, took the chair.",
        "Permanent Representative of the Russian Federation",
        "Permanent and Plenipotentiary Representative of the Kyrgyz Republic",
    ),
    (
        "en",
        "the Representative of Russia, A. Mambetseitov, spoke",
        "Representative of Russia",
        "Permanent and Plenipotentiary Representative of the Kyrgyz Republic",
    ),
    ("ru", "Генеральный секретарь ОДКБ Юрий Хачатуров принял участие.", "Генеральный секретарь ОДКБ", None),
    ("ru", "С Генеральным секретарём ОДКБ Юрием Хачатуровым встретились.", "Генеральным секретарём ОДКБ", None),
    ("ru", "Слово Постоянного представителя России Амана Мамбетсеитова.", "Постоянного представителя России", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words", "replacement"), WRONG)
def test_an_office_not_held_that_day_is_noticed(council, language, text, words, replacement):
    assert remarks_on(text, language) == [(words, replacement)]


RIGHT = [
    ("en", "Valery Semerikov, Acting Secretary General of the CSTO, took part."),
    ("en", "Acting CSTO Secretary General Valery Semerikov took part."),
    ("en", "Aman Mambetseitov, Permanent and Plenipotentiary Representative of the Kyrgyz Republic, took the chair."),
    ("en", "The former Secretary General Yuri Khachaturov was thanked."),
    ("en", "In 2017 Secretary General Yuri Khachaturov signed the plan."),
    ("en", "The Secretary General thanked Aman Mambetseitov."),
    ("en", "Aman Mambetseitov and the Secretary General met."),
    ("en", "Secretary General John Smith of another body spoke."),
    ("ru", "Исполняющий обязанности Генерального секретаря ОДКБ Валерий Семериков принял участие."),
    ("ru", "И.о. Генерального секретаря ОДКБ В. Семериков принял участие."),
    ("ru", "Под председательством Постоянного и Полномочного Представителя Кыргызской Республики Амана Мамбетсеитова."),
    ("ru", "Бывший Генеральный секретарь ОДКБ Юрий Хачатуров выступил."),
    ("ru", "В 2017 году Генеральный секретарь ОДКБ Юрий Хачатуров подписал план."),
]


@pytest.mark.parametrize(("language", "text"), RIGHT)
def test_offices_that_were_held_and_people_nobody_knows_are_left_alone(council, language, text):
    assert remarks_on(text, language) == []


def test_the_remark_says_which_office_was_held_and_when_the_other_was(council):
    edition = factories.edition(body="<p>Secretary General Yuri Khachaturov took part.</p>")
    [finding] = rules.findings(edition)
    assert finding.sentence == (
        "There is no information on an office held by Yuri Khachaturov on 27 November 2018. "
        "The office in the text: Secretary General of the CSTO, 2 May 2017 – 2 November 2018."
    )


def test_a_term_whose_beginning_is_not_known_contradicts_nothing(council):
    rudenok = factories.person("V. Rudenok", "В. Руденок")
    factories.term(rudenok, Office.objects.get(kind="secretary_general"), start=None, seen=DAY(2018, 3, 1))
    assert remarks_on("Secretary General V. Rudenok took part.") == []


def test_an_article_known_to_the_month_contradicts_nothing(council):
    assert remarks_on("Secretary General Yuri Khachaturov took part.", shown_precision="month") == []
