"""“Quotes”: who said the words of a text. What it quotes is found in it, and the name in the words around."""

import dataclasses

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from council.models import Person
from desk.articles.about import names_of_people
from desk.base.fields import LineField, TextField
from desk.council.typed_names import PersonNameField, as_typed
from news import access, quotes
from news.models import Article, Quote
from news.models.quotes import MAX_PLACE, MAX_SPEAKER, MAX_WORDS
from publishing import dates, numbers, roles
from publishing.actions import Refused
from publishing.languages import language_name
from publishing.localized import in_language
from search.naming import named_in

NEARBY = "people-nearby"  # id of the list of names that stand near the words
MAX_LANGUAGE = 10  # letters of a code


class QuoteForm(forms.Form):
    language = forms.CharField(widget=forms.HiddenInput, max_length=MAX_LANGUAGE)
    original = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = TextField(
        label=gettext_lazy("Words"),
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("As they stand in the saved text, without the quotation marks around them."),
    )
    person = PersonNameField(
        label=gettext_lazy("Who said it"),
        required=False,
        help_text=gettext_lazy("The title is that of the day, from the record."),
    )
    speaker = LineField(
        label=gettext_lazy("Introduced as"),
        required=False,
        max_length=MAX_SPEAKER,
        help_text=gettext_lazy(
            "Only where no office is on record for the day: name and title in words, as readers will see them."
        ),
    )
    said_on = forms.DateField(
        label=pgettext_lazy("quote", "Said on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    place = LineField(label=gettext_lazy("Place"), required=False, max_length=MAX_PLACE)

    def __init__(self, *args, article, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article
        self.fields["person"].widget.attrs["list"] = NEARBY
        if self.translated:
            del self.fields["person"], self.fields["said_on"]

    @property
    def translated(self):
        """The Quote whose translation is noted, None if it is a quote of its own."""
        number = self.data.get("original") if self.is_bound else self.initial.get("original")
        number = numbers.parse(str(number or ""))
        return Quote.objects.filter(article=self.article, pk=number).first() if number else None

    def note(self, by):
        """Note what was filled in and return the Quote; None with an error where it is refused."""
        given = dict(self.cleaned_data)
        given.pop("original")
        person = given.pop("person", None)
        try:
            return quotes.note(
                self.article,
                given.pop("language"),
                given.pop("words"),
                by=by,
                person=person if person and person.pk else None,
                said_on=given.pop("said_on", None),
                original=self.translated,
                **given,
            )
        except Refused as refused:
            self.add_error("speaker" if isinstance(refused, quotes.NoTitle) else None, str(refused))
            return None


@dataclasses.dataclass(frozen=True)
class Row:
    """A noted quote: its speaker as readers see it, and what is still to be done with it."""

    quote: Quote
    speaker: str
    day: str
    stands: bool
    translate: list[tuple[str, str]]  # (name of a language, address) of what it has no words in


@dataclasses.dataclass(frozen=True)
class InLanguage:
    code: str
    name: str
    rows: list[Row]
    found: list[tuple[str, str]]  # (words of the text that are not noted, address of the form about them)
    other_words: str  # address of the form about any words


def page(request, site, article_id):
    """Show the quotes of an article and what else it quotes; note, confirm or remove one."""
    article = _article(request, article_id)
    form = QuoteForm(article=article, initial=_initial(request, article))
    if request.method == "POST":
        action = request.POST.get("action")
        if action == "note":
            form = QuoteForm(request.POST, article=article)
            quote = form.note(request.user) if form.is_valid() else None
            if quote:
                messages.success(request, _told(quote))
                return HttpResponseRedirect(address(article))
        elif action in ("confirm", "remove"):
            _do(request, article, action)
            return HttpResponseRedirect(address(article))
        else:
            raise Http404
    editions = article.newest_by_language()
    context = {
        "title": _("Quotes"),
        "opts": Article._meta,
        "article": article,
        "form": form,
        "is_open": form.is_bound or "words" in request.GET or bool(form.initial.get("original")),
        "nearby": form.initial.get("nearby", []),
        "nearby_id": NEARBY,
        "printed_as": form.initial.get("printed_as", ""),
        "languages": [_in_language(article, edition, editions) for edition in editions.values()],
        "may_confirm": roles.may(request.user, "approve"),
    }
    return TemplateResponse(request, "desk/quotes/quotes.html", site.each_context(request) | context)


def address(article, **query):
    """Return the address of the screen, with `query` of the form about some words."""
    path = reverse("admin:quotes", args=[article.pk])
    return f"{path}?{urlencode(query)}#note" if query else path


def _article(request, number):
    if not request.user.has_perm("news.change_article"):
        raise PermissionDenied
    articles = access.readable_by(request.user, Article.objects.filter(standing_page__isnull=True))
    return get_object_or_404(articles, pk=number)


def _do(request, article, action):
    quote = get_object_or_404(article.quotes, pk=numbers.parse(request.POST.get("quote", ""), 0))
    try:
        if action == "confirm":
            messages.success(request, _told(quotes.confirm(quote, by=request.user)))
        else:
            quotes.remove(quote, by=request.user)
            messages.success(request, _("The quote is removed; the text keeps its words."))
    except Refused as refused:
        messages.error(request, str(refused))


def _told(quote):
    if quote.confirmed_at is None:
        return _("Noted: %(quote)s. Readers see it once somebody confirms it.") % {"quote": quotes.in_short(quote)}
    return _("Readers see it while a published text has these words: %(quote)s") % {"quote": quotes.in_short(quote)}


# --- What the form begins with ---------------------------------------------------------------------------------------


def _initial(request, article):
    """Return the initial values of the form for the words in the address: speaker, day and place by the text."""
    editions = article.newest_by_language()
    language = request.GET.get("language", "")
    edition = editions.get(language) or editions.get(article.original_language) or next(iter(editions.values()), None)
    if edition is None:
        raise Http404
    original = numbers.parse(request.GET.get("original", ""))
    words = quotes.without_marks(request.GET.get("words", "")[:MAX_WORDS])
    meeting = edition.meeting
    nearby = _nearby(edition, words) if words and not original else []
    speaker = nearby[0] if len(nearby) == 1 else None
    day = meeting.held_on if meeting else edition.shown_on
    title = quotes.title_on(speaker, day, edition.language)
    return {
        "language": edition.language,
        "original": original,
        "words": words,
        "person": as_typed(speaker) if speaker else "",
        "speaker": f"{in_language(speaker.name, edition.language)}, " if speaker and not title else "",
        "said_on": day,
        "place": in_language(meeting.place, edition.language) if meeting else "",
        "nearby": [as_typed(person) for person in nearby],
        "printed_as": f"{in_language(speaker.name, edition.language)}, {title}" if title else "",
    }


def _nearby(edition, words):
    """Return the people who are named nearest to the words: in their paragraph, before it, after it."""
    wanted = quotes.letters(words)
    passages = next((one.around for one in quotes.candidates(edition) if quotes.letters(one.words) == wanted), None)
    if passages is None:
        passages = [line for line in quotes.lines(edition) if wanted in quotes.letters(line)]
    for passage in passages:
        if named := named_in(passage, edition.language, names_of_people(edition.language)):
            numbers_of = [int(key.partition(":")[2]) for key in named]
            return list(Person.objects.filter(pk__in=numbers_of).order_by("pk"))
    return []


# --- The list --------------------------------------------------------------------------------------------------------


def _in_language(article, edition, editions):
    noted = list(article.quotes.filter(language=edition.language).select_related("person"))
    known = [quotes.letters(quote.words) for quote in noted]
    found = dict.fromkeys(
        one.words
        for one in quotes.candidates(edition)
        if not any(letters in quotes.letters(one.words) or quotes.letters(one.words) in letters for letters in known)
    )
    return InLanguage(
        edition.language,
        language_name(edition.language),
        [_row(article, quote, editions) for quote in noted],
        [(words, address(article, language=edition.language, words=words)) for words in found],
        address(article, language=edition.language, words=""),
    )


def _row(article, quote, editions):
    others = {} if quote.is_translation else editions
    present = set(article.quotes.filter(utterance=quote.utterance).values_list("language", flat=True)) if others else ()
    day = dates.in_words(quote.said_on)
    return Row(
        quote,
        quotes.speaker_of(quote),
        f"{day}, {quote.place}" if quote.place else day,
        quotes.stands(quote),
        [
            (language_name(code), address(article, language=code, original=quote.pk))
            for code in others
            if code not in present
        ],
    )
