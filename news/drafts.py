"""Drafts: where articles begin, and how a published edition gets its successor."""

from django.db import transaction
from django.utils.translation import gettext as _

from news.models import Article, Attachment, Edition, EditionPhoto, Turn
from publishing import timeline
from publishing.actions import Refused
from publishing.timeline import Verb

# What the next edition takes over from the one before it.
CARRIED_OVER = [
    "section_id", "genre", "shown_on", "shown_precision", "meeting_id", "title", "slug", "standfirst", "body",
    "signed_by", "signature",
]  # fmt: skip
PARTS = [EditionPhoto, Turn, Attachment]


@transaction.atomic
def start(language, *, by, article=None, **facts):
    """Return a first draft in `language`, of a new article unless one is given; `facts` are fields of Edition."""
    article = article or Article.objects.create(created_by=by)
    draft = Edition(article=article, language=language, created_by=by, edited_by=by, **facts)
    draft.sign()
    draft.save()
    timeline.record(draft, Verb.CREATED, by=by)
    return draft


@transaction.atomic
def open_next(edition, *, by):
    """Return the open draft after `edition`, making it as a copy if there is none; visitors keep the live edition."""
    others = Edition.objects.filter(article=edition.article_id, language=edition.language)
    if others.scheduled().exists():
        raise Refused(_("An edition is scheduled. Take it off the schedule to change it."))
    draft = others.filter(live_from__isnull=True).first()
    if draft:
        return draft
    newest = others.order_by("-number").first()
    draft = Edition.objects.create(
        article=edition.article,
        language=edition.language,
        number=newest.number + 1,
        change=Edition.Change.MINOR,
        earlier_notes=newest.notes,
        created_by=by,
        edited_by=by,
        **{field: getattr(newest, field) for field in CARRIED_OVER},
    )
    copy_parts(newest, draft)
    timeline.record(draft, Verb.CREATED, by=by)
    return draft


def copy_parts(source, target):
    """Give `target` copies of the photos, turns and attachments of `source`."""
    for model in PARTS:
        copies = list(model.objects.filter(edition=source))
        for part in copies:
            part.pk = None
            part._state.adding = True
            part.edition = target
        model.objects.bulk_create(copies)


def set_parts(draft, *, photos=(), turns=(), attachments=()):
    """Give `draft` exactly these parts in this order; each is a dict of fields of its model."""
    for model, parts in zip(PARTS, [photos, turns, attachments]):
        model.objects.filter(edition=draft).delete()
        model.objects.bulk_create(model(edition=draft, position=place, **part) for place, part in enumerate(parts))


def changed(draft, *, by):
    """Save `draft` after an edit: anything that was approved or in review is a draft again."""
    draft.sign()
    draft.edited_by = by
    draft.version += 1
    draft.stage = Edition.Stage.DRAFT
    draft.save()
    timeline.record(draft, Verb.EDITED, by=by)
