"""Replace the file of a photo: its number, words and uses stay, and the old file is kept with the reason."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base import amending
from desk.base.action_forms import reason_field
from photos import library
from photos.inspection import PhotoRefused
from publishing import actions


class ReplacementForm(forms.Form):
    """`is_seen_by_visitors`: the photo is public, so the change may need a public note."""

    file = forms.FileField(
        label=gettext_lazy("New file"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/tiff,image/heic,image/heif"}),
    )
    note = reason_field(gettext_lazy("For example “Retouched horizon”. It is kept with the old file."))

    def __init__(self, *args, is_seen_by_visitors, **kwargs):
        super().__init__(*args, **kwargs)
        if is_seen_by_visitors:
            self.fields |= {"change_kind": amending.kind_field(), "change_note": amending.note_field()}

    def clean(self):
        super().clean()
        amending.require_note(self)


def replace(request, site, opts, photo):
    """Ask for the new file and the reason, and replace."""
    form = ReplacementForm(request.POST or None, request.FILES or None, is_seen_by_visitors=photo.is_public())
    back = reverse("admin:photos_photo_change", args=[photo.pk])
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            note, told = form.cleaned_data["note"], amending.said_in(form)
            library.replace_original(photo, file, file.name, by=request.user, note=note, told=told)
        except (PhotoRefused, actions.Refused) as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The file is replaced; the public files are being made anew."))
            return HttpResponseRedirect(back)
    return TemplateResponse(
        request,
        "desk/photos/replace.html",
        {
            **site.each_context(request),
            "title": _("Replace the file of %(name)s") % {"name": photo.file_name},
            "opts": opts,
            "photo": photo,
            "form": form,
            "back": back,
        },
    )
