"""Rows of related things inside the form of a record: added by typing, ordered by moving, never numbered by hand.

Scripts move rows by drag or arrow keys and number them; without them each row has buttons that save the form with the
row moved. An empty row stands at the end, so that nothing has to be pressed to begin the next one.
"""

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from desk.base.inlines import InlinePermissionsMixin
from publishing import numbers

MAX_POSITION = 32_767


class PositionField(forms.IntegerField):
    """The place of a row among the others. It does not make a row that is otherwise empty a new one."""

    def __init__(self):
        widget = forms.HiddenInput(attrs={"data-order": ""})
        super().__init__(required=False, min_value=0, max_value=MAX_POSITION, widget=widget)

    def has_changed(self, initial, data):
        return initial is not None and data not in (None, "") and super().has_changed(initial, data)


class RowsFormSet(BaseInlineFormSet):
    """Rows in the order of the page; those without a number come last."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "position" in form.fields:
            form.fields["position"] = PositionField()
            if form.instance.pk is None:
                form.initial["position"] = None

    def clean(self):
        super().clean()
        kept = [form.instance for form in self.forms if hasattr(form.instance, "position")]
        last = max((row.position for row in kept if row.position is not None), default=-1)
        for row in kept:
            if row.position is None:
                last += 1
                row.position = last


class Rows(InlinePermissionsMixin, admin.StackedInline):
    """An inline whose rows are lines of the record's page.

    `add_label` is what its last line offers, “Add a telephone”. The rows of an inline that `is_open` show their fields;
    others are folded into the line that says them.
    """

    template = "desk/base/rows.html"
    formset = RowsFormSet
    extra = 1
    add_label = ""
    is_open = False

    @property
    def media(self):
        scripts = ("js/desk-order.js", "js/desk-rows.js")
        return forms.Media(js=[forms.Script(script, type="module") for script in scripts])

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_signs(super().formfield_for_dbfield(db_field, request, **kwargs))


def without_signs(field):
    """Return a form field without the signs beside a choice that open further windows; records have their own pages."""
    for verb in ("add", "change", "delete", "view"):
        if hasattr(getattr(field, "widget", None), f"can_{verb}_related"):
            setattr(field.widget, f"can_{verb}_related", False)
    return field


class MovedRowsMixin:
    """For admins with Rows: the buttons that move a row where no script runs."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if "_move" in request.POST:
            request.POST = moved(request.POST)
        return super().changeform_view(request, object_id, form_url, extra_context)


def moved(data):
    """Return a copy of the sent `data` in which the row named by `_move` (“agenda:2:up”) has changed places."""
    data = data.copy()
    prefix, row, way = (data["_move"].split(":") + ["", ""])[:3]
    total = min(numbers.parse(data.get(f"{prefix}-TOTAL_FORMS"), 0), MAX_POSITION)
    rows = list(range(total))
    place = numbers.parse(row, total)
    other = place + (-1 if way == "up" else 1)
    if place < total and 0 <= other < total:
        rows[place], rows[other] = rows[other], rows[place]
    for position, number in enumerate(rows):
        data[f"{prefix}-{number}-position"] = str(position)
    return data
