"""What editors may do, in which order, and what each action leaves behind."""

from datetime import timedelta

import pytest

from news.checks import looks_like_file_name
from news.models import Edition, Withdrawal
from publishing import actions, clock, roles, timeline
from publishing.actions import NotAllowed, NotReady, Refused
from publishing.models import TimelineEntry
from tests import factories

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def in_review():
    edition = factories.edition()
    actions.submit(edition, by=factories.writer())
    return edition


# Each action with a thing it can be done to.
ACTIONS = {
    "submit": (factories.edition, lambda it, by: actions.submit(it, by=by)),
    "send back": (in_review, lambda it, by: actions.send_back(it, by=by, note="Name the body in full.")),
    "approve": (in_review, lambda it, by: actions.approve(it, by=by)),
    "publish": (factories.edition, lambda it, by: actions.publish(it, by=by)),
    "schedule": (factories.edition, lambda it, by: actions.publish(it, by=by, at=clock.now() + HOUR)),
    "unschedule": (lambda: factories.published(at=clock.now() + HOUR), lambda it, by: actions.unschedule(it, by=by)),
    "withdraw": (factories.published, lambda it, by: actions.withdraw(it, by=by, reason="The wrong text.")),
}
MAY = {
    roles.WRITER: {"submit"},
    roles.TRANSLATOR: {"submit"},
    roles.PRESS_SECRETARY: set(ACTIONS),
    roles.ADMINISTRATOR: set(ACTIONS),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", MAY)
def test_each_role_may_do_its_actions_and_no_other(role, action):
    prepare, act = ACTIONS[action]
    item, person = prepare(), factories.user(role)
    before = timeline.of(item).count()
    if action in MAY[role]:
        act(item, person)
        entry = timeline.of(item).first()
        assert entry.actor == person
        assert timeline.of(item).count() == before + 1
    else:
        with pytest.raises(NotAllowed):
            act(item, person)
        assert timeline.of(item).count() == before
        fresh = Edition.objects.get(pk=item.pk)
        assert (fresh.live_from, fresh.live_until, fresh.stage) == (item.live_from, item.live_until, item.stage)


def test_a_locked_out_press_secretary_may_do_nothing():
    secretary = factories.press_secretary()
    secretary.is_active = False
    with pytest.raises(NotAllowed):
        actions.publish(factories.edition(), by=secretary)


def test_a_text_goes_from_draft_through_review_to_the_public():
    edition, writer, secretary = factories.edition(), factories.writer(), factories.press_secretary()
    actions.submit(edition, by=writer)
    actions.approve(edition, by=secretary)
    actions.publish(edition, by=secretary)
    verbs = [entry.verb for entry in reversed(timeline.of(edition))]
    assert verbs == ["created", "submitted", "approved", "published"]
    assert edition.is_public()


def test_the_writer_gets_a_text_back_with_a_note():
    edition = in_review()
    actions.send_back(edition, by=factories.press_secretary(), note="Give the full title.")
    assert edition.stage == Edition.Stage.DRAFT
    assert timeline.of(edition).first().note == "Give the full title."


@pytest.mark.parametrize(
    ("field", "value"), [("title", ""), ("standfirst", "  "), ("body", "<p> </p>"), ("change", "correction")]
)
def test_what_is_missing_keeps_a_text_from_the_public(field, value):
    edition = factories.edition(**{field: value})
    with pytest.raises(NotReady) as refused:
        actions.publish(edition, by=factories.press_secretary())
    expected = "change_note" if field == "change" else field
    assert [problem.field for problem in refused.value.problems] == [expected]
    assert not Edition.objects.public().exists()


def test_a_photo_without_description_or_credit_keeps_a_text_from_the_public():
    edition = factories.edition()
    photo = factories.photo(credit={}, alt={"en": ""}, caption={"en": "ZVF_2142.JPG"})
    factories.show(photo, edition)
    with pytest.raises(NotReady) as refused:
        actions.publish(edition, by=factories.press_secretary())
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["photos-0-alt", "photos-0-caption", "photos-0-credit"]
    assert all("ZVF_2142.JPG" in problem.sentence for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("ZVF_2142.JPG", True),
        ("IMG-20190925-WA0060 (1).jpg", True),
        ("DSC01234", True),
        ("WhatsApp Image 2022-02-16 at 14.07.35.jpeg", True),
        ("Delegates at a round table", False),
        ("КСОР", False),
        ("", False),
    ],
)
def test_a_file_name_is_told_from_a_description(text, is_name):
    assert looks_like_file_name(text) is is_name


