"""What a word finds: its other forms, other spellings of a name, a number; and what is meant by a misspelt one."""

import datetime
import re

import pytest
from django.db import connection

from council.models import PersonName
from search import exact_match, refreshing, spelling, terms
from search.models import Entry
from tests import factories
from tests.search.asking import answer, articles, found, query, visitor
from tests.written import switch_off, switch_on

pytestmark = pytest.mark.django_db

FORMS = [
    ("ru", "постоянный представитель", "Встреча постоянных представителей"),
    ("ru", "заседания Совета", "О заседании Совета"),
    ("ru", "заявлением", "Проекты заявлений"),
    ("ru", "государство", "Государства – члены Организации"),
    ("ru", "зеленый", "Зелёный свет"),
    ("ru", "зелёный", "Зеленый свет"),
    ("ru", "ЁЛКА", "У новогодней елки"),
    ("ru", "Мамбетсеитов", "Вручение Мамбетсеитову"),
    ("ru", "Мамбетсеитов", "Речь Мамбетсеитова"),
    ("ru", "Мамбетсеитова", "Говорит Мамбетсеитов"),
    ("ru", "пресс-секретарь", "Слово пресс-секретаря"),
    ("ru", "statement", "О joint statements"),
    ("en", "meetings", "A meeting in Moscow"),
    ("en", "consult", "Consultations were held"),
    ("en", "nonproliferation OR non-proliferation", "On non‑proliferation"),
    ("en", "представитель", "The word «представителей» in English"),
    ("en", "Zas", "Zbigniew Zaś at the table"),
    ("en", "Zaś", "Zbigniew Zas at the table"),
    ("en", "2018-2019", "Plan for 2018–2019"),
    ("en", "1540", "Resolution 1540 (2004)"),
    ("en", "26.10.2017", "The talks of 26.10.2017"),
    ("en", "O'Brien", "Mr O’Brien speaks"),
    ("en", "consul*", "Consultations were held"),
]


@pytest.mark.parametrize(("language", "asked", "title"), FORMS)
def test_a_word_finds_its_other_forms(language, asked, title):
    edition = factories.published(language, title=title)
    factories.published(language, title="Something else")
    assert articles(asked, language) == {edition.article_id}


def test_phrases_exclusions_and_alternatives():
    def titled(title):
        return factories.published(title=title, standfirst="One.", body="<p>Two.</p>").article_id

    both, turned, one = titled("Permanent Council meets"), titled("Council, permanent as ever"), titled("Council meets")
    table = [
        ("permanent council", {both, turned}),
        ('"permanent council"', {both}),
        ("«permanent council»", {both}),
        ("council -permanent", {one}),
        ('council -"permanent council"', {turned, one}),
        ("permanent OR meets", {both, turned, one}),
        ("council permanent OR meets", {both, turned, one}),
        ("council permanent ИЛИ meets", {both, turned, one}),
        ("meets -council", set()),
        ("-meets permanent", {turned}),
    ]
    for asked, expected in table:
        assert articles(asked) == expected, asked


def test_a_document_is_found_by_its_text_its_kind_and_its_number():
    paper = factories.document(
        en="On the plan of consultations PC.DEC/1307", ru="О плане консультаций PC.DEC/1307", kind="decision",
        body=factories.body(), dated=datetime.date(2018, 11, 27), number=62,
    )  # fmt: skip
    for asked in ["consultation", "decision 62", "pc.dec/1307", "Permanent Council"]:
        assert ("document", paper.pk) in found(asked), asked


