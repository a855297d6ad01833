"""Turn due notices into emails: one for each subscriber and instant, or for their digest.

alerts/items.py and templates/alerts/mail/ make the content about an article, a correction or a withdrawal.

Subscribers are locked and written to in batches, a transaction each. So two workers never write to the same subscriber,
a worker that dies leaves nothing half done, and memory use does not depend on their number.
"""

import collections

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from alerts import items, links, topics
from alerts.models import Event, Notice, Rhythm, Subscriber, Topic
from mailing import layout, letters
from mailing.models import Letter
from press.models import Contact
from publishing import clock, dates
from publishing.request_memory import read_once
from publishing.visitors import as_visitor

BATCH_SIZE = 100
MAX_ITEMS = 100  # in one email
# Of several events of one article, the first of these is sent.
PRIORITY = [Event.Kind.EXIT, Event.Kind.CORRECTION, Event.Kind.RETURN, Event.Kind.NEWS, Event.Kind.UPDATE]


def compose():
    """Write the emails that are due, and return how many."""
    written, last = 0, 0
    while chunk := _next_chunk(last):
        last, number = chunk
        written += number
    return written


def _next_chunk(after):
    """Write to the next subscribers; return (id of the last one, number of emails), None at the end."""
    waiting = Notice.objects.filter(letter=None, due_at__lte=clock.SiteNow(), subscriber__gt=after)
    with transaction.atomic(), read_once():
        wanted = list(waiting.order_by("subscriber").values_list("subscriber", flat=True).distinct()[:BATCH_SIZE])
        if not wanted:
            return None
        # A locked subscriber is being written to by another worker, or erased.
        held = Subscriber.objects.filter(pk__in=wanted).order_by("pk").select_for_update(skip_locked=True)
        subscribers = {notice.pk: notice for notice in held}
        return wanted[-1], _write_to(subscribers)


def _write_to(subscribers):
    due = Notice.objects.filter(letter=None, due_at__lte=clock.SiteNow(), subscriber__in=subscribers)
    notices = list(due.select_related("event__edition", "event__withdrawal").order_by("subscriber", "event__at", "id"))
    said = items.of({notice.event_id: notice.event for notice in notices}.values())
    Notice.objects.filter(pk__in=[notice.pk for notice in notices if notice.event_id not in said]).delete()
    of_subscriber = collections.defaultdict(list)
    for notice in notices:
        if notice.event_id in said:
            of_subscriber[notice.subscriber_id].append(notice)
    words = _Words(said)
    written = {}
    for number, own in of_subscriber.items():
        for group in _groups(subscribers[number], own):
            written[_key(number, group)] = (subscribers[number], group)
    letters.post_all(words.letter(key, subscriber, group) for key, (subscriber, group) in written.items())
    _remember(written)
    return len(written)


def _key(subscriber, notices):
    # A notice is in only one email, and an email that was taken back is deleted, so the first notice is a unique key.
    return f"alert {subscriber} {min(notice.pk for notice in notices)}"


def _groups(subscriber, notices):
    """Yield the notices of each email: the urgent ones, those published at one instant, or the digest."""
    found = collections.defaultdict(list)
    for notice in notices:
        if notice.event.is_urgent:
            found["urgent"].append(notice)
        else:
            found[notice.event.at if subscriber.rhythm == Rhythm.AT_ONCE else "digest"].append(notice)
    return found.values()


def _remember(written):
    numbers = dict(Letter.objects.filter(key__in=list(written)).values_list("key", "pk"))
    told = []
    for key, (_subscriber, notices) in written.items():
        for notice in notices:
            notice.letter_id = numbers[key]
            told.append(notice)
    Notice.objects.bulk_update(told, ["letter"], batch_size=500)


