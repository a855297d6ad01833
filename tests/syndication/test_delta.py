"""The delta feed: whatever happens on the desk and to the consumer, in the end its store is what is public."""

import collections
import contextlib
import datetime
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from council.models import PersonShown
from news import drafts, emergency
from news.models import Edition, Withdrawal
from photos import renditions
from photos.models import Rendition
from publishing import actions, clock, visitors
from publishing.actions import Refused
from publishing.models import Boundary, Change
from syndication import cursors, ninjs, wires
from syndication.ninjs import Key
from tests import clocks, factories
from tests.syndication.newsroom import amending, illustrated, rendered, withdraw

HOUR = datetime.timedelta(hours=1)
SECOND = datetime.timedelta(seconds=1)
STEPS = 60
SEEDS = [1, 2, 3]
REASON = "Sent too early."


def ask(client=None, **query):
    response = (client or Client()).get("/wires/changes", query)
    assert response.status_code == 200, response.content
    return response.json()


def everything_since(cursor=None, limit=50):
    """Return what a consumer is told from `cursor` on, and the cursor it ends with."""
    items, more = [], True
    while more:
        page = ask(**({"after": cursor} if cursor else {}), limit=limit)
        items += page["items"]
        cursor, more = page["cursor"], page["more"]
    return items, cursor


def uri_of(edition):
    return Key(edition.article_id, edition.language).uri


def states_of(items):
    return [(item["uri"], item["pubStatus"]) for item in items]


# --- What a page says -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_without_a_cursor_everything_is_replayed_and_with_it_only_what_is_new():
    first = factories.published()
    items, cursor = everything_since()
    assert states_of(items) == [(uri_of(first), "usable")]
    assert everything_since(cursor) == ([], cursor)
    second = factories.published("ru")
    items, _cursor = everything_since(cursor)
    assert states_of(items) == [(uri_of(second), "usable")]


@pytest.mark.django_db
def test_an_article_on_a_page_appears_once_however_often_it_was_changed():
    edition = factories.published()
    factories.publish(drafts.open_next(edition, by=factories.writer()))
    items, _cursor = everything_since()
    assert states_of(items) == [(uri_of(edition), "usable")]
    assert items[0]["version"] == "2"


@pytest.mark.django_db
def test_pages_are_as_long_as_asked_and_lead_on():
    editions = [factories.published() for _ in range(5)]
    page = ask(limit=2)
    assert states_of(page["items"]) == [(uri_of(edition), "usable") for edition in editions[:2]]
    assert page["more"] is True
    assert page["next"].startswith("http://127.0.0.1:8000/wires/changes?after=")
    follow = Client().get(page["next"].removeprefix("http://127.0.0.1:8000")).json()
    assert states_of(follow["items"]) == [(uri_of(edition), "usable") for edition in editions[2:4]]
    items, _cursor = everything_since(limit=1)
    assert states_of(items) == [(uri_of(edition), "usable") for edition in editions]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["withdrawn", "gone", "vanished"])
def test_what_has_left_is_cancelled(kind):
    edition = factories.published()
    cursor = ask()["cursor"]
    withdraw(edition, kind)
    (item,) = everything_since(cursor)[0]
    assert (item["uri"], item["pubStatus"]) == (uri_of(edition), "canceled")
    assert ("edNote" in item) is (kind != "vanished")


@pytest.mark.django_db
def test_what_was_withdrawn_and_is_then_made_to_vanish_loses_its_reason():
    edition = factories.published()
    withdraw(edition)
    cursor = ask()["cursor"]
    with clock.moved_to(clock.now() + HOUR):
        emergency.take_down(edition.article, by=factories.press_secretary(), reason=REASON, kind="vanished")
        items, _cursor = everything_since(cursor)
    assert items == [{"uri": uri_of(edition), "pubStatus": "canceled"}]


