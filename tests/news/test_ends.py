"""What is withdrawn stays withdrawn: no schedule, no release and no second hand brings it back."""

import contextlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from news import drafts, emergency, releases
from news.models import Edition, Release, Tombstone, Withdrawal
from photos.models import Album
from publishing import actions, clock, timeline
from publishing.actions import Refused
from publishing.models import Boundary, Publishable
from publishing.timeline import Verb
from publishing.visitors import as_visitor, with_past_editions
from tests import factories
from tests.desk.screens import messages_of, signed_in
from tests.sessions import Session, at_once

pytestmark = pytest.mark.django_db

Kind = Withdrawal.Kind
State = Publishable.State
HOUR = timedelta(hours=1)
REASON = "The document was secret."
STATUS = {Kind.WITHDRAWN: 200, Kind.GONE: 410, Kind.VANISHED: 404}


class Story:
    """A text in English: live or not, some editions on the schedule, the last of them in a release, and a draft."""

    def __init__(self, *, live=True, scheduled=0, later=False, held=False):
        self.begun = clock.now()
        self.release, self.album = None, None
        editions = [factories.published(title="Edition number 1")] if live else []
        for number in range(scheduled):
            last = number == scheduled - 1
            editions.append(self._schedule(editions, self.begun + HOUR * (number + 1), in_release=held and last))
        if later:
            editions.append(self._written(editions))
        self.editions = editions
        self.article = editions[0].article
        self.never_public = editions[1:] if live else editions

    def _written(self, editions):
        title = f"Edition number {len(editions) + 1}"
        if not editions:
            return factories.edition(title=title)
        return factories.correction(editions[-1], title=title)

    def _schedule(self, editions, at, *, in_release):
        draft = factories.approve(self._written(editions))
        if not in_release:
            return factories.publish(draft, at=at)
        self.album = Album.objects.create(title={"en": "The day", "ru": "День"}, held_on=factories.THE_DAY)
        self.release = held_release(draft, self.album, at=at)
        draft.refresh_from_db()
        return draft

    def states(self):
        return [edition.state() for edition in Edition.objects.filter(article=self.article).order_by("number")]

    def address(self):
        with translation.override("en"):
            return self.editions[0].get_absolute_url()


def held_release(*things, at, name="Council meeting"):
    secretary = factories.press_secretary()
    release = releases.start(name, by=secretary, languages=Release.Languages.FOLLOWS)
    releases.add(release, *things, by=secretary)
    releases.release(release, by=secretary, at=at)
    return release


def withdraw(edition, kind=Kind.GONE):
    actions.withdraw(edition, by=factories.press_secretary(), reason=REASON, kind=kind)


def end(article, kind=Kind.GONE, by=None, **how):
    emergency.take_down(article, by=by or factories.press_secretary(), reason=REASON, kind=kind, **how)


def assert_it_stays_away(story, status):
    """At no later instant does a visitor meet anything but what the withdrawal left."""
    for hours in range(5):
        moment = story.begun + HOUR * hours + timedelta(seconds=1)
        with clock.moved_to(moment) if hours else contextlib.nullcontext():
            assert not Edition.objects.public().filter(article=story.article).exists()
            response = Client().get(story.address())
            assert response.status_code == status, f"{hours} h later"
            for edition in story.never_public:
                assert edition.title not in response.content.decode()


def assert_never_public(editions):
    """Nothing that visitors or programs are told reads as if these editions had been public."""
    numbers = [edition.pk for edition in editions]
    assert not Boundary.objects.filter(subject_kind="news.edition", subject_id__in=numbers).exists()
    assert not Tombstone.objects.filter(
        entry__in=[f"corrections/{edition.article_id}/{edition.number}" for edition in editions]
    ).exists()
    with clock.moved_to(clock.now() + HOUR * 9):
        with as_visitor(), with_past_editions():
            assert not Edition.objects.filter(pk__in=numbers).exists()
        pages = ["/en/news/", "/en/news/corrections/", "/en/news/corrections/atom.xml", "/en/search/?q=Edition"]
        for page in pages:
            told = Client().get(page).content.decode()
            assert not any(edition.title in told for edition in editions), page


# --- A withdrawal -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", STATUS)
@pytest.mark.parametrize(
    ("scheduled", "later", "held"), [(1, False, False), (1, True, False), (2, False, False), (2, True, True)]
)
def test_a_withdrawal_ends_what_was_to_follow(kind, scheduled, later, held):
    story = Story(scheduled=scheduled, later=later, held=held)
    withdraw(story.editions[0], kind)
    assert_it_stays_away(story, STATUS[kind])
    assert_never_public(story.never_public)
    newest_is_draft = [State.ENDED, *[State.SET_ASIDE] * (len(story.never_public) - 1), State.UNPUBLISHED]
    assert story.states() == newest_is_draft
    for edition in story.editions[1 : scheduled + 1]:
        assert Verb.UNSCHEDULED in timeline.of(edition).values_list("verb", flat=True)


