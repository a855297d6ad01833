"""Meetings that imported reports tell of: read with where each value stands, and entered only when somebody says so."""

import datetime

import pytest

from council.models import Consideration, Meeting
from moving import batches, meetings
from moving.models import Batch, ProposedMeeting, Source, SourcePage
from moving.reading import SURE, Field, Reading
from news import drafts
from news.models import Edition
from publishing import actions, timeline
from publishing.actions import Refused
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 12, 1)
THE_DAY = datetime.date(2018, 11, 27)
REPORT = (
    "<p>On November 27, 2018, under the chairmanship of the Permanent and Plenipotentiary Representative of the Kyrgyz "
    "Republic Aman Mambetseitov, the Permanent Council met in Moscow.</p><p>The participants reviewed, finalized and "
    "agreed the draft statement on cooperation at the southern border. They spoke of the plan as well.</p>"
)
RUSSIAN = (
    "<p>27 ноября 2018 года под председательством Постоянного и Полномочного представителя Кыргызской Республики Амана "
    "Мамбетсеитова состоялось заседание Постоянного совета.</p>"
)
PAPER = {"en": "Draft statement on cooperation at the southern border", "ru": "Проект заявления о сотрудничестве"}


@pytest.fixture
def record():
    """What the record knows: a body, a chair with a state, a paper."""
    return {
        "body": factories.body(), "person": factories.person(), "state": factories.state(),
        "paper": factories.document(title=PAPER),
    }  # fmt: skip


def reading_of(body=REPORT, title="Meeting of the Permanent Council", language="en", date="2018-11-28"):
    reading = Reading()
    for name, value in {
        "title": title, "body": body, "language": language, "date": date and {"date": date, "precision": "day"},
    }.items():  # fmt: skip
        reading.fields[name] = Field(value, "", SURE)
    return reading


def proposed(**facts):
    return meetings.Record().meeting_in(reading_of(**facts), today=TODAY)


def test_every_value_is_proposed_with_where_it_stands(record):
    found = proposed()
    assert found.value["days"] == [
        {"date": "2018-11-27", "origin": "sentence"}, {"date": "2018-11-28", "origin": "page"},
    ]  # fmt: skip
    assert found.value["bodies"] == [record["body"].pk]
    chair = found.value["chair"]
    assert (chair["person"], chair["state"]) == (record["person"].pk, record["state"].pk)
    assert chair["words"].startswith("under the chairmanship of the Permanent")
    paper = found.value["papers"][0]
    assert (paper["document"], paper["verbs"]) == (record["paper"].pk, ["reviewed", "finalized", "agreed"])
    assert "finalized" in paper["words"]
    assert "the Permanent Council met in Moscow" in found.origin
    assert found.sure == "likely"


def test_in_russian_names_are_found_in_other_cases(record):
    found = proposed(body=RUSSIAN, title="Заседание Постоянного совета", language="ru", date=None)
    assert found.value["days"] == [{"date": "2018-11-27", "origin": "sentence"}]
    assert found.value["chair"]["person"] == record["person"].pk
    assert found.value["bodies"] == [record["body"].pk]


@pytest.mark.parametrize(("title", "body"), [
    ("Congratulations to the Permanent Council", "<p>The Secretary General congratulated it.</p>"),
    ("Meeting with journalists", "<p>On 27 November 2018 the Secretary General met journalists.</p>"),
    ("A meeting ahead", "<p>A meeting of the Permanent Council will be held on November 27, 2018.</p>"),
])  # fmt: skip
def test_what_is_no_report_of_a_meeting_proposes_none(record, title, body):
    assert proposed(title=title, body=body) is None


def test_a_chair_whom_the_record_does_not_know_is_not_guessed(record):
    body = "<p>The Permanent Council met on 27 November 2018, chaired by Ivan Ivanov of Ruritania.</p>"
    chair = proposed(body=body).value["chair"]
    assert (chair["person"], chair["state"]) == (None, None)
    assert "Ivan Ivanov" in chair["words"]


def test_a_day_to_come_or_without_a_day_is_no_day(record):
    body = "<p>The Permanent Council met in November 2018 for its session of 1 December 2099.</p>"
    assert proposed(body=body, date=None) is None


def test_a_body_named_within_a_longer_name_is_not_meant(record):
    factories.body("council", "Council", "Совет")
    assert proposed().value["bodies"] == [record["body"].pk]


# --- Decisions -------------------------------------------------------------------------------------------------------


def imported(language="en", body=REPORT, batch=None, article=None, **facts):
    """Return the proposal of an imported draft, with the page that it came from."""
    batch = batch or Batch.objects.create(
        source=Source.objects.get_or_create(kind="folder", place="/old-site")[0], stage="drafted",
        by=factories.press_secretary(),
    )  # fmt: skip
    title = facts.pop("title", "Meeting of the Permanent Council")
    edition = factories.edition(
        language, title=title, body=body, imported_on=TODAY, **({"article": article} if article else {})
    )
    reading = reading_of(body, title, language, **facts)
    if meeting := meetings.Record().meeting_in(reading, today=TODAY):
        reading.fields["meeting"] = meeting
    page = SourcePage.objects.create(
        source=batch.source, batch=batch, name=f"{edition.pk}.html", address=f"https://odkb-csto.org/news/{edition.pk}/",
        outcome="taken", edition=edition, article_number=edition.article_id, language=language, title=title,
        reading=reading.as_json(),
    )  # fmt: skip
    meetings.note([page])
    return ProposedMeeting.objects.get(page=page)