@pytest.mark.django_db
def test_a_release_by_time_appears_at_its_second_without_anything_running():
    lift = clock.now() + HOUR
    edition = factories.published(at=lift)
    for at, expected in [(lift - SECOND, []), (lift, [(uri_of(edition), "usable")])]:
        with clock.moved_to(at):
            assert states_of(ask()["items"]) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("undo", [actions.unschedule, partial(actions.reschedule, at=timezone.now() + 9 * HOUR)])
def test_a_schedule_that_is_undone_while_its_instant_passes_is_undone_for_consumers_too(undo):
    """Whoever undoes it has looked just before the instant, and a consumer has read just after."""
    first, lift = factories.published(), clock.now() + HOUR
    second = factories.publish(drafts.open_next(first, by=factories.writer()), at=lift)
    with clock.moved_to(lift):
        items, cursor = everything_since()
    with clock.moved_to(lift - SECOND):
        undo(second, by=factories.press_secretary())
    with clock.moved_to(lift + SECOND):
        after, _cursor = everything_since(cursor)
    assert ([item["version"] for item in items], [item["version"] for item in after]) == (["2"], ["1"])


@pytest.mark.django_db
def test_nothing_is_said_of_drafts_and_of_what_is_still_to_come():
    factories.edition()
    factories.published(at=clock.now() + HOUR)
    assert ask()["items"] == []


@pytest.mark.django_db
def test_latest_is_where_only_what_comes_is_told():
    factories.published()
    cursor = Client().get("/wires/latest").json()["cursor"]
    assert ask(after=cursor) | {"next": ""} == {"cursor": cursor, "more": False, "items": [], "next": ""}
    edition = factories.published()
    assert states_of(ask(after=cursor)["items"]) == [(uri_of(edition), "usable")]


@pytest.mark.django_db
def test_the_cursor_stays_where_it_is_while_photographs_are_prepared_for_a_scheduled_article():
    shown, waiting, unused = factories.photo("A.JPG"), factories.photo("B.JPG"), factories.photo("C.JPG")
    public, scheduled = factories.edition(), factories.edition()
    factories.show(shown, public)
    factories.show(waiting, scheduled)
    factories.publish(public)
    lift = clock.now() + HOUR
    factories.publish(scheduled, at=lift)
    cursor = Client().get("/wires/latest").json()["cursor"]

    def cursors():
        return {Client().get("/wires/latest").json()["cursor"], ask(after=cursor)["cursor"]}

    for photo in (waiting, unused):
        renditions.make(photo)
        emergency.stop_photo(photo, by=factories.press_secretary(), reason=REASON)
        emergency.lift_stop(photo, by=factories.press_secretary())
    assert cursors() == {cursor}
    renditions.make(shown)
    assert cursor not in cursors()
    with clock.moved_to(lift):
        assert uri_of(scheduled) in dict(states_of(ask(after=cursor)["items"]))


@pytest.mark.django_db
def test_a_rehearsal_enters_nothing(client):
    lift = clock.now() + HOUR
    factories.published(at=lift)
    client.force_login(factories.press_secretary())
    session = client.session
    session["rehearsal"] = lift.isoformat()
    session.save()
    response = client.get("/wires/changes")
    assert response["Cache-Control"] == "private, no-store"
    assert response.json()["items"] == []
    assert Boundary.objects.filter(subject_kind="news.edition").count() == 1
    assert Change.objects.filter(subject_kind="news.edition").count() == 0


# --- What articles show -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_change_of_a_photograph_touches_the_articles_that_show_it():
    photo = rendered(factories.photo())
    edition, _other = factories.publish(illustrated(photo)), factories.published()
    cursor = ask()["cursor"]
    with amending():
        photo.copyright = "© Another"
        photo.save()
    (item,) = everything_since(cursor)[0]
    assert item["uri"] == uri_of(edition)
    assert item["associations"][0]["copyrightNotice"] == "© Another"


