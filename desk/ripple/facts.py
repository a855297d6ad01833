"""What was changed: the old values and the new one of a fact, and whether a saying in a text is about it."""

import dataclasses
import datetime
import re
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import Body, Meeting, Office, Person, State
from desk.models import ChangedFact
from desk.ripple import context, days, hours, names, telephones, venues
from desk.ripple.context import Surroundings
from desk.ripple.edits import Saying
from identity.current import current as identity
from press.models import Phone
from publishing import clock, dates
from publishing.localized import in_language

REMEMBERED = datetime.timedelta(days=730)  # for this long a text that is to go out is asked about a change
_A_MEETING = re.compile(
    r"\b(?:заседани|совещани|сесси|саммит|встреч|брифинг|meeting|session|summit|briefing|նիստ|отырыс|жыйын|пасяджэнн"
    r"|маҷлис)",
    re.IGNORECASE,
)
_MONTHS = "|".join(name for names in days.MONTHS_IN_TEXT.values() for name in names)
_CALLED_OFF = re.compile(r"\b(?:отмен|перенес|перенос|отлож|не состоится|cancel|postpon|called off)", re.IGNORECASE)
_SOME_DAY = re.compile(
    rf"\b\d{{1,2}}(?:-?го|st|nd|rd|th)?[ \u00a0](?:{_MONTHS})\b|\b(?:{_MONTHS})[ \u00a0]\d{{1,2}}\b"
    r"|\b\d{2}\.\d{2}\.\d{4}\b",
    re.IGNORECASE,
)


_IN_THE_CHAIR = re.compile(r"\b(?:председател|chair|presid|старшын|төра|раис)|նախագահ", re.IGNORECASE)
NAMES_OF_PEOPLE = ("person", "chair_id")
NAMES = (*NAMES_OF_PEOPLE, "name", "short_name", "title", "acting_title")


@dataclasses.dataclass(frozen=True)
class Fact:
    """One fact of a record: `olds` are the values before each change that texts may still say, `new` is the present."""

    name: str
    olds: tuple[Any, ...]
    new: Any

    @property
    def before(self) -> str:
        """The old values in words: “22 December 2026, 24 December 2026”."""
        if self.name == "course":
            return _("that the meeting takes place on %(day)s") % {"day": in_words(self.olds[0])}
        return ", ".join(map(in_words, dict.fromkeys(self.olds)))

    @property
    def after(self) -> str:
        return in_words(self.new)

    def sayings(self, text: str, language: str, written_on: datetime.date) -> list[Saying]:
        """Return where `text` says an old value."""
        found = []
        for old in self.olds:
            if self.name == "held_on":
                found += days.find(text, language, old, self.new, written_on)
            elif self.name == "course":
                # Whoever reads the day of a cancelled meeting expects it: what to write instead is a person's choice.
                sayings = days.find(text, language, old, old, written_on)
                found += [dataclasses.replace(saying, edits=(), is_unsure=True) for saying in sayings]
            elif self.name == "place":
                found += venues.find(text, language, dict(old).get(language, ""), dict(self.new).get(language, ""))
            elif self.name == "starts_at":
                found += hours.find(text, language, old, self.new)
            elif self.name in NAMES:
                found += self._named(text, language, old, dict(self.new).get(language, ""))
            else:
                found += telephones.find(text, old, self.new)
        return found

    def _named(self, text, language, old, new):
        find = names.find_person if self.name in NAMES_OF_PEOPLE else names.find
        return find(text, language, dict(old).get(language, ""), new)

    def is_new_said(self, text: str, language: str, written_on: datetime.date) -> bool:
        if self.name == "held_on":
            return bool(days.find(text, language, self.new, self.olds[0], written_on))
        if self.name == "starts_at":
            return bool(hours.find(text, language, self.new, self.olds[0]))
        if self.name == "course":
            return bool(_CALLED_OFF.search(text))
        if self.name == "place":
            return bool(venues.find(text, language, dict(self.new).get(language, ""), ""))
        if self.name in NAMES:  # the two may differ by a letter: what can be either is the old one
            old = {each.start for each in self.sayings(text, language, written_on)}
            return any(each.start not in old for each in self._named(text, language, self.new, ""))
        return bool(telephones.find(text, self.new, self.olds[0]))


def in_words(value: Any) -> str:
    """Return a value of a fact as the desk prints it."""
    if isinstance(value, datetime.date):
        return dates.in_words(value)
    if value in Meeting.Course.values:
        return str(Meeting.Course(value).label)
    if isinstance(value, tuple):  # in several languages
        return in_language(dict(value))
    return value.strftime("%H:%M") if isinstance(value, datetime.time) else str(value)


@dataclasses.dataclass(frozen=True)
class Verdict:
    """Whether a saying is offered. `because` says why it is left alone on purpose, `is_sure` whether it is ticked."""

    is_sure: bool = True
    because: str = ""


