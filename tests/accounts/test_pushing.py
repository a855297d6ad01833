"""Notices to browsers: encrypted and signed for a real push service, sent once, and only where they may go."""

import base64
import datetime
import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts import push_keys, pushing, telling
from accounts.models import Occasion, PushBrowser, PushNotice, ToldChoices
from csto_site import secret
from desk.telling import articles
from news import access
from publishing import actions, clock, roles
from publishing.actions import Refused
from tests import factories, queue
from tests.accounts.people import person
from tests.accounts.push_service import PushService, claims, push_service
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db

TOLD = "/desk/account/told/"
FCM = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.fixture(autouse=True)
def _key(settings):
    settings.PUSH_KEY = push_keys.make()


@pytest.fixture
def service(settings):
    with push_service() as started:
        settings.PUSH_SERVICES = [started.origin]
        yield started


def allowed(service, user=None, name="one"):
    user = user or person("boris")
    pushing.allow(user, service.subscription(name), "Firefox, Linux")
    ToldChoices.objects.update_or_create(user=user, defaults={"language": "en"})
    return user


def post(user, tag="told 1"):
    pushing.post(user, "Somebody asks for a review", "/desk/news/article/7/review/", tag)
    return PushNotice.objects.get(tag=tag).pk


def described(endpoint):
    """Return how a browser with a sound key describes itself, reached at `endpoint`."""
    return json.dumps(json.loads(PushService().subscription()) | {"endpoint": endpoint})


class TestSending:
    def test_a_browser_can_decrypt_it_and_its_service_check_who_sent_it(self, service, settings):
        pushing.send(post(allowed(service)))
        assert service.notices == [
            {"title": "Somebody asks for a review", "address": "/desk/news/article/7/review/", "tag": "told 1"}
        ]
        [(path, headers, _body)] = service.requests
        claimed = claims(headers, push_keys.public_key(settings.PUSH_KEY))
        assert path == "/push/one"
        assert (claimed["aud"], claimed["sub"]) == (service.origin, settings.SECURITY_CONTACT)
        assert headers["ttl"] == str(pushing.TTL_SECONDS)
        assert len(headers["topic"]) == 32
        forged = headers | {"authorization": headers["authorization"][:-4] + "AAAA"}
        with pytest.raises(AssertionError):
            claims(forged, push_keys.public_key(push_keys.make()))

    def test_the_job_that_runs_twice_sends_once(self, service):
        number = post(allowed(service))
        pushing.send(number)
        pushing.send(number)
        assert len(service.requests) == 1
        assert not PushNotice.objects.exists()

    @pytest.mark.parametrize("status", [404, 410])
    def test_a_browser_that_is_gone_is_forgotten_with_all_that_waits_for_it(self, service, status):
        user = allowed(service)
        first, second = post(user, "told 1"), post(user, "told 2")
        service.answers = [status]
        pushing.send(first)
        pushing.send(second)
        assert len(service.requests) == 1
        assert not PushBrowser.objects.exists()

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_a_service_that_is_busy_is_asked_again(self, service, status):
        number = post(allowed(service))
        service.answers = [status]
        with pytest.raises(pushing.Unavailable, match=r"127\.0\.0\.1 answers"):
            pushing.send(number)
        pushing.send(number)
        assert len(service.requests) == 2

    def test_a_refusal_is_logged_without_the_address_and_not_tried_again(self, service, caplog):
        number = post(allowed(service))
        service.answers = [403]
        pushing.send(number)
        assert "127.0.0.1 refuses a notice: 403" in caplog.text
        assert "/push/one" not in caplog.text
        assert not PushNotice.objects.exists()

    def test_a_redirect_is_not_followed(self, service):
        number = post(allowed(service))
        service.answers, service.location = [307], f"{service.origin}/elsewhere"
        pushing.send(number)
        assert [path for path, _headers, _body in service.requests] == ["/push/one"]

    def test_a_service_that_cannot_be_reached_says_no_secret(self, settings):
        with push_service() as stopped:
            settings.PUSH_SERVICES = [stopped.origin]
            number = post(allowed(stopped))
        with pytest.raises(pushing.Unavailable) as told:
            pushing.send(number)
        assert str(told.value) == "127.0.0.1 cannot be reached"

    def test_what_is_too_old_or_for_a_closed_account_is_dropped(self, service):
        user = allowed(service)
        old = post(user, "told 1")
        with clock.moved_to(clock.now() + datetime.timedelta(hours=5)):
            pushing.send(old)
        for_nobody = post(user, "told 2")
        user.is_active = False
        user.save()
        pushing.send(for_nobody)
        assert service.requests == []
        assert not PushNotice.objects.exists()


