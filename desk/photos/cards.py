"""Photographs as the desk shows many of them: a card for each stack, under the event or the day they belong to."""

import dataclasses
from collections import Counter

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news import access
from news.models import EditionPhoto
from photos import stacks
from photos.models import Album, AlbumPhoto, Photo, PhotoUse, Rendition
from publishing import dates
from publishing.localized import in_language

FEW = 4  # photos of a day, which need no heading of their own
PAGE_OF_FEW = 12


@dataclasses.dataclass
class Card:
    """A photo, or the first of a stack of `photos` that look alike; `uses` counts what shows it."""

    photos: list[Photo]
    uses: int = 0

    @property
    def photo(self):
        return self.photos[0]

    @property
    def numbers(self):
        return numbers_of(self.photos)

    @property
    def is_stack(self):
        return len(self.photos) > 1

    @property
    def caption(self):
        return in_language(self.photo.caption) or in_language(self.photo.unconfirmed.get("caption"))

    @property
    def is_preparing(self):
        return self.photo.rendered_at is None

    @property
    def task(self):
        """What somebody has still to do, in two words."""
        if {"caption", "alt"} & set(self.photo.unconfirmed):
            return _("confirm caption")
        return "" if any(self.photo.caption.values()) else _("no caption")

    @property
    def state(self):
        if self.is_preparing:
            return _("preparing")
        if not self.uses:
            return _("unused")
        return ngettext("in %(number)d place", "in %(number)d places", self.uses) % {"number": self.uses}


@dataclasses.dataclass
class Group:
    """Cards of one event or, without one, of one day."""

    title: str
    cards: list[Card]
    album: Album | None = None

    @property
    def count(self):
        return sum(len(card.photos) for card in self.cards)

    @property
    def alike(self):
        return sum(len(card.photos) for card in self.cards if card.is_stack)


def grouped(photos, *, user):
    """Return the Groups of `photos`, in their order; stacks are made within a group."""
    albums, uses, kept = _albums_of(photos), counted_uses(photos, user=user), stacks.kept_beside_each_other(photos)
    return [
        Group(
            _title(members, album), [Card(stack, uses[stack[0].pk]) for stack in stacks.stacked(members, kept)], album
        )
        for members, album in _runs(photos, albums)
    ]


def _runs(photos, albums):
    """Return (photos, their album or None): those of an event together, few of a day with those of the next days."""
    by_place = {}
    for photo in photos:
        album = albums.get(photo.pk)
        by_place.setdefault(album or _day(photo), []).append(photo)
    runs = []
    for place, members in by_place.items():
        album = place if isinstance(place, Album) else None
        if runs and album is None and runs[-1][1] is None and len(members) < FEW and len(runs[-1][0]) < PAGE_OF_FEW:
            runs[-1][0].extend(members)
        else:
            runs.append((members, album))
    return runs


def _day(photo):
    return timezone.localdate(photo.taken_at or photo.uploaded_at)


def _title(photos, album):
    if album:
        return f"{album}, {dates.in_words(album.held_on)}"
    days = list(dict.fromkeys([_day(photos[-1]), _day(photos[0])]))
    return " – ".join(map(dates.in_words, days))


def _albums_of(photos):
    """Return {number of a photo: its newest album}."""
    uses = AlbumPhoto.objects.filter(photo__in=photos).select_related("album").order_by("album")
    return {use.photo_id: use.album for use in uses}


def counted_uses(photos, *, user):
    """Return how many texts, meetings and people that `user` may know of show each photo: a Counter by its number."""
    uses = Counter()
    for kind in PhotoUse.kinds():
        if kind is AlbumPhoto:
            continue
        there = kind._default_manager.order_by().filter(photo__in=photos)
        thing = "pk"
        if kind is EditionPhoto:
            there, thing = access.readable_by(user, there), "edition__article"
        uses.update(dict(there.values_list("photo").annotate(number=Count(thing, distinct=True))))
    return uses


def numbers_of(photos):
    """Return the photos as addresses name them: “12-13-17”."""
    return "-".join(str(photo.pk) for photo in photos)


def picture_of(photo, width):
    """Return the address of a whole picture at least `width` pixels wide if there is one; else the largest."""
    whole = [one for one in photo.renditions.all() if one.kind == Rendition.Kind.JPEG and not one.crop]
    if not whole:
        return reverse("admin:photo-file", args=[photo.pk])
    wide = [one for one in whole if one.width >= width]
    chosen = min(wide, key=lambda one: one.width) if wide else max(whole, key=lambda one: one.width)
    return reverse("admin:photo-rendition", args=[photo.key, chosen.name])