@pytest.mark.parametrize(
    "asked",
    ["PC.DEC/1307", "pc dec 1307", "1307", "62", "No. 62", "№ 62", "PR 62", "62/2018", "Decision 62", "Решение № 62"],
)
def test_a_number_leads_straight_to_the_document(asked):
    paper = factories.document(
        en="On consultations (PC.DEC/1307)", ru="О консультациях (PC.DEC/1307)", kind="decision",
        body=factories.body(), dated=datetime.date(2018, 11, 27), number=62,
    )  # fmt: skip
    factories.document(en="On 1308 other things", ru="О 1308 других")
    for language in ("en", "ru"):
        with visitor():
            assert [(hit.kind, hit.id) for hit in exact_match.exact_hits(query(asked, language))] == [
                ("document", paper.pk)
            ]


def test_a_number_that_many_things_bear_or_none_leads_nowhere():
    for _ in range(4):
        factories.document(en="Resolution 1540", ru="Резолюция 1540")
    with visitor():
        assert exact_match.exact_hits(query("1540")) == []
        assert exact_match.exact_hits(query("7777")) == []
        assert exact_match.exact_hits(query("a long sentence in which 1307 is a number among words")) == []


def test_a_file_name_leads_straight_to_the_photo():
    photo = factories.publish(factories.photo("ZVF_2142.JPG"))
    for asked in ("ZVF_2142.JPG", "zvf_2142", "ZVF 2142"):
        with visitor():
            assert [hit.id for hit in exact_match.exact_hits(query(asked))] == [photo.pk], asked


def test_a_name_is_found_in_any_form_the_site_knows_and_in_any_script():
    somebody = factories.person("Aman Mambetseitov", "Аман Мамбетсеитов")
    PersonName.objects.create(person=somebody, text="Аман Мамбет-Сеитов уулу")
    factories.term(somebody, factories.office(state=factories.state()))
    edition = factories.published("ru", title="Выступление Мамбетсеитова")
    for asked in ("Mambetseitov", "Мамбетсеитов", "mambetseitov"):
        assert {("article", edition.article_id), ("person", somebody.pk)} <= found(asked, "ru"), asked
    assert ("person", somebody.pk) in found("Мамбетсеитова", "en")
    assert ("person", somebody.pk) in found("representative", "en")


def test_a_state_is_found_in_either_script():
    factories.state("KG", en="Kyrgyzstan", ru="Кыргызстан")
    edition = factories.published("ru", title="Гости из Кыргызстана")
    assert edition.article_id in articles("Kyrgyzstan", "ru")
    assert articles(language="ru", state="KG") == {edition.article_id}


OTHER_NAMES = [
    ("ru", "Киргизия", "Представитель Кыргызстана"),
    ("ru", "в Киргизии", "Заседание в Кыргызстане"),
    ("ru", "киргизией", "Сотрудничество с Кыргызской Республикой"),
    ("ru", "Киргизская Республика", "Председательство Кыргызстана"),
    ("ru", "киргизской республикой", "Граница с Кыргызской Республикой"),
    ("ru", "Белоруссию", "Визит в Республику Беларусь"),
    ("ru", "Белоруссия", "Председательство Беларуси"),
    ("ru", "Беларусь", "Гости из Белоруссии"),
    ("ru", "РФ", "Посол Российской Федерации"),
    ("ru", "Российской Федерации", "Послы России"),
    ("ru", "Kyrgyzstan", "Вручение флага Киргизии"),
    ("en", "Kyrgyzstan", "The Kyrgyz Republic in the chair"),
    ("en", "Kyrgyz Republic", "The chairmanship of Kyrgyzstan"),
    ("en", "Kirghizia", "Kyrgyzstan's chairmanship"),
    ("en", "Byelorussia", "Guests from Belarus"),
    ("en", "Киргизия", "Guests from Kyrgyzstan"),
    ("ru", "ЕС", "Встреча с послами ЕС"),
    ("ru", "ЕС", "Доклад о Европейском союзе"),
    ("ru", "Европейского союза", "Послы ЕС"),
    ("ru", "СБ ООН", "Резолюция Совета Безопасности ООН"),
    ("ru", "СБ", "Заседание СБ"),
    ("ru", "ООН", "Устав Организации Объединенных Наций"),
    ("en", "UN", "The Charter of the United Nations"),
    ("en", "United Nations", "A UN resolution"),
    ("en", "EU", "Talks with the European Union"),
    ("en", "EU", "EU talks"),
    ("en", "No. 4", "Protocol No. 4"),
    ("ru", "№ 4", "Протокол № 4"),
]


