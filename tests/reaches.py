"""Finds the names by which a source reaches into an application without importing it: in SQL, templates and strings.

A name is written here as in the source: a table, view or function (news_edition), a template (news/_lead.html), an
address (news:list), a model or module (news.article). A library of template tags has a percent sign before it (%paper),
a relation that another application's model defines has a dot (.editions).
"""

import ast
import functools
import inspect
import re

from django.apps import apps
from django.conf import settings
from django.template import engines
from django.urls import get_resolver

from csto_site.places import BASE

APPS = settings.NEWSROOM_APPS
# The rooms of the desk, from the one that knows nothing of the others to the one that knows all.
ROOMS = [
    "models", "base", "ripple", "sending", "previews", "coediting", "photos", "translations", "word", "articles",
    "releases", "council", "quotes", "press", "identity", "pages", "front", "moving", "people", "welcome", "handbook",
    "overview", "readers", "months", "find", "telling",
]  # fmt: skip
# Applications and rooms, the lowest first. What belongs to no other, like templates/base.html, belongs to csto_site.
LAYERS = [*APPS[:-1], *(f"desk.{room}" for room in ROOMS), "desk", "csto_site"]
TEMPLATES_OF_LIBRARIES = {"account": "accounts", "mfa": "accounts", "admin": "desk"}

QUERIES = {"filter", "exclude", "get", "alias", "annotate", "Q"}


@functools.cache
def sources():
    """Return [(layer, path)] of all Python, SQL and templates."""
    paths = (path for folder in [*APPS, "templates"] for path in (BASE / folder).rglob("*"))
    return [(layer_of(path.relative_to(BASE).parts), path) for path in paths if path.suffix in SEARCHES]


def layer_of(parts):
    """Return the layer of a path, or of a module, in `parts`."""
    first, *rest = parts[1:] if parts[0] == "templates" else parts
    if first == "desk" and rest[0] in ROOMS:
        return f"desk.{rest[0]}"
    if first == "desk" and rest[0] == "templatetags":
        return "desk.base"
    return first if first in APPS else TEMPLATES_OF_LIBRARIES.get(first, "csto_site")


def upwards(layer, suffix, text):
    """Return the names in a source of `layer` that belong to higher layers."""
    return {name for name, of in SEARCHES[suffix](text) if LAYERS.index(of) > LAYERS.index(layer)}


def in_words(text):
    """Yield (name, layer) of what is in the database, and of templates."""
    for name in re.findall(r"\b[a-z]+_\w+\b", text):
        if name in in_database():
            yield name, in_database()[name]
    for name in re.findall(rf"\b(?:{ANY_APP})/[\w/.-]+\.(?:html|txt)\b", text):
        yield name, layer_of(name.split("/"))


def in_sql(text):
    return in_words(re.sub(r"--.*", "", text))


def in_python(text):
    tree = ast.parse(text)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}
    keys = {id(key) for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys}
    modules = {alias.asname or alias.name for node in ast.walk(tree) if _is_import(node) for alias in node.names}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(words)) if id(node) not in docstrings:
                yield from in_string(words)
                if re.fullmatch(r"-?\w+", words) and ("__" in words or id(node) not in keys):
                    yield from in_lookup(words.removeprefix("-"))
            case ast.Attribute(value=ast.Name(id=name)) if name in modules:
                pass
            case ast.Attribute(attr=name):
                yield from in_lookup(name)
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), keywords=keywords) if name in QUERIES:
                for lookup in keywords:
                    yield from in_lookup(lookup.arg or "")


def _has_docstring(node):
    return isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None


def _is_import(node):
    return isinstance(node, ast.Import | ast.ImportFrom)


def in_string(words):
    yield from in_words(words)
    if re.fullmatch(rf"({ANY_APP})\.[A-Za-z_.]+", words) and (is_model(words) or is_module(words)):
        yield words, layer_of(words.split("."))
    if re.fullmatch(r"[a-z]+:[a-z][\w-]*", words):
        yield from in_address(words)


def is_model(words):
    return any(words.lower() == model._meta.label_lower for model, _layer in models())


def is_module(words):
    path = BASE.joinpath(*words.split(".")[:2])
    return path.is_dir() or path.with_suffix(".py").exists()


def in_address(name):
    namespace = name.split(":")[0]
    if namespace in namespaces():
        yield name, namespaces()[namespace]


def in_lookup(words):
    for name in words.split("__"):
        for layer in relations().get(name, ()):
            yield f".{name}", layer


def in_template(text):
    for tag in re.findall(r"{[{%].*?[%}]}", text):
        yield from in_words(tag)
        for quoted in re.findall(r"[\"']([a-z]+:[a-z][\w-]*)[\"']", tag):
            yield from in_address(quoted)
        for name in re.findall(r"\.(\w+)", tag):
            yield from in_lookup(name)
        if loaded := re.fullmatch(r"{%\s*load\s+(?:.*\sfrom\s+)?(.*?)\s*%}", tag):
            for name in loaded[1].split():
                module = engines["django"].engine.libraries[name].split(".")
                if module[0] in (*APPS, "csto_site"):
                    yield f"%{name}", layer_of(module)


ANY_APP = "|".join(APPS)
CREATED = r"CREATE (?:OR REPLACE )?(?:FUNCTION|VIEW) (\w+)"
SEARCHES = {".py": in_python, ".sql": in_sql, ".html": in_template, ".txt": in_template}


@functools.cache
def models():
    """Return [(model, its layer)] of all models of ours."""
    every = apps.get_models(include_auto_created=True)
    return [(model, layer_of(model.__module__.split("."))) for model in every if model._meta.app_label in APPS]


@functools.cache
def in_database():
    """Return {name: layer} of tables, and of the functions and views that the SQL files make."""
    found = {model._meta.db_table: layer for model, layer in models()}
    for layer, path in sources():
        if path.suffix == ".sql":
            found |= dict.fromkeys(re.findall(CREATED, path.read_text()), layer)
    return found


@functools.cache
def namespaces():
    """Return {namespace of addresses: layer}; all rooms of the desk share one, which Django's admin named."""
    modules = {name: resolver.urlconf_module for name, (_, resolver) in get_resolver().namespace_dict.items()}
    ours = {name: layer_of(module.__name__.split(".")) for name, module in modules.items() if inspect.ismodule(module)}
    return ours | {"admin": LAYERS[len(APPS) - 1]}


@functools.cache
def relations():
    """Return {name: layers} of the relations that a model defines on a model of another application."""
    found = {}
    for model, layer in models():
        for field in model._meta.get_fields(include_hidden=True):
            other = field.related_model
            if field.concrete and other and other._meta.app_label != model._meta.app_label:
                for name in {field.remote_field.get_accessor_name(), field.related_query_name()}:
                    found.setdefault(name, set()).add(layer)
    return found
