"""The admin of profiles, with the addresses of their screens."""

from django.contrib import admin

from desk.base.custom_screens import CustomScreensAdmin
from desk.moving import profiles
from moving.models import SavedProfile


@admin.register(SavedProfile)
class SavedProfileAdmin(CustomScreensAdmin):
    def get_urls(self):
        return [self.at("toml/<slug:name>/", self.toml_view, "toml"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        self.require(request, self.has_change_permission(request))
        return profiles.page(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self.require(request, self.has_change_permission(request))
        return profiles.screen(request, self.admin_site, object_id)

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def toml_view(self, request, name):
        self.require(request, self.has_change_permission(request))
        return profiles.toml_file(request, name)
