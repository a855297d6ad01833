"""Albums on the desk: the photographs of one event, in order."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.base.publishable import PublishableAdmin
from desk.photos import batch, reports
from desk.photos.rows import PhotoRows
from photos.models import Album, AlbumPhoto


class AlbumPhotoInline(PhotoRows):
    model = AlbumPhoto


@admin.register(Album)
class AlbumAdmin(PublishableAdmin):
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
