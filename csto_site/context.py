"""The context of every public page: the press contact, the languages, the date."""

from django.conf import settings
from django.urls import NoReverseMatch
from django.utils.encoding import iri_to_uri
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from csto_site import language_of_address
from news import front_page
from page_cache import fragments
from press import duty
from press.models import Contact, Phone
from publishing import clock
from publishing.addresses import cached_reverse
from publishing.languages import language_choices, principal_codes
from publishing.prepared import Param, PreparedQuery, attach_prefetched

SHORT_LABELS = {"ru": "РУС", "en": "EN"}


def site(request):
    """Return the context of the page's frame; its queries run only when a template uses it."""
    of_every_page = fragments.shared(request, "site", _of_every_page)
    own = {
        "languages": SimpleLazyObject(lambda: languages(request)),
        "asked_in": language_of_address.note(request),
        "of_every_page": of_every_page,
        "banners": SimpleLazyObject(front_page.banners),
    }
    return {"site": of_every_page | own}


def _of_every_page():
    return {
        "contact": SimpleLazyObject(contact_in_office),
        "duty": SimpleLazyObject(duty.now),
        "today": SimpleLazyObject(clock.today),
        "url": settings.SITE_URL,
    }


# The queries of every page.
_IN_OFFICE = PreparedQuery(lambda: Contact.objects.in_office()[:1])
_PHONES = PreparedQuery(lambda: Phone.objects.filter(contact=Param("contact")))


def contact_in_office():
    for contact in _IN_OFFICE.fetch():
        attach_prefetched([contact], "phones", _PHONES.fetch(contact=contact.pk), "contact")
        return contact


def languages(request):
    """Return the languages of the site with this page's address in each.

    A view whose page lacks a language sets `request.translations` to {language: address} of those that exist. A 404
    page has no other languages. A language in which texts need not be is only named where this page exists in it.
    """
    translations = getattr(request, "translations", None if request.resolver_match else {})
    principal = principal_codes()
    return [
        {
            "code": code,
            "label": SHORT_LABELS.get(code, code.upper()),
            "name": name,
            "current": code == get_language(),
            "available": translations is None or code in translations,
            "url": (translations or {}).get(code) or _address_in(request, code, translations),
        }
        for code, name in language_choices()
        if code in principal or translations is None or code in translations or code == get_language()
    ]


def _address_in(request, code, translations):
    if translations is not None:
        return cached_reverse("home", language=code)
    here = request.resolver_match
    try:
        own = cached_reverse(here.view_name, *here.args, language=code, kwargs=here.kwargs)
    except NoReverseMatch:  # nothing has this address but a refusal
        return request.get_full_path()
    return f"{own}?{iri_to_uri(request.META['QUERY_STRING'])}" if request.META.get("QUERY_STRING") else own
