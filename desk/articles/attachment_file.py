"""The file of an attachment for the desk, whether visitors see it yet or not."""

from django.http import Http404

from desk.base import readings
from news import access
from news.models import Attachment
from page_cache import lifetimes
from publishing import downloads


def file(request, key, name):
    """Send the file as a download; 404 for one of an article that is limited to others."""
    attachments = access.readable_by(request.user, Attachment.objects.select_related("edition__article"))
    # The editions of an article share the file, and any of them will do.
    attachment = attachments.filter(key=key, file_name=name).order_by("-pk").first()
    if attachment is None:
        raise Http404
    readings.remember(request.user, [attachment.edition], readings.What.ATTACHMENT)
    stored = attachment.file
    response = downloads.staff_download_response(
        stored.storage, stored.name, as_attachment=True, filename=attachment.file_name
    )
    response.headers["Cache-Control"] = lifetimes.PRIVATE
    return response
