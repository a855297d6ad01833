"""Every rule about time that is written twice says the same just before, at and just after its instant.

One writing is SQL (querysets, policies, views of the search), the other Python. Each case makes something whose state
changes at known instants, and gives all the ways to ask for it. A way is called while the clock stands at an instant,
and takes that instant as well.
"""

import dataclasses
import datetime

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alerts import rhythms
from alerts.models import Rhythm
from council.models import Chairmanship, Membership, Person, StateName, StatusClaim, Term
from desk.models import PreviewLink
from desk.previews import links
from mailing import letters, sending
from mailing.models import Letter
from news import releases
from news.models import Banner, Edition, EditionPhoto, FrontPage, Release, Tombstone, Withdrawal
from page_cache import boundaries, layer
from page_cache.listener import Generation
from page_cache.memory import Page
from photos.models import Album, Photo
from press import accreditation, duty, hours
from press.models import Contact, Opening, Shift
from publishing import actions, changes, clock, holds
from publishing.actions import Refused
from publishing.models import Boundary, Change, Publishable
from publishing.visitors import as_visitor
from syndication import departures
from tests import factories
from tests.press.test_advisories import advisory
from tests.search.asking import found

pytestmark = pytest.mark.django_db

MICROSECOND = datetime.timedelta(microseconds=1)
SECOND = datetime.timedelta(seconds=1)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def same_by_all(ways, instants):
    """Assert that each way says, around each of {instant: (before, at and after)}, what is expected there."""
    for instant, (before, after) in instants.items():
        for at, expected in [(instant - MICROSECOND, before), (instant, after), (instant + MICROSECOND, after)]:
            with clock.moved_to(at):
                said = {name: bool(ask(at)) for name, ask in ways.items()}
            assert said == dict.fromkeys(ways, expected), f"{at - instant} from {instant}"


def seen_by_visitors(thing):
    def ask(at):
        with as_visitor():
            return type(thing)._base_manager.filter(pk=thing.pk).exists()

    return ask


def is_numbered(thing, what):
    def ask(at):
        changes.catch_up()
        return Change.objects.filter(subject_id=thing.pk, what=what, at__lte=at).exists()

    return ask


def next_boundary(now):
    return boundaries.following(connection, now)[0]


# --- What is public --------------------------------------------------------------------------------------------------

THINGS = {
    "news.Edition": lambda: factories.approve(factories.edition()),
    "council.Meeting": lambda: factories.meeting(public=False),
    "council.Document": lambda: factories.document(public=False),
    "council.Term": lambda: factories.term(factories.person(), factories.office(), public=False),
    "photos.Photo": factories.photo,
    "photos.Album": lambda: Album.objects.create(title={"en": "Album", "ru": "Альбом"}, held_on=factories.THE_DAY),
    "press.Advisory": lambda: advisory(public=False),
    "news.FrontPage": lambda: FrontPage.objects.create(ends_at=clock.now() + DAY),
    "news.Banner": lambda: Banner.objects.create(text={"en": "Live", "ru": "Эфир"}, ends_at=clock.now() + DAY),
}


def test_every_kind_of_publishable_thing_is_a_case():
    kinds = {model._meta.label for model in apps.get_models() if issubclass(model, Publishable)}
    assert kinds == set(THINGS)


@pytest.mark.parametrize("kind", THINGS)
def test_a_thing_is_public_from_its_first_instant_to_the_last_before_its_end(kind):
    opens = clock.now() + HOUR
    ends = opens + HOUR
    thing = THINGS[kind]()
    model = type(thing)
    actions.publish(thing, by=factories.press_secretary(), at=opens)
    model._base_manager.filter(pk=thing.pk).update(live_until=ends)
    thing.refresh_from_db()
    same_by_all(
        {
            "is_public(at)": thing.is_public,
            "is_public()": lambda at: thing.is_public(),
            "state(at)": lambda at: thing.state(at) == Publishable.State.LIVE,
            "public(at)": lambda at: model.objects.public(at).filter(pk=thing.pk).exists(),
            "public()": lambda at: model.objects.public().filter(pk=thing.pk).exists(),
            "the policy": seen_by_visitors(thing),
        },
        {opens: (False, True), ends: (True, False)},
    )
    same_by_all(
        {
            "state(at)": lambda at: thing.state(at) == Publishable.State.SCHEDULED,
            "scheduled(at)": lambda at: model.objects.scheduled(at).filter(pk=thing.pk).exists(),
            "scheduled()": lambda at: model.objects.scheduled().filter(pk=thing.pk).exists(),
            "the next boundary": lambda at: next_boundary(at) == opens,
        },
        {opens: (True, False)},
    )
    same_by_all({"numbered": is_numbered(thing, "opened")}, {opens: (False, True)})
    same_by_all({"numbered": is_numbered(thing, "closed")}, {ends: (False, True)})
    assert not Boundary.objects.exists()


