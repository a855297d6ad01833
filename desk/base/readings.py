"""Record who reads what is under embargo or limited, and show it in an article's history."""

import datetime

from django.db import connection

from desk.models import Reading
from news import access
from news.models import Article, Edition
from publishing import clock, roles

What = Reading.What

# One row for a person, an edition and an hour; it is updated only when the person opens another form of it.
REMEMBER = """
INSERT INTO desk_reading (person_id, edition_id, hour, first_at, what) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (person_id, edition_id, hour) DO UPDATE
SET what = (SELECT array_agg(DISTINCT form ORDER BY form) FROM unnest(desk_reading.what || EXCLUDED.what) form)
WHERE NOT desk_reading.what @> EXCLUDED.what
"""


def remember(user, editions, what):
    """Record that `user` opened those of `editions` that are scheduled or limited, in the form `what`."""
    now = clock.now()
    guarded = [edition for edition in editions if _is_guarded(edition, now)]
    if not guarded:
        return
    hour = now.astimezone(datetime.UTC).replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.executemany(REMEMBER, [(user.pk, edition.pk, hour, now, [what]) for edition in guarded])


def remember_article(user, article_id):
    """Record that `user` opened the screen of an article."""
    guarded = Edition.objects.filter(article=article_id).exclude(live_from__lte=clock.SiteNow())
    remember(
        user, guarded.select_related("article").only("article", "live_from", "live_until", "set_aside_at"), What.SCREEN
    )


def remember_photo(user, photo):
    """Record that `user` opened a photo that is not public, for each edition that shows it."""
    if not photo.is_public():
        remember(user, Edition.objects.filter(photos__photo=photo).select_related("article"), What.PHOTO)


def _is_guarded(edition, now):
    state = edition.state(now)
    if state == edition.State.SCHEDULED:
        return True
    never_public = (edition.State.UNPUBLISHED, edition.State.SET_ASIDE)
    return state in never_public and access.is_limited(edition.article)


def of(article, user):
    """Return the readings of an article's editions, newest first; none for users who may not approve."""
    if not roles.may(user, "approve"):
        return Reading.objects.none()
    article_id = article.pk if isinstance(article, Article) else article
    return Reading.objects.filter(edition__article=article_id).select_related("person", "edition")
