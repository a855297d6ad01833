"""What a text is about, on the article screen: the field, what is suggested from its words, and what a search finds.

The values are short names as in news.about. Nothing is chosen by itself: suggestions wait for a tap.
"""

import dataclasses

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from council.models import Document, Person, State
from desk.base import index
from identity.current import current as identity
from news import about, access
from news.models import Article, Edition, Topic
from photos.models import Album
from publishing import dates
from publishing.languages import language_codes
from publishing.localized import in_language
from search.finding import TooLong
from search.naming import named_in

MAX_SUGGESTED = 8
MAX_FOUND = 6  # of a kind
DOCUMENTS_KNOWN = 300  # the newest ones, whose titles are looked for in a text
MANY_PEOPLE = 5000


class AboutField(forms.Field):
    """A list of short names, each of something that exists."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        return [key for key in dict.fromkeys(value or []) if about.read(key)]

    def validate(self, value):
        super().validate(value)
        known = about.things(value)
        if gone := [about.by_number(key) for key in value if key not in known]:
            raise forms.ValidationError(_("It does not exist any more: %(names)s.") % {"names": ", ".join(gone)})
        texts = [key.partition(":")[2] for key in value if key.partition(":")[0] in about.RELATIONS]
        if len(set(texts)) < len(texts):
            raise forms.ValidationError(
                _("Choose one relation to each earlier text: it follows, answers or corrects it.")
            )
        if len(value) > about.MAX_SUBJECTS:
            most = {"number": about.MAX_SUBJECTS}
            raise forms.ValidationError(_("Choose at most %(number)d: readers look for what matters.") % most)


@dataclasses.dataclass(frozen=True)
class Option:
    """Something that can be chosen: its short name, its kind in a word, and what it is called."""

    key: str
    kind: str
    title: str
    is_chosen: bool = False


def options(keys, *, are_chosen=False):
    """Return the Options of what exists of these short names."""
    return [
        Option(key, str(about.KINDS[about.read(key)[0]]), str(thing), are_chosen)
        for key, thing in about.things(keys).items()
    ]


# --- From the words of the text --------------------------------------------------------------------------------------


def suggested(texts, chosen, meeting=None):
    """Return the Options that the words of {language: plain text} name and that are not chosen; topics come first."""
    named = set()
    for language, text in texts.items():
        if text.strip():
            named |= named_in(text, language, _names(language, meeting))
    found = [key for key in sorted(named, key=_in_order) if key not in chosen]
    return options(found[:MAX_SUGGESTED])


def _in_order(key):
    kind, number = about.read(key)
    return list(about.MODELS).index(kind), number


def plain(title, standfirst, body, turns=()):
    """Return the words of a text in one, without mark-up."""
    html = [body, *(part for turn in turns for part in turn)]
    return "\n".join([title or "", standfirst or "", *(strip_tags((part or "").replace("<", " <")) for part in html)])


def _names(language, meeting):
    """Yield (short name, name) of what a text in `language` may name, in every form that is known."""
    for topic in Topic.objects.filter(joined_into=None):
        for name in [topic.name.get(language, ""), *(topic.words.get(language) or "").splitlines()]:
            yield f"topic:{topic.pk}", name.strip()
    if not identity().has.council:
        return
    for state in State.objects.prefetch_related("names"):
        for names in [state.name, state.short_name, *(name.short_name for name in state.names.all())]:
            yield f"state:{state.pk}", names.get(language, "")
    yield from names_of_people(language)
    for document in _documents(meeting):
        if len(document.title.get(language, "").split()) > 2:
            yield f"document:{document.pk}", document.title[language]


def names_of_people(language):
    """Yield (short name, name) of the people on record, by their last names and other spellings."""
    for person in Person.objects.prefetch_related("other_names").order_by("-pk")[:MANY_PEOPLE]:
        # Texts introduce people by both names and go on with the last one.
        for name in [person.name.get(language, "").rpartition(" ")[2], *(n.text for n in person.other_names.all())]:
            yield f"person:{person.pk}", name


def _documents(meeting):
    newest = list(Document.objects.order_by("-dated", "-pk").only("title")[:DOCUMENTS_KNOWN])
    own = (
        Document.objects.filter(Q(considerations__meeting=meeting) | Q(prepared_for__meeting=meeting))
        if meeting
        else []
    )
    return [*newest, *own]


# --- By a search -----------------------------------------------------------------------------------------------------


def search(request):
    """Answer a script with what was searched for, as options to choose; with nothing (204) where nothing was."""
    text = request.GET.get("q", "")[:200].strip()
    if not text:
        return HttpResponse(status=204)
    found = list(_found(text, request.user, request.GET.get("article", "")))
    return TemplateResponse(request, "desk/articles/_about_found.html", {"options": found, "text": text})


def _found(text, user, article):
    yield from options(f"topic:{topic.pk}" for topic in _called(Topic.objects.filter(joined_into=None), "name", text))
    try:
        by_kind = index.find(text, user)
    except TooLong:
        by_kind = {}
    if identity().has.council:
        yield from options(f"state:{state.pk}" for state in _called(State.objects, "short_name", text))
        for kind in ("person", "meeting", "document"):
            yield from options(f"{kind}:{number}" for number in by_kind.get(kind, [])[:MAX_FOUND])
    yield from options(f"album:{album.pk}" for album in _called(Album.objects, "title", text))
    yield from _texts(by_kind.get("article", []), user, article)


def _called(records, field, text):
    spelt = Q()
    for code in language_codes():
        spelt |= Q(**{f"{field}__{code}__icontains": text})
    return records.filter(spelt).order_by("-pk")[:MAX_FOUND]


def _texts(numbers, user, article):
    """Yield what a text may do to each of the public ones: an earlier text is one that readers know."""
    public = Edition.objects.public().filter(article__in=numbers, is_page=False)
    readable = access.readable_by(user, Article.objects.filter(editions__in=public)).distinct()
    for earlier in [one for one in readable if str(one.pk) != article][:MAX_FOUND]:
        editions = {edition.language: edition for edition in public.filter(article=earlier)}
        title = in_language({code: edition.title for code, edition in editions.items()})
        edition = next(iter(editions.values()))
        day = dates.in_figures(edition.shown_on, edition.shown_precision)
        for relation in about.RELATIONS:
            yield Option(f"{relation}:{earlier.pk}", str(about.KINDS[relation]), f"{title} · {day}")
