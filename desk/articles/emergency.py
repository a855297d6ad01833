"""Emergency removal: a page that says what disappears at once, and who may already have a copy."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.models import Meeting
from desk.articles.exit_form import EMERGENCY_CHOICES, WHO_READS_THE_REASON
from desk.base import wording
from desk.base.action_forms import reason_field
from news import access, emergency
from news.models import Article, Edition
from news.pages import address_of
from photos import uses
from photos.models import Photo
from publishing import actions, roles


class ReasonForm(forms.Form):
    reason = reason_field(WHO_READS_THE_REASON)


class ArticleForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What visitors will see"), choices=EMERGENCY_CHOICES, widget=forms.RadioSelect
    )
    reason = reason_field(WHO_READS_THE_REASON)
    photos = forms.ModelMultipleChoiceField(
        Photo.objects.none(),
        label=gettext_lazy("Photographs that something else shows too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those you choose are hidden everywhere. The pages that show them stay, without them."),
    )

    def __init__(self, *args, shared, **kwargs):
        super().__init__(*args, **kwargs)
        photos = self.fields["photos"]
        photos.queryset = Photo.objects.filter(pk__in=[shared_photo.photo.pk for shared_photo in shared])
        photos.label_from_instance = lambda photo: _where_else(
            next(shared_photo for shared_photo in shared if shared_photo.photo == photo)
        )
        # A photo that another article shows is only stopped if somebody chooses so: it changes that article too.
        photos.initial = [shared_photo.photo.pk for shared_photo in shared if not shared_photo.in_articles]
        if not shared:
            del self.fields["photos"]


def _where_else(reach):
    places = [str(use) for use in reach.others]
    if reach.is_released:
        places.insert(0, _("published in the archive"))
    return f"{reach.photo.file_name}: {'; '.join(places)}"


def article(request, site, article_id):
    """Take an article from the site: all its languages, editions, files and photographs."""
    _require(request)
    found = get_object_or_404(Article, pk=article_id)
    reach = emergency.reach_of(found)
    form = ArticleForm(
        request.POST or None, shared=[reached_photo for reached_photo in reach.photos if not reached_photo.is_only_here]
    )
    done = _("Removed from the site.")
    if _is_done(request, form, lambda **how: emergency.take_down(found, by=request.user, **how), done):
        return _again("news_article_emergency", found)
    context = {
        "thing": found,
        "back": reverse("admin:news_article_change", args=[found.pk]),
        "reach": reach,
        "pages": [
            (wording.language_name(edition.language), edition, address_of(edition))
            for edition in (*reach.live, *reach.withdrawn)
        ],
        "only_here": [reached_photo.photo for reached_photo in reach.photos if reached_photo.is_only_here],
        "exits": found.withdrawals.select_related("by"),
        "deliveries": _in_words(emergency.recipients(found)),
        "is_over": reach.is_empty,
    }
    return _page(request, site, form, context)


def photo(request, site, photo_id):
    """Stop a photo wherever it is shown, or lift that."""
    _require(request)
    found = get_object_or_404(Photo, pk=photo_id)
    stop = found.news_stoppedphoto_set.filter(lifted_at__isnull=True).select_related("by").first()
    if stop is None and not access.may_read(request.user, found):
        raise Http404
    form = ReasonForm(request.POST or None)
    if stop and "lift" in request.POST:
        _run(request, lambda: emergency.lift_stop(found, by=request.user), _("Visitors see the photograph again."))
        return _again("photos_photo_emergency", found)
    done = _("The photograph is hidden.")
    if not stop and _is_done(request, form, lambda **how: emergency.stop_photo(found, by=request.user, **how), done):
        return _again("photos_photo_emergency", found)
    shown = [use for use in uses.uses_of(found) if use.address]
    articles = {use.object.article_id for use in shown if isinstance(use.object, Edition)}
    context = {
        "thing": found,
        "back": reverse("admin:photos_photo_change", args=[found.pk]),
        "places": shown,
        "stop": stop,
        "deliveries": _in_words(emergency.recipients(*articles)),
        "is_over": bool(stop) or not found.is_public(),
    }
    return _page(request, site, form, context)


def meeting(request, site, meeting_id):
    """Take a meeting's page from the site, and the photographs that only it shows."""
    _require(request)
    found = get_object_or_404(Meeting, pk=meeting_id)
    form = ReasonForm(request.POST or None)
    done = _("Removed from the site.")
    if _is_done(request, form, lambda **how: actions.withdraw(found, by=request.user, **how), done):
        return _again("council_meeting_emergency", found)
    photos = [use.photo for use in found.photo_uses.select_related("photo")]
    about = list(Edition.objects.public().filter(meeting=found))
    context = {
        "thing": found,
        "back": reverse("admin:council_meeting_change", args=[found.pk]),
        "only_here": [photo for photo in photos if photo.is_public() and not _is_shown_elsewhere(photo, found)],
        "elsewhere": [photo for photo in photos if _is_shown_elsewhere(photo, found)],
        "about": about,
        "deliveries": _in_words(emergency.recipients(*{edition.article_id for edition in about})),
        "is_over": not found.is_public(),
    }
    return _page(request, site, form, context)


def _is_shown_elsewhere(photo, meeting):
    others = any(use.address and use.object != meeting for use in uses.uses_of(photo))
    return others or photo.state() == photo.State.LIVE


def _require(request):
    if not roles.may(request.user, "withdraw"):
        raise PermissionDenied


def _is_done(request, form, action, sentence):
    return form.is_valid() and _run(request, lambda: action(**form.cleaned_data), sentence)


def _run(request, action, sentence):
    """Do `action` and add a message, also if it was refused; return whether it was done."""
    try:
        action()
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, sentence)
    return True


def _in_words(deliveries):
    """Return each delivery with the editions that were in it, as “RU 1, EN 2”."""
    return [
        (delivery, ", ".join(f"{language.upper()} {number}" for language, number in delivery.editions.items()))
        for delivery in deliveries
    ]


def _again(name, thing):
    return HttpResponseRedirect(reverse(f"admin:{name}", args=[thing.pk]))


def _page(request, site, form, context):
    opts = context["thing"]._meta
    return TemplateResponse(
        request,
        f"desk/articles/emergency_{opts.model_name}.html",
        {
            **site.each_context(request),
            "title": _("Emergency takedown: %(thing)s") % {"thing": context["thing"]},
            "opts": opts,
            "form": form,
            **context,
        },
    )
