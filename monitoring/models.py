"""Figures about the newsroom. Visitors' connections cannot read these tables."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Process(models.Model):
    """One serving process, with the figures it last reported (monitoring.serving)."""

    name = models.CharField(max_length=200, unique=True)  # machine, process id and start
    node = models.CharField(max_length=120)  # the machine
    seen_at = models.DateTimeField(db_default=Now())
    figures = models.JSONField(default=dict)
    sampled = models.JSONField(default=dict)  # the figures at the last sample

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
    """One check of all originals: how many there were, and how many are damaged or missing."""

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
