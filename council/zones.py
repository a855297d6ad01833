"""The clocks of the places where meetings are held: the office's, those of the member states, and some others."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

OFFICE = settings.TIME_ZONE

# Places as IANA names them, in the order in which they are offered.
CHOICES = [
    ("Europe/Moscow", _("Moscow")),
    ("Asia/Yerevan", _("Yerevan")),
    ("Europe/Minsk", _("Minsk")),
    ("Asia/Almaty", _("Astana, Almaty")),
    ("Asia/Bishkek", _("Bishkek")),
    ("Asia/Dushanbe", _("Dushanbe")),
    ("Europe/Brussels", _("Brussels, Vienna")),
    ("America/New_York", _("New York")),
    ("UTC", _("UTC")),
]


def instant(day, hour, zone):
    """Return the instant of `day` and `hour` on the clock of `zone`; of an hour that comes twice, the first."""
    return datetime.datetime.combine(day, hour, ZoneInfo(zone))


def exists(day, hour, zone):
    """Tell whether clocks in `zone` show `hour` on `day`: not, where summer time leaves it out."""
    there = instant(day, hour, zone)
    return there.astimezone(datetime.timezone.utc).astimezone(ZoneInfo(zone)).replace(fold=0) == there.replace(fold=0)
