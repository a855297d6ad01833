"""Articles that were withdrawn: what feeds and wires tell those who have a copy.

A removal notice names the entry and the instant, the reason and, if the text stays readable, the title. Of a vanished
article it has only the identifier, which means nothing to anybody without a copy, and only for a limited time.
"""

import dataclasses
import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.history import public_so_far
from news.kits.stories import printable
from news.models import Edition, Tombstone, Withdrawal
from publishing import clock
from publishing.addresses import absolute_url
from publishing.prepared import Param, PreparedQuery
from publishing.visitors import with_past_editions
from syndication import ids

Kind = Withdrawal.Kind
MAX_DEPARTURES = 50
LISTED_FOR = datetime.timedelta(days=90)
VANISHED_LISTED_FOR = datetime.timedelta(days=30)


@dataclasses.dataclass(frozen=True)
class Departure:
    """The removal of an entry. `kind` is one of Withdrawal.Kind, None for a vanished article."""

    article: int
    id: str
    language: str
    at: datetime.datetime
    kind: str | None
    reason: str
    title: str  # "" if readers may no longer see it
    url: str

    @property
    def is_announced(self):
        """Whether readers get a notice in words, and not only programs."""
        return self.kind is not None

    @property
    def headline(self):
        """The title of the entry about the removal."""
        with override(self.language):
            if self.kind == Kind.SUPERSEDED:
                return _("An article was replaced by another one")
            return _("Withdrawn: %(title)s") % {"title": self.title} if self.title else _("An article was withdrawn")


_BURIED = PreparedQuery(
    lambda: Tombstone.objects.filter(
        feed="news", language=Param("language"), at__lte=Param("now"), at__gt=Param("since")
    ).order_by("-at", "-id")[:MAX_DEPARTURES]
)


def of(language):
    """Return the Departures of the last months in `language`, the newest first, without returned articles."""
    now = clock.now()
    stones = {}
    for stone in _BURIED.fetch(language=language, now=now, since=now - LISTED_FOR):
        stones.setdefault(_article(stone), stone)
    if not stones:
        return []
    returned = set(Edition.objects.public(now).in_language(language).filter(article__in=stones).values_list("article"))
    stones = {article: stone for article, stone in stones.items() if (article,) not in returned}
    exits = _exits(language, stones)
    titles = _titles(language, [article for article, exit in exits.items() if exit.kind == Kind.WITHDRAWN])
    found = [_departure(stone, exits.get(article), titles.get(article, "")) for article, stone in stones.items()]
    return [departure for departure in found if departure.is_announced or departure.at > now - VANISHED_LISTED_FOR]


def _article(stone):
    return int(stone.entry.rsplit("/", 1)[-1])


def _exits(language, articles):
    """Return {article: its last withdrawal}, as far as visitors may know it."""
    exits = Withdrawal.objects.filter(article__in=articles, language=language, at__lte=clock.SiteNow())
    last = {exit.article_id: exit for exit in exits.order_by("at", "id")}
    return {article: exit for article, exit in last.items() if exit.kind != Kind.VANISHED}


def _titles(language, articles):
    with with_past_editions():
        past = public_so_far(language).filter(article__in=articles).order_by("number")
        return dict(past.values_list("article", "title"))


def _departure(stone, exit, title):
    article = _article(stone)
    with override(stone.language):
        address = absolute_url(reverse("news:detail", args=[article, "article"]))
    return Departure(
        article=article,
        id=ids.tag(f"{stone.entry}/{stone.language}"),
        language=stone.language,
        at=stone.at,
        kind=exit and exit.kind,
        reason=printable(exit.reason) if exit else "",
        title=printable(title),
        url=address if exit else "",
    )
