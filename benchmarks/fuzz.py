"""All hostile requests that the tests know, and as many invented ones as there is time for, against one newsroom.

    TEST_DATABASE_NAME=fuzz python -m benchmarks.fuzz --minutes 5

It creates and drops a test database. Every request goes through the whole of Django, without the page cache. The
figures are in docs/security.md; a fault is printed with its request, and the exit status is 1.
"""

import argparse
import collections
import os
import random
import sys
import time
import urllib.parse

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--minutes", type=float, default=5)
    arguments.add_argument("--seed", type=int, default=time.time_ns())
    given = arguments.parse_args()
    from csto_site import database

    with database.available():
        django.setup()
        sys.exit(bool(in_a_newsroom_of_its_own(given)))


def in_a_newsroom_of_its_own(given):
    import logging
    import tempfile

    from django.conf import settings
    from django.db import connection
    from django.utils import translation

    from tests.authenticity import signing
    from tests.hostile import routes
    from tests.hostile.newsroom import filled

    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS, settings.MAX_REQUESTS_PER_MINUTE, settings.API_TIMES_A_MINUTE = ["testserver"], {}, 10**9
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.SIGNING_KEY = settings.SIGNING_KEY or signing.secret(signing.KEY)
    named = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as settings.MEDIA_ROOT, translation.override("en"):
            addresses = routes.addresses(filled())
            return attack(addresses, given)
    finally:
        connection.creation.destroy_test_db(named, verbosity=0)


def attack(addresses, given):
    from django.test import Client

    from tests.hostile import attacks

    client, end = Client(raise_request_exception=False), time.monotonic() + given.minutes * 60
    asked = collections.Counter()
    faults = []
    kinds = {
        "parameters": ((address, {}) for address in shuffled(attacks.parameters(addresses), given.seed)),
        "paths": ((address, {}) for address in shuffled(attacks.paths(addresses), given.seed)),
        "headers": shuffled(attacks.headers(addresses), given.seed),
        "invented": invented(list(addresses), random.Random(given.seed)),
    }
    for left, (kind, requests) in zip(range(len(kinds), 0, -1), kinds.items()):
        begun = time.monotonic()
        for address, headers in requests:
            if time.monotonic() > begun + (end - begun) / left:
                break
            asked[kind] += 1
            fault = attacks.fault(client.get(address, **headers), address)
            if fault:
                faults.append(fault)
                print(f"  {fault} {headers or ''}")
        print(f"{kind}: {asked[kind]} requests in {time.monotonic() - begun:.0f} s")
    print(f"{asked.total()} requests over {len(addresses)} routes, seed {given.seed}: {len(faults)} faults")
    return faults


def shuffled(requests, seed):
    """Return the requests in an order that depends on the seed, so that short runs try different ones."""
    return random.Random(seed).sample(found := list(requests), len(found))


def invented(addresses, chance):
    """Yield requests put together of anything, without end."""
    from tests.hostile.attacks import HEADERS, IN_PATHS, KNOWN, SURPRISES

    while True:
        path = chance.choice(addresses).partition("?")[0]
        if chance.random() < 0.3:
            parts = path.split("/")
            parts[chance.randrange(1, len(parts))] = chance.choice(IN_PATHS) + chance.choice(["", "1", "-x"])
            path = "/".join(parts)
        asked = [(chance.choice(KNOWN), anything(chance, SURPRISES)) for _ in range(chance.randrange(6))]
        headers = {}
        if chance.random() < 0.3:
            name = chance.choice([header for header in HEADERS if not header.startswith("Content")])
            headers[f"HTTP_{name.upper().replace('-', '_')}"] = chance.choice(HEADERS[name]).encode().decode("latin-1")
        yield f"{path}?{urllib.parse.urlencode(asked, errors='replace')}", headers


def anything(chance, surprises):
    if chance.random() < 0.5:
        return chance.choice(surprises)
    return "".join(chr(chance.choice([chance.randrange(128), chance.randrange(0x500), chance.randrange(0xD800)]))
                   for _ in range(chance.randrange(30)))  # fmt: skip


if __name__ == "__main__":
    main()
