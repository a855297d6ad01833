"""The screen of one enquiry: the deadline, the question, one box to answer."""

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base import wording
from desk.base.fields import TextField
from desk.press.enquiries_queue import address, line
from news import access
from news.models import Article
from press import approved_lines, askers, enquiries
from press.models import Enquiry
from publishing import actions, clock, downloads, numbers, timeline


class AnswerForm(forms.Form):
    text = TextField(
        required=False,
        max_length=20_000,
        label=gettext_lazy("Answer"),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    used = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


def page(request, site, enquiry_id):
    """Show an enquiry, and do what the pressed button says."""
    enquiry = _enquiry(enquiry_id)
    form = AnswerForm(initial={"seen": enquiry.version, "used": ""})
    if request.method == "POST":
        form = AnswerForm(request.POST.copy())
        if _act(request, enquiry, form):
            return HttpResponseRedirect(address(enquiry))
        enquiry.refresh_from_db()
    return TemplateResponse(
        request, "desk/press/enquiry.html", {**site.each_context(request), **_context(request, enquiry, form)}
    )


def file(request, enquiry_id):
    """Send the file of an enquiry, only ever as a download: it comes from a stranger."""
    enquiry = get_object_or_404(Enquiry, pk=enquiry_id)
    if not enquiry.file:
        raise Http404
    response = downloads.staff_download_response(
        default_storage,
        enquiry.file,
        as_attachment=True,
        filename=enquiry.file_name,
        content_type="application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _enquiry(number):
    return get_object_or_404(Enquiry.objects.select_related("assigned_to"), pk=numbers.parse(number))


# --- Buttons -------------------------------------------------------------------------------------------------------


def _act(request, enquiry, form):
    """Do what the button says; return whether it was done. If not, what was typed is still in `form`."""
    if request.POST.get("insert"):
        _insert(form, request.POST["insert"], enquiry.language)
        return False
    act = ACTS.get(request.POST.get("action"))
    if act is None or not form.is_valid():
        messages.error(request, _("Nothing was sent. Check the answer: it may be too long."))
        return False
    try:
        messages.success(request, act(request, enquiry, form.cleaned_data))
        return True
    except actions.Stale as refusal:
        messages.error(request, str(refusal))
        enquiry.refresh_from_db()
        form.data["seen"] = enquiry.version  # the page now shows the other answer
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    return False


def _answer(request, enquiry, values, is_spoken=False):
    used = numbers.parse_all(values["used"].split(","))
    enquiries.answer(enquiry, values["text"], by=request.user, seen=values["seen"], used=used, is_spoken=is_spoken)
    if is_spoken:
        return _("Saved as answered by telephone.")
    return _("The answer is being sent to %(address)s.") % {"address": enquiry.email}


def _said(request, enquiry, values):
    return _answer(request, enquiry, values, is_spoken=True)


def _typed(request, name):
    return request.POST.get(name, "").replace("\x00", "")[:5000]


def _take(request, enquiry, values):
    enquiries.assign(enquiry, request.user, by=request.user)
    return _("The enquiry is assigned to you.")


def _assign(request, enquiry, values):
    number = request.POST.get("to", "")
    person = staff().filter(pk=numbers.parse(number)).first()
    enquiries.assign(enquiry, person, by=request.user)
    return _("Assigned to: %(name)s") % {"name": wording.person_name(person) if person else _("nobody")}


def _note(request, enquiry, values):
    enquiries.note(enquiry, _typed(request, "note"), by=request.user)
    return _("The note is saved. The journalist does not see it.")


def _close(request, enquiry, values):
    enquiries.close(enquiry, by=request.user, seen=values["seen"], reason=_typed(request, "reason"))
    return _("The enquiry is closed.")


def _reopen(request, enquiry, values):
    enquiries.reopen(enquiry, by=request.user)
    return _("The enquiry is open again.")


ACTS = {
    "answer": _answer, "said": _said, "take": _take, "assign": _assign, "note": _note, "close": _close,
    "reopen": _reopen,
}  # fmt: skip


def _insert(form, number, language):
    """Append an approved line to the typed answer."""
    found = {str(line.pk): line for line in approved_lines.approved(language)}.get(number)
    if found:
        typed = form.data.get("text", "").rstrip()
        form.data["text"] = f"{typed}\n\n{found.text[language]}".lstrip()
        form.data["used"] = ",".join(filter(None, [form.data.get("used", ""), number]))


# --- The page ------------------------------------------------------------------------------------------------------


def _context(request, enquiry, form):
    now = clock.now()
    may_answer = enquiries.may(request.user, "answer")
    is_to_answer = may_answer and not enquiry.erased_at and enquiry.state != Enquiry.State.CLOSED
    return {
        "title": _("Enquiry %(number)s") % {"number": enquiry.number},
        "opts": Enquiry._meta,
        "now": now,
        "enquiry": enquiry,
        "line": line(enquiry, now),
        "article": _article(request.user, enquiry),
        "language_name": wording.language_name(enquiry.language),
        "answers": enquiry.answers.select_related("by").prefetch_related("lines"),
        "notes": enquiry.notes.select_related("by"),
        "entries": timeline.of(enquiry),
        "earlier": [line(found, now) for found in _earlier(enquiry)],
        "form": form,
        "approved": approved_lines.approved(enquiry.language) if is_to_answer else [],
        "may_answer": may_answer,
        "may_note": enquiries.may(request.user, "change") and not enquiry.erased_at,
        "is_to_answer": is_to_answer,
        "people": [(person.pk, wording.person_name(person)) for person in staff()]
        if may_answer and enquiry.is_open
        else [],
        "typed": {"note": request.POST.get("note", ""), "reason": request.POST.get("reason", "")},
    }


def _earlier(enquiry):
    """Return what the same outlet or person asked, as far as it is known."""
    who = {name: getattr(enquiry, name) for name in ("outlet", "name", "email", "phone")}
    return askers.earlier(**who, besides=enquiry.pk)


def _article(user, enquiry):
    """Return the article that an enquiry concerns, if `user` may read it."""
    if not enquiry.article_id:
        return None
    return access.readable_by(user, Article.objects.all()).filter(pk=enquiry.article_id).first()


def staff():
    """Return those who may work on enquiries."""
    people = get_user_model().objects.with_perm(
        "press.change_enquiry", backend="django.contrib.auth.backends.ModelBackend", include_superusers=True
    )
    return people.filter(is_staff=True).order_by("last_name", "first_name", "username")
