"""The page before a text goes out: what it shows, whom it names, and what it asks."""

import pytest

from alerts import forecast
from news.models import Edition
from publishing import actions
from tests import factories
from tests.alerts import readers
from tests.browser import faults
from tests.desk.screens import Page, address_of, answer, messages_of, send, signed_in
from tests.html import squeezed
from tests.smtp import mail_server  # noqa: F401

pytestmark = pytest.mark.django_db


def confirmation(edition, action="publish", languages=None, user=None):
    client = signed_in(user or factories.press_secretary())
    asked = client.get(
        f"/desk/news/article/{edition.article_id}/do/{action}/?languages={languages or edition.language}"
    )
    return squeezed(asked.content.decode())


def test_a_correction_is_confirmed_by_showing_it():
    edition = factories.published(body="<p>Nine delegates.</p><p>The rest.</p>")
    correction = factories.correction(edition, note="Seven, not nine.", body="<p>Seven delegates.</p><p>The rest.</p>")
    page = confirmation(correction)
    assert "<del>Nine</del>" in page
    assert "<ins>Seven</ins>" in page
    assert "standfirst unchanged" in page
    assert "1 paragraph unchanged" in page
    assert "1 place changes." in page
    assert "Correction, under the text" in page
    assert "Seven, not nine." in page


def test_a_first_publication_shows_both_languages_with_their_photographs():
    photo = factories.photo(alt={"en": "Delegates.", "ru": "Делегации."})
    russian = factories.edition("ru", title="Совет собрался")
    english = factories.edition("en", article=russian.article, title="The Council meets")
    for edition in (russian, english):
        factories.show(photo, edition)
    page = confirmation(russian, languages="ru,en")
    assert "Совет собрался" in page
    assert "The Council meets" in page
    assert f"/desk/photos/photo/files/{photo.pk}/" in page
    assert "1 photograph opens with it" in page


def test_a_long_text_is_shown_by_its_beginning():
    edition = factories.edition(body="".join(f"<p>Paragraph {number}.</p>" for number in range(9)))
    page = confirmation(edition)
    assert "Paragraph 3." in page
    assert "Paragraph 4." not in page
    assert "and 5 more paragraphs" in page


def test_one_language_of_two_is_published_by_taking_out_the_other():
    russian = factories.approve(factories.edition("ru"))
    english = factories.approve(factories.edition("en", article=russian.article))
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(russian.article), action="publish:ru,en")
    answer(client, asked, languages=["ru"])
    russian.refresh_from_db()
    english.refresh_from_db()
    assert russian.is_public()
    assert english.live_from is None


def test_a_language_that_lacks_something_stays_behind_and_says_what():
    russian = factories.approve(factories.edition("ru"))
    english = factories.edition("en", article=russian.article, standfirst="")
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(russian.article), action="publish:ru,en")
    page = asked.content.decode()
    assert f"{address_of(russian.article)}#id_en-standfirst" in page
    answer(client, asked)
    russian.refresh_from_db()
    english.refresh_from_db()
    assert russian.is_public()
    assert english.live_from is None


def test_nothing_is_pressed_while_everything_lacks_something():
    edition = factories.edition(standfirst="", by=factories.press_secretary())
    page = Page(
        signed_in(factories.press_secretary()).get(f"{address_of(edition.article)[:-7]}do/publish/"), form="act"
    )
    assert page.buttons == []


def test_afterwards_the_page_says_who_gets_an_email_and_what_waits_next():
    readers.reader()
    actions.submit(waiting := factories.edition(title="The next one"), by=factories.writer())
    edition = factories.approve(readers.draft())
    client = signed_in(factories.press_secretary())
    told = answer(client, send(client, address_of(edition.article), action="publish:en"))
    assert messages_of(told)[0].endswith(": English. 1 subscriber gets an email.")
    assert f"/desk/news/article/{waiting.article_id}/review/" in messages_of(told)[1]


def test_a_missing_review_can_be_asked_for_here():
    edition = factories.edition(by=factories.press_secretary())
    client = signed_in(factories.press_secretary())
    told = answer(client, send(client, address_of(edition.article), action="publish:en"), review="ask")
    edition.refresh_from_db()
    assert (edition.stage, edition.live_from) == ("review", None)
    assert messages_of(told) == ["Sent for review: English."]


def test_the_note_of_a_correction_can_be_put_better_with_the_same_press():
    correction = factories.correction(factories.published(), note="Seven, not nyne.", title="Seven delegates")
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(correction.article), action="publish:en")
    emptied = answer(client, asked, **{"note-en": " ", "without_review": "It is being quoted."})
    assert "Tell readers what was changed and why." in emptied.content.decode()
    assert Edition.objects.public().get().number == 1
    answer(client, asked, **{"note-en": "Seven, not nine.", "without_review": "It is being quoted."})
    live = Edition.objects.public().get()
    assert (live.number, live.change_note) == (2, "Seven, not nine.")
    saved = [version.snapshot["change_note"] for version in live.saved_versions.all()]
    assert saved[-2:] == ["Seven, not nyne.", "Seven, not nine."]
    assert live.saved_versions.last().by == factories.press_secretary()


