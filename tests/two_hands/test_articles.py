"""Two people at one article: what is public is what was approved, and what has ended does not come back."""

import datetime

import pytest
from django.db import IntegrityError

from news import drafts, emergency, releases, restoring
from news.models import Edition, EditionPhoto, Release, SavedVersion, Withdrawal
from publishing import actions, clock, timeline
from tests import factories

HOUR = datetime.timedelta(hours=1)
REASON = "The document was secret."


def read(edition):
    """Return an edition as somebody has read it before they act."""
    return Edition.objects.get(pk=edition.pk)


def in_an_hour():
    return clock.now() + HOUR


def is_anything_public_or_scheduled():
    return Edition.objects.public().exists() or Edition.objects.scheduled().exists()


def test_of_two_publications_one_counts(every_order):
    draft = factories.approve(factories.edition())
    people = [factories.press_secretary(), factories.administrator()]
    for order in every_order(*[lambda by=by: actions.publish(read(draft), by=by) for by in people]):
        assert sorted(order.outcomes) == ["Refused", "done"]
        assert timeline.of(draft).filter(verb="published").count() == 1


def test_of_two_approvals_one_counts(every_order):
    draft = factories.edition()
    actions.submit(draft, by=factories.writer())
    people = [factories.press_secretary(), factories.administrator()]
    for order in every_order(*[lambda by=by: actions.approve(read(draft), by=by) for by in people]):
        assert sorted(order.outcomes) == ["Refused", "done"]
        assert timeline.of(draft).filter(verb="approved").count() == 1


def test_what_is_approved_is_not_discarded_as_the_only_text(every_order):
    draft = factories.edition()
    actions.submit(draft, by=factories.writer())
    by, writer = factories.press_secretary(), factories.writer()

    def discard():
        drafts.discard(read(draft), by=writer, seen=1)

    for order in every_order(lambda: actions.approve(read(draft), by=by, seen=1), discard):
        assert order.outcomes == ["done", "Refused"]
        assert read(draft).is_approved


def test_what_is_published_is_what_was_approved(every_order):
    """Publish × caption: a part of the text is changed by somebody else in the same moment."""
    draft = factories.edition()
    shown = factories.show(factories.photo(), draft)
    factories.approve(draft)
    by = factories.press_secretary()

    def change_caption():
        EditionPhoto.objects.filter(pk=shown.pk).update(caption="Somebody else.")

    refusals = (actions.Refused, IntegrityError)  # the second is a trigger's, which refuses what no form can send
    for order in every_order(lambda: actions.publish(read(draft), by=by), change_caption, allowed=refusals):
        edition = read(draft)
        assert "done" in order.outcomes
        assert edition.is_approved or edition.live_from is None


def test_a_text_is_published_as_it_was_read_or_not_at_all(every_order):
    draft = factories.approve(factories.edition(title="Read"))
    by, writer = factories.press_secretary(), factories.writer()

    def change():
        edition = read(draft)
        edition.title = "Unread"
        drafts.save_changes(edition, by=writer)

    for order in every_order(lambda: actions.publish(read(draft), by=by), change):
        edition = read(draft)
        assert order.outcomes.count("done") == 1
        assert (edition.live_from is not None) == (edition.title == "Read")


def test_an_approval_is_of_the_text_as_it_stands(every_order):
    draft = factories.edition()
    actions.submit(draft, by=factories.writer())
    by, writer = factories.press_secretary(), factories.writer()

    def change():
        edition = read(draft)
        edition.title = "Unread"
        drafts.save_changes(edition, by=writer)

    for _order in every_order(lambda: actions.approve(read(draft), by=by, seen=1), change):
        edition = read(draft)
        assert edition.is_approved == (edition.title != "Unread")


def test_of_two_who_save_one_text_the_second_is_told(every_order):
    draft = factories.edition()

    def save(title):
        edition = read(draft)
        edition.title = title
        drafts.save_changes(edition, by=factories.writer())

    for order in every_order(lambda: save("One"), lambda: save("Other")):
        versions = SavedVersion.objects.filter(edition=draft).order_by("version")
        assert [version.version for version in versions] == list(range(1, 2 + order.outcomes.count("done")))
        assert versions.last().snapshot["title"] == read(draft).title
        assert set(order.outcomes) <= {"done", "Stale"}


