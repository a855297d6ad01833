"""The admin of the languages of texts, whose only page is a screen of its own."""

from django.contrib import admin
from django.urls import path

from desk.base.custom_screens import CustomScreensAdmin
from desk.identity import languages_screen, words_screen
from publishing.models import Language


@admin.register(Language)
class LanguageAdmin(CustomScreensAdmin):
    def has_view_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def changelist_view(self, request, extra_context=None):
        self.require(request, self.has_change_permission(request))
        return languages_screen.page(request, self.admin_site)

    def get_urls(self):
        view = self.admin_site.admin_view(self.words_view)
        return [path("<slug:code>/words/", view, name="publishing_language_words"), *super().get_urls()]

    def words_view(self, request, code):
        self.require(request, self.has_change_permission(request))
        return words_screen.page(request, self.admin_site, code)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self.changelist_view(request)

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)
