"""The signed statement: everything readers see of an edition, as data. docs/authenticity.md lists the fields."""

import hashlib
import json
import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models.fields.files import FieldFile

from authenticity import verifier
from authenticity.log import instant
from authenticity.models import Seal
from news import comparison
from news.models import Edition, Turn
from news.pages import address_of
from publishing.addresses import absolute_url

VERSION = 1

logger = logging.getLogger(__name__)


def of(edition: Edition) -> dict[str, Any]:
    """Return the statement about a published edition: JSON values."""
    turns = list(edition.turns.all())
    return {
        "v": VERSION,
        "issuer": settings.SITE_URL,
        "address": absolute_url(address_of(edition)),
        "article": edition.article_id,
        "language": edition.language,
        "edition": edition.number,
        "genre": edition.genre,
        "section": edition.section.slug if edition.section else "",
        "kind": edition.change,
        "note": edition.change_note,
        "date": edition.shown_on.isoformat(),
        "date_precision": edition.shown_precision,
        "public_from": instant(edition.live_from),  # type: ignore[arg-type]  # it is published
        "title": edition.title,
        "standfirst": edition.standfirst,
        "body": edition.body,
        "turns": [{"question": turn.question, "answer": turn.answer} for turn in turns],
        "signature": edition.signature,
        "text": text_of(edition, turns),
        "photos": [_photo(use) for use in edition.photos.select_related("photo").prefetch_related("photo__renditions")],
        "attachments": [_attachment(attachment) for attachment in edition.attachments.all()],
        "previous": _previous(edition),
        **({"unofficial_translation_from": edition.unofficial_from} if edition.unofficial_from else {}),
    }


def text_of(edition: Edition, turns: Iterable[Turn] | None = None) -> str:
    """Return the words of an edition from the title to the signature, a line for each paragraph."""
    turns = edition.turns.all() if turns is None else turns
    blocks = comparison.html_blocks(edition.body)
    for turn in turns:
        blocks += [comparison.Block("question", (comparison.Word(turn.question),))]
        blocks += comparison.html_blocks(turn.answer)
    lines = [edition.title, edition.standfirst, *map(_line, blocks), edition.signature]
    return "\n".join(line for line in lines if line.strip())


def _line(block):
    if block.kind == "photo":
        return ""
    divider = "|" if block.kind == "row" else None
    return "".join(word.text for word in block.words if word.text != divider)


def _photo(use):
    download = use.photo.download
    return {
        "photo": use.photo_id,
        "file": use.photo.download_name,
        "caption": use.caption,
        "alt": use.alt,
        "credit": use.photo.credit.get(use.edition.language, ""),
        "sha256": digest(download.file) if download else None,
    }


def _attachment(attachment):
    return {"label": attachment.label, "file": attachment.file_name, "sha256": digest(attachment.file)}


def digest(file: FieldFile) -> str | None:
    """Return the SHA-256 of a stored file, None if it is missing: the words are signed all the same."""
    found = hashlib.sha256()
    try:
        with file.open("rb") as stored:
            for chunk in stored.chunks(1 << 20):
                found.update(chunk)
    except Exception:  # storages far away raise their own
        logger.warning("The file %s could not be read to be signed.", file.name)
        return None
    return found.hexdigest()


def _previous(edition):
    """Return the SHA-256 of the statement about the edition before this one, None if there is none."""
    before = Seal.objects.filter(
        edition__article=edition.article_id, edition__language=edition.language, edition__number__lt=edition.number
    )
    return before.order_by("-edition__number").values_list("sha256", flat=True).first()


def written(statement: dict[str, Any]) -> tuple[str, str]:
    """Return (canonical JSON as text, its SHA-256)."""
    data = verifier.canonical(statement)
    return data.decode(), verifier.sha256(data)


def still_says(edition: Edition, text: str) -> bool:
    """Tell whether an edition still has the words of its signed statement `text`."""
    said = json.loads(text)
    return said["text"] == text_of(edition) and said["body"] == edition.body
