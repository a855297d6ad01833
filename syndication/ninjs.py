"""Articles for the systems of news agencies: ninjs 3.1, the IPTC's News in JSON.

One item is one article in one language, in its present edition, with a permanent identifier. What ninjs has no property
for is left out, and so is unknown data. docs/api.md documents the values that agencies may rely on.
"""

import dataclasses
import datetime

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from council.models import Meeting, fetch_moves
from identity.current import current as identity
from news import about, serial_numbers
from news.kits import stories
from news.kits.stories import printable
from news.models import Edition, Withdrawal
from photos.finding import known_people
from publishing import clock, dates, prose
from publishing.addresses import absolute_url
from publishing.languages import language_names
from publishing.localized import in_language
from syndication import entries, ids

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
CODES = "http://cv.iptc.org/newscodes"
# The genres with the same meaning in the IPTC's list; the others have only our own word.
GENRES = {Edition.Genre.INTERVIEW: f"{CODES}/genre/Interview"}
HTML, TEXT = "text/html", "text/plain"


@dataclasses.dataclass(frozen=True, order=True)
class Key:
    """The key of an item: an article and a language."""

    article: int
    language: str

    @property
    def uri(self):
        return ids.tag_uri(ids.ARTICLES, self.article, self.language)


def items(keys):
    """Return {key: its present item}: that of the public edition, or a notice that there is none any more.

    The number of queries does not depend on the number of keys. No key may be of an article that never was public: it
    would be reported as removed.
    """
    keys = set(keys)
    public = Edition.objects.public().filter(article__in={key.article for key in keys}).select_related("section")
    public = public.annotate(about=about.SubjectsOf("pk"), serial=serial_numbers.SerialNumberOf("article"))
    editions = [edition for edition in public if Key(edition.article_id, edition.language) in keys]
    found = {Key(edition.article_id, edition.language): item for edition, item in zip(editions, of(editions))}
    return found | _ends(keys - found.keys())


def of(editions):
    """Return the items of these editions, in their order. A scheduled one is marked as withheld."""
    editions = list(editions)
    if not editions:
        return []
    now = clock.now()
    serial_numbers.fetch(editions)
    told = entries.of(editions)
    subjects = entries.subjects_of(editions)
    further = {number for found in subjects.values() for number in about.meeting_numbers(found)}
    meetings = _meetings({edition.meeting_id for edition in editions} - {None} | further)
    _fetch_people(picture.photo for entry in told for picture in entry.pictures)
    made = []
    for entry in told:
        with override(entry.language):
            found = about.named(subjects[entry.edition.pk], entry.language, meetings.values())
            made.append(_with_subjects(_item(entry, meetings.get(entry.edition.meeting_id), now), found))
    return made


def collection(uri, title, items):
    """Return a composite item with several items."""
    parts = [{"name": item.get("title") or item["uri"], "rel": "item", **item} for item in items]
    return {
        "uri": uri,
        "type": "composite",
        "standard": STANDARD,
        "title": title,
        "representationType": "full",
        "associations": parts,
    }


# --- A public article ------------------------------------------------------------------------------------------------


def _item(entry, meeting, now):
    edition = entry.edition
    item = {
        "uri": entry.id,
        "type": "text",
        "representationType": "full",
        "profile": "article",
        "standard": STANDARD,
        "version": str(edition.number),
        "firstCreated": _moment(entry.first_public_at),
        "versionCreated": _moment(edition.live_from),
        **_status(edition, now),
        **_history(edition),
        "language": entry.language,
        "title": entry.title,
        "headlines": [{"role": "main", "contentType": TEXT, "value": entry.title}],
        "edNote": "\n".join(
            [
                *_taken_over(edition),
                *_standing_of(meeting),
                *(f"{note['label']}: {note['text']}" for note in entry.notes),
            ]
        ),
        "descriptions": _descriptions(entry),
        "bodies": _bodies(entry),
        "genres": [_genre(entry)],
        "subjects": [_section(entry)],
        "infoSources": [{"name": identity().office, "role": "publisher"}],
        "usageTerms": identity().terms_texts
        or _("Texts and photographs of this site may be reprinted free of charge if the source is named."),
        "altIds": _other_names(entry),
        "trustIndicators": [_corrections_policy()],
        **(_about_meeting(meeting) if meeting else {"organisations": [_organisation()]}),
        "associations": [
            *(_picture(picture, number) for number, picture in enumerate(entry.pictures)),
            *map(_file, entry.files),
            *_translations(entry),
        ],
    }
    return {name: value for name, value in item.items() if value not in ("", [], None)}


