"""The letters with the plan of the week: on Monday all of it, on a later morning what has changed in it.

They are written at eight in the morning at the press office, or as soon after it as the worker runs, until noon. Each
exists once for its key, so they may be composed twice. Who subscribes after Monday's letter gets the next one, and no
changes of a plan that was not sent.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from alerts import rhythms
from alerts.composing import BATCH_SIZE, links_of, list_headers
from alerts.models import Subscription
from council import calendar
from identity.current import current as identity
from mailing import layout, letters
from news.week import entries
from press.models import Advisory
from publishing import clock, dates
from publishing.visitors import as_visitor

ONE_DAY = datetime.timedelta(days=1)
LATEST_HOUR = 12  # of the office's clock: later on the day nobody needs a plan of the morning


def compose():
    """Write the letters that are due now; return how many are new."""
    now = timezone.localtime(clock.now())
    today, morning = now.date(), rhythms.morning(now.date())
    if now < morning or now.hour >= LATEST_HOUR:
        return 0
    monday = today - today.weekday() * ONE_DAY
    subscriptions = Subscription.objects.filter(topic__is_week=True, confirmed_at__lte=rhythms.morning(monday))
    written = 0
    for language in subscriptions.order_by().values_list("topic__language", flat=True).distinct():
        plan = _plan(language, today, monday)
        if plan is not None:
            written += _write(subscriptions.filter(topic__language=language), plan, language, today)
    return written


def _plan(language, today, monday):
    """Return what the letters in a language say, as a context; None on a morning on which nothing has changed."""
    is_plan = today == monday
    since = entries.midnight(monday - ONE_DAY) if is_plan else rhythms.morning(today - ONE_DAY)
    with override(language):
        with as_visitor():
            week = entries.between(today, monday + 6 * ONE_DAY, since)
            gone = [] if is_plan else [entry for entry in calendar.withdrawn() if entry.at > since]
        if not is_plan and identity().has.accreditation:
            gone += Advisory.objects.filter(live_from__lt=since, live_until__gt=since, live_until__lte=clock.now())
        gone = sorted({_when(thing) for thing in gone if today <= thing.held_on <= week.last})
        if not is_plan and not week.changed and not gone:
            return None
        days = [
            entries.Day(day.date, [entry for entry in day.entries if is_plan or entry.is_new or entry.is_changed])
            for day in week.days
        ]
        return {"week": week, "is_plan": is_plan, "days": [day for day in days if day.entries], "gone": gone}


def _when(thing):
    """Return “3 December 2026, 15:00” of something that was taken off the site; its name is not repeated."""
    if thing.begins is None:
        return dates.in_words(thing.held_on)
    return dates.moment_in_words(thing.begins)


def _write(subscriptions, plan, language, today):
    """Write to all of these subscriptions, locked in batches so that nobody is erased meanwhile."""
    written, last = 0, 0
    while True:
        with transaction.atomic():
            chunk = subscriptions.filter(pk__gt=last).select_related("subscriber").order_by("pk")
            held = list(chunk.select_for_update(of=["subscriber"])[:BATCH_SIZE])
            if not held:
                return written
            written += letters.post_all(_letter(row, plan, language, today) for row in held)
        last = held[-1].pk


def _letter(subscription, plan, language, today):
    subscriber = subscription.subscriber
    subject, text, html = layout.render("alerts/mail/week", {**plan, **links_of(subscriber)}, language)
    return {
        "key": f"week {today} {subscription.pk} to {subscriber.pk}",
        "to": subscriber.address,
        "subject": subject,
        "text": text,
        "html": html,
        "language": language,
        "headers": list_headers(subscriber),
        "once": True,
        "rank": 1,
    }
