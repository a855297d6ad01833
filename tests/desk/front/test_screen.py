"""The screen “Front page”: chosen by search, put into order, now or at a time; nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news import access, front_page
from news.models import Banner, FrontPage
from publishing import clock
from search import refreshing
from tests import factories
from tests.desk.screens import messages_of, signed_in

pytestmark = pytest.mark.django_db

SCREEN = reverse("admin:news_frontpage_changelist")
HOUR = timedelta(hours=1)


def moment(name, instant):
    shown = timezone.localtime(instant)
    return {f"{name}_0": f"{shown:%Y-%m-%d}", f"{name}_1": f"{shown:%H:%M}", f"{name}_2": "Europe/Moscow"}


def sent(do, *articles, seen=None, when="now", **rest):
    """Return what the form sends: these articles in this order, until tomorrow, or what `rest` says."""
    places = {f"place-{article.pk}": place for place, article in enumerate(articles, start=1)}
    until = moment("until", clock.now() + timedelta(days=1)) | {"at_0": "", "at_1": "", "at_2": "Europe/Moscow"}
    seen = front_page.digest() if seen is None else seen
    return {"do": do, "article": [each.pk for each in articles], "seen": seen, "when": when, **places, **until, **rest}


def chosen(page):
    return [int(number) for number in re.findall(r'name="article" value="(\d+)"', page.text)]


def test_a_text_is_found_added_put_first_and_put_on_the_front_page():
    one, other = factories.published(title="Exercise begins"), factories.published(title="Exercise ends")
    refreshing.refresh()
    desk = signed_in(factories.press_secretary())
    assert "Nothing is chosen: the newest article" in desk.get(SCREEN).text
    found = desk.post(SCREEN, sent("find", one.article, q="exercise ends"))
    assert f'value="add {other.article_id}"' in found.text
    assert f'value="add {one.article_id}"' not in found.text, "it is chosen already"
    added = desk.post(SCREEN, sent(f"add {other.article_id}", one.article, q="exercise ends"))
    assert chosen(added) == [one.article_id, other.article_id]
    assert chosen(desk.post(SCREEN, sent(f"drop {one.article_id}", one.article, other.article))) == [other.article_id]
    places = {f"place-{one.article_id}": "2", f"place-{other.article_id}": "1"}
    put = desk.post(SCREEN, sent("put", one.article, other.article, **places), follow=True)
    assert "It is on the front page now" in messages_of(put)[0]
    assert [place.article_id for place in front_page.standing().places.all()] == [other.article_id, one.article_id]
    assert "not public in RU" in put.text
    assert chosen(put) == [other.article_id, one.article_id], "the form begins with what stands there"
    assert chosen(desk.get(SCREEN, {"article": one.article_id}))[0] == one.article_id
    page = front_page.standing()
    assert "made by date again" in messages_of(desk.post(SCREEN, {"do": f"take-off {page.pk}"}, follow=True))[0]
    assert front_page.standing() is None


def test_one_is_scheduled_moved_and_cancelled():
    article = factories.published(title="Exercise").article
    desk = signed_in(factories.press_secretary())
    at = (clock.now() + HOUR).replace(second=0, microsecond=0)
    desk.post(SCREEN, sent("put", article, when="later", **moment("at", at)))
    page = FrontPage.objects.get()
    assert page.live_from == at
    desk_says = desk.get(SCREEN).text
    assert "then by date" in desk_says
    hidden = dict(re.findall(r'type="hidden" name="(at_\d)" value="([^"]*)"', desk_says))
    assert hidden == moment("at", at)
    seen = desk.post(reverse("admin:rehearsal"), hidden | {"language": "en"}, follow=True)
    assert "Exercise" in seen.text.partition('id="latest"')[0]
    desk.post(reverse("admin:rehearsal-leave"))
    key = f"move-{page.pk}"
    times = moment(f"{key}-at", at + HOUR) | moment(f"{key}-until", at)
    refused = desk.post(SCREEN, {"do": f"move {page.pk}", **times})
    assert "before it begins" in refused.text
    times |= moment(f"{key}-until", at + 3 * HOUR)
    desk.post(SCREEN, {"do": f"move {page.pk}", **times})
    page.refresh_from_db()
    assert (page.live_from, page.live_until) == (at + HOUR, at + 3 * HOUR)
    desk.post(SCREEN, {"do": f"cancel {page.pk}"})
    assert not FrontPage.objects.scheduled().exists()


def test_a_refusal_says_why_and_keeps_what_was_chosen():
    article = factories.published(title="Exercise").article
    desk = signed_in(factories.press_secretary())
    for wrong, sentence in [
        ({"when": "later"}, "Say from when"),
        ({"until_0": ""}, "Say until when"),
        ({"when": "later", "at_1": "17:40"}, "Write both the date and the time."),
        (moment("until", clock.now() - HOUR), "before it begins"),
        ({"seen": "another"}, "A colleague changed the front page"),
    ]:
        answer = desk.post(SCREEN, sent("put", article, **wrong))
        assert sentence in answer.text
        assert chosen(answer) == [article.pk]
    assert "Choose at least one article" in desk.post(SCREEN, sent("put")).text
    assert not FrontPage.objects.exists()


def test_others_look_on_and_a_limited_text_is_not_offered():
    article = factories.edition(title="Exercise").article
    front_page.put([article], by=factories.press_secretary(), until=clock.now() + HOUR)
    text = signed_in(factories.writer()).get(SCREEN).text
    assert "Exercise" in text
    assert 'value="put"' not in text
    assert "take-off" not in text
    assert "You do not have permission" in signed_in(factories.writer()).post(SCREEN, sent("put", article)).text
    access.limit(article, [factories.writer()], by=factories.writer())
    text = signed_in(factories.press_secretary()).get(SCREEN).text
    assert "Articles that you cannot read." in text
    assert "Exercise</a>" not in text


def test_a_banner_is_put_up_in_every_language_and_taken_down():
    desk = signed_in(factories.press_secretary())
    until = moment("banner-until", clock.now() + HOUR) | {"banner-at_2": "Europe/Moscow"}
    form = {"do": "put-banner", "banner-kind": "emergency", "banner-when": "now", **until}
    form |= {"banner-text_ru": "Сайт переезжает", "banner-text_en": "The site moves"}
    for wrong, sentence in [
        ({"banner-text_en": ""}, "Сайт переезжает"),
        ({"banner-link_en": "javascript:alert(1)"}, "Write the whole address"),
        ({"banner-link_en": "//elsewhere.example"}, "Write the whole address"),
        ({"banner-text_en": "long " * 50}, "At most 200 characters"),
        (moment("banner-until", clock.now() - HOUR), "before it begins"),
    ]:
        answer = desk.post(SCREEN, form | wrong)
        assert sentence in answer.text
        assert "Сайт переезжает" in answer.text, "nothing typed is lost"
    article = factories.published().article
    refused = desk.post(SCREEN, sent("put-banner", article) | form | {"banner-until_0": ""})
    assert chosen(refused) == [article.pk], "neither is what stands in the other half"
    assert "Сайт переезжает" in desk.post(SCREEN, sent("find", article) | form | {"do": "find"}).text
    assert not Banner.objects.exists()
    assert "It stands above every page now" in messages_of(desk.post(SCREEN, form, follow=True))[0]
    banner = Banner.objects.get()
    assert (banner.text, banner.is_public()) == ({"ru": "Сайт переезжает", "en": "The site moves"}, True)
    desk.post(SCREEN, {"do": f"end-banner {banner.pk}"})
    assert not Banner.objects.public().exists()
