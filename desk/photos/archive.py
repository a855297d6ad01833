"""The photo archive on the desk: a grid that is searched, and one panel for the captions of what is chosen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import EmptyPage, Paginator
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.base.lookups import refuse_undeclared
from desk.photos import captions, cards, finding
from desk.photos import people as photo_people
from desk.photos import words as photo_words
from news import access
from photos import library
from photos.models import Photo, WordsInFile
from publishing import actions, numbers
from publishing.transactions import retried


def page(request, site, opts):
    """Show what is found, with the captions of the photos that the address names as chosen; save those captions."""
    refuse_undeclared(request.GET, [*finding.FindForm.base_fields, "photos", "page"])
    if request.method == "POST":
        return _save(request, site, opts)
    chosen = captions.chosen(request.GET.getlist("photos"), by=request.user)
    return _page(request, site, opts, [captions.row_of(photo, by=request.user) for photo in chosen])


def rows(request):
    """Return the panel's rows for the photos that the address names, and what their fields offer, for the script."""
    _require_change(request)
    found = [
        captions.row_of(photo, by=request.user)
        for photo in captions.chosen(request.GET.getlist("photos"), by=request.user)
    ]
    html = [_as_html(row, request) for row in found]
    if "offers" in request.GET:
        html.append(render_to_string("desk/photos/_offers.html", _offers(request.user), request))
    return HttpResponse("".join(html))


def _save(request, site, opts):
    """Save the panel. The script asks for JSON, and gets each row as it stands now."""
    _require_change(request)
    if "bring-back" in request.POST:
        return _bring_back(request)
    saved, refused = _written(request)
    if request.accepts("text/html"):
        if refused:
            return _page(request, site, opts, [*refused, *saved])
        if saved:
            messages.success(request, _told(saved))
        return HttpResponseRedirect(request.get_full_path())
    answer = [_as_answer(row, request, is_saved=row not in refused) for row in [*saved, *refused]]
    return JsonResponse({"rows": answer}, status=400 if refused else 200)


@retried
def _written(request):
    """Save the rows that are in order; return those saved, as they are now, and those refused."""
    confirmed = request.POST.getlist("confirm")
    opened = captions.opened(request.POST, by=request.user)
    refused = [row for row in opened if not row.form.is_valid()]
    saved = []
    for row in opened:
        if row in refused or row.form.is_fixed:
            continue
        captions.save(row, is_confirmed=str(row.photo.pk) in confirmed, by=request.user)
        saved += captions.chosen([str(row.photo.pk)], by=request.user)
    return [captions.row_of(photo, by=request.user) for photo in saved], refused


def _bring_back(request):
    for photo in captions.chosen(request.POST.getlist("bring-back"), by=request.user):
        try:
            library.bring_back(photo, by=request.user)
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Offered again: %(name)s") % {"name": photo.file_name})
    return HttpResponseRedirect(request.get_full_path())


def _as_answer(row, request, *, is_saved):
    return {
        "photo": row.photo.pk,
        "is_saved": is_saved,
        "row": _as_html(row, request),
        "caption": cards.Card([row.photo]).caption,
        "task": cards.Card([row.photo]).task,
    }


def _as_html(row, request):
    return render_to_string("desk/photos/_caption_row.html", {"row": row}, request)


def _told(saved):
    told = ngettext("Saved: %(number)d photograph.", "Saved: %(number)d photographs.", len(saved))
    return told % {"number": len(saved)}


def _require_change(request):
    if not request.user.has_perm("photos.change_photo"):
        raise PermissionDenied


def _page(request, site, opts, chosen):
    search = finding.Search(request.GET, user=request.user)
    may_change = request.user.has_perm("photos.change_photo")
    shown = _shown_page(search, request.GET)
    photos = list(shown.object_list.select_related("words_in_file", "put_aside"))
    groups = cards.grouped(photos, user=request.user)
    return TemplateResponse(
        request,
        "desk/photos/archive.html",
        {
            **site.each_context(request),
            "title": _("Photographs"),
            "opts": opts,
            "search": search,
            "shown": shown,
            "groups": groups,
            "newer": search.address(page=shown.number - 1),
            "older": search.address(page=shown.number + 1),
            "photos_shown": len(photos),
            "prepared": sum(photo.rendered_at is not None for photo in photos),
            "preparing": sum(photo.rendered_at is None for photo in photos),
            "rows": captions.in_order(chosen) if may_change else [],
            "chosen": {row.photo.pk for row in chosen},
            "may_change": may_change,
            "waiting": access.readable_by(request.user, _with_words_in_file())[: finding.MAX_COUNT].count(),
            **(_offers(request.user) if chosen and may_change else {}),
        },
    )


def _with_words_in_file():
    return Photo.objects.filter(pk__in=WordsInFile.objects.values("photo"), put_aside__isnull=True)


def _offers(user):
    return {"lines_known": photo_words.lines_known(user), "people_known": photo_people.lines_known()}


def _shown_page(search, query):
    pages = Paginator(search.photos, finding.PAGE_SIZE)
    pages.count = search.count
    try:
        return pages.page(numbers.parse(query.get("page"), 1) or 1)
    except EmptyPage:
        return pages.page(pages.num_pages)
