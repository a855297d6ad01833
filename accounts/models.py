"""Events of the desk's accounts, which only administrators see."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock


class AccountEvent(models.Model):
    """One event of an account; part of the sealed record, never changed and never deleted."""

    class What(models.TextChoices):
        LOG_IN = "log-in", _("logged in")
        NEW_PLACE = "new-place", _("logged in from a new place")
        LOCKED = "locked", _("log-in locked after wrong passwords or codes")
        PASSWORD_CHANGED = "password", _("changed the password")
        PASSWORD_RESET = "reset", _("set a new password by email")
        PASSWORD_GIVEN = "given", _("was given a new password")
        APP_ADDED = "app-added", _("set up an authenticator app")
        APP_REMOVED = "app-removed", _("removed the authenticator app")
        PASSKEY_ADDED = "key-added", _("added a passkey")
        PASSKEY_REMOVED = "key-removed", _("removed a passkey")
        CODES_MADE = "codes", _("created new recovery codes")
        CODE_USED = "code-used", _("logged in with a recovery code")
        FACTORS_RESET = "factors", _("two-step verification reset by an administrator")
        SESSIONS_ENDED = "sessions", _("was logged out everywhere")
        ROLES_CHANGED = "roles", _("has other roles")
        CLOSED = "closed", _("account closed")
        OPENED = "opened", _("account opened again")

    at = models.DateTimeField(_("when"), db_default=clock.SiteNow())
    what = models.CharField(_("what"), max_length=12, choices=What)
    # None for an unknown name: the typed text may be a password, so it is not stored.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="account_events",
        verbose_name=_("account"),
    )  # fmt: skip
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by"),
        help_text=_("Who did it, if it was not the owner of the account."),
    )  # fmt: skip
    address = models.GenericIPAddressField(_("address"), null=True)
    browser = models.CharField(_("browser"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("account event")
        verbose_name_plural = _("account events")
        ordering = ["-at", "-id"]
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="accounts_event_newest"),
            models.Index(fields=["person", "what", "-at"], name="accounts_event_person"),
        ]

    def __str__(self):
        return f"{self.person or '–'}: {self.get_what_display()}"
