"""Sums of what was read. Visitors' connections cannot read these tables, and nothing in them is of a person."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from readership.sources import MAX_HOST_LENGTH

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


class TakenUp(models.Model):
    """How often something was taken up on one day: read from another site's link, or fetched by a named program.

    `kind` is Kind.PAGE for links, and then `by` is the host of the site; otherwise it is the name of the program.
    """

    day = models.DateField()  # at the press office
    kind = models.CharField(max_length=8, choices=Kind.choices)
    about = models.CharField(max_length=8, choices=About.choices, blank=True)
    number = models.BigIntegerField(default=0)  # of the record, which may be gone by now
    by = models.CharField(max_length=MAX_HOST_LENGTH)
    times = models.BigIntegerField()

    class Meta:
        verbose_name = _("who took up a text")
        verbose_name_plural = _("who took up texts")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "about", "number", "by"], name="readership_taken_once_a_day")
        ]
        indexes = [models.Index(fields=["about", "number"], name="readership_taken_of_a_thing")]

    def __str__(self):
        return f"{self.day} {self.by}: {self.times}"


class Cutting(models.Model):
    """That an outlet wrote about a text, or took it over; added by hand."""

    article = models.ForeignKey("news.Article", on_delete=models.CASCADE, related_name="cuttings")
    outlet = models.CharField(_("media outlet"), max_length=100)
    address = models.URLField(_("address"), max_length=500, blank=True)
    published_on = models.DateField(_("published on"))
    line = models.CharField(_("what it says, in a line"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("press cutting")
        verbose_name_plural = _("press cuttings")
        default_permissions = []
        ordering = ["-published_on", "-pk"]

    def __str__(self):
        return self.outlet


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