def _status(edition, now):
    if edition.live_from > now:
        return {"pubStatus": "withheld", "embargoedUntil": _moment(edition.live_from)}
    return {"pubStatus": "usable"}


def _history(edition):
    """Return when an imported text first appeared; `firstCreated` is when it became public here."""
    if not edition.imported_on:
        return {}
    day = datetime.datetime.combine(edition.shown_on, datetime.time(), timezone.get_default_timezone())
    return {"contentCreated": _moment(day)}


def _taken_over(edition):
    """Yield the sentence that says that an imported text is no news."""
    if edition.imported_on:
        yield _("Not news: published on %(date)s, and taken over from the former site on %(day)s.") % {
            "date": dates.in_words(edition.shown_on, edition.shown_precision),
            "day": dates.in_words(edition.imported_on),
        }


def _descriptions(entry):
    """Return the standfirst, the notes on changes (each under its kind), and the press contact."""
    told = [("summary", entry.summary)]
    if entry.edition.unofficial_from:
        note = entry.edition.unofficial_note
        told.append(("unofficial-translation", f"{note['label']}. {note['text']}"))
    told += [(note["kind"], printable(note["text"])) for note in entry.edition.notes]
    told += [("signature", printable(entry.edition.signature).strip())]
    return [{"role": role, "contentType": TEXT, "value": text} for role, text in told if text]


def _bodies(entry):
    text = words_of(entry)
    counted = {"charCount": len(text), "wordCount": len(text.split())}
    return [
        {"role": "main", "contentType": HTML, **counted, "value": str(entry.body)},
        {"role": "main", "contentType": TEXT, **counted, "value": text},
    ]


def words_of(entry):
    """Return the text and the interview as plain text, without the photographs."""
    found = [*prose.read(printable(entry.edition.body), settings.SITE_URL)]
    for turn in entry.turns:
        found += [stories.as_question(printable(turn.question)), *prose.read(printable(turn.answer), settings.SITE_URL)]
    return stories.plain(found)


def _genre(entry):
    genre = entry.edition.genre
    return {"name": entry.genre, "literal": genre} | ({"uri": GENRES[genre]} if genre in GENRES else {})


def _section(entry):
    slug = entry.edition.section.slug
    return {"name": entry.section, "rel": "section", "uri": ids.tag_uri("sections", slug), "literal": slug}


def _other_names(entry):
    return [
        {"role": "article", "value": str(entry.edition.article_id)},
        {"role": "address", "value": entry.url},
        *([{"role": "number", "value": number}] if (number := serial_numbers.printed(entry.edition)) else []),
    ]


def _corrections_policy():
    return {
        "role": f"{CODES}/trustindicator/correctionsPolicy",
        "title": _("Corrections"),
        "href": absolute_url(reverse("news:corrections")),
    }


def _translations(entry):
    """Return the same article in the other languages in which it is public."""
    names = language_names()
    for language, address in entry.languages.items():
        if language != entry.language:
            yield {
                "uri": Key(entry.edition.article_id, language).uri,
                "name": str(names[language]),
                "rel": "translation",
                "type": "text",
                "language": language,
                "altIds": [{"role": "address", "value": address}],
            }


def _file(file):
    return {
        "uri": ids.tag_uri("attachments", file.attachment.key),
        "name": file.label or file.attachment.file_name,
        "rel": "attachment",
        "type": "component",
        "renditions": [
            {
                "name": "file",
                "title": file.attachment.file_name,
                "href": file.url,
                "contentType": file.type,
                "sizeInBytes": file.size,
            }
        ],
    }


