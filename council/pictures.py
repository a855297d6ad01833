"""Captions of photos from the record: who is in it, in which office on that day, at which event."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from council.models import Meeting
from identity.current import current as identity
from photos.models import Album
from publishing.localized import in_language


def left_to_right(photo, language):
    """Return the people in `photo` with their offices when it was taken; "" if nobody is named.

    “Left to right: Aman Mambetseitov, Permanent Representative; Viktor Vasilyev, Permanent Representative.”
    """
    people = [_person_and_office(person, _day(photo), language) for person in _people(photo)]
    with translation.override(language):
        if len(people) > 1:
            return _("Left to right: %(people)s.") % {"people": "; ".join(people)}
    return f"{people[0]}." if people else ""


def suggested_alt(photo, language):
    """Return a first alternative text from people, event and place: “Aman Mambetseitov. Budget talks, Moscow.”"""
    people = [in_language(person.name, language) for person in _people(photo)]
    event, place = _event_and_place(photo, language)
    with translation.override(language):
        sentences = [_enumerated(people), ", ".join(filter(None, [event, place]))]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _people(photo):
    return [shown.person for shown in photo.people.select_related("person")] if identity().has.council else []


def _person_and_office(person, day, language):
    term = person.term_on(day) if day else None
    return ", ".join(filter(None, [in_language(person.name, language), term and term.title(language)]))


def _day(photo):
    """Return the day the photo was taken, by the camera or else by the event; None if neither is known."""
    if photo.taken_at:
        return timezone.localdate(photo.taken_at)
    event = _album(photo) or _meeting(photo)
    return event and event.held_on


def _event_and_place(photo, language):
    album, meeting = _album(photo), _meeting(photo)
    with translation.override(language):
        event = in_language(album.title, language) if album else str(meeting or "")
    places = [thing.place for thing in (photo, album, meeting) if thing and thing.place]
    return event, in_language(places[0], language) if places else ""


def _album(photo):
    return Album.objects.filter(photo_uses__photo=photo).first()


def _meeting(photo):
    return Meeting.objects.filter(photo_uses__photo=photo).first() if identity().has.council else None


def _enumerated(names):
    *rest, last = names or [""]
    return _("%(first)s and %(last)s") % {"first": ", ".join(rest), "last": last} if rest else last
