"""How the desk writes names of languages, people and times in a sentence."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing.cldr import language_in_words


def language_name(code):
    """Return the name of a language in the reader's own, as it stands alone: “Russian”, in Russian “Русский”."""
    return capfirst(language_in_words(code))


def language_names(codes):
    """Return “Russian and English”, as it stands within a sentence."""
    *rest, last = [language_in_words(code) for code in codes]
    return _("%(first)s and %(last)s") % {"first": ", ".join(rest), "last": last} if rest else last


def person_name(user):
    """Return the name people know a user by."""
    return user.get_full_name() or user.get_username()


def clock_time(instant):
    """Return the time of day at the press office: “15:38”."""
    return date_format(timezone.localtime(instant), "TIME_FORMAT")


def time_left(left):
    """Return a timedelta as “3 h 12 min” or “2 d 5 h”, rounded up to the minute; nothing is left before zero."""
    minutes = max(0, -(-int(left.total_seconds()) // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)d min") % {"minutes": minutes}
