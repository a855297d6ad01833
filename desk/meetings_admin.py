"""Meetings on the desk, and the next one made from the last."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import planning
from council.models import (
    AgendaItem,
    Chairmanship,
    Consideration,
    Meeting,
    MeetingPhoto,
    Participation,
)
from desk.access import KeepsQuiet
from desk.parts import NamedChoices, PartMixin
from desk.photo_rows import RightsRequired
from desk.publishable import PublishableAdmin
from publishing.dates import in_words
from publishing.localized import in_language


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
