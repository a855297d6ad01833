"""The admin of standing pages: their tree, the form that begins one, and the form that moves one.

The text of a page is written, reviewed and published on the screen of its article.
"""

from django.contrib import admin
from django.shortcuts import get_object_or_404

from desk.base.custom_screens import CustomScreensAdmin
from desk.pages import screen
from news import access
from news.models import Article
from pages.models import Page
from publishing import numbers


@admin.register(Page)
class PageAdmin(CustomScreensAdmin):
    def has_add_permission(self, request):
        return request.user.has_perm("pages.add_page")

    def changelist_view(self, request, extra_context=None):
        self.require(request, self.has_view_permission(request))
        return screen.tree(request, self.admin_site)

    def add_view(self, request, form_url="", extra_context=None):
        self.require(request, self.has_add_permission(request))
        return screen.begin(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self.require(request, self.has_view_permission(request))
        articles = access.readable_by(request.user, Article.objects.all())
        pages = Page.objects.select_related("article", "parent").filter(article__in=articles)
        return screen.place(request, self.admin_site, get_object_or_404(pages, pk=numbers.parse(object_id, 0)))

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)
