"""An enquiry as its journalist sees it, found by the token; visitors have no other access to enquiries."""

import dataclasses
import datetime
import json

from django.db import connection
from django.utils.dateparse import parse_datetime

from press.models import Enquiry


@dataclasses.dataclass(frozen=True)
class PublicAnswer:
    text: str
    at: datetime.datetime


@dataclasses.dataclass(frozen=True)
class PublicEnquiry:
    """The result of press_enquiry_by_token; `enquiry` is an unsaved Enquiry, for its number and labels."""

    enquiry: Enquiry
    answers: list[PublicAnswer]

    @property
    def steps(self):
        """Return [(label, is passed, is present)] for the states up to an answer."""
        states = [Enquiry.State.RECEIVED, Enquiry.State.WORKING, Enquiry.State.ANSWERED, Enquiry.State.CLOSED]
        if self.enquiry.state == Enquiry.State.CLOSED and not self.answers and not self.enquiry.answered_at:
            states = [Enquiry.State.RECEIVED, Enquiry.State.CLOSED]
        present = states.index(self.enquiry.state)
        return [(state.label, place < present, place == present) for place, state in enumerate(states)]


def find(token):
    """Return the PublicEnquiry of a token, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM press_enquiry_by_token(%s)", [token.replace("\x00", "")])
        row = cursor.fetchone()
        if row is None:
            return None
        facts = dict(zip([column.name for column in cursor.description], row))
    answers = facts.pop("answers")
    answers = json.loads(answers) if isinstance(answers, str) else answers
    sent = [PublicAnswer(answer["text"], parse_datetime(answer["at"])) for answer in answers]
    return PublicEnquiry(Enquiry(token=token, **facts), sent)
