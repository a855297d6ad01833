"""The first run of an empty newsroom: who has the link, and what was typed so far."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock


class FirstRun(models.Model):
    """One row, from the first link on. Of secrets it has only hashes, and no password is ever in it."""

    link = models.CharField(max_length=64, blank=True)  # SHA-256 of the link's code; empty: the link was used
    link_until = models.DateTimeField()
    browser = models.CharField(max_length=64, blank=True)  # SHA-256 of the secret in the session that has begun
    typed = models.JSONField(default=dict)  # {step: {name of a control: [what was typed]}}
    done = models.JSONField(default=list)  # the steps without a fault
    more = models.JSONField(default=dict)  # {field of the identity: value} of a file, that no step asks for
    began_at = models.DateTimeField(db_default=clock.SiteNow())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("first run")
        verbose_name_plural = _("first run")
        default_permissions = []
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="desk_firstrun_one")]

    def __str__(self):
        return str(self._meta.verbose_name)
