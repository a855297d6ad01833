"""The admin of the front page, whose only page is a screen of its own."""

from django.contrib import admin

from desk.base.custom_screens import CustomScreensAdmin
from desk.front import screen
from news.models import FrontPage


@admin.register(FrontPage)
class FrontPageAdmin(CustomScreensAdmin):
    def changelist_view(self, request, extra_context=None):
        self.require(request, self.has_view_permission(request))
        return screen.page(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self.changelist_view(request)

    def history_view(self, request, object_id, extra_context=None):
        return self.changelist_view(request)
