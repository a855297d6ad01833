"""The record of the Council on the desk."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import document_files, merging, numbering, planning
from council.models import (
    AgendaItem,
    Bearing,
    Body,
    Chairmanship,
    Consideration,
    Document,
    DocumentFile,
    Meeting,
    MeetingPhoto,
    NumberGiven,
    Office,
    Participation,
    Person,
    PersonName,
    Portrait,
    Signatory,
    State,
    StateName,
    StatusClaim,
    Term,
)
from desk.access import KeepsQuiet
from desk.amending import RecordAdmin
from desk.parts import NATIVE_DATES, NamedChoices, PartMixin
from desk.photo_rows import RightsRequired
from desk.publishable import PublishableAdmin
from publishing import clock
from publishing.actions import Refused
from publishing.dates import in_words
from publishing.localized import in_language


class StateNameInline(PartMixin, admin.StackedInline):
    model = StateName
    extra = 0


class StatusClaimInline(PartMixin, admin.StackedInline):
    model = StatusClaim
    extra = 0
    fields = [("status", "claimed_by"), ("start", "start_precision"), ("end", "end_precision"), "source", "note"]


@admin.register(State)
class StateAdmin(admin.ModelAdmin):
    list_display = ["code", "__str__"]
    inlines = [StateNameInline, StatusClaimInline]


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin):
    list_display = ["__str__", "parent", "position"]
    list_select_related = ["parent"]
    search_fields = ["name__ru", "name__en"]


class MergeForm(forms.Form):
    """Who somebody really is; found by any spelling."""

    def __init__(self, *args, person, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"] = forms.ModelChoiceField(
            Person.objects.exclude(pk=person.pk),
            label=_("The same person as"),
            widget=AutocompleteSelect(PersonName._meta.get_field("person"), site),
        )


class TermInline(PartMixin, admin.StackedInline):
    model = Term
    extra = 0
    show_change_link = True
    fields = ["office", "acting", "rank", ("start", "start_precision"), ("end", "end_precision"), "seen"]

    def has_delete_permission(self, request, obj=None):
        return False  # a term that was public is withdrawn on its own page


class PersonNameInline(PartMixin, admin.TabularInline):
    model = PersonName
    extra = 0


class PortraitInline(PartMixin, admin.StackedInline):
    model = Portrait
    formset = RightsRequired
    fields = ["photo"]
    autocomplete_fields = ["photo"]


@admin.register(Person)
class PersonAdmin(NamedChoices, RecordAdmin):
    list_display = ["__str__", "present_office"]
    search_fields = ["id", "name__ru", "name__en", "other_names__text"]
    inlines = [PersonNameInline, TermInline, PortraitInline]
    change_form_template = "desk/person_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("terms__office")

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:person_id>/merge/", view, name="council_person_merge"), *super().get_urls()]

    def merge_view(self, request, person_id):
        """Ask who this person really is, and make one entry of both."""
        person = get_object_or_404(Person, pk=person_id)
        if not self.has_delete_permission(request, person):
            raise PermissionDenied
        form = MergeForm(request.POST or None, person=person, site=self.admin_site)
        if form.is_valid():
            into = form.cleaned_data["into"]
            try:
                merging.merge(person, into, by=request.user)
            except Refused as refusal:
                form.add_error("into", str(refusal))
            else:
                messages.success(request, _("One entry now: %(name)s.") % {"name": into})
                return HttpResponseRedirect(reverse("admin:council_person_change", args=[into.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge: %(name)s") % {"name": person},
            "opts": self.opts,
            "person": person,
            "form": form,
            "media": self.media + form.media,
            "relations": merging.what_moves(person),
        }
        return TemplateResponse(request, "desk/person_merge.html", context)

    @admin.display(description=gettext_lazy("office"))
    def present_office(self, person):
        term = person.terms.holding(clock.today()).select_related("office").last()
        return term.title() if term else "–"


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ["__str__", "kind", "state"]
    list_filter = ["kind"]
    list_select_related = ["state"]


@admin.register(Term)
class TermAdmin(NamedChoices, PublishableAdmin):
    list_display = ["person", "office", "period", "state"]
    list_filter = ["office__kind"]
    list_select_related = ["person", "office"]
    autocomplete_fields = ["person"]
    fields = ["person", "office", "acting", "rank", ("start", "start_precision"), ("end", "end_precision"), "seen"]

    @admin.display(description=gettext_lazy("period"))
    def period(self, term):
        return term.period


@admin.register(Chairmanship)
class ChairmanshipAdmin(admin.ModelAdmin):
    formfield_overrides = NATIVE_DATES
    list_display = ["state", "start", "end"]
    list_select_related = ["state"]
    fields = ["state", ("start", "start_precision"), ("end", "end_precision"), "motto", "priorities"]


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


class ParticipationInline(PartMixin, admin.TabularInline):
    model = Participation
    extra = 0
    fields = ["role", "person", "state", "capacity", "position"]
    autocomplete_fields = ["person"]


class AgendaInline(PartMixin, admin.StackedInline):
    model = AgendaItem
    extra = 0


class ConsiderationInline(PartMixin, admin.StackedInline):
    model = Consideration
    extra = 0
    autocomplete_fields = ["document"]
    fields = ["document", ("verb", "position"), "recipient"]


class MeetingPhotoInline(PartMixin, admin.TabularInline):
    model = MeetingPhoto
    formset = RightsRequired
    extra = 0
    autocomplete_fields = ["photo"]


class NextMeetingForm(forms.Form):
    held_on = forms.DateField(
        label=gettext_lazy("Date"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args, last, **kwargs):
        super().__init__(*args, **kwargs)
        self.last = last

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day <= self.last.held_on:
            raise forms.ValidationError(
                _("Choose a day after the last one, %(day)s.") % {"day": in_words(self.last.held_on)}
            )
        return day


@admin.register(Meeting)
class MeetingAdmin(KeepsQuiet, NamedChoices, PublishableAdmin):
    change_form_template = "desk/meeting_form.html"
    list_display = ["held_on", "names_of_bodies", "place_in_words", "chair", "chair_state", "state"]
    list_filter = ["bodies", "course"]
    list_select_related = ["chair", "chair_state"]
    date_hierarchy = "held_on"
    search_fields = ["held_on"]
    autocomplete_fields = ["chair"]
    fields = [
        ("bodies", "ordinal"),
        ("kind", "format"),
        "held_on",
        ("starts_at", "ends_at", "zone"),
        "place",
        ("course", "reason"),
        "summary",
        ("chair", "chair_state", "with_secretary_general"),
    ]
    radio_fields = {"course": admin.VERTICAL}
    inlines = [ParticipationInline, AgendaInline, ConsiderationInline, MeetingPhotoInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("bodies")

    def get_urls(self):
        view = self.admin_site.admin_view(self.next_view)
        return [path("<int:meeting_id>/next/", view, name="council_meeting_next"), *super().get_urls()]

    def next_view(self, request, meeting_id):
        """Ask for the day of the next meeting, and draft it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        last = get_object_or_404(Meeting, pk=meeting_id)
        form = NextMeetingForm(request.POST or None, last=last)
        if form.is_valid():
            meeting = planning.next_after(last, form.cleaned_data["held_on"], by=request.user)
            messages.success(request, _("A draft. Check who will be there, and the agenda."))
            return HttpResponseRedirect(reverse("admin:council_meeting_change", args=[meeting.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Next meeting"),
            "opts": self.opts,
            "last": last,
            "form": form,
        }
        return TemplateResponse(request, "desk/meeting_next.html", context)

    @admin.display(description=gettext_lazy("of the body"))
    def names_of_bodies(self, meeting):
        return ", ".join(str(body) for body in meeting.bodies.all())

    @admin.display(description=gettext_lazy("place"))
    def place_in_words(self, meeting):
        return in_language(meeting.place)

    def save_model(self, request, obj, form, change):
        if not change and obj.chair_state is None:
            self._fill_in_the_state_in_the_chair(request, obj)
        super().save_model(request, obj, form, change)

    def _fill_in_the_state_in_the_chair(self, request, meeting):
        chairmanship = Chairmanship.on(meeting.held_on)
        if chairmanship:
            meeting.chair_state = chairmanship.state
            messages.info(request, _("The state in the chair on that day: %(state)s.") % {"state": chairmanship.state})
