"""The form of “What I am told”: for each occasion a box for each way, and the language."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import pushing, telling
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


WAYS = {telling.LETTER: _("By email"), telling.PUSH: _("In the browser")}


class ToldForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args, choices, **kwargs):
        self.choices, person = choices, choices.user
        language = get_language() if choices._state.adding else choices.language
        super().__init__(*args, initial={"language": language}, **kwargs)
        self.ways = [telling.LETTER, telling.PUSH] if pushing.is_offered() else [telling.LETTER]
        self.occasions = telling.occasions_for(person)
        for occasion in self.occasions:
            for way in self.ways:
                self.fields[_name(occasion, way)] = forms.BooleanField(
                    label=WAYS[way], required=False, initial=telling.wants(person, occasion, way, choices)
                )

    @property
    def rows(self):
        """Return a dict for each occasion: what it is, a hint, its boxes."""
        return [
            {
                "occasion": occasion,
                "label": occasion.label,
                "hint": HINTS[occasion],
                "boxes": [self[_name(occasion, way)] for way in self.ways],
            }
            for occasion in self.occasions
        ]

    def save(self):
        self.choices.language = self.cleaned_data["language"]
        for way in self.ways:
            chosen = {occasion: self.cleaned_data[_name(occasion, way)] for occasion in self.occasions}
            setattr(self.choices, way, getattr(self.choices, way) | chosen)
        self.choices.save()


def _name(occasion, way):
    return f"{way}-{occasion}"
