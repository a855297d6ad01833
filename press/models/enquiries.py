"""Enquiries of the press, their answers, and approved lines."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing import clock, moments
from publishing.localized import LocalizedText

STAFF = settings.AUTH_USER_MODEL


class EnquiryQuerySet(models.QuerySet):
    def open(self):
        """Keep the enquiries that wait for an answer."""
        return self.filter(state__in=Enquiry.OPEN)

    def overdue(self, now=None):
        """Keep the enquiries that wait for an answer past their deadline."""
        return self.open().filter(deadline__lte=now or clock.SiteNow())

    def most_urgent_first(self):
        return self.order_by(F("deadline").asc(nulls_last=True), "received_at", "id")


class Enquiry(models.Model):
    """One enquiry: who asks, the deadline, and the state of the answer.

    The journalist's page is found by the token: a number could be guessed. Personal data is erased after a while
    (press.erasing); number and times stay.
    """

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("enquiry", "Received")
        WORKING = "working", pgettext_lazy("enquiry", "Being worked on")
        ANSWERED = "answered", pgettext_lazy("enquiry", "Answered")
        CLOSED = "closed", pgettext_lazy("enquiry", "Closed")

    class Topic(models.TextChoices):
        COMMENT = "comment", _("A question for comment")
        INTERVIEW = "interview", _("Interview")
        PICTURES = "pictures", _("Photographs or video")
        ACCREDITATION = "accreditation", _("Accreditation")
        CORRECTION = "correction", _("Correction of a text")
        OTHER = "other", _("Something else")

    class Source(models.TextChoices):
        FORM = "form", pgettext_lazy("enquiry", "Form on the site")
        CALL = "call", pgettext_lazy("enquiry", "Call")

    OPEN = (State.RECEIVED, State.WORKING)

    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    token = models.CharField(max_length=64, unique=True, editable=False)
    sent_key = models.CharField(max_length=64, unique=True, null=True, editable=False)  # of the form sent

    source = models.CharField(
        _("how it came"), max_length=6, choices=Source, default=Source.FORM, db_default=Source.FORM, editable=False
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    outlet = models.CharField(_("media outlet"), max_length=200, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    question = models.TextField(_("question"), blank=True)
    file = models.CharField(max_length=300, blank=True, editable=False)  # its name in the storage
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    file_size = models.PositiveIntegerField(default=0, editable=False)

    topic = models.CharField(_("subject"), max_length=13, choices=Topic, default=Topic.COMMENT)
    article_id = models.PositiveBigIntegerField(_("article"), null=True, blank=True)  # press may not import news
    language = models.CharField(_("language of the answer"), max_length=10)
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    zone = models.CharField(_("on the clocks of"), max_length=40, default=moments.our_zone)

    state = models.CharField(
        pgettext_lazy("publication", "state"), max_length=8, choices=State, default=State.RECEIVED, editable=False
    )
    assigned_to = models.ForeignKey(
        STAFF, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("assigned to")
    )
    received_at = models.DateTimeField(_("received"), db_default=clock.SiteNow())
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    escalated = models.PositiveSmallIntegerField(default=0, editable=False)  # the last level of warning that was sent
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # raised by every answer and closing

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-year", "-serial"]
        default_permissions = ["view", "change"]
        permissions = [("answer_enquiry", _("Answer and close enquiries"))]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="press_enquiry_number"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(name="", outlet="", email="", phone="", question="", file="", file_name="", sent_key__isnull=True),
                name="press_enquiry_erased_is_empty",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline", "received_at"],
                name="press_enquiry_open",
                condition=Q(state__in=["received", "working"]),
            ),
            models.Index(fields=["received_at"], name="press_enquiry_to_erase", condition=Q(erased_at__isnull=True)),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("press:enquiry-state", args=[self.token])

    @property
    def number(self):
        return f"{self.year}-{self.serial:04d}"

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def is_call(self):
        return self.source == self.Source.CALL


class EnquiryNumber(models.Model):
    """The last number used in a year; the row is locked while taking the next, so that none is used twice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"{self.year}-{self.last:04d}"


class EnquiryNote(models.Model):
    """A note among colleagues about an enquiry; the journalist never sees it."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"))
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-at", "-id"]
        default_permissions = []

    def __str__(self):
        return f"{self.enquiry_id}, {self.at:%d.%m.%Y}"


class ApprovedLine(models.Model):
    """A text to use in answers, once somebody other than its writer has approved it."""

    title = models.CharField(_("title"), max_length=200, help_text=_("For the desk: what the words are about."))
    text = LocalizedText(_("words"), long=True)
    written_by = models.ForeignKey(
        STAFF, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), db_default=clock.SiteNow(), editable=False)
    approved_by = models.ForeignKey(
        STAFF, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("approved line")
        verbose_name_plural = _("approved lines")
        ordering = ["title", "id"]
        permissions = [("approve_approvedline", _("Approve lines for answers"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("written_by")),
                name="press_approvedline_two_people",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_approved(self):
        return self.approved_at is not None


class EnquiryAnswer(models.Model):
    """An answer that was sent or given by telephone, and the approved lines in it."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("answer"), blank=True)
    is_spoken = models.BooleanField(_("given by telephone"), default=False, db_default=False)
    by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=clock.SiteNow())
    lines = models.ManyToManyField(ApprovedLine, related_name="answers", blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["at", "id"]
        default_permissions = []

    def __str__(self):
        return f"{self.enquiry_id}, {self.at:%d.%m.%Y}"


class EnquiryFile(models.Model):
    """A file that was sent with an answer; `file` is its name in the storage, which has no public address."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="files")
    answer = models.ForeignKey(EnquiryAnswer, on_delete=models.CASCADE, related_name="files")
    file = models.CharField(max_length=300)
    file_name = models.CharField(max_length=200)
    file_size = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        ordering = ["id"]
        default_permissions = []

    def __str__(self):
        return self.file_name


class EnquirySettings(models.Model):
    """Settings about enquiries, in one row."""

    DAYS = 180

    days = models.PositiveSmallIntegerField(
        _("Days until personal data is deleted"),
        default=DAYS,
        help_text=_("Counted from the day an enquiry is closed. Journalists see this next to the enquiry form."),
    )

    class Meta:
        verbose_name = _("settings of enquiries")
        verbose_name_plural = _("settings of enquiries")
        default_permissions = ["change"]
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="press_enquirysettings_one"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=3650), name="press_enquirysettings_days"),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)


def days_kept():
    """Return after how many days personal data is erased."""
    row = EnquirySettings.objects.filter(pk=1).first()
    return row.days if row else EnquirySettings.DAYS
