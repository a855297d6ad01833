"""The photographs of a record: chosen from the library, put into order, and their usage rights."""

from django import forms
from django.forms.models import BaseInlineFormSet

from desk.base.rows import MAX_POSITION, Rows, RowsFormSet
from desk.photos.uploads import LIBRARY_PHOTOS_SHOWN
from news import access
from photos.models import Photo
from publishing import numbers
from publishing.models import Publishable

TICKED = "library"  # the boxes beside the photographs of the library


class RightsRequiredFormSet(BaseInlineFormSet):
    """Photos of a record that is public or scheduled: each needs a credit and usage terms."""

    def clean(self):
        super().clean()
        if not is_to_be_seen(self.instance):
            return
        for form in self.forms:
            photo = form.cleaned_data.get("photo") if hasattr(form, "cleaned_data") else None
            if photo and not form.cleaned_data.get("DELETE") and not form.errors:
                for problem in photo.rights_problems():
                    form.add_error("photo", problem.sentence)


class PhotosFormSet(RowsFormSet, RightsRequiredFormSet):
    """Rows of photographs; those that are ticked in the library come behind them as new rows."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(with_ticked(data, kwargs["prefix"]), *args, **kwargs)


def with_ticked(data, prefix):
    """Return the sent `data` with a row for each photograph that is ticked and has none yet."""
    if not data or not data.get(TICKED):
        return data
    total = numbers.parse(data.get(f"{prefix}-TOTAL_FORMS"), 0)
    there = {data.get(f"{prefix}-{row}-photo") for row in range(min(total, MAX_POSITION))}
    data = data.copy()
    new = [photo for photo in dict.fromkeys(data.pop(TICKED)) if photo not in there]
    for row, photo in enumerate(new, start=total):
        data[f"{prefix}-{row}-photo"] = photo
        data[f"{prefix}-{row}-position"] = ""  # the last
    data[f"{prefix}-TOTAL_FORMS"] = str(total + len(new))
    return data


class PhotoRow(forms.ModelForm):
    """One photograph of a record."""

    @property
    def shown(self):
        """The Photo of the row, or None where it names none that can be seen."""
        return self.instance.photo if self.instance.photo_id else None


class PhotoRows(Rows):
    """An inline of the photographs of a record."""

    template = "desk/photos/rows.html"
    form = PhotoRow
    formset = PhotosFormSet
    extra = 0
    fields = ["photo", "position"]

    @property
    def media(self):
        scripts = ("js/desk-library.js", "js/desk-photo-rows.js")
        return super().media + forms.Media(js=[forms.Script(script, type="module") for script in scripts])

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.library = access.readable_by(request.user, Photo.objects.order_by("-id"))[:LIBRARY_PHOTOS_SHOWN]
        return formset

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("photo")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "photo":
            field.widget = forms.HiddenInput()
        return field


def is_to_be_seen(record):
    """Return whether `record` is public or scheduled; a person is, while a term of office is public."""
    seen = (Publishable.State.LIVE, Publishable.State.SCHEDULED)
    records = [record] if isinstance(record, Publishable) else record.terms.all() if record.pk else []
    return any(record.state() in seen for record in records)
