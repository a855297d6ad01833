"""What other sites may show of ours where somebody pasted an address: oEmbed 1.0."""

import datetime
import html
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils.translation import override

from publishing import actions, clock
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

HOUR = datetime.timedelta(hours=1)

# The specification: what every answer has, and what each type adds.
ALWAYS = {"type", "version"}
OF_TYPE = {"photo": {"url", "width", "height"}, "rich": {"html", "width", "height"}, "link": set()}
KNOWN = {"title", "author_name", "author_url", "provider_name", "provider_url", "cache_age", "web_page"}
KNOWN |= {"thumbnail_url", "thumbnail_width", "thumbnail_height", "license_url", "credit"}


def whole(thing, language="en"):
    with override(language):
        return settings.SITE_URL + thing.get_absolute_url()


def embed_response(client, url, **more):
    return client.get("/oembed", {"url": url, **more})


def embed_data(client, url, **more):
    """Return an answer in JSON that follows the specification."""
    response = embed_response(client, url, **more)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    said = response.json()
    wanted = ALWAYS | OF_TYPE[said["type"]]
    assert wanted <= set(said) <= wanted | KNOWN
    assert said["version"] == "1.0"
    sizes = [said[name] for name in ("width", "height", "thumbnail_width", "thumbnail_height") if name in said]
    assert all(type(siz) is int and siz > 0 for siz in sizes)
    thumbnail = {text for text in said if text.startswith("thumbnail_")}
    assert len(thumbnail) in (0, 3)
    return said


def illustrated(**facts):
    draft = factories.edition(**facts)
    photo = factories.photo(rendered=True)
    factories.show(photo, draft)
    return factories.publish(draft), photo


def test_an_article_is_a_quotation_with_its_source(client):
    edition, photo = illustrated(title="Council <b>meets</b>", standfirst="Who & where.", slug="meets")
    said = embed_data(client, whole(edition))
    assert (said["type"], said["title"]) == ("rich", "Council <b>meets</b>")
    assert said["provider_name"] == said["author_name"] == "CSTO Press Office"
    assert said["html"].startswith('<blockquote lang="en">')
    assert f'<a href="{whole(edition)}">Council &lt;b&gt;meets&lt;/b&gt;</a>' in said["html"]
    assert "Who &amp; where." in said["html"]
    assert not re.search(r"<(script|iframe|img|link|style)|\bon\w+=|style=", said["html"])
    assert said["thumbnail_url"] == settings.SITE_URL + photo.renditions.get(crop="social").get_absolute_url()


def test_a_photograph_comes_with_its_credit_and_its_licence(client):
    photo = factories.photo(rendered=True, rights_url="https://example.org/licence")
    factories.publish(photo)
    said = embed_data(client, whole(photo))
    largest = photo.renditions.filter(kind="jpeg", crop="").order_by("width").last()
    assert (said["type"], said["url"]) == ("photo", settings.SITE_URL + largest.get_absolute_url())
    assert (said["width"], said["height"]) == (largest.width, largest.height)
    assert "Press Office" in said["title"]
    assert said["author_name"] == said["credit"] == "Press Office"
    assert said["license_url"] == "https://example.org/licence"
    small = embed_data(client, whole(photo), maxwidth=700)
    assert small["width"] == 640
    assert "originals" not in str(said)


def test_what_does_not_fit_is_smaller_or_only_a_link(client):
    edition, _photo = illustrated(standfirst="A long sentence. " * 30)
    assert embed_data(client, whole(edition), maxwidth=300)["width"] == 300
    assert "A long sentence." not in embed_data(client, whole(edition), maxheight=200)["html"]
    said = embed_data(client, whole(edition), maxwidth=100, maxheight=50)
    assert said["type"] == "link"
    assert "thumbnail_url" not in said


def test_it_speaks_the_language_of_the_address(client):
    edition = factories.published("ru", title="Заседание")
    said = embed_data(client, whole(edition, "ru"))
    assert (said["title"], said["provider_name"]) == ("Заседание", "Пресс-служба ОДКБ")
    assert embed_response(client, whole(edition, "en")).status_code == 404


def test_xml_says_the_same(client):
    edition, _photo = illustrated(title="Council & \x0bothers <meet>", slug="meets")
    response = embed_response(client, whole(edition), format="xml")
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    said = embed_data(client, whole(edition), format="json")
    assert root.tag == "oembed"
    assert {element.tag for element in root} == set(said)
    assert root.find("title").text == "Council & others <meet>"


@pytest.mark.parametrize("form", ["rss", "JSON", "", "../json"])
def test_another_format_is_not_implemented(client, form):
    edition = factories.published()
    assert embed_response(client, whole(edition), format=form).status_code == 501


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "https://example.org/en/news/1-x/",
        "javascript:alert(1)",
        "http://127.0.0.1:8000",
        "http://127.0.0.1:8000/",
        "http://127.0.0.1:8000/en/",
        "http://127.0.0.1:8000/en/news/",
        "http://127.0.0.1:8000/en/news/99999999999999999999-x/",
        "http://127.0.0.1:8000/desk/",
        "http://127.0.0.1:8000/photos/x/ZVF_2142.JPG",
        "http://127.0.0.1:8000@example.org/en/news/1-x/",
        "http://[::1/en/news/1-x/",
        "http://127.0.0.1:8000/en/news/1-\x00/",
        "http://127.0.0.1:8000/en/" + "x" * 10_000,
    ],
)
def test_everything_else_is_not_found(client, url):
    assert embed_response(client, url).status_code == 404


@pytest.mark.parametrize("host", ["https://example.org", "http://127.0.0.1:8000.example.org", "ftp://127.0.0.1:8000"])
def test_an_address_of_somebody_else_is_not_ours_whatever_its_path(client, host):
    ours = whole(factories.published())
    assert embed_response(client, ours).status_code == 200
    assert embed_response(client, ours.replace(settings.SITE_URL, host)).status_code == 404


def test_nothing_is_told_before_its_second_or_after_its_end(client):
    draft, photo = factories.edition(title="Under embargo"), factories.photo(rendered=True)
    factories.show(photo, draft)
    factories.publish(draft, at=clock.now() + HOUR)
    addresses = [whole(draft), whole(photo)]
    assert [embed_response(client, address).status_code for address in addresses] == [404, 404]
    with clock.moved_to(clock.now() + 2 * HOUR):
        assert [embed_response(client, address).status_code for address in addresses] == [200, 200]
        actions.withdraw(draft, by=factories.press_secretary(), reason="It was wrong.")
    with clock.moved_to(clock.now() + 3 * HOUR):
        assert [embed_response(client, address).status_code for address in addresses] == [404, 404]


def test_pages_lead_to_it(client):
    edition, photo = illustrated()
    for thing in (edition, photo):
        page = client.get(whole(thing).removeprefix(settings.SITE_URL)).content.decode()
        found = re.findall(r'<link rel="alternate" type="(\w+/\w+\+oembed)" href="([^"]+)">', page)
        assert [kind for kind, _address in found] == ["application/json+oembed", "text/xml+oembed"]
        for _kind, address in found:
            path = html.unescape(address).removeprefix(settings.SITE_URL)
            assert client.get(path).status_code == 200


def test_any_site_may_ask_and_nobody_may_send(client):
    edition = factories.published()
    assert embed_response(client, whole(edition)).headers["Access-Control-Allow-Origin"] == "*"
    assert client.post("/oembed", {"url": whole(edition)}).status_code in (403, 405)
