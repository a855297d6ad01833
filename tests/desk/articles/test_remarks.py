"""Remarks beside the text: seen, followed, applied, accepted for a reason, and what the administrator is told."""

import pytest
from playwright.sync_api import expect

from news import remarks
from news.models import GlossaryEntry, Remark
from publishing import roles
from tests import factories
from tests.browser import WCAG, WITHOUT_PRELOAD, faults, press
from tests.desk.screens import NEW, Page, address_of, answer, messages_of, send, signed_in
from tests.html import squeezed

BODY = "<p>They  met yesterday.</p><p>The \u0421STO  was there.</p>"


def key_of(edition, words):
    return next(remarks.key(remark) for remark in remarks.of(edition) if remark.words == words)


@pytest.mark.django_db
class TestPanel:
    def test_a_remark_is_shown_with_its_words_its_reason_and_a_link_to_its_field(self):
        edition = factories.edition(body="<p>They met yesterday.</p>")
        page = Page(signed_in(factories.writer()).get(address_of(edition.article)))
        assert "<mark>yesterday</mark>" in page.text
        assert "In a year nobody will know which date this is." in page.text
        assert "Replace with “on 26 November 2018”" in page.text
        assert "#id_en-body" in page.links
        assert "id_en-body" in page.ids

    def test_remarks_keep_nobody_from_publishing(self):
        edition = factories.approve(factories.edition(body=BODY))
        client = signed_in(factories.press_secretary())
        answer(client, send(client, address_of(edition.article), action="publish:en"))
        edition.refresh_from_db()
        assert edition.is_public()

    def test_a_button_applies_the_proposal_after_what_was_typed_is_saved(self):
        edition = factories.edition(body="<p>They met yesterday.</p>")
        key = key_of(edition, "yesterday")
        response = send(
            signed_in(factories.writer()), address_of(edition.article), f"remark:apply:en:{key}", en_title="Typed"
        )
        edition.refresh_from_db()
        assert (edition.title, edition.body) == ("Typed", "<p>They met on 26 November 2018.</p>")
        assert messages_of(response) == ["Replaced as suggested."]

    def test_one_button_cleans_all_spaces(self):
        edition = factories.edition(body=BODY)
        response = send(signed_in(factories.translator()), address_of(edition.article), "remark:clean:en")
        edition.refresh_from_db()
        assert edition.body == BODY.replace("  ", " ")
        assert messages_of(response) == ["2 places cleaned."]

    def test_a_remark_is_accepted_with_a_reason_and_not_without_one(self):
        edition = factories.edition(body="<p>They met yesterday.</p>")
        key, client = key_of(edition, "yesterday"), signed_in(factories.writer())
        response = send(client, address_of(edition.article), f"remark:accept:en:{key}")
        assert messages_of(response) == ["Say why this is right. The remark is then no longer shown."]
        send(
            client, address_of(edition.article), f"remark:accept:en:{key}", **{f"reason-{key}": "It is a film’s title."}
        )
        kept = Remark.objects.get(fate="accepted")
        assert (kept.reason, kept.by, kept.words) == ("It is a film’s title.", factories.writer(), "yesterday")
        assert "<mark>" not in Page(client.get(address_of(edition.article))).text

    def test_whoever_has_read_an_older_text_is_told_and_nothing_is_changed(self):
        edition = factories.edition(body="<p>They met yesterday.</p>")
        client, address = signed_in(factories.writer()), address_of(edition.article)
        opened = Page(client.get(address))
        send(signed_in(factories.press_secretary()), address, en_standfirst="Changed by somebody else.")
        response = send(client, address, f"remark:apply:en:{key_of(edition, 'yesterday')}", opened=opened)
        assert "A colleague changed this while you were working" in messages_of(response)[0]
        edition.refresh_from_db()
        assert edition.body == "<p>They met yesterday.</p>"

    @pytest.mark.parametrize(
        "button", ["remark:apply:en:x", "remark:apply:xx:x", "remark:paint:en:x", "remark", "remark:compared:en:9.x"]
    )
    def test_a_button_that_is_not_there_does_nothing(self, button):
        edition = factories.edition()
        response = send(signed_in(factories.writer()), address_of(edition.article), button)
        assert response.status_code == 200
        assert len(messages_of(response)) == 1
        edition.refresh_from_db()
        assert edition.version == 1


@pytest.mark.django_db
class TestForEditorsOfTheRules:
    def test_the_administrator_sees_the_rates_and_the_reasons(self):
        edition = factories.edition(body="<p>They met yesterday. They meet tomorrow.</p>")
        signed_in(factories.writer()).get(address_of(edition.article))
        remarks.accept(edition, key_of(edition, "tomorrow"), reason="A quotation.", by=factories.writer())
        page = signed_in(factories.administrator()).get("/desk/news/remark/")
        assert "A quotation." in page.content.decode()
        assert "<td>2</td> <td>0 (0 %)</td> <td>1 (50 %)</td> <td>1</td>" in squeezed(page.content.decode())

    @pytest.mark.parametrize("role", [roles.WRITER, roles.TRANSLATOR, roles.PRESS_SECRETARY])
    def test_others_do_not(self, role):
        assert signed_in(factories.user(role)).get("/desk/news/remark/").status_code == 403

    def test_translators_keep_the_glossary_and_writers_read_it(self):
        address = "/desk/news/glossaryentry/add/"
        entry = {"language": "ru", "wrong": "Киргизия", "right": "Кыргызстан", "note": ""}
        assert signed_in(factories.writer()).post(address, entry).status_code == 403
        assert signed_in(factories.translator()).post(address, entry).status_code == 302
        assert GlossaryEntry.objects.get().wrong_forms == ["Киргизия"]
        assert signed_in(factories.writer()).get("/desk/news/glossaryentry/").status_code == 200


