"""The top of the home page, chosen by hand: what visitors see of it, when, and what it never betrays."""

import datetime
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from news import emergency, front_page
from news.models import Banner, FrontPage, FrontPlace, Withdrawal
from page_cache import boundaries
from publishing import actions, clock, timeline
from publishing.actions import NotAllowed, Refused, Stale
from publishing.timeline import Verb
from publishing.visitors import as_visitor
from tests import factories

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def home(client, language="en", at=None):
    with clock.moved_to(at or clock.now()):
        response = client.get(f"/{language}/")
    assert response.status_code == 200
    return response.content.decode()


def titles(page):
    """Return the titles at the top of a home page, the lead first, and those in the list by date."""
    top, _mark, by_date = page.partition('<h2 id="latest">')
    shown = r'class="story__title"><a [^>]*>(.*?)</a>'
    return re.findall(shown, top), re.findall(shown, by_date)


def stories(*names):
    """Publish an article for each name, the first one the newest; return the articles."""
    editions = [
        factories.published(title=name, shown_on=datetime.date(2018, 11, 27) - timedelta(days=number))
        for number, name in enumerate(names)
    ]
    return [edition.article for edition in editions]


def put(*articles, until=None, **how):
    secretary = factories.press_secretary()
    return front_page.put(articles, by=secretary, until=until or clock.now() + 5 * HOUR, **how)


def test_the_chosen_ones_stand_on_top_until_the_end_and_the_rest_follows_by_date(client):
    _new, _old, older, oldest = stories("New", "Old", "Older", "Oldest")
    assert titles(home(client)) == (["New"], ["Old", "Older", "Oldest"])
    page = put(oldest, older, until=clock.now() + HOUR / 2)
    assert titles(home(client)) == (["Oldest", "Older"], ["New", "Old"])
    assert titles(home(client, at=page.live_until - timedelta(microseconds=1)))[0] == ["Oldest", "Older"]
    assert titles(home(client, at=page.live_until)) == (["New"], ["Old", "Older", "Oldest"])
    upcoming, ending = boundaries.following(connection, clock.now())
    assert upcoming <= ending == page.live_until, "no copy of a page outlives it"


def test_no_list_stands_empty_below_a_lone_article(client):
    assert "Latest news" not in home(client)
    stories("New")
    page = home(client)
    assert titles(page)[0] == ["New"]
    assert "Latest news" not in page
    assert 'class="c8 cols"' in page, "the contacts have the width"


def test_a_scheduled_one_takes_the_place_at_its_instant_and_the_earlier_one_does_not_come_back(client):
    _new, old, older = stories("New", "Old", "Older")
    now = clock.now()
    put(old, until=now + 10 * HOUR)
    later = put(older, at=now + HOUR, until=now + 2 * HOUR)
    assert titles(home(client))[0] == ["Old"]
    assert titles(home(client, at=now + HOUR))[0] == ["Older"]
    assert titles(home(client, at=now + 2 * HOUR))[0] == ["New"]
    front_page.move(later, by=factories.press_secretary(), at=now + 3 * HOUR, until=now + 4 * HOUR)
    assert titles(home(client, at=now + HOUR))[0] == ["Old"]
    assert titles(home(client, at=now + 3 * HOUR))[0] == ["Older"]
    actions.unschedule(later, by=factories.press_secretary())
    assert titles(home(client, at=now + 3 * HOUR))[0] == ["Old"]
    done = list(timeline.of(later).values_list("verb", flat=True))
    assert done == [Verb.UNSCHEDULED, Verb.RESCHEDULED, Verb.SCHEDULED, Verb.CREATED]


def test_a_lead_that_is_taken_down_falls_back_at_once_and_what_stands_below_stays(client):
    _new, old, older = stories("New", "Old", "Older")
    put(older, old)
    emergency.take_down(older, by=factories.press_secretary(), reason="Secret.", kind=Withdrawal.Kind.VANISHED)
    assert titles(home(client)) == (["New", "Old"], [])


def test_only_what_was_chosen_is_public_and_it_leads_all_the_same(client):
    (only,), (other,) = stories("Only"), [factories.edition(title="Draft").article]
    put(other, only)
    assert titles(home(client)) == (["Only"], [])


def test_what_is_not_translated_leaves_its_place_in_that_language_alone(client):
    new, old = stories("New", "Old")
    factories.published("ru", article=old, title="Старый")
    put(new, old)
    assert titles(home(client))[0] == ["New", "Old"]
    assert titles(home(client, "ru"))[0] == ["Старый"]


