"""“Public until”: the instant at which an article ends by itself, in all languages; and the day to read it again by.

The end stands in the range of its editions (publishing.actions), so it comes by the database's clock: then the article
is gone from pages, feeds, search, API and files, and its address says that it has ended.
"""

import datetime

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from news import access
from news.models import Article
from publishing import actions, clock, numbers, roles
from publishing.actions import NotAllowed, Refused
from publishing.transactions import retried

LOOKING_AHEAD = datetime.timedelta(days=14)


@retried
def plan(article, *, by, ends_at, read_again_on):
    """Let `article` be public until `ends_at`, None for good, and be read again by the day `read_again_on`."""
    if not roles.may(by, "publish"):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).hold()
        article.refresh_from_db()
        is_moved = ends_at != article.ends_at
        if is_moved and ends_at is not None and ends_at <= clock.now():
            raise Refused(_("This time has passed. Choose a later one, or withdraw the text."))
        article.ends_at, article.read_again_on = ends_at, read_again_on
        article.save(update_fields=["ends_at", "read_again_on"])
        # The last ones first: an edition that waits may not begin after the end.
        for edition in article.editions.filter(not_over()).order_by("-number") if is_moved else ():
            actions.renew_end(edition, by=by)


def not_over():
    """Return the condition for editions that are public or will be."""
    return Q(live_from__isnull=False) & (Q(live_until__isnull=True) | Q(live_until__gt=clock.SiteNow()))


def ended_at(article, language):
    """Return the instant at which the article with this id ended by itself in `language`; None if it did not."""
    if numbers.parse(article) is None:  # somebody's address, with more digits than an id can have
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT news_ended_at(%s, %s)", [article, language])
        return cursor.fetchone()[0]


def ahead(user):
    """Return the articles for `user` that end or are to be read again within two weeks, the next first."""
    now, today = clock.now(), clock.today()
    due = Q(ends_at__gt=now, ends_at__lte=now + LOOKING_AHEAD)
    again = Q(read_again_on__isnull=False, read_again_on__lte=today + LOOKING_AHEAD)
    articles = access.readable_by(user, Article.objects.filter(due | again))
    return articles.order_by(F("ends_at").asc(nulls_last=True), "read_again_on", "pk")
