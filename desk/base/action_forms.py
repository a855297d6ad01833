"""The forms before an action: a reason, a moment, a note."""

from django import forms
from django.utils.translation import gettext_lazy

from desk.base.fields import TextField


def reason_field(help_text):
    """Return the field of a reason; `help_text` says who reads it."""
    return TextField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text
    )


class WithoutReviewForm(forms.Form):
    without_review = TextField(
        label=gettext_lazy("Why it is published without a review"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The reason is kept in the history. The article stays marked until a colleague approves it."
        ),
    )


class RecordWithoutReviewForm(forms.Form):
    without_review = TextField(
        label=gettext_lazy("Why it is published without a review"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=gettext_lazy("The reason is kept in the history."),
        error_messages={"required": gettext_lazy("Say why it is published without a review.")},
    )


class ConfirmForm(forms.Form):
    """A form without fields, to confirm."""


class DiscardForm(ConfirmForm):
    warning = gettext_lazy(
        "The draft and everything in it will be deleted. What is public or scheduled will not change."
    )


class ReasonForm(forms.Form):
    reason = reason_field(gettext_lazy("Visitors see it in place of the article. It is kept in the history."))


class NoteForm(forms.Form):
    note = TextField(
        label=gettext_lazy("What needs to change"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the writer. It is kept in the history."),
    )


class ReviewNoteForm(forms.Form):
    note = TextField(
        label=gettext_lazy("Note for whoever reviews it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("They read it on the review screen and in their email; it is kept in the history."),
    )
