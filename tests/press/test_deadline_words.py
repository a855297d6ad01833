"""A deadline as it is said on the telephone."""

import datetime
import zoneinfo

import pytest

from press import deadline_words

MOSCOW = zoneinfo.ZoneInfo("Europe/Moscow")
NOW = datetime.datetime(2026, 12, 1, 15, 42, 30, tzinfo=MOSCOW)  # a Tuesday

MEANT = {
    "today 17:00": "01.12 17:00", "сегодня к 17": "01.12 17:00", "Сегодня 17.30": "01.12 17:30",
    "by 5 pm": "01.12 17:00", "16:00": "01.12 16:00", "9:00": "02.12 09:00", "today": "01.12 18:00",
    "tomorrow": "02.12 18:00", "завтра, 10:00": "02.12 10:00", "tomorrow noon": "02.12 12:00",
    "завтра утром": "02.12 10:00", "the day after tomorrow 9": "03.12 09:00", "послезавтра в 9": "03.12 09:00",
    "friday 12": "04.12 12:00", "до пятницы 12:00": "04.12 12:00", "в пятницу": "04.12 18:00",
    "mon 10:00": "07.12 10:00", "27.12 16:30": "27.12 16:30", "27.12.2026, 16.30": "27.12 16:30",
    "10.12": "10.12 18:00", "today 17.10": "01.12 17:10", "3 декабря 11:00": "03.12 11:00",
    "December 3 at 11:00": "03.12 11:00", "in 2 hours": "01.12 17:42", "через 2 часа": "01.12 17:42",
    "in an hour": "01.12 16:42", "через час": "01.12 16:42", "через полчаса": "01.12 16:12",
    "in 20 min": "01.12 16:02", "через 3 дня": "04.12 15:42", "к 7 вечера": "01.12 19:00",
    "27.11": "27.11 18:00",
}  # fmt: skip


def test_what_is_said_is_understood():
    found = {words: deadline_words.read(words, NOW) for words in MEANT}
    assert {words: f"{instant.astimezone(MOSCOW):%d.%m %H:%M}" for words, instant in found.items()} == MEANT
    assert found["27.11"].year == 2027  # the next such day
    assert [deadline_words.read(words, NOW) for words in ("", "  ", "not urgent", "не срочно")] == [None] * 4


def test_what_is_no_deadline_or_has_passed_is_refused_with_a_sentence():
    refused = {
        "soonish": "Write the deadline as", "today 25:00": "Write the deadline as", "17:75": "Write the deadline as",
        "today tomorrow": "Write the deadline as", "1" * 61: "Write the deadline as", "²": "Write the deadline as",
        "31.02": "There is no such date", "today 15:00": "This time has passed", "27.11.2026": "This time has passed",
        "27.11.2030": "more than a year", "in 999 days": "more than a year",
    }  # fmt: skip
    for words, sentence in refused.items():
        with pytest.raises(deadline_words.NotUnderstood, match=sentence):
            deadline_words.read(words, NOW)
