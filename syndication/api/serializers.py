"""Serialize rows for the API, in the active language.

Each function takes a list of rows and yields a dict for each, which may have more fields than requested. The number of
queries does not depend on the number of rows.
"""

import datetime

from django.db.models import F, Prefetch, prefetch_related_objects
from django.utils.translation import get_language

from council.models import Consideration, MeetingPaper, Term, fetch_moves
from council.models import Document as DocumentRow
from council.models import Meeting as MeetingRow
from council.popolo import LENGTH
from news import about, serial_numbers
from news.kits.stories import printable
from news.models import EditionPhoto
from photos.finding import known_people
from photos.showing import jpegs, with_renditions, with_words
from publishing.addresses import absolute_url, cached_reverse
from publishing.languages import first_code
from publishing.localized import in_language
from publishing.prepared import AnyOf, Param, PreparedQuery
from syndication import entries, ids, ninjs
from syndication.api import schemas


def address(resource, key=None, **query):
    """Return the address of an item or a list, in the active language."""
    name, args = ("one", [resource, key]) if key is not None else ("list", [resource])
    query |= {"language": get_language()} if get_language() != first_code() else {}
    asked = "&".join(f"{name}={value}" for name, value in sorted(query.items()))
    return absolute_url(cached_reverse(f"api:{name}", *args)) + (f"?{asked}" if asked else "")


def day(date, precision="day"):
    """Return “2018-11-27”, “2018-11” or “2018”; None for an unknown date."""
    return date.isoformat()[: LENGTH[precision]] if date and precision in LENGTH else None


def words(texts):
    return printable(in_language(texts))


# --- Names -----------------------------------------------------------------------------------------------------------


def body_name(body, on=None):
    return schemas.BodyName(slug=body.slug, name=words((body.called_on(on) if on else body).name))


def state_name(state):
    return state and schemas.StateName(code=state.code, name=words(state.short_name))


def person_name(person):
    return person and schemas.PersonName(
        id=person.pk, name=printable(str(person)), address=address("people", person.pk)
    )


def meeting_name(meeting):
    return meeting and schemas.MeetingName(
        id=meeting.pk,
        name=printable(meeting.name),
        held_on=meeting.held_on,
        course=meeting.course,
        moved_from=meeting.moved_from,
        address=address("meetings", meeting.pk),
    )


def document_name(document):
    return schemas.DocumentName(
        id=document.pk, title=printable(str(document)), address=address("documents", document.pk)
    )


# --- Articles --------------------------------------------------------------------------------------------------------


_COVERS = PreparedQuery(
    lambda: (
        EditionPhoto.objects.filter(AnyOf(F("edition"), Param("editions")))
        .first_ones()
        .only("edition_id", "caption", "alt", "decorative", *(f"photo__{cover}" for cover in OF_COVERS))
    )
)
OF_COVERS = ["key", "file_name", "format", "credit", "usage_terms"]


def articles_in_list(editions):
    """Serialize editions for lists."""
    if not editions:
        return
    covers = {use.edition_id: use for use in _COVERS.fetch(editions=[edition.pk for edition in editions])}
    with_renditions(use.photo for use in covers.values())
    meetings, versions = _meetings_of(editions), entries.languages_of(editions)
    for edition in editions:
        use = covers.get(edition.pk)
        cover = _picture_of(use) if use and jpegs(use.photo) else None
        yield _article(edition, meetings, versions.get(edition.article_id, {})) | {"cover": cover}


def articles(editions):
    """Serialize editions with all fields."""
    meetings = _meetings_of(editions)
    for entry in entries.of(editions):
        edition = entry.edition
        pictures = [_picture_of(picture.use) for picture in entry.pictures]
        yield _article(edition, meetings, entry.languages) | {
            "cover": next(iter(pictures), None),
            "body_html": str(entry.body),
            "body_text": ninjs.words_of(entry),
            "notes": [
                schemas.Note(
                    kind=note["kind"], text=printable(note["text"]), at=datetime.datetime.fromisoformat(note["at"])
                )
                for note in edition.notes
                if note["at"]
            ],
            "photos": pictures,
            "files": [
                schemas.AttachedFile(
                    label=file.label, language=edition.language, url=file.url, type=file.type, size=file.size
                )
                for file in entry.files
            ],
            "signature": printable(edition.signature),
        }


