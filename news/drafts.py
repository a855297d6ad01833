"""Drafts: how articles begin, and how the next edition of a published text is written."""

from django.db.models import Max
from django.utils.translation import gettext as _

from news import about, snapshots, translations
from news.models import Article, Attachment, Edition, EditionPhoto, SavedVersion, Subject, Turn
from publishing import actions, roles, timeline
from publishing.actions import NotAllowed, Refused, Stale
from publishing.timeline import Verb
from publishing.transactions import retried

# The fields that are copied into the next edition.
CARRIED_OVER = [
    "is_page", "section_id", "genre", "shown_on", "shown_precision", "meeting_id", "title", "slug", "standfirst",
    "body", "signed_by", "signature", "unofficial_from", "translation_follows", "imported_on",
]  # fmt: skip
PARTS = [EditionPhoto, Turn, Attachment, Subject]


@retried
def start(language, *, by, article=None, parts=None, **facts):
    """Return a first draft in `language`, of a new article unless one is given.

    `facts` are fields of Edition, `parts` what set_parts takes.
    """
    article = article or Article.objects.create(created_by=by)
    Article.objects.filter(pk=article.pk).hold()
    if not article.original_language:
        article.original_language = language
        article.save(update_fields=["original_language"])
    facts.setdefault("number", _next_number(article.pk, language))
    facts.setdefault("is_page", Edition.objects.filter(article=article, is_page=True).exists())
    draft = Edition(article=article, language=language, created_by=by, edited_by=by, **facts)
    draft.fill_signature()
    draft.save()
    set_parts(draft, **parts or {})
    _keep_version(draft, snapshots.of(draft), by=by)
    translations.record_beginning(draft, by=by)
    timeline.record(draft, Verb.CREATED, by=by)
    return draft


def as_written(language, *, parts, **facts):
    """Return a draft that is never saved, with its parts: what somebody is writing, for whoever checks it.

    The arguments are those of start().
    """
    draft = Edition(pk=0, language=language, **facts)  # a manager of parts wants some number
    draft.fill_signature()
    draft._prefetched_objects_cache = {
        model._meta.get_field("edition").remote_field.related_name: _as_if_fetched(
            model(edition=draft, position=place, **part) for place, part in enumerate(rows or [])
        )
        for model, rows in zip(PARTS, _rows(**parts))
    }
    return draft


def _as_if_fetched(rows):
    rows = list(rows)
    found = Edition.objects.none()
    found._result_cache = rows
    return found


@retried
def open_next(edition, *, by):
    """Return the open draft after `edition`, making it as a copy of the newest if there is none.

    Public and scheduled editions stay as they are. Two people who call this at once get the same draft.
    """
    Article.objects.filter(pk=edition.article_id).hold()
    others = Edition.objects.filter(article=edition.article_id, language=edition.language)
    draft = others.unpublished().first()
    if draft:
        return draft
    newest = others.not_set_aside().order_by("-number").first()
    draft = Edition.objects.create(
        article=edition.article,
        language=edition.language,
        number=_next_number(edition.article_id, edition.language),
        change=Edition.Change.MINOR,
        created_by=by,
        edited_by=by,
        **{field: getattr(newest, field) for field in CARRIED_OVER},
    )
    copy_parts(newest, draft)
    _keep_version(draft, snapshots.of(draft), by=by)
    timeline.record(draft, Verb.CREATED, by=by)
    return draft


@retried
def put_back(edition, *, by, without_review=""):
    """Publish a withdrawn edition again, as the next edition with the same words; return it.

    Without the reason `without_review` it is sent for review instead: who approved it did not know of the withdrawal.
    Raises Stale if somebody has gone on with the text meanwhile.
    """
    edition.hold()
    others = edition.rivals()
    if others.public().exists() or others.scheduled().exists() or others.unpublished().exists():
        raise Stale(_("A colleague changed this while you were working. Read it again, then repeat your action."))
    draft = open_next(edition, by=by)
    if without_review:
        actions.publish(draft, by=by, without_review=without_review)
    else:
        actions.submit(draft, by=by)
    return draft


