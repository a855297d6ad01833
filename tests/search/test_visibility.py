"""Nothing is found before its second, by nothing that the search says: hits, numbers, suggestions, corrections."""

import datetime

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from council.models import MeetingPhoto, PersonName, PersonShown
from news import drafts, emergency
from news.models import Edition, Withdrawal
from photos.models import Album, AlbumPhoto
from publishing import actions, clock
from search import excerpts, matching, spelling, suggestions
from search.finding import Search, matches, newest
from tests import factories
from tests.search.asking import answer, articles, found, query, visitor

pytestmark = pytest.mark.django_db

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def lift():
    return timezone.now() + datetime.timedelta(hours=2)


def next_edition(edition, title):
    draft = drafts.open_next(edition, by=factories.writer())
    draft.title, draft.change = title, Edition.Change.MINOR
    draft.save()
    return draft


def test_an_embargoed_article_is_found_at_its_second_and_not_before(lift):
    edition = factories.published(title="The zephyrous accord", at=lift)
    for at, expected in [(lift - SECOND, set()), (lift, {edition.article_id}), (lift + SECOND, {edition.article_id})]:
        with clock.moved_to(at):
            assert articles("zephyrous") == expected, at


def test_the_visitors_role_may_read_no_table_of_the_index():
    tables = ["search_entry", "search_word", "search_name", "search_filetext", "search_mark"]
    for table in tables:
        with visitor(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"SELECT * FROM {table}")


def test_a_query_that_forgets_every_condition_reads_nothing_embargoed(lift):
    factories.published(title="The zephyrous accord", body="<p>Quixotically worded.</p>", at=lift)
    factories.published(title="An ordinary report")
    with visitor(), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(f::text, ' ') FROM search_found f")
        everything = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM search_withdrawn")
        assert cursor.fetchone() == (0,)
    assert "ordinary" in everything
    assert "zephyrous" not in everything
    assert "uixotic" not in everything


def test_counts_suggestions_and_corrections_know_nothing_of_an_embargo(lift):
    embargoed = factories.published(title="The zephyrous accord", at=lift)

    def told():
        numbers = answer("zephyrous").number, answer(section="permanent-council").tags.get("kind:article")
        with visitor():
            return (
                *numbers,
                [hit.id for hit in suggestions.of("zephyr", "en")],
                spelling.suggest_query(query("zephyrus")),
            )

    assert told() == (0, None, [], None)
    with clock.moved_to(lift):
        assert told() == (1, 1, [embargoed.article_id], query("zephyrous"))


def test_a_new_edition_is_found_by_its_own_words_from_its_second_on_and_the_old_one_until_then(lift):
    first = factories.published(title="Aardvark")
    factories.publish(next_edition(first, "Bandicoot"), at=lift)
    for at, found_by in [(lift - SECOND, "aardvark"), (lift, "bandicoot")]:
        with clock.moved_to(at):
            assert {word for word in ("aardvark", "bandicoot") if articles(word)} == {found_by}


def test_what_is_withdrawn_is_found_only_on_request_and_by_what_its_page_shows():
    edition = factories.edition(title="Aardvark", body="<p>Bandicoot.</p>")
    factories.show(factories.photo(caption={"en": "Capybara", "ru": "Капибара"}), edition)
    factories.publish(edition)
    assert articles("capybara")
    actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong day.")
    for word in ("aardvark", "bandicoot", "capybara"):
        assert articles(word) == set()
    assert articles("aardvark", withdrawn="1") == articles("bandicoot", withdrawn="1") == {edition.article_id}
    assert articles("capybara", withdrawn="1") == set()
    (hit,) = answer("aardvark", withdrawn="1").hits
    assert hit.is_withdrawn
    assert hit.title == "Aardvark"


@pytest.mark.parametrize("kind", [Withdrawal.Kind.GONE, Withdrawal.Kind.VANISHED])
def test_what_is_gone_or_vanished_is_never_found(kind):
    edition = factories.published(title="Aardvark")
    actions.withdraw(edition, by=factories.press_secretary(), reason="Not ours.", kind=kind)
    assert articles("aardvark", withdrawn="1") == set()


def test_what_was_withdrawn_and_published_anew_is_found_once():
    edition = factories.published(title="Aardvark")
    actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong day.")
    factories.publish(next_edition(edition, "Aardvark again"))
    (hit,) = answer("aardvark", withdrawn="1").hits
    assert hit.title == "Aardvark again"
    assert not hit.is_withdrawn


def test_the_past_is_found_as_it_was():
    edition = factories.published(title="Aardvark")
    then = clock.now()
    with clock.moved_to(then + datetime.timedelta(days=1)):
        factories.publish(next_edition(edition, "Bandicoot"))
    with clock.moved_to(then):
        assert articles("aardvark")
        assert not articles("bandicoot")


# --- Photographs -----------------------------------------------------------------------------------------------------


def photo(word="Capybara"):
    return factories.photo(caption={"en": word, "ru": word}, alt={"en": "An animal", "ru": "Зверь"})


def shown_by_an_edition(photo, at):
    edition = factories.edition()
    factories.show(photo, edition)
    factories.publish(edition, at=at)


