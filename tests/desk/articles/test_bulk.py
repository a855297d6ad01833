"""One action on many articles: looked at first, done one by one, undone within an hour."""

import datetime

import pytest
from django.utils import timezone

from desk.models import BulkAction
from news import drafts, plans, releases
from news.models import Edition
from publishing import actions, clock
from tests import factories
from tests.desk.screens import Page, messages_of, signed_in

pytestmark = pytest.mark.django_db

LIST = "/desk/news/article/"
TOMORROW = {"at_0": "2126-12-10", "at_1": "12:00", "at_2": "Europe/Moscow", "asked": "1"}
THEN = timezone.make_aware(datetime.datetime(2126, 12, 10, 12))


def look(client, name, *editions, **asked):
    numbers = "-".join(str(edition.article_id) for edition in editions)
    return client.get(f"{LIST}bulk/{name}/", {"articles": numbers, **asked})


def do(client, name, *editions, **asked):
    """Look ahead, and send the page with everything that is ticked there."""
    page = look(client, name, *editions, **asked)
    rows = [row["edition"] for row in page.context["rows"] if not row["refusal"]]
    sent = {
        "articles": page.context["numbers"], "edition": [row.pk for row in rows],
        **{f"seen-{row.pk}": row.version for row in rows}, **asked,
    }  # fmt: skip
    return client.post(f"{LIST}bulk/{name}/", sent, follow=True)


def undo(client):
    return client.post(f"{LIST}bulk/done/{BulkAction.objects.first().pk}/", follow=True)


def state_of(*editions):
    return [Edition.objects.get(pk=edition.pk).state() for edition in editions]


def stage_of(*editions):
    return [Edition.objects.get(pk=edition.pk).stage for edition in editions]


def test_the_list_offers_what_the_role_may_do_and_leads_to_the_look_ahead():
    edition = factories.edition()
    writer, secretary = signed_in(factories.writer()), signed_in(factories.press_secretary())
    offered = {
        name: set(Page(client.get(LIST), "changelist-form").text.split('<option value="bulk_')[1:])
        for name, client in [("writer", writer), ("secretary", secretary)]
    }
    assert {button.split('"')[0] for button in offered["writer"]} == {"submit", "section", "plan", "release"}
    assert {button.split('"')[0] for button in offered["secretary"]} >= {"approve", "schedule", "unschedule"}
    assert "delete_selected" not in secretary.get(LIST).content.decode()
    response = secretary.post(LIST, {"action": "bulk_submit", "_selected_action": [edition.article_id]})
    assert response.url == f"{LIST}bulk/submit/?articles={edition.article_id}"


def test_the_look_ahead_says_what_will_happen_and_why_not_and_does_nothing():
    ready = factories.approve(factories.edition())
    bare = factories.edition(title="Bare")
    page = look(signed_in(factories.press_secretary()), "schedule", ready, bare, **TOMORROW)
    refusals = {row["edition"].pk: row["refusal"] for row in page.context["rows"]}
    assert refusals[ready.pk] == ""
    assert "This text has not been approved" in refusals[bare.pk]
    assert "10 December 2126" in page.content.decode()
    assert state_of(ready, bare) == ["unpublished", "unpublished"]


def test_what_is_refused_does_not_hold_up_the_others():
    first, second = (factories.approve(factories.edition()) for _ in range(2))
    client = signed_in(factories.press_secretary())
    page = look(client, "schedule", first, second, **TOMORROW)
    numbers = page.context["numbers"]
    second.refresh_from_db()
    second.title = "Changed while the page was open"
    drafts.save_changes(second, by=factories.writer())
    response = client.post(
        f"{LIST}bulk/schedule/",
        {"articles": numbers, "edition": [first.pk, second.pk], f"seen-{first.pk}": first.version,
         f"seen-{second.pk}": second.version - 1, **TOMORROW},
        follow=True,
    )  # fmt: skip
    assert any("A colleague changed this while you were working" in message for message in messages_of(response))
    assert state_of(first, second) == ["scheduled", "unpublished"]


def test_what_was_unticked_is_left_alone():
    first, second = factories.edition(), factories.edition()
    client = signed_in(factories.writer())
    client.post(
        f"{LIST}bulk/submit/",
        {"articles": f"{first.article_id}-{second.article_id}", "edition": [second.pk],
         f"seen-{second.pk}": second.version},
    )  # fmt: skip
    assert stage_of(first, second) == ["draft", "review"]


