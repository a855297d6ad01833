"""Corrects the ticked places, or remembers that they are left as they are.

Each record is a transaction of its own: what one colleague holds, or one check refuses, does not keep the other eight
from being put right, and everything that did not go is named with its reason.
"""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils.translation import gettext as _

from desk.models import ChangedFact, LeftAsItIs
from desk.ripple import finding
from desk.ripple.facts import subject_of
from desk.ripple.places import KINDS, SENT, Kind, Place, in_record
from publishing import amendments, clock
from publishing.actions import Refused, Stale
from publishing.localized import Texts
from publishing.transactions import retried


@dataclasses.dataclass
class Outcome:
    """How many places were corrected, how many corrections wait for approval, and (name, sentence) of each that did
    not go."""

    corrected: int = 0
    sent: int = 0
    refused: list[tuple[str, str]] = dataclasses.field(default_factory=list)


def correct(kind: str, number: int, ticks: Iterable[str], *, by: User, note: Texts) -> Outcome:
    """Correct the places named by `ticks` in what says an old fact of this record.

    `note` is what readers are told of what they see changed. A place that says something else by now is not touched.
    """
    outcome = Outcome()
    for (of_kind, record), wanted in _by_record(ticks).items():
        try:
            name, how, done = _correct_one(kind, number, KINDS[of_kind], record, wanted, by=by, note=note)
        except Refused as refusal:
            outcome.refused.append((_name_of(KINDS[of_kind], record, by), str(refusal)))
            continue
        if how == SENT:
            outcome.sent += done
        else:
            outcome.corrected += done
        if done < len(wanted):
            outcome.refused.append((name, _("Some of it changed meanwhile, or is to be worded by hand.")))
    settle(kind, number)
    return outcome


def leave(kind: str, number: int, ticks: Iterable[str], *, by: User) -> int:
    """Remember that the places named by `ticks` are left as they are; return how many."""
    subject = subject_of(kind, number)
    wanted = set(ticks)
    chosen = [place for place in finding.places(subject, by) if place.tick in wanted] if subject else []
    LeftAsItIs.objects.bulk_create(
        (
            LeftAsItIs(subject_kind=kind, subject_id=number, place=place.remembered, saying=place.saying, by=by)
            for place in chosen
        ),
        ignore_conflicts=True,
    )
    settle(kind, number)
    return len(chosen)


def settle(kind: str, number: int) -> int:
    """Return how many places are open, in texts of everybody; with none left, nobody is asked about the change."""
    subject = subject_of(kind, number)
    left = len(finding.open_places(subject)) if subject else 0
    if not left:
        changes = ChangedFact.objects.filter(subject_kind=kind, subject_id=number, settled_at__isnull=True)
        changes.update(settled_at=clock.now())
    return left


def _by_record(ticks):
    """Return {(kind, number of the record): the rest of each of its ticks}, without what nobody can have ticked."""
    found: dict[tuple[str, int], set[str]] = {}
    for tick in ticks:
        kind, _colon, rest = tick.partition(":")
        number, _colon, rest = rest.partition(":")
        if kind in KINDS and number.isdecimal() and len(number) < 19:
            found.setdefault((kind, int(number)), set()).add(rest)
    return found


@retried
def _correct_one(subject_kind, subject_number, kind: Kind, number: int, wanted: set[str], *, by, note):
    """Return (name, how, number of places)."""
    subject = subject_of(subject_kind, subject_number)
    record = _held(kind, number, by)
    if subject is None or record is None:
        raise Stale(_changed_meanwhile())
    belongs = number in set(kind.belonging(subject))
    done: list[Place] = []

    def mend(target):
        places = in_record(kind, target, subject, belongs=belongs)
        chosen = [place for place in places if _rest(place) in wanted and not place.by_hand and not place.because]
        if not chosen:
            raise Stale(_changed_meanwhile())
        done.extend(chosen)
        return _changed(chosen)

    try:
        how = kind.correct(record, mend, by=by, note=note)
    except IntegrityError as fault:
        if not amendments.is_refusal(fault):
            raise
        raise Stale(_("It became public just now. Open this page again and tell readers what was changed.")) from fault
    return kind.title(record, ""), how, len(done)


def _held(kind: Kind, number: int, by: User) -> Any:
    """Return the record, locked, as it is now; None if it is not there for this person."""
    found = kind.read([number], by).first()
    if found is None:
        return None
    if hasattr(found, "hold"):
        found.hold()
    else:
        list(kind.model.objects.filter(pk=number).select_for_update(of=("self",)).values_list("pk"))
    return kind.read([number], by).first()


def _rest(place):
    return place.tick.split(":", 2)[2]


def _changed(chosen: list[Place]) -> list[Any]:
    """Put the new words into the fields of the chosen places, and return the rows that are to be saved."""
    texts = {id(place.text): place.text for place in chosen}
    for key, text in texts.items():
        own = [place for place in chosen if id(place.text) == key]
        if text.day is not None:
            setattr(text.part, text.field, own[0].day)
        else:
            text.write(list(dict.fromkeys(edit for place in own for edit in place.edits)))
    return list({id(text.part): text.part for text in texts.values()}.values())


def _name_of(kind, number, by):
    record = kind.read([number], by).first()
    return f"{kind.label(record)}: {kind.title(record, '')}" if record else ""


def _changed_meanwhile():
    return _("A colleague has changed it meanwhile, so it was left alone. Look at the list again.")
