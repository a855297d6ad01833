"""The places at which the application itself leaves out what is not public, found in its source and deleted in turn.

A place is a call of `public()` and its like (NAMES). It is deleted while the newsroom runs, by the line that calls: the
queryset then returns everything, the question is answered with yes. What is left is the database's own rule.
"""

import ast
import contextlib
import dataclasses
import functools
import sys
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

import news.history
from csto_site.places import BASE
from news.models import Edition
from photos.models import PhotoStop
from publishing.models import Publishable
from publishing.prepared import PreparedQuery, PreparedSQL

NAMES = {"public", "is_public", "in_force", "public_so_far"}  # in_force() tells the photographs that are stopped
# Where staff, workers and importers ask: no request of a visitor comes by.
NOT_OF_A_VISITOR = (
    "desk/", "csto_site/management/", "news/access.py", "news/checks.py", "news/drafts.py", "news/models/exits.py",
    "news/releases.py", "news/signatures.py", "news/translations.py", "photos/library.py", "press/accreditation.py",
    "press/boundaries.py", "publishing/actions.py", "publishing/roles.py", "photos/models.py Photo.is_public",
    "news/front_page.py",
    "authenticity/sealing.py", "monitoring/", "backups/", "moving/batches.py", "moving/decisions.py", "news/plans.py",
)  # fmt: skip
# It calls the functions in the table of the sitemaps, each of which is a place of its own.
NOT_A_FILTER = {"kind.public"}


@dataclasses.dataclass(frozen=True, order=True)
class Place:
    """A call in the source: the file, its lines, what is called, and the class and function that do it."""

    file: str
    first: int
    last: int
    name: str
    caller: str

    def __str__(self):
        return f"{self.file}:{self.last} {self.name}() in {self.caller or 'the module'}"

    @property
    def is_of_a_visitor(self):
        return not f"{self.file} {self.caller}".startswith(NOT_OF_A_VISITOR)


@functools.cache
def places():
    """Return the places of all applications, in their order."""
    files = [path for app in [*settings.NEWSROOM_APPS, "csto_site"] for path in (BASE / app).rglob("*.py")]
    return sorted(place for file in files if "migrations" not in file.parts for place in _places_in(file))


def _places_in(file):
    name = str(file.relative_to(BASE))
    for node, caller in _calls(ast.parse(file.read_text()), ()):
        if (called := _called(node.func)) in NAMES and ast.unparse(node.func) not in NOT_A_FILTER:
            yield Place(name, node.lineno, node.func.end_lineno, called, ".".join(caller))


def _calls(node, caller):
    """Yield every call below `node` with the names of the classes and functions around it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, caller
        named = isinstance(child, ast.ClassDef | ast.FunctionDef)
        yield from _calls(child, (*caller, child.name) if named else caller)


def _called(function):
    return getattr(function, "attr", None) or getattr(function, "id", None)


class Filters:
    """Knows which places are deleted, and which were asked since `reached` was emptied."""

    def __init__(self):
        self.deleted = frozenset()
        self.reached = set()
        # Of calls that span others, the innermost: the one of the fewest lines comes last and stays.
        longest_first = sorted(places(), key=lambda place: place.first - place.last)
        self._by_line = {
            (place.file, line, place.name): place
            for place in longest_first
            for line in range(place.first, place.last + 1)
        }

    @contextlib.contextmanager
    def without(self, places):
        """Let the `places` be deleted for the length of the block."""
        self.deleted = frozenset(places)
        try:
            yield
        finally:
            self.deleted = frozenset()

    def is_deleted(self, name):
        """Note that the filter `name` was asked for, and tell whether it is deleted there."""
        frame = sys._getframe(2)
        while frame and "/django/" in frame.f_code.co_filename:  # a manager hands over to its queryset
            frame = frame.f_back
        try:
            file = str(Path(frame.f_code.co_filename).relative_to(BASE))
        except ValueError:
            return False
        place = self._by_line.get((file, frame.f_lineno, name))
        if place is not None:
            self.reached.add(place)
        return place in self.deleted


@contextlib.contextmanager
def watched():
    """Give the block the Filters of the newsroom."""
    filters = Filters()
    with contextlib.ExitStack() as stack:
        for owner in _descendants(QuerySet):
            if "public" in vars(owner):
                stack.enter_context(_replaced(owner, "public", _all_of_it(filters, vars(owner)["public"])))
        for owner in [Publishable, *_descendants(Publishable)]:
            if "is_public" in vars(owner):
                stack.enter_context(_replaced(owner, "is_public", _yes(filters, vars(owner)["is_public"])))
        stack.enter_context(_replaced(PhotoStop, "in_force", _nothing_stopped(filters, PhotoStop.in_force)))
        so_far = _every_edition(filters, news.history.public_so_far)
        for module in [module for module in list(sys.modules.values()) if hasattr(module, "public_so_far")]:
            stack.enter_context(_replaced(module, "public_so_far", so_far))
        for prepared in (PreparedQuery, PreparedSQL):
            stack.enter_context(_replaced(prepared, "fetch", _compiled_anew(prepared.fetch)))
        yield filters


def _compiled_anew(fetch):
    """Return `fetch` without its memory: compiled SQL would keep a deleted filter, or lack one."""

    def fetched(self, **params):
        self._compiled = None
        try:
            return fetch(self, **params)
        finally:
            self._compiled = None

    return fetched


def _descendants(owner):
    return {descendant for below in owner.__subclasses__() for descendant in [below, *_descendants(below)]}


@contextlib.contextmanager
def _replaced(owner, name, function):
    before = vars(owner)[name]
    setattr(owner, name, function)
    try:
        yield
    finally:
        setattr(owner, name, before)


def _all_of_it(filters, public):
    return lambda self, at=None: self.all() if filters.is_deleted("public") else public(self, at)


def _yes(filters, is_public):
    return lambda self, at=None: True if filters.is_deleted("is_public") else is_public(self, at)


def _nothing_stopped(filters, in_force):
    return staticmethod(lambda *of: Q(pk__in=[]) if filters.is_deleted("in_force") else in_force(*of))


def _every_edition(filters, so_far):
    return lambda language: (
        Edition.objects.filter(language=language) if filters.is_deleted("public_so_far") else so_far(language)
    )
