"""The history of an article: who did what when, and every edition it had."""

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from desk import standing
from news.models import Article, Edition
from publishing import clock, timeline


def history(request, site, article_id):
    editions = list(
        Edition.objects.filter(article=article_id).select_related("article").order_by("-number", "language")
    )
    if not editions:
        raise Http404
    now = clock.now()
    return TemplateResponse(
        request,
        "desk/article_history.html",
        {
            **site.each_context(request),
            "title": _("History"),
            "subtitle": str(editions[0].article),
            "opts": Article._meta,
            "article": editions[0].article,
            "entries": [_with_edition(entry, editions) for entry in timeline.of(*editions)],
            "editions": [
                (edition, standing.language_name(edition.language), standing.in_short(edition, now))
                for edition in editions
            ],
        },
    )


def _with_edition(entry, editions):
    edition = next(it for it in editions if it.pk == entry.subject_id)
    told = {"language": standing.language_name(edition.language), "number": edition.number}
    entry.edition_name = _("%(language)s, edition %(number)d") % told
    return entry
