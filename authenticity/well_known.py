"""What anybody needs to verify offline: keys, log, and a program in one file (docs/authenticity.md)."""

import pathlib

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from authenticity import keys, log, verifier
from authenticity.models import Entry
from page_cache import lifetimes
from syndication import conditional

ENTRIES_PER_PAGE = 4000


@require_safe
def public_keys(request: HttpRequest) -> HttpResponse:
    return conditional.answer(request, JsonResponse({"keys": keys.published()}))


@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """The last entry, which is chained to all before it, and how many pages the log has."""
    last = log.last()
    if last is None:
        raise Http404("Nothing was signed so far.")
    said = {"entries": last.number, "pages": len(pages()), "sha256": last.digest, "last": last.content}
    return conditional.answer(request, JsonResponse(said))


def pages() -> range:
    """Return the numbers of the pages of the log."""
    last = log.last()
    return range(1, -(-last.number // ENTRIES_PER_PAGE) + 1) if last else range(0)


@require_safe
def page(request: HttpRequest, number: int) -> HttpResponse:
    """A page of the log, one entry in each line; a full page never changes."""
    first = (number - 1) * ENTRIES_PER_PAGE + 1
    lines = list(
        Entry.objects.filter(number__gte=first, number__lt=first + ENTRIES_PER_PAGE).values_list("line", flat=True)
    )
    if not lines:
        raise Http404("No such page.")
    response = HttpResponse("".join(f"{line}\n" for line in lines), content_type="application/jsonl; charset=utf-8")
    is_full = len(lines) == ENTRIES_PER_PAGE
    return conditional.answer(request, response, lifetime=lifetimes.FOR_GOOD if is_full else lifetimes.PROGRAM)


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    source = pathlib.Path(verifier.__file__).read_bytes()
    response = HttpResponse(source, content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="verifier.py"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return conditional.answer(request, response)
