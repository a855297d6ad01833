"""Addresses that the article screen's scripts call while somebody writes."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path

from desk.base.json_views import json_view
from desk.coediting import presence, unsaved
from news import access
from news.models import Article


def of(model_admin):
    """Return the addresses, for `model_admin` to put before its own."""
    site = model_admin.admin_site

    def require(request, article_id):
        may = model_admin.has_change_permission if article_id else model_admin.has_add_permission
        if not may(request):
            raise PermissionDenied
        if article_id and not access.readable_by(request.user, Article.objects.filter(pk=article_id)).exists():
            raise Http404

    def beat(request, article_id):
        if not model_admin.has_change_permission(request):
            raise PermissionDenied
        return presence.beat(request, article_id)

    def unsaved_work(request, article_id=None):
        require(request, article_id)
        return unsaved.unsaved_work(request, article_id)

    def discard(request, article_id=None):
        require(request, article_id)
        return unsaved.discard(request, article_id)

    script, page = json_view(site), site.admin_view
    return [
        path("<int:article_id>/presence/", script(beat), name="news_article_presence"),
        path("<int:article_id>/unsaved/", script(unsaved_work), name="news_article_unsaved"),
        path("unsaved/", script(unsaved_work), name="news_article_unsaved_new"),
        path("<int:article_id>/unsaved/discard/", page(discard), name="news_article_discard"),
        path("unsaved/discard/", page(discard), name="news_article_discard_new"),
        path("unsaved/take-up/", page(unsaved.take_up), name="news_article_take_up"),
    ]