def test_what_was_approved_before_a_withdrawal_is_read_again_before_it_goes_out():
    story = Story(scheduled=1)
    withdraw(story.editions[0])
    draft = Edition.objects.unpublished().get()
    assert draft.stage == Edition.Stage.DRAFT
    returned = timeline.of(draft).first()
    assert (returned.verb, returned.note) == (Verb.RETURNED, f"The article was withdrawn: {REASON}")
    with pytest.raises(actions.NotApproved):
        actions.publish(draft, by=factories.press_secretary(), at=clock.now() + HOUR)


def test_a_withdrawal_takes_the_release_that_holds_its_successor_off_the_schedule():
    story = Story(scheduled=1, held=True)
    withdraw(story.editions[0])
    story.release.refresh_from_db()
    assert story.release.opens_at is None, "cannot be moved alone"
    assert story.release.items.count() == 2
    story.album.refresh_from_db()
    assert story.album.state() == State.UNPUBLISHED
    assert timeline.of(story.release).first().verb == Verb.UNSCHEDULED


def test_a_withdrawal_leaves_the_other_language_as_it_is():
    english = factories.published("en")
    russian = factories.published("ru", article=english.article)
    factories.publish(factories.correction(russian), at=clock.now() + HOUR)
    withdraw(english)
    states = [edition.state() for edition in Edition.objects.filter(language="ru").order_by("number")]
    assert states == [State.LIVE, State.SCHEDULED]


@pytest.mark.parametrize("kind", ["meeting", "document", "album", "photo", "term"])
@pytest.mark.parametrize("at", [None, HOUR])
def test_a_record_that_was_withdrawn_does_not_come_back_by_a_release_that_named_it(kind, at):
    """Each has one range, and an end leaves nothing behind it; a release that opens later makes nothing public."""
    make = {
        "meeting": lambda: factories.meeting(public=False),
        "document": lambda: factories.document(public=False),
        "album": lambda: Album.objects.create(title={"en": "The day"}, held_on=factories.THE_DAY),
        "photo": factories.photo,
        "term": lambda: factories.term(factories.person(), factories.office(), public=False),
    }
    record, bystander = make[kind](), Album.objects.create(title={"en": "Another"}, held_on=factories.THE_DAY)
    factories.publish(record)
    begun = clock.now()
    held_release(record, bystander, at=begun + HOUR)
    with clock.moved_to(begun + (at or timedelta(0)) + timedelta(seconds=1)):
        actions.withdraw(record, by=factories.press_secretary(), reason=REASON)
    for hours in range(3):
        with clock.moved_to(begun + (at or timedelta(0)) + HOUR * hours + timedelta(seconds=2)):
            assert not type(record).objects.public().filter(pk=record.pk).exists()


def test_the_database_refuses_a_withdrawal_beside_a_standing_schedule():
    story = Story(scheduled=1)
    live, scheduled = story.editions
    with pytest.raises(IntegrityError, match="no edition that is public or scheduled"), transaction.atomic():
        Withdrawal.objects.create(article=story.article, language="en", reason=REASON, kind=Kind.GONE)
    actions.unschedule(scheduled, by=factories.press_secretary())
    with pytest.raises(IntegrityError, match="no edition that is public or scheduled"), transaction.atomic():
        Withdrawal.objects.create(article=story.article, language="en", reason=REASON, kind=Kind.GONE)
    Edition.objects.filter(pk=live.pk).update(live_until=clock.now())
    Withdrawal.objects.create(article=story.article, language="en", reason=REASON, kind=Kind.GONE)


# --- The emergency button ---------------------------------------------------------------------------------------------

MATRIX = [
    {"live": live, "scheduled": scheduled, "later": later, "held": held}
    for live in (True, False)
    for scheduled in range(3)
    for later in (True, False)
    for held in (True, False)
    if (live or scheduled) and (scheduled or not held)
]


@pytest.mark.parametrize("kind", emergency.KINDS)
@pytest.mark.parametrize(
    "facts", MATRIX, ids=lambda facts: " ".join(f"{name}={value}" for name, value in facts.items())
)
def test_the_emergency_button_is_never_refused(facts, kind):
    story = Story(**facts)
    written = {edition.pk: (edition.title, edition.body) for edition in Edition.objects.all()}
    end(story.article, kind)
    assert_it_stays_away(story, STATUS[kind] if story.article.withdrawals.exists() else 404)
    assert_never_public(story.never_public)
    assert {edition.pk: (edition.title, edition.body) for edition in Edition.objects.all()} == written, (
        "nobody's writing is lost"
    )
    gone = [State.ENDED] if facts["live"] else []
    waiting = facts["scheduled"] + facts["later"]
    assert story.states() == gone + [State.SET_ASIDE] * (waiting - 1) + [State.UNPUBLISHED] * bool(waiting)
    if story.release:
        story.release.refresh_from_db()
        assert story.release.opens_at is None
    with pytest.raises(Refused, match=r"Nothing of this article is public\."):
        end(story.article, kind)


