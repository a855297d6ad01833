"""Servers on loopback that are measured, and the load that is put on them.

wrk, nginx and taskset come from Debian (apt-get install wrk nginx-light util-linux). A server runs on the first
processor, the load on the second.
"""

import contextlib
import dataclasses
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from types import SimpleNamespace

import psutil

from benchmarks.postgres import ProcessorTime
from benchmarks.two_nodes.varnish import Varnish
from csto_site import server
from csto_site.places import BASE
from tests.nodes import free_port
from tests.page_cache.processes import database_url

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
done = function(summary, latency)
    io.write(string.format("99.9%% %d us, longest %d us\\n", latency:percentile(99.9), latency.max))
end
"""
# Each connection asks again so long after its last answer.
PACE_MILLISECONDS = 10
PACE = f"""
delay = function() return {PACE_MILLISECONDS} end
"""


@dataclasses.dataclass
class Figures:
    """Requests a second; median, 99th and 99.9th percentile and the longest in milliseconds; errors.

    `cpu` is the processor time of the server's processes in milliseconds a request, `database` that of PostgreSQL's.
    """

    per_second: float
    median: float
    p99: float
    p999: float
    longest: float
    cpu: float
    database: float
    errors: int


@dataclasses.dataclass
class Server:
    address: str
    process: psutil.Process

    @property
    def family(self):
        return [self.process, *self.process.children(recursive=True)]

    def cpu_seconds(self):
        """Return the processor time that the server and its children have used."""
        return sum(sum(version.cpu_times()[:2]) for version in self.family)

    def megabytes(self):
        """Return the memory of the server and its children; what they share is counted once for each."""
        return sum(version.memory_info().rss for version in self.family) / 1024 / 1024


def need_programs():
    for program in ("wrk", "nginx", "taskset"):
        if not shutil.which(program):
            sys.exit(f"{program} is not on this machine: apt-get install wrk nginx-light util-linux.")


def newsroom(megabytes, **environ):
    """Run the newsroom with so much memory for pages, for the length of the block; return the Server."""
    own = {
        "DATABASE_URL": database_url(),
        "SITE_URL": "http://127.0.0.1:{port}",
        "PAGE_CACHE_MEGABYTES": str(megabytes),
        "LOG_LEVEL": "ERROR",
        "RATE_LIMITS": "0",
    }
    return granian("csto_site.wsgi:application", **own, **environ)


def granian(application, **environ):
    """Run an application under the newsroom's server, with as many threads as behind a proxy."""
    command = [sys.executable, "-m", "granian", application, "--host", "127.0.0.1", "--port", "{port}"]
    return running(command, **server.environment(GRANIAN_BLOCKING_THREADS="8", **environ))


def nginx(folder):
    port = free_port()
    written = folder / "nginx.conf"
    written.write_text(NGINX.format(folder=folder, port=port))
    os.chmod(folder, 0o755)
    return running(["nginx", "-p", str(folder), "-c", str(written)], port=port, path="/article")


@contextlib.contextmanager
def varnish_before(server, folder):
    """Run Varnish before `server`, on the same processor, for the length of the block; yields it as a Server."""
    node = SimpleNamespace(port=urllib.parse.urlsplit(server.address).port)
    port = free_port()
    varnish = Varnish(folder / f"varnish-{port}", port, [node, node]).start()
    try:
        end = time.monotonic() + 20
        while True:
            try:
                fetch(f"{varnish.address}/en/")
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
        cache = Server(varnish.address, psutil.Process(varnish.process.pid))
        for process in cache.family:
            subprocess.run(["taskset", "-a", "-p", "-c", SERVER_CPU, str(process.pid)], check=True, capture_output=True)
        yield cache
    finally:
        varnish.stop()


@contextlib.contextmanager
def running(command, port=None, path="/", **environ):
    port = port or free_port()
    command = [part.replace("{port}", str(port)) for part in command]
    environ = {name: value.replace("{port}", str(port)) for name, value in environ.items()}
    with subprocess.Popen(["taskset", "-c", SERVER_CPU, *command], cwd=BASE, env={**os.environ, **environ}) as started:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address + path, started)
            yield Server(address, psutil.Process(started.pid))
        finally:
            started.terminate()


def _wait_for(address, process):
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


def fetch(address, headers=None):
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers or {}), timeout=30) as answer:
        return answer.read()


def ask(asked, paths, seconds, folder, seed=0, warm_up=1, rate=None, agent=""):
    """Let wrk ask for `paths` at random and return Figures; what is asked at first, to warm up, does not count.

    `rate` is how many requests a second there are; without it, as many as the server answers. `agent` is what the load
    says it is.
    """
    script = folder / "paths.lua"
    listed = ", ".join(f'"{path}"' for path in paths)
    pace = PACE if rate else ""
    connections = round(rate * PACE_MILLISECONDS / 1000) if rate else CONNECTIONS
    if warm_up:
        script.write_text(RANDOM_PATHS.format(paths=listed, seed=-1 - seed) + pace)  # or what follows would be known
        _wrk(asked, script, warm_up, connections, agent)
    script.write_text(RANDOM_PATHS.format(paths=listed, seed=seed) + pace)
    postgres = ProcessorTime()
    before, database_before = asked.cpu_seconds(), postgres.seconds()
    told = _wrk(asked, script, seconds, connections, agent)
    used, database_used = asked.cpu_seconds() - before, postgres.seconds() - database_before
    number = int(re.search(r"(\d+) requests in", told).group(1))
    if not number:
        sys.exit(f"{asked.address}{paths[0]} was not answered in {seconds} s.")
    return Figures(
        per_second=float(re.search(r"Requests/sec:\s+([\d.]+)", told).group(1)),
        median=_milliseconds(re.search(r"^\s+50%\s+(\S+)", told, re.M).group(1)),
        p99=_milliseconds(re.search(r"^\s+99%\s+(\S+)", told, re.M).group(1)),
        p999=int(re.search(r"^99\.9% (\d+) us", told, re.M).group(1)) / 1000,
        longest=int(re.search(r"longest (\d+) us", told).group(1)) / 1000,
        cpu=used / number * 1000,
        database=database_used / number * 1000,
        errors=sum(map(int, re.findall(r"(?:Non-2xx or 3xx responses:|timeout|connect|read|write) (\d+)", told))),
    )


def _wrk(asked, script, seconds, connections, agent=""):
    said = ["-H", f"User-Agent: {agent}"] if agent else []
    load = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "--latency", *said, "-s", script]
    command = ["taskset", "-c", LOAD_CPU, *load]
    return subprocess.run([*command, asked.address], check=True, capture_output=True, text=True).stdout


def _milliseconds(printed):
    """Return what wrk printed as a time (“1.20ms”, “830.00us”, “1.02s”) in milliseconds."""
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", printed).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]
