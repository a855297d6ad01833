"""Bodies, people and their offices on the desk."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
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
    Term,
)
from desk.base.amending import RecordAdmin
from desk.base.deleting import ProtectedRecordsMixin
from desk.base.inlines import NamedAutocompleteMixin
from desk.base.placing import PlacedMixin
from desk.base.publishable import PublishableAdmin
from desk.base.record_choice import RecordSelect
from desk.base.record_page import RecordPageMixin
from desk.base.rows import Rows
from desk.council import before_after, typed_names
from desk.photos.rows import RightsRequiredFormSet
from desk.ripple.screen import TellsOfChanges
from publishing import clock
from publishing.actions import Refused
from publishing.localized import in_language

MAX_MEETINGS_SHOWN = 100  # of the meetings that protect a body from deletion


class BodyNameInline(Rows):
    model = BodyName
    fk_name = "body"
    fields = [
        "name",
        "name_of",
        "abbreviation",
        "parent",
        ("start", "start_precision", "end", "end_precision"),
    ]
    add_label = gettext_lazy("Add an earlier name")


class MembershipInline(Rows):
    model = Membership
    fields = [
        ("state", "office", "role"),
        ("start", "start_precision", "end", "end_precision"),
        "position",
    ]
    add_label = gettext_lazy("Add a member")


@admin.register(Body)
class BodyAdmin(PlacedMixin, ProtectedRecordsMixin, RecordPageMixin, admin.ModelAdmin):
    list_display = ["__str__", "abbreviation_in_words", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name__ru", "name__en", "names__name__ru", "names__name__en"]
    fields = ["name", "name_of", ("abbreviation", "slug"), ("parent", "stands_after")]
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


class TermInline(Rows):
    model = Term
    show_change_link = True
    fields = [("office", "acting"), ("start", "start_precision", "end", "end_precision", "seen")]
    add_label = gettext_lazy("Add a term of office")

    def has_delete_permission(self, request, obj=None):
        return False  # a term that was public is withdrawn on its own page


class RankInline(Rows):
    model = Rank
    fields = [("kind", "name"), ("start", "start_precision", "seen", "end", "end_precision")]
    add_label = gettext_lazy("Add a rank")


class PersonNameInline(Rows):
    model = PersonName
    fields = [("text", "note")]
    add_label = gettext_lazy("Add another form of the name")


class PortraitInline(Rows):
    model = Portrait
    formset = RightsRequiredFormSet
    fields = ["photo"]
    add_label = gettext_lazy("Choose a portrait")
    autocomplete_fields = ["photo"]


@admin.register(Person)
class PersonAdmin(TellsOfChanges, NamedAutocompleteMixin, ProtectedRecordsMixin, RecordAdmin):
    list_display = ["__str__", "present_office"]
    search_fields = ["id", "name__ru", "name__en", "other_names__text"]
    inlines = [PersonNameInline, RankInline, TermInline, PortraitInline]
    change_form_template = "desk/council/person_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("terms__office")

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"council_person_{name}")

        return [
            at("<int:person_id>/merge/", self.merge_view, "merge"),
            at("names/", self.names_view, "names"),
            *super().get_urls(),
        ]

    def names_view(self, request):
        """Answer with names of people on record that hold the words typed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return JsonResponse({"names": typed_names.suggestions(request.GET.get("term", "")[:200])})

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
class OfficeAdmin(TellsOfChanges, ProtectedRecordsMixin, RecordPageMixin, admin.ModelAdmin):
    list_display = ["__str__", "kind", "state"]
    list_filter = ["kind"]
    list_select_related = ["state"]


@admin.register(Term)
class TermAdmin(NamedAutocompleteMixin, ProtectedRecordsMixin, PublishableAdmin):
    list_display = ["person", "office", "period", "state"]
    list_filter = ["office__kind"]
    list_select_related = ["person", "office"]
    autocomplete_fields = ["person"]
    fields = [("person", "office", "acting"), ("start", "start_precision", "end", "end_precision", "seen")]
    change_form_template = "desk/council/term_form.html"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if "_look" in request.POST and self.has_view_or_change_permission(request):
            return self._look(request, self.get_object(request, unquote(object_id)) if object_id else None)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _look(self, request, term):
        """Answer a script with what the pages would say if the form were saved as it is typed."""
        seen = Term.objects.public().filter(pk=term.pk).first() if term else None
        form = self.get_form(request, term, change=bool(term))(request.POST, instance=term)
        form.is_valid()
        typed = form.instance
        changes = before_after.of_term(seen, typed) if _is_complete(typed) else None
        return TemplateResponse(request, "desk/council/_term_looked.html", {"changes": changes, "term": term})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        seen = Term.objects.public().filter(pk=obj.pk).first() if obj else None
        context["changes"] = before_after.of_term(seen, obj) if obj else None
        context["may_look"] = add or self.has_change_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=gettext_lazy("period"))
    def period(self, term):
        return term.period


def _is_complete(term):
    """Whether enough of a term is typed to say what the pages would."""
    return bool(term.person_id and term.office_id and (term.start or term.seen))


@admin.register(Chairmanship)
class ChairmanshipAdmin(RecordPageMixin, admin.ModelAdmin):
    list_display = ["state", "start", "end"]
    list_select_related = ["state"]
    fields = ["state", ("start", "start_precision", "end", "end_precision"), "motto", "priorities"]
