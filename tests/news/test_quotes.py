"""Quotes: who said words of a text, with the title of that day; public exactly while a public text has them."""

import datetime
import re

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils.translation import override

from council import merging
from news import drafts, quotes
from news.models import Quote
from publishing import actions, clock, timeline
from publishing.actions import NotAllowed, Refused
from publishing.visitors import as_visitor
from tests import factories
from tests.desk.screens import messages_of, signed_in
from tests.linked_data import of_type, problems

pytestmark = pytest.mark.django_db

WORDS = "We have agreed on the dates & the place."
BODY = (
    "<p>Aman Mambetseitov spoke first.</p>"
    "<blockquote><p>We have <strong>agreed</strong> on the dates &amp; the&nbsp;place.</p></blockquote>"
    "<p>Then they left.</p>"
)
DAY = datetime.date(2018, 11, 27)


@pytest.fixture
def speaker():
    person, office = factories.person(), factories.office()
    factories.term(person, office, start=datetime.date(2018, 1, 1), end=datetime.date(2018, 12, 31))
    return person


def noted(article, person=None, *, by=None, language="en", words=WORDS, said_on=DAY, **facts):
    return quotes.note(
        article, language, words, by=by or factories.press_secretary(), person=person, said_on=said_on, **facts
    )


def page(client, edition):
    with override(edition.language):
        return client.get(edition.get_absolute_url()).content.decode()


def test_readers_see_it_with_the_title_of_its_day_and_copy_it_with_its_address(client, speaker):
    edition = factories.published(body=BODY, title="They agreed")
    before = page(client, edition)
    quote = noted(edition.article, speaker, place="Moscow")
    title = speaker.terms.get().title("en")
    html = page(client, edition)
    assert 'id="quotes"' in html
    assert 'id="quotes"' not in before
    assert f'id="quote-{quote.pk}"' in html
    copied = re.search(r"<textarea[^>]*>([^<]*)</textarea>", html[html.index('id="quotes"') :])[1]
    address = edition.get_absolute_url("en")
    assert copied.startswith(
        f"“We have agreed on the dates &amp; the place.”\u00a0— Aman Mambetseitov, {title}, 27 November 2018, Moscow\n"
    )
    assert copied.endswith(f"{address}#quote-{quote.pk}")
    node = of_type(html, "NewsArticle")
    assert problems(node) == []
    (quotation,) = node["hasPart"]
    assert (quotation["@type"], quotation["text"]) == ("Quotation", WORDS)
    assert quotation["spokenByCharacter"] == {"@type": "Person", "name": "Aman Mambetseitov"}
    assert quotation["creditText"] == f"Aman Mambetseitov, {title}, 27 November 2018, Moscow"
    with override("en"):
        of_person = client.get(speaker.get_absolute_url()).content.decode()
    assert "We have agreed on the dates" in of_person
    assert f'href="{address}#quote-{quote.pk}"' in of_person
    with override("ru"):
        assert "We have agreed" not in client.get(speaker.get_absolute_url()).content.decode()


def test_it_is_public_exactly_while_a_public_text_has_its_words(client, speaker):
    edition = factories.edition(body=BODY)
    quote = noted(edition.article, speaker)

    def is_seen():
        with as_visitor():
            return Quote.objects.filter(pk=quote.pk).exists()

    assert not is_seen(), "the text is a draft"
    soon = clock.now() + datetime.timedelta(hours=1)
    factories.publish(edition, at=soon)
    assert not is_seen(), "the text is under embargo"
    with clock.moved_to(soon):
        assert is_seen()
    with clock.moved_to(soon + datetime.timedelta(minutes=1)):
        after = drafts.open_next(edition, by=factories.writer())
        after.body, after.change, after.change_note = "<p>They did not agree.</p>", "correction", "They did not."
        drafts.save_changes(after, by=factories.writer())
        factories.publish(after)
        assert not is_seen(), "the words were taken out"
        assert "quote-" not in page(client, after)
        assert not quotes.stands(quote)


def test_of_an_interview_the_answers_are_searched_and_a_withdrawn_text_is_quoted_no_more(speaker):
    edition = factories.edition(body="<p>An interview.</p>")
    edition.turns.create(question="And the dates?", answer=f"<p>{WORDS.replace('&', '&amp;')}</p>")
    factories.publish(edition)
    quote = noted(edition.article, speaker)
    with as_visitor():
        assert Quote.objects.get() == quote
    actions.withdraw(edition, by=factories.press_secretary(), reason="It was wrong.")
    with as_visitor():
        assert not Quote.objects.exists()


def test_a_wrong_title_is_never_printed_and_what_cannot_be_noted_says_why(speaker):
    article = factories.published(body=BODY).article
    with override("en"):
        with pytest.raises(quotes.NoTitle, match="No office of Aman Mambetseitov is on record for 3 May 2019"):
            noted(article, speaker, said_on=datetime.date(2019, 5, 3))
        with pytest.raises(quotes.NoTitle, match="not on record"):
            noted(article)
        with pytest.raises(Refused, match="do not stand in the saved text"):
            noted(article, speaker, words="We have agreed on nothing.")
        with pytest.raises(Refused, match="still to come"):
            noted(article, speaker, said_on=clock.today() + datetime.timedelta(days=1))
        introduced = "Aman Mambetseitov, adviser at that time"
        quote = noted(article, speaker, said_on=datetime.date(2019, 5, 3), speaker=introduced)
        assert quotes.speaker_of(quote) == introduced
        with pytest.raises(Refused, match="noted already: Aman Mambetseitov, adviser"):
            noted(article, speaker, words="“We have agreed on the dates & the place.”")
    assert Quote.objects.count() == 1


