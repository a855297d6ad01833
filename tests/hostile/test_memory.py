"""What hostile requests do to the pages in memory: nothing."""

import pytest
from django.conf import settings

from tests import factories
from tests.hostile.test_pages import EVERYWHERE
from tests.page_cache.visiting import Site

pytestmark = pytest.mark.django_db(transaction=True)

HOSTS = [
    "evil.example", "127.0.0.1.evil.example", "localhost:80@evil.example", "localhost, evil", "a b", "[::1", ".", "-",
    "evil.example:443", "lo\0calhost", "evil.example/", "a" * 3000, "localhost/../", "xn--evil", "localhost\r\nX: evil",
]  # fmt: skip


@pytest.fixture
def site():
    factories.published()
    site = Site(size=10**6)
    site.wait_until_heard()
    yield site
    site.listener.stop()


def cached_keys(site):
    return {key for room in (site.cache.memory.pages, site.cache.memory.queries) for key in room._kept}


def test_a_page_from_memory_bears_the_headers_of_a_fresh_one(site):
    fresh, warm = site.get("/en/news/"), site.get("/en/news/")
    assert (fresh.how, warm.how) == ("fwd=miss; stored", "hit")
    for header in (*EVERYWHERE, "Cross-Origin-Embedder-Policy"):
        assert warm.headers[header.lower()] == fresh.headers[header.lower()]


def test_under_another_name_than_ours_nothing_is_shown_and_nothing_kept(site):
    site.get("/en/news/")
    before = cached_keys(site)
    for host in HOSTS:
        for path in ("/en/news/", "/en/", "/", "/api/v1/articles", "/en/nothing/"):
            answer = site.get(path, HTTP_HOST=host)
            assert answer.status == 400, host
            assert settings.SITE_URL in answer.content.decode()
            assert "evil" not in answer.content.decode() + str(answer.headers)
    assert cached_keys(site) == before
    assert site.get("/en/news/").how == "hit"


def test_what_is_malformed_is_answered_by_the_layer_as_by_django_and_not_kept(site):
    site.get("/en/news/")
    before = cached_keys(site)
    for path in (
        "\xff\xfe",
        "/\xc0\xaf",
        "/en/\0",
        "http://localhost/en/news/",
        "*",
        "",
        "en/news/",
        "//en/news/",
        "/" * 9,
    ):
        assert site.get(path).status in (301, 302, 400, 404), path
    for header, value in [("HTTP_ACCEPT_ENCODING", "br;q=\xff"), ("HTTP_IF_NONE_MATCH", "\xff\""),
                          ("HTTP_ACCEPT_LANGUAGE", "\xff" * 500), ("HTTP_COOKIE", "\xff=\xff")]:  # fmt: skip
        assert site.get("/en/news/", **{header: value}).status == 200
    for method in ("PUT", "TRACE", "GET ", ""):
        assert site.get("/en/news/", method=method).status in (403, 405)
    assert cached_keys(site) == before
    assert site.get("/en/news/").how == "hit"


def test_what_a_header_says_that_is_no_part_of_the_key_is_not_shown_to_the_next(site):
    """No header can poison a page that others get."""
    poison = {
        f"HTTP_{name}": "evil.example"
        for name in ("X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_HOST", "FORWARDED", "X_ORIGINAL_URL", "X_REWRITE_URL",
                     "REFERER", "ORIGIN", "USER_AGENT", "X_FORWARDED_PREFIX", "X_FORWARDED_PORT", "ACCEPT", "VIA")
    }  # fmt: skip
    for path in ("/en/", "/en/news/", "/en/feeds/news.atom", "/sitemap.xml", "/robots.txt", "/en/search/?q=report"):
        site.get(path, **poison)
        told = site.get(path)
        assert "evil" not in told.content.decode() + str(told.headers)
