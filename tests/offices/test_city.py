"""A second organization, founded from an identity file, and not a word of the first at any address."""

import email
import email.policy
import re

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client

from csto_site import errors
from identity.current import current
from identity.models import Identity
from mailing import sending
from mailing.models import Letter
from news.models import Section
from page_cache import gate
from publishing import clock, languages
from search.queries import Query
from tests import factories
from tests.alerts.readers import deliver, reader
from tests.authenticity import signing
from tests.desk.screens import signed_in
from tests.hostile import newsroom, routes
from tests.offices import city, first

pytestmark = pytest.mark.django_db

# Where a program says what it does with Russian letters.
OF_ANY_LANGUAGE = "/.well-known/seals/verifier.py"
# What these say of themselves in a test: no work is done by a worker, and nothing is signed yet.
NOT_READY = ("readyz", "metrics", "seals:log")
# What is there in English alone: a file of the English edition, and the standing page.
IN_ENGLISH = ("news:attachment", "pages:")
# On the desk: the switch of its own language, and the history of the identity, which says what was before.
OF_THE_DESK = re.compile(r"Русский|before: #12365c")


@pytest.fixture
def values(settings):
    settings.SIGNING_KEY = signing.secret(signing.KEY)
    settings.SITE_URL = "https://press.lorasar.example"
    settings.ALLOWED_HOSTS = ["press.lorasar.example", "testserver"]
    city.found()
    return city.filled()


def said(pages):
    """Return {name: words of the first organization, or in Russian} of those pages that have some."""
    found = {name: first.words_of(page, first.WORDS, first.CYRILLIC) for name, page in pages.items()}
    return {name: words for name, words in found.items() if words}


def test_it_stands_from_its_file_in_its_own_languages(values):
    assert languages.language_codes() == languages.principal_codes() == ["en", "hy"]
    assert User.objects.filter(username=city.ACCOUNT["username"], groups__name="Administrator").exists()
    assert Identity.objects.get().switched_off == ["council"]
    assert Section.objects.get(slug="news").name == {"en": "News", "hy": "Նորություններ"}


def test_the_whole_public_walk_says_not_a_word_of_the_first(client, values):
    pages, unlike = {}, {}
    for language in languages.language_codes():
        for address, route in routes.addresses(values, language).items():
            pages[address] = answer = client.get(address, follow=True)
            if current().has.answers(route):
                is_elsewhere = route in NOT_READY or (language == "hy" and route.startswith(IN_ENGLISH))
                is_right = answer.status_code in (200, 204) or is_elsewhere
            else:
                is_right = answer.status_code == 404
            if not is_right:
                unlike[address] = answer.status_code
    assert unlike == {}
    assert len(pages) > 150
    pages |= {path: client.get(path, follow=True) for path in ["/", "/nowhere/", "/hy/nowhere/", "/ru/news/", "/kk/"]}
    assert pages["/nowhere/"].status_code == 404
    assert first.words_of(pages.pop("/ru/news/")) == []  # it names the language that is not there: “Русский”
    pages.pop(OF_ANY_LANGUAGE)
    assert said(pages) == {}


def test_nor_does_any_page_of_an_outage(values):
    current()
    pages = {
        "400": errors.bad_request(None, None).content.decode(),
        "413": errors.refuse(413, limit=1).content.decode(),
        "500": render_to_string("500.html"),
        "503": errors.unavailable(errors.AWAY, is_desk=False).content.decode(),
        "busy": gate._page().decode(),
    }
    assert said(pages) == {}
    for name in ("400", "500", "503", "busy"):
        assert '<html lang="en">' in pages[name], name
        assert 'lang="hy"' in pages[name], name
        assert "LCC / ԼՔԽ" in pages[name], name


def test_nor_does_any_letter(values):
    reader("nare@paper.example", Query("en"), Query("hy"), language="hy")
    factories.publish(city.report("hy", title="Լույսը", shown_on=clock.today()))
    deliver()
    letters = {f"{letter.key} to {letter.to}": printed(letter) for letter in Letter.objects.all()}
    assert len(letters) > 3
    assert said(letters) == {}
    assert any("Լույսը" in letter for letter in letters.values())


def printed(letter):
    message = email.message_from_bytes(sending.message(letter).message().as_bytes(), policy=email.policy.default)
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()), *parts])


def test_nor_does_any_page_of_the_desk_nor_the_log_in(values):
    desk = signed_in(factories.administrator())
    pages = {}
    for address in [*routes.of_the_desk(), *newsroom.of_the_desk(), "/desk/find/?q=a", "/desk/find/?q=>"]:
        if "logout" not in address:
            pages[address] = desk.get(address, follow=True)
            assert pages[address].status_code in (200, 204, 403, 404, 405, 410), address
    assert sum(page.status_code == 200 for page in pages.values()) > 80
    # A browser that prefers a language which the desk does not speak gets the office's, not Russian.
    pages["log-in"] = Client(headers={"accept-language": "hy"}).get("/desk/login/")
    assert 'lang="en"' in pages["log-in"].content.decode()
    handbook = pages.pop("/desk/help/handbook.pdf")
    texts = {name: OF_THE_DESK.sub("", page.content.decode()) for name, page in pages.items() if not page.streaming}
    assert said(texts | {"handbook": handbook}) == {}
