"""Text with mark-up: what the editor may write, and the only door through which HTML enters."""

from django_prose_editor.fields import ProseEditorField, create_sanitizer

# The editor's buttons and the allowlist of the cleaner come from this one list.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": {"resizable": False},
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "HorizontalRule": True,
    "HTML": True,
    "WordPaste": True,
}

clean = create_sanitizer(EXTENSIONS)


class CleanHTMLField(ProseEditorField):
    """HTML that is cleaned on every way into the database, not only in forms.

    Editors paste from word processors, importers bring old pages: scripts, styles, classes and addresses that run code
    are dropped, the text in them is kept.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"extensions": EXTENSIONS, "sanitize": True, **kwargs})

    def pre_save(self, instance, add):
        setattr(instance, self.attname, clean(getattr(instance, self.attname) or ""))
        return super().pre_save(instance, add)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return clean(value) if isinstance(value, str) else value
