"""Mixins and widgets for admins and their inlines."""

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_permission_codename
from django.db import models

from desk.base.blank_choice import BlankChoiceMixin
from desk.base.record_choice import RecordSelectMixin
from identity import rights
from news import access
from photos.models import Photo
from publishing import roles


class DayInput(forms.DateInput):
    """The browser's own date input."""

    def __init__(self, attrs=None):
        super().__init__({"type": "date", **(attrs or {})}, format="%Y-%m-%d")


class MomentInput(forms.SplitDateTimeWidget):
    """The browser's own date and time inputs, in the press office's time."""

    supports_microseconds = False

    def __init__(self, attrs=None):
        super().__init__(
            attrs,
            date_attrs={"type": "date"},
            date_format="%Y-%m-%d",
            time_attrs={"type": "time", "step": 1},
            time_format="%H:%M:%S",
        )


class ClockInput(forms.TimeInput):
    """The browser's own time input, to the minute."""

    def __init__(self, attrs=None):
        super().__init__({"type": "time", "step": 60, **(attrs or {})}, format="%H:%M")


# Django's own widgets take “now” from the browser's clock and show a remark about time zones.
NATIVE_DATES = {
    models.DateField: {"widget": DayInput},
    models.TimeField: {"widget": ClockInput},
    models.DateTimeField: {"widget": MomentInput},
}


class NamedAutocompleteMixin:
    """For admins with `autocomplete_fields`: gives these fields a name for screen readers."""

    class Media:
        js = ["js/desk-autocomplete.js"]


def may_change_now(request, record):
    """Return whether the user may change `record` (None for a new one) in its form.

    Always for a form that was sent: it is shown again as it was typed, with the reason why it is not saved.
    """
    return record is None or getattr(request, "is_typed", False) or roles.may_change(request.user, record)


class InlinePermissionsMixin(BlankChoiceMixin, RecordSelectMixin):
    """For inlines: whoever may change a record may change its rows; roles have no rights for rows."""

    formfield_overrides = NATIVE_DATES
    view_on_site = False  # the desk does not have the address that Django links to

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view") or self._may(request, "change")

    def has_add_permission(self, request, obj=None):
        return self._may(request, "change") and may_change_now(request, obj)

    has_change_permission = has_delete_permission = has_add_permission

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            # A row has room to choose and add records; changing them is done on their own pages.
            field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Photo:
            # Only photos that the user may see can be chosen.
            kwargs["queryset"] = access.readable_by(request.user, Photo.objects.all())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _may(self, request, verb):
        record = self.parent_model._meta
        return rights.may(request.user, f"{record.app_label}.{get_permission_codename(verb, record)}")