def test_scheduling_is_undone():
    editions = [factories.approve(factories.edition()) for _ in range(2)]
    client = signed_in(factories.press_secretary())
    do(client, "schedule", *editions, **TOMORROW)
    assert state_of(*editions) == ["scheduled", "scheduled"]
    undo(client)
    assert state_of(*editions) == ["unpublished", "unpublished"]


def test_taking_off_the_schedule_is_undone_to_the_same_moment():
    edition = factories.published(at=THEN)
    client = signed_in(factories.press_secretary())
    do(client, "unschedule", edition)
    assert state_of(edition) == ["unpublished"]
    undo(client)
    assert Edition.objects.get(pk=edition.pk).live_from == THEN


def test_approving_is_undone_back_into_review():
    edition = factories.edition()
    actions.submit(edition, by=factories.writer())
    client = signed_in(factories.press_secretary())
    do(client, "approve", edition)
    assert stage_of(edition) == ["approved"]
    undo(client)
    assert stage_of(edition) == ["review"]


def test_a_section_and_a_plan_are_undone():
    edition, other = factories.edition(), factories.section("exercises", "Exercises", "Учения")
    old = edition.section
    client = signed_in(factories.writer())
    do(client, "section", edition, section=other.pk, asked="1")
    assert Edition.objects.get(pk=edition.pk).section == other
    undo(client)
    assert Edition.objects.get(pk=edition.pk).section == old
    do(
        client,
        "plan",
        edition,
        planned_for_0="2126-12-10",
        planned_for_1="12:00",
        planned_for_2="Europe/Moscow",
        asked="1",
    )
    assert Edition.objects.get(pk=edition.pk).planned_for == THEN
    undo(client)
    assert Edition.objects.get(pk=edition.pk).planned_for is None


def test_what_was_changed_since_is_not_undone():
    edition, other = factories.edition(), factories.section("exercises", "Exercises", "Учения")
    client = signed_in(factories.writer())
    do(client, "section", edition, section=other.pk, asked="1")
    edition.refresh_from_db()
    edition.title = "Changed since"
    drafts.save_changes(edition, by=factories.writer())
    assert any("It has been changed since" in message for message in messages_of(undo(client)))
    assert Edition.objects.get(pk=edition.pk).section == other


def test_undo_is_for_an_hour_for_once_and_for_whoever_did_it():
    edition = factories.edition()
    client = signed_in(factories.writer())
    do(
        client,
        "plan",
        edition,
        planned_for_0="2126-12-10",
        planned_for_1="12:00",
        planned_for_2="Europe/Moscow",
        asked="1",
    )
    assert undo(signed_in(factories.press_secretary())).status_code == 404
    with clock.moved_to(clock.now() + datetime.timedelta(hours=1, seconds=1)):
        assert any("no longer be undone" in message for message in messages_of(undo(client)))
    assert Edition.objects.get(pk=edition.pk).planned_for == THEN
    undo(client)
    plans.plan(edition, by=factories.writer(), at=THEN)
    assert any("no longer be undone" in message for message in messages_of(undo(client)))
    assert Edition.objects.get(pk=edition.pk).planned_for == THEN


def test_withdrawing_is_nothing_to_be_done_by_the_dozen():
    assert signed_in(factories.press_secretary()).get(f"{LIST}bulk/withdraw/?articles=1").status_code == 403


def test_a_writer_cannot_approve_in_bulk():
    edition = factories.edition()
    actions.submit(edition, by=factories.writer())
    assert look(signed_in(factories.writer()), "approve", edition).status_code == 403


def test_without_a_moment_nothing_is_shown_or_done():
    edition = factories.approve(factories.edition())
    client = signed_in(factories.press_secretary())
    assert "What will happen" not in look(client, "schedule", edition).content.decode()
    client.post(f"{LIST}bulk/schedule/", {"articles": edition.article_id, "edition": edition.pk, "asked": "1"})
    assert state_of(edition) == ["unpublished"]


def test_adding_to_a_release_is_undone():
    edition = factories.edition()
    release = releases.start("Council", by=factories.press_secretary())
    client = signed_in(factories.press_secretary())
    do(client, "release", edition, release=release.pk, asked="1")
    assert releases.things(release) == [edition]
    assert "in this package already" in look(client, "release", edition, release=release.pk, asked="1").content.decode()
    undo(client)
    assert releases.things(release) == []
