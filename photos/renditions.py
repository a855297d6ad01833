"""The public files of a photo: made from the original and its words, kept in rows and in storage."""

import os

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from photos import rendering
from photos.metadata import Rights
from photos.models import Rendition
from publishing.localized import in_language


def make(photo):
    """Make all public files of `photo` anew; visitors get the old ones until the new ones are complete."""
    with photo.original.open("rb") as original:
        rights = rights_of(photo)
        made = [_stored(photo, it.format, it.width, it.height, it.data) for it in rendering.render(original, rights)]
        original.seek(0)
        download = rendering.public_copy(original, rights)
        made.append(_stored(photo, Rendition.Kind.DOWNLOAD, photo.width, photo.height, download))
    with transaction.atomic():
        before = list(photo.renditions.select_for_update())
        photo.renditions.all().delete()
        Rendition.objects.bulk_create(made)
        photo.rendered_at = timezone.now()
        photo.save(update_fields=["rendered_at"])
    for rendition in before:
        rendition.file.storage.delete(rendition.file.name)


def rights_of(photo):
    """Return the words a public file of `photo` carries, in the site's first language where it has them."""
    language = settings.LANGUAGE_CODE
    return Rights(
        creator=photo.creator,
        credit=in_language(photo.credit, language),
        copyright=photo.copyright,
        usage_terms=in_language(photo.usage_terms, language),
        rights_url=f"{settings.SITE_URL}/{language}/press/",
        caption=in_language(photo.caption, language),
        alt=in_language(photo.alt, language),
        date=timezone.localtime(photo.taken_at).isoformat(timespec="seconds") if photo.taken_at else "",
    )


def _stored(photo, kind, width, height, data):
    rendition = Rendition(photo=photo, kind=kind, width=width, height=height, size=len(data))
    extension = ".avif" if kind == Rendition.Kind.AVIF else ".jpg"
    # The public name is made by Rendition.name; in storage a number is enough, and never meets an older file.
    rendition.file.save(f"{kind}-{width}-{os.urandom(4).hex()}{extension}", ContentFile(data), save=False)
    return rendition
