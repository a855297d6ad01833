"""Press contacts on the desk, their office hours, and special days."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from desk.base.placing import PlacedForm, PlacedMixin
from desk.base.record_page import RecordPageMixin
from desk.base.rows import Rows
from desk.base.wording import language_name
from desk.ripple import screen as ripple
from news import signatures
from press.models import Contact, Opening, Phone, SpecialDay
from press.models.contacts import SPOKEN
from publishing import clock, roles, timeline
from publishing.languages import language_codes
from publishing.timeline import Verb

MAX_WAITING_SHOWN = 10


class PhoneInline(Rows):
    model = Phone
    fields = [("kind", "number"), "position"]
    add_label = _("Add a telephone")
    is_open = True


class OpeningInline(Rows):
    model = Opening
    fields = [("first_day", "last_day", "opens", "closes")]
    add_label = _("Add opening hours")


def _spoken():
    return [(code, language_name(code)) for code in SPOKEN]


class ContactForm(PlacedForm):
    """A contact, and what happens to the texts that carry its lines already."""

    class Printed(models.TextChoices):
        KEEP = "keep", _("Keep what they were printed with")
        TODAY = "today", _("Prepare a correction of the texts of today")
        ALL = "all", _("Prepare a correction of all of them")

    printed = forms.ChoiceField(choices=Printed.choices, initial=Printed.KEEP, required=False, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.signatures_before = signatures_of(self.instance)


def signatures_of(contact):
    """Return the lines that `contact` has under texts, one in each language; none for a new contact."""
    if contact.pk is None:
        return []
    saved = Contact.objects.prefetch_related("phones").get(pk=contact.pk)
    return [saved.signature(code) for code in language_codes()]


@admin.register(Contact)
class ContactAdmin(PlacedMixin, RecordPageMixin, admin.ModelAdmin):
    form = ContactForm
    change_form_template = "desk/press/contact_form.html"
    list_display = ["__str__", "numbers", "email", "since", "until"]
    fields = [
        ("email", "office"),
        "printed",
        ("name", "languages"),
        ("since", "since_precision", "until", "until_precision"),
        ("hours", "zone"),
        "stands_after",
    ]
    inlines = [PhoneInline, OpeningInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("phones")

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        is_asked = obj is not None and self.has_change_permission(request, obj)
        return fields if is_asked else [name for name in fields if name != "printed"]

    @admin.display(description=_("telephones"))
    def numbers(self, contact):
        return ", ".join(phone.number for phone in contact.phones.all()) or "–"

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

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["rows"] = {inline.formset.prefix: inline for inline in context["inline_admin_formsets"]}
        if obj:
            lines = signatures_of(obj)
            public = signatures.public_with(lines, request.user)
            context |= {
                "lines": lines,
                "printed_count": public.count(),
                "printed_today": public.filter(shown_on=clock.today()).count(),
                "drafts_count": signatures.drafts_with(lines, request.user).count(),
                "waiting": signatures.waiting_with(lines, request.user).order_by("-pk")[:MAX_WAITING_SHOWN],
                "max_renewed": signatures.MAX_RENEWED,
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change):
        """Record in the timeline who changed a press contact, and what; sign drafts anew."""
        super().save_related(request, form, formsets, change)
        parts = [formset.model._meta.verbose_name_plural for formset in formsets if formset.has_changed()]
        changed = [form.fields[name].label for name in form.changed_data if name != "printed"] + parts
        if changed or not change:
            verb = Verb.EDITED if change else Verb.CREATED
            timeline.record(form.instance, verb, by=request.user, note=", ".join(map(str, changed)) if change else "")
        if change:
            self._sign_anew(request, form)
            for phone in form.instance.phones.all():
                ripple.tell(request, "press.phone", phone.pk)

    def _sign_anew(self, request, form):
        before = form.signatures_before
        if before == signatures_of(form.instance):
            return
        if number := signatures.renew_drafts(before, by=request.user):
            told = ngettext("%(number)d draft was signed anew.", "%(number)d drafts were signed anew.", number)
            messages.info(request, told % {"number": number})
        chosen = form.cleaned_data.get("printed") or ContactForm.Printed.KEEP
        if chosen == ContactForm.Printed.KEEP or not roles.may(request.user, "write"):
            return
        is_of_today = chosen == ContactForm.Printed.TODAY
        prepared = signatures.prepare_corrections(before, by=request.user, of_today=is_of_today)
        told = ngettext(
            "%(number)d correction was prepared. It waits among the drafts until it is published.",
            "%(number)d corrections were prepared. They wait among the drafts until they are published.",
            len(prepared),
        )
        messages.info(request, told % {"number": len(prepared)})


@admin.register(SpecialDay)
class SpecialDayAdmin(RecordPageMixin, admin.ModelAdmin):
    list_display = ["__str__", "hours", "contact"]
    list_select_related = ["contact"]
    date_hierarchy = "first_day"
    fields = ["name", ("first_day", "last_day", "opens", "closes"), "contact"]

    @admin.display(description=_("hours"))
    def hours(self, day):
        return f"{day.opens:%H:%M} – {day.closes:%H:%M}" if day.opens else pgettext("hours", "closed")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        timeline.record(obj, Verb.EDITED if change else Verb.CREATED, by=request.user)
