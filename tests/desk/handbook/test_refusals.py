"""Whoever is refused something on the desk finds the page of the handbook that explains it, behind the sentence."""

import re

import pytest

from csto_site.places import BASE
from tests import factories
from tests.desk.screens import signed_in

TEMPLATES = BASE / "templates"
OPENED = re.compile(r'<(p|div|ul) class="[^"]*\b(?:notice--bad|errornote|errorlist)\b[^>]*>')
EXPLAINED = '{% include "desk/base/_explained.html" %}'
# What looks like a refusal and is none, or stands where nobody is let in yet.
NONE = {
    "desk/articles/_language.html": "a colleague saved, or scheduled: beside it stand the two texts",
    "desk/articles/_log_in_again.html": "whoever reads it is logged out, and logs in again right there",
    "desk/press/advisory_requests.html": "that more are approved than there are places refuses nothing",
    "desk/welcome/begin.html": "before the first run there is no desk and no handbook on it",
    "desk/welcome/step.html": "before the first run there is no desk and no handbook on it",
}


def refusals():
    """Yield (template, what stands in the element) of each refusal in the templates of the desk."""
    for path in [*(TEMPLATES / "desk").rglob("*.html"), *(TEMPLATES / "admin").rglob("*.html")]:
        text = path.read_text()
        for found in OPENED.finditer(text):
            end = re.compile(rf"</?{found[1]}\b")
            depth, at = 1, found.end()
            while depth:
                tag = end.search(text, at)
                depth += -1 if tag[0].startswith("</") else 1
                at = tag.end()
            yield str(path.relative_to(TEMPLATES)), text[found.end() : at]


def test_every_refusal_has_the_way_to_the_page_that_explains_it():
    found = list(refusals())
    assert len(found) > 20
    assert {template for template, inside in found if EXPLAINED not in inside} == set(NONE)


@pytest.mark.django_db
def test_the_way_leads_to_the_page_of_the_screen_that_refuses():
    number = factories.published().article_id
    page = signed_in(factories.press_secretary()).post(f"/desk/calendar/plan/{number}/", {"planned_for": "nonsense"})
    assert 'href="/desk/help/' in page.content.decode()
