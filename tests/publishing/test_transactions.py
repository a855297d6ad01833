"""Where two hands move at once, each is served: by waiting, or by beginning anew."""

import datetime
import threading
import time

import pytest
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.db import OperationalError, connection

from photos.models import Album
from publishing import actions, clock, transactions
from publishing.actions import Refused
from publishing.transactions import retried
from tests import factories
from tests.sessions import Session, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_wait_for_each_other_are_both_served():
    first, second = factories.edition(), factories.edition()
    both_hold_one = threading.Barrier(2)
    tries = []

    @retried
    def hold(one, other):
        tries.append(one)
        one.hold()
        if len(tries) <= 2:
            both_hold_one.wait(10)
        other.hold()

    assert at_once(lambda: hold(first, second), lambda: hold(second, first)) == ["done", "done"]
    assert len(tries) == 3


def test_what_read_an_older_row_begins_anew_with_the_values_it_was_called_with():
    album = Album.objects.create(title={"en": "One"}, held_on=factories.THE_DAY)
    tries = []

    @retried
    def change(album):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        tries.append((album.place, Album.objects.get(pk=album.pk).title["en"]))
        if len(tries) == 1:
            renamed = Session(lambda: Album.objects.filter(pk=album.pk).update(title={"en": "Renamed meanwhile"}))
            assert renamed.outcome() == "done"
        album.place = {"en": "Minsk"}
        album.save(update_fields=["place"])

    change(album)
    assert tries == [({}, "One"), ({}, "Renamed meanwhile")]
    album.refresh_from_db()
    assert (album.place, album.title) == ({"en": "Minsk"}, {"en": "Renamed meanwhile"})


def test_what_a_try_has_told_a_person_is_not_told_twice(rf):
    request, tries = rf.post("/desk/"), []
    request.session = {}
    request._messages = default_storage(request)
    messages.warning(request, "From before.")

    @retried
    def save(request):
        tries.append(1)
        messages.success(request, "Saved.")
        if len(tries) < 3:
            deadlock()

    save(request)
    assert len(tries) == 3
    assert [str(message) for message in messages.get_messages(request)] == ["From before.", "Saved."]


def test_within_another_transaction_it_is_that_one_that_begins_anew():
    tries = []

    @retried
    def inner():
        tries.append("inner")
        if len(tries) < 4:
            deadlock()

    @retried
    def outer():
        tries.append("outer")
        inner()

    outer()
    assert tries == ["outer", "inner", "outer", "inner"]


def test_it_does_not_try_for_ever():
    tries = []

    @retried
    def never():
        tries.append(1)
        deadlock()

    with pytest.raises(OperationalError):
        never()
    assert len(tries) == transactions.MAX_TRIES


def deadlock():
    """Fail as a statement does whose transaction PostgreSQL ends."""
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE 'deadlock detected' USING ERRCODE = '40P01'; END $$")


def test_what_opens_while_it_is_taken_off_the_schedule_is_public_and_whoever_did_so_is_told():
    edition, secretary = factories.approve(factories.edition()), factories.press_secretary()
    opens = clock.now() + datetime.timedelta(seconds=1)
    actions.publish(edition, by=secretary, at=opens)

    def late(execute, sql, *others):
        if sql.startswith('UPDATE "news_edition"'):
            time.sleep(max(0, (opens - datetime.datetime.now(datetime.UTC)).total_seconds()))
        return execute(sql, *others)

    with connection.execute_wrapper(late), pytest.raises(Refused, match="Only something scheduled"):
        actions.unschedule(edition, by=secretary)
    edition.refresh_from_db()
    assert edition.is_public()
