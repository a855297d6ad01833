"""The page that tells programs' authors what there is, on a telephone and on a desk."""

import pytest

from tests.browser import faults, leave, refused_requests


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "language", "scheme"), [(390, "ru", "dark"), (1280, "en", "light")])
def test_the_page_for_programs_is_for_everybody(new_page, live_server, width, language, scheme):
    page = new_page(width=width, color_scheme=scheme)
    foreign = refused_requests(page, live_server.url)
    page.goto(f"{live_server.url}/api/v1/?language={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults(page) == {}
    page.get_by_role("link", name="/sections").click()
    page.wait_for_url(f"{live_server.url}/api/v1/sections")
    assert foreign == []
    leave(page)


@pytest.mark.django_db
def test_the_description_says_that_nobody_needs_a_key(client):
    assert client.get("/api/v1/openapi.json").json()["security"] == []
