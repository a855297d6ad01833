"""Pages from memory: the same bytes as Django's, and never one that is not true any more."""

import contextlib
import dataclasses
import datetime
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from council.models import Meeting
from moving import addresses
from news import drafts, emergency
from news.models import Attachment, EditionPhoto
from page_cache import layer, triggers
from photos.models import Photo, Rendition
from publishing import actions, amendments, clock
from tests import factories
from tests.page_cache.visiting import until

pytestmark = pytest.mark.django_db(transaction=True)

SLACK_SECONDS = 3  # beyond the second that is promised, for others use the tests' machine too


def warm(site, path="/en/news/"):
    """Ask for a page until it is answered from memory, and return that answer."""
    site.get(path)
    answer = site.get(path)
    assert answer.how == "hit"
    return answer


# What is told


def test_tables_that_visitors_may_not_read_tell_nothing():
    with connection.cursor() as cursor:
        tables = {table for table, _has_range in triggers.content_tables(cursor)}
    assert not tables & {"auth_user", "django_session", "mailing_letter", "publishing_timelineentry", "desk_unsaved"}


# Hits


def test_a_second_visitor_is_answered_from_memory_without_a_query(site, django_assert_num_queries):
    factories.published(title="The Council met")
    site.wait_until_heard()
    first = site.get("/en/news/")
    with django_assert_num_queries(0):
        second = site.get("/en/news/")
    assert (first.how, second.how) == ("fwd=miss; stored", "hit")
    assert first.content == second.content
    assert "The Council met" in second.text


def test_the_answer_is_the_one_that_django_gives(site):
    factories.published()
    site.wait_until_heard()
    plain = Client(headers={"host": "localhost"}).get("/en/news/")
    answer = warm(site)
    assert answer.content == plain.content
    for name in ("Content-Type", "Content-Security-Policy", "Content-Language", "Permissions-Policy"):
        assert answer.headers.get(name.lower()) == plain.headers.get(name)


def test_every_form_unpacks_to_the_same_page_and_has_a_validator_of_its_own(site):
    factories.published()
    site.wait_until_heard()
    warm(site)
    forms = [site.get("/en/news/", HTTP_ACCEPT_ENCODING=coding) for coding in ("", "gzip", "br")]
    assert len({form.text for form in forms}) == 1
    assert len({form.headers["etag"] for form in forms}) == 3
    assert all(int(form.headers["content-length"]) == len(form.content) for form in forms)
    assert {form.headers["vary"] for form in forms} == {"Accept-Encoding"}


