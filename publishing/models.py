"""When a thing is public: the one rule for everything on the site, and the record of who did what.

An embargo is a `live_from` that lies ahead. The database's function is_live() decides, for querysets here and for the
policies in APP/sql/visitors.sql; Publishable.state() says the same of an object in Python.
"""

import datetime
from typing import Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing import clock
from publishing.checks import Problem
from publishing.languages import CODE, language_name
from publishing.localized import LocalizedText
from publishing.prepared import AnyOf

T = TypeVar("T", bound=models.Model)


class IsLive(Func):
    """Whether a range of two columns holds an instant; the rule stands in publishing/sql/is_live.sql."""

    function = "is_live"
    output_field = models.BooleanField()


class PublishableQuerySet(models.QuerySet[T]):
    def public(self, at: datetime.datetime | None = None) -> Self:
        """Keep what is public at the instant `at`; now, if none is given."""
        return self.filter(IsLive("live_from", "live_until", at or clock.SiteNow()))

    def unpublished(self) -> Self:
        """Keep what nobody has published or scheduled."""
        return self.filter(live_from__isnull=True)

    def scheduled(self, at: datetime.datetime | None = None) -> Self:
        """Keep what will become public after `at`."""
        return self.filter(live_from__gt=at or clock.SiteNow())


class Publishable(models.Model):
    """Something that visitors can see from `live_from` until `live_until`, this instant not included.

    Only publishing.actions sets them. `live_from` is null until somebody publishes or schedules the thing,
    `live_until` until somebody ends it.
    """

    class State(models.TextChoices):
        UNPUBLISHED = "unpublished", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        LIVE = "live", _("Live")
        ENDED = "ended", _("Ended")
        SET_ASIDE = "set aside", _("Never public")

    live_from = models.DateTimeField(_("public from"), null=True, blank=True, editable=False)
    live_until = models.DateTimeField(_("public until"), null=True, blank=True, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")),
                name="%(app_label)s_%(class)s_live_range",
            ),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_from__isnull=False),
                name="%(app_label)s_%(class)s_ends_after_start",
            ),
        ]
        indexes = [
            # The next opening and the next closing of anything are looked up all the time.
            models.Index(
                fields=["live_from"], name="%(app_label)s_%(class)s_from", condition=Q(live_from__isnull=False)
            ),
            models.Index(
                fields=["live_until"], name="%(app_label)s_%(class)s_until", condition=Q(live_until__isnull=False)
            ),
        ]

    def is_public(self, at: datetime.datetime | None = None) -> bool:
        """Tell whether visitors see this at the instant `at`; now, if none is given."""
        return self.state(at) == self.State.LIVE

    def state(self, at: datetime.datetime | None = None) -> State:
        """Return the State at the instant `at`; now, if none is given."""
        if self.live_from is None:
            return self.State.UNPUBLISHED
        at = at or clock.now()
        if at < self.live_from:
            return self.State.SCHEDULED
        return self.State.LIVE if self.live_until is None or at < self.live_until else self.State.ENDED

    def hold(self) -> None:
        """Lock the rows of this and its rivals until the transaction ends.

        They are always locked in the same order, so that two people who act on two of them do not deadlock.
        """
        family = type(self).objects.filter(pk=self.pk) | self.rivals()
        list(family.order_by("pk").select_for_update(of=("self",)).values_list("pk"))

    @property
    def chosen_end(self) -> datetime.datetime | None:
        """The instant at which it is to end by itself, whenever it opens; None for what stays."""
        return None

    def rivals(self) -> PublishableQuerySet:
        """Return the things that may not be public together with this one."""
        return type(self).objects.none()

    def rivals_before(self) -> PublishableQuerySet:
        """Return the rivals that must open before this one."""
        return self.rivals().none()

    def rivals_after(self) -> PublishableQuerySet:
        """Return the rivals that must open after this one."""
        return self.rivals().none()

    def problems(self) -> list[Problem]:
        """Return what is missing before this may be public: a list of publishing.checks.Problem."""
        return []

    def before_publishing(self, instant: datetime.datetime) -> None:
        """Set the fields that depend on `instant`, when this becomes public; called inside the transaction."""

    def after_publishing(self, instant: datetime.datetime) -> None:
        """Store what has to be kept about becoming public at `instant`; called inside the transaction."""

    def objection(self, by: User) -> str:
        """Return why `by` in particular may not publish this, or ''."""
        return ""

    def give_way(self, instant: datetime.datetime) -> list[str]:
        """Set what else changes when this is unscheduled at `instant`; return the names of the fields that were set.

        Called inside the transaction, before the range is removed.
        """
        return []

    def after_unscheduling(self) -> None:
        """Remove what after_publishing() stored; called inside the transaction."""

    def after_withdrawing(self, instant: datetime.datetime, reason: str, *, by: User) -> None:
        """Store what has to be kept about the withdrawal at `instant`; called inside the transaction."""


