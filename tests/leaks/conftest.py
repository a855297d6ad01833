"""One newsroom, walked through once: what these tests compare."""

import collections
import dataclasses
import datetime

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation

from alerts import composing, following
from mailing.models import Letter
from publishing import changes, clock
from tests.leaks import filters, hunting, walking
from tests.leaks import world as planted

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SECOND = datetime.timedelta(seconds=1)
ASKED_IN_EVERY_WAY = {"photo-file", "news:attachment", "council:document-file", "news:detail", "news:kit", "news:pdf",
                      "api:one", "feeds:meeting", "wires:article", "press:advisory-calendar"}  # fmt: skip
WAYS = [  # to ask for a file or a page beside GET
    ("HEAD", ()),
    ("GET", (("HTTP_RANGE", "bytes=0-99"),)),
    ("GET", (("HTTP_IF_NONE_MATCH", "*"),)),
    ("GET", (("HTTP_IF_MODIFIED_SINCE", "Fri, 01 Jan 2100 00:00:00 GMT"),)),
]


@dataclasses.dataclass
class Walks:
    """The answers to the requests of each walk: {Ask: Answer}."""

    world: planted.World
    hunter: hunting.Hunter
    visitor: hunting.Visitor
    without_plants: dict  # what visitors see, a second before the lift, before anything hidden was planted
    with_plants: dict  # the same, with everything planted
    guessed: dict  # what somebody would ask who knew all numbers, keys and words of what is hidden
    unknown: dict  # {Ask as guessed: (secrets in it, Answer to the same with what nobody has in their place)}
    ended: dict  # what was seen once
    at_the_desk: dict
    lifted: dict  # what visitors see and what was guessed, in the second of the lift
    unfiltered: dict  # some of every route, a second before, with no filter of the application left
    reached: dict  # {Ask: places of filters that it came by}
    letters: dict  # what subscribers get: by “before”, “unfiltered” and “lifted”

    def finds(self, *walks):
        return {find for walk in walks for ask, answer in walk.items() for find in self.hunter.finds(ask, answer)}

    @property
    def before_the_lift(self):
        return [self.with_plants, self.guessed, self.ended, self.at_the_desk]


@pytest.fixture(scope="module")  # not for the session, which begins before AVIF is made in a hurry
def walks(django_db_setup, django_db_blocker, tmp_path_factory):
    settings = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), STORAGES=STORAGES)
    with django_db_blocker.unblock(), settings, translation.override("en"), transaction.atomic():
        made = walk()
        transaction.set_rollback(True)
    connection.close()
    FIGURES.update(figures(made))
    return made


def walk():
    """Plant, and ask the newsroom everything, in this transaction."""
    world, visitor = planted.World(lift=clock.now() + datetime.timedelta(hours=2)), hunting.Visitor()
    before = world.lift - SECOND
    planted.plant_what_is_seen(world)
    with clock.moved_to(before):
        changes.catch_up()
        seen = walking.asks(world, planted.SEEN)
        without_plants = {ask: visitor.ask(ask) for ask in seen}
    planted.plant_what_is_hidden(world)
    hunter = hunting.Hunter(world)
    reached, letters = {}, {}
    with clock.moved_to(before), filters.watched() as watching:

        def asked(asks):
            answers = {}
            for ask in asks:
                watching.reached = set()
                answers[ask] = visitor.ask(ask)
                reached[ask] = watching.reached
            return answers

        with_plants = asked(seen)
        guessed = asked(_guesses(world, with_plants))
        ended = asked(ask for ask in walking.asks(world, *planted.ENDED) if ask not in with_plants)
        desk = asked(walking.asks_of_the_desk())
        unknown = {
            ask: (secrets, visitor.ask(walking.unknown(ask, secrets)))
            for ask in guessed
            if (secrets := walking.secrets_in(ask.said, world)) or ask.sent
        }
        watching.reached = set()
        letters["before"] = letters_now()
        reached["letters"] = watching.reached
        with watching.without(filters.places()):
            asks = [plant for plant in (*with_plants, *guessed, *ended) if not plant.path.startswith("/ru/")]
            old = [ask for ask in asks if ask.route == walking.OLD]
            unfiltered = {ask: visitor.ask(ask) for ask in dict.fromkeys([*some_of_each_route(asks), *old])}
            letters["unfiltered"] = letters_now()
    with clock.moved_to(world.lift), transaction.atomic():
        changes.catch_up()
        lists = [ask for ask in seen if not ask.path.startswith("/ru/") and "?" not in ask.path]
        asks = lists + [ask for ask in guessed if ask.method != "HEAD"]
        lifted = {ask: visitor.ask(ask) for ask in asks}
        letters["lifted"] = letters_now()
        transaction.set_rollback(True)
    return Walks(
        world, hunter, visitor, without_plants, with_plants, guessed, unknown, ended, desk, lifted, unfiltered,
        reached, letters,
    )  # fmt: skip


def _guesses(world, known):
    """Return the asks for what is hidden: everything embargoed, some of each route that is a draft, some otherwise."""
    embargoed = [ask for ask in walking.asks(world, *planted.COMES_OUT, planted.SECRET) if ask not in known]
    drafts = [ask for ask in walking.asks(world, planted.DRAFT, planted.LIMITED) if ask not in known]
    old = walking.asks_of_the_old_site(world, planted.DRAFT, planted.LIMITED)
    in_other_ways = [
        dataclasses.replace(ask, method=method, headers=headers)
        for ask in _first_of_each_route(ask for ask in embargoed if ask.route in ASKED_IN_EVERY_WAY)
        for method, headers in WAYS
    ]
    with translation.override("en"):
        questions = walking.is_it_yours(world, [planted.EMBARGOED])
        return list(dict.fromkeys([*embargoed, *_first_of_each_route(drafts), *old, *in_other_ways, *questions]))


def _first_of_each_route(asks):
    return list({ask.route: ask for ask in asks}.values())


def some_of_each_route(asks, most=6):
    """Return at most so many requests to each route, from the beginning to the end of those that there are."""
    by_route = {}
    for ask in asks:
        by_route.setdefault(ask.route, []).append(ask)
    return [ask for some in by_route.values() for ask in some[:: -(-len(some) // most)]]


def letters_now():
    """Return what the worker would send now, and undo it."""
    with transaction.atomic():
        following.follow()
        composing.compose()
        letters = [" ".join(map(str, letter)) for letter in Letter.objects.values_list("to", "subject", "text", "html")]
        transaction.set_rollback(True)
    return "\n".join(letters)


# --- What is told at the end of the run ------------------------------------------------------------------------------

FIGURES = {}


def figures(walks):
    answers = [answer for walk in [walks.without_plants, *walks.before_the_lift, walks.lifted, walks.unfiltered]
               for answer in walk.values()]  # fmt: skip
    return {
        "routes walked": len(walking.routes()),
        "canaries planted": len(walks.world.canaries),
        "requests": walks.visitor.asked,
        "bytes compared": sum(len(answer.whole) for answer in answers),
        "statuses": dict(sorted(collections.Counter(answer.status for answer in answers).items())),
        "filters deleted": len(filters.places()),
    }


def pytest_terminal_summary(terminalreporter):
    if FIGURES:
        told = ", ".join(f"{name}: {value}" for name, value in FIGURES.items())
        terminalreporter.write_line(f"The leak hunter: {told}.")
