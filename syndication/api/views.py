"""The views of the API."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from publishing.addresses import absolute_url
from publishing.languages import language_codes
from syndication.api import openapi, pages, parameters
from syndication.api.problems import ApiError
from syndication.api.resources import RESOURCES, fields_of
from syndication.api.responses import encoded, endpoint


@endpoint
def things(request, resource):
    """Return one page of a list."""
    kind = RESOURCES[resource]
    asked = parameters.read(request, openapi.parameters_of_list(kind))
    with override(asked["language"]):
        names = asked["fields"] or fields_of(kind.in_list)
        page, rest = pages.page(kind, asked, openapi.ON_A_PAGE, f"api {resource}")
        told = kind.structs(page, asked, names)
    answer = openapi.LISTS[resource](items=told, cursor=rest, next=rest and _address_behind(request, rest))
    return encoded(answer, asked["language"])


@endpoint
def one(request, resource, key):
    """Return one item."""
    kind = RESOURCES[resource]
    asked = parameters.read(request, openapi.parameters_of_one(kind))
    with override(asked["language"]):
        thing = kind.one(key, asked)
        (told,) = kind.structs([thing], asked, asked["fields"] or fields_of(kind.alone), alone=True)
    return encoded(told, asked["language"])


@endpoint
def description(request):
    """Return the OpenAPI document."""
    parameters.read(request, [])
    return openapi.document(), ("en",)


@endpoint
def nothing(request):
    """Answer an unknown address."""
    raise ApiError(
        404, f"There is nothing at this address. What there is stands at {absolute_url(reverse('api:documentation'))}."
    )


@require_safe
def documentation(request):
    """Show the documentation for people."""
    asked = request.GET.get("language", "")
    language = asked if asked in language_codes() else get_language()
    request.translations = {code: f"{request.path}?language={code}" for code in language_codes()}
    with override(language):
        response = render(request, "syndication/api.html", openapi.documentation())
    response.headers["Content-Language"] = language
    return response


def _address_behind(request, cursor):
    query = request.GET.copy()
    query["after"] = cursor
    return f"{absolute_url(request.path)}?{query.urlencode()}"
