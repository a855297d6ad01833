"""What this process has answered since it was last written down (readership/writing.py).

Counting is part of every answer from memory, so it is two looks into dictionaries, and a lock only for what was not
asked for before. If Python changed threads between reading a number and writing it, one of two answers would be lost;
it does not (tests/readership/test_counting.py). However many things are asked for, memory holds MAX_THINGS of them and
MAX_WORDS searches; what comes after is counted without saying which thing it was. Of who took something up it holds
MAX_TAKEN pairs, and forgets what comes after.
"""

import threading
from typing import NamedTuple

from readership import sources
from readership.programs import is_program, known

MAX_THINGS = 20_000  # in the memory of a process, for people and for programs each
MAX_WORDS = 1000  # of these, searches that found nothing
MAX_TAKEN = 2000  # in the memory of a process: a thing and the site or program that took it up
BY_PROGRAMS = frozenset(["wire", "kit", "feed"])  # readership.models.Kind: what agencies fetch


class Thing(NamedTuple):
    """What an answer counts as. `about` and `number` are a kind of record and its key, '' and 0 for no record.

    `words` are those of a search that found nothing.
    """

    kind: str  # readership.models.Kind
    about: str
    number: int
    language: str
    words: str = ""


class Taken(NamedTuple):
    """What somebody took up, and who: the host of a site that links to it, or the name of a program."""

    kind: str  # readership.models.Kind; a page: by its link
    about: str
    number: int
    by: str


class Counts:
    """How often each Thing was answered since the last take(), for people and for programs, and who took it up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: dict[Taken, int] = {}
        self._begin()

    def _begin(self):
        self._people: dict[Thing, int] = {}
        self._programs: dict[Thing, int] = {}
        self._words = 0

    def count(self, thing: Thing, environ: dict) -> None:
        """Count one answer to the WSGI request `environ`: not to HEAD, nor what a browser loads before it is wanted."""
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_SEC_PURPOSE" in environ:
            return
        name = environ.get("HTTP_USER_AGENT")
        by_program = known.get(name)
        if by_program is None:
            by_program = is_program(name)
        try:
            (self._programs if by_program else self._people)[thing] += 1
        except KeyError:
            self._begin_to_count(thing, by_program)
        if by_program:
            if thing.kind in BY_PROGRAMS:
                self._count_taken(thing, sources.name_of(name))
        elif (referrer := environ.get("HTTP_REFERER")) and thing.kind == "page" and not sources.begins_here(referrer):
            self._count_taken(thing, sources.host_of(referrer))

    def _count_taken(self, thing, by):
        taken = Taken(thing.kind, thing.about, thing.number, by)
        with self._lock:
            if by and (taken in self._taken or len(self._taken) < MAX_TAKEN):
                self._taken[taken] = self._taken.get(taken, 0) + 1

    def _begin_to_count(self, thing, by_program):
        with self._lock:
            counted = self._programs if by_program else self._people
            if thing.words and thing not in counted:
                if by_program or self._words >= MAX_WORDS:
                    thing = thing._replace(words="")
                else:
                    self._words += 1
            if thing not in counted and len(counted) >= MAX_THINGS:
                thing = Thing(thing.kind, "", 0, thing.language)
            counted[thing] = counted.get(thing, 0) + 1

    def take(self) -> tuple[dict[Thing, int], dict[Thing, int]]:
        """Return what was counted, by people and by programs, and begin anew."""
        with self._lock:
            taken = self._people, self._programs
            self._begin()
        return taken

    def take_taken(self) -> dict[Taken, int]:
        """Return who took up what, and how often, and begin anew with that."""
        with self._lock:
            taken, self._taken = self._taken, {}
        return taken


counts = Counts()  # of this process
