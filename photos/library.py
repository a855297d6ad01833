"""The way into the photo library, and out of it for the desk."""

import re

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from photos import jobs, rendering
from photos.inspection import inspect_photo
from photos.models import Photo
from publishing import timeline
from publishing.timeline import Verb


def add(file, name, *, by):
    """Take a file into the library and return its Photo; one that is there already is returned as it is.

    `file` is a binary file object. Raises photos.inspection.PhotoRefused with a sentence that names the file. The
    renditions are made by the worker; a small preview for the desk is made at once.
    """
    inspected = inspect_photo(file, name)
    known = Photo.objects.filter(sha256=inspected.sha256).first()
    if known:
        return known
    photo = Photo(
        file_name=inspected.file_name,
        format=inspected.format,
        size=inspected.size,
        sha256=inspected.sha256,
        width=inspected.width,
        height=inspected.height,
        taken_at=inspected.taken_at,
        caption=_in_its_language(inspected.caption),
        alt=_in_its_language(inspected.alt),
        credit=_in_its_language(inspected.credit),
        creator=inspected.creator,
        copyright=inspected.copyright,
        usage_terms=_in_its_language(inspected.usage_terms),
        uploaded_by=by,
    )
    file.seek(0)
    default_storage.save(preview_path(photo), ContentFile(rendering.preview(file)))
    file.seek(0)
    photo.original.save(inspected.file_name, File(file), save=False)
    try:
        with transaction.atomic():
            photo.save()
            timeline.record(photo, Verb.CREATED, by=by)
            jobs.render.defer(photo_id=photo.pk)
    except Exception:
        forget_files(photo)
        raise
    return photo


def words_changed(photo, *, by):
    """Save new words about a photo, and have them written into its public files."""
    with transaction.atomic():
        photo.save()
        timeline.record(photo, Verb.EDITED, by=by)
        jobs.render.defer(photo_id=photo.pk)


def preview_file(photo):
    """Return an open file: a JPEG 320 pixels wide, for the desk alone."""
    return default_storage.open(preview_path(photo))


def preview_path(photo):
    return f"previews/{photo.key}.jpg"


def forget_files(photo):
    """Delete the original and the preview of a photo that has no row."""
    default_storage.delete(preview_path(photo))
    if photo.original:
        default_storage.delete(photo.original.name)


def _in_its_language(text):
    """Return {language: text} for words found in a file, which do not say their language: by their script."""
    if not text:
        return {}
    language = "ru" if re.search("[А-Яа-яЁё]", text) else "en"
    return {language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE: text}
