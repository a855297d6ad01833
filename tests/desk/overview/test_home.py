"""The first page of the desk: what waits for this reader, what goes out today, what is missing; and quick lists."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from desk.base import wording
from desk.overview.home import ROWS_SHOWN
from news import drafts
from photos.models import Album
from publishing import actions, clock
from tests import factories
from tests.desk.screens import Page, signed_in

pytestmark = pytest.mark.django_db

LIST = "/desk/news/article/"
NOON = timezone.make_aware(datetime.datetime(2026, 12, 9, 12))


def home(user):
    return signed_in(user).get("/desk/")


def waits(user):
    """Return {what is to be done: [titles of the articles]}."""
    return {group.what: [row.title for row in group.rows] for group in home(user).context["waits"]}


def in_review(title):
    edition = factories.edition(title=title)
    actions.submit(edition, by=factories.writer())
    return edition


def test_what_waits_depends_on_who_looks():
    in_review("To be read")
    theirs = factories.edition(title="Written by the secretary", by=factories.press_secretary())
    actions.submit(theirs, by=factories.press_secretary())
    assert waits(factories.press_secretary())["Review"] == ["To be read"]
    assert "Review" not in waits(factories.writer())


def test_what_was_sent_back_waits_for_its_writer_until_it_is_sent_again():
    edition = in_review("Once more")
    actions.send_back(edition, by=factories.press_secretary(), note="The date.")
    assert waits(factories.writer())["Revise"] == ["Once more"]
    assert "Revise" not in waits(factories.press_secretary())
    actions.submit(edition, by=factories.writer())
    assert "Revise" not in waits(factories.writer())


def test_who_sent_it_and_when_stands_below_each_text():
    with clock.moved_to(NOON):
        in_review("To be read")
        (row,) = home(factories.press_secretary()).context["waits"][0].rows
    assert row.who == f"{wording.person_name(factories.writer())}, 12:00"


def test_what_is_to_be_reviewed_leads_to_its_review():
    edition = in_review("To be read")
    client = signed_in(factories.press_secretary())
    (row,) = client.get("/desk/").context["waits"][0].rows
    assert row.address == reverse("admin:news_article_review", args=[edition.article_id])
    assert client.get(row.address).status_code == 200


def test_the_others_of_many_are_one_press_away():
    for number in range(ROWS_SHOWN + 1):
        in_review(f"Number {number}")
    (group,) = home(factories.press_secretary()).context["waits"]
    assert len(group.rows) == ROWS_SHOWN
    assert group.more == f"{LIST}?state=review"
    assert len(titles("state=review")) == ROWS_SHOWN + 1


def test_two_languages_of_an_article_wait_once():
    english = in_review("In English")
    russian = factories.edition("ru", article=english.article, title="По-русски")
    actions.submit(russian, by=factories.writer())
    assert waits(factories.press_secretary())["Review"] == ["In English"]


def test_only_ones_own_drafts_stand_on_the_page():
    factories.edition(title="Mine")
    factories.edition(title="Theirs", by=factories.press_secretary())
    assert [row.title for row in home(factories.writer()).context["drafts"].rows] == ["Mine"]


def test_what_went_out_without_review_waits_for_somebody_else():
    edition = factories.edition(title="In a hurry")
    actions.publish(edition, by=factories.press_secretary(), without_review="The telephone.")
    assert waits(factories.administrator())["Review afterwards"] == ["In a hurry"]
    actions.approve_afterwards(edition, by=factories.administrator())
    assert "Review afterwards" not in waits(factories.administrator())


def test_what_is_approved_waits_for_whoever_may_publish():
    factories.approve(factories.edition(title="Ready"))
    assert waits(factories.press_secretary())["Publish"] == ["Ready"]
    assert "Publish" not in waits(factories.writer())


def test_the_day_is_a_line_with_the_present_moment_in_it():
    with clock.moved_to(NOON.replace(hour=9)):
        factories.published(title="This morning")
    with clock.moved_to(NOON):
        tonight = factories.published("en", title="Tonight", at=NOON.replace(hour=23, minute=59))
        factories.published("ru", article=tonight.article, title="Вечером", at=NOON.replace(hour=23, minute=59))
        factories.published(title="Tomorrow", at=NOON.replace(day=10, hour=0))
        album = Album.objects.create(title={"en": "Pictures"}, held_on=factories.THE_DAY)
        actions.publish(album, by=factories.press_secretary(), at=NOON.replace(hour=15))
        factories.meeting(held_on=datetime.date(2026, 12, 9))
        response = home(factories.press_secretary())
    past, ahead = ([moment.title for moment in response.context[name]] for name in ("day", "ahead"))
    assert past == ["This morning"]
    assert ahead == ["Meeting of the Permanent Council, 9 December 2026", "Pictures", "Tonight"]
    page = response.content.decode()
    assert page.index("This morning") < page.index("day__now") < page.index("Pictures")
    assert "11 h 59 min" in page
    assert "Tomorrow" not in page
    assert "Russian and English" in page or "English and Russian" in page


def test_what_was_withdrawn_is_no_longer_on_the_line():
    with clock.moved_to(NOON):
        edition = factories.published(title="Taken away")
        assert [moment.title for moment in home(factories.writer()).context["day"]] == ["Taken away"]
    with clock.moved_to(NOON.replace(minute=1)):
        actions.withdraw(edition, by=factories.press_secretary(), reason="A mistake.")
        assert home(factories.writer()).context["day"] == []


def test_one_sentence_says_how_things_stand():
    with clock.moved_to(NOON):
        factories.published(title="Tonight", at=NOON.replace(hour=18))
        in_review("To be read")
        said = home(factories.press_secretary()).context["sentence"]
    assert said.endswith("1 thing goes out by midnight. 1 text waits for you.")


def test_gaps_in_the_words_of_photographs_are_counted():
    factories.photo(alt={"ru": "Описание"}, credit={}, usage_terms={})
    told = {
        str(sentence): number for sentence, number, _address in home(factories.press_secretary()).context["missing"]
    }
    assert told["Photographs without a description in this language: English"] == 1
    assert told["Photographs without a credit"] == 1
    assert told["Photographs without usage terms"] == 1


def test_an_article_without_a_language_is_counted_and_found():
    only = factories.edition("en", title="Only English")
    both = factories.edition("en", title="Both")
    factories.edition("ru", article=both.article)
    response = home(factories.writer())
    told = {str(sentence): address for sentence, _number, address in response.context["missing"]}
    page = signed_in(factories.writer()).get(told["Articles without a text in this language: Russian"]).content.decode()
    assert "Only English" in page
    assert "Both" not in page
    drafts.start("ru", by=factories.writer(), article=only.article, section=only.section, shown_on=only.shown_on)
    only.article.refresh_from_db()
    assert only.article.languages == ["en", "ru"]


def test_the_queries_of_the_first_page_do_not_grow():
    client = signed_in(factories.press_secretary())

    def fill(number):
        for _ in range(number):
            in_review("To be read")
            factories.edition()
            factories.published()
            factories.published(at=clock.now() + datetime.timedelta(days=3))

    fill(10)
    client.get("/desk/")
    before = count_queries(client)
    fill(10)
    assert count_queries(client) <= before


def count_queries(client):
    with CaptureQueriesContext(connection) as queries:
        client.get("/desk/")
    return len(queries)


# --- Lists ---------------------------------------------------------------------------------------------------------


def titles(query):
    page = signed_in(factories.press_secretary()).get(f"{LIST}?{query}")
    return re.findall(r'class="lines__title"[^>]*><a [^>]*>([^<]*)<', page.content.decode())


def test_articles_stand_by_their_date_and_a_correction_of_the_date_moves_them():
    old = factories.edition(title="Old", shown_on=datetime.date(2018, 1, 1))
    factories.edition(title="New", shown_on=datetime.date(2026, 1, 1))
    assert titles("") == ["New", "Old"]
    old.shown_on = datetime.date(2026, 2, 1)
    drafts.save_changes(old, by=factories.writer())
    assert titles("") == ["Old", "New"]


def test_each_filter_finds_its_articles():
    exercises = factories.section("exercises", "Exercises", "Учения")
    factories.edition(title="Draft", shown_on=datetime.date(2020, 5, 5))
    in_review("Review")
    factories.published(title="Live", section=exercises, genre="statement")
    factories.published(title="Later", at=clock.now() + datetime.timedelta(days=1))
    hurried = factories.edition(title="Hurried", by=factories.press_secretary())
    actions.publish(hurried, by=factories.press_secretary(), without_review="The telephone.")
    shown = factories.edition("ru", title="Shown")
    factories.show(factories.photo(), shown)
    everything = {"Draft", "Review", "Live", "Later", "Hurried", "Shown"}
    for query, expected in [
        ("state=draft", {"Draft", "Shown"}),
        ("state=review", {"Review"}),
        ("state=live", {"Live", "Hurried"}),
        ("state=scheduled", {"Later"}),
        ("state=unreviewed", {"Hurried"}),
        ("section=exercises", {"Live"}),
        ("genre=statement", {"Live"}),
        ("period=2020", {"Draft"}),
        (f"person={factories.press_secretary().pk}", {"Hurried"}),
        ("without=ru", everything - {"Shown"}),
        ("photos=none", everything - {"Shown"}),
        ("person=x", set()),
    ]:
        assert set(titles(query)) == expected, query


def test_the_search_knows_titles_in_both_languages_by_the_beginnings_of_words():
    english = factories.edition("en", title="The Permanent Council met in Moscow")
    factories.edition("ru", article=english.article, title="Заседание Постоянного совета в Москве")
    factories.edition("en", title="Something else")
    for words in ("perman moscow", "ЗАСЕД постоян", "Council (met)", "met & !"):
        assert titles(urlencode({"q": words})) == ["The Permanent Council met in Moscow"], words
    assert titles("q=anent") == []


def test_long_lists_are_counted_no_further_than_anybody_would_leaf(monkeypatch):
    monkeypatch.setattr("desk.articles.lists.MAX_ARTICLES", 3)
    monkeypatch.setattr("desk.articles.admin.ArticleAdmin.list_per_page", 2)
    for _ in range(5):
        factories.edition()
    page = signed_in(factories.press_secretary()).get(LIST).content.decode()
    assert "The first 3; filters find the others" in page
    assert len(titles("p=2")) == 1


def test_a_search_counts_fewer_texts_than_a_list(monkeypatch):
    monkeypatch.setattr("desk.articles.lists.MAX_FOUND", 2)
    for number in range(3):
        factories.edition(title=f"Council {number}")
    client = signed_in(factories.press_secretary())
    assert "The first 2; filters find the others" in client.get(f"{LIST}?q=council").content.decode()
    assert "In all: 3" in client.get(LIST).content.decode()


def test_the_first_page_says_what_waits_what_goes_out_and_what_is_missing():
    with clock.moved_to(NOON):
        waiting = factories.edition("en", title="Waits for the press secretary")
        actions.submit(waiting, by=factories.writer())
        factories.published("en", title="Goes out tonight", at=clock.now() + datetime.timedelta(hours=3, minutes=12))
        factories.published("ru", title="Уже вышло")
        factories.photo(alt={})
        page = signed_in(factories.press_secretary()).get("/desk/").content.decode()
        for words in [
            "Waits for the press secretary",
            "Goes out tonight",
            "3 h 12 min",
            "Уже вышло",
            "Articles without a text in this language: Russian",
            "Photographs without a description in this language: English",
            "Drop a Word document here or choose it",
        ]:
            assert words in page
        links = [link for link in Page(signed_in(factories.press_secretary()).get("/desk/")).links if "?" in link]
        assert all(signed_in(factories.press_secretary()).get(link).status_code == 200 for link in links)
