"""The sections of the news on the desk."""

from django.contrib import admin

from desk.base.placing import PlacedMixin
from desk.base.record_page import RecordPageMixin
from news.models import Section


@admin.register(Section)
class SectionAdmin(PlacedMixin, RecordPageMixin, admin.ModelAdmin):
    list_display = ["__str__", "slug"]
    fields = ["name", ("slug", "stands_after"), "description"]
