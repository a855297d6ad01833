"""Papers on the desk: their files, signatories and numbers."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import document_files, numbering
from council.models import (
    Bearing,
    Document,
    DocumentFile,
    NumberGiven,
    Signatory,
)
from desk.parts import NamedChoices, PartMixin
from desk.publishable import PublishableAdmin
from publishing.dates import in_words


class FileForm(forms.ModelForm):
    class Meta:
        model = DocumentFile
        fields = ["language", "label", "file", "position"]
        widgets = {"language": forms.Select(choices=settings.LANGUAGES)}

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if "file" in self.changed_data and upload:
            for field, value in document_files.measure(upload).items():
                setattr(self.instance, field, value)
        return upload


class FileInline(PartMixin, admin.TabularInline):
    model = DocumentFile
    form = FileForm
    extra = 0


class SignatoryInline(PartMixin, admin.TabularInline):
    model = Signatory
    extra = 0
    fields = ["state", "name", "signed_on", "joined_later", "position"]


class BearingInline(PartMixin, admin.TabularInline):
    model = Bearing
    fk_name = "document"
    extra = 0
    autocomplete_fields = ["earlier"]


@admin.register(Document)
class DocumentAdmin(NamedChoices, PublishableAdmin):
    change_list_template = "desk/document_list.html"
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
    inlines = [FileInline, SignatoryInline, BearingInline]

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
        return TemplateResponse(request, "desk/document_numbers.html", context)
