"""Processor time and queries of uncached public pages, compared with a plain Django site.

    .venv/bin/python -m benchmarks.pages [--articles 10000 100000] [--times 40] [--only article] [--keep]

A database of its own is filled as by benchmarks.feeds and grows from one number of articles to the next. Each site runs
in a process of its own and is called through WSGI, without a server or a page cache; the two take turns, and the
medians of all turns are printed. The plain site is what a developer writes in an afternoon over the same articles
(benchmarks/baseline/site.py). The figures are milliseconds of the processor: Python's, that of templates within it, that
of PostgreSQL, and Python and PostgreSQL together; and the number of queries.
"""
# ruff: noqa: E501 - SQL reads better in long lines

import argparse
import importlib
import io
import json
import os
import statistics
import subprocess
import sys
import time
from urllib.parse import urlsplit

from page_cache.memory import Memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_pages")
os.environ.setdefault("HTTPS", "0")

TURNS = 5
IN_ALL = "council"  # a word of every article; each also has its own number in its title
MEGABYTES = 96
# Each with its megabytes for pages: “served” makes every page anew as well, but with what pages share for a time in
# memory, as under a server, and packs it for memory.
SITES = {
    "newsroom": ("csto_site.wsgi", 0),
    "served": ("csto_site.wsgi", MEGABYTES),
    "plain": ("benchmarks.baseline.site", 0),
}


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from benchmarks import feeds
    from csto_site import database
    from tests import factories

    wanted = arguments()
    with database.available():
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False, keepdb=wanted.keep, serialized_aliases=set())
        call_command("collectstatic", interactive=False, verbosity=0)
        try:
            factories.contact()
            for number in sorted(wanted.articles):
                fill(number, wanted.photographs, wanted.people)
                print(f"\n{feeds.sizes()}", flush=True)
                compare(wanted)
        finally:
            connection.close()
            teardown_databases(databases, verbosity=0, keepdb=wanted.keep)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000])
    parser.add_argument("--photographs", type=int, default=0, help="how many there are beside those of articles")
    parser.add_argument("--people", type=int, default=0, help="how many more people hold an office, each for a state")
    parser.add_argument("--times", type=int, default=40, help="how often each page is asked for in each turn")
    parser.add_argument("--only", default="", help="words of the names of those wanted")
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    return parser.parse_args()


OF_ONE_PERSON = """
SET session_replication_role = replica;
INSERT INTO photos_photo (id, key, file_name, original, format, size, sha256, width, height, caption, alt, credit, creator, copyright, usage_terms, rights_url,
    headline, extended_description, place, keywords, persons_named, focal_x, focal_y, uploaded_at, uploaded_by_id, taken_at)
SELECT {beyond} + n, 'archive-' || n, 'ZVA_' || n || '.JPG', 'x', 'JPEG', 1, '', 3000, 2000, '{{"en": "The Council in session.", "ru": "Заседание Совета."}}',
    '{{"en": "Delegates.", "ru": "Делегаты."}}', '{{}}', 'Photographer ' || n % 20, '', '{{}}', '', '{{}}', '{{}}',
    jsonb_build_object('en', 'City ' || n / 100 % 25, 'ru', 'Город ' || n / 100 % 25), '{{}}', '{{}}', 0.5, 0.5, now(), {writer},
    now() - n * interval '15 years' / {number}
FROM generate_series(1, {number}) n;
INSERT INTO photos_album (id, title, description, held_on, place, live_from)
SELECT {beyond} + n, jsonb_build_object('en', 'Event ' || n, 'ru', 'Событие ' || n), '{{}}', (now() - n * interval '15 years' * 60 / {number})::date, '{{}}', now() - interval '1 hour'
FROM generate_series(0, {number} / 60) n;
INSERT INTO photos_albumphoto (photo_id, album_id, position) SELECT {beyond} + n, {beyond} + n / 60, n % 60 FROM generate_series(1, {number}) n;
INSERT INTO photos_rendition (photo_id, kind, crop, width, height, size, file)
SELECT {beyond} + n, kind, '', width, width * 2 / 3, 60000, '' FROM generate_series(1, {number}) n,
    (VALUES ('jpeg', 640), ('jpeg', 960), ('jpeg', 1600), ('avif', 640), ('avif', 960), ('avif', 1600), ('download', 3000)) made (kind, width);
INSERT INTO council_personshown (photo_id, person_id, position) SELECT {beyond} + n, {person}, 0 FROM generate_series(1, {number}) n;
SET session_replication_role = DEFAULT;
VACUUM ANALYZE
"""
IN_OFFICE = """
SET session_replication_role = replica;
INSERT INTO council_person (id, name, biography)
SELECT {beyond} + n, jsonb_build_object('en', 'Envoy ' || n, 'ru', 'Посланник ' || n), '{{}}' FROM generate_series(1, {number}) n;
INSERT INTO council_term (person_id, office_id, acting, start, start_precision, end_precision, live_from)
SELECT {beyond} + n, (SELECT id FROM council_office WHERE kind = 'representative' ORDER BY id OFFSET n % 6 LIMIT 1), false, '1992-01-01', 'day', 'day', '2000-01-01'
FROM generate_series(1, {number}) n;
SET session_replication_role = DEFAULT;
VACUUM ANALYZE
"""
BEYOND = 10**9  # numbers that the growing archive will not want
SEARCHED = 10_000  # articles in the index at most: benchmarks.search tells of more


