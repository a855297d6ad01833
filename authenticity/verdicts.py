"""Verifies whether an address or a text is ours, with a visitor's rights, so that nothing hidden is revealed.

A verdict says what was found, in which edition, and what became of that edition. If nothing is found, it claims no more
than we can know.
"""

import dataclasses
import re
import urllib.parse
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from authenticity import difference, sealing, statements, verifier
from authenticity.models import Entry, Seal
from news import ends, history
from news.comparison import Piece
from news.models import Edition, Withdrawal
from pages import tree
from photos.models import Photo
from publishing import clock, dates, moments
from publishing.languages import first_code, language_codes
from publishing.visitors import with_past_editions as looking_back
from publishing.visitors import with_standing_pages

MIN_WORDS = 8  # shorter passages occur in many texts
MAX_CHARACTERS = 100_000
MIN_SIMILARITY = 0.2  # of the words in threes that a text must share with one of ours to be called an altered one
COPIED = 0.8  # of the fingerprints of a text that a PDF of it must hold; line ends and page numbers break some
MAX_BROKEN = 5  # fingerprints that the date line between title and standfirst may break in a copy of a short text
MAX_UNSIGNED = 20  # newest editions that are compared though they are not signed yet
MAX_OTHERS = 5

OK, WARN, BAD, UNKNOWN = "ok", "warn", "bad", "unknown"


@dataclasses.dataclass
class Verdict:
    """The result shown to the visitor: `tone` is one of the four above, `lines` are sentences."""

    tone: str
    headline: str
    lines: list[str] = dataclasses.field(default_factory=list)
    place: "Place | None" = None
    photo: Photo | None = None
    pieces: tuple[Piece, ...] = ()
    others: list["Place"] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Place:
    """An edition that visitors may read, and what became of it: `state` is a sentence."""

    edition: Edition
    is_current: bool
    state: str
    address: str  # of the edition itself
    page: str  # of the article, or the standing page
    record: str  # of the page about its signature

    @property
    def issued(self) -> str:
        opened = moments.told(self.edition.live_from)  # type: ignore[arg-type]  # it is public
        told = {"number": self.edition.number} | opened
        return _("Edition %(number)s, issued by us on %(moment)s, %(clock)s.") % told


@with_standing_pages()
def place_of(edition: Edition) -> Place | None:
    """Return the Place of an edition, None if visitors may not read it."""
    language = edition.language
    past = history.of(edition.article_id, language)
    if past is None or past.edition(edition.number) is None:
        return None
    with override(language):
        address, page = past.address_of(edition), past.address
        record = reverse("authenticity:edition", args=[edition.article_id, edition.number])
    is_current = past.newest.number == edition.number and past.withdrawal is None
    return Place(edition, is_current, _state(past, edition, is_current), address, page, record)


def _state(past, edition, is_current):
    if past.withdrawal:
        told = moments.told(past.withdrawal.at) | {"reason": past.withdrawal.reason}
        return _("The text was withdrawn on %(moment)s, %(clock)s, and is no longer to be quoted: %(reason)s") % told
    if is_current:
        return _("It is the current text.")
    newest = past.newest
    told = {
        "number": newest.number,
        "kind": newest.get_change_display().lower(),
        "moment": dates.moment_in_words(newest.live_from),
    }
    sentence = _("It has been changed since: edition %(number)s (%(kind)s) of %(moment)s is the current one.") % told
    return f"{sentence} {newest.change_note}".strip() if newest.change in Edition.KINDS_WITH_NOTE else sentence


# --- An address ------------------------------------------------------------------------------------------------------

ADDRESS = re.compile(r"(?:https?://)?[^\s/]*/\S*|https?://\S+")
OF_ARTICLES = {"news:detail", "news:short", "news:pdf", "news:text", "news:kit", "news:edition", "authenticity:edition"}
OF_PAGES = {"pages:short", "pages:edition"}


def looks_like_an_address(text: str) -> bool:
    return bool(ADDRESS.fullmatch(text.strip()))


