"""Old addresses on the desk: those that visitors ask for in vain, all that are known, and where each leads."""

import csv
import dataclasses

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from council.models import Document, Meeting, Person
from desk.base import index, wording
from desk.base.lookups import refuse_undeclared, words_asked
from moving import addresses, asked, spelling
from moving.addresses import Refused, Target
from moving.models import OldAddress
from news import access
from news.models import Article, Attachment, Edition
from photos.models import Photo
from publishing import dates, numbers, timeline
from search.finding import TooLong

PER_PAGE = 50
MOST_OF_A_KIND = 6  # things that are offered
SHOWN_DAYS = 30
TABS = {"vain": gettext_lazy("Asked for in vain"), "all": pgettext_lazy("old addresses", "All")}


@dataclasses.dataclass(frozen=True)
class Line:
    """One old address in a list; `leads_to` is empty for one that leads nowhere."""

    host: str
    address: str
    times: int | None = None
    last: object = None
    leads_to: str = ""
    path: str = ""

    @property
    def screen(self):
        return f"{reverse('admin:moving_oldaddress_lead')}?{urlencode({'host': self.host, 'address': self.address})}"


@dataclasses.dataclass(frozen=True)
class Offer:
    """A thing that was found, to lead to: its address, what it is and what it is called."""

    path: str
    kind: str
    title: str
    detail: str


def page(request, site):
    """List what is asked for in vain, or all old addresses."""
    refuse_undeclared(request.GET, ["show", "q", "page"])
    chosen = request.GET.get("show") if request.GET.get("show") in TABS else "vain"
    words = words_asked(request)
    found = asked.most(SHOWN_DAYS) if chosen == "vain" else OldAddress.objects.all()
    if words:
        found = found.filter(address__icontains=words)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **site.each_context(request),
        "title": _("Old addresses"),
        "tabs": TABS,
        "chosen": chosen,
        "words": words,
        "page": shown,
        "lines": [_asked(row) for row in shown] if chosen == "vain" else _known(shown, request.user),
        "days": SHOWN_DAYS,
        "known": OldAddress.objects.count(),
        "may_change": _may_change(request),
    }
    return TemplateResponse(request, "desk/moving/addresses.html", context)


def screen_of(object_id):
    """Lead to the screen of one old address, as the timeline names it."""
    row = get_object_or_404(OldAddress, pk=numbers.parse(object_id))
    return HttpResponseRedirect(Line(row.host, row.address).screen)


def table(request):
    """Return all old addresses as CSV, for whoever moves them to the rules of another server."""
    rows = OldAddress.objects.order_by("host", "address").iterator(chunk_size=500)
    writer = csv.writer(_Echo())

    def lines():
        yield "\ufeff" + writer.writerow(["host", "address", "status", "leads to"])
        some = []
        for row in rows:
            some.append(row)
            if len(some) == 500:
                yield from _as_csv(writer, some, request.user)
                some = []
        yield from _as_csv(writer, some, request.user)

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="old-addresses.csv"'
    return response


class _Echo:
    def write(self, text):
        return text


def _as_csv(writer, rows, user):
    paths = _paths(rows, user)
    for row in rows:
        path = paths.get(row.pk, "")
        status = 410 if row.kind == OldAddress.Kind.GONE else 301
        yield writer.writerow([row.host, row.address, status, f"{settings.SITE_URL}{path}" if path else ""])


class LeadForm(forms.Form):
    host = forms.CharField(label=gettext_lazy("Host of the earlier site"), max_length=253)
    address = forms.CharField(label=gettext_lazy("Old address"), max_length=spelling.MAX_LENGTH)
    where = forms.CharField(label=gettext_lazy("Address on this site"), max_length=500, required=False)
    is_gone = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self):
        told = super().clean()
        if not self.errors and not told.get("is_gone") and not told.get("where"):
            self.add_error("where", _("Choose what it leads to, or say that the page is gone."))
        return told


