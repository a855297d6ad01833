"""Form fields whose values compare equal when nobody has changed them.

Browsers send line ends as two characters and editors leave empty paragraphs. What comes back untouched must not look
like a change, or every save would open a new edition.
"""

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from publishing import html


def tidy(text):
    """Return `text` without the differences that a browser makes."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class TextField(forms.CharField):
    def to_python(self, value):
        return tidy(super().to_python(value))


class LineField(TextField):
    """A text in one line, though the box it is written in may have several."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class ProseField(ProseEditorFormField):
    """HTML from the editor, cleaned before anybody looks at it."""

    def __init__(self, **kwargs):
        super().__init__(**{"config": {"extensions": html.EXTENSIONS}, "preset": "configurable", **kwargs})

    def to_python(self, value):
        return tidy(html.clean(tidy(super().to_python(value))))