def test_a_lead_before_its_embargo_betrays_nothing_and_appears_with_it(client):
    stories("New")
    coming = factories.edition(title="Embargoed")
    now = clock.now()
    factories.publish(coming, at=now + HOUR)
    put(coming.article)
    with as_visitor():
        assert FrontPage.objects.count() == 1
        assert not FrontPlace.objects.exists(), "not even its number"
        assert front_page.chosen() == (None, [])
    assert titles(home(client)) == (["New"], [])
    assert titles(home(client, at=now + HOUR))[0] == ["Embargoed"]


def test_visitors_see_nothing_of_a_front_page_that_is_to_come_or_is_over():
    (new,) = stories("New")
    now = clock.now()
    put(new, at=now + HOUR, until=now + 2 * HOUR)
    for at, seen in ((now, 0), (now + HOUR, 1), (now + 2 * HOUR, 0)):
        with clock.moved_to(at), as_visitor():
            assert (FrontPage.objects.count(), FrontPlace.objects.count()) == (seen, seen)


def test_who_may_not_what_cannot_stand_and_what_a_colleague_did():
    (new,) = stories("New")
    now, secretary = clock.now(), factories.press_secretary()
    with pytest.raises(NotAllowed):
        front_page.put([new], by=factories.writer(), until=now + HOUR)
    for articles, times, sentence in [
        ([], {}, "at least one"),
        ([new, new], {}, "twice"),
        ([new], {"until": now - HOUR}, "before it begins"),
        ([new], {"at": now + 2 * HOUR}, "before it begins"),
        ([new], {"at": now - HOUR}, "passed"),
        ([factories.page("about", title="About").article], {}, "not there any more"),
    ]:
        with translation.override("en"), pytest.raises(Refused, match=sentence):
            front_page.put(articles, by=secretary, **{"until": now + HOUR, **times})
    assert not FrontPage.objects.exists(), "a refusal leaves nothing"
    seen = front_page.digest()
    page = put(new, seen=seen)
    with pytest.raises(Stale):
        put(new, seen=seen)
    front_page.take_off(page, by=secretary)
    assert front_page.standing() is None


def test_what_is_chosen_costs_the_home_page_no_question_more(client):
    articles = stories("New", "Old", "Older", "Oldest", "Eldest", "First")

    def questions():
        home(client)
        with CaptureQueriesContext(connection) as asked:
            home(client)
        return len(asked)

    by_date = questions()
    put(*articles[1:])
    assert questions() <= by_date


def test_a_banner_stands_above_every_page_in_its_language_until_its_end(client):
    now, secretary = clock.now(), factories.press_secretary()
    live = Banner(text={"en": "We are live", "ru": "Мы в эфире"}, link={"en": "/en/press/"})
    front_page.put_banner(live, by=secretary, at=now + HOUR, until=now + 3 * HOUR)
    alarm = Banner(kind=Banner.Kind.EMERGENCY, text={"en": "The site <moves>", "ru": "Сайт переезжает"})
    front_page.put_banner(alarm, by=secretary, at=now + 2 * HOUR, until=now + 4 * HOUR)
    shown = re.compile(r'class="banner banner--(\w+)">.*?<(?:a href="([^"]*)"|span)>([^<]*)</', re.S)

    def banners(at, path="/en/"):
        with clock.moved_to(at):
            return shown.findall(client.get(path).text)

    told = ("live", "/en/press/", "We are live")
    warned = ("emergency", "", "The site &lt;moves&gt;")
    assert banners(now) == []
    with as_visitor():
        assert not Banner.objects.exists()
    assert banners(now + HOUR) == banners(now + HOUR, "/en/news/") == [told]
    assert [words for *_rest, words in banners(now + HOUR, "/ru/")] == ["Мы в эфире"]
    assert banners(now + 2 * HOUR) == [warned, told], "an emergency comes first"
    assert banners(now + 3 * HOUR) == [warned]
    front_page.move(alarm, by=secretary, at=now + 2 * HOUR, until=now + 5 * HOUR)
    assert banners(now + 4 * HOUR) == [warned]
    actions.unschedule(alarm, by=secretary)
    assert banners(now + 4 * HOUR) == []
    with pytest.raises(NotAllowed):
        front_page.put_banner(Banner(text={"en": "No"}), by=factories.writer(), until=now + HOUR)
