"""From the numbered changes to who is told of what.

Every change is looked at once, in its order, and says only: look again. What follows from it is decided by what is
public now. All of it is idempotent: an event exists once for its key, a notice once for its subscriber and event.

- An article that appears is news for those who follow a topic it belongs to, unless it bears an earlier date.
- A change that readers are told of is told to those who have received the article; a minor one to nobody.
- An article that leaves is told to those who have received it, and to nobody else: for the others it never came.
- One that comes back is told to those who heard that it had left, and is news for those who never had it.

“Received” means: in a letter that was sent, or of which nobody can know. A letter that still waits when something
happens to one of its articles is taken back, and written anew as things are then.
"""

import datetime

from django.db import connection, transaction
from django.utils import timezone

from alerts import rhythms, topics
from alerts.models import Cursor, Event, Notice, Rhythm, Subscription
from mailing import letters, sending
from mailing.models import Letter
from news.models import Edition, Withdrawal
from news.templatetags.articles import PRECISELY
from publishing import changes, clock, dates
from publishing.models import Change
from publishing.visitors import as_visitor

BATCH_SIZE = 200
THE_ONE = 1
ONE_DAY = datetime.timedelta(days=1)
Kind = Event.Kind
RECEIVED = [Letter.State.SENT, Letter.State.DOUBT, Letter.State.SENDING]
KIND_OF = {
    Edition.Change.UPDATE: Kind.UPDATE,
    Edition.Change.CORRECTION: Kind.CORRECTION,
    Edition.Change.CLARIFICATION: Kind.CORRECTION,
    Edition.Change.RETRACTION: Kind.CORRECTION,
}


@sending.before_batch
def follow():
    """Look at every change up to now; the sender asks for it, too, so that what left meanwhile is not sent."""
    changes.catch_up()
    while _follow_some():
        pass


def _follow_some():
    """Look at the next changes in one transaction, and tell whether there may be more."""
    with transaction.atomic():
        Cursor.objects.get_or_create(pk=THE_ONE)
        cursor = Cursor.objects.select_for_update().get(pk=THE_ONE)
        some = changes.since(cursor.sequence, BATCH_SIZE)
        if not some:
            return False
        if Subscription.objects.filter(confirmed_at__isnull=False).exists():
            for change in some:
                _enter(change)
        else:
            some = [Change.objects.latest("sequence")]
        cursor.sequence = some[-1].sequence
        cursor.save(update_fields=["sequence"])
    return True


def _enter(change):
    if change.subject_kind != "news.edition":
        return
    edition = Edition.objects.select_related("section").filter(pk=change.subject_id).first()
    if edition is None:
        return
    if change.what == Change.What.OPENED:
        _opened(edition, change.at)
    elif change.what == Change.What.CLOSED:
        _closed(edition, change.at)


def _opened(edition, at):
    now_public = public_edition(edition.article_id, edition.language)
    appears = edition.number == 1 or edition.change == Edition.Change.FIRST or _replaced_nothing(edition)
    if now_public and appears and not is_backdated(edition, at):
        event = _event(f"news {edition.article_id} {edition.language}", Kind.NEWS, edition, at)
        _tell_followers(event, now_public, at)
    if now_public and appears:
        _tell_of_return(edition, at)
    if edition.change in KIND_OF:
        _take_back(edition)
        event = _event(f"edition {edition.pk}", KIND_OF[edition.change], edition, at)
        _tell_those_who_have_it(event, at)


def _closed(edition, at):
    withdrawal = Withdrawal.objects.filter(article=edition.article_id, language=edition.language, at=at).first()
    if withdrawal is None:
        return  # something replaced it
    _take_back(edition)
    if public_edition(edition.article_id, edition.language):
        return  # it has come back already
    event = _event(f"exit {withdrawal.pk}", Kind.EXIT, edition, at, withdrawal)
    _tell_those_who_have_it(event, at)


def public_edition(article, language):
    """Return the edition that visitors see of the article with this id in `language`, or None."""
    with as_visitor():
        return Edition.objects.public().filter(article=article, language=language).select_related("section").first()


def is_backdated(edition, at):
    """Tell whether an article that appears at `at` bears a date well before that: put on record, or back, not news."""
    _first, last, _precision = dates.read(edition.shown_on.strftime(PRECISELY[edition.shown_precision]))
    return timezone.localdate(at) > last + ONE_DAY


def _replaced_nothing(edition):
    before = Edition.objects.filter(article=edition.article_id, language=edition.language)
    return not before.filter(live_until=edition.live_from).exists()


