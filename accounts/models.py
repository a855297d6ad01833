"""Events of the desk's accounts, which only administrators see, and what each member of staff is told of."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.languages import interface_code


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
        INVITED = "invited", _("was sent a link to set a password")

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


class Occasion(models.TextChoices):
    """What a member of staff can be told of."""

    REVIEW = "review", _("Somebody asks for a review")
    SENT_BACK = "sent-back", _("Your text is sent back")
    APPROVED = "approved", _("Your text is approved")
    ENQUIRY = "enquiry", _("The deadline of an enquiry is near")
    ALARM = "alarm", _("An alarm of the system")


class ToldChoices(models.Model):
    """What one person wants to be told of. Where there is no answer, the role decides (accounts/telling.py)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("account"),
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default=interface_code)
    by_letter = models.JSONField(default=dict)  # {Occasion: whether}
    by_push = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("choices of what one is told")
        verbose_name_plural = _("choices of what one is told")
        default_permissions = []

    def __str__(self):
        return str(self.user)


class Told(models.Model):
    """Something that one person was told, so that nobody is told it twice; forgotten when it cannot come again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)  # “timeline 17”, “alarm MAIL”
    at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("told to somebody")
        verbose_name_plural = _("told to somebody")
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="accounts_told_once")]
        indexes = [models.Index(fields=["at"], name="accounts_told_at")]

    def __str__(self):
        return self.key


class PushBrowser(models.Model):
    """A browser in which one person has allowed notices: where its push service takes them, and what encrypts them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)  # whoever knows it could write there
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=30)
    name = models.CharField(_("browser"), max_length=60)
    added_at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("browser with notices")
        verbose_name_plural = _("browsers with notices")
        ordering = ["-added_at", "-id"]
        default_permissions = []

    def __str__(self):
        return self.name

    @property
    def digest(self):
        """By which a browser knows itself in the list."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()


class PushNotice(models.Model):
    """A notice that waits to be sent to one browser; deleted as soon as it was sent, or is too old."""

    browser = models.ForeignKey(PushBrowser, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    tag = models.CharField(max_length=100)
    posted_at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("notice for a browser")
        verbose_name_plural = _("notices for browsers")
        default_permissions = []

    def __str__(self):
        return self.tag


class DemoAccount(models.Model):
    """Says of an account that it belongs to the demo, and logs in on the machine itself alone."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        verbose_name = _("account of the demo")
        verbose_name_plural = _("accounts of the demo")
        default_permissions = []

    def __str__(self):
        return str(self.user)
