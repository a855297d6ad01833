"""deploy/environment.md names what the code reads from the environment: all of it, and nothing else."""

import ast
import re

from csto_site import server
from csto_site.places import BASE
from csto_site.settings import NEWSROOM_APPS

PAGE = (BASE / "deploy" / "environment.md").read_text()
READERS = {"text", "flag", "integer", "names", "one_of", "address", "secret", "time_zone"}
NOT_OF_OPERATORS = {"DJANGO_SETTINGS_MODULE", "PATH"}
OF_THE_DATABASE_SERVER = ("POSTGRES_", "DATABASE_PASSWORD")  # in a container


def test_every_value_that_is_read_stands_on_the_page_and_the_other_way_round():
    of_the_server = set(server.LIMITS) | {"GRANIAN_HOST", "GRANIAN_PORT", "GRANIAN_UDS", "GRANIAN_UDS_PERMISSIONS"}
    assert on_the_page() == read_by_the_code() | of_the_server | {"GRANIAN_WORKERS"}


def test_the_limits_on_the_page_are_those_of_the_server():
    for name in ("GRANIAN_BLOCKING_THREADS", "GRANIAN_BACKPRESSURE", "GRANIAN_WORKERS_MAX_RSS"):
        assert re.search(rf"`{name}`.*\| {server.LIMITS[name]} \|", PAGE), name


def test_every_value_that_the_files_for_operators_give_stands_on_the_page():
    files = [path for path in (BASE / "deploy").rglob("*") if path.is_file() and path.suffix != ".md"]
    given = {name for path in files for name in re.findall(r"\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)[=:]", path.read_text())}
    assert given >= {"GRANIAN_UDS", "DATABASE_URL", "ALLOWED_HOSTS"}
    assert {name for name in given if not name.startswith(OF_THE_DATABASE_SERVER)} <= on_the_page()


def on_the_page():
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}


def read_by_the_code():
    files = [path for app in [*NEWSROOM_APPS, "csto_site"] for path in (BASE / app).rglob("*.py")]
    assert len(files) > 200
    return {name for path in files for name in names_in(ast.parse(path.read_text()))} - NOT_OF_OPERATORS


def names_in(tree):
    """Yield what is asked of csto_site.env, and of os.environ itself, by constant name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            is_reader = node.func.attr in READERS and getattr(node.func.value, "id", "") in ("env", "mail")
            if is_reader or (node.func.attr in ("get", "setdefault") and is_environ(node.func.value)):
                yield from constant(node.args[0])
        elif isinstance(node, ast.Subscript) and is_environ(node.value):
            yield from constant(node.slice)
        elif isinstance(node, ast.Compare) and is_environ(node.comparators[0]):
            yield from constant(node.left)


def is_environ(node):
    return isinstance(node, ast.Attribute) and node.attr == "environ" and getattr(node.value, "id", "") == "os"


def constant(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
