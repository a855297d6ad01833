"""Ask the search as a visitor's request does: with the visitor's rights in the database.

Before that the index follows what the test has changed, as it does for the desk when a request ends.
"""

import contextlib

from publishing.visitors import as_visitor
from search import refreshing
from search.finding import Search
from search.queries import Query


@contextlib.contextmanager
def visitor():
    refreshing.refresh()
    with as_visitor():
        yield


def query(q="", language="en", **params):
    return Query.from_params({"q": q, **params}, language)


def answer(q="", language="en", start=0, length=50, **params):
    with visitor():
        return Search(query(q, language, **params)).page(start, length)


def found(q="", language="en", **params):
    """Return what is found as a set of (kind, id)."""
    return {(hit.kind, hit.id) for hit in answer(q, language, **params).hits}


def articles(q="", language="en", **params):
    """Return the numbers of the articles that are found."""
    return {id for kind, id in found(q, language, **params) if kind == "article"}
