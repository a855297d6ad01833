"""Import a Word document as a draft: of a new article, of another language of an article, or into an open draft.

The import is all or nothing: a refusal leaves neither a draft nor a photo nor a file behind.
"""

import contextlib
import dataclasses
import hashlib
import re

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base import article_status, wording
from desk.photos import words as photo_words
from news import about, access, drafts
from news.models import Article, Edition, Section
from news.word import document
from news.word.package import WordRefused
from photos import library
from photos.inspection import PhotoRefused, clean_file_name
from photos.models import Photo
from publishing import actions, clock, numbers, roles
from publishing.languages import language_codes

SHARED = ["section_id", "genre", "shown_on", "shown_precision", "meeting_id", "signed_by"]
TEXTS = ["title", "standfirst", "body"]


class WordForm(forms.Form):
    """The document, and facts that it does not contain; all have defaults."""

    file = forms.FileField(
        label=gettext_lazy("Word document (.docx)"),
        allow_empty_file=True,  # refused later, with a better sentence
        widget=forms.FileInput(
            attrs={"accept": ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=lambda: [
            ("", _("As the text shows")),
            *((code, wording.language_name(code)) for code in language_codes()),
        ],
    )
    section = forms.ModelChoiceField(
        Section.objects.all(), label=gettext_lazy("Section"), required=False, empty_label=None
    )
    genre = forms.ChoiceField(
        label=gettext_lazy("Genre"),
        required=False,
        choices=Edition.Genre.choices,
        help_text=gettext_lazy("In an interview, bold paragraphs become the questions."),
    )

    def __init__(self, *args, user, target, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"section": usual_section(user), "genre": Edition.Genre.REPORT}
        if target:
            for name in ("language", "section", "genre"):
                del self.fields[name]

    def clean_section(self):
        section = self.cleaned_data["section"] or self.initial["section"]
        if section is None:
            raise forms.ValidationError(_("There is no section yet. Ask the press secretary to make one."))
        return section

    def clean_genre(self):
        return self.cleaned_data["genre"] or Edition.Genre.REPORT


def usual_section(user):
    """Return the section in which `user` wrote last, else the first; None if there is none."""
    written = Edition.objects.filter(created_by=user, section__isnull=False)  # standing pages have none
    last = written.select_related("section").order_by("-pk").first()
    return last.section if last else Section.objects.first()


@dataclasses.dataclass
class Target:
    """The article and language that a document is imported into; `edition` is the present one, or None."""

    article: Article
    language: str
    edition: Edition | None

    @property
    def seen(self):
        """The edition and version that the page showed, as the form sends them."""
        return f"{self.edition.pk}.{self.edition.version}" if self.edition else "0.0"


def page(request, site):
    """Ask for a document, and make a draft of it; `article` and `language` in the address name the Target."""
    target = _target(request)
    if not (roles.may(request.user, "write") or (target and roles.may(request.user, "translate"))):
        raise PermissionDenied
    form = WordForm(user=request.user, target=target)
    if request.method == "POST":
        form = WordForm(request.POST, request.FILES, user=request.user, target=target)
        if form.is_valid():
            try:
                draft, told = take(**form.cleaned_data, by=request.user, target=target, seen=request.POST.get("seen"))
            except (WordRefused, actions.Refused) as refusal:
                form.add_error("file", str(refusal))
            else:
                _tell(request, draft, *told)
                address = reverse("admin:news_article_change", args=[draft.article_id])
                return HttpResponseRedirect(f"{address}#text-{draft.language}")
    return TemplateResponse(
        request,
        "desk/word/word_in.html",
        {
            **site.each_context(request),
            "title": _("From Word"),
            "opts": Article._meta,
            "article": target and target.article,
            "target": target,
            "form": form,
            "language_name": target and wording.language_name(target.language),
        },
        status=400 if form.errors else 200,
    )


def _target(request):
    """Return the Target named in the address, None without one; 404 for an article limited to others."""
    number, language = request.GET.get("article", ""), request.GET.get("language", "")
    if not number:
        return None
    articles = access.readable_by(request.user, Article.objects.all())
    article = articles.filter(pk=numbers.parse(number)).first()
    if article is None or language not in language_codes():
        raise Http404
    return Target(article, language, _edition(article, language))


def _edition(article, language):
    return next(status.edition for status in article_status.of(article, clock.now()) if status.language == language)


def take(file, *, by, target=None, seen=None, language="", section=None, genre=""):
    """Make a draft of `file`, an uploaded document; return (draft, (sentences on what was imported, remarks)).

    Raises WordRefused, or Refused if the target cannot be changed: Stale if it is no longer as it was `seen`.
    """
    name = clean_file_name(file.name)
    is_interview = (_main(target).genre if target else genre) == Edition.Genre.INTERVIEW
    story = document.read(file, name, is_interview=is_interview)
    language = target.language if target else language or story.language
    with _all_or_nothing() as photos, transaction.atomic():
        if target:
            _require_unchanged(target, seen)
        uses, numbers = _photographs(story, language, photos, by=by, stem=name.rsplit(".", 1)[0])
        known, known_numbers = _known_photographs(story, language, target, by=by)
        uses, numbers = _joined(known, uses), {**numbers, **known_numbers}
        texts = {
            "title": story.title,
            "standfirst": story.standfirst,
            "body": document.with_photos(story.body, numbers),
        }
        turns = [
            {"question": question, "answer": document.with_photos(answer, numbers)} for question, answer in story.turns
        ]
        if target and target.edition:
            draft = _rewritten(target.edition, texts, uses, turns, by=by)
        else:
            facts = _facts(target) if target else _first_facts(section, genre)
            parts = {"photos": _with_those_of(target, language, uses), "turns": turns}
            if target:
                parts["subjects"] = about.keys_of(_main(target))
            draft = drafts.start(language, by=by, article=target and target.article, parts=parts, **facts, **texts)
    return draft, (_taken_over(story, len(uses)), story.remarks)


@contextlib.contextmanager
def _all_or_nothing():
    """Yield a list for new photos; if the block fails, their files are deleted as their rows are rolled back."""
    photos = []
    try:
        yield photos
    except BaseException:
        for photo in photos:
            library.forget_files(photo)
        raise


def _main(target):
    """Return the edition whose facts all languages of the target's article share."""
    return target.edition or target.article.editions.order_by("-number").first()


def _facts(target):
    return {name: getattr(_main(target), name) for name in SHARED}


def _first_facts(section, genre):
    return {"section": section, "genre": genre or Edition.Genre.REPORT, "shown_on": clock.today()}


def _require_unchanged(target, seen):
    """Lock the article and its edition in the language, and refuse if they are not as the page showed."""
    Article.objects.filter(pk=target.article.pk).hold()
    target.edition = _edition(Article.objects.get(pk=target.article.pk), target.language)
    if seen != target.seen:
        raise actions.Stale(
            _("A colleague changed this text after you opened the page. Read it, then upload the document again.")
        )


def _rewritten(edition, texts, uses, turns, *, by):
    """Return the open draft with the document's content; its further photos, questions and files stay."""
    draft = drafts.open_next(edition, by=by)
    for name in TEXTS:
        setattr(draft, name, texts[name] or getattr(draft, name))
    kept = list(draft.photos.values("photo_id", "caption", "alt", "decorative"))
    drafts.set_parts(
        draft,
        photos=_joined(kept, uses),
        turns=turns or list(draft.turns.values("question", "answer")),
        attachments=list(draft.attachments.values("label", "key", "file", "file_name", "size")),
    )
    drafts.save_changes(draft, by=by)
    return draft


def _joined(kept, uses):
    """Return `kept` with the document's words for them, followed by the new photos."""
    said = {use["photo_id"]: use for use in uses}
    joined = [{**use, **_without_gaps(said.pop(use["photo_id"], {}))} for use in kept]
    return joined + list(said.values())


def _without_gaps(words):
    return {name: value for name, value in words.items() if value}


def _with_those_of(target, language, uses):
    """Return the photos of the article's other languages, with the library's words, followed by `uses`."""
    if target is None:
        return uses
    photos = [use.photo for use in _main(target).photos.select_related("photo")]
    return _joined([_use(photo, language) for photo in photos], uses)


def _use(photo, language, caption="", alt=""):
    return {
        "photo_id": photo.pk,
        "caption": caption or photo.caption.get(language, ""),
        "alt": alt or photo.alt.get(language, ""),
    }


def _photographs(story, language, photos, *, by, stem):
    """Add the pictures to the library; return their uses for set_parts, and {number: photo's number}.

    New photos are added to `photos`. A picture that the library refuses becomes a remark of the story.
    """
    if story.pictures and not roles.may(by, "write"):
        story.remarks.append(_("Left out: the photographs, which your role does not add."))
        return [], {}
    found = {}
    for picture in _in_order_of_their_bytes(story, stem):
        common = {"caption": {language: picture.caption}} if picture.caption else {}
        try:
            found[picture.number] = library.add(picture.file(), _file_name(picture, stem), by=by, **common)
        except PhotoRefused as refusal:
            story.remarks.append(_("Left out: a picture. %(reason)s") % {"reason": refusal})
        else:
            photos.append(found[picture.number])
            if sentence := photo_words.of_file(found[picture.number]):
                story.remarks.append(f"{found[picture.number].file_name}: {sentence}")
    uses, numbers = {}, {}
    for picture in story.pictures:
        photo = found.get(picture.number)
        if photo and photo.pk not in uses:
            uses[photo.pk] = _use(photo, language, picture.caption, picture.alt)
            numbers[picture.number] = photo.pk
    return list(uses.values()), numbers


def _known_photographs(story, language, target, *, by):
    """Return the same as _photographs, for our photos that the document names.

    Only a writer can add one to the article. The file name must match, because the document may come from another
    newsroom.
    """
    found = access.readable_by(by, Photo.objects.all()).in_bulk([photo for photo, _words in story.known.values()])
    of_article = {use.photo_id for use in _main(target).photos.all()} if target else set()
    may_add = roles.may(by, "write")
    uses, numbers = {}, {}
    for number, (key, words) in story.known.items():
        photo = found.get(key)
        if photo and photo.file_name in words and (may_add or key in of_article):
            uses[key] = _use(photo, language)
            numbers[number] = key
        else:
            story.remarks.append(_("Left out, because the library does not have it: %(words)s") % {"words": words})
    return list(uses.values()), numbers


def _in_order_of_their_bytes(story, stem):
    """Return the pictures in a fixed order, so that importing the same ones twice at once cannot deadlock."""
    known = {}
    for picture in story.pictures:
        try:
            known[picture.number] = hashlib.sha256(picture.file().getvalue()).hexdigest()
        except WordRefused:
            story.remarks.append(_("Left out: a picture that the file holds only in part."))
    return sorted(
        (picture for picture in story.pictures if picture.number in known), key=lambda picture: known[picture.number]
    )


def _file_name(picture, stem):
    """Return a file name that people recognize: the document's, with the picture's number."""
    kind = picture.part.rsplit(".", 1)[-1] if "." in picture.part else "jpg"
    return f"{stem}-{picture.number}.{kind}"


def _taken_over(story, photographs):
    """Return sentences about what was imported."""
    words = len(re.sub("<[^>]*>", " ", story.body + " ".join(answer for _question, answer in story.turns)).split())
    counted = [
        (story.title, _("title")),
        (story.standfirst, _("standfirst")),
        (words, _("text of %(number)d words") % {"number": words}),
        (story.turns, _("questions: %(number)d") % {"number": len(story.turns)}),
        (photographs, _("photographs: %(number)d") % {"number": photographs}),
    ]
    return ", ".join(str(name) for has, name in counted if has)


def _tell(request, draft, facts, remarks):
    told = {"language": wording.language_name(draft.language), "facts": facts}
    messages.success(request, _("Taken over from Word. %(language)s: %(facts)s.") % told)
    if remarks:
        items = format_html_join("", "<li>{}</li>", ((remark,) for remark in dict.fromkeys(remarks)))
        messages.warning(request, format_html("{}<ul>{}</ul>", _("Look at this before it goes on:"), items))
