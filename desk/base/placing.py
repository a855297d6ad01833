"""The place of a record among its like: chosen as “after that one”, never as a number."""

from django import forms
from django.utils.translation import gettext_lazy


class PlacedForm(forms.ModelForm):
    """A form of a record with a `position` that asks which of the others it follows."""

    stands_after = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Place in the list: after"),
        required=False,
        empty_label=gettext_lazy("the first of all"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = self._meta.model.objects.exclude(pk=self.instance.pk)
        self.fields["stands_after"].queryset = others
        in_order = list(self._meta.model.objects.all())
        if self.instance in in_order:
            place = in_order.index(self.instance)
            self.initial["stands_after"] = in_order[place - 1].pk if place else None
        elif in_order:
            self.initial["stands_after"] = in_order[-1].pk

    def save_place(self):
        """Number the records so that this saved one follows the chosen one; those that keep their place stay as is."""
        before = self.cleaned_data.get("stands_after")
        in_order = [record for record in self._meta.model.objects.all() if record != self.instance]
        place = in_order.index(before) + 1 if before in in_order else 0
        in_order.insert(place, self.instance)
        for position, record in enumerate(in_order):
            if record.position != position:
                record.position = position
                record.save(update_fields=["position"])


class PlacedMixin:
    """For admins of records with a `position`, whose form is a PlacedForm."""

    form = PlacedForm

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fields
        lines = [(line,) if isinstance(line, str) else line for line in fields]
        return [kept for line in lines if (kept := tuple(name for name in line if name != "stands_after"))]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change or "stands_after" in form.changed_data:
            form.save_place()
