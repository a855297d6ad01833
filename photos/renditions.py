"""The public files of a photo, its renditions: made from the original and its words, kept in rows and in storage.

photos/rendering.py draws them, in the sizes of photos/sizes.py; the worker asks for it (photos/jobs.py).
"""

import contextlib
import os

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from photos import rendering, sizes
from photos.metadata import Rights
from photos.models import Photo, Rendition, rendition_path
from publishing.localized import in_language


def make_by_id(photo_id: int) -> None:
    """Make the public files of the photo with this number, if it still exists."""
    with _alone(photo_id):
        photo = Photo.objects.filter(pk=photo_id).first()
        if photo:
            make(photo)


def make(photo: Photo) -> None:
    """Make all public files of `photo` again; visitors get the old ones until the new ones are complete.

    On an error the old files stay and the new ones are deleted. A worker that was killed leaves files without rows,
    which the next run deletes.
    """
    with _alone(photo.pk):
        made = []
        try:
            for rendition, data in _rendered(photo):
                made.append(_stored(rendition, data))
            before = _swapped(photo, made)
        except BaseException:
            _delete(rendition.file.name for rendition in made)
            raise
        _delete(rendition.file.name for rendition in before)
        _delete(_without_rows(photo))


def is_complete(photo: Photo) -> bool:
    """Tell whether `photo` has every file that the table of sizes asks for, by its rows; prefetch its renditions."""
    asked: set[tuple[str, str, int]] = {(Rendition.Kind.DOWNLOAD, "", photo.width)}
    for line, width, _height in sizes.planned((photo.width, photo.height)):
        asked |= {(format, line.shape, width) for format in line.formats}
    return asked == {(rendition.kind, rendition.crop, rendition.width) for rendition in photo.renditions.all()}


@contextlib.contextmanager
def _alone(photo_id):
    """Let one process at a time make the files of a photo; the lock ends if the worker is killed."""
    key = f"photos.renditions {photo_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [key])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def _rendered(photo):
    """Yield (Rendition, bytes) for each public file; nothing is stored yet."""
    rights = rights_of(photo)
    with photo.original.open("rb") as original:
        for rendered in rendering.render(original, rights, (photo.focal_x, photo.focal_y)):
            size = {"width": rendered.width, "height": rendered.height}
            yield Rendition(photo=photo, kind=rendered.format, crop=rendered.crop, **size), rendered.data
        original.seek(0)
        download = Rendition(photo=photo, kind=Rendition.Kind.DOWNLOAD, width=photo.width, height=photo.height)
        yield download, rendering.public_copy(original, rights)


def _stored(rendition, data):
    extension = ".avif" if rendition.kind == Rendition.Kind.AVIF else ".jpg"
    # The public name is made by Rendition.name; in storage a number is enough, and never meets an older file.
    name = f"{rendition.kind}-{rendition.crop or 'whole'}-{rendition.width}-{os.urandom(4).hex()}{extension}"
    try:
        rendition.file.save(name, ContentFile(data), save=False)
    except BaseException:
        _delete([rendition_path(rendition, name)])  # half of a file, when the disk is full
        raise
    rendition.size = len(data)
    return rendition


def _swapped(photo, made):
    """Put the rows of the new files in place of the old ones, at one instant; return the old ones."""
    with transaction.atomic():
        before = list(photo.renditions.select_for_update())
        photo.renditions.all().delete()
        Rendition.objects.bulk_create(made)
        photo.rendered_at = timezone.now()
        photo.save(update_fields=["rendered_at"])
    return before


def _without_rows(photo):
    folder = f"renditions/{photo.key}"
    listed = {rendition.file.name for rendition in photo.renditions.all()}
    return {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]} - listed


def _delete(names):
    for name in names:
        default_storage.delete(name)


def rights_of(photo: Photo) -> Rights:
    """Return the Rights to write into a public file of `photo`, in all languages, the site's first one first."""
    language = settings.LANGUAGE_CODE
    return Rights(
        creator=photo.creator,
        credit=in_language(photo.credit, language),
        copyright=photo.copyright,
        usage_terms=_in_order(photo.usage_terms),
        rights_url=photo.rights_url or f"{settings.SITE_URL}/{language}/press/",
        headline=in_language(photo.headline, language),
        caption=_in_order(photo.caption),
        alt=_in_order(photo.alt),
        extended_description=_in_order(photo.extended_description),
        place=in_language(photo.place, language),
        keywords=tuple(photo.keywords),
        persons=_persons(photo, language),
        date=_taken(photo),
    )


def _in_order(texts):
    return {code: texts[code] for code, _name in settings.LANGUAGES if texts.get(code)}


def _persons(photo, language):
    """Return the names of those the desk has found in the picture, from left to right; else those the file names."""
    found = photo.people.select_related("person")
    return tuple(in_language(shown.person.name, language) for shown in found) or tuple(photo.persons_named)


def _taken(photo):
    """Return when the photo was taken, in ISO 8601, by the clock of the place where it was."""
    if photo.taken_at is None:
        return ""
    zone = None if photo.taken_offset is None else timezone.get_fixed_timezone(photo.taken_offset)
    return timezone.localtime(photo.taken_at, zone).isoformat(timespec="seconds")
