"""How much of the processor PostgreSQL uses, if it runs on this machine."""

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
