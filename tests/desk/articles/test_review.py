"""The review screen: what changed, and the verdict, with one thumb."""

import pytest
from playwright.sync_api import expect

from news import drafts
from publishing import actions, roles, timeline
from tests import factories
from tests.browser import faults
from tests.desk.screens import Page, messages_of, signed_in
from tests.html import squeezed

pytestmark = pytest.mark.django_db


def in_review(language="en", **facts):
    edition = factories.edition(language, **facts)
    actions.submit(edition, by=factories.writer())
    return edition


def address(edition):
    return f"/desk/news/article/{edition.article_id}/review/"


def decide(client, edition, verdict, **values):
    shown = Page(client.get(address(edition)), form="verdict").fields
    return client.post(address(edition), {**shown, "verdict": verdict, **values}, follow=True)


def test_both_languages_are_approved_with_one_press():
    russian = in_review("ru")
    english = in_review("en", article=russian.article)
    told = decide(signed_in(factories.press_secretary()), russian, "approve")
    russian.refresh_from_db()
    english.refresh_from_db()
    assert (russian.is_approved, english.is_approved) == (True, True)
    assert messages_of(told) == ["Approved: Russian and English."]


def test_what_changed_since_it_was_sent_back_is_shown():
    edition = in_review(body="<p>The list opens at 12:00.</p>")
    actions.send_back(edition, by=factories.press_secretary(), note="At six.")
    edition.body = "<p>The list opens at 18:00.</p>"
    drafts.save_changes(edition, by=factories.writer())
    actions.submit(edition, by=factories.writer())
    page = squeezed(signed_in(factories.press_secretary()).get(address(edition)).content.decode())
    assert "<del>12</del>" in page
    assert "<ins>18</ins>" in page


def test_a_text_is_sent_back_with_a_note_and_not_without_one():
    edition = in_review()
    client = signed_in(factories.press_secretary())
    refused = decide(client, edition, "send-back", note=" ")
    assert "This field is required" in squeezed(refused.content.decode())
    decide(client, edition, "send-back", note="Name the body in full.")
    edition.refresh_from_db()
    assert edition.stage == "draft"
    assert timeline.of(edition).first().note == "Name the body in full."


def test_the_next_text_that_waits_follows_and_the_last_leads_back():
    first, second = in_review(title="The first"), in_review(title="The second")
    client = signed_in(factories.press_secretary())
    assert decide(client, first, "approve").redirect_chain[-1][0] == address(second)
    assert decide(client, second, "approve").redirect_chain[-1][0].endswith("/change/")


def test_whoever_changed_it_last_reads_who_can_approve_it():
    factories.administrator()
    edition = factories.edition(by=factories.press_secretary())
    actions.submit(edition, by=factories.press_secretary())
    response = signed_in(factories.press_secretary()).get(address(edition))
    assert Page(response, form="verdict").buttons == []
    assert "It can be approved by: administrator." in squeezed(response.content.decode())


def test_a_writer_reads_and_decides_nothing():
    edition = in_review()
    client = signed_in(factories.user(roles.WRITER, "colleague"))
    response = client.get(address(edition))
    assert Page(response, form="verdict").buttons == []
    client.post(address(edition), {"verdict": "approve", f"seen-{edition.pk}": edition.version})
    edition.refresh_from_db()
    assert edition.stage == "review"


def test_what_changed_after_it_was_read_is_not_approved():
    edition = in_review()
    client = signed_in(factories.press_secretary())
    shown = Page(client.get(address(edition)), form="verdict").fields
    actions.send_back(edition, by=factories.administrator(), note="One word.")
    edition.title = "Changed meanwhile"
    drafts.save_changes(edition, by=factories.writer())
    actions.submit(edition, by=factories.writer())
    told = client.post(address(edition), {**shown, "verdict": "approve"}, follow=True)
    edition.refresh_from_db()
    assert edition.stage == "review"
    assert "A colleague changed this while you were working." in messages_of(told)[0]


def test_what_is_over_leads_to_the_article():
    edition = factories.edition()
    told = signed_in(factories.press_secretary()).get(address(edition), follow=True)
    assert messages_of(told) == ["This article is no longer in review."]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", [{"width": 390, "language": "ru"}, {"width": 1280, "color_scheme": "dark"}])
def test_a_text_is_sent_back_with_one_thumb(desk, look):
    edition = in_review()
    factories.show(factories.photo(), edition)
    page = desk(address(edition), **look)
    for button in page.locator(".verdict .btn").all():
        assert button.bounding_box()["height"] >= 44
    assert faults(page) == {}
    page.locator("a[href='#send-back']").click()
    expect(page.locator("#id_note")).to_be_visible()
    assert faults(page) == {}
    page.fill("#id_note", "Name the body in full.")
    page.locator("button[value=send-back]").click()
    expect(page.locator(".messagelist")).to_be_visible()
    edition.refresh_from_db()
    assert edition.stage == "draft"
    assert page.said == []
