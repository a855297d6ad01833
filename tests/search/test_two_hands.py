"""Whatever several people change at once, nobody fails, and the index ends as what a rebuilding makes."""

import contextlib
import datetime
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections, transaction

from council.models import MeetingPhoto, Person, PersonName, PersonShown, State
from news import emergency
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions, amendments, clock
from search import rebuilding, refreshing
from search.models import Entry, Mark, Name
from tests import factories
from tests.search.asking import articles, found
from tests.search.test_index import index
from tests.sessions import Session, at_once

pytestmark = pytest.mark.django_db(transaction=True)

LATER = datetime.timedelta(days=1)


def names():
    return sorted(Name.objects.values_list("kind", "key", "form"))


def follow_all():
    """What is left to the worker."""
    refreshing.refresh()
    assert not Mark.objects.exists()


def is_what_a_rebuilding_makes():
    before = index(), names()
    rebuilding.rebuild()
    assert (index(), names()) == before


# --- Publishing with the same photographs --------------------------------------------------------------------------


def with_photos(photos, title):
    edition = factories.edition(title=title)
    for position, photo in enumerate(photos):
        factories.show(photo, edition, position=position)
    factories.approve(edition)
    return edition


def test_eight_editors_publish_five_articles_each_with_the_same_six_photographs_and_none_fails():
    photos = [factories.photo(caption={"en": "Capybara", "ru": "Капибара"}) for _ in range(6)]
    by = factories.press_secretary()
    heaps = [[with_photos(photos, f"Aardvark {editor} {n}") for n in range(5)] for editor in range(8)]

    def publish(heap):
        for edition in heap:
            actions.publish(edition, by=by)
            refreshing.refresh_some()  # as the desk does before it answers

    connection.close()  # a place in the pool for the eighth
    assert at_once(*[lambda heap=heap: publish(heap) for heap in heaps]) == ["done"] * 8
    assert not Mark.objects.exists()
    assert len(articles("aardvark")) == 40
    assert found("capybara", kind="photo") == {("photo", photo.pk) for photo in photos}
    is_what_a_rebuilding_makes()


def test_the_words_of_a_photograph_that_change_while_an_edition_is_published_are_found_with_it():
    photo = factories.photo(caption={"en": "Capybara", "ru": "Капибара"})
    edition, by = with_photos([photo], "Aardvark"), factories.press_secretary()
    with transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(caption={"en": "Quokka", "ru": "Квокка"})
        publishing = Session(lambda: [actions.publish(edition, by=by), refreshing.refresh_some()])
        publishing.thread.join(2)  # it may wait for us or not
    assert publishing.outcome() == "done"
    refreshing.refresh_some()
    assert ("photo", photo.pk) in found("quokka")
    assert ("photo", photo.pk) not in found("capybara")
    is_what_a_rebuilding_makes()


def test_who_is_renamed_while_an_article_is_being_read_by_the_index_is_found_by_the_new_name_in_it():
    somebody = factories.person("Zora Quokka", "Зора Квокка")
    factories.term(somebody, factories.office())
    refreshing.refresh()
    edition = with_photos([], "Zora Wombat was seen")
    actions.publish(edition, by=factories.press_secretary())
    with transaction.atomic():
        refreshing._call("search_refresh", "article", [edition.pk])

        def rename():
            with amendments.amending(by=factories.press_secretary()):
                somebody.name = {"en": "Zora Wombat", "ru": "Зора Вомбат"}
                somebody.save()
            refreshing._call("search_spread_marks")

        renaming = Session(rename)
        renaming.waits_for_a_lock()
    assert renaming.outcome() == "done"
    follow_all()
    assert articles(person=str(somebody.pk)) == {edition.article_id}
    is_what_a_rebuilding_makes()


def test_what_changes_while_the_index_reads_it_is_read_again():
    photo = factories.publish(factories.photo(caption={"en": "Capybara", "ru": "Капибара"}))

    def change(word):
        with amendments.amending(by=factories.press_secretary()):
            Photo.objects.filter(pk=photo.pk).update(caption={"en": word, "ru": word})

    change("Quokka")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE search_word IN EXCLUSIVE MODE")  # the rows have been read and cannot be written
        reading = Session(refreshing.refresh)
        reading.waits_for_a_lock()
        assert at_once(lambda: change("Numbat")) == ["done"]
    assert reading.outcome() == "done"
    follow_all()
    assert found("numbat") == {("photo", photo.pk)}
    assert found("quokka") == set()


def test_who_finds_no_marks_any_more_and_writes_all_the_same_leaves_nothing_that_left_the_schedule():
    """Another worker has removed the marks since they were chosen, so nobody waits for them."""
    edition, by = with_photos([], "Capybara"), factories.press_secretary()
    actions.publish(edition, by=by, at=clock.now() + LATER)
    follow_all()
    with transaction.atomic():
        refreshing._call("search_refresh", "article", [edition.pk])
        assert at_once(lambda: actions.unschedule(edition, by=by)) == ["done"]
        following = Session(refreshing.refresh)
        following.waits_for_a_lock()
    assert following.outcome() == "done"
    assert not Entry.objects.exists()
    is_what_a_rebuilding_makes()


# --- Random interleavings ------------------------------------------------------------------------------------------


