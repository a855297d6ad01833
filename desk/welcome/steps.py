"""The five steps of the first run: what each asks, and what is made of it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from council.models import Body
from desk.people.account_form import USERNAME_HELP
from identity import current
from identity.models import Identity
from news.models import Section
from press.models import Contact, Phone
from publishing import clock, slugs, timeline
from publishing.languages import principal_codes, principal_languages
from publishing.localized import LocalizedTextField, in_language
from publishing.timeline import Verb

Typed = Mapping[str, list[str]]  # {name of a control: what was typed in it}

SUGGESTED_SECTIONS = {
    "news": pgettext_lazy("section", "News"),
    "statements": pgettext_lazy("section", "Statements"),
    "interviews": pgettext_lazy("section", "Interviews"),
    "speeches": pgettext_lazy("section", "Speeches"),
    "documents": pgettext_lazy("section", "Documents"),
    "exercises": pgettext_lazy("section", "Exercises"),
}
SUGGESTED_COLOURS = {
    "#12365c": _("Blue"),
    "#3b2f6b": _("Violet"),
    "#5b1f3d": _("Wine"),
    "#7a2e12": _("Brick"),
    "#1d4d3b": _("Green"),
    "#37474f": _("Slate"),
}


class Step(forms.BaseForm):
    """A form whose answers are kept before they are right: of() with `is_checked=False` shows them without faults."""

    title: Any = ""
    about: Any = ""  # what stands under the title of a step to come
    fields_of_identity: tuple[str, ...] = ()
    never_kept: tuple[str, ...] = ()
    is_checked = True

    @classmethod
    def of(cls, typed: Typed | QueryDict, *, is_checked: bool = True) -> Any:
        """Return the form filled with what was typed, or with what we suggest if nothing was."""
        if not isinstance(typed, QueryDict):
            typed = MultiValueDict(typed)
        form = cls(typed) if typed or is_checked else cls()
        form.is_checked = is_checked
        return form

    @classmethod
    def worth_keeping(cls, typed: QueryDict) -> dict[str, list[str]]:
        """Return what was typed into the controls of this step, without passwords."""
        names = tuple(f"{name}_" for name in cls.base_fields)
        return {
            name: values
            for name, values in typed.lists()
            if name not in cls.never_kept and (name in cls.base_fields or name.startswith(names))
        }

    @classmethod
    def typed_from(cls, facts: Mapping[str, Any]) -> dict[str, list[str]]:
        """Return what one would type for these facts of an identity; what they leave out is as in one that is empty."""
        typed = {}
        for name in cls.fields_of_identity if any(name in facts for name in cls.fields_of_identity) else ():
            value = facts.get(name, Identity._meta.get_field(name).get_default())
            if isinstance(value, dict):
                typed |= {f"{name}_{code}": [text] for code, text in value.items()}
            elif value != "":
                typed[name] = [str(value)]
        return typed

    def full_clean(self) -> None:
        if self.is_checked:
            super().full_clean()
        else:
            self._errors, self.cleaned_data = ErrorDict(), {}

    def clean(self) -> dict[str, Any]:
        """Let the identity look at its own fields."""
        super().clean()
        row = Identity(pk=1, **current.NEUTRAL)
        for name, value in self.facts().items():
            setattr(row, name, value)
        try:
            row.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError as faults:
            for name, found in faults.error_dict.items():
                if name in self.fields and not self.has_error(name):
                    self.add_error(name, found)
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """Return {field of the identity: value} of what could be read."""
        return {name: self.cleaned_data[name] for name in self.fields_of_identity if name in self.cleaned_data}

    def make(self, *, by: User) -> None:
        """Make the records that the step asks for, beside the identity."""

    @property
    def summary(self) -> str:
        """What the step says once it is done."""
        return ""


class NamesStep(Step, forms.Form):
    title, about = _("Names"), _("Of the organization, in each language")
    asked = ("name", "abbreviation", "name_of")
    forms_of_names = ("abbreviation_of", "office", "office_of", "office_name")
    fields_of_identity = asked + forms_of_names

    name = abbreviation = name_of = abbreviation_of = office = office_of = office_name = forms.Field()  # below

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields_of_identity:
            field = Identity._meta.get_field(name)
            self.fields[name] = (
                field.formfield()
                if name in ("name", "abbreviation")
                else LocalizedTextField(label=field.formfield().label, help_text=field.help_text, required=False)
            )
        self.fields["name_of"].help_text = gettext(
            "As after “news of”: in Russian the genitive, in English with its article. English may stay empty: it is "
            "“the” and the name then."
        )

    def clean_name_of(self):
        """In English the article is enough; other languages decline."""
        given = dict(self.cleaned_data["name_of"] or {})
        names = self.cleaned_data.get("name") or {}
        if "en" in names:
            given.setdefault("en", _with_article(names["en"]))
        for language in principal_languages():
            if not given.get(language.code):
                said = {"language": language.name}
                raise ValidationError(gettext("Write it in this language too: %(language)s.") % said)
        return given

    def facts(self):
        """Return the names, and those forms of them that were left empty made from the others."""
        facts = super().facts()
        needed = [facts.get(name) for name in self.asked]
        if not all(needed):
            return {name: value for name, value in facts.items() if value}
        made = {name: dict(facts.get(name) or {}) for name in self.forms_of_names}
        for code in principal_codes():
            name, short, name_of = (texts.get(code, "") for texts in needed)
            with override(code):
                said = {"short": short, "name": name, "name_of": name_of}
                made["abbreviation_of"].setdefault(code, gettext("the %(short)s") % said)
                made["office"].setdefault(code, gettext("%(short)s Press Office") % said)
                made["office_of"].setdefault(code, gettext("the %(short)s Press Office") % said)
                made["office_name"].setdefault(code, gettext("Press Office of %(name_of)s") % said)
        code = slugify(facts["abbreviation"].get("en", ""))[:30]
        return facts | made | ({"code": code} if code else {})

    @property
    def summary(self):
        return ", ".join(dict.fromkeys((self.cleaned_data.get("abbreviation") or {}).values()))


def _with_article(name):
    return name if name.lower().startswith("the ") else f"the {name}"


class MarkStep(Step, forms.Form):
    title, about = _("Mark and colour"), _("Letters or a drawing, one colour")
    fields_of_identity = ("mark", "parts", "colour")

    colour = forms.CharField(
        label=_("Colour"), max_length=7, initial="#12365c", help_text=_("Of the wordmark, the rule and the buttons.")
    )
    parts = forms.IntegerField(
        label=_("Parts of the rule"),
        initial=1,
        help_text=_("One for each member, as under the head of pages. 1: a line."),
    )
    mark = forms.CharField(
        label=_("Mark"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "data-mark": ""}),
        help_text=_("An SVG of plain shapes, in the place of the letters. Empty: the letters of the abbreviation."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colour"].widget.attrs |= {"size": 9, "data-colour": "", "spellcheck": "false"}

    def clean_colour(self):
        return self.cleaned_data["colour"].lower()

    @property
    def swatches(self):
        return [{"colour": colour, "name": name} for colour, name in SUGGESTED_COLOURS.items()]

    @property
    def summary(self):
        mark = gettext("Own drawing") if self.cleaned_data.get("mark") else gettext("Letters")
        return f"{mark}, {self.cleaned_data.get('colour', '')}"


class ContactStep(Step, forms.Form):
    title, about = _("Press contact"), _("On every page and under every text")
    fields_of_identity = ("phone", "phone_fax", "email")

    answers = forms.Field()  # below: fields in several languages choose their sentences when they are made
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    phone_fax = forms.CharField(label=_("Telephone, fax"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=200)
    hours = forms.Field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "phone_fax"):
            self.fields[name].widget.attrs |= {"inputmode": "tel"}
        self.fields["answers"] = LocalizedTextField(
            label=gettext("Who answers"), help_text=gettext("A person, or the office: “Press Office”."),
            initial=dict(current.NEUTRAL["office"]),
        )  # fmt: skip
        self.fields["hours"] = LocalizedTextField(
            label=gettext("Hours"), required=False,
            help_text=gettext("When calls are answered. Left empty, the page does not speak of hours."),
        )  # fmt: skip

    @classmethod
    def typed_from(cls, facts):
        office = {f"answers_{code}": [name] for code, name in facts.get("office", {}).items()}
        return super().typed_from(facts) | office

    def clean(self):
        super().clean()
        if not any(self.cleaned_data.get(name) or self.has_error(name) for name in self.fields_of_identity):
            self.add_error("phone", gettext("Journalists need a telephone or an e-mail address. Enter one of them."))
        return self.cleaned_data

    def make(self, *, by):
        said = self.cleaned_data
        contact = Contact.objects.create(
            name=said["answers"],
            email=said["email"],
            hours=said["hours"] or {},
            languages=principal_codes(),
            since=clock.today(),
        )
        kinds = {"phone": Phone.Kind.PHONE, "phone_fax": Phone.Kind.TEL_FAX}
        numbers = [(kind, said[name]) for name, kind in kinds.items() if said[name]]
        for position, (kind, number) in enumerate(numbers):
            Phone.objects.create(contact=contact, position=position, kind=kind, number=number)
        timeline.record(contact, Verb.CREATED, by=by)

    @property
    def summary(self):
        return self.cleaned_data.get("phone") or self.cleaned_data.get("phone_fax") or self.cleaned_data.get("email")


class SectionsStep(Step, forms.Form):
    title, about = _("Sections and bodies"), _("What the news is sorted by")

    sections = forms.MultipleChoiceField(
        label=_("Sections"),
        required=False,
        choices=list(SUGGESTED_SECTIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=["news", "statements", "interviews", "speeches"],
    )
    own = forms.Field()
    body = forms.Field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own"] = LocalizedTextField(
            label=gettext("A section of your own"), required=False,
            help_text=gettext("As in the menu: “Districts”. More of them later, in Settings."),
        )  # fmt: skip
        self.fields["body"] = LocalizedTextField(
            label=gettext("A body that meets"), required=False,
            help_text=gettext("A council or a board whose meetings you report: “City Council”. May stay empty."),
        )  # fmt: skip

    def clean(self):
        super().clean()
        for name in ("own", "body"):
            given = self.cleaned_data.get(name) or {}
            missing = [language.name for language in principal_languages() if not given.get(language.code)]
            if given and missing:
                self.add_error(name, gettext("Write it in this language too: %(language)s.") % {"language": missing[0]})
        if not self.cleaned_data.get("sections") and not self.cleaned_data.get("own") and not self.has_error("own"):
            self.add_error("sections", gettext("Every text stands in a section. Tick one at least."))
        return self.cleaned_data

    @property
    def names(self):
        """[(slug, {language: name})] of the sections in their order."""
        chosen = [(slug, _in_all_languages(SUGGESTED_SECTIONS[slug])) for slug in self.cleaned_data.get("sections", [])]
        own = self.cleaned_data.get("own")
        return chosen + ([(_slug(own, [slug for slug, _name in chosen]), own)] if own else [])

    def make(self, *, by):
        first = Section.objects.count()
        for position, (slug, name) in enumerate(self.names, start=first):
            Section.objects.get_or_create(slug=slug, defaults={"name": name, "position": position})
        if body := self.cleaned_data.get("body"):
            Body.objects.get_or_create(slug=_slug(body), defaults={"name": body})

    @property
    def summary(self):
        return ", ".join(in_language(name) for _slug, name in self.names)


def _in_all_languages(sentence):
    names = {}
    for code in principal_codes():
        with override(code):
            names[code] = str(sentence)
    return names


def _slug(name, taken=()):
    slug = slugs.from_title(name.get("en") or in_language(name))[:50].strip("-") or "section"
    return f"{slug}-2"[:50] if slug in taken else slug


class AccountStep(Step, UserCreationForm):
    title, about = _("Your account"), _("You are the first administrator")
    never_kept = ("password1", "password2")
    number: int | None = None  # of the account, where a passkey holds it already

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email", "username")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "email"):
            self.fields[name].required = True
        if self.has_passkey:
            for name in self.never_kept:
                self.fields[name].required = False
        self.fields["username"].help_text = USERNAME_HELP
        self.fields["username"].widget.attrs |= {"autofocus": False, "autocapitalize": "none", "spellcheck": "false"}

    def facts(self):
        return {}

    @property
    def has_passkey(self):
        return bool(self.data.get("credential"))

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.pk = self.number
        return super().save(commit=commit)

    def set_password_and_save(self, user, *args, **kwargs):
        if not self.has_passkey:
            return super().set_password_and_save(user, *args, **kwargs)
        user.set_unusable_password()
        user.save()
        return user


STEPS: dict[str, Any] = {
    "names": NamesStep,
    "mark": MarkStep,
    "contact": ContactStep,
    "sections": SectionsStep,
    "account": AccountStep,
}
LAST = "account"