@dataclasses.dataclass(frozen=True)
class Said:
    """What is known of a text beside its words, to judge what it says."""

    language: str
    written_on: datetime.date
    belongs: bool  # to the subject: its article, its album
    of_meeting: int | None  # the meeting that the text is about
    title: str
    is_quotation: bool  # the words of a person


class Subject:
    """A record with changed facts. `facts` are those that texts may still say otherwise."""

    kind: str

    def __init__(self, record: Any, changes: list[ChangedFact]) -> None:
        self.record = record
        self.facts = [fact for fact in self._facts(changes) if fact.olds]

    def _facts(self, changes) -> Iterator[Fact]:
        for name in dict.fromkeys(change.fact for change in changes):
            new = self.present(name)
            olds = dict.fromkeys(self.value(name, change.before) for change in changes if change.fact == name)
            if new not in (None, "", ()):
                yield Fact(name, tuple(old for old in olds if old not in (new, ())), new)

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.record.pk

    def value(self, name: str, before: Any) -> Any:
        """Return the value of a fact that was kept as JSON."""
        return before

    def present(self, name: str) -> Any:
        """Return the present value of a fact."""
        return getattr(self.record, name)

    def verdict(self, fact: Fact, saying: Saying, around: Surroundings, said: Said) -> Verdict | None:
        """Return how a saying is offered, None if it is not about this record."""
        raise NotImplementedError

    def _left_alone(self, fact, saying, around, said):
        """Return why a saying about this record is not changed, or ''."""
        if said.is_quotation or around.is_quoted(saying.start):
            return _("A quotation: words are not changed in a person’s mouth.")
        near = around.said_in_sentence(saying.start)
        if fact.name == "course":  # a text that says so in its title, or a sentence further, announces nothing
            near = f"{said.title}\n{around.block(saying.start)}"
        if fact.is_new_said(near, said.language, said.written_on):
            return _("It says the old and the new together, as a sentence about the change does.")
        return ""


class MovedMeeting(Subject):
    """A meeting that was moved to another day, hour or place, has another chair, or does not take place as planned."""

    kind = "council.meeting"

    def __init__(self, record: Meeting, changes: list[ChangedFact]) -> None:
        super().__init__(record, changes)
        if not self.facts:
            return
        own = list(record.bodies.all())
        self.names = list(dict.fromkeys(name for body in own for name in _names(body)))
        self._own = context.name_pattern(self.names)
        others = [name for body in Body.objects.exclude(pk__in=[body.pk for body in own]) for name in _names(body)]
        self._others = context.name_pattern(name for name in others if name not in self.names)
        held_on = [old for fact in self.facts if fact.name == "held_on" for old in fact.olds]
        # Meetings of the same body that are held on the old day: what is said in their texts is about them.
        self.rivals = set(
            Meeting.objects.filter(bodies__in=own, held_on__in=held_on or [record.held_on])
            .exclude(pk=record.pk)
            .values_list("pk", flat=True)
        )

    def value(self, name, before):
        if name == "place":
            return _texts(before)
        if name == "chair_id":
            chair = Person.objects.filter(pk=before).first()
            return _texts(chair.name) if chair else ()
        return datetime.date.fromisoformat(before) if name == "held_on" else datetime.time.fromisoformat(before)

    def present(self, name):
        present = super().present(name)
        return self.value(name, present) if name in ("place", "chair_id") else present

    def _facts(self, changes):
        yield from super()._facts([change for change in changes if change.fact != "course"])
        if not self.record.is_as_planned and any(change.fact == "course" for change in changes):
            yield Fact("course", (self.record.held_on,), self.record.course)

    def verdict(self, fact, saying, around, said):
        if said.of_meeting in self.rivals or (saying.needs_link and not said.belongs):
            return None
        sentence = around.said_in_sentence(saying.start)
        is_ours = bool(self._own and self._own.search(sentence))
        is_theirs = bool(self._others and self._others.search(self._own.sub(" ", sentence) if self._own else sentence))
        if fact.name == "place":
            sure = self._of_a_place(sentence, said, is_ours, is_theirs)
        elif fact.name == "chair_id":
            sure = True if said.belongs and _IN_THE_CHAIR.search(sentence) else None
        elif fact.name == "starts_at":
            sure = self._of_an_hour(sentence, said, around, saying)
        elif said.belongs:
            sure = is_ours or not is_theirs
        else:
            sure = self._of_a_day(sentence, said, around, saying, is_ours, is_theirs)
        if sure is None:
            return None
        if because := self._left_alone(fact, saying, around, said):
            return Verdict(False, because)
        return Verdict(sure and not saying.is_unsure and bool(saying.edits) and not (self.rivals and not said.belongs))

    def _of_a_day(self, sentence, said, around, saying, is_ours, is_theirs):
        """Tell whether a day in a text that does not belong to the meeting is surely its day; None if it is not."""
        if is_ours:
            return not is_theirs
        if is_theirs or not self._own or not _A_MEETING.search(sentence):
            return None
        near = self._own.search(around.block(saying.start)) or self._own.search(said.title)
        return True if near else None

    def _of_an_hour(self, sentence, said, around, saying):
        said_days = [fact for fact in self._days() if _says_any(fact, sentence, said)]
        if said.belongs:
            return bool(said_days) or not _SOME_DAY.search(sentence)
        is_ours = self._own and self._own.search(around.block(saying.start))
        return True if said_days and is_ours else None

    def _of_a_place(self, sentence, said, is_ours, is_theirs):
        """Tell whether a place is surely that of the meeting: elsewhere its day and its body have to be named."""
        is_its_day = any(_says_any(fact, sentence, said) for fact in self._days())
        if said.belongs:
            return not is_theirs and (is_its_day or not _SOME_DAY.search(sentence))
        return not is_theirs if is_its_day and is_ours else None

    def _days(self):
        """Return the day of the meeting as a Fact: its old ones, and the present one as an old one."""
        olds = [old for fact in self.facts if fact.name == "held_on" for old in fact.olds]
        day = self.record.held_on
        return [Fact("held_on", (*olds, day), day)]


