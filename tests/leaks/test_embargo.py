"""The leak hunter: what is hidden is nowhere, whatever a visitor asks, until its second; then all of it is there."""

import inspect
import re

import pytest
from django.apps import apps
from django.utils.translation import override

from publishing.models import Publishable
from tests.leaks import canaries, hunting, walking
from tests.leaks.filters import places
from tests.leaks.world import (
    COMES_OUT,
    DRAFT,
    EMBARGOED,
    GONE,
    HIDDEN,
    LIMITED,
    NEXT,
    PAST,
    SECRET,
    SEEN,
    STOPPED,
    SUPERSEDED,
    VANISHED,
    WITHDRAWN,
)

pytestmark = pytest.mark.django_db

# What the house's own machines are told of: numbers of what waits and what is overdue, and no words.
TELLS_OF_THE_HOUSE = {"healthz", "readyz", "readyz-node", "metrics"}

# --- What the walk is made of ----------------------------------------------------------------------------------------


def test_every_kind_of_thing_that_is_published_is_planted(walks):
    kinds = {model._meta.label for model in apps.get_models() if issubclass(model, Publishable)}
    for plant in (SEEN, WITHDRAWN, EMBARGOED, DRAFT):
        assert kinds <= walks.world.things[plant].keys(), plant


def test_every_part_with_words_of_its_own_is_planted(walks):
    """What hangs on a publishable thing and holds text: a new one is planted, or named here with the reason."""
    for model in apps.get_models():
        owners = {
            field.related_model for field in model._meta.get_fields() if field.many_to_one and field.related_model
        }
        if not any(issubclass(owner, Publishable) for owner in owners) or model._meta.label in HOLDS_NO_WORDS:
            continue
        if walks.world.canaries.fill(model, "nothing", unsaved=True).keys() - {"unsaved"}:
            assert model._meta.label in {label for things in walks.world.things.values() for label in things}, model


# Copies that only the database or the desk writes, of what is planted itself, and pages and files of an old site, of
# which visitors have no right to read a column.
HOLDS_NO_WORDS = {"council.DateChange", "council.WithdrawnEntry", "news.SavedVersion", "news.TranslationCheck",
                  "press.AdvisoryDateChange", "alerts.Event", "desk.Reading", "desk.PreviewLink", "moving.SourcePage",
                  "moving.SourceFile", "moving.ProposedMeeting"}  # fmt: skip


def test_every_route_is_walked(walks):
    asked = {ask.path: ask for walk in [walks.with_plants, *walks.before_the_lift] for ask in walk}
    walked = {walking.route_of(path) for path in asked}
    # Whether a path is that of a standing page is asked of the database, in which by now there is none.
    walked |= {f"{path.split('/')[1]}/<page:path>/" for path, ask in asked.items() if ask.route == "pages:page"}
    for language in walking.LANGUAGES:
        with override(language):
            routes = [route for _name, route in walking.routes() if not walking.is_of_the_desk(route)]
        public = {route.replace("^", "") for route in routes}
        missed = public - walked
        assert not missed, missed
    assert walks.at_the_desk.keys() == set(walking.asks_of_the_desk())


def test_no_page_breaks_on_the_way(walks):
    broken = [
        (ask.path, answer.logged[-500:])
        for walk in [*walks.before_the_lift, walks.lifted]
        for ask, answer in walk.items()
        if answer.status >= 500 and ask.route not in TELLS_OF_THE_HOUSE
    ]
    assert not broken, broken[:5]


# --- Before ----------------------------------------------------------------------------------------------------------


def test_a_second_before_nothing_of_what_is_hidden_is_anywhere(walks):
    leaks = [find for find in outside(LEFT, walks.finds(*walks.before_the_lift)) if find.plant in (*HIDDEN, "?")]
    assert not leaks, _told(leaks)


def test_what_has_ended_is_nowhere_but_where_its_exit_leaves_it(walks):
    leaks = [
        find for find in outside(LEFT, walks.finds(*walks.before_the_lift)) if find.plant not in (*HIDDEN, SEEN, "?")
    ]
    assert not leaks, _told(leaks)


_TEXT = ("news.Edition.", "news.Turn.")
# Of an earlier edition everything that was said, also about its photographs and files; of these themselves nothing.
_AS_IT_STOOD = (*_TEXT, "news.Topic.name", "news.EditionPhoto.", "news.Attachment.label", "news.Attachment.file_name",
                "photos.Photo.credit", "photos.Photo.file_name")  # fmt: skip
LEFT = {
    **{(plant, f"news:{page}"): _AS_IT_STOOD for plant in (WITHDRAWN, PAST) for page in ("edition", "comparison")},
    **{(plant, f"pages:{page}"): _AS_IT_STOOD for plant in (WITHDRAWN, PAST) for page in ("edition", "comparison")},
    **{(WITHDRAWN, page): _TEXT for page in ("news:detail", "pages:page")},
    **{(WITHDRAWN, route): ("news.Edition.slug",) for route in ("news:short", walking.OLD)},
    (WITHDRAWN, "search:results"): _TEXT,
    **{(plant, f"authenticity:{name}"): _TEXT for plant in (WITHDRAWN, PAST) for name in ("edition", "seal")},
    # Whose link was taken back is told by whom it was sent.
    (SECRET, "preview"): ("user",),
    # Readers of feeds are told what they hold a copy of; calendars know their entry by its name.
    **{(WITHDRAWN, f"feeds:{feed}"): ("news.Edition.title",) for feed in ("news", "section", "genre")},
    **{
        (WITHDRAWN, f"council:{name}"): ("council.Meeting.uid",)
        for name in ("calendar", "meeting-calendar", "body-calendar")
    },
}


