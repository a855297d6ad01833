"""Meetings of which imported reports tell: proposed from their words, entered in the record only when somebody says so.

`Record.meeting_in` reads a text, when its page is read. Nothing of it is in the record until `enter` creates a draft of
the meeting, or `attach` says that the report is about one that the record has. Where every value was found is kept.
"""

import datetime
import html
import re
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from council import planning
from council.models import Body, Consideration, Document, Meeting, Person, State
from identity import rights
from moving import people, printed_dates
from moving.models import Batch, BatchAct, ProposedMeeting, SourcePage
from moving.reading import LIKELY, Field, Reading
from news import drafts, plans
from news.models import Edition
from publishing import actions, roles, timeline
from publishing.transactions import retried

Refused = actions.Refused
Outcome = ProposedMeeting.Outcome
Verb = Consideration.Verb

HEAD_SENTENCES = 4  # of the text, beside the title, in which a report says what met and when
CHAIR_LETTERS = 250  # after “under the chairmanship of”, in which the chair is named
QUOTED_LETTERS = 200  # of a sentence that is shown as the place where something was found
ONCE_CHANGED = 2  # the version of a next edition that was drafted for the sake of its meeting alone
LEAST_WORDS = 4  # of a paper's title: “Draft statement” alone may be any

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[«“\"A-ZА-ЯЁ])")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_BLOCK_ENDS = re.compile(r"</(?:p|li|h[1-6]|td|th|blockquote)>|<br\s*/?>", re.I)
_MEETS = {
    "en": re.compile(r"\b(meetings?|sessions?|met)\b", re.I),
    "ru": re.compile(r"\b(заседани|совещани|сесси|встреч)\w*", re.I),
}
_AHEAD = {
    "en": re.compile(r"\b(will|is (to be|scheduled|planned|expected))\b", re.I),
    "ru": re.compile(
        r"\b(состоится|состоятся|пройд[её]т|пройдут|запланирован\w*|намечен\w*|предстоит|будет|будут)\b", re.I
    ),
}
_CHAIRS = {
    "en": re.compile(r"\b(under the chairmanship of|chaired by|presided over by)\b", re.I),
    "ru": re.compile(r"\b(под председательством|председательствовал[аи]?|(?:пр[оа])?в[её]ла? заседание)\b", re.I),
}
# What was done with a paper, in the order of a paper's usual way.
_DONE = {
    "en": [
        (Verb.REVIEWED, r"reviewed|considered|discussed"), (Verb.FINALIZED, r"finali[sz]ed"), (Verb.AGREED, r"agreed"),
        (Verb.APPROVED, r"approved"), (Verb.ADOPTED, r"adopted"), (Verb.NOTED, r"took note"),
        (Verb.SENT_ON, r"referred|sent on|submitted"),
    ],
    "ru": [
        (Verb.REVIEWED, r"рассмотре\w+|обсуди\w+|обсужд\w+"), (Verb.FINALIZED, r"доработа\w+"),
        (Verb.AGREED, r"согласова\w+"), (Verb.APPROVED, r"одобр\w+|утверди\w+|утвержд\w+"),
        (Verb.ADOPTED, r"приня\w+(?! к сведению)"), (Verb.NOTED, r"приня\w+ к сведению"),
        (Verb.SENT_ON, r"направ\w+"),
    ],
}  # fmt: skip


