"""Profiles on the desk: made by pointing at three pages of a source, tried on ten others; in and out as TOML."""

import dataclasses
import datetime
import functools
import re

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.base.lookups import refuse_undeclared
from desk.moving.wording import reason_sentence
from moving import blocks, places, pointing, printed_dates, profiles, samples
from moving.models import SavedProfile
from moving.profiles import Profile, ProfileRefused
from moving.sources import SourceRefused
from publishing import clock, dates, numbers

MAX_SHOWN = 280  # letters of a block
MAX_BLOCKS = 400  # of a page
MAX_TOML = 200_000  # letters

FIELDS = {
    "title": pgettext_lazy("of an article", "Title"),
    "date": gettext_lazy("Date"),
    "body": gettext_lazy("Text"),
    "standfirst": gettext_lazy("Standfirst"),
    "cut": gettext_lazy("To be cut"),
}
ASKED = {
    "title": gettext_lazy("Press the title."),
    "date": gettext_lazy("Press the date on which it was published."),
    "body": gettext_lazy("Press the first paragraph of the text. “Wider” and “Narrower” choose more or less."),
    "standfirst": gettext_lazy("Press the paragraph under the title, if this site has one; it is not needed."),
    "cut": gettext_lazy("Press what stands in the text and does not belong to it, such as “Share”; it is not needed."),
}
STATES = {
    "missing": gettext_lazy("nothing is found there"),
    "several": gettext_lazy("several things are found there"),
    "wrong": gettext_lazy("something else is found there"),
    "senseless": gettext_lazy("what is found there cannot be it"),
}


@dataclasses.dataclass(frozen=True)
class Piece:
    """A block of an old page as it is shown: words alone, and what the profile takes it for."""

    path: str
    words: str
    kind: str  # "heading", "picture", "link" or ""
    marks: list[str]  # labels of fields
    is_chosen: bool  # belongs to the field that is being pointed at


@dataclasses.dataclass(frozen=True)
class Line:
    """What is known of one field: of each of the three pages what is found there, and what is wrong."""

    name: str
    label: str
    selectors: list[str]
    texts: list[str]
    faults: list[str]


@dataclasses.dataclass(frozen=True)
class Choice:
    """A format of dates, and what the dates of the three pages are in it."""

    value: str
    words: str
    is_chosen: bool


class BeginForm(forms.Form):
    name = forms.SlugField(
        label=pgettext_lazy("of a profile", "Name"),
        max_length=50,
        help_text=gettext_lazy("Latin letters, digits and hyphens: my-old-site"),
        error_messages={
            "invalid": gettext_lazy("A name has Latin letters, digits and hyphens alone: my-old-site"),
            "required": gettext_lazy("Give it a name."),
        },
    )

    def clean_name(self):
        name = self.cleaned_data["name"]
        if name in profiles.names():
            raise forms.ValidationError(_("There is a profile “%(name)s” already. Take another name.") % {"name": name})
        return name


class TomlForm(BeginForm):
    file = forms.FileField(label=gettext_lazy("TOML file"), error_messages={"required": gettext_lazy("Choose a file.")})

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_TOML:
            raise forms.ValidationError(_("This file is too large to be a profile."))
        try:
            return profiles.from_toml(file.read().decode("utf-8"), file.name)
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This file is no text in UTF-8.")) from None
        except ProfileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


# --- All profiles ----------------------------------------------------------------------------------------------------


def page(request, site):
    """List the profiles; begin a new one from a source, or from a TOML file."""
    refuse_undeclared(request.GET, [])
    what = request.POST.get("do")
    begin = BeginForm(request.POST if what == "begin" else None)
    toml = TomlForm(request.POST if what == "toml" else None, request.FILES if what == "toml" else None, prefix="toml")
    refusal = ""
    if what == "toml" and toml.is_valid():
        saved = _new(toml.cleaned_data["name"], toml.cleaned_data["file"], request.user)
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
        return HttpResponseRedirect(address(saved))
    if what == "begin" and begin.is_valid():
        try:
            return HttpResponseRedirect(address(_begun(request, begin.cleaned_data["name"])))
        except (SourceRefused, ProfileRefused) as refused:
            refusal = str(refused)
    context = {
        **site.each_context(request),
        "title": _("Profiles of earlier sites"),
        "saved": SavedProfile.objects.select_related("by"),
        "of_the_product": profiles.of_the_product(),
        "places": places.there(),
        "chosen": request.POST.get("source", ""),
        "known": profiles.names(),
        "base": request.POST.get("base", ""),
        "form": begin,
        "toml": toml,
        "refusal": refusal,
    }
    return TemplateResponse(request, "desk/moving/profiles.html", context)


