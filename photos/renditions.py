"""The public files of a photo, its renditions: made from the original and its words, kept in rows and in storage.

photos/rendering.py draws them, in the sizes of photos/sizes.py. Two JPEGs, the quick files, are made before an upload
is answered (photos/library.py); the worker makes the whole set, which takes their place (photos/jobs.py).
"""

import contextlib
import logging
import os
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone
from PIL import Image

from photos import rendering, sizes
from photos.metadata import Rights
from photos.models import Photo, Rendition, rendition_path
from publishing.languages import first_code, language_codes
from publishing.localized import in_language

logger = logging.getLogger(__name__)


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
        with _stored(_rendered(photo)) as made:
            before = _swapped(photo, made)
        _delete(rendition.file.name for rendition in before)
        _delete(_without_rows(photo))


@contextlib.contextmanager
def quick_files(photo: Photo, picture: Image.Image) -> Iterator[list[Rendition]]:
    """Store the quick files of `photo`, drawn from its decoded `picture`; the block saves their rows with put_quick().

    They are deleted again if the block fails. Where they cannot be drawn there are none: the worker's are the first.
    """
    try:
        drawn = [_drawn(photo, rendered) for rendered in _quick(photo, picture)]
    except Exception:  # whatever is wrong, the upload itself is sound, and the worker will try
        logger.exception("The quick files of photo %s could not be made; the worker makes its files.", photo.file_name)
        drawn = []
    with _stored(drawn) as made:
        yield made


def put_quick(photo: Photo, made: Iterable[Rendition]) -> None:
    """Save the rows of new quick files in the caller's transaction, in place of the old ones, deleted after it."""
    before = list(Rendition.objects.filter(photo=photo))
    Rendition.objects.filter(photo=photo).delete()
    Rendition.objects.bulk_create(made)
    transaction.on_commit(lambda: _delete(rendition.file.name for rendition in before))


def renew_words(photo: Photo) -> None:
    """Write the present words of `photo` into its quick files, in the caller's transaction.

    Does nothing where the worker has made the whole set: that stays until the worker has made the next one. If the
    files cannot be read or stored, they stay as they are until then, too.
    """
    quick = list(Rendition.objects.filter(photo=photo))
    if not quick or not has_only_quick_files(photo):
        return
    rights = rights_of(photo)
    with contextlib.ExitStack() as stack:
        try:
            renewed = ((_like(rendition), _read_with(rendition, rights)) for rendition in quick)
            made = stack.enter_context(_stored(renewed))
        except Exception:  # the words are saved all the same; storages far away raise their own
            logger.exception("The quick files of photo %s keep their old words for now.", photo.file_name)
            return
        put_quick(photo, made)


def has_only_quick_files(photo: Photo) -> bool:
    """Tell whether the worker has not made the whole set of `photo` yet; the full-size download is a part of it."""
    return not Rendition.objects.filter(photo=photo, kind=Rendition.Kind.DOWNLOAD).exists()


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
            yield _drawn(photo, rendered)
        original.seek(0)
        download = Rendition(photo=photo, kind=Rendition.Kind.DOWNLOAD, width=photo.width, height=photo.height)
        yield download, rendering.public_copy(original, rights)


def _quick(photo, picture):
    return rendering.quick(picture, (photo.width, photo.height), rights_of(photo))


def _drawn(photo, rendered):
    size = {"width": rendered.width, "height": rendered.height}
    return Rendition(photo=photo, kind=rendered.format, crop=rendered.crop, **size), rendered.data


def _like(rendition):
    size = {"width": rendition.width, "height": rendition.height}
    return Rendition(photo=rendition.photo, kind=rendition.kind, crop=rendition.crop, **size)


def _read_with(rendition, rights):
    with rendition.file.open("rb") as file:
        return rendering.with_rights(file.read(), rights)


@contextlib.contextmanager
def _stored(drawn):
    """Store the bytes of (Rendition, bytes) and give the Renditions to the block; delete the files if it fails."""
    made = []
    try:
        for rendition, data in drawn:
            made.append(_with_file(rendition, data))
        yield made
    except BaseException:
        _delete(rendition.file.name for rendition in made)
        raise


def _with_file(rendition, data):
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
        list(Photo.objects.select_for_update(of=("self",)).filter(pk=photo.pk))  # first, as in photos/library.py
        before = list(photo.renditions.select_for_update())
        photo.renditions.all().delete()
        Rendition.objects.bulk_create(made)
        photo.rendered_at = timezone.now()
        photo.save(update_fields=["rendered_at"])
    return before


def names_in_storage(photo: Photo) -> set[str]:
    """Return the names of all files in the folder of the photo's renditions, half-written ones too."""
    folder = f"renditions/{photo.key}"
    try:
        return {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    except FileNotFoundError:  # on a disk; other storages have no folders, and list nothing
        return set()


def _without_rows(photo):
    return names_in_storage(photo) - {rendition.file.name for rendition in photo.renditions.all()}


def _delete(names):
    for name in names:
        default_storage.delete(name)


def rights_of(photo: Photo) -> Rights:
    """Return the Rights to write into a public file of `photo`, in all languages, the site's first one first."""
    language = first_code()
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
    return {code: texts[code] for code in language_codes() if texts.get(code)}


def _persons(photo, language):
    """Return the names of those the desk has found in the picture, from left to right; else those the file names."""
    found = photo.people.select_related("person") if photo.pk else []
    return tuple(in_language(shown.person.name, language) for shown in found) or tuple(photo.persons_named)


def _taken(photo):
    """Return when the photo was taken, in ISO 8601, by the clock of the place where it was."""
    if photo.taken_at is None:
        return ""
    zone = None if photo.taken_offset is None else timezone.get_fixed_timezone(photo.taken_offset)
    return timezone.localtime(photo.taken_at, zone).isoformat(timespec="seconds")
