"""The index of what is, will be or was public. Only triggers write it (search/sql).

Visitors may not read these tables. They read the views of Found and Withdrawn, which show what is public at the time of
the query, so nothing has to run when something becomes public or ends.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.Model):
    """A language of the site and its text search configuration: a view that search.languages makes."""

    code = models.CharField(max_length=10, primary_key=True)
    configuration = models.CharField(max_length=63)

    class Meta:
        managed = False
        verbose_name = _("language of the search")
        verbose_name_plural = _("languages of the search")
        default_permissions = []

    def __str__(self) -> str:
        return self.code


class Searchable(models.Model):
    """One thing in one language: an edition of an article, a meeting, a document, a person, a photo.

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


class Entry(Searchable):
    """The table itself. Its column `shown`, a multirange, is known to the database alone."""

    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    is_withdrawn = models.BooleanField(default=False)

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
        ]


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
    threes = ArrayField(models.TextField())

    class Meta:
        verbose_name = _("word in the search")
        verbose_name_plural = _("words in the search")
        default_permissions = []

    def __str__(self) -> str:
        return self.word


class FileText(models.Model):
    """The text of a stored file, read once by search.jobs."""

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
