"""The public page of any edition, as it will look, for the staff."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import override

from desk.base import article_status, readings
from news.models import Edition
from news.pages import article_context
from page_cache import lifetimes
from publishing import clock


def preview(request, edition_id):
    """Render the page in the edition's language; photographs are served by the desk, so they need not be public."""
    edition = get_object_or_404(Edition.objects.select_related("section", "article", "meeting"), pk=edition_id)
    readings.remember(request.user, [edition], readings.What.PREVIEW)
    request.translations = _previews(edition)
    with override(edition.language):
        context = article_context(edition, preview=True) | {
            "words": article_status.in_short(edition, clock.now()),
            "is_public": edition.is_public(),
        }
        response = render(request, "desk/articles/preview.html", context)
    response.content = _with_files_of_the_desk(response.content.decode(), edition)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = lifetimes.NOT_KEPT
    return response


def _previews(edition):
    """Return {language: address} of the previews in the other languages, for the links of the page's header."""
    statuses = {status.language: status for status in article_status.of(edition.article, clock.now())}
    found = {code: status.edition for code, status in statuses.items() if status.edition} | {edition.language: edition}
    return {code: reverse("admin:news_article_preview", args=[edition.pk]) for code, edition in found.items()}


def _with_files_of_the_desk(page, edition):
    """Return the HTML with this edition's photos and files at the desk's addresses; a key occurs nowhere else."""
    for use in edition.photos.select_related("photo"):
        public = reverse("photo-file", args=[use.photo.key, "-"]).removesuffix("-")
        ours = reverse("admin:photo-rendition", args=[use.photo.key, "-"]).removesuffix("-")
        page = page.replace(public, ours)
    for file in edition.attachments.all():
        ours = reverse("admin:news_article_attachment", args=[file.key, file.file_name])
        page = page.replace(file.get_absolute_url(), ours)
    return page
