"""The PDF and the plain text of a public article or meeting."""

import threading

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from council.models import Meeting
from news import exit_pages
from news.models import Edition
from news.paper import sheets, text, typesetting
from page_cache import lifetimes

# Typesetting costs as much as ten pages of the site. So only two run at a time; others wait for so many seconds.
TYPESETTERS = threading.BoundedSemaphore(2)
TIMEOUT_SECONDS = 20


def _edition(request, id, slug):
    """Return the public edition or None, and keep its sheet on the request, for both the ETag and the view."""
    if not hasattr(request, "edition"):
        public = Edition.objects.public().in_language(get_language()).filter(article=id)
        request.edition = public.select_related("section", "article").first()
        is_here = request.edition and request.edition.address_part == slug
        request.sheet = sheets.of_article(request.edition) if is_here else None
    return request.edition


def _meeting(request, id):
    if not hasattr(request, "sheet"):
        public = Meeting.objects.public().select_related("chair", "chair_state").prefetch_related("bodies")
        meeting = public.filter(pk=id).first()
        request.sheet = meeting and sheets.of_meeting(meeting)
    return request.sheet


def _etag(form, collect):
    def etag(request, **address):
        collect(request, **address)
        return f'"{form}-{request.sheet.etag}"' if request.sheet else None

    return etag


@require_safe
@condition(etag_func=_etag("pdf", _edition))
def article_pdf(request, id, slug):
    return _article(request, id, slug, "pdf", pdf_response)


@require_safe
@condition(etag_func=_etag("text", _edition))
def article_text(request, id, slug):
    return _article(request, id, slug, "text", _text)


@require_safe
@condition(etag_func=_etag("pdf", _meeting))
def meeting_pdf(request, id):
    return pdf_response(_of_meeting(request, id))


@require_safe
@condition(etag_func=_etag("text", _meeting))
def meeting_text(request, id):
    return _text(_of_meeting(request, id))


def _article(request, id, slug, name, sent):
    edition = _edition(request, id=id, slug=slug)
    if edition is None:
        return _without_edition(request, id)
    if request.sheet is None:
        return redirect(f"news:{name}", id, edition.address_part, permanent=True)
    return sent(request.sheet)


def _without_edition(request, id):
    """Respond as the article's page does; if that says something about a withdrawal, redirect to it."""
    response = exit_pages.respond(request, id, get_language())
    return redirect("news:detail", id, "article") if response.status_code < 400 else response


def _of_meeting(request, id):
    sheet = _meeting(request, id=id)
    if sheet is None:
        raise Http404("No such meeting.")
    return sheet


def pdf_response(sheet):
    """Return the response with the PDF of a Sheet, as programs may keep it; 503 while too many are being set."""
    if not TYPESETTERS.acquire(timeout=TIMEOUT_SECONDS):
        response = HttpResponse(status=503)
        response.headers["Retry-After"] = str(TIMEOUT_SECONDS)
        return response
    try:
        made = typesetting.pdf(sheet)
    finally:
        TYPESETTERS.release()
    return _sent(HttpResponse(made, content_type="application/pdf"), sheet, "pdf")


def _text(sheet):
    return _sent(HttpResponse(text.plain(sheet), content_type="text/plain; charset=utf-8"), sheet, "txt")


def _sent(response, sheet, ending):
    response.headers["Content-Disposition"] = content_disposition_header(False, f"{sheet.name}.{ending}")
    response.headers["Content-Language"] = sheet.data["lang"]
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = lifetimes.PROGRAM
    return response