class Record:
    """The bodies, people, states and papers of the record, read once for a batch."""

    def __init__(self) -> None:
        self.bodies: dict[str, list] = {}  # {language: [(pattern of the name, number)]}
        self.people: dict[str, list] = {}
        self.states: dict[str, list] = {}
        self.papers: dict[str, list] = {}
        for body in Body.objects.all():
            for named in (body, *body.names.all()):
                self._know(self.bodies, named.name, body.pk)
        for person in Person.objects.prefetch_related("other_names"):
            self._know(self.people, person.name, person.pk, least=2)
            for other in person.other_names.all():
                self._know(
                    self.people, {"ru" if _CYRILLIC.search(other.text) else "en": other.text}, person.pk, least=2
                )
        for state in State.objects.all():
            self._know(self.states, state.name, state.pk)
        for paper in Document.objects.all():
            self._know(self.papers, paper.title, paper.pk, least=LEAST_WORDS, flags=re.IGNORECASE)

    def _know(self, known, names, number, least=1, flags=0):
        for language, name in (names or {}).items():
            if len((name or "").split()) >= least:
                pattern = re.compile(people.pattern(name, language).pattern, flags)
                known.setdefault(language, []).append((pattern, number))

    def meeting_in(self, reading: Reading, *, today: datetime.date) -> Field | None:
        """Return the meeting that was read of a page tells of, as a field of its reading; None if it tells of none.

        Its value is {"days": [{"date", "origin"}], "bodies": numbers, "chair": {"person", "state", "words"} or None,
        "papers": [{"document": number, "verbs": […], "words"}]}, its origin the sentence that names the meeting.
        """
        language = reading.value("language") or ""
        if language not in _MEETS:
            return None
        sentences = sentences_of(reading.value("body") or "")
        head = [reading.value("title") or "", *sentences[:HEAD_SENTENCES]]
        naming = [
            (sentence, bodies)
            for sentence in head
            if _MEETS[language].search(sentence) and (bodies := self._found(self.bodies, sentence, language))
        ]
        if not naming or any(_AHEAD[language].search(sentence) for sentence, _bodies in naming):
            return None
        days = _days([sentence for sentence, _bodies in naming], head, reading, today)
        if not days:
            return None
        value = {
            "days": days,
            "bodies": list(dict.fromkeys(number for _sentence, bodies in naming for number in bodies)),
            "chair": self._chair(sentences, language),
            "papers": list(self._papers(sentences, language)),
        }
        return Field(value, naming[-1][0][:QUOTED_LETTERS], LIKELY)

    def _found(self, known, text, language):
        """Return the numbers of what `text` names, in its order; a name within a longer one is not meant."""
        spans = sorted(
            (match.start(), -match.end(), number)
            for pattern, number in known.get(language, [])
            for match in pattern.finditer(text)
        )
        found, end = [], -1
        for _start, minus_end, number in spans:
            if -minus_end > end:
                found.append(number)
                end = -minus_end
        return list(dict.fromkeys(found))

    def _chair(self, sentences, language):
        for sentence in sentences:
            cue = _CHAIRS[language].search(sentence)
            if not cue:
                continue
            after = sentence[cue.end() : cue.end() + CHAIR_LETTERS]
            person = next(iter(self._found(self.people, after, language)), None)
            state = next(iter(self._found(self.states, after, language)), None)
            words = f"{cue[0]}{after[:QUOTED_LETTERS]}".strip()
            return {"person": person, "state": state, "words": words}
        return None

    def _papers(self, sentences, language):
        seen = set()
        for sentence in sentences:
            for number in self._found(self.papers, sentence, language):
                if number not in seen:
                    seen.add(number)
                    verbs = [verb for verb, words in _DONE[language] if re.search(rf"\b(?:{words})\b", sentence, re.I)]
                    yield {"document": number, "verbs": verbs, "words": sentence[:QUOTED_LETTERS]}


def sentences_of(body: str) -> list[str]:
    """Return the sentences of an HTML text; a paragraph ends one."""
    blocks = (" ".join(html.unescape(strip_tags(block)).split()) for block in _BLOCK_ENDS.split(body))
    return [sentence for block in blocks if block for sentence in _SENTENCE.split(block)]


def _days(naming, head, reading, today):
    """Return the days on which the meeting may have been, those that its sentence names first."""
    found = {}
    for origin, sentences in (("sentence", naming), ("text", head)):
        for sentence in sentences:
            for printed in printed_dates.find(sentence):
                if printed.precision == "day" and printed.date <= today:
                    found.setdefault(printed.date.isoformat(), origin)
    stated = reading.value("date") or {}
    if stated.get("precision") == "day":
        found.setdefault(stated["date"], "page")
    return [{"date": date, "origin": origin} for date, origin in found.items()]


def note(pages: Collection[SourcePage]) -> None:
    """Keep which of these pages, which were just read, tell of a meeting; a decision stays."""
    telling = [page for page in pages if page.reading.get("meeting")]
    ProposedMeeting.objects.bulk_create([ProposedMeeting(page=page) for page in telling], ignore_conflicts=True)
    others = [page.pk for page in pages if page not in telling]
    ProposedMeeting.objects.filter(page__in=others, outcome=Outcome.WAITING).delete()


