"""What browsers are allowed: asked of every route that the resolver knows, and of the templates themselves."""

import re

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree

from csto_site.places import BASE
from tests import factories

JSON_BLOCKS = ("application/ld+json", "application/json")
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": None,  # pages behind a personal link are stricter
    "Permissions-Policy": None,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": None,
    "Content-Security-Policy": None,
}
STRICT = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "base-uri": "'none'",
          "form-action": "'self'", "frame-ancestors": "'none'"}  # fmt: skip
READ_ELSEWHERE = ("/api/", "/wires/", "/oembed", "/en/feeds/")


def policy(answer):
    return dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))


def written_into(page):
    """Return what of a page's HTML would need a policy that allows more than files of our own."""
    scripts = page.xpath("//script[not(@src)]")
    return [
        *(script for script in scripts if script.get("type") not in JSON_BLOCKS),
        *page.xpath("//style | //@style | //base | //iframe | //object | //embed"),
        *page.xpath("//@*[starts-with(name(), 'on')]"),
        *page.xpath("//@*[starts-with(normalize-space(translate(., 'JAVSCRIPT', 'javscript')), 'javascript:')]"),
    ]


def test_no_public_page_holds_a_script_or_a_style_and_every_answer_bears_all_headers(client, addresses, subtests):
    pages = 0
    for address, name in addresses.items():
        answer = client.get(address, follow=True)
        with subtests.test(name):
            assert answer.status_code == 200 or name.startswith(("readyz", "metrics")), address
            for header, value in EVERYWHERE.items():
                assert header in answer.headers, header
                assert value in (None, answer.headers[header]), header
            is_page = answer.headers["Content-Type"].startswith("text/html")
            if is_page:
                pages += 1
                assert STRICT.items() <= policy(answer).items()
                assert "nonce" not in answer.headers["Content-Security-Policy"]
                assert "unsafe" not in answer.headers["Content-Security-Policy"]
                assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
                assert written_into(etree.HTML(answer.content or b"<p>")) == []
            is_ours_alone = is_page or address.startswith(settings.STAFF_PREFIXES)
            share = answer.headers["Cross-Origin-Resource-Policy"]
            assert share == ("same-origin" if is_ours_alone else "cross-origin")
            is_open = answer.headers.get("Access-Control-Allow-Origin")
            assert is_open in ((None,) if is_page and not address.startswith(READ_ELSEWHERE) else (None, "*"))
            assert "Access-Control-Allow-Credentials" not in answer.headers
            assert not answer.cookies or name.startswith(("press:", "preview")), address
    assert pages > 40


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/en/nothing/", "/desk/", "/desk/login/", "/photos/x/y.jpg", "/preview/x/"])
def test_refusals_bear_the_headers_too(client, address):
    answer = client.get(address)
    assert [header for header in EVERYWHERE if header not in answer.headers] == []


@pytest.mark.django_db
def test_the_desk_runs_scripts_of_our_files_and_of_its_nonce_which_is_another_each_time():
    client = Client()
    client.force_login(factories.press_secretary())
    nonces = set()
    for _ in range(2):
        answer = client.get("/desk/news/article/add/")
        nonce = re.fullmatch(r"'self' 'nonce-([^']{16,})'", policy(answer)["script-src"])[1]
        scripts = etree.HTML(answer.content).xpath("//script[not(@src)]")
        assert {script.get("nonce") for script in scripts if script.get("type") not in JSON_BLOCKS} == {nonce}
        nonces.add(nonce)
    assert len(nonces) == 2


# Letters cannot load a style sheet, and the page of a press kit is opened from a folder.
STYLED_WITHIN = {"mailing/frame.html", "news/kit/article.html"}
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)[^>]*>|javascript:", re.IGNORECASE)


def test_no_template_of_a_page_holds_a_script_or_a_style():
    found = {}
    for template in sorted((BASE / "templates").rglob("*.html")):
        text = template.read_text()
        for match in INLINE.finditer(text):
            if 'type="application/ld+json"' not in match[0]:
                found.setdefault(str(template.relative_to(BASE / "templates")), []).append(match[0])
    assert set(found) == STYLED_WITHIN, found


@pytest.mark.django_db
def test_whoever_finds_a_weakness_reads_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@csto.example"
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == "mailto:security@csto.example"
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT00:00:00Z", fields["Expires"])