def entered(one, day=THE_DAY, by=None, **facts):
    value = one.page.reading["meeting"]["value"]
    papers = [(paper["document"], verb) for paper in value["papers"] for verb in paper["verbs"]]
    told = {"bodies": value["bodies"], "with_chair": True, "papers": papers, **facts}
    return meetings.enter(one, day, by=by or factories.press_secretary(), **told)


def test_a_draft_of_the_meeting_is_entered_and_the_report_is_about_it(record):
    one = imported()
    decided = entered(one)
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.live_from) == (THE_DAY, None)
    assert (meeting.chair, meeting.chair_state) == (record["person"], record["state"])
    assert list(meeting.bodies.all()) == [record["body"]]
    steps = list(Consideration.objects.values_list("document", "verb"))
    assert steps == [(record["paper"].pk, verb) for verb in ("reviewed", "finalized", "agreed")]
    assert [entry.verb for entry in timeline.of(meeting)] == ["created"]
    edition = Edition.objects.get()
    assert edition.meeting == meeting
    assert (edition.version, edition.needs_review) == (1, False)
    assert not drafts.save_changes(edition, by=factories.writer()), "nothing of its words has changed"
    assert decided.decided_by == factories.press_secretary()
    actions.publish(edition, by=factories.press_secretary())
    assert edition.is_public()


def test_only_what_was_confirmed_is_entered(record):
    other = factories.body("ministers", "Council of Ministers", "Совет министров")
    one = imported()
    with pytest.raises(Refused, match="Choose the body"):
        entered(one, bodies=[other.pk])
    entered(one, with_chair=False, papers=[(record["paper"].pk, "adopted")])
    meeting = Meeting.objects.get()
    assert (meeting.chair, meeting.chair_state) == (None, None)
    assert not Consideration.objects.exists()


def test_both_languages_of_an_article_are_decided_at_once(record):
    one = imported()
    twin = imported("ru", RUSSIAN, one.page.batch, one.page.edition.article, title="Заседание Постоянного совета")
    entered(one)
    twin.refresh_from_db()
    assert twin.outcome == "taken"
    assert {edition.meeting for edition in Edition.objects.all()} == {Meeting.objects.get()}
    meetings.put_back(twin, by=factories.press_secretary())
    assert not Meeting.objects.exists()
    assert set(ProposedMeeting.objects.values_list("outcome", "meeting")) == {("waiting", None)}
    assert not Edition.objects.filter(meeting__isnull=False).exists()


def test_a_report_is_attached_to_a_meeting_of_the_record_which_stays_as_it_is(record):
    known = factories.meeting(held_on=THE_DAY)
    one = imported()
    assert meetings.on_record(one) == [known]
    with pytest.raises(Refused, match="has been entered by now"):
        entered(one)
    meetings.attach(one, known, by=factories.press_secretary())
    assert Edition.objects.get().meeting == known
    assert known.chair is None
    meetings.put_back(one, by=factories.press_secretary())
    assert Meeting.objects.get() == known
    assert Edition.objects.get().meeting is None


def test_a_meeting_that_was_worked_on_is_not_undone(record):
    one = imported()
    meeting = entered(one).meeting
    timeline.record(meeting, timeline.Verb.EDITED, by=factories.press_secretary())
    with pytest.raises(Refused, match="worked on the meeting"):
        meetings.put_back(one, by=factories.press_secretary())
    assert Edition.objects.get().meeting == meeting


def test_of_a_public_report_the_next_edition_is_drafted(record):
    one = imported()
    actions.publish(one.page.edition, by=factories.press_secretary())
    meeting = entered(one).meeting
    following = Edition.objects.get(number=2)
    assert (following.meeting, following.is_draft, following.needs_review) == (meeting, True, True)
    assert Edition.objects.get(number=1).meeting is None
    meetings.put_back(one, by=factories.press_secretary())
    assert Edition.objects.count() == 1
    assert not Meeting.objects.exists()


def test_a_batch_that_is_taken_back_takes_its_drafts_of_meetings_along(record):
    one = imported()
    other = imported(batch=one.page.batch, body=REPORT.replace("27, 2018", "28, 2018"))
    entered(one)
    kept = entered(other, datetime.date(2018, 11, 28)).meeting
    actions.publish(kept, by=factories.press_secretary())
    batches.take_back(one.page.batch, by=factories.administrator())
    assert list(Meeting.objects.all()) == [kept]
    assert not meetings.waiting(one.page.batch).exists()


def test_what_no_longer_tells_of_a_meeting_is_not_offered(record):
    one = imported()
    page = one.page
    del page.reading["meeting"]
    meetings.note([page])
    assert not ProposedMeeting.objects.exists()


def test_only_who_may_enter_meetings_does(record):
    one = imported()
    with pytest.raises(actions.NotAllowed):
        entered(one, by=factories.writer())
    assert not Meeting.objects.exists()