def _begun(request, name):
    base = request.POST.get("base", "")
    profile = profiles.load_known(base) if base else Profile(name=name)
    with transaction.atomic():
        saved = _new(name, profile, request.user)
        samples.take(saved, request.POST.get("source", ""), by=request.user)
    return saved


def _new(name, profile, user):
    return SavedProfile.objects.create(name=name, values=_said(profile), by=user)


def _said(profile):
    """Return what a profile says, without what it leaves open."""
    return {name: value for name, value in profile.as_dict().items() if value}


def toml_file(request, name):
    """Return a profile as a TOML file, one of the product byte for byte."""
    if name in profiles.of_the_product():
        text = (profiles.FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    else:
        text = profiles.as_toml(Profile.from_dict(get_object_or_404(SavedProfile, name=name).values))
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.toml"'
    return response


# --- One profile -----------------------------------------------------------------------------------------------------


def screen(request, site, number):
    """Show three pages to point at, what is found on them, and what the profile reads on ten others."""
    refuse_undeclared(request.GET, ["field", "page"])
    saved = get_object_or_404(SavedProfile.objects.select_related("by"), pk=numbers.parse(number))
    asked = request.POST if request.method == "POST" else request.GET
    field = asked.get("field") if asked.get("field") in FIELDS else "title"
    place = min(numbers.parse(asked.get("page")) or 0, samples.POINTED_AT - 1)
    refusal = typed = ""
    if request.method == "POST":
        try:
            answer = _carried_out(request, saved, field, place)
        except (ProfileRefused, SourceRefused) as refused:
            refusal, typed = str(refused), request.POST.get("toml", "")
        else:
            return answer
    return _shown(request, site, saved, field, place, refusal, typed)


def _carried_out(request, saved, field, place):
    match request.POST.get("do"):
        case "delete":
            saved.delete()
            messages.success(
                request, _("“%(name)s” is deleted. What was imported with it stays.") % {"name": saved.name}
            )
            return HttpResponseRedirect(reverse("admin:moving_savedprofile_changelist"))
        case "toml":
            _write_toml(saved, request.POST.get("toml", ""), request.user)
            messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
        case "source":
            samples.take(saved, request.POST.get("source", ""), by=request.user)
        case "swap":
            samples.swap(saved, place)
            _derive(saved, request.user)
        case "format":
            _choose_format(saved, request.POST.get("format", ""), request.user)
        case "forget":
            saved.points.pop(field, None)
            _derive(saved, request.user, forgotten=field)
        case "wider" | "narrower" as how:
            _widen(saved, field, place, how, request.user)
        case _:
            field, place = _point(request, saved, field, place)
    return HttpResponseRedirect(f"{address(saved)}?{urlencode({'field': field, 'page': place})}")


def _point(request, saved, field, place):
    """Take what was pressed for `field`; return the field and the page that come next."""
    desk = _Table(saved)
    element = desk.element(place, request.POST.get("press", ""))
    if element is None:
        return field, place
    if field == "body":
        element = pointing.text_container(desk.sheets[place], element, desk.common)
    path = pointing.path_of(element)
    points = [point for point in saved.points.get(field, []) if field in pointing.MANY or point[0] != place]
    point = [place, path]
    # What is pressed once more is not meant any more.
    saved.points[field] = [one for one in points if one != point] if point in points else [*points, point]
    _derive(saved, request.user, forgotten="" if saved.points[field] else field)
    states = _Table(saved).found[field].pages
    if field in pointing.MANY:
        return field, place
    astray = next((number for number, state in enumerate(states) if state != "found"), None)
    if astray is not None:
        return field, astray
    names = list(FIELDS)
    return (field, place) if field == "body" else (names[min(names.index(field) + 1, len(names) - 1)], 0)


def _widen(saved, field, place, how, user):
    """Choose more or less around what was pressed last on a page."""
    desk = _Table(saved)
    points = saved.points.get(field, [])
    last = next((number for number in reversed(range(len(points))) if points[number][0] == place), None)
    element = desk.element(place, points[last][1]) if last is not None else None
    if element is not None:
        change = pointing.wider if how == "wider" else pointing.narrower
        points[last] = [place, pointing.path_of(change(desk.sheets[place], element))]
        _derive(saved, user)


def _derive(saved, user, forgotten=""):
    """Have the selectors follow what was pointed at, and save; a field at which nobody pointed keeps its own."""
    desk = _Table(saved)
    for name in FIELDS:
        if saved.points.get(name):
            saved.values[name] = desk.found[name].selectors
        elif name == forgotten:
            saved.values.pop(name, None)
            saved.points.pop(name, None)
    _save(saved, user)


def _choose_format(saved, form, user):
    if form in pointing.DATE_FORMATS:
        others = [one for one in saved.values.get("date_formats", []) if one not in pointing.DATE_FORMATS]
        saved.values["date_formats"] = [form, *others]
        _save(saved, user)


def _write_toml(saved, text, user):
    """Take what was typed; where the selectors of a field are others now, nobody has pointed at them."""
    profile = profiles.from_toml(text, saved.name)
    before = saved.values
    saved.values = _said(profile)
    for name in FIELDS:
        if saved.values.get(name, []) != before.get(name, []):
            saved.points.pop(name, None)
    _save(saved, user)


def _save(saved, user):
    saved.by, saved.changed_at = user, timezone.now()
    saved.save()


class _Table:
    """The pages that are pointed at, laid out beside each other, with what the profile finds on them."""

    def __init__(self, saved):
        self.saved, self.profile = saved, Profile.from_dict(saved.values)
        self.pages = list(saved.sample.all())
        self.sheets = [pointing.Sheet(samples.parsed(page, self.profile)) for page in self.pages[: samples.POINTED_AT]]
        self.found = {}
        for name in FIELDS:
            self.found[name] = self._find(name)

    @functools.cached_property
    def common(self):
        return samples.furniture(self.pages, self.profile)

    def _find(self, name):
        points = [(number, path) for number, path in self.saved.points.get(name, [])]
        if points:
            return pointing.find(name, self.sheets, points, self._kept_free())
        selectors = getattr(self.profile, name)
        states = pointing.state(name, self.sheets, selectors, {}) if selectors else ["missing"] * len(self.sheets)
        return pointing.Found(selectors, states)

    def _kept_free(self):
        """Return for each page the blocks of title, date and standfirst."""
        return [
            frozenset().union(*(self.held(number, name) for name in ("title", "date", "standfirst")))
            for number in range(len(self.sheets))
        ]

    def held(self, number, name):
        """Return the numbers of the blocks of a page that belong to a field."""
        sheet = self.sheets[number]
        selectors = self.found[name].selectors if name in self.found else []
        if name in pointing.MANY:
            elements = [one for selector in selectors for one in pointing.reading.selected(sheet.page, selector)]
        else:
            element = sheet.page.chosen(selectors)
            elements = [element] if element is not None else []
        return frozenset().union(*(sheet.held(element) for element in elements))

    def element(self, number, path):
        return pointing.element_at(self.sheets[number], path) if number < len(self.sheets) and path else None

    def texts(self, name):
        """Return what is found on each page for one field, '' where nothing is."""
        found = []
        for number, sheet in enumerate(self.sheets):
            held = sorted(self.held(number, name))
            element = sheet.page.chosen(self.found[name].selectors) if name not in pointing.MANY else None
            words = (
                blocks.words_of(element) if element is not None else " ".join(sheet.page.blocks[n].text for n in held)
            )
            found.append(words)
        return found


# --- Showing it ------------------------------------------------------------------------------------------------------


def _shown(request, site, saved, field, place, refusal, typed):
    desk = _Table(saved)
    lines = [_line(desk, name) for name in FIELDS]
    profile = desk.profile
    context = {
        **site.each_context(request),
        "title": saved.name,
        "profile": saved,
        "fields": [(name, str(label)) for name, label in FIELDS.items()],
        "field": field,
        "asked": str(ASKED[field]),
        "place": place,
        "pages": [(number, page) for number, page in enumerate(desk.pages[: samples.POINTED_AT])],
        "old": desk.pages[place] if desk.pages else None,
        "language": _language(desk, place),
        "pieces": _pieces(desk, place, field) if desk.pages else [],
        "lines": lines,
        "line": next(line for line in lines if line.name == field),
        "can_widen": any(number == place for number, _path in saved.points.get(field, [])),
        "formats": _formats(desk) if field == "date" else [],
        "previews": [_preview(one) for one in samples.previews(desk.pages, profile, desk.common, clock.today())],
        "toml": typed or profiles.as_toml(profile),
        "refusal": refusal,
        "places": places.there(),
    }
    return TemplateResponse(request, "desk/moving/profile.html", context)


def _language(desk, place):
    """Return the language in which the old page is read aloud, '' if its host is not in the profile."""
    host = re.sub(r"^https?://", "", desk.pages[place].address).partition("/")[0].lower() if desk.pages else ""
    return desk.profile.hosts.get(host, "")


def _line(desk, name):
    found = desk.found[name]
    faults = []
    if found.selectors or desk.saved.points.get(name):
        for number, state in enumerate(found.pages, 1):
            if state in STATES and not (name in pointing.MANY and state == "missing"):
                faults.append(_("Page %(number)d: %(what)s.") % {"number": number, "what": STATES[state]})
    if name in pointing.MANY and "wrong" in found.pages:
        faults = [_("Something that was pressed cannot be told from the rest. Take “Wider”, or press less.")]
    return Line(name, str(FIELDS[name]), found.selectors, [_cut(text) for text in desk.texts(name)], faults)


def _pieces(desk, place, field):
    held = {name: desk.held(place, name) for name in FIELDS}
    for number, block in enumerate(desk.sheets[place].page.blocks[:MAX_BLOCKS]):
        picture = next(block.element.iter("img"), None)
        heading = any(re.fullmatch("h[1-6]", str(one.tag)) for one in (block.element, *block.element.iterancestors()))
        kind = "picture" if not block.text else "heading" if heading else "link" if block.is_link else ""
        name = (picture.get("src") or "").partition("?")[0].rsplit("/", 1)[-1] if picture is not None else ""
        yield Piece(
            pointing.path_of(block.element),
            _cut(block.text) or f"[{name or _('picture')}]",
            kind,
            [str(FIELDS[one]) for one in _marks(held, number)],
            number in held[field],
        )


def _marks(held, number):
    """Return the fields to which a block belongs; what is cut is no part of the text."""
    names = [name for name in FIELDS if number in held[name]]
    return ["cut"] if "cut" in names else names


def _cut(text):
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN].rsplit(' ', 1)[0]} …"