# The words are selected after the article's own script has moved the focus; two frames later that is done.
SELECTED = """() => new Promise((tell) => {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const { value, selectionStart, selectionEnd } = document.activeElement
    tell(value === undefined ? getSelection().toString() : value.slice(selectionStart, selectionEnd))
  }))
})"""


def remark_on(page, words):
    return page.locator("li.advice__item", has=page.locator("mark", has_text=words))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestInABrowser:
    def test_from_the_first_remark_to_the_publication(self, desk):
        edition = factories.edition(
            "en", title="It met  yesterday", body="<p>First paragraph.</p><p>They  met last Monday, this week.</p>"
        )
        page = desk(address_of(edition.article))
        page.locator("[data-tab=en]").click()
        assert page.locator(".advice__item mark").all_inner_texts() == ["yesterday", "last Monday", "this week"]

        page.get_by_role("link", name="Title", exact=True).last.click()
        assert page.evaluate(SELECTED) == "yesterday"
        remark_on(page, "last Monday").get_by_role("link", name="Text").click()
        assert page.evaluate(SELECTED) == "last Monday"

        with page.expect_navigation():
            page.get_by_role("button", name="Clean all spaces").click()
        assert page.locator(".messagelist").inner_text() == "2 places cleaned."
        with page.expect_navigation():
            page.get_by_role("button", name="Replace with “on 26 November 2018”").first.click()
        with page.expect_navigation():
            page.get_by_role("button", name="Replace with “on 26 November 2018”").click()
        this_week = remark_on(page, "this week")
        this_week.locator("summary").click()
        this_week.get_by_label("Reason").fill("The week of the report.")
        with page.expect_navigation():
            this_week.get_by_label("Reason").press("Enter")
        assert page.locator("li.advice__item").count() == 0

        edition.refresh_from_db()
        assert edition.title == "It met on 26 November 2018"
        assert edition.body == "<p>First paragraph.</p><p>They met on 26 November 2018, this week.</p>"
        with page.expect_navigation():
            press(page, "publish")
        page.get_by_label("Why it is published without a review").fill("It is urgent.")
        with page.expect_navigation():
            page.get_by_role("button", name="Publish without review").click()
        edition.refresh_from_db()
        assert edition.is_public()
        assert page.said == []

    def test_remarks_come_and_go_while_one_types_and_are_settled_before_anything_is_saved(self, desk):
        edition = factories.edition("en", title="A title", body="<p>It met.</p>")
        page = desk(address_of(edition.article))
        page.locator("[data-tab=en]").click()
        page.fill("#id_en-title", "It met yesterday")
        expect(remark_on(page, "yesterday")).to_be_visible()
        page.fill("#id_en-standfirst", "They met last Monday.")
        monday = remark_on(page, "last Monday")
        monday.locator("summary").click()
        monday.get_by_label("Reason").fill("A film’s")
        page.fill("#id_en-title", "It met on Tuesday")
        expect(remark_on(page, "yesterday")).to_have_count(0)
        expect(monday.get_by_label("Reason")).to_have_value("A film’s")
        monday.get_by_label("Reason").focus()
        page.keyboard.press("End")
        page.keyboard.type(" title.")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_contain_text("Kept as is.")
        edition.refresh_from_db()
        assert (edition.title, edition.standfirst) == ("It met on Tuesday", "They met last Monday.")
        assert remarks.of(edition) == []
        assert page.said == []

    def test_a_new_article_has_its_remarks_from_the_first_words(self, desk):
        factories.section()
        page = desk(NEW)
        page.locator("[data-tab=en]").click()
        page.fill("#id_en-title", "It met yesterday")
        expect(remark_on(page, "yesterday")).to_be_visible()
        assert page.said == []

    LOOKS = [
        pytest.param({"width": 1280}, id="wide"),
        pytest.param({"width": 390, "color_scheme": "dark", "language": "ru"}, id="narrow, at night, in Russian"),
    ]

    @pytest.mark.parametrize("look", LOOKS)
    @pytest.mark.parametrize("address", ["article", "/desk/news/remark/", "/desk/news/glossaryentry/"])
    def test_axe_finds_nothing(self, desk, address, look):
        edition = factories.edition("ru", title="Вчера", body=f"{BODY}<p>Вчера , в понедельник, 27 ноября</p>")
        factories.press_secretary().groups.set(factories.administrator().groups.all())
        remarks.record_shown(edition, remarks.of(edition))
        remarks.accept(edition, key_of(edition, "Вчера"), reason="Название.", by=factories.writer())
        GlossaryEntry.objects.create(language="ru", wrong="Киргизия", right="Кыргызстан")
        page = desk(address_of(edition.article) if address == "article" else address, **look)
        page.wait_for_load_state("networkidle")
        assert page.said == []
        assert faults(page, WITHOUT_PRELOAD if address == "article" else WCAG) == {}
