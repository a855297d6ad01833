"""What visitors find of standing pages: at their addresses, in both languages, and nowhere among the news."""

import datetime
import re

import pytest
from django.core.files.base import ContentFile

from news import drafts
from news.models import Edition
from pages import actions, tree
from pages.models import Menu, Page
from publishing import clock
from publishing.actions import withdraw
from publishing.visitors import as_visitor, with_standing_pages
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_menus(db):
    """Keep pages out of the foot, where they stand unless somebody has arranged the menus."""
    Menu.objects.create(name="about", entries=[])


def page_of(edition):
    return Page.objects.get(article=edition.article_id)


def test_a_page_stands_at_its_path_once_its_text_is_public(client):
    draft = factories.page("about", title="About us")
    assert client.get("/en/about/").status_code == 404
    factories.publish(draft)
    assert "<h1>About us</h1>" in client.get("/en/about/").text


def test_a_page_below_another_stands_at_both_their_addresses_and_each_leads_to_the_other(client):
    above = factories.publish(factories.page("about", title="About us"))
    factories.publish(factories.page("history", page_of(above), title="How it began"))
    page = client.get("/en/about/history/").text
    assert "<h1>How it began</h1>" in page
    assert '<a href="/en/about/">About us</a>' in page
    assert '<a href="/en/about/history/">How it began</a>' in client.get("/en/about/").text


def test_a_page_without_a_text_in_a_language_names_those_that_it_has(client):
    factories.publish(factories.page("about", title="About us"))
    answer = client.get("/ru/about/")
    assert answer.status_code == 404
    assert "About us" in answer.text


def test_a_second_language_has_the_same_address(client):
    english = factories.publish(factories.page("about", title="About us"))
    russian = drafts.start(
        "ru", by=factories.writer(), article=english.article, shown_on=factories.THE_DAY, signed_by="nobody",
        title="О нас", body="<p>Кто мы такие и что делаем.</p>",
    )  # fmt: skip
    factories.publish(russian)
    page = client.get("/ru/about/").text
    assert "<h1>О нас</h1>" in page
    assert 'hreflang="en"' in page
    assert "/en/about/" in page


def test_a_scheduled_page_appears_at_its_second(client):
    opens = clock.now() + datetime.timedelta(hours=1)
    factories.publish(factories.page("about", title="About us"), at=opens)
    assert client.get("/en/about/").status_code == 404
    with clock.moved_to(opens):
        assert client.get("/en/about/").status_code == 200


def test_a_withdrawn_page_says_why(client):
    edition = factories.publish(factories.page("about", title="About us"))
    withdraw(edition, by=factories.press_secretary(), reason="It named a wrong office.")
    assert "It named a wrong office." in client.get("/en/about/").text


def test_a_visitor_sees_a_page_only_where_pages_are_asked_for():
    edition = factories.publish(factories.page("about"))
    with as_visitor():
        assert not Edition.objects.filter(pk=edition.pk).exists()
        with with_standing_pages():
            assert Edition.objects.filter(pk=edition.pk).exists()
        assert not Edition.objects.filter(pk=edition.pk).exists()


@pytest.mark.parametrize(
    "path",
    [
        "/en/", "/en/news/", "/en/feeds/news.atom", "/news-sitemap.xml", "/api/v1/articles?language=en", "/wires/ninjs",
        "/en/news/corrections/",
    ],
)  # fmt: skip
def test_no_list_of_news_names_a_page(client, path):
    factories.published(title="A report")
    edition = factories.publish(factories.page("about", title="Never among the news"))
    factories.publish(factories.correction(edition, title="Never among the news, corrected"))
    answer = client.get(path)
    assert answer.status_code in (200, 301, 302, 404, 401)
    assert "Never among the news" not in answer.text


def test_the_archive_does_not_count_pages(client):
    factories.published(title="A report")
    before = client.get("/en/news/").text
    factories.publish(factories.page("about"))
    assert client.get("/en/news/").text == before


def test_an_earlier_edition_stays_at_its_address_when_the_page_is_moved(client):
    edition = factories.publish(factories.page("about", title="About us", body="<p>As it was first.</p>"))
    factories.publish(factories.correction(edition, body="<p>As it is now.</p>"))
    address = f"/en/pages/{edition.article_id}/editions/1/"
    assert "As it was first." in client.get(address).text
    actions.move(page_of(edition), parent=None, slug="who-we-are", after=None, by=factories.press_secretary())
    assert "As it was first." in client.get(address).text
    assert "As it is now." in client.get("/en/who-we-are/").text
    compared = client.get(f"/en/pages/{edition.article_id}/editions/1/2/")
    assert compared.status_code == 200
    assert "A date was wrong." in client.get("/en/who-we-are/").text


def test_a_moved_page_and_those_below_it_lead_on_from_their_former_addresses(client):
    above = factories.publish(factories.page("about"))
    factories.publish(factories.page("history", page_of(above)))
    actions.move(page_of(above), parent=None, slug="who-we-are", after=None, by=factories.press_secretary())
    for former, now in [("/en/about/", "/en/who-we-are/"), ("/en/about/history/", "/en/who-we-are/history/")]:
        answer = client.get(former)
        assert (answer.status_code, answer["Location"]) == (301, now)


def test_the_address_by_number_leads_to_the_page(client):
    edition = factories.publish(factories.page("about"))
    assert client.get(edition.get_absolute_url("en"))["Location"] == "/en/about/"


def test_an_attachment_of_a_page_can_be_downloaded(client):
    draft = factories.page("about")
    file = draft.attachments.create(
        label="The agreement in full", file=ContentFile(b"%PDF-1.7", "agreement.pdf"), file_name="agreement.pdf", size=8
    )
    assert client.get(f"/en/news/attachments/{file.key}/{file.file_name}").status_code == 404
    factories.publish(draft)
    assert file.get_absolute_url() in client.get("/en/about/").text
    assert client.get(f"/en/news/attachments/{file.key}/{file.file_name}").status_code == 200


def test_the_tree_of_a_visitor_has_no_page_before_its_second():
    opens = clock.now() + datetime.timedelta(hours=1)
    factories.publish(factories.page("about", title="About us"), at=opens)
    assert tree.current().by_path["about"].titles == {}
    with as_visitor():
        assert tree.current().places == ()


def test_the_search_finds_a_page_as_one_at_its_own_address(client):
    factories.published(title="A report on collective tasks")
    edition = factories.publish(factories.page("about", title="Collective tasks"))
    found = client.get("/en/search/?q=collective").text
    assert '<a href="/en/about/">' in found
    assert "A report on collective tasks" in re.sub(r"</?mark>", "", found)
    only_news = client.get("/en/search/?q=collective&kind=article").text
    assert '<a href="/en/about/">' not in only_news
    withdraw(edition, by=factories.press_secretary(), reason="It named a wrong office.")
    assert '<a href="/en/about/">' not in client.get("/en/search/?q=collective").text


def test_the_search_finds_no_page_before_its_second(client):
    opens = clock.now() + datetime.timedelta(hours=1)
    factories.publish(factories.page("about", title="Collective tasks"), at=opens)
    assert "Collective tasks" not in client.get("/en/search/?q=tasks").text
    with clock.moved_to(opens):
        assert '<a href="/en/about/">' in client.get("/en/search/?q=tasks").text


def test_the_sitemap_lists_each_page_in_its_languages(client):
    factories.publish(factories.page("about"))
    factories.page("draft")
    listed = client.get("/sitemaps/pages-0.xml").text
    assert "/en/about/</loc>" in listed
    assert "/ru/about/" not in listed
    assert "/draft/" not in listed
