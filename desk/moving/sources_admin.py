"""The admin of imports, with the addresses of their screens."""

from django.contrib import admin

from desk.base.custom_screens import CustomScreensAdmin
from desk.moving import sources
from moving.models import Import


@admin.register(Import)
class ImportAdmin(CustomScreensAdmin):
    def get_urls(self):
        return [self.at("upload/", self.upload_view, "upload"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        self.require(request, self.has_change_permission(request))
        return sources.page(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self.require(request, self.has_change_permission(request))
        return sources.screen(request, self.admin_site, object_id)

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def upload_view(self, request):
        self.require(request, self.has_change_permission(request))
        return sources.upload(request, self.admin_site)
