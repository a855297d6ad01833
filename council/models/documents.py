"""Documents that the Council considers or refers to: numbers, files, signatories, and how they affect each other."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from council import numbering
from council.models.bodies import Body
from publishing import clock, dates
from publishing.addresses import cached_reverse
from publishing.checks import Problem
from publishing.downloads import new_key as new_file_key
from publishing.localized import LocalizedText, in_language
from publishing.models import Publishable


class Document(Publishable):
    """A document that a body considers, or one it refers to."""

    class Kind(models.TextChoices):
        STATEMENT = "statement", _("statement")
        DRAFT_STATEMENT = "draft_statement", _("draft statement")
        JOINT_STATEMENT = "joint_statement", _("joint statement")
        DECISION = "decision", _("decision")
        PROTOCOL = "protocol", _("protocol")
        AGREEMENT = "agreement", _("agreement")
        PLAN = "plan", _("plan")
        OTHER = "other", _("document")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("of the body")
    )
    title = LocalizedText(pgettext_lazy("document", "title"), long=True)
    is_numbered = models.BooleanField(
        _("gets a number"),
        default=False,
        help_text=_("The next free number of its kind, body and year is given to it when it becomes public."),
    )
    number = models.PositiveIntegerField(
        _("number"), null=True, blank=True, help_text=_("Only for a paper that had its number before. Never reused.")
    )
    dated = models.DateField(_("date of the document"), null=True, blank=True)
    dated_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    place = LocalizedText(_("place"), blank=True)
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    in_force_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    ended_on = models.DateField(_("no longer in force from"), null=True, blank=True)
    note = LocalizedText(_("note"), long=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("Where these facts were found."))

    class Meta(Publishable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = [F("dated").desc(nulls_last=True), "-id"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(body__isnull=False, dated__isnull=False),
                name="council_document_number_of_a_body_and_year",
            ),
            models.CheckConstraint(
                condition=Q(in_force_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("in_force_on")),
                name="council_document_force",
            ),
        ]
        indexes = [
            *Publishable.Meta.indexes,
            # For lists, the newest first; for the numbers by kind and year, by an index-only scan; for older and newer.
            models.Index(
                F("dated").desc(nulls_last=True),
                F("id").desc(),
                name="council_document_latest",
                condition=Q(live_from__isnull=False),
            ),
            models.Index(
                fields=["kind", "dated"],
                include=["live_from", "live_until"],
                name="council_document_shelves",
                condition=Q(live_from__isnull=False),
            ),
            models.Index(
                fields=["body", "dated", "id"], name="council_document_of_body", condition=Q(live_from__isnull=False)
            ),
        ]

    def __str__(self):
        return in_language(self.title)

    def get_absolute_url(self):
        return cached_reverse("council:document", self.pk)

    def clean(self):
        if (self.is_numbered or self.number) and not (self.body and self.dated):
            raise ValidationError(_("A numbered paper needs its body and its date, for numbers are given by year."))
        if self.in_force_on and self.ended_on and self.ended_on < self.in_force_on:
            raise ValidationError({"ended_on": _("It cannot end before it came into force.")})

    @property
    def number_in_words(self):
        """Return “No. 5 of 2018”, nothing without a number."""
        if not self.number:
            return ""
        return _("No. %(number)d of %(year)d") % {"number": self.number, "year": self.dated.year}

    def is_in_force(self, day):
        return bool(self.in_force_on) and self.in_force_on <= day and (self.ended_on is None or day < self.ended_on)

    def problems(self):
        holder = numbering.holder(self)
        if holder is None or holder == self:
            return []
        words = {"number": self.number, "year": self.dated.year, "document": holder}
        sentence = _("Number %(number)d of %(year)d was given to “%(document)s”; no number is given twice.")
        return [Problem("number", sentence % words)]

    def before_publishing(self, instant):
        numbering.register(self)


class NumberGiven(models.Model):
    """The number of a document within its kind, body and year. Rows are never deleted, so no number is given twice."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="number_given")
    kind = models.CharField(max_length=16, choices=Document.Kind)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("number given")
        verbose_name_plural = _("numbers given")
        ordering = ["body", "kind", "year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "body", "year", "number"], name="council_number_once"),
        ]

    def __str__(self):
        return f"{self.number}/{self.year}"


def file_path(file, name):
    return f"documents/{file.key}/{name}"


class Appendix(models.Model):
    """An annex to a document, with a title and files of its own."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="appendices")
    number = models.PositiveSmallIntegerField(
        _("number of the appendix"), help_text=_("Their order: Appendix 1, Appendix 2.")
    )
    title = LocalizedText(pgettext_lazy("document", "title"), long=True)

    class Meta:
        verbose_name = _("appendix")
        verbose_name_plural = _("appendices")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="council_appendix_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="council_appendix_counts_from_one"),
        ]

    def __str__(self):
        return in_language(self.title)


class DocumentFile(models.Model):
    """The text of a document or of an annex, as a file in one language."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    appendix = models.ForeignKey(
        Appendix, on_delete=models.PROTECT, null=True, blank=True, related_name="files", verbose_name=_("appendix")
    )
    language = models.CharField(_("language"), max_length=10)
    key = models.CharField(max_length=32, default=new_file_key, editable=False, db_index=True)
    file = models.FileField(_("file"), upload_to=file_path, max_length=255)
    file_name = models.CharField(_("file name"), max_length=120, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["position", "id"]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("council:document-file", args=[self.key, self.file_name])

    @property
    def kind(self):
        """The kind of file as readers know it: PDF, DOCX."""
        return self.file_name.rsplit(".", 1)[-1].upper() if "." in self.file_name else ""


class Signatory(models.Model):
    """Who signed a document, or joined it later, and when."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="signatories")
    state = models.ForeignKey(
        "council.State", on_delete=models.PROTECT, null=True, blank=True, related_name="signed", verbose_name=_("state")
    )
    name = LocalizedText(
        pgettext_lazy("signatory", "name"), blank=True, help_text=_("Of a signatory that is no member state.")
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    joined_later = models.BooleanField(_("joined later"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["joined_later", "position", "id"]

    def __str__(self):
        return in_language(self.name) or str(self.state)

    def clean(self):
        if not self.state and not any((self.name or {}).values()):
            raise ValidationError(_("Choose the state, or write the name of the signatory."))


class InterpretativeStatement(models.Model):
    """A state's declaration how it understands a document, made at its adoption or later."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="statements")
    state = models.ForeignKey(
        "council.State", on_delete=models.PROTECT, related_name="statements", verbose_name=_("state")
    )
    dated = models.DateField(_("date"), null=True, blank=True, help_text=_("Empty: not known."))
    dated_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    text = LocalizedText(_("text"), long=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("interpretative declaration")
        verbose_name_plural = _("interpretative declarations")
        ordering = [F("dated").asc(nulls_last=True), "position", "id"]

    def __str__(self):
        return str(self.state)


class Bearing(models.Model):
    """How a document affects an earlier one."""

    class Kind(models.TextChoices):
        AMENDS = "amends", _("amends")
        REPEALS = "repeals", _("repeals")
        CARRIES_OUT = "carries_out", _("carries out")
        REPLACES = "replaces", _("replaces")

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="bears_on")
    kind = models.CharField(_("how"), max_length=11, choices=Kind)
    earlier = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="borne_on_by", verbose_name=_("the earlier document")
    )

    class Meta:
        verbose_name = _("bearing on another document")
        verbose_name_plural = _("bearings on other documents")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "earlier"], name="council_bearing_once"),
            models.CheckConstraint(condition=~Q(document=F("earlier")), name="council_bearing_on_another"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.earlier}"
