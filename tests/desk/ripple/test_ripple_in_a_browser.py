"""A moved meeting in a browser: from its form to the screen of the places, all ticked at once, and put right."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from news.models import Edition
from tests import factories
from tests.browser import faults_of_every_look, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OLD = datetime.date(2026, 12, 22)


def test_a_meeting_is_moved_and_what_says_the_old_day_is_put_right(desk):
    meeting = factories.meeting(public=False, held_on=OLD)
    facts = {"meeting": meeting, "shown_on": OLD, "genre": "announcement"}
    factories.edition("en", title="The Council meets on Tuesday, 22 December", **facts)
    factories.publish(factories.edition("ru", title="Анонс", body="<p>Совет соберётся 22.12.2026.</p>", **facts))
    page = desk(reverse("admin:council_meeting_change", args=[meeting.pk]))
    page.locator("#id_held_on").fill("2026-12-30")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messagelist").get_by_role("link", name="2 places still say 22 December 2026").click()
    expect(page.locator("h1")).to_have_text("2 places still say 22 December 2026")
    every = page.locator("[data-all] input").first
    every.focus()
    page.keyboard.press("Space")
    assert page.locator("input[name=place]:checked").count() == 1
    page.keyboard.press("Space")
    assert page.locator("input[name=place]:checked").count() == 2
    assert not faults_of_every_look(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert not too_wide(page)
    page.get_by_role("button", name="Correct the ticked ones").click()
    expect(page.locator("h1")).to_have_text("No text says 22 December 2026 any more")
    assert Edition.objects.public().get().body == "<p>Совет соберётся 30.12.2026.</p>"
    assert Edition.objects.get(language="en").title == "The Council meets on Wednesday, 30 December"
