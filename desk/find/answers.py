"""What “find anything” answers: groups of texts, meetings, people and other things, each with its screen on the desk.

A text may be a date, words, a number, or the name of something to do. “>” asks for things to do alone, “@” for people.
"""

import dataclasses
import re
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import quote
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from council.models import Document, Meeting, Person, State, Term
from desk.articles import lists
from desk.base import article_status, index
from desk.find import commands
from desk.handbook import pages as handbook
from desk.handbook import screens as handbook_screens
from desk.press import enquiries_queue
from identity import rights
from news import access, serial_numbers
from news.models import Article
from photos.models import Album, Photo
from press.models import Contact, Enquiry
from publishing import clock, dates
from publishing.localized import in_language
from search import days, synonyms, telephones, terms
from search.finding import TooLong

MAX_TEXT = 200  # characters that are read
MAX_CAPTION = 120  # characters of a photograph's caption
ENQUIRY_NUMBER = re.compile(r"(?:(?P<year>\d{4})-)?0*(?P<serial>\d{1,6})")
ONLY_COMMANDS, ONLY_PEOPLE = ">", "@"


@dataclasses.dataclass(frozen=True)
class Answer:
    """One thing to open: what it is called (with <mark>), a few words beside it, and its address."""

    title: SafeString
    detail: str
    address: str
    icon: str
    picture: str = ""
    is_danger: bool = False


@dataclasses.dataclass(frozen=True)
class Group:
    title: str
    answers: list[Answer]
    all_of_them: str = ""  # the address of a list with all that was found


@dataclasses.dataclass(frozen=True)
class Inquiry:
    """Who asks, what for, and how many answers of a kind are wanted."""

    request: HttpRequest
    site: AdminSite
    text: str
    most: int

    @property
    def user(self):
        return self.request.user

    def may_view(self, model):
        kind = model._meta
        return rights.may(self.user, f"{kind.app_label}.view_{kind.model_name}")


def to(request, site, text, most):
    """Return the Groups of answers to `text` for the user of `request`, with at most `most` answers of a kind each."""
    text = terms.cleaned(text)[:MAX_TEXT]
    only, text = (text[0], text[1:].strip()) if text[:1] in (ONLY_COMMANDS, ONLY_PEOPLE) else ("", text)
    inquiry = Inquiry(request, site, text, most)
    if only == ONLY_COMMANDS or not text:
        return _filled([_to_do(inquiry), _places(inquiry)])
    periods = days.periods(text, clock.today())
    try:
        found = index.find(text, request.user)
    except TooLong:
        found = {}
    if only == ONLY_PEOPLE:
        return _filled([_people(inquiry, found.get("person", []))])
    dated = _of_period(inquiry, periods)
    known = {answer.address for group in dated for answer in group.answers}
    numbered = serial_numbers.article_called(text)
    texts = [id for id in found.get("article", []) if id != numbered]
    words = [
        _texts(inquiry, [numbered, *texts] if numbered else texts),
        _meetings(inquiry, found.get("meeting", [])),
        _people(inquiry, found.get("person", [])),
        _papers(inquiry, found.get("document", [])),
        _photographs(inquiry, found.get("photo", [])),
        _enquiries(inquiry, periods),
        _directory(inquiry),
    ]
    meant = [_to_do(inquiry), _places(inquiry)]
    explained = _explained(inquiry)
    things = [*dated, *(_without(group, known) for group in words)]
    # Whoever types the name of something to do wants to do it; a date or a word of texts is hardly ever one.
    return _filled([*things, *meant] if periods else [*meant, *things, explained])


def _filled(groups):
    return [group for group in groups if group.answers]


def _without(group, known):
    return dataclasses.replace(group, answers=[answer for answer in group.answers if answer.address not in known])


# --- By date ---------------------------------------------------------------------------------------------------------


