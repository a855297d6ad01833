"""A call written down while the receiver is at the ear, and put right afterwards."""

import dataclasses

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from desk.base import wording
from desk.press.enquiries_queue import Line, address, line
from desk.press.enquiry_screen import MAX_ANSWER_CHARACTERS, staff
from mailing import addresses
from press import askers, calls, deadline_words, deadlines, duty, enquiries
from press.enquiry_form import MAX_QUESTION_CHARACTERS
from press.fields import LineField, TextField
from press.models import Enquiry
from publishing import actions, clock, moments, numbers
from publishing.languages import first_code, language_choices, language_codes

# What the buttons beside the field put into it: (what they say, what they write).
OFTEN = (
    (gettext_lazy("in an hour"), gettext_lazy("in an hour")),
    (gettext_lazy("today 18:00"), gettext_lazy("today 18:00")),
    (gettext_lazy("tomorrow 12:00"), gettext_lazy("tomorrow 12:00")),
    (gettext_lazy("not urgent"), ""),
)


class CallForm(forms.Form):
    """What was heard, in the order in which it is said; everything but the question may be missing."""

    question = TextField(
        max_length=MAX_QUESTION_CHARACTERS,
        label=gettext_lazy("What is asked"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "call__say", "autofocus": True}),
        error_messages={
            "required": gettext_lazy("Write what was asked."),
            "max_length": gettext_lazy("The question has %(show_value)d characters. Shorten it to %(limit_value)d."),
        },
    )
    name = LineField(max_length=200, required=False, label=pgettext_lazy("call", "Who"))
    outlet = LineField(
        max_length=200,
        required=False,
        label=gettext_lazy("Media outlet"),
        widget=forms.TextInput(attrs={"list": "outlets", "autocomplete": "off"}),
    )
    reach = LineField(
        max_length=254,
        required=False,
        label=gettext_lazy("Telephone or email"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    deadline = LineField(
        max_length=deadline_words.MAX_CHARACTERS,
        required=False,
        label=gettext_lazy("Answer needed by"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": gettext_lazy("today 17:00")}),
    )
    to = forms.ChoiceField(required=False, label=gettext_lazy("Who answers"))
    language = forms.ChoiceField(label=gettext_lazy("Language of the answer"))
    answer = TextField(
        required=False,
        max_length=MAX_ANSWER_CHARACTERS,
        label=gettext_lazy("Already answered? Write what you said"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, by, kept="", kept_deadline=None, **kwargs):
        """`kept`: how the deadline `kept_deadline` is written; it stays while nobody changes the words."""
        super().__init__(*args, **kwargs)
        self.kept, self.kept_deadline = kept, kept_deadline
        self.fields["language"].choices = language_choices()
        self.fields["to"].choices = answerers(by)

    def clean_reach(self):
        """Split the words into self.email and self.phone: what has an @ is an address."""
        words = self.cleaned_data["reach"]
        self.email = self.phone = ""
        if "@" in words:
            try:
                self.email = addresses.normal(words)
            except ValueError:
                raise ValidationError(_("Enter an email address like name@newsroom.example")) from None
        elif len(words) > Enquiry._meta.get_field("phone").max_length:
            raise ValidationError(_("This is too long for a telephone number."))
        else:
            self.phone = words
        return words

    def clean_deadline(self):
        """Return the instant that the words name, None without one."""
        words = self.cleaned_data["deadline"]
        if words and words == self.kept:
            return self.kept_deadline
        try:
            return deadline_words.read(words, clock.now())
        except deadline_words.NotUnderstood as refusal:
            raise ValidationError(str(refusal)) from None

    @property
    def heard(self):
        values = {name: self.cleaned_data[name] for name in ("name", "outlet", "question", "language", "deadline")}
        return values | {"email": self.email, "phone": self.phone}


def answerers(by):
    """Return [(number or "", name)] of those to whom `by` may give a call: himself first, then whoever is on duty."""
    mine = (str(by.pk), _("I"))
    if not enquiries.may(by, "answer"):
        return [mine, ("", _("nobody yet"))]
    contact = duty.contact_now()
    others = [(person, wording.person_name(person)) for person in staff().exclude(pk=by.pk)]
    on_duty = contact.email.casefold() if contact else ""
    named = [
        (str(person.pk), _("%(name)s, on duty") % {"name": name} if _has(person, on_duty) else name)
        for person, name in sorted(others, key=lambda other: not _has(other[0], on_duty))
    ]
    return [mine, *named, ("", _("nobody yet"))]


def _has(person, email):
    return bool(email) and person.email.casefold() == email


def write_down(request, site):
    """Show the form, and keep the call."""
    initial = {"to": str(request.user.pk), "language": _language(), "deadline": ""}
    form = CallForm(request.POST or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            to = staff().filter(pk=numbers.parse(form.cleaned_data["to"])).first()
            kept = calls.write_down(form.heard, by=request.user, to=to, answer=form.cleaned_data["answer"])
            messages.success(request, _told(kept))
            return HttpResponseRedirect(address(kept))
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
    return _page(request, site, form, title=_("Call"))


def put_right(request, site, enquiry_id):
    """Show what was heard in a call, to be corrected."""
    enquiry = get_object_or_404(Enquiry, pk=enquiry_id, source=Enquiry.Source.CALL)
    deadline = _in_figures(enquiry.deadline)
    initial = {
        "question": enquiry.question, "name": enquiry.name, "outlet": enquiry.outlet, "language": enquiry.language,
        "reach": enquiry.email or enquiry.phone, "deadline": deadline,
    }  # fmt: skip
    form = CallForm(
        request.POST or None, by=request.user, kept=deadline, kept_deadline=enquiry.deadline, initial=initial
    )
    for name in ("to", "answer"):
        del form.fields[name]
    if request.method == "POST" and form.is_valid():
        heard = form.heard
        if heard["email"]:
            heard["phone"] = enquiry.phone
        elif heard["phone"]:
            heard["email"] = enquiry.email
        try:
            calls.put_right(enquiry, heard, by=request.user, seen=numbers.parse(request.POST.get("seen", "")))
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(address(enquiry))
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
            enquiry.refresh_from_db()
    return _page(request, site, form, enquiry, title=_("Call %(number)s") % {"number": enquiry.number})


def beside(request):
    """Show what stands beside the form: the deadline in full, and what the caller asked before."""
    words = {name: request.GET.get(name, "").replace("\x00", "")[:254] for name in ("name", "outlet", "reach")}
    shown = _beside(words, request.GET.get("deadline", "").replace("\x00", "")[: deadline_words.MAX_CHARACTERS])
    return TemplateResponse(request, "desk/press/_call_beside.html", {"beside": shown})


@dataclasses.dataclass(frozen=True)
class Beside:
    """The deadline in full or why it was not understood, and earlier enquiries of the same outlet or person."""

    moment: str = ""
    clock: str = ""
    left: str = ""
    refusal: str = ""
    earlier: tuple[Line, ...] = ()


def _beside(words, deadline, besides=None):
    now, told = clock.now(), {}
    try:
        instant = deadline_words.read(deadline, now)
    except deadline_words.NotUnderstood as refusal:
        told = {"refusal": str(refusal)}
    else:
        if instant:
            left = deadlines.in_words(instant - now)
            told = {**moments.told(instant), "left": left}
    reach = words["reach"].strip()
    key = "email" if "@" in reach else "phone"
    who = {"name": words["name"].strip(), "outlet": words["outlet"].strip(), key: reach}
    return Beside(**told, earlier=tuple(line(found, now) for found in askers.earlier(**who, besides=besides)))


def _page(request, site, form, enquiry=None, *, title):
    words = {name: str(form[name].value() or "") for name in ("name", "outlet", "reach", "deadline")}
    deadline = "" if words["deadline"] == form.kept else words["deadline"]
    context = {
        "title": title,
        "opts": Enquiry._meta,
        "form": form,
        "enquiry": enquiry,
        "outlets": askers.outlets(),
        "often": [(said, words) for said, words in OFTEN if _is_coming(str(words))],
        "beside": _beside(words, deadline, enquiry and enquiry.pk),
    }
    return TemplateResponse(request, "desk/press/call.html", {**site.each_context(request), **context})


def _is_coming(words):
    try:
        deadline_words.read(words, clock.now())
    except deadline_words.NotUnderstood:
        return False
    return True


def _language():
    """Return the language in which an answer is offered: that of the desk, if texts are written in it."""
    return get_language() if get_language() in language_codes() else first_code()


def _in_figures(instant):
    return f"{timezone.localtime(instant):%d.%m.%Y %H:%M}" if instant else ""


def _told(enquiry):
    if not enquiry.is_open:
        return _("The call is written down as answered.")
    if enquiry.deadline:
        return _("The call is written down. Answer needed by %(moment)s.") % {"moment": deadlines.on_clocks(enquiry)}
    return _("The call is written down.")
