"""The language of a page is that of its address: /kk/news/ is Kazakh, whatever the browser prefers.

It stands in for Django's LocaleMiddleware, whose languages are those of the settings: here they are the office's, and a
language works from the moment it is switched on. The addresses of one that is switched off lead to the original.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import is_valid_path, translate_url
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from csto_site import interface_words
from news.pages import public_editions
from publishing.languages import (
    all_languages,
    first_code,
    in_order_for,
    interface_code,
    interface_codes,
    language_codes,
    language_of_path,
    last_known_codes,
)

ASKED_IN = "asked-in"  # the parameter that says which language was asked for


class LanguageMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        named = language_of_path(request.path_info)
        interface_words.activate(named or _preferred(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if not named:
            response = _with_language(request, response)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response

    def process_view(self, request, view, args, kwargs):
        """Lead away from a language that is switched off; inside the visitor's transaction, as the page itself."""
        named = language_of_path(request.path_info)
        if not named or named in language_codes():
            return None
        codes = [code for code in in_order_for(named) if code in language_codes()]
        return HttpResponseRedirect(_original(request, named, codes))


def _preferred(request):
    """Return the language for an address that names none: on the desk the interface's, elsewhere one of the office."""
    is_of_the_desk = request.path_info.startswith(settings.STAFF_PREFIXES)
    codes = interface_codes() if is_of_the_desk else last_known_codes()
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in codes:
        return chosen
    for accepted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for code in (accepted, accepted.partition("-")[0]):
            if code in codes:
                return code
    return interface_code() if is_of_the_desk else first_code()


def _with_language(request, response):
    """Lead from an address without a language to the one with it, if there is such a page."""
    language = translation.get_language()
    if response.status_code == 404:
        path = f"/{language}{request.path_info}"
        needs_slash = not is_valid_path(path) and not path.endswith("/") and is_valid_path(f"{path}/")
        if needs_slash or is_valid_path(path):
            response = HttpResponseRedirect(f"/{language}{request.get_full_path(force_append_slash=needs_slash)}")
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            return response
    patch_vary_headers(response, ("Accept-Language",))
    return response


def _original(request, named, codes):
    """Return the address of the same page in the first of the languages `codes` in which there is one."""
    match, language = request.resolver_match, codes[0]
    if match.view_name in ("news:detail", "news:short"):
        editions = {edition.language: edition for edition in public_editions(match.kwargs["id"])}
        found = next((editions[code] for code in codes if code in editions), None)
        if found:
            return f"{found.get_absolute_url(found.language)}?{urlencode({ASKED_IN: named})}"
    query = request.GET.copy()
    query[ASKED_IN] = named
    return f"{translate_url(request.path, language)}?{query.urlencode()}"


def note(request):
    """Return the name of the language that was asked for and is switched off, '' if there is none."""
    asked = request.GET.get(ASKED_IN)
    if not asked:
        return ""
    return next((language.name for language in all_languages() if language.code == asked and not language.is_on), "")
