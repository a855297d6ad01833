"""The addresses about an article's past and its end: comparing, restoring, the emergency button."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path

from desk.articles import emergency, history
from news import access
from news.models import Article


def of(model_admin):
    """Return the addresses, for `model_admin` to put before its own."""
    site = model_admin.admin_site

    def require(request, article_id, may):
        if not may(request):
            raise PermissionDenied
        if not access.readable_by(request.user, Article.objects.filter(pk=article_id)).exists():
            raise Http404

    def compare(request, article_id):
        require(request, article_id, model_admin.has_view_permission)
        return history.compare(request, site, article_id)

    def restore(request, article_id):
        require(request, article_id, model_admin.has_change_permission)
        return history.restore(request, site, article_id)

    def end(request, article_id):
        require(request, article_id, model_admin.has_change_permission)
        return emergency.article(request, site, article_id)

    def stop_photo(request, photo_id):
        return emergency.photo(request, site, photo_id)

    def end_meeting(request, meeting_id):
        return emergency.meeting(request, site, meeting_id)

    page = site.admin_view
    return [
        path("<int:article_id>/compare/", page(compare), name="news_article_compare"),
        path("<int:article_id>/restore/", page(restore), name="news_article_restore"),
        path("<int:article_id>/emergency/", page(end), name="news_article_emergency"),
        path("emergency/photo/<int:photo_id>/", page(stop_photo), name="photos_photo_emergency"),
        path("emergency/meeting/<int:meeting_id>/", page(end_meeting), name="council_meeting_emergency"),
    ]