@with_standing_pages()
def of_address(text: str) -> Verdict:
    """Return the Verdict on the address of a page or a file."""
    site = urllib.parse.urlsplit(settings.SITE_URL)
    try:
        asked = urllib.parse.urlsplit(_with_scheme(text.strip(), site))
        host = asked.netloc.rsplit("@", 1)[-1].lower()
    except ValueError:
        return Verdict(BAD, _("This is no address."))
    if "@" in asked.netloc or host != site.netloc.lower():
        return Verdict(
            BAD,
            _("This is not an address of ours."),
            [
                _("Ours begin with %(site)s/. Look at every letter before the first single slash.")
                % {"site": settings.SITE_URL}
            ],
        )
    path = urllib.parse.unquote(asked.path)
    language = next((code for code in language_codes() if path.startswith(f"/{code}/")), first_code())
    with override(language):
        try:
            found = resolve(path)
        except Resolver404:
            return _nothing_there()
    if found.view_name == "pages:page":
        return _of_page(found.kwargs["path"], language)
    if found.view_name in OF_ARTICLES | OF_PAGES:
        return _of_article(found.kwargs, language)
    if found.view_name in ("photos:detail", "photo-file"):
        return _of_photo(found.kwargs)
    return Verdict(
        UNKNOWN,
        _("An address of our site, but not that of a text or a photograph."),
        [_("What we sign are articles, pages and photographs. Paste the address of one, or the words themselves.")],
    )


def _with_scheme(text, site):
    if text.startswith("/"):
        return f"{site.scheme}://{site.netloc}{text}"
    return text if "://" in text else f"{site.scheme}://{text}"


def _nothing_there():
    return Verdict(
        BAD,
        _("Nothing of ours is at this address."),
        [_("Either it never was, or it was removed. If you were shown a text with this address, paste the text.")],
    )


def _of_page(path, language):
    known = tree.current()
    return _of_article({"id": known.by_path[known.former.get(path, path)].article}, language)


def _of_article(address, language):
    past = history.of(address["id"], language)
    if past is None:
        return _of_exit(address["id"], language)
    edition = past.edition(address["number"]) if "number" in address else past.newest
    place = edition and place_of(edition)
    if place is None:
        return _nothing_there()
    headline = _("This page was published by us.") if edition.is_page else _("This article was published by us.")
    answer = Verdict(OK if place.is_current else WARN, headline, place=place)
    if address.get("slug") not in (None, *(edition.address_part for edition in past.editions)):
        answer.tone = WARN
        answer.lines.append(_("The words in the address are not ours; only its number is. Go by the title below."))
    return answer


def _of_exit(article, language):
    if ended := ends.ended_at(article, language):
        told = moments.told(ended)
        line = _("It ended on %(moment)s %(clock)s, as was planned. It was not withdrawn.") % told
        return Verdict(WARN, _("This text is no longer public"), [line])
    exit = Withdrawal.objects.last_of(article, language)
    if exit is None:
        return _nothing_there()
    return _taken_away(_("A text of ours was at this address, and has been removed."), exit)


def _taken_away(headline, exit):
    """Return the Verdict on a withdrawn article: it was ours; nothing of its text is repeated."""
    told = moments.told(exit.at) | {"reason": exit.reason}
    lines = [
        _("It was removed on %(moment)s, %(clock)s: %(reason)s") % told,
        _("It is no longer to be quoted, and what it said is not repeated here."),
    ]
    return Verdict(WARN, headline, lines)


def _of_photo(address):
    by = {"pk": address["id"]} if "id" in address else {"key": address["key"]}
    photo = Photo.objects.public().with_renditions().filter(**by).first()
    if photo is None:
        return _nothing_there()
    hint = _("Whether a file you have is this photograph, unaltered, we can tell from the file.")
    return Verdict(OK, _("This photograph was published by us."), [hint], photo=photo)


# --- A text -----------------------------------------------------------------------------------------------------------


@with_standing_pages()
def of_text(text: str) -> Verdict:
    """Return the Verdict on a whole text or a passage."""
    asked = verifier.words(text)
    if sum(word[0].isalnum() for word in asked) < MIN_WORDS:
        told = {"number": MIN_WORDS}
        return Verdict(UNKNOWN, _("Too few words to tell."), [_("Paste at least %(number)s words in a row.") % told])
    near = _near(text)
    stands = [(edition, ours) for edition, ours in near if verifier.stands_in(asked, verifier.words(ours))]
    if stands:
        return _standing(asked, stands)
    if exit := _exit_of(text):
        return _taken_away(_("This text was published by us, and has since been removed."), exit)
    altered = max(near, key=lambda candidate: (_shared(asked, candidate[1]), candidate[0].number), default=None)
    if altered and _shared(asked, altered[1]) >= MIN_SIMILARITY and (place := place_of(altered[0])):
        return _altered(text, place, altered[1])
    return Verdict(
        BAD,
        _("We have published no such text."),
        [
            _("These words stand in no edition of any text that can be read here, whole or in part."),
            _("A few words changed in every sentence can hide where a text comes from. In doubt, ask us."),
        ],
    )