def _of_period(inquiry, periods):
    """Return what is dated in one of `periods`: meetings first, for they are what the other things are about."""
    if not periods:
        return []
    user, most = inquiry.user, inquiry.most
    meetings = texts = albums = papers = []
    if inquiry.may_view(Meeting):
        meetings = list(_meetings_with_counts().filter(_within("held_on", periods)).order_by("-held_on")[:most])
    if inquiry.may_view(Article):
        articles = access.readable_by(user, Article.objects.filter(_within("shown_on", periods)))
        texts = list(articles.order_by("-shown_on", "-pk").prefetch_related(lists.EDITIONS)[:most])
    if inquiry.may_view(Album):
        found = Album.objects.filter(_within("held_on", periods)).order_by("-held_on")
        albums = found.annotate(number=Count("photo_uses")).prefetch_related("photo_uses__photo")[:most]
    if inquiry.may_view(Document):
        papers = Document.objects.filter(_within("dated", periods)).order_by("-dated", "-pk")[:most]
    now = clock.now()
    begun = commands.about_meetings(user, meetings[:1])
    is_day = len(periods) == 1 and periods[0].is_day
    ended = next((found for article in texts if is_day and (found := commands.ending(user, article, now))), [])
    return [
        Group(
            _heading(periods),
            [
                *(_meeting(inquiry, meeting) for meeting in meetings),
                *(_article(inquiry, article, now) for article in texts),
                *(_album(inquiry, album) for album in albums),
                *(_paper(inquiry, paper) for paper in papers),
                *(_chair(inquiry, meeting) for meeting in meetings if meeting.chair and inquiry.may_view(Person)),
            ],
        ),
        Group(pgettext("find anything", "Do"), [_command(inquiry, command) for command in [*begun, *ended]]),
    ]


def _within(field, periods):
    wanted = Q()
    for period in periods:
        wanted |= Q(**{f"{field}__range": (period.first, period.last)})
    return wanted


def _heading(periods):
    if len(periods) > 1:
        return _("On that day in any year")
    [period] = periods
    if period.is_day:
        return _("That day")
    return _("That month") if period.first.month == period.last.month else _("That year")


# --- By words --------------------------------------------------------------------------------------------------------


def _texts(inquiry, ids):
    shown = []
    if inquiry.may_view(Article):
        readable = access.readable_by(inquiry.user, Article.objects.filter(pk__in=ids[: inquiry.most]))
        now = clock.now()
        found = {article.pk: article for article in readable.prefetch_related(lists.EDITIONS)}
        shown = [_article(inquiry, found[id], now) for id in ids if id in found]
    everything = f"{reverse('admin:news_article_changelist')}?{urlencode({'q': inquiry.text})}"
    return Group(_("Texts"), shown, everything if len(ids) > inquiry.most else "")


def _article(inquiry, article, now):
    edition = lists.newest(article)
    state = article_status.in_short(edition, now).sentence
    return _answer(
        inquiry,
        edition,
        f"{state} · {dates.in_figures(edition.shown_on, edition.shown_precision)}",
        reverse("admin:news_article_change", args=[article.pk]),
        "text",
    )


def _meetings(inquiry, ids):
    found = {}
    if inquiry.may_view(Meeting):
        found = {meeting.pk: meeting for meeting in _meetings_with_counts().filter(pk__in=ids[: inquiry.most])}
    return Group(_("Meetings"), [_meeting(inquiry, found[id]) for id in ids if id in found])


def _meetings_with_counts():
    papers = Count("considerations__document", distinct=True)
    return Meeting.objects.select_related("chair", "chair_state").prefetch_related("bodies").annotate(papers=papers)


def _meeting(inquiry, meeting):
    told = [str(_("Council"))]
    if meeting.papers:
        told.append(
            ngettext("%(number)d document", "%(number)d documents", meeting.papers) % {"number": meeting.papers}
        )
    if meeting.live_from is None:
        told.append(_("Not public yet"))
    return _answer(inquiry, meeting, " · ".join(told), _screen(meeting), "council")


