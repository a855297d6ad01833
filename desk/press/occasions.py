"""What an email is for, in words: its key says it to machines, “enquiry 17 received”."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# How keys begin, and the words; the number is that of the record.
OCCASIONS = [
    (r"account reset (\d+)", gettext_lazy("A new password: account %(number)s")),
    (r"account event (\d+)", gettext_lazy("A change of an account: event %(number)s")),
    (r"told (\d+)", gettext_lazy("A message to staff: %(number)s")),
    (r"enquiry (\d+) received", gettext_lazy("Enquiry %(number)s: received")),
    (r"enquiry (\d+) answer", gettext_lazy("Enquiry %(number)s: the answer")),
    (r"enquiry (\d+) deadline", gettext_lazy("Enquiry %(number)s: its deadline, to staff")),
    (r"accreditation (\d+) received", gettext_lazy("Accreditation request %(number)s: received")),
    (r"accreditation (\d+) approved", gettext_lazy("Accreditation request %(number)s: approved")),
    (r"accreditation (\d+) refused", gettext_lazy("Accreditation request %(number)s: refused")),
    (r"accreditation (\d+) changed", gettext_lazy("Accreditation request %(number)s: the event has changed")),
    (r"accreditation (\d+) cancelled", gettext_lazy("Accreditation request %(number)s: the event is cancelled")),
    (r"accreditation (\d+) reminder", gettext_lazy("Accreditation request %(number)s: a reminder")),
    (r"advisory (\d+)", gettext_lazy("Accreditation requests wait: advisory %(number)s")),
    (r"alerts \w+ (\d+)", gettext_lazy("A subscription to confirm: subscriber %(number)s")),
    (r"alert (\d+)", gettext_lazy("News by email: subscriber %(number)s")),
]


def in_words(key):
    """Return what an email with this key is for; the key itself where nobody has given it words."""
    for pattern, words in OCCASIONS:
        if found := re.match(pattern, key):
            return words % {"number": found[1]}
    return _("An email (%(key)s)") % {"key": key}
