"""The sections of the news on the desk."""

from django.contrib import admin

from news.models import Section


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ["__str__", "slug", "position"]
    fields = ["name", "slug", "description", "position"]
