"""An unofficial translation says so wherever it goes, and names its original; a correction of it says so, too."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from authenticity import statements
from news import comparison, snapshots
from news.kits import stories
from news.models import Edition
from news.paper import sheets
from news.paper import text as paper
from syndication import entries, ninjs
from tests import factories
from tests.desk.screens import Page, address_of, send, signed_in
from tests.linked_data import of_type
from tests.written import switch_on

pytestmark = pytest.mark.django_db

SAYS, NAMES = "Ոչ պաշտոնական թարգմանություն", "Բնագրի լեզուն՝ Русский."


@pytest.fixture
def armenian():
    """A public text in Russian, and its unofficial translation, public as well."""
    switch_on("hy")
    russian = factories.published("ru", title="Заседание Совета")
    facts = {"title": "Խորհրդի նիստ", "unofficial_from": "ru", "article": russian.article}
    return factories.published("hy", **facts)


def test_readers_of_every_form_are_told(client, armenian):
    page = client.get(armenian.get_absolute_url("hy")).text
    assert page.count(SAYS) == 2  # above the text, and for search engines
    assert NAMES in page
    for form in (stories.of(armenian, {}).as_html(), stories.of(armenian, {}).as_text()):
        assert (SAYS in form, NAMES in form) == (True, True)
    assert SAYS in paper.plain(sheets.of_article(armenian))
    (entry,) = entries.of([armenian])
    assert f"<strong>{SAYS}.</strong>" in entry.html
    (item,) = ninjs.of([armenian])
    assert item["edNote"] == f"{SAYS}: {NAMES}"
    assert SAYS in client.get("/hy/search/?q=Խորհրդի").text
    article = of_type(page, "NewsArticle")
    assert article["creativeWorkStatus"] == SAYS
    assert article["translationOfWork"]["name"] == "Заседание Совета"
    assert "correction" not in article
    russian = client.get(armenian.get_absolute_url("ru"), follow=True).text
    assert "Неофициальный перевод" not in russian


def test_it_is_part_of_the_edition(armenian):
    assert statements.of(armenian)["unofficial_translation_from"] == "ru"
    draft = factories.correction(armenian)
    assert draft.unofficial_from == "ru"
    official = factories.correction(armenian, unofficial_from="")
    assert "unofficial_from" not in snapshots.of(official)  # as in approvals from before there was such a mark
    assert "unofficial_translation_from" not in statements.of(factories.publish(official))
    facts = comparison.of(snapshots.of(armenian), snapshots.of(official)).facts
    assert [(str(fact.label), fact.before, fact.after) for fact in facts] == [
        ("unofficial translation", "Русский", "–")
    ]


def test_no_text_translates_its_own_language():
    edition = factories.edition("en")
    edition.unofficial_from = "en"
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        edition.save()


def test_a_translator_marks_it_beside_the_original_and_a_writer_takes_the_mark_away():
    russian = factories.published("ru")
    address = f"/desk/news/article/{russian.article_id}/translate/en/"
    translator = signed_in(factories.translator())
    sent = Page(translator.get(address), form=None).fields
    sent |= {"en-title": "The Council met", "en-unofficial_from": "ru", "action": "save"}
    translator.post(address, {name: value for name, value in sent.items() if value is not None})
    english = Edition.objects.get(language="en")
    assert english.unofficial_from == "ru"
    writer = signed_in(factories.writer())
    screen = Page(writer.get(address_of(russian.article)))
    assert screen.fields["en-unofficial_from"] == "ru"
    assert "ru-unofficial_from" not in screen.fields  # the original is nobody's translation
    send(writer, address_of(russian.article), opened=screen, **{"en-unofficial_from": ""})
    english.refresh_from_db()
    assert english.unofficial_from == ""
