"""Whoever types somebody else's address into a form does not speak to them through our letters."""

import re

import pytest
from django.db import models
from django.test import Client

from mailing import unconfirmed
from mailing.models import Letter
from press import accreditation
from press.models import AccreditationRequest, Advisory
from publishing import amendments
from tests import factories
from tests.alerts.test_whole_life import FORM as ALERTS
from tests.desk.screens import signed_in
from tests.press import enquiring
from tests.press.test_advisories import advisory, stamped

pytestmark = pytest.mark.django_db

STRANGER = "stranger@elsewhere.example"
MESSAGE = "Your account is blocked, call +7 999 or open http://evil.example/"
TYPED = ["blocked", "evil", "999"]


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})


def said_to_the_stranger():
    letters = Letter.objects.filter(to=STRANGER)
    return " ".join(
        f"{letter.subject} {letter.text} {letter.html} {letter.reply_to} {letter.headers}" for letter in letters
    )


def asks_for_accreditation(client, **typed):
    event = Advisory.objects.first() or advisory()
    form = {"name": "Anna Petrova", "outlet": "The Daily", "email": STRANGER, "role": "reporter", **stamped(), **typed}
    return client.post(f"/en/press/advisories/{event.pk}/accreditation/", form)


def test_the_letter_about_a_request_for_accreditation_repeats_nothing_that_was_typed(client):
    texts = {name: f"{MESSAGE} {name}"[:40] for name in ("outlet", "country", "phone", "press_card", "equipment")}
    assert asks_for_accreditation(client, name=MESSAGE, **texts).status_code == 302
    asked = AccreditationRequest.objects.get()
    assert asked.printed_number in said_to_the_stranger()
    assert not any(word in said_to_the_stranger() for word in TYPED)
    assert "Dear" not in said_to_the_stranger()


def test_nor_do_the_letters_about_a_change_before_anybody_has_read_the_request(client):
    asks_for_accreditation(client, name=MESSAGE)
    event = Advisory.objects.get()
    for number, reason in enumerate([{}, {"en": "The hall is closed.", "ru": "Зал закрыт."}], 1):
        with amendments.amending(by=factories.press_secretary()):
            Advisory.objects.filter(pk=event.pk).update(sequence=event.sequence + number, cancelled_because=reason)
        accreditation.tell_of_changes()
    assert Letter.objects.filter(to=STRANGER).count() == 3
    assert "The hall is closed." in said_to_the_stranger()
    assert not any(word in said_to_the_stranger() for word in TYPED)


@pytest.mark.parametrize(
    ("name", "is_a_name"),
    [
        ("Anna Petrova", True),
        ("Анна Петрова-Водкина", True),
        ("Jean-Luc d’Arc", True),
        ("A. Petrova", True),
        ("Петрова А. С.", True),
        ("evil.example", False),
        ("Anna http://evil.example", False),
        ("Anna, your account is blocked", False),
        ("Call 7999", False),
        ("one two three four five six", False),
        ("a" * 61, False),
        ("anna@evil.example", False),
    ],
)
def test_who_was_accredited_is_called_by_the_name_if_it_can_be_nothing_else(client, name, is_a_name):
    asks_for_accreditation(client, name=name)
    accreditation.approve(AccreditationRequest.objects.get(), by=factories.press_secretary())
    letter = Letter.objects.latest("pk")
    assert "You are accredited." in letter.text
    assert (f"Dear {name}," in " ".join(letter.text.split())) == is_a_name
    assert (name in letter.text) == is_a_name


def test_the_letter_about_an_enquiry_repeats_nothing_that_was_typed(client):
    factories.contact()
    words = {name: MESSAGE[:40] for name in ("name", "outlet", "phone")}
    assert enquiring.send(client, email=STRANGER, question=MESSAGE, **words).status_code == 302
    assert not any(word in said_to_the_stranger() for word in TYPED)


def test_the_letter_that_asks_to_confirm_alerts_repeats_no_words_that_were_searched_for(client):
    section = factories.section()
    asked = {**ALERTS, "address": STRANGER, "q": MESSAGE}
    assert client.post("/en/alerts/", asked).status_code == 302
    assert (
        client.post("/en/alerts/", {**asked, "address": "s2@elsewhere.example", "section": section.slug}).status_code
        == 302
    )
    both = [f"{letter.text} {letter.html}" for letter in Letter.objects.order_by("pk")]
    assert len(both) == 2
    assert not any(word in text for word in TYPED for text in both)
    assert "Articles with words that stand on the page" in both[0]
    assert "Permanent Council" in both[1]
    page = re.search(r"https?://[^/]+(/en/alerts/confirm/\S+)", Letter.objects.earliest("pk").text)[1]
    assert "evil" in client.get(page).content.decode(), "whoever opens it sees what is asked for"


def test_no_fact_that_was_typed_can_be_handed_to_such_a_letter(client):
    asks_for_accreditation(client)
    asked = AccreditationRequest.objects.get()
    chosen = {"role", "language"}
    typed = [
        field.name
        for field in asked._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField)) and field.editable and field.name not in chosen
    ]
    assert {"name", "outlet", "country", "email", "phone", "press_card", "equipment"} <= set(typed)
    for name in typed:
        with pytest.raises(ValueError, match=name):
            unconfirmed.known(asked, name)
    assert unconfirmed.known(asked, "token", "printed_number").token == asked.token


# --- One line is one line --------------------------------------------------------------------------------------------

BREAKS = ["\n", "\r\n", "\x0b", "\x85", "\u2028", "\x00", "\x1b"]


@pytest.mark.parametrize("mark", BREAKS)
def test_a_line_break_in_a_field_of_one_line_is_refused_and_nothing_is_lost(client, mark):
    advisory()
    for name in ("name", "outlet", "country", "phone", "press_card"):
        answer = asks_for_accreditation(client, **{"outlet": "The Daily", name: f"Anna{mark}Petrova"})
        assert answer.status_code == 422, name
        assert STRANGER in answer.content.decode(), "what was typed stands in the form"
    assert not AccreditationRequest.objects.exists()


def test_a_tabulator_that_was_pasted_is_a_space(client):
    assert asks_for_accreditation(client, name="Anna\tPetrova").status_code == 302
    assert AccreditationRequest.objects.get().name == "Anna Petrova"


def test_the_desk_takes_one_line_where_there_is_one_box_of_one_line():
    client = signed_in(factories.administrator())
    taken = {"username": "new", "last_name": "Petrova", "email": "new@newsroom.example", "usable_password": "false"}
    assert client.post("/desk/auth/user/add/", {**taken, "first_name": "Anna\nBcc: all"}).status_code == 200
    assert client.post("/desk/auth/user/add/", {**taken, "first_name": "Anna"}).status_code == 302
    section = {"name_ru": "Совет", "name_en": "Council\nof all", "slug": "council", "position": "1"}
    refused = client.post("/desk/news/section/add/", section)
    assert "This field has one line." in refused.content.decode()
