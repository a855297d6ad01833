"""“Month in numbers”: what the office did in a month, to read and to send on as PDF or Word."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.base.wording import language_name
from desk.models import MonthReport
from desk.months import figures, keeping, lines, paper, word
from desk.months.months import Month
from page_cache import lifetimes
from publishing import clock, numbers, roles
from publishing.languages import interface_codes

REPORTS_LISTED = 36
FORMS = {"pdf": ("application/pdf", paper.pdf), "docx": (word.KIND, word.document)}


@require_safe
def last(request, site):
    """Show the last month that is over."""
    month = Month.last_finished()
    return page(request, site, month.year, month.number)


@require_safe
def page(request, site, year, number):
    """Show the report of a month as it was kept last, or as `?kept=` names it, beside what is counted now."""
    _require_right(request)
    month = _month(year, number)
    context = {**site.each_context(request), "title": month.title, "month": month, "last": Month.last_finished()}
    if month.is_over:
        context |= _context(request, month)
    return TemplateResponse(request, "desk/months/month.html", context)


def _context(request, month):
    kept = list(keeping.of(month))
    shown, now = _shown(request, kept), figures.count(month)
    report = lines.report(month, shown.figures, shown.at, now) if shown else lines.report(month, now, clock.now())
    earlier = MonthReport.objects.filter(month__lt=month.first_day).values_list("month", flat=True).distinct()
    return {
        "report": report,
        "shown": shown,
        "kept": kept,
        "may_keep": not kept or kept[0].figures != now,
        "explanations": lines.explanations(),
        "files": _files(month, shown),
        "earlier": [Month.of(first_day) for first_day in earlier.order_by("-month")[:REPORTS_LISTED]],
    }


def _shown(request, kept):
    """Return the MonthReport that is asked for, by default the newest; None if nothing was kept."""
    if "kept" not in request.GET:
        return kept[0] if kept else None
    wanted = numbers.parse(request.GET["kept"])
    found = [report for report in kept if report.pk == wanted]
    if not found:
        raise Http404("No such report.")
    return found[0]


def _files(month, shown):
    """Return [(name of a language, its code, [(name of a form, address)])], the language of the page first."""
    codes = sorted(interface_codes(), key=lambda code: code != get_language())
    kept = f"&kept={shown.pk}" if shown else ""
    return [
        (
            language_name(code),
            code,
            [
                (words, reverse("admin:month-file", args=[month.year, month.number, ending]) + f"?in={code}{kept}")
                for words, ending in (("PDF", "pdf"), ("Word", "docx"))
            ],
        )
        for code in codes
    ]


@require_safe
def file(request, site, year, number, ending):
    """Send the report as PDF or Word, in the language that `?in=` names."""
    _require_right(request)
    month, language = _month(year, number), request.GET.get("in", get_language())
    if ending not in FORMS or language not in interface_codes() or not month.is_over:
        raise Http404("No such file.")
    kind, make = FORMS[ending]
    shown = _shown(request, list(keeping.of(month)))
    with override(language):
        counted, at = (shown.figures, shown.at) if shown else (figures.count(month), clock.now())
        made = make(lines.report(month, counted, at))
    name = f"{month}-{language}.{ending}"
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": lifetimes.PRIVATE}
    return HttpResponse(made, content_type=kind, headers=headers)


@require_POST
def keep(request, site, year, number):
    """Count the month anew and keep that beside what was kept before."""
    _require_right(request)
    month = _month(year, number)
    if not month.is_over:
        raise Http404("The month is not over.")
    before = keeping.of(month).first()
    if keeping.keep(month, by=request.user) == before:
        messages.info(request, _("Nothing has changed since the last count, so there is nothing to keep."))
    else:
        messages.success(request, _("Kept. The earlier counts stay as they are."))
    return HttpResponseRedirect(address_of(month))


def address_of(month):
    return reverse("admin:month", args=[month.year, month.number])


def _month(year, number):
    month = Month.named(year, number)
    if month is None:
        raise Http404("No such month.")
    return month


def _require_right(request):
    if not roles.may(request.user, "publish"):
        raise PermissionDenied
