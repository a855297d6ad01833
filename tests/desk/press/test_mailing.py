"""Letters on the desk: who sees which of them, and what nobody can find out by asking a list often enough."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse

from accounts import events
from accounts.models import AccountEvent
from desk.press import occasions
from mailing import addresses, letters, sending
from mailing.models import Address, Letter
from publishing import clock
from tests import factories, queue
from tests.accounts.people import browser, person
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db

LIST = "/desk/mailing/letter/"
OWNER = "anna@newsroom.example"


def about_an_account():
    anna = person()
    events.record(AccountEvent.What.PASSWORD_CHANGED, anna)
    return Letter.objects.get(to=OWNER)


def page_of(letter):
    return reverse("admin:mailing_letter_change", args=[letter.pk])


def test_letters_about_accounts_are_for_administrators_alone():
    letter = about_an_account()
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.FAILED, answer="550 no")
    secretary, administrator = signed_in(factories.press_secretary()), signed_in(factories.administrator())
    for client, sees in [(secretary, False), (administrator, True)]:
        assert (occasions.in_words(letter.key) in client.get(LIST).content.decode()) == sees
        assert (occasions.in_words(letter.key) in client.get(LIST, {"q": "event"}).content.decode()) == sees
        assert (client.get(page_of(letter)).status_code == 200) == sees
        again = client.post(reverse("admin:mailing_letter_again", args=[letter.pk]))
        assert again.status_code == (302 if sees else 404)
        letter.refresh_from_db()
        assert letter.state == ("waiting" if sees else "failed")


@pytest.mark.django_db(transaction=True)
def test_whoever_sees_the_letter_of_a_reset_on_the_desk_cannot_use_it(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "mailing.backends.Smtp", "127.0.0.1", 1
    person()
    browser().post("/desk/account/password/reset/", {"email": OWNER})
    queue.work()
    letter = Letter.objects.get()
    assert re.fullmatch(r"account reset \d+ job \d+", letter.key)
    link = next(word for word in letter.text.split() if "/password/reset/" in word)
    shown = signed_in(factories.administrator()).get(page_of(letter)).content.decode()
    assert link not in shown
    assert link.split("/desk/")[0] + "/…" in shown


def test_a_letter_about_an_account_is_emptied_once_it_was_sent(mail_server):
    letter = about_an_account()
    other = letters.post(key="enquiry 1 received", to="reader@paper.example", subject="Yours", text="We have it.")
    sending.send_waiting()
    assert {letter["Subject"] for letter in mail_server.letters} == {letter.subject, "Yours"}
    letter.refresh_from_db(), other.refresh_from_db()
    assert (letter.state, letter.text, letter.html, letter.to, letter.subject) == ("sent", "", "", "", "")
    assert letter.erased_at
    assert other.text == "We have it."


def test_one_that_is_refused_for_now_keeps_what_it_says_and_one_that_is_dropped_does_not(mail_server):
    letter = about_an_account()
    mail_server.refuse_letter = lambda letter: "451 4.7.1 Greylisted"
    sending.send_waiting()
    letter.refresh_from_db()
    assert (letter.state, bool(letter.text)) == ("waiting", True)
    addresses.close(letter.address_digest, Address.Closed.DESK)
    with clock.moved_to(clock.now() + timedelta(hours=1)):
        sending.send_waiting()
    letter.refresh_from_db()
    assert (letter.state, letter.text, letter.to) == ("dropped", "", "")


def test_what_a_mail_server_says_is_kept_without_the_addresses_in_it(mail_server):
    letters.post(key="enquiry 1 received", to="reader@paper.example", subject="Yours", text="We have it.")
    mail_server.refuse_address = lambda address: f"550 5.1.1 <{address}>: no such user"
    sending.send_waiting()
    assert Letter.objects.get().answer == "550 5.1.1 <[address]>: no such user"
    assert "reader@" not in Address.objects.get().said
    assert "reader@" not in signed_in(factories.press_secretary()).get(LIST).content.decode()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("accreditation 1 approved at 2026-12-01T01:08:01.199067+00:00", "Accreditation request 1: approved"),
        ("alerts confirm 3 2026-12-01T01:08:01+00:00", "A subscription to confirm: subscriber 3"),
        ("something new 5", "An email (something new 5)"),
    ],
)
def test_an_email_is_called_by_what_it_is_for_and_not_by_its_key(key, words):
    letter = letters.post(key=key, to="reader@paper.example", subject="Yours", text="We have it.")
    client = signed_in(factories.press_secretary())
    for address in (LIST, page_of(letter)):
        shown = client.get(address).content.decode()
        assert words in shown
        assert f">{key}" not in shown


# --- No list answers a question that it does not offer ---------------------------------------------------------------

UNDECLARED = ["to__startswith", "to__regex", "text__contains", "html__contains", "id__exact", "address_digest"]


@pytest.mark.parametrize("lookup", UNDECLARED)
def test_nothing_is_found_out_about_letters_by_asking_the_list_often(lookup):
    letter = letters.post(key="enquiry 1 received", to="reader@paper.example", subject="Yours", text="We have it.")
    for user in (factories.press_secretary(), factories.administrator()):
        client = signed_in(user)
        value = {"id__exact": letter.pk, "address_digest": letter.address_digest}.get(lookup, "reader")
        answers = [client.get(LIST, {lookup: asked}) for asked in (value, "nothing")]
        assert [answer.status_code for answer in answers] == [400, 400]


def test_no_list_of_the_desk_is_filtered_by_what_it_does_not_declare():
    client = signed_in(factories.administrator())
    tried = 0
    for model in admin.site._registry:
        address = reverse(admin_urlname(model._meta, "changelist"))
        if client.get(address).status_code != 200:
            continue
        filters = admin.site._registry[model].list_filter
        declared = [filter[0] if isinstance(filter, tuple) else filter for filter in filters]
        for field in model._meta.concrete_fields:
            if field.name in declared:
                continue
            tried += 1
            asked = client.get(address, {f"{field.name}__isnull": "1"})
            is_list_of_its_own = asked.status_code == 200 and "cl" not in (asked.context_data or {})
            assert asked.status_code == 400 or is_list_of_its_own, (address, field.name)
    assert tried > 100


def test_what_a_list_declares_still_filters_it():
    letters.post(key="enquiry 1 received", to="reader@paper.example", subject="Yours", text="We have it.")
    client = signed_in(factories.administrator())
    assert "Enquiry 1" in client.get(LIST, {"state__exact": "waiting"}).content.decode()
    assert "Enquiry 1" not in client.get(LIST, {"state__exact": "sent"}).content.decode()
    events_of_a_year = client.get("/desk/accounts/accountevent/", {"at__year": clock.today().year})
    assert events_of_a_year.status_code == 200
    for smuggled in ({"at__gte": "2020-01-01"}, {"at__year": "2026", "at__gt": "2020-01-01"}):
        assert client.get("/desk/accounts/accountevent/", smuggled).status_code == 400
