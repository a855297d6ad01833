"""What is answered where nothing of ours is: an old address leads on, or says that its page is gone; else 404."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views import defaults

from moving import addresses, asked, spelling
from moving.addresses import Kind
from page_cache.responses import KeptRedirect
from publishing.languages import language_codes


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that nothing of ours has answered. Django calls this inside the visitor's transaction."""
    if request.method not in ("GET", "HEAD") or request.path_info.startswith(settings.STAFF_PREFIXES):
        return defaults.page_not_found(request, exception)
    host, address = spelling.host_of(request.get_host()), spelling.as_sent(request)
    found = addresses.find(host, address)
    if found and (response := _of_old(request, host, found)):
        return response
    if not found:
        asked.note(request, host, address)
    return defaults.page_not_found(request, exception)


def _of_old(request, host, found):
    if found.row.kind == Kind.GONE:
        return _gone(request)
    path = addresses.path_of(addresses.target_of(found.row))
    if path is None or path == request.get_full_path():
        return None
    location = addresses.location(host, found.row, path)
    # The memory knows paths decoded: it cannot tell two spellings apart of which each leads elsewhere.
    return KeptRedirect(location) if found.is_alone else HttpResponsePermanentRedirect(location)


def _gone(request):
    """Say that the page was left out for good, in the visitor's language and in the others."""
    others = []
    for code in language_codes():
        if code != get_language():
            with override(code):
                others.append((code, _("This page is gone for good"), _sentence()))
    return render(request, "moving/gone.html", {"sentence": _sentence(), "others": others}, status=410)


def _sentence():
    return _(
        "The page stood on the earlier site and was not brought over. The search finds what there is on its subject."
    )
