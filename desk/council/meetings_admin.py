"""Meetings on the desk, and drafting the next one from the last."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from council import planning
from council.models import (
    AgendaItem,
    Chairmanship,
    Consideration,
    Document,
    Meeting,
    MeetingPhoto,
    Participation,
)
from desk.base.inlines import InlinePermissionsMixin, NamedAutocompleteMixin
from desk.base.publishable import PublishableAdmin
from desk.council import meeting_photos
from desk.photos.rows import RightsRequiredFormSet
from news.models import Edition
from photos.models import Album
from press.models import Advisory
from publishing.dates import in_words
from publishing.localized import in_language


class ParticipationInline(InlinePermissionsMixin, admin.TabularInline):
    model = Participation
    extra = 0
    fields = ["role", "person", "state", "capacity", "position"]
    autocomplete_fields = ["person"]


class AgendaInline(InlinePermissionsMixin, admin.StackedInline):
    model = AgendaItem
    extra = 0


class ConsiderationInline(InlinePermissionsMixin, admin.StackedInline):
    model = Consideration
    extra = 0
    autocomplete_fields = ["document"]
    fields = ["document", ("verb", "position"), "recipient"]


class MeetingPhotoInline(InlinePermissionsMixin, admin.TabularInline):
    model = MeetingPhoto
    formset = RightsRequiredFormSet
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
class MeetingAdmin(NamedAutocompleteMixin, PublishableAdmin):
    change_form_template = "desk/council/meeting_form.html"
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
    never_minor = ["held_on", "starts_at", "ends_at", "zone", "place", "course"]
    radio_fields = {"course": admin.VERTICAL}
    inlines = [ParticipationInline, AgendaInline, ConsiderationInline, MeetingPhotoInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("bodies")

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"council_meeting_{name}")

        return [
            at("<int:meeting_id>/next/", self.next_view, "next"),
            at("<int:meeting_id>/photos/", require_POST(self.photos_view), "photos"),
            at("<int:meeting_id>/photos/one/", require_POST(self.photo_view), "photo"),
            at("<int:meeting_id>/album/", self.album_view, "album"),
            *super().get_urls(),
        ]

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
        return TemplateResponse(request, "desk/council/meeting_next.html", context)

    def photos_view(self, request, meeting_id):
        """Store the photographs of a form where no script runs."""
        return meeting_photos.save(request, self._meeting_for_photos(request, meeting_id))

    def photo_view(self, request, meeting_id):
        """Store one photograph sent by the script."""
        return meeting_photos.upload(request, self._meeting_for_photos(request, meeting_id))

    def album_view(self, request, meeting_id):
        """Redirect to the album of the meeting, or to the page describing its photographs."""
        meeting = self._meeting_for_photos(request, meeting_id)
        address = meeting_photos.album_address(meeting, to_describe="describe" in request.GET)
        if address is None:
            raise Http404("It has no album yet.")
        return HttpResponseRedirect(address)

    def stays_public(self, record):
        """Return its album, the documents it considered and the advisories about it, where these are public."""
        albums = Album.objects.public().filter(of_meeting__meeting=record)
        papers = Document.objects.public().filter(considerations__meeting=record).distinct()
        advisories = Advisory.objects.public().filter(meeting=record)
        return [*albums, *papers, *advisories]

    def articles_about(self, record):
        return list(Edition.objects.public().filter(meeting=record))

    def _meeting_for_photos(self, request, meeting_id):
        meeting = get_object_or_404(Meeting.objects.prefetch_related("bodies"), pk=meeting_id)
        if not (self.has_view_permission(request, meeting) and meeting_photos.may_add(request.user, meeting)):
            raise PermissionDenied
        return meeting

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= meeting_photos.context(obj, request.user) if obj else {}
        return super().render_change_form(request, context, add, change, form_url, obj)

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
