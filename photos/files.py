"""The public files of photos: handed out one by one, after asking whether the photo is public now.

That it is so is remembered as pages are (page_cache.layer), so until anything changes or comes to its end.
"""

import functools
import logging
import re

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import condition, require_safe

from page_cache import lifetimes
from page_cache.responses import KeptFileResponse
from photos.models import Photo, Rendition

logger = logging.getLogger(__name__)


def public_rendition(key: str, name: str) -> Rendition | None:
    """Return the Rendition at this address, or None: for an unknown photo, one not public, and a wrong name alike."""
    photo = Photo.objects.public().filter(key=key).prefetch_related("renditions").first()
    return next((rendition for rendition in photo.renditions.all() if rendition.name == name), None) if photo else None


def _remembered(request, key, name):
    """Look the file up once for the validator and the view."""
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
    if rendition is None:
        return _not_found()
    if request.method == "HEAD":
        return HttpResponse(content_type=rendition.content_type, headers=_headers(rendition, rendition.size))
    sent = _sent(request, rendition)
    if sent is None:  # remade a moment ago
        rendition = public_rendition(key, name)
        sent = rendition and _sent(request, rendition)
    return sent or _not_found()


def _not_found():
    return HttpResponseNotFound(content_type="text/plain", headers={"Cache-Control": lifetimes.PRIVATE})


def _part(request, rendition):
    """Return the range of bytes asked for, the whole where none is or where it is of an older file."""
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


# One range of bytes, as downloads that were cut off ask for; several at once are answered with the whole.
_ONE_RANGE = re.compile(r"bytes=(?=\d|-\d)(\d{0,15})-(\d{0,15})", re.ASCII)


def _sent(request, rendition):
    """Return the response with the file or the part of it that is asked for; None if it is not in storage."""
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
    """Some bytes of an open file, read piece by piece: all that a streamed response asks of a file."""

    def __init__(self, file: File, part: range) -> None:
        self.file, self.left = file, len(part)
        file.seek(part.start)

    def read(self, content: int) -> bytes:
        data = self.file.read(min(content, self.left))
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()
