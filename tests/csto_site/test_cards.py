"""How our pages appear where somebody shares their address."""

import datetime
import html
import io
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from council.models import Portrait
from photos.models import Album, AlbumPhoto
from publishing import actions, clock
from tests import factories
from tests.news.test_corrections import corrected

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

HOUR = datetime.timedelta(hours=1)
TAG = re.compile(r'<meta (?:property|name)="((?:og|article|twitter):[\w:]+)" content="([^"]*)">')
EVERY_CARD = {
    "og:type",
    "og:site_name",
    "og:title",
    "og:description",
    "og:url",
    "og:locale",
    "og:image",
    "og:image:type",
    "og:image:width",
    "og:image:height",
    "twitter:card",
}


def address_of(thing, language="en"):
    with override(language):
        return thing.get_absolute_url()


def card(client, address, status=200):
    """Return {name: content} of a page's card, each name once but the other languages."""
    response = client.get(address)
    assert response.status_code == status
    found = [(name, html.unescape(said)) for name, said in TAG.findall(response.content.decode())]
    names = [name for name, _said in found if name != "og:locale:alternate"]
    assert len(names) == len(set(names)), names
    return dict(found)


def pages():
    """Return the addresses of all kinds of public pages."""
    person, photo = factories.person(), factories.photo(rendered=True)
    factories.term(person, factories.office(state=factories.state()))
    Portrait.objects.create(person=person, photo=photo)
    album = Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    things = [factories.published(), factories.meeting(), factories.document(), person, factories.state(), photo]
    lists = ["home", "news:list", "news:corrections", "council:meetings", "council:history", "council:documents"]
    lists += ["council:representatives", "photos:list", "photos:albums", "press:centre", "search:results"]
    return [address_of(thing) for thing in [*things, factories.publish(album)]] + [reverse(name) for name in lists]


def test_every_page_has_a_whole_card_with_the_address_it_calls_its_own(client):
    factories.contact()
    for address in pages():
        told = card(client, address)
        assert set(told) >= EVERY_CARD, address
        assert told["og:url"] == settings.SITE_URL + address
        canonical = re.search(r'rel="canonical" href="([^"]+)"', client.get(address).content.decode())
        assert canonical is None or canonical[1] == told["og:url"]
        assert all(told.values()), address
        assert told["og:image"].startswith(("http://", "https://"))


def test_an_article_is_shared_with_its_title_dates_and_the_crop_made_for_that(client):
    draft = factories.edition(title='The "full" title', standfirst="What happened & where.")
    photo = factories.photo(rendered=True)
    factories.show(photo, draft)
    edition = factories.publish(draft)
    told = card(client, address_of(edition))
    crop = photo.renditions.get(crop="social")
    assert (told["og:type"], told["og:title"]) == ("article", 'The "full" title')
    assert told["og:description"] == "What happened & where."
    assert told["og:image"] == settings.SITE_URL + crop.get_absolute_url()
    assert (told["og:image:width"], told["og:image:height"]) == (str(crop.width), str(crop.height))
    assert told["og:image:alt"] == told["twitter:image:alt"] == "Delegates at a round table."
    assert told["article:section"] == "Permanent Council"
    published = datetime.datetime.fromisoformat(told["article:published_time"])
    assert published == edition.first_published_at.replace(microsecond=0)
    assert told["article:modified_time"] == told["article:published_time"]
    assert "originals" not in str(told)


def test_only_a_change_that_readers_are_told_of_is_a_modification(client):
    first = factories.published()
    with clock.moved_to(clock.now() + HOUR):
        minor = corrected(first, "", "minor")
        told = card(client, address_of(minor))
        assert told["article:modified_time"] == told["article:published_time"]
    with clock.moved_to(clock.now() + 2 * HOUR):
        told = card(client, address_of(corrected(minor)))
        assert told["article:modified_time"] > told["article:published_time"]


def test_a_page_without_a_photograph_is_shared_under_the_house_s_own(client):
    told = card(client, address_of(factories.published()))
    card_of_the_house = client.get(told["og:image"].removeprefix(settings.SITE_URL))
    with Image.open(io.BytesIO(card_of_the_house.content)) as picture:
        assert (str(picture.width), str(picture.height)) == (told["og:image:width"], told["og:image:height"])


def test_a_meeting_and_a_person_are_shared_with_their_photographs(client):
    photo = factories.photo(rendered=True)
    meeting = factories.meeting(public=False, summary={"en": "What was agreed."})
    meeting.photo_uses.create(photo=photo)
    person = factories.person()
    Portrait.objects.create(person=person, photo=photo)
    factories.term(person, factories.office())
    factories.publish(meeting)
    crop = settings.SITE_URL + photo.renditions.get(crop="social").get_absolute_url()
    told = card(client, address_of(meeting))
    assert (told["og:image"], told["og:description"]) == (crop, "What was agreed.")
    told = card(client, address_of(person))
    assert (told["og:image"], told["og:type"], told["og:title"]) == (crop, "profile", "Aman Mambetseitov")
    assert told["og:description"] == "Permanent Representative"


def test_other_languages_are_named_as_far_as_they_are_public(client):
    russian = factories.published("ru")
    address = address_of(russian, "ru")
    assert "og:locale:alternate" not in card(client, address)
    factories.publish(factories.edition("en", article=russian.article), at=clock.now() + HOUR)
    assert "og:locale:alternate" not in card(client, address)
    with clock.moved_to(clock.now() + 2 * HOUR):
        told = card(client, address)
        assert (told["og:locale"], told["og:locale:alternate"]) == ("ru_RU", "en_GB")


def test_what_cannot_be_read_has_no_card(client):
    withdrawn = factories.published(title="It was wrong")
    actions.withdraw(withdrawn, by=factories.press_secretary(), reason="The date was wrong.")
    with clock.moved_to(clock.now() + HOUR):
        assert card(client, address_of(withdrawn)) == {}
    assert card(client, "/en/news/999-nothing/", status=404) == {}
    assert card(client, "/en/nowhere/", status=404) == {}


def test_a_day_that_cannot_be_read_is_no_reason_to_fail(client):
    person = factories.person()
    factories.term(person, factories.office())
    assert client.get(f"{address_of(person)}?on=yesterday").status_code == 400
