"""Whatever editors do in whatever order: never two public editions of one text, and the past can be told.

A newsroom of one article goes through random actions of several people, the clock going on between them. What a visitor
saw at each instant is written down, and held against what the ranges and what the timeline say of it afterwards.
"""

import contextlib
import datetime
import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from news import drafts, emergency
from news.models import Edition, Withdrawal
from publishing import actions, clock, timeline
from publishing.actions import Refused
from publishing.timeline import Verb
from publishing.visitors import as_visitor
from tests import factories

LANGUAGES = ["ru", "en"]
MOMENT = datetime.timedelta(seconds=1)

languages = st.sampled_from(LANGUAGES)
WILD = 4
picks = st.integers(min_value=0, max_value=WILD)
hours = st.integers(min_value=-1, max_value=30)
people = st.sampled_from([factories.writer, factories.press_secretary, factories.administrator])
editors = st.sampled_from([factories.press_secretary, factories.administrator])
reasons = st.sampled_from(["", "The wires ask."])


class Newsroom(RuleBasedStateMachine):
    @initialize()
    def open(self):
        self.undo = contextlib.ExitStack()
        self.undo.enter_context(transaction.atomic())
        self.undo.callback(transaction.set_rollback, True)
        self.now = datetime.datetime(2026, 12, 1, 9, tzinfo=datetime.UTC)
        self.seen = []
        with clock.moved_to(self.now):
            self.article = factories.published("en").article
        self.let_out("en", factories.writer, in_hours=10)

    def teardown(self):
        if not hasattr(self, "undo"):
            return
        with self.undo:
            for instant, edition in self.seen:
                assert public_at(self.article, instant) == edition
            replayed = replay(self.article)
            assert [edition for _instant, edition in self.seen] == [replayed(instant) for instant, _it in self.seen]

    # What people do

    @rule(hours=st.integers(min_value=1, max_value=40))
    def time_goes_on(self, hours):
        self.now += datetime.timedelta(hours=hours)
        self.look()

    @rule(language=languages, by=people)
    def start(self, language, by):
        if not self.editions(language):
            self.do(lambda: drafts.start(language, article=self.article, by=by(), **complete()))

    @rule(language=languages, by=people)
    def correct(self, language, by):
        if editions := self.editions(language):
            self.do(lambda: drafts.open_next(editions[-1], by=by()))

    @rule(by=people)
    def edit(self, by):
        draft = self.first(live_from=None)
        if draft:
            draft.title += "!"
            self.do(lambda: drafts.save_changes(draft, by=by()))

    @rule(language=languages, by=people)
    def let_out_now(self, language, by):
        self.let_out(language, by)

    @rule(language=languages, in_hours=hours, by=people)
    def let_out_later(self, language, in_hours, by):
        self.let_out(language, by, in_hours)

    def let_out(self, language, by, in_hours=None):
        """Write a text, have it read and let it out, now or later: what an office does all day."""
        if self.editions(language):
            self.correct(language, by)
        else:
            self.start(language, by)
        draft = self.first(live_from=None, language=language)
        if draft and draft.stage != Edition.Stage.APPROVED:
            self.do(lambda: factories.approve(draft))
        if draft:
            self.do(lambda: factories.publish(draft, at=self.later(in_hours) if in_hours else None))

    @rule(pick=picks, by=people)
    def submit(self, pick, by):
        self.act(actions.submit, self.pick(pick, live_from=None), by)

    @rule(pick=picks, by=people)
    def approve(self, pick, by):
        self.act(actions.approve, self.pick(pick, stage=Edition.Stage.REVIEW), by)

    @rule(pick=picks, by=editors)
    def approve_afterwards(self, pick, by):
        self.act(actions.approve_afterwards, self.pick(pick, unreviewed_reason__gt=""), by)

    @rule(pick=picks, by=people)
    def send_back(self, pick, by):
        self.act(actions.send_back, self.pick(pick, live_from=None), by, note="Name the body in full.")

    @rule(pick=picks, by=editors, without_review=reasons)
    def publish(self, pick, by, without_review):
        self.act(actions.publish, self.pick(pick, live_from=None), by, without_review=without_review)

    @rule(pick=picks, by=editors, in_hours=hours, without_review=reasons)
    def schedule(self, pick, by, in_hours, without_review):
        draft = self.pick(pick, live_from=None)
        self.act(actions.publish, draft, by, at=self.later(in_hours), without_review=without_review)

    @rule(pick=picks, by=editors, in_hours=hours)
    def reschedule(self, pick, by, in_hours):
        self.act(actions.reschedule, self.pick(pick, live_from__gt=self.now), by, at=self.later(in_hours))

    @rule(pick=picks, by=editors)
    def unschedule(self, pick, by):
        self.act(actions.unschedule, self.pick(pick, live_from__gt=self.now), by)

    @rule(pick=picks, by=editors)
    def withdraw(self, pick, by):
        live = self.pick(pick, live_from__lte=self.now)
        earlier = self.withdrawals().count()
        self.act(actions.withdraw, live, by, reason="The date was wrong.")
        if self.withdrawals().count() > earlier:
            assert not self.every(language=live.language, live_from__gt=self.now), "nothing of it comes by itself"

    @rule(by=editors)
    def press_the_emergency_button(self, by):
        self.do(lambda: emergency.take_down(self.article, by=by(), reason="The document was secret.", kind="gone"))
        assert not self.every(live_from__gt=self.now)
        assert not Edition.objects.public(self.now).exists()

    @rule(pick=picks, by=people)
    def discard(self, pick, by):
        self.act(drafts.discard, self.pick(pick, live_from=None), by)

    # What is always true

    @invariant()
    def what_was_set_aside_was_never_public(self):
        if hasattr(self, "article"):
            aside = self.every(set_aside_at__isnull=False)
            assert not any(edition.live_from for edition in aside)
            assert not {edition.pk for edition in aside} & {
                number for _instant, shown in self.seen for number, _title in shown.values()
            }

    @invariant()
    def no_two_are_public_at_one_time(self):
        if not hasattr(self, "article"):
            return
        for language in LANGUAGES:
            opened = [edition for edition in self.editions(language) if edition.live_from]
            for one, next_one in itertools.pairwise(opened):
                assert one.live_until is not None
                assert one.live_until <= next_one.live_from
        shown = [edition.language for edition in Edition.objects.public(self.now)]
        assert len(shown) == len(set(shown))

    # How it is done

    def act(self, action, edition, by, **answers):
        if edition:
            self.do(lambda: action(edition, by=by(), **answers))

    def do(self, action):
        """Do something one moment later; a refusal has a sentence and changes nothing, a change is on the timeline."""
        self.now += MOMENT
        before, told = self.rows(), self.entries().count()
        with clock.moved_to(self.now):
            refusal = _refusal_of(action)
        if refusal is not None:
            assert refusal != ""
            assert (self.rows(), self.entries().count()) == (before, told)
        if self.rows() != before:
            assert self.entries().count() > told
        self.look()

    def look(self):
        """Write down what a visitor sees now; nothing is done at the same instant any more."""
        with clock.moved_to(self.now), as_visitor():
            shown = Edition.objects.filter(article=self.article)
            self.seen.append((self.now, {notice.language: (notice.pk, notice.title) for notice in shown}))
        self.now += MOMENT

    def editions(self, language):
        return list(Edition.objects.filter(article=self.article, language=language).order_by("number"))

    def pick(self, number, **which):
        """Return an edition to which something can be done; for the highest number, or where there is none, any."""
        found = [] if number == WILD else self.every(**which)
        found = found or self.every()
        return found[number % len(found)]

    def first(self, **which):
        return next(iter(self.every(**which)), None)

    def every(self, **which):
        return list(Edition.objects.filter(article=self.article, **which).order_by("-pk"))

    def later(self, in_hours):
        return self.now + datetime.timedelta(hours=in_hours)

    def rows(self):
        columns = ("pk", "live_from", "live_until", "stage", "approved_digest", "unreviewed_reason", "version")
        return list(Edition.objects.filter(article=self.article).order_by("pk").values_list(*columns))

    def withdrawals(self):
        return Withdrawal.objects.filter(article=self.article)

    def entries(self):
        return timeline.TimelineEntry.objects.all()


