"""An enquiry as its asker sees it, found by the token alone; visitors are granted nothing else of enquiries."""

import dataclasses
import datetime
import json

from django.db import connection
from django.utils.dateparse import parse_datetime

from press.models import Enquiry


@dataclasses.dataclass(frozen=True)
class Answer:
    text: str
    at: datetime.datetime


@dataclasses.dataclass(frozen=True)
class Asked:
    """What press_enquiry_by_token returns; an Enquiry that is never saved knows how it is called and how it stands."""

    enquiry: Enquiry
    answers: list[Answer]

    @property
    def steps(self):
        """Return [(label, is it passed, is it the present one)] for the states on the way."""
        states = [Enquiry.State.RECEIVED, Enquiry.State.WORKING, Enquiry.State.ANSWERED, Enquiry.State.CLOSED]
        if self.enquiry.state == Enquiry.State.CLOSED and not self.answers and not self.enquiry.answered_at:
            states = [Enquiry.State.RECEIVED, Enquiry.State.CLOSED]
        present = states.index(self.enquiry.state)
        return [(state.label, place < present, place == present) for place, state in enumerate(states)]


def find(token):
    """Return the Asked of a token, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM press_enquiry_by_token(%s)", [token.replace("\x00", "")])
        row = cursor.fetchone()
        if row is None:
            return None
        facts = dict(zip([column.name for column in cursor.description], row))
    answers = facts.pop("answers")
    answers = json.loads(answers) if isinstance(answers, str) else answers
    return Asked(
        Enquiry(token=token, **facts), [Answer(answer["text"], parse_datetime(answer["at"])) for answer in answers]
    )
