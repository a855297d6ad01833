"""Quotes of a text: noting who said its words, confirming that, and what readers see of it.

The title printed with a name is that of the day on which the words were said, from the record of terms. Where no office
is on record for that day, the speaker is introduced in words that somebody has written.
"""

import dataclasses
import datetime
import re

from django.db import transaction
from django.db.models import Func, JSONField, Value
from django.utils.translation import gettext as _
from django.utils.translation import override

from council.models import Person, Term, first_by_precedence
from identity.current import current as identity
from news.lint.quotes import MARKS
from news.models import Article, Edition, Quote
from news.models.quotes import MAX_WORDS, PlaceInEdition
from publishing import clock, dates, prose, roles, timeline
from publishing.actions import NotAllowed, Refused
from publishing.addresses import absolute_url
from publishing.languages import language_name
from publishing.localized import in_language
from publishing.timeline import Verb
from publishing.transactions import retried

FEWEST_WORDS = 4  # between quotation marks, to be taken for what somebody said and not for a name
OUTER_MARKS = {"«": "»", "“": "”", '"': '"', "„": "“"}
_SPACES = re.compile("[\\s\u00a0\u00ad\u2009\u202f]+")
_BETWEEN_MARKS = re.compile('«(?:[^«»]|«[^«»]*»)+»|“[^“”]+”|"[^"]+"')


# --- For readers -----------------------------------------------------------------------------------------------------


class QuotesOf(Func):
    """The confirmed quotes of an edition, as shown() takes them, or null."""

    function = "news_quotes_of"  # news/sql/quotes.sql
    output_field = JSONField()


@dataclasses.dataclass(frozen=True)
class Shown:
    """A quote as readers see it; `speaker` is the name with the title, `address` the whole address of the quote.

    `name` is that of a person on record, "" if the speaker is introduced in words.
    """

    number: int
    words: str
    language: str
    spoken_in: str
    speaker: str
    name: str
    said_on: datetime.date
    place: str
    address: str

    @property
    def anchor(self):
        return anchor(self.number)

    @property
    def when_and_where(self):
        with override(self.language):
            day = dates.in_words(self.said_on)
        return f"{day}, {self.place}" if self.place else day

    @property
    def original(self):
        """The name of the language in which it was said, if these words are a translation; else nothing."""
        return language_name(self.spoken_in) if self.spoken_in != self.language else ""

    @property
    def attributed(self):
        """The words with their attribution and address, as they are copied."""
        said = f"{_marked(self.words, self.language)}\u00a0— {self.speaker}, {self.when_and_where}"
        if self.original:
            said += f" ({_('Original language:')} {self.original})"
        return f"{said}\n{self.address}"


def anchor(number):
    """Return the id that a quote has on the page of its article."""
    return f"quote-{number}"


def shown(found, edition):
    """Return the Shown quotes of an edition from what news_quotes_of() answers, None included.

    Costs a query if there are any. One whose speaker nobody can name any more is left out.
    """
    quotes = found or []
    terms = _terms({quote["person"]["id"] for quote in quotes if quote["person"]})
    address = absolute_url(edition.get_absolute_url(edition.language))
    made = []
    for quote in quotes:
        said_on = datetime.date.fromisoformat(quote["said_on"])
        person = Person(**quote["person"]) if quote["person"] and identity().has.council else None
        speaker = quote["speaker"] or (person and introduced(person, terms, said_on, quote["language"]))
        if speaker:
            own = {name: quote[name] for name in ("words", "language", "spoken_in", "place")}
            name = "" if quote["speaker"] else in_language(person.name, quote["language"])
            of_quote = f"{address}#{anchor(quote['id'])}"
            made.append(
                Shown(quote["id"], speaker=speaker, name=name, said_on=said_on, address=of_quote, **own),
            )
    return made


