"""The lists of news as visitors meet them: all news, a section, the archive."""

import datetime
import re
from datetime import timedelta

import pytest
from django.conf import settings

from publishing import actions, clock
from tests import factories
from tests.html import squeezed

pytestmark = pytest.mark.django_db


def titles(response):
    """Return the titles that a list prints, from top to bottom."""
    return re.findall(r'story__title"><a href="[^"]+">([^<]+)<', squeezed(response.content.decode()))


def day(text):
    return datetime.date.fromisoformat(text)


def statements():
    return factories.section("statements", "Statements", "Заявления")


def test_all_news_stands_newest_first_and_within_a_day_latest_first(client):
    factories.published(title="Older", shown_on=day("2018-11-20"))
    factories.published(title="Morning", shown_on=day("2018-11-27"))
    factories.published(title="Evening", shown_on=day("2018-11-27"))
    response = client.get("/en/news/")
    assert titles(response) == ["Evening", "Morning", "Older"]
    assert re.findall(r'<time datetime="(2018-11-\d\d)">([\d.]+)</time>', squeezed(response.content.decode())) == [
        ("2018-11-27", "27.11.2018"),
        ("2018-11-20", "20.11.2018"),
    ]


def test_each_language_lists_its_own_articles_only(client):
    factories.published("en", title="Report in English")
    factories.published("ru", title="Сообщение по-русски")
    assert titles(client.get("/en/news/")) == ["Report in English"]
    assert titles(client.get("/ru/news/")) == ["Сообщение по-русски"]


def test_an_embargoed_article_enters_the_lists_in_its_second(client):
    lift = clock.now() + timedelta(hours=1)
    factories.published(title="Already out")
    factories.published(title="Under embargo", at=lift)
    before, after = ["Already out"], ["Under embargo", "Already out"]
    for address in ["/en/news/", "/en/news/permanent-council/", "/en/news/2018/11/"]:
        for at, listed in [(lift - timedelta(microseconds=1), before), (lift, after)]:
            with clock.moved_to(at):
                assert titles(client.get(address)) == listed


def test_drafts_and_withdrawn_articles_are_in_no_list(client):
    factories.published(title="Stays", shown_on=day("2018-11-20"))
    factories.edition(title="Only a draft")
    withdrawn = factories.published(title="Out again")
    actions.withdraw(withdrawn, by=factories.press_secretary(), reason="The text named the wrong body.")
    for address in ["/en/", "/en/news/", "/en/news/permanent-council/", "/en/news/2018/", "/en/news/2018/11/"]:
        page = squeezed(client.get(address).content.decode())
        assert "Stays" in page
        assert "Only a draft" not in page
        assert "Out again" not in page
        assert address == "/en/" or "<p>1 article</p>" in page


def test_a_section_lists_its_own_and_names_itself(client):
    factories.published(title="A statement", section=statements())
    factories.published(title="Of the Council")
    response = client.get("/en/news/statements/")
    assert titles(response) == ["A statement"]
    assert "<h1>Statements</h1>" in squeezed(response.content.decode())


def test_a_section_without_articles_says_so(client):
    statements()
    response = client.get("/en/news/statements/")
    assert response.status_code == 200
    assert "Nothing has been published here yet." in squeezed(response.content.decode())


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/en/news/2018/", ["December", "November", "Of 2018", "New Year"]),
        ("/en/news/2018/01/", ["New Year"]),
        ("/en/news/2018/11/", ["November"]),
        ("/en/news/2018/12/", ["December"]),
        ("/en/news/2017/", ["Last year"]),
        ("/en/news/statements/2018/", ["December"]),
        ("/en/news/statements/2018/12/", ["December"]),
    ],
)
def test_the_archive_holds_what_bears_a_date_in_it(client, address, expected):
    factories.published(title="New Year", shown_on=day("2018-01-01"))
    factories.published(title="Of 2018", shown_on=day("2018-01-01"), shown_precision="year")
    factories.published(title="Last year", shown_on=day("2017-12-31"))
    factories.published(title="November", shown_on=day("2018-11-30"))
    factories.published(title="December", shown_on=day("2018-12-01"), section=statements())
    assert titles(client.get(address)) == expected


def test_the_archive_counts_the_articles_of_each_month(client):
    for text in ["2018-11-27", "2018-11-20", "2018-10-02", "2017-01-09"]:
        factories.published(shown_on=day(text))
    page = squeezed(client.get("/en/news/").content.decode())
    months = re.findall(r'href="(/en/news/\d{4}/\d\d/)"[^>]*>.*?<small>(\d+)</small>', page)
    assert months == [("/en/news/2018/11/", "2"), ("/en/news/2018/10/", "1"), ("/en/news/2017/01/", "1")]


def test_a_long_list_has_pages_of_twenty(client):
    for number in range(21):
        factories.published(title=f"Item {number:02}")
    assert titles(client.get("/en/news/")) == [f"Item {number:02}" for number in range(20, 0, -1)]
    assert titles(client.get("/en/news/?page=2")) == ["Item 00"]


@pytest.mark.parametrize(
    "address",
    [
        "/en/news/?page=2",
        "/en/news/?page=0",
        "/en/news/?page=-1",
        "/en/news/?page=abc",
        "/en/news/?page=",
        "/en/news/?page=1.5",
        "/en/news/?page=" + "9" * 5000,
        "/en/news/0/",
        "/en/news/9999/",
        "/en/news/9999/11/",
        "/en/news/1999/",
        "/en/news/2018/13/",
        "/en/news/2018/00/",
        "/en/news/2018/1/",
        "/en/news/2018/10/",
        "/en/news/unknown-section/",
        "/en/news/unknown-section/2018/",
        "/en/news/statements/2018/",
        "/en/news/permanent-council/2018/13/",
        "/en/news/attachments/2018/11/",
    ],
)
def test_an_address_of_nothing_is_not_found(client, address):
    factories.published()
    statements()
    assert client.get("/en/news/2018/11/").status_code == 200
    assert client.get(address).status_code == 404


def test_only_reading_is_offered(client):
    assert client.get("/en/news/").status_code == 200
    assert client.post("/en/news/").status_code == 405


def test_the_language_switch_leads_to_the_same_list_where_it_exists(client):
    factories.published("en", shown_on=day("2018-11-27"))
    factories.published("en", shown_on=day("2017-03-01"))
    factories.published("ru", shown_on=day("2018-11-27"))
    november = squeezed(client.get("/en/news/2018/11/").content.decode())
    assert f'hreflang="ru" href="{settings.SITE_URL}/ru/news/2018/11/"' in november
    assert "/ru/news/2017/" not in squeezed(client.get("/en/news/2017/").content.decode())


def test_a_list_takes_few_queries_however_long_it_is(client, django_assert_max_num_queries):
    factories.contact()
    for number in range(20):
        edition = factories.edition(section=statements() if number % 2 else factories.section())
        factories.show(factories.photo(f"ZVF_{number}.JPG"), edition)
        factories.show(factories.photo(f"ZVF_1{number}.JPG"), edition, position=1)
        factories.publish(edition)
    client.get("/en/news/")
    with django_assert_max_num_queries(14):
        page = squeezed(client.get("/en/news/").content.decode())
    assert page.count("2 photographs") == 20
