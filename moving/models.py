"""What was found on an old site, and what became of each page and file of it.

A page of a source ends as exactly one of taken, waiting and left out; moving/books.py adds them up. Where the old
addresses lead stands in a table of its own, which outlives every batch.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from council.models import Meeting
from moving import spelling
from news.models import Attachment, Edition
from photos.models import Photo
from publishing import clock


class Source(models.Model):
    """An old site as somebody saved it. It is only read, and only while a batch is made of it."""

    class Kind(models.TextChoices):
        FOLDER = "folder", _("Folder of saved pages")
        WARC = "warc", _("WARC archive of a crawler")
        WORDPRESS = "wordpress", _("WordPress export")
        FEED = "feed", _("Feed")
        WORD = "word", _("Folder of Word documents")
        TABLE = "table", _("CSV or JSON table")
        ARCHIVE = "archive", _("Public archive of another press office")
        CRAWL = "crawl", _("Website")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    place = models.CharField(_("place"), max_length=1000)  # the path of the folder or file, or the address of the site
    begun_at = models.DateTimeField(_("begun"), db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-id"]
        default_permissions = ["view", "change"]
        constraints = [models.UniqueConstraint(fields=["kind", "place"], name="moving_source_once")]

    def __str__(self) -> str:
        return self.place


class Batch(models.Model):
    """The pages of a source that are read, imported, released and taken back together."""

    class Stage(models.TextChoices):
        READING = "reading", _("Being read")
        READ = "read", _("Read, nothing imported yet")
        DRAFTED = "drafted", _("Imported as drafts")
        RELEASED = "released", _("Public")
        TAKEN_BACK = "taken back", _("Taken back")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches")
    profile = models.JSONField(default=dict)  # the profile with which it was read (moving/profiles.py)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.READING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"), db_default=clock.SiteNow())
    released_at = models.DateTimeField(_("released"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("imported together", "batch")
        verbose_name_plural = pgettext_lazy("imported together", "batches")
        ordering = ["-id"]
        default_permissions = ["view", "change"]

    def __str__(self) -> str:
        return f"{self.source}, {self.begun_at:%Y-%m-%d}"


class SourcePage(models.Model):
    """One page of a source: its bytes as evidence, what was read from it, and what became of it."""

    class Outcome(models.TextChoices):
        UNREAD = "unread", _("Not read yet")
        TAKEN = "taken", pgettext_lazy("page of an old site", "Taken")
        WAITING = "waiting", pgettext_lazy("page of an old site", "Waiting")
        LEFT_OUT = "left out", pgettext_lazy("page of an old site", "Left out")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="pages")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="pages")
    name = models.CharField(max_length=2000)  # within the source: a path, the number of a record
    address = models.CharField(max_length=2000, blank=True)  # on the old site, byte for byte
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    encoding = models.CharField(max_length=40, blank=True)

    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.UNREAD)
    reasons = models.JSONField(default=list)  # why it waits or is left out: keys of moving/reasons.py
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    # {field: {"value": …, "origin": where it was found, "sure": "sure", "likely", "unsure" or "missing",
    # "others": [further candidates]}}, see moving/reading.py.
    reading = models.JSONField(default=dict)
    title = models.CharField(max_length=300, blank=True)  # copied from the reading, for lists
    language = models.CharField(max_length=10, blank=True)
    shown_on = models.DateField(null=True)
    twin = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    same_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="copies")

    words = models.PositiveIntegerField(default=0)  # of the page, without what stands on other pages
    words_lost = models.PositiveIntegerField(default=0)  # of these, how many do not stand in the article
    images_found = models.PositiveIntegerField(default=0)
    images_taken = models.PositiveIntegerField(default=0)
    links_rewritten = models.PositiveIntegerField(default=0)

    article_number = models.BigIntegerField(null=True)  # reserved, so that links lead there before it exists
    edition = models.ForeignKey(Edition, on_delete=models.SET_NULL, null=True, related_name="source_pages")

    class Meta:
        verbose_name = _("page of an old site")
        verbose_name_plural = _("pages of an old site")
        ordering = ["id"]
        default_permissions = ["view", "change"]
        constraints = [
            models.UniqueConstraint(fields=["source", "name"], name="moving_sourcepage_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["unread", "taken"]) | ~Q(reasons=[]), name="moving_sourcepage_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "outcome", "id"], name="moving_sourcepage_outcome"),
            models.Index(fields=["source", "sha256"], name="moving_sourcepage_sha256"),
            models.Index(fields=["address"], name="moving_sourcepage_address"),
        ]

    def __str__(self) -> str:
        return self.address or self.name


class ProposedMeeting(models.Model):
    """An imported report tells of a meeting, as its page's reading says; somebody decides whether the record has it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("meeting in an old report", "Waiting")
        TAKEN = "taken", pgettext_lazy("meeting in an old report", "Taken")
        LEFT_OUT = "left out", pgettext_lazy("meeting in an old report", "Left out")

    page = models.OneToOneField(SourcePage, on_delete=models.CASCADE, related_name="proposed_meeting")
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, default=Outcome.WAITING)
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, related_name="+")
    is_new = models.BooleanField(default=False)  # whether the record has the meeting from this report
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("meeting in an old report")
        verbose_name_plural = _("meetings in old reports")
        ordering = ["id"]
        default_permissions = []
        indexes = [
            models.Index(fields=["id"], name="moving_proposedmeeting_wait", condition=Q(outcome="waiting")),
        ]

    def __str__(self):
        return str(self.page)


