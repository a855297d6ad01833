"""The gate: everything that is missing, at once, each with a sentence and the field it is about."""

import datetime

import pytest

from publishing import actions, clock
from publishing.checks import blocking
from tests import factories

pytestmark = pytest.mark.django_db


def said(edition):
    return {(problem.field, problem.blocks): problem.sentence for problem in edition.problems()}


def test_all_that_is_missing_is_told_at_once():
    edition = factories.edition(title="", standfirst="", body="", signed_by="contact")
    photo = factories.photo(alt={"en": ""}, credit={}, usage_terms={}, caption={"en": "ZVF_2142.JPG"})
    factories.show(photo, edition)
    edition.attachments.create(label="", file_name="agenda.pdf", size=1)
    fields = {field for field, blocks in said(edition)}
    assert fields >= {
        "title", "standfirst", "body", "attachments-0-label", "photos-0-alt", "photos-0-caption", "photos-0-credit",
        "photos-0-usage_terms", "signed_by",
    }  # fmt: skip
    with pytest.raises(actions.NotReady) as refused:
        actions.publish(edition, by=factories.press_secretary(), without_review="Because.")
    assert {problem.field for problem in refused.value.problems} == fields - {"signed_by"}


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("The Council met.", True),
        ("The Council met", False),
        ("The Council met…", False),
        ("And so on...", False),
        ("The Council in the U.S.", False),
        ("Итоги 2018 г.", False),
        ("Did it meet?", False),
    ],
)
def test_a_full_stop_at_the_end_of_a_title_is_advice(title, is_told):
    assert (("title", False) in said(factories.edition(title=title))) == is_told


def test_a_link_to_the_desk_or_to_a_computer_of_the_office_keeps_a_text_from_going_out():
    for address in ("/desk/news/article/7/change/", "http://localhost/x", "http://10.0.0.7/plan.pdf"):
        edition = factories.edition(body=f'<p>A <a href="{address}">link</a>.</p>')
        assert [problem.field for problem in blocking(edition.problems())] == ["body"], address


def test_an_attachment_is_named_for_readers():
    edition = factories.edition()
    edition.attachments.create(label="plan_v2_final.pdf", file_name="plan.pdf", size=1)
    edition.attachments.create(label="The plan of consultations", file_name="plan.pdf", size=1)
    assert [problem.field for problem in blocking(edition.problems())] == ["attachments-0-label"]


def test_a_text_in_another_language_than_the_editions_is_advice():
    russian = "Совет рассмотрел и согласовал проекты заявлений, внесённые государствами. " * 5
    assert ("body", False) in said(factories.edition("en", body=f"<p>{russian}</p>"))
    assert said(factories.edition("ru", body=f"<p>{russian}</p>")) == {}


def test_words_about_a_photograph_in_another_language_are_advice():
    edition = factories.edition("en")
    factories.show(factories.photo(alt={"en": "Делегаты за круглым столом."}), edition)
    assert ("photos-0-alt", False) in said(edition)


def test_a_question_without_an_answer_keeps_an_interview_from_going_out():
    edition = factories.edition(genre="interview")
    edition.turns.create(question="Why?", answer="<p></p>")
    assert ("turns-0-answer", True) in said(edition)


def test_dates_that_cannot_be_meant_are_advice():
    far = factories.edition(shown_on=clock.today() + datetime.timedelta(days=40))
    meeting, day_before = factories.meeting(chair_state=factories.state()), datetime.date(2018, 11, 26)
    early = factories.edition(shown_on=day_before, meeting=meeting)
    announced = factories.edition(shown_on=day_before, genre="announcement", meeting=meeting)
    assert set(said(far)) == {("shown_on", False)}
    assert set(said(early)) == {("shown_on", False)}
    assert said(announced) == {}


EDITION = {
    "section": lambda: factories.section("ministers", "Ministers", "Министры"),
    "genre": lambda: "statement",
    "shown_on": lambda: factories.THE_DAY - datetime.timedelta(days=1),
    "shown_precision": lambda: "month",
    "meeting": factories.meeting,
    "title": lambda: "Another title",
    "slug": lambda: "another-address",
    "standfirst": lambda: "Another paragraph.",
    "body": lambda: "<p>Another text.</p>",
    "signed_by": lambda: "wording",
    "signature": lambda: "Somebody else",
    "change": lambda: "correction",
    "change_note": lambda: "A date was wrong.",
}
SHOWN = {"caption": "Another caption.", "alt": "Another description.", "decorative": True}
PHOTO = {"credit": {"en": "Somebody else"}, "usage_terms": {"en": "Ask first"}, "sha256": "0" * 64}


def test_an_approval_ends_when_anything_that_readers_see_is_changed():
    edition = factories.edition()
    use = factories.show(factories.photo(), edition)
    turn = edition.turns.create(question="Why?", answer="<p>So.</p>")
    attached = edition.attachments.create(label="Agenda", file="a", file_name="agenda.pdf", size=1)
    factories.approve(edition)

    def ends(thing, **change):
        before = {name: getattr(thing, name) for name in change}
        type(thing).objects.filter(pk=thing.pk).update(**change)
        is_approved = type(edition).objects.get(pk=edition.pk).is_approved
        type(thing).objects.filter(pk=thing.pk).update(**before)
        return not is_approved

    assert not ends(edition, planned_for=clock.now())
    for field, other in EDITION.items():
        assert ends(edition, **{field: other()}), field
    for thing, changes in [(use, SHOWN), (use.photo, PHOTO), (turn, {"question": "How?", "answer": "<p>Thus.</p>"})]:
        for field, other in changes.items():
            assert ends(thing, **{field: other}), field
    for field, other in {"label": "Paper", "file": "b", "file_name": "paper.pdf", "size": 2}.items():
        assert ends(attached, **{field: other}), field
    assert type(edition).objects.get(pk=edition.pk).is_approved
