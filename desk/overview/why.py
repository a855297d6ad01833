"""“Who can see a page”: for an address of the site or a record, who can see it, since when, and why.

An address is resolved as the site resolves it; a record is named “news.edition-12”. The page shows an Explanation for
each thing at the address: the editions of an article, or the one photo, meeting, paper, term, album or file.
"""

import dataclasses
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from council.models import Document, Meeting, Person, Term
from desk.base import wording
from desk.models import PreviewLink
from news import access
from news.lists import Listing
from news.models import Article, Attachment, Edition
from photos import uses
from photos.models import Album, Photo
from publishing import clock, moments, numbers, timeline
from publishing.dates import moment_in_words
from publishing.languages import language_of_path
from publishing.models import Publishable
from publishing.timeline import Verb

# The actions that make a thing public or end that.
DECISIVE = [
    Verb.PUBLISHED, Verb.SCHEDULED, Verb.UNSCHEDULED, Verb.RESCHEDULED, Verb.REPLACED, Verb.WITHDRAWN, Verb.RESTORED,
]  # fmt: skip
RECORDS = [Article, Edition, Photo, Album, Meeting, Document, Term, Person, Attachment]


class AskForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"size": 70, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Any address of the site, or of the desk: of a page, a photograph, a file, a press kit."
        ),
    )


@dataclasses.dataclass
class Explanation:
    """Who can see one thing, and why.

    `verdict` says in a sentence who can see it and `look` is the class of its label; `rules` are sentences on what
    decides; `decisions` the timeline's entries, the newest first; `lists` are (name, address) of where it stands;
    `previews` are PreviewLinks with their views.
    """

    title: str
    kind: str
    verdict: str
    look: str = ""
    rules: list = dataclasses.field(default_factory=list)
    decisions: list = dataclasses.field(default_factory=list)
    lists: list = dataclasses.field(default_factory=list)
    previews: list = dataclasses.field(default_factory=list)
    desk_address: str = ""


def page(request, site):
    if not request.user.has_perm("news.view_article"):
        raise PermissionDenied
    form = AskForm(request.GET or None)
    address = request.GET.get("address", "").strip()
    answers, sentence = explain(address, request.GET.get("record", ""), request.user)
    return TemplateResponse(
        request,
        "desk/overview/why.html",
        {
            **site.each_context(request),
            "title": _("Who can see a page"),
            "form": form,
            "answers": answers,
            "sentence": sentence,
        },
    )


def explain(address, record, user):
    """Return ([Explanation], a sentence if there is none)."""
    if not address and not record:
        return [], ""
    thing, sentence = _named(record) if record else _at(address)
    if thing is None:
        return [], sentence
    answers = list(_answers(thing, user, clock.now()))
    return answers, "" if answers else NOTHING


NOTHING = gettext_lazy("There is nothing at this address, and there never was. Visitors see “Page not found”.")


# --- Finding the thing ---------------------------------------------------------------------------------------------


def _named(record):
    label, _dash, number = record.partition("-")
    kinds = {kind._meta.label_lower: kind for kind in RECORDS}
    kind = kinds.get(label)
    thing = kind.objects.filter(pk=numbers.parse(number)).first() if kind else None
    return thing, NOTHING


def _at(address):
    """Return (the thing at the address, or None; a sentence for None)."""
    try:
        path = unquote(urlsplit(address if "//" in address or address.startswith("/") else f"//{address}").path)
    except ValueError:
        return None, NOTHING
    language = language_of_path(path)
    try:
        with override(language or "en"):
            match = resolve(path or "/")
    except Resolver404:
        return None, NOTHING
    # The desk's namespace is “desk”, but its addresses are those of Django's admin.
    name = f"admin:{match.url_name}" if "admin" in match.app_names else match.view_name
    finder = FINDERS.get(name)
    if finder:
        return _first(finder(**match.kwargs), language), NOTHING
    if "admin" in match.app_names:
        return _on_the_desk(match), _("This is a page of the desk. Only press office staff see it.")
    return None, _("Everybody sees this page, with everything public that is on it.")


def _first(things, language):
    thing = things.first()
    if isinstance(thing, Article) and language:
        thing.asked_language = language
    return thing


FINDERS = {
    "news:detail": lambda id, slug: Article.objects.filter(pk=id),
    "news:short": lambda id: Article.objects.filter(pk=id),
    "news:kit": lambda id, slug: Article.objects.filter(pk=id),
    "news:edition": lambda id, slug, number: Article.objects.filter(pk=id),
    "news:comparison": lambda id, slug, earlier, later: Article.objects.filter(pk=id),
    "news:attachment": lambda key, name: Attachment.objects.filter(key=key, file_name=name).order_by("-pk"),
    "news:meeting-kit": lambda id: Meeting.objects.filter(pk=id),
    "photo-file": lambda key, name: Photo.objects.filter(key=key),
    "photos:detail": lambda id: Photo.objects.filter(pk=id),
    "photos:album": lambda id: Album.objects.filter(pk=id),
    "council:meeting": lambda id: Meeting.objects.filter(pk=id),
    "council:person": lambda id, slug: Person.objects.filter(pk=id),
    "council:person-json": lambda id: Person.objects.filter(pk=id),
    "admin:news_article_preview": lambda edition_id: Edition.objects.filter(pk=edition_id),
    "admin:photo-file": lambda photo_id: Photo.objects.filter(pk=photo_id),
    "admin:photo-rendition": lambda key, name: Photo.objects.filter(key=key),
}


