"""Withdrawing a meeting: the page says what came with it and stays public, and takes along what is ticked."""

import pytest

from council.models import Consideration, MeetingAlbum
from photos.models import Album
from publishing import actions
from tests import factories
from tests.desk.screens import Page, messages_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]


@pytest.fixture
def meeting():
    """A public meeting with its album, a decision and a report, all public, and a draft of a paper."""
    meeting = factories.meeting(chair=factories.person())
    album = Album.objects.create(title={"en": "The session", "ru": "Заседание"}, held_on=factories.THE_DAY)
    MeetingAlbum.objects.create(meeting=meeting, album=album)
    factories.publish(album)
    for paper in (factories.document(en="Decision No. 4"), factories.document(public=False, en="A secret plan")):
        Consideration.objects.create(meeting=meeting, document=paper, verb="adopted")
    factories.published(title="The Council has met", meeting=meeting)
    return meeting


def address(meeting):
    return f"/desk/council/meeting/{meeting.pk}/withdraw/"


def state_of(*things):
    return [type(thing).objects.get(pk=thing.pk).is_public() for thing in things]


def test_the_page_names_what_stays_public_and_nothing_that_is_not(meeting):
    page = signed_in(factories.press_secretary()).get(address(meeting)).content.decode()
    assert "This stays public. Remove it too?" in page
    assert "Album: The session" in page
    assert "Document: Decision No. 4" in page
    assert "A secret plan" not in page
    assert "The Council has met" in page


def test_what_is_ticked_leaves_with_the_meeting_and_the_rest_stays(meeting):
    album, decision = meeting.own_album.album, meeting.documents.get(title__en="Decision No. 4")
    client = signed_in(factories.press_secretary())
    ticked = {"reason": "It was another day.", "along": [f"council.document-{decision.pk}"]}
    told = messages_of(client.post(address(meeting), ticked, follow=True))
    assert state_of(meeting, decision, album) == [False, False, True]
    assert "Visitors no longer see it: Decision No. 4" in told


def test_all_leave_at_once_or_none(meeting):
    album = meeting.own_album.album
    client = signed_in(factories.press_secretary())
    opened = Page(client.get(address(meeting))).fields
    actions.withdraw(album, by=factories.press_secretary(), reason="Before.")
    client.post(address(meeting), {**opened, "reason": "Now.", "along": [f"photos.album-{album.pk}"]})
    assert state_of(meeting) == [True]
    client.post(address(meeting), {**opened, "reason": "Now.", "along": []})
    assert state_of(meeting) == [False]