def test_a_schedule_in_the_past_is_refused_with_a_sentence():
    edition = factories.edition()
    with pytest.raises(Refused, match="has passed"):
        actions.publish(edition, by=factories.press_secretary(), at=clock.now() - HOUR)
    assert edition.state() == Edition.State.UNPUBLISHED


def test_replacing_closes_the_old_and_opens_the_new_at_the_same_instant():
    old = factories.published()
    new = factories.edition(article=old.article, number=2, title="Corrected", change="minor")
    lift = clock.now() + HOUR
    actions.publish(new, by=factories.press_secretary(), at=lift)
    old.refresh_from_db()
    assert old.live_until == new.live_from == lift
    assert list(Edition.objects.public(lift - timedelta(microseconds=1))) == [old]
    assert list(Edition.objects.public(lift)) == [new]
    assert new.first_published_at == old.first_published_at == old.live_from
    assert timeline.of(old).first().verb == TimelineEntry.Verb.REPLACED


def test_taking_a_replacement_off_the_schedule_leaves_the_old_one_up():
    old = factories.published()
    new = factories.edition(article=old.article, number=2, change="minor")
    actions.publish(new, by=factories.press_secretary(), at=clock.now() + HOUR)
    actions.unschedule(new, by=factories.press_secretary())
    old.refresh_from_db()
    assert old.live_until is None
    assert new.state() == Edition.State.UNPUBLISHED


def test_a_schedule_can_be_moved():
    edition = factories.published(at=clock.now() + HOUR)
    later = clock.now() + 3 * HOUR
    actions.reschedule(edition, by=factories.press_secretary(), at=later)
    assert edition.live_from == later


def test_a_move_to_the_past_leaves_the_schedule_as_it_was():
    edition = factories.published(at=clock.now() + HOUR)
    with pytest.raises(Refused):
        actions.reschedule(edition, by=factories.press_secretary(), at=clock.now() - HOUR)
    assert Edition.objects.get().state() == Edition.State.SCHEDULED


def test_withdrawing_needs_a_reason_and_tells_readers():
    edition = factories.published()
    with pytest.raises(Refused, match="reason"):
        actions.withdraw(edition, by=factories.press_secretary(), reason=" ")
    actions.withdraw(edition, by=factories.press_secretary(), reason="The date was wrong.")
    told = Withdrawal.objects.get(article=edition.article, language="en")
    assert (told.reason, told.at) == ("The date was wrong.", edition.live_until)


def test_a_second_schedule_is_never_merged_silently():
    first = factories.published(at=clock.now() + HOUR)
    second = factories.edition(article=first.article, number=2)
    with pytest.raises(Refused, match="already scheduled"):
        actions.publish(second, by=factories.press_secretary(), at=clock.now() + 2 * HOUR)


def test_something_public_is_not_published_again():
    edition = factories.published()
    with pytest.raises(Refused, match="already"):
        actions.publish(edition, by=factories.press_secretary())


def test_a_fault_half_way_leaves_everything_as_it_was(monkeypatch):
    edition = factories.edition()

    def broken(self, instant):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Edition, "after_publishing", broken)
    with pytest.raises(RuntimeError):
        actions.publish(edition, by=factories.press_secretary())
    assert Edition.objects.get().live_from is None
    assert timeline.of(edition).count() == 1


def test_records_without_review_are_published_directly():
    meeting = factories.meeting(public=False)
    with pytest.raises(Refused, match="without a review"):
        actions.submit(meeting, by=factories.press_secretary())
    actions.publish(meeting, by=factories.press_secretary())
    assert meeting.is_public()


def test_a_withdrawn_record_can_come_back_and_a_withdrawn_text_only_as_a_new_edition():
    secretary, meeting, edition = factories.press_secretary(), factories.meeting(), factories.published()
    for item in (meeting, edition):
        actions.withdraw(item, by=secretary, reason="The date was wrong.")
    actions.publish(meeting, by=secretary)
    assert meeting.is_public()
    with pytest.raises(Refused, match="already"):
        actions.publish(edition, by=secretary)
