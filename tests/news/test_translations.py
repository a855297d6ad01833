"""Which texts are older than those they stand beside, and what changed since they were compared."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from news import drafts, translations
from news.models import Edition, TranslationCheck
from publishing import actions, clock, timeline
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def russian():
    return factories.edition("ru", title="Совет собрался")


def translated(russian):
    return factories.edition("en", article=russian.article, by=factories.translator())


def both_published():
    """Return a public original and its public translation."""
    russian = factories.edition("ru")
    english = translated(russian)
    for edition in (russian, english):
        factories.publish(edition)
    return russian, english


def edited(edition, by=None, **words):
    draft = drafts.open_next(edition, by=by or factories.writer())
    for field, value in words.items():
        setattr(draft, field, value)
    drafts.save_changes(draft, by=by or factories.writer())
    return draft


def corrected(edition, change="correction", **words):
    note = "" if change == "minor" else "A date was wrong."
    draft = edited(edition, change=change, change_note=note, **words)
    return factories.publish(draft)


def stale():
    return [(edition.language, edition.number) for edition in translations.stale().order_by("pk")]


def test_an_article_keeps_the_language_it_was_written_in_first(russian):
    english = translated(russian)
    assert english.article.original_language == "ru"
    assert translations.source_of(english.article, "en") == russian
    assert translations.source_of(english.article, "ru") is None


def test_a_translation_begins_compared_with_its_original(russian):
    russian = edited(russian, title="Совет заседал")
    english = translated(russian)
    check = TranslationCheck.objects.get()
    assert (check.edition, check.source, check.source_version) == (english, russian, 2)
    assert stale() == []


def test_a_translation_is_stale_when_the_draft_of_its_original_was_changed_after_it(russian):
    english = translated(russian)
    russian = edited(russian, title="Совет заседал")
    assert stale() == [("en", 1)]
    assert translations.changed_since_compared(english) == [russian]
    before, after = translations.before_and_after(english, russian)
    assert (before["title"], after["title"]) == ("Совет собрался", "Совет заседал")


def test_it_is_up_to_date_again_when_somebody_says_so(russian):
    english = translated(russian)
    russian = edited(russian, title="Совет заседал")
    translations.confirm_current(english, russian, by=factories.translator(), seen=2)
    assert stale() == []
    assert timeline.of(english).first().verb == "checked"


def test_nobody_can_say_so_of_a_version_that_was_not_read(russian):
    english = translated(russian)
    russian = edited(russian, title="Совет заседал")
    with pytest.raises(actions.Stale):
        translations.confirm_current(english, russian, by=factories.translator(), seen=1)
    assert stale() == [("en", 1)]


@pytest.mark.parametrize("change", ["update", "correction", "clarification", "retraction"])
def test_a_change_that_readers_are_told_of_makes_the_translation_stale(change):
    russian, english = both_published()
    second = corrected(russian, change, title="Совет заседал")
    assert stale() == [("en", 1)]
    assert translations.changed_since_compared(english) == [second]


def test_a_minor_change_makes_nothing_stale():
    russian, _english = both_published()
    corrected(russian, "minor", title="Совет заседал")
    assert stale() == []


def test_a_correction_of_the_translation_makes_the_original_stale():
    russian, english = both_published()
    second = corrected(english, title="The Council sat")
    assert stale() == [("ru", 1)]
    assert translations.changed_since_compared(russian) == [second]
    translations.confirm_current(russian, second, by=factories.writer())
    assert stale() == []


def test_a_correction_that_follows_the_original_makes_nothing_stale():
    russian, english = both_published()
    source = corrected(russian, title="Совет заседал")
    draft = edited(english, change="correction", change_note="A date was wrong.", title="The Council sat")
    translations.confirm_current(draft, source, by=factories.translator())
    factories.publish(draft)
    assert stale() == []


def test_corrections_that_go_out_together_are_one_release():
    russian, english = both_published()
    opens = clock.now() + datetime.timedelta(hours=1)
    for edition in (russian, english):
        draft = edited(edition, change="correction", change_note="A date was wrong.", title=f"New {edition.language}")
        factories.publish(draft, at=opens)
    assert stale() == []


def test_a_translation_that_was_compared_with_the_next_edition_is_not_stale_when_that_goes_out():
    russian, english = both_published()
    draft = edited(russian, change="correction", change_note="A date was wrong.", title="Совет заседал")
    translations.confirm_current(english, draft, by=factories.translator())
    factories.publish(draft)
    assert stale() == []


def test_texts_saved_together_stay_equal_and_others_do_not(russian):
    class Began:
        def __init__(self, edition):
            self.language, self.edition = edition.language, edition

    english = translated(russian)
    before = [Began(Edition.objects.get(pk=edition.pk)) for edition in (russian, english)]
    edited(russian, title="Совет заседал")
    edited(english, title="The Council sat")
    translations.saved_together(russian.article, before, ["ru", "en"], by=factories.writer())
    assert stale() == []

    edited(russian, title="Совет завершил заседание")
    before = [Began(Edition.objects.get(pk=edition.pk)) for edition in (russian, english)]
    edited(russian, title="Совет завершил работу")
    edited(english, title="The Council has met")
    translations.saved_together(russian.article, before, ["ru", "en"], by=factories.writer())
    assert stale() == [("en", 1)]


def test_a_live_original_without_a_translation_is_missing_one():
    both_published()
    lonely = factories.published("ru")
    factories.edition("ru")
    assert list(translations.missing("en")) == [lonely]
    assert list(translations.missing("ru")) == []
    english = factories.published("en")
    assert list(translations.missing("ru")) == [english]


def test_a_withdrawn_translation_is_not_stale():
    russian, english = both_published()
    corrected(russian, title="Совет заседал")
    actions.withdraw(english, by=factories.press_secretary(), reason="Because.")
    assert stale() == []


def test_one_language_can_be_asked_for():
    russian, _english = both_published()
    corrected(russian)
    assert translations.stale("en").count() == 1
    assert translations.stale("ru").count() == 0


def test_what_was_compared_is_never_changed(russian):
    translated(russian)
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        TranslationCheck.objects.update(source_version=9)


def test_the_ledger_is_one_question_however_many_articles_there_are():
    for _number in range(3):
        corrected(both_published()[0])
    with CaptureQueriesContext(connection) as queries:
        assert len(list(translations.stale())) == 3
    assert len(queries) == 1