def test_there_is_one_next_draft(every_order):
    live = factories.published()
    people = [factories.writer(), factories.press_secretary(), factories.administrator()]
    for order in every_order(*[lambda by=by: drafts.open_next(read(live), by=by) for by in people]):
        assert {result.pk for result in order.results} == {Edition.objects.unpublished().get().pk}
        assert timeline.of(order.results[0]).filter(verb="created").count() == 1


def test_a_restored_version_and_a_saved_one_are_both_kept_or_one_is_refused(every_order):
    draft = factories.edition(title="First")
    old = draft.saved_versions.get().snapshot
    draft.title = "Second"
    drafts.save_changes(draft, by=factories.writer())
    by, writer = factories.press_secretary(), factories.writer()

    def restore():
        restoring.restore(draft.article, old, by=by, name="Version 1", over_draft=True)

    def save():
        edition = read(draft)
        edition.title = "Third"
        drafts.save_changes(edition, by=writer)

    for order in every_order(restore, save):
        titles = [version.snapshot["title"] for version in draft.saved_versions.order_by("version")]
        assert order.outcomes[0] == "done"
        assert set(order.outcomes) <= {"done", "Stale"}
        assert read(draft).title == titles[-1]
        assert titles.count("Third") == (order.outcomes[1] == "done")


@pytest.mark.parametrize("without_review", ["", "The wires ask."])
def test_nothing_is_scheduled_to_follow_what_is_withdrawn(every_order, without_review):
    live = factories.published()
    draft = factories.approve(factories.correction(live))
    by, at = factories.press_secretary(), in_an_hour()

    def schedule():
        actions.publish(read(draft), by=by, at=at, without_review=without_review)

    for order in every_order(lambda: actions.withdraw(read(live), by=by, reason=REASON), schedule):
        assert order.outcomes[0] == "done"
        knows_of_the_withdrawal = order.first == 0 and order.is_in_turn
        assert is_anything_public_or_scheduled() == (knows_of_the_withdrawal and bool(without_review))


def others():
    """What else somebody may be doing to an article with a live edition, one scheduled and an approved draft."""
    return {
        "publish": lambda live, coming, draft, by: actions.publish(read(draft), by=by),
        "schedule": lambda live, coming, draft, by: actions.publish(read(draft), by=by, at=clock.now() + 2 * HOUR),
        "reschedule": lambda live, coming, draft, by: actions.reschedule(
            read(coming), by=by, at=clock.now() + HOUR / 2
        ),
        "unschedule": lambda live, coming, draft, by: actions.unschedule(read(coming), by=by),
        "withdraw": lambda live, coming, draft, by: actions.withdraw(read(live), by=by, reason="A mistake."),
        "take down": lambda live, coming, draft, by: take_down(live, by=by),
        "save": lambda live, coming, draft, by: save(draft, by=by),
        "discard": lambda live, coming, draft, by: drafts.discard(read(draft), by=by),
        "send back": lambda live, coming, draft, by: actions.send_back(read(draft), by=by, note="Name the body."),
        "release": lambda live, coming, draft, by: releases.release(
            Release.objects.get(), by=by, at=clock.now() + 2 * HOUR
        ),
    }


def take_down(edition, *, by):
    emergency.take_down(read(edition).article, by=by, reason=REASON, kind=Withdrawal.Kind.GONE)


def save(draft, *, by):
    edition = read(draft)
    edition.title += "!"
    drafts.save_changes(edition, by=by)


@pytest.mark.parametrize("what", others())
def test_the_emergency_button_ends_everything_whatever_else_is_done(every_order, what):
    live = factories.published()
    coming = factories.publish(factories.correction(live), at=in_an_hour())
    draft = factories.approve(drafts.open_next(coming, by=factories.writer()))
    by, other = factories.administrator(), factories.press_secretary()
    releases.add(releases.start("Today", by=other, languages=Release.Languages.FOLLOWS), draft, by=other)
    other_act = others()[what]
    for order in every_order(lambda: take_down(live, by=by), lambda: other_act(live, coming, draft, other)):
        assert "done" in order.outcomes
        assert not is_anything_public_or_scheduled()
        assert Withdrawal.objects.last_of(live.article_id, "en").kind == Withdrawal.Kind.GONE
        assert Withdrawal.objects.filter(kind=Withdrawal.Kind.GONE).count() == 1
