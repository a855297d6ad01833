"""One visitor may ask only so often, and is remembered by nothing but a hash."""

import pytest
from django.db import connection
from django.test import RequestFactory

from publishing import limits
from publishing.models import TimelineEntry
from publishing.visitors import as_visitor, with_newsroom_rights

pytestmark = pytest.mark.django_db


def asks(address, times=2):
    return limits.allows(RequestFactory().get("/", REMOTE_ADDR=address), "question", times=times, seconds=3600)


def test_the_third_question_is_one_too_many_and_another_client_may_still_ask():
    assert [asks("192.0.2.1") for _ in range(3)] == [True, True, False]
    assert asks("192.0.2.2")


def test_the_limit_counts_visitors_who_have_no_right_to_the_table():
    with as_visitor():
        assert [asks("192.0.2.1", times=1) for _ in range(2)] == [True, False]


def test_the_address_itself_is_not_kept():
    asks("192.0.2.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, ' ') FROM publishing_count c")
        assert "192.0.2.77" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [
        (False, "203.0.113.9", "192.0.2.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "", "192.0.2.1"),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (True, "::ffff:203.0.113.9", "203.0.113.9"),
        (True, "no address", "no address"),
    ],
)
def test_only_the_nearest_proxy_is_believed(settings, behind_proxy, forwarded, expected):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert limits.client(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", **headers)) == expected


def test_what_a_visitor_sends_is_kept_with_the_newsrooms_rights_and_the_visitor_keeps_none():
    def role():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return cursor.fetchone()[0]

    own = role()
    with as_visitor():
        assert with_newsroom_rights(role) == own
        with_newsroom_rights(TimelineEntry.objects.count)
        assert role() == "newsroom_visitor"
    assert role() == own
