"""Sums of what was read. Visitors' connections cannot read these tables, and nothing in them is of a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MAX_WORDS_LENGTH = 100  # characters of a search that is written down


class Kind(models.TextChoices):
    """In which form something was handed out."""

    PAGE = "page", pgettext_lazy("kind of reading", "Pages")
    PHOTO = "photo", pgettext_lazy("kind of reading", "Photographs in full size")
    PDF = "pdf", pgettext_lazy("kind of reading", "PDF")
    KIT = "kit", pgettext_lazy("kind of reading", "Press kits")
    FILE = "file", pgettext_lazy("kind of reading", "Other files")
    FEED = "feed", pgettext_lazy("kind of reading", "Feeds and calendars")
    WIRE = "wire", pgettext_lazy("kind of reading", "Wires")
    API = "api", pgettext_lazy("kind of reading", "API")


class About(models.TextChoices):
    """The kind of record that was read; a standing page is an article as well."""

    NOTHING = "", pgettext_lazy("kind of record", "Other pages")
    HOME = "home", pgettext_lazy("kind of record", "Home page")
    LIST = "list", pgettext_lazy("kind of record", "Lists")
    SEARCH = "search", pgettext_lazy("kind of record", "Search")
    ARTICLE = "article", pgettext_lazy("kind of record", "Texts")
    MEETING = "meeting", pgettext_lazy("kind of record", "Meetings")
    DOCUMENT = "document", pgettext_lazy("kind of record", "Documents")
    PERSON = "person", pgettext_lazy("kind of record", "People")
    ADVISORY = "advisory", pgettext_lazy("kind of record", "Media advisories")
    PHOTO = "photo", pgettext_lazy("kind of record", "Photographs")
    ALBUM = "album", pgettext_lazy("kind of record", "Albums")


class Reading(models.Model):
    """How often one thing was handed out in one language in one hour; after some weeks, on one day.

    Day and hour are those at the press office. An hour that a change of the clock repeats holds what both have.
    """

    day = models.DateField()
    hour = models.PositiveSmallIntegerField(null=True)  # 0 to 23; None: the whole day
    kind = models.CharField(max_length=8, choices=Kind.choices)
    about = models.CharField(max_length=8, choices=About.choices, blank=True)
    number = models.BigIntegerField(default=0)  # of the record, which may be gone by now
    language = models.CharField(max_length=35, blank=True)  # of an answer that has one
    is_program = models.BooleanField()
    times = models.BigIntegerField()

    class Meta:
        verbose_name = _("sum of what was read")
        verbose_name_plural = _("sums of what was read")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["day", "hour", "kind", "about", "number", "language", "is_program"],
                nulls_distinct=False,
                name="readership_once_an_hour",
            )
        ]
        indexes = [models.Index(fields=["about", "number", "day"], name="readership_of_a_thing")]

    def __str__(self):
        return f"{self.day} {self.kind} {self.about} {self.number}: {self.times}"


class Unfound(models.Model):
    """Words that were searched several times on one day, and nothing was found."""

    day = models.DateField()  # at the press office
    language = models.CharField(max_length=35)
    words = models.CharField(max_length=MAX_WORDS_LENGTH)
    times = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "words"], name="readership_unfound_once_a_day")
        ]

    def __str__(self):
        return self.words
