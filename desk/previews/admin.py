"""Preview links for readers outside, on the desk: create and revoke them, see their views and comments."""

import dataclasses
import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from desk.base import wording
from desk.base.fields import LineField
from desk.models import PreviewComment, PreviewLink
from desk.previews import links
from identity.current import current as identity
from news import access
from news.models import Article, Edition
from publishing import actions, clock, dates, moments

DAYS_OFFERED = [1, 3, 7, 14, links.MAX_HOURS // 24]


def _durations():
    return [(24 * days, ngettext("%d day", "%d days", days) % days) for days in DAYS_OFFERED]


class LinkForm(forms.ModelForm):
    hours = forms.TypedChoiceField(label=gettext_lazy("Valid for"), choices=_durations, coerce=int, initial=72)

    class Meta:
        model = PreviewLink
        fields = ["recipient", "email", "hours", "note"]
        field_classes = {"recipient": LineField, "note": LineField}


@dataclasses.dataclass
class Line:
    """A link in the list."""

    link: PreviewLink
    is_open: bool
    address: str
    mail: str
    is_new: bool


def page(request, site, edition_id):
    """List the previews of an edition, and make a new one."""
    edition = _edition(request, edition_id)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            link = _share(edition, form.cleaned_data, by=request.user)
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The link is ready. Copy it, or send it from your email program."))
            return HttpResponseRedirect(f"{_address(edition)}?new={link.pk}#link-{link.pk}")
    now = clock.now()
    return TemplateResponse(
        request,
        "desk/previews/previews.html",
        {
            **site.each_context(request),
            "title": _("External reviewers"),
            "opts": Article._meta,
            "article": edition.article,
            "edition": edition,
            "language_name": wording.language_name(edition.language),
            "is_public": edition.state(now) in (edition.State.LIVE, edition.State.ENDED),
            "form": form,
            "lines": [_line(link, now, request.GET.get("new")) for link in _links(edition)],
            "remarks": _remarks(edition),
        },
    )


def revoke(request, link_id):
    """Revoke a link."""
    link = get_object_or_404(PreviewLink.objects.select_related("edition__article"), pk=link_id)
    _require(request, link.edition)
    links.revoke(link, by=request.user)
    messages.success(request, _("Link revoked: %(name)s can no longer open it.") % {"name": link.recipient})
    return HttpResponseRedirect(_address(link.edition))


def resolve(request, remark_id):
    """Mark a remark as dealt with; the article screen's script expects no page."""
    remark = get_object_or_404(PreviewComment.objects.select_related("link__edition__article"), pk=remark_id)
    _require(request, remark.link.edition)
    links.resolve(remark, by=request.user)
    if request.headers.get("Accept") == "text/plain":
        return HttpResponse(status=204)
    return HttpResponseRedirect(_address(remark.link.edition))


def panel(article, statuses, user):
    """Return the article screen's context about Word and readers outside, for desk/base/_article_outside.html."""
    if article is None:
        return None
    return {
        "article": article,
        "statuses": statuses,
        "may_share": links.may_share(user, article),
        "links": _open_links(article),
        "remarks": links.open_remarks(user).filter(link__edition__article=article),
    }


def _open_links(article):
    """Return {language: number of links that show a draft now}."""
    counted = PreviewLink.objects.open().filter(edition__in=Edition.objects.unpublished().filter(article=article))
    return dict(counted.order_by().values_list("edition__language").annotate(Count("pk")))


def _edition(request, edition_id):
    edition = get_object_or_404(Edition.objects.select_related("article"), pk=edition_id)
    if not access.may_read(request.user, edition):
        raise Http404
    if not links.may_share(request.user, edition.article):
        raise PermissionDenied
    return edition


def _require(request, edition):
    _edition(request, edition.pk)
    if request.method != "POST":
        raise PermissionDenied


def _address(edition):
    return reverse("admin:news_article_previews", args=[edition.pk])


def _share(edition, values, *, by):
    hours = datetime.timedelta(hours=values.pop("hours"))
    return links.share(edition, by=by, expires_at=clock.now() + hours, **values)


def _links(edition):
    return edition.preview_links.select_related("created_by").annotate(looks=Count("views"), last_look=Max("views__at"))


def _line(link, now, new):
    return Line(link, link.is_open(now), links.address(link), _mail(link), str(link.pk) == new)


def _mail(link):
    """Return a mailto: address with a prepared email in the language of the text."""
    with override(link.edition.language):
        told = {
            "office": identity().office,
            "name": link.recipient,
            "title": link.edition.title or _("Untitled"),
            "address": links.address(link),
            "until": dates.moment_in_words(link.expires_at),
            "clock": moments.clock_name(),
        }
        subject = _("Draft to review: %(title)s") % told
        body = _(
            "%(name)s,\n\nplease read this draft before we publish it:\n%(address)s\n\n"
            "The address is for you alone and works until %(until)s %(clock)s. "
            "You can write your remarks below the text.\n\n%(office)s"
        )
        query = urlencode({"subject": subject, "body": body % told}).replace("+", "%20")
        return f"mailto:{link.email}?{query}"


def _remarks(edition):
    return (
        PreviewComment.objects.filter(link__edition=edition)
        .select_related("link", "resolved_by")
        .order_by("resolved_at", "at")
    )
