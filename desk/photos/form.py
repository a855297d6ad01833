"""The form of one photo: its words, marked while nobody has confirmed them, and the focal point."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base.moment_field import MomentField
from desk.photos import people as photo_people
from desk.photos import words
from desk.photos.people import PeopleField
from photos import crops
from photos.models import Rendition


class PhotoForm(forms.ModelForm):
    """`focal_left` and `focal_top` are percentages of the width and of the height."""

    people = PeopleField()
    licence_ends_at = MomentField(
        label=gettext_lazy("May be used until"),
        required=False,
        help_text=gettext_lazy(
            "For photographs of others: at this time it goes from every page by itself, and two weeks before it stands "
            "on “Today”. Without a date it stays."
        ),
    )
    focal_left = forms.IntegerField(label=gettext_lazy("From the left, %"), min_value=0, max_value=100)
    focal_top = forms.IntegerField(label=gettext_lazy("From the top, %"), min_value=0, max_value=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        photo = self.instance
        self.initial["people"] = photo_people.as_text(photo_people.shown_in(photo))
        self.initial |= {"focal_left": round(photo.focal_x * 100), "focal_top": round(photo.focal_y * 100)}
        for name in ("focal_left", "focal_top"):
            if name in self.fields:  # read-only forms have no fields
                self.fields[name].required = False
        if "taken_at" in self.fields:
            date, time = self.fields["taken_at"].widget.widgets
            date.attrs["aria-label"], time.attrs["aria-label"] = _("Date"), _("Time")
        if words.is_unconfirmed(photo):
            self._mark_what_was_read()

    def _mark_what_was_read(self):
        for name in self.instance.unconfirmed:
            if name in self.fields:
                self.initial[name] = self.instance.proposed(name)
                field = self.fields[name]
                mark = format_html('<span class="state state--review">{}</span>', _("Read from the file"))
                field.label, field.label_suffix = format_html("{} {}", field.label, mark), ""

    def clean(self):
        super().clean()
        if self.instance.pk and self.instance.is_public():
            self._require_rights()

    def _require_rights(self):
        for name in words.RIGHTS:
            if name in self.cleaned_data and not any(self.cleaned_data[name].values()):
                self.add_error(name, _("Visitors see this photograph, so this cannot be empty."))

    @property
    def focal_point(self):
        """The new focal point, as fractions of width and height; None if it was not moved."""
        if not {"focal_left", "focal_top"} & set(self.changed_data):
            return None
        left, top = self.cleaned_data.get("focal_left"), self.cleaned_data.get("focal_top")
        return None if left is None or top is None else (left / 100, top / 100)


def frames(photo):
    """Return each crop of the photo: its name, its label, its ratio, and its frame as an SVG viewBox."""
    size, focal = (photo.width, photo.height), (photo.focal_x, photo.focal_y)
    labels = dict(Rendition.Crop.choices)
    return [
        {"name": name, "label": labels[name], "ratio": ratio, "part": _view_box(crops.box(size, ratio, focal))}
        for name, ratio in crops.SHAPES.items()
    ]


def _view_box(box):
    left, top, right, bottom = box
    return f"{left} {top} {right - left} {bottom - top}"
