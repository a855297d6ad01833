"""Rich text: which mark-up the editor offers, and the one place where HTML is cleaned."""

import re
from typing import Any

import nh3
from django.db import models
from django_prose_editor.config import allowlist_from_extensions
from django_prose_editor.fields import ProseEditorField

# The editor's buttons and the allowlist of the cleaner come from this one list.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Superscript": True,
    "Subscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": {"resizable": False},
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "HorizontalRule": True,
    "HTML": True,
    "WordPaste": True,
    "PhotoInText": True,
}

# Of a photograph the text holds the number alone; the page that shows the text adds picture, caption and credit.
PHOTO = re.compile(r'<figure data-photo="([1-9][0-9]{0,17})"></figure>')

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_FIGURE_TAG = re.compile(r'<figure( data-photo="[0-9]+")?>\s*|</figure>')
_QUOTATION_TAG = re.compile(r"</?q(?:\s[^>]*)?>", re.IGNORECASE)
_NOTHING = re.compile(r"<(\w+)></\1>")


def clean(html: str) -> str:
    """Return `html` without the mark-up that is not on the allowlist. Its text stays; <q> becomes quotation marks."""
    cleaned = _FIGURE_TAG.sub(_numbered_figure_alone, _cleaner.clean(_QUOTATION_TAG.sub('"', html)))
    return "" if _NOTHING.fullmatch(cleaned) else cleaned


def _allowlist():
    rules = allowlist_from_extensions(EXTENSIONS)
    rules["tags"].add("figure")
    rules["attributes"]["figure"] = {"data-photo"}
    return {**rules, "attribute_filter": _attribute}


def _attribute(tag, name, value):
    if tag != "figure":
        return value
    return value if name == "data-photo" and _NUMBER.fullmatch(value) else None


_cleaner = nh3.Cleaner(**_allowlist())


def _numbered_figure_alone(match):
    """Close a photo's figure where it opens, so that its content follows it; drop the tags of other figures."""
    return f"<figure{match[1]}></figure>" if match[1] else ""


class CleanHTMLField(ProseEditorField):
    """HTML that is cleaned whenever it is saved, not only in forms.

    Editors paste from word processors, importers bring old pages: scripts, styles, classes and addresses that run code
    are dropped, the text in them is kept.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"extensions": EXTENSIONS, "sanitize": clean, **kwargs})

    def pre_save(self, instance: models.Model, add: bool) -> str:
        setattr(instance, self.attname, clean(getattr(instance, self.attname) or ""))
        return super().pre_save(instance, add)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return clean(value) if isinstance(value, str) else value
