"""The admin of batches, with the addresses of their screens."""

from django.contrib import admin

from desk.base.custom_screens import CustomScreensAdmin
from desk.moving import batches, meetings, queue
from moving.models import Batch


@admin.register(Batch)
class BatchAdmin(CustomScreensAdmin):
    def get_urls(self):
        return [
            self.at("<int:number>/queue/<str:reason>/", self.queue_view, "queue"),
            self.at("<int:number>/meetings/", self.meetings_view, "meetings"),
            self.at("<int:number>/act/<slug:name>/", self.act_view, "act"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        self.require(request, self.has_view_permission(request))
        return batches.page(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self.require(request, self.has_view_permission(request))
        return batches.report(request, self.admin_site, object_id)

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def act_view(self, request, number, name):
        self.require(request, self.has_view_permission(request))
        return batches.act(request, self.admin_site, number, name)

    def queue_view(self, request, number, reason):
        return queue.screen(request, self.admin_site, number, reason)

    def meetings_view(self, request, number):
        return meetings.screen(request, self.admin_site, number)
