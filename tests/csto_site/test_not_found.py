"""What is offered to whoever asks for a page that does not exist."""

import pytest

from tests import factories
from tests.html import squeezed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/en/news/no-such-section/", "/en/nowhere/", "/en/news/999999-nothing/"])
def test_the_search_and_the_latest_news_are_offered(client, address):
    factories.contact()
    newest = factories.published("en", title="The newest of all")
    factories.published("ru", title="По-русски")
    factories.edition("en", title="A draft that nobody may see")
    response = client.get(address)
    page = squeezed(response.content.decode()).split("<main")[1]
    assert response.status_code == 404
    assert 'action="/en/search/"' in page
    assert f'<a href="{newest.get_absolute_url()}">The newest of all</a>' in page
    assert "По-русски" not in page
    assert "nobody may see" not in page


def test_a_site_without_news_has_the_page_as_well(client):
    assert client.get("/ru/nowhere/").status_code == 404
