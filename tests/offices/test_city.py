"""A second organization, founded from an identity file: it stands in its own languages, and its outages speak them."""

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string

from csto_site import errors
from identity.current import current
from identity.models import Identity
from news.models import Section
from page_cache import gate
from publishing import languages
from tests.authenticity import signing
from tests.offices import city, first

pytestmark = pytest.mark.django_db


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
    assert set(Section.objects.get(slug="news").name) == {"en", "hy"}


def test_no_page_of_an_outage_says_a_word_of_the_first(values):
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
