"""The description of the API: an OpenAPI 3.1 document for programs, and the context of a page for people.

The schemas are those of the Structs that responses are encoded from, so the document cannot differ from them.
"""

import dataclasses
import functools

import msgspec
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from identity.current import current as identity
from publishing.addresses import absolute_url
from publishing.languages import language_codes
from syndication.api import schemas
from syndication.api.parameters import Parameter, limit
from syndication.api.problems import Problem
from syndication.api.resources import LANGUAGE, RESOURCES, fields_of
from syndication.api.responses import WINDOW_SECONDS

VERSION = "1.0"
ON_A_PAGE, AT_MOST = 20, 100
REFERENCE = "#/components/schemas/{name}"

AFTER = Parameter("after", gettext_lazy("The cursor of the page before; opaque, and checked."))
LIMIT = limit(ON_A_PAGE, AT_MOST)

LISTS = {
    name: msgspec.defstruct(
        f"{resource.in_list.__name__}Page",
        [
            ("items", list[resource.in_list]),
            ("cursor", str | None),
            ("next", schemas.Address | None),
        ],
        namespace={"__doc__": "One page of a list; `next` is the address of the page behind it, null at the end."},
        kw_only=True,
    )
    for name, resource in RESOURCES.items()
}


def _there(has):
    """Return the resources of the parts that are not switched off, narrowed by nothing of the others."""
    hidden = {name for part in has.off for name in part.parameters}
    return [
        dataclasses.replace(resource, filters=tuple(asked for asked in resource.filters if asked.name not in hidden))
        for resource in RESOURCES.values()
        if has.answers("api:list", resource.name)
    ]


def parameters_of_list(resource):
    return [LANGUAGE, *resource.filters, LIMIT, AFTER, _fields(resource.in_list)]


def parameters_of_one(resource):
    return [LANGUAGE, *resource.of_all, _fields(resource.alone)]


@functools.cache
def _fields(shape):
    return Fields("fields", gettext_lazy("Only these fields, with commas between."), pattern=_pattern(shape))


def _pattern(shape):
    name = "|".join(fields_of(shape))
    return f"(?:{name})(?:,(?:{name}))*"


class Fields(Parameter):
    """A comma-separated list of names."""

    def value(self, text):
        names = text.split(",")
        known = self.pattern.removeprefix("(?:").split(")", 1)[0].split("|")
        for name in names:
            if name not in known:
                raise self._wrong(name, f"There are the fields {', '.join(known)}.")
        return list(dict.fromkeys(names))


# --- For programs ----------------------------------------------------------------------------------------------------


def document():
    """Return the OpenAPI document as bytes."""
    with override("en"):
        return _encoded(identity().office, identity().has, tuple(language_codes()))


@functools.lru_cache(2)
def _encoded(office, has, _languages):
    return msgspec.json.encode(_document(office, has))


def _document(office, has):
    resources = _there(has)
    shapes = [shape for resource in resources for shape in (LISTS[resource.name], resource.alone)]
    _roots, components = msgspec.json.schema_components([*shapes, Problem], ref_template=REFERENCE)
    paths = {}
    for resource in resources:
        paths[f"/{resource.name}"] = {"get": _list_operation(resource)}
        paths[f"/{resource.name}/{{key}}"] = {"get": _one_operation(resource)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"The newsroom: {office}",
            "version": VERSION,
            "summary": "All that is public, to be read by programs.",
            "description": _introduction(),
            "license": {"name": "Free of charge if the source is named"},
        },
        "security": [],  # explicitly public
        "servers": [{"url": absolute_url(reverse("api:documentation")).rstrip("/")}],
        "tags": [{"name": resource.name, "description": str(resource.description)} for resource in resources],
        "paths": paths,
        "components": {"schemas": components, "responses": _problems(), "headers": HEADERS},
        "externalDocs": {"url": absolute_url(reverse("api:documentation")), "description": "The same for people"},
    }