@pytest.mark.parametrize(("language", "asked", "title"), OTHER_NAMES)
def test_whoever_is_called_by_another_name_is_found(language, asked, title):
    edition = factories.published(language, title=title, section=factories.section("else", "Else", "Прочее"))
    factories.published(language, title="Something else", body="<p>The Republic and its Council.</p>")
    assert articles(asked, language) == {edition.article_id}


def test_a_name_of_two_words_still_finds_them_apart():
    edition = factories.published(title="Council, permanent as ever", body="<p>One.</p>", standfirst="Two.")
    assert edition.article_id in articles("permanent council")


PRINTED = ["+7495-795-27-10", "8 (495) 795-27-10", "+7 495 795 27 10", "84957952710", "795-27-10", "7952710"]


@pytest.mark.parametrize("printed", PRINTED)
def test_a_telephone_number_is_found_however_it_is_written(printed):
    edition = factories.published(body=f"<p>Call {printed} before noon.</p>")
    factories.published(body="<p>Call +7495-795-27-11 or 8 (499) 621-33-23.</p>")
    asked = PRINTED if len(printed) > 9 else PRINTED[-2:]  # who writes the area wants it
    for words in asked:
        assert articles(words) == {edition.article_id}, words
        assert articles(f"call {words}") == {edition.article_id}, words


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "27 November 2018"),
        ("en", "November 27, 2018"),
        ("en", "2018-11-27"),
        ("en", "27.11.2018"),
        ("ru", "27 ноября 2018"),
        ("ru", "27 ноября 2018 года"),
        ("ru", "27 Ноября 2018 г."),
    ],
)
def test_a_day_leads_straight_to_its_meeting(language, asked):
    meeting = factories.meeting(held_on=datetime.date(2018, 11, 27))
    factories.meeting(held_on=datetime.date(2018, 11, 5))
    with visitor():
        assert [(hit.kind, hit.id) for hit in exact_match.exact_hits(query(asked, language))] == [
            ("meeting", meeting.pk)
        ]


@pytest.mark.parametrize("asked", ["31 November 2018", "27 Nonsense 2018", "99.99.2018", "November 2018", "2018-13-41"])
def test_what_is_no_day_leads_to_no_meeting(asked):
    factories.meeting(held_on=datetime.date(2018, 11, 27))
    with visitor():
        assert exact_match.exact_hits(query(asked)) == []


@pytest.mark.parametrize(("language", "asked"), [("ru", "Ли"), ("ru", "ли"), ("en", "So")])
def test_a_name_that_is_also_a_little_word_leads_to_its_bearer(client, language, asked):
    bearer = factories.person(en="Ivan So", ru="Иван Ли")
    factories.term(bearer, factories.office())
    factories.term(factories.person(en="Oleg Sokolov", ru="Олег Лисин"), factories.office())
    factories.person(en="Not public So", ru="Закрытый Ли")
    with visitor():
        assert [(hit.kind, hit.id) for hit in exact_match.exact_hits(query(asked, language))] == [("person", bearer.pk)]


@pytest.mark.parametrize("asked", PRINTED)
def test_a_telephone_number_leads_straight_to_the_press_contact(client, asked):
    factories.contact()
    factories.contact(until=datetime.date(2020, 1, 1), en="A former secretary", ru="Бывший секретарь")
    for language, name in (("en", "CSTO Press secretary Vladimir Zaynetdinov"), ("ru", "Владимир Зайнетдинов")):
        page = client.get(f"/{language}/search/", {"q": asked}).content.decode()
        straight = re.search(r'<section class="straight".*?</section>', page, re.S)[0]
        assert name in straight
        assert f'href="/{language}/press/"' in straight
        assert "former" not in straight