def test_a_second_press_makes_vanish_what_the_first_had_only_taken_away():
    story = Story()
    end(story.article, Kind.GONE)
    end(story.article, Kind.VANISHED)
    assert_it_stays_away(story, 404)


def test_photographs_are_stopped_though_the_article_is_gone_already():
    story, photo = Story(), factories.photo()
    factories.publish(photo)
    end(story.article)
    end(story.article, photos=[photo])
    assert not photo.is_public()


def test_a_release_that_is_let_go_sets_aside_what_a_later_draft_was_made_from():
    story, other = Story(scheduled=1, later=True), Story(scheduled=0)
    first, middle, draft = story.editions
    actions.reschedule(middle, by=factories.press_secretary(), at=clock.now() + HOUR * 2)
    drafts.discard(draft, by=factories.writer())
    actions.unschedule(middle, by=factories.press_secretary())
    correction = factories.approve(factories.correction(other.editions[0]))
    held_release(middle, correction, at=clock.now() + HOUR)
    draft = factories.correction(middle, title="Written since")
    end(other.article)
    assert story.states() == [State.LIVE, State.SET_ASIDE, State.UNPUBLISHED]
    first.refresh_from_db()
    assert first.live_until is None, "what it was to replace stays"
    draft.refresh_from_db()
    assert draft.title == "Written since"


# --- What was set aside -----------------------------------------------------------------------------------------------


def set_aside():
    """An article that is withdrawn, an edition of it that was never public, and the draft that was made from that."""
    story = Story(scheduled=1, later=True)
    withdraw(story.editions[0])
    for edition in story.editions:
        edition.refresh_from_db()
    return story.editions


