"""Actions on photos: adding, describing, replacing, deleting."""

import contextlib
import errno
import io
import re
from collections.abc import Collection, Sequence
from typing import Any, BinaryIO

from django.contrib.auth.models import User
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from photos import jobs, likeness, rendering, renditions, uses
from photos.inspection import PhotoRefused, damaged, inspect_photo
from photos.metadata import DEFAULT
from photos.models import Album, AlbumPhoto, EarlierOriginal, KeptBoth, Photo, PhotoUse, PutAside, WordsInFile
from publishing import actions, amendments, clock, roles, timeline
from publishing.languages import first_code, language_codes
from publishing.timeline import Verb
from publishing.transactions import retried

MAX_LOOK_ALIKES = 20

# Fields that can be set for all photos of one upload; what a file itself says is kept.
COMMON = frozenset(
    ["caption", "credit", "creator", "copyright", "usage_terms", "rights_url", "headline", "place", "keywords"]
)


def add(file: BinaryIO, name: str, *, by: User, **common: Any) -> Photo:
    """Add a file to the library and return its Photo; if the same file is there already, return that photo.

    `common` are fields named in COMMON, for what the file itself does not say. Raises PhotoRefused with a sentence that
    names the file, and then stores nothing. A small preview and two JPEGs for visitors are made at once; the worker
    makes the rest. The texts in the file are proposals until somebody calls confirm().
    """
    if unknown := set(common) - COMMON:
        raise TypeError(f"Photos of one upload have no common {', '.join(sorted(unknown))}.")
    return _known_or_taken_in(file, inspect_photo(file, name), common, by=by)


@retried
def _known_or_taken_in(file, inspected, common, *, by):
    _wait_for_the_same_file(inspected)
    known = Photo.objects.filter(sha256=inspected.sha256).first()
    PutAside.objects.filter(photo=known).delete()  # whoever brings it again wants it
    return known or _taken_in(file, inspected, common, by=by)


@retried
def words_changed(photo: Photo, *, by: User, written: Collection[str] = ()) -> None:
    """Save new texts of a photo, and have them written into its public files.

    `written` are the fields that somebody has edited: the file's proposals for them are dropped. If the photo is
    public, this is a minor amendment, unless it is called inside publishing.amendments.amending().
    """
    with amendments.amending(by=by) as act:
        photo.save()
        _settle(photo, written)
        _write_history(photo, act, by=by)
        renditions.renew_words(photo)
        jobs.render.defer(photo_id=photo.pk)


@retried
def confirm(photo: Photo, *, by: User) -> None:
    """Accept the texts in the file for empty fields; `by` has read them.

    If the photo is public, `by` must be allowed to change public photos.
    """
    if not roles.may_change(by, photo):
        raise actions.NotAllowed(roles.refusal_sentence())
    with amendments.amending(by=by):
        photo.refresh_from_db(from_queryset=Photo.objects.select_for_update(of=("self",)))
        brought = list(photo.unconfirmed)
        for field in brought:
            setattr(photo, field, photo.proposed(field))
        photo.confirmed_at, photo.confirmed_by = timezone.now(), by
        photo.save(update_fields=["confirmed_at", "confirmed_by", *brought])
        timeline.record(photo, Verb.EDITED, by=by, note=_("Caption and description confirmed."))
        if brought:
            _settle(photo, brought)
            renditions.renew_words(photo)
            jobs.render.defer(photo_id=photo.pk)


def _settle(photo, fields):
    if set(fields) & set(photo.unconfirmed):
        photo.words_in_file.settle(fields)


def replace_original(
    photo: Photo, file: BinaryIO, name: str, *, by: User, note: str, told: dict[str, Any] | None = None
) -> None:
    """Replace the file of `photo`; its number, key and texts stay, and the old file is kept with the `note`.

    `told` are kind and note for amendments.amending(), for a public photo. Raises Refused without a note, and
    PhotoRefused for a file that is no photo or is in the library already; then nothing changes. The worker makes the
    public files again, and visitors get the old ones until then; quick files are replaced at once.
    """
    if not note.strip():
        raise actions.Refused(_("Give a reason; it is kept in the history."))
    inspected = inspect_photo(file, name)
    _refuse_what_is_there(inspected)
    with _nothing_left_behind(photo, inspected.file_name):
        _replace_original(photo, file, inspected, by=by, note=note, told=told or {})
    photo.refresh_from_db()


