"""The public pages of the Council's meetings. Offices and ranks are those of the meeting's date."""

from collections import Counter
from itertools import groupby

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Value
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from council import chronicle
from council.models import (
    AgendaItem,
    Body,
    Chairmanship,
    Consideration,
    Document,
    Meeting,
    MeetingAlbum,
    MeetingPaper,
    MeetingPhoto,
    Office,
    Participation,
    Rank,
    Term,
    fetch_bodies,
    fetch_moves,
    first_by_precedence,
)
from identity.current import current as identity
from photos.models import Album, Photo
from photos.showing import with_renditions, with_words
from publishing import amendments, clock, dates
from publishing.keyset import keyset_page, redirect_page_numbers
from publishing.languages import in_order_for, language_codes, language_names
from publishing.models import IsLive, in_written_language
from publishing.prepared import AnyOf, Param, PreparedQuery, attach_prefetched

MEETINGS_PER_PAGE = 40
MAX_PHOTOS = 12  # of a meeting's album
MAX_ARTICLES = 12  # about the meetings of a person, state or body

# --- Meetings ------------------------------------------------------------------------------------------------------


@redirect_page_numbers
def meetings(request):
    context = list_of(request, Meeting.objects.public(), MEETINGS_PER_PAGE)
    return render(request, "council/meeting_list.html", context)


def list_of(request, meetings, length):
    """Return the context of a page that lists public `meetings`, one KeysetPage at a time."""
    today = clock.today()
    part = _part_of(request, meetings, length)
    planned = meetings.as_planned()
    bodies = Body.objects.filter(Exists(Meeting.objects.public().filter(bodies=OuterRef("pk"))))
    return {
        "nav": "council",
        "crumbs": [(identity().council, "")],
        "bodies": bodies.prefetch_related(None),  # with their present names
        "part": part,
        "years": _by_year(part),
        "all_years": _distinct_years(meetings),
        "last": planned.select_related("chair_state").filter(held_on__lte=today).first(),
        "coming": planned.filter(held_on__gt=today).order_by("held_on", "id").first(),
        "today": today,
    }


@redirect_page_numbers
def meetings_of_year(request, year):
    all_years = _distinct_years(Meeting.objects.public())
    if year not in all_years:
        raise Http404
    part = _part_of(request, Meeting.objects.public().filter(held_on__year=year), MEETINGS_PER_PAGE)
    context = {
        "nav": "council",
        "crumbs": [(identity().council, reverse("council:meetings")), (str(year), "")],
        "year": year,
        "part": part,
        "years": _by_year(part),
        "all_years": all_years,
        "today": clock.today(),
    }
    return render(request, "council/meeting_year.html", context)


def _part_of(request, meetings, length):
    """Return the KeysetPage of public `meetings` that the address names, each with what a list prints of it."""
    part = keyset_page(request, meetings.select_related("chair", "chair_state"), length, "held_on")
    fetch_bodies(part.things)
    fetch_moves(part.things)
    _annotate_counts(part.things)
    return part


def _annotate_counts(meetings):
    """Set on each of `meetings` how many public documents, photos and articles belong to it."""
    albums = MeetingAlbum.objects.filter(album__in=Album.objects.public())
    counted = [
        (Consideration.objects.filter(document__in=Document.objects.public()), "document"),
        (_editions().filter(language=get_language()), "article"),
        (_subjects().filter(language=get_language()), "edition"),
        (MeetingPhoto.objects.all(), "photo"),
        (albums, "album__photo_uses"),
    ]
    ids = [meeting.pk for meeting in meetings]
    first, *rest = (_numbers_of(things.filter(meeting__in=ids), what) for things, what in counted)
    numbers = {(what, meeting): number for what, meeting, number in first.union(*rest, all=True)}
    for meeting in meetings:
        counts = {what: numbers.get((what, meeting.pk), 0) for _things, what in counted}
        meeting.document_count, meeting.article_count = counts["document"], counts["article"] + counts["edition"]
        meeting.photo_count = max(counts["photo"], counts["album__photo_uses"])


def _numbers_of(things, what):
    """Return (what, meeting's number, how many different values of the field `what` its rows of `things` have)."""
    by_meeting = things.order_by().annotate(what=Value(what)).values("what", "meeting")
    return by_meeting.annotate(number=Count(what, distinct=True)).values_list("what", "meeting", "number")