class TestAllowing:
    @pytest.mark.parametrize(
        ("endpoint", "is_one"),
        [
            (FCM, True),
            ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
            ("https://web.push.apple.com/abc", True),
            ("https://db5p.notify.windows.com/w/?token=abc", True),
            ("http://fcm.googleapis.com/fcm/send/abc", False),
            ("https://fcm.googleapis.com:8443/abc", False),
            ("https://fcm.googleapis.com@127.0.0.1/abc", False),
            ("https://fcm.googleapis.com.evil.example/abc", False),
            ("https://evilpush.apple.com.example/", False),
            ("https://notify.windows.com.evil.example/", False),
            ("https://127.0.0.1/", False),
            ("https://[::1]/", False),
            ("https://169.254.169.254/latest/meta-data/", False),
            ("https://localhost/", False),
            ("file:///etc/passwd", False),
            ("https://[", False),
            ("", False),
        ],
    )
    def test_only_a_known_push_service_is_ever_asked(self, endpoint, is_one):
        assert pushing.is_of_push_service(endpoint) is is_one
        if is_one:
            pushing.allow(person(), described(endpoint), "Firefox")
        else:
            with pytest.raises(Refused):
                pushing.allow(person(), described(endpoint), "Firefox")
        assert PushBrowser.objects.exists() is is_one

    def test_a_service_that_is_no_longer_named_is_not_asked(self, service, settings):
        number = post(allowed(service))
        settings.PUSH_SERVICES = ["fcm.googleapis.com"]
        pushing.send(number)
        assert service.requests == []

    @pytest.mark.parametrize(
        "said",
        ["", "[]", "7", "null", "{}", '{"endpoint": 7}',
         json.dumps({"endpoint": FCM, "keys": {"p256dh": "AA", "auth": "AA"}}),
         json.dumps({"endpoint": FCM, "keys": {"p256dh": "Ж", "auth": [1]}}), "\x00",
         described([FCM]), described(FCM + "\0"), "[" * 100_000],
        ids=range(12),
    )  # fmt: skip
    def test_what_no_browser_says_is_refused_with_a_sentence(self, said):
        page = signed_in(person()).post(f"{TOLD}browsers/", {"subscription": said}, follow=True)
        assert "The browser did not say how it can be reached" in page.content.decode()
        assert not PushBrowser.objects.exists()

    def test_what_a_browser_says_on_the_page_is_kept(self, service):
        user = person()
        page = signed_in(user).post(
            f"{TOLD}browsers/", {"subscription": service.subscription()}, HTTP_USER_AGENT="Firefox", follow=True
        )  # fmt: skip
        assert "you are told in this browser, too" in page.content.decode()
        assert PushBrowser.objects.get().user == user

    def test_a_person_has_a_limited_number_and_the_same_browser_is_one(self, service):
        user = person()
        for number in range(pushing.MAX_BROWSERS):
            pushing.allow(user, service.subscription(str(number)), "Firefox")
        pushing.allow(user, service.subscription("0"), "Firefox")
        with pytest.raises(Refused, match="10 browsers already"):
            pushing.allow(user, service.subscription("one more"), "Firefox")
        assert PushBrowser.objects.filter(user=user).count() == pushing.MAX_BROWSERS

    def test_a_browser_that_somebody_else_uses_now_is_theirs(self, service):
        post(allowed(service, person("anna")))
        allowed(service, person("boris"))
        assert PushBrowser.objects.get().user.username == "boris"
        assert not PushNotice.objects.exists(), "it was for Anna"

    def test_the_page_lists_ones_own_and_stops_no_other(self, service):
        anna, boris = allowed(service, person("anna"), "hers"), allowed(service, person("boris"), "his")
        desk = signed_in(anna)
        page = desk.get(TOLD).content.decode()
        assert page.count("data-push-browser=") == 1
        assert "/push/" not in page, "whoever knows the address could write there"
        desk.post(f"{TOLD}browsers/{PushBrowser.objects.get(user=boris).pk}/stop/")
        assert PushBrowser.objects.count() == 2
        desk.post(f"{TOLD}browsers/{PushBrowser.objects.get(user=anna).pk}/stop/")
        assert PushBrowser.objects.get().user == boris

    def test_without_a_key_nothing_is_offered_or_sent(self, service, settings):
        user = allowed(service)
        number = post(user)
        settings.PUSH_KEY = ""
        page = signed_in(user).get(TOLD).content.decode()
        assert "data-push" not in page
        assert "by_push" not in page
        pushing.send(number)
        assert service.requests == []

    def test_an_account_that_is_deleted_takes_its_browsers_along(self, service):
        user = allowed(service)
        post(user)
        user.delete()
        assert not PushBrowser.objects.exists()
        assert not PushNotice.objects.exists()


