"""Invitations to the media, and the requests of those who want to come: who sees what, and who is told what, once."""

import csv
import datetime
import io

import icalendar
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.overview import alarms
from mailing.models import Letter
from press import accreditation, spam_protection
from press.models import AccreditationRequest, Advisory, Contact
from publishing import actions, amendments, clock, timeline
from publishing.actions import Refused
from publishing.visitors import as_visitor
from tests import factories
from tests.html import squeezed

pytestmark = pytest.mark.django_db

SECOND = datetime.timedelta(seconds=1)
ANNA = {"name": "Anna Petrova", "outlet": "The Daily", "email": "anna@daily.example", "role": "reporter"}


@pytest.fixture
def client():
    """Somebody who reads the desk in English; it speaks Russian to those who say nothing."""
    return Client(headers={"accept-language": "en"})


def contact():
    return Contact.objects.create(
        name={"en": "Press Office", "ru": "Пресс-служба"}, since=datetime.date(2012, 1, 1), email="press@csto.example"
    )


def advisory(public=True, in_days=5, **facts):
    day = clock.today() + datetime.timedelta(days=in_days)
    defaults = {
        "title": {"en": "Briefing", "ru": "Брифинг"},
        "held_on": day,
        "starts_at": datetime.time(11),
        "place": {"en": "Moscow, press entrance", "ru": "Москва, вход для прессы"},
        "access": {"en": "Doors open at 10.", "ru": "Вход с 10 часов."},
        "requests_until": datetime.datetime.combine(day, datetime.time(7), datetime.UTC) - datetime.timedelta(days=2),
        "contact": facts.pop("contact", None) or contact(),
    }
    made = Advisory.objects.create(**{**defaults, **facts})
    return factories.publish(made) if public else made


def request_for(event=None, **facts):
    return accreditation.receive(event or advisory(), language="en", **{**ANNA, **facts})


def letters(request=None):
    """Return the subjects of the letters in the outbox, the first first; those about `request`, if one is given."""
    about = f"accreditation {request.pk} " if request else ""
    return list(Letter.objects.filter(key__startswith=about).order_by("pk").values_list("subject", flat=True))


# Who sees what


def test_an_advisory_appears_at_its_second_and_not_before(client):
    lift = clock.now() + datetime.timedelta(hours=1)
    event = advisory(public=False)
    actions.publish(event, by=factories.press_secretary(), at=lift)
    pages = [event.get_absolute_url(), reverse("press:advisory-calendar", args=[event.pk])]
    for at, expected in [(lift - SECOND, 404), (lift, 200)]:
        with clock.moved_to(at):
            assert [client.get(page).status_code for page in pages] == [expected, expected]
            assert (b"Briefing" in client.get("/en/press/advisories/").content) == (expected == 200)
            assert (b"Briefing" in client.get("/en/press/advisories.ics").content) == (expected == 200)


def test_visitors_have_no_right_to_anything_that_was_asked():
    request_for()
    with as_visitor():
        assert Advisory.objects.count() == 1
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            AccreditationRequest.objects.count()


def test_the_page_of_a_request_is_known_by_its_token_alone_and_kept_by_nobody(client):
    request = request_for()
    answer = client.get(reverse("press:accreditation", args=[request.token]))
    assert "Anna Petrova" in squeezed(answer.content.decode())
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.get(reverse("press:accreditation", args=["A1-1"])).status_code == 404


# To ask


def test_whoever_asks_gets_a_number_a_page_and_one_letter(client):
    event = advisory()
    form = reverse("press:ask-accreditation", args=[event.pk])
    answer = client.post(form, {**ANNA, **stamped()}, follow=True)
    request = AccreditationRequest.objects.get()
    assert request.printed_number == f"A{event.pk}-1"
    assert request.printed_number in squeezed(answer.content.decode())
    letter = Letter.objects.get()
    assert letter.to == "anna@daily.example"
    assert letter.reply_to == "press@csto.example"
    assert reverse("press:accreditation", args=[request.token]) in letter.text


