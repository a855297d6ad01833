"""What was signed: an append-only log of hashes, and the statements behind the hashes.

Visitors may read the whole log, which has only hashes and instants. They may read a statement, which has the words, as
long as they may read its edition.
"""

import json
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from news.models import Edition
from photos.models import Photo


class Entry(models.Model):
    """One signed line of the log, with the SHA-256 of the line before. The database refuses to change or delete it."""

    class What(models.TextChoices):
        KEY = "key"  # a key signs from here on
        REVOKED = "revoked"  # the signatures of a key are invalid from an instant on
        ISSUED = "issued"  # an edition became public
        REPLACED = "replaced"  # the next edition replaced it
        WITHDRAWN = "withdrawn"  # it ended
        PHOTO = "photo"  # the public files of a photo
        RECORD = "record"  # the record of who did what, as it was then (publishing.record)

    number = models.PositiveBigIntegerField(primary_key=True)
    what = models.CharField(max_length=9, choices=What)
    at = models.DateTimeField()  # of the signing
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)  # of the statement
    files = ArrayField(models.CharField(max_length=64), default=list)  # their SHA-256
    key = models.CharField(max_length=43)
    line = models.TextField()
    digest = models.CharField(max_length=64)  # the SHA-256 of the line
    change = models.BigIntegerField(null=True, unique=True)  # the numbered change it answers (publishing.changes)
    record = models.BigIntegerField(null=True)  # the last sealed entry of the record that it signs

    class Meta:
        verbose_name = "entry of the log"
        verbose_name_plural = "log"
        ordering = ["number"]
        default_permissions = []
        indexes = [GinIndex(fields=["files"], name="authenticity_entry_files")]

    def __str__(self) -> str:
        return f"{self.number} {self.what}"

    @property
    def content(self) -> dict[str, Any]:
        return json.loads(self.line)


class Seal(models.Model):
    """Connects an edition with the SHA-256 of its statement, which is in the log."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, primary_key=True, related_name="seal")
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "seal"
        verbose_name_plural = "seals"
        default_permissions = []

    def __str__(self) -> str:
        return self.sha256


class Statement(models.Model):
    """The words that were signed, as canonical JSON. Hidden while one of its photos is stopped."""

    seal = models.OneToOneField(Seal, on_delete=models.PROTECT, primary_key=True, related_name="statement")
    text = models.TextField()
    photos = ArrayField(models.BigIntegerField(), default=list)
    files = ArrayField(models.CharField(max_length=64), default=list)  # the SHA-256 of attachments

    class Meta:
        verbose_name = "signed statement"
        verbose_name_plural = "signed statements"
        default_permissions = []

    def __str__(self) -> str:
        return str(self.seal_id)


class IssuedFile(models.Model):
    """The SHA-256 of a public file of a photo; kept when the file is replaced."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="issued_files")
    rendition = models.BigIntegerField(unique=True)  # its row may be gone
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "issued file"
        verbose_name_plural = "issued files"
        default_permissions = []

    def __str__(self) -> str:
        return self.sha256
