"""The page of a release: its items with their status, what is missing, and a search for more items."""

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from council.models import Document, Meeting, Term
from desk.articles import form as article_form
from desk.base import access as desk_access
from desk.base import addresses, article_status, wording
from desk.base.fields import TextField
from desk.ripple import before_release
from identity.current import current as identity
from news import access, releases
from news.models import Article, Edition, Release
from photos.models import Album, Photo
from publishing import actions, clock, moments, numbers, roles, timeline
from publishing.languages import language_codes
from publishing.localized import in_language
from publishing.models import Publishable, Reviewable

State = Publishable.State
MAX_FOUND_OF_A_KIND = 8
MEETINGS_OFFERED = 30  # the latest ones


class ReleaseForm(forms.ModelForm):
    note = TextField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=Release._meta.get_field("note").help_text,
    )

    class Meta:
        model = Release
        fields = ["name", "languages", "note"]
        widgets = {"languages": forms.RadioSelect}


class MeetingForm(forms.Form):
    meeting = forms.ModelChoiceField(Meeting.objects.order_by("-held_on", "-pk"), label=gettext_lazy("Meeting"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        latest = Meeting.objects.order_by("-held_on", "-pk").values_list("pk", flat=True)[:MEETINGS_OFFERED]
        self.fields["meeting"].queryset = Meeting.objects.filter(pk__in=list(latest)).order_by("-held_on", "-pk")


# --- The screens ---------------------------------------------------------------------------------------------------


def new(request, site):
    """Ask for the name of a new release; begun from a meeting, it starts with all that belongs to it."""
    meeting = Meeting.objects.filter(pk=numbers.parse(request.GET.get("meeting"))).first()
    form = ReleaseForm(request.POST or None, initial={"name": str(meeting) if meeting else ""})
    if form.is_valid():
        release = releases.start(by=request.user, **form.cleaned_data)
        if meeting:
            _gather(request, release, meeting)
        return HttpResponseRedirect(release.get_absolute_url())
    context = {**_frame(request, site), "title": _("New package"), "form": form, "meeting": meeting}
    return TemplateResponse(request, "desk/releases/new.html", context)


def screen(request, site, release_id, may_change):
    """Show the page of a release, and save its name, note and rule for languages."""
    release = release_of(release_id)
    form = ReleaseForm(request.POST or None, instance=release_of(release_id))
    if request.method == "POST" and may_change and form.is_valid():
        try:
            releases.change(release, by=request.user, **form.cleaned_data)
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
        return HttpResponseRedirect(release.get_absolute_url())
    now = clock.now()
    state = release.state(now)
    is_open = may_change and state == State.UNPUBLISHED
    may_publish = may_change and roles.may(request.user, "publish")
    query = request.GET.get("q", "").replace("\0", "").strip()
    gaps = gaps_of(release, request.user) if state != State.LIVE else []
    return TemplateResponse(
        request,
        "desk/releases/release.html",
        {
            **_frame(request, site, release),
            "title": str(release),
            "release": release,
            "state": state,
            "words": in_words(release, now),
            "form": form,
            "may_change": may_change,
            "is_open": is_open,
            "may_publish": may_publish,
            "may_delete": site.get_model_admin(Release).has_delete_permission(request, release),
            "groups": groups(release, request.user, now),
            "hidden": sum(not releases.may_read(request.user, thing) for thing in releases.things(release)),
            "gaps": gaps,
            "stops": any(gap["blocks"] for gap in gaps),
            "meetings": MeetingForm() if is_open and identity().has.council else None,
            "query": query,
            "found": find(query, release, request.user) if is_open and query else [],
            "rehearsal": addresses.of_rehearsal(release.opens_at) if release.opens_at else "",
            "now": now,
        },
    )


@require_POST
def together(request, meeting_id):
    """Add all that belongs to a meeting with one click, to the release that has the meeting or to a new one."""
    meeting = get_object_or_404(Meeting, pk=meeting_id)
    things = releases.unpublished_of(meeting, request.user)
    if not things:
        messages.info(request, _("There was nothing to add."))
        return HttpResponseRedirect(address_of(meeting))
    release = releases.in_preparation_for(things) or releases.start(str(meeting), by=request.user)
    try:
        _told(request, releases.add(release, *things, by=request.user))
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(release.get_absolute_url())


@require_POST
def change_list(request, release_id):
    """Add to a release, remove from it, or add what belongs to a meeting."""
    release = release_of(release_id)
    try:
        if "gather" in request.POST:
            form = MeetingForm(request.POST)
            if form.is_valid():
                _gather(request, release, form.cleaned_data["meeting"])
        elif things := _named(request.POST.get("add", ""), request.user):
            _told(request, releases.add(release, *things, by=request.user))
        elif things := _named(request.POST.get("remove", ""), request.user, only_this=True):
            releases.remove(release, *things, by=request.user)
            messages.success(request, _("Removed: %(names)s") % {"names": things[0]})
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(release.get_absolute_url())


def history(request, site, release_id):
    release = release_of(release_id)
    return TemplateResponse(
        request,
        "desk/base/record_history.html",
        {
            **_frame(request, site, release),
            "title": _("History"),
            "subtitle": str(release),
            "record": release,
            "back": release.get_absolute_url(),
            "entries": desk_access.history_for(request.user, timeline.of(release)),
        },
    )


def release_of(release_id):
    return get_object_or_404(Release, pk=numbers.parse(release_id))


def _frame(request, site, release=None):
    return {**site.each_context(request), "opts": Release._meta, "original": release}


def _gather(request, release, meeting):
    _told(request, releases.add(release, *releases.unpublished_of(meeting, request.user), by=request.user))


def _told(request, added):
    if added:
        messages.success(request, _("Added: %(names)s") % {"names": ", ".join(map(str, added))})
    else:
        messages.info(request, _("There was nothing to add."))


# --- Words ---------------------------------------------------------------------------------------------------------


def in_words(release, now):
    """Return article_status.StatusLabel about a release."""
    state = release.state(now)
    if state == State.SCHEDULED:
        return article_status.StatusLabel(
            look="embargo", until=release.opens_at, left=wording.time_left(release.opens_at - now)
        )
    if state == State.LIVE:
        return article_status.StatusLabel(_("Published on %(moment)s %(clock)s") % moments.told(release.opens_at), "ok")
    return article_status.StatusLabel(_("In preparation"))


def in_short(release, now):
    """Return article_status.StatusLabel of one or two words for the list."""
    look, word = {
        State.UNPUBLISHED: ("", _("In preparation")),
        State.SCHEDULED: ("embargo", _("Scheduled")),
        State.LIVE: ("ok", pgettext("package", "Published")),
    }[release.state(now)]
    return article_status.StatusLabel(str(word), look)


def groups(release, user, now):
    """Return what is in a release by kind: dicts with `kind` and `rows`."""
    return grouped(readable(releases.things(release), user), now)


def grouped(things, now):
    """Return `things` by kind, as groups() does."""
    return [
        {"kind": model._meta.verbose_name_plural, "rows": [row(thing, now) for thing in things if type(thing) is model]}
        for model in releases.KINDS
        if any(type(thing) is model for thing in things)
    ]


def row(thing, now):
    """Return the row of a list for one thing."""
    is_edition = isinstance(thing, Edition)
    return {
        "name": f"{thing._meta.label_lower}:{thing.pk}",
        "title": str(thing),
        "language": wording.language_name(thing.language) if is_edition else "",
        "lang": thing.language if is_edition else "",
        "address": address_of(thing),
        "words": _state_of(thing, now),
    }


def address_of(thing):
    """Return the desk's address of a thing."""
    if isinstance(thing, Edition):
        return reverse("admin:news_article_change", args=[thing.article_id])
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def _state_of(thing, now):
    if isinstance(thing, Reviewable):
        return article_status.in_short(thing, now)
    state = Publishable.state(thing, now)
    looks = {State.SCHEDULED: "embargo", State.LIVE: "ok", State.ENDED: "late", State.UNPUBLISHED: ""}
    word = _("Not public yet") if state == State.UNPUBLISHED else state.label
    return article_status.StatusLabel(str(word), looks[state])


def gaps_of(release, user, at=None):
    """Return the problems of a release, whether they block it or not: dicts of address, name, sentence, blocks."""
    told = []
    for gap in releases.problems(release, by=user, at=at):
        told.append({**_where(gap, user), "blocks": gap.blocks})
    for edition in readable([item for item in releases.things(release) if isinstance(item, Edition)], user):
        for sentence, address in before_release.remarks(edition):
            told.append({"address": address, "name": str(edition), "sentence": sentence, "blocks": False})
    for edition in releases.unreviewed(release):
        gap = releases.Gap(edition, "", _("This text has not been approved."))
        told.append({**_where(gap, user), "blocks": False})
    return told


def _where(gap, user):
    if gap.item is None:
        return {"address": "", "name": "", "sentence": gap.sentence}
    if not readable([gap.item], user):
        return {"address": "", "name": "", "sentence": _("A text you cannot read is not ready.")}
    named = row(gap.item, clock.now())
    name = f"{named['title']} ({named['language']})" if named["language"] else named["title"]
    return {"address": named["address"] + _anchor(gap), "name": name, "sentence": gap.sentence}


def _anchor(gap):
    if isinstance(gap.item, Edition):
        return f"#{article_form.anchor(gap, gap.item.language)}" if gap.field else f"#panel-{gap.item.language}"
    if gap.field.startswith("photo_uses"):
        return "#photo_uses-group"
    return f"#id_{gap.field}" if gap.field else ""


def readable(things, user):
    """Return `things` without what `user` may not read, and without those of parts that are switched off."""
    has = identity().has
    return [thing for thing in things if has.knows(thing._meta.label_lower) and releases.may_read(user, thing)]


# --- Finding what to add -------------------------------------------------------------------------------------------


def find(query, release, user):
    """Return what matches `query` and may be added: dicts with `kind` and `rows` of name and title."""
    found = [
        (Article, _articles(query, user)),
        (
            Meeting,
            [
                meeting
                for meeting in _waiting(Meeting)
                if query.lower() in f"{meeting} {meeting.held_on} {in_language(meeting.place)}".lower()
            ],
        ),
        (Document, _waiting(Document).filter(_in_words("title", query))),
        (Album, _waiting(Album).filter(_in_words("title", query))),
        (Photo, _photos(query, user)),
        (Term, _waiting(Term).filter(_in_words("person__name", query)).select_related("person", "office")),
    ]
    inside = set(releases.things(release))
    found = [
        (model, [thing for thing in things[:MAX_FOUND_OF_A_KIND] if not _is_inside(thing, inside)])
        for model, things in found
        if identity().has.knows(model._meta.label_lower)
    ]
    return [
        {"kind": model._meta.verbose_name_plural, "rows": [_candidate(thing) for thing in things]}
        for model, things in found
        if things
    ]


def _is_inside(thing, inside):
    if isinstance(thing, Article):
        return inside.issuperset(releases.not_yet_public(thing.editions))
    return thing in inside


def _candidate(thing):
    name = f"{thing._meta.label_lower}:{thing.pk}"
    if not isinstance(thing, Article):
        return {"name": name, "title": str(thing), "languages": ""}
    waiting = releases.not_yet_public(thing.editions).values_list("language", flat=True)
    return {
        "name": name,
        "title": str(thing),
        "languages": wording.language_names([code for code in language_codes() if code in waiting]),
    }


def _articles(query, user):
    editions = releases.not_yet_public(Edition.objects)
    articles = Article.objects.filter(pk__in=editions.values("article"), editions__title__icontains=query)
    return access.readable_by(user, articles).distinct().order_by("-pk")


def _photos(query, user):
    photos = _waiting(Photo).filter(Q(file_name__icontains=query) | _in_words("caption", query))
    return access.readable_by(user, photos).order_by("-pk")


def _waiting(model):
    return releases.not_yet_public(model.objects).order_by("-pk")


def _in_words(field, query):
    return Q(**{f"{field}__ru__icontains": query}) | Q(**{f"{field}__en__icontains": query})


def _named(name, user, only_this=False):
    """Return the things that a button names (“photos.album:7”): of an article all waiting editions.

    A meeting comes with its documents, unless `only_this`.
    """
    label, _colon, number = name.partition(":")
    number = numbers.parse(number)
    models = {model._meta.label_lower: model for model in [*releases.KINDS, Article]}
    if label not in models or number is None:
        return []
    if models[label] is Article:
        return list(access.readable_by(user, releases.not_yet_public(Edition.objects)).filter(article=number))
    things = readable(models[label]._base_manager.filter(pk=number), user)
    if things and not only_this and models[label] is Meeting:
        things += releases.not_yet_public(Document.objects).filter(considerations__meeting=number).distinct()
    return things