def test_who_has_the_page_is_told_so(site):
    answer = warm(site)
    for validator in (answer.headers["etag"], f'"other", W/{answer.headers["etag"]}', "*"):
        again = site.get("/en/news/", HTTP_IF_NONE_MATCH=validator)
        assert (again.status, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
    assert site.get("/en/news/", HTTP_IF_NONE_MATCH='"other"').status == 200


def test_head_has_the_headers_of_get_and_no_body(site):
    whole, head = warm(site), site.get("/en/news/", method="HEAD")
    assert (head.status, head.content, head.how) == (200, b"", "hit")
    assert {n: v for n, v in head.headers.items()} == whole.headers


# Files


def test_a_photographs_file_is_handed_out_again_without_a_query(site, django_assert_num_queries):
    path = _file_of_a_photo()
    site.wait_until_heard()
    first = site.get(path)
    with django_assert_num_queries(0):
        second, head = site.get(path), site.get(path, method="HEAD")
        known = site.get(path, HTTP_IF_NONE_MATCH=first.headers["etag"])
    assert [it.how for it in (first, second, head, known)] == ["fwd=miss; stored"] + ["hit"] * 3
    plain = Client(headers={"host": "localhost"}).get(path)
    assert first.content == second.content == b"".join(plain.streaming_content)
    assert (known.status, known.content, head.content) == (304, b"", b"")
    for name in ("Content-Type", "Content-Length", "Content-Disposition", "Cache-Control", "ETag"):
        assert first.headers[name.lower()] == second.headers[name.lower()] == head.headers[name.lower()] == plain[name]


def test_a_large_file_is_handed_out_piece_by_piece(site, monkeypatch):
    monkeypatch.setattr(layer, "MAX_SEND_BYTES", 1000)
    path = _file_of_a_photo()
    site.wait_until_heard()
    assert warm(site, path).content == site.get(path).content
    assert len(warm(site, path).content) == int(warm(site, path).headers["content-length"]) > 1000


def test_a_part_of_a_file_is_the_applications_to_cut(site):
    path = _file_of_a_photo()
    site.wait_until_heard()
    whole = warm(site, path)
    part = site.get(path, HTTP_RANGE="bytes=5-9")
    assert (part.status, part.content) == (206, whole.content[5:10])


def test_an_old_address_is_led_on_from_memory_whatever_language_is_preferred(site, django_assert_num_queries):
    edition = factories.published()
    addresses.lead("https://odkb-csto.org/news/x-/", edition=edition)
    site.wait_until_heard()
    first = site.get("/news/x-/", HTTP_ACCEPT_LANGUAGE="ru")
    with django_assert_num_queries(0):
        for languages in [{}, {"HTTP_ACCEPT_LANGUAGE": "en"}, {"HTTP_ACCEPT_LANGUAGE": "ru,en;q=0.5"}]:
            again = site.get("/news/x-/", **languages)
            assert (again.status, again.how, again.headers["location"]) == (301, "hit", first.headers["location"])
            assert again.headers["cache-control"] == "no-store"
    assert site.django.asked == ["/news/x-/"]


def test_an_old_address_of_what_is_withdrawn_leads_nowhere_at_once(site):
    edition = factories.published()
    addresses.lead("https://odkb-csto.org/texts/x-/", edition=edition)
    site.wait_until_heard()
    assert site.get("/texts/x-/").status == 301
    actions.withdraw(edition, by=factories.press_secretary(), reason="Secret.", kind="vanished")
    site.wait_until_heard()
    assert site.get("/texts/x-/").status == 404


def test_of_a_photograph_that_is_stopped_nobody_gets_the_file(site):
    path = _file_of_a_photo()
    site.wait_until_heard()
    warm(site, path)
    seen = site.listener.generation.closed
    emergency.stop_photo(Photo.objects.get(), by=factories.press_secretary(), reason="A minor is shown.")
    until(lambda: site.listener.generation.closed > seen)
    assert site.get(path).status == 404


def test_a_file_that_was_made_anew_meanwhile_is_asked_of_the_application(site):
    path = _file_of_a_photo()
    site.wait_until_heard()
    warm(site, path)
    default_storage.delete(Rendition.objects.get(kind=Rendition.Kind.DOWNLOAD).file.name)
    assert site.get(path).status == 404


def _file_of_a_photo():
    photo = factories.publish(factories.photo(rendered=True))
    return photo.download.get_absolute_url()


# What is never kept


NOT_FOR_EVERYBODY = {
    "session": ("/en/news/", {"HTTP_COOKIE": "sessionid=abc"}),
    "authorization": ("/en/news/", {"HTTP_AUTHORIZATION": "Basic abc"}),
    "range": ("/en/news/", {"HTTP_RANGE": "bytes=0-9"}),
    "post": ("/en/news/", {"method": "POST"}),
    "not found": ("/en/news/999/", {}),
    "language chosen": ("/api/v1/sections", {"HTTP_COOKIE": "django_language=ru"}),
    "redirection": ("/", {"HTTP_ACCEPT_LANGUAGE": "en"}),
    "health": ("/healthz", {}),
    "desk": ("/desk/login/", {}),
    "long": ("/en/news/?" + "x" * 3000, {}),
}


def test_what_is_not_the_same_for_everybody_is_not_kept(site):
    for name, (path, environ) in NOT_FOR_EVERYBODY.items():
        for _ in range(2):
            assert not site.get(path, **environ).how.startswith("hit"), name
        assert len(site.cache.memory.pages) + len(site.cache.memory.queries) == 0, name


def test_who_has_a_session_sees_the_page_made_fresh(site):
    warm(site)
    before = len(site.django.asked)
    site.get("/en/news/", HTTP_COOKIE="sessionid=abc")
    assert len(site.django.asked) == before + 1


def test_where_the_address_names_no_language_each_gets_the_page_in_their_own(site):
    english, russian = {"HTTP_ACCEPT_LANGUAGE": "en"}, {"HTTP_ACCEPT_LANGUAGE": "ru"}
    made = [site.get("/api/v1/", **wanted) for wanted in (english, russian, english, russian)]
    assert [answer.how for answer in made] == ["fwd=miss; stored"] * 2 + ["hit"] * 2
    assert [answer.headers["content-language"] for answer in made] == ["en", "ru", "en", "ru"]
    assert {answer.headers["vary"] for answer in made} == {"Accept-Encoding, Accept-Language"}


def test_a_page_from_memory_is_not_for_those_who_ask_for_something_else(site):
    warm(site)
    for name in ("session", "authorization", "range", "post"):
        path, environ = NOT_FOR_EVERYBODY[name]
        assert site.get(path, **environ).how != "hit", name
    for coding, told in (("gzip", "gzip"), ("br", "br"), ("br;q=0", None)):
        assert warm(site, "/en/news/").headers.get("content-encoding") is None
        assert site.get("/en/news/", HTTP_ACCEPT_ENCODING=coding).headers.get("content-encoding") == told
        assert site.get("/en/news/", HTTP_ACCEPT_ENCODING=coding).headers.get("content-encoding") == told


def test_a_page_for_those_who_name_no_language_is_not_for_those_who_do(site):
    assert warm(site, "/api/v1/").headers["content-language"] == "ru"
    assert site.get("/api/v1/", HTTP_ACCEPT_LANGUAGE="en").headers["content-language"] == "en"


def test_however_a_client_lists_its_encodings_a_page_is_kept_in_three_at_most(site):
    for number in range(10):
        assert warm(site, "/en/news/").headers.get("content-encoding") is None
        assert site.get("/en/news/", HTTP_ACCEPT_ENCODING=f"gzip, x{number}").headers["content-encoding"] == "gzip"
        assert site.get("/en/news/", HTTP_ACCEPT_ENCODING="x" * 5000).status == 200
    assert len(site.cache.memory.unpacked) == 2


# Changes


def test_a_publication_is_seen_at_once(site):
    draft = factories.edition(title="Just out")
    factories.approve(draft)
    warm(site)
    seen = site.listener.generation.changed
    actions.publish(draft, by=factories.press_secretary())
    until(lambda: site.listener.generation.changed > seen)
    assert "Just out" in site.get("/en/news/").text


def test_a_withdrawal_leaves_nothing_and_nobody_waits_with_the_old_page(site):
    edition = factories.published(title="Wrong report")
    site.wait_until_heard()
    page = edition.get_absolute_url()
    old = warm(site, page)
    seen = site.listener.generation.closed
    actions.withdraw(edition, by=factories.press_secretary(), reason="A wrong name.")
    until(lambda: site.listener.generation.closed > seen)
    site.django.slowness = 0.2
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: _closing(site.get, page), range(4)))
    assert all("A wrong name." in answer.text for answer in answers)
    assert old.content not in [answer.content for answer in answers]


