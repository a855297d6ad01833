"""A call on the desk: written down in seconds, put right, and answered by telephone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from press.models import Enquiry
from publishing import clock
from tests import factories
from tests.browser import faults_of_every_look
from tests.desk.screens import messages_of, signed_in
from tests.press.enquiring import HOUR, QUESTION, enquiry, secretary

QUEUE = "/desk/press/enquiry/"
CALL = QUEUE + "call/"


@pytest.fixture(autouse=True)
def _contact(db):
    return factories.contact()


def said(by, **more):
    heard = {
        "question": "When will the statements be out?", "name": "Anna", "outlet": "Example Daily",
        "reach": "+44 20 7946 0000", "deadline": "in 2 hours", "language": "en", "answer": "", "to": str(by.pk),
    }  # fmt: skip
    return heard | more


@pytest.mark.django_db
def test_a_call_is_written_down_answered_by_telephone_and_put_right():
    by = factories.press_secretary()
    client = signed_in(by)
    before = enquiry()
    client.post(CALL, said(by))
    made = Enquiry.objects.get(source="call")
    assert (made.name, made.phone, made.email, made.assigned_to) == ("Anna", "+44 20 7946 0000", "", by)
    assert HOUR < made.deadline - clock.now() <= 2 * HOUR
    address = reverse("admin:press_enquiry_change", args=[made.pk])
    page = client.get(address).content.decode()
    assert "Answered by telephone" in page
    assert "Send to" not in page
    assert QUESTION in page
    queue = client.get(QUEUE).content.decode()
    assert "Call" in queue
    assert "Form on the site" in queue

    right = f"{QUEUE}{made.pk}/call/"
    shown = client.get(right)
    kept = {
        name: shown.context["form"][name].value() for name in ("question", "name", "outlet", "deadline", "language")
    }
    client.post(right, {**kept, "reach": "anna@newsroom.example", "seen": "1"})
    was, made = made.deadline, Enquiry.objects.get(source="call")
    assert (made.email, made.phone, made.deadline) == ("anna@newsroom.example", "+44 20 7946 0000", was)
    assert client.get(f"{QUEUE}{before.pk}/call/").status_code == 404
    answer = client.post(address, {"action": "said", "text": "After the session.", "seen": "2"}, follow=True)
    assert messages_of(answer)[-1] == "Saved as answered by telephone."


@pytest.mark.django_db
def test_what_was_refused_is_still_typed_and_says_how_it_is_written():
    by = factories.press_secretary()
    refused = signed_in(by).post(CALL, said(by, deadline="soonish", reach="anna@nowhere", question="Why?"))
    page = refused.content.decode()
    assert "Write the deadline as “today 17:00”" in page
    assert "Enter an email address like" in page
    assert "soonish" in page
    assert "anna@nowhere" in page
    assert "Why?" in page
    assert not Enquiry.objects.exists()


@pytest.mark.django_db
def test_a_call_goes_to_whoever_is_chosen_as_far_as_ones_rights_go():
    by, colleague, writer = factories.press_secretary(), secretary(), factories.writer()
    signed_in(by).post(CALL, said(by, to=str(colleague.pk)))
    signed_in(by).post(CALL, said(by, to=""))
    assert list(Enquiry.objects.order_by("pk").values_list("assigned_to", flat=True)) == [colleague.pk, None]
    assert signed_in(writer).post(CALL, said(writer, to=str(colleague.pk))).status_code == 200  # it is not offered
    assert signed_in(factories.user("Translator")).get(CALL).status_code == 403
    assert Enquiry.objects.count() == 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_call_is_written_down_without_the_mouse(desk):
    enquiry()
    page = desk("/desk/")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(page.url.split("/desk/")[0] + CALL)
    page.keyboard.type("When will the statements be out?")
    for words in ("Anna", "Example Daily", "+44 20 7946 0000", "in 2 hours"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    expect(page.locator("[data-call-beside]")).to_contain_text(QUESTION)
    expect(page.locator("[data-call-beside]")).to_contain_text("Moscow time, in ")
    assert faults_of_every_look(page) == {}
    page.keyboard.press("Enter")
    expect(page.get_by_text("The call is written down. Answer needed by")).to_be_visible()
    made = Enquiry.objects.get(source="call")
    assert (made.name, made.outlet) == ("Anna", "Example Daily")
    assert faults_of_every_look(page) == {}
    assert page.said == []
