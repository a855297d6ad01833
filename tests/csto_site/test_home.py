"""The home page: what is new, whom to call."""

import datetime
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from news.models import Attachment, Edition
from publishing import clock
from tests import factories
from tests.written import switch_on

pytestmark = pytest.mark.django_db


def home(client, language="en"):
    response = client.get(f"/{language}/")
    assert response.status_code == 200
    return response.content.decode()


def with_photo(name="ZVF_2142.JPG", **facts):
    edition = factories.edition(**facts)
    factories.show(factories.photo(name, rendered=True), edition)
    factories.publish(edition)
    return edition


def lead(page):
    return re.search(r'<article class="story lead[^"]*">.*?</article>', page, re.S)[0]


def test_an_empty_newsroom_has_a_home_page(client):
    for language in ("en", "ru"):
        assert "story__title" not in home(client, language)


def test_the_newest_article_with_a_photograph_leads(client):
    with_photo(title="Older with a picture", shown_on=datetime.date(2018, 11, 20))
    with_photo(name="ZVF_2150.JPG", title="Newer with a picture", shown_on=datetime.date(2018, 11, 26))
    factories.published(title="Newest without", shown_on=datetime.date(2018, 11, 27))
    page = home(client)
    assert "Newer with a picture" in lead(page)
    assert page.count("Newer with a picture</a>") == 1, "what leads is not listed again"
    assert page.index("Newest without") < page.index("Older with a picture")


def test_without_photographs_the_newest_article_leads(client):
    factories.published(title="Older", shown_on=datetime.date(2018, 11, 20))
    factories.published(title="Newest", shown_on=datetime.date(2018, 11, 27))
    assert "Newest" in lead(home(client))


def test_what_belongs_to_the_leading_article_is_linked_under_it(client):
    meeting = factories.meeting()
    edition = factories.edition(meeting=meeting)
    for position, name in enumerate(["ZVF_2142.JPG", "ZVF_2150.JPG"]):
        factories.show(factories.photo(name, rendered=True), edition, position)
    paper = Attachment(edition=edition, label="Agenda", file_name="agenda.pdf", size=96_000)
    paper.file.save("agenda.pdf", ContentFile(b"%PDF-1.7"))
    factories.publish(edition)
    row = lead(home(client)).split("lead__related")[1]
    assert f'href="/en/council/meetings/{meeting.pk}/"' in row
    assert '#gallery">' in row
    assert "2 photographs" in row
    assert f'href="/en/news/attachments/{paper.key}/agenda.pdf"' in row


@pytest.mark.parametrize(("width", "height", "is_tall"), [(800, 1200, True), (1200, 800, False), (800, 800, False)])
def test_an_upright_photograph_makes_a_tall_lead(client, width, height, is_tall):
    edition = factories.edition()
    photo = factories.photo("ZVF_2142.JPG", rendered=True)
    type(photo).objects.filter(pk=photo.pk).update(width=width, height=height)
    factories.show(photo, edition)
    factories.publish(edition)
    page = home(client)
    assert ("lead--tall" in page) == is_tall
    assert "fig--whole" not in page


def test_a_leading_article_with_one_photograph_promises_no_gallery(client):
    with_photo()
    assert "lead__related" not in lead(home(client))


def test_an_embargoed_article_leads_from_its_second_on(client):
    lift = clock.now() + timedelta(hours=1)
    factories.published(title="Already out")
    factories.published(title="Under embargo", at=lift)
    for at, title in [(lift - timedelta(microseconds=1), "Already out"), (lift, "Under embargo")]:
        with clock.moved_to(at):
            page = home(client)
            assert title in lead(page)
    with clock.moved_to(lift - timedelta(microseconds=1)):
        assert "Under embargo" not in home(client)


def test_the_last_meeting_is_shown_and_the_next_one_if_there_is_one(client):
    today = clock.today()
    assert not re.search(r"(Last|Next) meeting|/council/meetings/", home(client))
    factories.meeting(held_on=today - timedelta(days=40))
    last = factories.meeting(held_on=today - timedelta(days=10))
    page = home(client)
    assert "Last meeting" in page
    assert f"/en/council/meetings/{last.pk}/" in page
    assert "Next meeting" not in page
    factories.meeting(public=False, held_on=today + timedelta(days=1))
    following = factories.meeting(held_on=today + timedelta(days=7))
    factories.meeting(held_on=today + timedelta(days=30))
    page = home(client)
    assert f"/en/council/meetings/{following.pk}/" in page.split("Next meeting")[1]


def test_statements_and_interviews_have_lists_of_their_own(client):
    factories.published(title="A statement", genre=Edition.Genre.STATEMENT)
    page = home(client)
    assert 'id="statements"' in page
    assert 'id="interviews"' not in page


def test_the_photo_band_shows_public_photographs_with_words_in_the_language(client):
    with_photo()
    factories.photo("ZVF_0001.JPG", rendered=True)
    with_photo(name="ZVF_2150.JPG", shown_on=datetime.date(2018, 11, 20))
    band = re.search(r'class="photoband".*?</section>', home(client), re.S)[0]
    assert "ZVF_2150.JPG" in band
    assert "The Council in session." in band
    assert "ZVF_2142.JPG" not in band, "the lead has it already"
    assert "ZVF_0001.JPG" not in band, "nobody has published it"


def test_the_press_contact_can_be_called_from_the_home_page(client):
    factories.contact()
    assert 'href="tel:+74957952710"' in re.search(r"<main.*</main>", home(client), re.S)[0]


def test_every_link_on_the_home_page_leads_somewhere(client):
    factories.contact()
    meeting = factories.meeting(chair=factories.person(), chair_state=factories.state())
    with_photo(meeting=meeting)
    with_photo(name="ZVF_2150.JPG", genre=Edition.Genre.STATEMENT, shown_on=datetime.date(2018, 11, 20))
    for language in ("en", "ru"):
        addresses = set(re.findall(r'<a [^>]*href="(/[^"#]*)', home(client, language)))
        assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_the_home_page_takes_few_queries(client, django_assert_max_num_queries):
    factories.contact()
    factories.meeting(held_on=clock.today())
    for number in range(10):
        with_photo(name=f"ZVF_{number}.JPG")
    home(client)
    with django_assert_max_num_queries(25):
        home(client)


def test_in_a_language_of_few_texts_the_rest_of_the_place_is_the_news_along_its_chain(client):
    switch_on("kk")
    assert "Ничего" not in home(client, "kk")
    for number in range(9):
        factories.published("ru", title=f"Новость {number}")
    only = factories.published("kk", title="Отырыс")
    both = factories.published("ru", title="Заседание", article=only.article)
    page = home(client, "kk")
    own, beside = page.split('<div lang="ru"', 1)
    assert "Отырыс" in own
    assert "Последние новости" in beside
    assert beside.count("story__title") == 8
    assert both.title not in beside
    assert 'href="/ru/news/"' in beside
    heading = re.search(r'aria-labelledby="(latest[a-z-]*)"', own)[1]
    assert page.count(f'id="{heading}"') == 1
    assert 'lang="ru"' not in home(client, "ru").split("<main")[1].split("</main")[0]
