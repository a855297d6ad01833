"""Releases in the admin: their list, and the addresses of the screens about one."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from desk.base import wording
from desk.releases import opening, screen
from news.models import Release
from publishing import clock, dates


@admin.register(Release)
class ReleaseAdmin(admin.ModelAdmin):
    list_display = ["name", "state", "moment", "number", "languages"]
    list_per_page = 50
    search_fields = ["name", "note"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(now=clock.SiteNow()).prefetch_related("items")

    @admin.display(description=pgettext_lazy("publication", "state"))
    def state(self, release):
        words = screen.in_short(release, release.now)
        return format_html('<span class="state {}">{}</span>', words.look and f"state--{words.look}", words.sentence)

    @admin.display(description=_("public from"), ordering="opens_at")
    def moment(self, release):
        if release.opens_at is None:
            return "–"
        moment = dates.moment_in_words(release.opens_at)
        if release.opens_at <= release.now:
            return moment
        left = wording.time_left(release.opens_at - release.now)
        return format_html("{}<br><span class='muted'>{}</span>", moment, _("in %(left)s") % {"left": left})

    @admin.display(description=pgettext_lazy("release", "things"))
    def number(self, release):
        number = len(release.items.all())
        return ngettext("%(number)d thing", "%(number)d things", number) % {"number": number}

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"news_release_{name}")

        return [
            at("together/<int:meeting_id>/", self.together_view, "together"),
            at("<int:release_id>/list/", self.list_view, "list"),
            at("<int:release_id>/<slug:name>/now/", self.open_view, "open"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return screen.new(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        may_change = self.has_change_permission(request)
        return screen.screen(request, self.admin_site, object_id, may_change)

    def together_view(self, request, meeting_id):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return screen.together(request, meeting_id)

    def list_view(self, request, release_id):
        if not self.has_change_permission(request):
            raise PermissionDenied
        return screen.change_list(request, release_id)

    def open_view(self, request, release_id, name):
        if not self.has_change_permission(request):
            raise PermissionDenied
        return opening.page(request, self.admin_site, release_id, name)

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return screen.history(request, self.admin_site, object_id)

    def has_delete_permission(self, request, obj=None):
        """A release that has opened or is scheduled stays on record."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.opens_at is None)

    def get_deleted_objects(self, objs, request):
        return [str(release) for release in objs], {Release._meta.verbose_name_plural: len(objs)}, set(), []
