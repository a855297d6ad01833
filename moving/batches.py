"""What is done to a batch as one thing: import as drafts, release at one instant, take back."""

import contextlib

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moving import drafting, leading, meetings, runs
from moving.models import Batch, SourceFile, SourcePage
from moving.runs import Progress, no_progress
from news.models import Article, Edition
from photos import library
from photos.models import Photo
from publishing import actions, clock, roles
from publishing.actions import NotAllowed, NotReady, Refused
from publishing.transactions import retried

Outcome = SourcePage.Outcome
Stage = Batch.Stage


def draft(batch: Batch, *, by: User, progress: Progress = no_progress) -> None:
    """Make drafts of all pages of `batch` that are taken and have none yet.

    It can be stopped at any instant and started again. Raises Refused, and SourceRefused if the source is gone.
    """
    _require(by, "write")
    if batch.stage == Stage.READING:
        raise Refused(_("The source has not been read to its end. Read it first."))
    if batch.stage == Stage.TAKEN_BACK:
        raise Refused(_("This batch was taken back. Read the source again to begin a new one."))
    opened, profile = runs.opened_again(batch)
    drafting.make_drafts(batch, opened, profile, by=by, progress=progress)


def release(batch: Batch, *, by: User, progress: Progress = no_progress) -> int:
    """Make all drafts of `batch` public at one instant, and return how many; none if one of them is refused.

    From then on the old addresses lead to them. What was decided later is released by another call. Raises Refused with
    the sentence of the first that is not ready.
    """
    require_releasable(batch, by=by)
    with clock.standing_still() as instant:
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        waiting = list(drafts_of(batch).order_by("pk").values_list("pk", flat=True))
        if not waiting:
            raise Refused(_("Nothing in this batch is still to be released."))
        for done, number in enumerate(waiting, 1):
            _publish(Edition.objects.get(pk=number), by)
            progress("release", done, len(waiting))
        batch.stage, batch.released_at = Stage.RELEASED, batch.released_at or instant
        batch.save(update_fields=["stage", "released_at"])
        leading.lead(batch)
    return len(waiting)


def _publish(edition, by):
    try:
        actions.publish(edition, by=by)
    except (NotReady, NotAllowed):
        raise
    except Refused as refusal:
        raise Refused(_("“%(title)s”: %(sentence)s") % {"title": edition, "sentence": refusal}) from refusal


def require_releasable(batch: Batch, *, by: User) -> None:
    """Raise Refused unless `by` may release `batch` as it stands."""
    _require(by, "publish")
    if batch.stage not in (Stage.DRAFTED, Stage.RELEASED):
        raise Refused(_("Only what was imported as drafts can be released."))


def require_at_rest(batch: Batch) -> None:
    """Raise Refused while the worker releases `batch` or takes it back."""
    if batch.acts.filter(ended_at__isnull=True).exists():
        raise Refused(_("This batch is being released or taken back. Wait until that has ended."))


def drafts_of(batch: Batch) -> QuerySet[Edition]:
    """Return the drafts of `batch` that are not released yet."""
    numbers = batch.pages.filter(edition__isnull=False).values("edition")
    return Edition.objects.unpublished().filter(pk__in=numbers)


def texts_of(batch: Batch) -> QuerySet[Edition]:
    """Return the editions that were made of the pages of `batch`."""
    return Edition.objects.filter(source_pages__batch=batch).distinct()


def take_back(batch: Batch, *, by: User, reason: str = "") -> int:
    """Undo `batch` as a whole, and return how many texts it was.

    Drafts are deleted, with their photographs if nothing else shows them. What is public is withdrawn for the `reason`
    that readers see; its photographs, which the withdrawn texts keep, are put aside if nothing else shows them. Raises
    Refused, naming the first, if a text of the batch was edited after the import.
    """
    require_returnable(batch, by=by, reason=reason)
    number, photos = withdraw_or_delete(batch, by=by, reason=reason)
    delete_unused(photos, by=by)
    return number


def require_returnable(batch: Batch, *, by: User, reason: str = "") -> None:
    """Raise Refused unless `by` may take `batch` back as it stands."""
    _require(by, "withdraw" if batch.stage == Stage.RELEASED else "write")
    if batch.stage not in (Stage.DRAFTED, Stage.RELEASED, Stage.READ):
        raise Refused(_("There is nothing to take back."))
    require_at_rest(batch)
    if batch.stage == Stage.RELEASED and not reason.strip():
        raise Refused(_("Give a reason; readers see it at the addresses of the texts."))


@retried
def withdraw_or_delete(
    batch: Batch, *, by: User, reason: str, progress: Progress = no_progress
) -> tuple[int, list[Photo]]:
    """Take `batch` back but for its photographs; return how many texts it was, and the photographs new with them."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.stage == Stage.TAKEN_BACK:
        raise Refused(_("There is nothing to take back."))
    leading.forget(batch)
    editions = list(texts_of(batch).order_by("pk"))
    _refuse_what_was_edited(editions)
    photos = list(Photo.objects.filter(pk__in=_photos(batch)))
    for done, edition in enumerate(editions, 1):
        if edition.is_draft:
            _delete(edition)
        elif edition.is_public():
            actions.withdraw(edition, by=by, reason=reason, kind="gone")
        progress("take back", done, len(editions))
    meetings.forget(batch)
    batch.pages.filter(edition__isnull=False).update(edition=None, article_number=None)
    batch.pages.filter(article_number__isnull=False).update(article_number=None)
    batch.stage = Stage.TAKEN_BACK
    batch.save(update_fields=["stage"])
    if by.has_perm("photos.change_photo"):
        library.put_aside_unused([photo for photo in photos if library.is_needed(photo)], by=by)
    return len(editions), photos


def _refuse_what_was_edited(editions):
    for edition in editions:
        others = Edition.objects.filter(article=edition.article_id, language=edition.language)
        if edition.version > 1 or others.count() > 1:
            raise Refused(
                _("“%(title)s” was edited after the import, so the batch cannot be taken back as a whole.")
                % {"title": edition}
            )


def _photos(batch):
    shown = {"photo__news_editionphoto_set__edition__source_pages__batch": batch}
    return SourceFile.objects.filter(source=batch.source, is_new=True, **shown).values("photo")


def _delete(edition):
    article = edition.article_id
    edition.delete()
    if not Edition.objects.filter(article=article).exists():
        Article.objects.filter(pk=article).delete()


def delete_unused(photos: list[Photo], *, by: User) -> None:
    """Delete the photographs that only the batch has shown; whoever may not delete photographs leaves them."""
    for photo in photos:
        if not by.has_perm("photos.delete_photo") or library.is_needed(photo):
            continue
        with contextlib.suppress(Refused), transaction.atomic():  # somebody has used it meanwhile
            SourceFile.objects.filter(photo=photo).delete()
            library.delete(photo, by=by)


def _require(by, right):
    if not roles.may(by, right):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
