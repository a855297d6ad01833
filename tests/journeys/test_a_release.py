"""The whole way, in a real Chromium: gathered from a meeting, scheduled, rehearsed, and public all at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from council.models import Consideration, MeetingPhoto
from news import drafts, releases
from news.models import Release
from photos.models import Album, AlbumPhoto
from publishing import clock
from tests import factories
from tests.browser import faults_of_every_look, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLES = {"ru": "Постоянный совет рассмотрел проект заявления", "en": "Permanent Council reviews a draft statement"}


@pytest.fixture
def council():
    """A meeting, a report in two languages, read and approved, a paper, an album; nothing of it is public."""
    factories.contact()
    for language in TITLES:
        factories.published(language)
    meeting = factories.meeting(public=False, chair_state=factories.state())
    document = factories.document(public=False)
    Consideration.objects.create(meeting=meeting, document=document, verb=Consideration.Verb.REVIEWED)
    photo = factories.photo(rendered=True)
    MeetingPhoto.objects.create(meeting=meeting, photo=photo)
    album = Album.objects.create(title={"en": "The Council in session", "ru": "Заседание"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    article = None
    for language, title in TITLES.items():
        draft = factories.edition(language, article=article, meeting=meeting, title=title)
        article = draft.article
        factories.show(photo, draft)
        drafts.save_changes(draft, by=factories.writer())
        factories.approve(draft)
    return {"meeting": meeting, "album": album, "photo": photo}


def test_a_meeting_is_released_at_one_instant_after_a_rehearsal(council, desk, live_server, new_page):
    page = desk(reverse("admin:council_meeting_change", args=[council["meeting"].pk]))
    page.locator(".go__more > summary").click()
    page.get_by_role("button", name="Publish together").click()
    for title in (*TITLES.values(), "The Council in session", "Draft statement"):
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()

    schedule(page, clock.now() + timedelta(days=2))
    expect(page.get_by_text("Goes live in")).to_be_visible()

    visitor = new_page(locale="en-GB")
    assert sees_nothing(visitor, live_server.url, council)
    rehearse(page, council)
    assert sees_nothing(visitor, live_server.url, council)

    opens = clock.now() + timedelta(seconds=2)
    releases.reschedule(Release.objects.get(), by=factories.press_secretary(), at=opens)
    sees_all(visitor, live_server.url, council)
    assert clock.now() >= opens


def schedule(page, at):
    """Choose a moment, look at what will happen, and confirm it."""
    page.get_by_role("link", name="Schedule…").click()
    page.get_by_label("Date").fill(f"{at:%Y-%m-%d}")
    page.get_by_label("Time", exact=True).fill("10:00")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_text("10:00 Moscow time (07:00 UTC)")).to_be_visible()
    expect(page.get_by_text("5 things, all at one instant")).to_be_visible()
    page.get_by_role("button", name="Schedule everything for this time").click()


def rehearse(page, council):
    """Go through the site of that moment in both languages, photographs included, and leave it."""
    page.get_by_role("link", name="See the site as it will be").click()
    page.get_by_role("button", name="Show the site at that time").click()
    for language, title in TITLES.items():
        page.locator(f".langs a[hreflang={language}], .langs [aria-current][lang={language}]").first.click()
        expect(page.locator(".rehearsal")).to_be_visible()
        page.get_by_role("link", name=title).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        picture = page.locator("article figure img").first
        picture.scroll_into_view_if_needed()
        wait_until(page, "image => image.complete && image.naturalWidth > 0", picture.element_handle())
        assert page.locator("html").get_attribute("lang") == language
        page.locator(".wordmark").first.click()
    page.locator(".rehearsal").get_by_role("button", name="Close").click()
    expect(page.get_by_text("The preview is closed")).to_be_visible()


def sees_nothing(page, server, council):
    answers = [page.goto(f"{server}/{language}/").ok for language in TITLES]
    shown = any(title in page.content() for title in TITLES.values())
    hidden = [page.goto(server + council[name].get_absolute_url()).status for name in ("meeting", "album", "photo")]
    return answers == [True, True] and not shown and hidden == [404, 404, 404]


def sees_all(page, server, council):
    """Wait for the moment as a reader does, by reloading; from then on everything is there."""
    page.goto(f"{server}/en/")
    while TITLES["en"] not in page.content():
        page.reload()
    for name in ("meeting", "album", "photo"):
        assert page.goto(server + council[name].get_absolute_url()).status == 200
    for language, title in TITLES.items():
        page.goto(f"{server}/{language}/")
        page.get_by_role("link", name=title).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.locator(".rehearsal")).to_have_count(0)


def test_axe_finds_nothing_on_the_screens(council, desk, live_server):
    secretary = factories.press_secretary()
    things = releases.unpublished_of(council["meeting"], secretary)
    waiting, scheduled = releases.start("In preparation", by=secretary), releases.start("Scheduled", by=secretary)
    releases.add(waiting, factories.edition("en"), by=secretary)
    releases.add(scheduled, *things, by=secretary)
    releases.release(scheduled, by=secretary, at=clock.now() + timedelta(days=1))
    page, found = desk(reverse("admin:news_release_changelist")), {}
    # The other screens are among all pages of the desk, in tests/accessibility/test_desk_pages.py.
    addresses = [
        reverse("admin:news_release_changelist"),
        waiting.get_absolute_url() + "?q=report",
        scheduled.get_absolute_url(),
        reverse("admin:news_release_open", args=[scheduled.pk, "unschedule"]),
        reverse("admin:rehearsal"),
        "rehearsal",
        "/en/",
        "/ru/news/",
    ]
    for address in addresses:
        if address == "rehearsal":
            page.get_by_role("button", name="Show the site at that time").click()
            expect(page.locator(".rehearsal")).to_be_visible()
        else:
            page.goto(live_server.url + address)
        found[address] = faults_of_every_look(page)
    assert not any(found.values()), found