class _Words:
    """What the emails of one batch share, rendered once: items, topics, contacts."""

    def __init__(self, said):
        self.said = said
        self.blocks = {number: _block(item) for number, item in said.items()}
        self.topics = {}
        self.contacts = {}

    def letter(self, key, subscriber, notices):
        """Return the arguments of mailing.letters.post for one email."""
        language = subscriber.language
        with override(language):
            shown = _one_of_each(notices, self.said)
            first = self.said[shown[0].event_id]
            context = {
                "subject_line": _subject(subscriber, [self.said[notice.event_id] for notice in shown]),
                "blocks": [self.blocks[notice.event_id] for notice in shown[:MAX_ITEMS]],
                "more": len(shown[MAX_ITEMS:]),
                "are_exits": first.is_exit,
                "topics": self._topics({number for notice in notices for number in notice.topics}, language),
                "contact": self._contact(language),
                **links_of(subscriber),
            }
            subject, text, html = layout.render("alerts/mail/news", context, language)
        return {
            "key": key,
            "to": subscriber.address,
            "subject": subject,
            "text": text,
            "html": html,
            "language": language,
            "headers": {**list_headers(subscriber), **_threading(notices)},
            "once": not any(notice.event.is_urgent for notice in notices),
            "rank": 1,
        }

    def _topics(self, numbers, language):
        wanted = [number for number in numbers if (number, language) not in self.topics]
        for topic in Topic.objects.filter(pk__in=wanted):
            with as_visitor():
                self.topics[topic.pk, language] = topics.in_words(topic.query)
        return sorted(filter(None, (self.topics.get((number, language)) for number in numbers)))

    def _contact(self, language):
        if language not in self.contacts:
            with as_visitor():
                self.contacts[language] = Contact.objects.in_office().prefetch_related("phones").first()
        return self.contacts[language]


def links_of(subscriber):
    """Return the links at the end of every email to a confirmed subscriber."""
    token = links.token(subscriber)
    return {
        "preferences_url": links.address("preferences", subscriber.language, token),
        "unsubscribe_url": links.address("unsubscribe", subscriber.language, token),
    }


def list_headers(subscriber):
    """Return the headers by which mail programs offer to unsubscribe with one click (RFC 2919, 2369, 8058)."""
    return {
        "List-Id": f"<alerts.{settings.MAIL_FROM.rsplit('@', 1)[-1]}>",
        "List-Unsubscribe": f"<{links_of(subscriber)['unsubscribe_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _threading(notices):
    """Return the headers that thread a correction or a withdrawal with the email about the article."""
    urgent = [notice for notice in notices if notice.event.is_urgent]
    if len({notice.event.article_id for notice in urgent}) != 1:
        return {}
    about = urgent[0]
    earlier = Notice.objects.filter(
        subscriber=about.subscriber_id,
        event__article=about.event.article_id,
        event__language=about.event.language,
        letter__isnull=False,
    ).order_by("event__at", "id")
    message_id = earlier.values_list("letter__message_id", flat=True).first()
    return {"In-Reply-To": message_id, "References": message_id} if message_id else {}


def _one_of_each(notices, said):
    """Return the most important notice for each article and language, and every change with a note of its own."""
    best = {}
    for notice in sorted(notices, key=lambda notice: PRIORITY.index(notice.event.kind)):
        best.setdefault((notice.event.article_id, notice.event.language), notice)
    changes = (Event.Kind.CORRECTION, Event.Kind.UPDATE)
    return [
        notice
        for first in best.values()
        for notice in notices
        if notice is first or (_is_same(notice, first) and notice.event.kind == first.event.kind in changes)
    ]


def _is_same(notice, other):
    return (notice.event.article_id, notice.event.language) == (other.event.article_id, other.event.language)


def _block(item):
    with override(item.language):
        return render_to_string("alerts/mail/_item.html", {"item": item})


def _subject(subscriber, shown):
    first = shown[0]
    if first.is_exit:
        named = _("Withdrawn: %(title)s") % {"title": first.title}
        return named if first.title else _("WITHDRAWN, please do not use: an article we sent you")
    if first.event.is_urgent or (first.event.kind == Event.Kind.UPDATE and len(shown) == 1):
        return f"{first.label or first.event.get_kind_display()}: {first.title}"
    if subscriber.rhythm != Rhythm.AT_ONCE:
        return _("News of %(date)s") % {"date": dates.in_words(clock.today())}
    if len(shown) == 1:
        return first.title
    rest = len(shown) - 1
    return ngettext("%(title)s, and %(number)s more", "%(title)s, and %(number)s more", rest) % {
        "title": first.title,
        "number": rest,
    }
