"""Changing records that have no editions: the kind of change, the public note, and edit conflicts.

Visitors see such a record as it is saved. While it is public, its form asks for the kind of change and the public note,
and both are recorded.
"""

import datetime

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from desk.base import addresses
from desk.base.inlines import may_change_now
from desk.base.record_page import HeldForm, RecordPageMixin
from desk.base.wording import language_name
from publishing import amendments, dates, missing_words, roles
from publishing.amendments import Kind
from publishing.dates import moment_in_words
from publishing.languages import language_codes
from publishing.localized import LocalizedTextField, in_language

FIELDS = ("change_kind", "change_note")


def kind_field():
    return forms.ChoiceField(
        label=gettext_lazy("Kind of change"),
        choices=Kind.choices,
        initial=Kind.MINOR,
        help_text=gettext_lazy("Minor edit: spelling or layout. Readers are told about every other kind."),
        error_messages={"required": gettext_lazy("Visitors can already see this. Say what kind of change it is.")},
    )


def note_field():
    return LocalizedTextField(
        label=gettext_lazy("Editor's note"),
        long=True,
        required=False,
        help_text=gettext_lazy("What was changed and why, for readers. It cannot be changed later."),
    )


def require_note(form):
    """Add an error to the bound `form` if the change needs a public note and it is missing in a language."""
    note = form.cleaned_data.get("change_note") or {}
    missing = amendments.missing_languages(form.cleaned_data.get("change_kind") or Kind.MINOR, note)
    if missing and not form.has_error("change_note"):
        form.add_error("change_note", _("Readers are told about this change. Write the note in every language."))


def said_in(form):
    """Return the kind of change and the note of `form`, as amendments.amending takes them."""
    kind = form.cleaned_data.get("change_kind") or Kind.MINOR
    return {"kind": kind, "note": form.cleaned_data.get("change_note") or {}}


class RecordForm(HeldForm):
    """A mixin before a ModelForm: the fields about the change, and the check for conflicts."""

    is_seen_by_visitors = False
    is_refused = False  # the record became public meanwhile, and the user may not change public ones
    never_minor = ()  # fields whose change always needs a public note

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_seen_by_visitors:
            self.fields |= dict(zip(FIELDS, (kind_field(), note_field())))

    @property
    def changed_data(self):
        """The changed fields of the record, without those about the change."""
        return [name for name in super().changed_data if name not in FIELDS]

    def clean(self):
        cleaned = super().clean()
        if self.is_refused:
            self.add_error(None, [roles.refusal_sentence(), _("What you typed is still here. Copy what you need.")])
            return cleaned
        self._propose_what_readers_are_told()
        require_note(self)
        return cleaned

    def _propose_what_readers_are_told(self):
        """Refuse a minor change of what readers rely on, and propose a public note in the form."""
        told = [name for name in self.changed_data if name in self.never_minor and self._had_words(name)]
        if not (self.is_seen_by_visitors and told):
            return
        if self.cleaned_data.get("change_kind") == Kind.MINOR:
            named = get_text_list([str(_label(self.instance, name)) for name in told], _("and"))
            sentence = _(
                "Readers rely on this: %(fields)s. This is not a minor edit. Check the suggested note and save again."
            )
            self.add_error("change_kind", sentence % {"fields": named})
            self._answer("change_kind", Kind.UPDATE)
        if not any((self.cleaned_data.get("change_note") or {}).values()):
            for code in language_codes():
                with override(code):
                    self._answer(f"change_note_{code}", " ".join(self._before_and_after(name, code) for name in told))

    def _had_words(self, name):
        """Return whether the field had a text before: adding a missing translation is not a correction."""
        before, after = self.initial.get(name), self.cleaned_data.get(name)
        if not isinstance(before, dict):
            return True
        return any(text and text != (after or {}).get(code, "") for code, text in before.items())

    def _before_and_after(self, name, language):
        told = {
            "field": capfirst(_label(self.instance, name)),
            "before": _in_words(self.instance, name, self.initial.get(name), language),
            "after": _in_words(self.instance, name, self.cleaned_data.get(name), language),
        }
        return _("%(field)s: %(after)s, before: %(before)s.") % told

    def _answer(self, name, value):
        """Set the submitted value of a field, so that the form shows it."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value


def _label(record, name):
    return record._meta.get_field(name).verbose_name


def _in_words(record, name, value, language):
    """Return the value of a field as readers see it."""
    if value in (None, "", {}):
        return _("not known")
    if isinstance(value, dict):
        return value.get(language) or in_language(value, language)
    if isinstance(value, datetime.datetime):
        return moment_in_words(value)
    if isinstance(value, datetime.date):
        return dates.in_words(value)
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return str(dict(record._meta.get_field(name).flatchoices).get(value, value))


class RecordAdmin(RecordPageMixin, admin.ModelAdmin):
    """The admin of a record without editions."""

    never_minor = ()

    held_form = RecordForm

    def facts_of_form(self, request, record):
        is_refused = not roles.may_change(request.user, record)
        return super().facts_of_form(request, record) | {
            "is_seen_by_visitors": not is_refused and self.is_seen_by_visitors(record),
            "is_refused": is_refused,
            "never_minor": self.never_minor,
        }

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and may_change_now(request, obj)

    def is_seen_by_visitors(self, record):
        return self.model.objects.public().filter(pk=record.pk).exists()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.is_typed = request.method == "POST"
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as fault:
            if not amendments.is_refusal(fault):
                raise
        # It became public just now: the form is shown again as it was typed, and asks for the kind of change.
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and super().has_change_permission(request, obj) and not roles.may_change(request.user, obj):
            context["why_not"] = roles.refusal_sentence()
        if obj and not self.has_change_permission(request, obj) and missing_words.may_fill(request.user, obj):
            lacking = [code for code in language_codes() if missing_words.gaps(obj, code)]
            context["gaps"] = [(language_name(code), addresses.of_missing_words(obj, code)) for code in lacking]
        if obj and self.has_change_permission(request, obj):
            form = context["adminform"].form
            context["amending_fields"] = [form[name] for name in FIELDS if name in form.fields]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            super().save_model(request, obj, form, change)
        # An existing record is saved together with its inline rows, in save_related.

    def save_related(self, request, form, formsets, change):
        with self.amending(request, form, change) as act:
            if change:
                self.save_record(request, form, formsets)
            super().save_related(request, form, formsets, change)
            if change and said_in(form)["kind"] != Kind.MINOR and not act.amendments.exists():
                messages.warning(request, _("There are no changes, so readers are told nothing."))

    def save_record(self, request, form, formsets):
        form.instance.save()

    def amending(self, request, form, change):
        """Return the block in which the record and its parts are saved."""
        is_asked = change and form.is_seen_by_visitors
        return amendments.amending(by=request.user, **(said_in(form) if is_asked else {"kind": None}))
