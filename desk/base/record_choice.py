"""Autocomplete fields that ignore a value that is not a number, instead of failing."""

from django.contrib.admin.widgets import AutocompleteSelect

from publishing import numbers


class RecordSelect(AutocompleteSelect):
    """Django's widget queries whatever was sent, to show it again; PostgreSQL fails if it is not a number."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [str(number) for number in numbers.parse_all(value)], attr)


class RecordSelectMixin:
    """For every admin and inline of the desk: their search fields are a RecordSelect."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RecordSelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
