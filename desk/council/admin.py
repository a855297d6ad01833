"""States, bodies, people and their offices on the desk."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import merging
from council.models import (
    Body,
    BodyName,
    Chairmanship,
    Meeting,
    Membership,
    Office,
    Person,
    PersonName,
    Portrait,
    Rank,
    State,
    StateName,
    StatusClaim,
    Term,
)
from desk.base.amending import RecordAdmin
from desk.base.deleting import ProtectedRecordsMixin
from desk.base.inlines import NATIVE_DATES, InlinePermissionsMixin, NamedAutocompleteMixin
from desk.base.publishable import PublishableAdmin
from desk.base.record_choice import RecordSelect
from desk.photos.rows import RightsRequiredFormSet
from publishing import clock
from publishing.actions import Refused
from publishing.localized import in_language

MAX_MEETINGS_SHOWN = 100  # of the meetings that protect a body from deletion


class StateNameInline(InlinePermissionsMixin, admin.StackedInline):
    model = StateName
    extra = 0


class StatusClaimInline(InlinePermissionsMixin, admin.StackedInline):
    model = StatusClaim
    extra = 0
    fields = [("status", "claimed_by"), ("start", "start_precision"), ("end", "end_precision"), "source", "note"]


@admin.register(State)
class StateAdmin(ProtectedRecordsMixin, admin.ModelAdmin):
    list_display = ["code", "__str__"]
    inlines = [StateNameInline, StatusClaimInline]


class BodyNameInline(InlinePermissionsMixin, admin.StackedInline):
    model = BodyName
    fk_name = "body"
    extra = 0
    fields = [
        "name",
        "name_of",
        "abbreviation",
        "parent",
        ("start", "start_precision"),
        ("end", "end_precision"),
    ]


class MembershipInline(InlinePermissionsMixin, admin.StackedInline):
    model = Membership
    extra = 0
    fields = [
        ("state", "office"),
        ("role", "position"),
        ("start", "start_precision"),
        ("end", "end_precision"),
    ]


@admin.register(Body)
class BodyAdmin(ProtectedRecordsMixin, admin.ModelAdmin):
    list_display = ["__str__", "abbreviation_in_words", "parent", "position"]
    list_select_related = ["parent"]
    search_fields = ["name__ru", "name__en", "names__name__ru", "names__name__en"]
    inlines = [BodyNameInline, MembershipInline]

    @admin.display(description=gettext_lazy("abbreviation"))
    def abbreviation_in_words(self, body):
        return in_language(body.abbreviation) or "–"

    def also_protected_by(self, objs):
        """Return the meetings: a many-to-many table does not protect a body from deletion by itself."""
        return self._links(Meeting.objects.filter(bodies__in=objs).distinct())

    def _links(self, meetings):
        address = "admin:council_meeting_change"
        kind = capfirst(Meeting._meta.verbose_name)
        return [
            format_html('{}: <a href="{}">{}</a>', kind, reverse(address, args=[meeting.pk]), meeting)
            for meeting in meetings[:MAX_MEETINGS_SHOWN]
        ]


class MergeForm(forms.Form):
    """A choice of the person to merge with, found by any spelling."""

    def __init__(self, *args, person, site, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"] = forms.ModelChoiceField(
            Person.objects.exclude(pk=person.pk),
            label=_("The same person as"),
            widget=RecordSelect(PersonName._meta.get_field("person"), site),
        )


class TermInline(InlinePermissionsMixin, admin.StackedInline):
    model = Term
    extra = 0
    show_change_link = True
    fields = ["office", "acting", ("start", "start_precision"), ("end", "end_precision"), "seen"]

    def has_delete_permission(self, request, obj=None):
        return False  # a term that was public is withdrawn on its own page


class RankInline(InlinePermissionsMixin, admin.StackedInline):
    model = Rank
    extra = 0
    fields = ["kind", "name", ("start", "start_precision"), "seen", ("end", "end_precision")]


class PersonNameInline(InlinePermissionsMixin, admin.TabularInline):
    model = PersonName
    extra = 0


class PortraitInline(InlinePermissionsMixin, admin.StackedInline):
    model = Portrait
    formset = RightsRequiredFormSet
    fields = ["photo"]
    autocomplete_fields = ["photo"]


@admin.register(Person)
class PersonAdmin(NamedAutocompleteMixin, ProtectedRecordsMixin, RecordAdmin):
    list_display = ["__str__", "present_office"]
    search_fields = ["id", "name__ru", "name__en", "other_names__text"]
    inlines = [PersonNameInline, RankInline, TermInline, PortraitInline]
    change_form_template = "desk/council/person_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("terms__office")

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:person_id>/merge/", view, name="council_person_merge"), *super().get_urls()]

    def merge_view(self, request, person_id):
        """Ask which other entry is the same person, and merge both."""
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
        return TemplateResponse(request, "desk/council/person_merge.html", context)

    @admin.display(description=gettext_lazy("office"))
    def present_office(self, person):
        term = person.terms.holding(clock.today()).select_related("office").last()
        return term.title() if term else "–"


@admin.register(Office)
class OfficeAdmin(ProtectedRecordsMixin, admin.ModelAdmin):
    list_display = ["__str__", "kind", "state"]
    list_filter = ["kind"]
    list_select_related = ["state"]


@admin.register(Term)
class TermAdmin(NamedAutocompleteMixin, ProtectedRecordsMixin, PublishableAdmin):
    list_display = ["person", "office", "period", "state"]
    list_filter = ["office__kind"]
    list_select_related = ["person", "office"]
    autocomplete_fields = ["person"]
    fields = ["person", "office", "acting", ("start", "start_precision"), ("end", "end_precision"), "seen"]

    @admin.display(description=gettext_lazy("period"))
    def period(self, term):
        return term.period


@admin.register(Chairmanship)
class ChairmanshipAdmin(admin.ModelAdmin):
    formfield_overrides = NATIVE_DATES
    list_display = ["state", "start", "end"]
    list_select_related = ["state"]
    fields = ["state", ("start", "start_precision"), ("end", "end_precision"), "motto", "priorities"]
