"""Short texts in every language of the site, kept in one JSON column: {"ru": "…", "en": "…"}."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from publishing.languages import language_choices, language_codes
from publishing.single_line import refuse_breaks

Texts = dict[str, str]  # {language: text}


def in_language(texts: Texts | None, language: str | None = None) -> str:
    """Return the text in `language` (the active one by default), else in the first language that has one."""
    texts = texts or {}
    wanted = [language or get_language(), *language_codes()]
    return next((texts[code] for code in wanted if texts.get(code)), "")


class LocalizedText(models.JSONField):
    """A JSON column of language code to text, with a form field for each language of the site."""

    def __init__(self, *args: Any, long: bool = False, **kwargs: Any) -> None:
        self.long = long
        super().__init__(*args, **{"default": dict, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> "LocalizedTextField":
        return LocalizedTextField(
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            required=not self.blank,
            long=self.long,
        )


class LocalizedTextField(forms.MultiValueField):
    """One text for each language; if the field is required, all of them are."""

    def __init__(self, *, long: bool = False, required: bool = True, **kwargs: Any) -> None:
        rules = [] if long else [refuse_breaks]
        fields = [
            forms.CharField(required=required, label=name, validators=rules) for _code, name in language_choices()
        ]
        super().__init__(
            fields, widget=LocalizedTextWidget(long=long), required=required, require_all_fields=False, **kwargs
        )
        for (_code, name), field in zip(language_choices(), fields):
            field.error_messages["incomplete"] = _("Write it in this language too: %(language)s.") % {"language": name}

    def compress(self, values: list[str] | None) -> Texts:
        return {code: value.strip() for (code, _name), value in zip(language_choices(), values or []) if value}


class LocalizedTextWidget(forms.MultiWidget):
    template_name = "publishing/localized_text.html"

    def __init__(self, *, long: bool = False, attrs: dict[str, Any] | None = None) -> None:
        kind = forms.Textarea if long else forms.TextInput
        look = {"rows": 3} if long else {"size": 60}
        super().__init__({code: kind(attrs={**look, "lang": code}) for code in language_codes()}, attrs)

    def decompress(self, value: Texts | str | None) -> list[str]:
        if isinstance(value, str):  # a JSONField prepares its initial value as text
            return [value]
        return [(value or {}).get(code, "") for code in language_codes()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for (_code, language), widget in zip(language_choices(), context["widget"]["subwidgets"]):
            widget["language"] = language
            widget["attrs"].setdefault("aria-label", language)
        return context
