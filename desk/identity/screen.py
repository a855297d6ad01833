"""The page on which an administrator says whose newsroom this is, with what is made of it beside the fields."""

import base64
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.identity import waiting
from identity import actions, colours, current, labels, parts
from identity.models import MAX_PARTS, Identity
from identity.views import FILES
from page_cache import lifetimes
from publishing import numbers, timeline
from publishing.actions import NotAllowed
from publishing.languages import language_choices
from publishing.localized import LocalizedText

ENTRIES_SHOWN = 20

PARTS = (
    (
        gettext_lazy("Names"),
        ["abbreviation", "abbreviation_of", "name", "name_of", "office", "office_of", "office_name"],
    ),
    (gettext_lazy("Words of the council’s pages"), labels.NAMES),
    (gettext_lazy("Mark and colours"), ["mark", "parts", "colour", "colour_by_night"]),
    (gettext_lazy("Pages of an outage"), ["phone", "phone_fax", "email"]),
    (gettext_lazy("Terms of use"), ["terms_texts", "terms_photographs"]),
    (gettext_lazy("For search and programs"), ["synonyms", "code", "feed_authority"]),
)


class IdentityForm(forms.ModelForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    has = forms.MultipleChoiceField(
        choices=[(part.name, part.title) for part in parts.PARTS], required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Identity
        fields = [name for _title, names in PARTS for name in names]
        widgets = {
            "mark": forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "data-mark": ""}),
            "synonyms": forms.Textarea(attrs={"rows": 3}),
            "colour": forms.TextInput(attrs={"size": 9, "maxlength": 7, "data-colour": ""}),
            "colour_by_night": forms.TextInput(attrs={"size": 9, "maxlength": 7, "data-colour": ""}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["has"] = [part.name for part in parts.PARTS if part.name not in self.instance.switched_off]
        # Fields in several languages choose their sentences when they are made: in the language of this request.
        for field in Identity._meta.fields:
            if isinstance(field, LocalizedText):
                self.fields[field.name] = field.formfield()
        if "council" in self.instance.switched_off:
            for name in labels.NAMES:
                del self.fields[name]

    def clean_colour(self):
        return self.cleaned_data["colour"].lower()

    def clean_colour_by_night(self):
        return self.cleaned_data["colour_by_night"].lower()

    def clean(self):
        there = self.cleaned_data.get("has")
        if there is not None:
            self.instance.switched_off = [name for name in parts.NAMES if name not in there]
        return super().clean()

    @property
    def switches(self):
        """Each part with its tick, the sentence on what vanishes, and what waits in it now."""
        ticks = {tick.data["value"]: tick for tick in self["has"]}
        return [(part, ticks[part.name], waiting.sentences(part.name)) for part in parts.PARTS]

    @property
    def sections(self):
        """[(title, its fields)] in the order of the page."""
        return [(title, [self[name] for name in names]) for title, names in PARTS if names[0] in self.fields]

    def facts(self):
        """Return {field: value} as it is to be saved."""
        asked = [name for name in self.Meta.fields if name in self.fields]
        return {name: getattr(self.instance, name) for name in [*asked, "switched_off"]}


class Preview(current.Current):
    """An identity that is not saved: its files have no address, so they stand in the page itself."""

    def address(self, name):
        kind, make = FILES[name]
        made = make(self)
        content = base64.b64encode(made.encode() if isinstance(made, str) else made).decode()
        return f"data:{kind.replace(' ', '')};base64,{content}"

    @property
    def colours(self):
        """The query of the style sheet that paints the preview: no page of ours has styles in it."""
        return urlencode({"colour": self.row.colour, "night": self.colour_by_night, "parts": self.row.parts})

    @property
    def on_grounds(self):
        """Each use of the colours with its contrast, and the nearest colour that can be read where it cannot."""
        day, night = self.row.colour, self.colour_by_night
        uses = [
            ("button", _("Button"), "colour", colours.contrast(colours.WHITE, day), colours.nearest_by_day(day)),
            ("heading", _("Heading"), "colour", colours.by_day(day), colours.nearest_by_day(day)),
            ("night", _("By night"), "colour_by_night", colours.by_night(night), colours.nearest_by_night(night)),
        ]
        return [
            {
                "kind": kind,
                "name": name,
                "field": field,
                "contrast": f"{reached:.1f}",
                "is_good": reached >= colours.TEXT_CONTRAST,
                "nearest": nearest,
            }
            for kind, name, field, reached, nearest in uses
        ]


def page(request, site):
    """Show the form, or save it."""
    saved = current.current()
    form = _form(request.POST or None, saved)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return HttpResponseRedirect(reverse("admin:identity_identity_changelist"))
    return _answer(request, site, form, saved)


def preview(request, site):
    """Show what would be made of the form, and save nothing: the whole page, or the preview alone for the script."""
    saved = current.current()
    form = _form(request.POST or None, saved)
    form.is_valid()
    if request.headers.get("Accept") == "text/fragment+html":
        return TemplateResponse(request, "desk/identity/_preview.html", _context_of_preview(form, saved))
    return _answer(request, site, form, saved)


def colours_of_preview(request):
    """Return the style sheet that paints the preview in the colours of the query, else in those that are saved."""
    saved = current.current()
    day, night = request.GET.get("colour", ""), request.GET.get("night", "")
    day = day if colours.COLOUR.fullmatch(day) else saved.row.colour
    night = night if colours.COLOUR.fullmatch(night) else saved.colour_by_night
    parts = numbers.parse(request.GET.get("parts", "")) or saved.row.parts
    sheet = (
        f".ident__sample--day{{--brand:{day};--parts:{parts}}}\n"
        f".ident__sample--night{{--brand:{night};--parts:{parts}}}\n"
        f".ident__swatch--button{{background:{day};color:{colours.WHITE}}}\n"
        f".ident__swatch--heading{{background:{colours.WHITE};color:{day}}}\n"
        f".ident__swatch--night{{background:{colours.NIGHT_GROUNDS[0]};color:{night}}}\n"
    )
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers={"Cache-Control": lifetimes.PRIVATE})


def _form(data, saved):
    row = Identity(**{field.name: getattr(saved.row, field.name) for field in Identity._meta.fields})
    return IdentityForm(data, instance=row, initial={"seen": saved.digest})


def _save(request, form):
    """Save the form and say so; return False, with the fault in the form, if it cannot be saved."""
    try:
        changed = actions.change(form.facts(), by=request.user, seen=form.cleaned_data["seen"])
    except actions.ChangedMeanwhile as refusal:
        form.add_error(
            None, [str(refusal), _("Everything you typed is still here. Open the page in a new window and compare.")]
        )
        return False
    except (NotAllowed, ValidationError) as refusal:
        form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        return False
    messages.success(request, _("Saved. All pages show it from now on.") if changed else _("Nothing has been changed."))
    return True


def _answer(request, site, form, saved):
    return TemplateResponse(
        request,
        "desk/identity/identity.html",
        {
            **site.each_context(request),
            **_context_of_preview(form, saved),
            "title": _("Identity"),
            "opts": Identity._meta,
            "form": form,
            "site_url": settings.SITE_URL,
            "time_zone": settings.TIME_ZONE,
            "authority": saved.authority,
            "entries": timeline.of(Identity(pk=1))[:ENTRIES_SHOWN],
        },
    )


def _context_of_preview(form, saved):
    """Return what the preview shows: what was typed, and where that cannot be shown, what is saved."""
    row = form.instance
    if "mark" in form.errors:
        row.mark = saved.row.mark
    if not isinstance(row.parts, int) or not 1 <= row.parts <= MAX_PARTS:
        row.parts = saved.row.parts
    if not colours.COLOUR.fullmatch(row.colour or ""):
        row.colour = saved.row.colour
    if row.colour_by_night and not colours.COLOUR.fullmatch(row.colour_by_night):
        row.colour_by_night = ""
    return {"shown": Preview(row), "languages": language_choices(), "host": settings.SITE_URL.partition("://")[2]}
