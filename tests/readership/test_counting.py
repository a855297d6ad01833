"""Each answer counts once, from memory or not, as what it was and for whom; nothing is kept of who asked."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from photos.models import Rendition
from publishing import actions
from readership import counts, programs, things
from readership.counts import Counts, Thing
from readership.models import Reading, Unfound
from tests import factories
from tests.page_cache.visiting import Site

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

# Addresses of which nobody wants to know how often they were asked for, and why.
NOT_COUNTED = {
    "monitoring, robots and what belongs to other pages": """
        healthz readyz readyz-node metrics robots:robots robots:sitemaps robots:sitemap robots:news robots:oembed
        security-txt search:suggestions authenticity:seal seals:head seals:keys seals:log seals:verifier
        identity:file""",
    "they lead elsewhere": "news:short pages:short",
    "a person's own": """
        press:enquiry-state press:accreditation alerts:asked alerts:confirm alerts:preferences alerts:unsubscribe""",
    "shown to outsiders before it is public, or to whoever sets the newsroom up": """
        preview preview-attachment preview-photo set_language welcome welcome_colours welcome_empty welcome_preview
        welcome_step""",
}


@pytest.fixture
def counted():
    return Counts()


@pytest.fixture
def site(counted):
    site = Site(count=counted.count)
    site.wait_until_heard()
    yield site
    site.listener.stop()


@pytest.mark.django_db(transaction=True)
def test_an_answer_counts_once_whether_it_was_made_or_came_from_memory(site, counted):
    edition = factories.published(title="The Council met")
    photo = factories.photo(rendered=True)
    actions.publish(photo, by=factories.press_secretary())
    small = photo.renditions.filter(kind=Rendition.Kind.JPEG).order_by("width").first().get_absolute_url()
    whole = photo.renditions.get(kind=Rendition.Kind.DOWNLOAD).get_absolute_url()
    site.wait_until_heard()
    page = edition.get_absolute_url()
    article = Thing("page", "article", edition.article_id, "en")

    assert [site.get(page, HTTP_USER_AGENT=BROWSER).how for _time in range(3)] == ["fwd=miss; stored", "hit", "hit"]
    etag = site.get(page, HTTP_USER_AGENT="curl/8.0").headers["etag"]
    assert site.get(page, HTTP_USER_AGENT=BROWSER, HTTP_IF_NONE_MATCH=etag).status == 304
    assert counted.take() == ({article: 4}, {article: 1})

    # Nobody reads what these bring.
    session = f"{settings.SESSION_COOKIE_NAME}=x"
    site.get(page, method="HEAD", HTTP_USER_AGENT=BROWSER)
    site.get(page, HTTP_USER_AGENT=BROWSER, HTTP_SEC_PURPOSE="prefetch")
    site.get(page, HTTP_USER_AGENT=BROWSER, HTTP_COOKIE=session)
    site.get("/en/news/999999/", HTTP_USER_AGENT=BROWSER)
    site.get(small, HTTP_USER_AGENT=BROWSER)
    site.get(whole, HTTP_USER_AGENT=BROWSER, HTTP_RANGE="bytes=5-9")
    assert counted.take() == ({}, {})

    for path in (whole, f"{page}article.pdf", f"{page}press-kit.zip", "/en/feeds/news.atom", "/en/"):
        assert site.get(path, HTTP_USER_AGENT=BROWSER).status == 200
    site.get("/api/v1/articles", HTTP_USER_AGENT=BROWSER)
    site.get(f"/wires/articles/{edition.article_id}/en", HTTP_USER_AGENT=BROWSER)
    site.get("/en/", HTTP_USER_AGENT=BROWSER, HTTP_COOKIE=f"{settings.LANGUAGE_COOKIE_NAME}=ru")  # not from memory
    number = edition.article_id
    assert counted.take()[0] == {
        Thing("photo", "photo", photo.pk, ""): 1,
        Thing("pdf", "article", number, "en"): 1,
        Thing("kit", "article", number, "en"): 1,
        Thing("feed", "", 0, "en"): 1,
        Thing("page", "home", 0, "en"): 2,
        Thing("api", "", 0, ""): 1,
        Thing("wire", "article", number, "en"): 1,
    }


@pytest.mark.django_db(transaction=True)
def test_of_a_search_that_finds_nothing_the_words_are_counted_unless_they_are_of_a_person(site, counted):
    factories.published(title="The Council met")
    site.wait_until_heard()
    for _time in range(2):
        site.get("/en/search/?q=Xylophone++quartz", HTTP_USER_AGENT=BROWSER)
    for words in ("council", "anna@paper.example", "xylophone+495+123-45-67", "x"):
        site.get(f"/en/search/?q={words}", HTTP_USER_AGENT=BROWSER)
    site.get("/en/search/?q=Zymurgy", HTTP_USER_AGENT="Nosy/1.0")
    search = Thing("page", "search", 0, "en")
    assert counted.take() == ({search._replace(words="xylophone quartz"): 2, search: 4}, {search: 1})


def test_every_public_address_is_counted_or_it_is_said_why_not():
    names = set(_names(get_resolver()))
    exempt = {name for said in NOT_COUNTED.values() for name in said.split()}
    assert not things.COUNTED.keys() - names
    ours = {name for name in names if not name.startswith(("desk:", "account", "mfa_"))}
    assert ours - exempt == things.COUNTED.keys(), ours - exempt ^ things.COUNTED.keys()


def _names(resolver, space=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{space}{pattern.name}"
        else:
            yield from _names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


@pytest.mark.parametrize(("name", "is_program"), [
    (BROWSER, False),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1", False),
    ("Mozilla/5.0 (Linux; Android 14; CUBOT_X90) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", False),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 YaBrowser/26.9 Safari/537.36", False),
    ("Opera/9.80 (J2ME/MIDP; Opera Mini/7.1; U; ru) Presto/2.12 Version/12.16", False),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
    ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", True),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2) Chrome/140.0 Safari/537.36", True),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36", True),
    ("facebookexternalhit/1.1", True),
    ("python-requests/2.32", True),
    ("", True),
    (None, True),
])  # fmt: skip
def test_programs_are_told_from_browsers_by_what_they_say_of_themselves(name, is_program):
    assert programs.is_program(name) is is_program
    assert programs.known[name] is is_program


def test_threads_that_count_at_once_while_it_is_taken_lose_nothing():
    counted, taken, asked = Counts(), [], {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": BROWSER}
    thing, before = Thing("page", "article", 1, "en"), sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as readers:
            reading = [
                readers.submit(lambda: [counted.count(thing, asked) for _time in range(10_000)]) for _ in range(4)
            ]
            while not all(reader.done() for reader in reading):
                taken.append(counted.take()[0].get(thing, 0))
    finally:
        sys.setswitchinterval(before)
    assert sum(taken) + counted.take()[0].get(thing, 0) == 40_000


def test_no_flood_fills_memory_and_nothing_of_it_is_left_out(monkeypatch):
    monkeypatch.setattr(counts, "MAX_THINGS", 20)
    monkeypatch.setattr(counts, "MAX_WORDS", 5)
    monkeypatch.setattr(programs, "MAX_KNOWN", 10)
    counted = Counts()
    for number in range(500):
        asked = {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": f"Mozilla/5.0 ({number})"}
        counted.count(Thing("page", "article", number, "en"), asked)
        counted.count(Thing("page", "search", 0, "en", f"invented {number}"), asked)
        counted.count(Thing("page", "search", 0, "en", f"invented {number}"), {"REQUEST_METHOD": "GET"})
    assert len(programs.known) <= 11
    programs.is_program("x" * 10_000)
    assert max(len(name or "") for name in programs.known) <= programs.MAX_LENGTH
    people, machines = counted.take()
    assert len(people) <= 22
    assert sum(people.values()) == 1000
    assert people[Thing("page", "", 0, "en")] > 400
    assert sum(1 for thing in people if thing.words) == 5
    assert machines == {Thing("page", "search", 0, "en"): 500}


@pytest.mark.django_db
def test_of_who_asked_there_is_no_column_and_visitors_cannot_read_the_sums(client):
    columns = {field.name for model in (Reading, Unfound) for field in model._meta.fields}
    assert columns == {
        "id", "day", "hour", "kind", "about", "number", "language", "is_program", "times", "words",
    }  # fmt: skip
    answer = Client().get("/en/")
    assert "set-cookie" not in {name.lower() for name in answer.headers}
