"""Photographs dropped on a meeting: they are stored in its album as they arrive, with words from the meeting.

Nothing has to be saved afterwards. The form beside the drop zone holds what the photographs have in common, filled in
from the start: place and date, and the credit that the same person gave last. People are only offered, because a wrong
name under a picture is worse than none.
"""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from council import albums
from council.models import Person
from desk.photos import batch, reports, words
from photos.models import Photo
from publishing import clock, roles

PHOTOS_SHOWN = 24  # the latest photographs of the album, on the page of the meeting


class PeopleChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class MeetingPhotosForm(batch.CommonForm):
    """What the photographs of one meeting have in common; event and day come from the meeting."""

    album = album_title = held_on = None
    people = PeopleChoice(
        Person.objects.none(),
        label=gettext_lazy("In every one of these pictures"),
        help_text=gettext_lazy("Who took part. Others are named picture by picture, afterwards."),
        required=False,
    )
    behind = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, auto_id="photos_%s", **kwargs)  # the meeting's own form stands on the same page
        self.fields["people"].queryset = Person.objects.filter(participations__meeting=meeting).distinct()
        if not self.fields["people"].queryset.exists():
            del self.fields["people"]

    @property
    def photo_fields(self):
        """The fields that the page shows."""
        return [field for field in self if not field.is_hidden]


def context(meeting, user):
    """Return the context for photographs on the page of `meeting`; empty if `user` may not add any."""
    if not may_add(user, meeting):
        return {}
    album = albums.album_of(meeting)
    uses = list(album.photo_uses.select_related("photo")) if album else []
    return {
        "photo_form": MeetingPhotosForm(meeting=meeting, user=user, initial=_known(meeting, uses, user)),
        "photo_rows": [{"photo": use.photo} for use in uses[-PHOTOS_SHOWN:]],
        "photo_count": len(uses),
        "album": album,
        "photo_report": reports.way_to_report(album, user=user) if uses else None,
        "is_album_public": bool(album) and album.is_public(),
        "lines_known": words.lines_known(user),
        "is_held": meeting.held_on <= clock.today(),
    }


def may_add(user, meeting):
    """Return whether `user` may add photographs to the album of `meeting` as it is now, or to a new one."""
    album = albums.album_of(meeting)
    may = user.has_perms(["photos.add_photo", "photos.change_album"])
    return may and (album is None or roles.may_change(user, album))


def _known(meeting, uses, user):
    """Return the initial words."""
    last = uses[-1].photo if uses else Photo.objects.filter(uploaded_by=user).exclude(credit={}).order_by("-pk").first()
    rights = {name: getattr(last, name) for name in words.RIGHTS} if last else {}
    behind = max((use.position for use in uses), default=0)
    return {"caption": albums.caption(meeting), "place": meeting.place, "behind": behind, **rights}


def album_address(meeting, *, to_describe=False):
    """Return the address of the album of `meeting`, or of the page describing all its photos; None without an album."""
    album = albums.album_of(meeting)
    if album is None:
        return None
    if to_describe:
        return batch.address([use.photo for use in album.photo_uses.select_related("photo")], album)
    return reverse("admin:photos_album_change", args=[album.pk])


def upload(request, meeting):
    """Store one `file` sent by the script; answer {"html": its row}, or {"error": sentence} with status 400."""
    form = MeetingPhotosForm(request.POST, meeting=meeting, user=request.user)
    if not form.is_valid():
        sentences = [sentence for errors in form.errors.values() for sentence in errors]
        return JsonResponse({"error": " ".join(sentences)}, status=400)
    taken, refusals = batch.take(request.FILES.getlist("file"), form, by=request.user)
    if not taken:
        return JsonResponse({"error": " ".join(refusals)}, status=400)
    left_out = _put_in(meeting, taken, form, by=request.user)
    row = {"photo": taken[0].photo, "is_known": taken[0].is_known, "is_left_out": bool(left_out)}
    row["of_file"] = words.of_file(taken[0].photo)
    return JsonResponse({"html": render_to_string("desk/council/_meeting_photo_row.html", {"row": row}, request)})


def save(request, meeting):
    """Store the files of the form where no script runs, and show the meeting again."""
    form = MeetingPhotosForm(request.POST, meeting=meeting, user=request.user)
    is_right = form.is_valid()
    # Photographs are stored before anything is checked, so that an error in the words does not lose them.
    taken, refusals = batch.take(request.FILES.getlist("files"), form, by=request.user)
    left_out = _put_in(meeting, taken, form, by=request.user) if taken else []
    for sentence in [*refusals, *(str(error) for errors in form.errors.values() for error in errors)]:
        messages.error(request, sentence)
    batch.tell_of_files(request, [row.photo for row in taken])
    for photo in left_out:
        for problem in photo.rights_problems():
            messages.error(request, _("Not yet in the album: %(sentence)s") % {"sentence": problem.sentence})
    number = len(taken) - len(left_out)
    if number:
        told = ngettext(
            "%(number)d photograph is in the album.", "%(number)d photographs are in the album.", number
        ) % {"number": number}
        messages.success(request, told)
    elif is_right and not refusals and not left_out:
        messages.info(request, _("No photographs were chosen."))
    return HttpResponseRedirect(reverse("admin:council_meeting_change", args=[meeting.pk]) + "#meeting-photos")


def _put_in(meeting, taken, form, *, by):
    behind = form.cleaned_data.get("behind") or 0
    return albums.put_in(meeting, [row.photo for row in taken], by=by, behind=behind)
