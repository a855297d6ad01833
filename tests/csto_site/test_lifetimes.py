"""Nothing that can become true is kept by anybody: every answer says for how long it holds."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from csto_site.places import BASE
from page_cache import lifetimes
from publishing import actions
from tests import factories

pytestmark = pytest.mark.django_db


def test_what_is_not_there_leads_elsewhere_or_is_gone_is_kept_nowhere(client):
    edition = factories.published()
    gone = factories.published()
    actions.withdraw(gone, by=factories.press_secretary(), kind="gone", reason="An error.")
    answers = {
        "the next number": (client.get(f"/en/news/{gone.article_id + 1}-next/"), 404),
        "no such page": (client.get("/en/nothing/"), 404),
        "no language": (client.get("/"), 302),
        "an old title": (client.get(f"/en/news/{edition.article_id}-old/"), 301),
        "withdrawn": (client.get(gone.get_absolute_url().replace("/ru/", "/en/")), 410),
        "another method": (client.put("/en/news/"), 405),
    }
    for what, (answer, status) in answers.items():
        assert (answer.status_code, "no-store" in answer.headers.get("Cache-Control", "")) == (status, True), what


def test_a_page_that_says_nothing_else_is_asked_for_each_time(client):
    assert client.get("/en/news/").headers["Cache-Control"] == lifetimes.ASKED_EACH_TIME
    assert "max-age=60" in client.get(reverse("feeds:news", args=["atom"])).headers["Cache-Control"]


def test_varnish_keeps_only_what_is_there_and_says_for_how_long():
    vcl = (BASE / "deploy" / "varnish.vcl").read_text()
    rule = vcl[vcl.index("if ((beresp.status != 200") :]
    assert "!beresp.http.Cache-Control" in rule.splitlines()[0]
    assert "set beresp.uncacheable = true;" in rule[: rule.index("}")]
    assert "default_ttl=0" in vcl


def test_the_table_for_operators_has_the_figures_of_the_code():
    page = (BASE / "docs" / "operations.md").read_text()
    table = page[page.index("## How long copies are kept") : page.index("## A new release")]
    assert f"{lifetimes.PAGE_SECONDS} seconds, less" in table
    assert f"{lifetimes.WITHOUT_AN_ANSWER_SECONDS // 3600} hours" in table
    assert (lifetimes.PROGRAM_SECONDS, lifetimes.INDEX_SECONDS) == (60, 300)


def test_how_long_copies_are_kept_is_written_in_one_module():
    files = [path for app in [*settings.NEWSROOM_APPS, "csto_site"] for path in (BASE / app).rglob("*.py")]
    header = re.compile(r"""["'][^"'\n]*\b(max-age=[\d{]|no-store\b)""")
    written = {str(path.relative_to(BASE)) for path in files if header.search(path.read_text())}
    # The page memory reads these words in what views answer; the waiting page runs before there is Django to import.
    assert written - {"page_cache/layer.py", "csto_site/waiting_page.py"} == {"page_cache/lifetimes.py"}


def test_the_waiting_page_is_kept_nowhere():
    page = (BASE / "csto_site" / "waiting_page.py").read_text()
    assert re.findall(r'"Cache-Control": "(.*)"', page) == [lifetimes.NOT_KEPT]
