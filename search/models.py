"""The index of what is, will be or was public, and beside it that of what is not, for the desk alone. Only the
database's own functions write them (search/sql).

Visitors may not read these tables. They read the views of Found and Withdrawn, which show what is public at the time of
the query, so nothing has to run when something becomes public or ends.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Cast, Now, Substr
from django.utils.translation import gettext_lazy as _


class Searchable(models.Model):
    """One thing in one language: an edition of an article, a meeting, a document, a person, a photo, a standing page.

    A part of a thing that is public at other times than the thing (the office of a person, the people in a photo, the
    caption in an article) has a row of its own with its own range.
    """

    kind = models.CharField(max_length=10)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=10)
    part = models.CharField(max_length=30, default="")
    shown_on = models.DateField(null=True)
    tags = ArrayField(models.TextField())  # “section:3”, “year:2018”, “person:12”, “state:KG”, “number:1307”, “photos”
    title = models.TextField()
    body = models.TextField()
    files = models.TextField()  # the text of its files
    title_words = SearchVectorField()
    words = SearchVectorField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.language} {self.part}".rstrip()


def source_id() -> models.GeneratedField:
    """Return the field by which a row is marked and made anew: an article by its edition."""
    return models.GeneratedField(
        expression=models.Case(
            models.When(kind="article", then=Cast(Substr("part", len("edition ") + 1), models.BigIntegerField())),
            default="object_id",
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )


class Entry(Searchable):
    """The table itself. Its column `shown`, a multirange, is known to the database alone."""

    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    is_withdrawn = models.BooleanField(default=False)
    source_id = source_id()

    class Meta:
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language", "part"], name="search_entry_once")
        ]
        indexes = [
            models.Index(
                models.F("language"),
                models.F("shown_on").desc(nulls_last=True),
                models.F("id").desc(),
                name="search_entry_by_date",
            ),
            models.Index(fields=["kind", "source_id"], name="search_entry_source"),
        ]


class Unpublished(Searchable):
    """The same of drafts, and of whatever else visitors do not see and will not by itself. No view reads it."""

    source_id = source_id()

    class Meta:
        verbose_name = _("unpublished entry of the search")
        verbose_name_plural = _("unpublished entries of the search")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language", "part"], name="search_unpublished_once")
        ]
        indexes = [models.Index(fields=["kind", "source_id"], name="search_unpublished_source")]


class Mark(models.Model):
    """A change that the index has still to follow: the rows of this thing are to be made anew.

    Each change leaves its own marks, so that nobody waits for anybody; the same thing may have many.
    """

    kind = models.CharField(max_length=30)  # “photo”, or a group that search_concerned() knows: “photos of person”
    thing_id = models.BigIntegerField()
    hides = models.BooleanField(default=False, db_default=False)  # until then nothing is found by the old rows
    marked_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("mark of the search")
        verbose_name_plural = _("marks of the search")
        default_permissions = []
        indexes = [
            models.Index(fields=["kind", "thing_id"], name="search_mark_thing"),
            models.Index(fields=["kind", "thing_id"], name="search_mark_hides", condition=models.Q(hides=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"


class Found(Searchable):
    """A view: what is public now."""

    class Meta:
        managed = False
        db_table = "search_found"
        default_permissions = []


class Withdrawn(Searchable):
    """A view: the last editions of articles that were withdrawn and whose text stays, below the reason."""

    class Meta:
        managed = False
        db_table = "search_withdrawn"
        default_permissions = []


class Name(models.Model):
    """A form of the name of a person or a state, and its words."""

    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=20)  # the number of the person, the code of the state
    form = models.TextField()
    words = ArrayField(models.TextField())

    class Meta:
        verbose_name = _("name in the search")
        verbose_name_plural = _("names in the search")
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["kind", "key", "form"], name="search_name_once")]

    def __str__(self) -> str:
        return self.form


class Word(models.Model):
    """A word of any text, with parts of it by which a misspelling is found.

    A word is suggested only if something public contains it. The same word may have two rows, so that transactions
    never wait for each other.
    """

    word = models.CharField(max_length=40)
    beginnings = ArrayField(models.TextField())
    trigrams = ArrayField(models.TextField())

    class Meta:
        verbose_name = _("word in the search")
        verbose_name_plural = _("words in the search")
        default_permissions = []

    def __str__(self) -> str:
        return self.word


class FileText(models.Model):
    """The text of a stored file, read once by search.jobs. The database alone knows its column `number`."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        READ = "read", _("read")
        UNREADABLE = "unreadable", _("cannot be read")

    file = models.CharField(max_length=255, primary_key=True)  # its name in the storage
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_default=State.WAITING)
    text = models.TextField(default="", db_default="")
    was_cut = models.BooleanField(default=False, db_default=False)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")
        default_permissions = []
        indexes = [models.Index(fields=["file"], name="search_filetext_waiting", condition=models.Q(state="waiting"))]

    def __str__(self) -> str:
        return self.file
