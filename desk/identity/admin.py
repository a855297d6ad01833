"""The admin of the identity, whose only page is a screen of its own."""

from django.contrib import admin

from desk.base.custom_screens import CustomScreensAdmin
from desk.identity import screen
from identity.models import Identity


@admin.register(Identity)
class IdentityAdmin(CustomScreensAdmin):
    def get_urls(self):
        return [
            self.at("preview/", self.preview_view, "preview"),
            self.at("colours.css", self.colours_view, "colours"),
            *super().get_urls(),
        ]

    def has_view_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def changelist_view(self, request, extra_context=None):
        self.require(request, self.has_change_permission(request))
        return screen.page(request, self.admin_site)

    def preview_view(self, request):
        self.require(request, self.has_change_permission(request))
        return screen.preview(request, self.admin_site)

    def colours_view(self, request):
        self.require(request, self.has_change_permission(request))
        return screen.colours_of_preview(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self.changelist_view(request)

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)
