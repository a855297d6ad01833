"""Short texts in every language of the site, kept in one JSON column: {"ru": "…", "en": "…"}."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.direction import RTL
from publishing.languages import in_order_for, language_codes, written_languages
from publishing.single_line import refuse_breaks

Texts = dict[str, str]  # {language: text}


def in_language(texts: Texts | None, language: str | None = None) -> str:
    """Return the text in `language` (the active one by default), else in the first language that has one.

    Where it is missing, it is looked for along the chain that the office has set: publishing/languages.py.
    """
    return (texts or {}).get(language_of(texts, language), "")


def language_of(texts: Texts | None, language: str | None = None) -> str:
    """Return the code of the language in which in_language() finds the text, '' if there is none."""
    texts = texts or {}
    return next((code for code in in_order_for(language) if texts.get(code)), "")


class LocalizedText(models.JSONField):
    """A JSON column of language code to text, with a form field for each language of the site."""

    def __init__(self, *args: Any, long: bool = False, **kwargs: Any) -> None:
        self.long = long
        super().__init__(*args, **{"default": dict, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """Keep the words in languages that the form has no field for: they are switched off."""
        asked = language_codes()
        kept = {code: text for code, text in (getattr(instance, self.name) or {}).items() if code not in asked}
        super().save_form_data(instance, {**(data or {}), **kept})

    def formfield(self, **kwargs: Any) -> "LocalizedTextField":
        return LocalizedTextField(
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            required=not self.blank,
            long=self.long,
        )


class LocalizedTextField(forms.MultiValueField):
    """One text for each language; if the field is required, those in the principal languages are.

    The languages are those of the moment at which a form is made, not of that at which its class was.
    """

    def __init__(self, *, long: bool = False, required: bool = True, **kwargs: Any) -> None:
        self.long = long
        self._fields: tuple[forms.Field, ...] | None = None
        super().__init__(
            [], widget=LocalizedTextWidget(long=long), required=required, require_all_fields=False, **kwargs
        )

    @property  # type: ignore[override]
    def fields(self) -> tuple[forms.Field, ...]:
        if self._fields is None:
            self._fields = tuple(map(self._field, written_languages()))
        return self._fields

    @fields.setter
    def fields(self, _fields: Any) -> None:
        """Let MultiValueField set none: they are made when they are needed."""

    def _field(self, language):
        field = forms.CharField(
            required=self.required and language.is_principal,
            label=language.name,
            validators=[] if self.long else [refuse_breaks],
            disabled=self.disabled,
        )
        field.error_messages["incomplete"] = _("Write it in this language too: %(language)s.") % {
            "language": language.name
        }
        return field

    def __deepcopy__(self, memo: dict[int, Any]) -> "LocalizedTextField":
        copied = forms.Field.__deepcopy__(self, memo)
        copied._fields = None
        return copied

    def compress(self, values: list[str] | None) -> Texts:
        return {code: value.strip() for code, value in zip(language_codes(), values or []) if value}


class LocalizedTextWidget(forms.MultiWidget):
    """A row for each language: the principal ones at once, the others where one opens them."""

    template_name = "publishing/localized_text.html"

    def __init__(self, *, long: bool = False, attrs: dict[str, Any] | None = None) -> None:
        self.long = long
        self._widgets: list[forms.Widget] | None = None
        super().__init__([], attrs)

    @property  # type: ignore[override]
    def widgets(self) -> list[forms.Widget]:
        if self._widgets is None:
            self._widgets = list(map(self._widget, written_languages()))
        return self._widgets

    @widgets.setter
    def widgets(self, _widgets: Any) -> None:
        """Let MultiWidget set none: they are made when they are needed."""

    @property
    def widgets_names(self) -> list[str]:
        return [f"_{widget.attrs['lang']}" for widget in self.widgets]

    @widgets_names.setter
    def widgets_names(self, _names: Any) -> None:
        """Let MultiWidget set none."""

    def _widget(self, language):
        kind = forms.Textarea if self.long else forms.TextInput
        look = {"rows": 3} if self.long else {"size": 60}
        if language.direction == RTL:
            look["dir"] = RTL
        return kind(attrs={**look, "lang": language.code})

    def __deepcopy__(self, memo: dict[int, Any]) -> "LocalizedTextWidget":
        copied = forms.Widget.__deepcopy__(self, memo)
        copied._widgets = None
        return copied

    def decompress(self, value: Texts | str | None) -> list[str]:
        if isinstance(value, str):  # a JSONField prepares its initial value as text
            return [value]
        return [(value or {}).get(widget.attrs["lang"], "") for widget in self.widgets]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = context["widget"]["subwidgets"]
        for language, widget in zip(written_languages(), rows):
            widget["language"], widget["is_principal"] = language.name, language.is_principal
            widget["attrs"].setdefault("aria-label", language.name)
        context["widget"]["principal"] = [row for row in rows if row["is_principal"]]
        context["widget"]["others"] = [row for row in rows if not row["is_principal"]]
        context["widget"]["filled"] = sum(1 for row in context["widget"]["others"] if row["value"])
        return context
