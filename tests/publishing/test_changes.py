"""The numbered changes: nothing is missed, nothing comes early, and whoever comes back later catches up."""

import datetime

import pytest
from django.apps import apps
from django.db import connection, transaction

from news import drafts
from publishing import actions, amendments, changes, clock
from publishing.models import Boundary, Change, Publishable
from publishing.visitors import as_visitor
from tests import factories

HOUR = datetime.timedelta(hours=1)
SECOND = datetime.timedelta(seconds=1)


def told(since=0):
    return [(change.subject_kind, change.subject_id, change.what) for change in changes.since(since)]


@pytest.mark.django_db
def test_every_publishable_thing_is_followed():
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, Publishable)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger")
        followed = {table for table, trigger in cursor.fetchall() if trigger == f"{table}_sequenced"}
    assert tables <= followed


@pytest.mark.django_db
def test_a_draft_is_no_change_and_a_publication_is_one():
    draft = factories.edition()
    assert told() == []
    factories.publish(draft)
    assert told() == [("news.edition", draft.pk, "opened")]
    assert changes.latest() == Change.objects.get().sequence


@pytest.mark.django_db
def test_an_opening_by_time_is_entered_at_its_second_and_not_before():
    lift = clock.now() + HOUR
    draft = factories.published(at=lift)
    for at, expected in [(lift - SECOND, []), (lift, [("news.edition", draft.pk, "opened")])]:
        with clock.moved_to(at):
            assert told() == expected
    assert Change.objects.get().at == lift


@pytest.mark.django_db
def test_what_is_taken_off_the_schedule_or_moved_leaves_no_trace_of_the_old_moment():
    first, second = clock.now() + HOUR, clock.now() + 2 * HOUR
    moved, dropped = factories.published(at=first), factories.published(at=first)
    actions.reschedule(moved, by=factories.press_secretary(), at=second)
    actions.unschedule(dropped, by=factories.press_secretary())
    with clock.moved_to(first):
        assert told() == []
    with clock.moved_to(second):
        assert told() == [("news.edition", moved.pk, "opened")]


@pytest.mark.django_db
def test_a_replacement_ends_the_old_edition_before_the_new_one_begins():
    first = factories.published()
    seen = changes.latest()
    second = drafts.open_next(first, by=factories.writer())
    factories.publish(second)
    assert told(seen) == [("news.edition", first.pk, "closed"), ("news.edition", second.pk, "opened")]


@pytest.mark.django_db
def test_a_change_of_a_public_record_is_told_once_however_often_it_is_asked_for():
    meeting = factories.meeting()
    seen = changes.latest()
    with amendments.amending(by=factories.press_secretary()):
        meeting.place = {"en": "Yerevan", "ru": "Ереван"}
        meeting.save()
    assert told(seen) == told(seen) == [("council.meeting", meeting.pk, "amended")]


@pytest.mark.django_db
def test_what_ended_and_is_published_again_opens_again():
    meeting = factories.meeting()
    actions.withdraw(meeting, by=factories.press_secretary(), reason="Entered twice.")
    seen = changes.latest()
    actions.publish(meeting, by=factories.press_secretary())
    assert told(seen)[-1] == ("council.meeting", meeting.pk, "opened")


@pytest.mark.django_db
def test_a_rehearsal_enters_nothing():
    lift = clock.now() + HOUR
    factories.published(at=lift)
    with clock.moved_to(lift), clock.rehearsed():
        assert told() == []
    assert Boundary.objects.count() == 1


@pytest.mark.django_db
def test_visitors_may_ask_and_see_nothing_that_is_still_to_come():
    lift = clock.now() + HOUR
    factories.published(at=lift)
    now = factories.published()
    with as_visitor():
        assert told() == [("news.edition", now.pk, "opened")]
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            Boundary.objects.count()
