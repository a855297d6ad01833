"""The public files of photos: handed out one by one, each time after asking whether the photo is public now."""

from django.http import FileResponse, HttpResponseNotFound
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from photos.models import Photo, Rendition

FRESH = 60  # seconds a browser or cache may keep a file without asking again, so that a withdrawal is soon felt


def public_rendition(key, name):
    """Return the Rendition at this address, or None: for an unknown photo, one not public, and a wrong name alike."""
    photo = Photo.objects.public().filter(key=key).prefetch_related("renditions").first()
    return next((it for it in photo.renditions.all() if it.name == name), None) if photo else None


def _remembered(request, key, name):
    """Look the file up once for the validator and the view."""
    if not hasattr(request, "rendition"):
        request.rendition = public_rendition(key, name)
    return request.rendition


def _etag(request, key, name):
    rendition = _remembered(request, key, name)
    return f'"{rendition.pk}-{rendition.size}"' if rendition else None


@require_safe
@condition(etag_func=_etag)
def file(request, key, name):
    rendition = _remembered(request, key, name)
    if rendition is None:
        return HttpResponseNotFound(content_type="text/plain", headers={"Cache-Control": "private, no-store"})
    is_download = rendition.kind == Rendition.Kind.DOWNLOAD
    response = FileResponse(
        rendition.file.open(), as_attachment=is_download, filename=name, content_type=rendition.content_type
    )
    patch_cache_control(response, public=True, max_age=FRESH)
    return response