def test_what_was_set_aside_is_neither_changed_nor_published():
    _first, aside, _draft = set_aside()
    with pytest.raises(Refused, match="kept as it is"):
        actions.publish(aside, by=factories.press_secretary(), without_review="The wires ask.")
    for facts in ({"title": "Another"}, {"live_from": clock.now()}, {"set_aside_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=aside.pk).update(**facts)


def test_the_history_of_the_desk_shows_it_and_can_restore_it():
    first, aside, draft = set_aside()
    page = signed_in(factories.press_secretary()).get(reverse("admin:news_article_history", args=[first.article_id]))
    assert "Never public" in page.content.decode()
    assert "It was never public." in page.content.decode()
    address = reverse("admin:news_article_restore", args=[first.article_id]) + f"?state=e{aside.pk}"
    assert address in page.content.decode()
    signed_in(factories.writer()).post(address, {"over_draft": "1"})
    draft.refresh_from_db()
    assert draft.title == aside.title


def test_the_next_edition_is_made_from_what_was_public_and_has_a_number_of_its_own():
    first, aside, draft = set_aside()
    drafts.discard(draft, by=factories.writer())
    following = drafts.open_next(first, by=factories.writer())
    assert (following.title, following.number) == (first.title, aside.number + 1)
    assert following.notes == [], "of a correction that never was, readers are told nothing"


def test_an_article_of_nothing_else_is_deleted_not_discarded():
    story = Story(live=False, scheduled=1, later=True)
    end(story.article)
    with pytest.raises(Refused, match="The article has nothing else"):
        drafts.discard(Edition.objects.unpublished().get(), by=factories.writer())
    address = reverse("admin:news_article_delete", args=[story.article.pk])
    signed_in(factories.press_secretary()).post(address, {"post": "yes"})
    assert not Edition.objects.exists()


def test_after_the_draft_is_discarded_a_language_is_begun_anew():
    story = Story(live=False, scheduled=1, later=True)
    russian = factories.published("ru", article=story.article)
    end(story.article)
    drafts.discard(Edition.objects.unpublished().get(language="en"), by=factories.writer())
    anew = factories.edition("en", article=russian.article)
    assert anew.number == 2, "after the one that was set aside"


# --- What the desk says -----------------------------------------------------------------------------------------------


def question(edition, name="withdraw"):
    address = reverse("admin:news_article_act", args=[edition.article_id, name])
    return signed_in(factories.press_secretary()), f"{address}?languages=en"


def test_the_question_before_a_withdrawal_names_what_is_taken_off_the_schedule():
    story = Story(scheduled=2, held=True)
    client, address = question(story.editions[0])
    page = client.get(address).content.decode()
    assert "Edition number 2" in page
    assert "Edition number 3" in page
    assert "Council meeting" in page, "and the release, all of which then waits"
    response = client.post(address, {"kind": Kind.GONE, "reason": REASON}, follow=True)
    assert messages_of(response) == [
        "Withdrawn: English.",
        "Unscheduled with it: “Edition number 2”, “Edition number 3”, the package “Council meeting”.",
    ]
    screen = response.content.decode()
    assert "unschedule:en" not in screen
    assert "reschedule:en" not in screen


def test_the_question_before_a_publication_says_that_the_article_was_withdrawn():
    first, _aside, draft = set_aside()
    factories.approve(draft)
    client, address = question(first, "schedule")
    assert "Removed on" in client.get(address).content.decode()
    assert REASON in client.get(address).content.decode()


def test_calendar_home_and_release_agree_that_nothing_is_scheduled():
    story = Story(scheduled=1, held=True)
    end(story.article)
    client = signed_in(factories.press_secretary())
    release = client.get(reverse("admin:news_release_change", args=[story.release.pk])).content.decode()
    assert "In preparation" in release
    day = story.begun + HOUR
    calendar = client.get(reverse("admin:calendar") + f"?month={day:%Y-%m}").content.decode()
    assert "Edition number 2" not in calendar
    listed = client.get(reverse("admin:news_article_changelist") + "?state=scheduled").content.decode()
    assert "Edition number" not in listed


# --- Two people at the same time --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_who_withdraws_after_somebody_has_scheduled_ends_that_too(self):
        live = factories.published()
        draft = factories.approve(factories.correction(live))
        with transaction.atomic():
            factories.publish(draft, at=clock.now() + HOUR)
            withdrawing = Session(lambda: withdraw(live))
            withdrawing.waits_for_a_lock()
        assert withdrawing.outcome() == "done"
        assert not Edition.objects.scheduled().exists()

    @pytest.mark.parametrize("without_review", ["", "The wires ask."])
    def test_who_schedules_while_somebody_withdraws_is_told_so(self, without_review):
        live = factories.published()
        draft = factories.approve(factories.correction(live))
        at, secretary = clock.now() + HOUR, factories.press_secretary()
        with transaction.atomic():
            withdraw(live)
            scheduling = Session(lambda: actions.publish(draft, by=secretary, at=at, without_review=without_review))
            scheduling.waits_for_a_lock()
        assert scheduling.outcome() == "Stale"
        assert not Edition.objects.scheduled().exists()

    def test_the_database_holds_a_withdrawal_back_until_a_schedule_is_settled(self):
        live = factories.published()
        draft = factories.approve(factories.correction(live))
        Edition.objects.filter(pk=live.pk).update(live_until=clock.now())
        facts = {"article": live.article, "language": "en", "reason": REASON}
        with transaction.atomic():
            Edition.objects.filter(pk=draft.pk).update(live_from=clock.now() + HOUR)
            by_hand = Session(lambda: Withdrawal.objects.create(**facts))
            by_hand.waits_for_a_lock()
        assert by_hand.outcome() == "IntegrityError"

    def test_the_emergency_button_waits_for_a_release_and_lets_it_go(self):
        live = factories.published()
        draft = factories.approve(factories.correction(live))
        with transaction.atomic():
            release = held_release(draft, at=clock.now() + HOUR)
            pressed = Session(lambda: end(live.article, Kind.VANISHED))
            pressed.waits_for_a_lock()
        assert pressed.outcome() == "done"
        release.refresh_from_db()
        assert release.opens_at is None
        assert not Edition.objects.filter(live_until__isnull=True, live_from__isnull=False).exists()

    @pytest.mark.parametrize("ending", [withdraw, lambda edition: end(edition.article)])
    def test_what_is_being_saved_is_saved_and_the_article_ends(self, ending):
        live = factories.published()
        draft = factories.correction(live)
        with transaction.atomic():
            live.hold()
            ends = Session(lambda: ending(live))
            ends.waits_for_a_lock()
            draft.title = "Written meanwhile"
            drafts.save_changes(draft, by=factories.writer())
        assert ends.outcome() == "done"
        draft.refresh_from_db()
        assert draft.title == "Written meanwhile"
        assert draft.state() == State.UNPUBLISHED

    def test_a_withdrawal_and_the_article_screen_never_wait_for_each_other_for_ever(self):
        live = factories.published()
        draft = factories.correction(live)
        writer = factories.writer()

        def save():
            draft.title += "!"
            drafts.save_changes(draft, by=writer)

        assert at_once(lambda: end(live.article), save, lambda: withdraw(live)).count("OperationalError") == 0
        assert not Edition.objects.public().exists()