def test_writing_at_a_draft_is_no_news(site):
    photo, edition = factories.photo(), factories.edition()
    site.wait_until_heard()
    with told_nothing(site):
        factories.edition(section=edition.section)
        use = factories.show(photo, edition)
        EditionPhoto.objects.filter(pk=use.pk).update(caption="Another word")
        edition.title = "Another word"
        edition.save()
        EditionPhoto.objects.filter(edition=edition).delete()


def test_what_touches_no_row_is_no_news(site):
    published = factories.published()
    site.wait_until_heard()
    with told_nothing(site):
        Attachment.objects.filter(edition=published, label="None is called so").delete()
        Meeting.objects.filter(pk=0).update(place={})


def test_a_photograph_that_only_an_article_shows_tells_of_its_changes(site):
    edition = factories.edition()
    photo = factories.photo()
    factories.show(photo, edition)
    factories.publish(edition)
    site.wait_until_heard()
    seen = site.listener.generation.changed
    with amendments.amending(by=factories.press_secretary()), connection.cursor() as cursor:
        cursor.execute("""UPDATE photos_photo SET credit = '{"en": "Somebody else"}' WHERE live_from IS NULL""")
    until(lambda: site.listener.generation.changed > seen)


@contextlib.contextmanager
def told_nothing(site):
    """Fail if the database tells of anything within the block."""
    site.listener.told.clear()
    yield
    site.wait_until_heard()
    assert not site.listener.told & {"changed", "closed"}


def test_a_change_by_hand_is_seen_as_well(site):
    meeting = factories.meeting()
    site.wait_until_heard()
    page = meeting.get_absolute_url()
    warm(site, "/en" + page[3:])
    seen = site.listener.generation.changed
    with amendments.amending(by=factories.press_secretary()), connection.cursor() as cursor:
        cursor.execute("""UPDATE council_meeting SET place = '{"en": "Elsewhere", "ru": "Не там"}'""")
    until(lambda: site.listener.generation.changed > seen)
    assert "Elsewhere" in site.get("/en" + page[3:]).text