def _chair(inquiry, meeting):
    words = _("%(name)s, chaired on %(date)s") % {
        "name": meeting.chair,
        "date": dates.in_figures(meeting.held_on, dates.Precision.DAY),
    }
    return _answer(inquiry, words, str(meeting.chair_state or ""), _screen(meeting.chair), "person")


def _people(inquiry, ids):
    found = {}
    if inquiry.may_view(Person):
        terms_in_order = Prefetch("terms", Term.objects.select_related("office__state").order_by("-start", "-pk"))
        people = Person.objects.filter(pk__in=ids[: inquiry.most]).prefetch_related(terms_in_order)
        found = {person.pk: person for person in people}
    return Group(pgettext("found", "People"), [_person(inquiry, found[id]) for id in ids if id in found])


def _person(inquiry, person):
    last = next(iter(person.terms.all()), None)
    told = str(last.office) if last else ""
    return _answer(inquiry, person, Truncator(told).chars(60), _screen(person), "person")


def _papers(inquiry, ids):
    found = {}
    if inquiry.may_view(Document):
        found = {paper.pk: paper for paper in Document.objects.filter(pk__in=ids[: inquiry.most])}
    return Group(pgettext("found", "Documents"), [_paper(inquiry, found[id]) for id in ids if id in found])


def _paper(inquiry, paper):
    told = [str(paper.get_kind_display())]
    if paper.number:
        told.append(f"№ {paper.number}")
    if paper.dated:
        told.append(dates.in_figures(paper.dated, paper.dated_precision))
    return _answer(inquiry, paper, " · ".join(told), _screen(paper), "text")


def _photographs(inquiry, ids):
    found = {}
    if ids and inquiry.may_view(Photo):  # what is hidden with limited texts is a long question
        # More than are shown: some may be hidden with the articles that show them.
        photos = access.readable_by(inquiry.user, Photo.objects.filter(pk__in=ids[: inquiry.most * 4]))
        found = {photo.pk: photo for photo in photos}
    shown = [_photograph(inquiry, found[id]) for id in ids if id in found][: inquiry.most]
    return Group(pgettext("found", "Photographs"), shown)


def _photograph(inquiry, photo):
    words = in_language(photo.headline) or in_language(photo.caption) or in_language(photo.alt)
    name = Truncator(words).chars(MAX_CAPTION) if words else photo.file_name
    picture = reverse("admin:photo-file", args=[photo.pk])
    return _answer(inquiry, name, photo.file_name if words else "", _screen(photo), "photo", picture)


def _album(inquiry, album):
    told = ngettext("%(number)d photograph", "%(number)d photographs", album.number) % {"number": album.number}
    return _answer(inquiry, album, f"{_('Album')} · {told}", _screen(album), "photo")


def _enquiries(inquiry, periods):
    """Return enquiries by number, by words, by telephone, or by the day on which they came."""
    if not inquiry.may_view(Enquiry):
        return Group("", [])
    wanted = Q()
    for word in inquiry.text.split():
        wanted &= (
            Q(question__icontains=word) | Q(name__icontains=word) | Q(outlet__icontains=word) | Q(email__icontains=word)
        )
    for number in telephones.in_text(inquiry.text):
        wanted |= Q(phone__regex=r"\D*".join(number[-telephones.LOCAL_FIGURES :]))
    if number := ENQUIRY_NUMBER.fullmatch(inquiry.text):
        of_year = {"year": int(number["year"])} if number["year"] else {}
        wanted |= Q(serial=int(number["serial"]), **of_year)
    for period in periods if len(periods) == 1 else []:
        wanted |= Q(received_at__date__range=(period.first, period.last))
    found = Enquiry.objects.filter(wanted).order_by("-received_at")[: inquiry.most]
    return Group(_("Enquiries"), [_enquiry(inquiry, enquiry) for enquiry in found])


