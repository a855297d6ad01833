"""A translation beside its original, and the ledger of those that are stale or missing."""

import pytest

from news import drafts, translations
from news.models import Edition
from publishing import clock
from tests import factories
from tests.browser import faults
from tests.desk.screens import Page, address_of, messages_of, send, signed_in
from tests.html import squeezed

LEDGER = "/desk/news/article/translations/"


def address_beside(article, language="en"):
    return f"/desk/news/article/{article.pk}/translate/{language}/"


def original(**facts):
    words = {"title": "Совет собрался", "body": "<p>Первый абзац.</p><p>Второй абзац.</p>", **facts}
    return factories.edition("ru", **words)


def edited(edition, **words):
    draft = drafts.open_next(edition, by=factories.writer())
    for field, value in words.items():
        setattr(draft, field, value)
    drafts.save_changes(draft, by=factories.writer())
    return draft


def write(client, address, action="save", opened=None, **typed):
    opened = opened or Page(client.get(address), form=None)
    sent = {**opened.fields, **{f"en-{name}": value for name, value in typed.items()}, "action": action}
    return client.post(address, {name: value for name, value in sent.items() if value is not None}, follow=True)


@pytest.mark.django_db
class TestTranslating:
    def test_the_first_save_begins_the_translation_with_the_facts_and_photographs_of_the_original(self):
        russian = original(signed_by="nobody", genre="statement")
        factories.show(factories.photo(), russian)
        address = address_beside(russian.article)
        client = signed_in(factories.translator())
        response = write(client, address, title="The Council met", body="<p>First paragraph.</p>")
        english = Edition.objects.get(language="en")
        assert messages_of(response) == ["Saved: English."]
        assert (english.title, english.body, english.genre) == (
            "The Council met",
            "<p>First paragraph.</p>",
            "statement",
        )
        assert [use.caption for use in english.photos.all()] == ["The Council in session."]
        assert translations.last_check(english, "ru").source == russian

    def test_what_changed_in_the_original_is_marked(self):
        russian = original()
        factories.edition("en", article=russian.article)
        edited(russian, body="<p>Первый абзац.</p><p>Второй большой абзац.</p>")
        page = squeezed(signed_in(factories.translator()).get(address_beside(russian.article)).content.decode())
        assert page.count("side__changed") == 1
        assert "большой" in page[page.index("<ins>") : page.index("</ins>")]

    def test_saving_with_the_other_button_keeps_that_both_say_the_same(self):
        russian = original()
        factories.edition("en", article=russian.article)
        edited(russian, title="Совет заседал")
        assert translations.stale().count() == 1
        response = write(
            signed_in(factories.translator()), address_beside(russian.article), "compared", title="The Council sat"
        )
        assert messages_of(response) == ["Saved: English. Recorded: both texts say the same."]
        assert translations.stale().count() == 0

    def test_it_can_be_up_to_date_without_a_change(self):
        russian = original()
        english = factories.edition("en", article=russian.article)
        edited(russian, title="Совет заседал")
        write(signed_in(factories.translator()), address_beside(russian.article), "compared")
        english.refresh_from_db()
        assert english.version == 1
        assert translations.stale().count() == 0

    def test_an_original_that_changed_under_the_translator_is_not_called_the_same(self):
        russian = original()
        english = factories.edition("en", article=russian.article, title="Before")
        client, address = signed_in(factories.translator()), address_beside(russian.article)
        opened = Page(client.get(address), form=None)
        edited(russian, title="Совет заседал")
        response = write(client, address, "compared", opened, title="The Council met")
        assert "The other text changed while you were working." in squeezed(response.content.decode())
        assert Page(response, form=None).fields["en-title"].strip() == "The Council met"
        english.refresh_from_db()
        assert english.title == "Before"
        assert translations.stale().count() == 1

    def test_nobodys_work_is_overwritten_unread(self):
        russian = original()
        english = factories.edition("en", article=russian.article)
        client, address = signed_in(factories.translator()), address_beside(russian.article)
        opened = Page(client.get(address), form=None)
        edited(english, title="Somebody else's")
        response = write(client, address, opened=opened, title="Mine")
        english.refresh_from_db()
        assert english.title == "Somebody else's"
        again = Page(response, form=None)
        assert again.fields["en-title"].strip() == "Mine"
        assert "overwrite" in again.text
        again.fields["overwrite"] = f"{english.pk}.{english.version}"
        write(client, address, opened=again)
        english.refresh_from_db()
        assert english.title == "Mine"

    def test_a_public_translation_gets_a_next_edition(self):
        russian = original()
        english = factories.published("en", article=russian.article)
        write(
            signed_in(factories.translator()),
            address_beside(russian.article),
            title="New",
            change="correction",
            change_note="A name.",
        )
        draft = Edition.objects.get(language="en", number=2)
        english.refresh_from_db()
        assert (draft.title, draft.change, draft.change_note) == ("New", "correction", "A name.")
        assert english.is_public()

    def test_looking_and_saving_changes_nothing(self):
        russian = original(genre="interview")
        russian.turns.create(question="Почему?", answer="<p>Потому.</p>")
        english = factories.published(
            "en",
            article=russian.article,
            genre="interview",
            parts={"turns": [{"question": "Why?", "answer": "<p>Because.</p>"}]},
        )
        response = write(signed_in(factories.translator()), address_beside(russian.article))
        assert messages_of(response) == ["No changes."]
        assert Edition.objects.filter(language="en").get() == english

    def test_an_interview_is_translated_question_by_question(self):
        russian = original(genre="interview")
        russian.turns.create(question="Почему?", answer="<p>Потому.</p>")
        client, address = signed_in(factories.translator()), address_beside(russian.article)
        write(client, address, title="T", **{"question-0": "Why?", "answer-0": "<p>Because.</p>"})
        turn = Edition.objects.get(language="en").turns.get()
        assert (turn.question, turn.answer) == ("Why?", "<p>Because.</p>")
        refused = write(client, address, **{"question-0": "", "answer-0": "<p>Because.</p>"})
        assert "Write the question to this answer." in squeezed(refused.content.decode())

    def test_the_next_edition_of_the_original_can_be_translated_before_it_goes_out(self):
        russian = original()
        factories.publish(russian)
        factories.published("en", article=russian.article)
        draft = edited(russian, title="Совет заседал", change="correction", change_note="Уточнено.")
        client, address = signed_in(factories.translator()), address_beside(russian.article)
        assert "beside=ru&amp;draft=1" in squeezed(client.get(address).content.decode())
        write(client, f"{address}?beside=ru&draft=1", "compared", title="The Council sat")
        factories.publish(draft)
        assert translations.stale("en").count() == 0

    @pytest.mark.parametrize("language", ["xx", "ru"])
    def test_what_has_no_text_beside_it_has_no_screen(self, language):
        russian = original()
        assert signed_in(factories.translator()).get(address_beside(russian.article, language)).status_code == 404

    def test_what_is_limited_to_others_is_not_there(self):
        russian = original()
        russian.article.readers.add(factories.writer())
        assert signed_in(factories.translator()).get(address_beside(russian.article)).status_code == 404
        assert str(russian.title) not in squeezed(signed_in(factories.translator()).get(LEDGER).content.decode())


