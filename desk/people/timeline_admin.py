"""The timeline on the desk, read-only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.base.read_only import ReadOnlyMixin
from news import access
from publishing.models import TimelineEntry


@admin.register(TimelineEntry)
class TimelineAdmin(ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["at", "actor", "verb", "about", "note"]
    list_filter = ["verb", "subject_type"]
    list_select_related = ["actor", "subject_type"]
    date_hierarchy = "at"

    def get_queryset(self, request):
        return access.readable_by(request.user, super().get_queryset(request)).prefetch_related("subject")

    @admin.display(description=_("about"))
    def about(self, entry):
        return entry.subject or f"{entry.subject_type} {entry.subject_id}"
