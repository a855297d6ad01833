"""Two people at one record: whoever saves second is told what the first has changed, and loses nothing typed."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from council.models import Term
from news.models import GlossaryEntry
from press.models import SpecialDay
from publishing import clock
from tests import factories
from tests.desk.screens import Page, signed_in

DAY = datetime.date


def special_day():
    today = clock.today()
    return SpecialDay.objects.create(first_day=today, last_day=today, name={"en": "Holiday", "ru": "Праздник"})


# How each record is made, what the first changes, what the second types.
RECORDS = [
    (factories.contact, {"email": "new@office.example"}, {"office_en": "Room 5", "office_ru": "Комната 5"}),
    (factories.state, {"name_en": "Another name"}, {"short_name_en": "Another"}),
    (factories.body, {"name_en": "Another name"}, {"abbreviation_en": "AN"}),
    (factories.office, {"title_en": "Another title"}, {"title_ru": "Другой титул"}),
    (factories.section, {"name_en": "Another name"}, {"name_ru": "Другое имя"}),
    (special_day, {"name_en": "Another name"}, {"name_ru": "Другое имя"}),
    (
        lambda: GlossaryEntry.objects.create(language="ru", wrong="блок", right="организация"),
        {"right": "союз"},
        {"wrong": "лагерь"},
    ),
]


def address_of(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


@pytest.mark.django_db
@pytest.mark.parametrize(("made", "of_first", "of_second"), RECORDS)
def test_a_record_that_somebody_saved_meanwhile_is_not_overwritten_and_keeps_what_is_typed(made, of_first, of_second):
    record = made()
    form = f"{record._meta.model_name}_form"
    first, second = (signed_in(user) for user in (factories.press_secretary(), factories.administrator()))
    opened = [Page(client.get(address_of(record)), form=form).fields for client in (first, second)]
    assert first.post(address_of(record), opened[0] | of_first).status_code == 302
    refused = second.post(address_of(record), opened[1] | of_second)
    assert "saved this meanwhile" in refused.content.decode()
    again = Page(refused, form=form).fields
    assert {name: again[name] for name in of_second} == of_second
    # What was typed and what the first has saved both stand after a look.
    assert second.post(address_of(record), again | of_first).status_code == 302
    saved = Page(second.get(address_of(record)), form=form).fields
    assert {name: saved[name] for name in of_first | of_second} == of_first | of_second


@pytest.mark.django_db
def test_the_second_of_two_changes_of_a_representative_is_refused_and_keeps_what_is_typed():
    state = factories.state()
    old = factories.term(factories.person(), factories.office(state=state))
    address = reverse("admin:council_state_representative", args=[state.pk])
    clients = [signed_in(user) for user in (factories.press_secretary(), factories.administrator())]
    opened = [Page(client.get(address), form="representative_form").fields for client in clients]
    for client, fields, names in zip(clients, opened, ("Anna First", "Boris Second"), strict=True):
        typed = {"name": names, "name_too": "Имя Фамилия", "day": "2026-03-02", "ends": [old.pk]}
        answer = client.post(address, fields | typed)
    again = Page(answer, form="representative_form").fields
    assert (answer.status_code, again["name"], again["day"]) == (200, "Boris Second", "2026-03-02")
    assert "is not open on that day: somebody else may have changed it" in answer.content.decode()
    assert "On record: Anna First, since 2 March 2026" in answer.content.decode()
    assert [str(term.person) for term in Term.objects.order_by("start")] == [str(old.person), "Anna First"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_two_windows_on_a_press_contact(desk):
    contact = factories.contact()
    first = desk(address_of(contact))
    second = first.context.new_page()
    second.goto(first.url)
    first.locator("#id_email").fill("first@office.example")
    with first.expect_navigation():
        first.locator(".go__main").click()
    second.locator("#id_office_1").fill("Room 5")
    with second.expect_navigation():
        second.locator(".go__main").click()
    expect(second.locator(".errorlist").first).to_contain_text("saved this meanwhile")
    expect(second.locator("#id_office_1")).to_have_value("Room 5")
    contact.refresh_from_db()
    assert (contact.email, contact.office["en"]) == ("first@office.example", "CSTO Press secretary")
