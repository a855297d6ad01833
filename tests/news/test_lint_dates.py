"""Dates in texts: those that are true on one day only, and weekdays that fell on another day. The day is a Tuesday."""

import pytest

from tests import factories
from tests.news.lint import remarks_on, told

pytestmark = pytest.mark.django_db

RELATIVE = [
    ("en", "The Council met on April 19, this year.", "April 19, this year", "April 19, 2018"),
    ("en", "November 27th of this year. A meeting was held.", "November 27th of this year", "November 27, 2018"),
    ("en", "It met on 19 April this year.", "19 April this year", "19 April 2018"),
    ("en", "The statement was agreed yesterday.", "yesterday", "on 26 November 2018"),
    ("en", "Yesterday the statement was agreed.", "Yesterday", "On 26 November 2018"),
    ("en", "They meet tomorrow.", "tomorrow", "on 28 November 2018"),
    ("en", "They met last Monday.", "last Monday", "on 26 November 2018"),
    ("en", "They meet next Tuesday.", "next Tuesday", "on 4 December 2018"),
    ("en", "Exercises were held this year.", "this year", "in 2018"),
    ("en", "He took office earlier this year.", "this year", "in 2018"),
    ("en", "The plan of last year holds.", "of last year", "of 2017"),
    ("en", "The summit is next month.", "next month", "in December 2018"),
    ("en", "This week’s agenda is long.", "This week’s", None),
    ("ru", "Заседание прошло 19 апреля текущего года.", "19 апреля текущего года", "19 апреля 2018 года"),
    ("ru", "Заседание прошло 19 апреля с.г.", "19 апреля с.г.", "19 апреля 2018 года"),
    ("ru", "Документ согласован вчера.", "вчера", "26 ноября 2018 года"),
    ("ru", "Вчера документ согласован.", "Вчера", "26 ноября 2018 года"),
    ("ru", "Учения прошли в этом году.", "в этом году", "в 2018 году"),
    ("ru", "План на ноябрь текущего года.", "текущего года", "2018 года"),
    ("ru", "Встреча была в прошлый понедельник.", "в прошлый понедельник", "26 ноября 2018 года"),
    ("ru", "Встреча будет в следующую среду.", "в следующую среду", "28 ноября 2018 года"),
    ("ru", "Саммит пройдёт в следующем месяце.", "в следующем месяце", "в декабре 2018 года"),
]


@pytest.mark.parametrize(("language", "text", "words", "replacement"), RELATIVE)
def test_a_date_that_does_not_last_is_noticed_and_the_lasting_one_offered(language, text, words, replacement):
    assert remarks_on(text, language) == [(words, replacement)]


QUIET = [
    ("en", "The Council met on 19 April 2018."),
    ("en", "He said: “We agreed on this yesterday, and this year we go on.”"),
    ("en", "The last year of the war was the hardest; the next month he fell ill."),
    ("en", "This yearbook lists today’s members."),
    ("ru", "Заседание прошло 19 апреля 2018 года, на следующий день — второе."),
    ("ru", "Он сказал: «Мы договорились вчера, и в этом году продолжим»."),
    ("ru", "Решение накануне заседания приняли все; всего года было мало."),
    ("ru", "В послезаседательском сообщении об этом не сказано."),
]


@pytest.mark.parametrize(("language", "text"), QUIET)
def test_other_dates_and_the_words_of_others_are_left_alone(language, text):
    assert remarks_on(text, language, rule="relative-date") == []


def test_what_is_said_in_an_interview_is_left_alone_and_what_stands_around_it_is_not():
    edition = factories.edition(genre="interview", standfirst="He spoke to us yesterday.", body="")
    edition.turns.create(question="What did you do yesterday?", answer="<p>Yesterday we met.</p>")
    assert told(edition) == [("yesterday", "on 26 November 2018")]


def test_an_article_known_to_the_year_gets_years_offered_and_no_days():
    assert remarks_on("This year they met. Yesterday, too.", shown_precision="year") == [
        ("This year", "In 2018"),
        ("Yesterday", None),
    ]


WEEKDAYS = [
    ("en", "on Monday, 27 November 2018", "Monday", "Tuesday"),
    ("en", "on Monday, November 27, 2018", "Monday", "Tuesday"),
    ("en", "on Wednesday, 27 November", "Wednesday", "Tuesday"),
    ("en", "on 27 November (Friday)", "Friday", "Tuesday"),
    ("en", "on 15 May 1992, Sunday", "Sunday", "Friday"),
    ("ru", "в понедельник, 27 ноября 2018 года", "в понедельник", "во вторник"),
    ("ru", "в среду, 27 ноября", "в среду", "во вторник"),
    ("ru", "во вторник, 28 ноября", "во вторник", "в среду"),
    ("ru", "27 ноября 2018 года, в пятницу", "в пятницу", "во вторник"),
    ("ru", "27 ноября (пятница)", "пятница", "вторник"),
    ("ru", "в среду, 27.11.2018", "в среду", "во вторник"),
]


@pytest.mark.parametrize(("language", "text", "words", "replacement"), WEEKDAYS)
def test_a_weekday_of_another_date_is_noticed_and_the_right_one_offered(language, text, words, replacement):
    assert remarks_on(f"— {text}.", language) == [(words, replacement)]


RIGHT_WEEKDAYS = [
    ("en", "on Tuesday, 27 November 2018, and on Wednesday, 28 November"),
    ("en", "on 27 November, Wednesday’s guests arrived"),
    ("en", "on Monday the Council met"),
    ("en", "on Tuesday, 31 November"),
    ("ru", "во вторник, 27 ноября 2018 года, и в среду, 28 ноября"),
    ("ru", "в понедельник Совет собрался"),
    ("ru", "в четверг, 31 ноября"),
]


@pytest.mark.parametrize(("language", "text"), RIGHT_WEEKDAYS)
def test_weekdays_that_match_or_have_no_date_are_left_alone(language, text):
    assert remarks_on(f"— {text}.", language) == []


def test_a_date_without_a_year_is_that_nearest_to_the_article():
    # 3 January 2019 was a Thursday; that of 2018, a Wednesday, is further away.
    assert remarks_on("On Wednesday, 3 January, they meet.") == [("Wednesday", "Thursday")]