def test_an_opening_by_time_is_seen_at_its_second_and_not_before(site):
    lift = clock.now() + datetime.timedelta(seconds=2)
    edition = factories.published(at=lift, title="Under embargo")
    site.wait_until_heard()
    seen_early = seen_at = None
    end = time.monotonic() + 10
    while seen_at is None and time.monotonic() < end:
        before = clock.now()
        answer = site.get("/en/news/")
        after = clock.now()
        if "Under embargo" in answer.text:
            seen_at = after
            seen_early = after < lift
        else:
            assert before < lift + datetime.timedelta(seconds=1 + SLACK_SECONDS), "late"
        time.sleep(0.01)
    assert seen_early is False
    assert site.get(edition.get_absolute_url()).status == 200


def test_a_page_during_whose_making_something_opened_is_of_before_and_is_kept_by_nobody(site):
    draft = factories.approve(factories.edition(title="Opened meanwhile"))
    site.get("/en/news/")
    lift = clock.now() + datetime.timedelta(seconds=3)
    factories.publish(draft, at=lift)
    site.wait_until_heard()
    django, asked_before = site.django.application, len(site.django.asked)

    def slow(environ, start_response):
        made = django(environ, start_response)
        until(lambda: clock.now() >= lift)
        return made

    site.django.application = slow
    before = site.get("/en/news/")
    assert "Opened meanwhile" not in before.text
    assert "max-age=0, s-maxage=0, stale-while-revalidate=0" in before.headers["cache-control"]
    assert "Opened meanwhile" in site.get("/en/news/").text
    assert site.django.asked[asked_before:] == ["/en/news/"] * 2


def test_an_ending_by_time_is_kept_by_memory_too(site):
    meeting = factories.meeting()
    ends = clock.now() + datetime.timedelta(seconds=2)
    type(meeting).objects.filter(pk=meeting.pk).update(live_until=ends)
    site.wait_until_heard()
    page = f"/en{meeting.get_absolute_url()[3:]}"
    warm(site, page)
    while clock.now() < ends:
        time.sleep(0.05)
    assert site.get(page).status == 404


# A rush


def test_a_page_is_made_once_however_many_ask(site):
    factories.published()
    site.wait_until_heard()
    site.django.slowness = 0.3
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: _closing(site.get, "/en/news/"), range(8)))
    assert site.django.asked == ["/en/news/"]
    assert len({answer.content for answer in answers}) == 1


def test_after_a_mere_change_the_others_see_the_page_as_it_was_for_a_moment(site):
    factories.published()
    site.wait_until_heard()
    old = warm(site)
    draft = factories.edition(title="Brand new")
    factories.approve(draft)
    site.wait_until_heard()
    old = warm(site)
    seen = site.listener.generation.changed
    actions.publish(draft, by=factories.press_secretary())
    until(lambda: site.listener.generation.changed > seen)
    site.django.slowness, asked = 0.5, len(site.django.asked)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(_closing, site.get, "/en/news/")
        until(lambda: len(site.django.asked) > asked)
        meanwhile = pool.submit(_closing, site.get, "/en/news/").result()
        assert "Brand new" in first.result().text
    assert (meanwhile.how, meanwhile.content) == ("hit; detail=being-renewed", old.content)


def test_a_page_that_has_missed_two_changes_is_not_shown_while_it_is_renewed(site):
    both = [factories.approve(factories.edition(title=title)) for title in ("The first", "The second")]
    site.wait_until_heard()
    warm(site)
    for draft in both:
        seen = site.listener.generation.changed
        actions.publish(draft, by=factories.press_secretary())
        until(lambda seen=seen: site.listener.generation.changed > seen)
    site.django.slowness, asked = 0.3, len(site.django.asked)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(_closing, site.get, "/en/news/")
        until(lambda: len(site.django.asked) > asked)
        meanwhile = pool.submit(_closing, site.get, "/en/news/").result()
    assert "The first" in meanwhile.text
    assert meanwhile.content == first.result().content


def _closing(ask, path):
    try:
        return ask(path)
    finally:
        connection.close()


def test_our_host_in_another_spelling_displaces_no_page_either(site):
    warm(site)
    pages = len(site.cache.memory.pages)
    for spelling in ("LOCALHOST", "localhost:1", "localhost:2"):
        assert site.get("/en/news/", HTTP_HOST=spelling).how == "fwd=miss; stored"
        assert site.get("/en/news/", HTTP_HOST=spelling).how == "hit"
    assert (len(site.cache.memory.pages), len(site.cache.memory.queries)) == (pages, 3)


# Caches outside


