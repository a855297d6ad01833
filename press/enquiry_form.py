"""The form for enquiries of the press."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mailing import addresses
from press import enquiry_files
from press.fields import LineField, TextField
from press.models import Enquiry
from publishing import clock, moments
from publishing.languages import language_choices

MAX_DEADLINE_AHEAD = datetime.timedelta(days=366)
MAX_QUESTION_CHARACTERS = 5000


class EnquiryForm(forms.Form):
    """What a journalist asks. The fields stand in the order of the page, and so do its faults."""

    question = TextField(
        max_length=MAX_QUESTION_CHARACTERS,
        label=gettext_lazy("Your question"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": gettext_lazy("Write your question"),
            "max_length": gettext_lazy("The question has %(show_value)d characters. Shorten it to %(limit_value)d."),
        },
    )
    deadline_date = forms.DateField(
        required=False,
        label=gettext_lazy("Date"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Enter the date of your deadline as 27.11.2018")},
    )
    deadline_time = forms.TimeField(
        required=False,
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 60}),
        error_messages={"invalid": gettext_lazy("Enter the time of your deadline as 17:30")},
    )
    deadline_zone = forms.ChoiceField(
        required=False,
        label=gettext_lazy("On the clocks of"),
        choices=moments.zone_choices,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the places")},
    )
    name = LineField(
        max_length=200,
        label=gettext_lazy("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Enter your name")},
    )
    outlet = LineField(
        max_length=200,
        required=False,
        label=gettext_lazy("Media outlet"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        max_length=254,
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("The answer goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Enter your email address"),
            "invalid": gettext_lazy("Enter an email address like name@newsroom.example"),
        },
    )
    phone = LineField(
        max_length=40,
        required=False,
        label=gettext_lazy("Telephone, if you prefer a call"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Subject"),
        choices=Enquiry.Topic.choices,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the subjects")},
    )
    answer_language = forms.ChoiceField(
        label=gettext_lazy("Language of the answer"),
        choices=language_choices,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the languages")},
    )
    attachment = forms.FileField(
        required=False,
        max_length=None,
        label=gettext_lazy("A file, if it helps"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{kind}" for kind in enquiry_files.KINDS)}),
        error_messages={
            "empty": gettext_lazy("The file is empty. Choose it again."),
            "invalid": gettext_lazy("The file did not arrive. Choose it again."),
        },
    )
    about = forms.CharField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        required=False,
        label=gettext_lazy("Leave empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    DEADLINE = ("deadline_date", "deadline_time", "deadline_zone")

    def clean_email(self):
        """Refuse an address that is well-formed but cannot receive email."""
        try:
            addresses.normal(self.cleaned_data["email"])
        except ValueError:
            raise ValidationError(self.fields["email"].error_messages["invalid"], code="invalid") from None
        return self.cleaned_data["email"]

    def clean_attachment(self):
        """Check the file, and remember the name for storing it."""
        file = self.cleaned_data["attachment"]
        if file:
            file.kept_name = enquiry_files.check(file)
        return file

    def clean(self):
        values = super().clean()
        if not any(name in self.errors for name in self.DEADLINE):
            try:
                values["deadline"] = _deadline(*(values.get(name) for name in self.DEADLINE))
            except ValidationError as refusal:
                self.add_error(refusal.code, refusal.messages)
        return values

    @property
    def faults(self):
        """Return [(id of the field, sentence)] in the order of the page, for the summary on top."""
        fields = [self[name] for name in self.fields if name in self.errors]
        return [(field.id_for_label, sentence) for field in fields for sentence in field.errors]

    @property
    def lost_file(self):
        """Return whether a file was sent: the browser does not choose it again when the form is shown again."""
        return bool(self.is_bound and self.files.get("attachment"))


def _deadline(date, time, zone):
    """Return the instant of a deadline, None without one; the ValidationError's code names the field."""
    if not date and not time:
        return None
    if not date:
        raise ValidationError(_("Enter the date of your deadline as well"), code="deadline_date")
    if not time:
        raise ValidationError(_("Enter the time of your deadline as well"), code="deadline_time")
    try:
        instant = moments.at(date, time, zone or moments.OURS)
    except moments.NoSuchMoment as refusal:
        raise ValidationError(str(refusal), code="deadline_time") from None
    now = clock.now()
    if instant <= now:
        raise ValidationError(_("This time has passed. Check the date, the time and the place."), code="deadline_date")
    if instant > now + MAX_DEADLINE_AHEAD:
        raise ValidationError(_("That is more than a year away. Check the date."), code="deadline_date")
    return instant