def fill(articles, photographs, people=0):
    """Let the archive grow to so many articles, to so many photographs beside theirs, and to so many more people.

    The photographs all show the same person; the people represent the states that there are.
    """
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import feeds
    from council.models import Person
    from news.models import Article
    from photos.models import Photo
    from tests import factories

    there = Article.objects.count()
    feeds.fill(articles)
    if photographs and not Photo.objects.filter(pk__gt=BEYOND).exists():
        given = {"beyond": BEYOND, "number": photographs, "writer": factories.writer().pk}
        with connection.cursor() as cursor:
            for statement in OF_ONE_PERSON.format(person=Person.objects.earliest("pk").pk, **given).split(";"):
                cursor.execute(statement)
    if people and not Person.objects.filter(pk__gt=BEYOND).exists():
        with connection.cursor() as cursor:
            for statement in IN_OFFICE.format(beyond=BEYOND, number=people).split(";"):
                cursor.execute(statement)
    if there < articles <= SEARCHED:
        call_command("rebuild_search", stdout=io.StringIO())


def compare(wanted):
    asked = [address for address in addresses() if wanted.only in address[1]]
    asked += [("served", name, address) for site, name, address in asked if site == "newsroom"]
    found = {(site, name): [] for site, name, _address in asked}
    for _turn in range(TURNS):
        for site, (module, megabytes) in SITES.items():
            pages = {name: address for of, name, address in asked if of == site}
            for name, figures in in_a_process(module, megabytes, pages, wanted.times).items():
                found[site, name].append(figures)
    print(f"{'page':<28}{'site':<10}{'python':>8}{'templates':>11}{'database':>10}{'both':>7}{'queries':>9}{'KB':>6}")
    for (site, name), figures in found.items():
        python, templates, database, queries, size = (statistics.median(pair) for pair in zip(*figures))
        print(
            f"{name:<28}{site:<10}{python:>8.1f}{templates:>11.1f}{database:>10.1f}{python + database:>7.1f}"
            f"{queries:>9.0f}{size / 1024:>6.0f}"
        )


