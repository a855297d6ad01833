"""What a text is about, by short names: topic:3, person:12, state:1, meeting:5, document:9, album:4, follows:55.

They are the values of the desk's form and stand in snapshots; of an earlier text the name says what this one does to
it. The meeting that a text reports on is Edition.meeting, and not among them.
"""

import dataclasses
import re
from typing import Any

from django.db.models import Func, JSONField, OuterRef, Prefetch, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from council.models import Document, Meeting, Person, State
from identity.current import current as identity
from news.models import Article, Edition, Subject, Topic
from photos.models import Album
from publishing import clock
from publishing.localized import in_language
from publishing.models import IsLive

RELATIONS = (Subject.Relation.FOLLOWS, Subject.Relation.ANSWERS, Subject.Relation.CORRECTS)
MODELS = {
    "topic": Topic, "person": Person, "state": State, "meeting": Meeting, "document": Document, "album": Album,
    **dict.fromkeys(RELATIONS, Article),
}  # fmt: skip
KEY = re.compile(rf"({'|'.join(MODELS)}):([1-9][0-9]{{0,17}})", re.ASCII)
MAX_SUBJECTS = 40  # of one text

KINDS = {
    "topic": gettext_lazy("Topic"),
    "person": gettext_lazy("Person"),
    "state": pgettext_lazy("country", "State"),
    "meeting": gettext_lazy("Meeting"),
    "document": gettext_lazy("Document"),
    "album": gettext_lazy("Album"),
    "follows": pgettext_lazy("an earlier text", "Follows"),
    "answers": pgettext_lazy("an earlier text", "Answers"),
    "corrects": pgettext_lazy("an earlier text", "Corrects"),
}


def read(key):
    """Return (kind, number) of a short name; None if it is none."""
    match = KEY.fullmatch(key)
    return (match[1], int(match[2])) if match else None


def keys_of(edition):
    return [subject.key for subject in edition.subjects.all()]


def rows(keys):
    """Return the fields of a Subject for each short name, as drafts.set_parts() takes them."""
    found = []
    for kind, number in filter(None, map(read, dict.fromkeys(keys))):
        if kind in RELATIONS:
            found.append({"relation": kind, "text_id": number})
        else:
            found.append({f"{kind}_id": number})
    return found


def things(keys):
    """Return {short name: record} of what still exists, in their order."""
    wanted = [(key, *place) for key in dict.fromkeys(keys) if (place := read(key))]
    numbers = {}
    for _key, kind, number in wanted:
        numbers.setdefault(MODELS[kind], set()).add(number)
    loaded = {model: _records(model).in_bulk(sorted(some)) for model, some in numbers.items()}
    return {key: thing for key, kind, number in wanted if (thing := loaded[MODELS[kind]].get(number))}


def _records(model):
    # An article by its public title alone: drafts may be for some only.
    prefetched = {Article: [Prefetch("editions", Edition.objects.public().defer("body"))], Meeting: ["bodies"]}
    return model._default_manager.prefetch_related(*prefetched.get(model, ()))


def in_words(keys):
    """Return the names of all that exists for whoever asks, one after another; “–” if there are none."""
    return "; ".join(f"{KINDS[read(key)[0]]}: {thing}" for key, thing in things(keys).items()) or "–"


def by_number(key):
    """Return what is gone in words."""
    kind, number = read(key)
    return _("%(kind)s number %(number)d") % {"kind": KINDS[kind], "number": number}


# --- For readers -----------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Named:
    """Something public that a text is about: `kind` is topic, person, state, meeting, document, album or a relation.

    `thing` is an object of its model with only what its name and address need.
    """

    kind: str
    thing: Any
    title: str
    address: str
    language: str = ""  # of the title, if it is not the page's

    @property
    def label(self):
        return KINDS[self.kind]


def media_topic_uri(code):
    """Return the address by which the IPTC names a Media Topic, “medtop:20000638”; "" for none."""
    return code and code.replace("medtop:", "http://cv.iptc.org/newscodes/mediatopic/")


class SubjectsOf(Func):
    """All that an edition is about and visitors may know, as named() takes it."""

    function = "news_subjects_of"  # news/sql/subjects.sql
    output_field = JSONField()


def named(found, language, meetings=()):
    """Return the Named things of an edition in `language` from what news_subjects_of() answers, None included.

    `meetings` are the public ones among them. Without the part “council” its records are not shown.
    """
    public = {meeting.pk: meeting for meeting in meetings}
    return [
        thing
        for one in found or []
        if one["kind"] not in OF_COUNCIL or identity().has.council
        if (thing := _named(one["kind"], one["relation"], one["fields"], language, public))
    ]


OF_COUNCIL = {"person", "state", "meeting", "document"}


def _named(kind, relation, fields, language, meetings):
    if kind == "text":
        edition = Edition(**fields)
        other = edition.language if edition.language != language else ""
        return Named(relation, edition, edition.title, edition.get_absolute_url(edition.language), other)
    thing = meetings.get(fields["id"]) if kind == "meeting" else MODELS[kind](**fields)
    if thing is None:
        return None
    title = thing.name if kind == "meeting" else in_language(fields.get("name") or fields.get("title"), language)
    title = in_language(thing.short_name, language) if kind == "state" else title
    return Named(kind, thing, str(title), thing.get_absolute_url())


def meeting_numbers(found):
    """Return the numbers of the meetings in what news_subjects_of() answers."""
    return [one["fields"]["id"] for one in found or [] if one["kind"] == "meeting"]


def topics_with_texts(language):
    """Return the topics with public texts in `language`, by name: one look into the index for each."""
    newest = listed_under(OuterRef("pk"), language).order_by("-shown_on", "-article_id")
    topics = Topic.objects.filter(pk=Subquery(newest.values("listed")[:1]))
    return sorted(topics, key=lambda topic: in_language(topic.name, language).lower())


def listed_under(topic, language):
    """Return the Subjects by which public editions in `language` are listed under a topic; each is one article's."""
    # Along the index news_subject_listed, so that a page costs the same however many texts there are.
    return Subject.objects.filter(
        IsLive("edition__live_from", "edition__live_until", clock.SiteNow()), listed=topic, language=language
    )