def _formats(desk):
    """Return the formats in which the dates can be read, if they can be in more than one way or in none by itself."""
    texts = [text for text in desk.texts("date") if text]
    chosen = next(iter(desk.profile.date_formats), "")
    ways: dict[tuple[datetime.date, ...], str] = {}
    for form in pointing.date_formats(texts):
        read = tuple(printed_dates.of_format(text, [form]).date for text in texts)
        if read not in ways or form == chosen:
            ways[read] = form
    alone = tuple(next((one.date for one in printed_dates.find(text)), None) for text in texts)
    if not ways or (set(ways) == {alone} and not chosen):
        return []
    return [
        Choice(form, ", ".join(dates.in_words(day, "day") for day in read), form == chosen)
        for read, form in ways.items()
    ]


@dataclasses.dataclass(frozen=True)
class Row:
    """What the profile reads on one of the ten pages."""

    title: str
    language: str
    where: str
    date: str
    words: int
    lost: int
    reasons: list[str]


def _preview(preview):
    read = preview.reading
    date = read.value("date")
    keys = [read.left_out] if read.left_out else [key for key in dict.fromkeys(read.waits) if key != "no section"]
    return Row(
        read.value("title") or "",
        read.value("language") or "",
        preview.address or preview.name,
        dates.in_words(datetime.date.fromisoformat(date["date"]), date["precision"]) if date else "",
        max(read.words - read.words_lost, 0),
        read.words_lost,
        [reason_sentence(key) for key in keys],
    )


def address(saved):
    return reverse("admin:moving_savedprofile_change", args=[saved.pk])
