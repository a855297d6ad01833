"""What is cannot be moved alone becomes public at one instant, or not at all."""

from datetime import timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.html import strip_tags

from council.models import Consideration, MeetingPhoto
from news import access, drafts, emergency, releases
from news.models import Edition, Release
from photos.models import Album, AlbumPhoto, Photo, Rendition
from publishing import actions, clock, timeline
from publishing.actions import NotAllowed, NotApproved, NotReady, Refused, Stale
from publishing.visitors import as_visitor
from tests import factories
from tests.sessions import Session, at_once, database

pytestmark = pytest.mark.django_db

Languages = Release.Languages

HOUR, MOMENT = timedelta(hours=1), timedelta(microseconds=1)
SENTENCE = "cannot be moved alone"


def approved(language="en", **facts):
    return factories.approve(factories.edition(language, **facts))


def new(*things, languages=Languages.ALL, name="Council meeting"):
    release = releases.start(name, by=factories.press_secretary(), languages=languages)
    releases.add(release, *things, by=factories.press_secretary())
    return release


@pytest.fixture
def council():
    """A meeting with a paper, an album, and a report in both languages: none of it public, all of it ready."""
    meeting = factories.meeting(public=False, chair_state=factories.state())
    document = factories.document(public=False)
    Consideration.objects.create(meeting=meeting, document=document, verb=Consideration.Verb.REVIEWED)
    photo = factories.photo(rendered=True)
    MeetingPhoto.objects.create(meeting=meeting, photo=photo)
    album = Album.objects.create(title={"en": "The day", "ru": "День"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    russian = factories.edition("ru", meeting=meeting)
    english = factories.edition("en", meeting=meeting, article=russian.article)
    for draft in (russian, english):
        factories.show(photo, draft)
        drafts.save_changes(draft, by=factories.writer())
        factories.approve(draft)
    return [russian, english, meeting, document, album]


def words_of(response):
    return " ".join(strip_tags(response.content.decode()).split())


def states(things):
    for thing in things:
        thing.refresh_from_db()
    return {thing.state() for thing in things}


def what_a_visitor_sees(things, at):
    with clock.moved_to(at), as_visitor():
        seen = [type(thing).objects.filter(pk=thing.pk).exists() for thing in things]
        photos = [Photo.objects.exists(), Rendition.objects.exists()]
    return set(seen + photos)


class TestOpening:
    def test_everything_is_public_at_one_instant(self, council):
        release = new(*council)
        releases.release(release, by=factories.press_secretary())
        assert states(council) == {"live"}
        assert {thing.live_from for thing in council} == {release.opens_at}
        assert {timeline.of(thing).first().at for thing in [*council, release]} == {release.opens_at}

    def test_nothing_is_seen_a_microsecond_before_the_moment_and_everything_in_it(self, council):
        lift = clock.now() + HOUR
        releases.release(new(*council), by=factories.press_secretary(), at=lift)
        assert states(council) == {"scheduled"}
        assert what_a_visitor_sees(council, lift - MOMENT) == {False}
        assert what_a_visitor_sees(council, lift) == {True}

    def test_what_is_public_already_stays_as_it_is(self, council):
        meeting = council[2]
        actions.publish(meeting, by=factories.press_secretary())
        since = meeting.live_from
        release = new(*council)
        releases.release(release, by=factories.press_secretary())
        assert states(council) == {"live"}
        assert meeting.live_from == since < release.opens_at

    def test_the_next_edition_takes_the_place_of_the_live_one_at_the_same_instant(self):
        old = factories.published()
        draft = drafts.open_next(old, by=factories.writer())
        draft.title = "Better words"
        drafts.save_changes(draft, by=factories.writer())
        factories.approve(draft)
        russian = approved("ru", article=old.article)
        lift = clock.now() + HOUR
        releases.release(new(draft, russian), by=factories.press_secretary(), at=lift)
        old.refresh_from_db()
        assert old.live_until == lift
        assert states([old]) == {"live"}

    def test_a_moment_that_has_passed_is_refused(self, council):
        with pytest.raises(Refused, match="passed"):
            releases.release(new(*council), by=factories.press_secretary(), at=clock.now() - HOUR)
        assert states(council) == {"unpublished"}

    def test_a_role_without_the_right_is_refused(self, council):
        release = new(*council)
        for act in (releases.release, releases.unschedule):
            with pytest.raises(NotAllowed):
                act(release, by=factories.writer())
        assert states(council) == {"unpublished"}

    def test_the_clock_goes_on_afterwards(self, council):
        releases.release(new(*council), by=factories.press_secretary())
        assert clock.now() != clock.now()


class TestAllOrNothing:
    @pytest.mark.parametrize("place", range(5))
    @pytest.mark.parametrize("at", [None, HOUR])
    def test_a_fault_at_any_of_the_things_leaves_all_as_it_was(self, council, place, at):
        release = new(*council)
        broken = releases.things(release)[place]
        _break(broken)
        before = _ranges(council, release)
        with pytest.raises(IntegrityError, match="disk is full"), transaction.atomic():
            releases.release(release, by=factories.press_secretary(), at=at and clock.now() + at)
        assert _ranges(council, release) == before
        assert clock.now() != clock.now(), "the clock goes on"

    @pytest.mark.parametrize("act", [releases.reschedule, releases.unschedule])
    @pytest.mark.parametrize("place", range(5))
    def test_nor_is_anything_moved_half(self, council, place, act):
        release = new(*council)
        lift = clock.now() + HOUR
        releases.release(release, by=factories.press_secretary(), at=lift)
        _break(releases.things(release)[place])
        before = _ranges(council, release)
        later = {"at": lift + HOUR} if act is releases.reschedule else {}
        with pytest.raises(IntegrityError, match="disk is full"), transaction.atomic():
            act(release, by=factories.press_secretary(), **later)
        assert _ranges(council, release) == before

    def test_one_refusal_refuses_all(self, council):
        untitled = factories.edition("ru", title="")
        release = new(*council, untitled, languages=Languages.FOLLOWS)
        with pytest.raises(NotReady):
            releases.release(release, by=factories.press_secretary(), without_review="A night without colleagues")
        assert states([*council, untitled]) == {"unpublished"}


def _break(thing):
    """Make the database fail when the range of `thing` is set, as it would on a full disk."""
    table = thing._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE OR REPLACE FUNCTION pg_temp.fail() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'disk is full' USING ERRCODE = 'integrity_constraint_violation'; END $$;
            CREATE TRIGGER zz_fails BEFORE UPDATE OF live_from ON {table}
            FOR EACH ROW WHEN (OLD.id = {thing.pk}) EXECUTE FUNCTION pg_temp.fail();
            """
        )


def _ranges(things, release):
    things = [*things, release]
    for thing in things:
        thing.refresh_from_db()
    moments = [getattr(thing, "live_from", None) for thing in things]
    return [release.opens_at, moments, [timeline.of(thing).count() for thing in things]]


class TestWhatIsMissing:
    def test_all_of_it_is_told_at_once_with_the_thing_and_the_field(self, council):
        russian, english = council[:2]
        for draft in (russian, english):
            draft.title = ""
            drafts.save_changes(draft, by=factories.writer())
        album_photo = factories.photo("NO_RIGHTS.JPG", credit={}, usage_terms={})
        AlbumPhoto.objects.create(album=council[4], photo=album_photo, position=1)
        release = new(*council)
        gaps = [(gap.item, gap.field) for gap in releases.problems(release) if gap.blocks]
        assert gaps[:2] == [(russian, "title"), (english, "title")]
        assert {item for item, _field in gaps[2:]} == {council[4]}
        assert releases.unreviewed(release) == [russian, english]

    def test_a_text_limited_to_others_is_not_released_by_somebody_who_cannot_read_it(self):
        english = approved("en")
        release = new(english, languages=Languages.FOLLOWS)
        access.limit(english.article, [factories.administrator()], by=factories.administrator())
        with pytest.raises(NotReady, match="Only those who may read") as refusal:
            releases.release(release, by=factories.press_secretary())
        assert english.title not in str(refusal.value)
        releases.release(release, by=factories.administrator())
        assert states([english]) == {"live"}

    def test_the_history_names_no_limited_article(self):
        english = factories.edition("en")
        access.limit(english.article, [factories.administrator()], by=factories.administrator())
        assert english.title not in timeline.of(new(english)).first().note

    def test_a_draft_that_was_deleted_is_missed(self):
        english, album = approved("en"), Album.objects.create(title={"en": "A day"}, held_on=factories.THE_DAY)
        release = new(english, album, languages=Languages.FOLLOWS)
        album.delete()
        assert "has been deleted" in next(str(gap.sentence) for gap in releases.problems(release))
        assert releases.things(release) == [english]

    def test_an_empty_release_is_refused(self):
        with pytest.raises(NotReady, match="Nothing"):
            releases.release(new(), by=factories.press_secretary())

    def test_what_nobody_has_approved_needs_a_reason_which_stays_with_it(self):
        russian, english = approved("ru"), factories.edition("en")
        release = new(russian, english, languages=Languages.FOLLOWS)
        with pytest.raises(NotApproved, match=english.title):
            releases.release(release, by=factories.press_secretary())
        assert states([russian, english]) == {"unpublished"}
        releases.release(release, by=factories.press_secretary(), without_review="The minister speaks at noon")
        assert states([russian, english]) == {"live"}
        assert (russian.is_unreviewed, english.is_unreviewed) == (False, True)

    def test_what_was_changed_after_it_was_looked_at_is_refused(self, council):
        release = new(*council)
        seen = releases.fingerprint(release)
        album = Album.objects.create(title={"en": "Another"}, held_on=factories.THE_DAY)
        releases.add(release, album, by=factories.writer())
        with pytest.raises(Stale):
            releases.release(release, by=factories.press_secretary(), seen=seen)
        releases.release(release, by=factories.press_secretary(), seen=releases.fingerprint(release))
        assert states([*council, album]) == {"live"}


class TestLanguages:
    def test_a_release_that_demands_all_is_refused_with_the_list(self):
        russian, english = approved("ru", title="Отчёт"), approved("en", title="Report")
        with pytest.raises(NotReady) as refusal:
            releases.release(new(russian, english), by=factories.press_secretary())
        assert [(gap.item, "English" in gap.sentence) for gap in refusal.value.problems] == [
            (russian, True),
            (english, False),
        ]
        assert states([russian, english]) == {"unpublished"}

    def test_a_language_that_is_public_already_is_not_missed(self):
        russian = factories.published("ru")
        english = approved("en", article=russian.article)
        releases.release(new(english), by=factories.press_secretary())
        assert states([english]) == {"live"}

    def test_readers_are_told_which_language_follows_until_it_is_there(self, client):
        english = approved("en")
        releases.release(new(english, languages=Languages.FOLLOWS), by=factories.press_secretary())
        assert "Translation follows: Русский" in words_of(client.get(english.get_absolute_url()))
        elsewhere = client.get(english.get_absolute_url().replace("/en/", "/ru/"))
        assert (elsewhere.status_code, [code for code, _name in elsewhere.context["following"]]) == (404, ["ru"])
        factories.published("ru", article=english.article)
        assert "Translation follows" not in words_of(client.get(english.get_absolute_url()))

    def test_a_correction_keeps_the_promise(self, client):
        english = approved("en")
        releases.release(new(english, languages=Languages.FOLLOWS), by=factories.press_secretary())
        assert drafts.open_next(english, by=factories.writer()).translation_follows

    def test_nothing_is_promised_when_the_release_leaves_the_schedule(self):
        russian = approved("ru")
        release = new(russian, languages=Languages.FOLLOWS)
        releases.release(release, by=factories.press_secretary(), at=clock.now() + HOUR)
        assert Edition.objects.get().translation_follows
        releases.unschedule(release, by=factories.press_secretary())
        assert not Edition.objects.get().translation_follows
        assert Edition.objects.get().is_approved, "the promise is the release's, not the text's"


class TestTogether:
    @pytest.fixture
    def scheduled(self, council):
        release = new(*council)
        releases.release(release, by=factories.press_secretary(), at=clock.now() + HOUR)
        return release

    def test_nothing_leaves_a_scheduled_release_alone(self, council, scheduled):
        for thing in council:
            for act in (
                actions.unschedule,
                lambda item, by: actions.reschedule(item, by=by, at=clock.now() + 3 * HOUR),
            ):
                with pytest.raises(Refused, match=SENTENCE):
                    act(thing, by=factories.press_secretary())
        assert states(council) == {"scheduled"}

    def test_the_database_refuses_it_too(self, council, scheduled):
        for thing in council:
            for moment in (None, scheduled.opens_at + HOUR):
                with pytest.raises(IntegrityError, match="released together"):
                    _move(thing, moment)

    def test_the_list_of_a_scheduled_release_stays(self, council, scheduled):
        for act in (releases.add, releases.remove):
            with pytest.raises(Refused, match="Unschedule it"):
                act(scheduled, council[0], by=factories.press_secretary())
        with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
            scheduled.items.all().delete()

    def test_a_release_that_has_taken_place_stays_on_record(self, council, scheduled):
        with clock.moved_to(scheduled.opens_at):
            for change in (lambda: Release.objects.update(opens_at=None), lambda: scheduled.delete()):
                with pytest.raises(IntegrityError, match=r"stays on record|does not change"), transaction.atomic():
                    change()
            with pytest.raises(Refused, match="has been published"):
                releases.add(scheduled, factories.edition(), by=factories.press_secretary())

    def test_the_whole_release_moves_and_leaves_the_schedule(self, council, scheduled):
        later = scheduled.opens_at + HOUR
        releases.reschedule(scheduled, by=factories.press_secretary(), at=later)
        assert states(council) == {"scheduled"}
        assert {thing.live_from for thing in council} == {later} == {Release.objects.get().opens_at}
        releases.unschedule(scheduled, by=factories.press_secretary())
        assert states(council) == {"unpublished"}
        assert Release.objects.get().opens_at is None

    def test_what_is_public_in_it_may_still_be_withdrawn(self, council):
        meeting = council[2]
        actions.publish(meeting, by=factories.press_secretary())
        releases.release(new(*council), by=factories.press_secretary(), at=clock.now() + HOUR)
        actions.withdraw(meeting, by=factories.press_secretary(), reason="It is put off.")
        _at_the_end_of_the_transaction()
        assert states([meeting]) == {"ended"}

    def test_an_emergency_takes_the_whole_release_off_the_schedule(self, council):
        live = factories.published("en")
        draft = drafts.open_next(live, by=factories.writer())
        draft.title = "Better words"
        drafts.save_changes(draft, by=factories.writer())
        factories.approve(draft)
        release = new(draft, council[4], languages=Languages.FOLLOWS)
        releases.release(release, by=factories.press_secretary(), at=clock.now() + HOUR)
        emergency.take_down(live.article, by=factories.press_secretary(), reason="A name in danger", kind="gone")
        assert states([draft, council[4]]) == {"unpublished"}
        assert states([live]) == {"ended"}
        assert Release.objects.get().opens_at is None

    def test_a_thing_with_a_moment_of_its_own_is_told_and_refused(self, council):
        actions.publish(council[2], by=factories.press_secretary(), at=clock.now() + 2 * HOUR)
        with pytest.raises(NotReady, match="scheduled separately"):
            releases.release(new(*council), by=factories.press_secretary(), at=clock.now() + HOUR)

    def test_a_thing_that_another_release_has_scheduled_is_told_and_refused(self, council, scheduled):
        with pytest.raises(NotReady, match="Council meeting"):
            releases.release(new(council[2], name="Another"), by=factories.press_secretary())


@transaction.atomic
def _move(thing, moment):
    type(thing)._base_manager.filter(pk=thing.pk).update(live_from=moment)
    _at_the_end_of_the_transaction()


def _at_the_end_of_the_transaction():
    """Have the database check now what it checks at the end, for a test never gets there."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


class TestFromTheMeeting:
    def test_everything_unpublished_about_it_is_gathered(self, council):
        other = factories.edition()
        found = releases.unpublished_of(council[2], factories.press_secretary())
        assert set(found) == set(council)
        assert other not in found
        releases.release(new(*found), by=factories.press_secretary())
        assert releases.unpublished_of(council[2], factories.press_secretary()) == []

    def test_a_translation_that_names_no_meeting_comes_with_its_article(self):
        meeting = factories.meeting(public=False)
        russian = factories.edition("ru", meeting=meeting)
        english = factories.edition("en", article=russian.article)
        assert releases.unpublished_of(meeting, factories.writer()) == [english, russian] or [russian, english]

    def test_an_article_limited_to_others_is_not_gathered(self, council):
        access.limit(council[0].article, [factories.writer()], by=factories.administrator())
        assert set(releases.unpublished_of(council[2], factories.press_secretary())) == set(council[2:])
        assert set(releases.unpublished_of(council[2], factories.writer())) == set(council)


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_two_releases_that_share_things_wait_for_each_other(self):
        albums = [Album.objects.create(title={"en": f"{number}"}, held_on=factories.THE_DAY) for number in range(6)]
        one, other = new(*albums, name="One"), new(*reversed(albums), name="Other")
        outcomes = at_once(
            *[
                lambda release=release: releases.release(release, by=factories.press_secretary())
                for release in (one, other)
            ]
        )
        assert sorted(outcomes) == ["NotReady", "done"], "the second finds everything public"
        assert states(albums) == {"live"}
        assert len({album.live_from for album in albums}) == 1

    def test_a_draft_saved_meanwhile_is_not_released_unread(self):
        english, russian = approved("en"), approved("ru")
        release = new(english, russian, languages=Languages.FOLLOWS)
        with transaction.atomic():
            english.title = "Changed while somebody presses the button"
            drafts.save_changes(english, by=factories.writer())
            pressed = Session(lambda: releases.release(release, by=factories.press_secretary()))
            pressed.waits_for_a_lock()
        assert pressed.outcome() == "NotApproved"
        assert states([english, russian]) == {"unpublished"}

    @pytest.mark.parametrize("at", [None, HOUR])
    def test_a_connection_that_dies_in_the_middle_leaves_nothing_half(self, at):
        albums = [Album.objects.create(title={"en": f"{number}"}, held_on=factories.THE_DAY) for number in range(4)]
        release = new(*albums)
        with psycopg.connect(**database(), autocommit=True) as killer:
            killer.execute("SELECT pg_advisory_lock(18)")
            _wait_at(albums[2])
            dying = Session(
                lambda: releases.release(release, by=factories.press_secretary(), at=at and clock.now() + at)
            )
            dying.waits_for_a_lock()
            half = killer.execute("SELECT count(*) FROM photos_album WHERE live_from IS NOT NULL").fetchone()
            killer.execute("SELECT pg_terminate_backend(%s)", [dying.backend])
            outcome = dying.outcome()
        assert half == (0,), "nobody else sees what is under way"
        assert outcome in ("OperationalError", "InterfaceError")
        assert states(albums) == {"unpublished"}
        release.refresh_from_db()
        assert release.opens_at is None
        assert not timeline.of(*albums).exists()
        _wait_no_longer()
        releases.release(release, by=factories.press_secretary())
        assert states(albums) == {"live"}


def _wait_at(album):
    """Have whoever opens `album` wait for an advisory lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_advisory_xact_lock(18); RETURN NEW; END $$;
            CREATE TRIGGER zz_waits BEFORE UPDATE OF live_from ON photos_album
            FOR EACH ROW WHEN (OLD.id = {album.pk}) EXECUTE FUNCTION wait_here();
            """
        )


def _wait_no_longer():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER zz_waits ON photos_album; DROP FUNCTION wait_here()")
