"""Alarms of the desk's first page, told to those who want to hear of them, once while they last."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import telling
from accounts.models import Occasion
from desk.overview import alarms
from desk.overview.alarms import Kind

PREFIX = "alarm "
TOLD_OTHERWISE = {
    Kind.ENQUIRY,
    Kind.ACCREDITATION,
    Kind.RIPPLE,
}  # press.escalation and press.accreditation write to whoever has them; of the last the screen itself tells
OVER_AFTER = datetime.timedelta(hours=1)  # what comes and goes is told once


def tell():
    """Tell of every kind of alarm that has come up, and forget those that have been over for a while."""
    for person in telling.staff():
        if Occasion.ALARM in telling.occasions_for(person):
            telling.forget(person, PREFIX, after=OVER_AFTER)
            telling.remember_still(person, telling.tell(person, _items))


def _items(person):
    """Return an Item for each kind of alarm that there is now."""
    found = {}
    for alarm in alarms.everything(person):
        if alarm.kind not in TOLD_OTHERWISE:
            found.setdefault(alarm.kind, []).append(alarm)
    return [_item(kind, of_kind) for kind, of_kind in found.items()]


def _item(kind, found):
    return telling.Item(
        Occasion.ALARM,
        (f"{PREFIX}{kind.name}",),
        _("Alarm: %(sentence)s") % {"sentence": found[0].sentence},
        found[0].address or reverse("admin:index"),
        _("Open the desk"),
        tuple(str(alarm.sentence) for alarm in found[1:]),
    )