def addresses():
    """Return (site, name, address) of what is compared."""
    from django.urls import reverse
    from django.utils.translation import override

    from council.models import Person
    from news.models import Edition, Section
    from photos.models import Photo

    last = Edition.objects.order_by("-article").values_list("article", flat=True)[0]
    with override("en"):
        editions = Edition.objects.public().filter(language="en", photos__isnull=False, meeting__isnull=True)
        edition = editions.filter(article__lte=last // 2).order_by("-article").first()
        section, photo = Section.objects.first(), Photo.objects.get(pk=last // 20)
        person = Person.objects.earliest("pk")  # of the many photographs
        theirs = Photo.objects.filter(people__person=person).order_by("pk")
        pictured = theirs[theirs.count() // 2]
        phrase = f"%22council+met+{edition.article_id}%22"
        deepest = last * 19 // 20 // 20
        return [
            ("plain", "an article", f"/en/{edition.article_id}/"),
            ("newsroom", "an article", edition.get_absolute_url()),
            ("plain", "a list", "/en/"),
            ("newsroom", "a list", reverse("news:list")),
            ("newsroom", f"the list's page {deepest:,}", f"{reverse('news:list')}?page={deepest}"),
            ("newsroom", "a section", section.get_absolute_url()),
            ("newsroom", "the home page", reverse("home")),
            ("newsroom", "a meeting", reverse("council:meeting", args=[last // 200])),
            ("newsroom", "all meetings", reverse("council:meetings")),
            ("newsroom", "representatives", reverse("council:representatives")),
            ("newsroom", "a person", person.get_absolute_url()),
            ("newsroom", "a photograph", photo.get_absolute_url()),
            ("newsroom", "a photograph of many", pictured.get_absolute_url()),
            ("newsroom", "all photographs", reverse("photos:list")),
            ("newsroom", "a person's photographs", f"{reverse('photos:list')}?person={person.pk}"),
            ("plain", "a search, in all", f"/en/search/?q={IN_ALL}"),
            ("newsroom", "a search, in all", f"{reverse('search:results')}?q={IN_ALL}"),
            ("plain", "a search, in one", f"/en/search/?q={phrase}"),
            ("newsroom", "a search, in one", f"{reverse('search:results')}?q={phrase}"),
            ("newsroom", "a sitemap, articles", f"/sitemaps/articles-{last // 1000}.xml"),
            ("newsroom", "a sitemap, photographs", "/sitemaps/photos-0.xml"),
            ("newsroom", "a feed", reverse("feeds:news", args=["atom"])),
            ("newsroom", "the API", f"{reverse('api:list', args=['articles'])}?language=en"),
        ]


def in_a_process(module, megabytes, pages, times):
    from tests.page_cache.processes import database_url

    environ = {**os.environ, "DATABASE_URL": database_url(), "PAGE_CACHE_MEGABYTES": str(megabytes)}
    command = [sys.executable, "-m", "benchmarks.pages", "--of", module, json.dumps(pages), str(times)]
    return json.loads(subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout)


# --- Within the process of a site ----------------------------------------------------------------------------------


def measured(module, pages, times):
    """Return {name: [processor, templates, database's processor, queries, size]} of the pages of an application."""
    application = importlib.import_module(module).application
    from django.db import connection
    from django.template.backends.django import Template

    from benchmarks.postgres import backends, processor_seconds

    rendered, asked = Stopwatch(time.process_time), Stopwatch(time.perf_counter)
    Template.render = rendered.around(Template.render)
    found = {}
    for name, address in pages.items():
        for _ in range(3):
            body = fetched(application, address)
            wait_until_heard(application)
        with connection.execute_wrapper(lambda execute, *args: asked.around(execute)(*args)):
            asked.clear()
            fetched(application, address)
        connected = backends()
        figures, database = [], processor_seconds(connected)
        for _ in range(times):
            rendered.clear()
            began = time.process_time()
            fetched(application, address)
            figures.append(((time.process_time() - began) * 1000, rendered.milliseconds))
        cpu, templates = (statistics.median(pair) for pair in zip(*figures))
        # It sleeps a moment later than we have its answer, so this is a mean.
        database = (processor_seconds(connected) - database) * 1000 / times
        found[name] = [cpu, templates, database, asked.times, len(body)]
    return found


def wait_until_heard(application):
    while hasattr(application, "listener") and not application.listener.generation.is_connected:
        time.sleep(0.01)


def fetched(application, address):
    """Return what the application answers, in full, made anew."""
    if hasattr(application, "memory"):
        application.memory = Memory(MEGABYTES * 1024 * 1024)
    parts, told = urlsplit(address), []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": parts.path, "QUERY_STRING": parts.query, "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
    }  # fmt: skip
    answer = application(environ, lambda status, headers, exc_info=None: told.append(status))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    if not told[0].startswith("200"):
        sys.exit(f"{address}: {told[0]}")
    return body


class Stopwatch:
    """Sums the time of the functions it wraps."""

    def __init__(self, clock):
        self.clock = clock
        self.clear()

    def clear(self):
        self.times, self.milliseconds = 0, 0.0

    def around(self, function):
        def timed(*args, **kwargs):
            began = self.clock()
            try:
                return function(*args, **kwargs)
            finally:
                self.times += 1
                self.milliseconds += (self.clock() - began) * 1000

        return timed


if __name__ == "__main__":
    if sys.argv[1:2] == ["--of"]:
        print(json.dumps(measured(sys.argv[2], json.loads(sys.argv[3]), int(sys.argv[4]))))
    else:
        main()
