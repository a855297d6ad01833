"""The model of benchmarks.capacity beside what is measured on this machine; started by that one with --compare."""
# ruff: noqa: I001 - benchmarks.serve sets Django up before its models can be imported

import contextlib
import re
import time

from benchmarks import serve

from django.db import connection
from monitoring.models import Process
from news.models import Edition
from news.pages import address_of

from benchmarks.capacity import Costs, Load, Setting, foreseen
from benchmarks.postgres import ProcessorTime
from benchmarks.servers import ask, fetch, newsroom, varnish_before
from benchmarks.soak import Publishing, the_mixture

# What is put on, each with a name, publications last; the last column says whether Varnish stands in front. A machine
# that others use as well carries them: where more is foreseen than a processor gives, nothing can be compared.
LOADS = [
    ("a node alone, 150 requests/s for 60 addresses, one in ten seconds", Load(150, 60, 0.1), False),
    ("a node alone, 300 requests/s for 10 addresses, one in two seconds", Load(300, 10, 0.5), False),
    ("Varnish before it, 600 requests/s for 60 addresses, one in five", Load(600, 60, 0.2), True),
]
CALIBRATED_AT = 1000  # requests a second


def main(wanted):
    with serve.prepared(wanted.keep) as folder:
        serve.fill(wanted.articles)
        costs, changes = measured(wanted, folder)
        print(f"\nmilliseconds: {costs}\nchanges heard for a publication: {changes:.1f}\n")
        print(f"{'':70}{'nodes':>16}{'PostgreSQL':>16}{'Varnish':>16}{'made/s':>16}{'reached/s':>12}")
        for name, load, has_cache in LOADS:
            setting = Setting(caches=int(has_cache), memory_megabytes=256, changes=changes)
            compare(name, foreseen(load, setting, costs), put_on(load, has_cache, wanted.seconds, folder))


def measured(wanted, folder):
    """Return the Costs on this machine, and how many changes a process hears for a publication."""
    newest = Edition.objects.public().filter(language="en").newest_first().defer("body")
    random = [address_of(edition) for edition in newest[wanted.articles // 10 : 10_000]]
    with site(folder) as server:
        time.sleep(2)
        idle = over(server, 10)
        hot = ask(server, [serve.hot_path()], 10, folder, rate=CALIBRATED_AT)
        made_before = figures(server)["made"]
        began, postgres, used = time.monotonic(), ProcessorTime(), server.cpu_seconds()
        database = postgres.seconds()
        ask(server, random, 8, folder, warm_up=0, rate=100)
        seconds = time.monotonic() - began
        made = figures(server)["made"] - made_before
        made_ms = (server.cpu_seconds() - used - idle * seconds) / made * 1000
        database_ms = (postgres.seconds() - database) / made * 1000
        heard_before, database = figures(server)["changes"], postgres.seconds()
        with Publishing(server, 1) as published:
            time.sleep(20)
        number = len(published.editions)
        publication = (postgres.seconds() - database) / number * 1000
        changes = (figures(server)["changes"] - heard_before) / number
        with varnish_before(server, folder) as cache:
            cached = ask(cache, [serve.hot_path()], 10, folder, rate=3 * CALIBRATED_AT)
    costs = Costs(
        hit=hot.cpu - idle * 1000 / hot.per_second,
        made=made_ms,
        database=database_ms,
        publication=publication,
        idle=idle * 1000,
        cached=cached.cpu,
    )
    return costs, changes


def put_on(load, has_cache, seconds, folder):
    """Return (processors of the node, of PostgreSQL, of Varnish; pages made, requests answered a second)."""
    with (
        site(folder) as server,
        varnish_before(server, folder) if has_cache else contextlib.nullcontext(server) as front,
    ):
        mixture = the_mixture(load.addresses)
        for address in dict.fromkeys(mixture):
            fetch(front.address + address)
        with Publishing(server, 1 / load.publications):
            postgres, began = ProcessorTime(), time.monotonic()
            before = server.cpu_seconds(), postgres.seconds(), front.cpu_seconds(), figures(server)["made"]
            reached = ask(front, mixture, seconds, folder, warm_up=0, rate=load.requests).per_second
            took = time.monotonic() - began
            after = server.cpu_seconds(), postgres.seconds(), front.cpu_seconds(), figures(server)["made"]
    node, database, cache, made = ((late - early) / took for early, late in zip(before, after))
    return node, database, cache if has_cache else 0, made, reached


def compare(name, need, found):
    columns = []
    for foreseen_value, found_value in zip((need.nodes, need.database, need.caches, need.made), found, strict=False):
        error = f"{foreseen_value / found_value - 1:+.0%}" if found_value else ""
        columns.append(f"{foreseen_value:6.2f} {found_value:6.2f} {error:>5}")
    print(f"{name:68}{''.join(f'{column:>22}' for column in columns)}{found[-1]:>12,.0f}", flush=True)


def site(folder):
    Process.objects.all().delete()  # /metrics would tell of the site before this one, too
    return newsroom(megabytes=256, MEDIA_ROOT=str(folder / "media"))


def over(server, seconds):
    """Return the processors that a server uses which nobody asks."""
    before, began = server.cpu_seconds(), time.monotonic()
    time.sleep(seconds)
    return (server.cpu_seconds() - before) / (time.monotonic() - began)


def figures(server):
    """Return how many pages the server has made, and how many changes it has heard of."""
    text = fetch(f"{server.address}/metrics").decode()
    outcomes = dict(re.findall(r'newsroom_page_memory_requests_total{outcome="(\w+)",[^}]*} ([\d.e+]+)', text))
    heard = re.search(r"newsroom_page_memory_generations_total{[^}]*} ([\d.e+]+)", text)
    connection.close()
    return {
        "made": sum(float(outcomes.get(name, 0)) for name in ("rendered", "ahead", "not_kept")),
        "changes": float(heard[1]),
    }
