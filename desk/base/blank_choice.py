"""What is left open in a list of choices reads “–”, and not Django's row of nine hyphens."""

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import ChoiceField, ModelChoiceField

(NOTHING, HYPHENS) = BLANK_CHOICE_DASH[0]
DASH = "–"


class BlankChoiceMixin:
    """For every admin and inline of the desk."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, ModelChoiceField):
            if field.empty_label == HYPHENS:
                field.empty_label = DASH
        elif isinstance(field, ChoiceField) and (NOTHING, HYPHENS) in field.choices:
            field.choices = [(NOTHING, DASH), *(choice for choice in field.choices if choice[0] != NOTHING)]
        return field
