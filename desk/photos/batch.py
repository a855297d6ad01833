"""Many photographs on one page: common words are written once, the rest beside each.

The page is a form for the common words and a small form for each photo: `photos` lists the photos' numbers,
`photo-12-caption_ru`, `-alt_ru`, `-people` and so on are the words. `photo-12-given` holds what the photo got from the
common fields, so that a correction there reaches every photo without words of its own. `photo-12-seen` identifies the
words that were there when the page was opened, so that nobody overwrites what another has saved.
"""

import dataclasses

from django import forms
from django.contrib import messages
from django.db import transaction
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

from council import pictures
from desk.base.fields import digest, tidy
from desk.base.wording import language_name
from desk.photos import people as photo_people
from desk.photos import uploads
from desk.photos import words as photo_words
from desk.photos.people import PeopleField
from news import access
from photos import library
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions, amendments, clock, numbers, roles
from publishing.localized import LocalizedTextField, in_language

COMMON = ["caption", "credit", "usage_terms", "place", "creator"]
MORE = ["credit", "usage_terms", "place"]  # seldom differ between photos, so the page folds them away
OWN = ["caption", "alt", *MORE]
MAX_PHOTOS = 200  # on one page


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


class RowForm(forms.Form):
    """The words about one photo. The fields of MORE show what it got from the common fields as a placeholder."""

    caption = LocalizedTextField(label=gettext_lazy("Caption"), long=True, required=False)
    alt = LocalizedTextField(label=gettext_lazy("Description for people who cannot see it"), long=True, required=False)
    people = PeopleField()
    credit = LocalizedTextField(label=gettext_lazy("Credit"), required=False)
    usage_terms = LocalizedTextField(label=gettext_lazy("Usage terms"), required=False)
    place = LocalizedTextField(label=gettext_lazy("Place"), required=False)
    given = forms.JSONField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    alike = forms.CharField(required=False)

    def __init__(self, *args, photo, is_fixed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.photo, self.is_fixed = photo, is_fixed
        if is_fixed:
            for field in self.fields.values():
                field.disabled = True
        for name in ("caption", "alt"):
            for widget in self.fields[name].widget.widgets:
                widget.attrs["rows"] = 2
        given = self._given()
        for name in MORE:
            for widget in self.fields[name].widget.widgets:
                widget.attrs["placeholder"] = given.get(name, {}).get(widget.attrs["lang"], "")
                if name in photo_words.RIGHTS:
                    widget.attrs["list"] = f"known-{name}-{widget.attrs['lang']}"
            self.initial[name] = _other_than(given.get(name, {}), self.initial[name])

    def _given(self):
        """Return what the photo got from the common fields, {field: {language: words}}, of valid fields only."""
        try:
            given = self.fields["given"].clean(self["given"].value()) if self.is_bound else self.initial["given"]
        except forms.ValidationError:
            given = None
        known = given if isinstance(given, dict) else {}
        return {name: value for name, value in known.items() if isinstance(value, dict)}

    def clean_given(self):
        given = self.cleaned_data["given"]
        return given if isinstance(given, dict) else {}

    def clean(self):
        for name in OWN:
            texts = self.cleaned_data.get(name) or {}
            self.cleaned_data[name] = {code: tidy(text) for code, text in texts.items()}
        if not self.is_fixed and self.cleaned_data.get("seen") != words_seen(self.photo):
            sentence = _(
                "Somebody else has changed the words about %(name)s meanwhile: %(words)s. Compare, save again."
            )
            told = {"name": self.photo.file_name, "words": _in_short(self.photo)}
            self.add_error(None, sentence % told)

    @property
    def words(self):
        return [self[name] for name in ("caption", "alt", "people")]

    @property
    def more(self):
        return [self[name] for name in MORE]

    @property
    def written(self):
        """The fields whose words differ from the initial ones."""
        return {name for name in OWN if self.cleaned_data[name] != _without_gaps(self.initial[name])}

    @property
    def are_people_written(self):
        return photo_people.as_text(self.cleaned_data["people"]) != self.initial["people"]


def words_seen(photo):
    """Return a digest of the words about `photo` as they are now."""
    return digest(
        [{name: getattr(photo, name) for name in OWN}, [person.pk for person in photo_people.shown_in(photo)]]
    )


def _in_short(photo):
    texts = [in_language(getattr(photo, name)) for name in OWN]
    return "; ".join(filter(None, [*texts, ", ".join(map(str, photo_people.shown_in(photo)))]))


def _other_than(given, texts):
    return {code: text for code, text in texts.items() if text != given.get(code)}


@dataclasses.dataclass
class Row:
    """A photo on the page. `is_known`: it was in the library before this upload; `reader`: the user.

    The words of a public photo are fixed for users who may not change what is public.
    """

    photo: Photo
    form: RowForm
    is_known: bool = False
    reader: object = None

    @property
    def why_not(self):
        return roles.refusal_sentence() if self.form.is_fixed else ""

    @property
    def is_unconfirmed(self):
        return photo_words.is_unconfirmed(self.photo) and not self.form.is_fixed

    @property
    def of_several(self):
        return photo_words.of_several(self.photo)

    @property
    def also_in_file(self):
        """Metadata of the file without a field here: (name, words). Confirming accepts it, too."""
        return photo_words.in_short(self.photo, [name for name in self.photo.unconfirmed if name not in OWN])

    @property
    def look_alikes(self):
        """Earlier photos that are nearly the same picture."""
        if self.form.is_fixed:
            return []
        alike = [photo.pk for photo in library.look_alikes(self.photo) if photo.pk < self.photo.pk]
        readable = access.readable_by(self.reader, Photo.objects.all()).in_bulk(alike)
        return [readable[number] for number in alike if number in readable][:3]

    @property
    def problems(self):
        return self.photo.rights_problems()

    @property
    def words_seen(self):
        return words_seen(self.photo)

    @property
    def suggestions(self):
        """Suggested descriptions where there is none: (language, its name, words, name of the field)."""
        missing = [code for code in photo_people.CODES if not (self.photo.alt.get(code) or self.form.is_fixed)]
        offered = [(code, pictures.suggested_alt(self.photo, code)) for code in missing]
        return [
            (code, language_name(code), words, f"photo-{self.photo.pk}-alt_{code}") for code, words in offered if words
        ]


def row_of(photo, *, by, given=None, data=None, is_known=False):
    people = photo_people.shown_in(photo) or photo_people.named_in_file(photo)
    initial = {
        **{name: photo.proposed(name) for name in OWN},
        "people": photo_people.as_text(people),
        "given": given or {},
    }
    is_fixed = not roles.may_change(by, photo)
    form = RowForm(data, prefix=f"photo-{photo.pk}", initial=initial, photo=photo, is_fixed=is_fixed)
    return Row(photo, form, is_known, by)


def page(request, site, opts):
    """Show the page for the photos named in the address, and save it."""
    if request.method == "POST":
        return _save(request, site, opts)
    photos = _photos(request.GET.get("photos", "").split("-"), by=request.user)
    common = CommonForm(initial={"album": numbers.parse(request.GET.get("album"))}, user=request.user)
    return _page(request, site, opts, common, [row_of(photo, by=request.user) for photo in photos])


def upload(request):
    """Store one `file` sent by the script; answer {"html": its row}, or {"error": sentence} with status 400."""
    common = CommonForm(request.POST, user=request.user)
    if not common.is_valid():
        sentences = [sentence for errors in common.errors.values() for sentence in errors]
        return JsonResponse({"error": " ".join(sentences)}, status=400)
    taken, refusals = take(request.FILES.getlist("file"), common, by=request.user)
    if not taken:
        return JsonResponse({"error": " ".join(refusals)}, status=400)
    row = row_of(taken[0].photo, by=request.user, given=taken[0].given, is_known=taken[0].is_known)
    return JsonResponse({"html": render_to_string("desk/photos/_batch_row.html", {"row": row}, request)})


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
    rows = [
        row_of(photo, by=request.user, data=request.POST)
        for photo in _photos(request.POST.getlist("photos"), by=request.user)
    ]
    is_valid = all([common.is_valid(), *(row.form.is_valid() for row in rows)])
    known = {row.photo.pk for row in rows}
    fresh = [row for row in taken if row.photo.pk not in known]
    if not is_valid:
        rows += [row_of(row.photo, by=request.user, given=row.given, is_known=row.is_known) for row in fresh]
        return _page(request, site, opts, common, rows)
    with transaction.atomic():
        kept = _save_rows(request, rows, common) + [row.photo for row in fresh]
        album = _put_into_album(request, kept, common)
    _tell(request, kept, taken)
    if not kept:
        return HttpResponseRedirect(request.path if refusals else reverse("admin:photos_photo_changelist"))
    return HttpResponseRedirect(address(kept, album))


def address(photos, album=None):
    """Return the address of the page that shows these photos."""
    query = {"photos": "-".join(str(photo.pk) for photo in photos)} | ({"album": album.pk} if album else {})
    return f"{reverse('admin:photos_photo_add')}?{urlencode(query)}"


def _save_rows(request, rows, common):
    """Save the words about each photo; return the photos that were not dropped."""
    confirmed = request.POST.getlist("confirm")
    kept = []
    for row in rows:
        if row.form.is_fixed:
            kept.append(row.photo)
            continue
        instead = _decided(row, by=request.user)
        if instead and _is_dropped(request, row.photo):
            kept.append(instead)
            continue
        is_confirmed = "all" in confirmed or str(row.photo.pk) in confirmed
        _save_row(row, common, is_confirmed, by=request.user)
        if is_confirmed and photo_words.is_unconfirmed(row.photo):
            library.confirm(row.photo, by=request.user)
        kept.append(row.photo)
    return list(dict.fromkeys(kept))


def _decided(row, *, by):
    """Return the photo to use if this one is a look-alike; record it if both are kept."""
    choice, alike = row.form.cleaned_data["alike"], row.look_alikes
    if choice == "both":
        library.keep_both(row.photo, *alike, by=by)
    return next((photo for photo in alike if str(photo.pk) == choice), None)


def _is_dropped(request, photo):
    name = photo.file_name
    try:
        library.delete(photo, by=request.user)
    except actions.NotAllowed as refusal:
        messages.error(request, f"{name}: {refusal}")
        return False
    except actions.Refused:  # its sentence names what shows the photo, which the user may not be allowed to read
        told = _("%(name)s stays, for something shows it. Its page says what.")
        messages.error(request, told % {"name": name})
        return False
    messages.success(request, _("Removed: %(name)s") % {"name": name})
    return True


def _save_row(row, common, is_confirmed, *, by):
    """Save the words about a photo; those from its file only if they are confirmed or were changed."""
    photo, given = row.photo, row.form.cleaned_data["given"]
    written = set(OWN) if is_confirmed else row.form.written
    proposed = set(photo.unconfirmed) - written
    wanted = {name: row.form.cleaned_data[name] for name in OWN if name not in proposed}
    for name in wanted.keys() & set(MORE):
        wanted[name] = _kept(photo, name, given) | wanted[name]
    for name in common.common.keys() - proposed:
        own = wanted.get(name, getattr(photo, name))
        wanted[name] = _merged(own, given.get(name), common.common[name])
    with amendments.amending(by=by):
        is_changed = photo_people.set_people(photo, _people(row, common, is_confirmed), by=by)
        for name, value in wanted.items():
            is_changed = is_changed or value != _before(photo, name)
            setattr(photo, name, value)
        if is_changed or written & set(photo.unconfirmed):
            library.words_changed(photo, by=by, written=written)


def _people(row, common, is_confirmed):
    """Return who is in the photo: the common people if the row names nobody, and nobody only the file names."""
    people, given = row.form.cleaned_data["people"], row.form.cleaned_data["given"]
    if common.cleaned_data["people"] and (not people or [person.pk for person in people] == given.get("people")):
        return common.cleaned_data["people"]
    if is_confirmed or row.form.are_people_written:
        return people
    return photo_people.shown_in(row.photo)


def _kept(photo, name, given):
    """Return the words that the field showed as a placeholder; the photo has them from the common fields."""
    given = given.get(name) if isinstance(given.get(name), dict) else {}
    return {code: text for code, text in getattr(photo, name).items() if text and text == given.get(code)}


def _before(photo, name):
    value = getattr(photo, name)
    return value if isinstance(value, str) else _without_gaps(value)


def _without_gaps(texts):
    return {code: tidy(text) for code, text in texts.items() if text}


def _merged(own, given, common):
    """Return `own` words, or the common ones in languages without own words or with words from the common field."""
    if isinstance(common, str):
        return common if own in ("", given) else own
    given = given if isinstance(given, dict) else {}
    fresh = {code: text for code, text in common.items() if own.get(code, "") in ("", given.get(code))}
    return own | fresh


def _put_into_album(request, photos, common):
    """Add the photos to the album that was chosen, or to a new one; return it, None without any."""
    album = common.cleaned_data["album"] or _new_album(photos, common)
    if album is None:
        return None
    there = set(album.photo_uses.values_list("photo", flat=True))
    new = [photo for photo in photos if photo.pk not in there]
    if album.state() in (album.State.LIVE, album.State.SCHEDULED):
        for photo in new:
            for problem in photo.rights_problems():
                messages.error(request, _("Not yet in the album: %(sentence)s") % {"sentence": problem.sentence})
        new = [photo for photo in new if not photo.rights_problems()]
    last = album.photo_uses.aggregate(last=Max("position"))["last"] or 0
    with amendments.amending(by=request.user):
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
    tell_of_several(request, [row.photo for row in taken])
    incomplete = [photo for photo in kept if photo.rights_problems()]
    _warn(request, _("Credit or usage terms are still missing, so these cannot be shown: %(names)s."), incomplete)


def tell_of_several(request, photos):
    for photo in photos:
        if sentence := photo_words.of_several(photo):
            messages.warning(request, f"{photo.file_name}: {sentence}")


def _warn(request, sentence, photos):
    if photos:
        messages.warning(request, sentence % {"names": get_text_list([photo.file_name for photo in photos], _("and"))})


def _photos(texts, *, by):
    """Return the photos with these numbers that `by` may see, in this order."""
    wanted = list(dict.fromkeys(numbers.parse_all(texts)))[:MAX_PHOTOS]
    found = access.readable_by(by, Photo.objects.all()).in_bulk(wanted)
    return [found[number] for number in wanted if number in found]


def _page(request, site, opts, common, rows):
    return TemplateResponse(
        request,
        "desk/photos/upload.html",
        {
            **site.each_context(request),
            "title": _("Upload photographs"),
            "opts": opts,
            "form": common,
            "rows": rows,
            "lines_known": photo_words.lines_known(request.user),
            "people_known": photo_people.lines_known(),
        },
    )
