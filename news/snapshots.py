"""An edition as data: everything a reader sees of it, to be compared, restored and approved.

A snapshot is a dict of JSON values: the FIELDS of the edition, and its `photos`, `turns` and `attachments` in order. It
holds of the library what stands beside a photo (its file by SHA-256, its credit and usage terms), so that an approval
does not outlive a change there.
"""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

FIELDS = [
    "language", "section_id", "genre", "shown_on", "shown_precision", "meeting_id", "title", "slug", "standfirst",
    "body", "signed_by", "signature", "change", "change_note", "earlier_notes",
]  # fmt: skip


def of(edition):
    """Return the snapshot of `edition`."""
    snapshot = {field: getattr(edition, field) for field in FIELDS}
    snapshot["photos"] = [_photo(use, edition.language) for use in edition.photos.select_related("photo")]
    snapshot["turns"] = list(edition.turns.values("question", "answer"))
    snapshot["attachments"] = list(edition.attachments.values("label", "key", "file", "file_name", "size"))
    # Dates become text here, so that a fresh snapshot equals one that was stored.
    return json.loads(json.dumps(snapshot, cls=DjangoJSONEncoder))


def digest(snapshot):
    """Return the SHA-256 of a snapshot in hexadecimal; equal content has an equal digest, whenever it was taken.

    The notes repeated from earlier editions are not written here: they follow the moments of those, and void nothing.
    """
    canonical = json.dumps({**snapshot, "earlier_notes": []}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _photo(use, language):
    return {
        "photo": use.photo_id,
        "caption": use.caption,
        "alt": use.alt,
        "decorative": use.decorative,
        "sha256": use.photo.sha256,
        "credit": use.photo.credit.get(language, ""),
        "usage_terms": use.photo.usage_terms.get(language, ""),
    }
