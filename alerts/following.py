"""Turn numbered changes into notices for subscribers.

Every change is processed once, in order. A change only names what to look at; what is public now decides what follows.
Everything is idempotent: an event exists once for its key, a notice once for its subscriber and event.

- A new article is sent to those who follow one of its topics, unless it is backdated.
- An announced change is sent to those who have received the article; a minor change to nobody.
- A withdrawal is sent to those who have received the article, and to nobody else.
- A return is sent to those who were told of the withdrawal, and as news to those who never had the article.

“Received” means: in an email that was sent, or may have been. An email that still waits when something happens to one
of its articles is taken back and written anew.
"""

import datetime

from django.db import connection, transaction
from django.utils import timezone

from alerts import rhythms, topics
from alerts.models import Cursor, Event, Notice, Rhythm, Subscription
from identity.current import current as identity
from mailing import letters, sending
from mailing.models import Letter
from news.models import Edition, Withdrawal
from news.templatetags.articles import PRECISELY
from publishing import changes, clock, dates
from publishing.models import Change
from publishing.visitors import as_visitor
from search import refreshing

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
    """Process every change up to now; the sender calls this too, so that withdrawn articles are not sent."""
    changes.catch_up()
    while _follow_some():
        pass


def _follow_some():
    """Process the next changes in one transaction, and return whether there may be more."""
    _let_the_search_follow()
    with transaction.atomic():
        Cursor.objects.get_or_create(pk=THE_ONE)
        cursor = Cursor.objects.select_for_update().get(pk=THE_ONE)
        some = changes.since(cursor.sequence, BATCH_SIZE)
        if not some:
            return False
        if identity().has.alerts and Subscription.objects.filter(confirmed_at__isnull=False).exists():
            for change in some:
                _enter(change)
        else:
            some = [Change.objects.latest("sequence")]
        cursor.sequence = some[-1].sequence
        cursor.save(update_fields=["sequence"])
    return True


def _let_the_search_follow():
    """Have the next editions found by the search, which is asked whether somebody follows their words."""
    followed = Cursor.objects.filter(pk=THE_ONE).values_list("sequence", flat=True).first() or 0
    coming = changes.since(followed, BATCH_SIZE)
    editions = [change.subject_id for change in coming if change.subject_kind == "news.edition"]
    refreshing.refresh_things("article", editions)


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
    """Return whether an article that appears at `at` is no news: its date is well before that, or it was imported."""
    if edition.imported_on:
        return True
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
    """Take back unsent emails with the article, so that they are written anew."""
    carrying = Notice.objects.filter(letter__state=Letter.State.WAITING, **_about(edition)).values("letter")
    letters.take_back(Letter.objects.filter(pk__in=carrying))


def _tell_followers(event, edition, at):
    """Create a notice for everybody who followed one of the topics of `edition` when it appeared."""
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
    """Create a notice for everybody who has received the article and was not told of its withdrawal."""
    _tell(event, at, **HOLDING)
    if event.kind == Kind.CORRECTION:
        # Whoever is told of the correction now need not hear of an earlier update later.
        waiting = Notice.objects.filter(letter=None, event__kind=Kind.UPDATE, **_about(event.edition))
        waiting.filter(subscriber__notices__event=event).delete()


def _tell_of_return(edition, at):
    """Notify those who were told of the withdrawal; whoever was not told yet need not hear of either."""
    Notice.objects.filter(letter=None, event__kind=Kind.EXIT, **_about(edition)).delete()
    if Event.objects.filter(kind=Kind.EXIT, article=edition.article_id, language=edition.language).exists():
        event = _event(f"return {edition.pk}", Kind.RETURN, edition, at)
        _tell(event, at, holding=[Kind.EXIT], but_not=[Kind.RETURN])


# Of each subscriber the last notice about an article that was sent.
LAST_RECEIVED = """
    SELECT DISTINCT ON (n.subscriber_id) n.subscriber_id, n.topics, e.kind
    FROM alerts_notice n
    JOIN alerts_event e ON e.id = n.event_id
    JOIN mailing_letter l ON l.id = n.letter_id
    WHERE e.article_id = %(article)s AND e.language = %(language)s AND e.kind = ANY(%(kinds)s)
        AND l.state = ANY(%(received)s)
    ORDER BY n.subscriber_id, e.at DESC, e.id DESC
"""
HOLDING = {"holding": [Kind.NEWS, Kind.RETURN], "but_not": [Kind.EXIT]}


def number_holding(edition):
    """Return how many subscribers have received the article of `edition` and were not told of its withdrawal."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({LAST_RECEIVED}) last WHERE last.kind = ANY(%(holding)s)",  # noqa: S608 ours
            _received(edition.article_id, edition.language, **HOLDING),
        )
        return cursor.fetchone()[0]


def _received(article, language, *, holding, but_not):
    return {
        "article": article,
        "language": language,
        "kinds": [*holding, *but_not],
        "holding": holding,
        "received": RECEIVED,
    }


def _tell(event, at, *, holding, but_not):
    """Create a notice for those whose last notice about the article is one of `holding`, not one of `but_not`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO alerts_notice (subscriber_id, event_id, topics, due_at)
            SELECT s.id, %(event)s, last.topics,
                CASE WHEN %(urgent)s THEN %(at)s::timestamptz WHEN s.rhythm = 'daily' THEN %(daily)s
                    WHEN s.rhythm = 'weekly' THEN %(weekly)s ELSE %(at)s END
            FROM ({LAST_RECEIVED}) last JOIN alerts_subscriber s ON s.id = last.subscriber_id
            WHERE last.kind = ANY(%(holding)s)
            ON CONFLICT (subscriber_id, event_id) DO NOTHING
            """,  # noqa: S608 ours
            {
                "event": event.pk,
                "urgent": event.is_urgent,
                **_received(event.article_id, event.language, holding=holding, but_not=but_not),
                **_mornings(at),
            },
        )


def _mornings(at):
    return {"at": at, **{rhythm.value: rhythms.due(rhythm, at) for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY)}}


def move_waiting(subscriber):
    """Reschedule waiting notices of `subscriber` for the present rhythm."""
    now = clock.now()
    for notice in subscriber.notices.filter(letter=None).select_related("event"):
        if not notice.event.is_urgent:
            notice.due_at = rhythms.due(subscriber.rhythm, now)
            notice.save(update_fields=["due_at"])
