"""The tree of standing pages on the desk: beginning a page, writing it, publishing it, moving it."""

import pytest
from django.urls import reverse

from pages import actions
from pages.models import FormerAddress, Page
from publishing.actions import NotAllowed, Refused, Stale
from search import refreshing
from tests import factories
from tests.desk.screens import Page as Screen
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db

TREE = reverse("admin:pages_page_changelist")
BEGIN = reverse("admin:pages_page_add")


def page_of(edition):
    return Page.objects.get(article=edition.article_id)


def place_of(page):
    return reverse("admin:pages_page_change", args=[page.pk])


def moved(page, **where):
    """Move `page` as the press secretary; what is not said stays."""
    wanted = {"parent": page.parent, "slug": page.slug, "after": None, **where}
    actions.move(page, by=factories.press_secretary(), **wanted)
    page.refresh_from_db()
    return page


def test_a_page_is_begun_written_and_published_on_the_desk():
    desk = signed_in(factories.press_secretary())
    answer = desk.post(BEGIN, {"title": "About us", "language": "en", "slug": "about", "parent": ""})
    page = Page.objects.get()
    address = reverse("admin:news_article_change", args=[page.article_id])
    assert answer["Location"] == address
    screen = desk.get(address).text
    assert "About us" in screen
    assert 'name="section"' not in screen
    assert 'name="genre"' not in screen
    draft = page.article.editions.get()
    assert (draft.is_page, draft.section) == (True, None)


def test_the_screen_of_a_page_saves_its_text_and_keeps_what_a_page_has_not():
    edition = factories.page("about", title="About us")
    desk = signed_in(factories.writer())
    address = reverse("admin:news_article_change", args=[edition.article_id])
    typed = {
        "en-title": "Who we are", "en-body": "<p>Written on the screen.</p>",
        "ru-title": "Кто мы", "ru-body": "<p>Написано на экране.</p>",
    }  # fmt: skip
    assert desk.post(address, Screen(desk.get(address)).fields | typed | {"action": "save"}).status_code == 302
    texts = {text.language: text for text in edition.article.editions.all()}
    assert texts["en"].title == "Who we are"
    assert texts["ru"].title == "Кто мы"
    assert {(text.is_page, text.section, text.signed_by) for text in texts.values()} == {(True, None, "nobody")}


def test_the_tree_shows_each_page_below_the_one_above_it():
    above = factories.publish(factories.page("about", title="About us"))
    factories.page("history", page_of(above), title="How it began")
    factories.page("contacts", title="Contacts")
    text = signed_in(factories.writer()).get(TREE).text
    assert text.index("About us") < text.index("How it began") < text.index("Contacts")
    assert "/about/history/" in text


@pytest.mark.parametrize("slug", ["news", "pages", "alerts", "verify", "council"])
def test_an_address_of_another_part_of_the_site_is_refused(slug):
    with pytest.raises(Refused, match=f"/{slug}/ belongs to another part"):
        factories.page(slug)


def test_a_page_cannot_stand_below_itself():
    about = page_of(factories.page("about", title="About us"))
    history = page_of(factories.page("history", about, title="How it began"))
    for parent in (about, history):
        with pytest.raises(Refused, match="cannot stand below"):
            moved(about, parent=parent)


def test_an_address_that_is_taken_is_refused_and_so_is_one_that_leads_elsewhere():
    about = page_of(factories.publish(factories.page("about", title="About us")))
    with pytest.raises(Refused, match="“About us” stands at /about/"):
        factories.page("about")
    moved(about, slug="who-we-are")
    with pytest.raises(Refused, match="/about/ leads to “About us”"):
        factories.page("about")


def test_a_page_may_return_to_its_own_former_address(client):
    about = page_of(factories.publish(factories.page("about")))
    moved(about, slug="who-we-are")
    moved(about, slug="about")
    assert client.get("/en/about/").status_code == 200
    assert client.get("/en/who-we-are/")["Location"] == "/en/about/"
    assert [former.path for former in FormerAddress.objects.all()] == ["who-we-are"]


def test_a_page_that_nobody_has_seen_leaves_no_address_behind():
    about = page_of(factories.page("about"))
    moved(about, slug="who-we-are")
    assert not FormerAddress.objects.exists()


def test_a_tree_is_at_most_five_deep():
    page = None
    for number in range(5):
        page = page_of(factories.page(f"level-{number}", page))
    with pytest.raises(Refused, match="at most 5 deep"):
        factories.page("too-deep", page)
    other = page_of(factories.page("other"))
    with pytest.raises(Refused, match="at most 5 deep"):
        moved(page_of(Page.objects.get(path="level-0").article.editions.get()), parent=other)


def test_a_writer_moves_no_page_that_visitors_see():
    about = page_of(factories.publish(factories.page("about")))
    with pytest.raises(NotAllowed):
        actions.move(about, parent=None, slug="who-we-are", after=None, by=factories.writer())


def test_whoever_saw_another_address_is_told_so_on_the_form():
    about = page_of(factories.publish(factories.page("about")))
    desk = signed_in(factories.press_secretary())
    moved(about, slug="who-we-are")
    answer = desk.post(place_of(about), {"parent": "", "slug": "us", "after": "", "seen": "about"})
    assert "A colleague moved this page" in answer.text
    assert 'value="us"' in answer.text
    with pytest.raises(Stale):
        actions.move(about, parent=None, slug="us", after=None, by=factories.press_secretary(), seen="about")


def test_siblings_stand_in_the_order_that_was_chosen():
    first, second = page_of(factories.page("first")), page_of(factories.page("second"))
    third = page_of(factories.page("third"))
    moved(third, after=first)
    assert list(Page.objects.order_by("position")) == [first, third, second]


def test_the_database_refuses_a_path_that_is_not_the_parents():
    from django.db import IntegrityError, connection

    about = page_of(factories.page("about"))
    history = page_of(factories.page("history", about))
    Page.objects.filter(pk=about.pk).update(parent=history)
    with pytest.raises(IntegrityError):
        connection.check_constraints()


@pytest.mark.parametrize("is_public", [True, False])
def test_ctrl_k_finds_a_page_by_its_words(is_public):
    edition = factories.page("about", title="About us", body="<p>Whoever looks for quintessence.</p>")
    if is_public:
        factories.publish(edition)
    refreshing.refresh_some()
    answers = signed_in(factories.writer()).get(reverse("admin:find-answers") + "?q=quintessence").text
    assert reverse("admin:news_article_change", args=[edition.article_id]) in answers
