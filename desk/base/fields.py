"""Form fields whose values compare equal when nobody has changed them.

Browsers send line ends as two characters and editors leave empty paragraphs. What comes back untouched must not look
like a change, or every save would open a new edition.
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
    """Let a text that is too long arrive, to be refused with a sentence; browsers would cut it off without a word."""
    attrs = super(forms.CharField, field).widget_attrs(widget)
    return {name: value for name, value in attrs.items() if name != "maxlength"}


class TextField(forms.CharField):
    widget_attrs = _without_limit

    def to_python(self, value):
        return tidy(super().to_python(value))


class LineField(TextField):
    """A text in one line, though the box it is written in may have several."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class ProseField(ProseEditorFormField):
    """HTML from the editor, cleaned before anybody looks at it."""

    def __init__(self, **kwargs):
        kwargs["max_length"] = kwargs.get("max_length") or MAX_CHARACTERS
        super().__init__(**{"config": {"extensions": html.EXTENSIONS}, "preset": "configurable", **kwargs})

    widget_attrs = _without_limit

    def to_python(self, value):
        return tidy(html.clean(tidy(super().to_python(value))))


def values(form):
    """Return what a form holds as comparable values: what was sent, or what it starts with."""
    if form.is_bound:
        return {name: form.cleaned_data.get(name) for name in form.fields}
    return {name: field.to_python(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}


def digest(content):
    """Return a short name for `content`, the same for equal content."""
    text = json.dumps(content, sort_keys=True, default=lambda it: getattr(it, "pk", str(it)))
    return hashlib.sha256(text.encode()).hexdigest()[:20]