# --- Decisions -------------------------------------------------------------------------------------------------------


def waiting(batch: Batch) -> Any:
    """Return the proposals of `batch` about which somebody may decide: of drafts and public texts without a meeting."""
    return ProposedMeeting.objects.filter(
        page__batch=batch, outcome=Outcome.WAITING, page__edition__isnull=False, page__edition__meeting__isnull=True
    ).order_by("pk")


def on_record(proposed: ProposedMeeting) -> list[Meeting]:
    """Return the meetings of the record that may be meant: of one of its bodies on one of its days."""
    value = proposed.page.reading["meeting"]["value"]
    days = [one["date"] for one in value["days"]]
    meetings = Meeting.objects.filter(held_on__in=days, bodies__in=value["bodies"]).distinct()
    return list(meetings.prefetch_related("bodies").order_by("pk"))


@retried
def attach(proposed: ProposedMeeting, meeting: Meeting, *, by: User) -> ProposedMeeting:
    """Decide that the report is about `meeting`. Raises Refused if somebody was quicker."""
    proposed = _locked(proposed, by)
    return _taken(proposed, meeting, by=by, is_new=False)


@retried
def enter(
    proposed: ProposedMeeting,
    day: datetime.date,
    *,
    bodies: list[int],
    with_chair: bool,
    papers: list[tuple[int, str]],
    by: User,
) -> ProposedMeeting:
    """Create a draft of the meeting on `day`, which the report is about.

    `bodies` and `papers`, as (number of a document, what was done), are those of the proposal that were confirmed.
    Raises Refused if nothing met, or if the record has a meeting of one of the bodies on that day by now.
    """
    proposed = _locked(proposed, by)
    if not rights.may(by, "council.add_meeting"):
        raise actions.NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    value = proposed.page.reading["meeting"]["value"]
    chosen = list(Body.objects.filter(pk__in=set(bodies) & set(value["bodies"])))
    if not chosen:
        raise Refused(_("Choose the body that met."))
    if Meeting.objects.filter(held_on=day, bodies__in=chosen).exists():
        raise Refused(_("A meeting of this day has been entered by now. Choose it, or another day."))
    chair = (value["chair"] or {}) if with_chair else {}
    person = Person.objects.filter(pk=chair.get("person")).first()
    meeting = planning.start(day, chosen, chair=person, chair_state=_chair_state(person, chair, day), by=by)
    offered = {(paper["document"], verb) for paper in value["papers"] for verb in paper["verbs"]}
    known = set(Document.objects.filter(pk__in=[number for number, _verb in papers]).values_list("pk", flat=True))
    Consideration.objects.bulk_create(
        Consideration(meeting=meeting, document_id=number, verb=verb, position=place)
        for place, (number, verb) in enumerate(dict.fromkeys(papers))
        if (number, verb) in offered and number in known
    )
    return _taken(proposed, meeting, by=by, is_new=True)


def _chair_state(person, chair, day):
    """Return the state that the text names as the chair's, or the one that the person represented on `day`."""
    if state := State.objects.filter(pk=chair.get("state")).first():
        return state
    return next((state for state, holder in planning.seats_on(day) if person and holder == person), None)


@retried
def leave_out(proposed: ProposedMeeting, *, by: User) -> ProposedMeeting:
    """Decide that nothing is to be entered in the record from this report."""
    proposed = _locked(proposed, by)
    proposed.outcome, proposed.decided_by = Outcome.LEFT_OUT, by
    proposed.save(update_fields=["outcome", "decided_by"])
    return proposed


