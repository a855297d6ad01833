"""The article screen in an office of seven languages shows those that are required or written, and opens another."""

import pytest

from news.models import Article, Edition
from tests import factories
from tests.desk.screens import address_of, signed_in
from tests.written import switch_on

pytestmark = pytest.mark.django_db

NEW = "/desk/news/article/add/"


@pytest.fixture
def writer():
    switch_on("be", "kk", "ky", "hy", "tg")
    return signed_in(factories.writer())


def languages_shown(page):
    return [part.partition('"')[0] for part in page.split('data-tab="')[1:]]


def test_nobody_sees_seven_forms(writer):
    page = writer.get(NEW).text
    assert languages_shown(page) == ["ru", "en"]
    assert 'name="further" value="hy"' in page
    assert "hy-title" not in page


def test_a_further_text_is_opened_with_what_was_typed_and_saved_with_the_others(writer):
    typed = {"ru-title": "Заседание", "ru-seen": "0.0.", "en-seen": "0.0.", "further": "hy", "screen": "a" * 24}
    page = writer.post(NEW, typed).text
    assert not Article.objects.exists()
    assert languages_shown(page) == ["ru", "en", "hy"]
    assert "Заседание" in page
    assert 'data-shown="hy"' in page


def test_a_text_that_is_there_is_shown_unasked(writer):
    edition = factories.edition("hy", title="Նիստ")
    page = writer.get(address_of(edition.article)).text
    assert languages_shown(page) == ["ru", "en", "hy"]
    assert "Նիստ" in page


def test_what_is_sent_in_a_further_language_is_saved(writer):
    edition = factories.edition("en")
    page = writer.post(address_of(edition.article), {"further": "kk"}).text
    assert languages_shown(page) == ["ru", "en", "kk"]
    assert list(Edition.objects.values_list("language", flat=True)) == ["en"]
