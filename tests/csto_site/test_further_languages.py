"""The public pages in a further language: every word of theirs is translated, and the catalogues are sound."""

import re

import polib
import pytest
from django.utils import translation
from django.utils.translation import trans_real

from council.models import Bearing, Consideration, Document, Meeting, Membership, StatusClaim
from csto_site import interface_words
from news.models import Article, Edition
from press.models import AccreditationRequest
from publishing import catalogues
from tests import factories
from tests.csto_site.test_query_budgets import _addresses, newsroom  # noqa: F401
from tests.test_catalogues import PLACEHOLDER
from tests.written import switch_on

# What pages print of them depends on what is on record.
PRINTED = [
    Bearing.Kind, Consideration.Verb, Document.Kind, Edition.Change, Edition.Genre, Meeting.Course, Meeting.Format,
    Meeting.Kind, Membership.Role, AccreditationRequest.Role, StatusClaim.By, StatusClaim.Status,
]  # fmt: skip
TAG = re.compile(r"</?\w+[^>]*>")
CODES = ["be", "hy", "kk", "ky", "tg"]  # those of the member states beside Russian


def key(entry):
    return (f"{entry.msgctxt}\x04" if entry.msgctxt else "") + entry.msgid


OURS = {key(entry): entry for entry in polib.pofile(str(catalogues.source("en")))}


def test_a_catalogue_is_found_by_its_file():
    assert catalogues.further_codes() == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_translation_says_what_the_code_says(code):
    for entry in polib.pofile(str(catalogues.source(code))):
        assert key(entry) in OURS, "the code does not say it any more: script/translate"
        forms = [entry.msgstr, *entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]
        for form in filter(None, forms):
            if not entry.msgid_plural:
                assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(entry.msgid)), form
            assert sorted(TAG.findall(form)) == sorted(TAG.findall(entry.msgid)), form
            assert (form[0] == "\n", form[-1] == "\n") == (entry.msgid[0] == "\n", entry.msgid[-1] == "\n"), form


@pytest.mark.parametrize("code", CODES)
def test_a_plural_has_every_form_of_the_language(code):
    catalogue = polib.pofile(str(catalogues.source(code)))
    number = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])
    for entry in catalogue:
        assert len(entry.msgstr_plural) == (number if entry.msgid_plural else 0), entry.msgid
        assert all(entry.msgstr_plural.values()), entry.msgid


@pytest.mark.parametrize("code", CODES)
def test_the_compiled_catalogue_is_the_translated_one(code):
    compiled = polib.mofile(str(catalogues.source(code).with_suffix(".mo")))
    assert {(key(entry), entry.msgstr) for entry in compiled} == {
        (key(entry), entry.msgstr) for entry in catalogues.words(code)
    }


@pytest.fixture
def missed(monkeypatch):
    """A set of the words of ours that are asked for in a further language, and are not in its catalogue."""
    found = set()

    def watch(name):
        method = getattr(trans_real.DjangoTranslation, name)

        def ask(self, message, *more):
            if self.language() in CODES and message in OURS:
                has = self._catalog.get(message) is not None or self._catalog.get((message, self.plural(1))) is not None
                if not has:
                    found.add(message)
            return method(self, message, *more)

        monkeypatch.setattr(trans_real.DjangoTranslation, name, ask)

    for name in ("gettext", "ngettext"):
        watch(name)
    return found


@pytest.mark.django_db
@pytest.mark.usefixtures("put_together_in_public")
@pytest.mark.parametrize("code", CODES)
def test_no_word_of_a_public_page_is_missing(client, newsroom, missed, code):  # noqa: F811
    switch_on(code)
    names, add = newsroom
    add(12)
    for article in ("article", "corrected"):
        edition = factories.published(code, article=Article.objects.get(pk=names[article]))
        slug = "slug" if article == "article" else "corrected_slug"
        names[slug] = edition.address_part
    factories.publish(factories.correction(edition))
    for name, address in _addresses(names, code).items():
        status = client.get(address).status_code
        assert status == 200 or name.startswith("pages:"), name  # a page that is not in this language says so
    assert client.get(f"/{code}/nowhere/").status_code == 404
    assert client.post(f"/{code}/press/enquiry/", {}).status_code in (200, 422)
    assert client.get(f"/{code}/search/?q=nothing-of-the-kind").status_code == 200
    with translation.override(code):
        for choices in PRINTED:
            assert all(map(str, choices.labels))
    assert missed == set()


@pytest.mark.django_db
def test_a_word_without_translation_comes_along_the_chain():
    switch_on("kk")
    translated = {key(entry) for entry in catalogues.words("kk")}
    lacking = next(entry for entry in OURS.values() if not entry.msgctxt and key(entry) not in translated)
    with translation.override("ru"):
        in_russian = translation.gettext(lacking.msgid)
    with translation.override(None):
        interface_words.activate("kk")
        assert translation.gettext("Search") not in ("Search", "Поиск")
        assert translation.gettext(lacking.msgid) == in_russian