def test_a_note_that_is_changed_goes_into_the_review_and_one_that_was_approved_stays():
    correction = factories.correction(factories.published(), note="Seven, not nyne.", by=factories.press_secretary())
    actions.submit(correction, by=factories.press_secretary())
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(correction.article), action="publish:en")
    answer(client, asked, **{"note-en": "Seven, not nine.", "review": "ask"})
    correction.refresh_from_db()
    assert (correction.stage, correction.change_note) == ("review", "Seven, not nine.")
    factories.approve(correction)
    page = Page(client.get(asked.redirect_chain[-1][0]), form="act")
    assert "note-en" not in page.fields
    assert "Seven, not nine." in page.text


def test_a_note_is_not_written_over_a_text_that_somebody_has_changed_meanwhile():
    correction = factories.correction(factories.published(), note="Seven, not nyne.")
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(correction.article), action="publish:en")
    send(signed_in(factories.administrator()), address_of(correction.article), en_change_note="Eight.")
    told = answer(client, asked, **{"note-en": "Seven, not nine.", "without_review": "It is being quoted."})
    assert "A colleague changed this while you were working" in told.content.decode()
    assert Edition.objects.unpublished().get().change_note == "Eight."


def test_a_review_asked_for_instead_of_a_schedule_keeps_the_hour_as_a_plan():
    edition = factories.edition(by=factories.press_secretary())
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(edition.article), action="schedule:en")
    moment = {"at_0": "2050-11-27", "at_1": "17:40", "at_2": "Europe/Moscow"}
    answer(client, asked, review="ask", **moment)
    edition.refresh_from_db()
    assert (edition.stage, edition.live_from) == ("review", None)
    assert edition.planned_for.isoformat() == "2050-11-27T14:40:00+00:00"


def test_what_somebody_approved_asks_nothing_more():
    edition = factories.approve(factories.edition())
    page = Page(
        signed_in(factories.press_secretary()).get(f"{address_of(edition.article)[:-7]}do/publish/"), form="act"
    )
    assert not {"review", "without_review", "languages"} & set(page.fields)


def test_what_was_withdrawn_returns_with_its_words_and_photographs():
    edition = factories.published()
    factories.show(factories.photo(), drafted := factories.correction(edition))
    factories.publish(factories.approve(drafted))
    actions.withdraw(drafted, by=factories.press_secretary(), reason="The wrong day.")
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(edition.article), action="put-back:en")
    assert "The wrong day." in asked.content.decode()
    answer(client, asked, without_review="The day was right.")
    back = Edition.objects.public().get()
    assert (back.number, back.title, back.photos.count()) == (3, drafted.title, 1)
    assert back.is_unreviewed


def test_a_return_can_be_sent_for_review_first():
    edition = factories.published()
    actions.withdraw(edition, by=factories.press_secretary(), reason="The wrong day.")
    client = signed_in(factories.press_secretary())
    answer(client, send(client, address_of(edition.article), action="put-back:en"), review="ask")
    assert Edition.objects.unpublished().get().stage == "review"
    assert not Edition.objects.public().exists()


class TestEmails:
    def test_of_news_those_are_counted_who_follow_what_it_belongs_to(self):
        readers.reader()
        readers.reader("ru@paper.example", language="ru")
        draft = readers.draft()
        assert forecast.of(draft, replaces=False) == (1, "news")
        assert "1 subscriber follows its section" in confirmation(draft)

    def test_of_a_correction_those_who_had_the_first_edition(self, mail_server):  # noqa: F811
        readers.reader()
        edition = readers.published()
        readers.deliver()
        readers.reader("later@paper.example")
        draft = factories.correction(edition)
        assert "1 subscriber had the earlier edition and is told." in confirmation(draft)

    def test_of_a_minor_edit_nobody(self):
        readers.reader()
        draft = factories.correction(readers.published(), change="minor", note="", title="Another title")
        assert "None. Nobody is told about a minor edit." in confirmation(draft)

    def test_of_an_old_date_nobody(self):
        readers.reader()
        assert "None. Its date is in the past" in confirmation(factories.edition())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", [{"width": 1280}, {"width": 390, "color_scheme": "dark", "language": "ru"}])
def test_the_button_says_what_was_chosen_and_axe_finds_nothing(desk, look):
    edition = factories.published(body="<p>Nine delegates.</p>")
    factories.show(factories.photo(), correction := factories.correction(edition, body="<p>Seven delegates.</p>"))
    page = desk(f"/desk/news/article/{correction.article_id}/do/publish/", **look)
    button = page.locator(".go__main")
    words = button.inner_text()
    page.locator("[name=review][value=ask]").check()
    assert button.inner_text() not in ("", words)
    assert not page.locator("[name=without_review]").is_visible()
    assert faults(page) == {}
    assert page.said == []
