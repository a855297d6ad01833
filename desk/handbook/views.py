"""The handbook at /desk/help/: the list of its pages, a page, and all of it as a PDF."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse

from desk.handbook import pages, paper, screens
from news.paper import views as paper_views
from page_cache import lifetimes
from publishing import roles

MAX_ASKED = 100  # characters of a search


def contents(request, site):
    """Show the list of pages; `q` keeps those that have these words."""
    asked = request.GET.get("q", "").strip()[:MAX_ASKED]
    book = pages.handbook()
    told = {
        "title": book.title,
        "lead": book.lead,
        "asked": asked,
        "practice": settings.PRACTICE_URL,
        "groups": pages.found(screens.groups(), asked) if asked else screens.groups(),
    }
    return TemplateResponse(request, "desk/handbook/contents.html", site.each_context(request) | told)


def page(request, site, name):
    """Show one page, 404 if there is none of that name or it is about something that this office has switched off."""
    shown = _shown(name)
    context = site.each_context(request)
    begins_at = screens.begins_at(request.user, context["frame"]["places"], name)
    told = {"title": shown.title, "page": shown, "begins_at": begins_at}
    return TemplateResponse(request, "desk/handbook/page.html", context | told)


def beside(request, name):
    """Return the part of a page that stands beside the work, for its script."""
    return TemplateResponse(request, "desk/handbook/beside.html", {"page": _shown(name)})


def alarm(request, site, name):
    """Show the runbook of one alarm to administrators; 404 if there is no such alarm."""
    if not roles.is_administrator(request.user):
        raise PermissionDenied
    shown = pages.runbooks().pages.get(name)
    if shown is None:
        raise Http404("There is no such alarm.")
    return TemplateResponse(
        request, "desk/handbook/alarm.html", site.each_context(request) | {"title": shown.title, "page": shown}
    )


def pdf(_request):
    """Return all pages as one PDF."""
    response = paper_views.pdf_response(paper.sheet(pages.handbook(), screens.groups()))
    response.headers["Cache-Control"] = lifetimes.PRIVATE
    return response


def _shown(name):
    shown = pages.handbook().pages.get(name)
    if shown is None or not screens.is_there(name):
        raise Http404("The handbook has no such page.")
    return shown
