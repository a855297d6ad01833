"""What happened at a meeting, in sentences for a draft report.

Names and titles of documents are in the nominative, after a colon or in quotation marks, so that they need no
declension. In English, names of states get their article within a sentence.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from council.models import Consideration, Office, Term
from publishing.localized import in_language

Verb = Consideration.Verb


@dataclass(frozen=True)
class Phrases:
    """The phrases of one language; `one` and `several` are the words for documents."""

    quoted: str
    conjunction: str
    subject: str
    one: str
    several: str
    verbs: dict
    sent_on: tuple  # for one document, for several; filled with the recipient
    sends: str  # if nothing else was done; filled with the documents and the recipient
    onward: str
    continues: tuple
    goes_on: tuple  # if nothing else was done; filled with the titles
    chair: str
    chair_state: str
    present: str
    took_part: tuple  # for one, for several

    def joined(self, words):
        """Return “a, b and c”."""
        *first, last = words
        return f"{', '.join(first)} {self.conjunction} {last}" if first else last


LANGUAGES = {
    "en": Phrases(
        quoted="“%s”",
        conjunction="and",
        subject="The participants",
        one="the document",
        several="the documents",
        verbs={
            Verb.REVIEWED: "reviewed",
            Verb.FINALIZED: "finalized",
            Verb.AGREED: "agreed",
            Verb.APPROVED: "approved",
            Verb.ADOPTED: "adopted",
            Verb.NOTED: "took note of",
        },
        sent_on=("sent it on to %s", "sent them on to %s"),
        sends="sent %s on to %s",
        onward="the bodies concerned",
        continues=("Work on it continues.", "Work on them continues."),
        goes_on=("Work on the document %s continues.", "Work on the documents %s continues."),
        chair="Chaired by %s.",
        chair_state="Chaired by %s.",
        present="Among the participants: %s.",
        took_part=("The participant: %s.", "The following took part: %s."),
    ),
    "ru": Phrases(
        quoted="«%s»",
        conjunction="и",
        subject="Участники заседания",
        one="документ",
        several="документы",
        verbs={
            Verb.REVIEWED: "рассмотрели",
            Verb.FINALIZED: "доработали",
            Verb.AGREED: "согласовали",
            Verb.APPROVED: "одобрили",
            Verb.ADOPTED: "приняли",
            Verb.NOTED: "приняли к сведению",
        },
        sent_on=("направили его %s", "направили их %s"),
        sends="направили %s %s",
        onward="в установленном порядке",
        continues=("Работа над ним продолжается.", "Работа над ними продолжается."),
        goes_on=("Работа над документом %s продолжается.", "Работа над документами %s продолжается."),
        chair="Председатель — %s.",
        chair_state="Председательствующее государство — %s.",
        present="Среди участников — %s.",
        took_part=("Участник заседания — %s.", "В заседании участвовали: %s."),
    ),
}


def decisions(meeting, language):
    """Return sentences about the documents of `meeting`, one for those treated alike; "" in an unknown language."""
    phrases = LANGUAGES.get(language)
    steps = meeting.considerations.select_related("document").order_by("position", "id")
    if phrases is None:
        return ""
    by_document = {}
    for step in steps:
        by_document.setdefault(step.document, []).append(step)
    treated = [
        (_treatment(steps, language), in_language(document.title, language)) for document, steps in by_document.items()
    ]
    return " ".join(
        _sentence(phrases, verbs, recipient, [title for _treatment, title in alike])
        for (verbs, recipient), alike in groupby(treated, key=lambda pair: pair[0])
    )


def chair(meeting, language):
    """Return a sentence about who chaired, with the title of that day."""
    phrases = LANGUAGES.get(language)
    if phrases is None or not (meeting.chair or meeting.chair_state):
        return ""
    if meeting.chair is None:
        return phrases.chair_state % state_in_sentence(meeting.chair_state, language)
    return phrases.chair % _introduced(meeting.chair, meeting.chair.term_on(meeting.held_on), language)


def secretary_general(meeting, language):
    """Return a sentence that the Secretary General was there, if that is on record."""
    phrases = LANGUAGES.get(language)
    if phrases is None or not meeting.with_secretary_general:
        return ""
    terms = Term.objects.holding(meeting.held_on).filter(office__kind=Office.Kind.SECRETARY_GENERAL)
    term = terms.select_related("person", "office").first()
    return phrases.present % _introduced(term.person, term, language) if term else ""


def participants(meeting, language):
    """Return a sentence about who took part."""
    phrases, present = LANGUAGES.get(language), list_of_participants(meeting, language)
    if phrases is None or not present:
        return ""
    return phrases.took_part[len(present) > 1] % phrases.joined(present)


def list_of_participants(meeting, language):
    """Return the participants in order: people with their capacity or title on that day, states by name."""
    present = meeting.participations.select_related("person", "state")
    return [_participant(participation, language) for participation in present]


def _participant(participation, language):
    if participation.person is None:
        return state_in_sentence(participation.state, language)
    name, term = in_language(participation.person.name, language), participation.term()
    capacity = in_language(participation.capacity, language) or (term.title(language) if term else "")
    return f"{name} ({capacity})" if capacity else name


def state_in_sentence(state, language):
    """Return the name of a state for use within a sentence: “the Kyrgyz Republic”, but “Mongolia”."""
    name = in_language(state.name, language)
    return f"the {name}" if language == "en" and ASKS_FOR_ARTICLE.search(name) else name


# Words in names of states that take the article: common nouns, and a few names.
ASKS_FOR_ARTICLE = re.compile(
    r"^(?!the ).*\b(Republic|Federation|Kingdom|Union|States|Emirates|Commonwealth|Principality|Confederation|State|"
    r"Netherlands|Philippines|Maldives|Bahamas|Gambia)\b",
    re.IGNORECASE,
)


def _treatment(steps, language):
    """Return (verbs, recipient or None); documents with the same treatment go into one sentence."""
    recipients = [in_language(step.recipient, language) for step in steps if step.verb == Verb.SENT_ON]
    return tuple(step.verb for step in steps), recipients[0] if recipients else None


def _sentence(phrases, verbs, recipient, titles):
    several = len(titles) > 1
    quoted = phrases.joined([phrases.quoted % title for title in titles])
    papers = f"{phrases.several if several else phrases.one} {quoted}"
    done = [phrases.verbs[verb] for verb in verbs if verb in phrases.verbs]
    whom = recipient or phrases.onward
    if done:
        sentence = f"{phrases.subject} {phrases.joined(done)} {papers}"
        if recipient is not None:
            sentence = f"{sentence} {phrases.conjunction} {phrases.sent_on[several] % whom}"
    elif recipient is not None:
        sentence = f"{phrases.subject} {phrases.sends % (papers, whom)}"
    else:
        return phrases.goes_on[several] % quoted
    return " ".join([f"{sentence}.", *([phrases.continues[several]] if Verb.CONTINUES in verbs else [])])


def _introduced(person, term, language):
    name = in_language(person.name, language)
    title = term and term.title(language)
    rank = term and in_language(term.rank, language)
    return ", ".join(filter(None, [name, title, rank]))
