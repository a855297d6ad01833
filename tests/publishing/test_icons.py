"""Icons are drawn once, in templates/icons; pages use them by the tags {% icon %} and {% symbol %}."""

import re
from pathlib import Path

from django.template.loader import render_to_string

from csto_site.places import BASE

TEMPLATES = Path(BASE) / "templates"


def test_no_template_includes_the_shapes_of_an_icon_without_its_tag():
    pages = TEMPLATES.rglob("*.html")
    assert [page.name for page in pages if 'include "icons/' in page.read_text(encoding="utf-8")] == []


def test_every_symbol_that_a_page_uses_by_its_name_is_drawn():
    drawn = set(re.findall(r'<symbol id="i-(\w+)"', render_to_string("admin/_symbols.html")))
    used = {
        name
        for page in TEMPLATES.rglob("*.html")
        for name in re.findall(r'href="#i-(\w+)"', page.read_text(encoding="utf-8"))
    }
    assert used
    assert used - drawn == set()
