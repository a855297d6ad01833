"""Quotes: who said which words of a text, when and where."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from council.models import Person
from news.models.articles import Article
from publishing import clock

MAX_WORDS = 3000  # characters of one quote
MAX_SPEAKER = 300  # characters
MAX_PLACE = 200  # characters


class Quote(models.Model):
    """Words of a text in one language, with who said them. The same quote in another language has the same `utterance`.

    Visitors see it once it is confirmed, and exactly while a public edition of the article in this language has these
    words (news/sql/quotes.sql). It is never changed: what was wrong is removed and noted anew.
    """

    utterance = models.UUIDField(default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="quotes", db_index=False)
    language = models.CharField(_("language"), max_length=10)
    spoken_in = models.CharField(_("said in"), max_length=10)  # another language: these words are a translation
    words = models.TextField(_("words"), max_length=MAX_WORDS)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="quotes", db_index=False
    )
    # Printed instead of name and title where no office of the person is on record for the day.
    speaker = models.CharField(_("introduced as"), max_length=MAX_SPEAKER, blank=True)
    said_on = models.DateField(pgettext_lazy("quote", "said on"))
    place = models.CharField(_("place"), max_length=MAX_PLACE, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=clock.SiteNow())
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["id"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["utterance", "language"], name="news_quote_once_in_a_language"),
            models.CheckConstraint(condition=Q(words__regex=r"\S"), name="news_quote_has_words"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(speaker__regex=r"\S"), name="news_quote_has_a_speaker"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="news_quote_confirmed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["article", "language"], name="news_quote_of_article"),
            models.Index(
                F("person"), F("language"), F("said_on").desc(), F("id").desc(),
                name="news_quote_of_person",
                condition=Q(person__isnull=False, confirmed_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.words

    @property
    def is_translation(self):
        return self.language != self.spoken_in


class PlaceInEdition(Func):
    """Where the words, the second argument, begin in an edition's text, counted in letters from 1; 0: nowhere."""

    function = "news_place_in_edition"  # news/sql/quotes.sql
    output_field = models.IntegerField()
