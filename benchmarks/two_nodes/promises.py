"""What several machines promise, each shown once under load and put in one line of a table."""

import contextlib
import os
import shutil
import statistics
import time

from django.db import connection, connections
from django.utils import translation

from csto_site.places import BASE
from tests import factories
from tests.desk import over_http
from tests.load import Load
from tests.nodes import ask

API = "/api/v1/articles?language=en"
KNOWN_WITHIN_SECONDS = 0.1  # at the other node
PAGE_LIFETIME_SECONDS = 10 + 1  # a cache in front keeps a page for ten, and one is to fetch the next


def keep(installation):
    """Show each promise, print the table, and tell whether all were kept."""
    rows = []
    with translation.override("en"):
        for promise in PROMISES:
            if promise in ONLY_WITH_VARNISH and not installation.varnish:
                continue
            kept, figure = promise(installation)
            rows.append(kept)
            print(f"{'kept  ' if kept else 'BROKEN'}  {promise.__doc__.splitlines()[0]:<72} {figure}", flush=True)
    connections.close_all()
    return all(rows)


def other_node(installation):
    """What is published at one node is known at the other within 100 ms."""
    secretary = over_http.logged_in(factories.press_secretary())
    known, shown = [], []
    for number in range(10):
        for path in (API, "/en/news/"):
            installation.b.get(path)  # as it was, from memory
        title = f"Council, sitting {number}"
        over_http.publish(factories.approve(factories.edition(title=title)), installation.a, secretary)
        known.append(_until(lambda title=title: title in installation.b.get(API).text))
        shown.append(known[-1] + _until(lambda title=title: title in installation.b.get("/en/news/").text))
    middle = statistics.median(known)
    figure = f"in the interface for programs {_ms(known)}; on the page, which has to be made, {_ms(shown)}"
    return middle < KNOWN_WITHIN_SECONDS, figure


def _ms(times):
    return f"median {statistics.median(times) * 1000:.0f}, slowest {max(times) * 1000:.0f} ms"


def same_photographs(installation):
    """A photograph that came in at one node is handed out by both, from the store."""
    photo = factories.photo(rendered=True)
    factories.publish(factories.show(photo, factories.edition()).edition)
    address = photo.renditions.first().get_absolute_url()
    answers = [node.get(address) for node in (installation.a, installation.b)]
    kept = all(answer.status == 200 for answer in answers) and answers[0].content == answers[1].content
    return kept, f"{len(answers[0].content):,} bytes from each"


def through_the_cache(installation):
    """Through the cache it is seen within the lifetime of a page."""
    front = installation.front
    _until(lambda: _is_hit(installation, "/en/news/"))
    edition = factories.published(title="Seen through the cache")
    took = _until(lambda: edition.title in ask(front, "/en/news/").text, seconds=30)
    return took < PAGE_LIFETIME_SECONDS + 10, f"{took:.1f} s"


def killed_node(installation):
    """A node that is killed costs visitors no request, and itself those it was answering."""
    with Load(installation.front, _paths()) as load:
        load.wait_for(300)
        installation.a.kill()
        load.wait_for(600)
        installation.a.start().wait()
        load.wait_for(300)
    return not load.failed, load.summary()


def restarted_database(installation):
    """The database is restarted, and pages that are known go on without an error."""
    paths = _paths()[:2]
    for node in (installation.a, installation.b):
        for path in paths:
            node.get(path)
    with contextlib.ExitStack() as visitors:
        loads = [
            visitors.enter_context(Load(node.address, paths, visitors=4)) for node in (installation.a, installation.b)
        ]
        loads[0].wait_for(200)
        installation.postgres.stop("fast")
        loads[0].wait_for(400)
        installation.postgres.start()
        loads[0].wait_for(400)
    connection.close()
    connection.close_pool()
    back = _until(lambda: {_news(installation.a), _news(installation.b)} == {200})
    summary = "; ".join(load.summary() for load in loads)
    kept = not any(load.failed for load in loads) and back < 10
    return kept, f"{summary}; the others again after {back:.1f} s"


def rolling_upgrade(installation):
    """A new release with a migration goes in node by node, and no visitor notices."""
    release = _next_release(installation)
    with Load(installation.front, _paths()) as load:
        load.wait_for(200)
        installation.manage("migrate", "--verbosity", "0", code=release)
        load.wait_for(200)  # the old code over the new tables
        for node in (installation.a, installation.b):
            node.stop()  # it finishes what it answers; what comes then goes to the other
            node.code = release
            node.start().wait()
            time.sleep(2.5)  # until the balancer's probe has seen it twice
            load.wait_for(200)  # old and new code beside each other, then the new alone
    return not load.failed, load.summary()


def reload(installation):
    """A node takes new workers in the place of its old ones, and no request is dropped."""
    with Load(installation.b.address, _paths(), visitors=4) as load:
        load.wait_for(100)
        installation.b.reload()
        end = time.monotonic() + 14  # a new worker has eight seconds to start, then the old one ends
        while time.monotonic() < end:
            load.wait_for(50)
    return not load.failed, load.summary()


PROMISES = [
    other_node, same_photographs, through_the_cache, killed_node, restarted_database, reload, rolling_upgrade,
]  # fmt: skip
ONLY_WITH_VARNISH = [through_the_cache, killed_node, rolling_upgrade]


def _paths():
    published = factories.published(title="A report of the Council")
    return [
        published.get_absolute_url(),
        "/en/",
        "/en/news/",
        "/ru/news/",
        *(f"/en/news/?of={number}" for number in range(6)),
    ]


def _news(node):
    return node.get(f"/en/news/?of={time.monotonic()}").status


def _is_hit(installation, path):
    return ask(installation.front, path).headers.get("X-Cache") not in (None, "hits=0")


def _until(condition, seconds=20):
    """Return after how many seconds `condition` held."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            return float("inf")
        time.sleep(0.002)
    return time.monotonic() - began


def _next_release(installation):
    """Return a copy of the code with one more migration, which adds a column that only the next release knows."""
    release = installation.folder / "release"
    shutil.rmtree(release, ignore_errors=True)
    away = shutil.ignore_patterns("var", ".venv", ".git", "media", "__pycache__", "benchmarks", "docs")
    shutil.copytree(BASE, release, ignore=away)
    (release / "var").mkdir()
    os.symlink(BASE / "var" / "static", release / "var" / "static")
    migrations = release / "news" / "migrations"
    last = sorted(path.stem for path in migrations.glob("0*.py"))[-1]
    (migrations / "9999_of_the_rehearsal.py").write_text(
        "from django.db import migrations\n\n\n"
        "class Migration(migrations.Migration):\n"
        f'    dependencies = [("news", "{last}")]\n'
        '    operations = [migrations.RunSQL("ALTER TABLE news_edition ADD COLUMN rehearsed text")]\n'
    )
    return release
