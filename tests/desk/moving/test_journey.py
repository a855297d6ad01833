"""An old site of three hundred pages moves in: read, decided by keyboard, released, and every old address walked."""

import re
import time

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from moving import addresses, books
from moving.models import Batch, OldAddress, SourcePage
from news.models import Edition
from photos import renditions
from photos.models import Photo
from publishing.roles import may
from tests import factories
from tests.moving import old_site
from tests.moving.walking import walked

PAGES = 300
LEFT_OUT_BY_HAND = 5  # every fifth of those that wait
MAX_RELEASE = 120_000  # milliseconds, because the release makes all texts public at once


def site_of(folder):
    """Write an old site of PAGES pages, most of which can be read without a person; return its OldSite."""
    made = old_site.articles(PAGES - 9, seed=11, pictures=1)
    for place, article in enumerate(made):
        article.is_dated = article.is_dated or place % 6 != 0
        if article.number % 5:
            article.pictures = []
    site = old_site.write(folder, made, picture_size=(120, 80))
    missing = PAGES - len(made) - len(site.lists) - len(site.copies)
    assert 0 <= missing < 5, missing
    for number in range(missing):
        (folder / f"odkb-csto.org/frames-{number}.html").write_bytes(b"<frameset><frame src=/news/></frameset>")
    return site


def decided_by_keys(screen, site):
    """Work through the queue that is open, by keys alone; return how many pages were taken and left out."""
    articles = {article.name: article for article in site.articles}
    taken = left = 0
    while "/queue/" in screen.url:
        expect(screen.locator("[data-take]")).to_be_focused()
        number = screen.locator("input[name=page]").first.input_value()
        article = articles[SourcePage.objects.get(pk=number).name]
        if (taken + left) % LEFT_OUT_BY_HAND == LEFT_OUT_BY_HAND - 1:
            left += 1
            with screen.expect_navigation():
                screen.keyboard.press("x")
        else:
            taken += 1
            if not screen.locator("[data-date]:checked").count():
                screen.keyboard.press("e")
                screen.keyboard.press("Tab")
                screen.keyboard.type(f"{article.date:%d.%m.%Y}")
            with screen.expect_navigation():
                screen.keyboard.press("Enter")
    return taken, left


def sums_on(screen):
    """Return (found, taken, waiting, left out) as the report says them."""
    return [int(re.match(r"\d+", words)[0]) for words in screen.locator(".sum > span").all_inner_texts()]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_old_site_moves_in_and_every_old_address_leads(desk, client, settings, tmp_path):
    settings.ALLOWED_HOSTS = ["*"]
    factories.section("news", "News", "Новости")
    administrator = factories.administrator()
    assert may(administrator, "publish")
    site = site_of(tmp_path / "site")

    def brought_over():
        call_command("import_site", str(tmp_path / "site"), profile="csto-old", section="news")

    brought_over()
    batch = Batch.objects.get()
    screen = desk(f"/desk/moving/batch/{batch.pk}/change/", person=administrator)
    screen.set_default_timeout(MAX_RELEASE)
    found, taken, waiting, left_out = sums_on(screen)
    assert found == PAGES == taken + waiting + left_out
    assert waiting >= 20

    began, decided, by_hand = time.monotonic(), 0, 0
    queues = screen.locator("#wait a.more[href*='/queue/']")
    while queues.count():
        queues.first.focus()
        screen.keyboard.press("Enter")
        screen.wait_for_url("**/queue/**")
        took, left = decided_by_keys(screen, site)
        decided, by_hand = decided + took, by_hand + left
        screen.wait_for_load_state()
    minutes = (time.monotonic() - began) / 60
    print(f"{decided + by_hand} pages decided by keys alone, {(decided + by_hand) / minutes:.0f} a minute")
    assert decided + by_hand == waiting
    assert sums_on(screen) == [PAGES, taken + decided, 0, left_out + by_hand]

    brought_over()
    call_command("verify_import")
    screen.reload()
    screen.get_by_role("link", name=f"Release {taken + decided} texts").press("Enter")
    screen.get_by_role("button", name=f"Release {taken + decided} texts").press("Enter")
    expect(screen.get_by_text(f"{taken + decided} texts are public.")).to_be_visible(timeout=MAX_RELEASE)
    assert Edition.objects.public().count() == taken + decided

    for photo in Photo.objects.all():
        renditions.make(photo)
    expected = {}
    for page in SourcePage.objects.select_related("same_as"):
        page_or_first = page.same_as or page
        if page_or_first.edition_id:
            expected[page.address] = (301, 200)
        else:  # a list that is a list of ours by now leads to it
            expected[page.address] = (
                (302, 200) if addresses.is_ours(page.address[page.address.index("/", 8) :]) else (410, None)
            )
    assert len(expected) == PAGES
    shown = {
        path for article in site.articles for path in article.pictures if Edition.objects.filter(title=article.title)
    }
    assert len(shown) >= 20
    expected |= dict.fromkeys((f"http://odkb-csto.org{path}" for path in shown), (301, 200))
    assert {old: walked(client, old) for old in expected} == expected
    for article in site.articles:
        if edition := Edition.objects.filter(title=article.title).first():
            assert edition.shown_on == article.date

    screen.reload()
    gone, leading = OldAddress.objects.filter(kind="gone").count(), OldAddress.objects.exclude(kind="gone").count()
    section = screen.locator("#addresses")
    expect(section).to_contain_text(re.compile(rf"\b{leading}\s*lead to their article, photo or file"))
    expect(section).to_contain_text(re.compile(rf"\b{gone}\s*say that their page is gone"))
    section.get_by_role("link").press("Enter")
    screen.wait_for_url("**/oldaddress/")
    assert books.sums(batch.pages).taken == taken + decided
    assert screen.said == []
