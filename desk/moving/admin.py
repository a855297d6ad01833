"""The admin of old addresses, with the addresses of its screens."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path

from desk.moving import old_addresses
from moving.models import OldAddress


class ScreensAdmin(admin.ModelAdmin):
    """Records that have screens of our own instead of the admin's forms, and are never added or deleted there."""

    actions = None

    def at(self, route, view, name):
        return path(route, self.admin_site.admin_view(view), name=f"moving_{self.opts.model_name}_{name}")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def require_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied


@admin.register(OldAddress)
class OldAddressAdmin(ScreensAdmin):
    def get_urls(self):
        return [
            self.at("lead/", self.lead_view, "lead"),
            self.at("table.csv", self.table_view, "table"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        self.require_view(request)
        return old_addresses.page(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self.require_view(request)
        return old_addresses.screen_of(object_id)

    def lead_view(self, request):
        return old_addresses.lead(request, self.admin_site)

    def table_view(self, request):
        self.require_view(request)
        return old_addresses.table(request)
