"""The public pages of the photo library: the archive, the albums, and a page for each photo.

photos.files serves the files themselves.
"""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from photos.finding import Finding, newest_first
from photos.linked_data import image_object
from photos.models import Album, AlbumPhoto, ArchivedPhoto, Photo
from photos.showing import (
    article_uses,
    jpegs,
    people_in,
    photos_of_archive,
    social_image,
    taken,
    taken_in_words,
    title,
    uses_that_show,
    with_renditions,
    with_words,
)
from publishing import amendments, numbers
from publishing.keyset import keyset_page, redirect_page_numbers
from publishing.prepared import Param, PreparedQuery

PHOTOS_PER_PAGE = 24
ALBUM_PHOTOS_PER_PAGE = 60  # photos of an album on one page


# --- The archive ---------------------------------------------------------------------------------------------------


@redirect_page_numbers
def archive(request: HttpRequest) -> HttpResponse:
    if "" in request.GET.values():
        return redirect(_without_empty_fields(request))
    finding = Finding(request.GET)
    part = keyset_page(request, finding.photos(), PHOTOS_PER_PAGE, "dated_at")
    context = {
        "nav": "photos",
        "crumbs": [(_("Photo archive"), "")],
        "finding": finding,
        "part": part,
        "photos": with_words(photos_of_archive(part)),
        "has_albums": Album.objects.public().exists(),
    }
    return render(request, "photos/photo_list.html", context)


def _without_empty_fields(request):
    """Return the address without the form's empty fields, so that each list has one address."""
    query = request.GET.copy()
    for name, values in request.GET.lists():
        query.setlist(name, [value for value in values if value])
    return f"{request.path}?{query.urlencode()}".rstrip("?")


# --- Albums --------------------------------------------------------------------------------------------------------


@redirect_page_numbers
def albums(request: HttpRequest) -> HttpResponse:
    uses = AlbumPhoto.objects.filter(album=OuterRef("pk"))
    counted = uses.order_by().values("album").annotate(number=Count("*"))
    listed = Album.objects.public().annotate(
        photo_count=Coalesce(Subquery(counted.values("number")), 0), cover_id=Subquery(uses.values("photo_id")[:1])
    )
    part = keyset_page(request, listed, PHOTOS_PER_PAGE, "held_on")
    covers = {photo.pk: photo for photo in with_words(_public_among(album.cover_id for album in part))}
    for album in part:
        album.cover = covers.get(album.cover_id)
    context = {
        "nav": "photos",
        "crumbs": [(_("Photo archive"), reverse("photos:list")), (_("Albums"), "")],
        "part": part,
    }
    return render(request, "photos/album_list.html", context)


def _public_among(numbers):
    return Photo.objects.public().filter(pk__in=[number for number in numbers if number]).with_renditions()


def album(request: HttpRequest, id: int) -> HttpResponse:
    # By the name of the relation, because photos may not import council.
    album = get_object_or_404(Album.objects.public().select_related("of_meeting__meeting"), pk=id)
    part, has_earlier, has_later = _part_of_album(album, request.GET)
    photos = with_words(part)
    context = {
        "nav": "photos",
        "crumbs": [
            (_("Photo archive"), reverse("photos:list")),
            (_("Albums"), reverse("photos:albums")),
            (str(album), ""),
        ],
        "number": album.photo_uses.count(),
        "has_earlier": has_earlier,
        "has_later": has_later,
        "album": album,
        "amendments": amendments.notes_of(album),
        "description": album.description.get(get_language(), ""),
        "photos": photos,
        "image": social_image(photos[0]) if photos else None,
    }
    return render(request, "photos/album_detail.html", context)


def _part_of_album(album, query):
    """Return (photos, whether there are some before, whether there are some after) of one page of the album.

    The address names the photo `after` or `before` which the page begins, so it stays the same when photos are added.
    """
    uses = _uses_in_album(album)
    if "before" in query:
        found = list(uses.filter(_beyond(album, query["before"], "lt")).reverse()[: ALBUM_PHOTOS_PER_PAGE + 1])
        return [use.photo for use in reversed(found[:ALBUM_PHOTOS_PER_PAGE])], len(found) > ALBUM_PHOTOS_PER_PAGE, True
    if "after" in query:
        uses = uses.filter(_beyond(album, query["after"], "gt"))
    found = list(uses[: ALBUM_PHOTOS_PER_PAGE + 1])
    return [use.photo for use in found[:ALBUM_PHOTOS_PER_PAGE]], "after" in query, len(found) > ALBUM_PHOTOS_PER_PAGE


