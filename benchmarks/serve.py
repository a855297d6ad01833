"""Requests a second, waiting times and processor time of the served site, beside the least that could serve it.

    .venv/bin/python -m benchmarks.serve [--articles 10000] [--seconds 3] [--rounds 3] [--keep]

It needs wrk, nginx and taskset (Debian: apt-get install wrk nginx-light util-linux). A database of its own is filled as
by benchmarks.feeds. The servers run one after another on the first processor, wrk on the second. Rounds are
interleaved: each round asks every server once, and the medians of the rounds are printed.

    bare       a WSGI callable with the octets of the hot article, under the same server
    nginx      the same octets as a file
    plain      a bare-bones Django site over the same articles (benchmarks/baseline/site.py)
    uncached   the newsroom without pages in memory
    newsroom   the newsroom as it is served
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import contextlib
import dataclasses
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_serve")
os.environ["HTTPS"] = "0"

import django

django.setup()

import psutil
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

from benchmarks import feeds
from csto_site import database
from csto_site.places import BASE
from news.models import Edition, Section

SERVER_CPU, LOAD_CPU = "0", "1"
CONNECTIONS = 16
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{}}
http {{
    access_log off; default_type text/html; sendfile on; tcp_nopush on;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""
RANDOM_PATHS = """
local paths = {{ {paths} }}
math.randomseed({seed})
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
"""


@dataclasses.dataclass
class Case:
    """What is asked of which server: one path, or a list from which each request takes one at random."""

    name: str
    server: str
    paths: list


@dataclasses.dataclass
class Figures:
    """Requests a second, median and 99th percentile in milliseconds, processor milliseconds a request, errors."""

    per_second: float
    median: float
    p99: float
    cpu: float
    errors: int


def main():
    wanted = arguments()
    for program in ("wrk", "nginx", "taskset"):
        if not shutil.which(program):
            sys.exit(f"{program} is not on this machine; see the head of this file.")
    with database.available(), tempfile.TemporaryDirectory() as folder:
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False, keepdb=wanted.keep, serialized_aliases=set())
        call_command("collectstatic", interactive=False, verbosity=0)
        try:
            feeds.fill(wanted.articles)
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
            print(f"{feeds.sizes()}; {wanted.rounds} rounds of {wanted.seconds} s, {CONNECTIONS} connections")
            measure(wanted, Path(folder))
        finally:
            connection.close()
            teardown_databases(databases, verbosity=0, keepdb=wanted.keep)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    return parser.parse_args()


def measure(wanted, folder):
    cases = the_cases()
    body = folder / "files" / "article"
    body.parent.mkdir()
    with newsroom(megabytes=0) as server:
        body.write_bytes(fetch(server.address + cases[0].paths[0]))
    print(f"the hot article has {body.stat().st_size:,} octets\n")
    servers = {
        "bare": lambda: granian("benchmarks.baseline.bare:application", BARE_BODY=str(body)),
        "nginx": lambda: nginx(folder),
        "plain": lambda: granian("benchmarks.baseline.site:application", DATABASE_URL=database_url()),
        "uncached": lambda: newsroom(megabytes=0),
        "newsroom": lambda: newsroom(megabytes=256),
    }
    found = {id(case): [] for case in cases}
    for number in range(wanted.rounds):
        for name, start in servers.items():
            mine = [case for case in cases if case.server == name]
            with start() as server:
                for case in mine:
                    found[id(case)].append(ask(server, case, wanted.seconds, folder, seed=number))
    tell(cases, found)


def the_cases():
    newest = Edition.objects.public().filter(language="en").newest_first()
    hot = newest.first()
    articles = [it.get_absolute_url().replace("/ru/", "/en/") for it in newest.defer("body")[:10_000]]
    section = f"/en/news/{Section.objects.first().slug}/"
    deep = newest[: 400 * 20].values_list("shown_on", flat=True)
    month = list(deep)[-1]
    far = f"/en/news/{month:%Y}/{month:%m}/"
    search, feed, api = "/en/search/?q=council+moscow", "/en/feeds/news.atom", "/api/v1/articles?language=en"
    hot_path = hot.get_absolute_url().replace("/ru/", "/en/")
    pages = {"hot article": [hot_path], "random article": articles, "section list": [section], "month long ago": [far]}
    programs = {"search": [search], "feed": [feed], "API page": [api]}
    return [
        Case("hot article", "newsroom", [hot_path]),
        Case("the same octets", "bare", ["/"]),
        Case("the same octets", "nginx", ["/article"]),
        Case("random article", "plain", [f"/{it.article_id}/" for it in newest.defer("body")[:10_000]]),
        Case("list", "plain", ["/"]),
        *(Case(name, "uncached", paths) for name, paths in {**pages, **programs}.items()),
        *(Case(name, "newsroom", paths) for name, paths in {**pages, **programs}.items() if name != "hot article"),
    ]


# --- Servers -------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Server:
    address: str
    process: psutil.Process

    def cpu_seconds(self):
        """Return the processor time that the server and its children have used."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(sum(it.cpu_times()[:2]) for it in family)