def _exit_of(text):
    """Return the Withdrawal of an article that contained `text`, None if visitors may know of none."""
    return _first_exit(ended for ended in sealing.ended(text) if ended.is_part)


def exit_of_copy(article: int, language: str, said: str) -> Withdrawal | None:
    """Return the Withdrawal of the article that a copy names and whose text it has, None if it is no such copy."""
    ended = (found for found in sealing.ended(said) if (found.article, found.language) == (article, language))
    return _first_exit(found for found in ended if _is_copied(found))


def _is_copied(found):
    broken = found.kept - found.shared
    return found.shared > 0 and broken <= max(MAX_BROKEN, (1 - COPIED) * found.kept)


def _first_exit(editions):
    exits = (Withdrawal.objects.last_of(edition.article, edition.language) for edition in editions)
    return next(filter(None, exits), None)


def taken_away_copy(exit: Withdrawal) -> Verdict:
    answer = _taken_away(_("This PDF holds a text of ours that has been removed."), exit)
    answer.lines.append(_("Whether a word in it was altered is no longer compared."))
    return answer


def _near(text):
    """Return (edition, its words as text) of editions that share words with `text` or are not signed yet."""
    with looking_back():
        known = Edition.objects.filter(pk__in=sealing.alike(text), live_from__lte=clock.SiteNow())
        found = [*known.prefetch_related("turns"), *_unsigned().prefetch_related("turns")]
        return [(edition, statements.text_of(edition)) for edition in found]


def _unsigned():
    return Edition.objects.public().filter(seal=None).order_by("-live_from")[:MAX_UNSIGNED]


def _standing(asked, stands):
    """Return the Verdict on words that these editions contain; it names the newest edition of the first article."""
    places = [place for edition, _ours in stands if (place := place_of(edition))]
    places.sort(key=lambda place: (place.is_current, place.edition.live_from), reverse=True)
    place = places[0]
    same = [other for other in places if other.page == place.page]
    whole = dict((edition.pk, ours) for edition, ours in stands)[place.edition.pk]
    lines = [
        _("Word for word, and it is the whole text.")
        if len(verifier.words(whole)) == len(asked)
        else _("Word for word, as a part of the text.")
    ]
    if len(same) > 1:
        numbers = ", ".join(str(other.edition.number) for other in reversed(same))
        lines.append(_("They stand in the editions %(numbers)s.") % {"numbers": numbers})
    others = list({other.page: other for other in places if other.page != place.page}.values())[:MAX_OTHERS]
    headline = (
        _("This text was published by us.")
        if place.is_current
        else _("This text was published by us, and no longer stands.")
    )
    return Verdict(OK if place.is_current else WARN, headline, lines, place=place, others=others)


def _altered(text, place, ours):
    pieces, number = difference.of(ours, text)
    sentence = ngettext(
        "The nearest text of ours differs from it in %(number)s place.",
        "The nearest text of ours differs from it in %(number)s places.",
        number,
    )
    return Verdict(
        BAD,
        _("This text is altered: we published other words."),
        [sentence % {"number": number}],
        place=place,
        pieces=pieces,
    )


def _shared(asked, ours):
    """Return the share of a text's triples of words that occur in ours, from 0 to 1."""
    theirs = _threes(asked)
    return len(theirs & _threes(verifier.words(ours))) / len(theirs)


def _threes(words):
    return {tuple(words[place : place + 3]) for place in range(len(words) - 2)}


# --- A signed statement -----------------------------------------------------------------------------------------------


@with_standing_pages()
def of_seal(statement: Any) -> Verdict:
    """Return the Verdict on a statement from a seal.json."""
    try:
        sha256 = verifier.sha256(verifier.canonical(statement))
    except ValueError:
        sha256 = ""
    issued = Entry.objects.filter(sha256=sha256, what=Entry.What.ISSUED).first() if sha256 else None
    if issued is None:
        return Verdict(BAD, _("No text with our digital signature matches."))
    with looking_back():
        seal = Seal.objects.filter(sha256=sha256).select_related("edition").first()
    if seal and (place := place_of(seal.edition)):
        return Verdict(OK if place.is_current else WARN, _("This file carries our digital signature."), place=place)
    told = moments.told(issued.at)
    sentence = _("We signed it on %(moment)s, %(clock)s. It has been removed since.") % told
    return Verdict(
        WARN, _("This file carries our digital signature, and the text has since been withdrawn."), [sentence]
    )
