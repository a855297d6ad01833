"""Formsets for the rows of a photo, or for photos of a record: their order, and their usage rights."""

from django.forms.models import BaseInlineFormSet

from publishing.models import Publishable


class OrderedFormSet(BaseInlineFormSet):
    """Rows with a `position`; those without one come last, in the order they were entered."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        place = form.fields.get("position")  # read-only forms have none
        if place:
            place.required = False
            place.initial = None
            place.widget.attrs["aria-label"] = place.label
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = form.fields["DELETE"].label

    def save_new(self, form, commit=True):
        if form.instance.position is None:
            places = [form.cleaned_data.get("position") or 0 for form in self.forms if form.cleaned_data]
            self._last = max(getattr(self, "_last", 0), *places, 0) + 1
            form.instance.position = self._last
        return super().save_new(form, commit)

    def save_existing(self, form, obj, commit=True):
        form.instance.position = form.instance.position or 0
        return super().save_existing(form, obj, commit)


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


class OrderedPhotosFormSet(OrderedFormSet, RightsRequiredFormSet):
    pass


def is_to_be_seen(record):
    """Return whether `record` is public or scheduled; a person is, while a term of office is public."""
    seen = (Publishable.State.LIVE, Publishable.State.SCHEDULED)
    records = [record] if isinstance(record, Publishable) else record.terms.all() if record.pk else []
    return any(record.state() in seen for record in records)
