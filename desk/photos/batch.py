"""Many photographs at once: what they have in common is written once, the rest in one panel beside them.

The page is a form for the common words and a small one for each photo (desk.photos.captions); `photos` lists their
numbers.
"""

import dataclasses

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.photos import captions, cards, uploads
from desk.photos import people as photo_people
from desk.photos import words as photo_words
from desk.photos.captions import row_of
from desk.photos.people import PeopleField
from photos import library, stacks
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions, amendments, clock, numbers, roles
from publishing.localized import LocalizedTextField
from publishing.transactions import retried

COMMON = ["caption", "credit", "usage_terms", "place", "creator"]


class CommonForm(forms.Form):
    """What several photos have in common. A photo that has words of its own keeps them."""

    caption = LocalizedTextField(
        label=gettext_lazy("Caption"), long=True, required=False, help_text=gettext_lazy("Who and what, where, when.")
    )
    credit = LocalizedTextField(
        label=gettext_lazy("Credit"),
        required=False,
        help_text=gettext_lazy("Printed beside each photograph: “Photo: Press Office”. Needed before any is shown."),
    )
    usage_terms = LocalizedTextField(
        label=gettext_lazy("Usage terms"),
        required=False,
        help_text=gettext_lazy("What others may do with them: “Free of charge with the credit”. Needed as well."),
    )
    place = LocalizedTextField(
        label=gettext_lazy("Place"), required=False, help_text=gettext_lazy("City, building, room.")
    )
    creator = forms.CharField(label=gettext_lazy("Photographer"), max_length=200, required=False)
    people = PeopleField()
    album = forms.ModelChoiceField(
        Album.objects.all(),
        label=gettext_lazy("Event"),
        empty_label=gettext_lazy("None"),
        required=False,
        help_text=gettext_lazy("The album that the photographs belong to."),
    )
    album_title = LocalizedTextField(label=gettext_lazy("Or a new event"), required=False)
    held_on = forms.DateField(
        label=gettext_lazy("Date of the new event"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: the day the first photograph was taken."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if "album" in self.fields:
            self.fields["album"].queryset = roles.changeable_by(user, Album.objects.all())
        for name in photo_words.RIGHTS:
            for widget in self.fields[name].widget.widgets:
                widget.attrs["list"] = f"known-{name}-{widget.attrs['lang']}"

    @property
    def common(self):
        """The words, without those left empty."""
        return {name: self.cleaned_data[name] for name in COMMON if self.cleaned_data[name]}


def page(request, site, opts):
    """Show the page for the photos named in the address, and save it."""
    if request.method == "POST":
        return _save(request, site, opts)
    photos = captions.chosen(request.GET.getlist("photos"), by=request.user)
    common = CommonForm(initial={"album": numbers.parse(request.GET.get("album"))}, user=request.user)
    rows = [row_of(photo, by=request.user, is_upload=True) for photo in photos]
    return _page(request, site, opts, common, rows, is_saved=bool(rows))


def upload(request):
    """Store one `file` sent by the script, and answer as JSON.

    It is {"html": its card, "words": its row in the panel}, or {"error": sentence} with status 400. `beside` are the
    photos on the page already.
    """
    common = CommonForm(request.POST, user=request.user)
    if not common.is_valid():
        sentences = [sentence for errors in common.errors.values() for sentence in errors]
        return JsonResponse({"error": " ".join(sentences)}, status=400)
    taken, refusals = take(request.FILES.getlist("file"), common, by=request.user)
    if not taken:
        return JsonResponse({"error": " ".join(refusals)}, status=400)
    row = _row_of(taken[0], by=request.user)
    row.beside = frozenset(numbers.parse_all(request.POST.get("beside", "").split("-")))
    captions.in_order([row])
    card = {"card": cards.Card([row.photo]), "leads_to_words": True}
    return JsonResponse(
        {
            "html": render_to_string("desk/photos/_card.html", card, request),
            "words": render_to_string("desk/photos/_caption_row.html", {"row": row}, request),
        }
    )


def _row_of(taken, *, by):
    return row_of(taken.photo, by=by, given=taken.given, is_known=taken.is_known, is_upload=True)


@dataclasses.dataclass
class Upload:
    photo: Photo
    given: dict
    is_known: bool


def take(files, common, *, by):
    """Store files in the library with their common words; return ([Upload], sentences about those refused)."""
    began = timezone.now()
    words = common.common if common.is_valid() else {}
    people = common.cleaned_data.get("people", []) if common.is_valid() else []
    photos, refusals = uploads.take(files, by=by, **words)
    taken = [Upload(photo, {}, photo.uploaded_at < began) for photo in photos]
    for row in taken:
        if not row.is_known:
            row.given = {name: words[name] for name in words if getattr(row.photo, name) == words[name]}
            _complete(row, people, by=by)
    return taken, refusals


def _complete(taken, people, *, by):
    photo = taken.photo
    if people:
        photo_people.set_people(photo, people, by=by)
        taken.given["people"] = [person.pk for person in people]
    if taken.given and not photo_words.is_unconfirmed(photo):
        library.confirm(photo, by=by)


def _save(request, site, opts):
    common = CommonForm(request.POST, user=request.user)
    # Photos are stored before anything is checked, so that an error in the words does not lose them.
    taken, refusals = take(request.FILES.getlist("files"), common, by=request.user)
    for sentence in refusals:
        messages.error(request, sentence)
    rows, saved = _written(request, common, taken)
    if not saved:
        return _page(request, site, opts, common, rows)
    kept, album, told = saved
    for level, sentence in told:
        messages.add_message(request, level, sentence)
    _tell(request, kept, taken)
    if not kept:
        return HttpResponseRedirect(request.path if refusals else reverse("admin:photos_photo_changelist"))
    return HttpResponseRedirect(_next_address(request.POST.get("action"), kept, album))


@retried
def _written(request, common, taken):
    """Return the rows, and, if they were saved, (photos kept, album, [(level, sentence) to tell])."""
    rows = captions.opened(request.POST, by=request.user, is_upload=True)
    is_valid = all([common.is_valid(), *(row.form.is_valid() for row in rows)])
    known = {row.photo.pk for row in rows}
    fresh = [upload for upload in taken if upload.photo.pk not in known]
    if not is_valid:
        return [*rows, *(_row_of(upload, by=request.user) for upload in fresh)], None
    told = []
    kept = _save_rows(request, rows, common, told) + [upload.photo for upload in fresh]
    return rows, (kept, _put_into_album(kept, common, told, by=request.user), told)


def _next_address(action, photos, album):
    """Return where a press on Save leads: to these photos again, to a report with them, or to their album."""
    if action == "report":
        return f"{reverse('admin:news_article_add')}?{urlencode({'photos': cards.numbers_of(photos)})}"
    if action == "album" and album:
        return reverse("admin:photos_album_change", args=[album.pk])
    return address(photos, album)


def address(photos, album=None):
    """Return the address of the page that shows these photos."""
    query = {"photos": cards.numbers_of(photos)} | ({"album": album.pk} if album else {})
    return f"{reverse('admin:photos_photo_add')}?{urlencode(query)}"


def _save_rows(request, rows, common, told):
    """Save the words about each photo; return the photos that were not dropped."""
    confirmed = request.POST.getlist("confirm")
    kept = []
    for row in rows:
        if row.form.is_fixed:
            kept.append(row.photo)
            continue
        instead = _decided(row, by=request.user)
        if instead and _is_dropped(row.photo, told, by=request.user):
            kept.append(instead)
            continue
        is_confirmed = "all" in confirmed or str(row.photo.pk) in confirmed
        captions.save(row, common, is_confirmed=is_confirmed, by=request.user)
        kept.append(row.photo)
    return list(dict.fromkeys(kept))


def _decided(row, *, by):
    """Return the photo to use if this one is a look-alike; record it if both are kept."""
    choice, alike = row.form.cleaned_data["alike"], row.look_alikes
    if choice == "both":
        library.keep_both(row.photo, *alike, by=by)
    return next((photo for photo in alike if str(photo.pk) == choice), None)


def _is_dropped(photo, told, *, by):
    name = photo.file_name
    try:
        library.delete(photo, by=by)
    except actions.NotAllowed as refusal:
        told.append((messages.ERROR, f"{name}: {refusal}"))
        return False
    except actions.Refused:  # its sentence names what shows the photo, which the user may not be allowed to read
        stays = _("%(name)s stays, for something shows it. Its page says what.")
        told.append((messages.ERROR, stays % {"name": name}))
        return False
    told.append((messages.SUCCESS, _("Removed: %(name)s") % {"name": name}))
    return True


def _put_into_album(photos, common, told, *, by):
    """Add the photos to the album that was chosen, or to a new one; return it, None without any."""
    album = common.cleaned_data["album"] or _new_album(photos, common)
    if album is None:
        return None
    there = set(album.photo_uses.values_list("photo", flat=True))
    new = [photo for photo in photos if photo.pk not in there]
    if album.state() in (album.State.LIVE, album.State.SCHEDULED):
        for photo in new:
            for problem in photo.rights_problems():
                sentence = _("Not yet in the album: %(sentence)s") % {"sentence": problem.sentence}
                told.append((messages.ERROR, sentence))
        new = [photo for photo in new if not photo.rights_problems()]
    last = album.photo_uses.aggregate(last=Max("position"))["last"] or 0
    with amendments.amending(by=by):
        AlbumPhoto.objects.bulk_create(
            AlbumPhoto(album=album, photo=photo, position=place) for place, photo in enumerate(new, start=last + 1)
        )
    return album


def _new_album(photos, common):
    title = common.cleaned_data["album_title"]
    if not title or not photos:
        return None
    days = [timezone.localdate(photo.taken_at) for photo in photos if photo.taken_at]
    held_on = common.cleaned_data["held_on"] or min(days, default=clock.today())
    return Album.objects.create(title=title, held_on=held_on, place=common.cleaned_data["place"])


def _tell(request, kept, taken):
    if kept:
        told = ngettext(
            "%(number)d photograph is in the library.", "%(number)d photographs are in the library.", len(kept)
        )
        messages.success(request, told % {"number": len(kept)})
    _warn(request, _("In the library already: %(names)s."), [row.photo for row in taken if row.is_known])
    tell_of_files(request, [row.photo for row in taken])
    incomplete = [photo for photo in kept if photo.rights_problems()]
    _warn(request, _("Credit or usage terms are still missing, so these cannot be shown: %(names)s."), incomplete)


def tell_of_files(request, photos):
    for photo in photos:
        if sentence := photo_words.of_file(photo):
            messages.warning(request, f"{photo.file_name}: {sentence}")


def _warn(request, sentence, photos):
    if photos:
        messages.warning(request, sentence % {"names": get_text_list([photo.file_name for photo in photos], _("and"))})


def _page(request, site, opts, common, rows, *, is_saved=False):
    photos = [row.photo for row in rows]
    uses, kept = cards.counted_uses(photos, user=request.user), stacks.kept_beside_each_other(photos)
    return TemplateResponse(
        request,
        "desk/photos/upload.html",
        {
            **site.each_context(request),
            "title": _("Upload photographs"),
            "opts": opts,
            "form": common,
            "rows": captions.in_order(rows),
            "cards": [cards.Card(stack, uses[stack[0].pk]) for stack in stacks.stacked(photos, kept)],
            "numbers": cards.numbers_of(photos),
            "album": Album.objects.filter(pk=numbers.parse(request.GET.get("album"))).first(),
            "is_saved": is_saved,
            "lines_known": photo_words.lines_known(request.user),
            "people_known": photo_people.lines_known(),
        },
    )