def _refusal_of(action):
    """Do something, and return the sentence with which it was refused, None if it was not."""
    try:
        with transaction.atomic():
            action()
    except Refused as refusal:
        return str(refusal)


def complete():
    """Return the facts of a draft that lacks nothing."""
    return {
        "section": factories.section(),
        "shown_on": factories.THE_DAY,
        "title": "A report",
        "standfirst": "What happened.",
        "body": "<p>The text.</p>",
        "signed_by": Edition.SignedBy.NOBODY,
    }


def public_at(article, instant):
    shown = Edition.objects.public(instant).filter(article=article)
    return {edition.language: (edition.pk, edition.title) for edition in shown}


def replay(article):
    """Return a function that tells, from the timeline alone, what was public at an instant."""
    editions = {edition.pk: edition for edition in Edition.objects.filter(article=article)}
    opens, ends = {}, {}
    for entry in reversed(timeline.of(*editions.values())):
        if entry.verb in (Verb.PUBLISHED, Verb.SCHEDULED, Verb.RESCHEDULED):
            opens[entry.subject_id] = entry.takes_effect
        elif entry.verb == Verb.UNSCHEDULED:
            del opens[entry.subject_id]
        elif entry.verb == Verb.WITHDRAWN:
            ends.setdefault(entry.subject_id, entry.at)  # an emergency may close what had ended before

    def public(instant):
        latest = {}
        for number, _opened in sorted(opens.items(), key=lambda pair: pair[1]):
            if opens[number] <= instant:
                latest[editions[number].language] = number
        return {
            language: (number, editions[number].title)
            for language, number in latest.items()
            if ends.get(number) is None or ends[number] > instant
        }

    return public


@pytest.mark.django_db
def test_whatever_is_done_the_past_can_be_told_and_no_two_editions_are_public_at_once():
    for person in (factories.writer, factories.press_secretary, factories.administrator, factories.section):
        person()  # the cast stays from one history to the next
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
