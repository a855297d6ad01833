"""Addresses that visitors ask for in vain: counted in memory, written down once a minute (monitoring/serving.py).

Nothing is kept of who asked. Whatever is sent, memory holds MAX_KEPT addresses, the table MAX_A_DAY of each of
KEPT_DAYS days: those that were asked for most, so a flood of invented addresses, each asked for once, displaces none
that people use. A process that dies loses what it counted in its last minute.
"""

import collections
import re
import threading
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet, Sum
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import override

from moving import spelling
from moving.models import AskedInVain, OldAddress
from news.models import Section
from publishing.languages import language_codes

MAX_KEPT = 1000  # addresses in the memory of a process
MAX_A_DAY = 500  # addresses in the table
KEPT_DAYS = 90
MAX_LENGTH = 500  # characters of an address that is counted
PERSONAL = re.compile(r"@|%40|(?:^|[?&])(?:token|key|code|password|pass|email|phone)=", re.IGNORECASE)

ADD = """
INSERT INTO moving_askedinvain (host, address, day, times)
SELECT * FROM unnest(%s::text[], %s::text[], %s::date[], %s::int[])
ON CONFLICT (host, address, day) DO UPDATE SET times = moving_askedinvain.times + EXCLUDED.times
"""
KEEP_THE_MOST = """
DELETE FROM moving_askedinvain WHERE id IN (
    SELECT id FROM moving_askedinvain WHERE day = %s ORDER BY times DESC, id OFFSET %s
)
"""
DROP_OLD = "DELETE FROM moving_askedinvain WHERE day < %s"


class Counts:
    """How often each (host, address, day) was asked for since the last take(); of MAX_KEPT at most."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = collections.Counter[tuple[str, str, object]]()

    def add(self, host: str, address: str) -> None:
        asked = host, address, timezone.localdate()
        with self._lock:
            if asked not in self._counts and len(self._counts) >= MAX_KEPT:
                self._make_room()
            if asked in self._counts or len(self._counts) < MAX_KEPT:
                self._counts[asked] += 1

    def take(self) -> dict[tuple[str, str, object], int]:
        with self._lock:
            taken, self._counts = self._counts, collections.Counter()
        return taken

    def _make_room(self):
        """Forget what was asked for once: among so many addresses those are the invented ones."""
        self._counts = collections.Counter({asked: times for asked, times in self._counts.items() if times > 1})


_counts = Counts()


def note(request: HttpRequest, host: str, address: str) -> None:
    """Count a request for an address that leads nowhere; not for a page of ours that is not there, nor for secrets."""
    path = request.path_info
    if (
        request.resolver_match is not None
        or path.startswith(settings.STATIC_URL)
        or len(address) > MAX_LENGTH
        or PERSONAL.search(address)
        or _leads_to_a_page_of_ours(path)
    ):
        return
    _counts.add(host, spelling.without_tracking(address))


def _leads_to_a_page_of_ours(path):
    """Tell whether visitors are sent on to this path below a language; “/news/x/” is a section's, if there is one."""
    for code in language_codes():
        try:
            with override(code):
                match = resolve(f"/{code}{path}")
        except Resolver404:
            continue
        return match.view_name != "news:section" or Section.objects.filter(slug=match.kwargs["slug"]).exists()
    return False


def write_down() -> None:
    """Write what was counted into the table, in a transaction of its own, and keep the table small."""
    taken = sorted(_counts.take().items())
    if not taken:
        return
    hosts, addresses, days, times = zip(*[(*asked, number) for asked, number in taken])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ADD, [list(hosts), list(addresses), list(days), list(times)])
        for day in sorted(set(days)):
            cursor.execute(KEEP_THE_MOST, [day, MAX_A_DAY])
        cursor.execute(DROP_OLD, [timezone.localdate() - timedelta(days=KEPT_DAYS)])


def most(days: int = 30) -> QuerySet:
    """Return {host, address, asked, last} of what was asked for in vain within `days`, the most often asked first.

    Without what leads somewhere by now, or will when it is public.
    """
    since = timezone.localdate() - timedelta(days=days)
    known = OldAddress.objects.filter(address=OuterRef("address"))
    rows = AskedInVain.objects.filter(~Exists(known), day__gt=since).order_by().values("host", "address")
    return rows.annotate(asked=Sum("times"), last=Max("day")).order_by("-asked", "address")
