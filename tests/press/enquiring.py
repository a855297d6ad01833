"""What the tests of enquiries start from: the form as a browser sends it, an enquiry, people."""

import datetime
import re
import zoneinfo

from django.core.files.base import ContentFile

from press import enquiries
from press.enquiry_form import EnquiryForm
from press.models import Enquiry
from publishing import clock, moments
from tests import clocks, factories

HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)

QUESTION = "Will the Council discuss the events of 25 November?"
ASKER = {
    "name": "Anna Reporter",
    "outlet": "Example Daily",
    "email": "anna@newsroom.example",
    "phone": "+44 20 7946 0000",
    "topic": "comment",
    "answer_language": "en",
    "question": QUESTION,
    "deadline_date": "",
    "deadline_time": "",
    "deadline_zone": "Europe/Moscow",
}


def opened(client, about="", language="en"):
    """Open the form and return its hidden fields."""
    text = client.get(f"/{language}/press/enquiry/", {"about": about} if about else {}).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(opened|about)"(?: value="([^"]*)")?', text))


def send(client, hidden=None, later=5, language="en", **typed):
    """Send the form some seconds after it was opened."""
    hidden = opened(client, language=language) if hidden is None else hidden
    with clocks.moved_to(clock.now() + datetime.timedelta(seconds=later)):
        return client.post(f"/{language}/press/enquiry/", {**ASKER, **hidden, **typed})


def enquiry(language="en", about=None, **facts):
    """Return an enquiry received as the form's view does it; `deadline` is an instant."""
    deadline = facts.pop("deadline", None)
    attachment = facts.pop("attachment", None)
    form = EnquiryForm({**ASKER, **facts})
    assert form.is_valid(), form.errors
    values = form.cleaned_data | {"deadline": deadline}
    if attachment:
        name, data = attachment
        values["attachment"] = ContentFile(data, name)
        values["attachment"].kept_name = name
    made = enquiries.receive(values, language=language, about=about)
    return Enquiry.objects.get(pk=made.pk)


def on_the_clock(instant, zone=moments.OURS):
    """Return the fields of the form for an instant on the clock of `zone`."""
    shown = instant.astimezone(zoneinfo.ZoneInfo(zone))
    return {
        "deadline_date": f"{shown:%Y-%m-%d}",
        "deadline_time": f"{shown:%H:%M}",
        "deadline_zone": zone,
    }


def secretary(name="second-secretary", email=""):
    person = factories.user("Press secretary", name)
    if email:
        person.email = email
        person.save()
    return person
