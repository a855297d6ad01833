"""Translations for the desk's scripts: ours, and those of the editor, which has no Russian of its own."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.i18n import JavaScriptCatalog

WORDS = [
    _("Text"),
    _("Uploaded: %(taken)s of %(number)s"),
    _("Upload of %(name)s"),
    _("%(name)s: place %(place)s of %(number)s"),
    _("It did not arrive. Check the connection and try again."),
    _("The server refused it. Reload the page and try again."),
    _("Try again"),
    _("Add a person"),
    _("Copied"),
    # What is typed and not saved.
    _("Kept at %(time)s, not saved yet"),
    _("No connection: kept in this browser"),
    _("No connection: nothing was sent. What you typed is kept in this browser."),
    _("Log in again: until then it is kept in this browser"),
    _("The server did not take it: kept in this browser"),
    _("Not kept: it is too long for this browser. Do not close this window, save soon."),
    _("The log-in was refused. Try again."),
    _("This is too long to be sent: more than 15 MB of text. Nothing was sent. Shorten it first."),
    # Photographs inside a text.
    _("Photograph"),
    _("Photograph in the text"),
    _("This article has no photographs yet. Add them below the texts, then choose one here."),
    _("This photograph is not among the article's photographs: add it there, or take it out of the text."),
    _("in the text already"),
    # What a paste could not keep.
    _("images: %(number)s"),
    _("videos and other embedded things: %(number)s"),
    _("passages deleted under tracking: %(number)s"),
    _("Left out of what was pasted: %(what)s."),
    _("Add photographs from the library."),
    _("Struck-out passages became plain text. Look whether they are to stay."),
    _("Lists lettered in Cyrillic became paragraphs that begin with their letter."),
    # The editor's buttons and dialogs, as it spells them.
    _("paragraph"),
    _("Paragraph"),
    _("Heading 2"),
    _("Heading 3"),
    _("Heading 4"),
    _("unordered list"),
    _("ordered list"),
    _("List properties"),
    _("List type"),
    _("Start at"),
    _("Bullets"),
    _("Decimal numbers"),
    _("Lowercase letters"),
    _("Uppercase letters"),
    _("Lowercase Roman numerals"),
    _("Uppercase Roman numerals"),
    _("blockquote"),
    _("horizontal rule"),
    _("bold"),
    _("italic"),
    _("superscript"),
    _("subscript"),
    _("insert link"),
    _("remove link"),
    _("Edit Link"),
    _("URL"),
    _("Title"),
    _("Insert table"),
    _("Insert Table"),
    _("Table Properties"),
    _("Rows"),
    _("Columns"),
    _("Include header row"),
    _("Yes"),
    _("No"),
    _("Add column"),
    _("Delete column"),
    _("Add row"),
    _("Delete row"),
    _("Merge cells"),
    _("Split cell"),
    _("Toggle header cell"),
    _("Delete table"),
    _("undo"),
    _("redo"),
    _("edit HTML"),
    _("Edit HTML"),
    _("Prettify"),
    _("The HTML contents of the editor. Note that the allowed HTML is restricted by the editor schema."),
    _("Insert"),
    _("Update"),
    _("Cancel"),
]


class ScriptWords(JavaScriptCatalog):
    """Django's JavaScript catalogue, with WORDS added from our own catalogue."""

    packages = ["django.contrib.admin"]

    def get_catalog(self):
        return super().get_catalog() | {word: gettext(word) for word in WORDS}
