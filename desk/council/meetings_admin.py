"""Meetings on the desk, and drafting the next one from the last."""

import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from council import planning
from council.models import AgendaItem, Consideration, Document, Meeting, MeetingPaper, MeetingPhoto, Participation
from desk.base.publishable import PublishableAdmin
from desk.base.rows import Rows
from desk.council import at_meeting, meeting_photos
from desk.council.meeting_form import MeetingForm, chairs_on
from desk.photos.rows import PhotoRows
from desk.ripple import screen as ripple
from identity import rights
from news import access
from news.models import Article, Edition
from photos.models import Album
from press.models import Advisory
from publishing import numbers
from publishing.dates import in_words
from publishing.localized import in_language


class AgendaInline(Rows):
    model = AgendaItem
    template = "desk/council/_agenda.html"
    fields = ["text", "position"]


class MeetingPhotoInline(PhotoRows):
    """Photographs on the meeting's own page, chosen one by one; the others lie in its album."""

    model = MeetingPhoto
    verbose_name_plural = gettext_lazy("Photographs beside the album")


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
class MeetingAdmin(PublishableAdmin):
    form = MeetingForm
    change_form_template = "desk/council/meeting_form.html"
    list_display = ["held_on", "names_of_bodies", "place_in_words", "chair", "chair_state", "state"]
    list_filter = ["bodies", "course"]
    list_select_related = ["chair", "chair_state"]
    date_hierarchy = "held_on"
    search_fields = ["held_on"]
    fields = [
        ("bodies", "held_on", "starts_at", "place"),
        ("chaired_by", "somebody_else", "with_secretary_general"),
        ("ordinal", "kind", "format", "ends_at", "zone"),
        "summary",
        ("course", "reason"),
    ]
    never_minor = ["held_on", "starts_at", "ends_at", "zone", "place", "course"]
    radio_fields = {"course": admin.VERTICAL}
    inlines = [AgendaInline, MeetingPhotoInline]

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
            at("day/", self.day_view, "day"),
            at("documents/", self.documents_view, "documents"),
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
            messages.success(request, _("A draft. Check its chair and the agenda."))
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
        """Return its album, its documents and the advisories about it, where these are public."""
        albums = Album.objects.public().filter(of_meeting__meeting=record)
        papers = Document.objects.public().filter(Q(considerations__meeting=record) | Q(prepared_for__meeting=record))
        advisories = Advisory.objects.public().filter(meeting=record)
        return [*albums, *papers.distinct(), *advisories]

    def articles_about(self, record):
        return list(Edition.objects.public().filter(meeting=record))

    def _meeting_for_photos(self, request, meeting_id):
        meeting = get_object_or_404(Meeting.objects.prefetch_related("bodies"), pk=meeting_id)
        if not (self.has_view_permission(request, meeting) and meeting_photos.may_add(request.user, meeting)):
            raise PermissionDenied
        return meeting

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if "_all_present" in request.POST:
            request.POST = at_meeting.all_present(request.POST)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_inlines(self, request, obj):
        """Leave out the photographs of a meeting that has not begun."""
        is_held = obj is None or obj.has_begun
        return [inline for inline in self.inlines if is_held or inline is not MeetingPhotoInline]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "bodies":
            field.widget = field.widget.widget  # without the sign that opens a window for a new body
        return field

    def get_fields(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return self.fields
        return [("chair", "chair_state") if "chaired_by" in line else line for line in self.fields]

    def parts(self, request, record):
        kinds = (Participation, Consideration, MeetingPaper)
        return [*super().parts(request, record), *((kind, "meeting") for kind in kinds)]

    def get_changeform_initial_data(self, request):
        """Begin with what the last meeting had, as most meetings do."""
        last = Meeting.objects.prefetch_related("bodies").first()
        usual = {name: getattr(last, name) for name in ("place", "zone", "starts_at")} if last else {}
        bodies = [body.pk for body in last.bodies.all()] if last else []
        return {**usual, "bodies": bodies, **super().get_changeform_initial_data(request)}

    def day_view(self, request):
        """Answer what is proposed of a day: its weekday, who may chair, and the list of those in office."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        meeting = Meeting.objects.filter(pk=numbers.parse(request.GET.get("meeting"), 0)).first() or Meeting()
        try:
            meeting.held_on = datetime.date.fromisoformat(request.GET.get("on", ""))
        except ValueError:
            return JsonResponse({"error": _("Enter a valid date.")}, status=400)
        meeting.starts_at = None
        context = {
            "presence": at_meeting.Presence(meeting),
            "papers": at_meeting.Papers(meeting),
            "chairs": chairs_on(meeting.held_on, meeting),
            "form": self.get_form(request)(instance=meeting),
        }
        context |= _secretary_general(meeting.held_on, context["presence"])
        parts = {"chairs": "_chairs.html", "papers": "_papers.html"}
        if meeting.has_begun:
            parts["who"] = "_who.html"
        shown = {part: render_to_string(f"desk/council/{name}", context, request) for part, name in parts.items()}
        return JsonResponse({"weekday": date_format(meeting.held_on, "l"), **shown})

    def documents_view(self, request):
        """Answer with titles of documents that hold the words typed."""
        if not rights.may(request.user, "council.view_document"):
            raise PermissionDenied
        return JsonResponse({"names": at_meeting.document_suggestions(request.GET.get("term", "")[:200])})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if obj:
            context |= meeting_photos.context(obj, request.user)
            context["reports"] = reports_about(request.user, obj)
            context["missing"] = at_meeting.missing(obj)
            context["ripple"] = ripple.banner(request.user, "council.meeting", obj.pk)
            if not obj.has_begun:
                context["seats"] = planning.seats_on(obj.held_on)
        context |= {"presence": getattr(form, "presence", None), "papers": getattr(form, "papers", None)}
        if context["presence"]:
            context |= _secretary_general(form.day, context["presence"])
        context["rows"] = {inline.formset.prefix: inline for inline in context["inline_admin_formsets"]}
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=gettext_lazy("of the body"))
    def names_of_bodies(self, meeting):
        return ", ".join(str(body) for body in meeting.bodies.all())

    @admin.display(description=gettext_lazy("place"))
    def place_in_words(self, meeting):
        return in_language(meeting.place)

    def save_model(self, request, obj, form, change):
        form.save_a_new_chair()
        super().save_model(request, obj, form, change)
        if form.chair_filled_in:
            told = _("State holding the chairmanship on that day: %(state)s.") % {"state": form.chair_filled_in}
            messages.info(request, told)

    def save_related(self, request, form, formsets, change):
        with self.amending(request, form, change):
            if form.presence:
                form.presence.save(form.instance)
            if form.papers:
                form.papers.save(form.instance, by=request.user)
            super().save_related(request, form, formsets, change)
        if change:
            ripple.tell(request, "council.meeting", form.instance.pk)

    def _anchor(self, name):
        return "id_chaired_by" if name == "chair" else super()._anchor(name)


def _secretary_general(day, presence):
    """Return the term of the Secretary General on `day`, and whether he is in the list as anybody else."""
    term = at_meeting.secretary_general_on(day)
    listed = [form.shown["person"] for form in presence.formset]
    return {"secretary_general": term, "general_is_listed": bool(term) and term.person in listed}


def reports_about(user, meeting):
    """Return the latest edition of each article about `meeting` in each language, of those that `user` may read."""
    articles = access.readable_by(user, Article.objects.all())
    editions = Edition.objects.not_set_aside().filter(meeting=meeting, article__in=articles)
    latest = {}
    for edition in editions.order_by("number"):
        latest[edition.article_id, edition.language] = edition
    return list(latest.values())
