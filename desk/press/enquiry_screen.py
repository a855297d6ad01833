"""The screen of one enquiry: the deadline, the question, one box to answer."""

import re

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base import wording
from desk.base.fields import TextField
from desk.press.enquiries_queue import address, line
from identity import rights
from news import access, drafts
from news.models import Article, Edition, Section
from press import approved_lines, askers, enquiries, enquiry_files, reuse
from press.models import ApprovedLine, Enquiry, EnquiryAnswer, EnquiryFile
from publishing import actions, clock, downloads, html, numbers, timeline

MAX_TITLE_CHARACTERS = 150
MAX_ANSWER_CHARACTERS = 20_000
MAX_FILES = 5
MAX_BYTES_OF_FILES = 15_000_000  # more than that many mail servers refuse


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, checked as those that journalists send; each gets its `kept_name`."""

    widget = FilesInput

    def clean(self, data, initial=None):
        uploads = [super(FilesField, self).clean(upload, initial) for upload in data or []]
        if len(uploads) > MAX_FILES:
            raise ValidationError(_("Not more than %(number)d files go with one answer.") % {"number": MAX_FILES})
        if sum(upload.size for upload in uploads) > MAX_BYTES_OF_FILES:
            told = {"limit": MAX_BYTES_OF_FILES // 1_000_000}
            raise ValidationError(_("Together the files are larger than %(limit)d MB. Send fewer, or a link.") % told)
        for upload in uploads:
            upload.kept_name = enquiry_files.check(upload)
        return uploads


class AnswerForm(forms.Form):
    text = TextField(
        required=False,
        max_length=MAX_ANSWER_CHARACTERS,
        label=gettext_lazy("Answer"),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    files = FilesField(
        required=False,
        label=gettext_lazy("Files that go with the email"),
        widget=FilesInput(attrs={"accept": ",".join(f".{kind}" for kind in enquiry_files.KINDS)}),
        error_messages={"empty": gettext_lazy("The file is empty. Choose it again.")},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    used = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


def page(request, site, enquiry_id):
    """Show an enquiry, and do what the pressed button says."""
    enquiry = _enquiry(enquiry_id)
    form = AnswerForm(initial={"seen": enquiry.version, "used": ""})
    if request.method == "POST":
        form = AnswerForm(request.POST.copy(), request.FILES)
        if _act(request, enquiry, form):
            return HttpResponseRedirect(address(enquiry))
        if request.FILES:
            messages.warning(request, _("The files have to be chosen again."))
        enquiry.refresh_from_db()
    return TemplateResponse(
        request, "desk/press/enquiry.html", {**site.each_context(request), **_context(request, enquiry, form)}
    )


def file(request, enquiry_id, file_id=None):
    """Send the file of an enquiry, or of one of its answers, only ever as a download: it may come from a stranger."""
    if file_id:
        stored = get_object_or_404(EnquiryFile, pk=file_id, enquiry=enquiry_id)
    else:
        stored = get_object_or_404(Enquiry, pk=enquiry_id)
    if not stored.file:
        raise Http404
    response = downloads.staff_download_response(
        default_storage,
        stored.file,
        as_attachment=True,
        filename=stored.file_name,
        content_type="application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


# --- An answer used again -------------------------------------------------------------------------------------------


def use_again(request, enquiry_id, answer_id, kind):
    """Make an approved line or a draft statement of an answer, without who asked, and open it."""
    answer = get_object_or_404(EnquiryAnswer.objects.select_related("enquiry"), pk=answer_id, enquiry=enquiry_id)
    text, is_cut = reuse.without_asker(answer.text, answer.enquiry)
    if not text:
        messages.error(request, _("Nothing is left of this answer without the name of the journalist."))
        return HttpResponseRedirect(address(answer.enquiry))
    make = {"line": _make_line, "statement": _make_statement}[kind]
    with transaction.atomic():
        where = make(text, answer.enquiry.language, request.user)
    if is_cut:
        messages.warning(request, _("Sentences that named the journalist or the media outlet were left out. Read it."))
    return HttpResponseRedirect(where)


def _make_line(text, language, by):
    made = ApprovedLine(title=_title(text), text={language: text})
    approved_lines.save(made, by=by, is_new=True)
    return reverse("admin:press_approvedline_change", args=[made.pk])


def _make_statement(text, language, by):
    body = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n") if part.strip())
    draft = drafts.start(
        language,
        by=by,
        section=Section.objects.first(),
        shown_on=clock.today(),
        genre=Edition.Genre.STATEMENT,
        title=_title(text),
        body=html.clean(body),
    )
    return reverse("admin:news_article_change", args=[draft.article_id])


def _title(text):
    """Return the first sentence, or as much of it as a title has room for."""
    first = re.split(r"(?<=[.!?…])\s|\n", text, maxsplit=1)[0].rstrip(".")
    return Truncator(first).chars(MAX_TITLE_CHARACTERS)


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
        messages.error(request, _("Nothing was sent. What is marked needs another look."))
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
    enquiries.answer(
        enquiry,
        values["text"],
        by=request.user,
        seen=values["seen"],
        used=used,
        is_spoken=is_spoken,
        uploads=values["files"],
    )
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
        "answers": enquiry.answers.select_related("by").prefetch_related("lines", "files"),
        "may_make_line": rights.may(request.user, "press.add_approvedline"),
        "may_make_statement": rights.may(request.user, "news.add_article") and Section.objects.exists(),
        "limits": {
            "kinds": ", ".join(enquiry_files.KINDS),
            "number": MAX_FILES,
            "size": MAX_BYTES_OF_FILES // 1_000_000,
        },
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