def _says_any(fact, text, said):
    return bool(fact.sayings(text, said.language, said.written_on))


def _names(body):
    """Return all names of a body in all languages, with those it had before."""
    for called in (body, *body.names.all()):
        for words in (called.name, called.name_of, called.abbreviation):
            for name in (words or {}).values():
                name = re.sub(r"^the ", "", name.strip())
                if len(name) > 1:
                    yield name


def _texts(localized):
    """Return a text in several languages as pairs of language and words, without those that have no words."""
    return tuple(sorted((code, words) for code, words in (localized or {}).items() if re.search(r"\w", words)))


class Renamed(Subject):
    """Something that has another name or title by now. In texts from before that day it may have been right."""

    def __init__(self, record: Any, changes: list[ChangedFact]) -> None:
        super().__init__(record, changes)
        self.since = timezone.localdate(min(change.at for change in changes))

    def value(self, name, before):
        return _texts(before)

    def present(self, name):
        return _texts(super().present(name))

    def verdict(self, fact, saying, around, said):
        if because := self._left_alone(fact, saying, around, said):
            return Verdict(False, because)
        return Verdict(bool(saying.edits) and not saying.is_unsure and self._is_wrong_on(said.written_on))

    def _is_wrong_on(self, day):
        return day >= self.since


class RenamedOffice(Renamed):
    kind = "council.office"


class RenamedState(Renamed):
    """A state. What it was called on the day of a text, by its earlier names, is right there."""

    kind = "council.state"

    def verdict(self, fact, saying, around, said):
        called = [texts.get(said.language) for texts in self.record.called_on(said.written_on)]
        if any(dict(old).get(said.language) in called for old in fact.olds):
            return None
        return super().verdict(fact, saying, around, said)


class RenamedPerson(Renamed):
    """A person whose name was put right, in texts of every day. With a namesake in the record nothing is sure."""

    kind = "council.person"

    def __init__(self, record: Any, changes: list[ChangedFact]) -> None:
        super().__init__(record, changes)
        olds = {pair for fact in self.facts for old in fact.olds for pair in old}
        others = Person.objects.exclude(pk=record.pk)
        self.has_namesake = any(others.filter(**{f"name__{language}": words}).exists() for language, words in olds)

    def _facts(self, changes):
        yield from (dataclasses.replace(fact, name="person") for fact in super()._facts(changes))

    def _is_wrong_on(self, day):
        return not self.has_namesake


class ChangedNumber(Subject):
    """A telephone number of the press office that was replaced."""

    kind = "press.phone"

    def verdict(self, fact, saying, around, said):
        if because := self._left_alone(fact, saying, around, said):
            return Verdict(False, because)
        return Verdict(bool(saying.edits) and not saying.is_unsure)

    def _facts(self, changes):
        """Leave out a number that another contact still has."""
        for fact in super()._facts(changes):
            held = [number for number in Phone.objects.values_list("number", flat=True)]
            olds = (old for old in fact.olds if not any(telephones.find(number, old, old) for number in held))
            yield Fact(fact.name, tuple(olds), fact.new)


SUBJECTS: dict[str, tuple[type[Subject], Any]] = {
    MovedMeeting.kind: (MovedMeeting, Meeting),
    ChangedNumber.kind: (ChangedNumber, Phone),
    RenamedPerson.kind: (RenamedPerson, Person),
    RenamedState.kind: (RenamedState, State),
    RenamedOffice.kind: (RenamedOffice, Office),
}


def subject_of(kind: str, number: int, *, only_open: bool = False) -> Subject | None:
    """Return the changed record; None if texts can say nothing of it otherwise, or its part is switched off."""
    if not identity().has.knows(kind):
        return None
    changes = ChangedFact.objects.filter(subject_kind=kind, subject_id=number, at__gt=clock.now() - REMEMBERED)
    if only_open:
        changes = changes.filter(settled_at__isnull=True)
    changes = list(changes)
    if not changes:
        return None
    make, model = SUBJECTS[kind]
    record = model.objects.filter(pk=number).first()
    subject = make(record, changes) if record else None
    return subject if subject and subject.facts else None
