"""The meeting's own album: made with its first photograph and named after the meeting."""

import re

from django.db.models import Max
from django.utils import translation

from council.models import Meeting, MeetingAlbum
from photos.models import Album, AlbumPhoto
from publishing import amendments, dates, timeline
from publishing.languages import language_codes
from publishing.localized import in_language
from publishing.timeline import Verb
from publishing.transactions import retried

State = Album.State


def album_of(meeting):
    """Return the album of `meeting`, None while it has none."""
    link = MeetingAlbum.objects.filter(meeting=meeting).select_related("album").first()
    return link and link.album


@retried
def put_in(meeting, photos, *, by, behind=0):
    """Put `photos` into the album of `meeting`, making it if need be; return those left out.

    Photos at positions after `behind` are sorted by the time they were taken; earlier ones keep their order. If the
    album is public or scheduled, photos without rights are left out.
    """
    # Several uploads may run at once, and only one may make the album.
    Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)
    album = album_of(meeting) or _made_for(meeting, by=by)
    there = set(album.photo_uses.values_list("photo", flat=True))
    new = [photo for photo in photos if photo.pk not in there]
    is_to_be_seen = album.state() in (State.LIVE, State.SCHEDULED)
    left_out = [photo for photo in new if is_to_be_seen and photo.rights_problems()]
    last = album.photo_uses.aggregate(last=Max("position"))["last"] or 0
    with amendments.amending(by=by):
        AlbumPhoto.objects.bulk_create(
            AlbumPhoto(album=album, photo=photo, position=place)
            for place, photo in enumerate((photo for photo in new if photo not in left_out), start=last + 1)
        )
        _put_in_order(album, behind)
    return left_out


def _made_for(meeting, *, by):
    album = Album.objects.create(
        title=_in_all_languages(lambda code: str(meeting)), held_on=meeting.held_on, place=meeting.place
    )
    MeetingAlbum.objects.create(meeting=meeting, album=album)
    timeline.record(album, Verb.CREATED, by=by)
    return album


def _put_in_order(album, behind):
    uses = list(album.photo_uses.filter(position__gt=behind).select_related("photo"))
    for place, use in enumerate(sorted(uses, key=_as_taken), start=behind + 1):
        if use.position != place:
            use.position = place
            use.save(update_fields=["position"])


def _as_taken(use):
    """Return the sort key of a photo: the camera's time, then its file's number; photos without a time come last."""
    photo = use.photo
    name = [part.zfill(12) if part.isdecimal() else part for part in re.split(r"(\d+)", photo.file_name.lower())]
    return photo.taken_at is None, photo.taken_at and photo.taken_at.timestamp(), name, use.pk


def caption(meeting):
    """Return a caption for every photo, by language: “Meeting of the Permanent Council. Moscow, 27 November 2018.”"""

    def in_one(code):
        when = filter(None, [in_language(meeting.place, code), dates.in_words(meeting.held_on)])
        return f"{meeting.name}. {', '.join(when)}."

    return _in_all_languages(in_one)


def _in_all_languages(words):
    texts = {}
    for code in language_codes():
        with translation.override(code):
            texts[code] = words(code)
    return texts
