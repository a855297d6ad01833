"""The list of translations: every text that has to be compared with its source, and every missing one."""

from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from desk.base import wording
from news import access, translations
from news.models import Article
from publishing import numbers
from publishing.languages import language_codes, principal_codes

ROWS_PER_PAGE = 50
LAST_PAGE = 9999
STALE, MISSING = "stale", "missing"


def page(request, site):
    """Show the outdated or missing translations in one language or in all, the newest source first."""
    kind = MISSING if request.GET.get("kind") == MISSING else STALE
    known = language_codes()
    language = request.GET.get("language") if request.GET.get("language") in known else None
    lists = {code: _rows(request.user, kind, code) for code in known}
    number = {code: rows.count() for code, rows in lists.items()}
    # Nobody has to write in the other languages; what is missing in one of them is shown when it is asked for.
    chosen = [language] if language else principal_codes() if kind == MISSING else known
    rows = _together(lists, chosen, request.GET.get("page"), sum(number[code] for code in chosen))
    return TemplateResponse(
        request,
        "desk/translations/translations.html",
        {
            **site.each_context(request),
            "title": _("Translations"),
            "opts": Article._meta,
            "kind": kind,
            "language": language or "",
            "languages": [(code, wording.language_name(code), number[code]) for code in known],
            "page": rows,
            "rows": [_row(edition, code, kind) for edition, code in rows.object_list],
        },
    )


def _rows(user, kind, language):
    editions = translations.stale(language) if kind == STALE else translations.missing(language)
    return access.readable_by(user, editions.select_related("section", "article"))


def _together(lists, languages, number, count):
    """Return a page of (edition, missing language), the newest source first."""
    reach = ROWS_PER_PAGE * min(numbers.parse(number, 1), LAST_PAGE)
    rows = [(edition, code) for code in languages for edition in lists[code].order_by("-source_at", "-pk")[:reach]]
    rows.sort(key=lambda row: (row[0].source_at, row[0].pk), reverse=True)
    paginator = Paginator(range(count), ROWS_PER_PAGE)
    page = paginator.get_page(number)
    page.object_list = rows[(page.number - 1) * ROWS_PER_PAGE : page.number * ROWS_PER_PAGE]
    return page


def _row(edition, language, kind):
    changed = translations.changed_since_compared(edition) if kind == STALE else [edition]
    return {
        "article": edition.article,
        "title": edition.title or str(edition.article),
        "title_language": edition.language,
        "section": edition.section_name,
        "language": language,
        "language_name": wording.language_name(language),
        "sources": [(wording.language_name(edition.language), edition) for edition in changed],
    }
