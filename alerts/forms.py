"""The forms for visitors."""

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from alerts import topics
from alerts.models import Rhythm, WeekAhead
from council.models import State
from identity.current import current as identity
from identity.current import label
from mailing import addresses
from news.models import Edition, Section
from news.models import Topic as OfficeTopic
from publishing.languages import language_choices

NARROWING = ("section", "genre", "state", "topic")


class AddressField(forms.CharField):
    """An e-mail address, as mailing.addresses understands it."""

    def __init__(self, **kwargs):
        attributes = {"type": "email", "autocomplete": "email", "inputmode": "email"}
        super().__init__(max_length=addresses.MAX_CHARACTERS, widget=forms.TextInput(attributes), **kwargs)

    def clean(self, value):
        value = super().clean(value)
        try:
            return addresses.normal(value)
        except ValueError:
            raise forms.ValidationError(_("Enter one email address, for example name@example.org.")) from None


class TopicForm(forms.Form):
    """The topic to follow. Persons, meetings and searches come from the page's address and cannot be edited."""

    languages = forms.MultipleChoiceField(
        label=_("In which languages"), choices=language_choices, widget=forms.CheckboxSelectMultiple
    )
    section = forms.ChoiceField(label=_("Section"), required=False)
    genre = forms.ChoiceField(label=_("What kind of texts"), required=False)
    state = forms.ChoiceField(label=label("state"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)

    def __init__(self, *args, params, **kwargs):
        self.params = params
        super().__init__(*args, **kwargs)
        sections = [(section.slug, str(section)) for section in Section.objects.all()]
        states = [(state.code, str(state)) for state in State.objects.all()]
        self.fields["section"].choices = [("", _("All sections")), *sections]
        self.fields["genre"].choices = [("", pgettext_lazy("genre", "All kinds")), *Edition.Genre.choices]
        self.fields["state"].choices = [("", _("All")), *states]
        office_topics = {topic.slug: str(topic) for topic in OfficeTopic.objects.filter(joined_into=None)}
        self.fields["topic"].choices = [("", _("All")), *office_topics.items()]
        asked = topics.wanted(params, get_language())
        self.is_week = "week" in params and identity().has.week
        # A search with words, a person, a meeting, several values or a topic's earlier address is followed as a whole,
        # without editable parts.
        self.is_search = (
            self.is_week
            or bool(set(asked.params()) - set(NARROWING))
            or any(len(getattr(asked, name)) > 1 for name in NARROWING)
            or not office_topics.keys() >= set(asked.topic)
        )
        self.asked = asked
        if self.is_search:
            for name in NARROWING:
                del self.fields[name]
        elif not office_topics:
            del self.fields["topic"]
        self.initial.setdefault("languages", [get_language()])
        for name in NARROWING:
            self.initial.setdefault(name, next(iter(getattr(asked, name)), ""))

    def clean(self):
        if self.is_search and not self.is_week and not topics.is_known(self.asked):
            raise forms.ValidationError(_("This topic is no longer available."))
        return self.cleaned_data

    @property
    def hidden(self):
        """The hidden fields of a topic that is followed as a whole: (name, value)."""
        if self.is_week:
            return [("week", "1")]
        asked = self.asked.params() if self.is_search else {}
        return [(name, value) for name, values in asked.items() for value in values]

    def queries(self):
        """Return what to follow, one for each language: Queries, or the plan of the week."""
        if self.is_week:
            return [WeekAhead(language) for language in self.cleaned_data["languages"]]
        chosen = self.params if self.is_search else {name: self.cleaned_data.get(name, "") for name in NARROWING}
        return [topics.wanted(chosen, language) for language in self.cleaned_data["languages"]]


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("How often"), choices=Rhythm, widget=forms.RadioSelect, initial=Rhythm.AT_ONCE, required=True
    )


class SubscribeForm(RhythmForm, TopicForm):
    address = AddressField(label=_("Email address"))
    website = forms.CharField(required=False)  # only programs see it, and fill it in

    field_order = ["address", "languages", *NARROWING, "rhythm"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_week:  # it has a rhythm of its own
            self.fields["rhythm"].widget = forms.HiddenInput()


class ReminderForm(forms.Form):
    """The address alone, for the link to the preferences."""

    own_address = AddressField(label=_("Email address"))


class PreferencesForm(RhythmForm):
    language = forms.ChoiceField(label=_("Language of the emails"), choices=language_choices)
