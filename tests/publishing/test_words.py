"""Dates, addresses and names as they are printed."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from publishing import dates, slugs
from publishing.localized import LocalizedTextField, in_language

DAY = datetime.date(2018, 11, 27)


@pytest.mark.parametrize(
    ("language", "precision", "words", "figures"),
    [
        ("en", "day", "27 November 2018", "27.11.2018"),
        ("ru", "day", "27 ноября 2018", "27.11.2018"),
        ("en", "month", "November 2018", "11.2018"),
        ("ru", "month", "ноябрь 2018", "11.2018"),
        ("en", "year", "2018", "2018"),
        ("en", "unknown", "date not known", ""),
    ],
)
def test_a_date_is_printed_as_precisely_as_it_is_known(language, precision, words, figures):
    with override(language):
        assert dates.in_words(DAY, precision).lower() == words.lower()
        assert dates.in_figures(DAY, precision) == figures


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2018-11-27", DAY, DAY, "day"),
        ("2024-02", datetime.date(2024, 2, 1), datetime.date(2024, 2, 29), "month"),
        ("2018", datetime.date(2018, 1, 1), datetime.date(2018, 12, 31), "year"),
    ],
)
def test_a_written_date_is_read_with_its_precision(text, first, last, precision):
    assert dates.read(text) == (first, last, precision)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2017-05-02", "2018-11-02", "2 May 2017 – 2 November 2018"),
        ("2019", "2019", "2019"),
        ("2020", "2022", "2020 – 2022"),
        ("2023", None, "since 2023"),
    ],
)
def test_a_period_is_printed_from_its_limits(start, end, words):
    first, _, start_precision = dates.read(start)
    _, last, end_precision = dates.read(end) if end else (None, None, "day")
    with override("en"):
        assert str(dates.period_in_words(first, start_precision, last, end_precision)) == words


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Постоянный совет ОДКБ", "postoiannyi-sovet-odkb"),
        ("Щёкино, объезд", "shchekino-obieezd"),
        ("Қазақстан", "qazaqstan"),
        ("Մշտական խորհրդի նիստ", "mshtakan-khorhrdi-nist"),
        ("Հարցազրույց", "hartsazruyts"),
        ("Permanent Council: a meeting", "permanent-council-a-meeting"),
        ("«…»!?", ""),
        ("слово " * 40, "slovo" + "-slovo" * 12),
    ],
)
def test_a_title_becomes_a_readable_address(title, slug):
    assert slugs.from_title(title) == slug
    assert len(slugs.from_title(title)) <= slugs.MAX_CHARACTERS


def test_a_name_is_printed_in_the_language_asked_for_or_in_one_that_exists():
    assert in_language({"ru": "Москва", "en": "Moscow"}, "en") == "Moscow"
    assert in_language({"ru": "Москва"}, "en") == "Москва"
    assert in_language({}, "en") == ""
    assert in_language(None) == ""


def test_a_required_name_is_asked_for_in_every_language():
    field = LocalizedTextField(required=True)
    assert field.clean(["Москва", "Moscow"]) == {"ru": "Москва", "en": "Moscow"}
    with pytest.raises(ValidationError) as refused, override("en"):
        field.clean(["Москва", ""])
    assert "English" in str(refused.value)
