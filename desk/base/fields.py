"""Form fields whose values compare equal when nobody has changed them.

Browsers send line ends as two characters and editors leave empty paragraphs. An untouched field must not look changed,
or every save would open a new edition.
"""

import hashlib
import json

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from publishing import html

MAX_CHARACTERS = 1_000_000  # characters of a text with its mark-up: some three hundred pages


def tidy(text):
    """Return `text` without the differences that a browser makes."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _without_limit(field, widget):
    """Drop the browser's limit: it cuts off a text silently, whereas the server refuses it with a sentence."""
    attrs = super(forms.CharField, field).widget_attrs(widget)
    return {name: value for name, value in attrs.items() if name != "maxlength"}


class TextField(forms.CharField):
    widget_attrs = _without_limit

    def to_python(self, value):
        return tidy(super().to_python(value))


class LineField(TextField):
    """A text in one line, though its text area may show several."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class ProseField(ProseEditorFormField):
    """HTML from the editor, sanitized before anything else uses it."""

    def __init__(self, **kwargs):
        kwargs["max_length"] = kwargs.get("max_length") or MAX_CHARACTERS
        super().__init__(**{"config": {"extensions": html.EXTENSIONS}, "preset": "configurable", **kwargs})

    widget_attrs = _without_limit

    def to_python(self, value):
        return tidy(html.clean(tidy(super().to_python(value))))


def values(form):
    """Return the values of a form in a form that can be compared: submitted, or initial."""
    if form.is_bound:
        return {name: form.cleaned_data.get(name) for name in form.fields}
    return {name: field.to_python(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}


def digest(content):
    """Return a short name for `content`, the same for equal content."""
    text = json.dumps(content, sort_keys=True, default=lambda value: getattr(value, "pk", str(value)))
    return hashlib.sha256(text.encode()).hexdigest()[:20]
