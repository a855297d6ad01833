"""What is still to be decided before a text goes out: in which languages, when, and what of a missing review.

The note of a correction stands there as readers will see it, and can be put better in place.
"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base import wording
from desk.base.fields import TextField
from desk.base.moment_field import MomentForm
from news.models import Edition

ASK, WITHOUT = "ask", "without"


class PublishForm(forms.Form):
    """Of these `editions`; a question that has one answer only is not asked."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )
    review = forms.ChoiceField(
        label=gettext_lazy("No colleague has reviewed this edition"),
        choices=[
            (ASK, gettext_lazy("Ask for a review first")),
            (WITHOUT, gettext_lazy("Publish without review")),
        ],
        initial=WITHOUT,
        widget=forms.RadioSelect,
    )
    without_review = TextField(
        label=gettext_lazy("Why it is published without a review"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The reason is kept in the history."),
    )

    def __init__(self, *args, editions, **kwargs):
        super().__init__(*args, **kwargs)
        self.editions = editions
        self.unreviewed = [edition for edition in editions if not self.is_reviewed(edition)]
        names = [(edition.language, wording.language_name(edition.language)) for edition in editions]
        self.fields["languages"].choices = names
        self.fields["languages"].initial = [language for language, _name in names]
        if len(editions) < 2:
            del self.fields["languages"]
        if not self.unreviewed:
            del self.fields["review"], self.fields["without_review"]
        self.languages_with_note = [edition.language for edition in editions if self.may_change_note(edition)]
        for edition in editions:
            if edition.language in self.languages_with_note:
                self.fields[_name_of_note(edition.language)] = _note_field(edition)

    def is_reviewed(self, edition):
        return edition.is_approved

    def may_change_note(self, edition):
        """Whether the note can be changed here; what was approved is approved with its note."""
        return edition in self.unreviewed and edition.is_draft and edition.change in Edition.KINDS_WITH_NOTE

    @property
    def notes(self):
        """For the template: (language, field) of each note that can be changed."""
        return [(language, self[_name_of_note(language)]) for language in self.languages_with_note]

    def note_of(self, edition):
        """Return the note of an edition as it is to go out; call it once the form was checked."""
        return self.cleaned_data.get(_name_of_note(edition.language), edition.change_note)

    def clean(self):
        has_reason = self.cleaned_data.get("without_review") or self.has_error("without_review")
        if self._is_to_go_unreviewed and not has_reason:
            self.add_error("without_review", _("Say why it is published without a review."))
        return self.cleaned_data

    @property
    def chosen(self):
        """The editions in the languages that were chosen; call it once the form was checked."""
        if "languages" not in self.fields:
            return self.editions
        return [edition for edition in self.editions if edition.language in self.cleaned_data.get("languages", [])]

    @property
    def asks_for_review(self):
        """Whether nothing goes out now: those chosen that nobody has read are sent for review instead."""
        return self.cleaned_data.get("review") == ASK and self._has_unreviewed

    @property
    def _is_to_go_unreviewed(self):
        return self.cleaned_data.get("review") == WITHOUT and self._has_unreviewed

    @property
    def _has_unreviewed(self):
        return any(edition in self.unreviewed for edition in self.chosen)


def _name_of_note(language):
    return f"note-{language}"


def _note_field(edition):
    return TextField(
        label=_("Note for readers: %(language)s") % {"language": wording.language_name(edition.language)},
        max_length=Edition._meta.get_field("change_note").max_length,
        initial=edition.change_note,
        error_messages={"required": _("Tell readers what was changed and why.")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "in-note", "lang": edition.language}),
    )


class ScheduleForm(MomentForm, PublishForm):
    pass


class PutBackForm(PublishForm):
    """Whoever approved the edition did not know that it would be withdrawn."""

    def is_reviewed(self, edition):
        return False
