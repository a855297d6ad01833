"""A website read from a server of the tests: politely, one host, going on where it was stopped."""

import http.server
import itertools
import threading
import time

import pytest

from moving import runs
from moving.models import SourcePage
from moving.profiles import Profile
from moving.sources.crawl import Crawl
from tests.moving import old_site


class Site(http.server.ThreadingHTTPServer):
    """Serves {path: (kind, bytes)}, and notes who asked for what and when."""

    def __init__(self, pages):
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages, self.asked = pages, []


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, time.monotonic(), self.headers["User-Agent"]))
        answer = self.server.pages.get(self.path)
        if isinstance(answer, str):
            self.send_response(302)
            self.send_header("Location", answer)
            self.end_headers()
            return
        if answer is None:
            self.send_error(404)
            return
        kind, data = answer
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


def html(body):
    return "text/html; charset=utf-8", f"<html><title>t</title><body>{body}</body></html>".encode()


@pytest.fixture
def served():
    """Return a function that serves pages and gives the server with its address."""
    servers = []

    def serve(pages):
        server = Site(pages)
        server.address = f"http://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def crawled(server, folder, pause=0.0):
    return Crawl(server.address, Profile(), folder, pause)


def paths(crawl):
    return [(entry.address.split("/", 3)[3], entry.facts() if entry.facts else None) for entry in crawl.pages()]


def test_it_follows_links_of_one_host_and_asks_for_nothing_that_is_forbidden(served, tmp_path):
    other = served({"/": html("elsewhere")})
    pages = {
        "/": html(
            f'<a href="/a">A</a><a href="{other.address}">other</a><a href="/secret/b">B</a><a href="/away">away</a>'
        ),
        "/a": html('<a href="/">cycle</a><img src="/p.jpg"><a href="a?x=1#y">x</a><a href="mailto:x@y">m</a>'),
        "/a?x=1": html("x"),
        "/p.jpg": ("image/jpeg", old_site.picture("p")),
        "/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /secret/\n"),
        "/secret/b": html("secret"),
        "/away": other.address,
    }
    server = served(pages)
    crawl = crawled(server, tmp_path)
    assert paths(crawl) == [("", None), ("a", None), ("a?x=1", None), ("secret/b", {"left_out": "robots"})]
    assert crawl.file(f"{server.address}p.jpg") == pages["/p.jpg"][1]
    asked = [path for path, _at, _who in server.asked]
    assert "/secret/b" not in asked
    assert len(asked) == len(set(asked))
    assert other.asked == []
    assert all(who.startswith("newsroom-import") for _path, _at, who in server.asked[1:])


def test_it_pauses_as_the_site_asks(served, tmp_path):
    pages = {f"/{n or ''}": html(f'<a href="/{n + 1}">next</a>') for n in range(2)}
    server = served({**pages, "/robots.txt": ("text/plain", b"User-agent: *\nCrawl-delay: 1\n")})
    crawl = crawled(server, tmp_path, pause=0.2)
    crawl.fetch()
    asked = [at for path, at, _who in server.asked if path != "/robots.txt"]
    assert min(later - sooner for sooner, later in itertools.pairwise(asked)) >= 0.95


def test_stopped_it_goes_on_and_asks_for_nothing_twice(served, tmp_path):
    server = served({f"/{n or ''}": html(f'<a href="/{n + 1}">next</a>') for n in range(30)})
    crawl = crawled(server, tmp_path)
    ask, left = crawl._ask, iter(range(12))

    def stopped(address):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return ask(address)

    crawl._ask = stopped
    with pytest.raises(KeyboardInterrupt):
        crawl.fetch()
    with crawl.log.open("a") as log:
        log.write('{"address": "http://half a li')  # the power fails while a line is written
    again = crawled(server, tmp_path)
    assert len(again.fetched) == 12
    assert len(list(again.pages())) == 30
    asked = [path for path, _at, _who in server.asked if path != "/robots.txt"]
    assert sorted(asked) == sorted(set(asked))


@pytest.mark.django_db
def test_a_crawled_site_is_imported_like_a_folder(served, tmp_path, administrator, settings, monkeypatch):
    from moving.sources import crawl

    settings.CRAWLS = tmp_path
    monkeypatch.setattr(crawl, "PAUSE", 0.0)
    made = [one for one in old_site.articles(16, seed=5, pictures=0) if one.language == "en"]
    for article in made:
        article.is_dated, article.faults = True, set()
    pages = {article.path: ("text/html", old_site.page(article, made[:5], [])) for article in made}
    pages["/"] = html("".join(f'<a href="{article.path}">{article.title}</a>' for article in made))
    server = served(pages)
    batch = runs.read_source(server.address, Profile(section="news"), by=administrator)
    outcomes = {page.title: page.outcome for page in batch.pages.all()}
    assert all(outcomes[article.title] == SourcePage.Outcome.TAKEN for article in made)
