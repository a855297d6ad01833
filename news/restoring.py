"""How an earlier state of a text becomes a draft again."""

import dataclasses
import datetime

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from council.models import Meeting
from news import about, drafts
from news.models import Edition, Section
from photos.models import Photo
from publishing import roles, timeline
from publishing.actions import NotAllowed, Refused
from publishing.html import PHOTO
from publishing.timeline import Verb
from publishing.transactions import retried

WORDS = ["genre", "shown_on", "shown_precision", "title", "slug", "standfirst", "signed_by", "signature"]


class DraftOpen(Refused):
    """A draft is open and would be overwritten."""


@dataclasses.dataclass(frozen=True)
class Restored:
    """The draft, and in words what of the old state no longer exists."""

    draft: Edition
    left_out: list


@retried
def restore(article, snapshot, *, by, name, over_draft=False):
    """Set the draft of `article` in the snapshot's language to the snapshot, and return Restored.

    An open draft is overwritten only with `over_draft`; its saved versions stay, so that it can be restored in turn.
    `name` is the old state's name in the timeline.
    """
    if not (roles.may(by, "write") or roles.may(by, "translate")):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    editions = Edition.objects.filter(article=article, language=snapshot["language"])
    newest = editions.order_by("-number").first()
    newest.hold()
    open_draft = editions.unpublished().exists()
    if open_draft and not over_draft:
        raise DraftOpen(_("A draft is open in this language. Restoring replaces it. Its saved versions remain."))
    draft = drafts.open_next(newest, by=by)
    parts, left_out = _put(draft, snapshot)
    drafts.set_parts(draft, **parts)
    if not drafts.save_changes(draft, by=by):
        raise Refused(_("The draft is already the same."))
    timeline.record(draft, Verb.RESTORED, by=by, note="\n".join([name, *left_out]))
    return Restored(draft, left_out)


def missing(snapshot):
    """Return in words what of a snapshot no longer exists and would be left out."""
    return [*_facts(snapshot)[1], *_parts(snapshot)[1]]


def _put(draft, snapshot):
    """Set the fields of `draft`; return (parts as drafts.set_parts takes them, what is left out)."""
    values = {field: snapshot[field] for field in WORDS}
    facts, no_facts = _facts(snapshot)
    parts, no_parts = _parts(snapshot)
    gone = {photo["photo"] for photo in snapshot["photos"]} - {photo["photo"].pk for photo in parts["photos"]}
    values["unofficial_from"] = snapshot.get("unofficial_from", "")
    for field, value in {**values, **facts, "body": _without(snapshot["body"], gone)}.items():
        setattr(draft, field, value)
    draft.shown_on = datetime.date.fromisoformat(snapshot["shown_on"])
    for turn in parts["turns"]:
        turn["answer"] = _without(turn["answer"], gone)
    return parts, [*no_facts, *no_parts]


def _facts(snapshot):
    """Return (section and meeting as far as they still exist, what does not)."""
    facts, left_out = {}, []
    for field, model in (("section_id", Section), ("meeting_id", Meeting)):
        number = snapshot[field]
        if number is None or model.objects.filter(pk=number).exists():
            facts[field] = number
        else:
            left_out.append(_("%(kind)s number %(number)d") % {"kind": model._meta.verbose_name, "number": number})
    if "meeting_id" not in facts:
        facts["meeting_id"] = None
    return facts, left_out


def _parts(snapshot):
    """Return (photos, turns, attachments and subjects as far as they still exist, what does not)."""
    photos = Photo.objects.in_bulk([photo["photo"] for photo in snapshot["photos"]])
    kept_photos, attachments, left_out = [], [], []
    for use in snapshot["photos"]:
        if use["photo"] in photos:
            words = {field: use[field] for field in ("caption", "alt", "decorative")}
            kept_photos.append({"photo": photos[use["photo"]], **words})
        else:
            left_out.append(_("photograph number %(number)d") % {"number": use["photo"]})
    for attachment in snapshot["attachments"]:
        if default_storage.exists(attachment["file"]):
            attachments.append(dict(attachment))
        else:
            left_out.append(attachment["file_name"])
    keys = snapshot.get("subjects", [])
    subjects = list(about.things(keys))
    left_out += [about.by_number(key) for key in keys if key not in subjects]
    turns = [dict(turn) for turn in snapshot["turns"]]
    return {"photos": kept_photos, "turns": turns, "attachments": attachments, "subjects": subjects}, left_out


def _without(text, photos):
    """Return the HTML without the figures of these photos."""
    return PHOTO.sub(lambda match: "" if int(match[1]) in photos else match[0], text)
