"""What editors may do, in which order, and what each action leaves behind."""

from datetime import timedelta

import pytest

from news import drafts
from news.checks import looks_like_file_name
from news.models import Edition, Withdrawal
from publishing import actions, clock, roles, timeline
from publishing.actions import NotAllowed, NotReady, Refused, Stale
from publishing.models import TimelineEntry
from tests import factories

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def in_review():
    edition = factories.edition()
    actions.submit(edition, by=factories.writer())
    return edition


def approved():
    return factories.approve(factories.edition())


# Each action with a thing it can be done to.
ACTIONS = {
    "submit": (factories.edition, lambda item, by: actions.submit(item, by=by)),
    "send back": (in_review, lambda item, by: actions.send_back(item, by=by, note="Name the body in full.")),
    "approve": (in_review, lambda item, by: actions.approve(item, by=by)),
    "publish": (approved, lambda item, by: actions.publish(item, by=by)),
    "schedule": (approved, lambda item, by: actions.publish(item, by=by, at=clock.now() + HOUR)),
    "unschedule": (
        lambda: factories.published(at=clock.now() + HOUR),
        lambda item, by: actions.unschedule(item, by=by),
    ),
    "withdraw": (factories.published, lambda item, by: actions.withdraw(item, by=by, reason="The wrong text.")),
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
    edition = approved()
    with pytest.raises(Refused, match="has passed"):
        actions.publish(edition, by=factories.press_secretary(), at=clock.now() - HOUR)
    assert edition.state() == Edition.State.UNPUBLISHED


def test_replacing_closes_the_old_and_opens_the_new_at_the_same_instant():
    old = factories.published()
    new = factories.edition(article=old.article, number=2, title="Corrected", change="minor")
    lift = clock.now() + HOUR
    factories.publish(new, at=lift)
    old.refresh_from_db()
    assert old.live_until == new.live_from == lift
    assert list(Edition.objects.public(lift - timedelta(microseconds=1))) == [old]
    assert list(Edition.objects.public(lift)) == [new]
    assert new.first_published_at == old.first_published_at == old.live_from
    assert timeline.of(old).first().verb == TimelineEntry.Verb.REPLACED


def test_taking_a_replacement_off_the_schedule_leaves_the_old_one_up():
    old = factories.published()
    new = factories.edition(article=old.article, number=2, change="minor")
    factories.publish(new, at=clock.now() + HOUR)
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


def next_of(edition):
    return factories.approve(drafts.open_next(edition, by=factories.writer()))


def ranges(*editions):
    """Return the hours from now at which each edition opens and ends, None for never."""
    now = clock.now()
    found = []
    for edition in editions:
        edition.refresh_from_db()
        found.append(
            tuple(instant and round((instant - now) / HOUR) for instant in (edition.live_from, edition.live_until))
        )
    return found


def test_two_schedules_of_one_text_follow_each_other():
    first = factories.published(at=clock.now() + HOUR)
    second = next_of(first)
    actions.publish(second, by=factories.press_secretary(), at=clock.now() + 3 * HOUR)
    assert ranges(first, second) == [(1, 3), (3, None)]
    assert second.first_published_at == first.live_from


@pytest.mark.parametrize("hours", [1, 0.5, None])
def test_a_second_schedule_never_overtakes_the_first(hours):
    first = factories.published(at=clock.now() + HOUR)
    second = next_of(first)
    with pytest.raises(Refused, match="which comes before this, is scheduled for"):
        actions.publish(second, by=factories.press_secretary(), at=hours and first.live_from + (hours - 1) * HOUR)
    assert ranges(first, second) == [(1, None), (None, None)]


def three_editions():
    """One that is public, one to replace it in two hours, and one more in four."""
    secretary, now = factories.press_secretary(), clock.now()
    live = factories.published()
    middle = next_of(live)
    actions.publish(middle, by=secretary, at=now + 2 * HOUR)
    last = next_of(middle)
    actions.publish(last, by=secretary, at=now + 4 * HOUR)
    return live, middle, last


@pytest.mark.parametrize(
    ("moved", "to", "expected"),
    [
        ("middle", 3, [(0, 3), (3, 4), (4, None)]),
        ("middle", 1, [(0, 1), (1, 4), (4, None)]),
        ("last", 3, [(0, 2), (2, 3), (3, None)]),
        ("last", 9, [(0, 2), (2, 9), (9, None)]),
        ("middle", 4, None),
        ("middle", 5, None),
        ("last", 2, None),
        ("last", 1, None),
    ],
)
def test_a_moved_schedule_takes_the_ends_of_its_neighbours_along(moved, to, expected):
    editions = three_editions()
    item, before = editions[1 if moved == "middle" else 2], ranges(*editions)
    at = clock.now() + to * HOUR if expected else editions[0].live_from + to * HOUR
    if not expected:
        at = {4: editions[2].live_from, 2: editions[1].live_from}.get(to, at)
        with pytest.raises(Refused, match="this, is scheduled for"):
            actions.reschedule(item, by=factories.press_secretary(), at=at)
    else:
        actions.reschedule(item, by=factories.press_secretary(), at=at)
        entry = timeline.of(item).first()
        assert (entry.verb, entry.takes_effect) == ("rescheduled", at)
    assert ranges(*editions) == (expected or before)


def test_one_of_two_schedules_is_taken_off_and_put_back():
    live, middle, last = three_editions()
    secretary = factories.press_secretary()
    actions.unschedule(middle, by=secretary)
    assert ranges(live, middle, last) == [(0, 4), (None, None), (4, None)]
    with pytest.raises(Refused, match="which comes after this"):
        actions.publish(middle, by=secretary, at=clock.now() + 5 * HOUR)
    actions.publish(middle, by=secretary, at=clock.now() + 3 * HOUR)
    assert ranges(live, middle, last) == [(0, 3), (3, 4), (4, None)]


def test_an_edition_that_a_newer_one_has_overtaken_is_not_published():
    _live, middle, last = three_editions()
    actions.unschedule(middle, by=factories.press_secretary())
    with clock.moved_to(last.live_from + HOUR), pytest.raises(Refused, match="A newer one has been published"):
        actions.publish(middle, by=factories.press_secretary())


def test_a_schedule_stays_while_the_text_after_it_is_being_written():
    first = factories.published(at=clock.now() + HOUR)
    drafts.open_next(first, by=factories.writer())
    with pytest.raises(Refused, match=r"edition 2, “.+”, is one already"):
        actions.unschedule(first, by=factories.press_secretary())
    assert ranges(first) == [(1, None)]


def test_what_is_taken_off_the_schedule_forgets_why_it_was_to_go_out_without_a_review():
    edition, secretary = factories.edition(), factories.press_secretary()
    actions.publish(edition, by=secretary, at=clock.now() + HOUR, without_review="The wires ask.")
    assert edition.is_unreviewed
    actions.unschedule(edition, by=secretary)
    edition.refresh_from_db()
    assert (edition.unreviewed_reason, edition.first_published_at) == ("", None)


def test_what_went_out_without_a_review_waits_for_somebody_else_to_read_it():
    edition, secretary = factories.edition(), factories.press_secretary()
    actions.publish(edition, by=secretary, without_review="The wires ask.")
    for author in (secretary, factories.writer()):
        with pytest.raises(NotAllowed):
            actions.approve_afterwards(edition, by=author)
    actions.approve_afterwards(edition, by=factories.administrator())
    edition.refresh_from_db()
    assert (edition.is_unreviewed, edition.unreviewed_reason) == (False, "The wires ask.")


def test_whoever_wrote_last_does_not_approve():
    edition = factories.edition(by=factories.press_secretary())
    actions.submit(edition, by=factories.press_secretary())
    with pytest.raises(NotAllowed, match="You changed this text last"):
        actions.approve(edition, by=factories.press_secretary())
    actions.approve(edition, by=factories.administrator())


def test_an_approval_is_for_what_was_read():
    edition = in_review()
    drafts.save_changes(Edition.objects.get(pk=edition.pk), by=factories.writer())
    actions.approve(edition, by=factories.press_secretary())
    photo = factories.photo()
    drafts.set_parts(edition, photos=[{"photo": photo, "caption": "", "alt": "A table."}])
    assert not edition.is_approved
    with pytest.raises(actions.NotApproved):
        actions.publish(edition, by=factories.press_secretary())


def test_nobody_approves_what_changed_after_it_was_read():
    edition = in_review()
    with pytest.raises(Stale):
        actions.approve(edition, by=factories.press_secretary(), seen=edition.version - 1)
    actions.approve(edition, by=factories.press_secretary(), seen=edition.version)


def test_a_draft_is_discarded_and_the_article_remembers_it():
    live = factories.published(title="What stays")
    draft = drafts.open_next(live, by=factories.writer())
    drafts.discard(draft, by=factories.writer())
    assert list(live.article.editions.all()) == [live]
    entry = timeline.of(live).first()
    assert (entry.verb, entry.actor) == ("discarded", factories.writer())
    assert "EN, edition 2" in entry.note


def test_the_only_draft_of_an_article_is_not_discarded_nor_anything_public():
    draft, live = factories.edition(), factories.published()
    with pytest.raises(Refused, match="Delete…"):
        drafts.discard(draft, by=factories.writer())
    with pytest.raises(Refused, match="withdrawn"):
        drafts.discard(live, by=factories.writer())
    assert Edition.objects.count() == 2


def test_something_public_is_not_published_again():
    edition = factories.published()
    with pytest.raises(Refused, match="already"):
        actions.publish(edition, by=factories.press_secretary())


def test_a_fault_half_way_leaves_everything_as_it_was(monkeypatch):
    edition = approved()

    def broken(self, instant):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Edition, "after_publishing", broken)
    with pytest.raises(RuntimeError):
        actions.publish(edition, by=factories.press_secretary())
    assert Edition.objects.get().live_from is None
    assert timeline.of(edition).first().verb == "approved"


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
