"""Data flows one way: an application imports only from those above it in the table."""

import ast

import pytest
from django.conf import settings

from csto_site.places import BASE

APPS = settings.NEWSROOM_APPS


def modules():
    for app in [*APPS, "csto_site"]:
        for path in (BASE / app).rglob("*.py"):
            yield pytest.param(app, path, id=str(path.relative_to(BASE)))


@pytest.mark.parametrize(("app", "path"), list(modules()))
def test_an_application_imports_only_from_those_above_it(app, path):
    allowed = {*APPS, "csto_site"} if app == "csto_site" else set(APPS[: APPS.index(app) + 1])
    ours = {*APPS, "csto_site"}
    wrong = {name for name in imported(path) if name.split(".")[0] in ours - allowed}
    assert not wrong, f"{path.relative_to(BASE)} imports {', '.join(sorted(wrong))}"


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


# The rooms of the desk, from the one that knows nothing of the others to the one that knows all.
ROOMS = [
    "models", "base", "previews", "coediting", "photos", "translations", "word", "articles", "releases", "council",
    "press", "people", "overview",
]  # fmt: skip


def test_every_folder_of_the_desk_is_a_room_in_the_list():
    folders = {path.parent.name for path in (BASE / "desk").glob("*/__init__.py")}
    assert folders - {"migrations", "templatetags"} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_the_desk_imports_only_from_rooms_before_it(room):
    allowed = {"desk", *(f"desk.{name}" for name in ROOMS[: ROOMS.index(room) + 1])}
    for path in (BASE / "desk" / room).rglob("*.py"):
        named = {".".join(name.split(".")[:2]) for name in imported(path) if name.split(".")[0] == "desk"}
        assert named <= allowed, f"{path.relative_to(BASE)} imports {', '.join(sorted(named - allowed))}"
