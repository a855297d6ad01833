"""The page where anybody can verify a text, an address or a file, and the page of each edition's signature."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from authenticity import files, keys, statements, verdicts, verifier, well_known
from authenticity.models import Entry, Seal, Statement
from news import exit_pages, history
from news.models import Edition
from page_cache import lifetimes
from pages import tree
from publishing import limits
from publishing.languages import language_codes
from publishing.visitors import with_past_editions as looking_back
from publishing.visitors import with_standing_pages
from syndication import conditional

TIMES, SECONDS = 60, 600  # so many requests of one client in so many seconds


class QuestionForm(forms.Form):
    """What to verify: words or an address, or a file."""

    words = forms.CharField(
        required=False,
        strip=True,
        label=gettext_lazy("An address or a text"),
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("or a file"),
        error_messages={
            "empty": gettext_lazy("The file is empty. Choose it again."),
            "invalid": gettext_lazy("The file did not arrive. Choose it again."),
        },
    )

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if len(words) > verdicts.MAX_CHARACTERS:
            raise forms.ValidationError(
                _("The text has more than %(number)s characters. Paste a part of it.")
                % {"number": verdicts.MAX_CHARACTERS}
            )
        return words

    def clean(self) -> dict[str, Any] | None:
        if not self.errors and not self.cleaned_data.get("words") and not self.cleaned_data.get("file"):
            raise forms.ValidationError(_("Paste an address or a text, or choose a file."))
        return super().clean()


# No CSRF token: nothing changes and nobody is logged in; so the page with the form can be cached.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        words = request.GET.get("words", "")[: verdicts.MAX_CHARACTERS]
        return _page(request, QuestionForm(initial={"words": words}))
    form = QuestionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    if not limits.allows(request, "verify", times=TIMES, seconds=SECONDS):
        return _refused(request, _("Too many requests. Please try again in ten minutes."), 429)
    try:
        return _page(request, form, answer=_answer(form.cleaned_data))
    except files.Busy:
        return _refused(request, _("Others are being answered just now. Please ask again in a minute."), 503)


def _answer(asked):
    if asked["file"]:
        return files.of_file(asked["file"])
    if verdicts.looks_like_an_address(asked["words"]):
        return verdicts.of_address(asked["words"])
    return verdicts.of_text(asked["words"])


def _refused(request, sentence, status):
    return _page(request, QuestionForm(), status=status, refusal=sentence)


def _page(request, form, answer=None, status=200, refusal=""):
    context = {
        "nav": "",
        "crumbs": [(_("Check a text"), "")],
        "form": form,
        "answer": answer,
        "refusal": refusal,
        "has_yo": "ru" in language_codes(),
        "limit": files.MAX_BYTES // 1_000_000,
        "pages": well_known.pages(),
    }
    response = render(request, "authenticity/verify.html", context, status=status)
    if request.method == "POST":
        response.headers["Cache-Control"] = lifetimes.PRIVATE
    return response


@require_safe
def edition(request: HttpRequest, id: int, number: int) -> HttpResponse:
    """What was signed of an edition, and how to verify it without us."""
    with with_standing_pages():
        past = history.of(id, get_language())
        if past is None:
            return exit_pages.respond(request, id, get_language(), is_page=id in tree.current().by_article)
        shown = past.edition(number)
        if shown is None:
            raise Http404("No such edition.")
        languages = _in_languages(id)
        context = {"place": verdicts.place_of(shown), "edition": shown, **_signed(shown)}
    request.translations = languages | {get_language(): request.path}  # type: ignore[attr-defined]  # the head links them
    context |= {
        "nav": "" if shown.is_page else "news",
        "crumbs": [(shown.title, past.address), (_("Check this text"), "")],
        "pages": well_known.pages(),
    }
    return render(request, "authenticity/edition.html", context)


def _in_languages(article):
    """Return {language: address of the same page} for the current editions of an article."""
    found = {}
    for edition in Edition.objects.public().filter(article=article).defer("body"):
        with override(edition.language):
            found[edition.language] = reverse("authenticity:edition", args=[article, edition.number])
    return found


def _signed(edition):
    """Return the signature of an edition, its statement if visitors may see it, and whether all of it is valid."""
    with looking_back():
        seal = Seal.objects.filter(edition=edition).first()
        statement = seal and Statement.objects.filter(seal=seal).first()
    entries = list(Entry.objects.filter(sha256=seal.sha256)) if seal else []
    issued = [entry for entry in entries if entry.what == Entry.What.ISSUED]
    return {
        "seal": seal,
        "statement": statement,
        "issued": issued[-1] if issued else None,
        "signature": issued[-1].content["signature"] if issued else "",
        "is_true": not issued or _is_true(edition, seal, statement, issued[-1]),
    }


def _is_true(edition, seal, statement, entry):
    """Tell whether the entry has our signature, belongs to the statement, and the edition still has its words."""
    try:
        keys.check_signature(entry.content, keys.by_name())
    except verifier.Fault:
        return False
    if statement is None:
        return True
    with looking_back():
        return verifier.sha256(statement.text.encode()) == seal.sha256 and statements.still_says(
            edition, statement.text
        )


@require_safe
def seal_json(request: HttpRequest, id: int, number: int) -> HttpResponse:
    """The signed statement of an edition with its entry of the log, for programs."""
    with with_standing_pages():
        past = history.of(id, get_language())
        shown = past and past.edition(number)
        found = _signed(shown) if shown else None
    if not found or not found["statement"] or not found["issued"]:
        raise Http404("No such statement.")
    said = f'{{"entry":{found["issued"].line},"statement":{found["statement"].text}}}\n'
    response = HttpResponse(said, content_type="application/json; charset=utf-8")
    response.headers["Content-Language"] = get_language()
    return conditional.answer(request, response)
