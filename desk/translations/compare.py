"""A translation beside its original: what changed in the original since they were last compared, and the form.

The form has all texts: title, standfirst, body, questions and answers, the words about photographs. Facts, files and
the choice of photographs belong to the article screen.
"""

import contextlib
import dataclasses

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media

from desk.base import article_status, wording
from desk.base.fields import LineField, ProseField, TextField
from desk.base.unofficial import unofficial_field
from news import about, comparison, drafts, snapshots, translations
from news.models import Article, Edition, Turn
from publishing import actions, clock, direction, numbers, roles
from publishing.languages import language_codes
from publishing.transactions import retried

FACTS = ["section_id", "genre", "shown_on", "shown_precision", "meeting_id", "signed_by"]
TEXTS = ["title", "standfirst", "body"]


def name_of(field):
    """Return the label of an edition's field in the desk's forms."""
    return capfirst(Edition._meta.get_field(field).verbose_name)


class Overtaken(actions.Stale):
    """Somebody else saved the translation after the form was opened."""


class TranslationForm(forms.Form):
    """All words of an edition in one language; `pairs` are its turns and photos beside those of the original."""

    title = LineField(
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "in-title"}),
    )
    standfirst = TextField(
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "in-read"}),
    )
    body = ProseField(required=False)
    change = forms.ChoiceField(required=False)
    change_note = TextField(
        max_length=1000,
        required=False,
        help_text=gettext_lazy("What was changed and why, for readers."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "in-note"}),
    )

    def __init__(self, *args, language, turns, photos, is_change, is_original, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_original:
            self.fields["unofficial_from"] = unofficial_field(language)
        for name, field in self.fields.items():
            field.label = name_of(name)
        for number in range(turns):
            self.fields[f"question-{number}"] = TextField(
                label=_("Question %(number)d") % {"number": number + 1},
                max_length=3000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "in-note"}),
            )
            self.fields[f"answer-{number}"] = ProseField(
                label=_("Answer %(number)d") % {"number": number + 1}, required=False
            )
        for number in photos:
            for name, label in (("caption", _("Caption")), ("alt", _("Alternative text"))):
                self.fields[f"{name}-{number}"] = TextField(
                    label=label, max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
                )
        if is_change:
            first = Edition.Change.FIRST
            self.fields["change"].choices = [choice for choice in Edition.Change.choices if choice[0] != first]
        else:
            del self.fields["change"], self.fields["change_note"]
        for name, field in self.fields.items():
            if name not in ("change", "unofficial_from"):
                field.widget.attrs |= {"lang": language, "dir": direction.of_language(language)}

    def clean(self):
        values = super().clean()
        for number in range(sum(name.startswith("question-") for name in self.fields)):
            if values.get(f"answer-{number}") and not values.get(f"question-{number}"):
                self.add_error(f"question-{number}", _("Write the question to this answer."))
        return values


@dataclasses.dataclass
class Row:
    """One part of the text: the original's words as `pieces` or `blocks`, and the fields beside them."""

    label: str
    fields: list
    pieces: tuple = ()
    blocks: tuple = ()
    photo: object = None
    alt: tuple = ()

    @property
    def is_changed(self):
        blocks = any(block.change != comparison.SAME for block in self.blocks)
        return blocks or comparison.differ(self.pieces) or comparison.differ(self.alt)


def screen(request, site, article_id, language):
    """Show a text beside another of the same article, and save it."""
    article = get_object_or_404(Article.objects.prefetch_related("editions"), pk=article_id)
    source = _source(request, article, language)
    edition = _edition(article, language)
    form = _form(edition, source, language, request.POST or None, copies="copy" in request.GET)
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, article, language, edition, source, form)
        except Overtaken:
            meanwhile = edition
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
    check = edition and translations.last_check(edition, source.language)
    before, now = translations.before_and_after(edition, source) if edition else (None, snapshots.of(source))
    return TemplateResponse(
        request,
        "desk/translations/translating.html",
        {
            **site.each_context(request),
            "title": _("%(language)s beside %(source)s")
            % {"language": wording.language_name(language), "source": wording.language_name(source.language)},
            "opts": Article._meta,
            "article": article,
            "language": language,
            "edition": edition,
            "source": source,
            "source_name": wording.language_name(source.language),
            "is_original": source.language == article.original_language,
            "newer_draft": _newer_draft(source),
            "check": check,
            "checked_by": wording.person_name(check.by) if check else "",
            "is_compared": before is not None,
            "rows": _rows(form, before or now, now, source),
            "form": form,
            "media": Media.from_media(form.media).with_nonce(str(request.csp_nonce)),
            "seen": _seen(edition) if meanwhile or request.method != "POST" else request.POST.get("seen", ""),
            "meanwhile": meanwhile,
            "saved_by": wording.person_name(meanwhile.edited_by) if meanwhile else "",
            "may_copy": not form.is_bound and not form["body"].initial and bool(source.body),
            "may_save": roles.may(request.user, "translate") or roles.may(request.user, "write"),
        },
    )


