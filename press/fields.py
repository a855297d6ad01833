"""What the press types into our forms: text in one line and in paragraphs, without what cannot be seen."""

import unicodedata

from django import forms

from publishing.single_line import refuse_breaks

# Letters that turn the direction of writing, or cannot be seen: nobody types them, and they hide what stands there.
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
        """Let a text that is too long arrive, to be refused with a sentence; a browser would cut it off."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


def _is_unseen(letter):
    return unicodedata.category(letter) in UNSEEN
