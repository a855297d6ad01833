"""An edition as data: everything a reader sees of it, to be compared, restored and approved.

A snapshot is a dict of JSON values: the FIELDS of the edition, and its `photos`, `turns`, `attachments` and `subjects`
(short names as in news.about) in order. Of each photo it also has the file's SHA-256, the credit and the usage terms,
so that a change of these ends an approval.
"""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

FIELDS = [
    "language", "section_id", "genre", "shown_on", "shown_precision", "meeting_id", "title", "slug", "standfirst",
    "body", "signed_by", "signature", "change", "change_note",
]  # fmt: skip


def of(edition):
    """Return the snapshot of `edition`."""
    snapshot = {field: getattr(edition, field) for field in FIELDS}
    if edition.unofficial_from:  # without the key otherwise: digests of approvals from before there was one hold on
        snapshot["unofficial_from"] = edition.unofficial_from
    snapshot["photos"] = [_photo(use, edition.language) for use in edition.photos.select_related("photo")]
    snapshot["turns"] = list(edition.turns.values("question", "answer"))
    snapshot["attachments"] = list(edition.attachments.values("label", "key", "file", "file_name", "size"))
    snapshot["subjects"] = [subject.key for subject in edition.subjects.all()]
    # Dates become text, so that a new snapshot equals one from the database.
    return json.loads(json.dumps(snapshot, cls=DjangoJSONEncoder))


def digest(snapshot):
    """Return the SHA-256 of a snapshot in hexadecimal."""
    # Snapshots once had the notes of earlier editions, and their digests an empty list of them; and once they had no
    # subjects. So that approvals hold on, digests are as they were then.
    told = {name: value for name, value in snapshot.items() if name != "subjects" or value}
    canonical = json.dumps({**told, "earlier_notes": []}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
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
