"""The screen “Front page”: what stands on top of the home page now, what comes when, and the form that chooses it.

The form carries all that was chosen, so that a search, a step up or down and a refusal lose nothing. `do` says which of
its buttons was pressed: “find”, “put”, “add 12”, “drop 12”, “put-banner”. What stands or is scheduled has forms of its
own: “take-off 3”, “cancel 3”, “move 3”, “end-banner 4”, “cancel-banner 4”, “move-banner 4”.
"""

import dataclasses
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.base import article_status, index
from desk.base.moment_field import MomentField, tomorrow_morning
from news import front_page
from news.models import Article, Banner, FrontPage
from news.models.front_page import MAX_BELOW
from publishing import actions, clock, dates, numbers
from publishing.actions import Refused
from publishing.languages import language_choices, language_codes, principal_codes
from publishing.models import TimelineEntry
from search.finding import TooLong

NOW, LATER = "now", "later"
FOUND_SHOWN = 10
ENTRIES_SHOWN = 20
OF_THE_FORM = ("find", "add", "drop", "put", "put-banner")  # buttons that send all of it
LAST_PLACE = 10_000  # of a row whose number cannot be read
MAX_CHOSEN = MAX_BELOW + 1  # articles, the lead among them


class TimesForm(forms.Form):
    when = forms.ChoiceField(
        label=gettext_lazy("From"),
        choices=[(NOW, pgettext_lazy("from", "Now")), (LATER, gettext_lazy("From a time on"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    at = MomentField(label=gettext_lazy("Begins"), required=False)
    until = MomentField(
        label=gettext_lazy("Until"),
        initial=tomorrow_morning,
        help_text=gettext_lazy("At this time it goes by itself, whether anybody is here or not."),
        error_messages={"required": gettext_lazy("Say until when: date and time.")},
    )

    def clean(self):
        asked = super().clean()
        if asked.get("when") == LATER and not asked.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say from when: date and time."))
        return asked

    @property
    def instant(self):
        """The instant at which it is to begin, None for now."""
        return self.cleaned_data["at"] if self.cleaned_data["when"] == LATER else None


class ArrangingForm(TimesForm):
    """From when until when the chosen articles stand."""


class BannerForm(TimesForm, forms.ModelForm):
    """A banner and its times; the times come last."""

    field_order = ["kind", "text", "link", "when", "at", "until"]
    prefix = "banner"

    class Meta:
        model = Banner
        fields = ["kind", "text", "link"]
        widgets = {"kind": forms.RadioSelect}


class MovingForm(forms.Form):
    at = MomentField(label=gettext_lazy("Begins"))
    until = MomentField(label=gettext_lazy("Until"))


@dataclasses.dataclass(frozen=True)
class Row:
    """An article that is chosen or found: its title, where it stands, and the languages in which it is not shown."""

    article: Article
    title: str
    state: str
    missing: str = ""
    place: int = 0

    @property
    def leads(self):
        return self.place == 1


@dataclasses.dataclass(frozen=True)
class Notice:
    """A banner that stands now or comes: the form that moves it has None while it stands."""

    banner: Banner
    words: list
    form: MovingForm | None = None


@dataclasses.dataclass(frozen=True)
class Arrangement:
    """A front page that stands now or comes: its rows, the instant at which it ends, and why then."""

    page: FrontPage
    rows: list
    ends: object
    then: str
    form: MovingForm | None = None


def page(request, site):
    """Show the screen, and do what was asked for."""
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    name, _space, number = asked.partition(" ")
    refusal, moving = "", None
    if act := DONE.get(name):
        moving = MovingForm(request.POST, prefix=f"{name}-{number}") if act.asks_times else None
        of_it = act.model.objects.filter(pk=numbers.parse(number, 0)).first()
        if of_it is None:
            refusal = _("It has ended meanwhile.")
        elif moving is None or moving.is_valid():
            try:
                act.run(of_it, by=request.user, **(moving.cleaned_data if moving else {}))
            except Refused as refused:
                refusal = str(refused)
            else:
                messages.success(request, act.done)
                return _back()
    arranging = _Arranging(request, name, numbers.parse(number, 0))
    if name == "put" and arranging.form.is_valid():
        try:
            put = front_page.put(
                arranging.chosen,
                by=request.user,
                at=arranging.form.instant,
                until=arranging.form.cleaned_data["until"],
                seen=request.POST.get("seen"),
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _told(put))
            return _back()
    banner_form = _form(BannerForm, request.POST, name, "put-banner")
    if name == "put-banner" and banner_form.is_valid():
        banner = banner_form.save(commit=False)
        try:
            until = banner_form.cleaned_data["until"]
            front_page.put_banner(banner, by=request.user, at=banner_form.instant, until=until)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _banner_told(banner))
            return _back()
    context = {
        "title": _("Front page"),
        "refusal": refusal,
        "may_arrange": front_page.may_arrange(request.user),
        "arranging": arranging,
        "form": arranging.form,
        "banner_form": banner_form,
        "media": arranging.form.media + banner_form.media,
        "seen": front_page.digest(),
        "languages_of_texts": language_choices(),
        "entries": TimelineEntry.objects.filter(
            subject_type__in=ContentType.objects.get_for_models(FrontPage, Banner).values()
        ).select_related("actor")[:ENTRIES_SHOWN],
        **_what_stands(request.user, asked, moving),
        "banners": [_notice(banner, asked, moving) for banner in front_page.banners_until_over()],
    }
    return TemplateResponse(request, "desk/front/front.html", site.each_context(request) | context)


@dataclasses.dataclass(frozen=True)
class Act:
    """What a button does to a front page or a banner: the action, and the sentence afterwards."""

    model: type
    run: Callable
    done: str
    asks_times: bool = False


DONE = {
    "take-off": Act(FrontPage, front_page.take_off, gettext_lazy("Taken off. The home page is made by date again.")),
    "cancel": Act(FrontPage, actions.unschedule, gettext_lazy("Cancelled. It will not appear.")),
    "move": Act(FrontPage, front_page.move, gettext_lazy("Moved."), asks_times=True),
    "end-banner": Act(Banner, front_page.take_down, gettext_lazy("The banner is taken down.")),
    "cancel-banner": Act(Banner, actions.unschedule, gettext_lazy("Cancelled. It will not appear.")),
    "move-banner": Act(Banner, front_page.move, gettext_lazy("Moved."), asks_times=True),
}


def _banner_told(banner):
    if banner.is_public():
        return _("It stands above every page now, until %(moment)s.") % {
            "moment": dates.moment_in_words(banner.live_until)
        }
    return _("Scheduled: it appears by itself on %(moment)s.") % {"moment": dates.moment_in_words(banner.live_from)}


def _told(page):
    if page.is_public():
        return _("It is on the front page now, until %(moment)s.") % {"moment": dates.moment_in_words(page.live_until)}
    return _("Scheduled: it appears by itself on %(moment)s.") % {"moment": dates.moment_in_words(page.live_from)}


def _back():
    return HttpResponseRedirect(reverse("admin:news_frontpage_changelist"))


class _Arranging:
    """What the form holds: the chosen articles in their order, what is looked for and was found, and the times."""

    def __init__(self, request, name, number):
        self._user = request.user
        is_form = name in OF_THE_FORM
        ids = _sent(request.POST) if is_form else self._offered(request)
        if name == "drop":
            ids = [id for id in ids if id != number]
        if name == "add" and number and number not in ids:
            ids = [*ids, number]
        self.chosen = _readable(request.user, ids)
        self.is_full = len(self.chosen) >= MAX_CHOSEN
        self.text = request.POST.get("q", "").strip() if is_form else ""
        self.form = _form(ArrangingForm, request.POST, name, "put")
        self.has_asked = name == "find" and bool(self.text)
        self.found = self._found() if self.text and name in ("find", "add") else []

    def rows(self):
        return _rows(self.chosen)

    def _offered(self, request):
        standing = front_page.standing()
        ids = [place.article_id for place in standing.places.all()] if standing else []
        wanted = numbers.parse(request.GET.get("article"), 0)
        return ([wanted] if wanted else []) + [id for id in ids if id != wanted][: MAX_CHOSEN - bool(wanted)]

    def _found(self):
        try:
            ids = index.find(self.text, self._user).get("article", [])
        except TooLong:
            ids = []
        taken = {article.pk for article in self.chosen}
        return _rows(_readable(self._user, [id for id in ids if id not in taken][:FOUND_SHOWN]))


def _form(kind, data, asked, carried_out):
    """Return a form as it was sent. Only what is sent to be carried out is told what it lacks."""
    if asked not in OF_THE_FORM:
        return kind()
    form = kind(data)
    if asked != carried_out:
        form._errors, form.cleaned_data = forms.utils.ErrorDict(), {}
    return form


def _sent(data):
    """Return the ids in the order of the places typed; rows with the same place stay as they stood."""
    ids = list(dict.fromkeys(numbers.parse_all(data.getlist("article"))))
    places = {id: numbers.parse(data.get(f"place-{id}"), LAST_PLACE) for id in ids}
    return sorted(ids, key=places.get)


def _readable(user, ids):
    """Return the articles with these ids that may be chosen, in this order."""
    articles = front_page.eligible(user).filter(pk__in=ids).prefetch_related("editions")
    found = {article.pk: article for article in articles}
    return [found[id] for id in ids if id in found]


def _rows(articles, at=None):
    now = clock.now()
    return [_row(article, now, at or now, place) for place, article in enumerate(articles, start=1)]


def _row(article, now, at, place):
    newest = max(article.editions.all(), key=lambda edition: (edition.set_aside_at is None, edition.number))
    public = {edition.language for edition in article.editions.all() if edition.is_public(at)}
    missing = ", ".join(code.upper() for code in principal_codes() if code not in public)
    state = article_status.in_short(newest, now).sentence
    return Row(
        article, str(article), f"{state} · {dates.in_figures(newest.shown_on, newest.shown_precision)}", missing, place
    )


def _what_stands(user, asked, moving):
    """Return the context: the Arrangement that stands now, and those that come."""
    standing, coming = front_page.standing(), list(front_page.coming())
    following = [*coming, None][1:]
    return {
        "standing": standing and _arrangement(user, standing, coming[0] if coming else None),
        "coming": [
            _arrangement(user, page, after, _moving("move", page, asked, moving))
            for page, after in zip(coming, following, strict=True)
        ],
    }


def _moving(name, item, asked, sent):
    """Return the MovingForm of what is scheduled; the one that was `sent`, if it was asked for this."""
    if sent and asked == f"{name} {item.pk}":
        return sent
    return MovingForm(prefix=f"{name}-{item.pk}", initial={"at": item.live_from, "until": item.ends_at})


def _notice(banner, asked, moving):
    words = [(code.upper(), banner.text[code]) for code in language_codes() if banner.text.get(code)]
    if banner.is_public():
        return Notice(banner, words)
    form = _moving("move-banner", banner, asked, moving)
    return Notice(banner, words, form)


def _arrangement(user, page, after, form=None):
    articles = _readable(user, [place.article_id for place in page.places.all()])
    is_replaced = after is not None and after.live_from <= page.live_until
    then = _("then the next one") if is_replaced else _("then by date")
    begins = max(page.live_from, clock.now())
    return Arrangement(
        page,
        _rows(articles, begins),
        after.live_from if is_replaced else page.live_until,
        then,
        form,
    )
