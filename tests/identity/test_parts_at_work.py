"""What goes on while a part of the newsroom is off: forms keep what they do not show, nobody is written to."""

import datetime

import pytest
from django.forms import modelform_factory
from django.http import Http404

from desk.photos.form import PhotoForm
from desk.photos.people import lines_known, set_people, shown_in
from identity import actions
from identity.actions import ChangedMeanwhile
from identity.current import current
from identity.models import Identity
from mailing.models import Letter
from photos.models import Photo
from press import jobs
from press.models import Enquiry
from publishing import clock
from tests import factories
from tests.desk.screens import signed_in
from tests.press import enquiring
from tests.two_hands.conftest import every_order  # noqa: F401

PAGE = "/desk/identity/identity/"


def switch_off(*names, **more):
    return actions.change({"switched_off": list(names)}, by=factories.administrator(), **more)


@pytest.mark.django_db
class TestOnTheDesk:
    def test_the_page_says_what_waits_before_the_switch(self):
        client = signed_in(factories.administrator())
        enquiring.enquiry()
        page = client.get(PAGE).content.decode()
        assert "1 enquiry is not answered yet; nobody will find it on the desk: answer first." in page
        assert "Switched off, these go: the form for questions of journalists" in page

    def test_what_is_unticked_is_off_and_what_is_ticked_again_is_on(self):
        client = signed_in(factories.administrator())
        sent = {"seen": current().digest, "has": ["council", "accreditation", "week", "alerts", "signing"]}
        for name, value in vars(current().row).items():
            if isinstance(value, dict):
                sent |= {f"{name}_{code}": value.get(code, "") for code in ("ru", "en")}
            elif isinstance(value, (str, int)) and name != "id":
                sent[name] = value
        assert client.post(PAGE, sent).status_code == 302
        assert Identity.objects.get().switched_off == ["enquiries"]
        assert client.get("/en/press/enquiry/").status_code == 404
        sent |= {"seen": current().digest, "has": [*sent["has"], "enquiries"]}
        assert client.post(PAGE, sent).status_code == 302
        assert client.get("/en/press/enquiry/").status_code == 200

    def test_the_people_in_a_picture_are_kept_while_nobody_is_asked_for_them(self):
        photo, person = factories.photo(), factories.person()
        set_people(photo, [person], by=factories.press_secretary())
        client = signed_in(factories.press_secretary())
        assert "People in the picture" in client.get(f"/desk/photos/photo/{photo.pk}/change/").content.decode()
        switch_off("council")
        page = client.get(f"/desk/photos/photo/{photo.pk}/change/").content.decode()
        assert "People in the picture" not in page
        assert str(person) not in page
        assert lines_known() == []
        form = modelform_factory(Photo, PhotoForm, fields=["creator"])({}, instance=photo)
        form.is_valid()
        assert form.cleaned_data["people"] == [person]
        assert shown_in(photo) == [person]


@pytest.mark.django_db
def test_nobody_is_warned_of_a_deadline_that_nobody_sees():
    enquiring.secretary(email="secretary@csto.example")
    enquiring.enquiry(deadline=clock.now() + datetime.timedelta(minutes=10))
    before = Letter.objects.count()
    switch_off("enquiries")
    jobs.warn_of_deadlines(0)
    assert Letter.objects.count() == before
    switch_off()
    jobs.warn_of_deadlines(0)
    assert Letter.objects.count() > before


@pytest.mark.django_db(transaction=True)
class TestTwoHands:
    def test_no_enquiry_is_taken_in_after_the_switch(self, every_order):  # noqa: F811
        factories.administrator()
        seen = []

        def switch():
            switch_off("enquiries")
            seen.append(Enquiry.objects.count())

        for order in every_order(enquiring.enquiry, switch, allowed=(Http404,)):
            assert order.outcomes[1] == "done"
            assert Enquiry.objects.count() == seen[-1] == (order.outcomes[0] == "done")
            Identity.objects.update(switched_off=[])

    def test_of_two_who_switch_the_second_is_told(self, every_order):  # noqa: F811
        factories.administrator()
        digest = current().digest
        for order in every_order(lambda: switch_off("alerts", seen=digest), lambda: switch_off("council", seen=digest)):
            assert sorted(order.outcomes) == ["ChangedMeanwhile", "done"]
            assert len(Identity.objects.get().switched_off) == 1
            assert any(isinstance(result, ChangedMeanwhile) for result in order.results)
            Identity.objects.update(switched_off=[])
