"""The list of articles on the desk."""

import datetime
import re

import pytest
from django.utils.http import urlencode

from news import access
from news.models import Edition, SavedVersion
from publishing import actions, clock, roles
from search import refreshing
from tests import factories
from tests.desk.screens import signed_in
from tests.html import squeezed

pytestmark = pytest.mark.django_db


def test_articles_are_found_by_state_section_language_and_title():
    section = factories.section("statements", en="Statements", ru="Заявления")
    factories.edition("en", title="A draft")
    factories.published("ru", title="Вышедшее", section=section)
    client = signed_in(factories.writer())
    for query, found in [
        ("state=draft", {"A draft"}),
        ("state=live", {"Вышедшее"}),
        ("state=ended", set()),
        ("section=statements", {"Вышедшее"}),
        ("genre=report", {"A draft", "Вышедшее"}),
        ("without=ru", {"A draft"}),
        ("q=вышед", {"Вышедшее"}),  # words are found by their beginnings
    ]:
        listing = client.get(f"/desk/news/article/?{query}").context["cl"].result_list
        assert {str(article) for article in listing} == found, query


def test_a_text_is_found_by_whoever_worked_on_it():
    writer, colleague = factories.writer(), factories.user(roles.WRITER, "colleague")
    begun = factories.edition("en", title="Begun by one", by=writer)
    SavedVersion.objects.create(edition=begun, version=99, snapshot={}, digest="0" * 64, by=colleague)
    factories.edition("en", title="Changed last by another", by=writer)
    Edition.objects.filter(title="Changed last by another").update(edited_by=colleague)
    factories.edition("en", title="Of somebody else", by=writer)
    assert {row.title for row in rows(f"person={colleague.pk}")} == {"Begun by one", "Changed last by another"}
    assert len(rows(f"person={writer.pk}")) == 3


def rows(query="", user=None):
    return signed_in(user or factories.press_secretary()).get(f"/desk/news/article/?{query}").context["cl"].rows()


def phases(query=""):
    """Return {title: {language: phase of its state}}."""
    return {row.title: {state.code: state.phase for state in row.states} for row in rows(query)}


def test_each_language_shows_where_it_stands():
    secretary = factories.press_secretary()
    factories.edition("en", title="Draft")
    actions.submit(factories.edition("en", title="Sent"), by=factories.writer())
    factories.approve(factories.edition("en", title="Approved"))
    factories.published("en", title="Later", at=clock.now() + datetime.timedelta(days=1))
    factories.published("en", title="Live")
    actions.withdraw(factories.published("en", title="Gone"), by=secretary, reason="A mistake.")
    assert phases() == {
        "Draft": {"RU": "none", "EN": "draft"},
        "Sent": {"RU": "none", "EN": "review"},
        "Approved": {"RU": "none", "EN": "approved"},
        "Later": {"RU": "none", "EN": "planned"},
        "Live": {"RU": "none", "EN": "live"},
        "Gone": {"RU": "none", "EN": "withdrawn"},
    }


def test_what_readers_see_is_said_before_what_is_being_written():
    factories.correction(factories.published("en", title="Corrected"))
    (row,) = rows()
    assert [state.words for state in row.states if state.phase == "live"] == [
        "On the site, a new edition is being written"
    ]


def test_states_are_tabs_with_the_number_of_what_somebody_works_on():
    factories.edition("en")
    factories.edition("ru", article=factories.edition("en").article)
    factories.published()
    page = squeezed(signed_in(factories.press_secretary()).get("/desk/news/article/").content.decode())
    kinds = page.split('<nav class="kinds"')[1].split("</nav>")[0]
    assert 'Drafts <b class="n">2</b>' in kinds
    assert "On the site</a>" in kinds


def test_the_place_that_was_found_is_shown_and_marked():
    factories.edition(
        "en", title="The Council", standfirst="<p>One.</p>", body="<p>It met &amp; the Council agreed.</p>"
    )
    (row,) = rows("q=council")
    assert row.hit == "One. It met &amp; the <mark>Council</mark> agreed."


def test_filters_say_what_they_are_set_to_and_each_choice_keeps_the_others():
    factories.published(title="In 2018", section=factories.section("statements", en="Statements", ru="Заявления"))
    page = signed_in(factories.press_secretary()).get("/desk/news/article/?section=statements&period=2018")
    text = squeezed(page.content.decode())
    assert '<span class="vh">Section:</span>Statements' in text
    assert '<span class="vh">Year:</span>2018' in text
    links = re.findall(r'href="(\?[^"]*state=draft[^"]*)"', text)
    assert links
    assert all("section=statements" in link and "period=2018" in link for link in links)


def test_limited_articles_say_so_to_whoever_reads_them():
    edition = factories.edition("en", title="Only for us")
    access.limit(edition.article, [factories.press_secretary()], by=factories.writer())
    assert [row.is_limited for row in rows()] == [True]
    assert rows(user=factories.administrator()) == []


def test_what_was_withdrawn_can_be_put_back_from_the_list_by_whoever_may():
    with clock.moved_to(clock.now() - datetime.timedelta(hours=1)):
        gone = factories.published("en", title="Gone")
    actions.withdraw(gone, by=factories.press_secretary(), reason="A mistake.")
    (row,) = rows("state=ended")
    (address,) = [state.way_back for state in row.states if state.way_back]
    answer = signed_in(factories.press_secretary()).get(address)
    assert answer.status_code == 200
    assert "Gone" in answer.content.decode()
    assert not any(state.way_back for row in rows("state=ended", factories.writer()) for state in row.states)


@pytest.fixture
def written():
    """A draft, a live text and one that only its writer reads, each with words of its own in the text; indexed."""
    factories.edition("en", title="A draft", body="<p>The 1540 Committee sat down.</p>")
    factories.published("ru", title="Вышло", body="<p>Выступил Мамбетсеитов.</p>", shown_on=datetime.date(2018, 5, 5))
    secret = factories.edition("en", title="Secret", body="<p>The Committee of the few.</p>")
    access.limit(secret.article, [factories.writer()], by=factories.writer())
    refreshing.refresh()


def found(query, user=None):
    return {row.title for row in rows(query, user)}


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("most", [600, 1])  # what stands in more rows is looked for in another way
def test_texts_are_found_by_any_word_in_them_and_limited_ones_by_their_readers_alone(monkeypatch, most):
    monkeypatch.setattr("desk.base.index.MAX_READ", most)
    assert found("q=committee") == {"A draft"}
    assert found("q=committee", factories.writer()) == {"A draft", "Secret"}
    assert found("q=1540") == {"A draft"}
    assert found("q=мамбетсеитова") == {"Вышло"}
    assert found("q=мамбетсеитов&period=2018") == {"Вышло"}
    assert found("q=мамбетсеитов&period=2026") == set()
    assert found("q=committee&state=live") == set()


@pytest.mark.usefixtures("written")
def test_what_is_asked_of_a_list_is_no_sql_and_no_riddle():
    for asked in ("'; DROP TABLE", "%", "((", "-", '"', "x" * 5000, "a | b & !c"):
        rows(urlencode({"q": asked}))
