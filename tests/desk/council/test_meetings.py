"""The meeting's screen: who chaired, what belongs to it, how it leaves, and an article that begins with it."""

import datetime
import re
import zoneinfo

import pytest

from council.models import AgendaItem, Consideration, Document, Meeting, Participation
from publishing import actions, amendments, clock, timeline
from publishing.models import AmendedRow, Amendment
from publishing.timeline import Verb
from tests import factories
from tests.desk.screens import NEW, Page, messages_of, signed_in

pytestmark = pytest.mark.django_db


def test_a_new_meeting_takes_the_state_that_chaired_on_its_day():
    factories.chairmanship(factories.state(), datetime.date(2018, 11, 8))
    response = save_meeting()
    assert Meeting.objects.get().chair_state.code == "KG"
    assert any("Kyrgyz Republic" in sentence for sentence in messages_of(response))


def test_a_chair_without_a_term_is_told_and_not_refused():
    response = save_meeting(chaired_by=f"person-{factories.person().pk}", _publish="1")
    assert any("has no term of office on 27 November 2018" in sentence for sentence in messages_of(response))
    publish(response, "It was agreed by telephone.")
    assert Meeting.objects.get().is_public()


def publish(response, reason):
    """Give the reason on the page that asks for it, and publish."""
    client, address = response.client, response.redirect_chain[-1][0]
    return client.post(address, {**Page(response, form="publish").fields, "without_review": reason}, follow=True)


def test_a_meeting_goes_out_with_a_reason_that_its_history_keeps():
    asked = save_meeting(_publish="1")
    assert "No colleague has reviewed it" in asked.content.decode()
    assert not Meeting.objects.get().is_public()
    refused = publish(asked, " ")
    assert "Say why it is published without a review." in refused.content.decode()
    assert not Meeting.objects.get().is_public()
    publish(asked, "The Secretary General read it.")
    meeting = Meeting.objects.get()
    assert meeting.is_public()
    [entry] = timeline.of(meeting).filter(verb=Verb.PUBLISHED)
    assert entry.note == "Without review: The Secretary General read it."
    late = asked.client.get(asked.redirect_chain[-1][0], follow=True)
    assert any("published or scheduled already" in sentence for sentence in messages_of(late))
    writer = signed_in(factories.writer())
    assert writer.post(asked.redirect_chain[-1][0], {"without_review": "I may not."}).status_code == 403


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


@pytest.fixture
def council():
    """Two states: of one the representative of 27 November 2018 is on record, of the other nobody."""
    factories.state("AM", "Republic of Armenia", "Республика Армения")
    office = factories.office(state=factories.state())
    factories.term(factories.person(), office, start=datetime.date(2018, 1, 1))


def opened(meeting, client=None):
    client = client or signed_in(factories.press_secretary())
    return client, Page(client.get(f"/desk/council/meeting/{meeting.pk}/change/"), form="meeting_form")


