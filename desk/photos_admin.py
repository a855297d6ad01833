"""The photo library on the desk."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk import photo_uploads
from desk.home import without_text
from desk.publishable import PublishableAdmin
from desk.standing import Words, language_name
from photos import library
from photos.models import Photo, PhotoUse
from publishing.localized import LocalizedTextField


class UploadForm(forms.Form):
    """What several new photos have in common."""

    credit = LocalizedTextField(
        label=gettext_lazy("Credit of all these photographs"),
        help_text=gettext_lazy("Printed beside each: “Photo: Press Office”. A photograph that names its own keeps it."),
        required=False,
    )
    creator = forms.CharField(label=gettext_lazy("Photographer"), max_length=200, required=False)


class WithoutFilter(admin.SimpleListFilter):
    title = gettext_lazy("what is missing")
    parameter_name = "without"

    def lookups(self, request, model_admin):
        texts = [(f"alt-{code}", _("description: %(language)s") % {"language": language_name(code)}) for code in CODES]
        return [*texts, ("credit", _("credit"))]

    def queryset(self, request, queryset):
        value = self.value()
        if value == "credit":
            return queryset.filter(credit={})
        if value in [f"alt-{code}" for code in CODES]:
            return queryset.filter(without_text("alt", value.removeprefix("alt-")))
        return queryset


CODES = [code for code, _name in settings.LANGUAGES]


@admin.register(Photo)
class PhotoAdmin(PublishableAdmin):
    list_display = ["thumbnail", "file_name", "taken_at", "creator", "seen"]
    list_display_links = ["thumbnail", "file_name"]
    list_filter = [WithoutFilter]
    list_per_page = 50
    search_fields = ["file_name"]
    search_help_text = gettext_lazy("File name, as in ZVF_2142")
    readonly_fields = ["picture", "facts", "used_in"]
    fields = [
        "picture",
        "facts",
        "caption",
        "alt",
        "credit",
        "creator",
        "copyright",
        "usage_terms",
        "taken_at",
        "used_in",
    ]
    publish_label = gettext_lazy("Save and release on its own")
    withdraw_label = gettext_lazy("End the release")

    def get_queryset(self, request):
        shown = Exists(Photo.objects.public().filter(pk=OuterRef("pk")))
        return super().get_queryset(request).annotate(is_seen=shown)

    @admin.display(description=gettext_lazy("public"), boolean=True)
    def seen(self, photo):
        return photo.is_seen

    def state_in_words(self, record):
        words = super().state_in_words(record)
        if record.state() != record.State.LIVE and record.is_public():
            return Words(_("Public, because something public shows it"), "ok")
        return words

    @admin.display(description=gettext_lazy("photograph"))
    def thumbnail(self, photo):
        return self._image(photo, "thumbnail")

    @admin.display(description=gettext_lazy("photograph"))
    def picture(self, photo):
        return self._image(photo, "thumbnail thumbnail--large")

    def _image(self, photo, look):
        address = reverse("admin:photo-file", args=[photo.pk])
        return format_html('<img class="{}" src="{}" width="320" height="213" alt="" loading="lazy">', look, address)

    @admin.display(description=gettext_lazy("file"))
    def facts(self, photo):
        megabytes = f"{photo.size / 1_000_000:.1f}"
        return f"{photo.file_name}, {photo.width} × {photo.height}, {megabytes} MB"

    @admin.display(description=gettext_lazy("used in"))
    def used_in(self, photo):
        # Several editions of an article may show it under one title.
        places = dict.fromkeys((_place_address(use), str(_place(use))) for use in uses(photo))
        if not places:
            return _("nothing yet")
        return format_html('<ul class="flat">{}</ul>', format_html_join("", '<li><a href="{}">{}</a></li>', places))

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=name)

        return [
            at("upload/", self.upload_view, "photos_photo_upload"),
            at("files/<int:photo_id>/", self.file_view, "photo-file"),
            at("renditions/<str:key>/<str:name>", self.rendition_view, "photo-rendition"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """Take in several photos at once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            photos, refusals = self._take(request, form)
            for sentence in refusals:
                messages.error(request, sentence)
            if photos:
                told = ngettext(
                    "%(number)d photograph is in the library.",
                    "%(number)d photographs are in the library.",
                    len(photos),
                )
                messages.success(request, told % {"number": len(photos)})
                return HttpResponseRedirect(reverse("admin:photos_photo_changelist"))
        return TemplateResponse(
            request,
            "desk/photo_upload.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Upload photographs"),
                "opts": self.opts,
                "form": form,
            },
        )

    def upload_view(self, request):
        """Take in one photo and answer {"html": …} or {"error": sentence} with status 400; for the script."""
        if request.method != "POST" or not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"error": " ".join(form.errors.values())}, status=400)
        photos, refusals = self._take(request, form)
        if not photos:
            return JsonResponse({"error": " ".join(refusals)}, status=400)
        name, address = photos[0].file_name, reverse("admin:photos_photo_change", args=[photos[0].pk])
        html = format_html('<li>{}<a class="file" href="{}">{}</a></li>', self.thumbnail(photos[0]), address, name)
        return JsonResponse({"html": html})

    def _take(self, request, form):
        files = request.FILES.getlist("files") or request.FILES.getlist("file")
        photos, refusals = photo_uploads.take(files, by=request.user)
        for photo in photos:
            _complete(photo, form.cleaned_data, by=request.user)
        return photos, refusals

    def file_view(self, request, photo_id):
        """The small picture of any photo, public or not."""
        self._require_view(request)
        photo = get_object_or_404(Photo, pk=photo_id)
        return _private(FileResponse(library.preview_file(photo), content_type="image/jpeg"))

    def rendition_view(self, request, key, name):
        """A public file of a photo, whether it is public yet or not: for previews."""
        self._require_view(request)
        photo = get_object_or_404(Photo.objects.prefetch_related("renditions"), key=key)
        rendition = next((it for it in photo.renditions.all() if it.name == name), None)
        if rendition is None:
            raise Http404
        return _private(FileResponse(rendition.file.open(), content_type=rendition.content_type))

    def _require_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied

    def save_model(self, request, obj, form, change):
        library.words_changed(obj, by=request.user)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or not uses(obj))

    def get_actions(self, request):
        return {}  # photos are deleted one by one, after a look at where they are used

    def delete_model(self, request, obj):
        names = [rendition.file.name for rendition in obj.renditions.all()]
        super().delete_model(request, obj)
        for name in names:
            default_storage.delete(name)
        library.forget_files(obj)


def uses(photo):
    """Return every use of `photo`, in whichever application."""
    return [use for kind in PhotoUse.kinds() for use in kind.objects.filter(photo=photo)]


def _place(use):
    """Return what shows the photo: the thing the use belongs to."""
    return next(getattr(use, field.name) for field in use._meta.fields if field.is_relation and field.name != "photo")


def _place_address(use):
    place = _place(use)
    record = getattr(place, "article", place)  # an edition is seen on the screen of its article
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def _complete(photo, common, *, by):
    """Give a new photo what all of an upload have in common, where its file names nothing."""
    fresh = {name: value for name, value in common.items() if value and not getattr(photo, name)}
    for name, value in fresh.items():
        setattr(photo, name, value)
    if fresh:
        library.words_changed(photo, by=by)


def _private(response):
    response.headers["Cache-Control"] = "private, max-age=600"
    return response
