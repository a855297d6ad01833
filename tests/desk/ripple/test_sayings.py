"""The forms in which a text says a day, an hour and a telephone number; and what only looks like one."""

import datetime

import pytest

from desk.ripple import days, hours, names, telephones, venues
from desk.ripple.edits import applied
from desk.ripple.markup import Words

OLD, NEW = datetime.date(2026, 12, 22), datetime.date(2026, 12, 23)
JANUARY = datetime.date(2027, 1, 7)
WRITTEN = datetime.date(2026, 12, 1)


def mended(text, language, new=NEW, written_on=WRITTEN):
    found = days.find(text, language, OLD, new, written_on)
    return applied(text, [edit for saying in found for edit in saying.edits])


@pytest.mark.parametrize(("language", "cases"), [
    ("ru", """22 декабря 2026 года состоялось | 23 декабря 2026 года состоялось
        собрался во вторник, 22 декабря | собрался в среду, 23 декабря
        Во вторник 22 декабря | В среду 23 декабря
        ко вторнику, 22 декабря | к среде, 23 декабря
        со вторника, 22 декабря | со среды, 23 декабря
        22 декабря (вторник) | 23 декабря (среда)
        22 декабря, во вторник, собрался | 23 декабря, в среду, собрался
        вт, 22 декабря | ср, 23 декабря
        22-го декабря | 23-го декабря
        состоится 22-го. | состоится 23-го.
        22 дек. 2026 г. | 23 дек. 2026 г.
        22.12.2026 и 22.12.26 | 23.12.2026 и 23.12.26
        22/12/2026, 2026-12-22 | 23/12/2026, 2026-12-23
        до 22.12 | до 23.12"""),
    ("en", """On 22 December 2026, | On 23 December 2026,
        on Tuesday, 22 December | on Wednesday, 23 December
        Tuesday, December 22, 2026 | Wednesday, December 23, 2026
        December 22nd and the 22nd of December | December 23rd and the 23rd of December
        Dec. 22, 22 Dec 2026 | Dec. 23, 23 Dec 2026
        on the 22nd. | on the 23rd.
        22 December (Tuesday) | 23 December (Wednesday)"""),
    ("hy", "2026 թ. դեկտեմբերի 22-ին | 2026 թ. դեկտեմբերի 23-ին"),
    ("kk", "22 желтоқсанда | 23 желтоқсанда"),
    ("be", "22 снежня 2026 года | 23 снежня 2026 года"),
])  # fmt: skip
def test_only_what_differs_is_changed(language, cases):
    for case in cases.splitlines():
        before, after = case.strip().split(" | ")
        assert mended(before, language) == after


@pytest.mark.parametrize(("language", "cases"), [
    ("ru", """22 декабря 2026 года | 7 января 2027 года
        во вторник, 22 декабря | в четверг, 7 января\u00a02027\u00a0года
        22.12.2026 | 07.01.2027
        состоится 22-го в Москве | состоится 7\u00a0января в Москве"""),
    ("en", """22 December | 7 January 2027
        December 22, 2026 | January 7, 2027
        December 22 | January 7, 2027"""),
])  # fmt: skip
def test_another_month_and_year_are_written_out(language, cases):
    for case in cases.splitlines():
        before, after = case.strip().split(" | ")
        assert mended(before, language, JANUARY) == after


TRAPS = """цена 22.12 руб. | на 22.12 процента | до 22.12 млн | $22.12 | 122 декабря | 1922 декабря
    22 декабря 2025 года | 22.12.2025 | №22 декабря | 22-го заседания | the 22nd meeting | версия 1.22.12.2026
    22 ноября | 22:12 | December 2026 | December 22:30 | May 22 | 22 decembrists"""


def test_what_only_looks_like_the_day_is_left():
    for trap in (each.strip() for line in TRAPS.splitlines() for each in line.split("|")):
        for language in ("ru", "en"):
            assert mended(trap, language) == trap
            assert not days.find(trap, language, OLD, NEW, WRITTEN), trap


def test_a_day_without_a_year_is_that_of_the_text():
    assert not days.find("22 декабря собрался", "ru", OLD, NEW, datetime.date(2025, 12, 20))
    assert days.find("22 декабря собрался", "ru", OLD, NEW, datetime.date(2027, 1, 20))


def test_a_run_of_days_is_worded_by_hand():
    for text in ("21–22 декабря", "22–24 декабря 2026", "с 21 по 22 декабря", "22 и 23 декабря", "December 22–24"):
        (saying,) = days.find(text, "en" if text[0] == "D" else "ru", OLD, NEW, WRITTEN)
        assert saying.edits == ()


def test_the_28th_stands_for_the_29th_where_a_year_has_none():
    leap = datetime.date(2028, 2, 29)
    assert days.find("29 февраля", "ru", leap, NEW, datetime.date(2027, 12, 1))