def saved(meeting, client=None, **changes):
    client, page = opened(meeting, client)
    typed = {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(f"/desk/council/meeting/{meeting.pk}/change/", {**page.fields, **typed}, follow=True)


def present(meeting):
    return [(row.state and row.state.code, row.person and str(row.person)) for row in meeting.participations.all()]


@pytest.mark.usefixtures("council")
def test_the_representatives_of_the_day_are_offered_and_nobody_is_present_before_a_tick():
    meeting = factories.meeting(public=False)
    _client, page = opened(meeting)
    assert (page.fields["presence-0-state"], page.fields["presence-0-person"]) == (str(factories.state("AM").pk), "")
    assert "No name known for that day" in page.text
    saved(meeting, summary_en="Short.")
    assert present(meeting) == []
    saved(meeting, presence__0__is_present="on", presence__1__is_present="on")
    assert present(meeting) == [("AM", None), ("KG", "Aman Mambetseitov")]
    client, page = opened(meeting)
    del page.fields["presence-0-is_present"]
    client.post(f"/desk/council/meeting/{meeting.pk}/change/", page.fields)
    assert present(meeting) == [("KG", "Aman Mambetseitov")]


@pytest.mark.usefixtures("council")
def test_all_present_ticks_those_in_office_and_invents_no_name():
    meeting = factories.meeting(public=False)
    saved(meeting, _all_present="1")
    assert present(meeting) == [("KG", "Aman Mambetseitov")]


@pytest.mark.usefixtures("council")
def test_a_guest_is_typed_and_found_by_any_spelling_or_new():
    meeting = factories.meeting(public=False)
    known = factories.person("Thomas Greminger", "Томас Гремингер")
    saved(meeting, presence__2__name="томас гремингер", presence__2__role="guest")
    assert meeting.participations.get().person == known
    saved(meeting, presence__3__name="Nobody Known", presence__3__role="participant")
    new = meeting.participations.last()
    assert (new.person.name, new.role) == ({"en": "Nobody Known"}, "participant")
    factories.person("Thomas Greminger", "Томас Гремингер")
    refused = saved(meeting, presence__4__name="Thomas Greminger")
    assert f"Thomas Greminger №{known.pk}" in refused.content.decode()
    assert meeting.participations.count() == 2


@pytest.mark.usefixtures("council")
def test_the_chair_brings_the_state():
    meeting = factories.meeting(public=False)
    envoy = factories.state().offices.get().terms.get().person
    saved(meeting, chaired_by=f"person-{envoy.pk}")
    meeting.refresh_from_db()
    assert (meeting.chair, meeting.chair_state.code) == (envoy, "KG")
    saved(meeting, chaired_by=f"state-{factories.state('AM').pk}")
    meeting.refresh_from_db()
    assert (meeting.chair, meeting.chair_state.code) == (None, "AM")
    saved(meeting, somebody_else="Deputy Envoy")
    meeting.refresh_from_db()
    assert (str(meeting.chair), meeting.chair_state.code) == ("Deputy Envoy", "AM")


def test_a_new_meeting_is_chaired_by_the_representative_of_its_day():
    factories.chairmanship(factories.state(), datetime.date(2018, 11, 8))
    envoy = factories.person()
    factories.term(envoy, factories.office(state=factories.state()))
    save_meeting()
    assert Meeting.objects.get().chair == envoy


def test_agenda_and_photographs_are_rows_of_the_page():
    save_meeting(
        **numbered("agenda", text_ru="О нераспространении", text_en="On non-proliferation"),
        **numbered("photo_uses", photo=factories.photo().pk),
    )
    meeting = Meeting.objects.get()
    assert meeting.agenda.get().text["en"] == "On non-proliferation"
    assert meeting.photo_uses.get().photo.file_name == "ZVF_2142.JPG"


def test_agenda_items_are_moved_without_a_script_and_keep_their_order():
    meeting = factories.meeting(public=False)
    for text in ("First", "Second"):
        AgendaItem.objects.create(meeting=meeting, text={"en": text, "ru": text})
    client, page = opened(meeting)
    assert not re.search(r'name="agenda-\d-position"[^>]*type="number"', page.text)
    saved(meeting, client, _move="agenda:0:down")
    assert [item.text["en"] for item in meeting.agenda.all()] == ["Second", "First"]
    saved(meeting, client, **{"agenda-2-text_en": "Third", "agenda-2-text_ru": "Третий"})
    assert [item.text["en"] for item in meeting.agenda.all()] == ["Second", "First", "Third"]


def test_the_route_of_a_document_is_ticked_in_its_order():
    meeting, document = factories.meeting(public=False), factories.document(en="On measures", ru="О мерах")
    saved(meeting, papers__0__title="О мерах", papers__0__steps=["agreed", "reviewed"])
    assert list(meeting.considerations.values_list("document", "verb")) == [
        (document.pk, "reviewed"),
        (document.pk, "agreed"),
    ]
    to_whom = {"papers-0-recipient_en": "the representatives", "papers-0-recipient_ru": "представителям"}
    saved(meeting, papers__0__steps=["reviewed", "sent_on"], **to_whom)
    steps = meeting.considerations.values_list("verb", "recipient__en")
    assert list(steps) == [("reviewed", None), ("sent_on", "the representatives")]
    saved(meeting, papers__1__title="Plan of action", papers__1__kind="plan", papers__1__steps=["noted"])
    assert Document.objects.get(kind="plan").title == {"en": "Plan of action"}
    refused = saved(meeting, papers__2__title="One more", papers__2__steps=[])
    assert "Say what the meeting did with it" in refused.content.decode()


@pytest.mark.usefixtures("council")
def test_a_coming_meeting_is_offered_nothing_that_only_a_past_one_has_and_the_server_refuses_it():
    meeting = factories.meeting(public=False)
    client, held = opened(meeting)
    tomorrow = clock.today() + datetime.timedelta(days=1)
    paper = {"papers-0-title": "Plan of action", "papers-0-kind": "plan", "papers-0-steps": ["reviewed"]}
    for ticked in (paper, {"presence-1-is_present": "on"}, {"with_secretary_general": "on"}):
        changes = {**held.fields, "held_on": tomorrow.isoformat(), **ticked}
        if "papers-0-title" not in ticked:
            changes["papers-0-steps"] = []
        answer = client.post(f"/desk/council/meeting/{meeting.pk}/change/", changes, follow=True)
        assert "Until then nobody has taken part" in answer.content.decode()
    assert (meeting.considerations.count(), meeting.participations.count()) == (0, 0)
    coming = factories.meeting(public=False, held_on=tomorrow)
    _client, page = opened(coming)
    assert not [name for name in page.fields if name.startswith(("presence", "photo_uses")) or name.endswith("steps")]
    assert "Who is expected" in page.text
    Consideration.objects.create(meeting=coming, document=factories.document(), verb="reviewed")
    with pytest.raises(actions.NotReady):
        actions.publish(coming, by=factories.press_secretary())


def prepared(meeting):
    return [str(paper) for paper in meeting.prepared.all()]


@pytest.fixture
def coming():
    return factories.meeting(public=False, held_on=clock.today() + datetime.timedelta(days=9))


def test_documents_are_prepared_for_a_coming_meeting_moved_and_taken_out(coming):
    factories.document(en="On measures", ru="О мерах")
    saved(coming, papers__0__title="о мерах")
    saved(coming, papers__1__title="Plan of action", papers__1__kind="plan")
    assert prepared(coming) == ["On measures", "Plan of action"]
    draft = Document.objects.get(kind="plan")
    assert not draft.is_public()
    assert timeline.of(draft).get().verb == Verb.CREATED
    saved(coming, _move="papers:0:down")
    assert prepared(coming) == ["Plan of action", "On measures"]
    saved(coming, summary_en="Short.")
    assert prepared(coming) == ["Plan of action", "On measures"]
    saved(coming, papers__0__is_out="on")
    assert prepared(coming) == ["On measures"]
    assert not coming.considerations.exists()
    assert Document.objects.count() == 2  # a document that is taken out of a meeting is still a document


def test_what_was_prepared_waits_after_the_meeting_for_its_steps(coming):
    saved(coming, papers__0__title="On measures")
    saved(coming, papers__1__title="Plan of action", papers__1__kind="plan")
    measures, plan = (paper.document for paper in coming.prepared.all())
    Meeting.objects.update(held_on=clock.today() - datetime.timedelta(days=1))
    saved(coming, summary_en="Short.")
    assert not coming.considerations.exists()
    saved(coming, papers__1__steps=["adopted"])
    assert coming.considerations.get().document == plan
    assert set(prepared(coming)) == {str(measures), str(plan)}
    saved(coming, papers__0__steps=[])  # what was considered comes first
    assert not coming.considerations.exists()
    assert set(prepared(coming)) == {str(measures), str(plan)}


def test_a_document_named_twice_stands_there_once(coming):
    saved(coming, papers__0__title="On measures")
    saved(coming, papers__1__title="On measures")
    assert prepared(coming) == ["On measures"]
    held = factories.meeting(public=False)
    saved(held, papers__0__title="On measures", papers__0__steps=["reviewed"])
    saved(held, papers__1__title="On measures", papers__1__steps=["reviewed", "adopted"])
    assert list(held.considerations.values_list("verb", flat=True)) == ["reviewed", "adopted"]


def test_a_meeting_later_today_is_a_coming_one_where_its_hour_says_so():
    today = datetime.datetime.combine(clock.today(), datetime.time(9))
    with clock.moved_to(today.replace(tzinfo=zoneinfo.ZoneInfo("Europe/Moscow"))):
        typed = {**numbered("papers", title="On measures"), "papers-INITIAL_FORMS": "0"}
        save_meeting(held_on=today.date().isoformat(), starts_at="17:00", **typed)
    assert prepared(Meeting.objects.get()) == ["On measures"]


def test_a_document_prepared_for_a_public_meeting_is_recorded_as_any_change():
    meeting = factories.meeting(held_on=clock.today() + datetime.timedelta(days=9))
    saved(meeting, papers__0__title="On measures", change_kind="minor")
    assert prepared(meeting) == ["On measures"]
    assert [row.table_name for row in AmendedRow.objects.all()] == ["council_meetingpaper"]


def test_what_somebody_else_prepared_meanwhile_is_not_written_over(coming):
    client, mine = opened(coming)
    saved(coming, papers__0__title="On measures")
    answer = client.post(f"/desk/council/meeting/{coming.pk}/change/", {**mine.fields, "papers-0-title": "Plan"})
    assert "Document for the meeting, added: On measures" in answer.content.decode()
    assert prepared(coming) == ["On measures"]


def test_whoever_may_not_change_meetings_prepares_nothing(coming):
    client = signed_in(factories.writer())
    address = f"/desk/council/meeting/{coming.pk}/change/"
    sent = {**opened(coming)[1].fields, "papers-0-title": "On measures"}
    assert client.post(address, sent).status_code == 403
    assert prepared(coming) == []


@pytest.mark.usefixtures("council")
def test_what_somebody_else_ticked_meanwhile_is_not_written_over():
    meeting = factories.meeting(public=False)
    client, mine = opened(meeting)
    saved(meeting, presence__0__is_present="on")
    answer = client.post(f"/desk/council/meeting/{meeting.pk}/change/", {**mine.fields, "presence-1-is_present": "on"})
    assert "Participant, added: Republic of Armenia" in answer.content.decode()
    assert present(meeting) == [("AM", None)]


@pytest.mark.usefixtures("council")
def test_ticks_on_a_public_meeting_are_recorded_as_any_change():
    meeting = factories.meeting()
    note = {"change_kind": "update", "change_note_ru": "Дополнено.", "change_note_en": "Completed."}
    saved(meeting, presence__1__is_present="on", **note)
    amendment = Amendment.objects.get()
    assert (amendment.kind, amendment.note["en"]) == ("update", "Completed.")
    assert [row.table_name for row in AmendedRow.objects.all()] == ["council_participation"]


@pytest.mark.usefixtures("council")
def test_another_day_brings_its_representatives_and_a_coming_one_nobody():
    client = signed_in(factories.press_secretary())
    told = client.get("/desk/council/meeting/day/?on=2018-12-20").json()
    assert told["weekday"] == "Thursday"
    assert "Aman Mambetseitov" in told["who"]
    assert "Aman Mambetseitov" in told["chairs"]
    coming = client.get("/desk/council/meeting/day/?on=2100-01-04").json()
    assert coming.keys() == {"weekday", "chairs", "papers"}
    assert "steps" in told["papers"]
    assert "steps" not in coming["papers"]
    assert client.get("/desk/council/meeting/day/?on=soon").status_code == 400


def test_names_are_suggested_and_numbered_where_two_are_alike():
    one, other = factories.person(), factories.person()
    client = signed_in(factories.press_secretary())
    names = client.get("/desk/council/person/names/", {"term": "мамбет аман"}).json()["names"]
    assert names == [f"Aman Mambetseitov №{one.pk}", f"Aman Mambetseitov №{other.pk}"]
    factories.document(en="On measures", ru="О мерах")
    assert client.get("/desk/council/meeting/documents/", {"term": "measures"}).json()["names"] == ["On measures"]


def test_whoever_may_only_look_reads_who_was_there():
    meeting = factories.meeting()
    with amendments.amending(by=factories.press_secretary()):
        Participation.objects.create(meeting=meeting, state=factories.state())
    text = signed_in(factories.writer()).get(f"/desk/council/meeting/{meeting.pk}/change/").content.decode()
    assert "Who was there" in text
    assert 'name="presence' not in text


def numbered(part, **values):
    """Return one new row of a part of a record, as its form sends it."""
    row = {f"{part}-0-{name}": value for name, value in values.items()}
    return {f"{part}-TOTAL_FORMS": "1", f"{part}-0-position": "", **row}


def test_what_was_public_is_withdrawn_and_not_deleted():
    meeting = factories.meeting()
    client = signed_in(factories.press_secretary())
    assert client.post(f"/desk/council/meeting/{meeting.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"/desk/council/meeting/{meeting.pk}/withdraw/", {"reason": "It did not take place."})
    meeting.refresh_from_db()
    assert not meeting.is_public()
    assert signed_in(factories.writer()).get(f"/desk/council/meeting/{meeting.pk}/withdraw/").status_code == 403
