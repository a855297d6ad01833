"""Style sheets: nothing in them is left over from a screen that has changed."""

import re
from pathlib import Path

import django
import django_prose_editor
from django.conf import settings

from csto_site.places import BASE

CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NO_CLASSES = re.compile(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", re.DOTALL)
WORD = re.compile(r"[\w-]+")
BEGINNING = re.compile(r"([\w-]+--)\$?\{")  # of a class put together: state--{{ look }}
PUT_TOGETHER_BY_LIBRARIES = {
    "select2-container--admin-autocomplete", "prose-menubar__selected", "field-groups", "field-held_on",
}  # fmt: skip


def test_every_class_in_a_style_sheet_is_named_somewhere():
    text = "\n".join(path.read_text(errors="ignore") for path in _whoever_names_classes())
    words, beginnings = set(WORD.findall(text)), tuple(set(BEGINNING.findall(text)))
    left_over = {
        f"{path.relative_to(BASE)}: .{name}"
        for path in (BASE / "static" / "css").rglob("*.css")
        for name in CLASS.findall(NO_CLASSES.sub("", path.read_text()))
        if not (name in words or name in PUT_TOGETHER_BY_LIBRARIES or name.startswith(beginnings))
    }
    assert not left_over, "\n".join(sorted(left_over))


def _whoever_names_classes():
    """Yield our templates, scripts and code, and those of the libraries whose screens we style."""
    ours = [BASE / name for name in ["templates", "static/js", "csto_site", *settings.NEWSROOM_APPS]]
    django_folder = Path(django.__file__).parent
    theirs = [django_folder / "contrib/admin", django_folder / "forms", Path(django_prose_editor.__file__).parent]
    for folder in [*ours, *theirs]:
        for kind in ("*.html", "*.js", "*.py"):
            yield from folder.rglob(kind)
