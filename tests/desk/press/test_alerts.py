"""The desk sees numbers; addresses are for administrators, who can erase one."""

import pytest
from django.test import Client
from django.urls import reverse

from alerts.models import Subscriber
from desk.overview import alarms
from mailing import addresses, letters, sending
from mailing.models import Letter
from publishing import clock
from tests import factories
from tests.alerts.readers import deliver, later, published, reader

pytestmark = pytest.mark.django_db


def desk(user):
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def test_everybody_on_the_desk_sees_how_many_follow_what(mail_server):
    reader("anna@paper.example")
    reader("boris@paper.example", rhythm="weekly")
    published(title="A report")
    deliver()
    for user in (factories.writer(), factories.translator(), factories.press_secretary()):
        page = desk(user).get(reverse("admin:alerts_event_changelist")).content.decode()
        assert "2 readers get alerts." in page
        assert "All news – English" in page
        assert "A report" in page
        assert "@paper.example" not in page
        assert "One address" not in page


def test_an_administrator_looks_an_address_up_and_erases_it(mail_server):
    anna = reader("anna@paper.example")
    addresses.close(anna.digest, "desk")
    client, address = desk(factories.administrator()), reverse("admin:alerts_event_changelist")
    page = client.post(address, {"address": "Anna@paper.example"}).content.decode()
    assert "All news – English" in page
    assert "No emails have been sent to it since" in page
    client.post(address, {"address": "anna@paper.example", "reopen": "1"})
    assert not addresses.is_closed("anna@paper.example")
    refused = desk(factories.press_secretary()).post(address, {"address": "anna@paper.example", "erase": "1"})
    assert "anna@paper.example" not in refused.content.decode()
    assert Subscriber.objects.exists()
    client.post(address, {"address": "anna@paper.example", "erase": "1"})
    assert not Subscriber.objects.exists()
    assert "not on the list" in client.post(address, {"address": "anna@paper.example"}).content.decode()
    assert client.post(address, {"address": "nonsense"}).status_code == 200


def test_a_refused_letter_goes_out_again_at_the_press_of_a_button(mail_server):
    letter = letters.post(key="enquiry 1 received", to="anna@paper.example", subject="Yours", text="Secret words")
    mail_server.refuse_letter = lambda letter: "554 5.7.1 Spam, says somebody"
    sending.send_waiting()
    mail_server.refuse_letter = lambda letter: None
    client = desk(factories.press_secretary())
    listed = client.get(reverse("admin:mailing_letter_changelist")).content.decode()
    assert "Spam, says somebody" in listed
    page = client.get(reverse("admin:mailing_letter_change", args=[letter.pk])).content.decode()
    assert "Send again" in page
    assert "Secret words" not in page
    assert "anna@paper.example" not in page
    admin_page = desk(factories.administrator()).get(reverse("admin:mailing_letter_change", args=[letter.pk]))
    assert "Secret words" in admin_page.content.decode()
    again = reverse("admin:mailing_letter_again", args=[letter.pk])
    assert client.get(again).status_code == 403
    assert desk(factories.writer()).post(again).status_code == 403
    client.post(again)
    sending.send_waiting()
    assert len(mail_server.letters) == 1
    client.post(again)
    assert sending.send_waiting() == 0


def test_a_writer_sees_no_letters():
    assert desk(factories.writer()).get(reverse("admin:mailing_letter_changelist")).status_code == 403


def test_an_alarm_tells_when_letters_do_not_leave_or_are_in_doubt():
    def mail():
        return [alarm.sentence for alarm in alarms.everything() if alarm.kind == alarms.Kind.MAIL]

    letter = letters.post(key="enquiry 1 received", to="anna@paper.example", subject="Yours", text="Text")
    assert mail() == []
    with later(minutes=16):
        assert mail() == ["Emails are not being sent (1). Check that the mail server is running."]
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.DOUBT, settled_at=clock.now())
    assert mail() == ["Emails with delivery unconfirmed: 1"]