@pytest.mark.django_db
def test_a_photograph_that_is_stopped_and_let_go_again_touches_its_articles():
    photo = rendered(factories.photo())
    edition = factories.publish(illustrated(photo))
    cursor = ask()["cursor"]
    for act, shown in [(emergency.stop_photo, False), (emergency.lift_stop, True)]:
        act(photo, by=factories.press_secretary(), **({} if shown else {"reason": REASON}))
        (item,), cursor = everything_since(cursor)
        assert item["uri"] == uri_of(edition)
        assert bool(item.get("associations")) is shown


@pytest.mark.django_db
def test_public_files_made_later_touch_the_articles_and_those_of_no_article_touch_nothing():
    photo = factories.photo()
    edition = factories.publish(illustrated(photo))
    cursor = ask()["cursor"]
    number = Change.objects.count()
    rendered(factories.photo("ZVF_2150.JPG"))
    assert ask(after=cursor)["items"] == []
    assert Change.objects.count() == number
    rendered(photo)
    (item,) = everything_since(cursor)[0]
    assert (item["uri"], len(item["associations"][0]["renditions"])) == (uri_of(edition), 2)


@pytest.mark.django_db
def test_a_meeting_its_people_and_their_offices_touch_the_articles_about_it():
    person = factories.person()
    meeting = factories.meeting(chair=person)
    edition = factories.published(meeting=meeting)
    _items, cursor = everything_since()

    def change_the_place():
        with amending():
            meeting.place = {"en": "Yerevan", "ru": "Ереван"}
            meeting.save()

    def change_the_name():
        with amending():
            person.name = {"en": "Another Name", "ru": "Другое Имя"}
            person.save()

    def end():
        actions.withdraw(meeting, by=factories.press_secretary(), reason=REASON)

    acts = [(change_the_place, "Yerevan", "Aman Mambetseitov"), (change_the_name, "Yerevan", "Another Name")]
    for act, place, name in [*acts, (end, None, None)]:
        act()
        (item,), cursor = everything_since(cursor)
        assert item["uri"] == uri_of(edition)
        assert item.get("located") == place
        assert [person["name"] for person in item.get("people", [])] == ([name] if name else [])


@pytest.mark.django_db
def test_one_change_that_touches_many_articles_is_told_in_pages():
    meeting = factories.meeting()
    editions = [factories.published(meeting=meeting) for _ in range(5)]
    _items, cursor = everything_since()
    with amending():
        meeting.place = {"en": "Yerevan", "ru": "Ереван"}
        meeting.save()
    page = ask(after=cursor, limit=2)
    assert (len(page["items"]), page["more"]) == (2, True)
    items, _cursor = everything_since(cursor, limit=2)
    assert states_of(items) == [(uri_of(edition), "usable") for edition in editions]


@pytest.mark.django_db
def test_the_number_of_questions_does_not_depend_on_the_number_of_items():
    photo, meeting = rendered(factories.photo()), factories.meeting(chair=factories.person())
    numbers = []
    for number in (1, 4):
        for _ in range(number):
            factories.publish(illustrated(photo, meeting=meeting))
        ask()
        with CaptureQueriesContext(connection) as asked:
            ask()
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] < 35


