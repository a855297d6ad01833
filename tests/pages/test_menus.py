"""The menus at the head and the foot: what stands in them, for whom, from when, and who may arrange them."""

import datetime
import re

import pytest

from pages import menus
from pages.models import Menu, Page
from publishing import clock
from publishing.actions import NotAllowed, Refused, Stale
from publishing.models import TimelineEntry
from tests import factories

pytestmark = pytest.mark.django_db


def word_of(edition):
    return f"{menus.PAGE}{edition.article_id}"


def arrange(**wanted):
    menus.arrange(wanted, by=factories.press_secretary())


def links(client, label, path="/en/"):
    """Return the addresses of the menu with this label, as a visitor finds them."""
    part = re.search(
        rf'<nav[^>]*(?:aria-label="{label}"|aria-labelledby="{label}").*?</nav>', client.get(path).text, re.S
    )
    return re.findall(r'<li><a href="([^"]*)"', part[0]) if part else None


def test_a_menu_that_nobody_has_arranged_is_the_standard_one(client):
    main = ["/en/news/", "/en/council/", "/en/council/representatives/", "/en/photos/", "/en/press/"]
    assert links(client, "Main menu") == main
    assert links(client, "foot-sections") == main
    assert links(client, "foot-press")[1] == "/en/press/enquiry/"
    assert links(client, "foot-about") is None


def test_the_pages_at_the_top_of_the_tree_stand_at_the_foot_until_somebody_says_otherwise(client):
    about = factories.publish(factories.page("about"))
    factories.publish(factories.page("history", Page.objects.get(article=about.article_id)))
    assert links(client, "foot-about") == ["/en/about/"]
    arrange(about=[])
    assert links(client, "foot-about") is None


def test_the_menu_has_what_was_chosen_in_the_order_that_was_chosen(client):
    about = factories.publish(factories.page("about", title="About us"))
    arrange(main=["photos", word_of(about), "news"])
    assert links(client, "Main menu") == ["/en/photos/", "/en/about/", "/en/news/"]
    assert '<a href="/en/about/" aria-current="true">About us</a>' in client.get("/en/about/").text


def test_a_page_stands_in_a_menu_from_its_second_on_and_only_in_its_languages(client):
    opens = clock.now() + datetime.timedelta(hours=1)
    about = factories.publish(factories.page("about"), at=opens)
    arrange(main=["news", word_of(about)])
    assert links(client, "Main menu") == ["/en/news/"]
    with clock.moved_to(opens):
        assert links(client, "Main menu") == ["/en/news/", "/en/about/"]
        assert links(client, "Главное меню", "/ru/") == ["/ru/news/"]


def test_a_moved_page_stands_in_the_menu_at_its_new_address(client):
    from pages import actions

    about = factories.publish(factories.page("about"))
    arrange(main=["news", word_of(about)])
    page = Page.objects.get(article=about.article_id)
    actions.move(page, parent=None, slug="who-we-are", after=None, by=factories.press_secretary())
    assert links(client, "Main menu") == ["/en/news/", "/en/who-we-are/"]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"main": []}, "at least one entry"),
        ({"main": ["news", "news"]}, "“News” stands twice"),
        ({"main": ["news", "page:999999"]}, "not there any more"),
        ({"about": ["page:nonsense"]}, "not there any more"),
        ({"main": ["no-such-part"]}, "not there any more"),
    ],
)
def test_what_cannot_be_a_menu_is_refused_with_a_sentence(wanted, sentence):
    with pytest.raises(Refused, match=sentence):
        arrange(**wanted)
    assert not Menu.objects.exists()


def test_a_writer_arranges_no_menu():
    with pytest.raises(NotAllowed):
        menus.arrange({"main": ["news"]}, by=factories.writer())


def test_whoever_saw_other_menus_is_told_so():
    seen = menus.digest()
    arrange(main=["news"])
    with pytest.raises(Stale):
        menus.arrange({"main": ["photos"]}, by=factories.administrator(), seen=seen)
    assert Menu.objects.get().entries == ["news"]


def test_the_record_says_what_stood_there_before():
    arrange(press=["press", "feeds"])
    arrange(press=["feeds"])
    assert TimelineEntry.objects.latest("pk").note == "RSS feeds; before: Press centre, RSS feeds"


def test_no_page_asks_one_question_more_for_its_menus(client, django_assert_num_queries):
    from django.db import connection

    def asked():
        client.get("/en/news/")
        found = []
        with connection.execute_wrapper(lambda execute, sql, *rest: found.append(sql) or execute(sql, *rest)):
            client.get("/en/news/")
        return len(found)

    before = asked()
    arrange(main=["news", *(word_of(factories.publish(factories.page(f"page-{number}"))) for number in range(5))])
    assert asked() == before
