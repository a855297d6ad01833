"""The forms before an action: a reason, a moment, a note."""

from django import forms
from django.utils.translation import gettext_lazy

from desk.base.fields import TextField


class WithoutReviewForm(forms.Form):
    without_review = TextField(
        label=gettext_lazy("Why without a review"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "It is kept in the history. The article stays marked until somebody else has approved it afterwards."
        ),
    )


class ConfirmForm(forms.Form):
    """A form without fields, to confirm."""


class DiscardForm(ConfirmForm):
    warning = gettext_lazy(
        "The draft is deleted with all that was written in it. What is public or scheduled stays as it is."
    )


class ReasonForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Visitors read it in the place of the article; it is kept in the history."),
    )


class NoteForm(forms.Form):
    note = TextField(
        label=gettext_lazy("What is to be changed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the writer; it is kept in the history."),
    )