# --- What it is about ------------------------------------------------------------------------------------------------


def _with_subjects(item, found):
    """Add to an item the Named things that its text is about, each in the list of its kind."""
    of = {kind: [named for named in found if named.kind == kind] for kind in about.KINDS}
    more = {
        "subjects": [*map(_topic, of["topic"]), *map(_document, of["document"])],
        "people": [_person(named.thing, "about") for named in of["person"]],
        "places": [_state(named.thing) for named in of["state"]],
        "events": [_event(named.thing) for named in of["meeting"]],
        "associations": [_earlier(named) for relation in about.RELATIONS for named in of[relation]],
    }
    for name, added in more.items():
        known = {one.get("uri") for one in item.get(name, [])}
        if added := [one for one in added if one["uri"] not in known]:
            item[name] = [*item.get(name, []), *added]
    return item


def _topic(named):
    uri = about.media_topic_uri(named.thing.media_topic) or ids.tag_uri("topics", named.thing.pk)
    return {"name": printable(named.title), "rel": "about", "uri": uri, "literal": named.thing.slug}


def _document(named):
    return {"name": printable(named.title), "rel": "document", "uri": ids.tag_uri("documents", named.thing.pk)}


def _earlier(named):
    edition = named.thing
    return {
        "uri": Key(edition.article_id, edition.language).uri,
        "name": printable(named.title),
        "rel": named.kind,
        "type": "text",
        "language": edition.language,
        "altIds": [{"role": "address", "value": absolute_url(named.address)}],
    }


# --- Photographs -----------------------------------------------------------------------------------------------------


def _picture(picture, number):
    photo = picture.photo
    item = {
        "uri": ids.tag_uri(ids.PHOTOS, photo.pk),
        "name": picture.caption or picture.alt or photo.file_name,
        "rel": "photo" if number else "cover",
        "type": "picture",
        "pubStatus": "usable",
        "language": get_language(),
        "title": photo.file_name,
        "contentCreated": _moment(photo.taken_at),
        "by": printable(photo.creator),
        "copyrightNotice": printable(photo.copyright),
        "usageTerms": picture.usage_terms,
        "rightsInfo": {"linkedRights": photo.rights_url} if photo.rights_url else None,
        "infoSources": [{"name": picture.credit, "role": "credit"}] if picture.credit else [],
        "headlines": _only(printable(in_language(photo.headline)), role="main"),
        "descriptions": [*_only(picture.caption, role="caption"), *_only(picture.alt, role="alt text")],
        "people": [_person(person.person, "depicted") for person in photo.known_people],
        "places": _places(photo.place),
        "subjects": [{"name": printable(keyword), "rel": "keyword"} for keyword in photo.keywords],
        "altIds": [{"role": "address", "value": picture.page}],
        "renditions": [_rendition(rendition) for rendition in photo.renditions.all()],
    }
    return {name: value for name, value in item.items() if value not in ("", [], None)}


def _rendition(rendition):
    shape = rendition.crop or "whole"
    is_full = rendition.kind == rendition.Kind.DOWNLOAD
    return {
        "name": "full" if is_full else f"{rendition.kind}-{shape}-{rendition.width}",
        "title": rendition.name,
        "href": absolute_url(rendition.get_absolute_url()),
        "contentType": rendition.content_type,
        "width": rendition.width,
        "height": rendition.height,
        "sizeInBytes": rendition.size,
    }


def _fetch_people(photos):
    """Prefetch the public people in each photo as `known_people`, from the left."""
    photos = list(photos)
    if photos:
        shown = photos[0].people.model.objects.filter(person__in=known_people())
        known = Prefetch("people", shown.select_related("person").order_by("position", "id"), to_attr="known_people")
        prefetch_related_objects(photos, known)


def _only(text, *, role):
    return [{"role": role, "contentType": TEXT, "value": text}] if text else []


