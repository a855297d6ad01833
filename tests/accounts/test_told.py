"""The page “What I am told”: what each role can choose, and that it holds."""

import pytest

from accounts import telling
from accounts.models import Occasion, ToldChoices
from publishing import roles
from tests import factories
from tests.accounts.people import person
from tests.desk.screens import Page, signed_in

pytestmark = pytest.mark.django_db

TOLD = "/desk/account/told/"
REVIEW, SENT_BACK, APPROVED, ENQUIRY, ALARM = Occasion


@pytest.mark.parametrize(
    ("role", "offered", "ticked"),
    [
        (roles.WRITER, {SENT_BACK, APPROVED, ENQUIRY}, {SENT_BACK, APPROVED, ENQUIRY}),
        (roles.TRANSLATOR, {SENT_BACK, APPROVED}, {SENT_BACK, APPROVED}),
        (roles.PRESS_SECRETARY, set(Occasion), {REVIEW, SENT_BACK, APPROVED, ENQUIRY}),
        (roles.ADMINISTRATOR, set(Occasion), {SENT_BACK, APPROVED, ALARM}),
    ],
)
def test_each_role_chooses_among_what_concerns_it_and_has_what_it_needs_before(role, offered, ticked):
    desk = signed_in(factories.user(role))
    form = desk.get(TOLD).context["form"]
    assert set(form.occasions) == offered
    assert {row["occasion"] for row in form.rows if row["boxes"][0].value()} == ticked


def test_what_was_chosen_holds_and_the_rest_stays_with_the_role():
    anna = person("anna", roles.PRESS_SECRETARY)
    desk = signed_in(anna)
    fields = {"language": "en", f"by_letter-{SENT_BACK}": "on", f"by_letter-{ALARM}": "on"}
    page = desk.post(TOLD, fields, follow=True)
    assert "what you are told from now on" in page.content.decode()
    choices = ToldChoices.objects.get(user=anna)
    assert (choices.language, choices.by_letter[ALARM], choices.by_letter[REVIEW]) == ("en", True, False)
    assert [occasion for occasion in Occasion if telling.wants(anna, occasion, telling.LETTER)] == [SENT_BACK, ALARM]


def test_a_choice_gives_nobody_a_right_that_their_role_has_not():
    anna = person("anna", roles.TRANSLATOR)
    ToldChoices.objects.create(user=anna, by_letter=dict.fromkeys(Occasion, True))
    assert [occasion for occasion in Occasion if telling.wants(anna, occasion, telling.LETTER)] == [SENT_BACK, APPROVED]


def test_whoever_has_no_address_is_told_so():
    assert "no email address" in signed_in(factories.writer()).get(TOLD).content.decode()
    assert "no email address" not in signed_in(person()).get(TOLD).content.decode()


def test_it_is_reached_from_the_menu_of_the_account_and_only_by_staff(client):
    desk = signed_in(factories.writer())
    assert f'href="{TOLD}"' in desk.get("/desk/").content.decode()
    assert client.get(TOLD).status_code == 302
    assert "by_letter-sent-back" in Page(desk.get(TOLD), "told").fields


def test_an_account_that_is_deleted_takes_its_choices_along():
    anna = person()
    ToldChoices.objects.create(user=anna)
    anna.delete()
    assert not ToldChoices.objects.exists()