class Reviewable(Publishable):
    """A publishable thing that a second person reads before it goes out.

    An approval holds only for the text that was read, which `approved_digest` identifies. What goes out without an
    approval keeps the reason, and waits for somebody to approve it afterwards.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        APPROVED = "approved", _("Approved")

    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.DRAFT, editable=False)
    approved_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    unreviewed_reason = models.TextField(_("published without review because"), blank=True, default="", editable=False)

    edited_at = models.DateTimeField(_("saved"), auto_now=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("saved by")
    )
    version = models.PositiveIntegerField(default=1, editable=False)  # one more with every change

    class Meta(Publishable.Meta):
        abstract = True

    def digest(self) -> str:
        """Return the SHA-256, in hexadecimal, of everything that the approver reads."""
        raise NotImplementedError

    @property
    def is_approved(self) -> bool:
        """Whether somebody approved exactly the present text."""
        return self.stage == self.Stage.APPROVED and self.approved_digest == self.digest()

    @property
    def needs_review(self) -> bool:
        """Whether this may become public only after a review, or without one for a reason."""
        return True

    @property
    def is_unreviewed(self) -> bool:
        """Whether this went out, or will, without a review, and nobody has approved it since."""
        return bool(self.unreviewed_reason) and self.stage != self.Stage.APPROVED


class Language(models.Model):
    """A language in which the office writes, or has written: publishing/languages.py is asked for them."""

    code = models.CharField(_("code"), max_length=10, unique=True)  # in small letters, as in addresses: “kk”
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    is_on = models.BooleanField(_("switched on"), default=True)
    is_principal = models.BooleanField(_("required"), default=False)
    falls_back_to = models.CharField(_("missing words"), max_length=10, blank=True)  # the code of another language
    # publishing.catalogues.digest() of the site's words that a native speaker has read; '' while nobody has
    words_read = models.CharField(_("words read"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("language of texts")
        verbose_name_plural = _("languages of texts")
        ordering = ["position", "code"]
        default_permissions = ["change"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="publishing_language_code_of_bcp47"),
            models.CheckConstraint(
                condition=Q(is_on=True) | Q(is_principal=False), name="publishing_language_principal_is_on"
            ),
            models.CheckConstraint(condition=~Q(falls_back_to=F("code")), name="publishing_language_not_itself"),
        ]

    def __str__(self) -> str:
        return language_name(self.code)


def in_written_language() -> AnyOf:
    """Return the condition that a row's `language` is switched on, for queries that are compiled once."""
    codes = Language.objects.filter(is_on=True).order_by().values("code")
    return AnyOf(F("language"), ArraySubquery(codes))


class TimelineEntry(models.Model):
    """One thing somebody did to something, for people to read. The database refuses to change or delete entries."""

    class Verb(models.TextChoices):
        CREATED = "created", _("created")
        EDITED = "edited", _("edited")
        SUBMITTED = "submitted", _("sent for review")
        RETURNED = "returned", _("sent back")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")
        SCHEDULED = "scheduled", _("scheduled")
        UNSCHEDULED = "unscheduled", _("unscheduled")
        REPLACED = "replaced", _("replaced by a new edition")
        WITHDRAWN = "withdrawn", _("withdrew")
        RESCHEDULED = "rescheduled", _("rescheduled")
        RESTORED = "restored", _("restored from an earlier edition")
        DISCARDED = "discarded", _("discarded the draft")
        AMENDED = "amended", _("changed while public")
        LIMITED = "limited", _("limited who may read it")
        SHARED = "shared", _("sent a review link")
        CHECKED = "checked", _("compared with the original")
        ACCEPTED = "accepted", _("kept the text as is")
        ASSIGNED = "assigned", _("took on")
        ANSWERED = "answered", _("answered")
        REFUSED = "refused", _("refused")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("opened again")

    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, verbose_name=_("kind"))
    subject_id = models.PositiveBigIntegerField(_("number"))
    subject = GenericForeignKey("subject_type", "subject_id")
    verb = models.CharField(_("what"), max_length=12, choices=Verb)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="timeline", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), db_default=clock.SiteNow())
    takes_effect = models.DateTimeField(_("takes effect"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline")
        ordering = ["-at", "-id"]
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="publishing_timeline_subject"),
            models.Index(fields=["-at", "-id"], name="publishing_timeline_latest"),  # what was done last, to whatever
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_verb_display()}"


