"""The file of an attachment for the desk: taken in while somebody writes, and read before visitors see it."""

from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.views.decorators.http import require_POST

from desk.base import attachments, readings
from news import access
from news.models import Attachment
from page_cache import lifetimes
from publishing import downloads


def file(request, key, name):
    """Send the file as a download; 404 for one of an article that is limited to others."""
    readable = access.readable_by(request.user, Attachment.objects.select_related("edition__article"))
    # The editions of an article share the file, and any of them will do.
    attachment = readable.filter(key=key, file_name=name).order_by("-pk").first()
    if attachment is None:
        raise Http404
    readings.remember(request.user, [attachment.edition], readings.What.ATTACHMENT)
    stored = attachment.file
    response = downloads.staff_download_response(
        stored.storage, stored.name, as_attachment=True, filename=attachment.file_name
    )
    response.headers["Cache-Control"] = lifetimes.PRIVATE
    return response


@require_POST
def take(request):
    """Store the sent `file` for the form that is being written: its note, its name and size, a name for readers.

    Answer {"error": sentence} with status 400 for a file that is refused.
    """
    if "file" not in request.FILES:
        return JsonResponse({"error": ""}, status=400)
    try:
        stored = attachments.store(request.FILES["file"])
    except ValidationError as refusal:
        return JsonResponse({"error": " ".join(refusal.messages)}, status=400)
    kept = attachments.read(stored)
    return JsonResponse(
        {
            "stored": stored,
            "words": f"{kept.file_name}, {filesizeformat(kept.size)}",
            "label": attachments.proposed_label(kept.file_name),
        }
    )