@retried
def put_back(proposed: ProposedMeeting, *, by: User) -> ProposedMeeting:
    """Let a proposal wait again; a draft of the meeting that came of it goes. Raises Refused if that was worked on."""
    proposed = _row(proposed)
    meeting = proposed.meeting
    if proposed.outcome == Outcome.WAITING:
        raise Refused(_("Nothing was decided about this report."))
    editions = Edition.objects.filter(article=proposed.page.article_number, meeting=meeting) if meeting else []
    if any(not edition.is_draft for edition in editions):
        raise Refused(_("The report is public with its meeting by now. Change it in its next edition."))
    for edition in editions:
        if edition.number > 1 and edition.version == ONCE_CHANGED:
            drafts.discard(edition, by=by)
        else:
            plans.set_meeting(edition, None, by=by)
    told = ProposedMeeting.objects.filter(meeting=meeting, is_new=proposed.is_new) if meeting else None
    twins = list((told or ProposedMeeting.objects.none()).filter(page__article_number=proposed.page.article_number))
    if proposed.is_new and meeting:
        _forget_meeting(meeting)
    for one in {proposed.pk: proposed, **{twin.pk: twin for twin in twins}}.values():
        one.outcome, one.decided_by, one.meeting, one.is_new = Outcome.WAITING, None, None, False
        one.save(update_fields=["outcome", "decided_by", "meeting", "is_new"])
    return proposed


def forget(batch: Batch) -> None:
    """Delete the drafts of meetings that came of `batch`, which is taken back, and that nobody has worked on since."""
    for proposed in ProposedMeeting.objects.filter(page__batch=batch).exclude(outcome=Outcome.WAITING).order_by("pk"):
        meeting, was_new = Meeting.objects.filter(pk=proposed.meeting_id).first(), proposed.is_new
        proposed.outcome, proposed.decided_by, proposed.meeting, proposed.is_new = Outcome.WAITING, None, None, False
        proposed.save(update_fields=["outcome", "decided_by", "meeting", "is_new"])
        if meeting and was_new and _objection_to_forgetting(meeting) is None:
            meeting.delete()


def _forget_meeting(meeting):
    if sentence := _objection_to_forgetting(meeting):
        raise Refused(sentence)
    ProposedMeeting.objects.filter(meeting=meeting).update(meeting=None)
    meeting.delete()


def _objection_to_forgetting(meeting):
    """Return why the draft of a meeting stays, None if it is as it was created and no text is about it."""
    if meeting.live_from is not None:
        return _("The meeting is public by now. Withdraw it first.")
    if timeline.of(meeting).count() > 1 or meeting.photo_uses.exists():
        return _("Somebody has worked on the meeting since. Delete it there, or keep it.")
    if Edition.objects.filter(meeting=meeting).exists():
        return _("Another text is about this meeting by now, so it stays.")
    return None


def _row(proposed):
    rows = ProposedMeeting.objects.select_for_update(of=("self",)).select_related("page__edition", "meeting")
    # One lock for all of a batch: two reports may tell of one meeting, which is entered once.
    batches = Batch.objects.filter(pages__proposed_meeting=proposed)
    if BatchAct.objects.filter(batch__in=batches, ended_at__isnull=True).exists():
        raise Refused(_("This batch is being released or taken back. Wait until that has ended."))
    batches.select_for_update(of=("self",), no_key=True).get()
    return rows.get(pk=proposed.pk)


def _locked(proposed, by):
    if not roles.may(by, "write"):
        raise actions.NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    proposed = _row(proposed)
    if proposed.outcome != Outcome.WAITING:
        raise Refused(_("A colleague has decided about this report already."))
    if proposed.page.edition is None:
        raise Refused(_("There is no article of this page any more."))
    return proposed


def _taken(proposed, meeting, *, by, is_new):
    for edition in _editions(proposed.page).filter(meeting__isnull=True):
        plans.set_meeting(edition, meeting, by=by)
    twins = ProposedMeeting.objects.filter(page__article_number=proposed.page.article_number, outcome=Outcome.WAITING)
    rows = ProposedMeeting.objects.filter(pk__in=[proposed.pk, *twins.values_list("pk", flat=True)])
    rows.update(outcome=Outcome.TAKEN, decided_by=by, meeting=meeting, is_new=is_new)
    proposed.refresh_from_db()
    return proposed


def _editions(page):
    """Return the editions that the import has made of the article of `page`, in all its languages."""
    pages = SourcePage.objects.filter(batch=page.batch_id, article_number=page.article_number, edition__isnull=False)
    return Edition.objects.filter(pk__in=pages.values("edition")).order_by("pk")
