"""What stands under texts when a press contact changes: drafts are signed anew, what is public keeps its day."""

from django.db.models import Q

from news import access, drafts
from news.models import Edition
from publishing import actions, clock

MAX_RENEWED = 200  # corrections prepared at once, the newest texts first


def signed_with(signatures, user):
    """Return the editions that `user` may read with one of `signatures`, as their press contact's."""
    editions = Edition.objects.filter(signed_by=Edition.SignedBy.CONTACT, signature__in=set(signatures))
    return access.readable_by(user, editions)


def public_with(signatures, user):
    """Return the public editions with one of `signatures`, the newest first."""
    public = Edition.objects.public().filter(pk__in=signed_with(signatures, user))
    return public.order_by("-shown_on", "-pk")


def drafts_with(signatures, user):
    """Return the drafts at work with one of `signatures`. What is in review or approved is not changed under a hand."""
    return signed_with(signatures, user).unpublished().filter(stage=Edition.Stage.DRAFT)


def waiting_with(signatures, user):
    """Return what is in review, approved or scheduled with one of `signatures`: it keeps it until it is opened."""
    editions = signed_with(signatures, user)
    reviewed = Q(live_from__isnull=True) & ~Q(stage=Edition.Stage.DRAFT)
    return editions.filter(reviewed | Q(live_from__gt=clock.SiteNow()))


def renew_drafts(signatures, *, by):
    """Sign the drafts with one of `signatures` anew, and return how many there were."""
    renewed = 0
    for draft in drafts_with(signatures, by):
        renewed += drafts.save_changes(draft, by=by)
    return renewed


def prepare_corrections(signatures, *, by, of_today):
    """Open a draft with the new signature for public texts with one of `signatures`; return the drafts.

    With `of_today` only for texts of today. Nothing becomes public by it. A text whose next edition is in review is
    left alone.
    """
    editions = public_with(signatures, by).select_related("article")
    if of_today:
        editions = editions.filter(shown_on=clock.today())
    prepared = []
    for edition in editions[:MAX_RENEWED]:
        try:
            draft = drafts.open_next(edition, by=by)
            if draft.stage == Edition.Stage.DRAFT and drafts.save_changes(draft, by=by):
                prepared.append(draft)
        except actions.Refused:
            continue
    return prepared
