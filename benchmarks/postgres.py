"""How much of the processor PostgreSQL uses, if it runs on this machine."""

from pathlib import Path

import psutil
from django.db import connection


class ProcessorTime:
    """The processor time of all of PostgreSQL's processes, those that have ended among them."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self._postmaster = psutil.Process(cursor.fetchone()[0]).parent()

    def seconds(self):
        ended = self._postmaster.cpu_times()
        return sum(ended[:4]) + sum(sum(process.cpu_times()[:2]) for process in self._postmaster.children())


def backends():
    """Return the process ids of PostgreSQL's backends for our connections."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [pid for (pid,) in cursor.fetchall()]


def processor_seconds(pids):
    """Return the processor seconds of these processes, to the microsecond; 0 if the system does not tell them."""
    stats = [Path(f"/proc/{pid}/schedstat") for pid in pids]
    return sum(int(stat.read_text().split()[0]) for stat in stats if stat.exists()) / 1_000_000_000
