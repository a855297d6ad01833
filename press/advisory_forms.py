"""The form for accreditation requests."""

from django import forms
from django.utils.translation import gettext_lazy as _

from press.fields import LineField, TextField
from press.models import AccreditationRequest


class AccreditationForm(forms.ModelForm):
    class Meta:
        model = AccreditationRequest
        fields = ["name", "outlet", "country", "email", "phone", "role", "press_card", "equipment"]
        field_classes = dict.fromkeys(["name", "outlet", "country", "phone", "press_card"], LineField)
        field_classes |= {"equipment": TextField}
        labels = {
            "name": _("Your name"),
            "outlet": _("Media outlet"),
            "country": _("Country of the outlet"),
            "email": _("E-mail"),
            "phone": _("Telephone on the day"),
            "role": _("Your role"),
            "press_card": _("Press card: who issued it, and its number"),
            "equipment": _("Equipment you bring"),
        }
        help_texts = {
            "name": _("As in your identity document, which you show at the entrance."),
            "email": _("The decision is sent to it."),
            "equipment": _("Cameras, lights, transmitters. Empty: none."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True  # in the database it is blank once it was erased
        for name, hint in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = hint
        self.fields["equipment"].widget.attrs["rows"] = 3


AUTOCOMPLETE = {
    "name": "name",
    "outlet": "organization",
    "country": "country-name",
    "email": "email",
    "phone": "tel",
}
