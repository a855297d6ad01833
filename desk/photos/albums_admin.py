"""Albums on the desk: the photographs of one event, in order."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from desk.base.inlines import InlinePermissionsMixin, NamedAutocompleteMixin
from desk.base.publishable import PublishableAdmin
from desk.photos import batch, reports
from desk.photos.rows import OrderedPhotosFormSet
from photos.models import Album, AlbumPhoto


class AlbumPhotoInline(InlinePermissionsMixin, admin.TabularInline):
    model = AlbumPhoto
    formset = OrderedPhotosFormSet
    extra = 1
    fields = ["thumbnail", "photo", "position"]
    readonly_fields = ["thumbnail"]
    autocomplete_fields = ["photo"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "photo":
            field.widget.can_add_related = False  # photographs are uploaded on a page of their own
        return field

    @admin.display(description=_("picture"))
    def thumbnail(self, use):
        if use.photo_id is None:
            return ""
        address = reverse("admin:photo-file", args=[use.photo_id])
        return format_html('<img class="thumbnail" src="{}" width="320" height="213" alt="" loading="lazy">', address)


@admin.register(Album)
class AlbumAdmin(NamedAutocompleteMixin, PublishableAdmin):
    change_form_template = "desk/photos/album_form.html"
    list_display = ["__str__", "held_on", "number", "state"]
    date_hierarchy = "held_on"
    search_fields = ["title__ru", "title__en"]
    fields = ["title", "held_on", "place", "description"]
    never_minor = ["title", "held_on", "place"]
    inlines = [AlbumPhotoInline]

    @admin.display(description=_("photographs"))
    def number(self, album):
        return album.photo_uses.count()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        photos = [use.photo for use in obj.photo_uses.select_related("photo")] if obj else []
        context["batch_address"] = batch.address(photos, obj) if photos else ""
        context["report"] = reports.way_to_report(obj, user=request.user) if photos else None
        return super().render_change_form(request, context, add, change, form_url, obj)
