"""The public pages of the standing pages: as they are now, and as they were."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from news import exit_pages, history, history_views
from news.pages import article_context, public_editions
from pages import tree
from publishing.visitors import with_standing_pages


@require_safe
def page(request, path):
    """A standing page in the page's language, or why it cannot be read in it; a former address leads on."""
    known = tree.current()
    if path in known.former:
        return redirect(tree.address_of(known.former[path]), permanent=True)
    place, language = known.by_path[path], get_language()
    with with_standing_pages():
        editions = public_editions(place.article)
        edition = next((edition for edition in editions if edition.language == language), None)
        if edition is None:
            return exit_pages.respond(request, place.article, language, is_page=True)
        context = article_context(edition, siblings=editions) | {"past": _past(edition)}
    request.translations = {code: place.get_absolute_url(code) for code in place.titles}
    for version in context["languages"]:
        version["url"] = place.get_absolute_url(version["code"])
    context |= {
        "nav": place.nav,
        "crumbs": [*_crumbs_above(known, place), (edition.title, "")],
        "below": known.below(place),
    }
    return render(request, "pages/page_detail.html", context)


@require_safe
def short(request, id):
    """Lead from the address by number, which never changes, to where the page stands now."""
    return redirect(_place(id))


@require_safe
def edition(request, id, number):
    """An edition of a page as it was, at a permanent address."""
    place = _place(id)
    with with_standing_pages():
        past = history.of(id, get_language())
        if past is None:
            return exit_pages.respond(request, id, get_language(), is_page=True)
        shown = past.edition(number)
        if shown is None:
            raise Http404("No such edition.")
        context = history_views.edition_context(past, shown)
    return history_views.edition_page(request, _frame(request, place, past) | context)


@require_safe
def compare(request, id, earlier, later):
    """What differs between two editions of a page, word by word."""
    place = _place(id)
    with with_standing_pages():
        past = history.of(id, get_language())
        if past is None:
            return exit_pages.respond(request, id, get_language(), is_page=True)
        old, new = past.edition(earlier), past.edition(later)
        if old is None or new is None or earlier >= later:
            raise Http404("No such editions.")
        context = history_views.comparison_context(past, old, new)
    return history_views.comparison_page(request, _frame(request, place, past) | context)


def _place(article):
    place = tree.current().by_article.get(article)
    if place is None:
        raise Http404("No such page.")
    return place


def _past(edition):
    """Return the earlier editions of a page as well as this one, None if there are none to be read."""
    past = history.of(edition.article_id, edition.language) if edition.number > 1 else None
    return past if past and len(past.editions) > 1 else None


def _crumbs_above(known, place):
    return [(above.title, above.get_absolute_url()) for above in known.above(place)]


def _frame(request, place, past):
    """Return what both pages of the past show around the text."""
    address = place.get_absolute_url()
    request.translations = {code: place.get_absolute_url(code) for code in place.titles} | {
        get_language(): request.path
    }
    return {
        "nav": place.nav,
        "past": past,
        "crumbs": [*_crumbs_above(tree.current(), place), (past.newest.title, address)],
        "article_address": address,
    }