def _distinct_years(meetings):
    """Return the years of `meetings`, the latest first."""
    return [day.year for day in meetings.dates("held_on", "year", order="DESC")]


def _editions():
    """Return the public editions. Council may not import news, so the model comes from the relation."""
    return Meeting._meta.get_field("editions").related_model.objects.public()


def address_of(**fields):
    """Return the address of a public edition of which only these fields are known."""
    edition = _editions().model(**fields)
    return edition.get_absolute_url(edition.language)


def _subjects():
    """Return the rows of what public editions are about, found as the editions are."""
    subjects = Meeting._meta.get_field("subject_of").related_model.objects
    return subjects.filter(IsLive("edition__live_from", "edition__live_until", clock.SiteNow()))


def _by_year(meetings):
    """Return [{year, chapters: [{chairmanship, are_on_record, meetings}]}], in the order of `meetings`: by date.

    The meetings of days without a chairmanship on record are in a chapter without one; `are_on_record` tells whether
    this office has chairmanships at all.
    """
    chairmanships = list(Chairmanship.objects.select_related("state"))

    def in_force(meeting):
        day = meeting.held_on
        return next(
            (
                chairmanship
                for chairmanship in chairmanships
                if chairmanship.start <= day and (chairmanship.end is None or day <= chairmanship.end)
            ),
            None,
        )

    return [
        {
            "year": year,
            "chapters": [
                {"chairmanship": chairmanship, "are_on_record": bool(chairmanships), "meetings": list(chapter)}
                for chairmanship, chapter in groupby(of_year, key=in_force)
            ],
        }
        for year, of_year in groupby(meetings, key=lambda meeting: meeting.held_on.year)
    ]


def history(request):
    """The history of the organization, by year."""
    entries = chronicle.entries(clock.today())
    context = {
        "nav": "council",
        "crumbs": [(identity().council, reverse("council:meetings")), (_("History"), "")],
        "years": [(year, list(of_year)) for year, of_year in groupby(entries, key=lambda entry: entry.day.year)],
    }
    return render(request, "council/history.html", context)


# --- One meeting ---------------------------------------------------------------------------------------------------


# The queries of every meeting's page.
_MEETING = PreparedQuery(
    lambda: Meeting.objects.public().filter(pk=Param("meeting")).select_related("chair", "chair_state")
)
_PRESENT = PreparedQuery(
    lambda: Participation.objects.filter(meeting=Param("meeting")).select_related("person", "state")
)
_TERMS = PreparedQuery(
    lambda: (
        Term.objects.public()
        .holding(Param("day"))
        .filter(AnyOf(F("person"), Param("people")))
        .select_related("person", "office__state")
    )
)
_RANKS = PreparedQuery(lambda: Rank.objects.filter(AnyOf(F("person"), Param("people"))))
_AGENDA = PreparedQuery(lambda: AgendaItem.objects.filter(meeting=Param("meeting")))
_STEPS = PreparedQuery(
    lambda: (
        Consideration.objects.filter(
            document__in=Document.objects.public().filter(considerations__meeting=Param("meeting")),
            meeting__in=Meeting.objects.public(),
        )
        .select_related("document", "meeting")
        .order_by("meeting__held_on", "meeting_id", "position", "id")
    )
)
_PREPARED = PreparedQuery(
    lambda: MeetingPaper.objects.filter(
        meeting=Param("meeting"), document__in=Document.objects.public()
    ).select_related("document")
)
_PHOTOS = PreparedQuery(
    lambda: Photo.objects.filter(
        council_meetingphoto_set__in=MeetingPhoto.shown().filter(meeting=Param("meeting"))
    ).order_by("council_meetingphoto_set__position", "council_meetingphoto_set__id")
)
_ALBUM = PreparedQuery(
    lambda: (
        MeetingAlbum.objects.filter(meeting=Param("meeting"), album__in=Album.objects.public())
        .select_related("album")
        .annotate(number=Count("album__photo_uses"))[:1]
    )
)
_ARTICLES = PreparedQuery(lambda: _about_one(Param("meeting")))
# The condition on the date alone lets PostgreSQL enter the index at the meeting's place.
_EARLIER = PreparedQuery(
    lambda: Meeting.objects.public().filter(
        Q(held_on__lt=Param("day")) | Q(pk__lt=Param("meeting")), held_on__lte=Param("day")
    )[:1]
)
_LATER = PreparedQuery(
    lambda: (
        Meeting.objects.public()
        .filter(Q(held_on__gt=Param("day")) | Q(pk__gt=Param("meeting")), held_on__gte=Param("day"))
        .reverse()[:1]
    )
)


