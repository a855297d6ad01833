"""Form fields for texts by the public, without invisible characters."""

import unicodedata

from django import forms

from publishing.single_line import refuse_breaks

# Unicode categories of control and invisible characters: nobody types them, and they can disguise a text.
UNSEEN = {"Cc", "Cf", "Cs", "Co"}


class LineField(forms.CharField):
    def to_python(self, value):
        text = super().to_python(value)
        refuse_breaks(text)
        return " ".join("".join(letter for letter in text if letter.isspace() or not _is_unseen(letter)).split())


class TextField(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return "".join(letter for letter in text if letter in "\n\t" or not _is_unseen(letter)).strip()

    def widget_attrs(self, widget):
        """Drop the browser's limit: it cuts off a text silently, whereas the server refuses it with a sentence."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


def _is_unseen(letter):
    return unicodedata.category(letter) in UNSEEN
