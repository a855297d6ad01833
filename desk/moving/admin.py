"""The admin of old addresses, with the addresses of its screens."""

from django.contrib import admin

from desk.base.custom_screens import CustomScreensAdmin
from desk.moving import old_addresses
from moving.models import OldAddress


@admin.register(OldAddress)
class OldAddressAdmin(CustomScreensAdmin):
    def get_urls(self):
        return [
            self.at("lead/", self.lead_view, "lead"),
            self.at("table.csv", self.table_view, "table"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        self.require(request, self.has_view_permission(request))
        return old_addresses.page(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self.require(request, self.has_view_permission(request))
        return old_addresses.screen_of(object_id)

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def lead_view(self, request):
        return old_addresses.lead(request, self.admin_site)

    def table_view(self, request):
        self.require(request, self.has_view_permission(request))
        return old_addresses.table(request)
