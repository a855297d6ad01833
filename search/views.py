"""The page of results, and the suggestions that a script shows while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.languages import language_codes
from publishing.numbers import MAX_DIGITS, parse
from search import exact_match, excerpts, facets, finding, spelling, suggestions
from search.finding import NO_RESULTS, Search, TooLong
from search.queries import Query

RESULTS_PER_PAGE = 10


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    query = Query.from_params(request.GET, get_language())
    context = {
        "nav": "search",
        "crumbs": [(_("Search"), "")],
        "query": query,
        "most": finding.MAX_RESULTS,
        "has_yo": "ru" in language_codes(),
    }
    try:
        context |= _found(query, _page_number(request.GET.get("page", "")))
    except TooLong:
        context |= {"takes_too_long": True, "answer": NO_RESULTS}
    beyond = context.get("is_beyond", False)
    response = render(request, "search/results.html", context, status=404 if beyond else 200)
    if context.get("finds_nothing"):
        # For readership/things.py, which counts it.
        response.found_nothing_for = query.q  # type: ignore[attr-defined]
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Return an HTML fragment with suggestions for what has been typed so far."""
    text = request.GET.get("q", "")
    try:
        hits = suggestions.of(text, get_language())
    except TooLong:
        hits = []
    return render(request, "search/suggestions.html", {"hits": hits})


def _page_number(text):
    """Return the page number in the address, within limits; 1 for anything else."""
    return min(max(parse(text[:MAX_DIGITS], 1), 1), finding.MAX_RESULTS)


def _found(query, page):
    """Return the context for `query`: the hits with their excerpts, or suggestions."""
    asked = query
    search = Search(query)
    answer = search.page((page - 1) * RESULTS_PER_PAGE, RESULTS_PER_PAGE)
    elsewhere = False
    if not answer.number and not query.is_empty and not query.lang:
        others = facets.other_languages(query)
        there = search.like(lang=others) if others else None
        if there and (found := there.page((page - 1) * RESULTS_PER_PAGE, RESULTS_PER_PAGE)).number:
            query, search, answer, elsewhere = there.query, there, found, True
    pages = -(-min(answer.number, finding.MAX_RESULTS) // RESULTS_PER_PAGE)
    straight = exact_match.exact_hits(asked) if page == 1 else []
    finds_nothing = not answer.number and not straight
    at_the_top = {(hit.kind, hit.id) for hit in straight}
    hits = [hit for hit in answer.hits if (hit.kind, hit.id) not in at_the_top]
    return {
        "query": query,
        "answer": answer,
        "finds_nothing": finds_nothing,
        "rows": list(zip(hits, excerpts.of(hits, search.questions))),
        "straight": straight,
        "is_elsewhere": elsewhere,
        "facets": facets.of(search, answer) if answer.number else [],
        "with_photos": facets.with_photos(search, answer) if answer.number else None,
        "meant": spelling.suggest_query(asked) if finds_nothing else None,
        "is_beyond": bool(answer.number) and page > pages,
        "page": page,
        "pages": pages,
        "means_nothing": bool(asked.q) and not asked.terms,
        "tells_nothing": bool(finds_nothing and search.questions and search.questions.tell_nothing()),
    }
