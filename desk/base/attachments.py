"""Files attached to a text, from the form into an edition.

A browser does not send a file twice, so it is stored at once, before the rest of the form is checked. The form then
carries a signed note of where it is; so does a file that an edition has already.
"""

from django import forms
from django.core import signing
from django.core.files.storage import default_storage
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base.fields import LineField
from news.checks import looks_like_file_name
from news.models import Attachment, attachment_path, new_key
from photos.inspection import clean_file_name

MAX_BYTES = 100_000_000
# Kinds of files a press office publishes; nothing that a browser or a computer would run.
KINDS = (
    "pdf doc docx odt rtf txt xls xlsx ods csv ppt pptx odp zip jpg jpeg png tif tiff mp3 m4a wav mp4 mov webm".split()
)
SALT = "desk.attachment"


class AttachmentForm(forms.Form):
    label = LineField(
        max_length=300,
        required=False,
        label=gettext_lazy("Name for readers"),
        widget=forms.TextInput(attrs={"size": 50}),
    )
    file = forms.FileField(required=False, label=gettext_lazy("File"))
    stored = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def kept(self):
        """The Attachment, not yet of any edition, that the form carries; None without one."""
        return read(self["stored"].value())

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            self.data[self.add_prefix("stored")] = self.cleaned_data["stored"] = store(file)
        return file

    def clean(self):
        values = super().clean()
        kept = self.kept
        if kept and not default_storage.exists(kept.file.name):
            # desk.photos.stray_files deletes the file after a day if no text names it.
            self.data[self.add_prefix("stored")] = ""
            sentence = _("“%(name)s” was deleted because the form was not saved for a day. Choose the file again.")
            self.add_error("file", sentence % {"name": kept.file_name})
        elif kept and not values.get("label") and (proposed := proposed_label(kept.file_name)):
            self.data[self.add_prefix("label")] = values["label"] = proposed
        elif kept and not values.get("label"):
            self.add_error("label", _("Say what the file is, for readers: “Agenda of the meeting”."))
        if not kept and values.get("label") and not self.has_error("file"):
            self.add_error("file", _("Choose the file."))
        return values

    @property
    def part(self):
        """What drafts.set_parts wants of this file."""
        kept = self.kept
        return {
            "label": self.cleaned_data["label"],
            "key": kept.key,
            "file": kept.file.name,
            "file_name": kept.file_name,
            "size": kept.size,
        }


AttachmentFormSet = forms.formset_factory(AttachmentForm, extra=2, can_delete=True, absolute_max=100, max_num=50)


def store(upload):
    """Store an uploaded file and return the note for the form; ValidationError if it is refused."""
    name = clean_file_name(upload.name)
    _refuse_other_kinds(name)
    if upload.size > MAX_BYTES:
        raise forms.ValidationError(
            _("“%(name)s” is larger than %(limit)d MB. Make it smaller and upload it again.")
            % {"name": name, "limit": MAX_BYTES // 1_000_000}
        )
    kept = Attachment(key=new_key(), file_name=name, size=upload.size)
    kept.file = default_storage.save(attachment_path(kept, name), upload)
    return note(kept)


def proposed_label(file_name):
    """Return a name for readers made from that of a file; "" where it is what a camera or a scanner calls files."""
    stem = file_name.rpartition(".")[0].replace("_", " ")
    stem = " ".join(stem.split())
    return "" if looks_like_file_name(stem) or stem.isdecimal() else capfirst(stem)


def note(attachment):
    """Return the signed note by which a form carries `attachment`."""
    named = {"key": attachment.key, "file": attachment.file.name, "name": attachment.file_name, "size": attachment.size}
    return signing.dumps(named, salt=SALT)


def read(text):
    """Return the Attachment of a signed note, or None."""
    try:
        named = signing.loads(text or "", salt=SALT)
    except signing.BadSignature:
        return None
    return Attachment(key=named["key"], file=named["file"], file_name=named["name"], size=named["size"])


def _refuse_other_kinds(name):
    if name.rsplit(".", 1)[-1].lower() not in KINDS:
        raise forms.ValidationError(
            _("“%(name)s” is not a kind of file we publish. You can use: %(kinds)s.")
            % {"name": name, "kinds": ", ".join(KINDS)}
        )
