"""The photo library on the desk."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import URLField
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import pictures
from desk.base import readings
from desk.base.article_status import StatusLabel
from desk.base.inlines import NATIVE_DATES, NamedAutocompleteMixin
from desk.base.publishable import PublishableAdmin, is_changed
from desk.base.wording import language_name
from desk.photos import alike, archive, batch, cards, finding, replacing
from desk.photos import people as photo_people
from desk.photos import words as photo_words
from desk.photos.form import PhotoForm, frames
from identity.current import current as identity
from news import access
from news.models import Edition
from page_cache import lifetimes
from photos import library, uses
from photos.models import Photo
from publishing import downloads, roles
from publishing.languages import language_codes


@admin.register(Photo)
class PhotoAdmin(NamedAutocompleteMixin, PublishableAdmin):
    form = PhotoForm
    formfield_overrides = NATIVE_DATES | {URLField: {"assume_scheme": "https"}}
    change_form_template = "desk/photos/form.html"
    search_fields = ["file_name"]  # Django offers photos in the fields of other records if there are any
    fieldsets = [
        (None, {"fields": ["caption", "alt", "people", "credit", "usage_terms", "licence_ends_at"]}),
        (
            gettext_lazy("More"),
            {
                "fields": [
                    "headline",
                    "place",
                    "taken_at",
                    "creator",
                    "copyright",
                    "rights_url",
                    "keywords",
                    "extended_description",
                ],
                "classes": ["collapse"],
            },
        ),
    ]
    asks_why = False
    publish_label = gettext_lazy("Publish in the archive")
    withdraw_label = gettext_lazy("Remove from the archive")

    def get_queryset(self, request):
        return access.readable_by(request.user, super().get_queryset(request))

    def get_search_results(self, request, queryset, search_term):
        return finding.with_words(queryset, finding.words_of(search_term)), False

    def state_in_words(self, record):
        words = super().state_in_words(record)
        if record.state() != record.State.LIVE and record.is_public():
            return StatusLabel(_("Public, because it is used in something public"), "ok")
        return words

    @admin.display(description=gettext_lazy("People in the picture"))
    def people(self, photo):
        """For whoever may not change the photo: who is in it."""
        return ", ".join(map(str, photo_people.shown_in(photo))) or "–"

    def get_readonly_fields(self, request, obj=None):
        fixed = list(super().get_readonly_fields(request, obj))
        return fixed if self.has_change_permission(request, obj) else [*fixed, "people"]

    def get_fieldsets(self, request, obj=None):
        (title, words), *others = super().get_fieldsets(request, obj)
        shown = [name for name in words["fields"] if name != "people" or identity().has.council]
        return [(title, words | {"fields": shown}), *others]

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=name)

        return [
            at("upload/", self.upload_view, "photos_photo_upload"),
            at("captions/", self.captions_view, "photos_photo_captions"),
            at("alike/", self.alike_view, "photos_photo_alike"),
            at("files/<int:photo_id>/", self.file_view, "photo-file"),
            at("<int:photo_id>/replace/", self.replace_view, "photos_photo_replace"),
            at("renditions/<str:key>/<str:name>", self.rendition_view, "photo-rendition"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        """The archive."""
        self._require_view(request)
        return archive.page(request, self.admin_site, self.opts)

    def captions_view(self, request):
        self._require_view(request)
        return archive.rows(request)

    def alike_view(self, request):
        self._require_view(request)
        if not super().has_change_permission(request):
            raise PermissionDenied
        return alike.compare(request, self.admin_site, self.opts)

    def add_view(self, request, form_url="", extra_context=None):
        """Upload several photos at once."""
        self._require_add(request)
        return batch.page(request, self.admin_site, self.opts)

    def upload_view(self, request):
        """Store one photo sent by the script of that page."""
        self._require_add(request)
        if request.method != "POST":
            raise PermissionDenied
        return batch.upload(request)

    def _require_add(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied

    def replace_view(self, request, photo_id):
        photo = get_object_or_404(access.readable_by(request.user, Photo.objects.all()), pk=photo_id)
        if not super().has_change_permission(request):
            raise PermissionDenied
        if not self.has_change_permission(request, photo):
            messages.error(request, roles.refusal_sentence())
            return HttpResponseRedirect(self._address(photo))
        return replacing.replace(request, self.admin_site, self.opts, photo)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        obj.lacks_files = not obj.renditions.exists()
        context |= {
            "from_file": photo_words.in_short(obj, obj.unconfirmed),
            "of_file": photo_words.of_file(obj),
            "picture": cards.picture_of(obj, 960),
            "places": _places(obj, user=request.user),
            "people_known": photo_people.lines_known(),
            "show_save_and_add_another": False,  # photographs are uploaded on a page of their own
            "look_alikes": _readable(request.user, library.look_alikes(obj)),
            "frames": frames(obj),
            "focal_point": (f"{obj.focal_x * 100:.0f}%", f"{obj.focal_y * 100:.0f}%"),
            "focal_fields": [form[name] for name in ("focal_left", "focal_top") if name in form.fields],
            "suggestions": _suggestions(obj),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def file_view(self, request, photo_id):
        """The small picture of any photo, public or not."""
        self._require_view(request)
        photo = get_object_or_404(access.readable_by(request.user, Photo.objects.all()), pk=photo_id)
        readings.remember_photo(request.user, photo)
        return _private(
            downloads.staff_download_response(default_storage, library.preview_path(photo), content_type="image/jpeg")
        )

    def rendition_view(self, request, key, name):
        """A rendition of a photo, whether it is public yet or not: for previews."""
        self._require_view(request)
        photos = access.readable_by(request.user, Photo.objects.prefetch_related("renditions"))
        photo = get_object_or_404(photos, key=key)
        readings.remember_photo(request.user, photo)
        rendition = next((rendition for rendition in photo.renditions.all() if rendition.name == name), None)
        if rendition is None:
            raise Http404
        file = rendition.file
        return _private(downloads.staff_download_response(file.storage, file.name, content_type=rendition.content_type))

    def _require_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied

    def save_record(self, request, form, formsets):
        if is_changed(form, formsets):
            library.words_changed(form.instance, by=request.user, written=form.fields)

    def save_related(self, request, form, formsets, change):
        with self.amending(request, form, change):
            super().save_related(request, form, formsets, change)
            if "people" in form.changed_data:
                photo_people.set_people(form.instance, form.cleaned_data["people"], by=request.user)
            if form.focal_point:
                library.set_focal_point(form.instance, *form.focal_point, by=request.user)
            if photo_words.is_unconfirmed(form.instance):
                library.confirm(form.instance, by=request.user)

    def write_history(self, request, record, act):
        pass  # the library has written it

    def response_change(self, request, obj):
        if "_keep_both" in request.POST:
            alike = [other for other in library.look_alikes(obj) if str(other.pk) == request.POST["_keep_both"]]
            library.keep_both(obj, *alike, by=request.user)
            messages.success(request, _("Both are kept, and are no longer shown as look-alikes."))
            return HttpResponseRedirect(self._address(obj))
        if "_confirm" in request.POST:
            messages.success(request, _("Saved and confirmed: %(name)s") % {"name": obj})
            return HttpResponseRedirect(self._address(obj))
        return super().response_change(request, obj)

    def get_actions(self, request):
        return {}  # photos are deleted one by one, after a look at where they are used

    def delete_view(self, request, object_id, extra_context=None):
        """Ask, and delete; a photo that is used stays, and its page says where."""
        photo = self.get_object(request, object_id)
        if photo and super().has_delete_permission(request) and uses.uses_of(photo):
            messages.error(request, _("It is used, so it cannot be deleted. Remove it from the places listed first."))
            return HttpResponseRedirect(self._address(photo))
        return super().delete_view(request, object_id, extra_context)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or not uses.uses_of(obj))

    def get_deleted_objects(self, objs, request):
        return [str(photo) for photo in objs], {self.opts.verbose_name_plural: len(objs)}, set(), []

    def delete_model(self, request, obj):
        library.delete(obj, by=request.user)


def _readable(user, photos):
    found = access.readable_by(user, Photo.objects.filter(pk__in=[photo.pk for photo in photos]))
    readable = set(found.values_list("pk", flat=True))
    return [photo for photo in photos if photo.pk in readable]


def _suggestions(photo):
    """Return (language, its name, caption, description) where the council's records have words to offer."""
    offered = [
        (code, language_name(code), pictures.left_to_right(photo, code), pictures.suggested_alt(photo, code))
        for code in language_codes()
    ]
    return [choice for choice in offered if choice[2] or choice[3]]


def _places(photo, *, user):
    """Return (address on the desk, words) of everything that shows `photo` and that `user` may know of."""
    # Several editions of an article may show it under one title.
    editions = access.readable_by(user, Edition.objects.filter(photos__photo=photo))
    used = [use for use in uses.uses_of(photo) if not isinstance(use.object, Edition) or use.object in editions]
    return list(dict.fromkeys((_desk_address(use.object), str(use)) for use in used))


def _desk_address(thing):
    record = getattr(thing, "article", thing)  # an edition is seen on the screen of its article
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def _private(response):
    response.headers["Cache-Control"] = lifetimes.STAFF_PICTURE
    return response