def _event(key, kind, edition, at, withdrawal=None):
    facts = {
        "kind": kind,
        "article_id": edition.article_id,
        "language": edition.language,
        "edition": edition,
        "withdrawal": withdrawal,
        "at": at,
    }
    return Event.objects.get_or_create(key=key, defaults=facts)[0]


def _about(edition):
    return {"event__article": edition.article_id, "event__language": edition.language}


def _take_back(edition):
    """Let letters that carry the article and have not left yet be written anew."""
    carrying = Notice.objects.filter(letter__state=Letter.State.WAITING, **_about(edition)).values("letter")
    letters.take_back(Letter.objects.filter(pk__in=carrying))


def _tell_followers(event, edition, at):
    """Enter a notice for everybody who followed one of the topics of `edition` when it appeared."""
    found = topics.of_edition(edition)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO alerts_notice (subscriber_id, event_id, topics, due_at)
            SELECT s.id, %(event)s, array_agg(t.topic_id ORDER BY t.topic_id),
                CASE s.rhythm WHEN 'daily' THEN %(daily)s::timestamptz WHEN 'weekly' THEN %(weekly)s ELSE %(at)s END
            FROM alerts_subscription t JOIN alerts_subscriber s ON s.id = t.subscriber_id
            WHERE t.topic_id = ANY(%(topics)s) AND t.confirmed_at <= %(at)s
            GROUP BY s.id
            ON CONFLICT (subscriber_id, event_id) DO NOTHING
            """,
            {"event": event.pk, "topics": found, **_mornings(at)},
        )


def _tell_those_who_have_it(event, at):
    """Enter a notice for everybody who has received the article and has not heard since that it left."""
    _tell(event, at, holding=[Kind.NEWS, Kind.RETURN], but_not=[Kind.EXIT])
    if event.kind == Kind.CORRECTION:
        # Who is told of the correction now need not hear of an earlier update later.
        waiting = Notice.objects.filter(letter=None, event__kind=Kind.UPDATE, **_about(event.edition))
        waiting.filter(subscriber__notices__event=event).delete()


def _tell_of_return(edition, at):
    """Tell those who heard that the article had left; who had not heard yet need not hear of either."""
    Notice.objects.filter(letter=None, event__kind=Kind.EXIT, **_about(edition)).delete()
    if Event.objects.filter(kind=Kind.EXIT, article=edition.article_id, language=edition.language).exists():
        event = _event(f"return {edition.pk}", Kind.RETURN, edition, at)
        _tell(event, at, holding=[Kind.EXIT], but_not=[Kind.RETURN])


def _tell(event, at, *, holding, but_not):
    """Enter a notice for those whose last letter about the article was one of `holding`, and not one of `but_not`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO alerts_notice (subscriber_id, event_id, topics, due_at)
            SELECT s.id, %(event)s, last.topics,
                CASE WHEN %(urgent)s THEN %(at)s::timestamptz WHEN s.rhythm = 'daily' THEN %(daily)s
                    WHEN s.rhythm = 'weekly' THEN %(weekly)s ELSE %(at)s END
            FROM (
                SELECT DISTINCT ON (n.subscriber_id) n.subscriber_id, n.topics, e.kind
                FROM alerts_notice n
                JOIN alerts_event e ON e.id = n.event_id
                JOIN mailing_letter l ON l.id = n.letter_id
                WHERE e.article_id = %(article)s AND e.language = %(language)s AND e.kind = ANY(%(kinds)s)
                    AND l.state = ANY(%(received)s)
                ORDER BY n.subscriber_id, e.at DESC, e.id DESC
            ) last JOIN alerts_subscriber s ON s.id = last.subscriber_id
            WHERE last.kind = ANY(%(holding)s)
            ON CONFLICT (subscriber_id, event_id) DO NOTHING
            """,
            {
                "event": event.pk,
                "article": event.article_id,
                "language": event.language,
                "urgent": event.is_urgent,
                "kinds": [*holding, *but_not],
                "holding": holding,
                "received": RECEIVED,
                **_mornings(at),
            },
        )


def _mornings(at):
    return {"at": at, **{rhythm.value: rhythms.due(rhythm, at) for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY)}}


def move_waiting(subscriber):
    """Move what waits for `subscriber` to the rhythm chosen now."""
    now = clock.now()
    for notice in subscriber.notices.filter(letter=None).select_related("event"):
        if not notice.event.is_urgent:
            notice.due_at = rhythms.due(subscriber.rhythm, now)
            notice.save(update_fields=["due_at"])