@retried
def _replace_original(photo, file, inspected, *, by, note, told):
    picture = _decoded(file, inspected.file_name)
    preview = rendering.preview(picture)
    facts = _facts(inspected, preview)
    with _nothing_left_behind(photo, inspected.file_name), amendments.amending(by=by, **told):
        renewed = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
        _keep_original(renewed, by=by, note=note)
        if facts["taken_at"] is None:
            del facts["taken_at"], facts["taken_offset"]
        for field, value in facts.items():
            setattr(renewed, field, value)
        renewed.original.save(inspected.file_name, File(file), save=False)
        renewed.save(update_fields=[*facts, "original"])
        timeline.record(renewed, Verb.EDITED, by=by, note=note)
        jobs.render.defer(photo_id=photo.pk)
        with contextlib.ExitStack() as stack:
            if renditions.has_only_quick_files(renewed):
                renditions.put_quick(renewed, stack.enter_context(renditions.quick_files(renewed, picture)))
            _replace_preview(photo, preview)


def look_alikes(photo: Photo) -> list[Photo]:
    """Return the photos that look nearly the same, the most similar first: copies, and shots of one burst.

    Without those that somebody has decided to keep as well.
    """
    if photo.likeness is None:
        return []
    others = Photo.objects.exclude(pk__in=[photo.pk, *_kept_beside(photo)]).filter(likeness__isnull=False)
    alike = others.annotate(differing=likeness.distance_from(photo.likeness))
    return list(alike.filter(differing__lte=likeness.MAX_DISTANCE).order_by("differing", "-pk")[:MAX_LOOK_ALIKES])


def keep_both(photo: Photo, *others: Photo, by: User) -> None:
    """Record that `photo` and each of `others` are both wanted, though they look nearly the same."""
    pairs = [sorted([photo.pk, other.pk]) for other in others if other.pk != photo.pk]
    KeptBoth.objects.bulk_create(
        [KeptBoth(first_id=first, second_id=second, by=by) for first, second in pairs], ignore_conflicts=True
    )