def newsroom(megabytes):
    return granian("csto_site.wsgi:application", DATABASE_URL=database_url(), PAGE_CACHE_MEGABYTES=str(megabytes))


def granian(application, **environ):
    return running(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", application, "--host", "127.0.0.1",
            "--port", "{port}", "--blocking-threads", "4", "--log-level", "error",
        ],
        **environ,
    )  # fmt: skip


def nginx(folder):
    port = free_port()
    written = folder / "nginx.conf"
    written.write_text(NGINX.format(folder=folder, port=port))
    os.chmod(folder, 0o755)
    return running(["nginx", "-p", str(folder), "-c", str(written)], port=port, path="/article")


@contextlib.contextmanager
def running(command, port=None, path="/", **environ):
    port = port or free_port()
    command = [part.replace("{port}", str(port)) for part in command]
    with subprocess.Popen(["taskset", "-c", SERVER_CPU, *command], cwd=BASE, env={**os.environ, **environ}) as started:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address + path, started)
            yield Server(address, psutil.Process(started.pid))
        finally:
            started.terminate()


def wait_for(address, process):
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            fetch(address)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{address} does not answer.")


def fetch(address):
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read()


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def database_url():
    named = connection.settings_dict
    quoted = {name: urllib.parse.quote(str(named[name] or ""), safe="") for name in ("HOST", "USER", "PASSWORD")}
    secret = f":{quoted['PASSWORD']}" if quoted["PASSWORD"] else ""
    port = f":{named['PORT']}" if named["PORT"] else ""
    return f"postgres://{quoted['USER']}{secret}@{quoted['HOST']}{port}/{named['NAME']}"


# --- Load ----------------------------------------------------------------------------------------------------------


def ask(server, case, seconds, folder, seed):
    """Let wrk ask for a case and return its Figures; what is asked at first, to warm up, does not count."""
    script = folder / "paths.lua"
    script.write_text(RANDOM_PATHS.format(paths=", ".join(f'"{path}"' for path in case.paths), seed=seed))
    wrk(server, script, 1)
    before = server.cpu_seconds()
    told = wrk(server, script, seconds)
    used = server.cpu_seconds() - before
    number = int(re.search(r"(\d+) requests in", told).group(1))
    return Figures(
        per_second=float(re.search(r"Requests/sec:\s+([\d.]+)", told).group(1)),
        median=milliseconds(re.search(r"50%\s+(\S+)", told).group(1)),
        p99=milliseconds(re.search(r"99%\s+(\S+)", told).group(1)),
        cpu=used / max(number, 1) * 1000,
        errors=sum(map(int, re.findall(r"(?:Non-2xx or 3xx responses:|timeout) (\d+)", told))),
    )


def wrk(server, script, seconds):
    command = ["taskset", "-c", LOAD_CPU, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", script]
    return subprocess.run([*command, server.address], check=True, capture_output=True, text=True).stdout


def milliseconds(printed):
    """Return what wrk printed as a time (“1.20ms”, “830.00us”, “1.02s”) in milliseconds."""
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", printed).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def tell(cases, found):
    print(f"{'':22}{'server':12}{'requests/s':>12}{'median ms':>11}{'99 % ms':>10}{'cpu ms':>9}{'errors':>8}")
    for case in cases:
        rounds = found[id(case)]
        middle = {
            field.name: statistics.median(getattr(it, field.name) for it in rounds)
            for field in dataclasses.fields(Figures)
        }
        print(
            f"{case.name:22}{case.server:12}{middle['per_second']:12,.0f}{middle['median']:11.2f}"
            f"{middle['p99']:10.2f}{middle['cpu']:9.3f}{middle['errors']:8.0f}"
        )


if __name__ == "__main__":
    main()