def _beyond(album, number, way):
    """Return the condition of the uses on that side of the photo with the `number` in the album."""
    edge = get_object_or_404(album.photo_uses, photo=numbers.parse(number))
    return Q(**{f"position__{way}": edge.position}) | Q(**{"position": edge.position, f"pk__{way}": edge.pk})


def _uses_in_album(album):
    return album.photo_uses.select_related("photo").prefetch_related("photo__renditions")


def _in_album(album):
    """Return the photos of a public album in its order."""
    return [use.photo for use in _uses_in_album(album)]


# --- A photo -------------------------------------------------------------------------------------------------------

# The queries of every photo's page.
_PHOTO = PreparedQuery(lambda: Photo.objects.public().filter(pk=Param("photo")))
_IN_ALBUMS = PreparedQuery(lambda: AlbumPhoto.shown().filter(photo=Param("photo")).select_related("album"))
_AT_MEETINGS = PreparedQuery(lambda: uses_that_show("council_meetingphoto_set", "meeting").filter(photo=Param("photo")))
_AS_PORTRAIT = PreparedQuery(lambda: uses_that_show("council_portrait_set", "person").filter(photo=Param("photo")))


def photo(request: HttpRequest, id: int) -> HttpResponse:
    found = with_words(with_renditions(_PHOTO.fetch(photo=id)))
    if not found:
        raise Http404("No such photograph.")
    (photo,) = found
    shown_in = [use.album for use in _IN_ALBUMS.fetch(photo=id)]
    album = _album_of_the_address(request, shown_in)
    neighbours = _neighbours_in_album(photo, album) if album else _neighbours_in_archive(photo)
    newer, older = (neighbour and _titled(neighbour) for neighbour in neighbours)
    context = {
        "nav": "photos",
        "crumbs": _crumbs(photo, album),
        "photo": photo,
        "says_more": photo.shown_caption.rstrip(".") != photo.shown_title,
        "amendments": amendments.notes_of(photo),
        "taken": taken(photo),
        "taken_in_words": taken_in_words(photo),
        "people": people_in(photo),
        "files": [jpeg for jpeg in [photo.download, *jpegs(photo)] if jpeg],
        "articles": [use.edition for use in reversed(article_uses([photo], get_language()))],
        "meetings": [use.meeting for use in _AT_MEETINGS.fetch(photo=id)],
        "portrayed": [use.person for use in _AS_PORTRAIT.fetch(photo=id)],
        "albums": shown_in,
        "album": album,
        "newer": newer,
        "older": older,
        "image": social_image(photo),
        "linked_data": image_object(photo),
    }
    return render(request, "photos/photo_detail.html", context)


def _titled(photo):
    language = get_language()
    photo.shown_title = title(photo, photo.headline.get(language, ""), photo.caption.get(language, ""))
    return photo


def _album_of_the_address(request, albums):
    """Return the album named in the address, None without one; Http404 if the photo is not in it."""
    wanted = request.GET.get("album")
    if not wanted:
        return None
    chosen = next((album for album in albums if str(album.pk) == wanted), None)
    if chosen is None:
        raise Http404
    return chosen


def _crumbs(photo, album):
    above = [(_("Albums"), reverse("photos:albums")), (str(album), album.get_absolute_url())] if album else []
    return [(_("Photo archive"), reverse("photos:list")), *above, (photo.file_name, "")]


def _neighbours_in_album(photo, album):
    """Return the photo after and the photo before, in the album's order; None at its ends."""
    photos = _in_album(album)
    place = photos.index(photo)
    return next(iter(photos[place + 1 :]), None), photos[place - 1] if place else None


def _neighbours_in_archive(photo):
    """Return the next newer and the next older public photo; None at the ends."""
    place = {"dated": photo.taken_at or photo.uploaded_at, "photo": photo.pk}
    return _first(_NEWER.fetch(**place)), _first(_OLDER.fetch(**place))


def _first(photos):
    return photos[0] if photos else None


# The condition on the time alone lets PostgreSQL enter the index at the photo's place. It is the archive that is asked:
# of the photos themselves every one above would first be checked whether visitors see it.
_OLDER = PreparedQuery(
    lambda: newest_first(
        ArchivedPhoto.objects.filter(
            Q(dated_at__lt=Param("dated")) | Q(pk__lt=Param("photo")), dated_at__lte=Param("dated")
        )
    )[:1]
)
_NEWER = PreparedQuery(
    lambda: newest_first(
        ArchivedPhoto.objects.filter(
            Q(dated_at__gt=Param("dated")) | Q(pk__gt=Param("photo")), dated_at__gte=Param("dated")
        )
    ).reverse()[:1]
)
