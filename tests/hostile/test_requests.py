"""Requests as no browser makes them: each is answered below 500, leads nowhere else, and changes no header."""

import urllib.parse

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from tests import factories
from tests.hostile import attacks

pytestmark = pytest.mark.django_db

METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "GETT"]


def faults_of(answers):
    """Return what is wrong with the answers of (answer, address), and how many there were."""
    found = [attacks.fault(answer, address) for answer, address in answers]
    return list(filter(None, found)), len(found)


def test_a_page_that_is_only_read_takes_no_other_method(addresses):
    client = Client(enforce_csrf_checks=True)
    for number, (address, name) in enumerate(addresses.items()):
        for method in METHODS[number % 3 :: 3]:
            answer = client.generic(method, address, b"<x/>", content_type="application/x-www-form-urlencoded")
            assert not attacks.fault(answer, address)
            is_read = name not in attacks.FORMS and method != "OPTIONS"
            assert not is_read or answer.status_code in (403, 404, 405, 410), (method, name)


def test_every_parameter_of_every_page_may_hold_anything(client, addresses):
    asked = ((client.get(address), address) for address in attacks.parameters(addresses, every=29))
    faults, number = faults_of(asked)
    assert (faults, number > 130) == ([], True)


def test_every_part_of_every_address_may_hold_anything(client, addresses):
    asked = ((client.get(address), address) for address in attacks.paths(addresses, every=17))
    faults, number = faults_of(asked)
    assert (faults, number > 200) == ([], True)


def test_a_header_may_hold_anything(client, addresses):
    of_each_kind = ["/en/", "/en/search/?q=a", "/en/press/enquiry/", "/desk/login/", "/api/v1/articles",
                    next(path for path in addresses if path.startswith("/photos/")), "/en/feeds/news.atom"]  # fmt: skip
    asked = ((client.get(address, **header), address) for address, header in attacks.headers(of_each_kind, every=5))
    faults, number = faults_of(asked)
    assert (faults, number > 70) == ([], True)


@pytest.mark.parametrize("value", attacks.HEADERS["Content-Type"] + attacks.HEADERS["Content-Length"])
def test_a_form_may_be_announced_as_anything(client, value):
    name = "CONTENT_LENGTH" if value in attacks.HEADERS["Content-Length"] else "CONTENT_TYPE"
    for address in ("/en/press/enquiry/", "/en/alerts/", "/desk/login/"):
        header = {name: value.encode().decode("latin-1")}
        answer = client.post(address, b"x=1", **{"content_type": "text/plain", **header})
        assert not attacks.fault(answer, address)


PATHS = [
    "//", "//en/", "///evil.example/", "/en//news/", "/en/news//", "/./en/news/", "/en/../en/news/", "/en/NEWS/",
    "/../../etc/passwd", "/en/%2e%2e/%2e%2e/etc/passwd", "/EN/news/", "/en/news./", "/en/news/.", "/en/news/..",
    "/en/news/%20", "/en/news%00/", "/%00", "/en/%c0%ae%c0%ae/", "/en/%e0%80%af", "/en/%ff%fe/", "/en/\\evil.example",
    "/\\evil.example/", "/%5cevil.example/..", "//evil.example/%2e%2e", "//evil.example/desk", "/en/news;x=1/",
    "/" + "a" * 10_000, "/en/" + "a/" * 5000, "/static/../csto_site/settings.py", "/static//etc/passwd",
    "/static/%2e%2e/csto_site/settings.py", "/static/..%2fcsto_site%2fsettings.py", "/static/%00", "/photos/../media/x",
    "/desk//", "/Desk/", "/desk/..;/", "//desk/", "/%64esk/", "/en/../desk/", "/.git/config", "/.env", "/media/",
    "/var/secret-key", "/admin/", "/en/news/?/../../desk/", "http://evil.example/en/", "*", "",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:30] or "none")
def test_a_trick_with_the_path_opens_nothing(path):
    # As WSGI gives it: bytes that stand for themselves.
    answer = Client().get("/", PATH_INFO=urllib.parse.unquote_to_bytes(path).decode("latin-1"))
    assert not attacks.fault(answer, path)
    shown = b"".join(answer) if answer.streaming else answer.content
    for secret in (b"root:x:", b"INSTALLED_APPS", b"[core]"):
        assert secret not in shown
    if path != "/%64esk/":  # another way to write the same bytes
        assert answer.status_code in (301, 302, 400, 404)
        assert answer.headers.get("Location", "/").startswith("/")


def test_a_name_or_a_scheme_that_only_a_proxy_may_tell_is_believed_from_nobody_else(client, settings):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9",
              "X-Original-URL": "/desk/", "X-Rewrite-URL": "/desk/", "Forwarded": "host=evil.example;proto=https",
              "X-HTTP-Method-Override": "DELETE"}  # fmt: skip
    factories.published()
    plain, other = client.get("/en/news/"), client.get("/en/news/", headers=forged)
    assert other.content == plain.content
    assert not other.wsgi_request.is_secure()
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    believed = client.get("/en/news/", headers=forged)
    assert believed.wsgi_request.is_secure()
    assert b"evil" not in believed.content


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example",
             "\x09//evil.example", "http://localhost@evil.example/", "///evil.example"]  # fmt: skip


@pytest.mark.parametrize("there", ELSEWHERE)
def test_no_address_sends_anybody_to_another_site(there):
    client = Client()
    client.force_login(factories.press_secretary())
    answers = [
        client.post("/desk/language/setlang/", {"language": "en", "next": there}),
        client.get("/desk/login/", {"next": there}),
        Client().post("/desk/login/", {"username": "x", "password": "y", "login": "x", "next": there}),
        client.get("/en/feeds/search.atom", {"q": "", "next": there, "url": there}),
        client.post("/desk/logout/", {"next": there}),
    ]
    for answer in answers:
        to = urllib.parse.urlsplit(answer.headers.get("Location", "/").strip())
        assert (to.scheme, to.netloc) == ("", "")


TEXT = st.text(max_size=40) | st.sampled_from(attacks.SURPRISES)


@given(st.data())
@how(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_page_fails_whatever_is_asked_of_it(addresses, data):
    """The addresses and the names are ours, the values are anybody's."""
    address = data.draw(st.sampled_from(list(addresses)))
    names = st.sampled_from(attacks.KNOWN) | TEXT
    asked = data.draw(st.dictionaries(names, st.lists(TEXT, max_size=3), max_size=5))
    query = urllib.parse.urlencode(asked, doseq=True, errors="replace")
    assert not attacks.fault(Client().get(f"{address.partition('?')[0]}?{query}"), address)
