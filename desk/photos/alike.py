"""Photographs that look nearly the same, side by side: which are kept, and which are put aside."""

import dataclasses
import functools

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.photos import captions, cards
from photos import library
from photos.models import Photo
from publishing import actions, numbers

MAX_BURST_SECONDS = 600


def compare(request, site, opts):
    """Show the photos named in the address, and keep those that are ticked."""
    photos = captions.chosen((request.POST or request.GET).getlist("photos"), by=request.user)
    if request.method == "POST":
        return _choose(request, photos)
    return TemplateResponse(
        request,
        "desk/photos/alike.html",
        {
            **site.each_context(request),
            "title": ngettext("%(number)d alike", "%(number)d alike", len(photos)) % {"number": len(photos)},
            "opts": opts,
            "shots": [Shot(photo) for photo in photos],
            "numbers": cards.numbers_of(photos),
            "seconds": _seconds_between(photos),
            "back": _back(request.GET.get("back")),
        },
    )


@dataclasses.dataclass
class Shot:
    """One of the photos that are compared."""

    photo: Photo

    @property
    def picture(self):
        return cards.picture_of(self.photo, 1200)

    @functools.cached_property
    def is_needed(self):
        return library.is_needed(self.photo)


def _choose(request, photos):
    """Keep the photos ticked as `keep`, or all of them, and put the others aside."""
    wanted = set(numbers.parse_all(request.POST.getlist("keep")))
    is_all = request.POST.get("action") == "all"
    kept = [photo for photo in photos if is_all or photo.pk in wanted or library.is_needed(photo)]
    others = [photo for photo in photos if photo not in kept]
    back = _back(request.POST.get("back"))
    if not kept:
        messages.error(request, _("Keep at least one of them."))
        return HttpResponseRedirect(f"{request.path}?photos={cards.numbers_of(photos)}")
    try:
        library.choose_among(kept, others, by=request.user)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(f"{request.path}?photos={cards.numbers_of(photos)}")
    messages.success(request, _told(len(kept), len(others)))
    return HttpResponseRedirect(back)


def _told(kept, aside):
    if not aside:
        return ngettext("%(number)d photograph is kept.", "%(number)d photographs are kept.", kept) % {"number": kept}
    told = ngettext(
        "%(number)d photograph is put aside. It stays in the archive under “Put aside”.",
        "%(number)d photographs are put aside. They stay in the archive under “Put aside”.",
        aside,
    )
    return told % {"number": aside}


def _seconds_between(photos):
    """Return the seconds between the first and the last shot of a burst; None for longer, or without the times."""
    moments = [photo.taken_at for photo in photos]
    if not moments or None in moments:
        return None
    seconds = round((max(moments) - min(moments)).total_seconds())
    return seconds if seconds <= MAX_BURST_SECONDS else None


def _back(address):
    """Return where to go afterwards: a page of the archive, and nowhere else."""
    archive = reverse("admin:photos_photo_changelist")
    is_ours = address and address.startswith(archive) and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else archive