def _article(edition, meetings, versions):
    return {
        "id": edition.article_id,
        "language": edition.language,
        "uri": ids.tag_uri(ids.ARTICLES, edition.article_id, edition.language),
        "edition": edition.number,
        "serial_number": serial_numbers.printed(edition),
        "title": printable(edition.title),
        "summary": printable(edition.standfirst),
        "genre": edition.genre,
        "section": schemas.SectionName(slug=edition.section.slug, name=words(edition.section.name)),
        "shown_on": day(edition.shown_on, edition.shown_precision),
        "published_at": edition.first_published_at,
        "edition_published_at": edition.live_from,
        "change": edition.change,
        "meeting": meeting_name(meetings.get(edition.meeting_id)),
        "subjects": [
            schemas.Subject(
                kind=it.kind,
                id=it.thing.article_id if it.kind in about.RELATIONS else it.thing.pk,
                name=printable(it.title),
                page=absolute_url(it.address),
            )
            for it in about.named(edition.about, edition.language, meetings.values())
        ],
        "versions": [schemas.Version(language=code, page=page) for code, page in versions.items()],
        "page": absolute_url(edition.get_absolute_url()),
        "address": address("articles", edition.article_id),
    }


def _meetings_of(editions):
    numbers = {edition.meeting_id for edition in editions} - {None}
    numbers |= {number for found in entries.subjects_of(editions).values() for number in about.meeting_numbers(found)}
    meetings = list(MeetingRow.objects.public().filter(pk__in=numbers).prefetch_related("bodies"))
    fetch_moves(meetings)
    return {meeting.pk: meeting for meeting in meetings}


def _picture_of(use):
    return schemas.Picture(
        id=use.photo_id,
        caption=printable(use.caption),
        alt="" if use.decorative else printable(use.alt),
        credit=words(use.photo.credit),
        usage_terms=words(use.photo.usage_terms),
        address=address("photos", use.photo_id),
        file=_photo_file(jpegs(use.photo)[0]),
    )


def sections(rows):
    for row in rows:
        yield {
            "slug": row.slug,
            "name": words(row.name),
            "description": words(row.description),
            "articles": address("articles", section=row.slug),
            "page": absolute_url(row.get_absolute_url()),
            "address": address("sections", row.slug),
        }


# --- Photographs -----------------------------------------------------------------------------------------------------


def photos(rows):
    """Serialize photographs; their renditions should be prefetched."""
    rows = with_words(rows)
    if rows:
        shown = rows[0].people.model.objects.filter(person__in=known_people()).select_related("person")
        prefetch_related_objects(rows, Prefetch("people", shown.order_by("position", "id"), to_attr="known_people"))
    for row in rows:
        yield {
            "id": row.pk,
            "uri": ids.tag_uri(ids.PHOTOS, row.pk),
            "file_name": printable(row.file_name),
            "headline": printable(row.shown_headline),
            "caption": printable(row.shown_caption),
            "alt": printable(row.shown_alt),
            "credit": words(row.credit),
            "creator": printable(row.creator),
            "copyright": printable(row.copyright),
            "usage_terms": words(row.usage_terms),
            "rights_url": row.rights_url,
            "taken_at": row.taken_at,
            "place": words(row.place),
            "keywords": [printable(keyword) for keyword in row.keywords],
            "people": [person_name(person.person) for person in row.known_people],
            "width": row.width,
            "height": row.height,
            "files": [_photo_file(rendition) for rendition in row.renditions.all()],
            "page": absolute_url(row.get_absolute_url()),
            "address": address("photos", row.pk),
        }


def _photo_file(rendition):
    return schemas.PhotoFile(
        kind=rendition.kind,
        crop=rendition.crop,
        url=absolute_url(rendition.get_absolute_url()),
        type=rendition.content_type,
        width=rendition.width,
        height=rendition.height,
        size=rendition.size,
    )


# --- The record of the Council ---------------------------------------------------------------------------------------


def meetings_in_list(rows):
    prefetch_related_objects(rows, "bodies", "chair", "chair_state")
    fetch_moves(rows)
    for row in rows:
        yield {
            "id": row.pk,
            "uri": ids.tag_uri(ids.MEETINGS, row.pk),
            "name": printable(row.name),
            "bodies": [body_name(body, row.held_on) for body in row.bodies.all()],
            "kind": row.kind,
            "format": row.format,
            "course": row.course,
            "standing": row.standing,
            "held_on": row.held_on,
            "moved_from": row.moved_from,
            "begins": row.begins,
            "ends": row.ends,
            "place": words(row.place),
            "chair": person_name(row.chair),
            "chair_state": state_name(row.chair_state),
            "articles": address("articles", meeting=row.pk),
            "page": absolute_url(row.get_absolute_url()),
            "address": address("meetings", row.pk),
        }


