"""The time from an emergency removal until the last cached copy is gone, with two servers and warm caches.

    TEST_DATABASE_NAME=emergency python -m benchmarks.emergency --times 10

Each time an article with a photograph is made public and asked for until both servers have every page of it ready: the
article, its section, the home page, feeds, the search, the API, wires, sitemap and the photograph. Then it is made to
vanish, and all of them are asked without pause until none shows its title or its picture.
"""

import argparse
import os
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
CANARY = "Withdrawalcanary"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--times", type=int, default=10)
    times = arguments.parse_args().times
    django.setup()
    from benchmarks import newsroom
    from tests.page_cache.processes import server

    with newsroom.opened() as folder:
        environ = {"MEDIA_ROOT": str(folder), "RATE_LIMITS": "0", "API_TIMES_A_MINUTE": "1000000"}
        with server(**environ) as one, server(**environ) as other:
            taken = [once([one, other]) for _ in range(times)]
    told = f"median {statistics.median(taken) * 1000:.0f} ms, longest {max(taken) * 1000:.0f} ms"
    print(f"{times} times, 2 servers: until the last copy was gone {told}")


def once(servers):
    """Return the seconds from the button to the first round in which no server shows anything."""
    from news.models import Withdrawal
    from publishing import actions
    from tests import factories

    photo, mark = factories.photo(rendered=True), str(time.time_ns())
    draft = factories.edition("en", title=f"{CANARY} number {mark}")
    factories.show(photo, draft)
    edition = factories.publish(draft)
    file = photo.renditions.filter(kind="jpeg").first().get_absolute_url()
    paths = [
        f"/en/news/{edition.article_id}-{edition.address_part}/", f"/en/news/{edition.section.slug}/",
        "/en/", "/en/news/",
        "/en/feeds/news.atom", "/en/feeds/news.json", f"/en/search/?q={CANARY}", "/api/v1/articles?language=en",
        "/wires/news/en", f"/en/photos/{photo.pk}/", file,
    ]  # fmt: skip
    addresses = [f"{server}{path}" for server in servers for path in paths]
    while not all(shows(address, mark) for address in addresses):
        pass
    begun = time.monotonic()
    actions.withdraw(edition, by=factories.press_secretary(), reason="A mistake.", kind=Withdrawal.Kind.VANISHED)
    while any([shows(address, mark) for address in addresses]):
        pass
    return time.monotonic() - begun


def shows(address, mark):
    """Tell whether an address shows the article, by the number in its title, or its photograph."""
    import urllib.error
    import urllib.request

    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            content = answer.read()
    except urllib.error.HTTPError:
        return False
    return mark.encode() in content or "/photos/" in address


if __name__ == "__main__":
    main()
