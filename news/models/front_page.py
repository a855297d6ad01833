"""What editors put on top of the home page: a lead and up to four articles below it, from an instant until another."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from publishing import dates
from publishing.models import Publishable

MAX_BELOW = 4  # articles below the lead


class FrontPage(Publishable):
    """One choice of articles for the top of the home page, with an end after which it is made by date again.

    The one that began last is shown until its end (news/sql/front_page.sql): it takes the place of an earlier one, and
    the earlier one does not come back.
    """

    ends_at = models.DateTimeField(_("until"))

    class Meta(Publishable.Meta):
        verbose_name = _("front page")
        verbose_name_plural = _("front page")
        ordering = ["-live_from", "-id"]
        default_permissions = ["view", "change"]

    def __str__(self):
        if self.live_from is None:
            return _t("Front page")
        return _t("Front page, %(moment)s") % {"moment": dates.moment_in_words(self.live_from)}

    @property
    def chosen_end(self):
        return self.ends_at


class FrontPlace(models.Model):
    """An article on a front page: at position 0 it leads. Where it is not public, its place is empty."""

    front_page = models.ForeignKey(FrontPage, on_delete=models.CASCADE, related_name="places")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="front_places")
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("place on the front page")
        verbose_name_plural = _("places on the front page")
        ordering = ["position"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["front_page", "position"], name="news_frontplace_position_once"),
            models.UniqueConstraint(fields=["front_page", "article"], name="news_frontplace_article_once"),
            models.CheckConstraint(condition=Q(position__lte=MAX_BELOW), name="news_frontplace_within_bounds"),
        ]

    def __str__(self):
        return str(self.article)