# --- Its meeting -----------------------------------------------------------------------------------------------------


def _meetings(numbers):
    """Return {id: Meeting} of the public ones, with everything that items use."""
    asked = Meeting.objects.public().select_related("chair", "chair_state")
    seats = "participations__person", "participations__state"
    meetings = asked.prefetch_related("bodies", *seats).in_bulk(numbers) if numbers else {}
    fetch_moves(meetings.values())
    return meetings


def _standing_of(meeting):
    """Yield a note to editors if the meeting does not take place as it was announced."""
    if meeting and meeting.standing:
        reason = "" if meeting.is_as_planned else in_language(meeting.reason)
        yield printable(": ".join(filter(None, [f"{meeting} – {meeting.standing}", reason])))


def _about_meeting(meeting):
    """Return the place, the meeting, the participants, the bodies and states."""
    chair = [_person(meeting.chair, "chair")] if meeting.chair else []
    seats = list(meeting.participations.all())
    people = [_person(seat.person, seat.role) for seat in seats if seat.person and seat.person_id != meeting.chair_id]
    states = {state.code: state for state in [meeting.chair_state, *(seat.state for seat in seats)] if state}
    return {
        "located": printable(in_language(meeting.place)),
        "events": [_event(meeting)],
        "people": [*chair, *people],
        "organisations": [_organisation(), *(_body(body, meeting.held_on) for body in meeting.bodies.all())],
        "places": [*_places(meeting.place), *map(_state, states.values())],
    }


def _event(meeting):
    """Return the meeting; `literal` is whether it takes place as planned, with the values of the API's `course`."""
    name = f"{meeting.name} ({meeting.standing})" if meeting.standing else meeting.name
    uri = ids.tag_uri(ids.MEETINGS, meeting.pk)
    return {"name": printable(name), "rel": "about", "uri": uri, "literal": meeting.course}


def _organisation():
    return {"name": identity().name, "rel": "about", "literal": identity().code}


def _body(body, day):
    return {
        "name": in_language(body.called_on(day).name),
        "rel": "body",
        "uri": ids.tag_uri("bodies", body.slug),
        "literal": body.slug,
    }


def _state(state):
    name = in_language(state.short_name)
    return {"name": name, "rel": "state", "uri": ids.tag_uri("states", state.code.lower()), "literal": state.code}


def _person(person, relation):
    return {"name": printable(str(person)), "rel": relation, "uri": ids.tag_uri("people", person.pk)}


def _places(place):
    name = printable(in_language(place))
    return [{"name": name, "rel": "location"}] if name else []


# --- An article that was withdrawn -----------------------------------------------------------------------------------


def _ends(keys):
    """Return {key: item} of withdrawn articles. The item of a vanished one says only that it is gone."""
    if not keys:
        return {}
    ways = Withdrawal.objects.filter(article__in={key.article for key in keys}, at__lte=clock.SiteNow())
    last = {Key(way.article_id, way.language): way for way in ways.order_by("at", "id")}
    return {key: _end(key, last.get(key)) for key in keys}


def _end(key, exit):
    item = {"uri": key.uri, "pubStatus": "canceled"}
    if exit is None or exit.kind == Withdrawal.Kind.VANISHED:
        return item
    with override(key.language):
        reason = printable(exit.reason)
        return item | {
            "type": "text",
            "representationType": "partial",
            "profile": "article",
            "standard": STANDARD,
            "versionCreated": _moment(exit.at),
            "language": key.language,
            "edNote": f"{_('Withdrawn')}: {reason}",
            "descriptions": [{"role": exit.kind, "contentType": TEXT, "value": reason}],
            "altIds": [{"role": "article", "value": str(key.article)}, *_successor(exit)],
        }


def _successor(exit):
    if exit.kind == Withdrawal.Kind.SUPERSEDED:
        yield {"role": "successor", "value": Key(exit.successor_id, exit.language).uri}


def _moment(instant):
    return instant and instant.isoformat(timespec="seconds")