def meeting(request, id):
    meeting = next(iter(_MEETING.fetch(meeting=id)), None)
    if meeting is None:
        raise Http404("No such meeting.")
    fetch_bodies([meeting])
    year, place = meeting.held_on.year, {"day": meeting.held_on, "meeting": id}
    context = {
        "nav": "council",
        "crumbs": [
            (identity().council, reverse("council:meetings")),
            (str(year), reverse("council:meetings-year", args=[year])),
            (dates.in_words(meeting.held_on), ""),
        ],
        **record_of(meeting),
        "earlier": next(iter(_EARLIER.fetch(**place)), None),
        "later": next(iter(_LATER.fetch(**place)), None),
    }
    return render(request, "council/meeting_detail.html", context)


def record_of(meeting):
    """Return what a page or a printed sheet shows of a public meeting, in the active language."""
    papers = _papers(meeting)
    album = _own_album(meeting)
    return {
        "meeting": meeting,
        "amendments": amendments.notes_of(meeting, *(paper["document"] for paper in papers)),
        "is_coming": meeting.held_on > clock.today(),
        "seats": _seats(meeting),
        "secretary_general": _secretary_general(meeting),
        "date_changes": _date_changes(meeting),
        "agenda": _AGENDA.fetch(meeting=meeting.pk),
        "papers": papers,
        "prepared": _prepared(meeting, papers),
        "done": _done(papers, meeting),
        "album": album,
        "photos": _photos(meeting, album),
        "articles": _one_for_each_article(_ARTICLES.fetch(meeting=meeting.pk)),
    }


def _prepared(meeting, papers):
    """Return the public documents prepared for `meeting` that are not among `papers`, those it considered."""
    considered = {paper["document"].pk for paper in papers}
    prepared = [paper.document for paper in _PREPARED.fetch(meeting=meeting.pk)]
    return [document for document in prepared if document.pk not in considered]


def _secretary_general(meeting):
    """Return the term of the Secretary General on that day, if it is on record that he was there."""
    if not meeting.with_secretary_general:
        return None
    terms = Term.objects.public().holding(meeting.held_on).filter(office__kind=Office.Kind.SECRETARY_GENERAL)
    return terms.select_related("person", "office").first()


def _date_changes(meeting):
    """Return the DateChanges, the latest first, each with `to`: the object with the date and course after it."""
    if not meeting.sequence:  # nothing was ever changed: save the query
        return []
    changes = list(meeting.date_changes.all())
    for change, newer in zip(changes, [meeting, *changes]):
        change.to = newer
    return changes


def _seats(meeting):
    """Return the participants, the chair first and guests last, as dicts of _seat."""
    present = _PRESENT.fetch(meeting=meeting.pk)
    in_chair = next((participation for participation in present if _is_chair(participation, meeting)), None)
    if in_chair:
        present.remove(in_chair)
        in_chair.state = in_chair.state or meeting.chair_state
    elif meeting.chair or meeting.chair_state:
        in_chair = Participation(meeting=meeting, person=meeting.chair, state=meeting.chair_state)
    present.sort(key=lambda participation: participation.role == Participation.Role.GUEST)
    seated = [in_chair, *present] if in_chair else present
    people = [person.person_id for person in seated if person.person_id]
    terms = _titles_on(meeting.held_on, people) if people else {}
    return [_seat(person, terms.get(person.person_id), chairs=person is in_chair) for person in seated]


def _titles_on(day, people):
    """Return {person's id: the term by which the person is introduced on `day`}, with the ranks."""
    terms = _TERMS.fetch(day=day, people=people)
    for term in terms:
        term.day = day  # of the rank
    attach_prefetched([term.person for term in terms], "ranks", _RANKS.fetch(people=people), "person")
    return first_by_precedence(terms)


def _is_chair(participation, meeting):
    if meeting.chair_id:
        return participation.person_id == meeting.chair_id
    return participation.person_id is None and participation.state_id == meeting.chair_state_id


def _seat(participation, term, *, chairs):
    """Return a dict with person, state, term on that day (each may be None), capacity, and whether they chair."""
    state = participation.state or (term and term.office.state)
    return {
        "person": participation.person,
        "state": state,
        "term": term,
        "chairs": chairs,
        "is_guest": participation.role == Participation.Role.GUEST,
        "capacity": participation.capacity,
    }


