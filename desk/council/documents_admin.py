"""Documents on the desk: their files, signatories and numbers."""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import document_files, numbering
from council.models import (
    Appendix,
    Bearing,
    Document,
    DocumentFile,
    InterpretativeStatement,
    NumberGiven,
    Signatory,
)
from desk.base.deleting import ProtectedRecordsMixin
from desk.base.inlines import NamedAutocompleteMixin
from desk.base.publishable import PublishableAdmin
from desk.base.rows import Rows, RowsFormSet
from publishing import numbers
from publishing.dates import in_words
from publishing.languages import language_choices


class AppendixInline(Rows):
    model = Appendix
    fields = [("number", "title")]
    add_label = gettext_lazy("Add an annex")


class FileForm(forms.ModelForm):
    language = forms.ChoiceField(label=gettext_lazy("language"), choices=lambda: [("", "–"), *language_choices()])
    appendix_number = forms.IntegerField(
        label=gettext_lazy("Of appendix No."),
        min_value=1,
        required=False,
        help_text=gettext_lazy("Empty: the text itself."),
    )

    class Meta:
        model = DocumentFile
        fields = ["language", "file", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.appendix:
            self.initial["appendix_number"] = self.instance.appendix.number

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if "file" in self.changed_data and upload:
            for field, value in document_files.measure(upload).items():
                setattr(self.instance, field, value)
        return upload


class FilesOfAppendices(RowsFormSet):
    """Files name their appendix by its number; the appendix may be new in the same form."""

    def clean(self):
        super().clean()
        for form in self.forms:
            number = form.cleaned_data.get("appendix_number") if hasattr(form, "cleaned_data") else None
            if number and "appendix_number" in form.changed_data and number not in self._numbers_above():
                form.add_error("appendix_number", _("There is no appendix %(number)d above.") % {"number": number})

    def save_new(self, form, commit=True):
        self._join(form)
        return super().save_new(form, commit)

    def save_existing(self, form, obj, commit=True):
        self._join(form)
        return super().save_existing(form, obj, commit)

    def _numbers_above(self):
        """Return the numbers of the appendices in the same form, without those to be deleted."""
        rows = (re.fullmatch(r"appendices-\d+-number", name) for name in self.data)
        kept = [row[0] for row in rows if row and not self.data.get(row[0].replace("-number", "-DELETE"))]
        return set(numbers.parse_all(self.data[name] for name in kept))

    def _join(self, form):
        if "appendix_number" in form.changed_data:
            number = form.cleaned_data["appendix_number"]
            form.instance.appendix = number and self.instance.appendices.get(number=number)


class FileInline(Rows):
    model = DocumentFile
    form = FileForm
    formset = FilesOfAppendices
    fields = [("language", "file", "appendix_number"), "position"]
    add_label = gettext_lazy("Add a file")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("appendix")


class StatementInline(Rows):
    model = InterpretativeStatement
    fields = [("state", "dated", "dated_precision"), "text"]
    add_label = gettext_lazy("Add an interpretative declaration")


class SignatoryInline(Rows):
    model = Signatory
    fields = [("state", "name"), ("signed_on", "joined_later"), "position"]
    add_label = gettext_lazy("Add a signatory")


class BearingInline(Rows):
    model = Bearing
    fk_name = "document"
    add_label = gettext_lazy("Add what it does to an earlier document")
    autocomplete_fields = ["earlier"]


@admin.register(Document)
class DocumentAdmin(NamedAutocompleteMixin, ProtectedRecordsMixin, PublishableAdmin):
    change_list_template = "desk/council/document_list.html"
    list_display = ["__str__", "kind", "number_in_words", "date", "state"]
    list_filter = ["kind", "body"]
    list_select_related = ["body"]
    search_fields = ["title__ru", "title__en", "=number"]
    fields = [
        ("kind", "body"),
        "title",
        ("is_numbered", "number"),
        ("dated", "dated_precision"),
        "place",
        ("in_force_on", "in_force_precision", "ended_on"),
        "note",
        "source",
    ]
    inlines = [AppendixInline, FileInline, SignatoryInline, StatementInline, BearingInline]

    @admin.display(description=gettext_lazy("date"), ordering="dated")
    def date(self, document):
        return in_words(document.dated, document.dated_precision) if document.dated else "–"

    @admin.display(description=gettext_lazy("number"), ordering="number")
    def number_in_words(self, document):
        return document.number_in_words or "–"

    def get_urls(self):
        view = self.admin_site.admin_view(self.gaps_view)
        return [path("numbers/", view, name="council_document_numbers"), *super().get_urls()]

    def gaps_view(self, request):
        """Show which numbers are missing in each series."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Missing numbers"),
            "opts": self.opts,
            "gaps": numbering.gaps(NumberGiven.objects.all()),
        }
        return TemplateResponse(request, "desk/council/document_numbers.html", context)
