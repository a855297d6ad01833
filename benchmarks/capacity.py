"""How many processors the newsroom needs for so many readers: the model of docs/capacity.md, and how right it is here.

    .venv/bin/python -m benchmarks.capacity [--readers 10000 1000000 100000000]
    .venv/bin/python -m benchmarks.capacity --compare [--articles 10000] [--seconds 30] [--keep]

Without --compare it only reckons. With it, it measures what the parts cost on this machine, says what the model
foresees for three loads, puts them on, and prints both; benchmarks/servers.py says what that needs, and Varnish.

The model: of what everybody reads, the k-th address is asked for a k-th as often as the first (Zipf). A page is made
when it is asked for the first time after a change, so one that is asked for λ times a second while there are g changes
a second is made λg/(λ + g) times a second, by each process; one that memory has no room for is made each time. The rest
goes to the archive, whose pages are nearly all made for whoever asks. Varnish asks for a page once in the T seconds
that it may keep it, λ/(1 + λT) times a second. Everything else is a sum of costs.
"""

import argparse
import dataclasses
import math

PAGE_BYTES, FILE_BYTES = 7000, 30_000  # as they are sent
KEPT_PAGE_BYTES = 9000  # of a page packed, with what is kept beside it
OF_ONE_VARNISH = 100_000  # requests a second, on a machine of its own
BUSY = 0.6  # of a processor, at which nobody waits for it


@dataclasses.dataclass(frozen=True)
class Costs:
    """Milliseconds of a processor, as measured: docs/capacity.md says when and how. `idle` is for each second."""

    hit: float = 0.035  # a page from memory, at a node
    made: float = 6.5  # a page that is made, at a node
    database: float = 1.8  # the same, at PostgreSQL
    publication: float = 45.0  # one publication, at PostgreSQL
    idle: float = 6.0  # a node that nobody asks
    cached: float = 0.02  # a page or a file from Varnish
    file: float = 0.19  # a photograph's file from a node
    letter: float = 4.0  # a letter that is written and sent, at the worker


@dataclasses.dataclass(frozen=True)
class Load:
    """Requests a second for so many addresses that everybody reads, publications a second, and requests for others."""

    requests: float
    addresses: int
    publications: float
    archive: float = 0.0
    files: float = 0.0  # photographs


@dataclasses.dataclass(frozen=True)
class Setting:
    """What an operator decides."""

    processes: int = 1  # that serve pages: GRANIAN_WORKERS of all nodes together
    memory_megabytes: int = 96  # PAGE_CACHE_MEGABYTES
    warmed: int = 100  # PAGE_CACHE_WARMED
    caches: int = 0  # Varnish servers
    cached_seconds: float = 10.0  # page_cache.lifetimes.PAGE_SECONDS
    changes: float = 1.0  # of which pages hear for each publication


@dataclasses.dataclass(frozen=True)
class Need:
    """Processors that are busy, and pages made a second."""

    caches: float
    nodes: float
    database: float
    made: float


def foreseen(load: Load, setting: Setting, costs: Costs) -> Need:
    """Return what `load` needs under `setting`."""
    all_shares = sum(1 / rank for rank in range(1, load.addresses + 1))
    changes = load.publications * setting.changes
    kept = setting.memory_megabytes * 2**20 / 2 / KEPT_PAGE_BYTES  # half of memory is for pages without a query
    files = 0 if setting.caches else load.files  # Varnish keeps those of the pages that everybody reads
    asked = made = load.archive
    for rank in range(1, load.addresses + 1):
        rate = load.requests / rank / all_shares
        if setting.caches:
            rate = rate / (1 + rate / setting.caches * setting.cached_seconds)
        asked += rate
        of_one = rate / setting.processes
        if rank > kept:
            each = of_one
        elif rank <= setting.warmed and of_one > 2 * changes:
            each = changes
        else:
            each = of_one * changes / (of_one + changes) if changes else 0
        made += each * setting.processes
    return Need(
        caches=(load.requests + load.archive + load.files) * costs.cached / 1000 if setting.caches else 0,
        nodes=(asked * costs.hit + made * costs.made + files * costs.file + setting.processes * costs.idle) / 1000,
        database=(made * costs.database + load.publications * costs.publication) / 1000,
        made=made,
    )


def main():
    wanted = arguments()
    if wanted.compare:
        from benchmarks import capacity_compared

        capacity_compared.main(wanted)
    else:
        for readers in wanted.readers:
            reckon(readers, wanted)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, nargs="+", default=[10**4, 10**6, 10**8], help="an hour")
    parser.add_argument("--current", type=int, default=500, help="addresses that everybody reads")
    parser.add_argument("--archive", type=float, default=0.05, help="the part of requests that goes to all others")
    parser.add_argument("--pages", type=float, default=4, help="that a reader asks for")
    parser.add_argument("--files", type=float, default=6, help="photographs for each page; styles stay in browsers")
    parser.add_argument("--subscribers", type=float, default=1000, help="by email, to whom each publication is sent")
    parser.add_argument("--peak", type=float, default=3, help="the busiest second against the hour's mean")
    parser.add_argument("--publications", type=float, default=60, help="an hour")
    parser.add_argument("--compare", action="store_true", help="measure, and compare with what the model foresees")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    return parser.parse_args()


def reckon(readers, wanted):
    """Print what so many readers an hour need, without Varnish and with it."""
    pages = readers * wanted.pages / 3600 * wanted.peak
    load = Load(
        requests=pages * (1 - wanted.archive),
        addresses=wanted.current,
        publications=wanted.publications / 3600,
        archive=pages * wanted.archive,
        files=pages * wanted.files,
    )
    sent = (pages * PAGE_BYTES + load.files * FILE_BYTES) * 8 / 1e9
    worker = load.publications * wanted.subscribers * Costs.letter / 1000
    print(
        f"\n{readers:,} readers an hour: {pages:,.0f} pages and {load.files:,.0f} files a second at the peak, "
        f"{sent:,.2f} Gbit/s; the worker {worker:.2f} processors"
    )
    for name, caches in (("without Varnish", 0), ("with Varnish", math.ceil((pages + load.files) / OF_ONE_VARNISH))):
        processes, need = enough(load, Setting(caches=caches, memory_megabytes=1024))
        print(
            f"  {name:16} {need.made:9,.1f} pages made a second; processors busy: {caches} Varnish {need.caches:.2f}, "
            f"nodes {need.nodes:.2f} in {processes} processes, PostgreSQL {need.database:.2f}"
        )


def enough(load, setting):
    """Return the smallest number of processes of which none is too busy, and what they need."""
    processes = 1
    while True:
        need = foreseen(load, dataclasses.replace(setting, processes=processes), Costs())
        if need.nodes <= BUSY * processes:
            return processes, need
        processes = max(processes + 1, math.ceil(need.nodes / BUSY * 0.9))


if __name__ == "__main__":
    main()
