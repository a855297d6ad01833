"""Two people at one article know of each other."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.models import Presence
from news.models import Edition
from publishing import clock
from tests import factories
from tests.desk.screens import Page, address_of, send, signed_in
from tests.html import squeezed

pytestmark = pytest.mark.django_db


def beat(client, article, screen="first", **facts):
    address = reverse("admin:news_article_presence", args=[article.pk])
    return client.post(address, {"screen": screen, "unsaved": "0", **facts})


def anna():
    person = factories.user("Writer", "anna")
    person.first_name, person.last_name = "Anna", "Petrova"
    person.save()
    return person


def test_whoever_opens_an_article_sees_who_else_writes_there():
    article = factories.edition("en").article
    first, second = signed_in(anna()), signed_in(factories.press_secretary())
    beat(first, article)
    assert "Anna Petrova has this article open since" in beat(second, article, "second").json()["others"][0]
    beat(first, article, unsaved="1")
    said = beat(second, article, "second").json()["others"]
    assert len(said) == 1
    assert said[0].startswith("Anna Petrova is writing here since")
    assert said[0].endswith("with unsaved changes.")


def test_the_page_itself_says_it_to_a_browser_without_scripts():
    article = factories.edition("en").article
    client = signed_in(factories.press_secretary())
    assert "Anna Petrova" not in client.get(address_of(article)).content.decode()
    signed_in(anna()).get(address_of(article))
    assert "Anna Petrova has this article open" in client.get(address_of(article)).content.decode()


def test_the_list_of_articles_says_it_too():
    article = factories.edition("en").article
    beat(signed_in(anna()), article, unsaved="1")
    page = signed_in(factories.press_secretary()).get("/desk/news/article/").content.decode()
    assert "Anna Petrova is writing here" in page


def test_after_half_a_minute_of_silence_somebody_is_gone():
    article = factories.edition("en").article
    first, second = signed_in(anna()), signed_in(factories.press_secretary())
    now = clock.now()
    with clock.moved_to(now):
        beat(first, article)
    for seconds, is_there in [(29, True), (31, False)]:
        with clock.moved_to(now + datetime.timedelta(seconds=seconds)):
            assert bool(beat(second, article, "second").json()["others"]) == is_there, seconds


def test_a_window_that_closes_says_so():
    article = factories.edition("en").article
    first, second = signed_in(anna()), signed_in(factories.press_secretary())
    beat(first, article)
    beat(first, article, gone="1")
    assert beat(second, article, "second").json()["others"] == []


def test_two_windows_of_one_person_are_told_apart():
    article = factories.edition("en").article
    client = signed_in(anna())
    assert beat(client, article).json()["others"] == []
    said = beat(client, article, "second").json()["others"]
    assert said == ["You have this article open in another window as well."]


def test_the_answer_tells_what_was_saved_meanwhile():
    edition = factories.edition("en")
    client = signed_in(factories.press_secretary())
    before = beat(client, edition.article).json()["saved"]
    send(signed_in(anna()), address_of(edition.article), en_title="Saved meanwhile")
    after = beat(client, edition.article).json()["saved"]
    assert before["en"]["current"] == f"{edition.pk}.1"
    assert after["en"]["current"] == f"{edition.pk}.2"
    assert after["en"]["sentence"].startswith("English: saved by Anna Petrova at")
    assert after["ru"] == {"current": "0.0", "sentence": ""}


def test_what_changed_is_shown_without_saving_anything():
    edition = factories.edition("en", title="In the beginning")
    first, second = signed_in(factories.writer()), signed_in(factories.press_secretary())
    opened = Page(first.get(address_of(edition.article)))
    send(second, address_of(edition.article), en_title="Afterwards")
    page = Page(send(first, address_of(edition.article), action="look", opened=opened))
    assert "press-secretary saved this text" in page.text
    assert "<ins>Afterwards</ins>" in squeezed(page.text)
    assert Edition.objects.get().version == 2


def test_nobody_without_a_session_or_the_right_asks():
    article = factories.edition("en").article
    client = signed_in(anna())
    client.logout()
    assert beat(client, article).status_code == 401
    secret = factories.edition("en").article
    secret.readers.add(factories.press_secretary())
    assert beat(signed_in(anna()), secret).status_code == 404
    assert not Presence.objects.exists()


def test_the_heartbeat_asks_the_database_as_often_however_many_are_there():
    article = factories.edition("en").article
    client = signed_in(factories.press_secretary())
    beat(client, article)
    counts = []
    for number in range(3):
        beat(signed_in(factories.user("Writer", f"writer-{number}")), article, f"window-{number}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            beat(client, article)
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert counts[0] <= 12