def introduced(person, terms, day, language):
    """Return “Name, title of `day`” of a person, of whose `terms` one may hold then; the name alone if none does."""
    held = first_by_precedence([term for term in terms if term.holds_on(day)]).get(person.pk)
    name = in_language(person.name, language)
    return f"{name}, {held.title(language)}" if held else name


def _terms(people):
    if not people:
        return []
    return list(Term.objects.public().filter(person__in=people).select_related("office__state"))


def _marked(words, language):
    opening, closing = MARKS.get(language, MARKS["en"])[:2]
    return words if words.startswith(opening) and words.endswith(closing) else f"{opening}{words}{closing}"


# --- Noting ----------------------------------------------------------------------------------------------------------


class NoTitle(Refused):
    """No office of the speaker is on record for the day, and nobody has introduced the speaker in words."""


@retried
def note(article, language, words, *, by, said_on, person=None, speaker="", place="", original=None):
    """Note that somebody said these words of an article, and confirm it if `by` may approve.

    With `original`, another Quote of the article, the words are its translation: person and day are that one's. Raises
    Refused if the text does not have the words, if they are noted already, if the day is to come, or if no office of
    the person is on record for the day and `speaker` does not introduce them in words.
    """
    words = without_marks(words)
    person, said_on = (original.person, original.said_on) if original else (person, said_on)
    if said_on > clock.today():
        raise Refused(_("Nobody can have said it on a day that is still to come."))
    if title_on(person, said_on, language):
        speaker = ""
    elif not speaker.strip():
        raise NoTitle(_no_title(person, said_on))
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).hold()
        if not words or len(words) > MAX_WORDS or not _editions_with(article, language, words).exists():
            raise Refused(
                _("These words do not stand in the saved text. Save it, and copy the words as they are there.")
            )
        if said := _same(article, language, words):
            raise Refused(_("Who said this is noted already: %(speaker)s.") % {"speaker": speaker_of(said)})
        if original and Quote.objects.filter(utterance=original.utterance, language=language).exists():
            raise Refused(_("This quote has its words in this language already. Remove them first."))
        quote = Quote(
            article=article, language=language, words=words, person=person, speaker=speaker.strip(), said_on=said_on,
            place=place.strip(), created_by=by, spoken_in=original.spoken_in if original else language,
        )  # fmt: skip
        if original:
            quote.utterance = original.utterance
        if roles.may(by, "approve"):
            quote.confirmed_by, quote.confirmed_at = by, clock.now()
        quote.save()
        timeline.record(article, Verb.EDITED, by=by, note=_("Quote noted: %(quote)s") % {"quote": in_short(quote)})
    return quote


@retried
def confirm(quote, *, by):
    """Confirm who said it; from then on readers see it."""
    if not roles.may(by, "approve"):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    with transaction.atomic():
        quote = Quote.objects.select_for_update(of=("self",)).filter(pk=quote.pk).first()
        if quote is None:
            raise Refused(_("The quote is not there any more: somebody has removed it."))
        if quote.confirmed_at is None:
            quote.confirmed_by, quote.confirmed_at = by, clock.now()
            quote.save(update_fields=["confirmed_by", "confirmed_at"])
            told = _("Quote confirmed: %(quote)s") % {"quote": in_short(quote)}
            timeline.record(quote.article, Verb.EDITED, by=by, note=told)
    return quote


@retried
def remove(quote, *, by):
    """Remove a quote, and with the words that were said their translations. The text keeps its words."""
    with transaction.atomic():
        quote = Quote.objects.select_for_update(of=("self",)).filter(pk=quote.pk).first()
        if quote is None:
            return  # somebody else has removed it
        same = Quote.objects.filter(utterance=quote.utterance)
        gone = same.filter(pk=quote.pk) if quote.is_translation else same
        if gone.filter(confirmed_at__isnull=False).exists() and not roles.may(by, "approve"):
            raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
        told = _("Quote removed: %(quote)s") % {"quote": in_short(quote)}
        gone.delete()
        timeline.record(quote.article, Verb.EDITED, by=by, note=told)


