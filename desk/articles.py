"""Articles in the admin: the list, and the addresses of the screens about one article."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.urls import path
from django.utils.translation import gettext_lazy as _

from desk import article_history, article_lists, article_preview, article_screen, photo_uploads
from news.models import Article, Edition
from publishing import clock

NEWEST = Edition.objects.filter(article=OuterRef("pk")).order_by("-shown_on", "-number")


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["title", "section", "languages", "shown", "saved"]
    list_filter = article_lists.FILTERS
    list_per_page = 50
    search_fields = ["editions__title"]
    search_help_text = _("Words of the title, in any language")
    ordering = [Subquery(NEWEST.values("shown_on")[:1]).desc(), "-pk"]
    actions = None

    def get_queryset(self, request):
        articles = super().get_queryset(request).prefetch_related(article_lists.EDITIONS)
        return articles.annotate(
            shown_on=Subquery(NEWEST.values("shown_on")[:1]),
            saved_at=Max("editions__edited_at"),
            now=clock.SiteNow(),  # once for all rows
        )

    @admin.display(description=_("title"))
    def title(self, article):
        return article_lists.title(article)

    @admin.display(description=_("section"))
    def section(self, article):
        return article_lists.newest(article).section

    @admin.display(description=_("languages"))
    def languages(self, article):
        return article_lists.languages(article, article.now)

    @admin.display(description=_("date"), ordering="shown_on")
    def shown(self, article):
        return article_lists.shown(article)

    @admin.display(description=_("saved"), ordering="saved_at")
    def saved(self, article):
        return article_lists.saved(article)

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=name)

        return [
            at("photo-row/", self.photo_row_view, "news_article_row"),
            at("library/", self.library_view, "news_article_library"),
            at("editions/<int:edition_id>/preview/", self.preview_view, "news_article_preview"),
            at("<int:article_id>/do/<slug:name>/", self.act_view, "news_article_act"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return article_screen.screen(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self._require_change(request)
        return article_screen.screen(request, self.admin_site, _number(object_id))

    def act_view(self, request, article_id, name):
        self._require_change(request)
        return article_screen.act(request, self.admin_site, article_id, name)

    def history_view(self, request, object_id, extra_context=None):
        self._require_view(request)
        return article_history.history(request, self.admin_site, _number(object_id))

    def preview_view(self, request, edition_id):
        self._require_view(request)
        return article_preview.preview(request, edition_id)

    def photo_row_view(self, request):
        self._require_change(request)
        return photo_uploads.row(request)

    def library_view(self, request):
        self._require_change(request)
        return photo_uploads.choice(request)

    def _require_change(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _require_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied

    # Only what nobody was ever to see may disappear.

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.editions.filter(live_from__isnull=False).exists())

    def get_deleted_objects(self, objs, request):
        editions = [edition for article in objs for edition in article.editions.all()]
        counts = {Edition._meta.verbose_name_plural: len(editions)}
        return [str(edition) for edition in editions], counts, set(), []

    @transaction.atomic
    def delete_model(self, request, obj):
        for edition in obj.editions.all():
            edition.delete()
        obj.delete()


def _number(object_id):
    """Return the number in an address, 0, which no article has, for anything else."""
    return int(object_id) if object_id.isdecimal() and len(object_id) < 18 else 0