def _source(request, article, language):
    """Return the edition on the left: in the requested language, else the original; its draft if requested."""
    known = language_codes()
    if language not in known:
        raise Http404
    others = [code for code in known if code != language]
    wanted = [request.GET.get("beside"), article.original_language, *others]
    found = next(
        (latest for code in wanted if code in others and (latest := translations.current(article.pk, code))), None
    )
    if found is None:
        raise Http404
    return _newer_draft(found) if "draft" in request.GET and _newer_draft(found) else found


def _newer_draft(source):
    """Return the open draft that will follow the edition, None if there is none."""
    drafts_of_it = Edition.objects.unpublished().filter(article=source.article_id, language=source.language)
    return drafts_of_it.filter(number__gt=source.number).first()


def _edition(article, language):
    """Return the edition that the desk works on in the language, None if there is none."""
    return next(
        (status.edition for status in article_status.of(article, clock.now()) if status.language == language), None
    )


def _seen(edition):
    return f"{edition.pk}.{edition.version}" if edition else "0.0"


def _form(edition, source, language, data, *, copies):
    """Return the form with the edition's texts; a new one begins with the library's words for photos."""
    turns = list(edition.turns.all()) if edition else []
    initial = {}
    if edition:
        initial = {name: getattr(edition, name) for name in [*TEXTS, "unofficial_from"]}
        is_draft = edition.is_draft
        initial["change"] = edition.change if is_draft else Edition.Change.MINOR
        initial["change_note"] = edition.change_note if is_draft else ""
    elif copies:
        initial["body"] = source.body
    for number, turn in enumerate(turns):
        initial |= {f"question-{number}": turn.question, f"answer-{number}": turn.answer}
    photos = {}
    for use in (edition or source).photos.select_related("photo"):
        photos[use.photo_id] = use
        caption, alt = (use.caption, use.alt) if edition else _of_library(use.photo, language)
        initial |= {f"caption-{use.photo_id}": caption, f"alt-{use.photo_id}": alt}
    return TranslationForm(
        data,
        initial=initial,
        language=language,
        turns=max(len(turns), source.turns.count()),
        photos=photos,
        is_change=edition is not None and (not edition.is_draft or edition.number > 1),
        is_original=language == source.article.original_language,
        prefix=language,
    )


def _of_library(photo, language):
    return photo.caption.get(language, ""), photo.alt.get(language, "")


def _rows(form, before, now, source):
    """Return the Rows of the screen, in the order of the text."""
    lines = [(name, comparison.words(before[name], now[name])) for name in ("title", "standfirst")]
    rows = [Row(name_of(name), [form[name]], pieces=pieces) for name, pieces in lines]
    rows.append(Row(name_of("body"), [form["body"]], blocks=_blocks(before["body"], now["body"])))
    nothing = {"question": "", "answer": ""}
    for number in range(sum(name.startswith("question-") for name in form.fields)):
        old, new = (dict(enumerate(values["turns"])).get(number, nothing) for values in (before, now))
        rows.append(
            Row(
                _("Question %(number)d") % {"number": number + 1},
                [form[f"question-{number}"], form[f"answer-{number}"]],
                pieces=comparison.words(old["question"], new["question"]),
                blocks=_blocks(old["answer"], new["answer"]),
            )
        )
    return [*rows, *_photo_rows(form, before, now, source), *_unofficial_row(form), *_change_row(form, now)]


