"""Articles that were public and are not: what is said of them to those who hold a copy.

A tombstone names the entry and the instant. Beside it stands what readers may know: the reason and, where the text
stays readable, the title. Of what vanished nothing is said but the name, which means nothing to whoever never had it,
and only for as long as copies have to be found.
"""

import dataclasses
import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.history import public_so_far
from news.kits.stories import printable
from news.models import Edition, Tombstone, Withdrawal
from publishing import clock
from publishing.visitors import with_past_editions
from syndication import ids

Kind = Withdrawal.Kind
MAX_DEPARTURES = 50
LISTED_FOR = datetime.timedelta(days=90)
VANISHED_LISTED_FOR = datetime.timedelta(days=30)


@dataclasses.dataclass(frozen=True)
class Departure:
    """The end of an entry. `kind` is one of Withdrawal.Kind, None for what vanished."""

    article: int
    id: str
    language: str
    at: datetime.datetime
    kind: str | None
    reason: str
    title: str  # '' where readers may no longer know it
    url: str

    @property
    def is_told(self):
        """Whether readers are told in words, and not programs alone."""
        return self.kind is not None

    @property
    def headline(self):
        """The departure as the title of an entry."""
        with override(self.language):
            if self.kind == Kind.SUPERSEDED:
                return _("An article was replaced by another one")
            return _("Withdrawn: %(title)s") % {"title": self.title} if self.title else _("An article was withdrawn")


def of(language):
    """Return the Departures of the last months in `language`, the newest first, without what has come back."""
    now = clock.now()
    stones = {}
    buried = Tombstone.objects.filter(feed="news", language=language, at__lte=now, at__gt=now - LISTED_FOR)
    for stone in buried.order_by("-at", "-id")[:MAX_DEPARTURES]:
        stones.setdefault(_article(stone), stone)
    if not stones:
        return []
    returned = set(Edition.objects.public(now).in_language(language).filter(article__in=stones).values_list("article"))
    stones = {article: stone for article, stone in stones.items() if (article,) not in returned}
    exits = _exits(language, stones)
    titles = _titles(language, [article for article, exit in exits.items() if exit.kind == Kind.WITHDRAWN])
    found = [_departure(stone, exits.get(article), titles.get(article, "")) for article, stone in stones.items()]
    return [it for it in found if it.is_told or it.at > now - VANISHED_LISTED_FOR]


def _article(stone):
    return int(stone.entry.rsplit("/", 1)[-1])


def _exits(language, articles):
    """Return {article: how it left last}, as far as visitors may know."""
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
        address = settings.SITE_URL + reverse("news:detail", args=[article, "article"])
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