def test_caches_outside_may_keep_a_page_shortly_and_not_beyond_the_next_boundary(site):
    def allowed(path="/en/news/"):
        control = warm(site, path).headers["cache-control"]
        return {name: int(value) for name, value in re.findall(r"([a-z-]+)=(\d+)", control)}

    assert allowed()["s-maxage"] == 10
    actions.publish(_approved(), by=factories.press_secretary(), at=clock.now() + datetime.timedelta(seconds=5))
    site.wait_until_heard()
    left = allowed()
    assert left["max-age"] == 0
    assert 0 < left["s-maxage"] + left["stale-while-revalidate"] <= 5


def test_a_feed_from_memory_says_as_the_view_says_when_it_changed_and_that_a_copy_is_good_for_a_minute(site):
    factories.published()
    site.wait_until_heard()
    address = "/en/feeds/news.atom"
    fresh = Client(headers={"host": "localhost"}).get(address)
    assert (warm(site, address).how, fresh.headers["Cache-Control"]) == ("hit", "public, max-age=60")
    kept = site.get(address)
    assert kept.headers["last-modified"] == fresh.headers["Last-Modified"]
    assert kept.headers["cache-control"].startswith("public, max-age=60, s-maxage=10")
    known = site.get(address, HTTP_IF_MODIFIED_SINCE=fresh.headers["Last-Modified"])
    assert (known.status, known.content) == (304, b"")
    assert site.get(address, HTTP_IF_MODIFIED_SINCE="Thu, 01 Jan 1998 00:00:00 GMT").status == 200
    other = {"HTTP_IF_NONE_MATCH": '"another"', "HTTP_IF_MODIFIED_SINCE": fresh.headers["Last-Modified"]}
    assert site.get(address, **other).status == 200
    actions.publish(_approved(), by=factories.press_secretary(), at=clock.now() + datetime.timedelta(seconds=5))
    site.wait_until_heard()
    assert int(re.search(r"max-age=(\d+)", warm(site, address).headers["cache-control"])[1]) <= 5


def _approved():
    return factories.approve(factories.edition())


# Without the database


def test_when_the_listener_is_lost_pages_are_believed_for_a_second(site):
    warm(site)
    site.listener.stop()
    until(lambda: not site.listener.generation.is_believed)
    assert site.get("/en/news/").how != "hit"


def test_without_the_database_what_was_public_is_shown_and_marked(site):
    factories.published(title="Known before")
    site.wait_until_heard()
    warm(site)
    _lose_the_database(site)
    answer = site.get("/en/news/")
    assert (answer.status, answer.how) == (200, "hit; detail=database-lost")
    assert "Known before" in answer.text
    assert "s-maxage=0" in answer.headers["cache-control"]


def test_without_the_database_nothing_is_shown_beyond_its_end(site):
    meeting = factories.meeting()
    ends = clock.now() + datetime.timedelta(seconds=2)
    type(meeting).objects.filter(pk=meeting.pk).update(live_until=ends)
    site.wait_until_heard()
    page = f"/en{meeting.get_absolute_url()[3:]}"
    warm(site, page)
    _lose_the_database(site)
    while clock.now() < ends:
        time.sleep(0.05)
    assert site.get(page).status == 500


def test_without_the_database_no_text_of_the_past_is_shown(site):
    """It may have been made to go meanwhile."""
    withdrawn = factories.published(title="Wrong report")
    corrected = factories.published(title="Right report")
    draft = factories.approve(drafts.open_next(corrected, by=factories.writer()))
    actions.publish(draft, by=factories.press_secretary())
    actions.withdraw(withdrawn, by=factories.press_secretary(), reason="A wrong name.")
    site.wait_until_heard()
    old = f"{draft.get_absolute_url()}editions/1/"
    assert "stale-if-error=0" in warm(site, withdrawn.get_absolute_url()).headers["cache-control"]
    warm(site, old)
    warm(site, draft.get_absolute_url())
    _lose_the_database(site)
    assert site.get(draft.get_absolute_url()).how == "hit; detail=database-lost"
    assert [site.get(path).status for path in (withdrawn.get_absolute_url(), old)] == [500, 500]


def _lose_the_database(site):
    """Have the listener hear nothing more, and Django fail as it does without a database."""
    site.listener.stop()
    site.listener.generation = dataclasses.replace(site.listener.generation, is_connected=False, is_away=True)
    time.sleep(layer.DISTRUSTED_SECONDS)

    def failing(environ, start_response):
        start_response("500 Internal Server Error", [("Content-Type", "text/html")])
        return [b"no database"]

    site.django.application = failing
