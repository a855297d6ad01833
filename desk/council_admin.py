"""The record of the Council on the desk."""

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.models import (
    AgendaItem,
    Chairmanship,
    Consideration,
    Document,
    Meeting,
    MeetingPhoto,
    Office,
    Participation,
    Person,
    Portrait,
    State,
    Term,
)
from desk.access import KeepsQuiet
from desk.amending import RecordAdmin
from desk.parts import NATIVE_DATES, NamedChoices, PartMixin
from desk.photo_rows import RightsRequired
from desk.publishable import PublishableAdmin
from publishing import clock
from publishing.dates import in_words
from publishing.localized import in_language


@admin.register(State)
class StateAdmin(admin.ModelAdmin):
    list_display = ["code", "__str__"]


class TermInline(PartMixin, admin.StackedInline):
    model = Term
    extra = 0
    show_change_link = True
    fields = ["office", "acting", "rank", ("start", "start_precision"), ("end", "end_precision"), "seen"]

    def has_delete_permission(self, request, obj=None):
        return False  # a term that was public is withdrawn on its own page


class PortraitInline(PartMixin, admin.StackedInline):
    model = Portrait
    formset = RightsRequired
    fields = ["photo"]
    autocomplete_fields = ["photo"]


@admin.register(Person)
class PersonAdmin(NamedChoices, RecordAdmin):
    list_display = ["__str__", "present_office"]
    search_fields = ["id", "name__ru", "name__en"]
    inlines = [TermInline, PortraitInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("terms__office")

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
    fields = ["state", ("start", "start_precision"), ("end", "end_precision")]


@admin.register(Document)
class DocumentAdmin(PublishableAdmin):
    list_display = ["__str__", "kind", "date", "state"]
    list_filter = ["kind"]
    search_fields = ["title__ru", "title__en"]
    fields = ["kind", "title", ("dated", "dated_precision"), "place", "note"]

    @admin.display(description=gettext_lazy("date"), ordering="dated")
    def date(self, document):
        return in_words(document.dated, document.dated_precision) if document.dated else "–"


class ParticipationInline(PartMixin, admin.TabularInline):
    model = Participation
    extra = 0
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


@admin.register(Meeting)
class MeetingAdmin(KeepsQuiet, NamedChoices, PublishableAdmin):
    change_form_template = "desk/meeting_form.html"
    list_display = ["held_on", "place_in_words", "chair", "chair_state", "state"]
    list_select_related = ["chair", "chair_state"]
    date_hierarchy = "held_on"
    search_fields = ["held_on"]
    autocomplete_fields = ["chair"]
    fields = ["held_on", "place", "summary", "chair", "chair_state"]
    inlines = [ParticipationInline, AgendaInline, ConsiderationInline, MeetingPhotoInline]

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