def test_a_writer_notes_and_whoever_may_approve_confirms(client, speaker):
    edition = factories.published(body=BODY)
    quote = noted(edition.article, speaker, by=factories.writer())
    assert "quote-" not in page(client, edition)
    with as_visitor():
        assert not Quote.objects.exists()
    with pytest.raises(NotAllowed):
        quotes.confirm(quote, by=factories.writer())
    quotes.confirm(quote, by=factories.press_secretary())
    assert f"quote-{quote.pk}" in page(client, edition)
    with pytest.raises(NotAllowed):
        quotes.remove(quote, by=factories.writer())
    quotes.remove(quote, by=factories.press_secretary())
    assert "quote-" not in page(client, edition)
    notes = [entry.note for entry in timeline.of(edition.article)]
    assert sum("We have agreed" in note for note in notes) == 3


def test_its_translation_is_the_same_quote_and_says_in_which_language_it_was_said(client, speaker):
    edition = factories.published(body=BODY)
    russian = factories.published(
        "ru", article=edition.article, body="<p>«Мы согласовали даты и место», — сказал он.</p>"
    )
    quote = noted(edition.article, speaker)
    translated = quotes.note(
        edition.article,
        "ru",
        "Мы согласовали даты и место",
        by=factories.press_secretary(),
        said_on=None,
        original=quote,
    )
    assert (translated.utterance, translated.person, translated.said_on) == (quote.utterance, speaker, DAY)
    html = page(client, russian)
    assert "Исходный язык" in html or "Язык оригинала" in html
    assert "English" in html
    assert speaker.terms.get().title("ru") in html
    quotes.remove(quote, by=factories.press_secretary())
    assert not Quote.objects.exists()


def test_the_database_keeps_it_as_it_was_confirmed(speaker):
    quote = noted(factories.published(body=BODY).article, speaker)
    for change in ("words = 'Other words'", "said_on = '2001-01-01'", "speaker = 'Somebody'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE news_quote SET {change}")
    other = factories.person(en="A. Mambetseitov", ru="А. Мамбетсеитов")
    merging.merge(speaker, other, by=factories.administrator())
    quote.refresh_from_db()
    assert quote.person == other


def test_what_a_text_quotes_is_found_in_it():
    edition = factories.edition(
        body="<blockquote><p>First line of it.</p><p>Second line.</p></blockquote>"
        "<p>The “Rubezh” exercise. “It was the largest one so far,” he said.</p>"
    )
    found = [one.words for one in quotes.candidates(edition)]
    assert found == ["First line of it.\nSecond line.", "It was the largest one so far,"]
    assert quotes.without_marks("«А» и «Б»") == "«А» и «Б»"
    assert quotes.without_marks("«Учения «Рубеж» начались»") == "Учения «Рубеж» начались"


def test_on_the_desk_the_speaker_is_suggested_from_the_words_around(speaker):
    edition = factories.published(
        "ru",
        body="<p>Об этом сообщил Аман Мамбетсеитов.</p><p>«Мы согласовали даты и место», — отметил он.</p>",
        shown_on=DAY,
    )
    desk = signed_in(factories.press_secretary())
    address = reverse("admin:quotes", args=[edition.article_id])
    html = desk.get(address).content.decode()
    assert "Мы согласовали даты и место" in html
    link = re.search(r'href="(/desk/quotes/[^"]*words=[^"]*)#note"', html)[1].replace("&amp;", "&")
    form = desk.get(link).context["form"]
    assert form.initial["person"] in ("Аман Мамбетсеитов", "Aman Mambetseitov")
    assert form.initial["said_on"] == DAY
    sent = {name: form.initial[name] or "" for name in ("language", "words", "person", "speaker", "place")}
    sent |= {"said_on": "2019-05-03", "action": "note"}
    refused = desk.post(address, sent)
    assert refused.status_code == 200
    assert refused.context["form"].errors["speaker"]
    done = desk.post(address, sent | {"said_on": DAY.isoformat()})
    assert done.status_code == 302
    quote = Quote.objects.get()
    assert (quote.person, quote.said_on, quote.confirmed_by) == (speaker, DAY, factories.press_secretary())
    assert messages_of(desk.get(address))
    desk.post(address, {"action": "remove", "quote": quote.pk})
    assert not Quote.objects.exists()
    reader = signed_in(factories.writer())
    assert reader.post(address, sent | {"said_on": DAY.isoformat()}).status_code == 302
    assert Quote.objects.get().confirmed_at is None
    assert "Confirm" not in reader.get(address).content.decode()


def test_a_standing_page_quotes_nobody():
    standing = factories.page("about", body=BODY)
    desk = signed_in(factories.press_secretary())
    assert desk.get(reverse("admin:quotes", args=[standing.article_id])).status_code == 404
    with pytest.raises(Refused):
        noted(standing.article, speaker="A Visitor")
