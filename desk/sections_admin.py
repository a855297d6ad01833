"""The sections of the news on the desk."""

from django.contrib import admin

from desk.access import KeepsQuiet
from news.models import Section


@admin.register(Section)
class SectionAdmin(KeepsQuiet, admin.ModelAdmin):
    list_display = ["__str__", "slug", "position"]
    fields = ["name", "slug", "description", "position"]
