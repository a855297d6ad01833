"""The glossary of official names on the desk."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.base.record_page import RecordPageMixin
from desk.base.wording import language_name
from news.models import GlossaryEntry
from publishing.languages import language_codes


@admin.register(GlossaryEntry)
class GlossaryAdmin(RecordPageMixin, admin.ModelAdmin):
    list_display = ["right", "wrong_in_line", "language_in_words", "note"]
    search_fields = ["right", "wrong", "note"]
    search_help_text = _("Words of an entry, right or wrong")
    fields = ["right", "wrong", ("language", "note")]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "language":
            choices = [(code, language_name(code)) for code in language_codes()]
            return forms.ChoiceField(choices=choices, label=_("Language"))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("not to be printed"), ordering="wrong")
    def wrong_in_line(self, entry):
        return ", ".join(entry.wrong_forms)

    @admin.display(description=_("language"), ordering="language")
    def language_in_words(self, entry):
        return language_name(entry.language)
