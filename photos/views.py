"""The public pages of the photo library: the archive as a contact sheet, and a page for each photo.

The files themselves are handed out by photos.files.
"""

from django.core.paginator import InvalidPage, Paginator
from django.db.models import F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from photos.models import Photo
from photos.showing import article_uses, jpegs, ready

ON_A_PAGE = 24


def archive(request):
    years = [day.year for day in Photo.objects.public().datetimes("taken_at", "year", order="DESC")]
    year = _chosen_year(request, years)
    photos = _newest_first(Photo.objects.public())
    if year:
        photos = photos.filter(taken_at__year=year)
    page = _page(photos.with_renditions(), request)
    context = {
        "nav": "photos",
        "crumbs": [(_("Photo archive"), "")],
        "page": page,
        "photos": ready(page.object_list),
        "year": year,
        "years": years,
    }
    return render(request, "photos/photo_list.html", context)


def _chosen_year(request, years):
    """Return the year of the address, None for all; a year without photos does not exist."""
    wanted = request.GET.get("year")
    if not wanted:
        return None
    chosen = next((year for year in years if str(year) == wanted), None)
    if chosen is None:
        raise Http404
    return chosen


def _newest_first(photos):
    """Order by the camera's clock; photos that carry no time stand at the end."""
    return photos.order_by(F("taken_at").desc(nulls_last=True), "-pk")


def _page(photos, request):
    try:
        return Paginator(photos, ON_A_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error


def photo(request, id):
    public = Photo.objects.public()
    (photo,) = ready([get_object_or_404(public.with_renditions(), pk=id)])
    context = {
        "nav": "photos",
        "crumbs": [(_("Photo archive"), reverse("photos:list")), (photo.file_name, "")],
        "photo": photo,
        "files": [it for it in [photo.download, *jpegs(photo)] if it],
        "articles": [use.edition for use in article_uses(get_language()).filter(photo=photo).reverse()],
        "meetings": [use.meeting for use in _uses(photo, "council_meetingphoto_set").select_related("meeting")],
        "people": [use.person for use in _uses(photo, "council_portrait_set").select_related("person")],
        "newer": _newest_first(public.filter(_newer_than(photo))).last(),
        "older": _newest_first(public.filter(_older_than(photo))).first(),
    }
    return render(request, "photos/photo_detail.html", context)


def _uses(photo, relation):
    """Return what shows `photo` now, by the name of the relation: photos know none of their users."""
    return Photo._meta.get_field(relation).related_model.shown().filter(photo=photo)


def _older_than(photo):
    if photo.taken_at is None:
        return Q(taken_at__isnull=True, pk__lt=photo.pk)
    return Q(taken_at__lt=photo.taken_at) | Q(taken_at=photo.taken_at, pk__lt=photo.pk) | Q(taken_at__isnull=True)


def _newer_than(photo):
    if photo.taken_at is None:
        return Q(taken_at__isnull=False) | Q(taken_at__isnull=True, pk__gt=photo.pk)
    return Q(taken_at__gt=photo.taken_at) | Q(taken_at=photo.taken_at, pk__gt=photo.pk)
