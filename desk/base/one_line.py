"""Fields of one line refuse line breaks, whatever program sends them."""

from django import forms

from publishing.single_line import refuse_breaks


class OneLineMixin:
    """For every admin of the desk: DeskSite.register puts it before the class that is registered."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.CharField) and isinstance(field.widget, forms.TextInput):
            field.validators.append(refuse_breaks)
        return field
