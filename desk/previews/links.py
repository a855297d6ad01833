"""Drafts for readers outside the office: a signed address, its page, and the readers' comments.

An address names a link and its edition, and is signed, so that nobody can forge one. Requests below /preview/ run with
the staff's rights in the database (settings.STAFF_PREFIXES), so every view here starts from an open link and reads
nothing but that link's edition.
"""

import datetime
import ipaddress

from django import forms
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponseNotFound, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import decorator_from_middleware
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from desk.base.fields import LineField, TextField
from desk.models import PreviewComment, PreviewLink, PreviewView
from news import access
from news.models import Article, Edition, Withdrawal
from news.pages import address_of, article_context
from page_cache import lifetimes
from photos.models import Photo, PhotoStop, Rendition
from publishing import actions, clock, downloads, roles, timeline
from publishing.addresses import absolute_url
from publishing.timeline import Verb
from publishing.transactions import retried

MAX_HOURS = 30 * 24
MAX_REMARKS = 100  # per link
HEADERS = {
    "Cache-Control": lifetimes.PRIVATE,
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}

_signer = signing.Signer(salt="desk.preview", sep=".")


# --- For the desk ----------------------------------------------------------------------------------------------------


@retried
def share(edition, *, by, recipient, email, expires_at, note=""):
    """Return a new PreviewLink; Refused if `by` may not share this text, and for a text that is public anyway."""
    edition.refresh_from_db(from_queryset=Edition.objects.select_for_update(of=("self",)))
    _require_right(edition, by)
    if edition.state() == edition.State.SET_ASIDE:
        raise actions.Refused(_("This edition was set aside and is not going out. Send the draft that is open."))
    if edition.state() not in (edition.State.UNPUBLISHED, edition.State.SCHEDULED):
        raise actions.Refused(_("This edition has been published. Send the link to its page."))
    if expires_at > clock.now() + datetime.timedelta(hours=MAX_HOURS):
        raise actions.Refused(_("A link works for thirty days at most."))
    link = PreviewLink.objects.create(
        edition=edition,
        recipient=recipient,
        email=email,
        note=note,
        version=edition.version,
        expires_at=expires_at,
        created_by=by,
    )
    timeline.record(edition, Verb.SHARED, by=by, note=f"{recipient} <{email}>")
    return link


@retried
def revoke(link, *, by):
    """Close a link; revoking it again changes nothing."""
    link.refresh_from_db(from_queryset=PreviewLink.objects.select_for_update(of=("self",)))
    _require_right(link.edition, by)
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        link.save(update_fields=["revoked_at"])
        told = {"name": link.recipient}
        timeline.record(link.edition, Verb.SHARED, by=by, note=_("Link revoked: %(name)s") % told)


def resolve(remark, *, by):
    """Record that a remark has been dealt with, the first time."""
    _require_right(remark.link.edition, by)
    open_ones = PreviewComment.objects.filter(pk=remark.pk, resolved_at__isnull=True)
    open_ones.update(resolved_at=clock.now(), resolved_by=by)


def may_share(user, article):
    """Return whether `user` may share the article's drafts: a reader of it who may submit or approve texts."""
    has_right = roles.may(user, "submit") or roles.may(user, "approve")
    return has_right and access.may_read(user, article)


def open_remarks(user):
    """Return the open remarks on articles that `user` may read, the oldest first."""
    articles = access.readable_by(user, Article.objects.all())
    return PreviewComment.objects.filter(
        resolved_at__isnull=True, link__edition__article__in=articles.order_by().values("pk")
    ).select_related("link__edition__article")


def address(link):
    """Return the absolute address of a link's page."""
    return absolute_url(reverse("preview", args=[token(link)]))


def token(link):
    return _signer.sign_object([link.pk, link.edition_id])


def _require_right(edition, by):
    if not may_share(by, edition.article):
        raise actions.NotAllowed(_("You do not have permission to do this. Ask the press secretary."))


# --- For readers outside ---------------------------------------------------------------------------------------------


class RemarkForm(forms.ModelForm):
    # A honeypot: only programs that fill in every field see it.
    website = forms.CharField(required=False, label=gettext_lazy("Leave this field empty"))

    class Meta:
        model = PreviewComment
        fields = ["quoted", "text"]
        field_classes = {"quoted": LineField, "text": TextField}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs.update(tabindex="-1", autocomplete="off")


class PrivateMiddleware:
    """Keep the responses of a view out of caches, search engines and the referrers of other sites."""

    def __init__(self, get_response):
        self.get_response = get_response

    def process_response(self, request, response):
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response


private = decorator_from_middleware(PrivateMiddleware)


# A page without referrers posts with the origin “null”, which Django's CSRF check refuses. The check would protect
# nothing here: no cookie gives any right, and whoever can send the form knows the address, which is the only secret.
@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, token):
    """Show the draft as readers will see it, with a form for comments."""
    link = _link_of(token)
    if link is None or link.revoked_at:
        return _closed(request, link)
    if published := _published(link.edition):
        return HttpResponseRedirect(address_of(published))
    if not _is_to_be_seen(link):
        return _closed(request, link)
    with override(link.edition.language):
        if request.method == "POST":
            return _take_remark(request, link, token)
        if request.method == "GET":
            _log(request, link)
        return _draft(request, link, token, RemarkForm())


