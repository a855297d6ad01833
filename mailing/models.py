"""The outbox, and bounces and complaints by address."""

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing import clock


class Letter(models.Model):
    """One e-mail to one address: written by mailing.letters, sent by mailing.sending, identified by its `key`.

    Content and recipient are erased after a while; key, times and state stay.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("letter", "Waiting")
        SENDING = "sending", pgettext_lazy("letter", "On its way")
        SENT = "sent", pgettext_lazy("letter", "Sent")
        FAILED = "failed", pgettext_lazy("letter", "Rejected")
        DOUBT = "doubt", pgettext_lazy("letter", "Delivery unconfirmed")
        DROPPED = "dropped", pgettext_lazy("letter", "Not to be sent")

    key = models.CharField(_("what for"), max_length=200, unique=True)  # “enquiry 17 received”
    message_id = models.CharField(max_length=200, unique=True)
    address_digest = models.CharField(max_length=64, db_index=True)  # mailing.addresses.digest of `to`
    to = models.CharField(_("to"), max_length=254, blank=True)
    subject = models.TextField(_("subject"), blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    files = models.JSONField(default=list, db_default=Value([], models.JSONField()), blank=True)  # see letters.post
    reply_to = models.CharField(_("answers go to"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=10)
    once = models.BooleanField(default=False)  # better lost than sent twice
    # Only administrators see it, and it is erased as soon as it was sent.
    about_account = models.BooleanField(default=False, db_default=False)
    rank = models.PositiveSmallIntegerField(default=0)  # emails to one person go before those to many

    state = models.CharField(pgettext_lazy("letter", "state"), max_length=7, choices=State, default=State.WAITING)
    posted_at = models.DateTimeField(_("written"), db_default=clock.SiteNow())
    due_at = models.DateTimeField(_("next try"), db_default=clock.SiteNow())
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    claimed_by = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    bounced_at = models.DateTimeField(_("came back"), null=True, editable=False)
    answer = models.TextField(_("answer of the mail server"), blank=True, editable=False)
    erased_at = models.DateTimeField(_("content deleted"), null=True, editable=False)

    class Meta:
        verbose_name = _("email")
        verbose_name_plural = _("emails")
        ordering = ["-posted_at", "-id"]
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["rank", "due_at", "id"], name="mailing_letter_due", condition=Q(state="waiting")),
            models.Index(fields=["begun_at"], name="mailing_letter_begun", condition=Q(state="sending")),
            models.Index(fields=["state", "-posted_at", "-id"], name="mailing_letter_list"),
            models.Index(fields=["-posted_at", "-id"], name="mailing_letter_newest"),
            models.Index(fields=["settled_at"], name="mailing_letter_to_erase", condition=Q(erased_at__isnull=True)),
        ]

    def __str__(self):
        return self.key


class Address(models.Model):
    """Bounces and complaints of one address, which is stored only as a keyed digest."""

    class Closed(models.TextChoices):
        BOUNCES = "bounces", _("Emails were returned")
        COMPLAINT = "complaint", _("The recipient complained")
        DESK = "desk", _("Suppressed by the press office")

    digest = models.CharField(max_length=64, unique=True)
    bounces = models.PositiveIntegerField(_("returned emails"), default=0)
    complaints = models.PositiveIntegerField(_("complaints"), default=0)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_for = models.CharField(_("why"), max_length=9, choices=Closed, blank=True)
    said = models.TextField(_("what the mail server said"), blank=True)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering = ["-closed_at", "-id"]
        default_permissions = ["view"]

    def __str__(self):
        return self.digest[:12]
