"""Fields in which a record is searched for and chosen: a value that is no number is passed over, and not a fault."""

from django.contrib.admin.widgets import AutocompleteSelect

from publishing import numbers


class RecordSelect(AutocompleteSelect):
    """Django's field asks the database for whatever was sent, to show it again; words are no number to PostgreSQL."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [str(number) for number in numbers.parse_all(value)], attr)


class RecordsToChoose:
    """For every admin and inline of the desk: their search fields are a RecordSelect."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RecordSelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