@pytest.mark.django_db
class TestLedger:
    def test_stale_and_missing_texts_are_listed_the_newest_source_first(self):
        client = signed_in(factories.translator())
        for title in ("The first", "The second"):
            russian = original()
            factories.edition("en", article=russian.article, title=title)
            edited(russian, title="Совет заседал")
        page = squeezed(client.get(LEDGER).content.decode())
        assert page.index("The second") < page.index("The first")
        lonely = factories.published("ru", title="Без перевода")
        page = squeezed(client.get(f"{LEDGER}?kind=missing&language=en").content.decode())
        assert "Без перевода" in page
        assert address_beside(lonely.article) in page
        assert "Без перевода" not in squeezed(client.get(f"{LEDGER}?kind=missing&language=ru").content.decode())

    def test_nothing_stale_says_so(self):
        assert "None." in squeezed(
            signed_in(factories.translator()).get(f"{LEDGER}?page=9&language=xx").content.decode()
        )


@pytest.mark.django_db
class TestPanel:
    def test_the_panel_says_that_the_original_changed_and_one_button_settles_it(self):
        russian = original()
        factories.edition("en", article=russian.article)
        second = edited(russian, title="Совет заседал")
        client, address = signed_in(factories.translator()), address_of(russian.article)
        page = Page(client.get(address))
        assert "The original changed after this text was compared with it: Russian." in page.text
        assert f"{address_beside(russian.article)}?beside=ru" in page.links
        response = send(client, address, f"remark:compared:en:{second.pk}.{second.version}")
        assert messages_of(response) == ["Recorded: both texts say the same."]
        assert "The original changed" not in Page(client.get(address)).text

    def test_the_button_is_for_the_version_that_was_shown(self):
        russian = original()
        factories.edition("en", article=russian.article)
        second = edited(russian, title="Совет заседал")
        edited(russian, title="Совет разошёлся")
        response = send(
            signed_in(factories.translator()), address_of(russian.article), f"remark:compared:en:{second.pk}.2"
        )
        assert "changed while you were working" in messages_of(response)[0]
        assert translations.stale().count() == 1

    def test_both_texts_changed_in_one_save_stay_compared(self):
        russian = original()
        factories.edition("en", article=russian.article)
        send(signed_in(factories.writer()), address_of(russian.article), ru_title="Совет заседал", en_title="It sat")
        assert translations.stale().count() == 0
        send(signed_in(factories.writer()), address_of(russian.article), ru_title="Совет разошёлся")
        assert translations.stale().count() == 1


