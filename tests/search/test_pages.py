"""The page of results as a reader meets it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from publishing import actions
from search import finding
from tests import factories
from tests.html import squeezed

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", strip_tags(squeezed(response.content.decode())))


def page(client, language="en", **params):
    return client.get(f"/{language}/search/", params)


def test_a_hit_shows_its_title_where_the_words_stand_its_kind_and_its_date(client):
    edition = factories.published(
        title="The <i>Capybara</i> & its meetings", body="<p>Long ago. Meeting a capybara.</p>"
    )
    html = squeezed(page(client, q="capybara meeting").content.decode())
    assert f'<a href="{edition.get_absolute_url()}">' in html
    assert "The &lt;i&gt;<mark>Capybara</mark>&lt;/i&gt; &amp; its <mark>meetings</mark>" in html
    assert "<mark>Meeting</mark> a <mark>capybara</mark>" in html
    assert "News, Permanent Council" in html
    assert "27.11.2018" in html


@pytest.mark.parametrize(("language", "words"), [("en", "the and"), ("ru", "и для"), ("en", "“of the”")])
def test_words_of_every_text_are_told_to_be_left_out(client, language, words):
    factories.published(title="The Capybara and the others")
    said = {"en": "the search leaves them out", "ru": "поиск их пропускает"}[language]
    assert said in text_of(page(client, language, q=words))
    for others in ("the xylophone", "xylophone", "", "-the xylophone"):
        assert said not in text_of(page(client, language, q=others)), others


def test_the_letters_of_an_excerpt_are_those_of_the_text(client):
    factories.published("ru", title="Ёлка", body="<p>Зелёный «свет» — для пресс-секретаря.</p>")
    html = squeezed(page(client, "ru", q="зеленый свет").content.decode())
    assert "<mark>Зелёный</mark> «<mark>свет</mark>» — для пресс-секретаря." in html


def test_hits_of_every_kind_lead_to_their_pages(client):
    somebody = factories.person("Aman Capybara", "Аман Капибара")
    factories.term(somebody, factories.office())
    meeting = factories.meeting(summary={"en": "Capybara.", "ru": "Капибара."})
    paper = factories.document(en="On the capybara", ru="О капибаре")
    photo = factories.publish(factories.photo(caption={"en": "A capybara", "ru": "Капибара"}, rendered=True))
    edition = factories.published(title="A capybara")
    html = squeezed(page(client, q="capybara").content.decode())
    for thing in (somebody, meeting, paper, photo, edition):
        assert f'href="{thing.get_absolute_url()}"' in html


def test_the_page_asks_the_database_the_same_number_of_times_however_much_it_finds(client):
    def one_more(number):
        somebody = factories.person(f"Aman Capybara {number}", f"Аман Капибара {number}")
        factories.term(somebody, factories.office())
        factories.meeting(summary={"en": "Capybara.", "ru": "Капибара."})
        factories.document(en="On the capybara", ru="О капибаре")
        edition = factories.edition(title="A capybara")
        photo = factories.photo(caption={"en": "A capybara", "ru": "Капибара"}, rendered=True)
        factories.show(photo, edition)
        factories.publish(edition)

    def number_of_questions(**params):
        page(client, q="capybara", **params)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert page(client, q="capybara", **params).status_code == 200
        return len(asked)

    one_more(0)
    before = number_of_questions(), number_of_questions(order="date", kind=["article", "photo"])
    one_more(1)
    assert (number_of_questions(), number_of_questions(order="date", kind=["article", "photo"])) == before


def test_what_another_language_has_is_shown_if_this_one_has_nothing(client):
    edition = factories.published("ru", title="Капибара в Бишкеке")
    response = page(client, "en", q="капибары")
    assert "Nothing was found in the language of this page." in text_of(response)
    assert f'href="{edition.get_absolute_url()}"'.replace("/en/", "/ru/") in squeezed(response.content.decode())
    assert 'lang="ru" hreflang="ru"' in squeezed(response.content.decode())
    factories.published("en", title="A capybara, капибара")
    assert "Nothing was found" not in text_of(page(client, "en", q="капибары"))


def test_a_misspelt_search_offers_the_one_that_was_meant(client):
    factories.published("ru", title="Заседание Постоянного совета")
    html = squeezed(page(client, "ru", q="заседнаие").content.decode())
    link = re.search(r'href="(\?q=[^"]+)"><strong>заседание</strong>', html)[1]
    assert "Заседание Постоянного совета" in text_of(client.get(f"/ru/search/{link}"))


def test_withdrawn_articles_are_labelled_and_only_there_on_request(client):
    edition = factories.published(title="Capybara")
    actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong day.")
    assert "Nothing was found for “capybara”." in text_of(page(client, q="capybara"))
    html = squeezed(page(client, q="capybara", withdrawn="1").content.decode())
    assert 'class="label label--withdrawn">Withdrawn<' in html
    assert f'href="{edition.get_absolute_url()}"' in html


def test_pages_hold_ten_hits_each_and_keep_the_choices(client):
    for number in range(23):
        factories.published(title=f"Capybara {number}")
    seen = []
    for number in (1, 2, 3):
        html = squeezed(page(client, q="capybara", genre="report", page=number).content.decode())
        seen += re.findall(r'class="result__title"><a href="/en/news/(\d+)-', html)
        assert "23 results" in html
    assert len(seen) == len(set(seen)) == 23
    assert 'href="?q=capybara&amp;genre=report&amp;page=2"' in html


def test_of_too_many_results_the_page_says_which_are_listed(client, monkeypatch):
    monkeypatch.setattr(finding, "MAX_RESULTS", 12)
    for number in range(14):
        factories.published(title=f"Capybara {number}")
    words = text_of(page(client, q="capybara"))
    assert "More than 12 results" in words
    assert "The newest 12 of them are listed and counted." in words
    assert page(client, q="capybara", page=3).status_code == 404


def test_a_search_that_would_take_too_long_is_given_up_with_a_sentence(client, monkeypatch):
    factories.published(title="Capybara")
    monkeypatch.setattr(finding, "STATEMENT_TIMEOUT", "1ms")
    monkeypatch.setattr(finding, "OWN_LANGUAGE", "(SELECT pg_sleep(0.1)::text)")
    response = page(client, q="capybara")
    assert response.status_code == 200
    assert "Add a rarer word, or choose a year." in text_of(response)


def test_a_document_with_the_number_stands_on_top(client):
    paper = factories.document(en="On the plan PC.DEC/1307", ru="О плане PC.DEC/1307")
    factories.published(title="What came of 1307")
    html = squeezed(page(client, q="1307").content.decode())
    assert html.index("Exactly this") < html.index(paper.get_absolute_url()) < html.index('class="result"')


def test_suggestions_are_titles_that_go_on_with_what_was_typed(client):
    edition = factories.published(title="Capybara <b>& Co")
    factories.published(title="Council", body="<p>capybara</p>")
    html = squeezed(client.get("/en/search/suggestions/", {"q": "capy"}).content.decode())
    assert html.count("<li") == 1
    assert f'data-href="{edition.get_absolute_url()}">Capybara &lt;b&gt;&amp; Co' in html
    assert client.get("/en/search/suggestions/", {"q": "ca"}).content.strip() == b""


def test_the_page_needs_neither_session_nor_user(client):
    factories.published(title="Capybara")
    response = page(client, q="capybara")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert 'name="robots" content="noindex' in squeezed(response.content.decode())


def test_every_page_has_the_search_in_its_head(client):
    html = squeezed(client.get("/en/news/").content.decode())
    assert re.search(r'<form class="searchbox" role="search" action="/en/search/"', html)
    assert 'class="btn btn--quiet searchbox__link" href="/en/search/"' in html