def _on_the_desk(match):
    """Return the record whose page on the desk the address is, if any."""
    number = numbers.parse(match.kwargs.get("object_id", match.kwargs.get("article_id")))
    for kind in RECORDS:
        name = f"{kind._meta.app_label}_{kind._meta.model_name}_"
        if number is not None and (match.url_name or "").startswith(name):
            return kind.objects.filter(pk=number).first()
    return None


# --- Explaining it -------------------------------------------------------------------------------------------------


def _answers(thing, user, now):
    if isinstance(thing, Article):
        yield from _of_article(thing, user, now)
    elif isinstance(thing, Edition):
        if _may_know(thing, user, now):
            yield _of_edition(thing, now)
    elif isinstance(thing, Attachment):
        yield from _of_attachment(thing, user, now)
    elif isinstance(thing, Photo):
        if access.may_read(user, thing):
            yield _of_photo(thing, user, now)
    elif isinstance(thing, Person):
        yield _of_person(thing)
    else:
        yield _of_record(thing, now)


def _may_know(edition, user, now):
    """Everybody on the desk may know of what is or was public; of limited articles only their readers."""
    return (edition.live_from and edition.live_from <= now) or access.may_read(user, edition)


def _of_article(article, user, now):
    editions = Edition.objects.filter(article=article).select_related("section", "article").order_by("language")
    if language := getattr(article, "asked_language", None):
        editions = editions.filter(language=language)
    for edition in editions.order_by("language", "-number"):
        if _may_know(edition, user, now):
            yield _of_edition(edition, now)


def _of_edition(edition, now):
    language = wording.language_name(edition.language)
    verdict, look = _verdict(edition, now)
    rules = [_range_rule(edition, now)]
    if edition.state(now) == Publishable.State.UNPUBLISHED:
        rules.append(_("It is a draft (%(stage)s).") % {"stage": edition.get_stage_display()})
    if edition.is_unreviewed:
        rules.append(_("It went out without a review: %(reason)s") % {"reason": edition.unreviewed_reason})
    if readers := list(edition.article.readers.all()):
        rules.append(_("On the desk it is limited to: %(names)s.") % {"names": access.names(readers)})
    withdrawal = edition.article.withdrawals.filter(language=edition.language).first()
    if withdrawal and edition.live_until and withdrawal.at >= edition.live_until:
        rules.append(_("It was withdrawn: %(reason)s") % {"reason": withdrawal.reason})
    return Explanation(
        title=str(edition),
        kind=_("%(language)s, edition %(number)d") % {"language": language, "number": edition.number},
        verdict=verdict,
        look=look,
        rules=rules,
        decisions=_decisions(edition),
        lists=_lists(edition) if edition.state(now) == Publishable.State.LIVE else [],
        previews=list(PreviewLink.objects.filter(edition=edition).prefetch_related("views")),
        desk_address=reverse("admin:news_article_change", args=[edition.article_id]),
    )


def _verdict(thing, now):
    """Return (who can see it, class of its label)."""
    state = thing.state(now)
    told = {"since": _moment(thing.live_from), "until": _moment(thing.live_until), "clock": moments.clock_name()}
    if state == Publishable.State.LIVE:
        if thing.live_until:
            return _("Everybody sees it from %(since)s to %(until)s, %(clock)s.") % told, "ok"
        return _("Everybody has seen it since %(since)s %(clock)s. It has no end date.") % told, "ok"
    if state == Publishable.State.SCHEDULED:
        return _("Only press office staff see it until %(since)s %(clock)s. Then everybody does.") % told, "embargo"
    if state == Publishable.State.ENDED:
        return _("Visitors no longer see it. It was public from %(since)s to %(until)s %(clock)s.") % told, "late"
    return _("Staff only. Never published."), ""


def _range_rule(thing, now):
    if thing.state(now) == Publishable.State.SET_ASIDE:
        return _("It was unscheduled while a later draft was open. Only press office staff see it.")
    if thing.live_from is None:
        return _("Nobody has published or scheduled it, so it has no time at which it is public.")
    if thing.state(now) == Publishable.State.SCHEDULED:
        return _("Its time begins later. Nothing else is needed.")
    if thing.live_until:
        return _("Its own time has an end: a new edition, or somebody who withdrew it.")
    return _("Its own time has begun and has no end.")


