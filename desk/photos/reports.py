"""The way from an album to the report about its event, in one click."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from council.models import MeetingAlbum
from news import access
from news.models import Edition


def way_to_report(album, *, user):
    """Return (words, address) of the link that takes the photos of `album` into a report.

    That is the newest draft about the meeting of the album, or else a new article. Nothing is saved before the user
    presses Save there. None if `user` may not write.
    """
    if not user.has_perm("news.add_article"):
        return None
    of_meeting = MeetingAlbum.objects.filter(album=album).first()
    drafts = (
        Edition.objects.unpublished().filter(meeting=of_meeting.meeting_id) if of_meeting else Edition.objects.none()
    )
    draft = access.readable_by(user, drafts).order_by("-edited_at").first()
    if draft:
        address = reverse("admin:news_article_change", args=[draft.article_id])
        return _("Put them into the report “%(title)s”") % {"title": draft}, f"{address}?album={album.pk}"
    asked = {"album": album.pk} | ({"meeting": of_meeting.meeting_id} if of_meeting else {})
    return _("Write a report with these"), f"{reverse('admin:news_article_add')}?{urlencode(asked)}"
