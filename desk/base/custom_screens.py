"""Admins whose pages are screens of our own."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path


class CustomScreensAdmin(admin.ModelAdmin):
    """Records that have screens of our own instead of the admin's forms, and are never added or deleted there."""

    actions = None

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def require(self, request, may):
        if not may:
            raise PermissionDenied

    def at(self, route, view, name):
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        return path(route, self.admin_site.admin_view(view), name=f"{info}_{name}")
