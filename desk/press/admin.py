"""Press contacts on the desk, their office hours, and special days."""

from django import forms
from django.contrib import admin
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext_lazy as _

from desk.base.inlines import NATIVE_DATES, InlinePermissionsMixin
from press.models import Contact, Opening, Phone, SpecialDay
from press.models.contacts import SPOKEN
from publishing import timeline
from publishing.timeline import Verb


class ClockInput(forms.TimeInput):
    """The browser's own time input, to the minute."""

    def __init__(self, attrs=None):
        super().__init__({"type": "time", "step": 60, **(attrs or {})}, format="%H:%M")


class PhoneInline(InlinePermissionsMixin, admin.StackedInline):
    model = Phone
    fields = [("kind", "number", "position")]
    extra = 0
    min_num = 1


class OpeningInline(InlinePermissionsMixin, admin.StackedInline):
    model = Opening
    fields = [("first_day", "last_day"), ("opens", "closes")]
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("opens", "closes"):
            kwargs["widget"] = ClockInput()
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def _spoken():
    return [(code, get_language_info(code)["name_translated"]) for code in SPOKEN]


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    formfield_overrides = NATIVE_DATES
    list_display = ["__str__", "email", "since", "until", "position"]
    fields = [
        "name",
        "office",
        "email",
        "languages",
        ("since", "since_precision"),
        ("until", "until_precision"),
        "position",
        "hours",
        "zone",
    ]
    inlines = [PhoneInline, OpeningInline]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "languages":
            return forms.MultipleChoiceField(
                choices=_spoken,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                label=db_field.verbose_name.capitalize(),
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        """Record in the timeline who changed a press contact, and what."""
        super().save_related(request, form, formsets, change)
        parts = [formset.model._meta.verbose_name_plural for formset in formsets if formset.has_changed()]
        changed = [form.fields[name].label for name in form.changed_data] + parts
        if changed or not change:
            verb = Verb.EDITED if change else Verb.CREATED
            timeline.record(form.instance, verb, by=request.user, note=", ".join(map(str, changed)) if change else "")


@admin.register(SpecialDay)
class SpecialDayAdmin(admin.ModelAdmin):
    formfield_overrides = NATIVE_DATES
    list_display = ["__str__", "hours", "contact"]
    list_select_related = ["contact"]
    date_hierarchy = "first_day"
    fields = ["name", ("first_day", "last_day"), ("opens", "closes"), "contact"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("opens", "closes"):
            kwargs["widget"] = ClockInput()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("hours"))
    def hours(self, day):
        return f"{day.opens:%H:%M} – {day.closes:%H:%M}" if day.opens else pgettext("hours", "closed")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        timeline.record(obj, Verb.EDITED if change else Verb.CREATED, by=request.user)