# --- Cursors ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "mangle",
    [
        lambda text: text[:-1],
        lambda text: text + "A",
        lambda text: ("B" if text[0] == "A" else "A") + text[1:],
        lambda text: text.swapcase(),
        lambda text: "",
        lambda text: "0",
        lambda text: "\x00",
        lambda text: "€" * 20,
        lambda text: "A" * 5000,
        lambda text: cursors.write("another purpose", 1, 0, ""),
    ],
)
def test_a_cursor_that_was_changed_is_refused_in_a_sentence(mangle):
    factories.published()
    response = Client().get("/wires/changes", {"after": mangle(ask()["cursor"])})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert "after" in response.json()["detail"]


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "limit=1&limit=2", "aftr=1", "limit=%20%31"])
@pytest.mark.django_db
def test_a_query_that_cannot_be_meant_is_refused(query):
    response = Client().get(f"/wires/changes?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_a_cursor_keeps_its_place_for_ever():
    """Agencies keep it for years: this one was given in the first version."""
    assert wires.Place.of(CURSOR_OF_THE_FIRST_VERSION) == wires.Place(1234, 56, "ru")


CURSOR_OF_THE_FIRST_VERSION = "V4cNtvQaWzEyMzQsNTYsInJ1Il0"


# --- Single items -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_item_has_an_address_and_what_vanished_is_as_what_never_was(client):
    edition = factories.published()
    address = f"/wires/articles/{edition.article_id}/en"
    assert client.get(address).json()["uri"] == uri_of(edition)
    withdraw(edition)
    assert client.get(address).json()["pubStatus"] == "canceled"
    emergency.take_down(edition.article, by=factories.press_secretary(), reason=REASON, kind="vanished")
    gone, never = client.get(address), client.get("/wires/articles/999999/en")
    assert gone.status_code == never.status_code == 404
    assert gone.content == never.content


@pytest.mark.django_db
def test_the_newest_news_are_one_composite(client):
    edition = factories.published()
    factories.published("ru")
    item = client.get("/wires/news/en").json()
    assert item["type"] == "composite"
    assert [association["uri"] for association in item["associations"]] == [uri_of(edition)]
    begin = client.get("/wires/").json()
    assert begin["news"]["en"] == "http://127.0.0.1:8000/wires/news/en"
    assert begin["changes"] == "http://127.0.0.1:8000/wires/changes"


# --- Proof ------------------------------------------------------------------------------------------------------------


class Crash(Exception):
    """The consumer's machine lost power."""


class Consumer:
    """A machine of an agency: keeps items and a cursor, and may crash at any point between the two."""

    def __init__(self, chance):
        self.chance = chance
        self.store, self.cancelled, self.cursor = {}, {}, None

    def poll(self, may_crash=True):
        """Take in one page; return whether there is more. A crash loses what was not yet kept."""
        page = ask(**({"after": self.cursor} if self.cursor else {}), limit=self.chance.choice([1, 2, 3, 7, 50]))
        for item in page["items"]:
            if may_crash and self.chance.random() < 0.05:
                raise Crash  # some items of the page are kept, its cursor is not
            kept, other = (
                (self.store, self.cancelled) if item["pubStatus"] == "usable" else (self.cancelled, self.store)
            )
            kept[item["uri"]] = item
            other.pop(item["uri"], None)
        if may_crash and self.chance.random() < 0.1:
            raise Crash
        self.cursor = page["cursor"]
        return page["more"]

    def drain(self):
        while self.poll(may_crash=False):
            pass


class Desk:
    """Does anything to anything, at a moving clock, in transactions of which some end late."""

    def __init__(self, chance):
        self.chance = chance
        self.now = timezone.now()
        self.by = factories.press_secretary()
        self.photos = [rendered(factories.photo(f"ZVF_{number}.JPG")) for number in range(3)]
        self.people = [factories.person(f"Person {number}", f"Человек {number}") for number in range(3)]
        self.office = factories.office(single_holder=False)
        self.terms = [factories.term(chair, self.office, public=False) for chair in self.people[:2]]
        self.meetings = [factories.meeting(public=False, chair=chair) for chair in self.people]
        for photo, person in zip(self.photos, self.people):
            PersonShown.objects.create(photo=photo, person=person)
        self.slow, self.done = [], collections.Counter()

    def step(self):
        self.now += self.chance.choice([SECOND, 30 * SECOND, HOUR / 4, HOUR])
        act = self.chance.choice(self.ACTS)
        with clocks.moved_to(self.now):
            try:
                act(self)
                self.done[act.__name__] += 1
            except Refused:
                pass  # the desk says no, as it would to anybody

    def later(self):
        return self.now + self.chance.choice([HOUR / 8, HOUR, 3 * HOUR])

    def when(self):
        return self.later() if self.chance.random() < 0.4 else None

    def any_edition(self, **limits):
        """Return an edition of an article that no slow transaction holds."""
        held = [edition.article_id for edition, _may_end, _running in self.slow]
        found = list(Edition.objects.filter(**limits).exclude(article__in=held).order_by("pk"))
        return self.chance.choice(found) if found else None

    def new_draft(self, plain=False):
        language = self.chance.choice(["en", "ru"])
        if plain or self.chance.random() < 0.3:
            return factories.approve(factories.edition(language))
        facts = {"meeting": self.chance.choice([None, *self.meetings])}
        return factories.approve(illustrated(self.chance.choice(self.photos), language, **facts))

    # What happens

    def publish_a_new_one(self):
        actions.publish(self.new_draft(), by=self.by, at=self.when())

    def publish_a_next_one(self):
        edition = self.any_edition(live_from__isnull=False)
        if edition:
            draft = drafts.open_next(edition, by=factories.writer())
            actions.publish(factories.approve(draft), by=self.by, at=self.when())

    def translate(self):
        edition = self.any_edition(live_from__isnull=False)
        other = {"en": "ru", "ru": "en"}
        if edition and not edition.article.editions.filter(language=other[edition.language]).exists():
            facts = {"section": edition.section, "shown_on": edition.shown_on, "signed_by": "nobody"}
            words = {"title": "The same", "standfirst": "In another language.", "body": "<p>Words.</p>"}
            draft = drafts.start(
                other[edition.language], by=factories.writer(), article=edition.article, **facts, **words
            )
            actions.publish(factories.approve(draft), by=self.by, at=self.when())

    def unschedule(self):
        edition = self.any_edition(live_from__gt=self.now)
        if edition:
            actions.unschedule(edition, by=self.by)

    def reschedule(self):
        edition = self.any_edition(live_from__gt=self.now)
        if edition:
            actions.reschedule(edition, by=self.by, at=self.later())

    def withdraw(self):
        edition = self.any_edition(pk__in=Edition.objects.public(self.now))
        if edition:
            withdraw(edition, self.chance.choice(["withdrawn", "withdrawn", "gone", "vanished"]))

    def supersede(self):
        edition, other = (self.any_edition(pk__in=Edition.objects.public(self.now)) for _ in range(2))
        if edition and other:
            how = {"kind": Withdrawal.Kind.SUPERSEDED, "successor": other.article}
            actions.withdraw(edition, by=self.by, reason=REASON, **how)

    def end_in_an_emergency(self):
        edition = self.any_edition(live_from__lte=self.now)
        if edition and self.chance.random() < 0.4:
            kind = self.chance.choice(["gone", "vanished"])
            emergency.take_down(edition.article, by=self.by, reason=REASON, kind=kind)

    def amend_a_photo(self):
        photo = self.chance.choice(self.photos)
        photo.refresh_from_db()
        with amending():
            photo.creator = f"Photographer {self.now:%H:%M:%S}"
            photo.save()

    def stop_or_lift_a_photo(self):
        photo = self.chance.choice(self.photos)
        if photo.news_stoppedphoto_set.filter(lifted_at__isnull=True).exists():
            emergency.lift_stop(photo, by=self.by)
        else:
            emergency.stop_photo(photo, by=self.by, reason=REASON)

    def remake_a_file(self):
        file = self.chance.choice(list(Rendition.objects.filter(kind="avif").order_by("pk")))
        file.size += 1
        file.save()

    def amend_a_meeting(self):
        meeting = self.chance.choice(self.meetings)
        meeting.refresh_from_db()
        with amending():
            meeting.place = {"en": f"Room {self.now:%H:%M:%S}", "ru": "Зал"}
            meeting.save()

    def rename_a_person(self):
        person = self.chance.choice(self.people)
        with amending():
            person.name = {"en": f"Name {self.now:%H:%M:%S}", "ru": "Имя"}
            person.save()

    def turn_a_record(self):
        """Publish or withdraw a meeting or a term, now or later."""
        record = self.chance.choice([*self.meetings, *self.terms])
        record.refresh_from_db()
        if record.is_public():
            actions.withdraw(record, by=self.by, reason=REASON)
        else:
            actions.publish(record, by=self.by, at=self.when())

    def begin_slowly(self):
        """Publish or withdraw in another connection, whose transaction stays open while the desk goes on.

        The article shares no photograph and no meeting: others at work on those would have to wait for its end.
        """
        if len(self.slow) > 1:
            return
        plain = {"pk__in": Edition.objects.public(self.now), "meeting": None, "photos": None}
        edition = self.any_edition(**plain) if self.chance.random() < 0.5 else None
        act = withdraw if edition else lambda edition: actions.publish(edition, by=self.by)
        edition = edition or self.new_draft(plain=True)
        is_done, may_end, now = threading.Event(), threading.Event(), self.now

        def run():
            try:
                with transaction.atomic(), clock.moved_to(now):
                    act(edition)
                    is_done.set()
                    assert may_end.wait(30)
            finally:
                is_done.set()
                connection.close()

        pool = ThreadPoolExecutor(1)
        running = pool.submit(run)
        assert is_done.wait(10)
        self.slow.append((edition, may_end, running))

    def end_slowly(self):
        if self.slow:
            _edition, may_end, running = self.slow.pop(self.chance.randrange(len(self.slow)))
            may_end.set()
            running.result(10)

    def end_all(self):
        while self.slow:
            self.end_slowly()

    ACTS = [
        *[publish_a_new_one, publish_a_next_one, withdraw, begin_slowly, end_slowly] * 3,
        *[translate, unschedule, reschedule, turn_a_record] * 2,
        *[supersede, end_in_an_emergency, amend_a_photo, stop_or_lift_a_photo, remake_a_file],
        *[amend_a_meeting, rename_a_person],
    ]


def public_state():
    """Return {uri: item} of all that is public, straight from the rule, and of all that was and is no longer."""
    with visitors.as_visitor():
        editions = list(Edition.objects.public())
        usable = {ninj["uri"]: ninj for ninj in ninjs.of(editions)}
    so_far = Edition.objects.filter(live_from__lte=clock.SiteNow()).values_list("article", "language")
    gone = {Key(*key) for key in so_far} - {Key(edition.article_id, edition.language) for edition in editions}
    with visitors.as_visitor():
        return usable, {item["uri"]: item for item in ninjs.items(gone).values()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_consumer_that_crashes_at_random_ends_with_exactly_the_public_state(seed):
    chance = random.Random(seed)
    desk, consumers = Desk(chance), [Consumer(chance) for _ in range(2)]
    try:
        for number in range(1, STEPS + 1):
            desk.step()
            for consumer in consumers:
                if chance.random() < 0.3:
                    with clocks.moved_to(desk.now), contextlib.suppress(Crash):
                        consumer.poll()
            if number % (STEPS // 4) == 0:
                desk.end_all()
                desk.now += chance.choice([SECOND, 5 * HOUR])
                with clocks.moved_to(desk.now):
                    usable, cancelled = public_state()
                    for consumer in consumers:
                        consumer.drain()
                        assert consumer.store == usable
                        assert consumer.cancelled == cancelled
    finally:
        desk.end_all()
    assert len(desk.done) > 12
    assert usable or cancelled


@pytest.mark.django_db(transaction=True)
def test_a_release_whose_transaction_ends_late_is_missed_by_nobody():
    """It is the first to open and the last to be committed; a consumer has read past its instant meanwhile."""
    slow, quick = factories.approve(factories.edition()), factories.approve(factories.edition())
    opened, may_end = threading.Event(), threading.Event()

    def publish_slowly():
        try:
            with transaction.atomic():
                actions.publish(slow, by=factories.press_secretary())
                opened.set()
                assert may_end.wait(10)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(publish_slowly)
        assert opened.wait(10)
        actions.publish(quick, by=factories.press_secretary())
        items, cursor = everything_since()
        may_end.set()
        running.result(10)
    assert states_of(items) == [(uri_of(quick), "usable")]
    assert states_of(everything_since(cursor)[0]) == [(uri_of(slow), "usable")]
