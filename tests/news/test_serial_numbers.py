"""Texts of some genres get a number when they are published: one after the other, never twice, printed everywhere."""

import datetime
import json
import re
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation

from news import serial_numbers
from news.models import Numbering, SerialNumber, Withdrawal
from publishing import actions, changes, clock
from tests import factories
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db

LETTERS = {"en": "PR", "ru": "ПР"}
MOSCOW = datetime.timezone(datetime.timedelta(hours=3))
NEW_YEAR = datetime.datetime(datetime.date.today().year + 1, 1, 1, tzinfo=MOSCOW)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def numbering():
    return Numbering.objects.create(letters=LETTERS, genres=["report"], first_number=62)


def numbers():
    changes.catch_up()
    given = SerialNumber.objects.order_by("year", "number")
    return [(serial.article_id, serial.year, serial.number) for serial in given]


def test_each_text_gets_the_next_number_of_its_genre_when_it_opens(numbering):
    year = clock.today().year
    first = factories.published("en")
    factories.published("en", genre="statement")
    factories.published("ru", article=first.article)  # the number is of all its languages
    later = factories.published("en", at=clock.now() + MINUTE)
    second = factories.published("ru")
    assert numbers() == [(first.article_id, year, 62), (second.article_id, year, 63)]
    factories.publish(factories.correction(first))
    actions.withdraw(second, by=factories.press_secretary(), reason="A wrong name.")
    third = factories.published("en")
    assert numbers()[2:] == [(third.article_id, year, 64)], "that of what was withdrawn is not given again"
    with clock.moved_to(clock.now() + MINUTE):
        assert numbers()[3:] == [(later.article_id, year, 65)]


def test_texts_from_before_the_numbering_and_imported_ones_have_none_and_a_year_begins_with_1():
    old = factories.published("en")
    numbering = Numbering.objects.create(letters=LETTERS, genres=["report"], first_number=62, begins_at=clock.now())
    factories.publish(factories.correction(old))
    factories.publish(factories.edition(imported_on=clock.today()))
    assert numbers() == []
    given = []
    for at in (NEW_YEAR - MINUTE, NEW_YEAR):
        with clock.moved_to(at):
            given.append(factories.published("en").article_id)
            numbers()
    Numbering.objects.filter(pk=numbering.pk).update(is_active=False)
    with clock.moved_to(NEW_YEAR + MINUTE):
        factories.published("en")
        assert numbers() == [(given[0], NEW_YEAR.year - 1, 62), (given[1], NEW_YEAR.year, 1)]


def test_a_number_that_was_given_can_be_neither_changed_nor_deleted(numbering):
    factories.published("en")
    assert len(numbers()) == 1
    for wrong in (lambda: SerialNumber.objects.update(number=1), lambda: SerialNumber.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


@pytest.mark.parametrize("typed", ["PR ({}) 62", "pr {} 62", "PR-{}/62", "ПР ({}) 62", "пр ({}) № 62", " PR({})62 "])
def test_it_is_found_as_it_is_printed_and_as_it_is_typed(client, numbering, typed):
    edition = factories.published("en", title="Council meets")
    numbers()
    text = typed.format(clock.today().year)
    assert serial_numbers.article_called(text) == edition.article_id
    assert "Council meets" in client.get("/en/search/", {"q": text}).text
    staff = signed_in(factories.writer())
    assert "Council meets" in staff.get(reverse("admin:find"), {"q": text}).text
    for other in ("PR (2026) 63", "XR (2026) 62", "62", "PR 62", "PR (٢٠٢٦) 62", f"{'P' * 300} (2026) 62"):
        assert serial_numbers.article_called(other) is None


def test_page_references_paper_data_and_programs_print_it(client, numbering):
    english = factories.published("en", title="Council meets")
    russian = factories.published("ru", article=english.article)
    plain = factories.published("en", genre="comment", title="A comment")
    numbers()
    year = clock.today().year
    page = client.get(english.get_absolute_url("en")).text
    assert f'<span class="over__number">PR ({year}) 62</span>' in page
    assert f"Press Office. PR ({year}) 62. Council meets." in page
    assert f'"identifier": "PR ({year}) 62"' in page or f'"identifier":"PR ({year}) 62"' in page
    assert f"ПР ({year}) 62" in client.get(russian.get_absolute_url("ru")).text
    assert "over__number" not in client.get(plain.get_absolute_url("en")).text
    with translation.override("en"):
        paper = client.get(reverse("news:text", args=[english.article_id, english.address_part])).text
        item = client.get(f"{reverse('api:one', args=['articles', english.article_id])}?language=en").json()
        wire = json.loads(client.get(reverse("wires:article", args=[english.article_id, "en"])).text)
    assert f"PR ({year}) 62" in paper
    assert item["serial_number"] == f"PR ({year}) 62"
    assert {"role": "number", "value": f"PR ({year}) 62"} in wire["altIds"]


def test_an_administrator_sets_it_up_and_the_register_explains_every_number(numbering):
    desk = signed_in(factories.administrator())
    add = reverse("admin:news_numbering_add")
    form = {"letters_en": "ST", "letters_ru": "ЗЯ", "genres": ["statement"], "first_number": 1, "is_active": "on"}
    twice = desk.post(add, form | {"genres": ["report"]}).text
    assert "Report: numbered by PR already." in twice
    assert "Another numbering has these letters." in desk.post(add, form | {"letters_en": "pr"}).text
    assert "Begin with a letter" in desk.post(add, form | {"letters_en": "1"}).text
    assert desk.post(add, form).status_code == 302
    assert Numbering.objects.count() == 2

    edition, gone = factories.published("en", title="Council meets"), factories.published("en", title="A mistake")
    numbers()
    actions.withdraw(gone, by=factories.press_secretary(), reason="A wrong name.", kind=Withdrawal.Kind.GONE)
    change = reverse("admin:news_numbering_change", args=[numbering.pk])
    register = " ".join(re.sub(r"<[^>]+>", " ", desk.get(change).text).split())
    assert f"PR ({clock.today().year}) 63 A mistake" in register
    assert "Removed: the address shows only the reason (A wrong name.)" in register
    assert "The numbers 1 to 61 of this year were not given here." in register
    edition.article.readers.add(factories.press_secretary())
    assert "A text that only some may read" in signed_in(factories.writer()).get(change).text
    refused = desk.post(change, form | {"letters_en": "NR", "genres": ["report"], "first_number": 5}).text
    assert "Texts have been published with these letters." in refused
    assert "The first one stays as it is." in refused
    assert signed_in(factories.press_secretary()).post(change, form).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_sessions_that_number_at_once_give_no_number_twice():
    Numbering.objects.create(letters=LETTERS, genres=["report"])
    for _text in range(12):
        factories.published("en")
    together = threading.Barrier(3)

    def number():
        together.wait()
        changes.catch_up()
        connection.close()

    sessions = [threading.Thread(target=number) for _session in range(3)]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join()
    assert [number for _article, _year, number in numbers()] == list(range(1, 13))
