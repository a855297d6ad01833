"""The screen of the places that still say an old fact: reached after the change, one press, one note."""

import datetime

import pytest
from django.urls import reverse

from desk.models import ChangedFact
from news import releases
from news.models import Edition
from publishing import amendments
from search import refreshing
from tests import factories
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db

OLD, NEW = datetime.date(2026, 12, 22), datetime.date(2026, 12, 30)
NOTE = {"ru": "Дата исправлена.", "en": "The date was corrected."}


@pytest.fixture
def meeting():
    meeting = factories.meeting(held_on=OLD)
    facts = {"meeting": meeting, "shown_on": OLD, "body": "<p>The Council meets on Tuesday, December 22.</p>"}
    factories.edition("en", genre="announcement", title="Draft", **facts)
    factories.publish(factories.edition("en", genre="announcement", title="Public", **facts))
    meeting.held_on = NEW
    with amendments.amending(by=factories.press_secretary(), kind="update", note=NOTE):
        meeting.save()
    refreshing.refresh_some()
    return meeting


def address(meeting):
    return reverse("admin:ripple", args=["council.meeting", meeting.pk])


def test_from_the_first_page_to_one_press(meeting):
    client = signed_in(factories.press_secretary())
    today = client.get(reverse("admin:index")).content.decode()
    assert "2 places still say 22 December 2026" in today
    assert address(meeting) in today
    assert address(meeting) in client.get(reverse("admin:council_meeting_change", args=[meeting.pk])).content.decode()
    page = client.get(address(meeting))
    shown = page.content.decode()
    assert "<del>Tuesday</del> <ins>Wednesday</ins>, December <del>22</del> <ins>30</ins>" in shown
    assert "The date has been corrected: 30 December 2026, before: 22 December 2026." in shown
    ticks = [place.tick for group in page.context["groups"] for place in group.places]

    refused = client.post(address(meeting), {"place": ticks, "note_ru": "", "note_en": ""})
    assert "Write the note in every language." in refused.content.decode()
    assert Edition.objects.count() == 2

    sent = {"place": ticks, **{f"note_{code}": text for code, text in NOTE.items()}}
    done = client.post(address(meeting), sent, follow=True).content.decode()
    assert "2 places are corrected." in done
    assert "No text says 22 December 2026 any more" in done
    now = Edition.objects.public().get(title="Public")
    assert "Wednesday, December 30" in now.body
    assert (now.change, now.change_note) == ("correction", NOTE["en"])
    assert address(meeting) not in client.get(reverse("admin:index")).content.decode()


def test_what_is_left_is_asked_no_more(meeting):
    client = signed_in(factories.writer())
    groups = client.get(address(meeting)).context["groups"]
    ticks = [place.tick for group in groups for place in group.places]
    assert "2 places are left as they are." in client.post(
        address(meeting), {"place": ticks, "leave": "1"}, follow=True
    ).content.decode()  # fmt: skip
    assert not ChangedFact.objects.filter(settled_at__isnull=True).exists()


def test_nothing_ticked_and_nobodys_business(meeting):
    client = signed_in(factories.writer())
    assert "Nothing is ticked." in client.post(address(meeting), {}, follow=True).content.decode()
    assert client.post(address(meeting), {"place": ["x", "article:9x:", "article:1:a"]}).status_code == 302
    for path in ("council.meeting/999999/", "council.state/1/"):
        assert client.get(f"{reverse('admin:index')}ripple/{path}").status_code == 404


def test_what_goes_out_is_asked_before(meeting):
    draft = factories.approve(factories.edition(
        "en", shown_on=OLD, title="Another text", body="<p>The Permanent Council meets on 22 December 2026.</p>",
    ))  # fmt: skip
    client = signed_in(factories.press_secretary())
    own = Edition.objects.get(title="Draft")
    checklist = client.get(reverse("admin:news_article_change", args=[own.article_id])).content.decode()
    assert "1 place still says 22 December 2026. The record already says: 30 December 2026." in checklist
    confirm = reverse("admin:news_article_act", args=[draft.article_id, "publish"])
    asked = client.get(f"{confirm}?languages=en")
    assert f'href="{address(meeting)}"' in asked.content.decode()
    release = releases.start("Package", by=factories.press_secretary())
    releases.add(release, draft, by=factories.press_secretary())
    assert address(meeting) in client.get(release.get_absolute_url()).content.decode()
