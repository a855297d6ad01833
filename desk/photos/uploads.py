"""Upload photographs to the library: several in one form, or one by one with the script."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from desk.photos import captions, finding, tray
from news import access
from photos import library
from photos.inspection import PhotoRefused
from photos.models import AlbumPhoto, Photo
from publishing import numbers, roles

LIBRARY_PHOTOS_SHOWN = 60


def take(files, *, by, **common):
    """Add files to the library with their `common` words; return (photos, sentences about those refused)."""
    photos, refusals = [], []
    for file in files if roles.may(by, "write") else []:
        try:
            photo = library.add(file, file.name, by=by, **common)
        except PhotoRefused as refusal:
            refusals.append(str(refusal))
            continue
        if access.may_read(by, photo):
            photos.append(photo)
        else:
            refusals.append(_("“%(name)s” cannot be used now. Ask an administrator.") % {"name": file.name})
    return photos, refusals


def asked_for(query, *, by):
    """Return the photos that the address of an article asks for: those of `photos`, or else all of an `album`."""
    album = numbers.parse(query.get("album"))
    if "photos" in query or album is None:
        return captions.chosen(query.getlist("photos"), by=by)
    return captions.chosen([str(use.photo_id) for use in AlbumPhoto.objects.filter(album=album)], by=by)


@require_POST
def row(request):
    """Return one photo as a row of the tray: an uploaded `file`, or the `photo` of the library with that number.

    The answer is {"html": …}, or {"error": sentence} with status 400. `number` is the row's number in the form.
    """
    if not roles.may(request.user, "write"):
        raise PermissionDenied
    photos, refusals = _photos(request)
    if not photos:
        return JsonResponse({"error": " ".join(refusals) or _("This photograph is not in the library.")}, status=400)
    line = tray.of_library(photos[0])
    line.place(numbers.parse(request.POST.get("number"), 0), by=request.user)
    return JsonResponse({"html": render_to_string("desk/base/_tray_row.html", {"row": line}, request)})


def _photos(request):
    if "file" in request.FILES:
        return take([request.FILES["file"]], by=request.user)
    number = numbers.parse(request.POST.get("photo"))
    return list(access.readable_by(request.user, Photo.objects.filter(pk=number))), []


@require_GET
def choice(request):
    """Return the photos of the archive that are found by the words of `q`, as items to tick."""
    found = finding.Search(request.GET, user=request.user).photos
    return render(request, "desk/base/_library_items.html", {"library": found[:LIBRARY_PHOTOS_SHOWN]})
