"""What a text is about, chosen in a real Chromium: a suggestion is one tap, anything else is found, by keyboard too."""

import os

import pytest
from django.utils.translation import override
from playwright.sync_api import expect

from news import about, drafts
from news.models import Edition, Topic
from tests import factories
from tests.desk.screens import NEW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_suggestion_is_one_tap_and_the_rest_is_searched_for(desk):
    topic = Topic.objects.create(slug="peacekeeping", name={"en": "Peacekeeping", "ru": "Миротворчество"})
    state, earlier = factories.state(), factories.published(title="Exercises began")
    factories.section()
    page = desk(NEW)
    line = page.locator("[data-fact=subjects]")
    expect(line.locator("summary")).to_contain_text("About what?")
    page.locator("[data-tab=en]").click()
    page.fill("#id_en-title", "Peacekeeping exercises in the Kyrgyz Republic")
    suggestion = line.get_by_label("Peacekeeping")
    expect(suggestion).to_have_count(1)
    line.locator("summary").click()
    shoot(page, "suggested")
    suggestion.check()
    expect(line.locator("summary")).to_contain_text("Peacekeeping")
    # By keyboard alone: the search, a relation to an earlier text, back to the line.
    line.get_by_role("searchbox").focus()
    page.keyboard.type("Exercises began")
    follows = line.locator(f'[value="follows:{earlier.article_id}"]')
    expect(follows).to_be_visible()
    page.keyboard.press("Enter")  # it searches, and neither sends the form nor closes the fact
    page.keyboard.press("Tab")
    expect(follows).to_be_focused()
    page.keyboard.press("Space")
    expect(line.locator("summary")).to_contain_text("Exercises began")
    page.set_viewport_size({"width": 390, "height": 844})
    shoot(page, "telephone")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.keyboard.press("Escape")
    page.locator("[data-fact=section] summary").click()
    page.locator("[name=section]").first.check()
    page.locator("button.go__main").first.click()
    expect(page.get_by_text("Saved at")).to_be_visible()
    edition = Edition.objects.get(live_from=None)
    assert set(about.keys_of(edition)) == {f"topic:{topic.pk}", f"follows:{earlier.article_id}"}
    expect(line.locator(f'[value="state:{state.pk}"]')).to_have_count(1)  # still only suggested
    assert page.said == []
    edition.refresh_from_db()
    edition.standfirst, edition.body, edition.signed_by = "Who did what.", "<p>It happened.</p>", "nobody"
    drafts.save_changes(edition, by=factories.writer())
    factories.publish(edition)
    with override("en"):
        page.goto(page.url.split("/desk/")[0] + edition.get_absolute_url())
    expect(page.locator(".about a")).to_have_count(2)
    shoot(page, "article")
    page.locator(".about").get_by_text("Peacekeeping", exact=True).click()
    expect(page.locator("h1")).to_have_text("Peacekeeping")
    shoot(page, "topic")


def shoot(page, name):
    if os.environ.get("SHOTS"):
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png")