def _introduction():
    return (
        f"Everything is read with GET. Each client may ask {settings.API_TIMES_A_MINUTE} times in "
        f"{WINDOW_SECONDS} seconds. "
        "Answers bear an ETag: ask again with If-None-Match and get 304 while nothing has changed. "
        "Lists go on with the address in `next`. "
        "Whatever is wrong is told as problem+json, in a sentence."
    )


def _list_operation(resource):
    return {
        "operationId": f"list-{resource.name}",
        "tags": [resource.name],
        "summary": str(resource.title),
        "description": str(resource.description),
        "parameters": [_parameter(parameter) for parameter in parameters_of_list(resource)],
        "responses": _responses(LISTS[resource.name]),
    }


def _one_operation(resource):
    schema = (
        {"type": "string", "pattern": f"^{resource.key}$"}
        if resource.looked_up == "slug"
        else {"type": "integer", "minimum": 1, "maximum": 10**12 - 1}
    )
    key = {"name": "key", "in": "path", "required": True, "schema": schema, "description": "Which one."}
    return {
        "operationId": f"one-of-{resource.name}",
        "tags": [resource.name],
        "summary": f"{resource.title}: one alone",
        "parameters": [key, *(_parameter(parameter) for parameter in parameters_of_one(resource))],
        "responses": _responses(resource.alone, "404", *(["410"] if resource.name == "articles" else [])),
    }


def _parameter(parameter):
    return {
        "name": parameter.name,
        "in": "query",
        "description": str(parameter.description),
        "schema": parameter.schema,
    }


def _responses(shape, *further):
    reference = {"$ref": REFERENCE.format(name=shape.__name__)}
    return {
        "200": {
            "description": "What was asked for.",
            "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "Cache-Control")},
            "content": {"application/json": {"schema": reference}},
        },
        "304": {"description": "Nothing has changed since the answer with the ETag of If-None-Match."},
        **{status: {"$ref": f"#/components/responses/{status}"} for status in ("400", *further, "405", "429")},
    }


def _problems():
    told = {
        "400": "The query is wrong; the sentence says how to mend it.",
        "404": "The public sees nothing there.",
        "405": "Everything here is to be read.",
        "410": "It was withdrawn; the sentence gives the reason.",
        "429": "Asked too often. Retry-After says how many seconds to wait.",
    }
    problem = {"application/problem+json": {"schema": {"$ref": REFERENCE.format(name="Problem")}}}
    return {status: {"description": words, "content": problem} for status, words in told.items()}


HEADERS = {
    "ETag": {"description": "Names this very answer.", "schema": {"type": "string"}},
    "Cache-Control": {"description": "Always to be asked for again.", "schema": {"type": "string"}},
}


# --- For people ------------------------------------------------------------------------------------------------------


def documentation():
    """Return the context of the page, in the active language."""
    return {
        "nav": "press",
        "crumbs": [(_("Press centre"), reverse("press:centre")), (_("For programs"), "")],
        "base": absolute_url(reverse("api:documentation")).rstrip("/"),
        "resources": [_told(resource) for resource in _there(identity().has)],
        "times": settings.API_TIMES_A_MINUTE,
        "seconds": WINDOW_SECONDS,
        "on_a_page": ON_A_PAGE,
        "at_most": AT_MOST,
        "general": [LANGUAGE, LIMIT, AFTER, _fields(schemas.Section)],
    }


def _told(resource):
    return {
        "name": resource.name,
        "title": resource.title,
        "description": resource.description,
        "list": f"/{resource.name}",
        "one": f"/{resource.name}/{{{'slug' if resource.looked_up == 'slug' else 'id'}}}",
        "try_list": reverse("api:list", args=[resource.name]),
        "filters": [
            {"name": parameter.name, "words": parameter.description, "values": _values(parameter)}
            for parameter in resource.filters
        ],
        "fields": fields_of(resource.in_list),
        "further": [field for field in fields_of(resource.alone) if field not in fields_of(resource.in_list)],
    }


def _values(parameter):
    if parameter.choices:
        return ", ".join(parameter.offered)
    if parameter.is_day:
        return "2018-11-27"
    return {"section": "news", "body": "council", "state": "AM", "year": "2018"}.get(parameter.name, "12")