def test_a_second_before_every_answer_is_the_one_of_a_newsroom_that_hides_nothing(walks):
    """Byte for byte, with the headers: lists, counts, neighbours, validators, feeds, sitemaps, suggestions."""
    differ = [
        ask.path
        for ask, answer in walks.without_plants.items()
        if ask.route not in TELLS_OF_THE_HOUSE and hunting.steady(answer) != hunting.steady(walks.with_plants[ask])
    ]
    assert not differ, differ[:10]


def test_what_is_hidden_is_answered_as_what_never_was(walks):
    """By status, headers and body, and with the same questions to the database, so that time tells nothing either."""
    differ = []
    for ask, (secrets, unknown) in walks.unknown.items():
        answer, others = walks.guessed[ask], [walking.as_if_unknown(secret) for secret in secrets]
        if hunting.blind(answer, secrets) != hunting.blind(unknown, others):
            differ.append(("another answer", ask.method, ask.path))
        elif answer.questions != unknown.questions:
            differ.append(("other questions", ask.method, ask.path))
    assert len(walks.unknown) > 100
    assert not differ, differ[:10]


def test_strangers_at_the_desk_are_shown_the_way_to_the_log_in_and_nothing_else(walks):
    shown = {ask.path: answer.status for ask, answer in walks.at_the_desk.items() if answer.status == 200}
    assert all(re.search(r"/(log-?in|password|account|jsi18n)", path) for path in shown), shown


def test_letters_to_subscribers_keep_the_embargo(walks):
    before, lifted = walks.letters["before"].encode(), walks.letters["lifted"].encode()
    planted = walks.world.canaries
    assert {planted[word][0] for word in planted.found_in(before)} <= {SEEN}
    assert EMBARGOED in {planted[word][0] for word in planted.found_in(lifted)} <= {SEEN, EMBARGOED, NEXT}


# --- In its second ---------------------------------------------------------------------------------------------------


def test_in_its_second_all_of_it_is_there(walks):
    """So a walk that sees nothing cannot pass: each text that is for readers is found at least once."""
    found = walks.finds(walks.lifted)
    for plant in COMES_OUT:
        missing = set(walks.world.canaries.of(plant).values()) - {find.place for find in found if find.plant == plant}
        assert missing <= FOR_THE_DESK, missing
    assert {find.place for find in found if find.plant == EMBARGOED} >= {
        "photos.Photo: a file of it",
        "photos.Photo.key",
    }


FOR_THE_DESK = {"council.PersonName.note"}


def test_in_that_second_drafts_and_what_is_for_the_desk_stay_hidden(walks):
    never = (DRAFT, LIMITED, SECRET, GONE, VANISHED, STOPPED, SUPERSEDED)
    leaks = [find for find in outside(LEFT, walks.finds(walks.lifted)) if find.plant in never]
    assert not leaks, _told(leaks)


# --- Without the application's own filters ---------------------------------------------------------------------------


def test_with_every_filter_of_the_application_deleted_the_database_still_keeps_everything(walks):
    leaks = [find for find in outside(LEFT, walks.finds(walks.unfiltered)) if find.plant != SEEN]
    assert not leaks, _told(leaks)
    planted = walks.world.canaries
    assert {planted[word][0] for word in planted.found_in(walks.letters["unfiltered"].encode())} <= {SEEN}


def test_the_walk_comes_by_every_filter_that_a_visitor_could_come_by(walks):
    reached = set().union(*walks.reached.values())
    missed = [str(place) for place in places() if place.is_of_a_visitor and place not in reached]
    assert not missed, missed


# --- The finding itself ----------------------------------------------------------------------------------------------


def test_a_word_is_found_in_whatever_form_it_comes_out():
    import base64
    import gzip
    import io
    import json
    import urllib.parse
    import zipfile

    planted = canaries.Canaries()
    for language in ("en", "ru"):
        word = planted.word("plant", "place", language)
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("report.txt", word)
        for packed in (archive.getvalue(), gzip.compress(word.encode())):
            coding = "" if packed.startswith(b"PK") else "gzip"
            assert any(planted.found_in(text) for text in canaries.unpacked(packed, coding)), word
        for disguised in (
            *(base64.b64encode(before + word.encode()) for before in (b"", b"1", b"12")),
            word[::-1].encode(),
            "".join(f"&#x{ord(letter):x};" for letter in word).encode(),
            word.encode().hex().encode(),
        ):
            assert canaries.disguised_in(disguised), (word, disguised)
    assert canaries.disguised_in(json.dumps(word).encode())
    assert canaries.disguised_in(urllib.parse.quote(word).encode())
    assert not canaries.disguised_in(inspect.getsource(walking).encode())


def outside(left, finds):
    """Return the finds but those that `left` allows on the page where they were."""
    return [find for find in finds if not find.place.startswith(left.get((find.plant, find.ask.route), "nothing"))]


def _told(leaks):
    return "\n".join(["", *sorted(map(str, leaks))[:40], f"{len(leaks)} in all"])