def stamped():
    """Return what the form carries beside its fields, for somebody who has taken a minute over it."""
    with clock.moved_to(clock.now() - datetime.timedelta(minutes=1)):
        return {"stamp": spam_protection.stamp(), "website": ""}


def test_what_is_missing_is_said_and_what_was_typed_is_kept(client):
    form = reverse("press:ask-accreditation", args=[advisory().pk])
    answer = client.post(form, {**ANNA, "email": "nobody", **stamped()})
    assert answer.status_code == 422
    assert "Enter a valid email address." in squeezed(answer.content.decode())
    assert "Anna Petrova" in squeezed(answer.content.decode())
    assert not AccreditationRequest.objects.exists()


@pytest.mark.parametrize("hostile", ["Anna\r\nBcc: all@example.org", "<script>alert(1)</script>", "А" * 201, "\x00"])
def test_hostile_names_are_kept_as_words_or_refused(client, hostile):
    form = reverse("press:ask-accreditation", args=[advisory().pk])
    answer = client.post(form, {**ANNA, "name": hostile, **stamped()}, follow=True)
    assert answer.status_code in (200, 422)
    assert b"<script>alert" not in answer.content
    for letter in Letter.objects.all():
        assert "\n" not in letter.subject
        assert letter.to == "anna@daily.example"


def test_a_program_is_asked_to_send_again_and_nothing_is_kept(client):
    form = reverse("press:ask-accreditation", args=[advisory().pk])
    for sent in (
        {"stamp": spam_protection.stamp()},
        {"stamp": "made up"},
        {**stamped(), "website": "http://spam.example"},
    ):
        answer = client.post(form, {**ANNA, **sent})
        assert answer.status_code == 422
        assert "Anna Petrova" in squeezed(answer.content.decode())
    assert not AccreditationRequest.objects.exists()


def test_a_flood_is_stopped_with_a_sentence(client):
    form = reverse("press:ask-accreditation", args=[advisory().pk])
    answers = [client.post(form, {**ANNA, "email": f"{n}@d.example", **stamped()}).status_code for n in range(32)]
    assert answers == [302] * 30 + [429] * 2


def test_nobody_can_ask_after_the_end_of_the_time_nor_for_what_is_cancelled():
    event = advisory()
    with clock.moved_to(event.requests_until), pytest.raises(Refused):
        request_for(event)
    with amendments.amending(by=factories.press_secretary()):
        event.cancelled_because = {"en": "Illness.", "ru": "По болезни."}
        event.save()
    with pytest.raises(Refused):
        request_for(event)


# To decide


def test_a_decision_is_told_by_mail_once_and_stands_in_the_history():
    request = request_for()
    for _ in range(2):
        accreditation.approve(request, by=factories.press_secretary())
    assert letters(request)[1:] == [f"Accreditation {request.printed_number} confirmed: Briefing"]
    assert [entry.verb for entry in timeline.of(request)] == ["approved"]


def test_a_refusal_has_a_reason_that_the_journalist_reads(client):
    request = request_for()
    with pytest.raises(Refused):
        accreditation.refuse(request, by=factories.press_secretary(), reason="  ")
    accreditation.refuse(request, by=factories.press_secretary(), reason="The hall is full.")
    assert "The hall is full." in squeezed(
        client.get(reverse("press:accreditation", args=[request.token])).content.decode()
    )
    assert "The hall is full." in Letter.objects.latest("pk").text


def test_the_database_refuses_a_refusal_without_a_reason():
    request = request_for()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccreditationRequest.objects.filter(pk=request.pk).update(state="refused", reason="")


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (factories.writer, False),
        (factories.translator, False),
        (factories.press_secretary, True),
        (factories.administrator, True),
    ],
)
def test_who_may_decide(who, may):
    request = request_for()
    if may:
        assert accreditation.approve(request, by=who()).state == "approved"
    else:
        with pytest.raises(Refused):
            accreditation.approve(request, by=who())


