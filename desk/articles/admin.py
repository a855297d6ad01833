"""Articles in the admin: the list, and the addresses of the screens about one article."""

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext_lazy as _

from desk.articles import (
    about,
    attachment_file,
    bulk,
    checklist,
    ends_screen,
    history,
    history_urls,
    lists,
    preview,
    review,
    screen,
    templates_admin,
    workbar,
)
from desk.base import access as article_access
from desk.base import readings
from desk.base.json_views import json_view
from desk.coediting import presence, urls
from desk.photos import uploads
from desk.previews import admin as previews_admin
from desk.translations import compare, ledger
from desk.word import reading_in, writing_out
from news import access
from news.models import Article, Edition
from pages.models import Page
from publishing import clock, numbers
from publishing.transactions import retried


class TextList(ChangeList):
    """The list of articles, whose rows its template writes itself."""

    def get_results(self, request):
        super().get_results(request)
        self.user = request.user

    def rows(self):
        now = self.result_list[0].now if self.result_list else None
        return lists.rows(list(self.result_list), self.user, now, self.query)


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["__str__"]
    list_filter = lists.FILTERS
    list_per_page = 50
    # Do not count a hundred thousand articles only to say how many were filtered out.
    show_full_result_count = False
    search_fields = ["editions__title"]
    search_help_text = _("Words of the text, in any language")
    ordering = ["-shown_on", "-pk"]
    actions = [*bulk.LIST_ACTIONS]

    def get_queryset(self, request):
        articles = access.readable_by(request.user, super().get_queryset(request))
        articles = articles.prefetch_related(lists.EDITIONS, presence.IN_LIST)
        return articles.annotate(now=clock.SiteNow())  # once for all rows

    def get_search_results(self, request, queryset, search_term):
        return lists.with_words(queryset, search_term, request.user), False

    def get_paginator(self, request, queryset, *args, **kwargs):
        is_search = lists.WORD.search(request.GET.get(SEARCH_VAR, ""))
        paginator = lists.FoundPaginator if is_search else lists.CappedPaginator
        return paginator(queryset, *args, **kwargs)

    def get_changelist(self, request, **kwargs):
        return TextList

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=name)

        script = json_view(self.admin_site)
        return [
            path("points/", script(self.points_view), name="news_article_points_new"),
            path("<int:article_id>/points/", script(self.points_view), name="news_article_points"),
            path("<int:article_id>/standing/", script(self.standing_view), name="news_article_standing"),
            at("photo-row/", self.photo_row_view, "news_article_row"),
            at("about/", self.about_view, "news_article_about"),
            at("attach/", self.attach_view, "news_article_attach"),
            at("library/", self.library_view, "news_article_library"),
            at("from-word/", self.word_in_view, "news_article_from_word"),
            at("editions/<int:edition_id>/preview/", self.preview_view, "news_article_preview"),
            at("editions/<int:edition_id>/previews/", self.previews_view, "news_article_previews"),
            at("editions/<int:edition_id>/word/", self.word_out_view, "news_article_word"),
            at("previews/<int:link_id>/revoke/", self.revoke_preview_view, "news_article_revoke_preview"),
            at("previews/remarks/<int:remark_id>/done/", self.remark_done_view, "news_article_remark_done"),
            at("attachments/<str:key>/<str:name>", self.attachment_view, "news_article_attachment"),
            at("from-template/", self.from_template_view, "news_article_from_template"),
            at("bulk/<slug:name>/", self.bulk_view, "news_article_bulk"),
            at("bulk/done/<int:number>/", self.bulk_done_view, "news_article_bulk_done"),
            at("limited/", self.limited_view, "news_article_limited"),
            at("<int:article_id>/readers/", self.access_view, "news_article_access"),
            at("<int:article_id>/ends/", self.ends_view, "news_article_ends"),
            at("<int:article_id>/do/<slug:name>/", self.act_view, "news_article_act"),
            at("<int:article_id>/fresh/", self.fresh_view, "news_article_fresh"),
            at("<int:article_id>/review/", self.review_view, "news_article_review"),
            at("<int:article_id>/translate/<slug:language>/", self.translate_view, "news_article_translate"),
            at("translations/", self.translations_view, "news_article_translations"),
            *history_urls.of(self),
            *urls.of(self),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return screen.screen(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self._require_change(request)
        self._require_readable(request, object_id)
        if request.method == "GET":
            readings.remember_article(request.user, _number(object_id))
        return screen.screen(request, self.admin_site, _number(object_id))

    def points_view(self, request, article_id=None):
        if not (self.has_change_permission(request) if article_id else self.has_add_permission(request)):
            raise PermissionDenied
        if article_id:
            self._require_readable(request, article_id)
        return checklist.answer(request, article_id)

    def act_view(self, request, article_id, name):
        self._require_change(request)
        self._require_readable(request, article_id)
        readings.remember_article(request.user, article_id)
        return screen.act(request, self.admin_site, article_id, name)

    def fresh_view(self, request, article_id):
        self._require_change(request)
        self._require_readable(request, article_id)
        return screen.fresh(request, self.admin_site, article_id)

    def standing_view(self, request, article_id):
        self._require_view(request)
        self._require_readable(request, article_id)
        return workbar.standing(request, article_id)

    def review_view(self, request, article_id):
        self._require_change(request)
        self._require_readable(request, article_id)
        readings.remember_article(request.user, article_id)
        return review.page(request, self.admin_site, article_id)

    def history_view(self, request, object_id, extra_context=None):
        self._require_view(request)
        self._require_readable(request, object_id)
        return history.history(request, self.admin_site, _number(object_id))

    def preview_view(self, request, edition_id):
        self._require_view(request)
        self._require_readable_edition(request, edition_id)
        return preview.preview(request, edition_id)

    def word_in_view(self, request):
        self._require_view(request)
        return reading_in.page(request, self.admin_site)

    def word_out_view(self, request, edition_id):
        self._require_view(request)
        self._require_readable_edition(request, edition_id)
        return writing_out.file(request, edition_id)

    def previews_view(self, request, edition_id):
        self._require_view(request)
        return previews_admin.page(request, self.admin_site, edition_id)

    def revoke_preview_view(self, request, link_id):
        self._require_view(request)
        return previews_admin.revoke(request, link_id)

    def remark_done_view(self, request, remark_id):
        self._require_view(request)
        return previews_admin.resolve(request, remark_id)

    def attachment_view(self, request, key, name):
        self._require_view(request)
        return attachment_file.file(request, key, name)

    def get_actions(self, request):
        """Of the list: what the role may do; articles are deleted one by one."""
        return bulk.for_user(super().get_actions(request), request.user)

    def from_template_view(self, request):
        return templates_admin.begin(request, self.admin_site)

    def bulk_view(self, request, name):
        self._require_change(request)
        return bulk.page(request, self.admin_site, name)

    def bulk_done_view(self, request, number):
        self._require_change(request)
        return bulk.done(request, self.admin_site, number)

    def ends_view(self, request, article_id):
        self._require_view(request)
        return ends_screen.page(request, self.admin_site, article_id)

    def access_view(self, request, article_id):
        self._require_change(request)
        return article_access.page(request, self.admin_site, article_id)

    def limited_view(self, request):
        self._require_view(request)
        return article_access.limited(request, self.admin_site)

    def translate_view(self, request, article_id, language):
        self._require_change(request)
        self._require_readable(request, article_id)
        return compare.screen(request, self.admin_site, article_id, language)

    def translations_view(self, request):
        self._require_view(request)
        return ledger.page(request, self.admin_site)

    def photo_row_view(self, request):
        self._require_change(request)
        return uploads.row(request)

    def about_view(self, request):
        self._require_change(request)
        return about.search(request)

    def attach_view(self, request):
        self._require_change(request)
        return attachment_file.take(request)

    def library_view(self, request):
        self._require_change(request)
        return uploads.choice(request)

    def _require_change(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _require_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _require_readable(self, request, article_id):
        """Answer 404 for an article that is limited to others."""
        if not access.readable_by(request.user, Article.objects.filter(pk=_number(str(article_id)))).exists():
            raise Http404

    def _require_readable_edition(self, request, edition_id):
        if not access.readable_by(request.user, Edition.objects.filter(pk=edition_id)).exists():
            raise Http404

    # Only an article that was never public or scheduled may be deleted.

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj) and not Page.objects.filter(parent__article=obj).exists()
        return may and (obj is None or not obj.editions.filter(live_from__isnull=False).exists())

    def get_deleted_objects(self, objs, request):
        editions = [edition for article in objs for edition in article.editions.all()]
        counts = {Edition._meta.verbose_name_plural: len(editions)}
        return [str(edition) for edition in editions], counts, set(), []

    @retried
    def delete_view(self, request, object_id, extra_context=None):
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        for edition in obj.editions.all():
            edition.delete()
        obj.delete()


def _number(object_id):
    """Return the number in an address, 0, which no article has, for anything else."""
    return numbers.parse(object_id, 0)
