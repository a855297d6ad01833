"""Whatever editors do while visitors ask two processes: no page shows what was not public, nor hides what was.

Editors publish, schedule, move, correct and withdraw at random for some seconds of real time; visitors ask both
servers all the while. Afterwards each answer is held against the ranges in the database. The promise is a second: what
an answer shows was public at some instant between one second before it was asked for and the end of the answer; what
it leaves out was not public during all of that time. Only a page during whose making something opened or ended may
lack its last lines: it is made with several questions to the database.
"""

import datetime
import random
import re
import threading
import time

import pytest
from django.db import connection

from news import drafts
from news.lists import ARTICLES_PER_PAGE
from news.models import Edition
from publishing import actions
from publishing.actions import Refused
from tests import factories
from tests.page_cache.processes import fetch, server

pytestmark = pytest.mark.django_db(transaction=True)

COMMIT = datetime.timedelta(seconds=0.3)  # at most between the instant of an action and the end of its transaction
PROMISE = datetime.timedelta(seconds=1)
SECONDS = 15
TITLE = re.compile(r"Canary [0-9a-f]{8}")
SEEDS = [20261125]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_processes_show_what_is_public_and_nothing_else(seed):
    with server() as first, server() as second:
        show_what_is_public_and_nothing_else(seed, first, second)


def show_what_is_public_and_nothing_else(seed, first, second):
    """Edit at random while visitors ask both servers, and hold their answers against the database."""
    chance = random.Random(seed)
    answers, stop = [], threading.Event()
    visitors = [threading.Thread(target=_visit, args=(address, answers, stop)) for address in (first, second)]
    for visitor in visitors:
        visitor.start()
    _edit(chance, SECONDS)
    time.sleep(3)  # until the last schedule has come
    stop.set()
    for visitor in visitors:
        visitor.join()
    ranges = {
        edition.title: (edition.live_from, edition.live_until)
        for edition in Edition.objects.filter(live_from__isnull=False)
    }
    assert len(answers) > 100
    assert sum("hit" in how for _asked, _done, _shown, how in answers) > len(answers) / 3
    assert len({title for _asked, _done, shown, _how in answers for title in shown}) > 3
    turns = [instant for opens, ends in ranges.values() for instant in (opens, ends) if instant]
    for asked, done, shown, how in answers:
        may_lack_some = len(shown) >= ARTICLES_PER_PAGE or any(asked - COMMIT <= instant <= done for instant in turns)
        for title, (opens, ends) in ranges.items():
            told = f"{title}, {opens} to {ends}; asked {asked}, answered {done} ({how}), seed {seed}"
            was_public = opens <= done and (ends is None or ends > asked - PROMISE)
            was_public_throughout = opens <= asked - PROMISE and (ends is None or ends > done)
            assert title not in shown or was_public, f"shown: {told}"
            assert title in shown or may_lack_some or not was_public_throughout, f"missing: {told}"


def _visit(address, answers, stop):
    while not stop.is_set():
        asked = _now()
        status, text, headers = fetch(f"{address}/en/news/")
        done = _now()
        assert status == 200
        answers.append((asked, done, set(TITLE.findall(text)), headers.get("Cache-Status", "")))
        time.sleep(0.02)


def _now():
    # Servers, database and visitors are on one machine and share its clock.
    return datetime.datetime.now(datetime.UTC)


def _edit(chance, seconds):
    """Do what editors do, at random, for so many seconds."""
    editor, end = factories.press_secretary(), time.monotonic() + seconds
    editions = []
    while time.monotonic() < end:
        action = chance.choice([_publish, _publish, _schedule, _schedule, _move, _correct, _withdraw, _withdraw])
        try:
            made = action(chance, editor, editions)
        except Refused:
            made = None  # it ended, or was taken back, meanwhile
        editions += [made] if made else []
        time.sleep(chance.uniform(0, 0.4))
    connection.close()


def _draft(chance):
    return factories.approve(factories.edition(title=f"Canary {chance.getrandbits(32):08x}", shown_on=_now().date()))


def _soon(chance):
    return _now() + datetime.timedelta(seconds=chance.uniform(0.5, 2.5))


def _publish(chance, editor, editions):
    draft = _draft(chance)
    actions.publish(draft, by=editor)
    return draft


def _schedule(chance, editor, editions):
    draft = _draft(chance)
    actions.publish(draft, by=editor, at=_soon(chance))
    return draft


def _move(chance, editor, editions):
    waiting = Edition.objects.scheduled().first()
    if waiting:
        if chance.random() < 0.5:
            actions.reschedule(waiting, by=editor, at=_soon(chance))
        else:
            actions.unschedule(waiting, by=editor)


def _correct(chance, editor, editions):
    public = Edition.objects.public().order_by("?").first()
    if public:
        draft = drafts.open_next(public, by=factories.writer())
        draft.title = f"Canary {chance.getrandbits(32):08x}"
        draft.save()
        factories.approve(draft)
        actions.publish(draft, by=editor)
        return draft


def _withdraw(chance, editor, editions):
    public = Edition.objects.public().order_by("?").first()
    if public:
        actions.withdraw(public, by=editor, reason="At random.")
