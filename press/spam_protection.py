"""Protection from spam without a captcha: a hidden field, and a minimum time for filling in the form."""

import datetime
import secrets

from django.core import signing
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from publishing import clock, limits

MIN_FILL_TIME = datetime.timedelta(seconds=3)
SALT = "press.spam_protection"
HOUR, DAY = 3600, 86400
BY_CLIENT, BY_ADDRESS, BY_ALL = 10, 5, 500


def stamp():
    """Return a signed timestamp for a form that is shown now."""
    return signing.dumps({"at": clock.now().isoformat(), "form": secrets.token_hex(8)}, salt=SALT)


def form_of(stamp):
    """Return (identifier of the form, when it was shown) from its stamp, or None if the stamp is not ours."""
    try:
        said = signing.loads(stamp or "", salt=SALT)
    except signing.BadSignature:
        return None
    return said["form"], parse_datetime(said["at"])


def objection(stamp, unseen):
    """Return a sentence why a form is refused, or "": people who see it only have to send the form again."""
    if unseen:
        return _("Please check your enquiry and send it again: our spam protection was triggered.")
    shown = form_of(stamp)
    if shown is None or clock.now() - shown[1] < MIN_FILL_TIME:
        return _("Please check your enquiry and send it again: our spam protection was triggered.")
    return ""


def is_too_many(request, email):
    """Return whether this client, this email address or all together have reached the rate limit."""
    return not (
        limits.allows(request, "enquiry", times=BY_CLIENT, seconds=HOUR)
        and limits.allows_key("enquiry of", email.lower(), times=BY_ADDRESS, seconds=HOUR)
        and limits.allows_key("enquiries", "all", times=BY_ALL, seconds=DAY)
    )
