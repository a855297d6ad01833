"""How long the desk and the index take when somebody is renamed whom very many articles name.

    .venv/bin/python -m benchmarks.rename [--articles 20000] [--times 5]

One letter of a name that all articles hold is changed at the desk, again and again, and the slowest time is printed.
“desk” is how long the form takes to answer, “index” how long the worker's part takes after that, alone on its
connection; each by the clock, and what it was on a processor, in Python and in the database. “Memory” is the most that
the database's process for the worker has held, its shared memory included.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import os
import threading
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_rename")
os.environ["HTTPS"] = os.environ["SECOND_FACTOR"] = "0"

import django

django.setup()

from django.db import connection, connections

from benchmarks import newsroom, search
from search import refreshing
from tests import factories
from tests.desk.screens import Page, signed_in

FORMS = ["Zora Quokkova", "Zora Quokkowa"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=5)
    wanted = parser.parse_args()
    with newsroom.opened():
        somebody = factories.person(FORMS[0], "Зора Кускусова")
        factories.term(somebody, factories.office())
        refreshing.refresh()
        search.fill(0, wanted.articles, named=FORMS[0])
        measure(somebody, wanted.times)


def measure(somebody, times):
    client = signed_in(factories.press_secretary())
    address = f"/desk/council/person/{somebody.pk}/change/"
    desk, index, peak = [], [], 0
    client.get(address)
    for number in range(1, times + 1):
        form = Page(client.get(address), "person_form").fields
        [field] = [name for name, value in form.items() if value in FORMS]
        sent = {**form, field: FORMS[number % 2], "amendment-kind": "minor", "_save": "save"}
        response, *took = timed(lambda sent=sent: client.post(address, sent))
        desk.append(took)
        somebody.refresh_from_db()
        assert (response.status_code, somebody.name["en"]) == (302, FORMS[number % 2]), response.content
        left, _since = refreshing.waiting()
        took, memory = in_its_own_session(refreshing.refresh)
        index.append(took)
        peak = max(peak, memory)
        print(f"desk {took_ms(desk[-1])} ms, {left} marks left, index {took_ms(index[-1])} ms", flush=True)
        assert refreshing.waiting() == (0, None)
    print(
        "\n| | desk: processor ms | clock | index: processor s | clock | memory, MB |\n|---|---:|---:|---:|---:|---:|"
    )
    slowest = [max(some) for some in (*zip(*desk), *zip(*index))]
    figures = [f"{slowest[0]:.0f}", f"{slowest[1]:.0f}", f"{slowest[2] / 1000:.1f}", f"{slowest[3] / 1000:.1f}"]
    print(f"| a name in {number_of_articles()} articles | {' | '.join([*figures, f'{peak:.0f}'])} |")


def took_ms(took):
    return f"{took[0]:.0f} ({took[1]:.0f} by the clock)"


def timed(act):
    """Return (what `act` returns, milliseconds on the processor, milliseconds by the clock)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    began, used = time.perf_counter(), search.used_ms(backend)
    result = act()
    return result, search.used_ms(backend) - used, (time.perf_counter() - began) * 1000


def in_its_own_session(act):
    """Do `act` on a new connection.

    Return [processor ms, clock ms], and the megabytes that the database's process for it has held at most.
    """
    found = []

    def run():
        try:
            _result, *took = timed(act)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (backend,) = cursor.fetchone()
            status = Path(f"/proc/{backend}/status").read_text()
            found.append((took, int(status.split("VmHWM:")[1].split()[0]) / 1024))
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


def number_of_articles():
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_char(count(*), 'FM999,999,999') FROM search_entry WHERE kind = 'article'")
        return cursor.fetchone()[0]


if __name__ == "__main__":
    main()
