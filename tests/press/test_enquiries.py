"""What may be done with an enquiry, by whom, in which state; and what the asker gets."""

import pytest
from django.core.exceptions import PermissionDenied

from mailing.models import Letter
from press import approved_lines, enquiries, own_enquiry
from press.models import ApprovedLine, Enquiry, EnquiryAnswer
from publishing import timeline
from publishing.actions import NotAllowed, Refused, Stale
from publishing.timeline import Verb
from tests import factories
from tests.press.enquiring import ASKER, QUESTION, enquiry, secretary

pytestmark = pytest.mark.django_db

State = Enquiry.State
ROLES = ["writer", "translator", "press_secretary", "administrator"]


@pytest.fixture(autouse=True)
def _contact():
    factories.contact()


def line(approved=True, **texts):
    made = ApprovedLine(
        title="The events", text=texts or {"en": "The Council was informed.", "ru": "Совет проинформирован."}
    )
    approved_lines.save(made, by=factories.writer(), is_new=True)
    return approved_lines.approve(made, by=factories.press_secretary()) if approved else made


def test_an_answer_is_mailed_to_the_asker_alone_in_the_language_asked_for(client):
    asking = enquiry(language="en", answer_language="ru", question="One\n\nTwo")
    enquiries.answer(asking, "Да, обсудит.", by=factories.press_secretary())
    letter = Letter.objects.exclude(subject__contains="received").get()
    assert (letter.to, letter.reply_to, letter.language) == (ASKER["email"], "odkb-pressa@gov.ru", "ru")
    assert asking.number in letter.subject
    assert "Да, обсудит." in letter.text
    assert "> One\n>\n> Two" in letter.text
    assert "+7495-795-27-10" in letter.text
    assert "/ru/press/enquiry/" in letter.text
    asking.refresh_from_db()
    assert (asking.state, asking.version) == (State.ANSWERED, 2)
    found = own_enquiry.find(asking.token)
    assert [answer.text for answer in found.answers] == ["Да, обсудит."]
    assert [entry.verb for entry in timeline.of(asking)] == [Verb.ANSWERED]


def test_the_whole_way_of_an_enquiry_and_what_its_asker_sees():
    by, asking = factories.press_secretary(), enquiry()

    def present():
        return next(label for label, _passed, is_present in own_enquiry.find(asking.token).steps if is_present)

    assert present() == "Received"
    enquiries.assign(asking, factories.writer(), by=by)
    assert present() == "Being worked on"
    enquiries.assign(asking, None, by=by)
    assert present() == "Received"
    enquiries.note(asking, "Ask the Secretariat", by=factories.writer())
    enquiries.answer(asking, "Yes.", by=by)
    assert present() == "Answered"
    enquiries.answer(asking, "And one more thing.", by=by)
    enquiries.close(asking, by=by)
    assert present() == "Closed"
    enquiries.reopen(asking, by=by)
    assert present() == "Answered"
    assert len(own_enquiry.find(asking.token).answers) == 2
    verbs = [entry.verb for entry in timeline.of(asking)]
    assert verbs == ["reopened", "closed", "answered", "answered", "edited", "assigned", "assigned"]


