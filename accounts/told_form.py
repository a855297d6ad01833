"""The form of “What I am told”: for each occasion a box, and the language of the emails."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import telling
from accounts.models import Occasion

HINTS = {
    Occasion.REVIEW: _("A text that somebody else has written waits for whoever may approve it."),
    Occasion.SENT_BACK: _("A text that you wrote last or sent for review, with the note on what is to be changed."),
    Occasion.APPROVED: _("A text that you wrote last or sent for review."),
    Occasion.ENQUIRY: _(
        "What was assigned to you or comes while you are on duty; half an hour before, all that is open."
    ),
    Occasion.ALARM: _("What the first page of the desk warns of: photographs without files, emails that do not leave."),
}


class ToldForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the emails"), choices=settings.LANGUAGES)

    def __init__(self, *args, choices, **kwargs):
        self.choices, person = choices, choices.user
        language = get_language() if choices._state.adding else choices.language
        super().__init__(*args, initial={"language": language}, **kwargs)
        self.occasions = telling.occasions_for(person)
        for occasion in self.occasions:
            self.fields[_name(occasion)] = forms.BooleanField(
                label=_("By email"), required=False, initial=telling.wants_letter(person, occasion, choices)
            )

    @property
    def rows(self):
        """Return a dict for each occasion: what it is, a hint, its box."""
        return [
            {"occasion": occasion, "label": occasion.label, "hint": HINTS[occasion], "letter": self[_name(occasion)]}
            for occasion in self.occasions
        ]

    def save(self):
        self.choices.language = self.cleaned_data["language"]
        self.choices.by_letter |= {occasion: self.cleaned_data[_name(occasion)] for occasion in self.occasions}
        self.choices.save()


def _name(occasion):
    return f"letter-{occasion}"
