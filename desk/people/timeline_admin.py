"""The timeline on the desk, read-only."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from desk.base.read_only import ReadOnlyMixin
from news import access
from publishing.models import TimelineEntry


class KindFilter(admin.RelatedFieldListFilter):
    """By the kind of record, as the desk calls it: only kinds of which the timeline tells something."""

    def field_choices(self, field, request, model_admin):
        kinds = ContentType.objects.filter(Exists(TimelineEntry.objects.filter(subject_type=OuterRef("pk"))))
        return sorted(((kind.pk, capfirst(kind.name)) for kind in kinds), key=lambda choice: choice[1])


@admin.register(TimelineEntry)
class TimelineAdmin(ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["at", "actor", "verb", "about", "note"]
    list_filter = ["verb", ("subject_type", KindFilter)]
    list_select_related = ["actor", "subject_type"]
    date_hierarchy = "at"

    def get_queryset(self, request):
        return access.readable_by(request.user, super().get_queryset(request)).prefetch_related("subject")

    @admin.display(description=_("about"))
    def about(self, entry):
        return entry.subject or f"{entry.subject_type} {entry.subject_id}"
