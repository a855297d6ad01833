"""“Find anything”: the answers in the dialog over every page of the desk, and the same as a page without scripts."""

from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from desk.find import answers

ANSWERS_IN_DIALOG = 5  # of a kind
ANSWERS_ON_PAGE = 20


def page(request, site):
    """Show the answers as a page of their own; the search field of the bar leads here without a script."""
    text = request.GET.get("q", "")
    return TemplateResponse(
        request,
        "desk/find/page.html",
        {
            **site.each_context(request),
            "title": _("Find anything"),
            "text": text[: answers.MAX_TEXT],
            "groups": answers.to(request, site, text, ANSWERS_ON_PAGE),
        },
    )


def in_dialog(request, site):
    """Return the answers as the options of the dialog's list, for its script."""
    groups = answers.to(request, site, request.GET.get("q", ""), ANSWERS_IN_DIALOG)
    return TemplateResponse(request, "desk/find/_answers.html", {"groups": groups, "are_options": True})