def meetings(rows):
    considered = Consideration.objects.filter(document__in=DocumentRow.objects.public()).select_related("document")
    prepared = MeetingPaper.objects.filter(document__in=DocumentRow.objects.public())
    prefetch_related_objects(
        rows,
        "agenda",
        "participations__person",
        "participations__state",
        Prefetch("considerations", considered.order_by("position", "id"), to_attr="papers"),
        Prefetch("prepared", prepared.select_related("document"), to_attr="prepared_papers"),
    )
    for row, told in zip(rows, meetings_in_list(rows)):
        yield told | {
            "summary": words(row.summary),
            "reason": words(row.reason),
            "agenda": [words(item.text) for item in row.agenda.all()],
            "participants": [
                schemas.Seat(
                    role=participation.role,
                    person=person_name(participation.person),
                    state=state_name(participation.state),
                    capacity=words(participation.capacity),
                )
                for participation in row.participations.all()
            ],
            "documents": [
                schemas.Paper(document=document_name(paper.document), verb=paper.verb, recipient=words(paper.recipient))
                for paper in row.papers
            ],
            "prepared": [document_name(paper.document) for paper in row.prepared_papers],
        }


def documents_in_list(rows):
    prefetch_related_objects(rows, "body__names")
    for row in rows:
        yield {
            "id": row.pk,
            "title": words(row.title),
            "kind": row.kind,
            "number": row.number,
            "body": row.body and body_name(row.body, row.dated),
            "dated": day(row.dated, row.dated_precision),
            "in_force_on": day(row.in_force_on, row.in_force_precision),
            "ended_on": row.ended_on,
            "page": absolute_url(row.get_absolute_url()),
            "address": address("documents", row.pk),
        }


def documents(rows):
    steps = Consideration.objects.filter(meeting__in=MeetingRow.objects.public()).select_related("meeting")
    in_order = steps.prefetch_related("meeting__bodies").order_by("meeting__held_on", "meeting_id", "position", "id")
    prefetch_related_objects(
        rows, "files__appendix", "signatories__state", Prefetch("considerations", in_order, to_attr="steps")
    )
    for row, told in zip(rows, documents_in_list(rows)):
        yield told | {
            "note": words(row.note),
            "source": printable(row.source),
            "files": [_document_file(file) for file in row.files.all()],
            "signatories": [
                schemas.Signature(
                    name=printable(str(signatory)),
                    state=state_name(signatory.state),
                    signed_on=signatory.signed_on,
                    joined_later=signatory.joined_later,
                )
                for signatory in row.signatories.all()
            ],
            "route": [
                schemas.Step(meeting=meeting_name(step.meeting), verb=step.verb, recipient=words(step.recipient))
                for step in row.steps
            ],
        }


def _document_file(file):
    return schemas.AttachedFile(
        label=words(file.appendix.title) if file.appendix else printable(file.file_name),
        language=file.language,
        url=absolute_url(file.get_absolute_url()),
        type=entries.TYPES.get(file.kind.lower(), "application/octet-stream"),
        size=file.size,
    )


def people_on(rows, on):
    """Serialize people with the offices they hold on the day `on`."""
    held = Term.objects.public().holding(on).select_related("office__state")
    prefetch_related_objects(rows, Prefetch("terms", held, to_attr="held"))
    for row in rows:
        yield {
            "id": row.pk,
            "name": words(row.name),
            "names": {code: printable(text) for code, text in row.name.items() if text},
            "offices": [_holding(term) for term in row.held],
            "page": absolute_url(row.get_absolute_url()),
            "address": address("people", row.pk),
        }


def people(rows, on):
    career = Term.objects.public().select_related("office__state")
    prefetch_related_objects(rows, Prefetch("terms", career, to_attr="career"))
    for row, told in zip(rows, people_on(rows, on)):
        yield told | {"biography": words(row.biography), "career": [_holding(term) for term in row.career]}


def _holding(term):
    return schemas.Holding(
        title=printable(term.title()),
        office=term.office.kind,
        state=state_name(term.office.state),
        acting=term.acting,
        start=day(term.start, term.start_precision),
        end=day(term.end, term.end_precision),
        seen=None if term.start else day(term.seen, term.start_precision),
    )


def contacts(rows):
    prefetch_related_objects(rows, "phones")
    for row in rows:
        yield {
            "id": row.pk,
            "name": words(row.name),
            "office": words(row.office),
            "email": row.email,
            "hours": words(row.hours),
            "phones": [
                schemas.PhoneNumber(kind=phone.kind, number=phone.number, href=phone.href) for phone in row.phones.all()
            ],
            "since": day(row.since, row.since_precision),
            "address": address("contacts", row.pk),
        }