def _enquiry(inquiry, enquiry):
    words = Truncator(enquiry.question).chars(MAX_CAPTION) or _("Erased")
    told = f"{enquiry.number} · {enquiry.get_state_display()}"
    return _answer(inquiry, words, told, enquiries_queue.address(enquiry), "ask")


# --- Contacts and states: so few that each is read -------------------------------------------------------------------


def _directory(inquiry):
    answers = []
    if inquiry.may_view(Contact):
        for contact in Contact.objects.prefetch_related("phones"):
            numbers = [phone.number for phone in contact.phones.all()]
            names = [*contact.name.values(), *contact.office.values(), contact.email]
            if _has_number(numbers, inquiry.text) or commands.has_words(inquiry.text, names):
                title = " ".join(filter(None, [in_language(contact.office), in_language(contact.name)]))
                answers.append(_answer(inquiry, title, ", ".join(numbers), _screen(contact), "phone"))
    if inquiry.may_view(State):
        others = [" ".join(words) for words in synonyms.of(terms.folded(inquiry.text).split())]
        for state in State.objects.all():
            names = [*state.name.values(), *state.short_name.values()]
            if commands.has_words(inquiry.text, names) or {terms.folded(name) for name in names} & set(others):
                answers.append(_answer(inquiry, state, pgettext("country", "State"), _screen(state), "council"))
    title = _("Contacts and states") if inquiry.may_view(State) else _("Press contacts")
    return Group(title, answers[: inquiry.most])


def _has_number(numbers, text):
    return any(telephones.is_same(number, asked) for number in numbers for asked in telephones.in_text(text))


# --- Things to do, and places ----------------------------------------------------------------------------------------


def _to_do(inquiry):
    found = commands.to_do(inquiry.user, inquiry.text, inquiry.most)
    return Group(pgettext("find anything", "Do"), [_command(inquiry, command) for command in found])


def _places(inquiry):
    found = commands.to_open(inquiry.request, inquiry.site, inquiry.text)[: inquiry.most]
    return Group(pgettext("find anything", "Go to"), [_command(inquiry, command) for command in found])


def _command(inquiry, command):
    marked = _marked(command.title, inquiry.text)
    return Answer(marked, command.detail, command.address, command.icon, is_danger=command.is_danger)


# --- The handbook ----------------------------------------------------------------------------------------------------


def _explained(inquiry):
    """Return the pages of the handbook with these words; those whose title has them come first."""
    found = [page for group in handbook.found(handbook_screens.groups(), inquiry.text) for page in group.pages]
    found.sort(key=lambda page: not handbook.has_title(page.name, inquiry.text))
    title = _("Handbook")
    return Group(title, [_answer(inquiry, page.title, title, page.address, "help") for page in found[: inquiry.most]])


# --- Words -----------------------------------------------------------------------------------------------------------


def _answer(inquiry, thing, detail, address, icon, picture=""):
    return Answer(_marked(str(thing), inquiry.text), str(detail), address, icon, picture)


def _screen(thing):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[quote(thing.pk)])


def _marked(words, text):
    """Return `words` escaped, with <mark> around what begins with a word of `text` or is a date in figures."""
    asked = [re.escape(terms.folded(word)) for word in terms.parse(text).words if len(word) > 1]
    places = [re.escape(text), *asked] if re.fullmatch(r"[\d.]{6,10}", text) else asked
    folded, marked, last = terms.folded(words), [], 0
    if not places or len(folded) != len(words):  # a few letters are longer in lower case
        return escape(words)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(places)})")
    for place in pattern.finditer(folded):
        marked += [escape(words[last : place.start()]), "<mark>", escape(words[place.start() : place.end()]), "</mark>"]
        last = place.end()
    return mark_safe("".join([*marked, escape(words[last:])]))  # noqa: S308 every part of it is escaped