class Hand:
    """A person with a connection of their own, who does one step after another when told to."""

    def __init__(self):
        self.thread = ThreadPoolExecutor(1)
        self.open = None  # the transaction
        self.steps = []  # what it may do in this transaction

    def do(self, act):
        return self.thread.submit(act).result()

    def begin(self):
        self.do(self._begin)

    def _begin(self):
        self.open = transaction.atomic()
        self.open.__enter__()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")  # whoever would wait for the other hand gives up

    def change(self, act):
        """Do a change or a step of following; if it fails, the whole transaction is taken back."""
        self.do(lambda: self._change(act))

    def _change(self, act):
        try:
            act()
        except (DatabaseError, actions.Refused) as error:
            self._end(error)

    def end(self):
        self.do(self._end)

    def _end(self, error=None):
        opened, self.open = self.open, None
        with contextlib.suppress(DatabaseError, actions.Refused):
            opened.__exit__(type(error) if error else None, error, None)

    def leave(self):
        if self.open:
            self.end()
        self.do(connections.close_all)
        self.thread.shutdown()


def newsroom():
    """Return changes, each of which may be made at any time, by either hand, again and again."""
    by, admin = factories.press_secretary(), factories.administrator()
    photos = [
        factories.photo(caption={"en": f"Capybara {n}", "ru": ""}, alt={"en": "An animal", "ru": ""}) for n in range(3)
    ]
    editions = [with_photos(photos[:2], f"Zora Quokka {n}") for n in range(3)]
    people = [factories.person("Zora Quokka", "Зора Квокка"), factories.person("Aman Wombat", "Аман Вомбат")]
    state = factories.state()
    office = factories.office(state=state)
    years = [(datetime.date(2018, 1, 1), datetime.date(2019, 1, 1)), (datetime.date(2020, 1, 1), None)]
    terms = [factories.term(person, office, *years[n], public=False) for n, person in enumerate(people)]
    meeting = factories.meeting(public=False, chair=people[0], chair_state=state)
    album = Album.objects.create(title={"en": "Album", "ru": "Альбом"}, held_on=factories.THE_DAY)
    things = [*editions, *terms, meeting, album]

    def amended(act):
        def do(chance):
            with amendments.amending(by=by):
                act(chance)

        return do

    def fresh(thing):
        return type(thing)._base_manager.get(pk=thing.pk)

    return [
        lambda chance: actions.publish(fresh(chance.choice(things)), by=by),
        lambda chance: actions.publish(fresh(chance.choice(things)), by=by, at=clock.now() + LATER),
        lambda chance: actions.unschedule(fresh(chance.choice(things)), by=by),
        lambda chance: actions.withdraw(fresh(chance.choice(things)), by=by, reason="Wrong."),
        lambda chance: emergency.stop_photo(chance.choice(photos), by=admin, reason="Not ours."),
        lambda chance: emergency.lift_stop(chance.choice(photos), by=admin),
        amended(lambda chance: Photo.objects.filter(pk=chance.choice(photos).pk).update(
            caption={"en": f"Numbat {chance.random()}", "ru": ""}
        )),
        amended(lambda chance: Person.objects.filter(pk=chance.choice(people).pk).update(
            name={"en": chance.choice(["Zora Quokka", "Zora Numbat", "Capybara"]), "ru": "Имя Её"}
        )),
        amended(lambda chance: PersonName.objects.create(person=chance.choice(people), text="Animal")),
        amended(lambda chance: PersonShown.objects.create(person=chance.choice(people), photo=chance.choice(photos))),
        amended(lambda chance: PersonShown.objects.all().delete()),
        amended(lambda chance: AlbumPhoto.objects.create(album=album, photo=chance.choice(photos))),
        amended(lambda chance: AlbumPhoto.objects.all().delete()),
        amended(lambda chance: MeetingPhoto.objects.create(meeting=meeting, photo=chance.choice(photos))),
        amended(lambda chance: State.objects.update(short_name={"en": chance.choice(["Wombat", "KG"]), "ru": ""})),
    ]  # fmt: skip


FOLLOWING = [
    lambda _chance: refreshing._call("search_spread_marks"),
    lambda _chance: refreshing._call("search_refresh_marked", 3, True),
    lambda _chance: refreshing._call("search_refresh_marked", 3, False),
]


@pytest.mark.parametrize("seed", range(25))
def test_after_any_changes_of_two_hands_in_any_order_nothing_in_the_index_is_stale(seed):
    chance = random.Random(seed)
    changes = newsroom()
    hands = [Hand(), Hand()]
    for _ in range(60):
        hand = chance.choice(hands)
        if not hand.open:
            hand.begin()
            hand.steps = chance.choice([changes, FOLLOWING])
        elif chance.random() < 0.3:
            hand.end()
        else:
            step, dice = chance.choice(hand.steps), random.Random(chance.random())
            hand.change(lambda step=step, dice=dice: step(dice))
    for hand in hands:
        hand.leave()
    follow_all()
    is_what_a_rebuilding_makes()


def test_what_the_hands_may_change_fills_the_index():
    changes, dice = newsroom(), random.Random(1)
    for change in changes[:1] * 8:
        with contextlib.suppress(actions.Refused):
            change(dice)
    follow_all()
    assert {kind for kind, *_rest in index()} > {"article", "photo"}