def title_on(person, day, language):
    """Return the title that a person had on `day` by the public record, "" if there is none."""
    held = [term for term in _terms({person.pk}) if term.holds_on(day)] if person and person.pk else []
    return first_by_precedence(held)[person.pk].title(language) if held else ""


def speaker_of(quote):
    """Return the speaker of a Quote as readers see it."""
    if quote.speaker or quote.person is None:
        return quote.speaker
    return introduced(quote.person, _terms({quote.person_id}), quote.said_on, quote.language)


def in_short(quote):
    """Return the beginning of the words and the speaker, for the timeline."""
    words = quote.words if len(quote.words) <= 80 else f"{quote.words[:79]}…"
    return f"{_marked(words, quote.language)}\u00a0— {speaker_of(quote)}"


def stands(quote):
    """Tell whether the newest edition in the language of the quote still has its words."""
    newest = Edition.objects.not_set_aside().filter(article=quote.article_id, language=quote.language)
    found = newest.order_by("-number").values_list(PlaceInEdition("pk", Value(quote.words)), flat=True).first()
    return bool(found)


def _no_title(person, day):
    if person is None or person.pk is None:
        return _("This name is not on record. Introduce the speaker in words, with name and title as of that day.")
    told = {"name": person, "day": dates.in_words(day)}
    return _("No office of %(name)s is on record for %(day)s. Introduce the speaker in words.") % told


def _editions_with(article, language, words):
    editions = Edition.objects.not_set_aside().filter(article=article, language=language, is_page=False)
    return editions.annotate(stands_at=PlaceInEdition("pk", Value(words))).filter(stands_at__gt=0)


def _same(article, language, words):
    quotes = Quote.objects.filter(article=article, language=language).select_related("person")
    return next((quote for quote in quotes if letters(quote.words) == letters(words)), None)


def letters(words):
    """Return words without spaces, as the database compares them."""
    return _SPACES.sub("", words)


def without_marks(words):
    """Return words without the quotation marks around all of them, and without blanks at their ends."""
    words = "\n".join(" ".join(line.split()) for line in words.strip().splitlines() if line.strip())
    closing = OUTER_MARKS.get(words[:1])
    if closing and words.endswith(closing) and not _closes_before_the_end(words, closing):
        return words[1:-1].strip()
    return words


def _closes_before_the_end(words, closing):
    """Tell whether the first mark is closed within the words, as in «A» and «B»."""
    depth = 0
    for place, letter in enumerate(words):
        if letter == words[0] and letter != closing:
            depth += 1
        elif letter == closing and place:
            depth -= 1
            if depth <= 0:
                return place < len(words) - 1
    return False


# --- What a text quotes ----------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Candidate:
    """Words that somebody may have said, and the passages in which the name may stand, the likeliest first."""

    words: str
    around: tuple[str, ...]


def lines(edition):
    """Return the paragraphs of an edition as plain text."""
    return [paragraph.plain for html in _parts(edition) for paragraph in prose.paragraphs(prose.read(html))]


def _parts(edition):
    return [edition.body, *edition.turns.values_list("answer", flat=True)]


def candidates(edition):
    """Return the Candidates of an edition: its block quotes, and what stands between quotation marks."""
    found = []
    for html in _parts(edition):
        blocks = prose.read(html)
        lines = [prose.plain_lines([block]) for block in blocks]
        for number, block in enumerate(blocks):
            after = lines[number + 1] if number + 1 < len(lines) else ""
            before = lines[number - 1] if number else ""
            if isinstance(block, prose.Quote):
                found.append(Candidate(without_marks(lines[number]), (before, after, lines[number])))
                continue
            for marked in _BETWEEN_MARKS.finditer(lines[number]):
                if len(marked[0].split()) >= FEWEST_WORDS:
                    rest = lines[number].replace(marked[0], " ")
                    found.append(Candidate(without_marks(marked[0]), (rest, before, after)))
    return found