def _papers(meeting):
    """Return the public documents considered, in order: dicts with a document and its steps at all public meetings."""
    steps = _STEPS.fetch(meeting=meeting.pk)
    papers = {}
    for step in steps:
        papers.setdefault(step.document_id, {"document": step.document, "steps": []})["steps"].append(step)
    in_agenda_order = {step.document_id: None for step in steps if step.meeting_id == meeting.pk}
    return [papers[document_id] for document_id in in_agenda_order]


def _done(papers, meeting):
    """Return [(verb in words, number of documents)] for what this meeting did, in the order it first did it."""
    verbs = Counter(
        step.get_verb_display() for paper in papers for step in paper["steps"] if step.meeting_id == meeting.pk
    )
    return list(verbs.items())


def _own_album(meeting):
    """Return the public album of the meeting with the `number` of its photos, None without one."""
    for link in _ALBUM.fetch(meeting=meeting.pk):
        link.album.number = link.number
        return link.album


def _photos(meeting, album):
    """Return the meeting's photos: those chosen for its page, then the first ones of its album."""
    photos = dict.fromkeys(with_renditions(_PHOTOS.fetch(meeting=meeting.pk)))
    if album:
        uses = album.photo_uses.select_related("photo").prefetch_related("photo__renditions")
        photos |= dict.fromkeys(use.photo for use in uses[:MAX_PHOTOS])
    return with_words(photos)


def articles_about(are_wanted, thing=None):
    """Return public editions of the newest articles about meetings, the newest first, one for each article.

    `are_wanted` is the condition that says which meetings: Q(meeting__in=…). With `thing`, a state or a document, also
    those that name it as what they are about. In the page's language if possible. Each has its `address` and
    `language_name`.
    """
    numbers = numbers_about(are_wanted)[: editions_asked_for()]
    return articles_with(list(numbers.union(*_naming(thing), all=True) if thing else numbers))


def articles_with(numbers):
    """Return what articles_about() does, of the articles that have one of `numbers`."""
    return _one_for_each_article(_IN_ALL_LANGUAGES.fetch(articles=numbers))[:MAX_ARTICLES]


def numbers_about(are_wanted):
    """Return a query of the numbers of the articles, the newest first, each once for each of its languages."""
    # In the order of an index, so it costs the same however many articles there are.
    about = _editions().filter(are_wanted, meeting__isnull=False).newest_first()
    return about.values_list("article", flat=True)


def editions_asked_for():
    """Return in how many editions all articles are that a page shows."""
    return MAX_ARTICLES * len(language_codes())


def numbers_naming(thing):
    """Return the numbers of the newest articles that name a person as what they are about."""
    first, *rest = _naming(thing)
    return list(first.union(*rest, all=True))


def _naming(thing):
    """Return for each language the numbers of the newest articles that name `thing`, in the order of an index."""
    live = IsLive("edition__live_from", "edition__live_until", clock.SiteNow())
    rows = thing.subject_of.filter(live).order_by("-shown_on", "-article_id").values_list("article", flat=True)
    return [rows.filter(language=code)[:MAX_ARTICLES] for code in language_codes()]


_IN_ALL_LANGUAGES = PreparedQuery(lambda: _in_all_languages(AnyOf(F("article"), Param("articles"))))


def _about_one(meeting):
    """Return the public editions of the newest articles about a meeting."""
    named = _subjects().filter(meeting=meeting).order_by().values("edition")
    of_meeting = _editions().model.objects.filter(meeting=meeting).order_by().values("pk").union(named, all=True)
    about = _editions().filter(pk__in=of_meeting).order_by().values("article").annotate(latest=Max("shown_on"))
    newest = about.order_by("-latest", "-article").values("article")[:MAX_ARTICLES]
    return _in_all_languages(Q(article__in=newest))


def _in_all_languages(are_wanted):
    return _editions().filter(are_wanted, in_written_language()).as_links()


def _one_for_each_article(editions):
    names = language_names()
    preferred = in_order_for()
    chosen = {}
    for edition in sorted(editions, key=lambda edition: preferred.index(edition.language)):
        chosen.setdefault(edition.article_id, edition)
    for edition in chosen.values():
        edition.address = edition.get_absolute_url(edition.language)
        edition.language_name = names[edition.language]
    return sorted(chosen.values(), key=lambda edition: (edition.shown_on, edition.article_id), reverse=True)