def lead(request, site):
    """Say where one old address leads: to something that is found by its words, to an address of ours, or to 410."""
    if not _may_change(request):
        raise PermissionDenied
    refuse_undeclared(request.GET, ["host", "address", "q"])
    form = LeadForm(request.POST or None, initial={name: request.GET.get(name, "") for name in ("host", "address")})
    if request.method == "POST" and form.is_valid() and _decided(request, form):
        return HttpResponseRedirect(f"{reverse('admin:moving_oldaddress_changelist')}?show=vain")
    words = words_asked(request)
    host, address = form["host"].value() or "", form["address"].value() or ""
    known = OldAddress.objects.filter(host=spelling.host_of(host), address=address).first()
    context = {
        **site.each_context(request),
        "title": _("Where an old address leads"),
        "form": form,
        "host": host,
        "address": address,
        "words": words,
        "offers": _offers(words, request.user) if words else [],
        "known": _known([known], request.user)[0] if known else None,
        "history": timeline.of(known) if known else [],
    }
    return TemplateResponse(request, "desk/moving/lead.html", context)


def _decided(request, form):
    told = form.cleaned_data
    try:
        target = Target.gone() if told["is_gone"] else Target.at(told["where"])
        row = addresses.decide(told["host"], told["address"], target, by=request.user)
    except Refused as refusal:
        form.add_error("where", str(refusal))
        return False
    said = {"old": str(row), "where": addresses.where(row)}
    messages.success(request, _("%(old)s: %(where)s. Visitors are led there from now on.") % said)
    return True


def _may_change(request):
    return request.user.has_perm("moving.change_oldaddress")


def _asked(row):
    return Line(row["host"], row["address"], row["asked"], dates.in_words(row["last"]))


def _known(rows, user):
    rows = list(rows)
    paths = _paths(rows, user)
    return [Line(row.host, row.address, leads_to=addresses.where(row), path=paths.get(row.pk, "")) for row in rows]


def _paths(rows, user):
    """Return {row's id: path}, without those of restricted articles, whose address tells their title."""
    hidden = set(access.hidden_from(user).values_list("article", flat=True))
    keys = {row.key for row in rows if row.kind == OldAddress.Kind.FILE}
    files = set(Attachment.objects.filter(key__in=keys, edition__article__in=hidden).values_list("key", flat=True))
    shown = [
        row
        for row in rows
        if row.key not in files and not (row.kind == OldAddress.Kind.ARTICLE and row.number in hidden)
    ]
    return addresses.paths_on_paper(shown)


def _offers(words, user):
    """Return the Offers for `words`: articles in each language, then papers, meetings, people, photographs."""
    try:
        found = index.find(words, user)
    except TooLong:
        return []
    offers = list(_articles(found.get("article", []), user))
    for kind, model in [("document", Document), ("meeting", Meeting), ("person", Person), ("photo", Photo)]:
        offers += _things(model, found.get(kind, []), user)
    return offers


def _articles(ids, user):
    editions = Edition.objects.filter(article__in=ids[:MOST_OF_A_KIND]).select_related("article").order_by("number")
    newest = {(edition.article_id, edition.language): edition for edition in access.readable_by(user, editions)}
    for (_article, language), edition in sorted(newest.items(), key=lambda item: (ids.index(item[0][0]), item[0][1])):
        row = OldAddress(pk=0, kind="article", number=edition.article_id, language=language)
        detail = f"{wording.language_name(language)}, {dates.in_words(edition.shown_on)}"
        yield Offer(addresses.paths_on_paper([row])[0], Article._meta.verbose_name, str(edition), detail)


def _things(model, ids, user):
    things = model.objects.filter(pk__in=ids[:MOST_OF_A_KIND])
    if model is Photo:
        things = access.readable_by(user, things)
    found = {thing.pk: thing for thing in things}
    for number in ids[:MOST_OF_A_KIND]:
        if thing := found.get(number):
            detail = wording.language_name(get_language())
            yield Offer(thing.get_absolute_url(), model._meta.verbose_name, str(thing), detail)