@private
@require_safe
def photo(request, token, key, name):
    """Send a rendition of a photo of the edition."""
    link = _open_link(token)
    photos = Photo.objects.filter(news_editionphoto_set__edition=link.edition) if link else Photo.objects.none()
    shown = photos.filter(key=key).exclude(PhotoStop.in_force()).first()
    files = Rendition.objects.filter(photo=shown) if shown else []
    found = next((file for file in files if file.name == name), None)
    return _file(found, content_type=found.content_type) if found else _nothing()


@private
@require_safe
def attachment(request, token, key, name):
    """Send an attachment of the edition."""
    link = _open_link(token)
    found = link and link.edition.attachments.filter(key=key, file_name=name).first()
    return _file(found, as_attachment=True, filename=found.file_name) if found else _nothing()


def _file(row, **how):
    try:
        return downloads.staff_download_response(row.file.storage, row.file.name, **how)
    except Http404:
        return _nothing()


def _link_of(token):
    """Return the PreviewLink of a token, None for one that is invalid or whose draft is gone."""
    try:
        number, edition = _signer.unsign_object(token)
    except signing.BadSignature:
        return None
    links = PreviewLink.objects.select_related("edition__section", "edition__article", "created_by")
    return links.filter(pk=number, edition=edition).first()


def _open_link(token):
    """Return the link if it shows its draft now."""
    link = _link_of(token)
    return link if link and link.revoked_at is None and _is_to_be_seen(link) else None


def _is_to_be_seen(link):
    now = clock.now()
    is_draft = link.edition.state(now) in (Edition.State.UNPUBLISHED, Edition.State.SCHEDULED)
    return is_draft and link.is_open(now) and not _is_withdrawn_since(link)


def _is_withdrawn_since(link):
    """Return whether the article was withdrawn after the link was made: the draft may have the same text."""
    withdrawals = Withdrawal.objects.filter(article=link.edition.article_id, language=link.edition.language)
    return withdrawals.filter(at__gte=link.created_at).exists()


def _published(edition):
    """Return the live edition that followed a draft; None while it is a draft."""
    if edition.state() not in (Edition.State.LIVE, Edition.State.ENDED):
        return None
    return Edition.objects.public().filter(article=edition.article_id, language=edition.language).first()


def _closed(request, link):
    """Return the same plain page for every link without a draft, so that it reveals nothing about the address."""
    request.translations = {}
    with override(link.edition.language if link else get_language()):
        context = {"link": link, "has_expired": link and link.expires_at <= clock.now()}
        return render(request, "desk/previews/closed.html", context, status=410 if link else 404)


def _nothing():
    return HttpResponseNotFound(content_type="text/plain")


def _draft(request, link, token, form):
    edition = link.edition
    request.translations = {edition.language: request.path}
    context = article_context(edition, preview=True) | {
        "link": link,
        "token": token,
        "form": form,
        "has_changed": edition.version != link.version,
        "remarks": link.comments.all(),
        "is_full": link.comments.count() >= MAX_REMARKS,
    }
    response = render(request, "desk/previews/page.html", context, status=400 if form.errors else 200)
    response.content = _with_files_of_the_link(response.content.decode(), edition, token)
    return response


def _with_files_of_the_link(page, edition, token):
    """Return the HTML with the edition's photos and files at addresses below the link's own."""
    for use in edition.photos.select_related("photo").prefetch_related("photo__renditions"):
        if use.photo.download:  # a photo that is not public has no page to link to
            in_full = f'href="{use.photo.download.get_absolute_url()}"'
            page = page.replace(f'href="{use.photo.get_absolute_url()}"', in_full)
        public = reverse("photo-file", args=[use.photo.key, "-"]).removesuffix("-")
        ours = reverse("preview-photo", args=[token, use.photo.key, "-"]).removesuffix("-")
        page = page.replace(public, ours)
    for file in edition.attachments.all():
        ours = reverse("preview-attachment", args=[token, file.key, file.file_name])
        page = page.replace(file.get_absolute_url(), ours)
    return page


def _take_remark(request, link, token):
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _draft(request, link, token, form)
    with transaction.atomic():
        PreviewLink.objects.select_for_update(of=("self",)).get(pk=link.pk)  # a lock, so that MAX_REMARKS holds
        if not form.cleaned_data["website"] and link.comments.count() < MAX_REMARKS:
            form.instance.link, form.instance.version = link, link.edition.version
            form.save()
    return HttpResponseRedirect(f"{request.path}#remarks")


def _log(request, link):
    PreviewView.objects.create(
        link=link,
        version=link.edition.version,
        network=network(_address_of_reader(request)),
        program=request.headers.get("User-Agent", "").replace("\0", "")[:200],
    )


def _address_of_reader(request):
    """Return the IP address; behind our proxy, the last one that it adds."""
    if settings.SECURE_PROXY_SSL_HEADER:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def network(text):
    """Return an IP address truncated: enough to tell offices apart, too little to follow a person."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return "?"
    bits = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network(f"{found}/{bits}", strict=False))
