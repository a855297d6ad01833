"""What is still referred to is not deleted: the desk refuses, and lists what refers to it."""

import re
from html import unescape

import pytest
from django.db.models import ProtectedError

from council.models import (
    Appendix,
    Bearing,
    Chairmanship,
    Consideration,
    DocumentFile,
    InterpretativeStatement,
    Participation,
    PersonShown,
    Signatory,
    StatusClaim,
)
from tests import factories
from tests.desk.screens import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

DAY = factories.THE_DAY


def state_with_an_office():
    return factories.office(state=factories.state(), en="Envoy at large").state, "Envoy at large"


def state_with_a_claim():
    state = factories.state()
    StatusClaim.objects.create(state=state, status="member", claimed_by="organization", start=DAY, source="TASS")
    return state, "member"


def state_that_chaired():
    return Chairmanship.objects.create(state=factories.state(), start=DAY).state, "27 November 2018"


def state_at_a_table():
    meeting = factories.meeting()
    return Participation.objects.create(meeting=meeting, state=factories.state()).state, "Kyrgyz Republic"


def state_that_signed():
    paper = factories.document(public=False)
    return Signatory.objects.create(document=paper, state=factories.state()).state, "Kyrgyz Republic"


def state_that_made_a_statement():
    paper, words = factories.document(public=False), {"en": "As we see it.", "ru": "Как мы понимаем."}
    made = InterpretativeStatement.objects.create(document=paper, state=factories.state(), text=words)
    return made.state, "nterpretative declaration: Kyrgyz Republic"


def state_in_a_body():
    return factories.membership(factories.body(), factories.state()).state, "ember of the body: Kyrgyz Republic"


def body_that_met():
    meeting = factories.meeting()
    return meeting.bodies.get(), "Meeting of the Permanent Council, 27 November 2018"


def body_with_a_paper():
    return factories.document(body=factories.body(), en="The Charter").body, "The Charter"


def body_above_another():
    above = factories.body()
    below = factories.body("below", "The group below", "Группа")
    type(below).objects.filter(pk=below.pk).update(parent=above)
    return above, "The group below"


def body_above_another_once():
    above = factories.body()
    factories.body_name(factories.body("below", "Below", "Ниже"), DAY, parent=above, en="Was below")
    return above, "Was below"


def person_in_office():
    return factories.term(factories.person(), factories.office(en="Envoy at large")).person, "Envoy at large"


def person_in_the_chair():
    return factories.meeting(chair=factories.person()).chair, "27 November 2018"


def person_at_a_table():
    return Participation.objects.create(meeting=factories.meeting(), person=factories.person()).person, "Mambetseitov"


def person_in_a_picture():
    return PersonShown.objects.create(photo=factories.photo(), person=factories.person()).person, "Mambetseitov"


def office_that_was_held():
    return factories.term(factories.person("First Envoy"), factories.office()).office, "First Envoy"


def office_in_a_body():
    return factories.membership(factories.body(), factories.office(en="Envoy at large")).office, "Envoy at large"


def paper_that_was_considered():
    paper = factories.document(public=False)
    Consideration.objects.create(meeting=factories.meeting(), document=paper, verb="reviewed")
    return paper, "Reviewed"


def paper_that_another_bears_on():
    paper, later = factories.document(public=False), factories.document(public=False, en="Amendment")
    Bearing.objects.create(document=later, kind="amends", earlier=paper)
    return paper, "amends"


@pytest.mark.parametrize(
    "referred_to",
    [
        state_with_an_office,
        state_with_a_claim,
        state_that_chaired,
        state_at_a_table,
        state_that_signed,
        state_that_made_a_statement,
        state_in_a_body,
        body_that_met,
        body_with_a_paper,
        body_above_another,
        body_above_another_once,
        person_in_office,
        person_in_the_chair,
        person_at_a_table,
        person_in_a_picture,
        office_that_was_held,
        office_in_a_body,
        paper_that_was_considered,
        paper_that_another_bears_on,
    ],
    ids=lambda case: case.__name__,
)
def test_what_is_referred_to_stays_and_the_desk_lists_what_refers_to_it(referred_to):
    thing, mention = referred_to()
    desk = signed_in(factories.press_secretary())
    address = f"/desk/council/{thing._meta.model_name}/{thing.pk}/delete/"
    shown = unescape(re.sub(r"<[^>]+>", "", desk.get(address).content.decode()))
    assert mention in shown[shown.index("It is in use. Take it out of these first:") :]
    desk.post(address, {"post": "yes"})
    assert type(thing).objects.filter(pk=thing.pk).exists()


@pytest.mark.parametrize("alone", [factories.state, factories.body, factories.person, factories.office])
def test_what_nothing_refers_to_is_deleted(alone):
    thing = alone()
    signed_in(factories.press_secretary()).post(
        f"/desk/council/{thing._meta.model_name}/{thing.pk}/delete/", {"post": "yes"}
    )
    assert not type(thing).objects.filter(pk=thing.pk).exists()


def test_an_appendix_with_files_is_not_deleted():
    paper, title = factories.document(public=False), {"en": "The list", "ru": "Перечень"}
    appendix = Appendix.objects.create(document=paper, number=1, title=title)
    DocumentFile.objects.create(document=paper, appendix=appendix, language="en", file_name="a.txt", size=1)
    with pytest.raises(ProtectedError):
        appendix.delete()