def _moment(instant):
    return moment_in_words(instant) if instant else ""


def _decisions(thing):
    return list(timeline.of(thing).filter(verb__in=DECISIVE)[:20])


def _lists(edition):
    """Return (name, address) of the lists that show a live edition; the page of each on which it stands."""
    if edition.is_page:
        return []
    everything = Listing(edition.language)
    section = everything.narrowed(section=edition.section)
    day = edition.shown_on
    with override(edition.language):
        found = [
            (_("News"), everything.address_of(edition)),
            (str(edition.section), section.address_of(edition)),
            (f"{day:%Y}", reverse("news:archive-year", args=[day.year])),
            (f"{day:%Y-%m}", reverse("news:archive-month", args=[day.year, day.month])),
            *_home(edition),
        ]
        if edition.change in Edition.KINDS_WITH_NOTE:
            found.append((_("Corrections"), reverse("news:corrections")))
    return found


HOME_PAGE_ARTICLES = 12


def _home(edition):
    newest = Edition.objects.public().in_language(edition.language).newest_first()
    if edition.pk in newest.values_list("pk", flat=True)[:HOME_PAGE_ARTICLES]:
        yield _("Home page"), reverse("home")


def _of_attachment(attachment, user, now):
    """A file is public while an edition that has it is; editions of an article share it."""
    carriers = Edition.objects.filter(attachments__key=attachment.key).select_related("section", "article")
    known = [edition for edition in carriers.order_by("language", "-number") if _may_know(edition, user, now)]
    if not known:
        return
    live = [edition for edition in known if edition.is_public(now)]
    yield Explanation(
        title=attachment.label,
        kind=str(Attachment._meta.verbose_name),
        verdict=_("Everybody can fetch it.") if live else _("Only the desk can fetch it."),
        look="ok" if live else "",
        rules=[_("A file is public while an edition that carries it is.")],
        lists=[(str(edition), _address(edition)) for edition in live],
        desk_address=reverse("admin:news_article_change", args=[attachment.edition.article_id]),
    )
    for edition in known:
        yield _of_edition(edition, now)


def _address(edition):
    with override(edition.language):
        return edition.get_absolute_url()


def _of_photo(photo, user, now):
    places = [
        use for use in uses.uses_of(photo) if not isinstance(use.object, Edition) or _may_know(use.object, user, now)
    ]
    shown = [(f"{place.kind}: {place.object}", place.address) for place in places if place.address]
    is_public = photo.is_public()
    rules = [_("A photograph is public when it is published in the archive, or when something public shows it.")]
    own = photo.state(now)
    rules.append(
        _("In the archive: %(verdict)s") % {"verdict": _verdict(photo, now)[0]}
        if photo.live_from
        else _("It is not published in the archive.")
    )
    rules += [_("Shown by: %(place)s") % {"place": name} for name, _place in shown]
    rules += [
        _("Used, but not public there: %(place)s") % {"place": f"{place.kind}: {place.object}"}
        for place in places
        if not place.address
    ]
    if not is_public and (shown or own == Publishable.State.LIVE):
        rules.append(_("It is hidden: nobody sees it anywhere."))
    return Explanation(
        title=str(photo),
        kind=str(photo._meta.verbose_name),
        verdict=_("Everybody sees it and its files.") if is_public else _("Only the desk sees it and its files."),
        look="ok" if is_public else "",
        rules=rules,
        decisions=_decisions(photo),
        lists=[*shown, (_("Photo archive"), reverse("photos:list"))] if is_public else [],
        desk_address=reverse("admin:photos_photo_change", args=[photo.pk]),
    )


def _of_person(person):
    is_public = Person.objects.public().filter(pk=person.pk).exists()
    terms = [
        _("Term of office: %(term)s: %(verdict)s") % {"term": term, "verdict": _verdict(term, clock.now())[0]}
        for term in person.terms.all()
    ]
    return Explanation(
        title=str(person),
        kind=str(person._meta.verbose_name),
        verdict=_("Everybody sees the page.") if is_public else _("Only the desk knows this person."),
        look="ok" if is_public else "",
        rules=[_("People are public with a term of office, or at a meeting, that is."), *terms],
        lists=[(_("Page"), person.get_absolute_url())] if is_public else [],
        desk_address=reverse("admin:council_person_change", args=[person.pk]),
    )


def _of_record(record, now):
    verdict, look = _verdict(record, now)
    meta = record._meta
    lists = []
    if record.state(now) == Publishable.State.LIVE and hasattr(record, "get_absolute_url"):
        lists = [(_("Page"), record.get_absolute_url())]
    return Explanation(
        title=str(record),
        kind=str(meta.verbose_name),
        verdict=verdict,
        look=look,
        rules=[_range_rule(record, now)],
        decisions=_decisions(record),
        lists=lists,
        desk_address=reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk]),
    )