def shown_by_an_album(photo, at):
    album = Album.objects.create(title={"en": "Album", "ru": "Альбом"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    factories.publish(album, at=at)


def shown_by_a_meeting(photo, at):
    meeting = factories.meeting(public=False)
    MeetingPhoto.objects.create(meeting=meeting, photo=photo)
    factories.publish(meeting, at=at)


def shown_by_itself(photo, at):
    factories.publish(photo, at=at)


@pytest.mark.parametrize("show", [shown_by_itself, shown_by_an_edition, shown_by_an_album, shown_by_a_meeting])
def test_a_photo_is_found_as_soon_as_something_public_shows_it(show, lift):
    picture = photo()
    assert ("photo", picture.pk) not in found("capybara")
    show(picture, lift)
    for at, expected in [(lift - SECOND, False), (lift, True)]:
        with clock.moved_to(at):
            assert (("photo", picture.pk) in found("capybara")) == expected, at
            assert (answer("capybara", kind="photo").number == 1) == expected


def test_between_two_embargoes_a_photo_is_not_found(lift):
    picture = photo()
    edition = factories.edition()
    factories.show(picture, edition)
    factories.publish(edition)
    actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong day.")
    shown_by_an_album(picture, lift)
    assert found("capybara") == set()
    with clock.moved_to(lift):
        assert found("capybara") == {("photo", picture.pk)}


def test_a_photo_that_was_stopped_is_not_found_and_neither_are_its_words_elsewhere():
    picture = photo()
    shown_by_an_edition(picture, None)
    assert {kind for kind, _id in found("capybara")} == {"photo", "article"}
    emergency.stop_photo(picture, by=factories.administrator(), reason="Not ours.")
    assert found("capybara") == set()


def test_the_words_of_an_embargoed_article_do_not_show_through_a_public_photo(lift):
    picture = photo(word="")
    factories.publish(picture) if not picture.problems() else shown_by_an_album(picture, None)
    edition = factories.edition()
    use = factories.show(picture, edition)
    use.caption = "Zephyrous"
    use.save()
    factories.publish(edition, at=lift)
    assert found("zephyrous") == set()
    with clock.moved_to(lift):
        assert found("zephyrous") == {("article", edition.article_id), ("photo", picture.pk)}


# --- People ----------------------------------------------------------------------------------------------------------


def test_a_person_and_an_office_are_found_from_their_own_seconds_on(lift):
    somebody = factories.person("Aman Capybara", "Аман Капибара")
    office = factories.office(en="Zephyrous Envoy", ru="Посланник")
    factories.meeting(chair=somebody)
    appointed = factories.term(somebody, office, public=False)
    actions.publish(appointed, by=factories.press_secretary(), at=lift)
    assert ("person", somebody.pk) in found("capybara")
    assert found("zephyrous") == set()
    with clock.moved_to(lift):
        assert found("zephyrous") == {("person", somebody.pk)}
        assert answer("capybara", kind="person").number == 1


def test_who_is_in_a_picture_is_told_when_the_person_is_known(lift):
    picture = photo()
    somebody = factories.person("Zora Quokka", "Зора Квокка")
    PersonShown.objects.create(photo=picture, person=somebody)
    shown_by_itself(picture, None)
    factories.term(somebody, factories.office(), public=False)
    actions.publish(somebody.terms.get(), by=factories.press_secretary(), at=lift)
    assert found("quokka") == found(person=str(somebody.pk)) == set()
    with clock.moved_to(lift):
        assert found("quokka") == {("photo", picture.pk), ("person", somebody.pk)}
        assert ("photo", picture.pk) in found(person=str(somebody.pk))
        assert answer("capybara").number == 1


def test_a_name_that_is_not_public_does_not_widen_a_search(lift):
    somebody = factories.person("Zora Quokka", "Зора Квокка")
    PersonName.objects.create(person=somebody, text="Zora Kvokka")
    edition = factories.published("ru", title="Говорила Зора Квокка")
    assert articles("Quokka", "ru") == set()
    factories.term(somebody, factories.office())
    assert articles("Quokka", "ru") == {edition.article_id}


# --- The contract with feeds and alerts ------------------------------------------------------------------------------


def test_a_saved_search_matches_what_it_finds_now(lift):
    now = factories.published(title="Aardvark one")
    later = factories.published(title="Aardvark two", at=lift)
    other = factories.published(title="Bandicoot")
    ids = [now.article_id, later.article_id, other.article_id]
    with visitor():
        assert matches(query("aardvark"), "article", ids) == {now.article_id}
        assert matches(query("aardvark"), "meeting", ids) == set()
        assert matches(query(""), "article", ids) == set()
        assert [hit.id for hit in newest(query("aardvark"), 10)] == [now.article_id]
        with clock.moved_to(lift):
            assert matches(query("aardvark"), "article", ids) == set(ids[:2])


def test_newest_is_by_date_and_as_long_as_asked():
    days = [datetime.date(2018, 11, day) for day in (3, 1, 5, 4, 2)]
    made = {day: factories.published(title="Aardvark", shown_on=day) for day in days}
    with visitor():
        hits = newest(query("aardvark"), 3)
    assert [hit.id for hit in hits] == [made[day].article_id for day in sorted(days, reverse=True)[:3]]
    assert hits[0].title == "Aardvark"
    assert hits[0].url == made[days[2]].get_absolute_url()


def test_an_excerpt_is_of_what_is_public_at_that_moment(lift):
    edition = factories.published(title="Aardvark", body="<p>Bandicoot.</p>")
    hits = answer("aardvark").hits
    actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong day.")
    with visitor():
        (excerpt,) = excerpts.of(hits, matching.WordQueries(query("aardvark").terms))
    assert "Bandicoot" not in excerpt.text
    with visitor():
        assert Search(query("aardvark")).page(0, 10).hits == []
