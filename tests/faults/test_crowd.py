"""A crowd on addresses that must be made: the desk, the button, known pages and the schedule do not wait for it."""

import datetime
import itertools
import time

import pytest

from news.models import Withdrawal
from publishing import actions, clock
from tests import factories
from tests.desk.over_http import logged_in
from tests.faults.test_database import TELEPHONE, until, warm
from tests.load import Load

pytestmark = pytest.mark.django_db(transaction=True)

VISITORS = 60
SLACK_SECONDS = 9  # beyond what is promised, for the visitors take the processors of the tests' machine themselves


def test_a_crowd_keeps_neither_the_desk_nor_a_withdrawal_nor_an_opening(node):
    secretary = factories.press_secretary()
    known, wrong = factories.published(title="The Council has met"), factories.published(title="Wrong report")
    browser = logged_in(secretary)
    for article in (known, wrong):
        warm(node, article.get_absolute_url())
    opens = factories.approve(factories.edition(title="Opens meanwhile"))
    invented = (f"/en/news/?z={number}" for number in itertools.count())
    with Load(node.address, invented, visitors=VISITORS) as crowd:
        crowd.wait_for(2 * VISITORS)
        actions.publish(opens, by=secretary, at=clock.now() + datetime.timedelta(seconds=2))
        for _time in range(5):
            asked = time.monotonic()
            assert node.get("/desk/", **browser).status == 200
            assert time.monotonic() - asked < 1 + SLACK_SECONDS
        actions.withdraw(wrong, by=secretary, reason="It was wrong.", kind=Withdrawal.Kind.VANISHED)
        until(lambda: node.get(wrong.get_absolute_url()).status in (404, 503), seconds=1 + SLACK_SECONDS)
        until(lambda: opens.title in node.get("/en/news/").text, seconds=4 + SLACK_SECONDS)
        assert node.get("/desk/login/").status == 200
        answers = (node.get(f"/en/news/?q={number}") for number in range(200))
        refused = next(answer for answer in answers if answer.status == 503)
        assert TELEPHONE in refused.text
        assert 1 <= int(refused.headers["Retry-After"]) <= 5
    statuses = {request.status for request in crowd.requests}
    assert statuses == {200, 503}, crowd.summary()
    until(lambda: node.get("/en/news/").status == 200)