def test_an_hour_in_every_notation():
    def at(text, old, new):
        found = hours.find(text, "ru", datetime.time.fromisoformat(old), datetime.time.fromisoformat(new))
        return applied(text, [edit for saying in found for edit in saying.edits])

    assert at("в 10:30, 9:30 и 110:30", "10:30", "14:05") == "в 14:05, 9:30 и 110:30"
    assert at("в 10.30, но 10.30 рублей и 10.30", "10:30", "14:00") == "в 14.00, но 10.30 рублей и 10.30"
    assert at("в 10 часов 30 минут", "10:30", "14:05") == "в 14 часов 05 минут"
    assert at("at 10:30 a.m. or 10:30 p.m.", "10:30", "14:00") == "at 2:00 p.m. or 10:30 p.m."
    assert at("at 2 p.m.", "14:00", "09:30") == "at 9:30 a.m."
    assert at("в 14 часов", "14:00", "21:00") == "в 21 час"
    assert at("22:10:30", "10:30", "14:00") == "22:10:30"


def test_a_telephone_in_every_notation():
    def called(text, new="+7495-621-33-44"):
        found = telephones.find(text, "+7495-795-27-10", new)
        return applied(text, [edit for saying in found for edit in saying.edits])

    assert called("+7495-795-27-10") == "+7495-621-33-44"
    assert called("8 (495) 795-27-10, доб. 3") == "8 (495) 621-33-44, доб. 3"
    assert called("84957952710 и 795-27-10") == "84956213344 и 621-33-44"
    assert called("795-27-10", "+7499-621-33-44") == "+7499-621-33-44"  # without its area it would be another number
    for other in ("+7 499 795-27-10", "1495-795-27-10", "795-27-10-5", "27-10"):
        assert called(other) == other


def test_tags_and_letters_of_the_markup_stay():
    source = '<p>Во <strong>вторник, 2<b>2</b></strong>&nbsp;декабря <a href="/22.12.2026/">A&amp;B</a> 22.12.2026</p>'
    words = Words(source, is_html=True)
    found = days.find(words.text, "ru", OLD, NEW, WRITTEN)
    mended_source = words.changed([edit for saying in found for edit in saying.edits])
    assert Words(mended_source, is_html=True).text == "\nВ среду, 23\u00a0декабря A&B 23.12.2026\n"
    assert '<a href="/22.12.2026/">A&amp;B</a>' in mended_source
    assert mended_source.count("<b>") == mended_source.count("</strong>") == 1


@pytest.mark.parametrize(("find", "language", "old", "new", "cases"), [
    (names.find, "ru", "Киргизская Республика", "Кыргызская Республика",
     """Киргизская Республика | Кыргызская Республика
        в Киргизской Республике, Киргизскую Республику | в Кыргызской Республике, Кыргызскую Республику
        киргизские республиканцы | киргизские республиканцы"""),
    (names.find, "ru", "Македония", "Северная Македония",
     "Северная Македония, Македония, из Македонии | Северная Македония, Северная Македония, из Македонии"),
    (names.find, "ru", "Первый секретарь", "Ответственный секретарь",
     "первому секретарю, ПЕРВЫЙ СЕКРЕТАРЬ | ответственному секретарю, ОТВЕТСТВЕННЫЙ СЕКРЕТАРЬ"),
    (names.find_person, "ru", "Александр Лукашэнков", "Александр Лукашенков",
     """Александр Лукашэнков, Александру Лукашэнкову | Александр Лукашенков, Александру Лукашенкову
        с Александром Лукашэнковым. А. Лукашэнковым | с Александром Лукашенковым. А. Лукашенковым
        В. Лукашэнков | В. Лукашэнков"""),
    (names.find_person, "ru", "Виктор Мороз", "Виктор Морозов",
     "Виктор Мороз, В. Мороз. Сильный мороз | Виктор Морозов, В. Морозов. Сильный мороз"),
    (names.find_person, "en", "Victor Moroz", "Viktor Moroz",
     "Victor Moroz’s, V. Moroz, Moroz | Viktor Moroz’s, V. Moroz, Moroz"),
    (venues.find, "ru", "Москва", "Астана", "в Москве, под Москвой, москвич | в Астане, под Астаной, москвич"),
    (venues.find, "ru", "Москва", "Ереван", "Москва ждёт. В Москве | Ереван ждёт. В Москве"),
    (venues.find, "en", "Moscow", "Yerevan", "In Moscow, at noon Moscow time | In Yerevan, at noon Moscow time"),
    (names.find, "hy", "Երևան", "Մոսկվա", "Երևան, Երևանում | Մոսկվա, Երևանում"),
])  # fmt: skip
def test_a_name_in_its_cases(find, language, old, new, cases):
    for line in cases.splitlines():
        text, becomes = (part.strip() for part in line.split("|"))
        found = find(text, language, old, new)
        assert applied(text, [edit for saying in found for edit in saying.edits]) == becomes


def test_a_name_whose_case_is_not_plain_is_found_and_worded_by_hand():
    found = names.find("из Македонии, Македонией", "ru", "Македония", "Северная Македония")
    assert [(saying.is_unsure, saying.edits) for saying in found] == [(True, ()), (True, ())]
    (word,) = names.find_person("Мороз крепчал.", "ru", "Виктор Мороз", "Виктор Морозов")
    assert word.is_unsure, "without the whole name it may be a word, or another person"