class BatchAct(models.Model):
    """Somebody has asked for a large batch to be released or taken back; the worker does it, and says how far it is."""

    class What(models.TextChoices):
        RELEASE = "release", pgettext_lazy("batch", "Release")
        TAKE_BACK = "take back", _("Take back")

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="acts")
    what = models.CharField(max_length=9, choices=What)
    reason = models.TextField(blank=True)  # for readers, of what is taken back
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=clock.SiteNow())
    total = models.PositiveIntegerField()  # texts
    done = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10)  # of whoever asked, for the refusal
    refusal = models.TextField(blank=True)  # why it was refused, '' if it was done

    class Meta:
        verbose_name = _("act on a batch")
        verbose_name_plural = _("acts on batches")
        ordering = ["-id"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["batch"], condition=Q(ended_at__isnull=True), name="moving_batchact_one_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.batch}, {self.asked_at:%Y-%m-%d %H:%M}"


class SourceFile(models.Model):
    """A photograph or a document of an old site, and the one of ours that it became."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="files")
    address = models.CharField(max_length=2000)  # on the old site, byte for byte
    sha256 = models.CharField(max_length=64, blank=True)
    photo = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True, related_name="+")
    attachment = models.ForeignKey(Attachment, on_delete=models.SET_NULL, null=True, related_name="+")
    is_new = models.BooleanField(default=False)  # whether the library has the photo from this import

    class Meta:
        verbose_name = _("file of an old site")
        verbose_name_plural = _("files of an old site")
        ordering = ["id"]
        default_permissions = ["view"]
        constraints = [models.UniqueConstraint(fields=["source", "address"], name="moving_sourcefile_once")]

    def __str__(self) -> str:
        return self.address


THINGS_WITH_PAGES = ["article", "photo", "document", "meeting", "album", "person"]


class OldAddress(models.Model):
    """An address of the site that was, and where it leads; moving.addresses writes and reads it.

    It names the thing and not the thing's address, so it cannot lead to another old address, and follows the thing when
    its title or file changes. The database shows a row to visitors only while they may see the thing
    (moving/sql/addresses.sql).
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        PHOTO = "photo", _("page of a photo")
        PHOTO_FILE = "photo file", _("photo itself")
        FILE = "file", _("file")
        DOCUMENT = "document", _("document")
        MEETING = "meeting", _("meeting")
        ALBUM = "album", _("album")
        PERSON = "person", _("person")
        PAGE = "page", _("page of the site")
        GONE = "gone", _("nothing: gone (410)")

    host = models.CharField(_("host"), max_length=253)  # in lower case, without “www.” and port
    address = models.CharField(_("old address"), max_length=spelling.MAX_LENGTH)  # byte for byte, with the query
    spelling = models.CharField(max_length=spelling.MAX_LENGTH, db_index=True, editable=False)  # spelling.plain()
    kind = models.CharField(_("leads to"), max_length=10, choices=Kind)
    number = models.BigIntegerField(null=True)  # of the article, photo, document, meeting, album or person
    key = models.CharField(max_length=32, blank=True)  # of the file
    page = models.CharField(max_length=500, blank=True)  # the path of a page of ours
    language = models.CharField(_("language"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["address", "host"]
        constraints = [
            models.UniqueConstraint(fields=["host", "address"], name="moving_one_target"),
            models.CheckConstraint(
                condition=(Q(kind__in=THINGS_WITH_PAGES, number__isnull=False, key="", page="") & ~Q(language=""))
                | Q(kind="photo file", number__isnull=False, key="", page="")
                | (Q(kind="file", number__isnull=True, page="") & ~Q(key=""))
                | (Q(kind="page", number__isnull=True, key="") & ~Q(page=""))
                | Q(kind="gone", number__isnull=True, key="", page=""),
                name="moving_leads_to_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "number"], name="moving_leads_to", condition=Q(number__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.host}{self.address}"


class AskedInVain(models.Model):
    """How often an address that leads nowhere was asked for on one day; of who asked, nothing is kept.

    moving.asked writes it, and keeps it small.
    """

    host = models.CharField(max_length=253)
    address = models.CharField(max_length=spelling.MAX_LENGTH)
    day = models.DateField()  # at the press office
    times = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("address asked for in vain")
        verbose_name_plural = _("addresses asked for in vain")
        ordering = ["-day", "-times", "id"]
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["host", "address", "day"], name="moving_asked_once_a_day")]
        indexes = [models.Index(fields=["day", "times"], name="moving_asked_most")]

    def __str__(self) -> str:
        return f"{self.host}{self.address}"


class Import(models.Model):
    """A source that the worker reads, or imports as drafts, for somebody at the desk (moving/imports.py)."""

    class Goal(models.TextChoices):
        DRY_RUN = "dry run", _("Dry run")
        DRAFTS = "drafts", _("Import as drafts")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("import", "Waits for its turn")
        RUNNING = "running", pgettext_lazy("import", "Under way")
        PAUSED = "paused", pgettext_lazy("import", "Paused")
        STOPPED = "stopped", pgettext_lazy("import", "Stopped")
        DONE = "done", pgettext_lazy("import", "Done")
        BROKEN_OFF = "broken off", pgettext_lazy("import", "Broken off")

    place = models.CharField(_("source"), max_length=500)  # its name in the folder of old sites (moving/places.py)
    goal = models.CharField(_("what is done"), max_length=7, choices=Goal)
    profile_name = models.CharField(_("profile"), max_length=100, blank=True)
    profile = models.JSONField(default=dict)  # with the section that was chosen (moving/profiles.py)
    language = models.CharField(max_length=10)  # of the sentence that says why it broke off

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    wish = models.CharField(max_length=7, blank=True)  # the state that somebody asked for while it was under way
    refusal = models.TextField(blank=True)  # why it broke off
    step = models.CharField(max_length=10, blank=True)  # a key of moving.progress.WORDS
    done = models.PositiveBigIntegerField(default=0)  # of the step
    total = models.PositiveBigIntegerField(default=0)  # of the step, 0 if it is not known
    step_at = models.DateTimeField(null=True)  # when the step began
    seen_at = models.DateTimeField(null=True)  # when the worker was last at it

    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"), db_default=clock.SiteNow())
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("of an old site", "import")
        verbose_name_plural = pgettext_lazy("of an old site", "imports")
        ordering = ["-id"]
        default_permissions = ["view", "add", "change"]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(state__in=["waiting", "running", "paused"]), name="moving_one_import"
            ),
        ]

    def __str__(self):
        return self.place


class SavedProfile(models.Model):
    """A profile made at the desk: what is known of the layout of an old site (moving/profiles.py)."""

    name = models.SlugField(_("name"), max_length=50, unique=True)
    values = models.JSONField(default=dict)  # what its TOML says
    points = models.JSONField(default=dict)  # {field: [[number of the sample page, path of the element], …]}
    place = models.CharField(_("source"), max_length=500, blank=True)  # from which the sample pages come
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")  # who changed it last
    changed_at = models.DateTimeField(_("changed"), db_default=clock.SiteNow())

    class Meta:
        verbose_name = pgettext_lazy("of an old site", "profile")
        verbose_name_plural = pgettext_lazy("of an old site", "profiles")
        ordering = ["name"]
        default_permissions = ["view", "add", "change", "delete"]

    def __str__(self):
        return self.name


class SamplePage(models.Model):
    """A page of a source on which a profile is made: the first three are pointed at, ten more show what it reads."""

    profile = models.ForeignKey(SavedProfile, on_delete=models.CASCADE, related_name="sample")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=2000)
    address = models.CharField(max_length=2000, blank=True)
    charset = models.CharField(max_length=40, blank=True)  # as the server named it
    data = models.BinaryField()

    class Meta:
        verbose_name = _("sample page of a profile")
        verbose_name_plural = _("sample pages of a profile")
        ordering = ["profile", "position"]
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["profile", "position"], name="moving_sample_once")]

    def __str__(self):
        return self.address or self.name
