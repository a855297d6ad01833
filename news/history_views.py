"""Public pages that look back: earlier editions, what differs between two, and the corrections register."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from news import comparison, corrections, exit_pages, history
from news.models import Edition
from news.pages import versions
from page_cache import lifetimes
from publishing import amendments
from publishing.localized import in_language


@require_safe
def edition(request, id, slug, number):
    """An edition as it was, at a permanent address."""
    past = history.of(id, get_language())
    if past is None:
        return exit_pages.respond(request, id, get_language(), slug)
    shown = past.edition(number)
    if shown is None:
        raise Http404("No such edition.")
    if slug != past.newest.address_part:
        return redirect(past.address_of(shown), permanent=True)
    return edition_page(request, _frame(request, past) | edition_context(past, shown))


@require_safe
def compare(request, id, slug, earlier, later):
    """What differs between two editions of an article, word by word."""
    past = history.of(id, get_language())
    if past is None:
        return exit_pages.respond(request, id, get_language(), slug)
    old, new = past.edition(earlier), past.edition(later)
    if old is None or new is None or earlier >= later:
        raise Http404("No such editions.")
    if slug != past.newest.address_part:
        return redirect(past.address_of_comparison(old, new), permanent=True)
    return comparison_page(request, _frame(request, past) | comparison_context(past, old, new))


def edition_context(past, shown):
    """Return what the page of one edition shows, without its frame; pages/ shows those of standing pages with it."""
    before = past.before(shown)
    return {
        "edition": shown,
        "before": before,
        "after": past.after(shown),
        "changes": before and past.address_of_comparison(before, shown),
        "changes_since": shown != past.newest and past.address_of_comparison(shown, past.newest),
        **history.content_of(shown),
    }


def comparison_context(past, old, new):
    """Return what the page of a comparison shows, without its frame."""
    differences, names = history.compare(old, new)
    return {
        "old": old,
        "new": new,
        "old_address": past.address_of(old),
        "new_address": past.address_of(new),
        "comparison": differences,
        "links": comparison.link_changes(differences),
        "names": names,
    }


def edition_page(request, context):
    return _of_the_past(request, "news/edition_detail.html", context)


def comparison_page(request, context):
    return _of_the_past(request, "news/edition_comparison.html", context)


def _of_the_past(request, template, context):
    response = render(request, template, context)
    response.headers["Cache-Control"] = lifetimes.NEVER_STALE
    return response


def _frame(request, past):
    """Return what both pages show around the text: breadcrumbs, other languages, the list of editions."""
    elsewhere = Edition.objects.public().filter(article=past.newest.article_id).defer("body")
    request.translations = {version["code"]: version["url"] for version in versions(elsewhere)} | {
        get_language(): request.path
    }
    return {
        "nav": "news",
        "past": past,
        "crumbs": [
            (_("News"), reverse("news:list")),
            (in_language(past.newest.section.name), past.newest.section.get_absolute_url()),
            (past.newest.title, past.address),
        ],
        "article_address": past.address,
    }


# --- The register ----------------------------------------------------------------------------------------------------


@require_safe
def register(request):
    """All changes with a note for readers, by month."""
    context = {
        "nav": "news",
        "crumbs": [(_("News"), reverse("news:list")), (_("Corrections"), "")],
        "page": _page(request),
        "is_first": "before" not in request.GET,
        "amendments": [] if "before" in request.GET else amendments.public_notes(get_language(), limit=30),
    }
    return render(request, "news/corrections.html", context)


@require_safe
@conditional_page
def register_atom(request):
    page, buried, records = _feed_entries(request)
    document = corrections.as_atom(get_language(), page, buried, records)
    response = HttpResponse(document, content_type="application/atom+xml; charset=utf-8")
    return _dated(response, page, buried, records)


@require_safe
@conditional_page
def register_json(request):
    page, buried, records = _feed_entries(request)
    document = corrections.as_json(get_language(), page, buried, records)
    options = {"ensure_ascii": False, "indent": 1}
    response = JsonResponse(document, content_type="application/feed+json", json_dumps_params=options)
    return _dated(response, page, buried, records)


def _page(request, length=corrections.CORRECTIONS_PER_PAGE):
    try:
        return corrections.page(get_language(), request.GET.get("before"), length)
    except corrections.NoSuchPage as error:
        raise Http404("No such page.") from error


def _feed_entries(request):
    """Return a page of corrections, the tombstones and, on the first page, the amendments of records."""
    records = [] if "before" in request.GET else corrections.amendment_entries(get_language())
    return _page(request, corrections.CORRECTIONS_IN_FEED), corrections.tombstones(get_language()), records


def _dated(response, page, buried, records):
    response.headers["Last-Modified"] = http_date(corrections.last_modified(page, buried, records).timestamp())
    response.headers["Cache-Control"] = lifetimes.PROGRAM
    response.headers["Content-Language"] = get_language()
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