def test_a_decision_may_be_changed_and_a_withdrawn_request_not_decided(client):
    request = request_for()
    accreditation.approve(request, by=factories.press_secretary())
    accreditation.refuse(request, by=factories.press_secretary(), reason="The pool is closed.")
    accreditation.approve(request, by=factories.administrator())
    assert len(letters(request)) == 4
    client.post(reverse("press:accreditation", args=[request.token]))
    with pytest.raises(Refused):
        accreditation.approve(request, by=factories.press_secretary())


# What is told without anybody pressing a button


def test_everybody_who_hopes_to_come_is_told_of_a_change_once():
    event = advisory()
    hopeful, refused, gone = (request_for(event, email=f"{who}@daily.example") for who in "abc")
    accreditation.refuse(refused, by=factories.press_secretary(), reason="Full.")
    accreditation.withdraw(gone)
    before = Letter.objects.count()
    with amendments.amending(by=factories.press_secretary()):
        event.starts_at = datetime.time(12)
        event.save()
    for _ in range(2):
        accreditation.tell_of_changes()
    assert Letter.objects.count() == before + 1
    assert letters(hopeful)[-1] == f"Changed: Briefing (your request {hopeful.printed_number})"
    with amendments.amending(by=factories.press_secretary()):
        event.cancelled_because = {"en": "Illness.", "ru": "По болезни."}
        event.save()
    accreditation.tell_of_changes()
    assert letters(hopeful)[-1] == f"Cancelled: Briefing (your request {hopeful.printed_number})"
    assert "Illness." in Letter.objects.latest("pk").text


def test_a_change_of_words_alone_is_no_reason_to_write():
    event = advisory()
    request_for(event)
    with amendments.amending(by=factories.press_secretary()):
        event.access = {"en": "Doors open at 10 sharp.", "ru": "Вход ровно с 10 часов."}
        event.save()
    accreditation.tell_of_changes()
    assert Letter.objects.count() == 1


def test_reminders_come_a_day_before_and_once():
    event = advisory()
    coming, waiting = request_for(event), request_for(event, email="waits@daily.example")
    accreditation.approve(coming, by=factories.press_secretary())
    before = Letter.objects.count()
    moments = [
        (event.requests_until - accreditation.REMINDER_BEFORE - SECOND, 0),
        (event.requests_until - accreditation.REMINDER_BEFORE, 1),  # to the press office: somebody waits
        (event.begins - accreditation.REMINDER_BEFORE, 2),  # to whoever is coming
        (event.begins, 2),
    ]
    for at, expected in moments:
        with clock.moved_to(at):
            for _ in range(2):
                accreditation.remind()
            assert Letter.objects.count() - before == expected, at
    assert letters(coming)[-1].startswith("Tomorrow: ")
    assert Letter.objects.get(key=f"advisory {event.pk} has requests waiting").to == "press@csto.example"
    assert letters(waiting) == [f"Accreditation request {waiting.printed_number}: Briefing"]


def test_after_a_while_nothing_of_the_person_is_left():
    event = advisory()
    request = request_for(event, phone="+7 000", press_card="77", equipment="A camera")
    accreditation.refuse(request, by=factories.press_secretary(), reason="Anna, the hall is full.")
    assert accreditation.erase(event.held_on) == 0
    assert accreditation.erase(event.held_on + datetime.timedelta(days=1)) == 1
    request.refresh_from_db()
    kept = [*(str(getattr(request, name)) for name in accreditation.PERSONAL)]
    kept += [letter.to + letter.text + letter.html + letter.subject for letter in Letter.objects.all()]
    assert "".join(kept) == ""
    assert (request.number, request.state) == (1, "refused")


# Calendar and changes


