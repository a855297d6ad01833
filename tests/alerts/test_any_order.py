"""Whatever happens at the desk, in whatever order, and wherever the worker dies: every reader is told once, and only
of what is public.

The rule for a worker that dies while a letter is on its way stands in mailing.sending: news rather is lost than comes
twice, corrections and ends rather come twice, under one Message-ID. What arrived is counted by that.
"""

import collections
import contextlib
import datetime
import os
import random
import re

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from alerts import subscribing
from alerts.models import Subscriber
from mailing.models import Letter
from news.models import Edition, Withdrawal
from publishing import actions, clock
from search.queries import Query
from tests import factories
from tests.alerts.readers import deliver, draft, next_edition, reader

pytestmark = pytest.mark.django_db
START = datetime.datetime(2026, 12, 1, 7, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
NUMBER = re.compile(r"Report (\d+)x")


class Killed(BaseException):
    """The worker is gone."""


class Postman(BaseEmailBackend):
    """Takes letters, and checks of each that it names nothing that visitors do not see at that moment."""

    arrived = []
    dies = None  # "before" or "after" taking the next letter

    def send_messages(self, messages):
        for message in messages:
            if Postman.dies == "before":
                raise Killed
            if message.extra_headers.get("List-Id"):
                self.check(message)
                Postman.arrived.append((message, clock.now()))
            if Postman.dies:
                raise Killed
        return len(messages)

    def check(self, message):
        if "Please do not use" in message.body:
            return
        for number in map(int, NUMBER.findall(message.body)):
            assert Edition.objects.public().filter(title=f"Report {number}x").exists(), message.body


@pytest.fixture(autouse=True)
def _postman(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Postman"
    Postman.arrived, Postman.dies = [], None


NO_STEP = ("SAVEPOINT", "ROLLBACK", "RELEASE", "RESET", "SET", "SELECT current_setting", "SELECT set_config")


@contextlib.contextmanager
def dying(at_query=None, while_sending=None):
    """Let the worker in the block die at its query number `at_query`, or around the next letter; it does nothing after.

    What the database itself does when a connection ends still happens: transactions and rights are taken back.
    """
    state = {"left": at_query, "dead": False}

    def execute(run, sql, params, many, context):
        if not sql.startswith(NO_STEP):
            if state["left"] is not None:
                state["left"] -= 1
            if state["left"] == 0:
                state["dead"] = True
            if state["dead"]:
                raise Killed
        return run(sql, params, many, context)

    Postman.dies = while_sending
    try:
        with contextlib.suppress(Killed), connection.execute_wrapper(execute):
            yield state
    finally:
        Postman.dies = None


def titles(address):
    """Return {title of an article: the Message-IDs of the letters for `address` that bring it}."""
    found = collections.defaultdict(set)
    for message, _moment in Postman.arrived:
        if message.to == [address]:
            for number in NUMBER.findall(message.body):
                found[int(number)].add(message.extra_headers["Message-ID"])
    return found


def test_wherever_the_worker_dies_everybody_is_told_once():
    with clock.moved_to(START):
        reader("anna@paper.example")
        reader("boris@paper.example", Query("en"), Query("ru"))
        corrected, leaves = (factories.publish(draft(title=f"Report {number}x")) for number in (1, 2))
        deliver()
    with clock.moved_to(START + 30 * MINUTE):
        factories.publish(draft(title="Report 3x"))
        next_edition(corrected, title="Report 1x", note="Six, not five.")
        actions.withdraw(leaves, by=factories.press_secretary(), reason="No.", kind=Withdrawal.Kind.WITHDRAWN)
    before = list(Postman.arrived)

    def outcome():
        return {(message.to[0], message.subject, message.extra_headers["Message-ID"]) for message, _ in Postman.arrived}

    deaths = 0
    for number in range(1, 400, 2):
        with transaction.atomic():
            Postman.arrived = list(before)
            with clock.moved_to(START + 31 * MINUTE), dying(at_query=number) as state:
                deliver()
            with clock.moved_to(START + 45 * MINUTE):
                deliver()
                deliver()
            told = collections.Counter((address, subject) for address, subject, _id in outcome())
            doubtful = Letter.objects.filter(state=Letter.State.DOUBT)
            news = {letter.to for letter in doubtful}
            for address in ("anna@paper.example", "boris@paper.example"):
                assert told[address, "Report 3x"] == 1 or address in news, (number, told)
                urgent = [subject for who, subject in told if who == address and ":" in subject]
                assert len(urgent) == 1, (number, told)
            assert set(told.values()) == {1}, (number, told)
            transaction.set_rollback(True)
        if not state["dead"]:
            break
        deaths += 1
    assert deaths > 30


@pytest.mark.parametrize("seed", range(int(os.environ.get("SEEDS", 4))))
def test_in_any_order_of_anything_everybody_is_told_once(seed):
    world = World(random.Random(seed))
    for _step in range(24):
        world.step()
    world.settle()
    world.check()


class World:
    """A desk, some readers and a worker, all moved by dice; and what must have arrived in the end."""

    def __init__(self, dice):
        self.dice = dice
        self.now = START
        self.number = 0
        self.readers = {}  # address: (instant of the confirmation, languages)
        self.join()

    def step(self):
        self.now += self.dice.choice([1, 3, 20, 90, 600]) * MINUTE
        steps = [self.publish, self.publish, self.schedule, self.correct, self.correct, self.withdraw, self.come_back]
        steps += [self.join, self.change_rhythm, self.work, self.work, self.work, self.die, self.die]
        with clock.moved_to(self.now):
            self.dice.choice(steps)()

    def live(self):
        return list(Edition.objects.public().order_by("pk"))

    def pick(self, editions):
        # What follows an edition stands alone: another draft, or one on the schedule, is in the way.
        free = [edition for edition in editions if not edition.rivals().exclude(live_from__lte=self.now).exists()]
        return self.dice.choice(free) if free else None

    def publish(self, at=None):
        self.number += 1
        edition = draft(title=f"Report {self.number}x")
        factories.publish(edition, at=at)
        if self.dice.random() < 0.4:
            factories.publish(draft("ru", title=f"Report {self.number}x", article=edition.article), at=at)

    def schedule(self):
        self.publish(at=self.now + self.dice.choice([1.5, 30.5, 300.5]) * MINUTE)

    def correct(self):
        if edition := self.pick(self.live()):
            change = self.dice.choice(["minor", "update", "correction", "clarification"])
            next_edition(edition, change, note=f"Note {edition.pk}n.", shown_on=edition.shown_on)

    def withdraw(self):
        if edition := self.pick(self.live()):
            kind = self.dice.choice(["withdrawn", "gone", "vanished"])
            actions.withdraw(edition, by=factories.press_secretary(), reason="A reason.", kind=kind)

    def come_back(self):
        ended = Edition.objects.filter(live_until__lte=self.now).order_by("pk")
        public = {(version.article_id, version.language) for version in self.live()}
        lost = [
            edition
            for edition in ended
            if (edition.article_id, edition.language) not in public
            and not edition.rivals().filter(number__gt=edition.number).exists()
        ]
        vanished = Withdrawal.objects.filter(kind="vanished").values_list("article", "language")
        lost = [edition for edition in lost if (edition.article_id, edition.language) not in set(vanished)]
        if edition := self.pick(lost):
            next_edition(edition, self.dice.choice(["minor", "correction"]), shown_on=edition.shown_on)

    def join(self):
        address = f"reader{len(self.readers)}@paper.example"
        languages = self.dice.choice([["en"], ["ru"], ["en", "ru"]])
        rhythm = self.dice.choice(["at_once", "at_once", "daily", "weekly"])
        with clock.moved_to(self.now):
            reader(address, *(Query(language) for language in languages), rhythm=rhythm)
        self.readers[address] = (self.now, languages)

    def change_rhythm(self):
        subscriber = self.dice.choice(list(Subscriber.objects.order_by("pk")))
        subscribing.set_rhythm(subscriber, self.dice.choice(["at_once", "daily", "weekly"]))

    def work(self):
        deliver()

    def die(self):
        if self.dice.random() < 0.3:
            with dying(while_sending=self.dice.choice(["before", "after"])):
                deliver()
        else:
            with dying(at_query=self.dice.randrange(1, 90)):
                deliver()

    def settle(self):
        for _day in range(10):
            self.now += datetime.timedelta(days=1)
            with clock.moved_to(self.now):
                deliver()

    def check(self):
        with clock.moved_to(self.now):
            public = {(version.language, version.title): version for version in self.live()}
            doubtful = collections.Counter(Letter.objects.filter(state=Letter.State.DOUBT).values_list("to", flat=True))
        for address, (since, languages) in self.readers.items():
            own = self.letters(address)
            news = self.check_news(address, own)
            notes = collections.Counter(note for letter in own for note in letter.notes)
            for (language, title), edition in public.items():
                due = language in languages and edition.first_published_at >= since
                never_left = not Withdrawal.objects.filter(article=edition.article_id, language=language).exists()
                if due and never_left and not doubtful[address]:
                    assert news[language, title] == 1, (address, language, title)
                if language not in languages:
                    assert not news[language, title]
            corrections = Edition.objects.filter(change__in=["correction", "clarification"], live_from__isnull=False)
            for correction in corrections:
                self.check_correction(correction, address, own, doubtful, notes)
            self.check_ends(address, own, languages, public)

    def check_news(self, address, own):
        """Return {(language, title): 1} of all that came; it came again only with a note, or after its end was told."""
        came, known, ends = set(), set(), 0
        for letter in own:
            ends += letter.is_end
            for told, note in letter.items:
                again = told in came
                assert not again or (note and (told, note) not in known) or ends, (address, told)
                came.add(told)
                known.add((told, note))
        return collections.Counter(came)

    def letters(self, address):
        seen, found = set(), []
        for message, moment in Postman.arrived:
            name = message.extra_headers["Message-ID"]
            if message.to == [address] and name not in seen:
                seen.add(name)
                found.append(Told(message, moment))
        return found

    def check_correction(self, edition, address, own, doubtful, notes):
        had = [letter.moment for letter in own if (edition.language, edition.title) in letter.news]
        ended = Withdrawal.objects.filter(article=edition.article_id, language=edition.language).exists()
        if had and had[0] < edition.live_from and not ended and not doubtful[address]:
            before = edition.rivals().filter(number__lt=edition.number).latest("number")
            note = f"Note {before.pk}n."
            assert notes[note] == 1, (address, note, notes)

    def check_ends(self, address, own, languages, public):
        """Whoever has an article that is no longer public has been told so after it came."""
        for language in languages:
            had = {told for letter in own for told in letter.news if told[0] == language}
            for told in had - set(public):
                last = max(letter.moment for letter in own if told in letter.news)
                assert any(letter.is_end and letter.moment > last for letter in own), (address, told)


class Told:
    """One letter that arrived, read as a reader does."""

    def __init__(self, message, moment):
        self.moment = moment
        self.is_end = "Please do not use" in message.body
        self.notes = set(re.findall(r"Note \d+n\.", message.body))
        found = re.findall(r"Report (\d+)x\s+http://[^/]+/(\w\w)/news/\S+\s+(?:\w+\.\s+(Note \d+n\.))?", message.body)
        self.items = [((language, f"Report {number}x"), note) for number, language, note in found]
        self.news = {told for told, _note in self.items}