def _next_number(article_id, language):
    last = Edition.objects.filter(article=article_id, language=language).aggregate(Max("number"))["number__max"]
    return (last or 0) + 1


@retried
def discard(draft, *, by, seen=None):
    """Delete an open draft of an article that has other editions; the timeline of the newest of them records it."""
    draft.hold()
    draft.refresh_from_db()
    if not (roles.may(by, "write") or roles.may(by, "translate")):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    if not draft.is_draft:
        raise Refused(_("Only a draft can be discarded. What was public is withdrawn."))
    if seen is not None and seen != draft.version:
        raise Stale(_("A colleague changed this while you were working. Read it again, then repeat your action."))
    remaining = _newest_beside(draft)
    if remaining is None:
        raise Refused(_("The article has nothing else. To delete it, use “Delete…” below the text."))
    names = {"title": draft, "language": draft.language.upper(), "number": draft.number}
    timeline.record(remaining, Verb.DISCARDED, by=by, note=_("“%(title)s” (%(language)s, edition %(number)s)") % names)
    draft.delete()


def _newest_beside(draft):
    """Return the newest other edition of the article, in the draft's language if there is one."""
    others = Edition.objects.not_set_aside().filter(article=draft.article_id).exclude(pk=draft.pk)
    others = others.order_by("-number", "language")
    return others.in_language(draft.language).first() or others.first()


def copy_parts(source, target):
    """Give `target` copies of the photos, turns, attachments and subjects of `source`."""
    for model in PARTS:
        copies = list(model.objects.filter(edition=source))
        for part in copies:
            part.pk = None
            part._state.adding = True
            part.edition = target
        model.objects.bulk_create(copies)


def set_parts(draft, **parts):
    """Give `draft` exactly these photos, turns and attachments in this order, each a dict of fields of its model.

    `subjects` are short names as in news.about; without them the draft keeps its own.
    """
    for model, rows in zip(PARTS, _rows(**parts)):
        if rows is None:
            continue
        model.objects.filter(edition=draft).delete()
        model.objects.bulk_create(model(edition=draft, position=place, **row) for place, row in enumerate(rows))


def _rows(*, photos=(), turns=(), attachments=(), subjects=None):
    """Return the rows of each of PARTS as dicts; None for those that stay as they are."""
    return [photos, turns, attachments, None if subjects is None else about.rows(subjects)]


@retried
def save_changes(draft, *, by):
    """Save `draft` after an edit and tell whether it differs from what was saved last.

    A change ends a review or an approval: the stage is draft again. Without a change nothing is saved.
    Raises Stale if somebody else has saved or published it since `draft` was read.
    """
    _require_as_it_was_read(draft)
    draft.fill_signature()
    snapshot = snapshots.of(draft)
    last = draft.saved_versions.order_by("version").last()
    if last and last.digest == snapshots.digest(snapshot):
        return False
    draft.edited_by = by
    draft.version += 1
    draft.stage = Edition.Stage.DRAFT
    draft.approved_digest = ""
    draft.save()
    _keep_version(draft, snapshot, by=by)
    translations.refresh_stale(draft.article_id)
    timeline.record(draft, Verb.EDITED, by=by)
    return True


@retried
def save_as_imported(draft, *, by):
    """Save what was added to an imported draft beside its words, which stay as they were imported."""
    _require_as_it_was_read(draft)
    draft.save()
    snapshot = snapshots.of(draft)
    version = SavedVersion.objects.filter(edition=draft, version=draft.version)
    version.update(snapshot=snapshot, digest=snapshots.digest(snapshot))
    timeline.record(draft, Verb.EDITED, by=by)


def _require_as_it_was_read(draft):
    draft.hold()
    if not Edition.objects.unpublished().filter(pk=draft.pk, version=draft.version).exists():
        raise Stale(_("A colleague changed this while you were working. Read it again, then repeat your action."))


def _keep_version(draft, snapshot, *, by):
    SavedVersion.objects.create(
        edition=draft, version=draft.version, snapshot=snapshot, digest=snapshots.digest(snapshot), by=by
    )