def _photo_rows(form, before, now, source):
    old, new = ({photo["photo"]: photo for photo in values["photos"]} for values in (before, now))
    nothing = {"caption": "", "alt": ""}
    photos = {use.photo_id: use.photo for use in source.photos.select_related("photo")}
    for number in [int(name.partition("-")[2]) for name in form.fields if name.startswith("caption-")]:
        was, is_now = old.get(number, nothing), new.get(number, nothing)
        yield Row(
            _("Photograph"),
            [form[f"caption-{number}"], form[f"alt-{number}"]],
            pieces=comparison.words(was["caption"], is_now["caption"]),
            alt=comparison.words(was["alt"], is_now["alt"]),
            photo=photos.get(number),
        )


def _unofficial_row(form):
    if "unofficial_from" in form.fields:
        yield Row(name_of("unofficial_from"), [form["unofficial_from"]])


def _change_row(form, now):
    if "change" in form.fields:
        note = comparison.words(now["change_note"], now["change_note"])
        yield Row(name_of("change_note"), [form["change"], form["change_note"]], pieces=note)


def _blocks(old, new):
    return comparison.blocks(comparison.html_blocks(old), comparison.html_blocks(new))


def _save(request, article, language, edition, source, form):
    says_the_same = request.POST.get("action") == "compared"
    draft = _written(request, article, language, edition, source, form, says_the_same=says_the_same)
    messages.success(request, _told(draft, edition, says_the_same))
    query = request.GET.urlencode()
    address = reverse("admin:news_article_translate", args=[article.pk, language])
    return HttpResponseRedirect(f"{address}?{query}" if query and "copy" not in request.GET else address)


@retried
def _written(request, article, language, edition, source, form, *, says_the_same):
    """Write the form into a draft, if anything was changed; return the draft, or the edition that was compared."""
    Article.objects.filter(pk=article.pk).hold()
    current = _edition(Article.objects.prefetch_related("editions").get(pk=article.pk), language)
    if _seen(current) not in (request.POST.get("seen"), request.POST.get("overwrite")):
        raise Overtaken(_("A colleague saved this text while you were working."))
    if not (roles.may(request.user, "translate") or roles.may(request.user, "write")):
        raise actions.NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    draft = edition
    if edition is None or form.has_changed():
        draft = _write(article, language, current, source, form, by=request.user)
    if says_the_same:
        seen = request.POST.get("source-version", "")
        translations.confirm_current(draft, source, by=request.user, seen=numbers.parse(seen))
    return draft


def _told(draft, edition, says_the_same):
    is_saved = edition is None or draft.version != edition.version or draft.pk != edition.pk
    saved = _("Saved: %(language)s.") % {"language": wording.language_name(draft.language)} if is_saved else ""
    compared = _("Recorded: both texts say the same.") if says_the_same else ""
    return " ".join(filter(None, [saved, compared])) or _("No changes.")


def _write(article, language, current, source, form, *, by):
    values = form.cleaned_data
    texts = {name: values[name] for name in [*TEXTS, "unofficial_from"] if name in values}
    if current is None:
        facts = {name: getattr(source, name) for name in FACTS}
        parts = {"photos": _photos(source, values), "turns": _turns(values), "subjects": about.keys_of(source)}
        return drafts.start(language, by=by, article=article, parts=parts, **facts, **texts)
    draft = drafts.open_next(current, by=by)
    if "change" in form.fields:
        texts |= {"change": values["change"] or Edition.Change.MINOR, "change_note": values["change_note"]}
    for name, value in texts.items():
        setattr(draft, name, value)
    for use in draft.photos.all():
        with contextlib.suppress(KeyError):  # a photo that was added meanwhile keeps its words
            use.caption, use.alt = values[f"caption-{use.photo_id}"], values[f"alt-{use.photo_id}"]
            use.save(update_fields=["caption", "alt"])
    draft.turns.all().delete()
    Turn.objects.bulk_create(Turn(edition=draft, position=place, **turn) for place, turn in enumerate(_turns(values)))
    drafts.save_changes(draft, by=by)
    return draft


def _photos(source, values):
    return [
        {
            "photo": use.photo,
            "decorative": use.decorative,
            "caption": values[f"caption-{use.photo_id}"],
            "alt": values[f"alt-{use.photo_id}"],
        }
        for use in source.photos.select_related("photo")
    ]


def _turns(values):
    numbers = [int(name.partition("-")[2]) for name in values if name.startswith("question-")]
    turns = [{"question": values[f"question-{number}"], "answer": values[f"answer-{number}"]} for number in numbers]
    return [turn for turn in turns if turn["question"] or turn["answer"]]
