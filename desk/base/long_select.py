"""A select for hundreds of options, written in one piece: Django fills in a template or two for each of them."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe


class LongSelect(forms.Select):
    """As forms.Select; its choices have no groups."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = self.format_value(value)
        options = [(key, mark_safe(" selected") if str(key) in chosen else "", words) for key, words in self.choices]
        written = format_html_join("", '<option value="{}"{}>{}</option>', options)
        own = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(own), written)
