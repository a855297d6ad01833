"""What is done with remarks: proposals applied without touching a tag, spaces cleaned, reasons kept."""

import pytest
from django.db import IntegrityError, transaction

from news import remarks
from news.models import Remark
from publishing import actions, timeline
from tests import factories

pytestmark = pytest.mark.django_db

BODY = (
    '<p>They met <strong>yester</strong>day &amp; agreed on <a href="https://www.un.org/">1540</a>.</p>'
    "<ul><li><p>this year&nbsp;<em>too</em></p></li></ul>"
)


def only_key(edition, words):
    [found] = [remark for remark in remarks.of(edition) if remark.words == words]
    return remarks.key(found)


def test_a_proposal_is_applied_and_not_a_tag_is_touched():
    edition = factories.edition(body=BODY)
    remarks.apply(edition, only_key(edition, "yesterday"), by=factories.writer(), seen=1)
    edition.refresh_from_db()
    assert edition.body == BODY.replace("yester</strong>day", "on 26 November 2018</strong>")
    assert edition.version == 2
    assert edition.saved_versions.count() == 2


def test_a_proposal_is_applied_in_every_kind_of_field():
    edition = factories.edition(genre="interview", title="It met yesterday", standfirst="A  b", body="")
    edition.turns.create(question="What  now?", answer="<p>We  met.</p>")
    factories.show(factories.photo(caption={"en": "The Council  met."}, alt={"en": "A  table."}), edition)
    edition.attachments.create(label="The  agenda", file_name="a.pdf", size=1)
    edition.refresh_from_db()
    assert remarks.clean(edition, by=factories.writer()) == 6
    remarks.apply(edition, only_key(edition, "yesterday"), by=factories.writer())
    edition.refresh_from_db()
    turn, use, attachment = edition.turns.get(), edition.photos.get(), edition.attachments.get()
    assert (edition.title, edition.standfirst) == ("It met on 26 November 2018", "A b")
    assert (turn.question, turn.answer, attachment.label) == ("What now?", "<p>We met.</p>", "The agenda")
    assert (use.caption, use.alt) == ("The Council met.", "A table.")
    assert [remark for remark in remarks.of(edition)] == []


def test_a_text_full_of_stray_spaces_is_cleaned_at_once():
    body = "<p>One  two\u00ad three .</p><p>Four\u00a0\u00a0five &amp;  six</p>"
    edition = factories.edition(body=body)
    assert remarks.clean(edition, by=factories.writer(), seen=1) == 5
    edition.refresh_from_db()
    assert edition.body == "<p>One two three.</p><p>Four five &amp; six</p>"
    assert remarks.clean(edition, by=factories.writer()) == 0


def test_an_approval_does_not_outlive_a_replacement():
    edition = factories.approve(factories.edition(body="<p>They met yesterday.</p>"))
    remarks.apply(edition, only_key(edition, "yesterday"), by=factories.writer())
    assert edition.stage == edition.Stage.DRAFT


DOINGS = [
    lambda edition, key, **who: remarks.apply(edition, key, **who),
    lambda edition, key, **who: remarks.accept(edition, key, reason="A quotation.", **who),
    lambda edition, key, **who: remarks.clean(edition, **who),
]


@pytest.mark.parametrize("do", DOINGS)
def test_whoever_has_not_seen_the_text_as_it_stands_is_refused(do):
    edition = factories.edition(body="<p>They  met yesterday.</p>")
    key = only_key(edition, "yesterday")
    with pytest.raises(actions.Stale):
        do(edition, key, by=factories.writer(), seen=7)
    edition.refresh_from_db()
    assert edition.body == "<p>They  met yesterday.</p>"
    assert not Remark.objects.exists()
    do(edition, key, by=factories.writer(), seen=1)


@pytest.mark.parametrize("do", DOINGS)
def test_what_is_public_is_left_alone(do):
    edition = factories.published(body="<p>They  met yesterday.</p>")
    with pytest.raises(actions.Refused):
        do(edition, only_key(edition, "yesterday"), by=factories.writer())


def test_words_that_are_gone_cannot_be_replaced():
    edition = factories.edition(body="<p>They met yesterday.</p>")
    key = only_key(edition, "yesterday")
    edition.body = "<p>They met.</p>"
    edition.save()
    with pytest.raises(actions.Stale):
        remarks.apply(edition, key, by=factories.writer())


def test_an_accepted_remark_is_quiet_until_the_words_change():
    edition = factories.edition(body="<p>The film “Yesterday” is shown; they met yesterday, before noon.</p>")
    key = only_key(edition, "yesterday")
    remarks.accept(edition, key, reason="It is the title of a song.", by=factories.writer(), seen=1)
    assert remarks.of(edition) == []
    edition.refresh_from_db()
    edition.standfirst = "Other words."
    edition.save()
    assert remarks.of(edition) == []
    edition.body = edition.body.replace("before noon", "after noon")
    edition.save()
    assert [remark.words for remark in remarks.of(edition)] == ["yesterday"]


def test_an_acceptance_holds_in_the_next_edition_and_not_in_another_article():
    words = {"body": "<p>They met yesterday.</p>"}
    edition, other = factories.edition(**words), factories.edition(**words)
    remarks.accept(edition, only_key(edition, "yesterday"), reason="A title.", by=factories.writer())
    assert len(remarks.of(other)) == 1
    entry = timeline.of(edition).first()
    assert (entry.verb, entry.note) == ("accepted", "yesterday: A title.")


def test_an_acceptance_without_a_reason_is_refused_even_by_the_database():
    edition = factories.edition(body="<p>They met yesterday.</p>")
    with pytest.raises(actions.Refused, match="Say why"):
        remarks.accept(edition, only_key(edition, "yesterday"), reason="  ", by=factories.writer())
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.create(article=edition.article, language="en", rule="x", digest="y", fate="accepted")


def test_the_rates_tell_what_became_of_the_remarks_of_each_rule():
    edition = factories.edition(body="<p>They met yesterday.</p><p>They meet tomorrow.</p><p>Today, too.</p>")
    found = remarks.of(edition)
    remarks.record_shown(edition, found)
    remarks.record_shown(edition, found)
    remarks.apply(edition, only_key(edition, "yesterday"), by=factories.writer())
    remarks.accept(edition, only_key(edition, "tomorrow"), reason="A quotation.", by=factories.writer())
    [row] = [row for row in remarks.rates() if row["rule"] == "relative-date"]
    assert (row["shown"], row["applied"], row["accepted"], row["open"]) == (3, 1, 1, 1)
    assert {row["shown"] for row in remarks.rates() if row["rule"] != "relative-date"} == {0}
