"""The band on every page of a practice newsroom; nothing in a real one. It asks neither database nor request."""

from zoneinfo import ZoneInfo

from django import template
from django.conf import settings

from csto_site import practice
from publishing import clock, moments

register = template.Library()


@register.inclusion_tag("_practice.html")
def practice_band():
    return {"is_practice": settings.IS_PRACTICE}


@register.inclusion_tag("desk/base/_practice.html")
def practice_band_of_desk():
    """Return what the band of the desk says: when everything is emptied next."""
    if not settings.IS_PRACTICE:
        return {}
    now = clock.now()
    due = practice.next_emptying(now, settings.PRACTICE_EMPTIED_AT, ZoneInfo(settings.TIME_ZONE))
    return {
        "is_practice": True,
        "now": now,
        "due": due,
        "clock": moments.clock_name(),
        "is_soon": due - now <= practice.TOLD_BEFORE,
    }