def test_nothing_of_the_asker_stands_in_the_timeline():
    by, asking = factories.press_secretary(), enquiry()
    enquiries.note(asking, f"Call {ASKER['name']}", by=by)
    enquiries.answer(asking, f"Dear {ASKER['name']}", by=by)
    enquiries.close(asking, by=by, reason=f"{ASKER['name']} is content")
    for entry in timeline.of(asking):
        assert ASKER["name"] not in entry.note + str(entry.subject)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda enquiry, by: enquiries.answer(enquiry, "  ", by=by), "Write the answer"),
        (lambda enquiry, by: enquiries.note(enquiry, " ", by=by), "Write the note"),
        (lambda enquiry, by: enquiries.close(enquiry, by=by), "Say why"),
        (lambda enquiry, by: enquiries.reopen(enquiry, by=by), "is open"),
        (
            lambda enquiry, by: (enquiries.close(enquiry, by=by, reason="x"), enquiries.close(enquiry, by=by)),
            "already closed",
        ),
        (
            lambda enquiry, by: (enquiries.close(enquiry, by=by, reason="x"), enquiries.answer(enquiry, "x", by=by)),
            "Reopen",
        ),
        (
            lambda enquiry, by: (enquiries.answer(enquiry, "x", by=by), enquiries.assign(enquiry, by, by=by)),
            "answered or closed",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(act, sentence):
    with pytest.raises(Refused, match=sentence):
        act(enquiry(), factories.press_secretary())


MAY = {
    "take": ["writer", "press_secretary", "administrator"],
    "note": ["writer", "press_secretary", "administrator"],
    "give": ["press_secretary", "administrator"],
    "answer": ["press_secretary", "administrator"],
    "close": ["press_secretary", "administrator"],
    "reopen": ["press_secretary", "administrator"],
    "approve": ["press_secretary", "administrator"],
}
ACTS = {
    "take": lambda enquiry, by: enquiries.assign(enquiry, by, by=by),
    "note": lambda enquiry, by: enquiries.note(enquiry, "x", by=by),
    "give": lambda enquiry, by: enquiries.assign(enquiry, factories.user("Writer", "another"), by=by),
    "answer": lambda enquiry, by: enquiries.answer(enquiry, "x", by=by),
    "close": lambda enquiry, by: enquiries.close(enquiry, by=by, reason="x"),
    "reopen": lambda enquiry, by: (
        enquiries.close(enquiry, by=secretary(), reason="x"),
        enquiries.reopen(enquiry, by=by),
    ),
    "approve": lambda enquiry, by: approved_lines.approve(another_ones_line(), by=by),
}


def another_ones_line():
    made = ApprovedLine(title="x", text={"en": "x"})
    approved_lines.save(made, by=factories.user("Writer", "another"), is_new=True)
    return made


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
def test_who_may_do_what(role, act):
    by, asking = getattr(factories, role)(), enquiry()
    if role in MAY[act]:
        ACTS[act](asking, by)
    else:
        with pytest.raises(PermissionDenied):
            ACTS[act](asking, by)


def test_somebody_who_has_left_may_do_nothing():
    by = secretary()
    by.is_active = False
    by.save()
    with pytest.raises(NotAllowed):
        enquiries.answer(enquiry(), "x", by=by)


# --- Two people ----------------------------------------------------------------------------------------------------


def test_an_answer_to_what_somebody_else_has_answered_is_refused_a_note_is_no_obstacle():
    by, asking = factories.press_secretary(), enquiry()
    enquiries.note(asking, "x", by=secretary())
    enquiries.answer(asking, "First", by=secretary(), seen=1)
    with pytest.raises(Stale):
        enquiries.answer(asking, "Second", by=by, seen=1)
    assert EnquiryAnswer.objects.get().text == "First"


# --- Approved lines ------------------------------------------------------------------------------------------------


def test_a_line_is_approved_by_a_second_person_and_a_change_takes_that_away():
    by = factories.press_secretary()
    mine = ApprovedLine(title="Mine", text={"en": "x"})
    approved_lines.save(mine, by=by, is_new=True)
    with pytest.raises(NotAllowed, match="a colleague must approve it"):
        approved_lines.approve(mine, by=by)
    assert approved_lines.approved("en") == []
    approved_lines.approve(mine, by=secretary())
    assert approved_lines.approved("en") == [mine]
    assert approved_lines.approved("ru") == [], "no words in that language"
    mine.refresh_from_db()
    approved_lines.save(mine, by=factories.writer())
    assert approved_lines.approved("en") == []


def test_what_somebody_changed_while_it_was_read_is_not_approved():
    unread = line(approved=False)
    seen = unread.version
    approved_lines.save(unread, by=factories.writer())
    with pytest.raises(Stale):
        approved_lines.approve(unread, by=factories.press_secretary(), seen=seen)


def test_a_line_counts_as_used_when_its_words_went_out():
    used, unused, unapproved = line(), line(en="Other words."), line(approved=False)
    numbers = [used.pk, unused.pk, unapproved.pk, 999_999]
    text = "Dear colleague,\n\nThe Council\nwas informed."
    enquiries.answer(enquiry(), text, by=factories.press_secretary(), used=numbers)
    counted = {line.pk: line.times for line in approved_lines.counted()}
    assert counted == {used.pk: 1, unused.pk: 0, unapproved.pk: 0}


def test_the_database_itself_refuses_an_approval_by_the_writer():
    mine = line(approved=False)
    with pytest.raises(Exception, match="press_approvedline_two_people"):
        ApprovedLine.objects.filter(pk=mine.pk).update(approved_by=mine.written_by, approved_at=mine.written_at)


def test_the_question_is_quoted_as_text_whatever_it_holds():
    asking = enquiry(question="<b>x</b> & {{ y }}")
    enquiries.answer(asking, "An <i>answer</i>", by=factories.press_secretary())
    letter = Letter.objects.get(key__contains="answer")
    assert "> <b>x</b> & {{ y }}" in letter.text
    assert "<b>" not in letter.html
    assert "&lt;i&gt;" in letter.html
    assert QUESTION not in letter.text
