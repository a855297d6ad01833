"""The sentences with which a report of a meeting begins, in both languages."""

import datetime

import pytest

from council import readout
from council.models import Consideration, Office, State
from demo import content
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]
AMBASSADORS = {"en": "the permanent representatives", "ru": "постоянным представителям"}


def consider(meeting, en, ru, *verbs, recipient=None):
    paper = factories.document(en=en, ru=ru)
    place = meeting.considerations.count()
    for number, verb in enumerate(verbs):
        Consideration.objects.create(
            meeting=meeting, document=paper, verb=verb, position=place + number, recipient=recipient or {}
        )


def test_papers_treated_alike_stand_in_one_sentence():
    meeting = factories.meeting()
    for number in (1, 2):
        consider(meeting, f"Draft {number}", f"Проект {number}", "reviewed", "agreed", "sent_on", recipient=AMBASSADORS)
    assert readout.decisions(meeting, "en") == (
        "The participants reviewed and agreed the documents “Draft 1” and “Draft 2” "
        "and sent them on to the permanent representatives."
    )
    assert readout.decisions(meeting, "ru") == (
        "Участники заседания рассмотрели и согласовали документы «Проект 1» и «Проект 2» "
        "и направили их постоянным представителям."
    )


def test_one_paper_on_which_work_goes_on():
    meeting = factories.meeting()
    consider(meeting, "A plan", "План", "reviewed", "continues")
    assert readout.decisions(meeting, "en") == (
        "The participants reviewed the document “A plan”. Work on it continues."
    )
    assert readout.decisions(meeting, "ru") == (
        "Участники заседания рассмотрели документ «План». Работа над ним продолжается."
    )


@pytest.mark.parametrize(
    ("verbs", "en", "ru"),
    [
        (["noted"], "took note of the document “A”.", "приняли к сведению документ «А»."),
        (
            ["reviewed", "finalized", "adopted"],
            "reviewed, finalized and adopted the document “A”.",
            "рассмотрели, доработали и приняли документ «А».",
        ),
        (
            ["approved", "sent_on"],
            "approved the document “A” and sent it on to the bodies concerned.",
            "одобрили документ «А» и направили его в установленном порядке.",
        ),
        (
            ["sent_on"],
            "sent the document “A” on to the bodies concerned.",
            "направили документ «А» в установленном порядке.",
        ),
    ],
)
def test_every_verb_is_said_as_people_say_it(verbs, en, ru):
    meeting = factories.meeting()
    consider(meeting, "A", "А", *verbs)
    assert readout.decisions(meeting, "en") == f"The participants {en}"
    assert readout.decisions(meeting, "ru") == f"Участники заседания {ru}"


def test_papers_on_which_nothing_but_work_goes_on():
    meeting = factories.meeting()
    consider(meeting, "A", "А", "continues")
    assert readout.decisions(meeting, "en") == "Work on the document “A” continues."
    assert readout.decisions(meeting, "ru") == "Работа над документом «А» продолжается."
    consider(meeting, "B", "Б", "continues")
    assert readout.decisions(meeting, "en") == "Work on the documents “A” and “B” continues."
    assert readout.decisions(meeting, "ru") == "Работа над документами «А» и «Б» продолжается."


def test_chair_and_secretary_general_are_introduced_by_the_titles_of_the_day():
    chair = factories.person()
    rank = {"en": "Ambassador", "ru": "Посол"}
    day = datetime.date(2018, 11, 27)
    factories.term(chair, factories.office(state=factories.state()), rank=rank, end=day)
    general = factories.office(Office.Kind.SECRETARY_GENERAL, en="Secretary General", ru="Генеральный секретарь")
    factories.term(factories.person("Valery Semerikov", "Валерий Семериков"), general)
    meeting = factories.meeting(chair=chair, held_on=day, with_secretary_general=True)
    assert readout.chair(meeting, "en") == "Chaired by Aman Mambetseitov, Permanent Representative, Ambassador."
    assert readout.chair(meeting, "ru") == "Председатель — Аман Мамбетсеитов, Постоянный представитель, Посол."
    assert readout.secretary_general(meeting, "ru") == "Среди участников — Валерий Семериков, Генеральный секретарь."
    meeting.chair = None
    assert readout.chair(meeting, "en") == ""


def test_the_six_members_stand_in_a_sentence_with_their_articles():
    meeting = factories.meeting()
    for row in content.read("states")["states"][:6]:
        state = State.objects.create(code=row["code"], name=row["name"], short_name=row["short_name"])
        meeting.participations.create(state=state, position=state.pk)
    assert readout.participants(meeting, "en") == (
        "The following took part: the Republic of Armenia, the Republic of Belarus, the Republic of Kazakhstan, "
        "the Kyrgyz Republic, the Russian Federation and the Republic of Tajikistan."
    )
    assert readout.participants(meeting, "ru") == (
        "В заседании участвовали: Республика Армения, Республика Беларусь, Республика Казахстан, "
        "Кыргызская Республика, Российская Федерация и Республика Таджикистан."
    )


def test_guests_stand_beside_the_members_with_their_capacity():
    meeting = factories.meeting(chair=None, chair_state=factories.state())
    guest = factories.person("Thomas Greminger", "Томас Гремингер")
    capacity = {"en": "Secretary General of the OSCE", "ru": "Генеральный секретарь ОБСЕ"}
    meeting.participations.create(person=guest, role="guest", capacity=capacity, position=1)
    assert readout.participants(meeting, "en") == "The participant: Thomas Greminger (Secretary General of the OSCE)."
    meeting.participations.create(state=factories.state("MN", "Mongolia", "Монголия"), position=2)
    assert readout.participants(meeting, "en") == (
        "The following took part: Thomas Greminger (Secretary General of the OSCE) and Mongolia."
    )
    assert readout.chair(meeting, "en") == "Chaired by the Kyrgyz Republic."
    assert readout.chair(meeting, "ru") == "Председательствующее государство — Кыргызская Республика."


def test_a_language_without_phrases_says_nothing():
    meeting = factories.meeting()
    consider(meeting, "A", "А", "noted")
    assert (readout.decisions(meeting, "hy"), readout.chair(meeting, "hy")) == ("", "")