@retried
def choose_among(kept: Sequence[Photo], others: Sequence[Photo], *, by: User) -> None:
    """Of photos that look nearly the same, keep `kept`, all of them, and put `others` aside.

    What is put aside stays in the archive, but leaves the albums that nobody sees yet. Raises Refused, naming the
    photos, if visitors see one of `others` or anything else shows it, and NotAllowed if `by` may not change photos.
    """
    if not by.has_perm("photos.change_photo"):
        raise actions.NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    for photo in kept:
        keep_both(photo, *kept, by=by)
    numbers = sorted(photo.pk for photo in others)
    locked = list(Photo.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"))
    if used := [photo.file_name for photo in locked if is_needed(photo)]:
        sentence = _("In use, so they cannot be put aside: %(names)s.")
        raise actions.Refused(sentence % {"names": ", ".join(used)})
    AlbumPhoto.objects.filter(photo__in=locked).delete()
    PutAside.objects.bulk_create([PutAside(photo=photo, by=by) for photo in locked], ignore_conflicts=True)
    for photo in locked:
        timeline.record(photo, Verb.EDITED, by=by, note=_("Put aside"))


def is_needed(photo: Photo) -> bool:
    """Tell whether visitors see or will see `photo`, or anything but an album shows it."""
    albums = Album.objects.filter(photo_uses__photo=photo, live_from__isnull=False)
    others = (kind for kind in PhotoUse.kinds() if kind is not AlbumPhoto)
    return (
        photo.live_from is not None
        or albums.exists()
        or any(kind._default_manager.filter(photo=photo).exists() for kind in others)
    )


@retried
def put_aside_unused(photos: Collection[Photo], *, by: User) -> list[Photo]:
    """Put those of `photos` aside that nothing shows or is to show any more, and return them.

    What has ended keeps its photographs, so they are not deleted. A draft, an album or a thing that is public or
    scheduled keeps them offered. Raises NotAllowed if `by` may not change photos.
    """
    if not by.has_perm("photos.change_photo"):
        raise actions.NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    numbers = [photo.pk for photo in photos]
    locked = list(Photo.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"))
    unused = [photo for photo in locked if not _is_shown_or_to_be(photo)]
    PutAside.objects.bulk_create([PutAside(photo=photo, by=by) for photo in unused], ignore_conflicts=True)
    for photo in unused:
        timeline.record(photo, Verb.EDITED, by=by, note=_("Put aside"))
    return unused


def _is_shown_or_to_be(photo):
    if photo.live_from is not None and photo.state() != Photo.State.ENDED:
        return True
    now = clock.now()
    return any(
        kind._default_manager.filter(
            Q(**{f"{kind.shown_with}__live_until__isnull": True}) | Q(**{f"{kind.shown_with}__live_until__gt": now}),
            photo=photo,
        ).exists()
        for kind in PhotoUse.kinds()
    )


@retried
def bring_back(photo: Photo, *, by: User) -> None:
    """Offer a photo again that was put aside; the albums it has left do not get it back."""
    if not by.has_perm("photos.change_photo"):
        raise actions.NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    if PutAside.objects.filter(photo=photo).delete()[0]:
        timeline.record(photo, Verb.EDITED, by=by, note=_("Brought back"))


def _kept_beside(photo):
    """Return the numbers of the photos that are wanted beside `photo`."""
    pairs = KeptBoth.objects.filter(Q(first=photo) | Q(second=photo)).values_list("first", "second")
    return {number for pair in pairs for number in pair} - {photo.pk}


def delete(photo: Photo, *, by: User) -> None:
    """Delete a photo with all its files; raises Refused, with the list, while anything uses it or it is public.

    The files are deleted after the commit: a rollback brings the photo back, and it needs them.
    """
    if not by.has_perm("photos.delete_photo"):
        raise actions.NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    try:
        _delete(photo, by=by)
    except ProtectedError as used_meanwhile:
        raise actions.Refused(_in_use(photo)) from used_meanwhile


@retried
def _delete(photo, *, by):
    photo.refresh_from_db(from_queryset=Photo.objects.select_for_update(of=("self",)))
    _refuse_what_is_used(photo)
    files = [rendition.file for rendition in photo.renditions.all()]
    files += [earlier.file for earlier in photo.earlier_originals.all()]
    names = [*(file.name for file in [*files, photo.original]), preview_path(photo)]
    timeline.record(photo, Verb.EDITED, by=by, note=_("Deleted: %(name)s") % {"name": photo.file_name})
    photo.earlier_originals.all().delete()
    Photo.objects.filter(pk=photo.pk).delete()
    transaction.on_commit(lambda: _forget(names))


def _write_history(photo, act, *, by):
    """Add a timeline entry that texts were changed, unless the amendment of a public photo has added one."""
    if photo not in act:
        timeline.record(photo, Verb.EDITED, by=by)


def preview_file(photo: Photo) -> File:
    """Return an open file: a JPEG 320 pixels wide, for the desk alone."""
    return default_storage.open(preview_path(photo))


def preview_path(photo: Photo) -> str:
    return f"previews/{photo.key}.jpg"


def forget_files(photo: Photo) -> None:
    """Delete the files of a photo that was added in a transaction which was rolled back."""
    if not Photo.objects.filter(pk=photo.pk).exists():
        _forget(_stored_names(photo) | renditions.names_in_storage(photo))


def _forget(names):
    for name in names:
        default_storage.delete(name)


def _wait_for_the_same_file(inspected):
    """Let one process at a time add these bytes: a browser sends them again after losing the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"photos.add {inspected.sha256}"])


def _taken_in(file, inspected, common, *, by):
    picture = _decoded(file, inspected.file_name)
    preview = rendering.preview(picture)
    brought = _words(inspected)
    own = {field: value for field, value in common.items() if field not in brought}
    photo = Photo(uploaded_by=by, **_facts(inspected, preview), **own)
    with (
        _nothing_left_behind(photo, inspected.file_name),
        renditions.quick_files(photo, picture) as quick,
        transaction.atomic(),
    ):
        default_storage.save(preview_path(photo), ContentFile(preview))
        photo.original.save(inspected.file_name, File(file), save=False)
        photo.save()
        if brought:
            WordsInFile.objects.create(photo=photo, words=brought)
        renditions.put_quick(photo, quick)
        photo.lacks_files = not quick
        timeline.record(photo, Verb.CREATED, by=by)
        jobs.render.defer(photo_id=photo.pk)
    return photo


def _decoded(file, name):
    file.seek(0)
    try:
        return rendering.decoded(file)
    except Exception as broken:  # hostile or damaged: Pillow raises a dozen types
        raise damaged(name) from broken
    finally:
        file.seek(0)


def _facts(inspected, preview):
    """Return the fields that say what the file is."""
    taken = inspected.taken_at
    return {
        "file_name": inspected.file_name,
        "format": inspected.format,
        "size": inspected.size,
        "sha256": inspected.sha256,
        "width": inspected.width,
        "height": inspected.height,
        "pictures": inspected.pictures,
        "taken_at": taken,
        "taken_offset": int(taken.utcoffset().total_seconds() // 60) if taken else None,
        "likeness": likeness.of(Image.open(io.BytesIO(preview))),
    }


def _words(inspected):
    """Return the texts in the file: {field: text}, without empty ones."""
    localized = ["caption", "alt", "credit", "usage_terms", "headline", "extended_description", "place"]
    words = {
        "creator": inspected.creator,
        "copyright": inspected.copyright,
        "rights_url": inspected.rights_url,
        "keywords": inspected.keywords,
        "persons_named": inspected.persons,
        **{name: _in_its_languages(getattr(inspected, name)) for name in localized},
    }
    return {field: value for field, value in words.items() if value}


def _in_its_languages(text):
    """Return {language: text} for a text in a file; without a language, the script decides."""
    versions = text if isinstance(text, dict) else {DEFAULT: text}
    known = {}
    for tag, version in versions.items():
        language = tag.partition("-")[0].lower()  # en for en-US
        if tag != DEFAULT and language in language_codes() and version:
            known.setdefault(language, version)
    if versions.get(DEFAULT):
        known.setdefault(_language_of(versions[DEFAULT]), versions[DEFAULT])
    return known


def _language_of(text):
    language = "ru" if re.search("[А-Яа-яЁё]", text) else "en"
    return language if language in language_codes() else first_code()


@contextlib.contextmanager
def _nothing_left_behind(photo, name):
    """Delete everything that the block stored of `photo` if it fails; a full disk becomes a PhotoRefused."""
    before = _stored_names(photo)
    try:
        yield
    except BaseException as fault:
        _forget(_stored_names(photo) - before)
        if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise PhotoRefused(
                _("The disk is full, so “%(name)s” was not saved. Ask the administrator, then upload it again.")
                % {"name": name}
            ) from fault
        raise


def _stored_names(photo):
    """Return the names of all files of `photo` but its renditions, half-written ones too."""
    names = {preview_path(photo)} if default_storage.exists(preview_path(photo)) else set()
    folder = f"originals/{photo.key}"
    try:
        return names | {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    except FileNotFoundError:  # on a disk; other storages have no folders, and list nothing
        return names


def _refuse_what_is_there(inspected):
    there = Photo.objects.filter(sha256=inspected.sha256).first()
    if there:
        raise PhotoRefused(
            _("“%(name)s” is already in the library as %(there)s. Choose another file.")
            % {"name": inspected.file_name, "there": there}
        )


def _keep_original(photo, *, by, note):
    EarlierOriginal.objects.create(
        photo=photo,
        file=photo.original.name,
        file_name=photo.file_name,
        sha256=photo.sha256,
        size=photo.size,
        replaced_by=by,
        note=note,
    )


def _replace_preview(photo, preview):
    """Put a new preview in place of the old one, or leave the old one there."""
    try:
        with preview_file(photo) as file:
            old = file.read()
    except FileNotFoundError:  # to take the photo in anew is how one that was lost is mended
        old = None
    try:
        default_storage.delete(preview_path(photo))
        default_storage.save(preview_path(photo), ContentFile(preview))
    except BaseException:
        default_storage.delete(preview_path(photo))
        if old is not None:
            default_storage.save(preview_path(photo), ContentFile(old))
        raise


def _refuse_what_is_used(photo):
    if sentence := _in_use(photo):
        raise actions.Refused(sentence)
    if photo.is_public():
        raise actions.Refused(_("Visitors see this photograph. Remove it from the archive first."))


def _in_use(photo):
    """Return the sentence that lists the uses, '' without any."""
    # Editions of one article have the same title: list it once.
    places = list(dict.fromkeys(map(str, uses.uses_of(photo))))
    if not places:
        return ""
    return _("This photograph is used. Remove it from there first: %(places)s.") % {"places": "; ".join(places)}


def set_focal_point(photo: Photo, x: float, y: float, *, by: User) -> None:
    """Save the focal point, as fractions of width and height of the upright picture, and have the crops made again.

    Raises ValueError if `x` or `y` is outside 0 to 1.
    """
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise ValueError(f"A focal point lies inside the picture, not at ({x}, {y}).")
    photo.focal_x, photo.focal_y = x, y
    with amendments.amending(by=by):
        photo.save(update_fields=["focal_x", "focal_y"])
        timeline.record(photo, Verb.EDITED, by=by, note=_("Focal point moved"))
        jobs.render.defer(photo_id=photo.pk)
