"""One person switches a language off while another schedules a text in it: never both."""

import datetime

import pytest

from publishing import actions, catalogues, clock, switching_languages
from publishing.actions import Refused
from publishing.models import Language
from tests import factories
from tests.written import switch_on


@pytest.fixture
def kazakh(transactional_db):
    switch_on("kk")
    yield Language.objects.filter(code="kk")
    Language.objects.exclude(code__in=["ru", "en"]).delete()


def test_no_text_is_scheduled_in_a_language_that_is_just_switched_off(kazakh, every_order):
    draft = factories.edition("kk", title="Отырыс")
    factories.approve(draft)
    secretary, administrator = factories.press_secretary(), factories.administrator()
    tomorrow = clock.now() + datetime.timedelta(days=1)

    def schedule():
        actions.publish(type(draft).objects.get(pk=draft.pk), by=secretary, at=tomorrow)

    def switch_off():
        switching_languages.switch_off("kk", by=administrator)

    ways = set()
    for order in every_order(schedule, switch_off):
        draft.refresh_from_db()
        is_scheduled, is_on = draft.live_from is not None, kazakh.get().is_on
        assert is_scheduled == is_on, order
        assert sum(isinstance(result, Refused) for result in order.results) == 1, order
        ways.add(is_on)
        kazakh.update(is_on=True)
    assert ways == {True, False}


def test_of_two_who_have_read_the_words_one_is_recorded(kazakh, every_order):
    digest = catalogues.digest("kk")
    first, second = factories.administrator(), factories.administrator()

    def sign(by):
        return lambda: switching_languages.sign_off_words("kk", digest, by=by)

    for order in every_order(sign(first), sign(second)):
        assert kazakh.get().words_read == digest, order
        assert sum(isinstance(result, Refused) for result in order.results) == 1, order
        kazakh.update(words_read="")
