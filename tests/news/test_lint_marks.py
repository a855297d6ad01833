"""Letters, marks, spaces, links: what typing and pasting leave behind."""

import pytest

from news.lint import rules
from tests import factories
from tests.news.lint import remarks_on, told

pytestmark = pytest.mark.django_db

LETTERS = [
    ("ru", "\u0043овет собрался.", "\u0043овет", "Совет", "Latin letters in the Cyrillic word “\u0043овет”: “C” (1)."),
    ("ru", "засе\u0064ание", "засе\u0064ание", None, "Latin letters in the Cyrillic word “засе\u0064ание”: “d” (5)."),
    ("en", "The \u0421STO met.", "\u0421STO", "CSTO", "Cyrillic letters in the Latin word “\u0421STO”: “\u0421” (1)."),
    ("ru", "Он работает \u0063 мая 2018 года.", "\u0063", "с", "This “c” is a Latin letter between Russian words."),
]


@pytest.mark.parametrize(("language", "text", "words", "replacement", "sentence"), LETTERS)
def test_a_letter_of_the_other_alphabet_is_named_with_its_place(language, text, words, replacement, sentence):
    edition = factories.edition(language, body=f"<p>{text}</p>")
    [finding] = rules.findings(edition)
    assert (finding.words, finding.replacement, finding.sentence) == (words, replacement, sentence)


@pytest.mark.parametrize(
    "text", ["IT-отрасль и PDF-файл", "витамин C и план B", "Су-27 и COVID-19", "пункт a) и пункт c)"]
)
def test_words_that_belong_to_two_languages_are_left_alone(text):
    assert remarks_on(text, "ru") == []


QUOTES = [
    ("ru", 'Журнал "Союзники" вышел.', '"Союзники"', "«Союзники»"),
    ("ru", "Журнал “Союзники” вышел.", "“Союзники”", "«Союзники»"),
    ("ru", "Статья «О журнале “Союзники”» вышла.", "“Союзники”", "„Союзники“"),
    ("en", 'The statement "On trust" was agreed.', '"On trust"', "“On trust”"),
    ("en", "The statement «On trust» was agreed.", "«On trust»", "“On trust”"),
]


@pytest.mark.parametrize(("language", "text", "words", "replacement"), QUOTES)
def test_quotation_marks_of_another_kind_are_replaced(language, text, words, replacement):
    assert remarks_on(text, language) == [(words, replacement)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Журнал «Союзники вышел."),
        ("ru", "Журнал Союзники» вышел."),
        ("en", "The statement “On trust was agreed."),
    ],
)
def test_a_quotation_that_is_not_closed_or_not_opened_is_noticed(language, text):
    [(_words, replacement)] = remarks_on(text, language)
    assert replacement is None


RIGHT_QUOTES = [
    ("ru", "Журнал «Союзники» и статья «О „Союзниках“ и других»."),
    ("ru", "Он сказал: «Встретимся в «Доме приёмов»»."),
    ("en", "The statements “On trust” and “On the journal ‘Allies’” were agreed; it isn’t all."),
    ("en", 'The journal «Союзники» is printed on 15" screens.'),
    ("en", "<p>“We met.</p><p>“We agreed.</p><p>“We parted.”</p>"),
]


@pytest.mark.parametrize(("language", "text"), RIGHT_QUOTES)
def test_the_marks_of_the_language_are_left_alone(language, text):
    assert remarks_on(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "EMBARGOED until 15:00.", "EMBARGOED"),
        ("en", "Under embargo.", "embargo"),
        ("ru", "Эмбарго до 15:00.", "Эмбарго"),
    ],
)
def test_an_embargo_left_in_the_text_is_noticed(language, text, word):
    assert remarks_on(text, language, rule="embargo") == [(word, None)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The arms embargo holds, and an embargo on grain."),
        ("ru", "Торговое эмбарго и эмбарго на поставки оружия действуют."),
    ],
)
def test_an_embargo_on_goods_is_news(language, text):
    assert remarks_on(text, language) == []


def test_an_article_about_embargoes_may_name_them():
    assert remarks_on("An embargo ends at its minute.", title="What an embargo is") == []
    assert remarks_on("Read it.", title="EMBARGO: the Council met") == [("EMBARGO", None)]


LINKS = [
    '<a href="">words</a>',
    '<a href="#">words</a>',
    '<a href="https://en.odkb-csto.org/"></a>',
    '<a href="/desk/news/article/7/change/">words</a>',
    '<a href="http://localhost:8000/en/">words</a>',
    '<a href="http://192.168.1.7/plan.pdf">words</a>',
    '<a href="http://fileserver/plan.pdf">words</a>',
    '<a href="http://intranet.local/plan.pdf">words</a>',
]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_that_no_reader_can_follow_is_noticed(link):
    assert len(remarks_on(f"<p>Read {link} here.</p>", rule="link")) == 1


@pytest.mark.parametrize(
    "address", ["https://www.un.org/", "/en/news/7/", "mailto:odkb-pressa@gov.ru", "https://8.8.8.8/"]
)
def test_other_links_are_left_alone(address):
    assert remarks_on(f'<p>Read <a href="{address}">this</a>.</p>') == []


SPACES = [
    ("The  Council met.", "The Council met."),
    ("The Council met , and agreed .", "The Council met, and agreed."),
    ("The Coun\u00adcil\u200b met.", "The Council met."),
    ("The\u00a0\u00a0Council met.", "The Council met."),
    ("They\u00a0agreed today,", None),
    ("The Council (which met ) agreed.", "The Council (which met) agreed."),
]


@pytest.mark.parametrize(("text", "clean"), [space for space in SPACES if space[1]])
def test_stray_spaces_and_unseen_characters_are_taken_out(text, clean):
    edition = factories.edition(title="A title", standfirst=text)
    [finding] = rules.findings(edition)
    words = text[: finding.start] + finding.replacement + text[finding.end :]
    assert words == clean


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "В\u00a02018\u00a0г. и\u00a0100\u00a0000 человек\u00a0— это всё."),
        ("en", "See file .htaccess and 3 : 2, or so …"),
        ("en", "One line\nand another."),
    ],
)
def test_typography_is_left_alone(language, text):
    assert told(factories.edition(language, title="A", standfirst=text), "spaces") == []


def test_one_passage_is_one_remark_however_much_is_in_it():
    assert len(remarks_on("a  b  c  d  e")) == 1
