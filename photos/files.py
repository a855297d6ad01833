"""The public files of photos, served after checking that the photo is public now.

The result of the check is cached like pages (page_cache.layer): until anything changes, opens or ends.
"""

import functools
import logging
import re

from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import condition, require_safe

from page_cache import lifetimes
from page_cache.responses import KeptFileResponse
from photos.models import Photo, Rendition

logger = logging.getLogger(__name__)

KEY_LENGTH = 22  # characters: publishing.downloads.new_key()


def public_rendition(key: str, name: str) -> Rendition | None:
    """Return the Rendition at this address, or None: for an unknown photo, one not public, and a wrong name alike."""
    photo = Photo.objects.public().filter(key=key).prefetch_related("renditions").first()
    return next((rendition for rendition in photo.renditions.all() if rendition.name == name), None) if photo else None


def _remembered(request, key, name):
    """Look up the file once, for both the ETag and the view."""
    if not hasattr(request, "rendition"):
        request.rendition = public_rendition(key, name)
    return request.rendition


def _etag_of(rendition):
    return f'"{rendition.pk}-{rendition.size}"'


def _etag(request, key, name):
    rendition = _remembered(request, key, name)
    return _etag_of(rendition) if rendition else None


@require_safe
@condition(etag_func=_etag)
def file(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    rendition = _remembered(request, key, name)
    if rendition is None and len(key) != KEY_LENGTH:
        raise Http404("No address of ours, perhaps one of the earlier site.")
    if rendition is None:
        return _not_found()
    if request.method == "HEAD":
        return HttpResponse(content_type=rendition.content_type, headers=_headers(rendition, rendition.size))
    sent = _sent(request, rendition)
    if sent is None:  # made again a moment ago
        rendition = public_rendition(key, name)
        sent = rendition and _sent(request, rendition)
    return sent or _not_found()


def _not_found():
    return HttpResponseNotFound(content_type="text/plain", headers={"Cache-Control": lifetimes.PRIVATE})


def _part(request, rendition):
    """Return the requested range of bytes; the whole file without one, or if it is of an older file."""
    whole = range(rendition.size)
    asked = _ONE_RANGE.fullmatch(request.headers.get("range", ""))
    if not asked or request.headers.get("if-range", _etag_of(rendition)) != _etag_of(rendition):
        return whole
    first, last = asked.groups()
    if not first:
        return whole[-int(last) :] if int(last) else range(0)
    if last and int(last) < int(first):
        return whole
    return whole[int(first) : int(last) + 1 if last else None]


# One range of bytes, as in resumed downloads; for several ranges we send the whole file.
_ONE_RANGE = re.compile(r"bytes=(?=\d|-\d)(\d{0,15})-(\d{0,15})", re.ASCII)


def _sent(request, rendition):
    """Return the response with the file or the requested range; None if the file is not in storage."""
    opens = functools.partial(rendition.file.storage.open, rendition.file.name)
    part = _part(request, rendition)
    facts = {"content_type": rendition.content_type, "headers": _headers(rendition, len(part))}
    if not part:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{rendition.size}"})
    try:
        if len(part) == rendition.size:
            return KeptFileResponse(opens, **facts)
        facts["headers"]["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{rendition.size}"
        return FileResponse(_Part(opens(), part), status=206, **facts)
    except FileNotFoundError:
        logger.warning("The file %s of photo %s is not in storage.", rendition.file.name, rendition.photo_id)
        return None


def _headers(rendition, length):
    is_download = rendition.kind == Rendition.Kind.DOWNLOAD
    return {
        "Accept-Ranges": "bytes",
        "Cache-Control": lifetimes.PROGRAM,
        "Content-Disposition": content_disposition_header(is_download, rendition.name),
        "Content-Length": str(length),
        "ETag": _etag_of(rendition),
    }


class _Part:
    """A range of an open file, with the methods that a streamed response needs."""

    def __init__(self, file: File, part: range) -> None:
        self.file, self.left = file, len(part)
        file.seek(part.start)

    def read(self, content: int) -> bytes:
        data = self.file.read(min(content, self.left))
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()
