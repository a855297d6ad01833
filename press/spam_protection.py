"""What keeps programs from flooding the desk, without a riddle for people: a field nobody sees, and a stopwatch."""

import datetime
import secrets

from django.core import signing
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from publishing import clock, limits

MIN_FILL_TIME = datetime.timedelta(seconds=3)  # nobody reads and fills the form faster
SALT = "press.spam_protection"
HOUR, DAY = 3600, 86400
BY_CLIENT, BY_ADDRESS, BY_ALL = 10, 5, 500


def stamp():
    """Return a signed note of now, for a form that is just shown."""
    return signing.dumps({"at": clock.now().isoformat(), "form": secrets.token_hex(8)}, salt=SALT)


def form_of(stamp):
    """Return (name of the form, when it was shown) from its stamp, or None if we never wrote that."""
    try:
        said = signing.loads(stamp or "", salt=SALT)
    except signing.BadSignature:
        return None
    return said["form"], parse_datetime(said["at"])


def objection(stamp, unseen):
    """Return a sentence why a form is not taken, or "": people who meet it only have to press the button again."""
    if unseen:
        return _(
            "A field that people do not see was filled in, as programs do. It is empty again: please send once more."
        )
    shown = form_of(stamp)
    if shown is None or clock.now() - shown[1] < MIN_FILL_TIME:
        return _("That was faster than people write. Please look it over and send it once more.")
    return ""


def is_too_many(request, email):
    """Tell whether this client, this address or all together have sent as much as the desk can read."""
    return not (
        limits.allows(request, "enquiry", times=BY_CLIENT, seconds=HOUR)
        and limits.allows_key("enquiry of", email.lower(), times=BY_ADDRESS, seconds=HOUR)
        and limits.allows_key("enquiries", "all", times=BY_ALL, seconds=DAY)
    )
