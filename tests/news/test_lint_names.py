"""Official names: what the glossary of the editors says, in every case of Russian."""

import pytest

from news.models import GlossaryEntry
from tests.news.lint import remarks_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def glossary():
    right = "Кыргызская Республика / Кыргызстан"
    GlossaryEntry.objects.create(language="ru", wrong="Киргизия\nКиргизская Республика", right=right)
    GlossaryEntry.objects.create(language="ru", wrong="страна-член", right="государство-член")
    GlossaryEntry.objects.create(language="ru", wrong="Постоянный Совет ОДКБ", right="Постоянный совет ОДКБ")
    GlossaryEntry.objects.create(
        language="en", wrong="Kirghizia\nmember countries", right="Kyrgyz Republic", note="As in the Charter."
    )
    GlossaryEntry.objects.create(language="en", wrong="Council", right="Permanent Council / Council of Ministers")


NAMES = [
    ("ru", "Киргизия председательствует.", "Киргизия", "Кыргызская Республика"),
    ("ru", "Представитель Киргизии выступил.", "Киргизии", None),
    ("ru", "Встреча с Киргизией и о Киргизии.", "Киргизией", None),
    ("ru", "Делегация Киргизской Республики прибыла.", "Киргизской Республики", None),
    ("ru", "Представители стран-членов собрались.", "стран-членов", None),
    ("ru", "Постоянный Совет ОДКБ собрался.", "Постоянный Совет ОДКБ", "Постоянный совет ОДКБ"),
    ("en", "Kirghizia is in the chair.", "Kirghizia", "Kyrgyz Republic"),
    ("en", "Member countries agreed.", "Member countries", "Kyrgyz Republic"),
]


@pytest.mark.parametrize(("language", "text", "words", "replacement"), NAMES)
def test_a_name_that_is_not_to_be_printed_is_noticed(language, text, words, replacement):
    assert remarks_on(text, language)[0] == (words, replacement)


QUIET = [
    ("ru", "Кыргызская Республика председательствует; в Кыргызстане."),
    ("ru", "Киргизский язык и киргизы; киргизия с маленькой буквы."),
    ("ru", "Постоянный совет ОДКБ собрался."),
    ("en", "The Kyrgyz Republic is in the chair; Kirghizian is a word of its own."),
    ("en", "The Permanent Council met."),
]


@pytest.mark.parametrize(("language", "text"), QUIET)
def test_other_words_and_the_right_name_are_left_alone(language, text):
    assert remarks_on(text, language) == []


def test_the_glossary_of_one_language_says_nothing_about_another():
    assert remarks_on("Kirghizia in a Russian text", "ru") == []
