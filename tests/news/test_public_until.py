"""“Public until”: an article ends by itself, everywhere at one instant, and says so; nobody has to be there."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from news import drafts, ends, front_page
from news.models import Article, Edition
from page_cache import boundaries
from photos.models import Photo
from publishing import actions, clock, timeline
from publishing.actions import NotAllowed, Refused
from publishing.addresses import absolute_url
from publishing.timeline import Verb
from publishing.visitors import as_visitor
from search import refreshing
from tests import factories
from tests.desk.screens import messages_of, signed_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def plan(article, ends_at, read_again_on=None):
    ends.plan(article, by=factories.press_secretary(), ends_at=ends_at, read_again_on=read_again_on)


def test_at_its_instant_it_is_gone_everywhere_and_its_address_says_that_it_ended(client):
    now = clock.now()
    edition, photo = factories.edition(title="Call for papers"), factories.photo(rendered=True)
    factories.show(photo, edition)
    factories.publish(edition)
    article, end = edition.article, now + HOUR / 2
    factories.published("ru", article=article, title="Приём заявок")
    front_page.put([article], by=factories.press_secretary(), until=now + 5 * HOUR)
    refreshing.refresh()
    page, text = edition.get_absolute_url("en"), reverse("news:text", args=[article.pk, edition.address_part])
    feed, in_api = reverse("feeds:news", args=["atom"]), reverse("api:one", args=["articles", article.pk])
    lists = ["/en/", "/en/news/", feed.replace("/ru/", "/en/"), "/en/search/?q=papers", f"{in_api}?language=en"]
    plan(article, end)
    upcoming, ending = boundaries.following(connection, now)
    assert upcoming <= ending == end, "no copy of a page outlives it"
    with clock.moved_to(end - timedelta(microseconds=1)):
        assert client.get(page).status_code == client.get(text).status_code == 200
        shown = [address for address in lists if "Call for papers" in client.get(address).text]
        assert {"/en/", "/en/news/"} <= set(shown)
        with as_visitor():
            assert Photo.objects.filter(pk=photo.pk).exists()
    with clock.moved_to(end):
        gone = client.get(page)
        assert gone.status_code == 410
        assert "This text is no longer public" in gone.text
        assert "It was not withdrawn" in gone.text
        assert client.get(text).status_code in (404, 410)
        told = client.get(f"{in_api}?language=en")
        assert told.status_code == 410
        assert "It was not withdrawn" in told.text
        verdict = client.post("/en/verify/", {"words": absolute_url(page)}).text
        assert "This text is no longer public" in verdict
        assert "Call for papers" not in verdict
        for said in [gone.text, *(client.get(address).text for address in lists)]:
            assert "Call for papers" not in said
        with as_visitor():
            assert not Photo.objects.filter(pk=photo.pk).exists()
            assert not Edition.objects.filter(article=article).exists()
        assert client.get(reverse("news:detail", args=[article.pk + 1, "other"])).status_code == 404


def test_a_correction_and_a_schedule_keep_the_end_and_a_later_end_keeps_the_text():
    now, secretary = clock.now(), factories.press_secretary()
    edition = factories.published(title="Call for papers")
    plan(edition.article, now + 2 * HOUR)
    edition.refresh_from_db()
    assert edition.live_until == now + 2 * HOUR
    correction = factories.correction(edition)
    factories.publish(correction, at=now + HOUR)
    assert correction.live_until == now + 2 * HOUR
    actions.unschedule(correction, by=secretary)
    edition.refresh_from_db()
    assert edition.live_until == now + 2 * HOUR, "the end stays when what would have replaced it goes"
    correction.refresh_from_db()
    with translation.override("en"), pytest.raises(Refused, match="before it begins"):
        factories.publish(correction, at=now + 3 * HOUR)
    plan(edition.article, now + 9 * HOUR)
    plan(edition.article, None)
    edition.refresh_from_db()
    assert edition.live_until is None
    notes = timeline.of(edition).filter(verb=Verb.RESCHEDULED).values_list("note", flat=True)
    assert len(notes) == 3
    with translation.override("en"), pytest.raises(Refused, match="withdraw the text"):
        plan(edition.article, now - HOUR)
    with pytest.raises(NotAllowed):
        ends.plan(edition.article, by=factories.writer(), ends_at=None, read_again_on=None)


def test_what_has_ended_is_published_again_only_with_a_later_end(client):
    now = clock.now()
    edition = factories.published(title="Call for papers")
    plan(edition.article, now + HOUR)
    with clock.moved_to(now + HOUR):
        desk = signed_in(factories.press_secretary())
        screen = desk.get(reverse("admin:news_article_change", args=[edition.article_id])).text
        assert "Its time is over" in screen
        assert not re.search(r'value="put-back', screen)
        plan(edition.article, now + 3 * HOUR)
        edition.refresh_from_db()
        drafts.put_back(edition, by=factories.press_secretary(), without_review="It was public.")
        assert client.get(edition.get_absolute_url("en")).status_code == 200
        assert Edition.objects.public().get(article=edition.article).live_until == now + 3 * HOUR


def test_the_desk_sets_it_and_today_lists_what_ends_and_what_is_to_be_read_again():
    article = factories.published(title="Call for papers").article
    desk = signed_in(factories.press_secretary())
    screen = reverse("admin:news_article_ends", args=[article.pk])
    assert screen in desk.get(reverse("admin:news_article_change", args=[article.pk])).text
    end = timezone.localtime(clock.now() + timedelta(days=3))
    sent = {"ends_at_0": f"{end:%Y-%m-%d}", "ends_at_1": "18:00", "ends_at_2": "Europe/Moscow"}
    again = {"read_again_on": f"{end:%Y-%m-%d}"}
    assert "It ends by itself on" in messages_of(desk.post(screen, sent | again, follow=True))[0]
    article.refresh_from_db()
    assert timezone.localtime(article.ends_at).strftime("%H:%M") == "18:00"
    today = desk.get("/desk/").text
    assert "Ends and dates" in today
    assert "Read again by" in today
    refused = desk.post(screen, sent | {"ends_at_0": "2018-01-01"})
    assert "This time has passed" in refused.text
    assert 'value="2018-01-01"' in refused.text
    desk.post(screen, {"ends_at_2": "Europe/Moscow"})
    article.refresh_from_db()
    assert (article.ends_at, article.read_again_on) == (None, None)
    assert "Ends and dates" not in desk.get("/desk/").text
    assert signed_in(factories.writer()).get(screen).status_code == 403
    page = factories.page("about", title="About").article
    assert desk.get(reverse("admin:news_article_ends", args=[page.pk])).status_code == 404
    assert not Article.objects.filter(ends_at__isnull=False).exists()
