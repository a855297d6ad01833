"""Texts of records that are missing in a language: the list of these records, and the form to fill them in."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from desk.base import addresses, wording
from desk.base.fields import LineField, TextField
from identity import rights
from news import access
from photos import jobs
from photos.models import Photo
from publishing import missing_words
from publishing.languages import language_codes, language_names
from publishing.transactions import retried

RECORDS_PER_PAGE = 50
MAX_LENGTH = 5000  # characters of one text


class WordsForm(forms.Form):
    """A field for each missing text, beside the texts in other languages."""

    def __init__(self, *args, gaps, **kwargs):
        super().__init__(*args, **kwargs)
        for gap in gaps:
            kind = TextField if gap.field.long else LineField
            self.fields[gap.name] = kind(
                label=capfirst(gap.field.verbose_name),
                required=False,
                max_length=MAX_LENGTH,
                widget=forms.Textarea(attrs={"rows": 4 if gap.field.long else 2, "lang": gap.language}),
                help_text=gap.field.help_text,
            )


def page(request, site):
    """List the records of one kind that lack texts in a language, with the number for every kind."""
    languages = language_names()
    asked = request.GET.get("language")
    language = asked if asked in languages else get_language()
    kinds = {model._meta.label_lower: _lacking(model, language, request.user) for model in missing_words.kinds()}
    numbers = {label: records.count() for label, records in kinds.items()}
    if not any(rights.may(request.user, _view(records.model)) for records in kinds.values()):
        raise PermissionDenied
    first = next((label for label, number in numbers.items() if number), None)
    kind = request.GET.get("kind") if request.GET.get("kind") in kinds else first
    found = Paginator(kinds[kind].order_by("-pk") if kind else (), RECORDS_PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "desk/translations/missing_words.html",
        {
            **site.each_context(request),
            "title": _("Missing words"),
            "language": language,
            "languages": [(code, wording.language_name(code)) for code in languages],
            "kind": kind,
            "kinds": [
                (label, capfirst(records.model._meta.verbose_name_plural), numbers[label])
                for label, records in kinds.items()
                if numbers[label] or label == kind
            ],
            "page": found,
            "rows": [
                (record, addresses.of_missing_words(record, language), missing_words.gaps(record, language))
                for record in found
            ],
        },
    )


def screen(request, site, kind, number, language):
    """Show what a record lacks in a language beside its texts in other languages, and save what is filled in."""
    record = _record(kind, number, language, request.user)
    places = missing_words.places(record, language)
    # A text that somebody else has filled in meanwhile is shown again, with what was typed.
    gaps = [gap for gap in places if gap.is_open or request.POST.get(gap.name)]
    form = WordsForm(request.POST or None, gaps=gaps)
    if form.is_valid():
        try:
            filled = _save(record, language, form.cleaned_data, by=request.user)
        except missing_words.WrittenMeanwhile as refusal:
            for gap in refusal.gaps:
                form.add_error(
                    gap.name, _("A colleague wrote here while you were working: “%(text)s”") % {"text": gap.text}
                )
        else:
            _tell(request, filled)
            query = urlencode({"language": language, "kind": kind})
            return HttpResponseRedirect(f"{reverse('admin:missing-words')}?{query}")
    return TemplateResponse(
        request,
        "desk/translations/missing_words_of.html",
        {
            **site.each_context(request),
            "title": _("Missing words"),
            "record": record,
            "opts": record._meta,
            "kind": kind,
            "language": language,
            "language_name": wording.language_name(language),
            "photo": record if isinstance(record, Photo) else None,
            "rows": [(gap, form[gap.name], _name_of_row(gap, record)) for gap in gaps],
        },
    )


def _lacking(model, language, user):
    records = missing_words.records_of(model, user=user)
    if not rights.may(user, _view(model)):
        return records.none()
    return missing_words.lacking(_readable(records, user), language)


def _record(label, number, language, user):
    """Return the record that an address names, if `user` may fill in what it lacks."""
    model = {model._meta.label_lower: model for model in missing_words.kinds()}.get(label)
    if model is None or language not in language_codes():
        raise Http404
    record = get_object_or_404(_readable(model._default_manager.all(), user), pk=number)
    if not (rights.may(user, _view(model)) and missing_words.may_fill(user, record)):
        raise PermissionDenied
    return record


@retried
def _save(record, language, words, *, by):
    filled = missing_words.fill(record, language, words, by=by)
    if filled and isinstance(record, Photo):
        jobs.render.defer(photo_id=record.pk)  # the public files contain these texts too
    return filled


def _tell(request, filled):
    number = len(filled)
    if number:
        sentence = ngettext("%(number)d text was filled in.", "%(number)d texts were filled in.", number)
        messages.success(request, sentence % {"number": number})
    else:
        messages.info(request, _("Nothing was filled in."))


def _name_of_row(gap, record):
    """Return a name for the row of a gap; "" if it is the record itself, or the name is the text shown."""
    name = str(gap.row)
    return "" if gap.row == record or name in dict(gap.others).values() else name


def _readable(records, user):
    return access.readable_by(user, records) if records.model is Photo else records


def _view(model):
    return f"{model._meta.app_label}.view_{model._meta.model_name}"