class Amendment(models.Model):
    """One change of something public that has no editions: by whom, of which kind, with the note for readers.

    A trigger writes it (publishing/sql/amendments.sql). Rows are only ever added.
    """

    class Kind(models.TextChoices):
        MINOR = "minor", _("Minor edit")
        UPDATE = "update", pgettext_lazy("kind of change", "Update")
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")

    act = models.UUIDField(editable=False)  # what was changed together
    subject_kind = models.CharField(_("kind"), max_length=60)  # “council.meeting”
    subject_id = models.PositiveBigIntegerField(_("number"))
    kind = models.CharField(_("kind of change"), max_length=13, choices=Kind)
    note = LocalizedText(_("editor's note"), long=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("change of something public")
        verbose_name_plural = _("changes of what is public")
        ordering = ["-at", "-id"]
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(fields=["act", "subject_kind", "subject_id"], name="publishing_amendment_once"),
            models.CheckConstraint(condition=Q(kind="minor") | ~Q(note={}), name="publishing_amendment_is_owned_up_to"),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="publishing_amendment_subject"),
            models.Index(fields=["-at", "-id"], name="publishing_amendment_told", condition=~Q(kind="minor")),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}: {self.get_kind_display()}"


class AmendedRow(models.Model):
    """What an amendment did to one row: the columns that differ, or all columns of a row that was added or deleted."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="rows")
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = _("changed row")
        verbose_name_plural = _("changed rows")
        ordering = ["id"]
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"


class SealedEntry(models.Model):
    """A numbered copy of an entry of the record; the hash of all copies is kept elsewhere (publishing.record).

    The database writes it (publishing/sql/sealed_record.sql) for each table with a trigger of publishing_note_unsealed.
    """

    sequence = models.BigIntegerField(primary_key=True)
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    content = models.JSONField()
    # The hash of the record up to here, in entries that were sealed by the first version of the software.
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("sealed entry of the record")
        verbose_name_plural = _("sealed entries of the record")
        ordering = ["sequence"]
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["table_name", "row_id"], name="publishing_sealed_once")]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.table_name} {self.row_id}"


class UnsealedEntry(models.Model):
    """An entry of the record that waits to be sealed; a trigger notes it in the entry's own transaction."""

    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("entry of the record to be sealed")
        verbose_name_plural = _("entries of the record to be sealed")
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"


class Boundary(models.Model):
    """An instant at which something becomes public, ends or was amended, until it is numbered as a Change.

    A trigger writes it in the transaction that sets the instant (publishing/sql/changes.sql).
    """

    subject_kind = models.CharField(max_length=60)  # “council.meeting”
    subject_id = models.PositiveBigIntegerField()
    what = models.CharField(max_length=7)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("coming change")
        verbose_name_plural = _("coming changes")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "what"], name="publishing_boundary_once")
        ]
        indexes = [models.Index(fields=["at"], name="publishing_boundary_at")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}: {self.what}"


class Change(models.Model):
    """Something that visitors could see from `at` on, or no longer, or with other content; numbered on first reading.

    A higher sequence is never committed before a lower one, so whoever has read up to a number has missed nothing
    (publishing.changes). What a consumer shows is the present state of the subject; a change only says: look again.
    """

    class What(models.TextChoices):
        OPENED = "opened", _("became public")
        CLOSED = "closed", _("ended")
        AMENDED = "amended", _("changed while public")

    sequence = models.BigAutoField(primary_key=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    what = models.CharField(max_length=7, choices=What)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("numbered change")
        verbose_name_plural = _("numbered changes")
        ordering = ["sequence"]
        default_permissions = []
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-sequence"], name="publishing_change_subject"),
            models.Index(fields=["subject_kind", "-at"], name="publishing_change_at"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.subject_kind} {self.subject_id} {self.what}"


class Right(models.Model):  # noqa: DJ008
    """No table: the rights that roles give, as permissions of Django's."""

    class Meta:
        managed = False
        default_permissions = []
        permissions = [
            ("write", _("Write texts and upload photographs")),
            ("translate", _("Translate texts")),
            ("submit", _("Send for review")),
            ("approve", _("Approve")),
            ("publish", _("Publish and schedule")),
            ("withdraw", _("Withdraw")),
        ]