@pytest.mark.django_db
def test_the_page_of_a_translation_names_the_original_language(client):
    russian = original()
    factories.publish(russian)
    english = factories.published("en", article=russian.article)
    with clock.moved_to(clock.now()):
        assert "Original language:" in squeezed(
            client.get(english.get_absolute_url().replace("/ru/", "/en/")).content.decode()
        )
        page = squeezed(client.get(russian.get_absolute_url().replace("/en/", "/ru/")).content.decode())
    assert "Язык оригинала" not in page
    assert "Original language:" not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestInABrowser:
    LOOKS = [
        pytest.param({"width": 1280}, id="wide"),
        pytest.param({"width": 390, "color_scheme": "dark", "language": "ru"}, id="narrow, at night, in Russian"),
    ]

    def stale_article(self):
        russian = original(genre="interview")
        factories.show(factories.photo(), russian)
        russian.turns.create(question="Почему?", answer="<p>Потому.</p>")
        drafts.save_changes(russian, by=factories.writer())
        factories.edition("en", article=russian.article, title="The Council met")
        edited(russian, title="Совет заседал", body="<p>Первый абзац, другой.</p><p>Второй абзац.</p><p>Третий.</p>")
        return russian.article

    def test_a_translation_follows_its_original_with_the_keyboard_alone(self, desk):
        article = self.stale_article()
        page = desk(address_beside(article))
        page.locator("#id_en-title").focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("The Council sat")
        page.locator(".side .ProseMirror[contenteditable=true]").first.click()
        page.keyboard.type("First paragraph, another.")
        with page.expect_navigation():
            page.keyboard.press("Control+s")
        english = Edition.objects.get(language="en")
        assert english.title == "The Council sat"
        assert "First paragraph, another." in english.body
        with page.expect_navigation():
            page.get_by_role("button", name="Save: it says the same (Russian)").press("Enter")
        assert page.locator("ins, del").count() == 0
        assert translations.stale().count() == 0
        assert page.said == []

    @pytest.mark.parametrize("look", LOOKS)
    @pytest.mark.parametrize("address", ["beside", LEDGER, f"{LEDGER}?kind=missing"])
    def test_axe_finds_nothing(self, desk, address, look):
        article = self.stale_article()
        factories.published("ru", title="Без перевода")
        page = desk(address_beside(article) if address == "beside" else address, **look)
        page.wait_for_load_state("networkidle")
        assert page.said == []
        assert faults(page) == {}