def test_the_calendar_keeps_a_cancelled_event_and_counts_its_changes(client):
    event = advisory()
    with amendments.amending(by=factories.press_secretary()):
        event.cancelled_because = {"en": "Illness.", "ru": "По болезни."}
        event.save()
    entry = icalendar.Calendar.from_ical(client.get("/en/press/advisories.ics").content).walk("VEVENT")[0]
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", 1)
    assert entry["DTSTART"].dt == event.begins


def test_a_public_advisory_changes_only_with_a_record():
    event = advisory()
    event.place = {"en": "Elsewhere", "ru": "В другом месте"}
    with pytest.raises(IntegrityError, match="only with a record"), transaction.atomic():
        event.save()


# The desk


@pytest.fixture
def desk(client):
    client.force_login(factories.press_secretary())
    return client


def test_many_are_approved_at_once(desk):
    event = advisory()
    chosen = [request_for(event, email=f"{number}@daily.example") for number in range(3)]
    page = reverse("admin:press_advisory_requests", args=[event.pk])
    desk.post(page, {"requests": [request.pk for request in chosen[:2]], "decision": "approve", "reason": ""})
    assert list(event.requests.values_list("state", flat=True)) == ["approved", "approved", "received"]


def test_a_refusal_without_a_reason_keeps_what_was_ticked(desk):
    event = advisory()
    request = request_for(event)
    page = reverse("admin:press_advisory_requests", args=[event.pk])
    answer = desk.post(page, {"requests": [request.pk], "decision": "refuse", "reason": ""})
    assert "Give a reason. The journalist will see it." in squeezed(answer.content.decode())
    assert f'value="{request.pk}" aria-label="{request}" checked' in squeezed(answer.content.decode())


def test_a_writer_sees_who_asked_and_decides_nothing(client):
    client.force_login(factories.writer())
    event = advisory()
    request = request_for(event)
    page = reverse("admin:press_advisory_requests", args=[event.pk])
    assert "Accredit selected" not in squeezed(client.get(page).content.decode())
    assert client.post(page, {"requests": [request.pk], "decision": "approve"}).status_code == 403


def test_too_many_approved_are_told(desk):
    event = advisory(places=1)
    for number in range(3):
        accreditation.approve(request_for(event, email=f"{number}@d.example"), by=factories.press_secretary())
    page = squeezed(desk.get(reverse("admin:press_advisory_requests", args=[event.pk])).content.decode())
    assert "2 more are approved than there are places." in page


def test_the_table_runs_no_formula(desk):
    event = advisory()
    request_for(event, name="=HYPERLINK(1)", outlet="-cmd", press_card="@x")
    text = desk.get(reverse("admin:press_advisory_csv", args=[event.pk])).content.decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text), delimiter=";"))[1]
    assert {"'=HYPERLINK(1)", "'-cmd", "'@x"} <= set(row)


def test_the_list_for_the_entrance_names_the_approved_alone(desk):
    event = advisory()
    accreditation.approve(request_for(event), by=factories.press_secretary())
    request_for(event, name="Boris Waiting", email="b@d.example")
    page = squeezed(desk.get(reverse("admin:press_advisory_list", args=[event.pk])).content.decode())
    assert "Anna Petrova" in page
    assert "Boris Waiting" not in page


def test_the_list_asks_the_database_a_constant_number_of_times(client):
    def number():
        with CaptureQueriesContext(connection) as asked_for:
            client.get("/en/press/advisories/")
        return len(asked_for)

    advisory()
    first = number()
    for _ in range(4):
        advisory()
    assert number() == first


def test_the_desk_is_alarmed_of_requests_that_wait_and_machines_are_not(desk):
    event = advisory()
    request_for(event)
    with clock.moved_to(event.requests_until - accreditation.REMINDER_BEFORE):
        told = [alarm.sentence for alarm in alarms.everything(factories.press_secretary())]
        assert "Accreditation requests are waiting for a decision (1): Briefing" in told
        assert not [alarm for alarm in alarms.everything() if alarm.kind == alarms.Kind.ACCREDITATION]
