"""Dates as each language writes them: ours by the formats of the site, all others as CLDR has them."""

import datetime

import pytest
from django.utils.translation import override

from publishing import dates
from search import days
from tests import factories
from tests.written import switch_on

DAY = datetime.date(2018, 11, 27)
PRINTED = {  # the day, the month, the name of the month alone, that of the weekday
    "ru": ("27 ноября 2018", "ноябрь 2018", "ноябрь", "вторник"),
    "en": ("27 November 2018", "November 2018", "November", "Tuesday"),
    "be": ("27 лістапада 2018\u00a0г.", "лістапад 2018", "лістапад", "аўторак"),
    "hy": ("2018 թ. նոյեմբերի 27", "2018 թ. նոյեմբեր", "նոյեմբեր", "երեքշաբթի"),
    "kk": ("2018\u00a0ж. 27 қараша", "2018\u00a0ж. қараша", "қараша", "сейсенбі"),
    "ky": ("2018-ж., 27-ноябрь", "2018-ж., ноябрь", "ноябрь", "шейшемби"),
    "tg": ("27 ноябр 2018", "ноябр 2018", "ноябр", "сешанбе"),
    "fa": ("27 نوامبر 2018", "نوامبر 2018", "نوامبر", "سه\u200cشنبه"),
    "udm": ("27 шуркынмонэ 2018", "шуркынмон 2018", "шуркынмон", "Пуксён"),  # CLDR has no Udmurt, Django has
}


@pytest.mark.parametrize("code", PRINTED)
def test_a_day_and_its_parts_in_words(code):
    day, month, name, weekday = PRINTED[code]
    with override(code):
        assert dates.in_words(DAY) == day
        assert dates.in_words(DAY, dates.Precision.MONTH) == month
        assert "01" not in dates.in_words(DAY.replace(day=1, year=2022))
        assert (dates.month_name(11), dates.weekday_name(1)) == (name, weekday)
        moment = dates.on_the_clock(datetime.datetime(2018, 11, 27, 17, 40))
        assert (moment.startswith(day), moment.endswith("17:40")) == (True, True), moment


@pytest.mark.django_db
def test_a_page_prints_the_date_of_its_language_and_search_reads_it(client):
    for code in ("be", "hy", "kk", "ky", "tg"):
        switch_on(code)
        with override(code):
            edition = factories.published(code, shown_on=DAY)
        page = client.get(edition.get_absolute_url(code)).text
        assert PRINTED[code][0] in page
        assert PRINTED[code][3] in client.get(f"/{code}/").text.lower()
        assert days.read(PRINTED[code][0]) == DAY
