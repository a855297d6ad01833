"""What is remembered of how the newsroom does. No visitor's connection ever reads any of it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Process(models.Model):
    """One process that serves the site, and its figures as it last told them (monitoring.serving)."""

    name = models.CharField(max_length=200, unique=True)  # machine, number and beginning
    node = models.CharField(max_length=120)  # the machine
    seen_at = models.DateTimeField(db_default=Now())
    figures = models.JSONField(default=dict)
    sampled = models.JSONField(default=dict)  # the figures when the history took them in

    class Meta:
        verbose_name = _("serving process")
        verbose_name_plural = _("serving processes")
        default_permissions = []

    def __str__(self):
        return self.name


class Sample(models.Model):
    """The figures of a few minutes, up to `at` (monitoring.history)."""

    at = models.DateTimeField(unique=True)
    figures = models.JSONField()

    class Meta:
        verbose_name = _("figures of some minutes")
        verbose_name_plural = _("figures of some minutes")
        default_permissions = []
        ordering = ["at"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"


class Verification(models.Model):
    """One reading of all originals: how many there were, and how many are not as they came."""

    at = models.DateTimeField(db_default=Now(), db_index=True)
    files = models.PositiveIntegerField()
    damaged = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("reading of all originals")
        verbose_name_plural = _("readings of all originals")
        default_permissions = []
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d}: {self.damaged} / {self.files}"