def in_search_found(photo):
    """Tell whether the search counts a photo in: facets and words come from this view alone."""
    with as_visitor(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM search_found WHERE kind = 'photo' AND object_id = %s", [photo])
        return cursor.fetchone() is not None


def test_a_photograph_is_public_while_one_article_shows_it_and_not_between_two():
    photo = factories.photo(caption={"en": "A capybara.", "ru": "Капибара."})
    start = clock.now() + HOUR
    first, second = (factories.edition() for _ in range(2))
    spans = {}
    for edition, opens in [(first, start), (second, start + 2 * HOUR)]:
        factories.show(photo, edition)
        factories.publish(edition, at=opens)
        Edition.objects.filter(pk=edition.pk).update(live_until=opens + HOUR)
        spans |= {opens: (False, True), opens + HOUR: (True, False)}
    same_by_all(
        {
            "is_public(at)": photo.is_public,
            "public(at)": lambda at: Photo.objects.public(at).exists(),
            "public()": lambda at: Photo.objects.public().exists(),
            "shown(at)": lambda at: EditionPhoto.shown(at).exists(),
            "the policy": seen_by_visitors(photo),
            "the search": lambda at: ("photo", photo.pk) in found("capybara"),
            "the search's view": lambda at: in_search_found(photo.pk),
        },
        spans,
    )


def test_a_withdrawn_article_was_public_until_the_instant_of_its_withdrawal():
    edition = factories.published()
    actions.withdraw(edition, by=factories.press_secretary(), reason="A mistake.")
    (withdrawal,), (stone,) = Withdrawal.objects.all(), Tombstone.objects.all()
    assert edition.live_until == withdrawal.at == stone.at
    same_by_all(
        {
            "is_public(at)": lambda at: not edition.is_public(at),
            "last_of()": lambda at: Withdrawal.objects.last_of(edition.article_id, "en"),
            "the policy on withdrawals": seen_by_visitors(withdrawal),
            "the policy on tombstones": seen_by_visitors(stone),
            "feeds": lambda at: departures.of("en"),
        },
        {withdrawal.at: (False, True)},
    )


def test_feeds_name_what_left_for_as_long_in_sql_as_in_python():
    edition = factories.published()
    actions.withdraw(edition, by=factories.press_secretary(), reason="A mistake.")
    forgotten = Tombstone.objects.get().at + departures.LISTED_FOR
    same_by_all({"feeds": lambda at: departures.of("en")}, {forgotten: (True, False)})


# --- What holds, what is shown to some -------------------------------------------------------------------------------


def test_a_release_holds_its_things_until_the_instant_at_which_it_opens():
    edition = factories.approve(factories.edition())
    by = factories.press_secretary()
    release = releases.start("Today", by=by, languages=Release.Languages.FOLLOWS)
    releases.add(release, edition, by=by)
    opens = clock.now() + HOUR
    releases.release(release, by=by, at=opens)
    release.refresh_from_db()
    edition.refresh_from_db()
    same_by_all(
        {
            "state(at)": lambda at: release.state(at) == Publishable.State.SCHEDULED,
            "state()": lambda at: release.state() == Publishable.State.SCHEDULED,
            "holding": lambda at: releases.holding(edition),
            "holding any": lambda at: releases.holding_any(Edition.objects.all()),
            "the sentence": lambda at: holds.sentence(edition),
            "waiting": lambda at: releases.opening(release, at),
            "in preparation": lambda at: releases.in_preparation_for([edition]),
        },
        {opens: (True, False)},
    )


def test_a_preview_ends_at_its_instant():
    ends = clock.now() + HOUR
    link = links.share(
        factories.edition(), by=factories.writer(), recipient="Anna", email="anna@example.org", expires_at=ends
    )
    path = reverse("preview", args=[links.token(link)])
    same_by_all(
        {
            "is_open(at)": link.is_open,
            "open()": lambda at: PreviewLink.objects.open().exists(),
            "the page": lambda at: Client().get(path).status_code == 200,
            "the page says why": lambda at: not (Client().get(path).context or {}).get("has_expired"),
        },
        {ends: (True, False)},
    )


def test_accreditation_is_asked_for_until_its_instant():
    event = advisory()
    facts = {"name": "Anna", "outlet": "The Daily", "email": "anna@daily.example", "role": "reporter"}

    def is_taken(at):
        try:
            accreditation.receive(event, language="en", **facts)
        except Refused:
            return False
        return True

    same_by_all(
        {
            "takes_requests(at)": event.takes_requests,
            "takes_requests()": lambda at: event.takes_requests(),
            "a request": is_taken,
            "the next boundary": lambda at: next_boundary(at) <= event.requests_until,
        },
        {event.requests_until: (True, False)},
    )


def test_a_page_in_memory_lasts_until_the_instant_of_the_next_change(monkeypatch):
    heard_at = clock.now()
    opens = heard_at + SECOND
    heard = Generation(heard_at=0.0, now_then=heard_at, fresh_until=opens, closes_at=opens, is_connected=True)
    page = Page.of("200 OK", [], b"", "", heard, made_at=0.5)
    changed = dataclasses.replace(heard, changed=1, changed_at=0.5)
    lost = dataclasses.replace(heard, is_connected=False)

    def with_monotonic_clock(ask, generation):
        def asked(at):
            monkeypatch.setattr("time.monotonic", lambda: (at - heard_at).total_seconds())
            try:
                return ask(page, generation)
            finally:
                monkeypatch.undo()

        return asked

    same_by_all(
        {
            "fresh": with_monotonic_clock(layer.is_fresh, heard),
            "fresh, nothing heard": with_monotonic_clock(layer.is_fresh, lost),
            "while it is made": with_monotonic_clock(layer.may_be_shown_during_making, changed),
            "without the database": with_monotonic_clock(layer.may_be_shown_stale, lost),
        },
        {opens: (True, False)},
    )


# --- The press office ------------------------------------------------------------------------------------------------


def test_a_shift_begins_and_ends_at_its_instants():
    contact = factories.contact()
    starts = timezone.make_aware(datetime.datetime(2026, 12, 1, 9))
    ends = starts + 8 * HOUR
    Shift.objects.create(contact=contact, starts=starts, ends=ends)
    ways = {
        "now(at)": lambda at: duty.now(at).shift,
        "now()": lambda at: duty.now().shift,
        "no gap": lambda at: not duty.gaps(at, at + MICROSECOND),
    }
    same_by_all(ways, {starts: (False, True), ends: (True, False)})
    same_by_all({"the next change": lambda at: duty.next_change(at) == starts}, {starts: (True, False)})
    same_by_all({"the next change": lambda at: duty.next_change(at) == ends}, {ends: (True, False)})


def test_a_contact_is_in_office_from_the_first_day_to_the_last():
    contact = factories.contact(since=datetime.date(2026, 12, 1), until=datetime.date(2026, 12, 2))
    Opening.objects.create(
        contact=contact, first_day=0, last_day=6, opens=datetime.time(0), closes=datetime.time(23, 59)
    )
    first, day_after = (timezone.make_aware(datetime.datetime(2026, 12, day)) for day in (1, 3))
    same_by_all(
        {
            "in_office(day)": lambda at: Contact.objects.in_office(timezone.localdate(at)).exists(),
            "in_office()": lambda at: Contact.objects.in_office().exists(),
            "days": lambda at: contact.since <= clock.today() <= contact.until,
        },
        {first: (False, True), day_after: (True, False)},
    )


def test_an_office_is_open_from_its_hour_to_the_next():
    contact = factories.contact()
    Opening.objects.create(contact=contact, first_day=0, last_day=6, opens=datetime.time(9), closes=datetime.time(18))
    opens = timezone.make_aware(datetime.datetime(2026, 12, 1, 9))
    closes = opens + 9 * HOUR
    ways = {
        "of_all(at)": lambda at: hours.of_all([contact], at)[contact.pk].is_open,
        "of_all()": lambda at: hours.of_all([contact])[contact.pk].is_open,
    }
    same_by_all(ways, {opens: (False, True), closes: (True, False)})
    same_by_all(
        {"the next change": lambda at: hours.of_all([contact], at)[contact.pk].changes == opens}, {opens: (True, False)}
    )


# --- Letters ---------------------------------------------------------------------------------------------------------


def test_a_digest_is_due_in_the_morning_after_what_it_tells():
    morning = timezone.make_aware(datetime.datetime(2026, 11, 30, rhythms.HOUR.hour))  # a Monday
    for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
        same_by_all({"due": lambda at, rhythm=rhythm: rhythms.due(rhythm, at) == morning}, {morning: (True, False)})


def test_a_letter_is_sent_from_its_instant_on():
    due = clock.now() + HOUR
    letter = letters.post(key="letter", to="anna@paper.example", subject="News", text="Text.")
    Letter.objects.filter(pk=letter.pk).update(due_at=due)

    def is_sent(at):
        sending.send_waiting()
        return Letter.objects.filter(state=Letter.State.SENT).exists()

    same_by_all({"sent": is_sent}, {due: (False, True)})


# --- Days ------------------------------------------------------------------------------------------------------------

START, END = datetime.date(2018, 1, 1), datetime.date(2018, 3, 31)


def chairmanship():
    made = Chairmanship.objects.create(state=factories.state(), start=START, end=END)
    return {"on": lambda day: Chairmanship.on(day) == made}


def term():
    person = factories.person()
    factories.term(person, factories.office(), start=START, end=END)
    return {
        "holding": lambda day: Term.objects.holding(day).exists(),
        "term_on": lambda day: Person.objects.get().term_on(day),
        "titles_on": lambda day: Term.objects.titles_on(day, [person]),
    }


def rank():
    person = factories.person()
    person.ranks.create(name={"en": "General", "ru": "Генерал"}, start=START, end=END)
    return {"rank_on": person.rank_on}


def membership():
    body = factories.body()
    factories.membership(body, factories.state(), start=START, end=END)
    return {"holding": lambda day: Membership.objects.holding(day).exists()}


def name_of_a_body():
    body = factories.body()
    name = factories.body_name(body, END, start=START)
    return {"holds_on": name.holds_on, "called_on": lambda day: body.called_on(day) == name}


def name_of_a_state():
    state = factories.state()
    words = {"en": "Earlier", "ru": "Прежде"}
    StateName.objects.create(state=state, name=words, short_name=words, start=START, end=END)
    return {"called_on": lambda day: state.called_on(day) == (words, words)}


def claim():
    state = factories.state()
    facts = {"status": next(iter(StatusClaim.MEMBERSHIP)), "claimed_by": StatusClaim.By.ORGANIZATION}
    claim = StatusClaim.objects.create(state=state, start=START, end=END, source="Charter", **facts)
    return {"holds_on": claim.holds_on, "is_member_on": state.is_member_on}


@pytest.mark.parametrize("case", [chairmanship, term, rank, membership, name_of_a_body, name_of_a_state, claim])
def test_what_holds_for_days_holds_on_the_first_and_on_the_last(case):
    ways = case()
    for day, expected in [(START - DAY, False), (START, True), (END, True), (END + DAY, False)]:
        assert {name: bool(ask(day)) for name, ask in ways.items()} == dict.fromkeys(ways, expected), day


def test_a_document_is_in_force_from_its_day_until_the_one_on_which_it_ends():
    paper = factories.document(in_force_on=START, ended_on=END)
    for day, expected in [(START - DAY, False), (START, True), (END - DAY, True), (END, False)]:
        assert paper.is_in_force(day) is expected
