"""The meeting's screen: who chaired, what belongs to it, how it leaves, and an article that begins with it."""

import datetime

import pytest

from council.models import Meeting
from tests import factories
from tests.desk.screens import NEW, Page, messages_of, signed_in

pytestmark = pytest.mark.django_db


def test_a_new_meeting_takes_the_state_that_chaired_on_its_day():
    factories.chairmanship(factories.state(), datetime.date(2018, 11, 8))
    response = save_meeting()
    assert Meeting.objects.get().chair_state.code == "KG"
    assert any("Kyrgyz Republic" in sentence for sentence in messages_of(response))


def test_a_chair_without_a_term_is_told_and_not_refused():
    response = save_meeting(chair=factories.person().pk, _publish="1")
    assert Meeting.objects.get().is_public()
    assert any("has no term of office on 27 November 2018" in sentence for sentence in messages_of(response))


def save_meeting(**values):
    client = signed_in(factories.press_secretary())
    page = Page(client.get("/desk/council/meeting/add/"), form="meeting_form")
    plan = {"bodies": factories.body().pk, "kind": "regular", "zone": "Europe/Moscow", "course": "as_planned"}
    typed = {"held_on": "27.11.2018", "place_ru": "Москва", "place_en": "Moscow", **plan, **values}
    return client.post("/desk/council/meeting/add/", {**page.fields, **typed}, follow=True)


def test_an_article_about_a_meeting_begins_with_the_meeting():
    meeting = factories.meeting()
    client = signed_in(factories.press_secretary())
    links = Page(client.get(f"/desk/council/meeting/{meeting.pk}/change/")).links
    assert f"{NEW}?meeting={meeting.pk}" in links
    assert Page(client.get(f"{NEW}?meeting={meeting.pk}")).fields["meeting"] == str(meeting.pk)


def test_a_meeting_has_participants_an_agenda_and_documents_on_its_page():
    person, document = factories.person(), factories.document()
    save_meeting(
        **numbered("participations", person=person.pk, role="participant"),
        **numbered("agenda", text_ru="О нераспространении", text_en="On non-proliferation"),
        **numbered("considerations", document=document.pk, verb="reviewed"),
        **numbered("photo_uses", photo=factories.photo().pk),
    )
    meeting = Meeting.objects.get()
    assert meeting.participations.get().person == person
    assert meeting.agenda.get().text["en"] == "On non-proliferation"
    assert meeting.considerations.get().document == document
    assert meeting.photo_uses.get().photo.file_name == "ZVF_2142.JPG"


def numbered(part, **values):
    """Return one new row of a part of a record, as its form sends it."""
    row = {f"{part}-0-{name}": value for name, value in values.items()}
    return {f"{part}-TOTAL_FORMS": "1", f"{part}-0-position": "0", **row}


def test_what_was_public_is_withdrawn_and_not_deleted():
    meeting = factories.meeting()
    client = signed_in(factories.press_secretary())
    assert client.post(f"/desk/council/meeting/{meeting.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"/desk/council/meeting/{meeting.pk}/withdraw/", {"reason": "It did not take place."})
    meeting.refresh_from_db()
    assert not meeting.is_public()
    assert signed_in(factories.writer()).get(f"/desk/council/meeting/{meeting.pk}/withdraw/").status_code == 403