@pytest.mark.parametrize(
    ("language", "asked", "meant"),
    [
        ("ru", "заседнаие", "заседание"),
        ("ru", "Мамбецеитов", "Мамбетсеитов"),
        ("ru", "рассмортел проекты", "рассмотрел проекты"),
        ("ru", "pfctlfybt", "заседание"),  # the keys of “заседание” with the Latin layout in force
        ("en", "meetng", "meeting"),
        ("en", "proliferaton", "proliferation"),
        ("en", '"proliferaton meeting"', '"proliferation meeting"'),
    ],
)
def test_a_misspelt_word_is_answered_with_the_one_that_was_meant(language, asked, meant):
    factories.published(
        "ru", title="Мамбетсеитов: заседание рассмотрело проекты", body="<p>Совет рассмотрел проекты.</p>"
    )
    factories.published("en", title="Proliferation meeting")
    assert articles(asked, language) == set()
    with visitor():
        assert spelling.suggest_query(query(asked, language)) == query(meant, language)


def test_nothing_is_meant_that_would_find_nothing_either():
    factories.published("en", title="Meeting one", section=factories.section("far", "Far", "Даль"))
    with visitor():
        assert spelling.suggest_query(query("meetng", section="near")) is None
        assert spelling.suggest_query(query("xyzzyx")) is None
        assert spelling.suggest_query(query("meetng", section="far")) == query("meeting", section="far")


def test_a_language_without_a_stemmer_is_searched_by_the_beginnings_of_words():
    switch_on("ky")
    edition = factories.published("ky", title="Кеңештин отуруму жөнүндө")
    assert articles("отурум", "ky") == articles("кеңеш отурум", "ky") == {edition.article_id}
    assert articles("турум", "ky") == articles('"кеңеш отурум"', "ky") == set()


def test_armenian_is_searched_by_the_stems_of_its_words():
    switch_on("hy")
    edition = factories.published("hy", title="Խորհուրդների հանդիպում Երևանում")
    assert articles("խորհուրդը", "hy") == {edition.article_id}


def test_what_is_there_in_every_language_is_found_in_one_that_is_switched_on_and_not_after_it_is_off():
    factories.meeting(bodies=[factories.body()])
    refreshing.refresh()
    before = languages_of_meetings()
    assert before == {"ru", "en"}
    switch_on("kk")
    refreshing.refresh()
    assert languages_of_meetings() == before | {"kk"}
    switch_off("kk")
    refreshing.refresh()
    assert languages_of_meetings() == before


def languages_of_meetings():
    return set(Entry.objects.filter(kind="meeting").values_list("language", flat=True))


def test_the_title_counts_more_than_the_text_and_the_newer_more_than_the_older():
    in_text = factories.published(title="Nothing", body="<p>A capybara was seen.</p>")
    in_title = factories.published(title="A capybara", body="<p>Nothing was seen.</p>")
    assert [hit.id for hit in answer("capybara").hits] == [in_title.article_id, in_text.article_id]
    old = factories.published(title="Quokka", body="<p>One.</p>", standfirst="Two.", shown_on=datetime.date(2001, 1, 1))
    new = factories.published(title="Quokka", body="<p>One.</p>", standfirst="Two.", shown_on=datetime.date(2020, 1, 1))
    assert [hit.id for hit in answer("quokka").hits] == [new.article_id, old.article_id]


def test_texts_are_folded_alike_here_and_in_the_database():
    letters = "".join(chr(code) for code in range(1, 0x3000) if not 0xD800 <= code < 0xE000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_folded(%s)", [letters])
        folded = cursor.fetchone()[0]
    assert len(folded) == len(letters)
    assert folded == terms.folded_text(letters)