class TestOccasions:
    def test_a_notice_names_the_occasion_and_leads_to_the_screen_without_a_word_of_the_text(self, service):
        anna, boris = person("anna", roles.WRITER), allowed(service)
        draft = factories.edition("en", by=anna, title="The Council met in Yerevan")
        actions.submit(draft, by=anna, note="Read it soon.")
        articles.tell()
        articles.tell()
        for notice in PushNotice.objects.all():
            pushing.send(notice.pk)
        [told] = service.notices
        assert (told["title"], told["address"]) == (
            "Somebody asks for a review", f"/desk/news/article/{draft.article_id}/review/"
        )  # fmt: skip
        assert boris.email

    def test_several_things_are_one_notice(self, service):
        anna = person("anna", roles.WRITER)
        allowed(service)
        for title in ("One", "Two"):
            actions.submit(factories.edition("en", by=anna, title=title), by=anna)
        articles.tell()
        assert [(notice.title, notice.address) for notice in PushNotice.objects.all()] == [
            ("Somebody asks for a review", "/desk/")
        ]

    def test_who_wants_none_or_may_not_read_it_gets_none(self, service):
        anna = person("anna", roles.WRITER)
        boris, clara = allowed(service), allowed(service, person("clara"), "two")
        ToldChoices.objects.filter(user=boris).update(by_push={Occasion.REVIEW: False})
        draft = factories.edition("en", by=anna)
        access.limit(draft.article, [boris], by=anna)
        actions.submit(draft, by=anna)
        articles.tell()
        assert not PushNotice.objects.exists()
        assert telling.wants(clara, Occasion.REVIEW, telling.PUSH)


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_committed(service):
    pushing.post(allowed(service), "Alarm", "/desk/", "told 1")
    service.answers = [503]
    queue.work()
    assert len(service.requests) == 1
    assert PushNotice.objects.count() == 1, "it is tried again later"


def test_the_key_is_checked_at_the_start_and_not_repeated(monkeypatch):
    monkeypatch.setenv("PUSH_KEY", push_keys.make())
    assert secret.push_key()
    for wrong in ("abc-no-key", base64.b64encode(b"\xff" * 32).decode(), "Ж" * 43):
        monkeypatch.setenv("PUSH_KEY", wrong)
        with pytest.raises(ImproperlyConfigured) as refusal:
            secret.push_key()
        assert wrong not in str(refusal.value)


def test_the_service_worker_keeps_its_address_and_answers_no_requests(client):
    response = client.get(f"{TOLD}worker.js")
    script = b"".join(response.streaming_content).decode()
    assert response["Content-Type"].startswith("text/javascript")
    assert "fetch" not in script
    assert "caches" not in script
