"""A call that is written down: an enquiry like the others, without a letter to anybody."""

import pytest
from django.core.exceptions import PermissionDenied

from mailing.models import Letter
from press import askers, calls, enquiries, erasing
from press.models import Enquiry
from publishing import clock, timeline
from publishing.actions import NotAllowed, Refused, Stale
from tests import factories
from tests.press.enquiring import HOUR, enquiry, secretary

pytestmark = pytest.mark.django_db

CALL = {
    "name": "Anna", "outlet": "Example Daily", "email": "", "phone": "+44 20 7946 0000", "language": "en",
    "question": "When will the statements be out?", "deadline": None,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _contact():
    return factories.contact()


def call(by=None, to=None, answer="", **heard):
    return calls.write_down({**CALL, **heard}, by=by or factories.press_secretary(), to=to, answer=answer)


def test_a_call_stands_in_the_same_queue_and_nobody_is_written_to():
    by, colleague = factories.press_secretary(), secretary()
    first = enquiry()
    made = call(by, colleague, deadline=clock.now() + HOUR)
    assert (made.source, first.source) == ("call", "form")
    assert (made.serial, made.assigned_to, made.state) == (first.serial + 1, colleague, "working")
    assert made in Enquiry.objects.open()
    assert not Letter.objects.filter(key__startswith=f"enquiry {made.pk} ").exists()
    assert "Anna" not in "".join(entry.note for entry in timeline.of(made))


def test_what_was_said_at_once_is_the_answer_and_no_letter_goes_out():
    by = factories.press_secretary()
    made = call(by, by, "After the session.", email="anna@newsroom.example")
    assert (made.state, made.answers.get().is_spoken) == ("answered", True)
    later = call(by)
    with pytest.raises(Refused, match="No email address is known"):
        enquiries.answer(later, "After the session.", by=by)
    enquiries.answer(later, "After the session.", by=by, is_spoken=True)
    assert not Letter.objects.filter(key__contains="answer").exists()
    written = call(by, email="anna@newsroom.example")
    enquiries.answer(written, "After the session.", by=by)
    assert Letter.objects.get(key__contains="answer").to == "anna@newsroom.example"


def test_a_writer_takes_a_call_but_gives_none_to_others_and_answers_none():
    writer = factories.writer()
    assert call(writer, writer).assigned_to == writer
    for more in ({"to": secretary()}, {"answer": "Yes."}):
        with pytest.raises(NotAllowed):
            call(writer, **more)
    assert Enquiry.objects.count() == 1
    with pytest.raises((NotAllowed, PermissionDenied)):
        call(factories.user("Translator"))
    with pytest.raises(Refused, match="Write what was asked"):
        call(question="  ")


def test_what_was_misheard_is_put_right_and_the_warnings_begin_anew():
    by = factories.press_secretary()
    made = call(by, deadline=clock.now() + HOUR)
    Enquiry.objects.filter(pk=made.pk).update(escalated=2)
    calls.put_right(made, {**CALL, "outlet": "Example Weekly", "deadline": clock.now() + 3 * HOUR}, by=by, seen=1)
    made.refresh_from_db()
    assert (made.outlet, made.escalated, made.version) == ("Example Weekly", 0, 2)
    with pytest.raises(Stale):
        calls.put_right(made, CALL, by=by, seen=1)
    with pytest.raises(Refused, match="stays as it came"):
        calls.put_right(enquiry(), CALL, by=by)
    erasing.erase(made.pk)
    with pytest.raises(Refused):
        calls.put_right(made, CALL, by=by)
    made.refresh_from_db()
    assert (made.name, made.outlet, made.phone, made.question) == ("", "", "", "")


def test_what_the_outlet_or_the_person_asked_before_is_found():
    by = factories.press_secretary()
    known = enquiry(outlet="Example Daily", question="first", email="a@newsroom.example")
    elsewhere = call(by, outlet="Other", name="Boris", phone="8 (495) 000-00-01", question="second")
    erased = call(by, question="third")
    erasing.erase(erased.pk)
    assert askers.earlier(outlet="EXAMPLE daily") == [known]
    assert askers.earlier(outlet="EXAMPLE daily", besides=known.pk) == []
    assert askers.earlier(email="A@newsroom.example") == [known]
    assert askers.earlier(phone="84950000001") == [elsewhere]
    assert askers.earlier(name="boris") == [elsewhere]
    assert askers.earlier(outlet="Third", name="Boris") == askers.earlier() == askers.earlier(phone="84") == []
    call(by, outlet="example daily")
    assert askers.outlets() == ["example daily", "Other"]
